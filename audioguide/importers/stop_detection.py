"""Where stops begin: at headings, announcing sentences, numbered items, pictures of a film; short ones join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from . import patterns
from .outline import ITEM, LONG, SHORT, Line, Part, Piece
from .speakers import said

SHORT_LINE = 7
"""Depth of a heading that is merely a short line: below the numbered ones."""


FILM = 3
"""Labelled lines (画面：, 解说：, 同期声) from which a text is taken for a film script."""


@dataclass(frozen=True)
class Form:
    """The form a tour is written in, which decides what begins a stop."""

    film: bool
    """画面 / 解说 / 同期声."""
    article: bool
    """Articles under headlines."""
    marked: bool
    """Headings bear a mark: a style, brackets, 第一站."""
    sections: bool
    """A film in numbered sections, so that its pictures begin no stops."""
    announced: bool
    """No headings at all: sentences like 这是我局的荣誉墙。 announce the stops."""


def form(lines: Sequence[Line], article: bool) -> Form:
    """Tell the form from the lines."""
    film = is_film(lines)
    marked = not article and heads(lines) >= (1 if film else 2)
    depths = [patterns.lead(line.text)[0] for line in lines]
    return Form(
        film,
        article,
        marked,
        sections=film and depths.count(1) >= 2,
        announced=not (film or article or marked) and sum(map(bool, depths)) < 3,
    )


def is_film(lines: Sequence[Line]) -> bool:
    """Whether the lines are a film script."""
    labels = (
        patterns.PICTURE.match(t) or patterns.NARRATOR.match(t) or patterns.labelled(t) for t in (n.text for n in lines)
    )
    return sum(map(bool, labels)) >= FILM


def heads(lines: Sequence[Line]) -> int:
    """How many headings bear a mark."""
    return sum(map(marked_head, lines))


def marked_head(line: Line) -> bool:
    """A heading by its mark: Word, Markdown or HTML heading, 【…】, 第一站."""
    text = line.text
    if patterns.INLINE_CUE.fullmatch(text) or not patterns.has_words(text):
        return False
    station = patterns.STATION.match(text) and patterns.heading_like(text)
    return line.kind == "heading" or bool(patterns.BRACKET.fullmatch(text)) or bool(station)


def parts(lines: Sequence[Line], kind: Form) -> list[Part]:
    """The lines of a tour as stops in the making."""
    gathered = _Gathered()
    caption = ("", "")
    following: list[Line | None] = [None] * len(lines)
    for n in range(len(lines) - 2, -1, -1):
        following[n] = following[n + 1] if lines[n + 1].reason else lines[n + 1]
    for line, after in zip(lines, following, strict=True):
        if line.reason:
            gathered.add(Piece(line.strip, "left", line.reason))
            continue
        depth, length = head(line, after, kind)
        if depth and kind.article and line.kind == "heading":
            gathered.headline(line)
        elif depth:
            gathered.heading(line, depth, length)
        else:
            if why := _soft_start(line, kind):
                gathered.start(why, kind.film)
            pieces, caption = said(line, kind.film, caption)
            for piece in pieces:
                gathered.add(piece)
    return _joined(_merged(_items_merged(gathered.closed())))


class _Gathered:
    """The stop that is being gathered, and those before it."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._begin("")

    def _begin(self, why: str, hard: bool = True) -> None:
        self._pieces: list[Piece] = []
        self._chapter: list[Piece] = []
        self._head: Piece | None = None
        self._depth = 0
        self._why, self._hard = why, hard
        self._silent = True

    def _close(self) -> None:
        if self._pieces or self._chapter or self._head:
            self._parts.append(
                Part(tuple(self._pieces), tuple(self._chapter), self._head, self._hard, self._why, self._depth)
            )

    def closed(self) -> list[Part]:
        """All of them."""
        self._close()
        return self._parts

    def add(self, piece: Piece) -> None:
        self._pieces.append(piece)
        self._silent = self._silent and piece.role != "say"

    def headline(self, line: Line) -> None:
        """The headline of an article: a chapter begins."""
        if not self._silent or self._head is not None:
            self._close()
            self._begin("headline")
        self._chapter.append(Piece(line.strip, "head"))

    def heading(self, line: Line, depth: int, number: int) -> None:
        """A heading, its first ``number`` characters being a section number."""
        if self._head is not None and self._silent:
            if depth > self._depth:  # “three: services” directly before “(1) at the counter”: a chapter
                self._chapter.append(self._head)
            else:  # a heading without a text of its own stays as a cue before the next
                self._pieces.append(replace(self._head, role="cue"))
            self._why, self._hard = "heading", True
        elif self._parts or not self._silent:
            self._close()
            self._begin("heading")
        strip = line.strip
        if number:
            figure, strip = strip.cut(number)
            self._pieces.append(Piece(figure, "left", "section number: stops have their own"))
        self._head, self._depth = Piece(strip, "head"), depth

    def start(self, why: str, film: bool) -> None:
        """What, short of a heading, begins a stop, unless one has just begun."""
        if not (self._silent and (self._head is not None or (film and not self._parts))):
            self._close()
            self._begin(why, hard=why == "announced")


