"""Roman numerals."""

from __future__ import annotations

import re

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FORM = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

NUMERAL = r"[IVXLCDM]+"
"""Pattern of what may be one; ``is_roman`` decides."""


def is_roman(letters: str) -> bool:
    """Whether capitals form a Roman numeral as it is written today (``IX``, not ``VIIII``)."""
    return bool(letters) and _FORM.fullmatch(letters) is not None


def roman_value(numeral: str) -> int:
    """Return the value of a numeral in upper or lower case."""
    values = [_VALUES[letter] for letter in numeral.upper()]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
