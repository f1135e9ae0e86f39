"""Tables of shots below the heading of a stop: their rows are the stop's narration, and begin no stops."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from .outline import Decision, Line
from .patterns import has_words, heading_like
from .stop_numbers import StopNumber, read_stop_number

SHOT_NAME = re.compile(
    r"(?:分?[镜鏡](?:[号號]|[头頭][号號]?)?|[场場][次景]|景[号號]|[画畫]面[编編]?[号號]|段落?[号號]?|[时時][间間]码?)"
    r"|(?i:(?:shot|scene|take|cut|frame|clip|cue|sequence|seq|line|part|plan|séquence|scène|toma|plano|escena|secuencia"
    r"|einstellung|szene|sequenz|abschnitt)s?\.?(?: ?(?:no|number|nr|n[°º]|#)\.?)?)"
)
"""What the first column of a list of shots is called."""
MARKS = re.compile(r"\d|\b[a-zA-Z]{1,2}\b|[a-zA-Z](?=\d)|(?<=\d)[a-zA-Z]")
"""What a number in a column consists of."""
MAX_LINES_BETWEEN = 3
"""Lines that may stand between the heading of a stop and its table."""


def join_shots(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; rows of a table below the heading of a stop that are its shots begin no stops."""
    tables: dict[int, list[int]] = defaultdict(list)
    for n, line in enumerate(lines):
        if line.block.cell is not None and not line.block.cell.is_sheet:
            tables[line.block.cell.table].append(n)
    joined = list(lines)
    headed = {table: _heading_above(lines, positions[0]) for table, positions in tables.items()}
    shots = {
        table: positions
        for table, positions in tables.items()
        if (heading := headed[table]) is not None and _are_shots([lines[n] for n in positions], lines[heading])
    }
    for table, positions in shots.items():
        number = _number_of(lines[headed[table] or 0])
        if len(shots) > 1 or (number is not None and number.family == "stop"):
            for n in positions:
                joined[n] = _as_shot(lines[n])
    return joined


def _heading_above(lines: Sequence[Line], first: int) -> int | None:
    """Position of the heading a table stands below; None where another table or more text is between."""
    between = 0
    for n in range(first - 1, -1, -1):
        line = lines[n]
        if line.block.cell is not None:
            return None
        if line.reason or not line.text:
            continue
        number = _number_of(line)
        is_stop = number is not None and number.family == "stop" and heading_like(line.text)
        if line.kind == "heading" or (line.block.bold and heading_like(line.text)) or is_stop:
            return n
        between += 1
        if between > MAX_LINES_BETWEEN or line.kind == "title":
            return None
    return None


def _number_of(line: Line) -> StopNumber | None:
    marked = line.kind == "heading" or line.block.bold
    number = read_stop_number(line.text, in_heading=marked)
    return number or (read_stop_number(line.block.number, in_heading=True) if line.block.number else None)


def _are_shots(cells: Sequence[Line], heading: Line) -> bool:
    """Whether the rows that begin stops are parts of one: by the name of their column or by their numbers."""
    if not any(line.begins for line in cells):
        return False
    heads = [line for line in cells if not line.reason and line.decision and line.decision.kind == "heading"]
    numbers = [line.block.number or line.text for line in heads]
    number = _number_of(heading)
    if number is not None and numbers:
        below = re.compile(rf"{re.escape(number.written)}\s?[-.–_/]\s?\d{{1,3}}[a-z]?", re.IGNORECASE)
        if all(map(below.fullmatch, numbers)):
            return True
    header = [line.text.strip() for line in cells if line.reason == "header of a table"]
    if header and SHOT_NAME.fullmatch(header[0]):
        return True
    titled = any(has_words(MARKS.sub("", line.text)) for line in heads)
    return number is not None and number.family == "stop" and not titled


def _as_shot(line: Line) -> Line:
    if line.decision is not None and line.decision.kind == "heading":
        decision = Decision("direction", line.decision.evidence)
        line = replace(line, block=replace(line.block, number=""), decision=decision)
    return replace(line, begins=False)
