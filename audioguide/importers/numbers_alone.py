"""Lines that hold nothing but a stop's number, the title being the next: 01, PART.03, Chapter Four, 第五部分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from . import patterns
from .outline import Line
from .stop_numbers import CARDINALS, ENGLISH_NUMERALS, StopNumber, parse_value, read_stop_number

NUMBER_WORDS = (
    r"p ?a ?r ?t|chapter|section|step|vol(?:ume)?|no|stop|scene|unit|kapitel|teil|abschnitt|partie|chapitre|étape|parte"
    r"|capítulo|sección|etapa|paso"
)
"""What may stand before such a number."""
ORNAMENTS = r"[\s/|｜\\_~—–\-·•*※◆◇■□●○「」『』<>《》]*"
NUMBER_ALONE = re.compile(
    r"[（(【\[]?(?P<value>[A-Za-z]{0,2}\d{1,3}[A-Za-z]?|[一二三四五六七八九十百〇零]{1,4}|[①-⑳]"
    r"|[IVX]{1,5})[)）】\]]?[.、:：]?"
)
LABELLED = re.compile(
    rf"{ORNAMENTS}(?:(?i:{NUMBER_WORDS})[\s.·_:#-]*(?P<value>\d{{1,2}}|[IVX]{{1,5}}"
    rf"|(?i:{'|'.join([*ENGLISH_NUMERALS, *CARDINALS])}))"
    rf"|第\s*(?P<part>[一二三四五六七八九十\d]{{1,3}})\s*(?:部分|章|节|節|幕|回|段))"
    rf"[.:：]?{ORNAMENTS}"
)
ORNAMENTED = re.compile(
    r"(?P<open>[/|｜\\_~—–\-·•*※◆◇「『<《]\s*)+(?P<value>\d{1,2})(?:\s*[/|｜\\_~—–\-·•*※◆◇」』>》])+"
    r"|(?P<of>\d{1,2})\s?/\s?\d{1,2}"
)
WORD_ALONE = re.compile(rf"(?i:{NUMBER_WORDS})\.?")
PLACED_KINDS = ("line", "paragraph")


def find_numbers_alone(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of numbers alone: two at least that rise, a text or title behind each.

    Behind one with a word or ornament there must be a title, then a text, and no other stop up to the next one.
    """
    return _find_bare(lines) or _find_labelled(lines)


def read_number_alone(text: str) -> StopNumber | None:
    """Return the number of a line that holds nothing else; None for any other line."""
    match = LABELLED.fullmatch(text) or ORNAMENTED.fullmatch(text)
    if match is None:
        return None
    groups = match.groupdict()
    written = groups.get("value") or groups.get("part") or groups.get("of") or ""
    parsed = parse_value(written)
    return StopNumber(parsed[0], "chinese", len(text), written) if parsed is not None and parsed[0] else None


def _find_bare(lines: Sequence[Line]) -> frozenset[int]:
    values: dict[int, int] = {}
    for n, line in enumerate(lines):
        number = NUMBER_ALONE.fullmatch(line.text)
        if number is None or line.kind not in PLACED_KINDS or n + 1 == len(lines):
            continue
        parsed = parse_value(number["value"])
        if parsed is not None and parsed[0] and not NUMBER_ALONE.fullmatch(lines[n + 1].text):
            values[n] = parsed[0]
    return frozenset(values) if len(values) >= 2 and _rise(list(values.values())) else frozenset()


def _find_labelled(lines: Sequence[Line]) -> frozenset[int]:
    values: dict[int, int] = {}
    for n, line in enumerate(lines):
        if line.kind in (*PLACED_KINDS, "heading") and (number := read_number_alone(line.text)) is not None:
            values[n] = number.value
    if len(values) < 2 or not _rise(list(values.values())):
        return frozenset()
    places = [*values, len(lines)]
    holding = sum(_holds_one_stop(lines[n + 1 : end]) for n, end in pairwise(places))
    return frozenset(values) if holding * 4 >= len(values) * 3 else frozenset()


def _holds_one_stop(lines: Sequence[Line]) -> bool:
    """Whether the lines are a title and its text, and begin no second stop."""
    if len(lines) < 2 or not patterns.heading_like(lines[0].text) or patterns.heading_like(lines[1].text):
        return False
    return not any(
        line.kind == "heading" or (line.block.bold and patterns.heading_like(line.text)) or _is_numbered(line.text)
        for line in lines[1:]
    )


def _is_numbered(text: str) -> bool:
    number = read_stop_number(text)
    return number is not None and number.family == "stop" and patterns.heading_like(text)


def _rise(values: Sequence[int]) -> bool:
    rising = sum(later > earlier for earlier, later in pairwise(values))
    return rising * 5 >= 4 * (len(values) - 1)
