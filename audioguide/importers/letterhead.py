"""The name of an office above the title of its text, as on its letters: Ayuntamiento de Villar, 苏州市文化馆."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.han import HAN_CHARACTER
from . import patterns
from .credit_lines import are_names
from .imprint_lines import ORGANISATION
from .outline import Line
from .stop_numbers import read_stop_number

MAX_LETTERHEAD_LINES = 3
MIN_NUMBERED_STOPS = 2
"""Numbered headings from which a marked line without a number above them is the title."""
OFFICE_ZH = re.compile(
    r"[\u4e00-\u9fff（）()]{2,24}(?:委[员員][会會]|政府|文化[馆館站]|[局厅廳]|[办辦]公室|公司|[协協学學][会會]|街道[办辦]|管理[处處]"
    r"|[编編][写寫][组組]|基金[会會])"
)
TITLE_ZH = re.compile(
    r"[《【]?.{2,40}(?:[讲講解导導][解说說览覽游遊][词詞稿]|[导導][览覽赏賞]|[讲講]解)[》】]?(?:[(（].{1,16}[)）])?"
)
"""A title that says what its text is; another Chinese line may be the first stop's."""


def find_letterhead(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of offices above a marked title: nothing but names, on the first lines.

    The title has no number, the headings below it have.
    """
    count = 0
    while count < min(MAX_LETTERHEAD_LINES, len(lines)) and _names_office(lines[count]):
        count += 1
    if not 0 < count < len(lines):
        return frozenset()
    title = lines[count]
    is_marked = title.block.bold or title.kind in ("title", "heading")
    if not is_marked or not patterns.heading_like(title.text) or read_stop_number(title.text, in_heading=True):
        return frozenset()
    if HAN_CHARACTER.search(title.text) and not TITLE_ZH.fullmatch(title.text):
        return frozenset()
    numbered = sum(
        patterns.heading_like(line.text) and read_stop_number(line.text) is not None for line in lines[count + 1 :]
    )
    return frozenset(range(count)) if numbered >= MIN_NUMBERED_STOPS else frozenset()


def _names_office(line: Line) -> bool:
    if line.kind in ("heading", "title", "cell") or line.block.bold:
        return False
    text = line.text.strip(" .")
    named = text.title() if text.isupper() else text
    return bool(OFFICE_ZH.fullmatch(text) or (ORGANISATION.fullmatch(named) and are_names(named)))
