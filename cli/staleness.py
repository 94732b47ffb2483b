"""`ronghe stale`: the work list of those who keep the content true."""

import json
from pathlib import Path

from rich.table import Table

from bot.core.clock import utc_now
from cli.console import console, output


def stale(content: Path, *, as_json: bool) -> None:
    """Print the entries to verify again, worst first.

    Raises:
        InvalidContentError: A file cannot be read.
    """
    from knowledge.errors import InvalidContentError
    from knowledge.loading import load_content
    from knowledge.staleness import stale_entries

    loaded = load_content(content)
    if loaded.problems:
        raise InvalidContentError(loaded.problems)
    found = stale_entries([one.entry for one in loaded.entries], utc_now().date())
    if as_json:
        rows = [
            {
                "entry": one.entry.id,
                "reasons": [reason.value for reason in one.reasons],
                "due": one.due.isoformat() if one.due else None,
                "as_of": one.entry.as_of,
                "sources": [str(source.url) for source in one.entry.sources if source.url],
            }
            for one in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201 - the result itself
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("entry", no_wrap=True)
    for column in ("why", "due", "sources of", "confidence"):
        table.add_column(column)
    for one in found:
        why = ", ".join(reason.value for reason in one.reasons)
        due = one.due.isoformat() if one.due else ""
        table.add_row(one.entry.id, why, due, one.entry.as_of, one.entry.confidence.value)
    output.print(table)
    console.print(f"{len(found)} of {len(loaded.entries)} entries are to be verified again.")
