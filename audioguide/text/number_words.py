"""Whole numbers in words, by ``num2words``, in the form our languages share."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_DIGITS = 15
"""Longer numbers name things and are read digit by digit."""


@lru_cache(maxsize=8192)
def cardinal(number: str, code: str) -> str:
    """Return a whole number in words, without the library's commas; digit by digit beyond ``MAX_DIGITS``."""
    from num2words import num2words

    if len(number) > MAX_DIGITS:
        return " ".join(cardinal(digit, code) for digit in number)
    words = str(num2words(int(number), lang=code)).replace(",", "")
    if code == "es":  # the library writes veintiuno mil, treinta y uno mil
        words = re.sub(r"veintiuno(?= (?:mil|millon))", "veintiún", words)
        words = re.sub(r"\buno(?= (?:mil|millon))", "un", words)
    return words


@lru_cache(maxsize=1024)
def ordinal(number: str, code: str) -> str:
    """Return a whole number as an ordinal in words, masculine where the language has genders."""
    from num2words import num2words

    if len(number) > MAX_DIGITS:
        return cardinal(number, code)
    return str(num2words(int(number), lang=code, to="ordinal")).replace(",", "").replace("centsième", "centième")


def spell_digits(text: str, code: str) -> str:
    """Return the digits of a text one by one."""
    return " ".join(cardinal(character, code) for character in text if character.isdecimal())
