"""Characters said twice: 挑一挑, 量了又量, 一行行, and 背着弟弟…一背就是四年 have one reading both times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from .confidence import LIKELY_PROBABILITY
from .dictionary import word_frequency
from .syllable import Syllable

_BETWEEN = ("", "一", "了", "了一", "了又", "不", "又")
"""What stands between a verb or measure word and itself."""
_PARTICLES = frozenset("的地得了着过不一")
"""Said twice they are two words."""
_REACH_CHARACTERS = 16
"""How far back a verb is looked for that 一…就 takes up."""
_TRUST = {"decided": 3, "rule": 2, "dictionary": 1, "model": 0}
"""The better founded of two readings is the one of both."""


def repeat_readings(text: str, cut: Sequence[tuple[int, str]], chosen: dict[int, Syllable]) -> Iterator[Syllable]:
    """Yield the worse founded of two readings of a repeated character as the other one, and no surer than likely."""
    words: dict[int, tuple[int, str]] = {}
    for place, syllable in chosen.items():
        character = syllable.text
        if text.rfind(character, max(0, place - _REACH_CHARACTERS), place) < 0 or character in _PARTICLES:
            continue
        other = chosen.get(_find_earlier(text, place))
        if other is None or other.pinyin == syllable.pinyin or "5" in (other.pinyin[-1:], syllable.pinyin[-1:]):
            continue
        if syllable.why not in _TRUST or other.why not in _TRUST:
            continue
        earlier = other.start
        words = words or {at: (start, word) for start, word in cut for at in range(start, start + len(word))}
        if words[place] != words[earlier] and _is_known(words[place][1]) and _is_known(words[earlier][1]):
            continue  # 音乐|乐器, 快乐|乐曲
        if syllable.why == other.why == "rule" and syllable.probability == other.probability:
            continue  # 石钻|钻出来: neither is better founded
        better, worse = sorted((syllable, other), key=lambda s: (_TRUST[s.why], s.probability), reverse=True)
        if better.why in ("decided", "rule") and better.pinyin in worse.others:
            others = tuple(dict.fromkeys([worse.pinyin, *(r for r in worse.others if r != better.pinyin)]))
            probability = min(worse.probability, LIKELY_PROBABILITY)
            yield replace(worse, pinyin=better.pinyin, sounded=better.pinyin, probability=probability, others=others)


def _find_earlier(text: str, place: int) -> int:
    """Return the offset of the character that one repeats; -1: it repeats none."""
    for between in _BETWEEN:
        earlier = place - len(between) - 1
        if earlier >= 0 and text[earlier] == text[place] and text[earlier + 1 : place] == between:
            return earlier
    if text[place - 1 : place] == "一" and text[place + 1 : place + 2] == "就":
        return text.rfind(text[place], max(0, place - _REACH_CHARACTERS), place)
    return -1


def _is_known(word: str) -> bool:
    return len(word) > 1 and word_frequency(word) > 0
