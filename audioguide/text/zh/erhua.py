"""Erhua: a 儿 that is no syllable of its own but colours the vowel before it (鸟儿 niǎor, against 女儿 nǚ'ér).

CC-CEDICT is the one dictionary that tells the two apart throughout, and what it says of the words it has holds for
others that end alike: 饭馆儿 is merged, so is 小馆儿.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from ..markup import SUFFIX, is_pinyin, split_marks
from .dictionary import LONGEST, dictionary, frequency

_MERGED = "er5"
"""How CC-CEDICT has it, as ``pypinyin-dict`` carries it; a syllable of its own is ``er2``."""
_KIN = frozenset("子女孙媳童")
"""Before one of these 儿 is a child."""


def readings(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(offset, reading) of every 儿 that merges: at the end of a word, or where the segmenter knows none."""
    for start, word in cut:
        for at in range(max(start, 1), start + len(word)):
            if text[at] == "儿" and _ends(text, at, start, word) and _merges(text, at):
                yield at, (SUFFIX,)


def _ends(text: str, at: int, start: int, word: str) -> bool:
    """Whether the 儿 at an offset can be a suffix."""
    guessed = len(word) == 1 or not frequency(word)  # 茶馆儿里 is cut as 茶馆, 儿里
    return text[at + 1 : at + 2] not in _KIN if guessed else at == start + len(word) - 1


def _merges(text: str, at: int) -> bool:
    """Whether CC-CEDICT merges the 儿 at an offset, in the longest word that ends there or most that end alike."""
    entries = (_read(text[begin : at + 1]) for begin in range(max(0, at + 1 - LONGEST), at))
    twice = text[at - 2 : at - 1] == text[at - 1]  # 慢慢儿
    return twice or (next(filter(None, entries), "") or _endings().get(text[at - 1])) == _MERGED


def merged(spoken: str) -> str:
    """Spoken text with every 儿 that merges written into the reading of its syllable: 鸟儿 → ``{鸟|niaor3}``.

    What is heard stays the same. A 儿 beside or within a mark stays as it is.
    """
    from . import g2p

    if "儿" not in spoken:
        return spoken
    coloured = {
        base.start: f"{{{base.text}|{base.pinyin[:-1]}r{base.pinyin[-1]}}}"
        for base, suffix in pairwise(g2p.syllables(spoken))
        if (suffix.text, suffix.pinyin) == ("儿", SUFFIX) and is_pinyin(base.pinyin)
    }
    said = ""
    at = 0
    for written, reading in split_marks(spoken):
        if reading:
            mark = f"{{{written}|{reading}}}"
            said += mark
            at += len(g2p.unmarked(mark)[0])
        else:
            said += re.sub("(.)儿", lambda pair, at=at: coloured.get(at + pair.start(), pair[0]), written)  # type: ignore[misc]
            at += len(written)
    return said


def _read(word: str) -> str:
    """How CC-CEDICT reads the 儿 at the end of a word; empty where it does not have it."""
    return next((said for by, said in dictionary().votes(word, len(word) - 1) if by == "c"), "")


@lru_cache(maxsize=1)
def _endings() -> dict[str, str]:
    """Character → how CC-CEDICT reads a 儿 after it in most of its words."""
    found: dict[str, Counter[str]] = {}
    for word in dictionary().phrases:
        if word.endswith("儿") and (said := _read(word)):
            found.setdefault(word[-2], Counter())[said] += 1
    return {char: counted.most_common(1)[0][0] for char, counted in found.items()}
