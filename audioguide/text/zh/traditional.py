"""Traditional Chinese: converted inside, character by character, so that rules and dictionaries know its words.

What is spoken stays in the author's characters. OpenCC's tables (Apache-2.0) map one character to one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...yaml.bounded_diff import BoundedMatcher


@lru_cache(maxsize=4096)
def to_simplified(text: str) -> str:
    """Return the text in simplified characters, each at the place of the original."""
    if text.isascii():
        return text
    converted: str = _load_converter("t2s").convert(text)
    return converted if len(converted) == len(text) else text


def restore_traditional(spoken: str, original: str, simplified: str) -> str:
    """Return what was made of the simplified text with the original's characters wherever they are left."""
    pieces = []
    for kind, start, end, first, last in BoundedMatcher(simplified, spoken).get_opcodes():
        if kind == "equal":
            pieces.append(original[start:end])
        elif last > first:
            pieces.append(_load_converter("s2t").convert(spoken[first:last]))
    return "".join(pieces)


@lru_cache(maxsize=2)
def _load_converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)
