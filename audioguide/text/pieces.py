"""Long text in pieces of bounded length, so that time grows with the text and no faster.

Rules look back and ahead of what they match. In a sentence that costs nothing; in 60,000 characters without a full
stop, which nobody speaks but somebody pastes, it would take minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .markup import MARK

MAX_PIECE_CHARS = 1_000
"""Longer than any sentence that one breath, or ten, can carry."""
_LINE_END = re.compile(r"\n+")
_SENTENCE_END = re.compile(r"[。！？；…][”’」』）)\"']?|[.!?][\"')”’]? ")
_CLAUSE_END = re.compile(r"[，、：]|[,;:] ")
_SPACE = re.compile(r"\s")


def cut_long_text(text: str) -> list[str]:
    """Return pieces of at most ``MAX_PIECE_CHARS``, which joined are the text; a reading mark stays in one piece.

    A piece ends where a line ends, or else a sentence, a clause or a word.
    """
    if len(text) <= MAX_PIECE_CHARS:
        return [text]
    marks = [mark.span() for mark in MARK.finditer(text)][::-1]
    pieces = []
    start = 0
    while len(text) - start > MAX_PIECE_CHARS:
        end = start + _last_border(text[start : start + MAX_PIECE_CHARS])
        while marks and marks[-1][1] <= end:
            marks.pop()
        if marks and marks[-1][0] < end:
            opened, closed = marks[-1]
            end = opened if opened > start else closed
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]] if start < len(text) else pieces


def cut_with_offsets(text: str) -> Iterator[tuple[int, str]]:
    """Yield what ``cut_long_text`` returns, each piece with its offset in the text."""
    start = 0
    for piece in cut_long_text(text):
        yield start, piece
        start += len(piece)


def _last_border(window: str) -> int:
    """Return where the window is best cut, in its second half: at its end where nothing better is found."""
    for border in (_LINE_END, _SENTENCE_END, _CLAUSE_END, _SPACE):
        ends = [match.end() for match in border.finditer(window, len(window) // 2)]
        if ends:
            return ends[-1]
    return len(window)
