"""English dates, years and decades."""

from __future__ import annotations

import re

from ..latin_base import any_of, close_sentence, is_preceded
from ..number_words import cardinal, ordinal
from ..semiotic import Match, Rule, Words, rule
from ..word_lists import split_words
from .grammar import MONTH_NAMES, MONTHS, WEEKDAYS

_DAY = r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_MONTH = rf"({any_of(MONTH_NAMES)})\b\.?"
_YEAR = r"(1\d{3}|20\d\d)"
_WEEKDAY = any_of([*WEEKDAYS, *WEEKDAYS.values()])
_AFTER = r"(?!\d|[:/%]|[.,]\d)"
_DASH = r" ?[-–—] ?"
_ERA = r"(B\.?C\.?E?\.?|A\.?D\.?|C\.?E\.?)(?!\w)"

BEFORE_YEARS = (
    r"[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Aa]fter|[Bb]efore|[Dd]uring|[Bb]etween|[Yy]ear|circa|ca?\.|dated"
    r"|early|late|mid|spring|summer|autumn|winter|fall|Christmas|Easter|again in|and in"
)
_PLURAL = re.compile(
    r"(?:people|men|women|children|sheep|cattle|feet|fish|oxen|mice|geese|troops|(?:(?!.*(?:ss|us|is)$)[a-z]{3,}s))$"
)
_NO_NOUNS = split_words(
    "was has does goes this its his as is thus always perhaps sometimes besides towards afterwards onwards saw "
    "sees brings marks makes comes gives stands shows remains became takes lives begins ends opens lies"
)
_ADJECTIVE_STOP = split_words(
    "the a an and or but to of in on at by for from with was were is are had has have he she it they his her its "
    "their when until after before as that which who while where then there this these those also not into onto"
)


def say_year(year: int, before_christ: bool = False) -> str:
    """Return a year in words: ``ten sixty-six``, ``nineteen oh five``, ``two thousand and seven``."""
    hundreds, rest = divmod(year, 100)
    if year < 100 or year >= 10_000 or year % 1000 == 0 or (before_christ and rest == 0 and year >= 2000):
        return cardinal(str(year), "en")
    if rest == 0:
        return f"{cardinal(str(hundreds), 'en')} hundred"
    if 2000 < year < 2010:
        return cardinal(str(year), "en")
    joint = " oh " if rest < 10 else " "
    return cardinal(str(hundreds), "en") + joint + cardinal(str(rest), "en")


def say_date(day: int, month: int, year: str) -> str:
    """Return a date as ``the third of May nineteen oh one``."""
    words = f"the {ordinal(str(day), 'en')} of {MONTHS[month - 1]}"
    return f"{words} {say_year(int(year))}" if year else words


def say_numeric_date(match: Match) -> str | Words | None:
    """Return ``25/12/1899`` in words; where day and month could change places, with a doubt."""
    first, second, year = int(match[1]), int(match[3]), match[4]
    full = year if len(year) == 4 else ""
    tail = "" if full else f" {'oh ' if year[0] == '0' else ''}{cardinal(year, 'en')}"
    if first > 12 and second > 12:
        return None
    day_first = say_date(first, second, full) + tail if second <= 12 else ""
    month_first = say_date(second, first, full) + tail if first <= 12 else ""
    if day_first and month_first and first != second:
        return Words(day_first, "ambiguous-date", (day_first, month_first))
    return day_first or month_first


def say_year_range(low: str, high: str) -> str:
    """Return ``1914–18`` or ``1837–1901`` in words."""
    first = int(low)
    last = int(high) if len(high) == 4 else first // 100 * 100 + int(high)
    if len(high) == 2 and last % 100 >= 10:
        return f"{say_year(first)} to {cardinal(high, 'en')}"
    return f"{say_year(first)} to {say_year(last)}"


