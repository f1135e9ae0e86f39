"""Written Chinese → spoken Chinese, in this order: clean, guards, letters, ``wetext``'s grammar, symbols, erhua."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ..markup import rewrite_outside_marks
from . import latin
from .clean import HAN, clean
from .data_tables import pairs
from .erhua import merged
from .numbers.cardinal import cardinal, digits
from .numbers.rules import GUARDS

_NUMERAL = "零〇○◯一二三四五六七八九十百"
_ZERO = re.compile(rf"(?<=[{_NUMERAL}])[Oo〇○◯]+(?=[{_NUMERAL}年])")
_APART = "\u2063"  # invisible separator: keeps wetext from reading two numbers parted by a comma as one
_LISTED = tuple((re.compile(f"[{first}-{last}]"), ord(first) - 1) for first, last in ("①⑳", "⑴⒇", "⒈⒛", "㈠㈩", "❶❿"))
_UNHEARD = re.compile(
    rf"[^{HAN}A-Za-zÀ-ɏ\s\U000f0000-\U000ffffd，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—–·,.;:?!()\[\]\"'/_-]"
)


def normalise(sentence: str) -> str:
    """The sentence as it is said: ``in_words``, and every 儿 that is no syllable merged into the one before it."""
    return merged(in_words(sentence))


def in_words(sentence: str) -> str:
    """The sentence without digits, units or symbols; the inside of ``{…|…}`` is left alone."""
    return rewrite_outside_marks(sentence, _normalise)


@lru_cache(maxsize=8192)
def heard(character: str) -> bool:
    """Whether a written character is said, or rightly silent as punctuation is."""
    said = clean(character)
    known = (pairs(name) for name in ("symbols.tsv", "units.tsv", "currencies.tsv"))
    listed = any(pattern.match(character) for pattern, _zero in _LISTED)
    return listed or said.isdigit() or not _UNHEARD.search(said) or any(said in table for table in known)


@lru_cache(maxsize=4096)
def _normalise(text: str) -> str:
    text = clean(text)
    if re.search(r"\d", text):
        text = re.sub(r"(?<=\d)([，；])(?=\d)", r"\1" + _APART, text)
        for guard in GUARDS:
            text = guard.pattern.sub(guard.say, text)
    text = latin.speak(_ZERO.sub(lambda run: "零" * len(run[0]), text))
    if re.search(r"\d", text):
        text = _grammar(text)
    return _symbols(text.replace(_APART, ""))


def _grammar(text: str) -> str:
    """What no guard knew, by wetext; digits it leaves are said one by one."""
    spoken: str = _wetext().normalize(text)
    return re.sub(r"\d+", lambda run: digits(run[0]), spoken)


@lru_cache(maxsize=1)
def _wetext() -> Any:
    from wetext import Normalizer  # half a second: only when a number needs it

    return Normalizer(lang="zh", operator="tn")


def _symbols(text: str) -> str:
    """Symbols as words; what has none is taken out here and named by ``doubts``."""
    for pattern, before_one in _LISTED:
        text = pattern.sub(lambda found, zero=before_one: _listed(found, zero), text)  # type: ignore[misc]
    text = re.sub(rf"(?<=[{HAN}])[~～](?![{HAN}])", "", text)
    text = _table().sub(lambda found: pairs("symbols.tsv")[found[0]], text)
    return latin.spaced(_UNHEARD.sub("", text)).strip()


def _listed(found: re.Match[str], before_one: int) -> str:
    """① before a text numbers it and is followed by a breath; after a word (图①) it is part of the phrase."""
    alone = found.start() == 0 or not found.string[found.start() - 1].isalnum()
    return cardinal(str(ord(found[0]) - before_one)) + ("，" if alone else "")


@lru_cache(maxsize=1)
def _table() -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(pairs("symbols.tsv"))) + "]")
