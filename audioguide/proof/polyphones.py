"""Characters of several readings: a recogniser writes the word that makes sense, however it was read.

重大 said as chóng dà is written 重大. So the text is weighed, by the sound, against the same text with a homophone of
every other reading the character has today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..text.homophones import find_homophone
from .align import Token, join_tokens, without_tone
from .recogniser import Listener

WEAK_CHARACTERS = frozenset("么什和")
"""Characters too weakly said for their reading to be recognised from the sound; so is any syllable of neutral tone."""
RARE_READINGS = frozenset({("大", "dai")})
"""Readings of a very common character in one or two words."""
TONES = "12345"
SUSPECT_RATIO = 1.0
"""What the sound says for the right reading (``Listener.weigh``), below which a closer look is worth its time."""


@dataclass(frozen=True)
class Misreading:
    """Another reading a character could have been given."""

    at: int
    """Index of the token."""
    sound: str
    """Pinyin without tone."""
    homophone: str
    """A character read so, and in no other way."""


def possible_misreadings(token: Token, at: int) -> Iterator[Misreading]:
    """What a token could be misread as, tones aside; nothing for what is no Chinese character."""
    if not token.pinyin or token.pinyin.endswith("5") or token.text in WEAK_CHARACTERS:
        return
    from ..text.zh.polyphone_model import load_model

    seen = {without_tone(token.pinyin)}
    for reading in load_model().readings.get(token.text, ()):
        sound = without_tone(reading)
        if sound in seen or (token.text, sound) in RARE_READINGS:
            continue
        seen.add(sound)
        candidates = [find_homophone(reading), *(find_homophone(sound + tone) for tone in TONES)]
        if written := next(filter(None, candidates), None):
            yield Misreading(at, sound, written)


def doubtful_misreadings(
    listen: Listener, sound: bytes, language: str, tokens: dict[int, Token], asked: Sequence[Misreading]
) -> list[Misreading]:
    """Those that the sound speaks for, or hardly speaks against; ``tokens`` are what should be said in it."""
    if not asked:
        return []
    others = [tokens | {each.at: replace(tokens[each.at], text=each.homophone)} for each in asked]
    ratios = listen.log_likelihood_ratio(
        sound, language, join_tokens(tokens.values()), [join_tokens(other.values()) for other in others]
    )
    return [each for each, ratio in zip(asked, ratios, strict=True) if ratio < SUSPECT_RATIO]
