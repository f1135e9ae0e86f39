"""Tables as text (CSV, TSV): a sheet of stops as spreadsheets and databases export it."""

from __future__ import annotations

import csv
import io
from collections import Counter

from ..document import Block, Builder, Cell, Document
from ..encoding import decode_text
from . import plain, srt
from .package import damaged

DELIMITERS = (",", "\t", ";", "|")
MIN_COLUMNS = 2
MAX_HEADER_CHARS = 2_000
"""Of the line that names the columns."""
MAX_HEADER_CELL = 24
"""Characters of the longest column name."""


def read(data: bytes, name: str) -> Document:
    """Return the cells of a table saved as text.

    Raises DocumentError for what is not text or is too long.
    """
    text = decode_text(data, name)
    if srt.looks_like_subtitles(text):
        return srt.read_text(text, name)
    if not looks_like_table(text) and not _has_equal_rows(text):
        return plain.read_lines(text, name)
    return read_text(text, name)


def _has_equal_rows(text: str) -> bool:
    """Whether most rows have the same number of columns, two at least."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()][:40]
    try:
        rows = list(csv.reader(lines, delimiter=find_delimiter(text) or ","))
    except csv.Error:  # the reader says what is damaged
        return True
    widths = Counter(len(row) for row in rows)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width >= MIN_COLUMNS and count * 2 > len(rows)


def read_text(text: str, name: str) -> Document:
    """Return the cells of a table in hand. Raises DocumentError for a cell longer than any table has."""
    builder = Builder(name)
    table = builder.next_table()
    lines = io.StringIO(text.lstrip("\ufeff"), newline=None)  # old programs end a line with a lone carriage return
    try:
        for row, cells in enumerate(csv.reader(lines, delimiter=find_delimiter(text) or ",")):
            add_row(builder, table, row, cells)
    except csv.Error as error:
        raise damaged(name, error) from error
    return builder.document()


def add_row(builder: Builder, table: int, row: int, cells: list[str], is_sheet: bool = False) -> None:
    """Add the cells of a row, a line of a cell a block."""
    for column, cell in enumerate(cells):
        for line in cell.splitlines():
            builder.add_block(line.strip(), Block(0, 0, "cell", cell=Cell(table, row, column, is_sheet=is_sheet)))


def find_delimiter(text: str) -> str:
    """Return what separates the columns; empty where the first lines do not agree on anything."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()][:20]
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:  # a cell longer than any table has
            return ""
        widths = {len(row) for row in rows}
        if rows and len(widths) == 1 and len(rows[0]) >= MIN_COLUMNS:
            return delimiter
    first = lines[0] if lines else ""
    return max(DELIMITERS, key=first.count) if any(map(first.count, DELIMITERS)) else ""


def looks_like_table(text: str) -> bool:
    """Whether a plain text is a table: every line has the same columns, the first names narration."""
    from ..table_columns import find_columns

    first = text.lstrip("\ufeff").replace("\r", "\n").partition("\n")[0].strip()
    if len(first) > MAX_HEADER_CHARS:
        return False
    for delimiter in DELIMITERS:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        named = len(cells) >= MIN_COLUMNS and all(len(cell) <= MAX_HEADER_CELL for cell in cells)
        if named and "narration" in find_columns(cells).values():
            return True
    return False
