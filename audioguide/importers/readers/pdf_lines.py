"""The lines of a PDF by PDFium, for fonts that pdfminer cannot decode: those with a table of codes of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class PdfLine:
    """A line of text on a page."""

    page: int
    text: str
    size: float
    """Height of its characters in points."""
    edge: bool
    """Stands at the top or bottom of its page."""
    bold: bool = False
    left: float = 0.0
    """Place of its first character, in points from the left of the page."""
    bottom: float = 0.0
    """Place of its lower and upper edge, in points from the foot of the page."""
    top: float = 0.0


@dataclass(frozen=True)
class _Row:
    """A line with its place, in points from the foot of the page."""

    text: str
    size: float
    bottom: float
    top: float


def is_near_edge(bottom: float, top: float, page_height: float) -> bool:
    """Return whether a line stands where running headers and page numbers do."""
    return bottom > 0.92 * page_height or top < 0.08 * page_height


def read_with_pdfium(data: bytes, max_pages: int, timeout_s: float) -> list[PdfLine]:
    """Return the lines of at most ``max_pages`` pages; none for a file that cannot be opened or that lasts."""
    import pypdfium2

    began = time.monotonic()
    lines: list[PdfLine] = []
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    try:
        for number in range(min(len(document), max_pages)):
            page = document[number]
            rows = list(_rows(page.get_textpage(), pypdfium2.raw))
            ends = {max((row.top for row in rows), default=0.0), min((row.top for row in rows), default=0.0)}
            for row in rows:
                edge = is_near_edge(row.bottom, row.top, page.get_height()) or row.top in ends
                lines.append(PdfLine(number, row.text, row.size, edge, bottom=row.bottom, top=row.top))
            if time.monotonic() - began > timeout_s:
                return []
    except pypdfium2.PdfiumError:
        return []
    finally:
        document.close()
    return lines


def _rows(page: Any, raw: Any) -> Iterator[_Row]:
    """The lines of a page's text, which PDFium divides by line ends."""
    count = page.count_chars()
    text: list[str] = []
    places: list[int] = []
    for at in range(count + 1):
        char = chr(raw.FPDFText_GetUnicode(page.raw, at)) if at < count else "\n"
        if char not in "\r\n":
            text.append(char)
            places.append(at)
        elif text:
            line = "".join(text)
            if line.strip():
                boxes = [page.get_charbox(place) for place in places]
                sizes = [raw.FPDFText_GetFontSize(page.raw, place) for place in places]
                yield _Row(line, median(sizes), min(box[1] for box in boxes), max(box[3] for box in boxes))
            text, places = [], []
