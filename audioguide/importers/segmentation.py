"""From mended paragraphs to tours: parts of a collection, titles that come again, articles about one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from . import patterns, stop_detection
from .cleanup import Paragraph, Table
from .outline import Line, Outline, Piece
from .unglue import lines

MAX_TITLES = 5
"""Lines of a title: collection, title, subtitle and the like; more are no titles."""


@dataclass(frozen=True)
class Group:
    """The lines of a tour, before its stops are known."""

    titles: tuple[Piece, ...]
    generic: str
    """Title of the collection it stands in."""
    lines: tuple[Line, ...]
    left: tuple[Piece, ...] = ()
    place: str = ""
    """The place its articles are about; empty where it is no collection of articles."""


def outline(paragraphs: list[Paragraph], table: Table) -> list[Outline]:
    """The tours of a document, in order; empty where nothing is said in it."""
    every = [line for paragraph in paragraphs for line in lines(paragraph, table)]
    found: list[Outline] = []
    waiting: tuple[Piece, ...] = ()
    for one in (_outline(part) for group in _groups(every) for part in _articles(group)):
        if any(part.length or part.head is not None for part in one.parts):
            found.append(replace(one, left=waiting + one.left))
            waiting = ()
        else:
            waiting += tuple(
                replace(piece, role="left", reason="a part in which nothing is said") for piece in _all(one)
            )
    if found and waiting:
        found[-1] = replace(found[-1], left=found[-1].left + waiting)
    return found


def _all(one: Outline) -> Iterator[Piece]:
    yield from (*one.titles, *one.left)
    for part in one.parts:
        yield from (*part.chapter, *([part.head] if part.head else []), *part.pieces)


def _groups(lines: list[Line]) -> list[Group]:
    """Cut at 第一篇 … 第五篇, at a title that comes again, and at top headings that each head a tour."""
    spoken = [line for line in lines if not line.reason]
    parts = [line.text[match.end() :].strip() for line in spoken if (match := _part(line))]
    title = parts[0] if parts else next((line.text for line in spoken if patterns.heading_like(line.text)), "")
    repeated = sum(line.text.startswith(title) for line in spoken) > 1
    repeated = repeated and len(title) >= 4 and not patterns.BRACKET.match(title) and not patterns.opens(title)
    groups: list[Group] = []
    titles: list[Piece] = []
    left: list[Piece] = []
    body: list[Line] = []
    generic = ""

    def close() -> None:
        nonlocal titles, left, body
        if body or titles or left:
            groups.append(Group(tuple(titles), generic, tuple(body), tuple(left)))
            titles, left, body = [], [], []

    for line in lines:
        if line.reason:
            left.append(Piece(line.strip, "left", line.reason))
            continue
        strip = line.strip
        indent = len(strip.text) - len(strip.text.lstrip())
        if match := _part(line):
            close()
            number, rest = strip.cut(indent + match.end())
            generic = rest.text.strip()
            left.append(Piece(number, "left", "number of the part"))
            if rest:
                titles.append(Piece(rest, "title", "collection"))
        elif repeated and line.text.startswith(title):
            if any(not patterns.heading_like(other.text) or patterns.opens(other.text) for other in body):
                close()
            generic = title
            first = not any(piece.reason == "collection" for piece in titles)
            again, rest = strip.cut(indent + len(title))
            if first:
                titles.append(Piece(again, "title", "collection"))
            else:
                left.append(Piece(again, "left", "a title that stands twice"))
            own = re.match(r"\s*[—\-–:：]+\s*", rest.text) if rest else None
            if own:
                dash, rest = rest.cut(own.end())
                left.append(Piece(dash, "left", "a dash before a title"))
            if rest and rest.text.strip():
                if (own and patterns.has_words(rest.text)) or (
                    patterns.heading_like(rest.text) and not patterns.GREETING.match(rest.text.strip())
                ):
                    titles.append(Piece(rest, "title"))
                else:
                    body.append(replace(line, strip=rest))
            elif rest:
                left.append(Piece(rest, "left", "white space"))
        else:
            body.append(line)
    close()
    return groups


def _part(line: Line) -> re.Match[str] | None:
    return patterns.PART.match(line.text) if len(line.text) <= 60 and "。" not in line.text else None


def _articles(group: Group) -> list[Group]:
    """A collection of articles as one group a place; any other group as it is."""
    lines = group.lines
    heads = [n for n in range(len(lines)) if _headline(lines, n)]
    if stop_detection.is_film(lines) or stop_detection.heads(lines) >= 2 or not heads:
        return [group]
    found: list[Group] = []
    if heads[0] > 0 and any(not patterns.heading_like(line.text) for line in lines[: heads[0]]):
        found.append(replace(group, lines=lines[: heads[0]]))
        group = Group((), group.generic, ())
        before = ""
    else:
        group = replace(group, titles=(*group.titles, *(Piece(line.strip, "title") for line in lines[: heads[0]])))
        before = ""
    current: list[Line] = []
    place = ""
    for n, m in zip(heads, [*heads[1:], len(lines)], strict=True):
        text = "".join(line.text for line in lines[n:m])
        named = patterns.named(lines[n].text)
        if current and not any(before.count(name) >= 2 for name in named):
            found.append(replace(group, lines=tuple(current), place=place))
            group, current, before, place = Group((), group.generic, ()), [], "", ""
        place = place or max(sorted(named), key=text.count, default="")
        current += [replace(lines[n], kind="heading", level=1), *lines[n + 1 : m]]
        before += text
    found.append(replace(group, lines=tuple(current), place=place))
    return found


def _headline(lines: tuple[Line, ...], n: int) -> bool:
    text = lines[n].text
    if lines[n].kind == "heading" or patterns.opens(text) or not patterns.heading_like(text) or len(text) < 2:
        return False
    if n + 1 == len(lines) or patterns.GREETING.match(text) or not patterns.named(text):
        return False
    following = "".join(line.text for line in lines[n : n + 12])
    return any(following.count(name) >= 2 for name in patterns.named(text))


def _outline(group: Group) -> Outline:
    film = stop_detection.is_film(group.lines)
    every = [piece for line in group.lines for piece in (_film_lines(line, group) if film else (line,))]
    titles = list(group.titles)
    count = 0
    if not group.place:
        while count < len(every) and len(titles) < MAX_TITLES and _title_line(every[count:], film, titles):
            titles.append(Piece(every[count].strip, "title"))
            count += 1
        last = every[count - 1] if count and len(titles) > 1 else None
        plain = last is not None and last.kind != "heading" and not re.match(r"[(（—]", last.text)
        if plain and _short_heads(every[count:], stop_detection.form(every, False)):
            # the last of several short lines is the first stop's heading where other stops have such headings too
            titles.pop()
            count -= 1
    parts = stop_detection.parts(every[count:], stop_detection.form(every[count:], bool(group.place)))
    return Outline(tuple(titles), group.generic, group.place, tuple(parts), group.left)


def _short_heads(lines: list[Line], kind: stop_detection.Form) -> bool:
    return any(
        stop_detection.head(line, following, kind)[0] == stop_detection.SHORT_LINE
        for line, following in pairwise(lines)
    )


def _title_line(rest: list[Line], film: bool, titles: list[Piece]) -> bool:
    line = rest[0]
    text = line.text
    if not patterns.has_words(text):
        return False
    if patterns.GREETING.match(text) or stop_detection.spoken_label(text) or (film and patterns.PICTURE.match(text)):
        return False
    if patterns.BARE_CUE.fullmatch(text) or patterns.INLINE_CUE.fullmatch(text):
        return False
    if line.kind == "heading":
        deeper = len(rest) > 1 and any(other.kind == "heading" and other.level > line.level for other in rest[1:])
        alone = not any(other.kind == "heading" and other.level <= line.level for other in rest[1:])
        return not any(piece.reason != "collection" for piece in titles) and alone and (deeper or len(rest) > 1)
    if patterns.BRACKET.fullmatch(text) or patterns.STATION.match(text) or patterns.BULLET.match(text):
        return False
    if text.startswith("——") and titles:
        return len(text) < 45
    if patterns.lead(text)[0]:
        return bool(re.fullmatch(r"[(（].{4,40}[)）]", text)) and bool(titles)
    return patterns.heading_like(text) or bool(re.fullmatch(r"[(（].{4,40}[)）]", text))


def _film_lines(line: Line, group: Group) -> Iterator[Line]:
    cuts = [match.start() for match in patterns.GLUED_PICTURE.finditer(line.strip.text) if match.start() < 40]
    if not cuts or patterns.PICTURE.match(line.text) or patterns.NARRATOR.match(line.text):
        yield line
        return
    before, rest = line.strip.cut(cuts[0])
    own = before.text.strip() in {piece.text for piece in group.titles}
    yield Line(before, line.kind, line.level, "a title that stands twice" if own else "")
    yield Line(rest, line.kind, line.level)
