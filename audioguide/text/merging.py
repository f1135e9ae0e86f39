"""Two people's changes of one text put together, sentence by sentence (three-way merge, as diff3 does it)."""

from __future__ import annotations

import difflib
import re

_SENTENCE = re.compile(r"[^。！？!?.\n]*(?:[。！？!?.]+[”’」』）)\"']*|\n+|$)\s*")


def merge_texts(base: str, ours: str, theirs: str) -> str | None:
    """Both changes of ``base`` in one text; None where they change the same sentence in different ways."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    original = _sentences(base)
    mine, other = (_changes(original, _sentences(text)) for text in (ours, theirs))
    if any(_collide(a, b) and (a != b or mine[a] != other[b]) for a in mine for b in other):
        return None
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
    """Where the base changes → the sentences that stand there now."""
    opcodes = difflib.SequenceMatcher(None, base, new, autojunk=False).get_opcodes()
    return {(i, j): new[k:m] for tag, i, j, k, m in opcodes if tag != "equal"}


def _collide(a: Change, b: Change) -> bool:
    """Whether two changes overlap, or one inserts at the edge of the other."""
    inserts = a[0] == a[1] or b[0] == b[1]
    return a[0] <= b[1] and b[0] <= a[1] if inserts else a[0] < b[1] and b[0] < a[1]
