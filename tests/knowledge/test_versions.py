"""A version comes into use whole or not at all."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import DamagedBuildError, NotBuiltError
from knowledge.versions import Manifest, current_folder, new_version, pointer_stamp, publish, read_manifest

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
        publish(folder, output, replace(MANIFEST, version=version))


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
    assert sorted(one.name for one in tmp_path.iterdir()) == ["current", "one"]


def test_only_the_version_before_is_kept(tmp_path: Path):
    for name in ("one", "two", "three", "four"):
        put(tmp_path, name)

    assert sorted(one.name for one in tmp_path.iterdir()) == ["current", "four", "three"]


def test_damaged_version_is_replaced(tmp_path: Path):
    put(tmp_path, "one")
    (current_folder(tmp_path) / "manifest.json").write_text(json.dumps({"version": 1}), encoding="utf-8")
    with pytest.raises(DamagedBuildError):
        read_manifest(tmp_path)

    put(tmp_path, "one")

    assert read_manifest(tmp_path).version == "one"
