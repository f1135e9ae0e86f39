"""What dictionaries say: words, and how they and their characters are read.

Words come from jieba's dictionary (see segmenter.py). Readings come from three dictionaries: pypinyin's own phrases,
and ``large_pinyin`` and CC-CEDICT of ``pypinyin-dict`` (both MIT, CC-CEDICT's data CC BY-SA 4.0). Installed they take
45 MB, and seconds and 400 MB of memory to import, so what matters of them, the characters and the phrases with a
character of several readings, lies beside this module. ``benchmarks/chinese_dictionary.py`` makes that file.
"""

from __future__ import annotations

import gzip
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from math import log
from pathlib import Path

from ... import files
from ...errors import OutputError
from ...project import find_project
from ..loading import register_loader
from ..pieces import cut_long_text
from .polyphone_model import load_model
from .segmenter import SEGMENTER_VERSION, Segmenter, load_segmenter_words

SOURCES = "blc"
"""A letter for each dictionary: base, large, CC-CEDICT."""
DICTIONARY_FILE = Path(__file__).with_name("dictionary.tsv.gz")
DICTIONARY_VERSION = 3
"""Raised when that file changes: what is made from it is cached."""
MAX_PHRASE_CHARACTERS = 8
"""Characters of the longest phrase worth looking for within a word."""
WORDS_FILE = Path(__file__).with_name("words.tsv")
NEUTRAL_FILE = Path(__file__).with_name("neutral.tsv")
"""Words whose last syllable the standard reads in the neutral tone."""

WORDS_REMEMBERED = 16384
"""Of which it is remembered how frequent they are, and of which class: the same are asked for several times a place."""
_dictionary_lock = threading.Lock()


@dataclass(frozen=True)
class Dictionary:
    """Readings of characters and phrases, in tone-number pinyin with ``v`` for ü."""

    characters: dict[str, tuple[str, ...]]
    """Character → its readings, the usual one first; rare and old ones included."""
    phrases: dict[str, str]
    """Phrase → its readings as stored: ``sources:syllables`` separated by ``|``."""
    decided: dict[str, tuple[str, ...]]
    """Words a person has decided: they beat every dictionary; a single character: its usual reading."""

    def attested_readings(self, word: str, offset: int) -> Iterator[tuple[str, str]]:
        """(source letter, reading) of one character within a phrase, from every dictionary that has the phrase."""
        stored = self.phrases.get(word)
        if stored:
            for part in stored.split("|"):
                sources, _sep, reading = part.partition(":")
                syllable = reading.split(" ")[offset]
                for source in sources:
                    yield source, syllable

    def longest_entry(self, word: str, offset: int) -> tuple[str, int]:
        """The word, or where no dictionary has it the longest phrase in it that holds the character at ``offset``.

        Returned with the character's offset in it; a lone character is its own entry.
        """
        if word in self.phrases:
            return word, offset
        size = len(word)
        for length in range(min(size - 1, MAX_PHRASE_CHARACTERS), 1, -1):
            for start in range(max(0, offset - length + 1), min(offset, size - length) + 1):
                if word[start : start + length] in self.phrases:
                    return word[start : start + length], offset - start
        return word[offset], 0


def _read_compiled(name: str, compile_pairs: Callable[[], Iterable[tuple[str, str]]]) -> list[str]:
    """Return the lines ``key<TAB>value`` of a table that is compiled once a machine and kept under its name."""
    file = _cache_folder() / f"{name}.tsv"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = "".join(f"{key}\t{value}\n" for key, value in compile_pairs())
        with suppress(OutputError):  # a folder that cannot be written costs time, not readings
            files.write_text(file, text)
    return text.splitlines()


@register_loader
@lru_cache(maxsize=1)
def _load_dictionary() -> Dictionary:
    characters: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, str] = {}
    for line in gzip.decompress(DICTIONARY_FILE.read_bytes()).decode().splitlines():
        key, _tab, value = line.partition("\t")
        if len(key) == 1:
            characters[key] = tuple(value.split(" "))
        else:
            phrases[key] = value
    return Dictionary(characters, phrases, dict([*read_word_table(NEUTRAL_FILE), *read_word_table(WORDS_FILE)]))


def load_dictionary() -> Dictionary:
    """The readings, loaded once."""
    with _dictionary_lock:
        return _load_dictionary()


