"""A build is complete, repeatable and skipped when nothing has changed."""

from pathlib import Path

from knowledge.build import build
from knowledge.versions import read_manifest
from tests.knowledge.conftest import NOW, record, write_content, write_entry


def test_manifest_tells_what_was_built(built: Path):
    manifest = read_manifest(built)

    assert manifest.entries == 4
    assert manifest.dimension == 256
    assert manifest.model.startswith("static:")
    assert manifest.created == "2026-12-01T12:00:00+00:00"
    assert manifest.inputs.startswith(manifest.version)
    assert manifest.quality["top1"] > 0.9


def test_same_inputs_are_not_built_again(built: Path, tmp_path: Path, emergency: dict, nlu: Path):
    content = write_content(tmp_path / "content", emergency)
    said: list[str] = []
    before = (built / "current").stat().st_mtime_ns

    manifest = build(content, tmp_path / "questions", nlu, "", built, said.append, clock=lambda: NOW)

    assert manifest == read_manifest(built)
    assert said == [f"nothing has changed since version {manifest.version}"]
    assert (built / "current").stat().st_mtime_ns == before


def test_changed_question_gives_another_version(content: Path, nlu: Path, tmp_path: Path):
    output, questions = tmp_path / "knowledge", tmp_path / "questions"
    first = build(content, questions, nlu, "", output, lambda _: None)
    value = record("public.dentist")
    value["questions"]["en"].append("my wisdom tooth is killing me")
    write_entry(content, value)

    second = build(content, questions, nlu, "", output, lambda _: None)

    assert second.version != first.version
    assert second.examples == first.examples + 1
