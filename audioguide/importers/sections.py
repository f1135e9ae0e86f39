"""Long stops as several sections of speakable length."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from .outline import LONG, SHORT, Part, Piece, weight
from .patterns import lead

ORDINAL = re.compile(r"(?:[一二三四五六七八九十]是|首先|其次|再次|最后|第[一二三四五六七八九十])")
ROUNDING = 1e-6
"""Costs that differ by less are equal."""
MAX_SECTION_BLOCKS = 60
"""Paragraphs of a section that are weighed: what falls into more of them has few words."""


def split_long_part(part: Part) -> list[Part]:
    """Return a long stop as several, cut between paragraphs where it does least harm."""
    if part.length <= LONG:
        return [part]
    blocks: list[list[Piece]] = []
    for piece in part.pieces:
        begins = (piece.role == "say" and piece.fresh) or piece.role == "cue"
        if not blocks or (begins and any(earlier.role == "say" for earlier in blocks[-1])):
            blocks.append([])
        blocks[-1].append(piece)
    if len(blocks) > 1 and not any(map(_spoken_weight, blocks[-1])):
        closing = blocks.pop()
        blocks[-1] += closing
    cuts = _choose_cuts(blocks)
    sections = [
        Part(tuple(piece for block in blocks[a:b] for piece in block), hard=False, why="length")
        for a, b in zip([0, *cuts], [*cuts, len(blocks)], strict=True)
    ]
    sections[0] = replace(
        sections[0], chapter=part.chapter, head=part.head, named=part.named, number=part.number, todos=part.todos
    )
    return sections


def _choose_cuts(blocks: list[list[Piece]]) -> list[int]:
    """Before which paragraphs to cut: few sections, none too long, the earlier ones full; dynamic programming."""
    sums = [0, *accumulate(sum(map(_spoken_weight, block)) for block in blocks)]
    harm = [*map(_cut_harm, blocks), 0.0]
    # costs[begin]: least cost of what follows, with ends[begin], the end of the first section of it; ties go to the
    # fuller section, as when a person fills them in turn
    costs, ends = [0.0] * (len(blocks) + 1), [0] * len(blocks)
    for begin in reversed(range(len(blocks))):
        before, least, at = sums[begin], float("inf"), 0
        for end in range(min(begin + MAX_SECTION_BLOCKS, len(blocks)), begin, -1):
            length = sums[end] - before
            cost = 1.0 + harm[end] + costs[end]
            if length < SHORT:
                cost += 1.2
            elif length > LONG and end - begin > 1:
                cost += _cost_of_length(sums, begin, end)
            if cost < least - ROUNDING:
                least, at = cost, end
        costs[begin], ends[begin] = round(least, 6), at
    cuts: list[int] = []
    at = ends[0]
    while at < len(blocks):
        cuts.append(at)
        at = ends[at]
    return cuts


def _cost_of_length(sums: list[int], begin: int, end: int) -> float:
    """Return what a long section costs: bearable only for the sake of a paragraph too short to be a section alone."""
    length = sums[end] - sums[begin]
    short = min(sums[begin + 1] - sums[begin], sums[end] - sums[end - 1])
    return 1.2 if short < SHORT and length <= LONG + SHORT else 5 + length / LONG


def _cut_harm(block: list[Piece]) -> float:
    """What a cut before a paragraph spoils: an item torn from its list; less than nothing before 一是, 二是."""
    first = next((piece for piece in block if piece.role == "say"), None)
    if first is None:
        return 0.0
    if ORDINAL.match(first.text):
        return -0.2
    if lead(first.text)[0]:
        return 0.8
    return 0.0


def _spoken_weight(piece: Piece) -> int:
    return weight(piece.text) if piece.role == "say" else 0