def read_word_table(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(word, syllables) of a hand-made table: ``word<TAB>pinyin<TAB>note``, ``#`` begins a remark."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, pinyin = line.split("\t")[:2]
            yield word, tuple(pinyin.split())


def cut_words(text: str) -> Iterator[str]:
    """The text cut into words; nothing is lost.

    Long texts are cut a piece at a time: for a run of unknown characters the segmenter copies all of its path at each
    of them, so that its time grows with the square of the run.
    """
    with _dictionary_lock:
        segmenter = _load_segmenter()
    for piece in cut_long_text(text):
        yield from segmenter.cut(piece)


@lru_cache(maxsize=WORDS_REMEMBERED)
def word_frequency(word: str) -> int:
    """How often the segmenter's corpus has the word; 0: it is no word of its dictionary but a guess."""
    with _dictionary_lock:
        segmenter = _load_segmenter()
    return segmenter.frequency(word)


@lru_cache(maxsize=WORDS_REMEMBERED)
def word_class(word: str) -> str:
    """Return the part of speech of a word of the segmenter's dictionary, in ICTCLAS's letters (``v``, ``n``, ``nr``).

    Empty for a word it does not have.
    """
    with _dictionary_lock:
        return load_segmenter_words().classes.get(word, "")


def given_name_score(given: str) -> float:
    """Return the logarithm of how much likelier each character is in given names than elsewhere, by the average."""
    with _dictionary_lock:
        scores = _load_given_names()
    return sum(scores.get(character, UNUSUAL_IN_NAMES) for character in given) / len(given) * 1.5


def plain_readings() -> dict[str, str]:
    """Return the reading of every character that all dictionaries read alike, in whatever word."""
    with _dictionary_lock:
        return _load_plain_readings()


@register_loader
@lru_cache(maxsize=1)
def _load_plain_readings() -> dict[str, str]:
    lines = _read_compiled(f"plain-{DICTIONARY_VERSION}-{metadata.version('g2pM')}", _compile_plain_readings)
    decided = _load_dictionary().decided
    return {line[0]: line[2:] for line in lines if line[0] not in decided}


def _compile_plain_readings() -> Iterator[tuple[str, str]]:
    book, in_use = _load_dictionary(), load_model().readings
    usual = {character: readings[0] for character, readings in book.characters.items()}
    varied = {character for character, readings in in_use.items() if {*readings} != {usual.get(character)}}
    for phrase, stored in book.phrases.items():
        for part in stored.split("|"):
            syllables = part.partition(":")[2].split(" ")
            varied.update(char for char, syllable in zip(phrase, syllables, strict=True) if syllable != usual.get(char))
    for character, reading in usual.items():
        if character not in varied:
            yield character, reading


PREVAILING_SHARE = 0.9
"""Of a character's words: a reading that has as many is hardly ever another where the character is a word itself."""


def prevailing_reading(character: str) -> str:
    """Return the reading that nearly all of a character's words have, a neutral tone counted as its full one.

    Empty where another reading has its words too: 镐 in 十字镐 and in 镐京.
    """
    with _dictionary_lock:
        return _load_prevailing_readings().get(character, "")


@register_loader
@lru_cache(maxsize=1)
def _load_prevailing_readings() -> dict[str, str]:
    lines = _read_compiled(f"prevailing-{DICTIONARY_VERSION}-{metadata.version('g2pM')}", _compile_prevailing_readings)
    return {line[0]: line[2:] for line in lines}


def _compile_prevailing_readings() -> Iterator[tuple[str, str]]:
    """Characters of several readings one of which prevails; a word counts once for each dictionary."""
    polyphones = load_model().polyphones
    words: dict[str, Counter[str]] = {character: Counter() for character in polyphones}
    for phrase, stored in _load_dictionary().phrases.items():
        if polyphones.isdisjoint(phrase):
            continue
        for part in stored.split("|"):
            sources, _sep, reading = part.partition(":")
            for character, syllable in zip(phrase, reading.split(" "), strict=True):
                if character in polyphones:
                    words[character][syllable] += len(sources)
    for character, counted in words.items():
        for reading in [reading for reading in counted if reading.endswith("5")]:
            full = [other for other in counted if other != reading and other[:-1] == reading[:-1]]
            if full:
                counted[max(full, key=counted.__getitem__)] += counted.pop(reading)
        best = max(counted, key=counted.__getitem__, default="")
        if counted and counted[best] >= PREVAILING_SHARE * counted.total():
            yield character, best


UNUSUAL_IN_NAMES = -2.0
"""Score of a character no given name of the segmenter's dictionary has."""
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方邹熊孟秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)


def surnames() -> frozenset[str]:
    """Return the hundred commonest surnames."""
    return _COMMON_SURNAMES


@register_loader
@lru_cache(maxsize=1)
def _load_given_names() -> dict[str, float]:
    lines = _read_compiled(f"given-{SEGMENTER_VERSION}", _compile_given_names)
    return {line[0]: float(line[2:]) for line in lines}


def _compile_given_names() -> Iterator[tuple[str, str]]:
    """Characters of given names in the segmenter's dictionary, against how often other words have them."""
    names: Counter[str] = Counter()
    others: Counter[str] = Counter()
    known = load_segmenter_words()
    for word, tag in known.classes.items():
        if tag == "nr" and len(word) == 3 and word[0] in _COMMON_SURNAMES:
            names.update(word[1:])
        elif tag != "nr":
            for character in word:
                others[character] += known.frequencies[word]
    all_names, all_others = names.total(), others.total()
    for character, occurrences in names.items():
        score = log((occurrences + 0.5) / all_names) - log((others[character] + 50) / all_others)
        yield character, f"{score:.2f}"


@register_loader
@lru_cache(maxsize=1)
def _load_segmenter() -> Segmenter:
    added = (word for word, _reading in read_word_table(WORDS_FILE) if len(word) > 1)
    return Segmenter(load_segmenter_words(), added)


def _cache_folder() -> Path:
    return find_project().cache
