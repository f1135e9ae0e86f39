"""Tables of stops: which column is narration, number, title; any other table is for a person to put into words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..i18n import _
from .administration import is_record_table
from .column_choice import (
    Grid,
    filled_columns,
    find_places_and_texts,
    guess_columns,
    with_number_column,
    with_own_language,
)
from .languages_apart import LanguageColumns, find_language_columns, is_narration
from .outline import Decision, Line
from .schedule_tables import set_schedules_apart
from .table_columns import (
    CUT_MARK,
    FILLER,
    LONG_CELL,
    Column,
    find_columns,
    find_counting_columns,
    may_name_columns,
)
from .table_remarks import set_remarks_apart
from .table_sentences import propose_sentence
from .table_voices import join_rows_of_voices, set_voices_apart

TITLE_LABEL = re.compile(
    r"(?:导览|路线|文档|表格?)?(?:标题|题目|名称)|(?i:(?:tour |guide )?(?:title|name)|titre|título|titel)"
)
"""What names a tour's title in the rows above a table of stops."""


def arrange_tables(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each table's cells decided: stops where it is a table of stops, else directions and "
    "a todo."""
    tables: dict[int, list[int]] = defaultdict(list)
    lines = set_voices_apart(set_schedules_apart(lines))
    for n, line in enumerate(lines):
        if line.block.cell is not None and not line.reason:
            tables[line.block.cell.table].append(n)
    grids = [_make_grid(lines, positions) for positions in tables.values()]
    results = [list(_arrange(lines, grid)) for grid in grids]
    has_stops = any(line.begins for result in results for _n, line in result)
    arranged: dict[int, Line] = {}
    for grid, result in zip(grids, results, strict=True):
        if has_stops and grid.is_sheet and len(filled_columns(grid)) <= 1:
            result = list(_as_remarks(lines, grid))
        arranged |= dict(result)
    return join_rows_of_voices(set_remarks_apart([arranged.get(n, line) for n, line in enumerate(lines)]))


def _make_grid(lines: Sequence[Line], positions: Sequence[int]) -> Grid:
    rows: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    header = is_sheet = False
    for n in positions:
        cell = lines[n].block.cell
        if cell is not None:
            rows[cell.row][cell.column].append(n)
            header = header or (cell.row == 0 and cell.header)
            is_sheet = cell.is_sheet
    texts = {
        (row, column): " ".join(lines[n].text for n in cells)
        for row, columns in rows.items()
        for column, cells in columns.items()
    }
    return Grid(rows, texts, header, is_sheet)


def _arrange(lines: Sequence[Line], grid: Grid) -> Iterator[tuple[int, Line]]:
    width = max((max(columns) + 1 for columns in grid.rows.values()), default=0)
    filled = filled_columns(grid)
    header = [grid.texts.get((min(grid.rows), column), "") for column in range(width)]
    if is_record_table(header) and not any(len(text) > 3 * LONG_CELL for text in grid.texts.values()):
        yield from ((n, replace(lines[n], reason="a record of the document itself")) for n in _grid_positions(grid))
        return
    if versions := list(_stops_by_language(lines, grid)):
        yield from versions
        return
    for head_row in list(grid.rows)[:4]:
        cells = [grid.texts.get((head_row, column), "") for column in range(width)]
        if head_row != max(grid.rows) and may_name_columns(cells):
            columns = find_columns(cells, find_counting_columns(grid.texts, head_row)) or guess_columns(
                grid, head_row, cells
            )
            if columns:
                columns = with_own_language(grid, head_row, columns, cells)
                yield from _stops_by_rows(lines, grid, head_row, with_number_column(grid, head_row, columns))
                return
    fields = find_columns([grid.texts.get((row, 0), "") for row in sorted(grid.rows)])
    if len(filled) <= 1:
        yield from _as_paragraphs(lines, grid)
    elif fields:
        yield from _stops_by_columns(lines, grid, fields)
    elif columns := find_places_and_texts(grid, filled):
        yield from _stops_by_rows(lines, grid, -1, columns, guessed=True)
    else:
        yield from _as_directions(lines, grid)


def _grid_positions(grid: Grid) -> Iterator[int]:
    """Positions of the lines of a table, row by row."""
    for columns in grid.rows.values():
        yield from (n for column in sorted(columns) for n in columns[column])


def _as_paragraphs(lines: Sequence[Line], grid: Grid) -> Iterator[tuple[int, Line]]:
    """A table of one column is a frame around its text."""
    for columns in grid.rows.values():
        for cells in columns.values():
            for n in cells:
                yield n, replace(lines[n], block=replace(lines[n].block, kind="paragraph", cell=None))


def _stops_by_rows(
    lines: Sequence[Line], grid: Grid, head_row: int, columns: dict[int, Column], guessed: bool = False
) -> Iterator[tuple[int, Line]]:
    chapter = ""
    first = True
    is_named = False  # a row above has a number or title: one without either goes on with its stop
    for row in sorted(grid.rows):
        cells = grid.rows[row]
        if row <= head_row or _repeats_header(grid, row, head_row):
            if row < head_row:
                yield from _row_above_header(lines, cells)
            else:
                for n in (n for column in cells.values() for n in column):
                    yield n, replace(lines[n], reason="header of a table")
            continue
        todo = (
            _("A table without a heading row was read as stops: check what is title and what is said.")
            if guessed and first
            else ""
        )
        kinds = {columns.get(column) for column in cells}
        goes_on = is_named and "narration" in kinds and not kinds & {"number", "title", "chapter"}
        is_named = is_named or ("narration" in kinds and bool(kinds & {"number", "title"}))
        if _is_cut(grid, row, columns):
            for n in (n for column in cells.values() for n in column):
                yield n, replace(lines[n], reason="a row marked as cut")
            continue
        for n, line in _row_lines(lines, cells, columns, todo, goes_on):
            if columns.get(line.block.cell.column if line.block.cell else -1) == "chapter":
                if line.text == chapter:
                    line = replace(line, decision=None, reason="a heading that comes again")
                else:
                    chapter = line.text
            yield n, line
        first = False


def _is_cut(grid: Grid, row: int, columns: dict[int, Column]) -> bool:
    """Whether a column that is neither said nor a name says of a row that it is out of the tour."""
    states = [
        text
        for (r, column), text in grid.texts.items()
        if r == row and columns.get(column, "direction") == "direction" and CUT_MARK.fullmatch(text.strip())
    ]
    return bool(states)


def _row_above_header(lines: Sequence[Line], cells: dict[int, list[int]]) -> Iterator[tuple[int, Line]]:
    """The lines of a row above the header: a title alone, Title: and its value, or another field of the table."""
    positions = [n for column in sorted(cells) for n in cells[column]]
    label = lines[positions[0]].text
    is_field = len(positions) > 1 and len(label) <= LONG_CELL
    names_title = is_field and TITLE_LABEL.fullmatch(FILLER.sub(" ", label).strip())
    for place, n in enumerate(positions):
        line = replace(lines[n], block=replace(lines[n].block, kind="paragraph", cell=None))
        if names_title and place == 0:
            line = replace(line, reason="label of a field")
        elif names_title and place == 1:
            line = replace(line, block=replace(line.block, kind="title"))
        elif is_field and label.rstrip().endswith((":", "：")):
            line = _as_kind(line, "direction")
        yield n, line


def _stops_by_language(lines: Sequence[Line], grid: Grid) -> Iterator[tuple[int, Line]]:
    """A table that holds each stop in several languages; nothing where it is none."""
    rows = sorted(grid.rows)
    head_row = next((row for row in rows[:3] if len(grid.rows[row]) > 1 and not _holds_prose(grid, row)), -1)
    body = [row for row in rows if row > head_row]
    cells = {(r, c): [lines[n].text for n in grid.rows[r][c]] for r in rows for c in grid.rows[r]}
    header = {column: grid.texts.get((head_row, column), "") for column in grid.rows.get(head_row, {})}
    versions = find_language_columns(cells, body, header)
    if not versions or len(body) < 2:
        return
    numbers = with_number_column(grid, head_row, {version.narration: "direction" for version in versions})
    number_column = next((column for column, kind in numbers.items() if kind == "number"), -1)
    for row in rows:
        if row < head_row:
            yield from _row_above_header(lines, grid.rows[row])
        elif row == head_row:
            yield from ((n, replace(lines[n], reason="header of a table")) for c in grid.rows[row].values() for n in c)
        else:
            yield from _row_in_languages(lines, grid.rows[row], versions, number_column)


def _holds_prose(grid: Grid, row: int) -> bool:
    return any(is_narration(grid.texts.get((row, column), "")) for column in grid.rows[row])


def _row_in_languages(
    lines: Sequence[Line], cells: dict[int, list[int]], versions: Sequence[LanguageColumns], number_column: int
) -> Iterator[tuple[int, Line]]:
    number = " ".join(lines[n].text for n in cells.get(number_column, []))
    used: set[int] = set()
    for place, version in enumerate(versions):
        titles = list(cells.get(version.title, []))
        texts = list(cells.get(version.narration, []))
        if version.title < 0 and len(texts) > 1:
            titles, texts = texts[:1], texts[1:]
        used |= {*titles, *texts}
        tag = "" if place == 0 else version.language
        for n in (*titles, *texts):
            line = replace(lines[n], version=tag, begins=n == (titles or texts)[0])
            if n in titles:
                shown = number if n == titles[0] else ""
                line = replace(line, block=replace(line.block, number=shown, bold=False))
            yield (
                n,
                _as_kind(line, "heading" if titles and n == titles[0] else "direction" if n in titles else "narration"),
            )
    for column, positions in cells.items():
        for n in (n for n in positions if n not in used):
            is_number = column == number_column
            yield n, replace(lines[n], reason="number of the stop") if is_number else _as_kind(lines[n], "direction")


def _repeats_header(grid: Grid, row: int, head_row: int) -> bool:
    own = {column: grid.texts.get((row, column), "") for column in grid.rows[row]}
    return head_row >= 0 and row != head_row and all(grid.texts.get((head_row, c), "") == t for c, t in own.items())


def _row_lines(
    lines: Sequence[Line], cells: dict[int, list[int]], columns: dict[int, Column], todo: str, goes_on: bool = False
) -> Iterator[tuple[int, Line]]:
    """The lines of a row that is a stop: number and title make its heading, which the first of them begins.

    ``goes_on``: the row is more of the stop above.
    """
    by_kind: dict[str, list[int]] = defaultdict(list)
    for column, positions in cells.items():
        by_kind[columns.get(column, "unforeseen")] += positions
    number = " ".join(lines[n].text for n in by_kind["number"])
    spoken = bool(by_kind["narration"])
    heading = by_kind["title"] or by_kind["number"]
    start = min((n for positions in cells.values() for n in positions), default=0)
    for kind, positions in by_kind.items():
        for place, n in enumerate(sorted(positions)):
            line = replace(lines[n], todo=todo if n == start else "", begins=n == start and spoken and not goes_on)
            if kind == "narration":
                yield n, _as_kind(line, "narration")
            elif kind == "chapter":
                yield n, _as_kind(line, "chapter")
            elif spoken and n in heading:
                block = replace(line.block, number=number if place == 0 else "")
                yield n, _as_kind(replace(line, block=block), "heading" if place == 0 else "direction")
            elif spoken and kind == "number":
                yield n, replace(line, reason="number of the stop")
            elif kind == "coordinates" and len(line.text) <= LONG_CELL:
                yield n, replace(line, reason="coordinates of the stop")
            elif kind == "picture" and re.fullmatch(r"[^\n]{1,200}\.(?:jpe?g|png|webp|gif|avif)", line.text, re.I):
                yield n, _as_kind(line, "picture")
            elif kind == "unforeseen":
                yield n, replace(line, decision=Decision("direction", ("a column with a name nobody foresaw",)))
            else:
                yield n, _as_kind(line, "direction")


def _stops_by_columns(lines: Sequence[Line], grid: Grid, kinds: dict[int, Column]) -> Iterator[tuple[int, Line]]:
    """A table whose first column names the fields: each other column is a stop."""
    rows = sorted(grid.rows)
    by_row = {rows[n]: kind for n, kind in kinds.items()}
    for row in rows:
        for n in grid.rows[row].get(0, []):
            yield n, replace(lines[n], reason="header of a table")
    for column in sorted({c for columns in grid.rows.values() for c in columns if c}):
        cells = {row: grid.rows[row][column] for row in rows if column in grid.rows[row]}
        yield from _row_lines(lines, cells, by_row, "")


def _as_remarks(lines: Sequence[Line], grid: Grid) -> Iterator[tuple[int, Line]]:
    """A sheet of remarks beside a sheet of stops: kept, and asked about, but not spoken."""
    for columns in grid.rows.values():
        for n in (n for positions in columns.values() for n in positions):
            yield n, replace(lines[n], decision=Decision("direction", ("a sheet without columns for stops",)))


def _as_directions(lines: Sequence[Line], grid: Grid) -> Iterator[tuple[int, Line]]:
    """A table of facts: kept as directions, with a sentence proposed."""
    todo = _("A table stands here; say what matters in a sentence, for example: {sentence}").format(
        sentence=propose_sentence(grid.texts)
    )
    for row in sorted(grid.rows):
        for positions in grid.rows[row].values():
            for n in positions:
                yield n, replace(_as_kind(lines[n], "direction"), todo=todo)
                todo = ""


def _as_kind(line: Line, kind: str) -> Line:
    return replace(line, decision=Decision(kind, ("a column of a table",)))  # type: ignore[arg-type]
