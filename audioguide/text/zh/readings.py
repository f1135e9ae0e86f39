"""What was chosen for each token of a written sentence, and whether dictionaries support what an author asks for."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from ...model import Lexicon
from .. import Reading
from ..lexicon import apply_lexicon
from ..markup import is_pinyin, split_marks, strip_marks, without_erhua
from . import spoken_alignment
from .dictionary import load_dictionary
from .g2p import to_syllables
from .normalise import in_words
from .polyphone_model import load_model
from .syllable import align_syllables, parse_marks

_WHY = {"decided": "dictionary"}
CONTEXT_VARIANTS = {"一": ("yi2", "yi4"), "不": ("bu2",), "儿": ("r5",)}
"""What a dictionary's reading becomes beside another syllable."""


def find_readings(sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
    """Return numbers, Latin words, symbols and characters of several readings, in the order written."""
    tokens = spoken_alignment.token_readings(sentence, in_words(apply_lexicon(sentence, lexicon)), lexicon)
    return sorted([*tokens, *character_readings(sentence, lexicon)], key=lambda reading: reading.start)


def character_readings(sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
    """Every character of several readings in a written sentence; offsets count with marks taken out.

    Read is what will be known_reading, numbers in words: 只 is zhi1 after a numeral, in digits too.
    """
    spoken = in_words(apply_lexicon(sentence, lexicon))
    text, fixed = parse_marks(spoken)
    at = _map_offsets(text, strip_marks(sentence))
    inline = {start + i for start, word in _marked_words(sentence) for i in range(len(word))}
    return [
        Reading(
            written=s.text,
            spoken=s.sounded,
            start=at[s.start],
            kind="character",
            why="lexicon" if s.start in fixed and at[s.start] not in inline else _WHY.get(s.why, s.why),
            confidence=s.confidence,
            alternatives=s.others,
        )
        for s in to_syllables(spoken)
        if s.start in at
        and s.why
        and s.pinyin
        and (s.others or s.confidence != "sure" or len(load_dictionary().characters.get(s.text, ())) > 1)
    ]


def unattested_readings(written: str, say: str) -> list[tuple[str, str]]:
    """(character, reading) of a word's characters that no dictionary reads as asked; nothing for a respelling."""
    if not is_pinyin(say):
        return []
    return [
        (char, reading)
        for at, (char, reading) in enumerate(zip(written, align_syllables(written, say.split()), strict=True))
        if reading and not _is_attested(written, at, reading)
    ]


def _is_attested(word: str, at: int, reading: str) -> bool:
    """Whether some dictionary reads the character at ``at`` so: neutral tone, erhua and sandhi included."""
    reading = without_erhua(reading) or reading
    char, base, tone = word[at], reading[:-1], reading[-1]
    book = load_dictionary()
    known = {*book.characters.get(char, ()), *load_model().readings.get(char, ()), *CONTEXT_VARIANTS.get(char, ())}
    known.update(known_reading for _by, known_reading in book.attested_readings(word, at))
    if not known:
        return True  # nobody knows the character: the author alone can tell
    tones = {other[-1] for other in known if other[:-1] == base}
    return tone in tones or bool(tones and tone == "5") or ("3" in tones and tone == "2")


def _marked_words(sentence: str) -> Iterator[tuple[int, str]]:
    """(offset, marks taken out, and word) of every mark."""
    start = 0
    for written, reading in split_marks(sentence):
        if reading:
            yield start, written
        start += len(written)


def _map_offsets(spoken: str, written: str) -> dict[int, int]:
    """Where the characters of the spoken text stand in the written one, as far as they do."""
    blocks = SequenceMatcher(None, spoken, written, autojunk=False).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}