def date_rules() -> tuple[Rule, ...]:
    """Return dates with named months, eras, decades, ranges of years."""
    return (
        rule(
            "date",
            rf"({any_of(WEEKDAYS)})\b\.?(,?) (?=\d|(?:{any_of(MONTH_NAMES)})\b)",
            lambda m: f"{WEEKDAYS[m[1]]}{m[2]} ",
        ),
        rule("date", rf"(?<!\w)({_WEEKDAY})\.?{_DASH}({_WEEKDAY})\b\.?", _say_weekday_range),
        rule("date", rf"(?<!\w)({any_of(WEEKDAYS)})\.", _say_weekday),
        rule(
            "date",
            rf"(?<![\w.,/-])(?:the )?{_DAY}(?:{_DASH}| (to|and|or) ){_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}\b)?",
            _say_day_range,
        ),
        rule(
            "date",
            rf"(?<![\w.,/-])(?:the )?{_DAY}(?: of)? {_MONTH}(?: {_YEAR})?{_DASH}(?={_DAY}(?: of)? {_MONTH})",
            lambda m: _say_day_month(m) + " to ",
        ),
        rule("date", rf"(?<![\w.,/-]){_DAY}-{_MONTH}-{_YEAR}(?!\d)", _say_day_month),
        rule("date", rf"(?<![\w.,/-])(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}(?![\d-])|(?!\w))", _say_day_month),
        rule(
            "date",
            rf"(?<!\w){_MONTH} {_DAY}{_DASH}(?={any_of(MONTH_NAMES)}\b)",
            lambda m: f"{MONTH_NAMES[m[1]]} {ordinal(str(int(m[2])), 'en')} to ",
        ),
        rule(
            "date",
            rf"(?<!\w){_MONTH} (?:the )?{_DAY}(?:{_DASH}{_DAY})?(?:(,?) {_YEAR}(?!\d))?{_AFTER}(?! ?[ap]\.?m)",
            _say_month_day,
        ),
        rule("date", rf"(?<!\w){_MONTH}{_DASH}(?={any_of(MONTH_NAMES)}\b)", lambda m: f"{MONTH_NAMES[m[1]]} to "),
        rule(
            "date",
            rf"(?<!\w){_MONTH},? {_YEAR}(?![\w-]|[.,]\d)",
            lambda m: f"{MONTH_NAMES[m[1]]} {say_year(int(m[2]))}",
        ),
        rule(
            "date",
            rf"(?<!\w)({any_of(name for name in MONTH_NAMES if name not in MONTHS)})\.",
            lambda m: close_sentence(MONTH_NAMES[m[1]], m),
        ),
        rule("year", rf"(?<![\w.,])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}){_DASH}(\d{{1,5}}) ?{_ERA}", _say_era_range),
        rule(
            "year",
            rf"(?<![\w.,])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})(s?) ?{_ERA}{_DASH}(?=\d|A\.?D|C\.?E)",
            lambda m: _say_era_after(m) + " to ",
        ),
        rule("year", rf"(?<![\w.,])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})(s?) ?{_ERA}", _say_era_after),
        rule(
            "abbreviation",
            r"(?<!\w)ca?\.? (?=A\.?D)",
            lambda m: None if is_preceded(m, r"\d+(?:st|nd|rd|th)") else "circa ",
        ),
        rule("year", rf"(?<!\w){_ERA} ?(\d{{1,4}})(?:{_DASH}(\d{{1,4}}))?(?!\w|,\d)", _say_era_before),
        rule(
            "decade",
            rf"(?<![\w.,])((?:1\d|20)\d0)s?{_DASH}'?(\d0)'?s(?!\w)",
            lambda m: f"{say_decade(m[1])} to {say_decade(m[2])}",
        ),
        rule("decade", r"(?<![\w,])(?<!\d\.)'?((?:1\d|20)?\d0|00)'?s(?!\w)", lambda m: say_decade(m[1])),
        rule(
            "year", r"(?<!\w)'(\d\d)(?![\w'])", lambda m: cardinal(m[1], "en") if is_preceded(m, r"[A-Za-z]+") else None
        ),
        rule("year", rf"(?<![\w,/$£€-])(?<!\d\.){_YEAR}(?:{_DASH}|/)(\d\d\d\d|\d\d?)(?![\w/%-]|[.,]\d)", _say_years),
        rule(
            "year",
            rf"(?<![\w,/$£€-])(?<!\d\.){_YEAR}[-–—](?=present|today|now\b)",
            lambda m: f"{say_year(int(m[1]))} to ",
        ),
        rule("date", r"(?<![\w.,/-])(9/11|7/7|24/7|50[/-]50|20/20)(?![\w/-])", _say_idiom),
        rule("date", r"(?<![\w.,/-])(1[3-9]|2\d|3[01])/(0?[1-9]|1[0-2])(?![\w/-])", _say_day_slash),
    )


