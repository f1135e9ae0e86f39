"""How far what stands below a heading reaches: up to the next heading of its kind."""

from __future__ import annotations

from collections.abc import Sequence

from . import patterns
from .outline import Line
from .stop_numbers import read_stop_number


def find_section_end(lines: Sequence[Line], heading: int) -> int:
    """Return the position behind the last line below a heading.

    A heading by style ends at the next one of its level, bold type at bold type, and each of them at a table, a title
    or the number of a stop.
    """
    own = lines[heading]
    for n in range(heading + 1, len(lines)):
        line = lines[n]
        if line.kind in ("title", "cell", "contents"):
            return n
        if line.kind == "heading" and (own.kind != "heading" or line.level <= own.level):
            return n
        if line.kind != "heading" and own.block.bold and line.block.bold and patterns.heading_like(line.text):
            return n
        number = read_stop_number(line.text) if patterns.heading_like(line.text) else None
        if number is not None and number.family == "stop":
            return n
    return len(lines)
