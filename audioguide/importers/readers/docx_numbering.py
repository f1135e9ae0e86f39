"""The numbers Word shows before paragraphs (ECMA-376 part 1, 17.9), which do not stand in their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..document import parse_count

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_LEVELS = 9
"""Of a list in Word; each level below another is counted."""
MAX_ROMAN = 4999
"""Beyond it letters would be in the thousands."""
CHINESE_DIGITS = "〇一二三四五六七八九"
CHINESE_FORMATS = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "ideographTraditional",
        "ideographDigital",
        "chineseLegalSimplified",
    ]
)


@dataclass(frozen=True)
class Level:
    """One level of a list: how its numbers look."""

    number_format: str
    pattern: str
    """``%1.``, ``第%1站``: %N is the number of level N."""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document, counting as its paragraphs go by."""

    levels: dict[str, dict[int, Level]]
    """List id → level → how it looks."""
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def next_label(self, list_id: str, depth: int) -> tuple[str, str]:
        """Return (number, bullet) shown before the next paragraph of a list; both empty for an unknown list."""
        level = self.levels.get(list_id, {}).get(depth)
        if level is None:
            return "", ""
        counts = self._counts.setdefault(list_id, [])
        del counts[depth + 1 :]
        while len(counts) <= depth:
            shallow = self.levels[list_id].get(len(counts), level)
            counts.append(shallow.start - 1 if len(counts) == depth else shallow.start)
        counts[depth] += 1
        if level.number_format in ("bullet", "none"):
            return "", level.pattern or "•"
        return self._label(list_id, level, counts), ""

    def _label(self, list_id: str, level: Level, counts: list[int]) -> str:
        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            own = self.levels[list_id].get(depth, level)
            return format_number(counts[depth], own.number_format) if depth < len(counts) else ""

        return re.sub(r"%([1-9])", number, level.pattern)


def read_numbering(root: Any) -> Numbering:
    """Return the lists of ``numbering.xml``; none where the document has no such part."""
    if root is None:
        return Numbering({})
    abstract = {
        element.get(f"{W}abstractNumId"): dict(_read_levels(element)) for element in root.findall(f"{W}abstractNum")
    }
    lists: dict[str, dict[int, Level]] = {}
    for element in root.findall(f"{W}num"):
        reference = element.find(f"{W}abstractNumId")
        levels = dict(abstract.get(reference.get(f"{W}val"), {})) if reference is not None else {}
        for override in element.findall(f"{W}lvlOverride"):
            levels |= dict(_read_levels(override))
        lists[element.get(f"{W}numId")] = levels
    return Numbering(lists)


def _read_levels(parent: Any) -> Iterator[tuple[int, Level]]:
    for element in parent.findall(f"{W}lvl"):
        values = {
            child.tag.removeprefix(W): child.get(f"{W}val", "")
            for child in element
            if child.tag in (f"{W}numFmt", f"{W}lvlText", f"{W}start")
        }
        depth = parse_count(element.get(f"{W}ilvl", "0"), -1)
        if 0 <= depth < MAX_LEVELS:
            yield (
                depth,
                Level(
                    values.get("numFmt", "decimal"),
                    values.get("lvlText", "%1."),
                    parse_count(values.get("start", "1"), 1),
                ),
            )


def format_number(number: int, number_format: str) -> str:
    """Return a number as a list shows it: 3, 三, c, iii."""
    if number_format in CHINESE_FORMATS:
        return chinese_numeral(number)
    if number_format in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in ("lowerRoman", "upperRoman") and number <= MAX_ROMAN:
        roman = _roman(number)
        return roman if number_format == "upperRoman" else roman.lower()
    if number_format == "decimalZero":
        return f"{number:02}"
    return str(number)


def chinese_numeral(number: int) -> str:
    """Return 1–99 in Chinese characters; digits beyond."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else CHINESE_DIGITS[tens]) + ("十" if tens else "") + (CHINESE_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    figures = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, figure in figures:
        text += figure * (number // value)
        number %= value
    return text
