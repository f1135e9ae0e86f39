"""What stands below a table of stops, outside it: words to visitors, or remarks of whoever filled it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .addressees import TO_LISTENERS
from .closing_lines import TO_VISITORS
from .outline import UNSURE, Decision, Line

MIN_STOPS = 2
"""Rows that are stops from which a table is the whole text."""


def set_remarks_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; those below a table of stops that speak to no visitor are directions, and asked about."""
    begins = [n for n, line in enumerate(lines) if line.begins]
    last = max(begins, default=len(lines))
    below = [n for n in range(last, len(lines)) if lines[n].kind != "cell" and not lines[n].reason]
    if len(begins) < MIN_STOPS or any(lines[n].kind in ("heading", "title") for n in below):
        return list(lines)
    remarks = {n for n in below if lines[n].decision is None and not _is_for_visitors(lines[n].text)}
    beside = Decision("direction", ("below a table of stops",), UNSURE - 0.01, "narration")
    return [replace(line, decision=beside) if n in remarks else line for n, line in enumerate(lines)]


def _is_for_visitors(text: str) -> bool:
    return bool(TO_LISTENERS.search(text) or TO_VISITORS.search(text))
