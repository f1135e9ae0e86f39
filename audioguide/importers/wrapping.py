"""The width at which the lines of a text were broken, as typewriters, mail programs and scans break them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MIN_WIDTH, MAX_WIDTH = 18, 130
"""Columns between which a text is taken for one with broken lines; a Chinese character takes two."""
MIN_FULL_LINES = 3
HANGING = 4
"""Columns by which a full line of Chinese may fall short: a mark that must not begin a line takes a character along."""
NUMERAL = re.compile(
    r"(?i:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine|first|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|ninth|vingts?|trente|quarante|cinquante|soixante|septante|octante|huitante"
    r"|nonante|dix|onze|douze|treize|quatorze|quinze|seize|une?|deux|trois|quatre|cinq|sept|huit|neuf|cents?|mille"
    r"|(?:un|deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|vingt)ième)"
)
"""Words of a number that English and French write with a hyphen: soixante-deux, twenty-first."""
FRENCH_TAIL = re.compile(r"(?i:vous|nous|ils?|elles?|mêmes?|ci|là)")
"""What French joins to a verb or pronoun by a hyphen: avez-vous, lui-même, celui-ci."""
BEFORE_TAIL = re.compile(r"(?i:\w*(?:ez|ons|nt|t)|(?:elle|lui|eux|soi|nous|vous|moi|toi|cel(?:ui|les?)|ceux)(?:-\w+)?)")
ENDS = re.compile(r"[。！？!?…；;：:.”’\"）)】\]』」》—]\s*$")


def line_width(text: str) -> int:
    """Return the columns a line takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@dataclass(frozen=True)
class Wrapping:
    """How the lines of a text are broken."""

    width: int
    """Columns of its longest lines; 0: its lines end where sentences or paragraphs do."""
    is_chinese: bool

    def is_full(self, line: str, following: str) -> bool:
        """Whether a line was broken because the first word of the next had no room in it."""
        if not self.width:
            return False
        if self.is_chinese:
            return line_width(line) >= self.width - HANGING
        first = re.match(r"\S+", following)
        return line_width(line) + 1 + line_width(first[0] if first else "") > self.width


def find_wrapping(lines: Sequence[str], is_chinese: bool) -> Wrapping:
    """Return how lines are broken: by width where several full ones end in mid-sentence and hardly any is longer."""
    plain = [line.rstrip() for line in lines if line.strip()]
    widths = [line_width(line) for line in plain]
    width = max(widths, default=0)
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return Wrapping(0, is_chinese)
    wrapping = Wrapping(width, is_chinese)
    full = [n for n in range(len(plain) - 1) if wrapping.is_full(plain[n], plain[n + 1].lstrip())]
    broken = sum(not ENDS.search(plain[n]) for n in full)
    if broken < MIN_FULL_LINES or broken * 2 < len(full) or len(full) * 4 < len(plain):
        return Wrapping(0, is_chinese)
    return wrapping


def is_compound(first: str, second: str) -> bool:
    """Whether the hyphen between two words belongs to them, and is no mark of a division at the end of a line."""
    if NUMERAL.fullmatch(first) and NUMERAL.fullmatch(second):
        return True
    tail = FRENCH_TAIL.fullmatch(second) is not None
    is_pronoun = second.lower() not in ("ci", "là") or first.lower().startswith("ce")
    return tail and is_pronoun and BEFORE_TAIL.fullmatch(first) is not None
