"""What G2P works on: characters with their readings, and the marks that decide some of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from .. import Confidence
from ..han import is_han
from ..markup import is_ipa, is_pinyin, split_marks, with_suffix

SURE_PROBABILITY, LIKELY_PROBABILITY = 0.94, 0.85
"""Probabilities from which on a reading is sure or likely."""


class Syllable(Struct, frozen=True):
    """One character with its reading, or a run of anything else.

    A struct: there is one a character, and a dataclass that cannot be changed takes many times as long to make.
    """

    text: str
    """A Chinese character, a Latin word or one other character."""
    pinyin: str
    """Tone-number pinyin as a dictionary has it, ``v`` for ü, 5 neutral; IPA between slashes where a mark says so;
    empty for what is not Chinese, and for a 儿 that a mark has merged into the syllable before it."""
    sounded: str
    """``pinyin`` after the tone changes of 不 and 一."""
    start: int
    """Offset in the text, marks taken out; a 儿 that a mark of one character has taken in counts."""
    opens: bool
    """Whether a word begins here."""
    why: str = ""
    """inline, decided, name, dictionary, model; empty where there was no choice."""
    probability: float = 1.0
    """Of the vote, 0 to 1."""
    others: tuple[str, ...] = ()
    """The other readings in use, the likeliest first."""

    @property
    def confidence(self) -> Confidence:
        """How far the reading can be trusted."""
        return to_confidence(self.probability)


def to_confidence(probability: float) -> Confidence:
    """Return how far a reading of such a probability can be trusted."""
    return "sure" if probability >= SURE_PROBABILITY else "likely" if probability >= LIKELY_PROBABILITY else "doubtful"


def parse_marks(spoken: str) -> tuple[str, dict[int, str]]:
    """The text without marks, and the reading a mark gives each character; a respelling takes its place.

    A 儿 that a reading of one character has taken in (``{鸟|niaor3}``) is back in the text.
    """
    text = ""
    fixed: dict[int, str] = {}
    for written, reading in split_marks(spoken):
        if is_pinyin(reading):
            written, reading = with_suffix(written, reading)  # words are known with their 儿
            fixed |= {len(text) + i: syllable for i, syllable in enumerate(align_syllables(written, reading.split()))}
            text += written
        elif is_ipa(reading):
            fixed |= {len(text): reading} | {len(text) + i: "" for i in range(1, len(written))}
            text += written
        else:
            text += reading or written
    return text, fixed


def align_syllables(written: str, reading: list[str]) -> Iterator[str]:
    """One syllable a character; a 儿 that erhua has merged into its neighbour gets none."""
    left = [syllable.replace("u:", "v").replace("ü", "v") for syllable in reading]
    for i, char in enumerate(written):
        merged = char == "儿" and len(left) < len(written) - i
        yield left.pop(0) if left and not merged and is_han(char) else ""
