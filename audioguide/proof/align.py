"""What was meant against what was heard: an alignment by sound, not by spelling.

Chinese is compared by pinyin without tones, any reading of a heard character accepted: a recogniser that writes a
homophone has heard rightly. Other languages are compared by words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ..text.han import HAN
from ..text.markup import SUFFIX

_PIECE = re.compile(rf"[{HAN}]|[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*")
_NUMERAL = re.compile(r"\d+(?:\.\d+)?%?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGITS = dict(zip("0123456789.%", "零一二三四五六七八九点 ", strict=True))
AMBIGUOUS_DIGIT_SOUNDS = {
    "二": frozenset({"er", "liang"}),
    "一": frozenset({"yi", "yao"}),
    "零": frozenset({"ling", "dong"}),
}
"""A recogniser that writes digits does not tell which of these it heard."""

PAUSES = frozenset("，。；：、！？…—,;:!?（）")
NUMERALS = frozenset("零一二三四五六七八九十百千万亿两点")


@dataclass(frozen=True)
class Token:
    """One syllable of Chinese, or one word."""

    text: str
    sounds: frozenset[str]
    sentence: int = -1
    """Index of the sentence it belongs to; -1 for what was heard."""
    pinyin: str = ""
    """Tone-number pinyin the voice was asked for; empty for other languages and what was heard."""
    opens: bool = True
    """Whether a word begins here."""
    place: int = 0
    """Offset in the text heard; 0 for what was meant."""
    paused: bool = False
    """Whether a mark at which a voice pauses comes before it; Chinese only."""


@dataclass(frozen=True)
class Step:
    """One step of the alignment: indices into what was meant and heard, -1 where one side has nothing."""

    expected: int
    recognised: int
    same: bool
    """Whether it was heard as meant."""


def expected_tokens(spoken: str, language: str, sentence: int) -> list[Token]:
    """A sentence's spoken text as the sounds the voice was asked for."""
    from ..text import markup

    if not _is_chinese(language):
        return [
            Token(piece, _possible_sounds(piece), sentence)
            for piece, _place in _split_pieces(markup.strip_marks(spoken))
        ]
    from ..text.zh import g2p

    tokens: list[Token] = []
    paused = False
    for syllable in g2p.to_syllables(spoken):
        if re.match(f"[{HAN}]", syllable.text):
            pinyin = "" if syllable.pinyin.startswith("/") else syllable.pinyin
            sounds = frozenset({without_tone(pinyin)}) if pinyin else _possible_sounds(syllable.text)
            tokens.append(Token(syllable.text, sounds, sentence, pinyin, syllable.opens, paused=paused))
            paused = False
        else:
            tokens += [
                Token(piece, _possible_sounds(piece), sentence) for piece, _place in _split_pieces(syllable.text)
            ]
            paused = paused or syllable.text in PAUSES
    return tokens


def recognised_tokens(text: str, language: str, expected: str) -> tuple[str, list[Token]]:
    """What a recogniser wrote, its numbers in words; and the same as sounds, each with its place there.

    Numbers it wrote in digits may have been said in several ways (1976: 一九七六, 一千九百七十六): the way that
    occurs in ``expected``, the spoken text without marks, is taken.
    """
    from ..text import find_language
    from ..text.zh.normalise import in_words

    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    if not _is_chinese(language):
        text = find_language(language).normalise(text)
        return text, [Token(piece, _possible_sounds(piece), place=place) for piece, place in _split_pieces(text)]
    digits = _NUMERAL.search(text) is not None
    text = in_words(_NUMERAL.sub(lambda number: _number_as_expected(number[0], expected), text))
    return text, [
        Token(
            p, AMBIGUOUS_DIGIT_SOUNDS[p] if digits and p in AMBIGUOUS_DIGIT_SOUNDS else _possible_sounds(p), place=place
        )
        for p, place in _split_pieces(text)
    ]


