"""Which columns of a table hold what, by their names and by what stands below: title, number, narration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.han import HAN_CHARACTER
from . import patterns
from .languages_apart import is_narration
from .stop_numbers import parse_value
from .table_columns import FILLER, LONG_CELL, PLACE_NAME, Column, find_column_kind

DIGIT = re.compile(r"\d")
SHORT_HAN_PROSE = 8
"""Characters above which a Chinese sentence in a cell of a workbook without a header is said."""


@dataclass(frozen=True)
class Grid:
    """The cells of one table, by row and column."""

    rows: dict[int, dict[int, list[int]]]
    """Row → column → positions of its lines."""
    texts: dict[tuple[int, int], str]
    header: bool
    """The format marks the first row as a header."""
    is_sheet: bool = False
    """It is a sheet of a workbook."""


def filled_columns(grid: Grid) -> set[int]:
    """Return the columns in which something stands."""
    return {column for columns in grid.rows.values() for column in columns}


def guess_columns(grid: Grid, head_row: int, cells: list[str]) -> dict[int, Column]:
    """Columns of a table whose header names a number or title, but the narration in words nobody foresaw."""
    kinds = {n: kind for n, cell in enumerate(cells) if (kind := find_column_kind(cell))}
    if "title" not in kinds.values() and "number" not in kinds.values():
        return {}
    prose: dict[int, int] = {}
    rows = [row for row in grid.rows if row > head_row]
    for column in range(len(cells)):
        texts = [grid.texts.get((row, column), "") for row in rows]
        long = [text for text in texts if is_narration(text)]
        if len(long) * 2 > len(texts) and kinds.get(column) not in ("title", "number"):
            prose[column] = sum(map(len, texts))
    if not prose:
        return {}
    columns: dict[int, Column] = {n: kind if kind != "narration" else "direction" for n, kind in kinds.items()}
    columns[max(prose, key=lambda column: prose[column])] = "narration"
    return columns


def with_own_language(grid: Grid, head_row: int, columns: dict[int, Column], cells: Sequence[str]) -> dict[int, Column]:
    """The columns; of several for what is said the one in the writing of the titles, not of a translation."""
    columns = _with_spoken_column(grid, head_row, columns)
    narrations = [
        n for n, cell in enumerate(cells) if find_column_kind(cell) == "narration" or columns.get(n) == "narration"
    ]
    title = next((n for n, kind in columns.items() if kind == "title"), None)
    if len(narrations) < 2 or title is None:
        return columns

    def is_han(column: int) -> bool:
        texts = [grid.texts.get((row, column), "") for row in grid.rows if row > head_row]
        return 2 * sum(bool(HAN_CHARACTER.search(text)) for text in texts) > sum(map(bool, texts))

    own = [n for n in narrations if is_han(n) == is_han(title)]
    chosen = next((n for n, kind in columns.items() if kind == "narration"), narrations[0])
    if not own or chosen in own:
        return columns
    return {**{n: kind for n, kind in columns.items() if n not in narrations}, own[0]: "narration"}


def _with_spoken_column(grid: Grid, head_row: int, columns: dict[int, Column]) -> dict[int, Column]:
    """The columns; where nothing in the one named for narration is a sentence, the one whose cells mostly are."""
    rows = [row for row in grid.rows if row > head_row]
    sentences = {
        column: sum(is_narration(grid.texts.get((row, column), "")) for row in rows) for column in filled_columns(grid)
    }
    chosen = next(column for column, kind in columns.items() if kind == "narration")
    others = [n for n in sentences if columns.get(n, "narration") == "narration" and 2 * sentences[n] > len(rows)]
    if sentences.get(chosen) or not others:
        return columns
    return {**columns, chosen: "direction", max(others, key=lambda n: sentences[n]): "narration"}


def with_number_column(grid: Grid, head_row: int, columns: dict[int, Column]) -> dict[int, Column]:
    """The columns; where none is named for numbers, a first column of nothing but rising numbers is."""
    columns = _with_title_column(grid, head_row, columns)
    if "number" in columns.values() or columns.get(0) in ("title", "narration"):
        return columns
    texts = [grid.texts.get((row, 0), "") for row in sorted(grid.rows) if row > head_row]
    values = [parsed[0] if (parsed := parse_value(text)) else 0 for text in texts if text]
    rising = values and all(values) and values == sorted(set(values))
    return {**columns, 0: "number"} if rising else columns


def _with_title_column(grid: Grid, head_row: int, columns: dict[int, Column]) -> dict[int, Column]:
    """The columns; where none is named for titles, one of places or of another name whose short texts all differ is."""
    if "title" in columns.values():
        return columns
    rows = [row for row in grid.rows if row > head_row]
    narration = next((n for n, kind in columns.items() if kind == "narration"), 0)
    for column in range(max(columns, default=0)):
        texts = [grid.texts.get((row, column), "") for row in rows]
        name = FILLER.sub(" ", grid.texts.get((head_row, column), "")).strip()
        unforeseen = name and column < narration and column not in columns and not any(map(DIGIT.search, texts))
        distinct = len(rows) >= (3 if unforeseen else 2) and all(texts) and len(set(texts)) == len(texts)
        may_name = unforeseen or PLACE_NAME.fullmatch(name)
        if may_name and distinct and all(patterns.heading_like(text) and not parse_value(text) for text in texts):
            return {**columns, column: "title"}
    return columns


def find_places_and_texts(grid: Grid, filled: set[int]) -> dict[int, Column]:
    """The columns of a table without a header whose last is prose and whose first ones are names or numbers."""
    columns = sorted(filled)
    if len(columns) > 3:
        return {}
    texts = [grid.texts.get((row, columns[-1]), "") for row in grid.rows]
    shortest = SHORT_HAN_PROSE if grid.is_sheet and any(map(HAN_CHARACTER.search, texts)) else LONG_CELL
    prose = [text for text in texts if len(text) > shortest and patterns.SENTENCE_END.search(text)]
    names = [grid.texts.get((row, column), "") for row in grid.rows for column in columns[:-1]]
    if len(prose) * 3 < len(texts) * 2 or any(len(name) > LONG_CELL * 2 for name in names):
        return {}
    columns_by_place: dict[int, Column] = {columns[-1]: "narration"}
    first = [grid.texts.get((row, columns[0]), "") for row in grid.rows]
    numbered = len(columns) == 3 or all(parse_value(text) for text in first if text)
    columns_by_place[columns[0]] = "number" if numbered and any(map(parse_value, first)) else "title"
    if len(columns) == 3:
        columns_by_place[columns[1]] = "title" if columns_by_place[columns[0]] == "number" else "direction"
    return columns_by_place
