"""PDF with a text layer: its lines, larger ones as headings, lines that stand on every page set aside."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect

from ...errors import DocumentError
from ...i18n import _
from ..document import Builder, Document

MAX_PAGES = 400
PATIENCE = 30.0
"""Seconds after which a file that keeps the layout busy is given up."""


@dataclass(frozen=True)
class _Line:
    page: int
    text: str
    size: float
    """Height of its characters in points."""
    edge: bool
    """Stands at the top or bottom of its page."""


def read(data: bytes, name: str) -> Document:
    """The lines of a PDF.

    Raises DocumentError for a file that is damaged, locked, without text, or takes too long.
    """
    lines = _lines(data, name)
    if not any(line.text.strip() for line in lines):
        raise DocumentError(
            _("{file} holds pictures of text, but no text.").format(file=name),
            hint=_("Recognise its text first (OCR), or import the document it was printed from."),
        )
    usual = median(line.size for line in lines for _char in line.text)
    pages = lines[-1].page + 1
    # “党建 第 3 页” differs from page to page in its number alone
    counts = Counter(re.sub(r"\d+", "0", line.text.strip()) for line in lines if line.edge)
    builder = Builder(name)
    for line in lines:
        repeated = line.edge and pages > 2 and counts[re.sub(r"\d+", "0", line.text.strip())] > pages / 2
        large = line.size > 1.25 * usual and len(line.text) <= 40
        builder.add(
            line.text,
            "heading" if large and not repeated else "line",
            (1 if line.size > 1.6 * usual else 2) if large and not repeated else 0,
            skip="page header" if repeated else "",
        )
    return builder.document()


def _lines(data: bytes, name: str) -> list[_Line]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    began = time.monotonic()
    lines: list[_Line] = []
    total = 0
    try:
        for number, page in enumerate(extract_pages(BytesIO(data))):
            boxes = [box for box in page if isinstance(box, LTTextContainer)]
            for box in boxes:
                for line in box:
                    if isinstance(line, LTTextLine) and (text := line.get_text().strip("\n")).strip():
                        sizes = [char.size for char in line if isinstance(char, LTChar)]
                        edge = line.y0 > 0.92 * page.height or line.y1 < 0.08 * page.height
                        lines.append(_Line(number, text, median(sizes) if sizes else 0.0, edge))
                        total += len(text)
            if number >= MAX_PAGES or time.monotonic() - began > PATIENCE:
                raise DocumentError(
                    _("{file} is too long or too intricate: given up at page {page}.").format(
                        file=name, page=number + 1
                    ),
                    hint=_("Save its text alone as .docx or .txt and import that."),
                )
    except DocumentError:
        raise
    except PDFPasswordIncorrect as error:
        raise DocumentError(
            _("{file} is locked with a password.").format(file=name), hint=_("Save it again without a password.")
        ) from error
    except Exception as error:  # a damaged PDF fails in as many ways as there are objects in it
        raise DocumentError(
            _("{file} is damaged: {reason}.").format(file=name, reason=error or type(error).__name__),
            hint=_("Open it in a PDF viewer and print it to a new PDF, or copy its text into a .txt file."),
        ) from error
    return lines
