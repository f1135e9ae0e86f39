"""Spreadsheets (.xlsx): the cells of each visible sheet as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock

from ..document import Block, Builder, Cell, Document
from .package import open_package, read_guarded, read_member, read_xml

MAX_ROWS = 5_000
"""Rows of a sheet that are looked at; a sheet that claims a million is empty below."""
MAX_COLUMNS = 100
MAX_COMMENTS = 2_000
"""Comments that are taken out of a workbook."""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COMMENT_FILE = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")
HIDDEN = re.compile(rb"<(?:\w+:)?(?P<what>row|col)\b(?P<attributes>[^<>]*\bhidden=[\"'](?:1|true)[\"'][^<>]*)>")
ATTRIBUTE = re.compile(rb"\b(r|min|max)=[\"'](\d{1,7})[\"']")


@dataclass(frozen=True)
class _Hidden:
    """Rows and columns of a sheet that nobody sees, from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def read(data: bytes, name: str) -> Document:
    """Return the cells of a workbook; hidden sheets, rows and columns, struck-out text and comments are set aside.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a workbook without text.
    """
    builder = Builder(name)
    with open_package(data, name, "xl/workbook.xml") as package:
        read_guarded(name, lambda: _add_sheets(data, builder, package))
        _add_comments(builder, package)
    return builder.document()


def _add_sheets(data: bytes, builder: Builder, package: ZipFile) -> None:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, rich_text=True)
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    builder.title = str(book.properties.title or (shown[0].title if len(shown) == 1 else ""))
    has_struck = any(font.strike for font in book._fonts)
    for sheet in sheets:
        rows = [
            [_read_cell(cell, has_struck) for cell in row]
            for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
        ]
        if not any(any(row) for row in rows):
            continue
        is_hidden = sheet.sheet_state != "visible"
        if is_hidden or len(shown) > 1:
            reason = "hidden" if is_hidden else ""
            builder.add_block(str(sheet.title), Block(0, 0, "heading", 1, is_sheet_name=True), skip=reason)
        table = builder.next_table()
        hidden = _find_hidden(package, getattr(sheet, "_worksheet_path", ""))
        for number, row in enumerate(rows):
            if is_hidden or number in hidden.rows:
                builder.add_block("\t".join(map(_join_runs, row)), skip="hidden")
            else:
                _add_row(builder, table, number, _without_struck(row), hidden.columns)


Runs = list[tuple[str, str]]
"""A cell as (text, reason why it is set aside or "")."""


def _read_cell(cell: Any, has_struck: bool) -> Runs:
    if isinstance(cell.value, CellRichText):
        return [
            (piece.text, "struck out" if piece.font is not None and piece.font.strike else "")
            if isinstance(piece, TextBlock)
            else (piece, "")
            for piece in cell.value
        ]
    text = format_cell(cell.value)
    font = getattr(cell, "font", None) if has_struck and text else None
    return [(text, "struck out" if font is not None and font.strike else "")] if text else []


def _join_runs(runs: Runs) -> str:
    return "".join(text for text, _reason in runs)


def _without_struck(row: Sequence[Runs]) -> list[Runs]:
    """The row; where most of its cells are struck out, all of it is: what is left says why."""
    filled = [runs for runs in row if runs]
    struck = sum(all(reason for _text, reason in runs) for runs in filled)
    if 2 * struck <= len(filled):
        return list(row)
    return [[(text, "struck out") for text, _reason in runs] for runs in row]


def _add_row(builder: Builder, table: int, number: int, row: Sequence[Runs], hidden: frozenset[int]) -> None:
    """Add the cells of a row, a line of a cell a block; openpyxl fills each row up with empty cells."""
    for column, runs in enumerate(row):
        if not runs:
            continue
        block = Block(0, 0, "cell", cell=Cell(table, number, column, is_sheet=True))
        for line in _split_lines(runs):
            builder.add_runs([(text, "hidden" if column in hidden else reason) for text, reason in line], block)


def _split_lines(runs: Runs) -> Iterator[Runs]:
    line: Runs = []
    for text, reason in runs:
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        line.append((first, reason))
        for other in others:
            yield line
            line = [(other, reason)]
    yield line


def _find_hidden(package: ZipFile, path: str) -> _Hidden:
    """Rows and columns of a sheet that are hidden, also by a filter."""
    rows: set[int] = set()
    columns: set[int] = set()
    for match in HIDDEN.finditer(read_member(package, "", path.lstrip("/"))):
        values = {name.decode(): int(value) for name, value in ATTRIBUTE.findall(match["attributes"])}
        if match["what"] == b"row":
            rows.add(values.get("r", 0) - 1)
        else:
            last = min(values.get("max", 0), MAX_COLUMNS)
            columns |= set(range(values.get("min", 1) - 1, last))
    return _Hidden(frozenset(rows), frozenset(columns))


def _add_comments(builder: Builder, package: ZipFile) -> None:
    """Add the comments of all cells, set aside; they are kept in files of their own."""
    names = sorted(name for name in package.namelist() if COMMENT_FILE.fullmatch(name))
    texts = (
        "".join(comment.itertext()).strip()
        for name in names
        for comment in read_xml(package, name, builder.name).iter(f"{MAIN}comment")
    )
    for _number, text in zip(range(MAX_COMMENTS), texts, strict=False):
        builder.add_block(text, skip="comment")


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
