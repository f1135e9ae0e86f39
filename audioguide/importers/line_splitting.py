"""Paragraphs to lines: soft breaks, boilerplate, lists, and headlines that run into their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ..text.han import HAN_CHARACTER
from . import patterns
from .cleanup import Paragraph, Table
from .document import Block
from .outline import Line
from .provenance import Strip
from .stop_numbers import read_stop_number

HEADLINE_GAP = re.compile(r"(?<=[^，。：；、\s])\s+(?=[\u4e00-\u9fff“])")
"""White space between a headline and the text in the same line."""


def split_lines(paragraph: Paragraph, table: Table) -> Iterator[Line]:
    """Split a paragraph where its own parts begin; sentences known as boilerplate are set aside."""
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
        before, boilerplate, rest = rest.cut(start - at, end - at)
        at = end
        yield from _split(before, paragraph)
        yield Line(boilerplate, reason=why)
    yield from _split(rest, paragraph)


def _split(strip: Strip, paragraph: Paragraph) -> Iterator[Line]:
    if not strip:
        return
    if not strip.text.strip():
        yield Line(strip, reason="white space")
        return
    text = strip.text
    breaks = _soft_breaks(text, paragraph.block.kind)
    if breaks:
        for n, piece in enumerate(strip.cut(*breaks)):
            block = paragraph.block if n == 0 else replace(paragraph.block, number="", marker="", bold=False)
            yield from _split_line(piece, block)
        return
    yield from _split_line(strip, paragraph.block)


def _soft_breaks(text: str, kind: str) -> list[int]:
    """Where lines of one paragraph are lines of their own: after a sentence or a heading, before what opens a line."""
    if kind not in ("paragraph", "item", "cell", "line") or "\n" not in text.strip():
        return []
    places: list[int] = []
    lines = text.split("\n")
    longest = max(map(len, lines))
    at = 0
    for before, after in pairwise(lines):
        at += len(before) + 1
        old, new = before.strip(), after.strip()
        if not old or not new:
            places += [at] if new or old else []
            continue
        numbered = read_stop_number(old) is not None and patterns.heading_like(old) and len(new) > len(old)
        short = numbered or (len(old) < 0.6 * longest and patterns.heading_like(old) and len(new) > len(old))
        wrapped = len(old) >= 0.8 * longest and longest > 60 and new[:1].islower()
        if (
            not wrapped and (short or patterns.SENTENCE_END.search(old) or patterns.opens(new) or _is_numbered(new))
        ) or (not wrapped and patterns.heading_like(new) and len(new) < 0.6 * longest and HAN_CHARACTER.search(new)):
            places.append(at)
    return places


def _is_numbered(line: str) -> bool:
    return read_stop_number(line) is not None or bool(patterns.SPEAKER.match(line))


def _split_line(strip: Strip, block: Block) -> Iterator[Line]:
    if not strip.text.strip():
        yield Line(strip, reason="white space")
        return
    text = strip.text
    places = {match.start() for match in re.finditer(r"(?<=[^\s●■◆▪])\s*(?=[●■◆▪][\s●■◆▪]*+\S)", text)}
    places |= {match.start() for match in re.finditer(r"(?<=[。！？”])(?=——[\u4e00-\u9fff])", text)}
    if patterns.lead(text)[0] and "。" in text and (gap := HEADLINE_GAP.search(text, patterns.lead(text)[1])):
        # 一、健全制度，发挥作用 俗话说：“……” – heading and narration in one line
        places |= {gap.end()} if gap.start() <= 36 and "。" not in text[: gap.start()] else set()
    if tail := patterns.place_tail(text):
        places.add(tail)
    if doubled := re.match(r"([\u4e00-\u9fff]{2,4}[省市县区镇乡村])[^。，：；]{8,36}?(?=\1)", text):
        # 三河市推行……水平三河市整合…… – a headline runs into its text, which takes up its subject again
        places.add(doubled.end())
    for piece in strip.cut(*sorted(places)):
        if piece:
            yield Line(piece, block)
