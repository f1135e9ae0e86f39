"""Which tables of a web page arrange the page rather than hold facts."""

from __future__ import annotations

from collections import Counter

from bs4 import Tag

TEXT_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4"})
MIN_TEXT_BLOCKS = 2
"""Paragraphs and headings of one cell from which a table is a frame around text."""


def find_layout_tables(root: Tag) -> set[int]:
    """Return ids of the tables with a table within, with a cell of several paragraphs, or of one column.

    One walk through the page, however deep its tables nest.
    """
    framing: set[int] = set()
    widest: dict[int, int] = {}
    """id of a table → cells of its widest row."""
    texts: Counter[int] = Counter()
    # (element, table, row and cell it stands in)
    stack: list[tuple[Tag, int, list[int], int]] = [(root, 0, [0], 0)]
    while stack:
        node, table, row, cell = stack.pop()
        if node.name == "table":
            framing.add(table)
            table, row, cell = id(node), [0], 0
            widest[table] = 0
        elif node.name == "tr":
            row = [0]
        elif node.name in ("td", "th"):
            row[0] += 1
            widest[table] = max(widest.get(table, 0), row[0])
            cell = id(node)
        elif node.name in TEXT_BLOCKS and cell:
            texts[cell] += 1
            if texts[cell] >= MIN_TEXT_BLOCKS:
                framing.add(table)
        stack += [(child, table, row, cell) for child in reversed(node.contents) if isinstance(child, Tag)]
    return {table for table, width in widest.items() if width <= 1 or table in framing}
