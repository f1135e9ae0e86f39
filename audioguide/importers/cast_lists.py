"""The list of those who speak, above a play: its heading and a line for each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .outline import Line, weight
from .patterns import SENTENCE_END
from .stop_numbers import read_stop_number

CAST_HEADING = re.compile(
    r"[\s【\[〔(（]*(?:(?:登场|登場|出场|出場|主要|剧中|劇中)?(?:人物|角色)(?:表|介绍|介紹|列表|分配|说明)?|演员表|演員表|配音(?:演员|表)"
    r"|(?i:(?:the )?(?:cast|characters|voices|speakers|persons|people)(?: of the play| list| in the play|, in order of"
    r" \w+)?"
    r"|cast of characters|dramatis personae|personnages|distribution|personajes|reparto|voces|personen|besetzung"
    r"|mitwirkende|sprecher(?::?innen)?|rollen))[\s】\]〕)）]*[:：]?\s*"
)
"""What such a list is called, alone on a line."""
ENTRY = re.compile(
    r"[●•*·\-–\s]*[^\s,，:：;；。.!！?？()（）—–][^,，:：;；。!！?？()（）—–\n]{0,28}?[ \t　]*"
    r"(?:[,，:：(（=]|[-–—]{1,2}(?=[\s\u4e00-\u9fff])|\t|　| {2,}|\.{3,}|…+)[ \t　]*\S.*"
)
"""JOAN, a ferrywoman / 朵朵——四年级学生."""
MAX_ENTRY = 40
"""Weight of the longest line about a person."""
MAX_PEOPLE = 24


def find_cast(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of the list of those who speak, its heading included."""
    for n, line in enumerate(lines[:-1]):
        if CAST_HEADING.fullmatch(line.text) and (entries := _entries_below(lines, n)):
            return frozenset((n, *entries))
    return frozenset()


def _entries_below(lines: Sequence[Line], heading: int) -> list[int]:
    positions: list[int] = []
    for n in range(heading + 1, min(heading + 1 + MAX_PEOPLE, len(lines))):
        line = lines[n]
        if line.kind in ("heading", "title", "cell") or not _is_entry(line.text):
            break
        positions.append(n)
    return positions


def _is_entry(text: str) -> bool:
    if weight(text) > MAX_ENTRY or read_stop_number(text) is not None or not ENTRY.fullmatch(text):
        return False
    is_speech = re.match(r"[^:：]{1,30}[:：]", text) is not None and SENTENCE_END.search(text) is not None
    return not is_speech
