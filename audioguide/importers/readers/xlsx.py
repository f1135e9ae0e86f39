"""Spreadsheets (.xlsx): the cells of each visible sheet as a table."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl

from ..document import Block, Builder, Document
from .csv import add_row
from .package import open_package, read_guarded

MAX_ROWS = 5_000
"""Rows of a sheet that are looked at; a sheet that claims a million is empty below."""
MAX_COLUMNS = 100


def read(data: bytes, name: str) -> Document:
    """Return the cells of a workbook; sheets that are hidden are set aside with their name.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a workbook without text.
    """
    open_package(data, name, "xl/workbook.xml").close()
    builder = Builder(name)
    read_guarded(name, lambda: _add_sheets(data, builder))
    return builder.document()


def _add_sheets(data: bytes, builder: Builder) -> None:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    builder.title = str(book.properties.title or (shown[0].title if len(shown) == 1 else ""))
    for sheet in sheets:
        rows = [
            [format_cell(value) for value in row]
            for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        ]
        if not any(any(row) for row in rows):
            continue
        hidden = sheet.sheet_state != "visible"
        if hidden or len(shown) > 1:
            builder.add_block(
                str(sheet.title), Block(0, 0, "heading", 1), skip="hidden" if hidden else "name of a sheet"
            )
        table = builder.next_table()
        for number, row in enumerate(rows):
            if hidden:
                builder.add_block("\t".join(row), skip="hidden")
            else:
                add_row(builder, table, number, row, is_sheet=True)


def format_cell(value: Any) -> str:
    """Return a cell as it is shown, near enough to read: whole numbers without a fraction, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
