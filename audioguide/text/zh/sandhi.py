"""Tone changes of 不 and 一 (现代汉语词典, notes on the two entries).

Third tones before third tones rise too; that is left to the voices, which have learnt it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from .syllable import Syllable

CITATION_READINGS = {"一": "yi1", "不": "bu4"}
"""The characters whose tone changes, as they are said alone."""
DIGITS = frozenset("〇零一二两三四五六七八九十百千万亿幺点几")
"""Beside one of these 一 is part of a number."""
ORDINAL = re.compile(
    "一(?:年级|季度|等|级(?!级)|楼|层(?!层)|班(?!人)|组|号|中全会|期(?!间)|队|分队|日(?!三餐|千里|游)|月(?!后|来))"
)
"""Where 一 means the first, it keeps its tone."""
KEEPS = "第初五七"
"""Characters before 一 that make it an ordinal or a date (第一, 初一, 五一)."""


def apply_sandhi(tokens: Sequence[Syllable]) -> list[Syllable]:
    """The tokens with ``said`` set; readings a person gave stay (their ``why`` is not ``rule``)."""
    text = "".join(token.text for token in tokens)
    if not any(character in text for character in CITATION_READINGS):
        return list(tokens)
    changed = list(tokens)
    at = 0
    for i, token in enumerate(tokens):
        if token.text in CITATION_READINGS and token.why == "rule" and i + 1 < len(tokens):
            following = tokens[i + 1]
            if following.pinyin[-1:].isdigit():
                if token.text == "不":
                    sounded = "bu2" if _is_falling(following) else "bu4"
                else:
                    sounded = _read_yi(tokens[i - 1] if i else None, following, text, at)
                changed[i] = replace(token, sounded=sounded)
        at += len(token.text)
    return changed


def _read_yi(before: Syllable | None, after: Syllable, text: str, at: int) -> str:
    """How 一 is said before another syllable."""
    if before and (before.text in DIGITS or before.text in KEEPS):
        return "yi1"
    counts = "百千万亿"
    if after.text in DIGITS and after.text not in counts + "点几":
        return "yi1"
    if after.text in "点比" and text[at + 2 : at + 3] in DIGITS:  # 一点五, 一比一
        return "yi1"
    if ORDINAL.match(text, at):
        return "yi1"
    return "yi2" if _is_falling(after) else "yi4"


def _is_falling(token: Syllable) -> bool:
    """Fourth tone, or 个, whose neutral tone comes from one."""
    return token.pinyin[-1] == "4" or token.text == "个"
