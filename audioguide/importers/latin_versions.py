"""Two languages in Latin letters in one document, line by line or one after the other: a tour of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from . import patterns
from .language import classify_latin
from .outline import Decision, Line, weight
from .stop_numbers import read_stop_number

MIN_SHARE = 0.3
"""Share of the narration that is in the second language, from which it is a version and no quotation."""
MAX_LINES = 600
"""Lines of narration that are looked at: bounds the time of long documents."""
MIN_WORDS = 4
"""Words from which a sentence shows its language."""
MIN_RUNS = 4
"""Changes of language that are a translation below each text."""
LIKE_TRANSLATION = 3.0
"""How many times longer a text may be than its translation, by weight."""
BOTH = re.compile(r"(?P<first>\S.*?\S)\s+[/|｜·]\s+(?P<second>\S.*)")
"""Le pont / The Bridge."""


def set_latin_apart(lines: Sequence[Line], is_narration: re.Pattern[str], names: re.Pattern[str]) -> list[Line]:
    """Return the lines with the second of two languages marked as a version; unchanged where there is but one.

    ``is_narration``: how a text ends that is spoken. ``names``: a language's name as a heading, which is left out.
    """
    prose = [n for n, line in enumerate(lines) if _is_prose(line, is_narration)][:MAX_LINES]
    pair = _find_pair([sentence for n in prose for sentence in patterns.split_sentences(lines[n].text)])
    if not pair:
        return list(lines)
    original = lines
    lines = [piece for n, line in enumerate(lines) for piece in (_by_language(line, pair) if n in prose else [line])]
    prose = [n for n, line in enumerate(lines) if _is_prose(line, is_narration)][: 4 * MAX_LINES]
    tags = {n: classify_latin(lines[n].text, pair) for n in prose}
    runs = [(tag, sum(weight(lines[n].text) for n in run)) for tag, run in groupby(prose, key=lambda n: tags[n])]
    if not _are_translations(runs):
        return list(original)
    first, second = runs[0][0], runs[1][0]
    marked = _mark_versions(lines, tags, first, second)
    headings = sum(line.version == second and patterns.heading_like(line.text) for line in marked)
    if len(runs) > 2 and headings < max(2, len(runs) // 4):
        return [
            replace(line, decision=Decision("direction", ("in another language",))) if tags.get(n) == second else line
            for n, line in enumerate(lines)
        ]
    return [
        replace(line, reason="name of the language") if names.fullmatch(line.text) and not line.reason else line
        for line in marked
    ]


def _is_prose(line: Line, is_narration: re.Pattern[str]) -> bool:
    shown = not line.reason and line.kind not in ("cell", "contents", "caption", "heading", "title")
    return (
        shown and line.decision is None and bool(is_narration.search(line.text)) and len(line.text.split()) >= MIN_WORDS
    )


def _by_language(line: Line, pair: tuple[str, str]) -> list[Line]:
    """A line whose sentences are in one language and then in the other, which wrapped lines may be, as one of each."""
    cuts: list[int] = []
    at, previous = line.indent, ""
    for sentence in patterns.split_sentences(line.text):
        start = line.strip.text.find(sentence.strip(), at)
        tag = classify_latin(sentence, pair) if len(sentence.split()) >= MIN_WORDS or not previous else previous
        if previous and tag != previous and start > 0:
            cuts.append(start)
        at, previous = start + len(sentence.strip()), tag
    return [replace(line, strip=strip) for strip in line.strip.cut(*cuts)] if cuts else [line]


def _find_pair(texts: Sequence[str]) -> tuple[str, str] | None:
    """The two languages of the texts; None where there is one, or more than two."""
    if len(texts) < 2 or any("\u3400" <= char <= "\u9fff" for text in texts for char in text[:40]):
        return None
    sizes: Counter[str] = Counter()
    for text in texts:
        sizes[classify_latin(text)] += weight(text)
    ranked = sizes.most_common(2)
    if len(ranked) < 2 or ranked[1][1] < MIN_SHARE * sum(sizes.values()):
        return None
    return ranked[0][0], ranked[1][0]


def _are_translations(runs: Sequence[tuple[str, int]]) -> bool:
    """Whether text and translation alternate, or follow each other, and are about as long."""
    if len(runs) % 2 or not (len(runs) == 2 or len(runs) >= MIN_RUNS):
        return False
    pairs = [(before[1], after[1]) for before, after in zip(runs[::2], runs[1::2], strict=True)]
    alike = sum(max(sizes) <= LIKE_TRANSLATION * min(sizes) for sizes in pairs)
    return alike * 4 >= len(pairs) * 3


def _mark_versions(lines: Sequence[Line], tags: dict[int, str], first: str, second: str) -> list[Line]:
    """The lines, each a version's: narration by its language, what stands above it by the narration's."""
    following = first
    own: dict[int, str] = {}
    for n in range(len(lines) - 1, -1, -1):
        following = tags.get(n, following)
        own[n] = following
    marked: list[Line] = []
    for n, line in enumerate(lines):
        halves = None if line.reason or n in tags else BOTH.fullmatch(line.text)
        if halves and patterns.heading_like(line.text) and line.block.cell is None:
            marked += _cut_heading(line, halves, second)
        else:
            marked.append(replace(line, version=second) if own[n] == second and not line.version else line)
    return marked


def _cut_heading(line: Line, halves: re.Match[str], second: str) -> Iterator[Line]:
    """A heading in both languages as one of each; the second carries the number of the first."""
    before, between, after = line.strip.cut(line.indent + halves.end("first"), line.indent + halves.start("second"))
    number = read_stop_number(line.text, in_heading=True)
    shown = line.text[: number.length].strip() if number is not None else line.block.number
    yield replace(line, strip=before)
    yield replace(line, strip=between, reason="marks and set words around a title")
    yield replace(line, strip=after, version=second, block=replace(line.block, number=shown))
