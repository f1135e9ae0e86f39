"""What Spanish and French share: dates by day, month and year, years as plain numbers, codes, unknown abbreviations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from .latin_base import Forms, LatinLanguage, any_of, close_sentence, is_preceded, text_before
from .number_words import cardinal
from .roman import is_roman, roman_value
from .semiotic import Match, Rule, Words, rule

YEAR = r"(1\d{3}|20\d\d)"
DASH = r" ?[-–—] ?"
YEAR_RANGE = rf"(?<![\w.,/-]){YEAR}(?:{DASH}|/)(\d\d\d\d|\d\d?)(?![\w/%-]|[.,]\d)"
"""1882-1926, 1882/83, 1882-6."""
ROMAN_DATE = r"(?<![\w./-])(\d{1,2})([./-])([IVX]+)\2(\d{4})(?!\w)"
"""12.IV.1931."""


def month_names(months: Sequence[str], short: Mapping[str, str]) -> dict[str, str]:
    """Return months as they are written → in full; ``short``: full name → its abbreviations, without their dots."""
    full = {name: name for month in months for name in (month, month.capitalize())}
    return full | {f"{name}.": month for month, names in short.items() for name in names.split()}


class RomanceLanguage(LatinLanguage):
    """A language that counts the days of a month from *first*, and says a year as the number that it is."""

    first_day: ClassVar[str]
    """The first of a month."""
    date_joint: ClassVar[str]
    """Between day, month and year, with its spaces."""
    year_joints: ClassVar[Forms]
    """Between two years, and between them after *between*."""
    month_names: ClassVar[Mapping[str, str]]
    """Months as written, in full or short → as spoken."""
    weekdays: ClassVar[Mapping[str, str]]
    """Days of the week as written short, without a dot → in full."""
    weekday_joint: ClassVar[str]
    """Between two days of the week, with its spaces."""
    word_pattern: ClassVar[str]
    """What a word before a full stop looks like that is no abbreviation."""

    def year(self, number: str) -> str:
        """Return a year: the number that it is."""
        return cardinal(number, self.grammar.code)

    def say_day(self, day: str) -> str:
        """Return a day of a month."""
        return self.first_day if int(day) == 1 else cardinal(str(int(day)), self.grammar.code)

    def date(self, day: int, month: int, year: str) -> str:
        """Return a date: ``tres de mayo de dos mil diez``, ``premier mai deux mille dix``."""
        return self._join_date(str(day), self.grammar.months[month - 1], year)

    def numeric_date(self, match: Match) -> str | Words | None:
        """Return a date in three numbers: the day comes first."""
        day, month, year = int(match[1]), int(match[3]), match[4]
        if month > 12:
            return None
        if len(year) == 4:
            return self.date(day, month, year)
        short = self.say_digits(year) if year[0] == "0" else self.year(year)
        return f"{self.date(day, month, '')}{self.date_joint}{short}"

    def say_written_date(self, match: Match) -> str | None:
        """Return a date with the month in words, groups 1 to 3: day, month and, where there is one, the year."""
        day, month, year = match.groups()
        return self._join_date(day, self.month_names[month], year) if 1 <= int(day) <= 31 else None

    def say_roman_date(self, match: Match) -> str | None:
        """Return a date whose month is a Roman numeral: see ``ROMAN_DATE``."""
        month = roman_value(match[3])
        return self.date(int(match[1]), month, match[4]) if is_roman(match[3]) and month <= 12 else None

    def say_year_range(self, match: Match) -> str | None:
        """Return the first and last of several years: see ``YEAR_RANGE``."""
        low, high = match[1], match[2]
        high = low[2] + high if len(high) == 1 else high  # 1882-6
        last = int(high) if len(high) == 4 else int(low) // 100 * 100 + int(high)
        if last <= int(low):
            return None
        short = len(high) == 2 and high[0] != "0"
        joint = self.year_joints[is_preceded(match, "[Ee]ntre")]
        return f"{self.year(low)} {joint} {self.year(high if short else str(last))}"

    def weekday_rule(self) -> Rule:
        """Return the rule of opening days: ``lun.-ven.``, ``Sáb. y dom.`` with a dot after the first at least."""
        short = any_of([*self.weekdays, *map(str.capitalize, self.weekdays)])
        return rule("date", rf"(?<!\w)({short})\.(?:{DASH}({short})\b\.?)?(?![\w-])", self._say_weekdays)

    def _say_weekdays(self, match: Match) -> str | None:
        days = [self.weekdays[day.lower()] for day in match.groups() if day]
        joined = re.search(r"(?:,|et|y|au|à) $", text_before(match))
        if len(days) == 1 and not joined and not re.match(r" ?(?:,|/|et|y|à|a|\d|de)", match.string[match.end() :]):
            return None  # mar. is a sea as well
        return close_sentence(self.weekday_joint.join(days), match)

    def say_code(self, match: Match) -> str | None:
        """Return a road, room or model, groups 1 to 3: letters, number, letters."""
        return " ".join([*match[1], self.say_number(match[2]), *match[3]])

    def doubt_abbreviation(self, match: Match) -> Words | None:
        """Return a doubt where a short word with a dot is none that we know and does not look like one."""
        grammar = self.grammar
        known = match[0] in grammar.abbreviations or match[0] in grammar.counted or match[0] in grammar.units
        if known or len(match[1]) == 1 or re.search(self.word_pattern, match[1]):
            return None
        return Words(match[1], "unknown-abbreviation")

    def _join_date(self, day: str, month: str, year: str | None) -> str:
        words = f"{self.say_day(day)}{self.date_joint}{month}"
        return f"{words}{self.date_joint}{self.year(year)}" if year else words
