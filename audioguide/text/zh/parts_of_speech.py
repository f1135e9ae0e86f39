"""What the grammar of a sentence says of a character's reading: the readings its part of speech can have there.

种 is read zhong4 as a verb and zhong3 as a measure word, 长 zhang3 as a verb and chang2 as an adjective. The table
``parts_of_speech.tsv`` has the parts of speech of each reading, the tagger tells what a character is in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from ..han import is_han
from .dictionary import word_class, word_frequency
from .polyphone_model import load_model, log_likelihoods
from .tagger import TaggedSentence, TaggedWord, tag_changed, tag_sentence, tag_sentences

TABLE_FILE = Path(__file__).with_name("parts_of_speech.tsv")
NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿几数半多余")
_POINTERS = frozenset("这那每哪某各")
_AFTER_VERBS = frozenset("着了过得")
"""What the tagger writes together with the verb before it."""
_MAY_ACT = ("", "n", "v")
"""Parts of speech of the segmenter's dictionary that words such as 传粉 have."""
_VERB_TAGS = frozenset(["v", "vd", "vn"])
MAX_VARIANTS = 8
"""Texts with another character at some offsets that the tagger sees besides a text itself.

Measured: no sentence of the corpus needs more than 3, and lists of up to 60 names are read as with a text for each.
"""
MAX_VARIANTS_CHARS = 2_000
"""Characters of all these texts together; a long one is seen in two at least."""
MAX_SENTENCE_CHARS = 250
"""Of a longer text, variants are seen around the offsets alone: it is no sentence, and nothing far away matters."""
_OTHER_NAMES = {"PER": "PER", "ORG": "n", "nt": "n", "nr": "PER", "ns": "LOC", "t": "TIME", "vn": "v", "vd": "v"}


class TaggedText:
    """A text whose grammar, and whose readings by g2pM, are looked at only if they are asked for, and once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._variants: dict[tuple[int, str], TaggedSentence] = {}

    @cached_property
    def _sentence(self) -> TaggedSentence:
        return tag_sentence(self.text)

    def tag_with(self, character: str, places: Sequence[int]) -> None:
        """Tag the text together with what it would be with another character at each of some offsets.

        Where these are many, offsets far from each other share a text, so that the time grows with the length alone.
        """
        most = max(2, min(MAX_VARIANTS, MAX_VARIANTS_CHARS // len(self.text)))
        shares = [places[first::most] for first in range(min(most, len(places)))]
        texts = [self.text, *(self._replace(share, character) for share in shares)]
        if len(self.text) > MAX_SENTENCE_CHARS:
            variants = [tag_changed(self._sentence, *changed) for changed in zip(texts[1:], shares, strict=True)]
        else:
            self._sentence, *variants = tag_sentences(texts)
        for share, variant in zip(shares, variants, strict=True):
            self._variants |= {(place, character): variant for place in share}

    def variant(self, place: int, character: str) -> TaggedSentence:
        """Return what the tagger makes of the text with another character at an offset."""
        return self._variants.get((place, character)) or tag_sentence(self._replace([place], character))

    def _replace(self, places: Sequence[int], character: str) -> str:
        characters = list(self.text)
        for place in places:
            characters[place] = character
        return "".join(characters)

    @property
    def is_tagged(self) -> bool:
        """Whether the tagger has been asked about the text."""
        return "_sentence" in self.__dict__

    def word_at(self, place: int) -> TaggedWord:
        """Return the word that the character at an offset belongs to."""
        return self._sentence.word_at(place)

    def divides(self, start: int, end: int) -> bool:
        """Whether a word ends between two offsets that the segmenter has one word at."""
        return self._sentence.divides(start, end)

    def may_have_verb(self, start: int, end: int) -> bool:
        """Whether a verb begins between two offsets, or the end may be one with its object: 为花朵传粉."""
        last = self.text[max(start, end - 2) : end]
        may_act = end - start > 2 and is_han(last[0]) and word_class(last)[:1] in _MAY_ACT
        if may_act and (word_class(last[0])[:1] == "v" or "v" in load_table().get(last[0], {})):
            return True
        while start < end:
            word = self._sentence.word_at(start)
            if word.start == start and word.tag in _VERB_TAGS:
                return True
            start = word.start + len(word.text)
        return False

    def log_likelihoods(self, place: int) -> Any:
        """Return what g2pM gives the character at an offset, by class; the character must have several readings."""
        rows, number_at = self._likelihoods
        return rows[number_at[place]]

    def is_improbable(self, place: int, reading: str, least: float) -> bool:
        """Whether g2pM knows the reading and gives the character at an offset less for it than a logarithm."""
        number = load_model().classes.get(reading)
        if number is None or self.text[place] not in load_model().polyphones:
            return False
        return bool(self.log_likelihoods(place)[number] < least)

    @cached_property
    def _likelihoods(self) -> tuple[Any, dict[int, int]]:
        polyphones = load_model().polyphones
        places = [place for place, character in enumerate(self.text) if character in polyphones]
        return log_likelihoods(self.text, places), {place: number for number, place in enumerate(places)}

    def person_log_odds(self, place: int) -> float:
        """Return the logarithm of the odds that a person's name begins at an offset."""
        return self._sentence.person_log_odds(place)

    def fitting_readings(self, place: int) -> frozenset[str]:
        """Return the readings that the grammar leaves open to the character at an offset; empty: it tells nothing."""
        tags = load_table().get(self.text[place])
        return tags.get(self._tag_of(place), frozenset()) if tags else frozenset()

    def excludes(self, place: int, reading: str) -> bool:
        """Whether the grammar knows the character at an offset and has no such reading for it."""
        if all(reading in choice for choice in fitting_choices(self.text[place])):
            return False
        fitting = self.fitting_readings(place)
        return bool(fitting) and reading not in fitting

    def _tag_of(self, place: int) -> str:
        """Return the tag of a character that is a word by itself; empty for a syllable of a longer word."""
        word = self.word_at(place)
        tag = _OTHER_NAMES.get(word.tag, word.tag)
        offset = place - word.start
        if len(word.text) == 1:
            counted = self.text[place - 1 : place] in _POINTERS and tag in ("v", "n")  # 每行, taken for a verb
            return "q" if counted and "q" in load_table().get(word.text, {}) else tag
        if offset == len(word.text) - 1 and all(
            character in NUMERALS or character in _POINTERS for character in word.text[:-1]
        ):
            return "q"  # 十六行, 几只, 这座
        if tag == "v" and offset == 0 and len(word.text) == 2 and word.text[1] in _AFTER_VERBS:
            return "v"
        if tag == "s" and offset == 0 and len(word.text) == 2:
            return "n"  # 背上, 缝里
        if word.text[place - word.start :] == "得" and word.tag == "v" and not word_frequency(word.text):
            return "u"  # 震得
        return ""


@cache
def fitting_choices(character: str) -> frozenset[frozenset[str]]:
    """Return every set of readings that the grammar can leave open to a character."""
    return frozenset(load_table().get(character, {}).values())


@lru_cache(maxsize=1)
def load_table() -> dict[str, dict[str, frozenset[str]]]:
    """Return character → tag → the readings a word of that kind has."""
    table: dict[str, dict[str, set[str]]] = {}
    for line in TABLE_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            character, reading, tags = line.split("\t")
            for tag in tags.split():
                table.setdefault(character, {}).setdefault(tag, set()).add(reading)
    return {
        character: {tag: frozenset(readings) for tag, readings in tags.items()} for character, tags in table.items()
    }
