"""Stops that were one: list items, headings without narration and parts of the same number are joined."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from statistics import median

from ..i18n import _
from .outline import ITEM, LONG, SHORT, Part, Piece

MIN_NUMBERED = 3
"""Stops with a number from which the author is taken to have numbered all of them."""


def merge_items(parts: list[Part]) -> list[Part]:
    """Numbered items that are short stay together in the stop they stand in."""
    groups: list[list[Part]] = []
    n = 0
    while n < len(parts):
        m = n
        while m < len(parts) and parts[m].why.startswith("item") and parts[m].why == parts[n].why:
            m += 1
        if m == n:
            groups.append([parts[n]])
            n += 1
            continue
        family = parts[n:m]
        if median(part.length for part in family) < ITEM and groups:
            groups[-1] += family
        else:
            groups += [[part] for part in family]
        n = m
    return [_join_parts(*group) for group in groups]


def _join_parts(first: Part, *others: Part) -> Part:
    """The first part with the pieces and questions of the others; of any number at once, in time that grows with it."""
    if not others:
        return first
    pieces = chain(first.pieces, *(part.pieces for part in others))
    todos = chain(first.todos, *(part.todos for part in others))
    return replace(first, pieces=tuple(pieces), todos=tuple(todos))


def merge_short_stops(parts: list[Part]) -> list[Part]:
    """Soft stops too short to stand alone join the following one, the last one the one before."""
    merged: list[Part] = []
    for part in parts:
        if merged and not part.hard and _joinable(merged[-1], part):
            merged[-1] = _join_parts(merged[-1], part)
        elif merged and _introduces(merged[-1], part):
            # “two: the main contents” with one sentence before “1.”: its heading becomes the chapter
            first = merged.pop()
            assert first.head is not None and part.head is not None
            spoken = replace(part.head, role="say")
            pieces = (*first.pieces, spoken, *part.pieces)
            joined = replace(part, pieces=pieces, head=None, chapter=(*first.chapter, first.head), named=part.head)
            merged.append(replace(joined, todos=first.todos + part.todos))
        else:
            merged.append(part)
    short = len(merged) > 1 and not merged[-1].hard and merged[-1].length < SHORT
    if short and merged[-2].length + merged[-1].length <= LONG:
        last = merged.pop()
        merged[-1] = _join_parts(merged[-1], last)
    return merged


def attach_cues(parts: list[Part]) -> list[Part]:
    """Parts that hold cues alone join the one before, or the first that speaks."""
    groups: list[list[Part]] = []
    waiting: list[Piece] = []
    asked: list[str] = []
    for part in parts:
        if part.length or part.head is not None or part.number is not None:
            groups.append([replace(part, pieces=(*waiting, *part.pieces), todos=(*asked, *part.todos))])
            waiting, asked = [], []
        elif groups and not part.chapter:
            groups[-1].append(part)
        else:
            waiting += [*(replace(piece, role="cue") for piece in part.chapter), *part.pieces]
            asked += part.todos
    joined = [_join_parts(*group) for group in groups]
    if joined and waiting:
        joined[-1] = replace(joined[-1], pieces=(*joined[-1].pieces, *waiting), todos=(*joined[-1].todos, *asked))
    return joined or parts


def join_silent_sections(parts: list[Part]) -> list[Part]:
    """Sections without a number in which nothing is said join the stop before, where the others are numbered."""
    numbered = sum(part.number is not None and part.number.family in ("stop", "figure") for part in parts)
    if numbered < MIN_NUMBERED:
        return parts
    groups: list[list[Part]] = []
    for part in parts:
        head = part.head
        if not groups or head is None or part.length or part.number is not None or part.chapter:
            groups.append([part])
            continue
        todo = _("Nothing is said under “{title}”, which bears no number; it was kept as a cue.").format(
            title=head.text
        )
        section = replace(part, pieces=(replace(head, role="cue"), *part.pieces), todos=(todo, *part.todos))
        groups[-1].append(section)
    return [_join_parts(*group) for group in groups]


def _introduces(before: Part, part: Part) -> bool:
    """Whether a section's first words are too few for a stop and its first sub-section follows."""
    return (
        before.head is not None
        and part.head is not None
        and not part.chapter
        and part.depth > before.depth
        and 0 < before.length < SHORT
        and not any(number is not None and number.family == "stop" for number in (before.number, part.number))
        and part.depth > 2
        and not _counts_on(before, part)
    )


def _counts_on(before: Part, part: Part) -> bool:
    """Whether a heading bears the number that follows the one before: 4. in plain type behind 3. in bold."""
    first, second = before.number, part.number
    if first is None or second is None or first.family != second.family:
        return False
    return 0 < first.value == second.value - 1


def _joinable(before: Part, part: Part) -> bool:
    return before.length < SHORT and not part.chapter and part.head is None and part.number is None
