"""Cut Chinese text into words, as jieba 0.42 (MIT) cuts it, to the letter.

The likeliest path through a dictionary with frequencies; where that leaves single characters in a row, the likeliest
path through a hidden Markov model of characters that begin, continue and end words. The package takes 38 MB, of which
2.4 matter here; they lie beside this module, and ``benchmarks/chinese_segmenter.py`` makes those files.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log
from pathlib import Path

from ..loading import register_loader

WORDS_FILE = Path(__file__).with_name("segmenter_words.tsv.gz")
CHARACTERS_FILE = Path(__file__).with_name("segmenter_characters.tsv.gz")
SEGMENTER_VERSION = 1
"""Raised when those files change: what is made from them is cached."""
BEGINNINGS = "-"
"""In the place of a part of speech: what words begin with and is none itself."""
STATES = "BMES"
"""Of a character: it begins a word, is within one, ends one, is one by itself."""

_IMPOSSIBLE = -3.14e100
"""Logarithm of a likelihood of nothing, as jieba writes it."""
_START = (-0.26268660809250016, _IMPOSSIBLE, _IMPOSSIBLE, -1.4652633398537678)
_BEGIN_MIDDLE, _BEGIN_END = -0.916290731874155, -0.510825623765990
_END_BEGIN, _END_SINGLE = -0.5897149736854513, -0.8085250474669937
_MIDDLE_MIDDLE, _MIDDLE_END = -1.2603623820268226, -0.33344856811948514
_SINGLE_BEGIN, _SINGLE_SINGLE = -0.7211965654669841, -0.6658631448798212
"""Logarithms of the likelihoods of states, at the start and after another."""
_UNSEEN = (_IMPOSSIBLE,) * len(STATES)
_WORDS = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_SPACE = re.compile(r"(\r\n|\s)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_LATIN_OR_NUMBER = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


@dataclass(frozen=True)
class SegmenterWords:
    """The words of the dictionary."""

    frequencies: dict[str, int]
    """Word → how often its corpus has it; 0: what a word begins with and is none itself."""
    classes: dict[str, str]
    """Word → its part of speech, in ICTCLAS's letters."""
    total: int
    """Words of the corpus."""


@register_loader
@lru_cache(maxsize=1)
def load_segmenter_words() -> SegmenterWords:
    """Return the dictionary's words, loaded once."""
    frequencies: dict[str, int] = {}
    classes: dict[str, str] = {}
    total, *lines = gzip.decompress(WORDS_FILE.read_bytes()).decode().splitlines()
    for line in lines:
        tag, words, counts = line.split("\t")
        members = words.split(" ")
        if tag == BEGINNINGS:
            frequencies.update(dict.fromkeys(members, 0))
        else:
            frequencies.update(zip(members, map(int, counts.split(" ")), strict=True))
            classes.update(dict.fromkeys(members, tag))
    return SegmenterWords(frequencies, classes, int(total.partition("\t")[2]))


