"""A version comes into use whole or not at all."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import DamagedBuildError, NotBuiltError, UnknownVersionError
from knowledge.versions import (
    Manifest,
    Switch,
    compare,
    current_folder,
    find_version,
    keep,
    kept_versions,
    new_version,
    pointer_stamp,
    read_history,
    read_manifest,
    switch,
)

MANIFEST = Manifest(
    version="a" * 12,
    inputs="a" * 64,
    model="static:1",
    model_source="",
    dimension=8,
    entries=1,
    examples=2,
    created="2026-12-01T12:00:00+00:00",
    quality={"top1": 1.0},
)


def put(output: Path, version: str) -> None:
    with new_version(output) as folder:
        (folder / "data").write_text(version, encoding="utf-8")
        keep(folder, output, replace(MANIFEST, version=version))
    switch(output, step(version))


def step(version: str) -> Switch:
    return Switch(version=version, at="2026-12-01T12:00:00+00:00", by="li.na", changes={"added": ["life.bank"]})


def test_nothing_built_is_said_so(tmp_path: Path):
    assert pointer_stamp(tmp_path) == 0
    with pytest.raises(NotBuiltError, match="ronghe build"):
        read_manifest(tmp_path)


def test_published_version_is_the_current_one(tmp_path: Path):
    put(tmp_path, "one")
    put(tmp_path, "two")

    assert read_manifest(tmp_path) == replace(MANIFEST, version="two")
    assert (current_folder(tmp_path) / "data").read_text(encoding="utf-8") == "two"


def test_switch_changes_the_stamp(tmp_path: Path):
    put(tmp_path, "one")
    before = pointer_stamp(tmp_path)
    put(tmp_path, "two")

    assert pointer_stamp(tmp_path) != before


def test_broken_build_changes_nothing(tmp_path: Path):
    put(tmp_path, "one")

    with pytest.raises(OSError, match="Is a directory"), new_version(tmp_path) as folder:
        folder.write_text("no folder takes text", encoding="utf-8")

    assert read_manifest(tmp_path).version == "one"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["current", "history.jsonl", "one"]


def test_the_last_versions_are_kept(tmp_path: Path):
    for name in ("one", "two", "three", "four", "five", "six", "seven"):
        put(tmp_path, name)

    assert [one.version for one in kept_versions(tmp_path)] == ["seven", "six", "five", "four", "three", "two"]


def test_a_kept_version_can_be_used_again_and_history_tells(tmp_path: Path):
    put(tmp_path, "one")
    put(tmp_path, "two")
    switch(tmp_path, step("one"))

    assert read_manifest(tmp_path).version == "one"
    assert [one.version for one in read_history(tmp_path)] == ["one", "two", "one"]
    assert read_history(tmp_path)[0] == step("one")


@pytest.mark.parametrize("name", ["three", "", "..", "../one", "current"])
def test_a_version_that_is_not_kept_cannot_be_used(tmp_path: Path, name: str):
    put(tmp_path, "one")

    with pytest.raises(UnknownVersionError, match="there are: one"):
        switch(tmp_path, step(name))
    assert read_manifest(tmp_path).version == "one"


def test_a_version_that_is_kept_is_not_in_use(tmp_path: Path):
    put(tmp_path, "one")
    with new_version(tmp_path) as folder:
        keep(folder, tmp_path, replace(MANIFEST, version="two"))

    assert read_manifest(tmp_path).version == "one"
    assert find_version(tmp_path, "two").version == "two"


def test_versions_are_compared_entry_by_entry():
    before = replace(MANIFEST, digests={"a.same": "1", "a.changed": "1", "a.gone": "1"})
    after = replace(MANIFEST, digests={"a.same": "1", "a.changed": "2", "a.new": "1"})

    assert compare(before, after) == {"added": ("a.new",), "changed": ("a.changed",), "removed": ("a.gone",)}
    assert compare(None, after)["added"] == ("a.changed", "a.new", "a.same")


def test_damaged_version_is_replaced(tmp_path: Path):
    put(tmp_path, "one")
    (current_folder(tmp_path) / "manifest.json").write_text(json.dumps({"version": 1}), encoding="utf-8")
    with pytest.raises(DamagedBuildError):
        read_manifest(tmp_path)

    put(tmp_path, "one")

    assert read_manifest(tmp_path).version == "one"
