"""What languages with spaces between words share: one normaliser, driven by a ``Grammar`` of data.

Numbers in words come from ``num2words``; the order of the rules decides what a number means where it stands.
"""

from __future__ import annotations

import difflib
import re
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

from ..model import Lexicon
from . import Language, Reading, TextIssue, checks
from .markup import rewrite_outside_marks, strip_marks
from .sentence_segmentation import Rules, split_sentences

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match], str]]
Forms = tuple[str, str]
"""Singular and plural."""

_ACRONYMS = "NASA NATO UNESCO UNICEF OPEC APEC ASEAN FIFA AIDS SARS RADAR LASER OTAN SIDA ONU OVNI"
ACRONYMS = frozenset(_ACRONYMS.split())
"""Capitals said as a word."""

_LONGEST = 15  # digits; beyond them numbers name things
_EDGE = " ,.;:!?¡¿\"“”‘’'«»‹›()[]…—–-"
_ONE_FORM = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2011": "-", "’": "'"})
_SPEAKABLE = re.compile(
    r"[A-Za-zÀ-ɏ\d\s.,;:!?¡¿'’‘“”\"«»‹›()\[\]…—–\-/_{}|%‰°²³½¼¾×+=&@#$€£¥<>±·ºª§\U000f0000-\U000ffffd]"
)


@dataclass(frozen=True)
class Grammar:
    """How one language writes numbers, and the words it says around them."""

    code: str
    """Its code in ``num2words``."""
    thousands: str
    """Characters that part groups of three digits."""
    decimal: str
    """The decimal sign."""
    point: str
    """The word for it."""
    to: str
    """Between the ends of a range."""
    minus: str
    percent: str
    cents: str
    """Between whole units of money and hundredths: ``three euros *fifty*`` has none in English."""
    of: str
    """Between *million* and what is counted, with its space: ``un millón *de * euros``."""
    one: Forms
    """*One* before a noun, masculine and feminine."""
    feminine: frozenset[str]
    """Singular nouns that take the second of these."""
    scales: tuple[str, ...]
    """*million*, *billion* as written after a number."""
    months: tuple[str, ...]
    spoken_length: Mapping[str, Forms]
    currencies: Mapping[str, Forms]
    abbreviations: Mapping[str, str]
    """Said in full wherever they stand."""
    counted: Mapping[str, str]
    """Said in full only before a number: ``No.``, ``p.``."""
    symbols: Mapping[str, str]


@lru_cache(maxsize=8192)
def cardinal(number: str, code: str) -> str:
    """A whole number in words, without the library's commas; digit by digit where it has no word for so many."""
    from num2words import num2words

    if len(number) > _LONGEST:
        return " ".join(cardinal(digit, code) for digit in number)
    return str(num2words(int(number), lang=code)).replace(",", "")


@lru_cache(maxsize=1024)
def ordinal(number: str, code: str) -> str:
    """A whole number as an ordinal in words."""
    from num2words import num2words

    if len(number) > _LONGEST:
        return cardinal(number, code)
    return str(num2words(int(number), lang=code, to="ordinal")).replace(",", "")


