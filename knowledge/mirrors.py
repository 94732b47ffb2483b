"""Hosts that show copies of other people's pages: what stands there is named and never linked."""

from knowledge.schema import SourceRecord

MEND = "write mirror: true, so that it is named and never linked, or give the original's address"


def linked_mirror(source: SourceRecord, mirrors: frozenset[str]) -> str | None:
    """Return the host of a source that would be linked although it is one of the mirrors or below one; else None."""
    host = (source.url.host or "") if source.url else ""
    copies = any(host == one or host.endswith(f".{one}") for one in mirrors)
    return host if copies and not source.mirror else None
