"""Text against audio by its letters: how much must be heard, when each sentence is, what fits into a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..i18n.language_tags import sentence_separator
from ..model import Span

if TYPE_CHECKING:
    from .pcm import Samples

MIN_PAUSE_FRAMES = 8
"""Frames of ``pcm.QUIET_FRAME_S`` of the shortest pause between sentences: 160 ms; shorter ones are plosives."""


@dataclass(frozen=True)
class Mark:
    """What the service says of a sentence as it split them."""

    text: str
    start: float
    """Milliseconds from the start of the audio, as ``end``."""
    end: float


def sentence_spans(sentences: Sequence[str], marks: Sequence[Mark], duration: int) -> tuple[Span, ...]:
    """When each sentence is heard, in milliseconds. The service parts sentences its own way, so that its marks give
    the time of each letter, and our sentences are found by their letters; without marks, letters share the time.
    """
    ours = [len(audible_letters(text)) for text in sentences]
    theirs = [len(audible_letters(mark.text)) for mark in marks]
    if not theirs or abs(sum(theirs) - sum(ours)) > 0.1 * sum(ours):
        marks, theirs = (Mark("", 0, duration),), [sum(ours)]
    late = max(1.0, marks[-1].end / max(1, duration))
    scale = sum(theirs) / max(1, sum(ours))
    knots = []
    passed = 0
    for mark, count in zip(marks, theirs, strict=True):
        knots.append((passed, passed + count, mark.start / late, mark.end / late))
        passed += count

    def when(letter: float, ends: bool) -> int:
        # a letter between two marks ends with the first and begins with the second
        inside = [knot for knot in knots if (knot[0] < letter if ends else letter < knot[1])] or knots
        first, last, start, end = inside[-1] if ends else inside[0]
        share = (letter - first) / max(1, last - first)
        return round(min(max(start + share * (end - start), 0), duration))

    spans: list[Span] = []
    position = 0
    for count in ours:
        start = max(when(position * scale, False), spans[-1].end if spans else 0)
        position += count
        spans.append(Span(start, max(start, when(position * scale, True))))
    # the audio is trimmed: its first sentence begins with it, its last one ends with it
    spans[0] = replace(spans[0], start=0)
    spans[-1] = replace(spans[-1], end=duration)
    return tuple(spans)


def spans_in_pauses(letters: Sequence[str], samples: Samples, rate: int) -> tuple[Span, ...]:
    """Estimate when each sentence of a recording is heard, in milliseconds, from the letters of each and the pauses.

    Letters share the time that something is said in; each boundary then goes to the pause that is near and long, all
    of them together by dynamic programming, so that the order always holds.
    """
    from . import pcm

    duration = len(samples) * 1000 // rate
    if len(letters) < 2:
        return (Span(0, duration),) * len(letters)
    spoken = pcm.spoken_frames(samples, rate)
    frame_ms = 1000 * pcm.QUIET_FRAME_S
    pauses = inner_pauses(spoken)
    *before, total = accumulate(map(len, letters))
    shares = [count / max(1, total) for count in before]
    voiced = np.cumsum(spoken) / max(1, int(spoken.sum()))
    wanted = [float(np.searchsorted(voiced, share)) for share in shares]
    chosen = _assign_pauses(wanted, pauses)
    spans: list[Span] = []
    begin = 0
    for (first, last), _letters in zip(chosen, letters, strict=False):
        end, following = round(first * frame_ms), round(last * frame_ms)
        spans.append(Span(begin, max(begin, min(end, duration))))
        begin = max(begin, min(following, duration))
    return (*spans, Span(begin, duration))


def inner_pauses(spoken: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the first and past-the-last frame of every pause between two spoken stretches."""
    edges = np.flatnonzero(np.diff(spoken.astype(np.int8)))
    if len(edges) and not spoken[0]:
        edges = edges[1:]
    return [
        (int(begin) + 1, int(end) + 1)
        for begin, end in zip(edges[::2], edges[1::2], strict=False)
        if end - begin >= MIN_PAUSE_FRAMES
    ]


def _assign_pauses(wanted: Sequence[float], pauses: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """A pause for each boundary, in order and each once; the boundary itself where the pauses are too few."""
    if len(pauses) < len(wanted):
        return [(place, place) for place in wanted]
    costs = [[abs((a + b) / 2 - place) / (b - a) ** 0.5 for a, b in pauses] for place in wanted]
    best: list[list[tuple[float, int]]] = []
    for row, cost in enumerate(costs):
        line: list[tuple[float, int]] = []
        least, where = (0.0, -1) if not row else (float("inf"), -1)
        for column, here in enumerate(cost):
            if row and column and best[-1][column - 1][0] < least:
                least, where = best[-1][column - 1][0], column - 1
            line.append((least + here, where))
        best.append(line)
    column = min(range(len(pauses)), key=lambda index: best[-1][index][0])
    chosen = []
    for row in range(len(wanted) - 1, -1, -1):
        chosen.append(pauses[column])
        column = best[row][column][1]
    return [(float(a), float(b)) for a, b in reversed(chosen)]


def audible_letters(text: str) -> str:
    """What of a text is heard: letters, characters and digits."""
    return "".join(filter(str.isalnum, text))


def syllable_count(text: str) -> float:
    """About as many syllables: a letter is a third of one, a Chinese character is one."""
    return sum(1 if character > "\u2e7f" else 0.3 for character in audible_letters(text))


def split_requests(sentences: Sequence[str], language: str, limit: int) -> list[str]:
    """The text in requests of at most ``limit`` characters, cut after punctuation where that is possible."""
    text = sentence_separator(language).join(sentences)
    parts: list[str] = []
    for clause in re.findall(r"[^，、：；。！？,;:.!?…]+[^\w]*|^[^\w]+", text):
        for start in range(0, len(clause), limit):
            piece = clause[start : start + limit]
            if parts and len(parts[-1]) + len(piece) <= limit:
                parts[-1] += piece
            else:
                parts.append(piece)
    return [part.strip() for part in parts if audible_letters(part)]