class Spaced(Language):
    """A language written in Latin letters."""

    grammar: ClassVar[Grammar]
    splitting: ClassVar[Rules]

    def __init__(self) -> None:
        self._rules = (*self._opening(), *self.special(), *self._closing())

    # ------------------------------------------------------------ what a language tells

    def special(self) -> tuple[Rule, ...]:
        """The language's own patterns: dates, ordinals, Roman numerals."""
        return ()

    def year(self, number: str) -> str:
        """A year in words."""
        return cardinal(number, self.grammar.code)

    @abstractmethod
    def date(self, day: str, month: str, year: str) -> str:
        """A date in words, from its numbers."""

    @abstractmethod
    def clock(self, hour: str, minute: str) -> str:
        """A time of day in words."""

    @abstractmethod
    def fraction(self, above: str, below: str) -> str:
        """A fraction in words."""

    # ------------------------------------------------------------ the contract of languages

    def sentences(self, paragraph: str) -> list[str]:
        """Split where a stop is followed by a fresh start."""
        return split_sentences(paragraph, self.splitting)

    def normalise(self, sentence: str) -> str:
        """Numbers, units, symbols and abbreviations in words."""
        return rewrite_outside_marks(sentence, self._plain)

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Every word that is said otherwise than it is written."""
        written = strip_marks(sentence)
        before = list(re.finditer(r"\S+", written))
        after = strip_marks(self.spoken(sentence, lexicon)).split()
        found = []
        matcher = difflib.SequenceMatcher(a=[word[0] for word in before], b=after, autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind not in ("replace", "delete"):
                continue
            start = before[a].start()
            token = written[start : before[b - 1].end()].strip(_EDGE)
            said = " ".join(after[c:d]).strip(_EDGE)
            if token and token != said:
                found.append(Reading(token, said, written.index(token, start), _kind(token), "rule", "likely"))
        return found

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """Characters nobody can say, broken marks, quotes without a partner."""
        found = checks.mark_issues(text, lambda written, reading: None)
        found += checks.unspeakable_runs(text, lambda character: _SPEAKABLE.match(character) is not None)
        found += checks.unbalanced_pairs(text, {"“": "”", "(": ")", "[": "]", "«": "»"})
        return sorted(found, key=lambda doubt: doubt.start)

    def spoken_length(self, text: str) -> int:
        """Words as spoken."""
        return len(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", strip_marks(self.normalise(text))))

    # ------------------------------------------------------------ numbers

    def say(self, number: str) -> str:
        """A whole number or decimal, as written in the language."""
        whole, point, decimals = number.partition(self.grammar.decimal)
        said = cardinal(whole or "0", self.grammar.code)
        return f"{said} {self.grammar.point} {self.digits(decimals)}" if point else said

    def digits(self, text: str) -> str:
        """Digit by digit."""
        return " ".join(cardinal(character, self.grammar.code) for character in text if character.isdecimal())

    def count(self, number: str, forms: Forms) -> str:
        """So many of a thing, in its singular or plural."""
        if number == "1":
            return f"{self.grammar.one[forms[0] in self.grammar.feminine]} {forms[0]}"
        return f"{self.say(number)} {forms[1]}"

    def price(self, amount: str, forms: Forms, scale: str | None) -> str:
        """A sum of money: hundredths are said after the unit, other decimals before it."""
        if scale:
            return f"{self.say(amount)} {scale} {self.grammar.of}{forms[1]}"
        whole, _point, cents = amount.partition(self.grammar.decimal)
        if len(cents) == 2:
            tail = f" {self.grammar.cents}{cardinal(cents, self.grammar.code)}" if int(cents) else ""
            return self.count(whole, forms) + tail
        return self.count(amount, forms)

    # ------------------------------------------------------------ the rules

    def _plain(self, text: str) -> str:
        text = text.translate(_ONE_FORM)
        for pattern, say in self._rules:
            text = pattern.sub(say, text)
        text = re.sub(r" {2,}", " ", text).strip()
        return "".join(character for character in text if _SPEAKABLE.match(character))

    def _opening(self) -> tuple[Rule, ...]:
        """What is decided by signs around a number, before the language's own rules."""
        g = self.grammar
        number = rf"\d+(?:{re.escape(g.decimal)}\d+)?"
        group = f"[{re.escape(g.thousands)}]"
        scale = rf"(?: ({either(g.scales)}))?"
        currency, unit = either(g.currencies), either(g.spoken_length)
        return rules(
            (rf"(?<!\w){either(g.abbreviations)}(?!\w)", lambda m: g.abbreviations[m[0]]),
            (rf"(?<!\w)({either(g.counted)}) ?(?=\d)", lambda m: g.counted[m[1]] + " "),
            (rf"(?<![\d.,])\d{{1,3}}(?:{group}\d{{3}})+(?!\d)", lambda m: re.sub(group, "", m[0])),
            (r"(?<!\d)(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)", lambda m: self.date(m[3], m[2], m[1])),
            (r"(?<![\w.])\+?\d{1,4}(?:[ -]\(?\d{2,4}\)?){2,5}(?![\w-])", self._telephone),
            (rf"({currency}) ?({number}){scale}(?!\d)", lambda m: self.price(m[2], g.currencies[m[1]], m[3])),
            (
                rf"(?<![\d.,])({number}){scale} ?({currency})(?!\w)",
                lambda m: self.price(m[1], g.currencies[m[3]], m[2]),
            ),
            (
                rf"({number}) ?%? ?[-–] ?({number}) ?%",
                lambda m: f"{self.say(m[1])} {g.to} {self.say(m[2])} {g.percent}",
            ),
            (rf"({number}) ?%", lambda m: f"{self.say(m[1])} {g.percent}"),
            (
                rf"(?<!\w)({number}) ?[-–] ?({number}) ?({unit})(?!\w)",
                lambda m: f"{self.say(m[1])} {g.to} {self.count(m[2], g.spoken_length[m[3]])}",
            ),
            (
                rf"(?<![\w.,])(-?)({number}) ?({unit})(?![\w²³/])",
                lambda m: (g.minus + " " if m[1] else "") + self.count(m[2], g.spoken_length[m[3]]),
            ),
            (r"(?<![\d:])(\d{1,2}):([0-5]\d)(?![\d:])", lambda m: self.clock(m[1], m[2])),
        )

    def _closing(self) -> tuple[Rule, ...]:
        """What is left: years, ranges, fractions, acronyms, plain numbers, symbols."""
        g = self.grammar
        number = rf"\d+(?:{re.escape(g.decimal)}\d+)?"
        year = r"(1[1-9]\d\d|20\d\d)"
        return rules(
            (rf"(?<![\d.,/-]){year} ?[-–—] ?{year}(?!\d)", lambda m: f"{self.year(m[1])} {g.to} {self.year(m[2])}"),
            (rf"(?<![\w.,/]){year}(?!\d|[.,]\d|-\d)", lambda m: self.year(m[1])),
            (
                rf"(?<![\w-])({number}) ?[-–] ?({number})(?![\w-])",
                lambda m: f"{self.say(m[1])} {g.to} {self.say(m[2])}",
            ),
            (r"(?<![\d:])(\d+):(\d+)(?![\d:])", lambda m: f"{self.say(m[1])} {g.to} {self.say(m[2])}"),
            (r"(?<![\d/])(\d+)/(\d+)(?![\d/])", lambda m: self.fraction(m[1], m[2])),
            (r"(?<![\w-])-(?=\d)", lambda m: g.minus + " "),
            (r"(?<!\w)(?:[A-Z]\.){2,}", lambda m: " ".join(m[0].replace(".", ""))),
            (r"(?<!\w)[A-Z]{2,4}(?!\w)", lambda m: m[0] if m[0] in ACRONYMS else " ".join(m[0])),
            (r"(?<=[^\W\d_])-?(?=\d)|(?<=\d)(?=[^\W\d_])", lambda m: " "),
            (r"(?<![\d.,])0\d+", lambda m: self.digits(m[0])),
            (number, lambda m: self.say(m[0])),
            (rf" ?({either(g.symbols)}) ?", lambda m: f" {g.symbols[m[1]]} "),
        )

    def _telephone(self, found: Match) -> str:
        return ", ".join(self.digits(part) for part in re.split("[ -]", found[0]))


def rules(*written: tuple[str, Callable[[Match], str]]) -> tuple[Rule, ...]:
    """Patterns compiled."""
    return tuple((re.compile(pattern), say) for pattern, say in written)


def either(words: Mapping[str, object] | tuple[str, ...]) -> str:
    """The words as a regular-expression group, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _kind(token: str) -> Literal["number", "latin", "symbol"]:
    if re.search(r"\d", token):
        return "number"
    return "latin" if re.search(r"[^\W\d_]", token) else "symbol"