def _number_as_expected(number: str, expected: str) -> str:
    """A heard number in the way it was meant; unchanged where there is none, for its context to decide."""
    from ..text.zh.normalise import in_words

    ways = ["".join(_DIGITS[digit] for digit in number), in_words(number)]
    ways.append(in_words(f"{number}个").removesuffix("个"))  # 110 is a telephone number first
    if number.endswith("000"):
        ways.append(in_words(number[:-3]) + "千")  # 四十一千米 is written 41,000米
    expected = _unify_digits(expected)
    return next((way for way in ways if len(number) > 1 and _unify_digits(way) in expected), number)


def _unify_digits(text: str) -> str:
    """Digits that are said in two ways, in one."""
    return text.replace("幺", "一").replace("两", "二")


def _is_chinese(language: str) -> bool:
    return language.split("-")[0].lower() == "zh"


def _split_pieces(text: str) -> list[tuple[str, int]]:
    """Chinese characters one by one, capitals one by one (NGO is spelt), other words whole; each with its offset."""
    pieces: list[tuple[str, int]] = []
    for tokens in _PIECE.finditer(text):
        spelt = tokens[0].isascii() and tokens[0].isupper()
        parts = list(tokens[0]) if spelt else [tokens[0]]
        pieces += [(part, tokens.start() + i) for i, part in enumerate(parts)]
    return pieces


@lru_cache(maxsize=20_000)
def _possible_sounds(piece: str) -> frozenset[str]:
    if not re.match(f"[{HAN}]", piece):
        return frozenset({piece.lower().replace("’", "'")})
    from pypinyin import Style, pinyin

    return frozenset(without_tone(sound) for sound in pinyin(piece, style=Style.TONE3, heteronym=True)[0])


def without_tone(reading: str) -> str:
    """Pinyin without its tone, ``v`` for ü."""
    sound = reading.rstrip("012345").replace("u:", "v").replace("ü", "v")
    return {"lue": "lve", "nue": "nve", "r": "er"}.get(sound, sound)


def join_tokens(tokens: Iterable[Token]) -> str:
    """Characters in a row, words apart."""
    texts = [token.text for token in tokens]
    return "".join(texts[:1]) + "".join(
        text if len(before) == len(text) == 1 else f" {text}" for before, text in pairwise(texts)
    )


def align_tokens(expected: Sequence[Token], recognised: Sequence[Token]) -> list[Step]:
    """The cheapest way from one to the other (Wagner and Fischer 1974); one substitution is as dear as one gap.

    Among equally cheap ways the one that substitutes is taken, so that a misheard syllable stays in its place. A 儿
    that only colours the vowel before it costs nothing where it is not written: few write it.
    """
    import numpy as np

    rows, columns = len(expected), len(recognised)
    places: dict[str, list[int]] = {}
    for i, token in enumerate(expected):
        for sound in token.sounds:
            places.setdefault(sound, []).append(i)
    same = np.zeros((rows, columns), dtype=bool)
    for j, token in enumerate(recognised):
        for sound in token.sounds:
            same[places.get(sound, []), j] = True
    cost = np.zeros((rows + 1, columns + 1), dtype=np.int32)
    along = np.arange(columns + 1)
    cost[0] = along
    gap = [token.pinyin != SUFFIX for token in expected]
    for i in range(1, rows + 1):
        row = cost[i - 1] + gap[i - 1]
        row[1:] = np.minimum(cost[i - 1, :-1] + ~same[i - 1], row[1:])
        cost[i] = np.minimum.accumulate(row - along) + along  # gaps in what was meant, all at once
    steps: list[Step] = []
    i, j = rows, columns
    while i or j:
        if i and j and cost[i, j] == cost[i - 1, j - 1] + (not same[i - 1, j - 1]):
            i, j = i - 1, j - 1
            steps.append(Step(i, j, bool(same[i, j])))
        elif i and cost[i, j] == cost[i - 1, j] + gap[i - 1]:
            i -= 1
            steps.append(Step(i, -1, not gap[i]))
        else:
            j -= 1
            steps.append(Step(-1, j, False))
    return steps[::-1]
