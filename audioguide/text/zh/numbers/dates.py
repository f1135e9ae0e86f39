"""Dates of the calendar; years alone are in ``years``."""

from __future__ import annotations

from .cardinal import cardinal
from .rule import DAY, MONTH, PART_OF_DAY, YEAR, Guards, Match, range_word, speak_date

guards = Guards()

_STROKE = "[-–—~～]{1,2}"


@guards("date", rf"(?<![\d.\-])({YEAR})([-/.·])({MONTH})\2({DAY})(?!\d|\.\d)日?")
def _say_full(match: Match) -> str:
    return speak_date(match[1], match[3], match[4])


@guards("date", rf"(?<![\d.\-])(0[1-9]|1[0-2])([-/.])({DAY})\2({YEAR})(?!\d)")
def _month_first(match: Match) -> str:
    return speak_date(match[4], match[1], match[3])


@guards("date", rf"(?<![\d.\-])({YEAR})\.({MONTH})(?=[-—–~～至到] ?(?:{YEAR}\.|今))")
def _from_month(match: Match) -> str:
    return speak_date(match[1], match[2])


@guards("date", rf"(?<=月)([-—–~～至到])({YEAR})\.({MONTH})(?![\d.])")
def _to_month(match: Match) -> str:
    return range_word(match[1]) + speak_date(match[2], match[3])


@guards("date", rf"(?<![\d/])({MONTH})/({MONTH})(?=月)")
def _two_months(match: Match) -> str:
    return f"{cardinal(match[1])}、{cardinal(match[2])}"


@guards("date", rf"(?<!\d)({MONTH})月({DAY})(?=[日号])")
def _say_day(match: Match) -> str:
    return f"{cardinal(match[1])}月{cardinal(match[2])}"


@guards("date", rf"(?<![\d.\-])(?:({YEAR})[-/.](0[1-9]|1[0-2])|(0[1-9]|1[0-2])[-/.]({YEAR}))(?!\d|\.\d)")
def _say_month(match: Match) -> str:
    return speak_date(match[1] or match[4], match[2] or match[3])


@guards("date", rf"(?<![\d.\-A-Za-z])(\d\d)([/.])({MONTH})\2({DAY})(?!\d|\.\d|版)")
def _say_short(match: Match) -> str:
    return speak_date(match[1], match[3], match[4])


@guards("date", r"(?<![\d.\-])(?:(0[1-9])[-/.](0[1-9]|[12]\d|3[01])|(1[0-2])[-/](0[1-9]))(?=$|日|[，。；])日?")
def _say_padded(match: Match) -> str:
    return f"{cardinal(match[1] or match[3])}月{cardinal(match[2] or match[4])}日"


@guards("date", rf"(?<![\d.])0{MONTH}(?=月)|(?<![\d.])0[1-9](?=[日号])")
def _say_zero(match: Match) -> str:
    return cardinal(match[0])


@guards(
    "range",
    rf"(?<=[年月日号时点分]){_STROKE}(?=[\d一二三四五六七八九十])|(?<=[年月纪代][初中末底前后]){_STROKE}(?=(?:公元)?前?\d)"
    rf"|(?<=[年月纪代](?:上|中|下|前|后|末|初|早|晚)[半叶旬期]){_STROKE}(?=(?:公元)?前?\d)"
    rf"|(?<=[年月日号时点分]){_STROKE}(?={PART_OF_DAY}\d)",
)
def _from_to(_match: Match) -> str:
    return "到"
