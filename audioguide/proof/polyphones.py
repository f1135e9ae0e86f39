"""Characters of several readings: a recogniser writes the word that makes sense, however it was read.

重大 said as chóng dà is written 重大. So the text is weighed, by the sound, against the same text with a homophone of
every other reading the character has today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..text.homophones import find_homophone
from .align import Token, joined, plain
from .recogniser import Listener

SLURRED = frozenset("么什和")
"""Characters too weakly said for their reading to be told from the sound; so is any syllable of neutral tone."""
RARE = frozenset({("大", "dai")})
"""Readings of a very common character in one or two words."""
TONES = "12345"
SUSPECT = 1.0
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


def misreadings(token: Token, at: int) -> Iterator[Misreading]:
    """What a token could be misread as, tones aside; nothing for what is no Chinese character."""
    if not token.pinyin or token.pinyin.endswith("5") or token.text in SLURRED:
        return
    from ..text.zh.polyphone_model import load_model

    seen = {plain(token.pinyin)}
    for reading in load_model().readings.get(token.text, ()):
        sound = plain(reading)
        if sound in seen or (token.text, sound) in RARE:
            continue
        seen.add(sound)
        found = [find_homophone(reading), *(find_homophone(sound + tone) for tone in TONES)]
        if written := next(filter(None, found), None):
            yield Misreading(at, sound, written)


def doubted(
    listen: Listener, sound: bytes, language: str, tokens: dict[int, Token], asked: Sequence[Misreading]
) -> list[Misreading]:
    """Those that the sound speaks for, or hardly speaks against; ``tokens`` are what should be said in it."""
    if not asked:
        return []
    others = [tokens | {each.at: replace(tokens[each.at], text=each.homophone)} for each in asked]
    ratios = listen.weigh(sound, language, joined(tokens.values()), [joined(other.values()) for other in others])
    return [each for each, ratio in zip(asked, ratios, strict=True) if ratio < SUSPECT]
