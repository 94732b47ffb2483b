"""Built versions on disk, and the pointer that says which one is in use."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from knowledge.errors import DamagedBuildError, NotBuiltError, UnknownVersionError

_POINTER = "current"
_MANIFEST = "manifest.json"
_HISTORY = "history.jsonl"
_UNFINISHED = ".building-"
#: Versions kept besides the one in use: a reader in the middle of loading finds its files, and an editor the way back.
_KEPT = 5


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a version was built from."""

    #: Name of the folder, the beginning of `inputs`.
    version: str
    #: Hash of everything the version depends on; the same inputs are not built again.
    inputs: str
    #: The embedder before any fitting to the questions: `static:<hash>` or `sentence-transformers:<name>`.
    model: str
    #: What to load it by when the version carries no model of its own; empty when it does.
    model_source: str
    dimension: int
    entries: int
    examples: int
    #: ISO moment in UTC.
    created: str
    #: Measured on questions held out at the build: shares between 0 and 1.
    quality: dict[str, float]
    #: A digest of each entry, by which two versions are compared.
    digests: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Switch:
    """One moment at which another version came into use."""

    version: str
    #: ISO moment in UTC.
    at: str
    #: Who did it.
    by: str
    #: `added`, `changed` and `removed`: ids of entries, compared with the version before.
    changes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Figures of the evaluation file that it was let through with; empty without one.
    figures: Mapping[str, float] = field(default_factory=dict)
    #: Inputs of a build that was taken back, and that is not brought into use again unless it is published.
    refused: str = ""


def read_manifest(output: Path) -> Manifest:
    """Return the manifest of the version in use.

    Raises:
        NotBuiltError: Nothing was built in this folder yet.
        DamagedBuildError: The pointer leads to no manifest or to one of another shape.
    """
    return _manifest_of(current_folder(output))


def _manifest_of(folder: Path) -> Manifest:
    try:
        return Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedBuildError(f"{folder}: {error}; build it anew") from error


def find_version(output: Path, version: str) -> Manifest:
    """Return the manifest of a version that is kept.

    Raises:
        UnknownVersionError: There is none of this name.
        DamagedBuildError: It cannot be read.
    """
    if not version or Path(version).name != version or not (output / version / _MANIFEST).is_file():
        kept = ", ".join(one.version for one in kept_versions(output)) or "none"
        raise UnknownVersionError(f"no version {version!r} is kept; there are: {kept}")
    return _manifest_of(output / version)


def kept_versions(output: Path) -> list[Manifest]:
    """Return the manifests of all finished versions that can be read, newest first."""
    found = []
    for folder in _version_folders(output):
        try:
            found.append(_manifest_of(folder))
        except DamagedBuildError:
            continue
    return found


def read_history(output: Path) -> list[Switch]:
    """Return when which version came into use, oldest first."""
    try:
        lines = (output / _HISTORY).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [Switch(**json.loads(line)) for line in lines if line.strip()]


def compare(before: Manifest | None, after: Manifest) -> dict[str, tuple[str, ...]]:
    """Return the ids of entries that were added, changed and removed between two versions."""
    old, new = before.digests if before else {}, after.digests
    return {
        "added": tuple(sorted(new.keys() - old.keys())),
        "changed": tuple(sorted(one for one in old.keys() & new.keys() if old[one] != new[one])),
        "removed": tuple(sorted(old.keys() - new.keys())),
    }


def current_folder(output: Path) -> Path:
    """Return the folder of the version in use.

    Raises:
        NotBuiltError: Nothing was built in this folder yet.
    """
    try:
        return output / (output / _POINTER).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NotBuiltError(f"{output}: nothing built yet; run `ronghe build`") from error


def pointer_stamp(output: Path) -> int:
    """Return a number that changes whenever another version comes into use; 0 before the first."""
    try:
        found = (output / _POINTER).stat()
    except OSError:
        return 0
    # the inode too: two switches within the clock's grain differ by it
    return hash((found.st_mtime_ns, found.st_ino))


@contextmanager
def new_version(output: Path) -> Iterator[Path]:
    """Give a folder to build in; it is gone afterwards unless `keep` took it."""
    output.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=output))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(folder: Path, output: Path, manifest: Manifest) -> None:
    """Put a finished folder among the versions, without bringing it into use."""
    (folder / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    target = output / manifest.version
    if target.exists():  # damaged, or left by a build that was stopped before the switch
        shutil.rmtree(target)
    folder.chmod(0o755)
    folder.rename(target)


def switch(output: Path, step: Switch) -> None:
    """Bring a version that is kept into use; readers see the old version or the new one, whole.

    Raises:
        UnknownVersionError: It is not kept.
    """
    find_version(output, step.version)
    with tempfile.NamedTemporaryFile("w", dir=output, prefix=_UNFINISHED, delete=False) as pointer:
        pointer.write(step.version + "\n")
        pointer.flush()
        os.fsync(pointer.fileno())
    Path(pointer.name).chmod(0o644)
    Path(pointer.name).replace(output / _POINTER)
    with (output / _HISTORY).open("a", encoding="utf-8") as history:
        history.write(json.dumps(asdict(step), ensure_ascii=False) + "\n")
    for old in [one for one in _version_folders(output) if one.name != step.version][_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _version_folders(output: Path) -> list[Path]:
    found = [one for one in output.glob(f"*/{_MANIFEST}") if not one.parent.name.startswith(_UNFINISHED)]
    return [one.parent for one in sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)]
