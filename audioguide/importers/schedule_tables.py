"""Sections with nothing but a table of hours, duties or telephone numbers, for those who run a tour.

A table of other facts stands in a stop and is for a person to put into words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import patterns
from .outline import Line
from .stop_numbers import read_stop_number
from .table_columns import BRACKETED, FILLER, find_columns

REASON = "a section of hours, duties or contacts"
CLOCK = re.compile(
    r"(?:[上下]午|早上|晚上|中午|傍晚|约|約|ab |à |a las |at |um |from |von |de )?\s*"
    r"(?:[01]?\d|2[0-4])\s?(?:[:：.h]\s?[0-5]\d|[点點时時]半?(?:\d{1,2}分)?|h\b|Uhr\b|[ap]\.?m\b\.?)(?!\d).{0,24}",
    re.IGNORECASE,
)
"""A time of the day, alone or with another: 9:00–9:10, 14h30, 3 pm."""
CONTACT = re.compile(
    r"(?![(（]?1\d{3} ?[–—-] ?\d{2,4}[)）]?$)"
    r"(?:(?:[+()/（）.–\- ]{0,3}\d){7,}|\S+@\S+\.\w+|.{0,12}\d{3,4}[-–/ ]\d{4,}.{0,8}|(?i:ext\.?|分机) ?\d{2,4})"
)
"""A telephone number or an address of mail; years of a reign are none."""
PEOPLE = re.compile(
    r"(?:负责|負責|责任|責任|值班|联系|聯絡|聯繫|带队|帶隊|接待|陪同|讲解|講解|对接)(?:人员?|人員|部门|部門|单位|單位|者|科室|员|員|老师)"
    r"|职责|職責|部门|部門|科室|岗位|崗位|分工|电话|電話|手机|手機|联系(?:方式|电话)|聯絡(?:方式|電話)|微信|邮箱|電郵|分机"
    r"|(?i:(?:person )?(?:responsible|in charge)|contacts?(?: person)?|(?:tele)?phone(?: (?:no\.?|number))?|mobile"
    r"|tel\.?|e-?mail|ext\.?|department|dept\.?|duty|duties|who|led by|lead|staff|guide on duty"
    r"|responsables?|contacts?|téléphone|portable|courriel|mél|service|qui|encadrant"
    r"|teléfono|móvil|correo(?: electrónico)?|departamento|quién|persona(?: de contacto)?|encargad[oa]"
    r"|verantwortlich(?:e|er)?|zuständig(?:keit)?|ansprechpartner(?:in)?|telefon(?:nummer)?|handy|mobil|abteilung"
    r"|wer|leitung|aufgabe|dienst|durchwahl)"
)
"""Names of columns of people and how to reach them."""
TIMES = re.compile(
    r"时间(?:段|安排)?|時間(?:段|安排)?|时段|時段|时刻|班次|场次|場次|集合时间|日期|星期|周[几次]"
    r"|(?i:times?|when|hours?|from|to|start(?:s|ing time)?|end|departures?|date|day|slot|session|shift"
    r"|heures?|horaires?|quand|début|fin|départ|jour|créneau"
    r"|horas?|horarios?|cuándo|inicio|salida|día|fecha|turno"
    r"|zeit(?:en)?|uhrzeit|wann|beginn|ende|abfahrt|tag|datum|termin|schicht)"
)
OTHER = re.compile(
    r"事项|事項|内容|內容|活动|活動|项目|項目|环节|環節|工作|任务|任務|流程|安排|行程|地点|地點|集合地点|备注|備註|序号|序號|人数|人數|姓名|职务|職務"
    r"|(?i:activit(?:y|ies)|items?|what|tasks?|programme|program|agenda|action|place|where|location"
    r"|meeting point|notes?"
    r"|remarks?|group|no\.?|name|role|position|stage|step"
    r"|activités?|quoi|étape|programme|tâches?|lieu|où|rendez-vous|remarques?|groupe|nom|fonction|poste|nom et fonction"
    r"|actividad(?:es)?|qué|etapa|programa|tareas?|lugar|dónde|notas|observaciones|grupo|nombre|cargo"
    r"|aktivität|was|programm(?:punkt)?|ablauf|schritt|tätigkeit|ort|wo|treffpunkt|bemerkung(?:en)?|hinweise?|gruppe"
    r"|name|funktion)"
)
REMARK = re.compile(
    r"[（(※*].{1,80}|(?:备注|備註|注|说明|說明"
    r"|(?i:notes?|remarks?|remarques?|notas?|hinweise?|anmerkung(?:en)?)) ?[:：].{1,80}"
)
"""A remark on the table, above or below it."""
MIN_COLUMNS = 2


@dataclass(frozen=True)
class _Rows:
    """The cells of a table."""

    header: tuple[str, ...]
    columns: dict[int, list[str]]
    """Column → its cells below the header."""


def set_schedules_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; sections that hold nothing but such a table are set aside, with their headings."""
    tables = {table: _is_schedule(rows) for table, rows in _read_tables(lines).items()}
    if not any(tables.values()):
        return list(lines)
    apart: set[int] = set()
    for n in reversed(range(len(lines))):
        if not _may_head(lines, n):
            continue
        below = [m for m in range(n + 1, _find_end(lines, n)) if not lines[m].reason]
        cells = [m for m in below if lines[m].block.cell is not None]
        others = [m for m in below if lines[m].block.cell is None and m not in apart]
        is_only = bool(cells) and all(
            tables.get(cell.table) for m in cells if (cell := lines[m].block.cell) is not None
        )
        if is_only and all(REMARK.fullmatch(lines[m].text) for m in others):
            apart |= set(below) if _is_title_above(lines, n) else {n, *below}
    if len(apart) == sum(not line.reason for line in lines):
        return list(lines)
    return [replace(line, reason=REASON) if n in apart else line for n, line in enumerate(lines)]


