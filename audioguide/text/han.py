"""Which characters are Chinese: the one place that names the ranges."""

from __future__ import annotations

import re

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Inside a regular-expression class: CJK ideographs with extension A, compatibility ideographs, planes 2 and 3."""
HAN_AND_ZERO = HAN + "〇"
"""The same with the numeral 〇, which Unicode counts among the punctuation."""


HAN_CHARACTER = re.compile(f"[{HAN}]")
"""One Chinese character, without 〇."""


def is_han(character: str) -> bool:
    """Return whether a character has a reading in Chinese; 〇 is one."""
    return (
        "\u3400" <= character <= "\u9fff"
        or character == "〇"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )
