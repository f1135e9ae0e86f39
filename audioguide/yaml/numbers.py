"""Numbers as people type them: in a field of a page, in quotes in a file."""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d*)?|\.\d+)")
"""As the reader of files has it; digits of other scripts are digits, too."""
_SIGNS = str.maketrans("＋－−．", "+--.")
MAX_DECIMALS = 6


def parse_decimal(text: str) -> int | float | None:
    """Return a finite number, an integer where it is one; None for all else: nan, inf, 1e400, 1_0, 0x10, true."""
    plain = text.strip().translate(_SIGNS)
    if not _DECIMAL.fullmatch(plain):
        return None
    number = round(float(plain), MAX_DECIMALS)
    return int(number) if number.is_integer() else number
