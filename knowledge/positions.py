"""Where in a YAML file a value stands."""

from collections.abc import Sequence
from typing import Any

Key = str | int


class Positions:
    """The lines of a composed YAML document, found by path."""

    def __init__(self, root: Any) -> None:
        """Keep the root node of a document, or None for an empty one."""
        self._root = root

    def line(self, path: Sequence[Key]) -> int:
        """Return the line, from 1, of the key or item at a path, or of the nearest parent that exists."""
        node, line = self._root, 1
        for key in path:
            found = _child(node, key)
            if found is None:
                break
            line, node = found
        return line

    def cell(self, path: Sequence[Key]) -> str:  # noqa: ARG002 - for those that have cells
        """Return the cell of a workbook that a value stands in; a text file has none."""
        return ""


def _child(node: Any, key: Key) -> tuple[int, Any] | None:
    """Return the line and value node of a key of a mapping or an item of a list."""
    value = getattr(node, "value", None)
    if not isinstance(value, list):
        return None
    if value and isinstance(value[0], tuple):
        pairs = ((one.start_mark.line + 1, child) for one, child in value if one.value == str(key))
        return next(pairs, None)
    if isinstance(key, int) and key < len(value):
        return value[key].start_mark.line + 1, value[key]
    return None
