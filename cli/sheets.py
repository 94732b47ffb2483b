"""`ronghe export` and `ronghe import`: the content as a workbook, and back."""

from pathlib import Path
from typing import TYPE_CHECKING

from cli.console import console, output

if TYPE_CHECKING:
    from knowledge.loading import Content


def export(file: Path, content: Path) -> None:
    """Write the content into a workbook.

    Raises:
        InvalidContentError: A content file cannot be read.
    """
    from knowledge.sheets import write_workbook

    loaded = _load(content)
    write_workbook([one.entry for one in loaded.entries], file)
    console.print(f"{len(loaded.entries)} entries written to {file}.")


def import_(file: Path, content: Path, *, apply: bool) -> None:
    """Show what a workbook would change, and change it if told to; on an error nothing is changed.

    Raises:
        InvalidContentError: Cells have faults; each is named.
    """
    from knowledge.sheets import apply_import, read_workbook

    found = read_workbook(file, _load(content), content)
    for change in found.changes:
        output.print(f"{change.entry} {'.'.join(map(str, change.path))}", markup=False, style="bold")
        for sign, value in (("-", change.before), ("+", change.after)):
            if value is not None:
                output.print(f"  {sign} {value}", markup=False)
    if not found.changes:
        console.print("Nothing differs.")
    elif apply:
        apply_import(found)
        console.print(f"{len(found.changes)} changes written to {len(found.files)} files.")
    else:
        console.print(f"{len(found.changes)} changes in {len(found.files)} files; --apply writes them.")


def _load(content: Path) -> "Content":
    from knowledge.errors import InvalidContentError
    from knowledge.loading import load_content

    loaded = load_content(content)
    if loaded.problems:
        raise InvalidContentError(loaded.problems)
    return loaded
