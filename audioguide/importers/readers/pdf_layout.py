"""The layout of a PDF's pages: columns in reading order, headings of several lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from .. import patterns
from ..stop_numbers import read_stop_number
from .pdf_lines import PdfLine

MIN_COLUMN_BOXES = 2
MIN_COLUMN = 0.2
"""Width of a column, in widths of the page."""
SAME_WIDTH = 0.6
"""Share of the wider column's width that the narrower has at least."""
OVERLAP = 0.04
"""How far a box may pass the middle of the page and still stand in one column, in widths of the page."""
MAX_LEADING = 0.9
"""Gap between two lines of one heading, in heights of its characters."""
MAX_HEADING_LETTERS = 90
"""Characters of the longest heading of several lines."""


class Box(Protocol):
    """A paragraph on a page, in points from its lower left corner."""

    @property
    def x0(self) -> float:
        """Left edge."""

    @property
    def x1(self) -> float:
        """Right edge."""

    @property
    def y0(self) -> float:
        """Lower edge."""

    @property
    def y1(self) -> float:
        """Upper edge."""


AnyBox = TypeVar("AnyBox", bound=Box)


def order_boxes(boxes: Sequence[AnyBox], page_width: float) -> list[AnyBox]:
    """Return the boxes in reading order: of two columns the left one first, between what spans both."""
    middle, margin = page_width / 2, OVERLAP * page_width
    left = [box for box in boxes if box.x1 <= middle + margin]
    right = [box for box in boxes if box.x0 >= middle - margin and box not in left]
    if not _are_columns(left, right, page_width):
        return list(boxes)
    spanning = sorted((box for box in boxes if box not in left and box not in right), key=lambda box: -box.y1)
    ordered: list[AnyBox] = []
    ceiling = float("inf")
    for floor, border in [*((box.y0, box) for box in spanning), (float("-inf"), None)]:
        for column in (left, right):
            band = [box for box in column if floor < (box.y0 + box.y1) / 2 <= ceiling]
            ordered += sorted(band, key=lambda box: -box.y1)
        if border is not None:
            ordered.append(border)
        ceiling = floor
    return ordered if len(ordered) == len(boxes) else list(boxes)


def _are_columns(left: Sequence[Box], right: Sequence[Box], page_width: float) -> bool:
    """Whether boxes stand in two columns of text: side by side and about as wide, unlike labels and their values."""
    if min(len(left), len(right)) < MIN_COLUMN_BOXES:
        return False
    widths = [max(box.x1 - box.x0 for box in column) for column in (left, right)]
    if min(widths) < MIN_COLUMN * page_width or min(widths) < SAME_WIDTH * max(widths):
        return False
    return min(box.y0 for box in left) < max(box.y1 for box in right) and min(box.y0 for box in right) < max(
        box.y1 for box in left
    )


def join_headings(lines: Sequence[PdfLine], is_heading: Callable[[PdfLine], bool]) -> list[PdfLine]:
    """Return the lines with those joined that make one heading: side by side, of one size and face."""
    joined: list[PdfLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and is_heading(last) and is_heading(line) and _is_same_heading(last, line):
            space = "" if re.search(r"[\u3400-\u9fff，。、]\s*$", last.text) else " "
            joined[-1] = replace(last, text=last.text.rstrip() + space + line.text.lstrip(), bottom=line.bottom)
        else:
            joined.append(line)
    return joined


def _is_same_heading(last: PdfLine, line: PdfLine) -> bool:
    """Whether a line is the next of the same heading."""
    if line.page != last.page or line.edge or last.edge or line.bold != last.bold or abs(line.size - last.size) > 0.5:
        return False
    if not -line.size < last.bottom - line.top < MAX_LEADING * line.size or last.top <= line.top:
        return False
    if patterns.SENTENCE_END.search(last.text) or len(last.text) + len(line.text) > MAX_HEADING_LETTERS:
        return False
    return not patterns.opens(line.text) and read_stop_number(line.text.strip()) is None
