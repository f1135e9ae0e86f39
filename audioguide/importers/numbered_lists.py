"""Numbered lists within the text, whose items are said where they stand and are no headings."""

from __future__ import annotations

from collections.abc import Sequence

from . import patterns
from .line_memory import remember_lines
from .outline import Line
from .stop_numbers import parse_value


def find_lists(lines: Sequence[Line]) -> frozenset[int]:
    """Numbered lines side by side: the first behind a colon, or each but the last ending with a semicolon."""
    positions: set[int] = set()
    n = 1
    while n < len(lines):
        end = n
        while end < len(lines) and _list_place(lines[end].text) == (_list_place(lines[n].text)[0], end - n + 1):
            end += 1
        introduced = lines[n - 1].text.endswith(("：", ":")) and lines[n - 1].kind != "heading"
        chained = all(line.text.endswith(("；", ";", "，", "、")) for line in lines[n : end - 1])
        if end - n >= 2 and (introduced or chained):
            positions |= set(range(n, end))
        n = max(end, n + 1)
    return frozenset(positions)


@remember_lines
def _list_place(text: str) -> tuple[int, int]:
    """(depth, number) of the number a line opens with; (0, 0) without one."""
    depth, length = patterns.lead(text)
    value = parse_value(text[:length].strip(" 　、.．()（）")) if depth else None
    return (depth, value[0]) if value else (0, 0)
