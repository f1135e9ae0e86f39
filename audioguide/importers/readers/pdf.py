"""PDF with a text layer: its lines, larger ones as headings, lines that stand on every page set aside."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from dataclasses import replace
from io import BytesIO
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTAnno, LTChar, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect

from ...errors import DocumentError
from ...i18n import _
from ...text.han import HAN_CHARACTER
from ..document import Block, Builder, Document
from ..patterns import SENTENCE_END
from .pdf_layout import join_headings, order_boxes
from .pdf_lines import PdfLine, is_near_edge, read_with_pdfium

MAX_PAGES = 400
TIMEOUT_S = 30.0
"""Time after which a file that keeps the layout busy is given up."""
LARGE = 1.25
"""Size of a line, in sizes of the usual one, from which it is a heading."""
VERY_LARGE = 1.6
"""From which it is one of the first level."""
SMALL = 0.85
"""Below which a line is in small print."""
MIN_PAGE_LINES = 3
"""Lines of a page that has a header or a number beside its text."""
HEADING_CHARACTERS = 40
"""Of the longest Chinese heading; other writing takes twice as many."""
WIDE_SPACE = re.compile(r"[\u2000-\u200a]")
GLYPH = re.compile(r"\(cid:\d+\)|[\x00-\x08\ue000-\uf8ff\ufffd]")
"""How a character is shown that has no code of its own."""


def read(data: bytes, name: str) -> Document:
    """Return the lines of a PDF.

    Raises DocumentError for a file that is damaged, locked, without text, or takes too long.
    """
    lines = _read_lines(data, name)
    if not _is_readable(lines):
        lines = read_with_pdfium(data, MAX_PAGES, TIMEOUT_S) or lines
    if not _is_readable(lines):
        raise DocumentError(
            _("{file} holds pictures of text, but no text.").format(file=name),
            hint=_("Recognise its text first (OCR), or import the document it was printed from."),
        )
    lines = [replace(line, text=_unify_spaces(line.text)) for line in lines]
    usual = median(line.size for line in lines for _char in line.text)
    headers = _running_headers(lines)
    lines = join_headings(lines, lambda line: line.bold or line.size > LARGE * usual)
    small_print = _small_print(lines, usual)
    builder = Builder(name)
    for line in lines:
        repeated = line.edge and _without_digits(line.text) in headers
        small = not repeated and line in small_print
        large = line.size > LARGE * usual and len(line.text) <= _longest_heading(line.text)
        level = (1 if line.size > VERY_LARGE * usual else 2) if large and not repeated else 0
        like = Block(0, 0, "heading" if level else "line", level, bold=line.bold)
        reason = "page number" if small and line.text.strip().isdigit() else "page header"
        builder.add_block(line.text, like, skip=reason if repeated or small else "")
        if repeated and not builder.title and not re.search(r"\d\s*$|^\s*\d", line.text):
            builder.title = line.text.strip()
    return builder.document()


def _unify_spaces(text: str) -> str:
    """The text with the wide spaces that fonts put in the place of an ideographic one, behind a number: A1　城门."""
    return WIDE_SPACE.sub("\u3000" if HAN_CHARACTER.search(text) else " ", text)


def _longest_heading(text: str) -> int:
    return HEADING_CHARACTERS if HAN_CHARACTER.search(text) else 2 * HEADING_CHARACTERS


def _is_readable(lines: list[PdfLine]) -> bool:
    """Whether there is text, and not the numbers of its glyphs, which stand for text that nobody could decode."""
    text = "".join(line.text for line in lines)
    return bool(text.strip()) and sum(map(len, GLYPH.findall(text))) * 3 < len(text)


def _running_headers(lines: list[PdfLine]) -> set[str]:
    """Lines at the edge of more than half of the pages, and of two at least; their page numbers differ."""
    pages = lines[-1].page + 1
    counts = Counter({(line.page, _without_digits(line.text)) for line in lines if line.edge})
    times = Counter(text for _page, text in counts)
    return {text for text, count in times.items() if count >= 2 and count * 2 > pages}


def _small_print(lines: list[PdfLine], usual: float) -> list[PdfLine]:
    """What a page has by itself above its heading or at its foot: a line in small print, the page's number."""
    furniture: list[PdfLine] = []
    for page in sorted({line.page for line in lines}):
        own = sorted((line for line in lines if line.page == page), key=lambda line: -line.top)
        if len(own) <= MIN_PAGE_LINES or not (own[0].edge and own[-1].edge):
            continue
        first, last = own[0], own[-1]
        if first.size < SMALL * usual and own[1].size > LARGE * usual and not SENTENCE_END.search(first.text):
            furniture.append(first)
        if last.text.strip() == str(page + 1) and last.size <= usual and not last.bold:
            furniture.append(last)
    return furniture


def _without_digits(text: str) -> str:
    """“党建 第 3 页” differs from page to page in its number alone."""
    return re.sub(r"\d+", "0", text.strip())


def _read_text(line: LTTextLine) -> str:
    """The text of a line without the spaces that the layout adds to those of its own, as justified lines are set."""
    chars = list(line)
    text = ""
    for n, char in enumerate(chars):
        if not isinstance(char, LTChar | LTAnno):
            continue
        is_added = isinstance(char, LTAnno) and char.get_text() == " "
        following = chars[n + 1] if n + 1 < len(chars) else None
        is_double = text.endswith(" ") or (isinstance(following, LTChar) and following.get_text() == " ")
        if not (is_added and is_double):
            text += char.get_text()
    return text.strip("\n")


def _read_lines(data: bytes, name: str) -> list[PdfLine]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    began = time.monotonic()
    lines: list[PdfLine] = []
    try:
        for number, page in enumerate(extract_pages(BytesIO(data))):
            boxes = order_boxes([box for box in page if isinstance(box, LTTextContainer)], page.width)
            tops = [
                line.y1 for box in boxes for line in box if isinstance(line, LTTextLine) and line.get_text().strip()
            ]
            highest, lowest = max(tops, default=0.0), min(tops, default=0.0)
            for box in boxes:
                for line in box:
                    if isinstance(line, LTTextLine) and (text := _read_text(line)).strip():
                        edge = is_near_edge(line.y0, line.y1, page.height) or line.y1 in (highest, lowest)
                        chars = [char for char in line if isinstance(char, LTChar)]
                        size = median(char.size for char in chars) if chars else 0.0
                        bold = bool(chars) and all("bold" in char.fontname.lower() for char in chars)
                        lines.append(PdfLine(number, text, size, edge, bold, line.x0, line.y0, line.y1))
            if number >= MAX_PAGES or time.monotonic() - began > TIMEOUT_S:
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
