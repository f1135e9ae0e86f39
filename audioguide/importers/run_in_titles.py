"""Titles in the line of their text, behind a number: 1）老井：井有十二米深…, 2. The Cloister. Monks walked here…"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from . import patterns
from .outline import Decision, Line, weight
from .stop_numbers import StopNumber, read_stop_number

MIN_TEXT = 10
"""Weight of the shortest text behind such a title."""
MAX_TITLE_WORDS = 5
TITLE = re.compile(
    r"(?P<title>[^\s。！？.!?：:，,；;、“”\"][^。！？.!?：:，,；;\n]{0,40}?)"
    r"(?P<mark>[ \t　]*(?:[：:]|——|(?<=\s)[—–-]{1,2}(?=\s))[ \t　]*|\.[ \t]+(?=[A-ZÀ-Ý“\"]))(?P<text>\S.+)",
    re.DOTALL,
)
VERBS = re.compile(
    r"(?i:\b(?:is|are|was|were|has|had|have|can|will|do|does|did|go|turn|walk|take|look|see|stand|come|est|sont|était"
    r"|a|ont|es|son|era|fue|está|hay|ist|sind|war|hat|wird)\b)"
)
"""Verbs by which a short sentence is none of a title."""
CHINESE_LENGTH = 14


@dataclass(frozen=True)
class _RunIn:
    """A title in the line of its text."""

    position: int
    number: StopNumber
    title: str
    is_sentence_mark: bool
    """A full stop divides it from its text."""
    end: int
    """Offset in the line where the title ends."""
    text_at: int


def split_run_in_titles(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with titles cut from their texts, where they count the stops of a document without others."""
    open_lines = [n for n, line in enumerate(lines) if not line.reason and line.decision is None]
    titles = {n: title for n in open_lines if (title := _read_title(lines[n], n)) is not None}
    if not _count_stops(lines, open_lines, titles):
        return list(lines)
    return [piece for n, line in enumerate(lines) for piece in (_cut(line, titles[n]) if n in titles else [line])]


def _read_title(line: Line, position: int) -> _RunIn | None:
    if line.kind not in ("line", "paragraph", "item") or line.block.decided:
        return None
    number = read_stop_number(line.text)
    length = number.length if number is not None else 0
    if number is None and line.block.number:
        number = read_stop_number(line.block.number, in_heading=True)
    match = TITLE.fullmatch(line.text[length:]) if number is not None and number.value else None
    if number is None or match is None:
        return None
    title, text = match["title"].strip(), match["text"]
    is_chinese = bool(re.search(r"[\u3400-\u9fff]", title))
    too_long = len(title) > CHINESE_LENGTH if is_chinese else len(title.split()) > MAX_TITLE_WORDS
    if too_long or not patterns.SENTENCE_END.search(text) or weight(text) < MIN_TEXT:
        return None
    is_sentence_mark = match["mark"].startswith(".")
    if is_sentence_mark and VERBS.search(title):
        return None
    return _RunIn(position, number, title, is_sentence_mark, length + match.end("title"), length + match.start("text"))


def _count_stops(lines: Sequence[Line], open_lines: Sequence[int], titles: dict[int, _RunIn]) -> bool:
    """Whether the titles are those of the stops: two at least, all different, counting on, and no other headings."""
    read_titles = list(titles.values())
    values = [title.number.value for title in read_titles]
    if len(values) < 2 or any(later <= earlier for earlier, later in pairwise(values)) or values[-1] - values[0] > 99:
        return False
    if max(Counter(title.title for title in read_titles).values()) > 1:
        return False
    families = {title.number.family for title in read_titles}
    numbered = [
        n
        for n in open_lines
        if n not in titles
        and (number := read_stop_number(lines[n].text)) is not None
        and (number.family in families or number.family == "stop")
    ]
    if len(numbered) * 4 > len(titles):
        return False
    first = min(titles)
    headings = [n for n in open_lines if lines[n].kind == "heading"]
    if any(n > first for n in headings) or len(headings) > 2:
        return False
    before = next((lines[n].text for n in reversed(open_lines) if n < first), "")
    return not before.endswith(("：", ":", "，", "、"))


def _cut(line: Line, title: _RunIn) -> list[Line]:
    head, mark, text = line.strip.cut(line.indent + title.end, line.indent + title.text_at)
    return [
        replace(line, strip=head, decision=Decision("heading", ("a title before its text",))),
        replace(line, strip=mark, reason="marks and set words around a title"),
        replace(line, strip=text, block=replace(line.block, number="", marker="")),
    ]
