"""Two people's changes of one text put together, sentence by sentence (three-way merge, as diff3 does it)."""

from __future__ import annotations

import re
from itertools import takewhile

from ..yaml.bounded_diff import BoundedMatcher

_SENTENCE = re.compile(r"[^。！？!?.\n]*(?:[。！？!?.]+[”’」』）)\"']*|\n+|$)\s*")


def merge_texts(base: str, ours: str, theirs: str, *, prefers_ours: bool = False) -> str | None:
    """Both changes of ``base`` in one text; None where they change the same sentence in different ways.

    ``prefers_ours``: there our wording stands, and only there.
    """
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    original = _sentences(base)
    mine, other = (_changes(original, _sentences(text)) for text in (ours, theirs))
    colliding = _colliding_changes(mine, other)
    if colliding and not prefers_ours:
        return None
    other = {place: sentences for place, sentences in other.items() if place not in colliding}
    merged: list[str] = []
    at = 0
    for (start, end), sentences in sorted({**mine, **other}.items()):
        merged += [*original[at:start], *sentences]
        at = end
    return "".join([*merged, *original[at:]])


Change = tuple[int, int]
"""First sentence of the base that is replaced, and the one behind the last."""


def _sentences(text: str) -> list[str]:
    return [piece for piece in _SENTENCE.findall(text) if piece]


def _changes(base: list[str], new: list[str]) -> dict[Change, list[str]]:
    """Where the base changes → the sentences that stand there now; neighbours that change one by one stay apart."""
    changes: dict[Change, list[str]] = {}
    for tag, i, j, k, m in BoundedMatcher(base, new).get_opcodes():
        if tag == "replace" and j - i == m - k:
            changes.update({(i + n, i + n + 1): [new[k + n]] for n in range(j - i)})
        elif tag != "equal":
            changes[i, j] = new[k:m]
    return changes


def _colliding_changes(mine: dict[Change, list[str]], other: dict[Change, list[str]]) -> set[Change]:
    """Return the changes of the other side that overlap one of ours and are not the same."""
    ours, first = sorted(mine), 0
    colliding = set()
    for b in sorted(other):
        while first < len(ours) and ours[first][1] < b[0]:
            first += 1
        near = (ours[n] for n in range(first, len(ours)))
        for a in takewhile(lambda change, end=b[1]: change[0] <= end, near):  # type: ignore[misc]
            if _collide(a, b) and (a != b or mine[a] != other[b]):
                colliding.add(b)
    return colliding


def _collide(a: Change, b: Change) -> bool:
    """Whether two changes overlap, or one inserts at the edge of the other."""
    inserts = a[0] == a[1] or b[0] == b[1]
    return a[0] <= b[1] and b[0] <= a[1] if inserts else a[0] < b[1] and b[0] < a[1]
