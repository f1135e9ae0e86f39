"""Lines of date, material, place and number between the title of an object and its text: Oak, about 1640."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import patterns
from .aside_patterns import CAPTION
from .outline import Line, weight
from .stop_numbers import read_stop_number

MAX_LINE = 90
"""Characters of the longest such line."""
MIN_LINES = 2
"""Objects that have such a line, from which it is one."""
NUMBER_NAME = (
    r"(?:[馆館]藏|藏品|文物|展品|典藏|入藏|收藏|总?登记|總?登記|登[录錄]|[财財][产產]|[标標]本|器物|[档檔]案){1,2}(?:[编編]?[号號]|[编編][码碼]|序[号號])"
    r"|(?i:\b(?:accession|inventory|inv\.?|catalogue|catalog|museum|object|acc\.|cat\.)[ -]*"
    r"(?:no\b\.?|number\b|nr\b\.?|n[°º])|\binventar(?:nummer|-nr\.?)|\binv\.(?=\s?[A-Z]{0,5}[ .-]?\d)"
    r"|(?:\bn[°º]|\bn\.?º|\bnúmero|\bnuméro)\s?(?:d['’]|de )?inv(?:entaire|entario|\.)"
    r"|\binv(?:entaire|entario|\.) ?n[°º])"
)
"""What the number of an object in a collection is called."""
INVENTORY_NUMBER = re.compile(
    rf"(?:{NUMBER_NAME})\s*[:：]?\s*[A-Za-z\d][\w./-]{{0,20}}(?: \d[\w./-]{{0,12}})?"
    r"(?:\s*(?:至|到|[-–—~～、,，;；/]|to|à|bis)\s*[A-Za-z]{0,6}[-.]?\d[\w./-]{0,16}){0,4}"
)
OBJECT_CREDIT = re.compile(
    r"(?i:(?:gift|bequest|donation) of\b.{2,100}|purchased (?:with|by|from|in)\b.{2,100}|on loan from\b.{2,80}"
    r"|courtesy of\b.{2,80})"
    r"|(?:捐[赠贈][者人]|藏品[来來]源)\s*[:：].{1,60}"
    r"|(?:[^。！？!?\n]{0,90}(?:[,，;；·|/.:：(（—–\t]\s*|[\s　](?=[\u4e00-\u9fff])))?"
    rf"{INVENTORY_NUMBER.pattern}[^。！？!?.\n]{{0,30}}[.。]?"
)
"""Gift of the Harrow family, 1978. / Oak, about 1640. Accession number 1978.14.2. / 西周　馆藏号：HB-00482"""
DATED = re.compile(
    r"\b1\d{3}s?\b|\b20[0-2]\ds?\b|\b\d{1,2}(?:st|nd|rd|th)[- ]century|\b\d{1,2}\. ?Jh|Jahrhundert|siècle|siglo|\bBC\b"
    r"|\d{1,2} ?[x×] ?\d{1,3}|\d ?(?:cm|mm|厘米|公分)\b|\d{3,4}年|世纪|世紀|年代|时期|時期|时代|時代"
    r"|(?:商|周|秦|汉|漢|晋|晉|隋|唐|宋|辽|遼|金|元|明|清)[代朝]|战国|戰國|春秋|民国|民國|新石器"
)
"""When an object was made, or how large it is."""
SEPARATED = re.compile(r"[,，;；·/|｜ 　、]|^(?:c(?:a|irca)?\.? ?|about |um |vers |hacia |约)?\d{3,4}s?(?:年|年代)?$")
CHAPTER = re.compile(r"第.{1,4}(?:单元|單元|部分|章|篇)|(?i:part|chapter|section)\b")


def find_tombstones(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of such lines: with an inventory number any, others where two objects at least have one."""
    shown = [n for n, line in enumerate(lines) if line.kind != "caption" and not CAPTION.fullmatch(line.text)]
    dated: set[int] = set()
    numbered: set[int] = set()
    for before, n, after in zip(shown, shown[1:], shown[2:], strict=False):
        if not (_may_describe(lines[n]) and _is_title(lines[before]) and _is_text(lines[after], lines[n])):
            continue
        if OBJECT_CREDIT.fullmatch(lines[n].text):
            numbered.add(n)
        elif _names_date_or_size(lines[n].text):
            dated.add(n)
    return frozenset(numbered | (dated if len(dated | numbered) >= MIN_LINES else set()))


def _may_describe(line: Line) -> bool:
    text = line.text
    return (
        line.kind in ("line", "paragraph")
        and not line.block.bold
        and len(text) <= MAX_LINE
        and read_stop_number(text) is None
    )


def _names_date_or_size(text: str) -> bool:
    return (
        bool(DATED.search(text) and SEPARATED.search(text) and patterns.heading_like(text))
        and ":" not in text
        and "：" not in text
    )


def _is_text(line: Line, above: Line) -> bool:
    """Whether a line is the text below what describes its object."""
    return bool(patterns.SENTENCE_END.search(line.text)) and weight(line.text) > weight(above.text)


def _is_title(line: Line) -> bool:
    """Whether a line names something, and not a part of the tour."""
    number = read_stop_number(line.text, in_heading=line.kind == "heading")
    rest = line.text[number.length :] if number else line.text
    return patterns.heading_like(line.text) and patterns.has_words(rest) and not CHAPTER.match(line.text)
