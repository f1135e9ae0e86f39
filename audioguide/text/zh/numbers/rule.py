"""What the guards are made of: a pattern with what is spoken for it, and the pieces patterns share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ...required_characters import required_characters
from ..data_tables import any_of, read_pairs, read_words
from .cardinal import cardinal, spell_digits

Match = re.Match[str]
Say = Callable[[Match], str]


@dataclass(frozen=True)
class Guard:
    """One kind of number and how it is said; saying the match itself leaves it to later guards."""

    name: str
    pattern: re.Pattern[str]
    say: Say
    characters: frozenset[str]
    """Of which a text that the guard knows something in holds one; empty: it may have none."""


class Guards(list[Guard]):
    """Guards in the order they are tried; calling it makes a decorator that appends one."""

    def __call__(self, name: str, pattern: str) -> Callable[[Say], Say]:
        """Say every match of ``pattern`` with the function below."""

        def add(say: Say) -> Say:
            compiled = re.compile(pattern)
            self.append(Guard(name, compiled, say, required_characters(compiled)))
            return say

        return add


NUMBER = r"\d+(?:\.\d+)?"
MYRIAD = "[十百千万亿]*"
DASH = "(?:-{1,2}|—{1,2}|–|~{1,2}|～|至|到)"
YEAR = r"(?:1\d{3}|20\d{2})"
MONTH = r"(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
PART_OF_DAY = "(?:次日|翌日|当日|早上?|晚上?|上午|下午|中午|凌晨|傍晚|夜里?)"
MEASURE = any_of(read_words("measures.txt"))
SYMBOL = any_of(read_pairs("units.tsv"))
UNIT = SYMBOL + r"(?![A-Za-z\d])"

_PAIRED = re.compile(rf"{MEASURE}|[余多来]|[万亿千]")


def use_liang(spoken: str, follows: str) -> str:
    """二 becomes 两 before a measure word, 万 and 亿."""
    return "两" if spoken == "二" and _PAIRED.match(follows) else spoken


def range_word(dash: str) -> str:
    """The word between the ends of a range: as written, or 到 for a stroke."""
    return dash if dash in ("至", "到") else "到"


def speak_date(year: str, month: str, day: str = "") -> str:
    """The year digit by digit, month and day as they are counted."""
    return f"{spell_digits(year)}年{cardinal(month)}月" + (f"{cardinal(day)}日" if day else "")
