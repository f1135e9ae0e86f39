"""What stands between a tour's title and its first stop: a description, directions, or a welcome that is spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .outline import Line, Piece, weight
from .stop_detection import TourForm, begins_stop, is_heading

ADDRESS = re.compile(
    r"各位|大家|您|你们|你們|我们|我們|咱们|欢迎|歡迎|请跟|请随|请看|朋友们|朋友們|同志们|带你|帶你|听众|聽眾"
    r"|(?i:\b(?:you|your|we|our|us|welcome|ladies|let['’]s|i['’]m|i am|my"
    r"|vous|votre|vos|nous|notre|bienvenue|usted|ustedes|nosotros|nuestr[oa]s?|bienvenid[oa]s?|vuestr[oa]s?|acompáñ\w+"
    r"|sie|ihnen|wir|uns|unser\w*|willkommen|ihr|euch)\b)"
)
"""Words by which a text speaks to somebody."""
LONGEST_DESCRIPTION = 90
"""Weight of a text that speaks to nobody, up to which it describes the tour rather than begins it."""
MAX_LINES = 12


@dataclass(frozen=True)
class Introduction:
    """The lines before the first stop, sorted."""

    descriptions: tuple[Piece, ...]
    rest: tuple[Line, ...]
    """The lines of the tour without them."""


def split_introduction(lines: Sequence[Line], form: TourForm) -> Introduction:
    """Take what describes the tour from the lines before its first stop; only where stops have headings."""
    first = next((n for n, line in enumerate(lines) if is_heading(line) and begins_stop(line, form)), None)
    headings = sum(is_heading(line) and begins_stop(line, form) for line in lines)
    if first is None or first == 0 or first > MAX_LINES or headings < 2 or form.film:
        return Introduction((), tuple(lines))
    before = lines[:first]
    spoken = [line for line in before if _kind(line) == "narration" and not line.reason]
    described = (
        spoken
        and not any(ADDRESS.search(line.text) for line in spoken)
        and sum(weight(line.text) for line in spoken) <= LONGEST_DESCRIPTION
        and not any(line.decision and "a speaker before it" in line.decision.evidence for line in spoken)
    )
    descriptions = [line for line in before if not line.reason and _kind(line) == "contact"]
    descriptions += spoken if described else []
    chosen = {id(line) for line in descriptions}
    return Introduction(
        tuple(Piece(line.strip, "title", decision=line.decision) for line in before if id(line) in chosen),
        tuple(line for line in lines if id(line) not in chosen),
    )


def _kind(line: Line) -> str:
    return line.decision.kind if line.decision else "narration"
