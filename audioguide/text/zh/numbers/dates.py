"""Dates of the calendar; years alone are in ``years``."""

from __future__ import annotations

from .cardinal import cardinal
from .rule import DAY, MONTH, PART_OF_DAY, YEAR, Guards, Match, range_word, speak_date

guards = Guards()

_STROKE = "[-–—~～]{1,2}"


@guards(
    "date",
    rf"(?<![\d.\-])({YEAR})([/.])({MONTH})\2({DAY}){_STROKE}({MONTH})\2({DAY})(?!\d|[./]\d)日?",
)
def _say_first_and_last(match: Match) -> str:
    """2024/3/18—6/16: the year is written once."""
    last = f"{cardinal(match[5])}月{cardinal(match[6])}日"
    return f"{speak_date(match[1], match[3], match[4])}到{last}"


@guards("date", rf"(?<![\d./\-])(1[01]\d)([-/.])(0[1-9]|1[0-2])\2({DAY})(?![\d./-])")
def _say_republic(match: Match) -> str:
    """107/04/27 is a year of the Republic."""
    return f"{cardinal(match[1])}年{cardinal(match[3])}月{cardinal(match[4])}日"


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


@guards(
    "date",
    rf"((?:时间|日期|日子|展期|会期|档期|开幕|闭幕|开展|截止|截至|定于|订于)(?:日期?|时间)?[为是在于：:]? ?)"
    rf"({MONTH})/({DAY})(?![\d/%])(?:({_STROKE}|[至到])({MONTH})/({DAY})(?![\d/%]))?[日号]?",
)
def _say_slashed_day(match: Match) -> str:
    """举办时间：6/25—7/3."""
    last = f"{range_word(match[4])}{cardinal(match[5])}月{cardinal(match[6])}日" if match[4] else ""
    return f"{match[1]}{cardinal(match[2])}月{cardinal(match[3])}日{last}"


@guards(
    "date", rf"(?<![\d./])({MONTH})/({DAY})(?=[日号（(]?(?:周|星期|礼拜)[一二三四五六日天]|[日号](?![^，。]?[线楼馆]))"
)
def _say_slashed_weekday(match: Match) -> str:
    """6/25（周六）, 6/25日."""
    ends = "" if match.string[match.end() : match.end() + 1] in "日号" else "日"
    return f"{cardinal(match[1])}月{cardinal(match[2])}{ends}"


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
