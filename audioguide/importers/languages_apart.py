"""Two languages in one document, side by side in a table, line by line or one after the other: a tour of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from types import MappingProxyType

from ..i18n.language_tags import primary_language
from ..text.han import HAN_CHARACTER
from . import patterns
from .language import detect_language
from .latin_versions import set_latin_apart
from .outline import Decision, Line, weight
from .stop_numbers import parse_value, read_stop_number
from .table_columns import LANGUAGE_NAME, LONG_CELL, find_column_kind

MIN_PROSE = 12
"""Weight from which a line that ends as sentences do is narration."""
NO_TITLES = frozenset({"number", "narration", "picture", "chapter", "coordinates", "direction"})
"""Kinds of columns in which no title stands, by their names."""
FILE_NAME = re.compile(r"\.\w{2,4}$|^https?:|^[\d\s.,:°′″NSEW/-]+$")
"""A file, an address, a place, a time."""
MIN_RUNS = 4
"""Changes of language that are a translation below each text."""
LIKE_TRANSLATION = 3.0
"""How many times longer a text may be than its translation, by weight."""
LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
SEPARATORS = r"\s/／|｜·•—–-"
SWITCHES = (
    re.compile(
        rf"(?=[^A-Za-zÀ-ɏ]*[\u3400-\u9fff])(?P<first>[^A-Za-zÀ-ɏ]*[^A-Za-zÀ-ɏ{SEPARATORS}])"
        rf"[{SEPARATORS}]*(?P<second>[A-Za-zÀ-ɏ][^\u3400-\u9fff]*)"
    ),
    re.compile(
        rf"(?=[^\u3400-\u9fff]*[A-Za-zÀ-ɏ])(?P<first>[^\u3400-\u9fff]*[^\u3400-\u9fff{SEPARATORS}])"
        rf"[{SEPARATORS}]*(?P<second>[\u3400-\u9fff][^A-Za-zÀ-ɏ]*)"
    ),
)
"""Words in Chinese, then words in Latin letters; and the other way round."""
LANGUAGE_HEADING = re.compile(
    rf"[\s【\[(（—–=*#~_＝＊-]*(?:{LANGUAGE_NAME.pattern})(?:\s*(?:版本?|部分|讲解词?|导览词?|(?i:version|text|script"
    rf"|translation|fassung)))?[\s】\])）—–=*#~_＝＊:：-]*"
)
"""The name of a language as a heading: English version, 【中文】."""


@dataclass(frozen=True)
class LanguageColumns:
    """The columns of a table that hold one language."""

    language: str
    """Its primary tag."""
    narration: int
    title: int
    """-1: the title is the first line of each cell of the narration."""


Cells = Mapping[tuple[int, int], Sequence[str]]


def find_language_columns(
    cells: Cells, rows: Sequence[int], header: Mapping[int, str] = MappingProxyType({})
) -> list[LanguageColumns]:
    """Return the columns of each language of a table's body, in order; empty where not each has titles of its own."""
    kinds = {column: find_column_kind(name) for column, name in header.items()}
    body = set(rows)
    columns = sorted({column for row, column in cells if row in body})
    texts = {c: [" ".join(cells[r, c]) for r in rows if cells.get((r, c))] for c in columns}
    full = [c for c in columns if 2 * len(texts[c]) >= len(rows)]
    prose: dict[str, int] = {}
    for column in (c for c in full if _is_prose_column(texts[c])):
        language = detect_language("\n".join(texts[column]))
        tag = primary_language(language.tag)
        if language.is_sure or tag == "zh":
            longest = prose.get(tag)
            if longest is None or sum(map(len, texts[column])) > sum(map(len, texts[longest])):
                prose[tag] = column
    names = [c for c in full if c not in prose.values() and kinds.get(c) not in NO_TITLES and _are_names(texts[c])]
    chosen: list[LanguageColumns] = []
    for tag, column in sorted(prose.items(), key=lambda item: item[1]):
        own = [c for c in names if _is_han(texts[c]) == (tag == "zh") and c not in {other.title for other in chosen}]
        before = [c for c in own if c < column]
        title = max(before) if before else min(own, default=-1)
        if title < 0 and not _have_titles([cells[r, column] for r in rows if cells.get((r, column))]):
            return []
        chosen.append(LanguageColumns(tag, column, title))
    return chosen if len(chosen) > 1 else []


def _is_prose_column(texts: Sequence[str]) -> bool:
    return bool(texts) and 2 * sum(map(is_narration, texts)) > len(texts)


def is_narration(text: str) -> bool:
    """Whether a text ends as sentences do and is long enough to be narrated."""
    return bool(patterns.SENTENCE_END.search(text)) and weight(text) > MIN_PROSE


def _are_names(texts: Sequence[str]) -> bool:
    if all(parse_value(text) for text in texts) or all(FILE_NAME.search(text) for text in texts):
        return False
    return all(len(text) <= 3 * LONG_CELL for text in texts) and any(map(patterns.has_words, texts))


def _is_han(texts: Sequence[str]) -> bool:
    return 2 * sum(bool(HAN_CHARACTER.search(text)) for text in texts) > len(texts)


def _have_titles(cells: Sequence[Sequence[str]]) -> bool:
    """Whether most cells open with a title on a line of its own."""
    titled = sum(len(lines) > 1 and patterns.heading_like(lines[0]) for lines in cells)
    return 3 * titled >= 2 * len(cells)


# ---------------------------------------------------------------- lines outside of tables