def year_rules() -> tuple[Rule, ...]:
    """Return four digits that are a year where no quantity follows."""
    return (
        rule(
            "year",
            rf"(?<![\w.,/$£€#:-])((?:mid|pre|post)-|c(?=\d))?{_YEAR}(?![\d/%:]|[.,]\d|[-–]\d|[A-Za-z])",
            _say_lone_year,
        ),
    )


def is_plural_noun(text: str) -> bool:
    """Whether a text goes on with a plural noun, perhaps after one adjective."""
    words = re.findall(r"[^\s]+", text[:60])[:2]
    if not words or not text.startswith(" ") or not re.match(r"[A-Za-z-]+[.,;:!?]?$", words[0]):
        return False
    first = words[0].rstrip(".,;:!?")
    if first in _ADJECTIVE_STOP or first in _NO_NOUNS:
        return False
    if _PLURAL.match(first):
        return True
    if first != words[0] or len(words) < 2:
        return False
    second = words[1].rstrip(".,;:!?'’")
    return second not in _NO_NOUNS and second not in _ADJECTIVE_STOP and _PLURAL.match(second) is not None


def say_decade(number: str) -> str:
    """Return ``1920`` as ``nineteen twenties``, ``1800`` as ``eighteen hundreds``."""
    words = say_year(int(number)) if len(number) == 4 else cardinal(number, "en")
    if number.endswith("2000"):
        return "two thousands"
    return re.sub("y$", "ie", words) + "s"


def _say_weekday_range(match: Match) -> str:
    return close_sentence(" to ".join(WEEKDAYS.get(day, day) for day in match.groups()), match)


def _say_weekday(match: Match) -> str | None:
    """Return a weekday cut short; *Sat.* and *Sun.* may also end a sentence as a word."""
    word = match[1]
    if word in ("Sun", "Sat") and not is_preceded(match, r"except|on|every|each|closed|open|and|or|Sat\.|Fri\."):
        return None
    return close_sentence(WEEKDAYS[word], match)


def _say_day_range(match: Match) -> str | None:
    first, joint, second, month, year = match.groups()
    if not joint and int(first) >= int(second):
        return None
    words = f"the {ordinal(first, 'en')} {joint or 'to'} the {ordinal(second, 'en')} of {MONTH_NAMES[month]}"
    return f"{words} {say_year(int(year))}" if year else words


def _say_day_month(match: Match) -> str:
    day, month, year = match.group(1, 2, 3)
    words = f"the {ordinal(str(int(day)), 'en')} of {MONTH_NAMES[month]}"
    return f"{words} {say_year(int(year))}" if year else close_sentence(words, match)


def _say_month_day(match: Match) -> str | None:
    month, first, last, comma, year = match.groups()
    if month in ("May", "March") and is_plural_noun(match.string[match.end() :]) and not year:
        return None
    words = f"{MONTH_NAMES[month]} {ordinal(str(int(first)), 'en')}"
    if last:
        words += f" to {ordinal(str(int(last)), 'en')}"
    return f"{words}{comma} {say_year(int(year))}" if year else words


def _era(era: str) -> str:
    return " ".join(re.sub(r"\W", "", era))


