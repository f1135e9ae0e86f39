"""What was chosen for each token of a written sentence, and whether dictionaries support what an author asks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ...model import Lexicon
from ...yaml.bounded_diff import BoundedMatcher
from .. import CharacterReading, Reading
from ..han import is_han
from ..lexicon import apply_lexicon
from ..loading import register_loader
from ..markup import SUFFIX, is_pinyin, split_marks, strip_marks, without_erhua
from . import spoken_alignment
from .dictionary import load_dictionary, word_frequency
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


def spoken_readings(spoken: str) -> list[CharacterReading]:
    """Return an entry for every Chinese character of a spoken text; offsets count with marks taken out.

    A 儿 that a mark has merged (``{鸟|niaor3}``) shows in the reading of its syllable.
    """
    syllables = to_syllables(spoken)
    entries = []
    index = start = 0
    for written, reading in split_marks(spoken):
        covered = len(parse_marks(f"{{{written}|{reading}}}")[0]) if reading else len(written)
        inside = []
        while index < len(syllables) and covered > 0:
            inside.append(syllables[index])
            covered -= len(syllables[index].text)
            index += 1
        at = start
        for syllable, following in zip(inside, [*inside[1:], None], strict=True):
            if at >= start + len(written):
                break  # the 儿 that the reading has taken in is not written
            merged = len(inside) > len(written) and following is not None and following.sounded == SUFFIX
            if is_han(syllable.text):
                sounded = f"{syllable.sounded[:-1]}r{syllable.sounded[-1]}" if merged else syllable.sounded
                entries.append(
                    CharacterReading(at, syllable.text, sounded, syllable.confidence, syllable.why, syllable.others)
                )
            at += len(syllable.text)
        start += len(written)
    return entries


@lru_cache(maxsize=4096)
def example_word(character: str, reading: str) -> str:
    """Return the commonest word all dictionaries read so; empty where there is none."""
    return _example_words().get((character, reading), "")


@register_loader
@lru_cache(maxsize=1)
def _example_words() -> dict[tuple[str, str], str]:
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for phrase, stored in load_dictionary().phrases.items():
        if len(phrase) != 2 or "|" in stored:
            continue
        frequency = word_frequency(phrase)
        for character, syllable in zip(phrase, stored.partition(":")[2].split(" "), strict=True):
            if frequency > best.get((character, syllable), (0, ""))[0]:
                best[character, syllable] = (frequency, phrase)
    return {key: word for key, (_frequency, word) in best.items()}


def character_readings(sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
    """Every character of several readings in a written sentence; offsets count with marks taken out.

    Read is what will be known_reading, numbers in words: 只 is zhi1 after a numeral, in digits too.
    """
    if not any(map(is_han, sentence)):
        return []  # figures and signs alone are thousands of characters when they are spoken
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
    blocks = BoundedMatcher(spoken, written).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}
