"""What stands below a table of stops, outside it: words to visitors, or remarks of whoever filled it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .addressees import TO_LISTENERS
from .outline import Decision, Line

MIN_STOPS = 2
"""Rows that are stops from which a table is the whole text."""


def set_remarks_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, with what stands below a table of stops and speaks to no visitor as a direction."""
    begins = [n for n, line in enumerate(lines) if line.begins]
    last = max(begins, default=len(lines))
    below = [n for n in range(last, len(lines)) if lines[n].kind != "cell" and not lines[n].reason]
    if len(begins) < MIN_STOPS or any(lines[n].kind in ("heading", "title") for n in below):
        return list(lines)
    remarks = {n for n in below if not TO_LISTENERS.search(lines[n].text) and lines[n].decision is None}
    beside = Decision("direction", ("below a table of stops",))
    return [replace(line, decision=beside) if n in remarks else line for n, line in enumerate(lines)]