def _read_tables(lines: Sequence[Line]) -> dict[int, _Rows]:
    texts: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
    for line in lines:
        if (cell := line.block.cell) is not None and not line.reason and not cell.is_sheet:
            place = (cell.row, cell.column)
            texts[cell.table][place] = f"{texts[cell.table].get(place, '')} {line.text}".strip()
    tables: dict[int, _Rows] = defaultdict(lambda: _Rows((), {}))
    for table, cells in texts.items():
        first = min(row for row, _column in cells)
        columns: dict[int, list[str]] = defaultdict(list)
        for (row, column), text in sorted(cells.items()):
            if row > first:
                columns[column].append(text)
        tables[table] = _Rows(tuple(text for (row, _column), text in sorted(cells.items()) if row == first), columns)
    return tables


def _is_schedule(rows: _Rows) -> bool:
    """Whether a table names hours of the day, people or how to reach them, and holds nothing that is said."""
    if len(rows.columns) < MIN_COLUMNS or "narration" in find_columns(rows.header).values():
        return False
    cells = [text for column in rows.columns.values() for text in column]
    if any(patterns.SENTENCE_END.search(text) and len(text) > 40 for text in cells):
        return False
    names = [FILLER.sub(" ", BRACKETED.sub(" ", name)).strip() for name in rows.header]
    is_known = all(any(pattern.fullmatch(name) for pattern in (PEOPLE, TIMES, OTHER)) for name in names)
    first = min(rows.columns)
    has_head = CLOCK.fullmatch(rows.header[0]) is None
    has_clock = _most_match(CLOCK, rows.columns[first]) or any(
        _most_match(CLOCK, rows.columns.get(n, [])) for n, name in enumerate(names) if TIMES.fullmatch(name)
    )
    if has_clock and (is_known or not has_head):
        return True
    return any(_most_match(CONTACT, column) for column in rows.columns.values()) or (
        is_known and any(PEOPLE.fullmatch(name) for name in names)
    )


def _most_match(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    return bool(texts) and 2 * sum(bool(pattern.fullmatch(text.strip())) for text in texts) > len(texts)


def _may_head(lines: Sequence[Line], n: int) -> bool:
    line = lines[n]
    if line.reason or line.block.cell is not None or line.kind == "title" or not patterns.heading_like(line.text):
        return False
    number = read_stop_number(line.text, in_heading=True)
    if number is not None and number.family == "stop":
        return False
    following = lines[n + 1] if n + 1 < len(lines) else None
    above_table = n > 0 and following is not None and following.block.cell is not None
    return line.kind == "heading" or line.block.bold or number is not None or above_table


def _is_title_above(lines: Sequence[Line], n: int) -> bool:
    """Whether a line above such a table is the document's title: its first, and no heading among others."""
    shown = [line for line in lines if not line.reason and line.text]
    own = lines[n]
    return own is shown[0] and not any(
        line is not own and line.kind == "heading" == own.kind and line.level == own.level for line in shown
    )


def _find_end(lines: Sequence[Line], heading: int) -> int:
    """Position behind the section: the next heading that is not deeper."""
    own = lines[heading]
    for n in range(heading + 1, len(lines)):
        line = lines[n]
        if line.kind == "title" or line.block.cell is not None or line.reason:
            if line.kind == "title":
                return n
            continue
        if line.kind == "heading" and (own.kind != "heading" or line.level <= own.level):
            return n
        if own.kind != "heading" and not REMARK.fullmatch(line.text):
            return n
    return len(lines)
