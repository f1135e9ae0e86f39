"""What stands glued together in one paragraph, taken apart: boilerplate, lists, headlines that run into their text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import patterns
from .cleanup import Paragraph, Table
from .outline import Line
from .provenance import Strip


def lines(paragraph: Paragraph, table: Table) -> Iterator[Line]:
    """What stands glued in one paragraph, taken apart; sentences known as boilerplate set aside."""
    spans = sorted(
        (match.start(), match.end(), rule.why)
        for rule in table.leave
        for match in rule.pattern.finditer(paragraph.text)
        if match.end() > match.start()
    )
    rest, at = paragraph.strip, 0
    for start, end, why in spans:
        if start < at:
            continue
        before, found, rest = rest.cut(start - at, end - at)
        at = end
        yield from _unglued(before, paragraph)
        yield Line(found, reason=why)
    yield from _unglued(rest, paragraph)


def _unglued(strip: Strip, paragraph: Paragraph) -> Iterator[Line]:
    if not strip:
        return
    if not strip.text.strip():
        yield Line(strip, reason="white space")
        return
    text = strip.text
    places = {match.start() for match in re.finditer(r"(?<=\S)\s*(?=[●■◆▪]\s*\S)", text)}
    places |= {match.start() for match in re.finditer(r"(?<=[。！？”])(?=——[\u4e00-\u9fff])", text)}
    if (
        patterns.lead(text)[0]
        and "。" in text
        and (gap := re.search(r"(?<=[^，。：；、\s])\s+(?=[\u4e00-\u9fff“])", text))
    ):
        # 一、健全制度，发挥作用 俗话说：“……” – heading and narration in one line
        places |= {gap.end()} if gap.start() <= 36 and "。" not in text[: gap.start()] else set()
    if tail := patterns.place_tail(text):
        places.add(tail)
    if doubled := re.match(r"([\u4e00-\u9fff]{2,4}[省市县区镇乡村])[^。，：；]{8,36}?(?=\1)", text):
        # 三河市推行……水平三河市整合…… – a headline runs into its text, which takes up its subject again
        places.add(doubled.end())
    for piece in strip.cut(*sorted(places)):
        if piece:
            yield Line(piece, paragraph.kind, paragraph.level)
