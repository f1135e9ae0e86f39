"""Written Chinese → spoken Chinese: clean, guards, the grammar of ``wetext``, letters, symbols, in this order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ..markup import outside
from . import latin
from .clean import HAN, clean
from .guards import GUARDS
from .numbers import digits
from .tables import pairs

_NUMERAL = "零〇○◯一二三四五六七八九十百"
_APART = "\u2063"  # invisible separator: keeps two numbers parted by a comma from being read as one


def normalise(sentence: str) -> str:
    """The sentence without digits, units or symbols; the inside of ``{…|…}`` is left alone."""
    return outside(sentence, _normalise)


@lru_cache(maxsize=4096)
def _normalise(text: str) -> str:
    text = clean(text)
    if re.search(r"\d", text):
        text = _numbers(text)
    text = latin.speak(text)
    if re.search(r"\d", text):
        text = _grammar(text)
    return _symbols(text)


def _numbers(text: str) -> str:
    text = re.sub(r"(?<=\d)([，、；])(?=\d)", _APART + r"\1" + _APART, text)
    for guard in GUARDS:
        text = guard.pattern.sub(guard.say, text)
    return text.replace(_APART, "")


def _grammar(text: str) -> str:
    """What no guard knew, by wetext; digits it leaves are said one by one."""
    spoken: str = _wetext().normalize(text)
    lead = text[: len(text) - len(text.lstrip())]
    return lead + re.sub(r"\d+", lambda run: digits(run[0]), spoken)


@lru_cache(maxsize=1)
def _wetext() -> Any:
    from wetext import Normalizer  # half a second: only when a number needs it

    return Normalizer(lang="zh", operator="tn")


def _symbols(text: str) -> str:
    """Symbols as words; what has no word stays, and ``doubts`` names it."""
    text = re.sub("[①-⑳]", lambda found: _numeral(ord(found[0]) - 0x245F) + "，", text)
    text = re.sub("[⒈-⒛]", lambda found: _numeral(ord(found[0]) - 0x2487) + "、", text)
    text = re.sub("[㈠-㈩]", lambda found: _numeral(ord(found[0]) - 0x321F) + "，", text)
    text = re.sub(rf"(?<=[{_NUMERAL}])[OoＯ](?=[{_NUMERAL}年])", "零", text)
    text = re.sub(rf"(?<=[{HAN}])[~～](?![{_NUMERAL}{HAN}])", "", text)
    return _table().sub(lambda found: pairs("symbols.tsv")[found[0]], text).strip()


@lru_cache(maxsize=1)
def _table() -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(pairs("symbols.tsv"))) + "]")


def _numeral(value: int) -> str:
    from .numbers import cardinal

    return cardinal(str(value))
