"""Built versions on disk, and the pointer that says which one is in use."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.errors import DamagedBuildError, NotBuiltError

_POINTER = "current"
_MANIFEST = "manifest.json"
_UNFINISHED = ".building-"
#: Versions kept besides the one in use, so that a reader in the middle of loading finds its files.
_KEPT = 1


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


def read_manifest(output: Path) -> Manifest:
    """Return the manifest of the version in use.

    Raises:
        NotBuiltError: Nothing was built in this folder yet.
        DamagedBuildError: The pointer leads to no manifest or to one of another shape.
    """
    folder = current_folder(output)
    try:
        return Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedBuildError(f"{folder}: {error}; build it anew") from error


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
    """Give a folder to build in; it is gone afterwards unless `publish` took it."""
    output.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=output))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, output: Path, manifest: Manifest) -> None:
    """Bring a finished folder into use in one step; readers see the old version or the new one, whole."""
    (folder / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    target = output / manifest.version
    if target.exists():  # damaged, or left by a build that was stopped before the switch
        shutil.rmtree(target)
    folder.chmod(0o755)
    folder.rename(target)
    with tempfile.NamedTemporaryFile("w", dir=output, prefix=_UNFINISHED, delete=False) as pointer:
        pointer.write(manifest.version + "\n")
        pointer.flush()
        os.fsync(pointer.fileno())
    Path(pointer.name).chmod(0o644)
    Path(pointer.name).replace(output / _POINTER)
    _prune(output, manifest.version)


def _prune(output: Path, current: str) -> None:
    versions = [
        one
        for one in output.iterdir()
        if (one / _MANIFEST).is_file() and one.name != current and not one.name.startswith(_UNFINISHED)
    ]
    versions.sort(key=lambda one: (one / _MANIFEST).stat().st_mtime, reverse=True)
    for old in versions[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
