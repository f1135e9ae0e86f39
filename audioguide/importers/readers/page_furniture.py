"""Running headers, footers and page numbers of a plain text that was printed, scanned or copied page by page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .. import patterns
from ..document import Block, Skip
from ..stop_numbers import read_stop_number

PAGE_HEADER = "page header"
PAGE_NUMBER = "page number"
MAX_HEADER = 70
"""Characters of the longest running header."""
NEIGHBOURS = 2
"""Lines on each side of a page's end that may be a header or footer."""
MIN_UNMARKED = 3
"""Times a line comes again amid sentences, where nothing else marks the ends of pages."""
MIN_BROKEN = 14
"""Characters of a line of Chinese that may be broken in mid-sentence; titles are shorter."""
MARKED_NUMBER = re.compile(
    r"[-–—~·•\[(（【]{1,2}\s?\d{1,4}\s?[-–—~·•\])）】]{1,2}|第\s?\d{1,4}\s?[页頁](?:\s?[,，/／]?\s?共\s?\d{1,4}\s?[页頁])?"
    r"|\d{1,4}\s?/\s?\d{1,4}|(?i:(?:page|seite|página|pagina|pág\.|p\.|s\.|pg\.?)\s?\d{1,4}"
    r"(?:\s?(?:of|von|de|sur|di|/)\s?\d{1,4})?)"
)
"""A page's number alone on a line, with a mark or word that says so."""
BARE_NUMBER = re.compile(r"\d{1,4}")


def find_page_furniture(text: str, blocks: Sequence[Block]) -> list[Skip]:
    """Return what stands on each page of a text beside its commentary; nothing where no end of a page is seen."""
    lines = [text[block.start : block.end].strip() for block in blocks]
    numbers = _find_page_numbers(text, blocks, lines)
    ends = {n for n, block in enumerate(blocks) if n and "\f" in text[blocks[n - 1].end : block.start + 1]}
    headers = _find_headers(lines, numbers, ends) or _find_unmarked_headers(lines)
    skips = [Skip(blocks[n].start, blocks[n].end, PAGE_NUMBER) for n in numbers - headers]
    skips += [Skip(blocks[n].start, blocks[n].end, PAGE_HEADER) for n in headers]
    return sorted(skips, key=lambda skip: skip.start)


def _find_page_numbers(text: str, blocks: Sequence[Block], lines: Sequence[str]) -> set[int]:
    """Positions of page numbers alone on a line; numbers with a title and its text below each count stops."""
    marked = [n for n, line in enumerate(lines) if MARKED_NUMBER.fullmatch(line)]
    values = [_number_of(lines[n]) for n in marked]
    rising = len(values) >= 2 and values == sorted(set(values))
    positions = set(marked) if rising and not _are_titled(lines, marked) else set()
    for n, block in enumerate(blocks):
        around = text[max(0, block.start - 2) : block.start + 1] + text[block.end : block.end + 3]
        if (BARE_NUMBER.fullmatch(lines[n]) or n in marked) and "\f" in around:
            positions.add(n)
    last = len(lines) - 1
    if BARE_NUMBER.fullmatch(lines[last]) and any(
        _number_of(lines[n]) + 1 == _number_of(lines[last]) for n in positions
    ):
        positions.add(last)
    return positions


def _number_of(line: str) -> int:
    return int(re.findall(r"\d+", line)[0])


def _are_titled(lines: Sequence[str], numbers: Sequence[int]) -> bool:
    titled = 0
    for n in numbers:
        following = lines[n + 1 : n + 3]
        titled += len(following) == 2 and patterns.heading_like(following[0]) and len(following[1]) > len(following[0])
    return titled >= 2 and titled * 3 >= 2 * len(numbers)


def _without_digits(line: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+", "0", line))


def _find_headers(lines: Sequence[str], numbers: set[int], ends: set[int]) -> set[int]:
    """Positions of lines that stand beside the ends of two pages at least, and nowhere else."""
    if not numbers and not ends:
        return set()
    near: set[int] = set(range(min(NEIGHBOURS, len(lines)))) | set(range(max(0, len(lines) - NEIGHBOURS), len(lines)))
    for n in numbers | ends:
        near |= set(range(max(0, n - NEIGHBOURS), min(len(lines), n + NEIGHBOURS + 1)))
    near -= numbers
    wording = {n: _without_digits(line) for n, line in enumerate(lines)}
    every = Counter(wording.values())
    beside = Counter(wording[n] for n in near if _may_be_header(lines[n]))
    repeated = {words for words, count in beside.items() if count >= 2 and count == every[words]}
    headers = {n for n in near if wording[n] in repeated}
    return headers - _first_title(lines, headers | numbers)


def _may_be_header(line: str) -> bool:
    return (
        2 <= len(line) <= MAX_HEADER
        and not patterns.SENTENCE_END.search(line)
        and patterns.has_words(line)
        and not patterns.opens(line)
    )


def _first_title(lines: Sequence[str], furniture: set[int]) -> set[int]:
    """The first line, where the header is the title as well: no line that may be one stands below it."""
    below = next((line for n, line in enumerate(lines) if n not in furniture), "")
    has_title = patterns.heading_like(below) and not patterns.opens(below) and read_stop_number(below) is None
    return set() if has_title else {0}


def _find_unmarked_headers(lines: Sequence[str]) -> set[int]:
    """Positions of a line that comes again amid sentences, where neither numbers nor form feeds end the pages."""
    places: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if _may_be_header(line) and line[-1:] not in ":：":
            places.setdefault(_without_digits(line), []).append(n)
    headers: set[int] = set()
    for positions in places.values():
        amid = sum(_is_amid_sentence(lines, n) for n in positions)
        if len(positions) >= MIN_UNMARKED and amid * 2 >= len(positions) - 1:
            headers |= set(positions)
    headers |= _find_repeated_title(lines)
    return headers - _first_title(lines, headers) if headers else set()


def _find_repeated_title(lines: Sequence[str]) -> set[int]:
    """Positions of a first line that comes again while the stops are counted on: it stands on each page."""
    again = (
        {n for n, line in enumerate(lines) if _without_digits(line) == _without_digits(lines[0])} if lines else set()
    )
    if len(again) < 2 or not _may_be_header(lines[0]):
        return set()
    read = (read_stop_number(line) for line in lines if patterns.heading_like(line))
    values = [number.value for number in read if number is not None and number.family in ("stop", "figure")]
    rises = all(later > earlier for earlier, later in pairwise(values))
    return again if len(values) >= MIN_UNMARKED and rises else set()


def _is_amid_sentence(lines: Sequence[str], n: int) -> bool:
    """Whether the line before is broken in mid-sentence and the one behind goes on with it."""
    if n == 0 or n + 1 == len(lines):
        return False
    before, after = lines[n - 1], lines[n + 1]
    if patterns.SENTENCE_END.search(before) or before[-1:] in ":：" or patterns.opens(after):
        return False
    if re.search(r"[\u3400-\u9fff]", before):
        return bool(re.search("[，、；]", before)) and bool(
            patterns.SENTENCE_END.search(after) or len(after) >= len(before)
        )
    return after[:1].islower() and len(before) > MAX_HEADER // 2
