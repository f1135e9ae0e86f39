"""Text against audio by its letters: how much must be heard, when each sentence is, what fits into a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..i18n.language_tags import sentence_separator
from ..model import Span


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
    late = max(1.0, marks[-1].end / duration)
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
    spans[0], spans[-1] = replace(spans[0], start=0), replace(spans[-1], end=duration)
    return tuple(spans)


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
