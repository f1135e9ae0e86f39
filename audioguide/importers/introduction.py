"""What stands between a tour's title and its first stop: a description, directions, or a welcome that is spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .outline import Decision, Line, Piece, weight
from .patterns import GREETING, SENTENCE_END
from .stop_detection import TourForm, begins_stop, is_heading

ADDRESS = re.compile(
    r"各位|大家|您|你们|你們|我们|我們|咱们|欢迎|歡迎|请跟|请随|请看|朋友们|朋友們|同志们|带你|帶你|听众|聽眾"
    r"|(?i:\b(?:you|your|we|our|us|welcome|ladies|let['’]s|i['’]m|i am|my"
    r"|vous|votre|vos|nous|notre|bienvenue|usted|ustedes|nosotros|nuestr[oa]s?|bienvenid[oa]s?|vuestr[oa]s?|acompáñ\w+"
    r"|sie|ihnen|wir|uns|unser\w*|willkommen|ihr|euch)\b)"
)
"""Words by which a text speaks to somebody."""
BYLINE = re.compile(
    r"[:：©]|\d{4}\s?年|(?:修[订改訂]|[编編][写寫印制製]|整理|撰[写寫稿]|[委会會][员員]会|社|[协協][会會]|[馆館]"
    r"|[队隊]|[组組]|公司|[中][心]|[学學]校|政府|局|[处處])$"
    r"|(?i:\b(?:by|revised|version|draft|par|por|von|group|society|association|trust|council|committee|museum"
    r"|club|parish|team"
    r"|asociación|ayuntamiento|concejalía|association|comité|mairie|commune|verein|gemeinde|stadt|heimatverein"
    r"|förderverein)\b)"
    r"|\b(?:19|20)\d\d\b"
)
"""What a line below the title has that says who wrote the text, and when."""
LONGEST_BYLINE = 80
LONGEST_DESCRIPTION = 90
"""Weight of a text that speaks to nobody, up to which it describes the tour rather than begins it."""
MAX_LINES = 12
FURNITURE = frozenset({"label", "boilerplate", "contents", "caption"})
"""Kinds of lines that may stand above a title."""


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
    before = [_as_byline(line) for line in lines[:first]]
    spoken = [line for line in before if _kind(line) == "narration" and not line.reason]
    described = (
        spoken
        and not any(ADDRESS.search(line.text) for line in spoken)
        and sum(weight(line.text) for line in spoken) <= LONGEST_DESCRIPTION
        and not any(line.decision and "a speaker before it" in line.decision.evidence for line in spoken)
    )
    descriptions = [line for line in before if not line.reason and _kind(line) == "contact"]
    descriptions += spoken if described else [line for line in spoken if _is_fragment(line)]
    chosen = {id(line) for line in descriptions}
    return Introduction(
        tuple(Piece(line.strip, "title", decision=line.decision) for line in before if id(line) in chosen),
        tuple(line for line in (*before, *lines[first:]) if id(line) not in chosen),
    )


def may_stand_above_title(line: Line) -> bool:
    """Whether a line above a tour's title is none: what programs add, or a note for staff."""
    decision = line.decision
    if line.reason or decision is None:
        return False
    return decision.kind in FURNITURE or "a note for staff" in decision.evidence


def _is_fragment(line: Line) -> bool:
    """Whether a line before the first stop is no sentence and speaks to nobody: a subtitle."""
    is_spoken = line.decision is not None and "a speaker before it" in line.decision.evidence
    text = line.text.rstrip('）)”"')
    is_long = len(text) > LONGEST_BYLINE or line.begins
    return not (is_long or is_spoken or SENTENCE_END.search(text) or ADDRESS.search(text) or GREETING.match(text))


def _as_byline(line: Line) -> Line:
    """A line without an end below the title that says who wrote the text, and when: none of the narration."""
    is_open = line.decision is not None and line.decision.kind in ("narration", "heading") and not line.reason
    text = line.text
    if not is_open or len(text) > LONGEST_BYLINE or SENTENCE_END.search(text.rstrip("）)")) or GREETING.match(text):
        return line
    if ADDRESS.search(text) or not BYLINE.search(text) or line.begins or line.kind == "heading":
        return line
    return replace(line, decision=Decision("direction", ("who wrote it, below the title",)))


def _kind(line: Line) -> str:
    return line.decision.kind if line.decision else "narration"
