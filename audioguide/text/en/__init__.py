"""English, as it is spoken in Britain or elsewhere."""

from __future__ import annotations

import re
from typing import ClassVar

from ...i18n import _
from ...model import Lexicon
from .. import Confidence, Reading, TextIssue
from ..latin_base import Forms, Grammar, LatinLanguage, any_of, close_sentence, is_preceded, splitting_rules
from ..latin_numbers import FRACTIONS
from ..markup import strip_marks
from ..number_words import cardinal, ordinal
from ..semiotic import Match, Rule, Words, rule
from ..sentence_segmentation import Rules
from ..word_lists import split_words
from . import calendar, clock, names
from .grammar import GRAMMAR, MONTHS, TITLES, WEEKDAYS
from .heteronyms import Heteronym, find_heteronyms

_ABBREVIATIONS = (
    "mt no nos vol vols p pp ch chap fig figs pl cat inv pt vs etc approx ca c e.g i.e a.m p.m jan feb mar apr jun jul "
    "aug sep sept oct nov dec inc ltd co corp bros dept univ cf viz incl excl max min nr tel ext attr anon b d fl r "
    "est mon tue tues wed thu thur thurs fri sat sun ed trans illus temp op sq mk esq jr"
    + " st ave blvd "
    + " ".join(TITLES).lower()
)
"""Their dot ends no sentence."""
_SUBUNITS = {"pound": ("penny", "pence")}
_CODE_WORDS = r"Boeing|Flight|Highway|Route|Interstate|Room|Channel|Locomotive|Bus|Line|Tram|Train"
_LENGTH_WORDS = split_words(
    "high tall wide long deep thick above below from of in and or by to at on away apart up down off across along "
    "square cubic per under over beneath beyond before after short shorter higher taller longer wider deeper that "
    "which who are is was were will would can has have had so while if but than when where the a an it this these "
    "those with for as not there here today now"
)


