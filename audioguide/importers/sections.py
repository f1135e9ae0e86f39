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
    # best[begin]: least cost of what follows, and the end of the first section of it; ties go to the fuller section,
    # as when a person fills them in turn
    best: dict[int, tuple[float, int]] = {len(blocks): (0.0, 0)}
    for begin in reversed(range(len(blocks))):
        least, at = float("inf"), 0
        for end in range(min(begin + 60, len(blocks)), begin, -1):
            cost = _section_cost(sums, begin, end) + harm[end] + best[end][0]
            if cost < least - ROUNDING:
                least, at = cost, end
        best[begin] = (round(least, 6), -at)
    cuts: list[int] = []
    at = -best[0][1]
    while at < len(blocks):
        cuts.append(at)
        at = -best[at][1]
    return cuts


def _section_cost(sums: list[int], begin: int, end: int) -> float:
    length = sums[end] - sums[begin]
    cost = 1.0
    if length < SHORT:
        cost += 1.2
    if length > LONG and end - begin > 1:
        # bearable only for the sake of a first or last paragraph that is too short to stand alone
        short = min(sums[begin + 1] - sums[begin], sums[end] - sums[end - 1])
        cost += 1.2 if short < SHORT and length <= LONG + SHORT else 5 + length / LONG
    return cost


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
