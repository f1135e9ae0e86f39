"""Lines of date, material and place between the title of an object and its text: Oak, about 1640 / 明代 青铜."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import patterns
from .aside_patterns import OBJECT_CREDIT
from .outline import Line, weight
from .stop_numbers import read_stop_number

MAX_LINE = 60
"""Characters of the longest such line."""
MIN_LINES = 2
"""Objects that have such a line, from which it is one."""
DATED = re.compile(
    r"\b1\d{3}s?\b|\b20[0-2]\ds?\b|\b\d{1,2}(?:st|nd|rd|th)[- ]century|\b\d{1,2}\. ?Jh|Jahrhundert|siècle|siglo|\bBC\b"
    r"|\d{1,2} ?[x×] ?\d{1,3}|\d ?(?:cm|mm|厘米|公分)\b|\d{3,4}年|世纪|世紀|年代|时期|時期|时代|時代"
    r"|(?:商|周|秦|汉|漢|晋|晉|隋|唐|宋|辽|遼|金|元|明|清)[代朝]|战国|戰國|春秋|民国|民國|新石器"
)
"""When an object was made, or how large it is."""
SEPARATED = re.compile(r"[,，;；·/|｜ 　、]|^(?:c(?:a|irca)?\.? ?|about |um |vers |hacia |约)?\d{3,4}s?(?:年|年代)?$")
CHAPTER = re.compile(r"第.{1,4}(?:单元|單元|部分|章|篇)|(?i:part|chapter|section)\b")


def find_tombstones(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of such lines, where two objects at least have one."""
    positions = [n for n in range(1, len(lines) - 1) if _is_tombstone(lines, n)]
    return frozenset(positions) if len(positions) >= MIN_LINES else frozenset()


def _is_tombstone(lines: Sequence[Line], n: int) -> bool:
    line, before, after = lines[n], lines[n - 1], lines[n + 1]
    text = line.text
    if line.kind not in ("line", "paragraph") or line.block.bold or len(text) > MAX_LINE:
        return False
    if (
        not (DATED.search(text) and SEPARATED.search(text) and patterns.heading_like(text))
        or ":" in text
        or "：" in text
    ):
        return False
    if read_stop_number(text) is not None or OBJECT_CREDIT.fullmatch(text) or not _is_title(before):
        return False
    return bool(patterns.SENTENCE_END.search(after.text)) and weight(after.text) > weight(text)


def _is_title(line: Line) -> bool:
    """Whether a line names something, and not a part of the tour."""
    number = read_stop_number(line.text, in_heading=line.kind == "heading")
    rest = line.text[number.length :] if number else line.text
    return patterns.heading_like(line.text) and patterns.has_words(rest) and not CHAPTER.match(line.text)
