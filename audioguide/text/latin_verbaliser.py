"""Numbers, money, measures, times and letters in words, by the ``Grammar`` of a language written in Latin letters.

A language adds its own semiotic classes (dates, ordinals, Roman numerals); its rules go before the shared ones.
"""

from __future__ import annotations

import math
import re
from functools import cached_property

from .latin_grammar import any_of, close_sentence, glued_scales, is_followed, is_preceded, text_before, worded_scales
from .latin_numbers import FRACTIONS, NumberWords
from .semiotic import Match, Rule, Words, rule

_ACRONYMS = "NASA NATO UNESCO UNICEF OPEC APEC ASEAN FIFA UEFA AIDS SARS RADAR LASER OTAN SIDA ONU OVNI COVID"
_SPANISH_ACRONYMS = "AVE RENFE UNED ICOMOS"
ACRONYMS = frozenset((*_ACRONYMS.split(), *_SPANISH_ACRONYMS.split()))
"""Capitals said as a word."""

_AMOUNTS = ["g", "kg", "t", "l", "L", "m", "km", "m²", "m2", "km²", "km2", "cm²", "cm2", "ha", "m³", "m3", "cm³"]
UNITS_BELOW_A_STROKE = frozenset(["s", "min", "h", *_AMOUNTS])
_DOMAINS = "com|org|net|edu|info|museum|uk|eu|de|fr|es|it|pt|nl|ch|at|cn|jp|au|ca|io"
"""Last parts of addresses that are written without www."""