def head(line: Line, following: Line | None, kind: Form) -> tuple[int, int]:
    """(depth, length of the number to take off) of a heading; (0, 0) for any other line."""
    text = line.text
    indent = len(line.strip.text) - len(line.strip.text.lstrip())
    if not patterns.has_words(text):
        return 0, 0
    if line.kind == "heading":
        return line.level, indent + patterns.lead(text)[1] if patterns.lead(text)[0] else 0
    if patterns.INLINE_CUE.fullmatch(text) or spoken_label(text):
        return 0, 0
    if patterns.BRACKET.fullmatch(text):
        return 2, 0
    if (station := patterns.STATION.match(text)) and patterns.heading_like(text):
        return 2, indent + station.end() if station.end() < len(text) else 0
    depth, length = patterns.lead(text)
    if depth and depth != 6:
        sentence = "。" in text or len(text) - length > 45 or patterns.SENTENCE_END.search(text)
        return (0, 0) if sentence or (kind.film and depth > 1) else (2 + depth, indent + length)
    if (
        kind.film
        or following is None
        or patterns.BULLET.match(text)
        or text.startswith("——")
        or patterns.DATE_LINE.fullmatch(text)
    ):
        return 0, 0
    short = patterns.heading_like(text) and not patterns.GREETING.match(text) and not patterns.SIGNER.match(text)
    label = len(text) <= 10 and text.endswith("：") and not patterns.GREETING.match(text)
    narrated = bool(patterns.SENTENCE_END.search(following.text)) or patterns.BULLET.match(following.text)
    if (short or label) and narrated and line.kind in ("line", "paragraph") and not kind.marked:
        return SHORT_LINE, 0
    return 0, 0


def spoken_label(text: str) -> bool:
    """Whether a line says in words what it is: 画面：…, 解说：…, 同期声 …"""
    picture = patterns.PICTURE.match(text)
    return bool((picture and not picture[0].isalpha()) or patterns.NARRATOR.match(text) or patterns.labelled(text))


def _soft_start(line: Line, kind: Form) -> str:
    """What, short of a heading, begins a stop here; empty: nothing does."""
    text = line.text
    if kind.sections:
        return ""
    if kind.film:
        return "shot" if patterns.SHOT.match(text) else "credits" if patterns.CREDITS.match(text) else ""
    if kind.announced and patterns.ANNOUNCE.match(text):
        return "announced"
    depth, _length = patterns.lead(text)
    return f"item {depth}" if depth in (3, 4, 5, 6) else ""


def _items_merged(parts: list[Part]) -> list[Part]:
    """Numbered items that are short stay together in the stop they stand in."""
    found: list[Part] = []
    n = 0
    while n < len(parts):
        m = n
        while m < len(parts) and parts[m].why.startswith("item") and parts[m].why == parts[n].why:
            m += 1
        if m == n:
            found.append(parts[n])
            n += 1
            continue
        family = parts[n:m]
        if median(part.length for part in family) < ITEM and found:
            pieces = tuple(piece for part in (found[-1], *family) for piece in part.pieces)
            found[-1] = replace(found[-1], pieces=pieces)
        else:
            found += family
        n = m
    return found


def _merged(parts: list[Part]) -> list[Part]:
    """Soft stops too short to stand alone join the following one, the last one the one before."""
    found: list[Part] = []
    for part in parts:
        if found and not part.hard and _joinable(found[-1], part):
            found[-1] = replace(found[-1], pieces=found[-1].pieces + part.pieces)
        elif found and _introduces(found[-1], part):
            # “two: the main contents” with one sentence before “1.”: its heading becomes the chapter
            first = found.pop()
            assert first.head is not None and part.head is not None
            spoken = replace(part.head, role="say")
            pieces = (*first.pieces, spoken, *part.pieces)
            found.append(replace(part, pieces=pieces, head=None, chapter=(*first.chapter, first.head), named=part.head))
        else:
            found.append(part)
    short = len(found) > 1 and not found[-1].hard and found[-1].length < SHORT
    if short and found[-2].length + found[-1].length <= LONG:
        last = found.pop()
        found[-1] = replace(found[-1], pieces=found[-1].pieces + last.pieces)
    return found


def _joined(parts: list[Part]) -> list[Part]:
    """Parts that hold cues alone join the one before, or the first that speaks."""
    found: list[Part] = []
    waiting: tuple[Piece, ...] = ()
    for part in parts:
        if part.length or part.head is not None:
            found.append(replace(part, pieces=waiting + part.pieces))
            waiting = ()
        elif found and not part.chapter:
            found[-1] = replace(found[-1], pieces=found[-1].pieces + part.pieces)
        else:
            waiting += tuple(replace(piece, role="cue") for piece in part.chapter) + part.pieces
    if found and waiting:
        found[-1] = replace(found[-1], pieces=found[-1].pieces + waiting)
    return found or parts


def _introduces(before: Part, part: Part) -> bool:
    """Whether a section's first words are too few for a stop and its first sub-section follows."""
    return (
        before.head is not None
        and part.head is not None
        and not part.chapter
        and part.depth > before.depth
        and 0 < before.length < SHORT
    )


def _joinable(before: Part, part: Part) -> bool:
    return before.length < SHORT and not part.chapter and part.head is None