class Segmenter:
    """Cuts text by a dictionary to which words can be added."""

    def __init__(self, known: SegmenterWords, added: Iterable[str] = ()) -> None:
        self._frequencies = dict(known.frequencies)
        self._total = known.total
        for word in added:
            self._add_word(word)

    def frequency(self, word: str) -> int:
        """Return how often the corpus has a word; 0 for what is none."""
        return self._frequencies.get(word, 0)

    def cut(self, text: str) -> Iterator[str]:
        """Yield the words of a text; nothing is lost."""
        for number, block in enumerate(_WORDS.split(text)):
            if number % 2:
                yield from self._cut_block(block)
            else:
                for index, between in enumerate(_SPACE.split(block)):
                    yield from (between,) if index % 2 else between

    def _add_word(self, word: str) -> None:
        """Add a word, as frequent as it must be to be cut as one."""
        likelihood = 1.0
        for part in self._likeliest_path(word):
            likelihood *= self._frequencies.get(part, 1) / self._total
        self._frequencies[word] = max(int(likelihood * self._total) + 1, self._frequencies.get(word, 1))
        self._total += self._frequencies[word]
        for end in range(1, len(word)):
            self._frequencies.setdefault(word[:end], 0)

    def _cut_block(self, block: str) -> Iterator[str]:
        singles = ""
        for word in self._likeliest_path(block):
            if len(word) == 1:
                singles += word
                continue
            yield from self._join_singles(singles)
            singles = ""
            yield word
        yield from self._join_singles(singles)

    def _join_singles(self, singles: str) -> Iterable[str]:
        """Return the words that single characters in a row make."""
        # a word that the path went around stays as it was cut
        return singles if len(singles) < 2 or self.frequency(singles) else _guess_words(singles)

    def _likeliest_path(self, text: str) -> Iterator[str]:
        frequency_of, all_words, length = self._frequencies.get, log(self._total), len(text)
        scores, ends = [0.0] * (length + 1), [0] * length
        for start in range(length - 1, -1, -1):
            best, last = -inf, start + 1
            for end in range(start + 1, length + 1):
                frequency = frequency_of(text[start:end])
                if frequency is None:
                    break  # no word begins so
                if frequency and (score := log(frequency) - all_words + scores[end]) >= best:
                    best, last = score, end
            scores[start] = best if best > -inf else scores[start + 1] - all_words
            ends[start] = last
        start = 0
        while start < length:
            yield text[start : ends[start]]
            start = ends[start]


def _guess_words(text: str) -> Iterator[str]:
    """Yield the words of a text that the dictionary does not have."""
    for number, block in enumerate(_HAN.split(text)):
        if number % 2:
            yield from _split_by_states(block, _likeliest_states(block))
        else:
            yield from filter(None, _LATIN_OR_NUMBER.split(block))


def _split_by_states(text: str, states: Iterable[str]) -> Iterator[str]:
    begin = 0
    for end, state in enumerate(states, 1):
        if state in "ES":
            yield text[begin:end]
            begin = end


def _likeliest_states(text: str) -> list[str]:
    """Return a state for each character, by Viterbi's algorithm.

    Written out for the two states that can stand before each: this is where unusual texts spend their time.
    """
    likelihoods = _load_characters()
    begin, middle, end, single = map(sum, zip(_START, likelihoods.get(text[0], _UNSEEN), strict=True))
    came_from: list[dict[str, str]] = []
    for character in text[1:]:
        as_begin, as_middle, as_end, as_single = likelihoods.get(character, _UNSEEN)
        # added up in jieba's order, since another rounds otherwise; of equals the later letter, as jieba has it
        end_begin, single_begin = end + _END_BEGIN + as_begin, single + _SINGLE_BEGIN + as_begin
        begin_middle, middle_middle = begin + _BEGIN_MIDDLE + as_middle, middle + _MIDDLE_MIDDLE + as_middle
        begin_end, middle_end = begin + _BEGIN_END + as_end, middle + _MIDDLE_END + as_end
        end_single, single_single = end + _END_SINGLE + as_single, single + _SINGLE_SINGLE + as_single
        came_from.append(
            {
                "B": "E" if end_begin > single_begin else "S",
                "M": "B" if begin_middle > middle_middle else "M",
                "E": "B" if begin_end > middle_end else "M",
                "S": "E" if end_single > single_single else "S",
            }
        )
        begin, middle = max(end_begin, single_begin), max(begin_middle, middle_middle)
        end, single = max(begin_end, middle_end), max(end_single, single_single)
    states = ["E" if end > single else "S"]
    for before in reversed(came_from):
        states.append(before[states[-1]])
    return states[::-1]


@register_loader
@lru_cache(maxsize=1)
def _load_characters() -> Mapping[str, tuple[float, ...]]:
    """Character → logarithm of the likelihood that a character in each state is this one."""
    likelihoods: dict[str, list[float]] = {}
    for line in gzip.decompress(CHARACTERS_FILE.read_bytes()).decode().splitlines():
        state, characters, values = line.split("\t")
        for character, value in zip(characters, map(float, values.split(" ")), strict=True):
            likelihoods.setdefault(character, list(_UNSEEN))[STATES.index(state)] = value
    return {character: tuple(values) for character, values in likelihoods.items()}
