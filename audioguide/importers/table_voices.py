"""Columns of a table that name who speaks, and columns that each belong to a speaker."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..i18n import _
from .outline import Line, Voice
from .patterns import SENTENCE_END
from .speaker_labels import is_name_shaped, label_key
from .speaker_roles import Speaker, name_speakers
from .speaker_voices import ROLES, role_of
from .table_columns import LONG_CELL, find_column_kind

REASON = "label: it became the voice"
HEAD_ROWS = 4
"""Rows of a table among which its header is looked for."""
SOUNDS_TOO = re.compile(r"[声聲]音|音色|人物")
"""Names of columns that may hold sounds or subjects as well: only labels of speakers make them voices."""
REMARK = re.compile(r"(?:(?<![ \t　])[ \t　]+)?[(（][^()（）]{0,30}[)）][ \t　]*|[:：][ \t　]*$")
"""How it is spoken, beside a name: NARRATOR (warm)."""
MIN_VOICES = 2

Texts = Mapping[tuple[int, int], str]
"""Cells of a table by row and column."""


def set_voices_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; what a column says of who speaks is set aside, and each cell beside it has its voice.

    Nothing changes where a column names but one person: who recorded all of it is no matter of the narration.
    """
    tables: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, line in enumerate(lines):
        if line.block.cell is not None and not line.reason:
            tables[line.block.cell.table][line.block.cell.row, line.block.cell.column].append(n)
    texts = {
        table: {place: " ".join(lines[n].text for n in cells[place]) for place in sorted(cells)}
        for table, cells in tables.items()
    }
    voiced = list(lines)
    columns = {table: place for table, own in texts.items() if (place := _find_voice_column(own)) is not None}
    names = [
        _plain_name(text)
        for table, (head_row, column) in columns.items()
        for (row, c), text in texts[table].items()
        if c == column and row > head_row
    ]
    if _are_speakers(names):
        speakers = name_speakers(names)
        for table, (head_row, column) in columns.items():
            _voice_rows(voiced, tables[table], texts[table], head_row, column, speakers)
    for table in tables.keys() - columns.keys():
        _voice_columns(voiced, tables[table], texts[table])
    return voiced


