"""Build a version: load, validate, fit, embed, index, calibrate, publish."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot.core.clock import Clock, utc_now
from bot.core.languages import LANGUAGES
from bot.core.replies import Answer, to_payload
from bot.traditional import OVERRIDES
from knowledge.answers import answers, emergencies, emergency_answer, local_title
from knowledge.checking import find_problems
from knowledge.embedding import DEFAULT_MODEL, Embedder, StaticEmbedder, is_static, open_embedder
from knowledge.errors import DamagedBuildError, InvalidContentError, NotBuiltError, UnknownVersionError
from knowledge.fitting import fit_calibrated
from knowledge.guide import check_guide, load_guide, to_json
from knowledge.loading import Content, load_content
from knowledge.material import read_examples, read_foreign
from knowledge.schema import EMERGENCY, EmergencyRecord
from knowledge.versions import (
    Manifest,
    Switch,
    compare,
    find_version,
    keep,
    new_version,
    read_history,
    read_manifest,
    switch,
)

#: Raised whenever the files of a version change their meaning.
FORMAT = 7
REPLIES = "replies.json"
#: What the pages of the guide show: packs, activities and themes in every language.
GUIDE = "guide.json"
#: Who brings a version into use that nobody published: the start of Ronghe, or `ronghe build`.
BUILD = "ronghe build"
_NAME_LENGTH = 12
MODEL = "model"


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """What decides the notices of an entry's answer."""

    confidence: str
    review_by: str
    valid_until: str | None


def build(
    content: Path,
    questions: Path,
    nlu: Path,
    model: Path | str,
    output: Path,
    progress: Callable[[str], None],
    *,
    clock: Clock = utc_now,
    by: str = BUILD,
) -> Manifest:
    """Build a version of the knowledge base and bring it into use; the same inputs are not built twice.

    Inputs whose version was taken back stay unused until they are published.

    Args:
        content: Folder of content files.
        questions: Folder of training questions; may be missing.
        nlu: Folder of Rasa's training data, for texts that no entry answers; may be missing.
        model: Folder or hub name of a sentence-transformers model; empty is the one that comes with the project.
        output: Folder of the built versions.
        progress: Told of each stage.
        clock: Tells the moment of the build.
        by: Who the history says it was.

    Raises:
        InvalidContentError: Files have faults; the version in use stays.
        UnusableModelError: The embedder cannot be loaded.
    """
    inputs = _inputs_hash(content, questions, nlu, model)
    current = version_in_use(output)
    if current is not None and current.inputs == inputs:
        progress(f"nothing has changed since version {current.version}")
        return current
    history = read_history(output)
    if current is not None and history and history[-1].refused == inputs:
        progress(f"version {current.version} stays: this content was taken back; `ronghe publish` brings it into use")
        return current
    manifest = prepare(content, questions, nlu, model, output, progress, clock=clock)
    at = clock().isoformat(timespec="seconds")
    switch(output, Switch(version=manifest.version, at=at, by=by, changes=compare(current, manifest)))
    progress(f"version {manifest.version} is in use")
    return manifest


def version_in_use(output: Path) -> Manifest | None:
    """Return the manifest of the version in use, or None where there is none that can be read."""
    try:
        return read_manifest(output)
    except (NotBuiltError, DamagedBuildError):
        return None


def prepare(
    content: Path,
    questions: Path,
    nlu: Path,
    model: Path | str,
    output: Path,
    progress: Callable[[str], None],
    *,
    clock: Clock = utc_now,
) -> Manifest:
    """Build a version as `build` does, and keep it without bringing it into use.

    Raises:
        InvalidContentError: Files have faults.
        UnusableModelError: The embedder cannot be loaded.
    """
    inputs = _inputs_hash(content, questions, nlu, model)
    try:
        return find_version(output, inputs[:_NAME_LENGTH])
    except (UnknownVersionError, DamagedBuildError):
        pass
    loaded = load_content(content)
    emergency = loaded.emergency
    guide, faults = load_guide(content)
    problems = sorted([*find_problems(loaded), *faults, *check_guide(guide, content, loaded.answering, loaded.mirrors)])
    if problems or emergency is None:
        raise InvalidContentError(problems)
    progress(f"{len(loaded.entries)} entries read and valid")
    with new_version(output) as folder:
        _write_replies(loaded, emergency, folder)
        shown = json.dumps(to_json(guide, loaded.answering), ensure_ascii=False)
        (folder / GUIDE).write_text(shown, encoding="utf-8")
        manifest = _index(loaded, questions, nlu, model, folder, inputs, progress, clock)
        keep(folder, output, manifest)
    return manifest


