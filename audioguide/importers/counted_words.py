"""Headings that a word of the document's own counts: Post 4: The Platform, 看点三：水车 – known because they recur."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .outline import Decision, Line
from .patterns import has_words, heading_like
from .stop_numbers import chinese_value, read_stop_number

LATIN = re.compile(
    r"(?P<word>[^\W\d_]{2,}(?:[ -][^\W\d_]{2,}){0,2}) ?(?i:no\.?|nr\.?|n[°º]\.?|#|№)? ?(?P<value>\d{1,3}[a-z]?)"
    r"[ \t]*(?:[:.|–—-]+[ \t]*|(?<=\s))(?P<title>\S.*)"
)
HAN = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,6}?) ?(?P<value>\d{1,3}|[一二三四五六七八九十]{1,3})[ 　\t]*(?:[:：、.．"
    r"|｜—\-]+[ 　]*|(?<=[ 　\t])|(?<=\d)(?![\d年月日世号個个座]))"
    r"(?P<title>\S.*)"
)
HAN_ORDINAL = re.compile(
    r"第(?P<value>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<word>[\u4e00-\u9fff]{1,4}?)(?:[ 　\t]+|[:：、"
    r"|｜—]+[ 　]*)(?P<title>\S.*)"
)
NOT_COUNTING = re.compile(
    r"(?i:fig(?:ure)?|abb(?:ildung)?|tab(?:le|elle|leau|la)?|photos?|fotos?|images?|bild(?:er)?|page|seite|página"
    r"|version|draft"
    r"|day|tag|jour|día|year|jahr|année|año|week|route|tour|ruta|circuit|parcours|rundgang|weg|part|teil|partie"
    r"|parte|note|question"
    r"|frage|pregunta|step|schritt|étape|paso|ages?|phone|tel|fax|isbn|no|nr|in|on|at|by|the|from|since|um|am|im"
    r"|en|le|el)"
    r"|[图圖表注步问題题版稿天日年月届屆期][片表]?|[线線路篇集]路?|路[线線]|公元前?|[约約]|[共第近]|民[国國]"
    r"|光[绪緒]|乾隆|康熙"
)
"""Words before a number that count something else than stops."""
STEPS = re.compile(
    r"(?i:day|tag|jour|día|giorno|week|question|frage|pregunta|step|schritt|étape|paso|pas|page|seite|página|year|jahr"
    r"|année|año)|[步题題天日][骤驟]?|问题|問題|年"
)
"""Those of them that count stops where every heading of the tour bears them."""
MAX_HEADING = 60


@dataclass(frozen=True)
class _Counted:
    position: int
    word: str
    value: str
    title_at: int
    number: int
    """Its value."""


def split_counted_words(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the word and number cut from headings which one word counts, at two stops or more."""
    by_word: dict[str, list[_Counted]] = defaultdict(list)
    shown = [n for n, line in enumerate(lines) if not line.reason and line.decision is None]
    for place, n in enumerate(shown):
        following = lines[shown[place + 1]] if place + 1 < len(shown) else None
        if following is not None and (counted := _read_counted(lines[n], n, following)) is not None:
            by_word[counted.word].append(counted)
    cuts = {
        c.position: c
        for word, group in by_word.items()
        for run in _rising_runs(group)
        if _counts_stops(run) and (not NOT_COUNTING.fullmatch(word) or _are_all_headings(lines, run))
        for c in run
    }
    return [piece for n, line in enumerate(lines) for piece in (_cut(line, cuts[n]) if n in cuts else [line])]


def _read_counted(line: Line, position: int, following: Line) -> _Counted | None:
    text = line.text
    if line.kind not in ("heading", "paragraph", "line") or len(text) > MAX_HEADING or not heading_like(text):
        return None
    is_marked = line.kind == "heading" or line.block.bold
    if read_stop_number(text, is_marked) is not None or (not is_marked and len(following.text) <= len(text)):
        return None
    match = LATIN.fullmatch(text) or HAN_ORDINAL.fullmatch(text) or HAN.fullmatch(text)
    if match is None or not has_words(match["title"]):
        return None
    if NOT_COUNTING.fullmatch(match["word"]) and not STEPS.fullmatch(match["word"]):
        return None
    value = match["value"] if match["value"][0].isdigit() else str(chinese_value(match["value"]))
    number = int(re.sub(r"\D", "", value))
    return _Counted(position, match["word"].lower(), value, match.start("title"), number)


def _rising_runs(group: Sequence[_Counted]) -> list[list[_Counted]]:
    """The headings of a word, divided where it begins to count again: a tour in one document with others."""
    runs: list[list[_Counted]] = []
    for counted in group:
        if runs and counted.number >= runs[-1][-1].number:
            runs[-1].append(counted)
        else:
            runs.append([counted])
    return runs


def _counts_stops(run: Sequence[_Counted]) -> bool:
    return len(run) >= 2 and run[-1].number > run[0].number


def _are_all_headings(lines: Sequence[Line], run: Sequence[_Counted]) -> bool:
    """Whether no other heading of the same form stands between the first and the last of a run."""
    own = {counted.position for counted in run}
    first = lines[run[0].position]
    return not any(
        lines[n].kind == first.kind
        and lines[n].level == first.level
        and lines[n].block.bold == first.block.bold
        and heading_like(lines[n].text)
        and not lines[n].reason
        for n in range(run[0].position, run[-1].position)
        if n not in own
    )


def _cut(line: Line, counted: _Counted) -> list[Line]:
    label, title = line.strip.cut(line.indent + counted.title_at)
    block = replace(line.block, number=f"No. {counted.value}")
    return [
        replace(line, strip=label, reason="number of the stop"),
        replace(line, strip=title, block=block, decision=Decision("heading", ("the number of a stop",))),
    ]
