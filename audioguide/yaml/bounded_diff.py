"""What two sequences have in common, in order: ``difflib``'s answer, and bounded time where that would take minutes.

``difflib`` weighs every pair of equal units, and weighs them again for every run it looks for. Where that grows out of
proportion, both sequences are cut at runs of units which each holds exactly once, as patience diff does (Cohen 2003),
and between those matched alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import pairwise
from typing import Any, Generic, TypeVar

Unit = TypeVar("Unit", bound=Hashable)
COMPARISONS_A_UNIT = 12
"""What ``difflib`` may need before it is interrupted; sentences that people write take 7 at most (measured)."""
MAX_COMPARISONS = 200_000
"""What it may need for two long texts, a tenth of a second: they are as well matched by their runs."""
RUN_LENGTHS = (16, 4, 1)
"""Units of the runs looked for, one length after the other: a long run that occurs once is surely the same place."""
MAX_DEPTH = 8
"""How often what lies between two runs is cut at runs again."""
WINDOW_UNITS = 24
"""Of what holds no such run, and is cut at equal shares of both: so few are always quick to match."""
Stretch = tuple[int, int, int, int]
"""Begin and end in the first sequence, begin and end in the second."""


class BoundedMatcher(Generic[Unit]):
    """A ``SequenceMatcher`` without "junk" whose time grows with its sequences and not with their square."""

    def __init__(self, a: Sequence[Unit], b: Sequence[Unit]) -> None:
        self._a, self._b = a, b

    def get_matching_blocks(self) -> list[Match]:
        """Return the runs both sequences share, in order, and an empty one at the end of both."""
        blocks = _quick_blocks(self._a, self._b)
        return _join_blocks(_shared_runs(self._a, self._b), len(self._a), len(self._b)) if blocks is None else blocks

    def get_opcodes(self) -> list[tuple[str, int, int, int, int]]:
        """Return what makes the second sequence of the first, as ``difflib`` describes it."""
        opcodes = []
        i = j = 0
        for block in self.get_matching_blocks():
            if i < block.a or j < block.b:
                tag = "replace" if i < block.a and j < block.b else "delete" if i < block.a else "insert"
                opcodes.append((tag, i, block.a, j, block.b))
            i, j = block.a + block.size, block.b + block.size
            if block.size:
                opcodes.append(("equal", block.a, i, block.b, j))
        return opcodes


class _TooManyComparisons(Exception):
    """The sequences need another way."""


class _CountingMatcher(SequenceMatcher[Any]):
    """A matcher that gives up when it has compared too much."""

    def __init__(self, a: Sequence[Hashable], b: Sequence[Hashable]) -> None:
        super().__init__(None, a, b, autojunk=False)
        counts = Counter(b)
        pairs = sum(counts[unit] * often for unit, often in Counter(a).items())
        self._comparisons_a_unit = 1 + pairs / max(len(a), 1)
        self._left = min(COMPARISONS_A_UNIT * (len(a) + len(b)), MAX_COMPARISONS)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest run, as long as comparisons are left."""
        self._left -= int(self._comparisons_a_unit * ((ahi or 0) - alo))
        if self._left < 0:
            raise _TooManyComparisons
        return super().find_longest_match(alo, ahi, blo, bhi)


def _quick_blocks(a: Sequence[Unit], b: Sequence[Unit]) -> list[Match] | None:
    """Return what ``difflib`` finds; None where it would take long."""
    if a == b and len(a):
        return [Match(0, 0, len(a)), Match(len(a), len(b), 0)]
    if max(len(a), len(b)) <= WINDOW_UNITS:
        return SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    try:
        return _CountingMatcher(a, b).get_matching_blocks()
    except _TooManyComparisons:
        return None


def _shared_runs(a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[Match]:
    """Yield runs that both sequences share, in order."""
    waiting: list[tuple[Stretch, int]] = [((0, len(a), 0, len(b)), 0)]
    while waiting:
        (start, end, first, last), depth = waiting.pop()
        if same := _common_length(a, b, (start, end, first, last)):
            yield Match(start, first, same)
            start, first = start + same, first + same
        old, new = a[start:end], b[first:last]
        if not old or not new:
            continue
        if (blocks := _quick_blocks(old, new)) is not None:
            for block in blocks[:-1]:
                yield Match(start + block.a, first + block.b, block.size)
            continue
        cuts = (_unique_runs(old, new) if depth < MAX_DEPTH else []) or _equal_shares(len(old), len(new))
        borders = [(start, first), *((start + i, first + j) for i, j in cuts), (end, last)]
        stretches = [(i, until, j, to) for (i, j), (until, to) in pairwise(borders)]
        waiting += [(stretch, depth + 1) for stretch in reversed(stretches)]


def _common_length(a: Sequence[Unit], b: Sequence[Unit], stretch: Stretch) -> int:
    """Return how many units are equal from the beginning of a stretch on."""
    start, end, first, last = stretch
    longest = min(end - start, last - first)
    return next((n for n in range(longest) if a[start + n] != b[first + n]), longest)


def _unique_runs(a: Sequence[Unit], b: Sequence[Unit]) -> list[tuple[int, int]]:
    """Return where runs begin that both sequences hold exactly once, as many as stand in the same order in both."""
    for length in RUN_LENGTHS:
        known = _places_of_unique(b, length)
        pairs = [(i, known[run]) for run, i in _places_of_unique(a, length).items() if run in known]
        if pairs:
            return _longest_rising(pairs)
    return []


def _places_of_unique(sequence: Sequence[Unit], length: int) -> dict[object, int]:
    """Return each run of a length that occurs once, with its place, in order."""
    runs: list[object] = [
        sequence[i : i + length] if isinstance(sequence, str) else tuple(sequence[i : i + length])
        for i in range(len(sequence) - length + 1)
    ]
    counts = Counter(runs)
    return {run: i for i, run in enumerate(runs) if counts[run] == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest selection of pairs, sorted by the first number, in which the second rises too."""
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int] = []
    for n, (_i, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(chosen[at - 1] if at else -1)
        ends[at : at + 1], chosen[at : at + 1] = [j], [n]
    rising = []
    n = chosen[-1]
    while n >= 0:
        rising.append(pairs[n])
        n = before[n]
    return rising[::-1]


def _equal_shares(a_length: int, b_length: int) -> list[tuple[int, int]]:
    """Return where both lengths are cut into the same number of windows."""
    count = max(a_length, b_length) // WINDOW_UNITS + 1
    return [(n * a_length // count, n * b_length // count) for n in range(1, count)]


def _join_blocks(runs: Iterator[Match], a_length: int, b_length: int) -> list[Match]:
    """Return the runs with neighbours joined, and the empty run that closes ``difflib``'s lists."""
    blocks: list[Match] = []
    for run in runs:
        if blocks and (blocks[-1].a + blocks[-1].size, blocks[-1].b + blocks[-1].size) == (run.a, run.b):
            blocks[-1] = Match(blocks[-1].a, blocks[-1].b, blocks[-1].size + run.size)
        else:
            blocks.append(run)
    return [*blocks, Match(a_length, b_length, 0)]