def join_rows_of_voices(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; rows in which several speak are of one stop: that of the heading above, or of the same title.

    A person is asked about each voice that is not sure.
    """
    by_table: dict[int, list[int]] = defaultdict(list)
    for n, line in enumerate(lines):
        if line.block.cell is not None:
            by_table[line.block.cell.table].append(n)
    joined = list(lines)
    for positions in by_table.values():
        if any(lines[n].voice for n in positions):
            _join_rows(joined, positions)
    asked: set[str] = set()
    for n, line in enumerate(joined):
        voice = line.voice
        if voice is not None and not voice.is_sure and voice.name not in asked and not line.reason:
            asked.add(voice.name)
            todo = _("“{label}” was taken for a speaker, with the voice {role}: choose the voice.")
            joined[n] = replace(line, todo=line.todo or todo.format(label=voice.name, role=voice.role))
    return joined


def _join_rows(lines: list[Line], positions: Sequence[int]) -> None:
    rows: dict[int, list[int]] = defaultdict(list)
    for n in positions:
        cell = lines[n].block.cell
        if cell is not None:
            rows[cell.row].append(n)
    before: tuple[str, str] | None = None
    for cells in rows.values():
        heading = next((n for n in cells if _is_heading(lines[n])), None)
        name = (lines[heading].block.number, lines[heading].text) if heading is not None else None
        if name is not None and name != before:
            before = name
            continue
        for n in cells:
            lines[n] = replace(lines[n], begins=False)
        if heading is not None:
            lines[heading] = replace(lines[heading], decision=None, reason="a heading that comes again")


def _is_heading(line: Line) -> bool:
    return line.decision is not None and line.decision.kind == "heading"


def _find_voice_column(texts: Texts) -> tuple[int, int] | None:
    """(header row, column) of the names of who speaks; the row is -1 without a header."""
    rows = sorted({row for row, _column in texts})
    columns = sorted({column for _row, column in texts})
    for row in rows[:HEAD_ROWS]:
        for column in columns:
            name = texts.get((row, column), "")
            if len(name) <= LONG_CELL and find_column_kind(name) == "speaker" and len(columns) > 1:
                below = [_plain_name(texts[r, column]) for r in rows if r > row and (r, column) in texts]
                is_voice = not SOUNDS_TOO.search(name) or any(role_of(label_key(other)) for other in below)
                if is_voice and all(map(_may_be_name, below)):
                    return row, column
    if len(columns) != 2:
        return None
    names = [_plain_name(texts.get((row, columns[0]), "")) for row in rows]
    spoken = [texts.get((row, columns[1]), "") for row in rows]
    is_dialogue = all(name and _may_be_name(name) for name in names) and _are_speakers(names)
    is_led = any(role_of(label_key(name)) in ("narrator", "host") for name in names)
    recurs = 2 * len(set(names)) <= len(names) or is_led or all(label_key(name) in ROLES for name in names)
    is_said = sum(bool(SENTENCE_END.search(text)) for text in spoken) * 3 >= 2 * len(spoken)
    return (-1, columns[0]) if is_dialogue and recurs and is_said else None


def _plain_name(text: str) -> str:
    return REMARK.sub("", text).strip()


def _may_be_name(name: str) -> bool:
    """Whether a cell may name who speaks: capitalised, or of a few Chinese characters."""
    is_short = len(name) <= LONG_CELL and not SENTENCE_END.search(name) and not name.isdigit()
    return is_short and (not name or label_key(name) in ROLES or is_name_shaped(re.split(r"\s*[&+,/、和]\s*", name)[0]))


def _are_speakers(names: Sequence[str]) -> bool:
    """Whether names are those of several speakers: a label of the table among them, or somebody who speaks again."""
    counts = Counter(label_key(name) for name in names if name)
    return len(counts) >= MIN_VOICES and (any(map(role_of, counts)) or max(counts.values()) >= 2)


def _voice_of(speaker: Speaker) -> Voice:
    return Voice(speaker.role, speaker.name, speaker.title, speaker.is_sure)


def _voice_rows(
    lines: list[Line],
    cells: Mapping[tuple[int, int], Sequence[int]],
    texts: Texts,
    head_row: int,
    column: int,
    speakers: Mapping[str, Speaker],
) -> None:
    """Give each row its voice; one without a name goes on with the row above where the narrator has a name too."""
    goes_on = any(speaker.role == "narrator" for speaker in speakers.values())
    voice: Voice | None = None
    cells_of_rows: dict[int, list[tuple[int, Sequence[int]]]] = defaultdict(list)
    for (row, place), positions in cells.items():
        cells_of_rows[row].append((place, positions))
    for row in sorted({row for row, _column in texts}):
        name = label_key(_plain_name(texts.get((row, column), "")))
        if row > head_row and (name or not goes_on):
            voice = _voice_of(speakers[name]) if name in speakers else None
        for place, positions in cells_of_rows[row] if row >= head_row else ():
            for n in positions:
                if place == column:
                    lines[n] = replace(lines[n], reason="header of a table" if row == head_row else REASON)
                elif row > head_row:
                    lines[n] = replace(lines[n], voice=voice)


def _voice_columns(lines: list[Line], cells: Mapping[tuple[int, int], Sequence[int]], texts: Texts) -> None:
    """A table in which each column is what one of them says: its cells, row by row, are paragraphs of the text."""
    rows = sorted({row for row, _column in texts})
    header = {column: _plain_name(text) for (row, column), text in texts.items() if row == rows[0]}
    is_named = len(header) >= MIN_VOICES and all(label_key(name) in ROLES for name in header.values())
    spoken = [text for (row, column), text in texts.items() if row > rows[0] and column in header]
    if not is_named or not spoken or sum(bool(SENTENCE_END.search(text)) for text in spoken) * 3 < 2 * len(spoken):
        return
    speakers = name_speakers(header.values())
    if len({speaker.role for speaker in speakers.values()}) < MIN_VOICES:
        return
    for (row, column), positions in cells.items():
        for n in positions:
            if row == rows[0]:
                lines[n] = replace(lines[n], reason=REASON)
            elif column in header:
                voice = _voice_of(speakers[label_key(header[column])])
                block = replace(lines[n].block, kind="paragraph", cell=None)
                lines[n] = replace(lines[n], voice=voice, block=block)
