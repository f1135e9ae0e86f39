"""Short lines without a full stop among sentences that all have one: bylines, notes and names that nobody says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import patterns
from .aside_patterns import ANY_BRACKET, SECTION_NAME
from .closing_lines import LONG_LINE, TO_VISITORS, is_name_like
from .outline import Line
from .speaker_labels import read_label
from .stop_numbers import read_stop_number

MIN_SENTENCES = 4
"""Long lines that end as sentences do from which a document is taken to be punctuated."""
MIN_HEADINGS = 2
OPENS_QUOTE = re.compile(r"[“”‘’\"'「」『』„«»‹›《]")


def find_fragments(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of fragments below the first heading of a text whose other lines are whole sentences.

    Only where headings are known by a style, a number or bold type: else a short line may be one.
    """
    texts = [line.text for line in lines if line.kind not in ("heading", "title", "cell")]
    long = [text for text in texts if len(text) > LONG_LINE and not patterns.heading_like(text)]
    ended = sum(bool(patterns.SENTENCE_END.search(text)) for text in long)
    headings = [n for n in range(len(lines)) if _is_heading(lines[n])]
    if ended < MIN_SENTENCES or ended * 10 < len(long) * 9 or len(headings) < MIN_HEADINGS:
        return frozenset()
    named = sum(lines[n].kind == "heading" or _is_stop(lines[n]) for n in headings) >= MIN_HEADINGS
    places = range(headings[0] + 1, len(lines))
    # where headings bear no name of their own, a short line above a text may be one of them
    return frozenset(
        n for n in places if _is_fragment(lines, n) and (named or n + 1 == len(lines) or _is_heading(lines[n + 1]))
    )


def _is_heading(line: Line) -> bool:
    """Whether a line is a heading by style, number or bold type."""
    if line.kind == "heading" or (line.block.bold and patterns.heading_like(line.text)):
        return True
    number = read_stop_number(line.text)
    return number is not None and number.family != "inner" and patterns.heading_like(line.text)


def _is_stop(line: Line) -> bool:
    number = read_stop_number(line.text)
    return number is not None and number.family == "stop"


def _is_fragment(lines: Sequence[Line], n: int) -> bool:
    line, text = lines[n], lines[n].text
    before = lines[n - 1]
    if line.kind not in ("paragraph", "line") or line.block.number or _is_heading(line) or _is_heading(before):
        return False
    if not patterns.heading_like(text) or OPENS_QUOTE.search(text) or before.text.endswith(("：", ":", "，", ",", "—")):
        return False
    if ANY_BRACKET.fullmatch(text) or read_stop_number(text) is not None or patterns.opens(text):
        return False
    if read_label(text) is not None or SECTION_NAME.fullmatch(text) or not patterns.SENTENCE_END.search(before.text):
        return False
    following = lines[n + 1] if n + 1 < len(lines) else None
    if following is not None and not _is_heading(following) and not patterns.SENTENCE_END.search(following.text):
        return False  # verse, or a list
    if following is not None and following.text[:1].islower():
        return False
    return is_name_like(text) and not patterns.GREETING.match(text) and not TO_VISITORS.search(text)
