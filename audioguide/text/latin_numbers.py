"""Numbers, quantities and sums in words, as one language written in Latin letters says them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from functools import cached_property
from typing import ClassVar

from .latin_grammar import Forms, Grammar
from .number_words import cardinal, spell_digits
from .semiotic import Match, Rule, Words

FRACTION_SIGNS = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅛": (1, 8),
    "⅜": (3, 8),
}
FRACTIONS = "".join(FRACTION_SIGNS)


class NumberWords(ABC):
    """Says the numbers of one language; what differs between languages is abstract."""

    grammar: ClassVar[Grammar]

    # ------------------------------------------------------------ what a language adds

    @abstractmethod
    def own_rules(self) -> tuple[Rule, ...]:
        """Return the language's own semiotic classes: dates, ordinals, Roman numerals."""

    def late_rules(self) -> tuple[Rule, ...]:
        """Return the language's classes that come after measures and before plain numbers: years."""
        return ()

    @abstractmethod
    def year(self, number: str) -> str:
        """Return a year in words."""

    @abstractmethod
    def date(self, day: int, month: int, year: str) -> str:
        """Return a date in words; ``year`` may be empty."""

    @abstractmethod
    def numeric_date(self, match: Match) -> str | Words | None:
        """Return a date written in three numbers, groups 1 to 3; where their order is unknown, with a doubt."""

    @abstractmethod
    def clock(self, hour: int, minute: int) -> str:
        """Return a time of day in words."""

    @abstractmethod
    def fraction(self, above: int, below: int) -> str:
        """Return a fraction in words."""

    @abstractmethod
    def mixed_fraction(self, integer: str, above: int, below: int) -> str:
        """Return a whole number and a fraction in words."""

    @abstractmethod
    def cents(self, integer: str, cents: str, forms: Forms) -> str:
        """Return a sum with hundredths in words."""

    def agree(self, words: str, feminine: bool) -> str:
        """Return a number in words in the form it has before a noun."""
        return words

    def split_phone(self, number: str) -> str:
        """Return a telephone number in words; groups are separated by commas."""
        plus = f"{self.grammar.symbols['+']} " if number.startswith("+") else ""
        return plus + ", ".join(self.say_digits(group) for group in re.split(r"[ ./()-]+", number.lstrip("+")) if group)

    # ------------------------------------------------------------ numbers

    @cached_property
    def number(self) -> str:
        """The pattern of a whole number or decimal, with or without separators of thousands."""
        decimal, group = re.escape(self.grammar.decimal), f"[{re.escape(self.grammar.thousands)}]"
        grouped = rf"(?<![\d.,])\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{decimal}\d+)?"
        foreign = rf"\d+{self._foreign_decimal}\d{{1,2}}(?!\d|[.,]\d)"
        return rf"(?:{grouped}|{foreign}|\d+(?:{decimal}\d+)?)"

    @cached_property
    def _foreign_decimal(self) -> str:
        """The pattern of the decimal sign of other languages: 12,50 in English, 3.5 in Spanish."""
        return "," if self.grammar.decimal == "." else r"\."

    def canonical_number(self, number: str) -> str:
        """Return a number without separators of thousands and with the language's decimal sign."""
        if re.fullmatch(rf"\d+{self._foreign_decimal}\d{{1,2}}", number):
            return re.sub(self._foreign_decimal, self.grammar.decimal, number)
        return re.sub(rf"[{re.escape(self.grammar.thousands)}]", "", number)

    @cached_property
    def quantity(self) -> str:
        """The pattern of a number that may have a fraction: ``2½``, ``3 1/2``."""
        return rf"(?:\d+ [1-9]/[1-9]\d?(?!\d)|\d*[{FRACTIONS}]|{self.number})"

    def say_number(self, number: str, feminine: bool | None = None) -> str:
        """Return a number as written in words; ``feminine`` where a noun follows whose gender is known."""
        integer, point, decimals = self.canonical_number(number).partition(self.grammar.decimal)
        words = cardinal(integer or "0", self.grammar.code)
        if point:
            is_pair = self.grammar.pairs_decimals and len(decimals) == 2 and decimals[0] != "0"
            say = cardinal(decimals, self.grammar.code) if is_pair else self.say_digits(decimals)
            return f"{words} {self.grammar.point} {say}"
        return words if feminine is None else self.agree(words, feminine)

    def say_quantity(self, quantity: str, feminine: bool | None = None) -> str:
        """Return a number that may have a fraction in words."""
        if mixed := re.fullmatch(r"(\d+) (\d)/(\d+)", quantity):
            return self.mixed_fraction(mixed[1], int(mixed[2]), int(mixed[3]))
        if quantity and quantity[-1] in FRACTION_SIGNS:
            above, below = FRACTION_SIGNS[quantity[-1]]
            return self.mixed_fraction(quantity[:-1], above, below)
        return self.say_number(quantity, feminine)

    def say_digits(self, text: str) -> str:
        """Return digits one by one."""
        return spell_digits(text, self.grammar.code)

    def count(self, quantity: str, forms: Forms) -> str:
        """Return a quantity of a thing, in its singular or plural."""
        words = self.say_quantity(quantity, forms[0] in self.grammar.feminine)
        return f"{words} {self.join_million(words)}{forms[not self.is_singular(quantity)]}"

    def join_million(self, words: str) -> str:
        """Return what is said between a number that ends in *million* and a noun, with its space."""
        return self.grammar.partitive if re.search(r"(?:millón|millones|millions?|milliards?)$", words) else ""

    def is_singular(self, quantity: str) -> bool:
        """Whether a quantity takes the singular."""
        return quantity == "1" or (quantity in FRACTION_SIGNS)

    def price(self, amount: str, forms: Forms, scale: str | None = None) -> str:
        """Return a sum of money in words."""
        amount = self.canonical_number(amount)
        if scale:
            singular = self.is_singular(amount)
            word = self.grammar.scales[scale]
            return self.join_scale(self.say_number(amount, False), word, forms[1], singular)
        integer, _point, cents = amount.partition(self.grammar.decimal)
        if len(cents) == 2:
            return self.cents(integer, cents, forms) if int(cents) else self.count(integer, forms)
        return self.count(amount, forms)

    def join_scale(self, amount: str, scale: str, noun: str, singular: bool) -> str:
        """Return an amount in millions of something."""
        return f"{amount} {scale} {self.grammar.partitive}{noun}"
