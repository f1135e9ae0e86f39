"""Clean what scanners, word processors and full-width keyboards leave in Chinese text, before numbers are read."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..han import HAN
from .data_tables import any_of, read_pairs, read_words

_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FULL = str.maketrans("％．／＋－＝＜＞＄＆＊＃＠＿｀＇＂()\u2212\u2011", "%./+-=<>$&*#@_''\"（）--")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000\t\n"), " ")
_LOW = {0x2080 + digit: str(digit) for digit in range(10)}  # CO₂
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
_TABLE = {**_WIDTH, **_LOW, **_FULL, **_SPACES, **_NOTHING}

_COUNTABLE = (
    f"(?:[十百千万亿]*{any_of(read_words('measures.txt'))}|[余多]|{any_of(read_pairs('units.tsv'))}(?![A-Za-z\\d]))"
)
"""What follows a number of things or a measure."""

_HALF = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}


def _join_digits(match: re.Match[str]) -> str:
    return re.sub("[ ,，]", "", match[0])


def _to_full_width(match: re.Match[str]) -> str:
    return _HALF[match[0]]


_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(rf"([-=#+~&@%$<>^|\\/_→°℃·•])\1{{3,}}|(?<![{HAN}*])\*{{4,}}(?![{HAN}*])"),
        "，",
    ),  # a dividing line, drawn by keys: a breath and no 等于等于
    (re.compile("„[„ ]*"), "……"),  # a scanned ellipsis
    (
        re.compile(rf"(?<=[{HAN}，。、；：！？”’）》])\[\d{{1,3}}(?:[-–—,，、]\d{{1,3}})*\]"),
        "",
    ),  # a citation mark: 战争[2-3]
    (re.compile("--+"), "——"),
    (re.compile("‚"), "“"),  # scanned text has low and reversed single quotes for double ones
    (re.compile("‛"), "”"),
    (re.compile(r"∶(?! ?\d)|(?<!\d)(?<!\d )∶"), "："),  # a ratio sign that parts no numbers
    (
        re.compile(
            rf"(?<![\d.A-Za-z])[1-9]\d{{0,2}}(?: \d{{3}})+(?!\d)(?=\.\d"
            rf"| ?(?:[{HAN}%‰±]|{_COUNTABLE}|[-—–~～]{{1,2}} ?[1-9]))"
            r"|(?<=\d[∶:：])[1-9]\d{0,2}(?: \d{3})+(?!\d)"
        ),
        _join_digits,
    ),  # 2 146户, 1 864.8米, 1 200km/h
    (
        re.compile(rf"(?<![\d.，第A-Za-z])[1-9]\d{{0,2}}(?:，\d{{3}})+(?![\d，])(?= ?{_COUNTABLE})"),
        _join_digits,
    ),  # 1，234人: typed with a Chinese keyboard
    (re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])"), _join_digits),  # 1,234,567
    (re.compile(rf"(?<=[{HAN}]) +(?=[\d+\-])|(?<=[\d%]) +(?=[{HAN}])"), ""),  # 2014 年
    (re.compile(rf"(?<=[{HAN}]) +(?=[，。、；：？！“”])|(?<=[，。、；：？！“”]) +(?=[{HAN}])"), ""),
    (
        re.compile(
            rf"(?<=[{HAN}”’》）%\d])[,;:?!](?!\d)|(?<=[{HAN}”’》）])[,;:?!]|[,;?!](?=[{HAN}“])"
            rf"|(?<=[{HAN}])\.(?=$| |[{HAN}])"
        ),
        _to_full_width,
    ),
)


def clean_text(text: str) -> str:
    """The same text with one form for each thing: half-width digits and letters, full-width punctuation."""
    text = text.translate(_TABLE)
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text
