"""OpenDocument spreadsheets (.ods): the cells of each visible sheet as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..document import Block, Builder, Document, parse_count
from .csv import add_row
from .odt import OFFICE, STYLE, TABLE, TEXT, read_title
from .package import open_package, own_parts, read_guarded, read_xml
from .xlsx import MAX_COLUMNS, MAX_ROWS

VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")
"""Attributes that hold the value of a cell without a text, from the most to the least readable."""


def read(data: bytes, name: str) -> Document:
    """Return the cells of a spreadsheet; hidden sheets, rows and the comments of cells are set aside.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a spreadsheet without text.
    """
    builder = Builder(name)
    with open_package(data, name, "content.xml") as package:
        root = read_xml(package, "content.xml", name)
        builder.title = read_title(package, name)
        read_guarded(name, lambda: _add_sheets(root, builder))
    return builder.document()


def _add_sheets(root: Any, builder: Builder) -> None:
    hidden_styles = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        if any(part.get(f"{TABLE}display") == "false" for part in style.iter(f"{STYLE}table-properties"))
    }
    body = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    sheets = [] if body is None else body.findall(f"{TABLE}table")
    shown = [sheet for sheet in sheets if sheet.get(f"{TABLE}style-name") not in hidden_styles]
    if not builder.title and len(shown) == 1:
        builder.title = shown[0].get(f"{TABLE}name", "")
    for sheet in sheets:
        if not any(part.text or len(part) for part in sheet.iter(f"{TEXT}p")):
            continue
        is_hidden = sheet not in shown
        if is_hidden or len(shown) > 1:
            reason = "hidden" if is_hidden else ""
            builder.add_block(sheet.get(f"{TABLE}name", ""), Block(0, 0, "heading", 1, is_sheet_name=True), skip=reason)
        _add_rows(sheet, builder, is_hidden)


def _add_rows(sheet: Any, builder: Builder, is_hidden: bool) -> None:
    table = builder.next_table()
    number = 0
    for row in own_parts(sheet, f"{TABLE}table-row", f"{TABLE}table"):
        cells = list(_read_cells(row))
        times = parse_count(row.get(f"{TABLE}number-rows-repeated", "1"), 1)
        if not any(cells):
            number += times  # a sheet ends with a million empty rows in one element
            continue
        for _copy in range(min(times, MAX_ROWS - number)):
            if is_hidden or row.get(f"{TABLE}visibility") in ("collapse", "filter"):
                builder.add_block("\t".join(cells), skip="hidden")
            else:
                add_row(builder, table, number, cells, is_sheet=True)
            number += 1
        for comment in row.iter(f"{OFFICE}annotation"):
            builder.add_block("\n".join(_read_paragraphs(comment)), skip="comment")
        if number >= MAX_ROWS:
            return


def _read_cells(row: Any) -> Iterator[str]:
    """The texts of a row's cells up to ``MAX_COLUMNS``; covered cells keep their place, a repeated one is repeated."""
    column = 0
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        times = parse_count(cell.get(f"{TABLE}number-columns-repeated", "1"), 1)
        text = "\n".join(_read_paragraphs(cell))
        if not text:
            text = next((value for kind in VALUES if (value := cell.get(f"{OFFICE}{kind}"))), "")
        for _copy in range(min(times, MAX_COLUMNS - column)):
            yield text
            column += 1


def _read_paragraphs(cell: Any) -> list[str]:
    """The paragraphs of a cell or comment, each on a line of its own, without those of comments within."""
    lines = []
    for paragraph in cell.findall(f"{TEXT}p"):
        pieces = [paragraph.text or ""]
        for part in paragraph.iterdescendants():
            if part.tag == f"{TEXT}s":
                pieces.append(" ")
            elif part.tag in (f"{TEXT}line-break", f"{TEXT}tab"):
                pieces.append("\n" if part.tag == f"{TEXT}line-break" else "\t")
            elif isinstance(part.tag, str):
                pieces.append(part.text or "")
            pieces.append(part.tail or "")
        lines.append("".join(pieces))
    return lines