class English(LatinLanguage):
    """English."""

    tag: ClassVar[str] = "en"
    pace: ClassVar[int] = 150
    grammar: ClassVar[Grammar] = GRAMMAR
    splitting: ClassVar[Rules] = splitting_rules(
        _ABBREVIATIONS, before_numbers="no nos p pp vol vols ch chap fig figs pl inv pt op"
    )

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Return every token spoken otherwise than written, and every word of several readings."""
        readings = super().readings(sentence, lexicon)
        written = self.hide_decided(strip_marks(sentence), lexicon, self.hide_marks(sentence))
        for heteronym in find_heteronyms(written):
            if heteronym.others:
                confidence: Confidence = "sure" if heteronym.is_sure else "doubtful"
                others = tuple(f"/{sense.american}/" for sense in heteronym.others)
                spoken = f"/{heteronym.sense.american}/"
                start = heteronym.start
                readings.append(Reading(heteronym.written, spoken, start, "latin", "rule", confidence, others))
        return sorted(readings, key=lambda reading: reading.start)

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """Return what every language finds, and words of several readings nothing decides between."""
        issues = super().text_issues(text, lexicon)
        for heteronym in find_heteronyms(self.hide_decided(text, lexicon)):
            if not heteronym.is_sure:
                issues.append(_heteronym_issue(heteronym))
        return sorted(issues, key=lambda issue: issue.start)

    def own_rules(self) -> tuple[Rule, ...]:
        """Return dates, times, Roman numerals, titles, feet and inches, ordinals, codes."""
        q, n = self.quantity, self.number
        return (
            rule("money", r"(?<![\w.,])(\d+)s\.(?= [a-z])", self._say_shillings),
            *clock.time_rules(),
            *calendar.date_rules(),
            *names.roman_rules(),
            *names.title_rules(),
            rule("measure", r"(?<![\w.,])(\d+) ?' ?(\d+(?:[½¼¾]|\.\d+| \d/\d)?) ?(?:[\"”]|'')(?!\w)", self._say_feet),
            rule(
                "measure",
                r"(?<![\w.,])(\d+)[ -]?(?:ft|feet|foot)\.?,? ?(\d+(?:[½¼¾]|\.\d+| \d/\d)?) ?"
                r"(?:ins?|inch|inches)(?:\.|(?!\w))",
                self._say_feet,
            ),
            rule("dimension", rf"(?<![\w.,])({q})(['\"”]) ?[x×] ?({q})\2", self._say_primed_sides),
            rule("measure", rf"(?<![\w.,'\"])({q}) ?(['\"])(?![\w'\"])", self._say_prime),
            rule(
                "measure",
                rf"(?<![\w.,])({q}) in(?= (?:wide|high|long|thick|deep|tall|across|in diameter|square|diameter))",
                lambda m: self.count(m[1], ("inch", "inches")),
            ),
            rule(
                "money", r"£(\d[\d,]*) (\d+)s\.?(?: (\d+)d\.?)?(?!\w)", lambda m: self._say_old_money(m[1], m[2], m[3])
            ),
            rule("money", r"(?<![\w.,])(\d+)s\.? (\d+)d\.?(?!\w)", lambda m: self._say_old_money("", m[1], m[2])),
            rule("money", rf"(?<![\w.,])(\d{{1,2}}[{FRACTIONS}]?|[{FRACTIONS}])(p|¢|d\.?)(?!\w)", self._say_pence),
            rule("number", rf"(?<![\w.,$£€])({n}) ?(m|M|bn|k|K|tn)(?= ([a-z]+))", self._say_scaled),
            rule(
                "ordinal", r"(?<![\w.,])(\d+)(?:st|nd|rd|th)?([-–/])(\d+)(?:st|nd|rd|th)(?!\w)", self._say_ordinal_pair
            ),
            rule("ordinal", r"(?<![\w.])(\d+(?:,\d{3})*)(st|nd|rd|th)(?!\w)", self._say_ordinal),
            rule(
                "code",
                r"(?<![\w.,-])(\d+)x(\d+)(?![\w.,])",
                lambda m: f"{cardinal(m[1], 'en')} by {cardinal(m[2], 'en')}",
            ),
            rule("code", r"(?<![\w-])([A-Z]{1,4})(-?)(\d{1,4})([A-Z]?)(?![\w-]|[.,:]\d|%)", self._say_code),
            rule(
                "code",
                r"(?<![\w.,-])(\d{3})(?![\w.,-]?\d|\w)",
                lambda m: say_code_digits(m[1]) if is_preceded(m, _CODE_WORDS) else None,
            ),
            rule("code", r"(?<![\w.,-])(\d{1,4})([A-Z]{1,3}|[ab])(?!\w|\.\w)", self._say_lettered_number),
            rule("number", r"(?<![\w.,])(\d+)s(?!\w)", lambda m: make_plural(self.say_number(m[1]))),
            rule("number", r"(?<![\w.,])\.(\d+)(?![\w.])", lambda m: f"point {self.say_digits(m[1])}"),
            rule("verse", r"(?<![\w.,:])(\d+):(\d+)[-–](\d+)(?![\w:])", self._say_verses),
            rule("abbreviation", r"(?<=\d )pp?\.(?!\w)", lambda m: close_sentence("pages", m)),
            rule("number", rf"(?<![\w.,])({n})x(?!\w)", lambda m: f"{self.say_number(m[1])} times"),
            rule("symbol", r"(?<=\d) [x×] (?=[€$£])", lambda m: " times "),
            rule("per", r"(?<=[\w.])/(yr|hr|min|sec)\b\.?", lambda m: f" per {_PER_UNITS[m[1]]}"),
            rule("letters", r"(?<![\w-])([A-Z]{2,4})s(?!\w)", lambda m: " ".join(m[1]) + "s"),
            rule("range", r"(?<![\w-])([A-HJ-Z])[-–]([A-HJ-Z])(?![\w-])", lambda m: f"{m[1]} to {m[2]}"),
            rule("word", r"(?<=[a-z])/(?=[a-z])", lambda m: self.say_per(m) or " "),
        )

    def late_rules(self) -> tuple[Rule, ...]:
        """Return lone years."""
        return calendar.year_rules()

    def year(self, number: str) -> str:
        """Return a year: ``nineteen seventy-six``."""
        return calendar.say_year(int(number))

    def date(self, day: int, month: int, year: str) -> str:
        """Return a date: ``May third, twenty ten``."""
        words = f"{MONTHS[month - 1]} {ordinal(str(day), 'en')}"
        return f"{words}, {calendar.say_year(int(year))}" if year else words

    def numeric_date(self, match: Match) -> str | Words | None:
        """Return a date in three numbers, doubted where day and month could change places."""
        return calendar.say_numeric_date(match)

    def clock(self, hour: int, minute: int) -> str:
        """Return a time: ``seven thirty``, ``nine o'clock``, ``seven oh five``."""
        return clock.say_time(hour, minute)

    def fraction(self, above: int, below: int) -> str:
        """Return a fraction: ``one half``, ``three quarters``, ``two thirds``."""
        name = {2: "half", 4: "quarter"}.get(below) or ordinal(str(below), "en")
        plural = {"half": "halves"}.get(name, name + "s")
        return f"{cardinal(str(above), 'en')} {name if above == 1 else plural}"

    def mixed_fraction(self, integer: str, above: int, below: int) -> str:
        """Return ``two and a half``, ``a quarter``."""
        words = self.fraction(above, below)
        if above == 1:
            words = re.sub("^one ", "a ", words)
        return f"{cardinal(integer, 'en')} and {words}" if integer and integer != "0" else words

    def cents(self, integer: str, cents: str, forms: Forms) -> str:
        """Return ``three dollars fifty``, ``forty cents``."""
        if integer.strip("0,") == "":
            unit = _SUBUNITS.get(forms[0], ("cent", "cents"))
            return f"{cardinal(cents, 'en')} {unit[int(cents) != 1]}"
        return f"{self.count(integer, forms)} {cardinal(cents, 'en')}"

    def say_score(self, match: Match) -> str:
        """Return ``three two``, ``one nil``."""
        return " ".join(cardinal(number, "en") if int(number) else "nil" for number in match.groups()[:2])

    def _say_feet(self, match: Match) -> str:
        feet = self.count(match[1], ("foot", "feet"))
        return close_sentence(f"{feet} {self.count(match[2], ('inch', 'inches'))}", match)

    def _say_primed_sides(self, match: Match) -> str:
        forms = ("foot", "feet") if match[2] == "'" else ("inch", "inches")
        return f"{self.count(match[1], forms)} by {self.count(match[3], forms)}"

    def _say_prime(self, match: Match) -> str | None:
        sign, before = match[2], match.string[: match.start()]
        opened = len(re.findall(r'(?<!\d)"', before)) % 2 if sign == '"' else len(re.findall(r"(?<!\w)'(?=\w)", before))
        if opened:
            return None  # the sign closes a quotation
        forms = ("foot", "feet") if sign == "'" else ("inch", "inches")
        after = re.match(r" ([a-z]+)", match.string[match.end() :])
        if after and after[1] not in _LENGTH_WORDS and is_preceded(match, r"[Aa]n?|[Tt]he|[Ii]ts"):
            return f"{self.say_quantity(match[1])} {forms[0]}"
        return self.count(match[1], forms)

    def say_range(self, match: Match) -> str | Words:
        """Return a range; opening hours after a weekday may fall: ``Mon–Fri 9–5``."""
        words = super().say_range(match)
        hours = any_of([*WEEKDAYS, *WEEKDAYS.values()]) + r"s?|[Dd]aily|[Oo]pen|[Hh]ours"
        return words.text if isinstance(words, Words) and is_preceded(match, hours) else words

    def _say_old_money(self, pounds: str, shillings: str, pence: str | None) -> str:
        words = [self.count(pounds, ("pound", "pounds"))] if pounds else []
        words.append(self.count(shillings, ("shilling", "shillings")))
        if pence:
            words.append(f"and {self.count(pence, ('penny', 'pence'))}")
        return " ".join(words)

    def _say_shillings(self, match: Match) -> str | None:
        years = is_preceded(match, r"[Tt]he|[Hh]is|[Hh]er|[Tt]heir|early|mid|late")
        return None if years else self.count(match[1], ("shilling", "shillings"))

    def _say_pence(self, match: Match) -> str:
        forms = ("penny", "pence") if match[2][0] in "pd" else ("cent", "cents")
        return close_sentence(self.count(match[1], forms), match)

    def _say_scaled(self, match: Match) -> str | Words | None:
        amount, scale, following = match.groups()
        words = f"{self.say_number(amount)} {GRAMMAR.scales[scale]}"
        if scale in ("bn", "tn", "k", "K"):
            return words
        if following in _LENGTH_WORDS or not calendar.is_plural_noun(match.string[match.end() :]):
            return None
        return words

    def _say_ordinal_pair(self, match: Match) -> str:
        joint = "or" if match[2] == "/" else "to"
        return f"{ordinal(match[1], 'en')} {joint} {ordinal(match[3], 'en')}"

    def say_measure(self, match: Match) -> str | None:
        """Return a quantity and its unit, the unit singular before a noun: ``a nine millimetre bullet``."""
        after = re.match(r" ([a-z]+)", match.string[match.end() :])
        if after and after[1] not in _LENGTH_WORDS and is_preceded(match, r"[Aa]n?|[Tt]he(?: first| only)?|[Ii]ts"):
            return f"{self.say_quantity(match[2])} {GRAMMAR.units[match[4]][0]}"
        return super().say_measure(match)

    def _say_lettered_number(self, match: Match) -> str | None:
        if match[2] in ("s", "h") or match[1] + match[2] in GRAMMAR.units:
            return None
        return f"{self.say_number(match[1])} {' '.join(match[2])}"

    def _say_verses(self, match: Match) -> str:
        chapter, first, last = (self.say_number(number) for number in match.groups())
        return f"{chapter}, {first} to {last}"

    def _say_ordinal(self, match: Match) -> str | None:
        number = match[1].replace(",", "")
        words = ordinal(number, "en")
        stone = match[2] == "st" and not words.endswith("first")
        return None if stone else words

    def _say_code(self, match: Match) -> str:
        letters, _hyphen, digits, suffix = match.groups()
        return " ".join([*letters, say_code_digits(digits), *suffix])


