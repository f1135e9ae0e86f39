"""Three-way merge of sequences (diff3): what two people changed in the same text, both kept where they do not collide.

Khanna, Kunal & Pierce, “A Formal Investigation of Diff3” (2007): stretches that both sides share with the base stay,
a stretch that one side changed is that side's, one that both changed differently is a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from ..yaml.bounded_diff import BoundedMatcher

Unit = TypeVar("Unit", bound=Hashable)
TOKEN = re.compile(r"\{[^{}]*\}|[^\W\u3400-\u9fff]+|\s+|.", re.DOTALL)
"""A reading in braces, a word, white space, or one character."""


def merge_sequences(
    base: Sequence[Unit],
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    resolve: Callable[[Sequence[Unit], Sequence[Unit], Sequence[Unit]], Sequence[Unit]],
) -> list[Unit]:
    """Return the base with both sides' changes; ``resolve(base, ours, theirs)`` gives what stands for a conflict."""
    our_places = _places(base, ours)
    their_places = _places(base, theirs)
    merged: list[Unit] = []
    base_at = our_at = their_at = 0
    for n in [*range(len(base)), len(base)]:
        if n < len(base) and not (n in our_places and n in their_places):
            continue
        our_end = our_places[n] if n < len(base) else len(ours)
        their_end = their_places[n] if n < len(base) else len(theirs)
        old, mine, new = base[base_at:n], ours[our_at:our_end], theirs[their_at:their_end]
        if list(mine) == list(old):
            merged += new
        elif list(new) == list(old) or list(mine) == list(new):
            merged += mine
        else:
            merged += resolve(old, mine, new)
        if n < len(base):
            merged.append(ours[our_end])
            base_at, our_at, their_at = n + 1, our_end + 1, their_end + 1
    return merged


def _places(base: Sequence[Unit], other: Sequence[Unit]) -> dict[int, int]:
    """Where units of the base that are unchanged stand in the other sequence."""
    blocks = BoundedMatcher(base, other).get_matching_blocks()
    return {a + n: b + n for a, b, size in blocks for n in range(size)}


class Conflict(Exception):
    """Both sides changed the same words."""


def merge_texts(base: str, ours: str, theirs: str) -> str | None:
    """Return a text with both sides' changes; None where both changed the same words."""

    def refuse(_base: Sequence[str], _ours: Sequence[str], _theirs: Sequence[str]) -> Sequence[str]:
        raise Conflict

    try:
        return "".join(merge_sequences(TOKEN.findall(base), TOKEN.findall(ours), TOKEN.findall(theirs), refuse))
    except Conflict:
        return None
