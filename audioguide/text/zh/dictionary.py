"""What dictionaries say: words, and how they and their characters are read.

Words come from jieba (MIT). Readings come from three dictionaries: pypinyin's own phrases, and ``large_pinyin`` and
CC-CEDICT of ``pypinyin-dict`` (both MIT, CC-CEDICT's data CC BY-SA 4.0). Installed they take 45 MB, and seconds and
400 MB of memory to import, so what matters of them, the characters and the phrases with a character of several
readings, lies beside this module. ``benchmarks/chinese_dictionary.py`` makes that file.
"""

from __future__ import annotations

import gzip
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, metadata
from math import inf, log
from pathlib import Path
from typing import Any

from ... import files
from ...errors import OutputError
from ...project import find_project
from ..loading import register_loader
from ..pieces import cut_long_text
from .polyphone_model import load_model

SOURCES = "blc"
"""A letter for each dictionary: base, large, CC-CEDICT."""
DICTIONARY_FILE = Path(__file__).with_name("dictionary.tsv.gz")
DICTIONARY_VERSION = 3
"""Raised when that file changes: what is made from it is cached."""
MAX_PHRASE_CHARACTERS = 8
"""Characters of the longest phrase worth looking for within a word."""
WORDS_FILE = Path(__file__).with_name("words.tsv")

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


def _segmenter_entries() -> Iterator[tuple[str, str, str]]:
    """Words of the segmenter's dictionary, each with how often its corpus has it and its part of speech."""
    jieba = _import_jieba()
    for line in (Path(str(jieba.__file__)).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        yield word, count, tag


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
    return Dictionary(characters, phrases, dict(read_word_table(WORDS_FILE)))


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
        tokenizer = _load_tokenizer()
    for piece in cut_long_text(text):
        yield from tokenizer.cut(piece)


def word_frequency(word: str) -> int:
    """How often the segmenter's corpus has the word; 0: it is no word of its dictionary but a guess."""
    with _dictionary_lock:
        tokenizer = _load_tokenizer()
    return tokenizer.FREQ.get(word) or 0


def word_class(word: str) -> str:
    """Return the part of speech of a word of the segmenter's dictionary, in ICTCLAS's letters (``v``, ``n``, ``nr``).

    Empty for a word it does not have.
    """
    with _dictionary_lock:
        return _load_word_classes().get(word, "")


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
    lines = _read_compiled(f"given-{metadata.version('jieba')}", _compile_given_names)
    return {line[0]: float(line[2:]) for line in lines}


def _compile_given_names() -> Iterator[tuple[str, str]]:
    """Characters of given names in the segmenter's dictionary, against how often other words have them."""
    names: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for word, count, tag in _segmenter_entries():
        if tag == "nr" and len(word) == 3 and word[0] in _COMMON_SURNAMES:
            names.update(word[1:])
        elif tag != "nr":
            for character in word:
                others[character] += int(count)
    all_names, all_others = names.total(), others.total()
    for character, occurrences in names.items():
        score = log((occurrences + 0.5) / all_names) - log((others[character] + 50) / all_others)
        yield character, f"{score:.2f}"


@register_loader
@lru_cache(maxsize=1)
def _load_word_classes() -> dict[str, str]:
    return _load_segmenter_words().classes


@dataclass(frozen=True)
class _SegmenterWords:
    """The segmenter's dictionary."""

    frequencies: dict[str, int]
    """Word → how often its corpus has it; 0: what a word begins with and is none itself."""
    classes: dict[str, str]
    """Word → its part of speech."""
    total: int
    """Words of the corpus."""


@register_loader
@lru_cache(maxsize=1)
def _load_segmenter_words() -> _SegmenterWords:
    """Return what the segmenter would load from a file of its own, in a third of the time."""
    frequencies: dict[str, int] = {}
    classes: dict[str, str] = {}
    total, *lines = _read_compiled(f"words-{metadata.version('jieba')}", _compile_segmenter_words)
    for line in lines:
        tag, words, counts = line.split("\t")
        members = words.split(" ")
        if tag == _BEGINNINGS:
            frequencies.update(dict.fromkeys(members, 0))
        else:
            frequencies.update(zip(members, map(int, counts.split(" ")), strict=True))
            classes.update(dict.fromkeys(members, tag))
    return _SegmenterWords(frequencies, classes, int(total.split("\t")[1]))


_BEGINNINGS = "-"
"""Stands where others have a part of speech."""


def _compile_segmenter_words() -> Iterator[tuple[str, str]]:
    """The segmenter's dictionary by part of speech: it is a tenth as long so, and read in a tenth of the time."""
    tags: dict[str, str] = {}
    frequencies: dict[str, int] = {}
    total = 0
    for word, count, tag in _segmenter_entries():
        tags[word], frequencies[word] = tag, int(count)
        total += int(count)
    by_tag: dict[str, list[str]] = {}
    for word, tag in tags.items():
        by_tag.setdefault(tag, []).append(word)
    yield "total", str(total)
    for tag, members in by_tag.items():
        yield tag, f"{' '.join(members)}\t{' '.join(str(frequencies[word]) for word in members)}"
    beginnings = {word[:end]: None for word in tags for end in range(1, len(word))}
    yield _BEGINNINGS, f"{' '.join(beginning for beginning in beginnings if beginning not in tags)}\t"


@register_loader
@lru_cache(maxsize=1)
def _load_tokenizer() -> Any:
    jieba = _import_jieba()
    jieba.setLogLevel("ERROR")  # it reports its loading on stderr
    tokenizer = jieba.Tokenizer()
    known = _load_segmenter_words()
    # it would keep a copy of its own in the machine's shared folder, which is anyone's to write
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(known.frequencies), known.total, True
    for word, _reading in read_word_table(WORDS_FILE):
        if len(word) > 1:
            tokenizer.add_word(word)
    _speed_up(tokenizer)
    return tokenizer


def _speed_up(tokenizer: Any) -> None:
    """Let the segmenter look its words up once where it does so three times; the words stay the same."""
    frequency_of, all_words = tokenizer.FREQ.get, log(tokenizer.total)

    def find_best_route(text: str, _graph: object, route: dict[int, tuple[float, int]]) -> None:
        length = len(text)
        route[length] = (0, 0)
        for start in range(length - 1, -1, -1):
            best, last = -inf, start
            for end in range(start + 1, length + 1):
                frequency = frequency_of(text[start:end])
                if frequency is None:
                    break  # no word begins so
                if frequency and (score := log(frequency) - all_words + route[end][0]) >= best:
                    best, last = score, end - 1
            route[start] = (best, last) if best > -inf else (route[start + 1][0] - all_words, start)

    tokenizer.get_DAG = lambda text: None
    tokenizer.calc = find_best_route


def _import_jieba() -> Any:
    """Return jieba, imported without ``pkg_resources``.

    It would open its own files through that, as through any path, and the import alone is a tenth of a cold start.
    """
    if "jieba" not in sys.modules and "pkg_resources" not in sys.modules:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
        try:
            return import_module("jieba")
        finally:
            del sys.modules["pkg_resources"]
    return import_module("jieba")


def _cache_folder() -> Path:
    return find_project().cache