def _say_era_range(match: Match) -> str:
    christ = match[3].startswith("B")
    low, high = (int(match[i].replace(",", "")) for i in (1, 2))
    return close_sentence(f"{say_year(low, christ)} to {say_year(high, christ)} {_era(match[3])}", match)


def _say_era_after(match: Match) -> str:
    words = say_year(int(match[1].replace(",", "")), match[3].startswith("B"))
    if match[2]:
        words = re.sub("y$", "ie", words) + "s"
    return close_sentence(f"{words} {_era(match[3])}", match)


def _say_era_before(match: Match) -> str | None:
    if match[1][0] == "B" or len(match[1]) < 2:
        return None
    words = f"{_era(match[1])} {say_year(int(match[2]))}"
    return f"{words} to {say_year(int(match[3]))}" if match[3] else words


def _say_years(match: Match) -> str | Words | None:
    low, high = match[1], match[2]
    if len(high) == 1:  # 1882–6
        high = low[2] + high
    last = int(high) if len(high) == 4 else int(low) // 100 * 100 + int(high)
    if last > int(low):
        return say_year_range(low, high)
    return say_year_range(low, str(last + 100)) if high == "00" else None


def _say_idiom(match: Match) -> str:
    idioms = {"9/11": "nine eleven", "7/7": "seven seven", "24/7": "twenty-four seven", "20/20": "twenty twenty"}
    return idioms.get(match[1], "fifty-fifty")


def _say_day_slash(match: Match) -> Words:
    date = say_date(int(match[1]), int(match[2]), "")
    number = f"{cardinal(match[1], 'en')} {cardinal(match[2], 'en')}"
    return Words(date, "ambiguous-date", (date, number))


_DATED_THINGS = (
    r"(?:[Cc]harters?|[Cc]ensus|[Ss]urveys?|[Ff]ires?|[Ff]loods?|[Ss]torms?|[Bb]attles?|[Tt]reaty|[Aa]ct|[Ww]ars?|[Rr]evolts?"
    r"|[Rr]evolution|[Rr]ising|[Pp]lagues?|[Mm]aps?|[Pp]lans?|[Ee]ditions?|[Hh]arvests?|[Ss]ieges?|[Ww]inters?|[Ss]ummers?"
    r"|[Ss]pring|[Aa]utumn|[Cc]oronation|[Ff]amine|[Ee]arthquakes?|[Ee]xhibition|[Ee]lections?|[Rr]estoration|[Rr]ebuilding"
    r"|[Ii]nventor(?:y|ies)|[Ww]ill|[Dd]eeds?|[Ll]etters?|[Pp]hotographs?|[Dd]rawings?|[Ee]ngravings?|[Pp]aintings?|[Pp]ortraits?"
    r"|[Ss]trikes?|[Rr]iots?|[Cc]risis|[Cc]rash|[Bb]ombing|[Rr]aids?|[Ee]xpedition|[Vv]oyage|[Ll]aws?|[Ss]tatutes?) of"
)
"""Things that are named by their year, whatever follows it."""
_VERBS = "names|lists|records|shows|marks|mentions|gives|states|refers|speaks|calls|describes|stands|hangs|reads|tells"
"""Plurals that are verbs after a year: the charter of 1086 names …"""


def _say_lone_year(match: Match) -> str | Words:
    prefix, number = match.groups()
    words = {"c": "circa "}.get(prefix, prefix or "") + say_year(int(number))
    after = match.string[match.end() :]
    if prefix or is_preceded(match, BEFORE_YEARS) or not is_plural_noun(after):
        return words
    if is_preceded(match, _DATED_THINGS) or re.match(rf" (?:{_VERBS})\b", after):
        return words
    quantity = cardinal(number, "en")
    if is_preceded(match, r"[Tt]he|[Tt]his|[Tt]hat") and int(number) % 100:
        return words if int(number) >= 1500 else Words(words, "ambiguous-number", (words, quantity))
    return quantity