def set_languages_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the second language marked as a version of its own; unchanged where there is but one."""
    versions = {line.version for line in lines if line.version}
    if versions:
        by_script = _versions_by_script(lines) if len(versions) == 1 else {}
        return [piece for line in lines for piece in _by_script(line, by_script)] if by_script else list(lines)
    shown = [line for line in lines if not line.reason and line.kind not in ("cell", "contents", "caption")]
    prose = [(_script(line.text), weight(line.text)) for line in shown if is_narration(line.text)]
    runs = [(script, sum(size for _script, size in run)) for script, run in groupby(prose, key=lambda pair: pair[0])]
    if not _are_translations(runs):
        return set_latin_apart(lines, patterns.SENTENCE_END, LANGUAGE_HEADING)
    by_script = {runs[0][0]: "", runs[1][0]: runs[1][0]}
    headings = [_script(line.text) for line in shown if patterns.heading_like(line.text)]
    enough = max(2, len(runs) // 2 if len(runs) > 2 else 0)
    if min(sum(script in (own, "both") for script in headings) for own in by_script) < enough:
        return [_as_translation(line, runs[1][0]) for line in lines] if len(runs) > 2 else list(lines)
    if len(runs) == 2:
        return _one_after_the_other(lines, runs[0][0])
    return list(_with_numbers([piece for line in lines for piece in _by_script(line, by_script)]))


def _versions_by_script(lines: Sequence[Line]) -> dict[str, str]:
    """Script → version of the languages of a table; empty where both have the same."""
    scripts: dict[str, str] = {}
    for version in sorted({line.version for line in lines}):
        own = [_script(x.text) for x in lines if x.version == version and x.block.cell and is_narration(x.text)]
        scripts[max(set(own), key=own.count, default="")] = version
    return scripts if set(scripts) == {"han", "latin"} else {}


def _as_translation(line: Line, script: str) -> Line:
    """A translation below a text whose titles have none: kept, and asked about, but not spoken."""
    if line.reason or line.decision is not None or _script(line.text) != script or not is_narration(line.text):
        return line
    return replace(line, decision=Decision("direction", ("in another language",)))


def _are_translations(runs: Sequence[tuple[str, int]]) -> bool:
    """Whether text and translation alternate, or follow each other, and are about as long."""
    if {script for script, _size in runs} != {"han", "latin"} or not (len(runs) == 2 or len(runs) >= MIN_RUNS):
        return False
    if len(runs) % 2:
        return False
    pairs = [(first[1], second[1]) for first, second in zip(runs[::2], runs[1::2], strict=True)]
    alike = sum(max(pair) <= LIKE_TRANSLATION * min(pair) for pair in pairs)
    return alike * 4 >= len(pairs) * 3


def _script(text: str) -> str:
    han, latin = len(HAN_CHARACTER.findall(text)), len(LATIN_WORD.findall(text))
    if han and latin >= 1 and 4 * latin >= han and _find_switch(text.strip()):
        return "both"
    if han:
        return "han"
    return "latin" if latin else ""


def _find_switch(text: str) -> re.Match[str] | None:
    return next((match for pattern in SWITCHES if (match := pattern.fullmatch(text))), None)


def _by_script(line: Line, by_script: Mapping[str, str]) -> Iterator[Line]:
    """A line that is no cell as Chinese, as the other language, or cut where one passes into the other."""
    if line.reason or line.version or line.kind == "cell" or line.block.cell is not None:
        yield line
        return
    script = _script(line.text)
    if LANGUAGE_HEADING.fullmatch(line.text):
        yield replace(line, reason="name of the language")
    elif script == "both" and patterns.heading_like(line.text) and (switch := _find_switch(line.text)):
        first, between, second = line.strip.cut(line.indent + switch.end("first"), line.indent + switch.start("second"))
        number = read_stop_number(line.text, in_heading=True)
        shown = line.text[: number.length].strip() if number is not None else line.block.number
        yield replace(line, strip=first, version=by_script[_script(first.text)])
        if between:
            yield replace(line, strip=between, reason="marks and set words around a title")
        block = replace(line.block, number=shown)
        yield replace(line, strip=second, version=by_script[_script(second.text)], block=block)
    else:
        yield replace(line, version=by_script.get(script, ""))


def _with_numbers(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines; a title of the second language directly below a numbered one of the first carries its number."""
    if lines:
        yield lines[0]
    for before, line in pairwise(lines):
        number = read_stop_number(before.text) if before.version != line.version and not before.reason else None
        follows = number is not None and patterns.heading_like(before.text)
        if follows and not line.block.number and patterns.heading_like(line.text) and not read_stop_number(line.text):
            shown = before.text[: number.length].strip() if number is not None else ""
            yield replace(line, block=replace(line.block, number=shown))
        else:
            yield line


def _one_after_the_other(lines: Sequence[Line], first: str) -> list[Line]:
    """The lines, the second language from its first line that is followed by no narration of the first."""
    second = "latin" if first == "han" else "han"
    last = max(n for n, line in enumerate(lines) if _script(line.text) == first and is_narration(line.text))
    start = next((n for n in range(last + 1, len(lines)) if _script(lines[n].text) == second), len(lines))
    while start > last + 1 and LANGUAGE_HEADING.fullmatch(lines[start - 1].text):
        start -= 1
    marked = [line if n < start or line.reason else replace(line, version=second) for n, line in enumerate(lines)]
    return [
        replace(line, reason="name of the language")
        if LANGUAGE_HEADING.fullmatch(line.text) and not line.reason
        else line
        for line in marked
    ]
