"""One stop: its title, its segments, and what only a person can decide about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..i18n import _
from ..model import Segment, Stop
from . import titles
from .aside_patterns import CREDIT
from .cleanup import Table
from .outline import Part, Piece
from .patterns import PICTURE, has_words
from .site_names import titled
from .todos import find_broken_end, find_doubts

STRONG_EVIDENCE = frozenset(
    {
        "a heading style",
        "the number of a stop",
        "bold on a line of its own",
        "a number the program shows",
        "a number without a point",
        "the title of a slide",
        "a column of a table",
    }
)
"""Rules that make a line a title beyond doubt, so that it stays whole and is not spoken."""


def draft_stop(number: str, part: Part, table: Table, last: bool, site: str) -> tuple[Stop, tuple[Piece, ...]]:
    """Return a stop and its pieces in order; ``last``: it ends the tour. ``site`` is what a welcome welcomes to."""
    pieces = list(part.pieces)
    spoken = [piece for piece in pieces if piece.role == "say"]
    chapter, *others = part.chapter or (None,)
    shown: list[Piece] = titled(chapter) if chapter else []
    shown += [replace(piece, role="cue") for piece in others if piece]
    if part.head is not None:
        title, heads = _title_of_heading(part.head, bool(spoken))
        shown += heads
    elif part.named is not None or chapter is not None:
        title = titles.shorten_title((part.named or chapter or pieces[0]).text)
    else:
        title = titles.derive_title(spoken[0].text, site) if spoken else _title_without_words(pieces, number)
    ordered = sorted([*shown, *pieces], key=lambda piece: piece.strip.start) if shown else pieces
    starts = {piece.strip.start for piece in shown}
    ordered = [
        replace(piece, fresh=True) if piece.role == "say" and piece.strip.start in starts else piece
        for piece in ordered
    ]
    if not any(piece.role == "say" for piece in ordered):  # a stop has to say something: its number, at the least
        worded = [n for n, piece in enumerate(ordered) if has_words(piece.text)]
        first = next((n for n in worded if not PICTURE.match(ordered[n].text)), next(iter(worded), None))
        ordered = [replace(piece, role="say") if n == first else piece for n, piece in enumerate(ordered)]
    stop = Stop(
        number=number,
        title=title if has_words(title) else number,
        segments=tuple(_segments(ordered)),
        chapter=titles.clean_title(chapter.text) if chapter else "",
        todos=tuple(_todos(part, ordered, table, last)),
        notes=tuple(_credits(ordered)),
    )
    return stop, tuple(ordered)


def _title_of_heading(head: Piece, has_narration: bool) -> tuple[str, list[Piece]]:
    """The title a heading gives, and its pieces: one that is too long for a label is spoken."""
    title = titles.clean_title(head.text)
    strong = head.decision is not None and bool(STRONG_EVIDENCE & set(head.decision.evidence))
    limit = titles.LONGEST_TITLE if strong else titles.LIMIT
    fits = titles.shorten_title(title) == title or (strong and titles.title_length(title) <= limit)
    if fits and has_narration:
        return title, titled(head)
    return titles.shorten_title(title), [replace(head, role="say")]


def _title_without_words(pieces: list[Piece], number: str) -> str:
    words = next((piece.text for piece in pieces if piece.role != "left" and has_words(piece.text)), number)
    return titles.shorten_title(words)


def _todos(part: Part, pieces: list[Piece], table: Table, last: bool) -> Iterable[str]:
    spoken = [piece for piece in pieces if piece.role == "say"]
    yield from dict.fromkeys(part.todos)
    yield from dict.fromkeys(find_doubts("\n".join(piece.text for piece in spoken), table))
    if last and spoken and (broken := find_broken_end(spoken[-1].text)):
        yield broken
    if not any(piece.role == "say" for piece in part.pieces):
        yield _("Nothing is said at this stop but its heading. Write a text, or join it to another.")


def _credits(pieces: Iterable[Piece]) -> Iterable[str]:
    """Credit lines of pictures, which their owners want kept."""
    for piece in pieces:
        if piece.role == "left" and piece.reason == "caption of a picture" and CREDIT.search(piece.text):
            yield piece.text


def _segments(pieces: Iterable[Piece]) -> list[Segment]:
    segments: list[Segment] = []
    texts: list[list[str]] = []
    for piece in pieces:
        if not piece.text:
            continue
        if piece.role == "cue":
            segments.append(Segment("", role="", is_cue=True))
            texts.append([piece.text])
        elif piece.role == "say":
            segment = Segment("", piece.voice, piece.speaker, piece.speaker_title)
            if segments and segments[-1] == segment:
                joint = "\n\n" if piece.fresh else " " if piece.strip.text[:1] == " " else ""
                texts[-1] += [joint, _one_line(piece.text)]
            else:
                segments.append(segment)
                texts.append([_one_line(piece.text)])
    return [replace(segment, text="".join(text)) for segment, text in zip(segments, texts, strict=True)]


def _one_line(text: str) -> str:
    """One line: a blank line would begin a paragraph, and YAML would take leading spaces for layout."""
    return re.sub(r"(?<!\s)\s*\n\s*", "\n", text.strip())  # the lookbehind: many spaces are looked at but once