class LatinVerbaliser(NumberWords):
    """Puts the semiotic tokens of one language into words."""

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of the language, the earlier before the later where several match at one place."""
        return (
            *self._identifier_rules(),
            *self._coordinate_rules(),
            *self.own_rules(),
            *self._measure_rules(),
            *self._number_rules(),
        )

    def _identifier_rules(self) -> tuple[Rule, ...]:
        """Return the classes no language writes otherwise: addresses, ISBN, telephones, numeric dates."""
        g = self.grammar
        circa = {**g.counted, **g.abbreviations}
        day = r"(0?[1-9]|[12]\d|3[01])"
        return (
            rule(
                "electronic",
                rf"(?<![\w@.])(?:https?://)?(?:www\.[\w-]+(?:\.[\w-]+)+|[\w.-]+@[\w-]+(?:\.[\w-]+)+"
                rf"|[\w-]+(?:\.[\w-]+)*\.(?:{_DOMAINS}))(?!\w)(?:/[\w/-]+)?",
                self._say_address,
            ),
            rule(
                "identifier",
                r"(?<!\w)(ISBN)(-1[03])?((?: (?!\d)\w+)?:? ?)(97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dX])(?!\d)",
                lambda m: (
                    f"{' '.join(m[1])}{f' {self.say_number(m[2][1:])}' if m[2] else ''}{m[3]}{self.say_digits(m[4])}"
                ),
            ),
            rule(
                "date",
                r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])",
                lambda m: self.date(int(m[3]), int(m[2]), m[1]),
            ),
            rule(
                "date",
                rf"(?<![\d./-]){day}([./-]){day}\2(1\d{{3}}|20\d\d|\d\d)(?!\d|[./-]\d)",
                self.numeric_date,
            ),
            rule(
                "date",
                r"(?<![\w.])(ca?\.)(1\d{3}|20\d\d)(?!\w|[.,–-]\d)",
                lambda m: f"{circa[m[1]]} {self.year(m[2])}" if m[1] in circa else None,
            ),
            rule(
                "telephone",
                r"(?<![\w.,])(?:\+?\d[\d ()./-]{5,}\d|\d{6,}|\d{3,5}(?! "
                r"(?!for|and|from|before|pour|para|por|now|free|dans)[^\W\d_]{3,}))(?![\w-])",
                lambda m: self.split_phone(m[0]) if is_preceded(m, g.phone_words) else None,
            ),
            rule(
                "telephone",
                r"(?<![\w.,/-])(?:\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}"
                r"|0\d{1,4}(?:[ .-]\d{2,4}){2,5}|0\d{2,4} \d{3,8}"
                r"|\(\d{3}\) ?\d{3}[ -]\d{4}|1-\d{3}-\d{3}-\d{4}|\(0\d+\) ?\d{3,4}(?:[ -]\d{3,4})*"
                r"|\d{2,4}(?:[ -]\d{2,4}){3,5}|\d{3}[ -]\d{3}[ -]\d{4}|\d{3}-\d{4})(?![\w-])",
                lambda m: self.split_phone(m[0]),
            ),
        )

    def _coordinate_rules(self) -> tuple[Rule, ...]:
        """Return places on the earth: ``51° 28' N``, ``51.4775° N``, ``N 51° 28'``."""
        wind = any_of(self.grammar.winds)
        part = r"(\d+(?:[.,]\d+)?)"
        angle = rf"({self.number})°(?: ?{part}'(?!'))?(?: ?{part}(?:\"|''))?"
        return (
            rule(
                "coordinate",
                rf"(?<![\w.,]){angle} ?({wind})(?!\w)",
                lambda m: f"{self._say_angle(m[1], m[2], m[3])} {self.grammar.winds[m[4]]}",
            ),
            rule(
                "coordinate",
                rf"(?<!\w)({wind}) ?{angle}(?!\w)",
                lambda m: f"{self.grammar.winds[m[1]]} {self._say_angle(m[2], m[3], m[4])}",
            ),
            rule(
                "coordinate",
                rf"(?<![\w.,])(\d+)° ?{part}'(?!')(?: ?{part}(?:\"|''))?(?!\w)",
                lambda m: self._say_angle(m[1], m[2], m[3]),
            ),
        )

    def _say_angle(self, *parts: str | None) -> str:
        """Return degrees, minutes and seconds, as far as they are given."""
        return " ".join(
            self.count(part, forms) for part, forms in zip(parts, self.grammar.angle, strict=True) if part is not None
        )

    def _measure_rules(self) -> tuple[Rule, ...]:
        """Return money, percentages, dimensions, measures, scores, scales and times."""
        g = self.grammar
        q, n = self.quantity, self.number
        scale = rf"(?:(?: ?)({glued_scales(g.scales)})(?!\w)|(?:[ -])({worded_scales(g.scales)})(?!\w))?"
        currency, unit = any_of(g.currencies), any_of(g.units)
        dash = r" ?[-–—] ?"
        scores = rf"(?:{g.score_words}):?(?: \d+ ?[-–:] ?\d+,)*"
        return (
            rule(
                "measure",
                rf"(?<![\w.,])({q}) ?({unit}|{any_of(g.rate_units)})/({self.unit_below})(?![\w²³/])",
                self._say_rate,
            ),
            rule("per", rf"(?<=[\w.€$£])/({self.unit_below})(?![\w²³/])", self._say_per_unit),
            rule("per", r"(?<=[\w€$£¥¢.])/(?=[^\W\d_]{3,})", self.say_per),
            rule(
                "money",
                rf"(?<!\w)({currency}) ?({n}){dash}(?:{currency})?({n}){scale}(?![\d])",
                lambda m: self._price_range(m[2], m[3], m[1], m[4] or m[5]),
            ),
            rule(
                "money",
                rf"(?<!\w)({currency}) ?({n}){scale}(?!\d)",
                lambda m: self.price(m[2], g.currencies[m[1]], m[3] or m[4]),
            ),
            rule(
                "money",
                rf"(?<![\w.,])({n}){dash}({n}){scale} ?({currency})(?!\w)",
                lambda m: self._price_range(m[1], m[2], m[5], m[3] or m[4]),
            ),
            rule(
                "money",
                rf"(?<![\w.,])({n}){scale} ?(?:{g.partitive.strip() or 'of'} )?({currency})(?!\w)",
                lambda m: self.price(m[1], g.currencies[m[4]], m[2] or m[3]),
            ),
            rule(
                "percent",
                rf"(?<![\w.,])(-?)({n}) ?%?{dash}({n}) ?%",
                lambda m: f"{self._sign(m[1])}{self.say_number(m[2])} {g.to} {self.say_number(m[3])} {g.percent}",
            ),
            rule(
                "percent",
                rf"(?<![\w.,])(-?)({q}) ?%",
                lambda m: f"{self._sign(m[1])}{self.say_quantity(m[2])} {g.percent}",
            ),
            rule(
                "dimension",
                rf"(?<![\w.,])({q})(?: ?({unit}))? ?[x×] ?({q})(?: ?({unit}))?(?: ?[x×] ?({q})(?: ?({unit}))?)?(?!\w)",
                self._say_dimension,
            ),
            rule(
                "measure",
                rf"(?<![\w.,])({q}){dash}({q})[ -]?({unit})(?![\w²³/])",
                self._say_measure_range,
            ),
            rule(
                "measure",
                rf"(?<![\w.,])(-?)({q})([ -]?)({unit})(?:\.(?= [a-zà-ÿ]))?(?![\w²³'])(?!/[^\W\d_]{{1,2}}\b)",
                self.say_measure,
            ),
            rule(
                "score",
                r"(?<![\w.,:-])(\d{1,3}) ?[-–:] ?(\d{1,3})(?![\w%:-])",
                lambda m: self.say_score(m) if is_preceded(m, scores) or is_followed(m, g.score_words) else None,
            ),
            rule(
                "scale",
                rf"(?<![\w.,:/])(\d+) ?[:/] ?({n})(?!\w)",
                lambda m: self.say_scale(m) if is_preceded(m, g.scale_words) else None,
            ),
            rule("scale", rf"(?<![\w.,:])(1) ?: ?(?!0)({n})(?![\w:])", self._say_lone_scale),
            rule(
                "time", r"(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])", lambda m: self.clock(int(m[1]), int(m[2]))
            ),
            rule("ratio", rf"(?<![\w.,:])({n}) ?: ?({n})(?![\w:])", self.say_scale),
        )

    def _number_rules(self) -> tuple[Rule, ...]:
        """Return what is left: abbreviations, ranges, fractions, acronyms, plain numbers, symbols."""
        g = self.grammar
        n = self.number
        return (
            *self.late_rules(),
            rule(
                "abbreviation",
                rf"(?<![\w.])({any_of(g.counted)})(?: ?(?=\d)| (?=(?:[IVXL]+|[ivxl]+)\b|ca?\.? ?\d))",
                lambda m: g.counted[m[1]] + " ",
            ),
            rule(
                "abbreviation",
                rf"(?<![\w.]){any_of(g.abbreviations)}(?!\w)",
                lambda m: close_sentence(g.abbreviations[m[0]], m),
            ),
            rule(
                "verse",
                rf"(?<=[^\W\d_] )(\d+){re.escape(g.decimal)}(\d+) ?[-–] ?(\d+)(?![\w/-]|[.,–]\d)",
                self._say_verses_after_book,
            ),
            rule("range", rf"(?<![\w.,/-])({n}) ?[-–] ?({n})(?![\w/-]|–\d)", self.say_range),
            rule(
                "fraction",
                r"(?<![\w.,/])(\d+) ([1-9])/([1-9]\d?)(?![\d/])",
                lambda m: self.mixed_fraction(m[1], int(m[2]), int(m[3])),
            ),
            rule("fraction", rf"(?<![\w.,/])\d*[{FRACTIONS}]", self._say_lone_fraction),
            rule("fraction", r"(?<![\w.,/])(\d+)/(\d+)(?![\w/])", self.say_fraction),
            rule("symbol", r"(?<![\w-])-(?=\d)", lambda m: g.minus + " "),
            rule("letters", r"(?<!\w)(?:[A-Z]\.){2,}", lambda m: " ".join(m[0].replace(".", ""))),
            rule("letters", r"(?<![\w-])[A-Z]{2,5}(?!\w)", self.say_acronym),
            rule("digits", r"(?<![\w.,])0\d+(?![.,]?\d)", lambda m: self.say_digits(m[0])),
            rule(
                "digits",
                r"(?<![\w.,])\d{1,2}(?:\.\d{1,2}){2,3}(?![.,]?\w)",
                lambda m: f" {g.point} ".join(self.say_number(part) for part in m[0].split(".")),
            ),
            rule("number", n, self.say_plain_number),
            rule("symbol", rf"({any_of(g.symbols)})\1{{3,}} ?", lambda m: " "),  # a dividing line, drawn by keys
            rule("symbol", rf"({any_of(g.symbols)}) ?", lambda m: f" {g.symbols[m[1]]} "),
        )

    @cached_property
    def unit_below(self) -> str:
        """The pattern of a unit below a stroke: ``s`` in 12 l/s."""
        return any_of(
            {sign for sign in self.grammar.units if sign in UNITS_BELOW_A_STROKE} | {*self.grammar.rate_units}
        )

    def say_measure(self, match: Match) -> str | None:
        """Return a quantity and its unit; with a hyphen between them (``a 5-km walk``) the unit is singular."""
        sign, quantity, joint, unit = match.groups()
        forms = self.grammar.units[unit]
        if joint == "-":
            return f"{self._sign(sign)}{self.say_quantity(quantity)} {forms[0]}"
        return close_sentence(self._sign(sign) + self.count(quantity, forms), match, before_capital=True)

    def _say_measure_range(self, match: Match) -> str:
        low, high, unit = match.groups()
        forms = self.grammar.units[unit]
        first = self.say_quantity(low, forms[0] in self.grammar.feminine)
        return f"{first} {self.grammar.to} {self.count(high, forms)}"

    def say_per(self, match: Match) -> str | None:
        """Return the word between a price or measure and what it is for; None after anything else."""
        counted = re.search(
            r"(?:\d\s?[^\s/\d]{0,6}|[€$£¥]\s?[\d.,]+\s?[kmbn]*|(?:\d\s?[€$£¥¢]|[€$£¥]\s?[\d.,]+)/[^\W\d_]+\.?)$",
            text_before(match),
        )
        return f" {self.grammar.per} " if counted else None

    def _say_rate(self, match: Match) -> str | None:
        """Return ``thirty cubic metres per second``; None for a rate that is a unit itself (``km/h``)."""
        quantity, above, below = match.groups()
        if f"{above}/{below}" in self.grammar.units:
            return None
        units = {**self.grammar.rate_units, **self.grammar.units}
        words = f"{self.count(quantity, units[above])} {self.grammar.per} {units[below][0]}"
        return close_sentence(words, match, before_capital=True)

    def _say_per_unit(self, match: Match) -> str | None:
        """Return what a price or a count is for: ``5 €/kg``, ``120 people/km²``; None after anything else."""
        per = self.say_per(match)
        return per and f"{per}{ {**self.grammar.rate_units, **self.grammar.units}[match[1]][0] }"

    def say_score(self, match: Match) -> str:
        """Return a result: ``three to two``."""
        return f"{self.say_number(match[1])} {self.grammar.to} {self.say_number(match[2])}"

    def say_scale(self, match: Match) -> str | Words:
        """Return a scale or ratio: ``one to fifty``."""
        return f"{self.say_number(match[1])} {self.grammar.ratio} {self.say_number(match[2])}"

    def _say_lone_scale(self, match: Match) -> str | Words:
        below = match[2]
        scale = f"{self.say_number(match[1])} {self.grammar.ratio} {self.say_number(below)}"
        if not re.fullmatch("[1-5][0-9]", below) or int(below) % 5 != 0:
            return scale
        time = self.clock(1, int(below))
        if is_preceded(match, self.grammar.time_words):
            return time
        return Words(scale, "ambiguous-number", (scale, time))

    def say_range(self, match: Match) -> str | Words:
        """Return a range; one that falls is doubted."""
        words = f"{self.say_number(match[1])} {self.grammar.to} {self.say_number(match[2])}"
        low, high = (re.sub(r"\D", "", match[i]) for i in (1, 2))
        if self.grammar.decimal not in match[0] and int(low) >= int(high):
            return Words(words, "ambiguous-number", (words, f"{self.say_digits(low)} {self.say_digits(high)}"))
        return words

    def _say_verses_after_book(self, match: Match) -> Words | None:
        """Return chapter and verses after the short name of a book, doubted: Ac 2,1-4 may be a range of decimals."""
        if not is_preceded(match, r"(?:[1-3] ?)?[A-ZÀ-Þ][a-zà-ÿ]{0,4}\.?"):
            return None
        chapter, first, last = map(self.say_number, match.groups())
        verses = f"{chapter}, {first} {self.grammar.to} {last}"
        return Words(
            verses, "ambiguous-number", (verses, f"{chapter} {self.grammar.point} {first} {self.grammar.to} {last}")
        )

    def say_fraction(self, match: Match) -> str | Words:
        """Return a fraction; one that may be something else is doubted."""
        above, below = int(match[1]), int(match[2])
        is_reduced = math.gcd(above, below) == 1  # 2/6 is two shillings and sixpence, or two pages
        is_named = is_preceded(match, any_of(self.grammar.counted))  # No. 3/4 are two rooms
        if (0 < above < below <= 10 and is_reduced and not is_named) or (
            above == 1 and not is_named and below in (12, 16, 20, 50, 100, 1000)
        ):
            return self.fraction(above, below)
        words = f"{self.say_number(match[1])} {self.say_number(match[2])}"
        choices = (words, self.fraction(above, below)) if below else (words,)
        return Words(words, "ambiguous-number", choices)

    def _say_lone_fraction(self, match: Match) -> str | Words:
        """Return a fraction sign with its number; glued to letters, it is kept apart from them and doubted."""
        words = self.say_quantity(match[0])
        if match.string[match.end() : match.end() + 1].isalpha():
            return Words(f"{words} ", "ambiguous-number", (words,))
        return words

    def say_acronym(self, match: Match) -> str | Words | None:
        """Return capitals letter by letter, unless they are a word or the text is set in capitals."""
        letters, text = match[0], match.string
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        # three words in capitals, or a long one beside it, are a heading and not initials
        words_before = re.search(r"(?:(?<![\w.])[A-ZÀ-Þ]{2,} ?){2}$", before)
        words_after = re.match(r"(?:[A-ZÀ-Þ]{2,}(?!\w) ?){2}", after)
        both = re.search(r"(?<![\w.])[A-ZÀ-Þ]{2,}$", before) and re.match(r"[A-ZÀ-Þ]{2,}(?!\w)", after)
        beside = re.search(r"[A-ZÀ-Þ]{4,}$", before) or re.match(r"[A-ZÀ-Þ]{4,}(?![a-z])", after)
        shouted = words_before or words_after or both or beside
        return None if letters in ACRONYMS or shouted else " ".join(letters)

    def say_plain_number(self, match: Match) -> str | Words:
        """Return a number no other class took; glued to letters, it is kept apart from them and doubted."""
        text, number = match.string, match[0]
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        integer = number.partition(self.grammar.decimal)[0]
        words = self.say_digits(number) if len(integer) > 1 and integer[0] == "0" else self.say_number(number)
        glued = (before.isalpha(), after.isalpha())
        spaced = f"{' ' * glued[0]}{words}{' ' * glued[1]}"
        beside = (
            any(glued)
            or (before and before in "/:^")
            or re.match(r"[/^]|:\d", text[match.end() :])
            or re.fullmatch(r"\d[.,–-]", text[max(0, match.start() - 2) : match.start()])
            or re.match(r"[.,–-]\d", text[match.end() :])
        )
        odd = re.fullmatch(rf"\d+{self._foreign_decimal}\d{{1,2}}|\d{{7,}}", number)
        if beside or odd:
            return Words(spaced, "ambiguous-number", (words, self.say_digits(number)))
        return spaced

    def _sign(self, sign: str) -> str:
        return self.grammar.minus + " " if sign else ""

    def _price_range(self, low: str, high: str, currency: str, scale: str | None) -> str:
        forms = self.grammar.currencies[currency]
        first = self.say_number(low, forms[0] in self.grammar.feminine)
        return f"{first} {self.grammar.to} {self.price(high, forms, scale)}"

    def _say_dimension(self, match: Match) -> str:
        sides = [(match[i], match[i + 1]) for i in (1, 3, 5) if match[i]]
        units = self.grammar.units
        words = [self.count(side, units[unit]) if unit else self.say_quantity(side) for side, unit in sides]
        return f" {self.grammar.by} ".join(words)

    def _say_address(self, match: Match) -> str:
        address = re.sub(r"https?://", "", match[0]).rstrip("/")
        dot, slash = self.grammar.address_signs
        address = re.sub(r"\bwww\b", "W W W", address)
        # uk, fr, ch are said letter by letter
        address = re.sub(r"\.(uk|eu|[b-df-hj-np-tv-z]{2})(?=$|/)", lambda end: "." + " ".join(end[1].upper()), address)
        address = address.replace("@", f" {self.grammar.symbols['@']} ")
        return re.sub(r"\s+", " ", address.replace(".", f" {dot} ").replace("/", f" {slash} "))