def _heteronym_issue(heteronym: Heteronym) -> TextIssue:
    senses = sorted((heteronym.sense, *heteronym.others), key=lambda sense: sense.american)
    choices = tuple(f"{{{heteronym.written}|/{sense.american}/}}" for sense in senses)
    labels = " · ".join(f"/{sense.american}/ {sense.label}" for sense in senses)
    message = _("“{written}” can be read in several ways: {options}. Now it is read {spoken}.").format(
        written=heteronym.written, options=labels, spoken=f"/{heteronym.sense.american}/"
    )
    hint = _("Write how it is said: {choices}").format(choices=" / ".join(choices))
    return TextIssue("ambiguous-word", heteronym.start, heteronym.written, message, hint, choices=choices)


_PER_UNITS = {"yr": "year", "hr": "hour", "min": "minute", "sec": "second"}


def say_code_digits(digits: str) -> str:
    """Return the digits of a road, room or model: ``forty``, ``three oh three``, ``three eighty``."""
    if len(digits) <= 2 and digits[0] != "0":
        return cardinal(digits, "en")
    if len(digits) == 3 and digits.endswith("00"):
        return cardinal(digits, "en")
    if len(digits) == 3 and digits[2] == "0" and digits[1] != "0":
        return f"{cardinal(digits[0], 'en')} {cardinal(digits[1:], 'en')}"  # A380
    return " ".join("oh" if digit == "0" else cardinal(digit, "en") for digit in digits)


def make_plural(words: str) -> str:
    """Return a number as a plural: ``fives``, ``sixties``, ``sixes``."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")
