"""Erhua: a 儿 that is no syllable of its own but colours the vowel before it (鸟儿 niǎor, against 女儿 nǚ'ér).

CC-CEDICT is the one dictionary that tells the two apart throughout, and what it says of the words it has holds for
others that end alike: 饭馆儿 is merged, so is 小馆儿.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from ..markup import SUFFIX
from .dictionary import MAX_PHRASE_CHARACTERS, load_dictionary, word_frequency

_MERGED = "er5"
"""How CC-CEDICT has it, as ``pypinyin-dict`` carries it; a syllable of its own is ``er2``."""
_KIN = frozenset("子女孙媳童")
"""Before one of these 儿 is a child."""


def find_erhua(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(offset, reading) of every 儿 that merges: at the end of a word, or where the segmenter knows none."""
    for start, word in cut if "儿" in text else ():
        for at in range(max(start, 1), start + len(word)):
            if text[at] == "儿" and _can_be_suffix(text, at, start, word) and _is_merged(text, at):
                yield at, (SUFFIX,)


def _can_be_suffix(text: str, at: int, start: int, word: str) -> bool:
    """Whether the 儿 at an offset can be a suffix."""
    guessed = len(word) == 1 or not word_frequency(word)  # 茶馆儿里 is cut as 茶馆, 儿里
    return text[at + 1 : at + 2] not in _KIN if guessed else at == start + len(word) - 1


def _is_merged(text: str, at: int) -> bool:
    """Whether CC-CEDICT merges the 儿 at an offset, in the longest word that ends there or most that end alike."""
    entries = (_cedict_reading(text[begin : at + 1]) for begin in range(max(0, at + 1 - MAX_PHRASE_CHARACTERS), at))
    twice = text[at - 2 : at - 1] == text[at - 1]  # 慢慢儿
    return twice or (next(filter(None, entries), "") or _readings_by_ending().get(text[at - 1])) == _MERGED


def _cedict_reading(word: str) -> str:
    """How CC-CEDICT reads the 儿 at the end of a word; empty where it does not have it."""
    return next((reading for by, reading in load_dictionary().attested_readings(word, len(word) - 1) if by == "c"), "")


@lru_cache(maxsize=1)
def _readings_by_ending() -> dict[str, str]:
    """Character → how CC-CEDICT reads a 儿 after it in most of its words."""
    counts: dict[str, Counter[str]] = {}
    for word in load_dictionary().phrases:
        if word.endswith("儿") and (reading := _cedict_reading(word)):
            counts.setdefault(word[-2], Counter())[reading] += 1
    return {char: counted.most_common(1)[0][0] for char, counted in counts.items()}
