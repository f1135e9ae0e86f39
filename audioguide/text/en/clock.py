"""English times of day and durations."""

from __future__ import annotations

import re

from ..latin_base import close_sentence, is_preceded
from ..number_words import cardinal
from ..semiotic import Match, Rule, rule
from .calendar import is_plural_noun

_DASH = r" ?[-–—] ?"
_MERIDIEM = r"([ap]m|[AP]M|[ap]\.m\.|[AP]\.M\.)"
_TIME = r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?"
_TIME_WORDS = r"[Aa]t|[Bb]y|[Uu]ntil|[Ff]rom|[Bb]etween|[Bb]efore|[Aa]fter"
_UNIT_WORDS = r" ?(?:%|per ?cent|m\b|km|metres|meters|miles|feet|million|billion|degrees|points)"


def say_time(hour: int, minute: int | None, meridiem: str = "") -> str:
    """Return a time of day; ``meridiem`` is am or pm in any spelling, or empty for the 24-hour clock."""
    suffix = " " + " ".join(re.sub(r"\W", "", meridiem).upper()) if meridiem else ""
    words = cardinal(str(hour), "en")
    if not minute:
        if suffix:
            return words + suffix
        if hour % 24 == 0:
            return "midnight"
        return f"{words} o'clock" if hour <= 12 else f"{cardinal(str(hour - 12), 'en')} P M"
    if hour == 0 and not suffix:
        words, suffix = "twelve", " A M"
    return f"{words} {'oh ' if minute < 10 else ''}{cardinal(str(minute), 'en')}{suffix}"


def time_rules() -> tuple[Rule, ...]:
    """Return times of day and durations written with colons."""
    return (
        rule("time", rf"(?<![\w:.,]){_TIME} ?{_MERIDIEM}?(?:{_DASH}| to ){_TIME} ?{_MERIDIEM}(?!\w)", _say_time_range),
        rule(
            "time",
            r"(?<![\w:.,])([01]?\d|2[0-4])[:.]([0-5]\d)(?:h| hrs?)?(?: ?[-–—] ?| to )"
            r"([01]?\d|2[0-4])[:.]([0-5]\d)(?:h| hrs?)?(?![\w:%])",
            _say_clock_range,
        ),
        rule(
            "time",
            rf"(?<![\w:.,]){_TIME} ?{_MERIDIEM}(?!\w)",
            lambda m: close_sentence(say_time(int(m[1]), int(m[2] or 0), m[3]), m, before_capital=True),
        ),
        rule("time", rf"\b(noon|midnight|dawn|dusk){_DASH}(?=\d|noon|midnight|dusk)", lambda m: f"{m[1]} to "),
        rule("time", r"(?<![\w:.,])([01]\d|2[0-3])[:.]?([0-5]\d) ?(?:hrs|hours|h)(?!\w)", _say_military),
        rule(
            "time",
            r"(?<![\w:.,])(0\d)([0-5]\d)(?![\d:.,]\w|\w)",
            lambda m: _say_military(m).removesuffix(" hours") if is_preceded(m, _TIME_WORDS) else None,
        ),
        rule(
            "duration",
            r"(?<![\w:.,£$])(?:(\d{1,2}) ?h(?:rs?)? ?)?(\d{1,2}) ?m(?:ins?)?\.?(?: ?(\d{1,2}) ?s(?:ecs?)?)?(?!\w)",
            _say_hours_and_minutes,
        ),
        rule("duration", r"(?<![\w.,£$])(\d+\.\d+) ?s(?!\w)", _say_seconds),
        rule("duration", r"(?<![\w:.,])(\d{1,2}):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?![\d:])", _say_duration),
        rule("duration", r"(?<![\w:.,])(\d{1,2}):([0-5]\d)\.(\d+)(?![\d:])", _say_lap),
        rule("time", rf"(?<![\w:.,])([01]?\d|2[0-4])\.([0-5]\d)(?!\d|:|\.\d|{_UNIT_WORDS})", _say_dotted_time),
    )


def _say_time_range(match: Match) -> str | None:
    hour, minute, meridiem, last_hour, last_minute, last_meridiem = match.groups()
    first = say_time(int(hour), int(minute or 0), meridiem or "")
    if not meridiem and not minute:
        first = cardinal(hour, "en")
    return close_sentence(f"{first} to {say_time(int(last_hour), int(last_minute or 0), last_meridiem)}", match)


def _say_clock_range(match: Match) -> str | None:
    hour, minute, last_hour, last_minute = (int(group) for group in match.groups())
    if "." in match[0] and (hour, minute) >= (last_hour, last_minute):
        return None
    return f"{say_time(hour, minute)} to {say_time(last_hour, last_minute)}"


def _say_military(match: Match) -> str:
    hour, minute = int(match[1]), int(match[2])
    words = ("zero " if hour < 10 else "") + cardinal(str(hour), "en")
    return f"{words} {cardinal(str(minute), 'en') if minute else 'hundred'} hours"


def _say_duration(match: Match) -> str:
    hours, minutes, seconds = (int(match[i]) for i in (1, 2, 3))
    tail = " point " + " ".join(cardinal(digit, "en") for digit in match[4]) if match[4] else ""
    parts = [(hours, "hour"), (minutes, "minute")]
    words = [f"{cardinal(str(value), 'en')} {unit}{'' if value == 1 else 's'}" for value, unit in parts]
    return f"{', '.join(words)} and {cardinal(str(seconds), 'en')}{tail} seconds"


def _say_hours_and_minutes(match: Match) -> str | None:
    """2h 15m, 3 min 20 s; minutes alone, which may be metres, are left to the units."""
    hours, minutes, seconds = match.groups()
    if not hours and not seconds:
        return None
    parts = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    words = [f"{cardinal(value, 'en')} {unit}{'' if int(value) == 1 else 's'}" for value, unit in parts if value]
    return close_sentence(" ".join(words), match, before_capital=True)


def _say_seconds(match: Match) -> str | None:
    integer, _point, decimals = match[1].partition(".")
    tail = " ".join(cardinal(digit, "en") for digit in decimals)
    return f"{cardinal(integer, 'en')} point {tail} seconds"


def _say_lap(match: Match) -> str:
    minutes = int(match[1])
    unit = "minute" if minutes == 1 else "minutes"
    tail = " ".join(cardinal(digit, "en") for digit in match[3])
    return f"{cardinal(match[1], 'en')} {unit} {cardinal(match[2], 'en')} point {tail} seconds"


def _say_dotted_time(match: Match) -> str | None:
    clock_words = r"[Aa]t|[Uu]ntil|[Tt]ill|[Oo]pens?(?: at)?|[Cc]loses?(?: at)?|[Ff]rom|[Bb]y"
    if not is_preceded(match, clock_words) or is_plural_noun(match.string[match.end() :]):
        return None
    words = say_time(int(match[1]), int(match[2]))
    if is_preceded(match, r"[Aa]t|[Uu]ntil|[Tt]ill|[Oo]pens?|[Cc]loses?"):
        return words
    return None