def _index(
    loaded: Content,
    questions: Path,
    nlu: Path,
    model: Path | str,
    folder: Path,
    inputs: str,
    progress: Callable[[str], None],
    clock: Clock,
) -> Manifest:
    base = open_embedder(model)
    examples = read_examples(loaded, questions)
    fitted = fit_calibrated(base, examples, read_foreign(nlu), progress)
    fitted.retriever.save(folder)
    fitted.calibration.save(folder / "calibration.json")
    (folder / "entries.json").write_text(json.dumps(fitted.entries), encoding="utf-8")
    own = isinstance(fitted.retriever.embedder, StaticEmbedder)
    if isinstance(fitted.retriever.embedder, StaticEmbedder):
        fitted.retriever.embedder.save(folder / MODEL)
    return Manifest(
        version=inputs[:_NAME_LENGTH],
        inputs=inputs,
        model=base.name,
        model_source="" if own else str(model),
        dimension=base.dimension,
        entries=len(loaded.entries),
        examples=len(examples),
        created=clock().isoformat(timespec="seconds"),
        quality=fitted.quality,
        digests={str(one.entry.id): hashlib.sha256(one.file.read_bytes()).hexdigest()[:16] for one in loaded.entries},
    )


def _write_replies(loaded: Content, emergency: EmergencyRecord, folder: Path) -> None:
    """Write every answer in every language, ready but for the notices that depend on the day."""
    entries = [located.entry for located in loaded.entries]
    titles: dict[str, Mapping[str, str]] = {
        entry.id: {tag: texts.title for tag, texts in entry.texts.items()} for entry in entries
    }
    aliases = loaded.aliases
    made: dict[str, Mapping[str, Answer]] = {entry.id: answers(entry, titles, aliases) for entry in entries}
    urgent = emergencies(emergency)
    made[EMERGENCY] = {
        tag: emergency_answer(reply, local_title(emergency.title, tag), emergency.as_of)
        for tag, reply in urgent.items()
    }
    upkeep = {
        entry.id: Upkeep(
            confidence=entry.confidence.value,
            review_by=entry.review_by.isoformat(),
            valid_until=_iso(entry.valid_until),
        )
        for entry in entries
    }
    replies = {
        "answers": {one: {tag: to_payload(reply) for tag, reply in by_tag.items()} for one, by_tag in made.items()},
        "emergency": {language.tag: to_payload(urgent[language.tag]) for language in LANGUAGES},
        "upkeep": {one: asdict(value) for one, value in upkeep.items()},
        "aliases": aliases,
        "coordinates": {entry.id: entry.coordinates.dict() for entry in entries if entry.coordinates},
    }
    (folder / REPLIES).write_text(json.dumps(replies, ensure_ascii=False), encoding="utf-8")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _inputs_hash(content: Path, questions: Path, nlu: Path, model: Path | str) -> str:
    """Return a hash of all that a version depends on."""
    source = Path(model or DEFAULT_MODEL)
    digest = hashlib.sha256(f"{FORMAT}\n".encode())
    for name, folder in {"content": content, "questions": questions, "nlu": nlu}.items():
        _add_files(digest, {f"{name}/{file.relative_to(folder)}": file for file in folder.rglob("*.yml")})
    _add_files(digest, {"overrides": OVERRIDES} if OVERRIDES.exists() else {})
    if source.is_dir():
        weights = [*source.rglob("*.safetensors"), *source.rglob("*.json")]
        _add_files(digest, {f"model/{file.relative_to(source)}": file for file in weights})
    else:
        digest.update(str(model).encode())
    return digest.hexdigest()


def _add_files(digest: "hashlib._Hash", files: Mapping[str, Path]) -> None:
    for name in sorted(files):
        digest.update(f"{name}\n{hashlib.sha256(files[name].read_bytes()).hexdigest()}\n".encode())


def load_built_embedder(folder: Path, manifest: Manifest) -> Embedder:
    """Return the embedder that a version was built with."""
    if is_static(folder / MODEL):
        return StaticEmbedder.load(folder / MODEL)
    return open_embedder(manifest.model_source)
