"""Stops written as fields, a line each: 编号：05 / 名称：水车 / 讲解词：…, as forms and databases print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .outline import Decision, Line
from .stop_numbers import parse_value
from .table_columns import Column, find_column_kind

FIELD = re.compile(
    r"[【\[〔]?\s*(?P<name>[^:：【】\[\]〔〕\n]{1,24}?)\s*(?:[】\]〕]\s*[:：]?|[:：])\s*(?P<value>.*)", re.DOTALL
)
RECORD_MARK = re.compile(
    r"[【\[〔#\s]*[^\W\d_]{1,12}?\s*(?:no\.?|nr\.?|n°|nº|#|№)?\s*(?P<value>\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"[\s】\]〕:：.]*",
    re.I,
)
"""FICHA 1, 卡片二: what stands above the fields of a form."""
EVIDENCE = ("a field of a form",)


@dataclass(frozen=True)
class _Field:
    position: int
    kind: Column
    value_at: int
    """Offset of the value in the line's text."""
    value: str


def arrange_records(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the fields of forms decided; unchanged where the document is no list of forms."""
    fields = [field for n, line in enumerate(lines) if (field := _read_field(line, n)) is not None]
    kinds = [field.kind for field in fields]
    if kinds.count("narration") < 1 or kinds.count("title") + kinds.count("number") < 1:
        return list(lines)
    if kinds.count("title") + kinds.count("number") < 2 * min(kinds.count("narration"), 1):
        return list(lines)
    arranged: dict[int, list[Line]] = {}
    records = _split_records(fields)
    marked = {} if "number" in kinds else _numbers_of_marks(lines, records)
    for record in records:
        number = next((field.value for field in record if field.kind == "number"), marked.get(record[0].position, ""))
        has_title = any(field.kind == "title" and field.value for field in record)
        for field in record:
            arranged[field.position] = _arrange_field(
                lines[field.position], field, number, has_title, field is record[0]
            )
        above = record[0].position - 1
        if above >= 0 and above not in arranged and RECORD_MARK.fullmatch(lines[above].text):
            arranged[above] = [replace(lines[above], reason="number of the stop")]
    return [piece for n, line in enumerate(lines) for piece in arranged.get(n, [line])]


def _numbers_of_marks(lines: Sequence[Line], records: Sequence[Sequence[_Field]]) -> dict[int, str]:
    """Position of a record's first field → the number of the mark above it; empty unless each has one and they rise."""
    numbers: dict[int, int] = {}
    for first in (record[0].position for record in records):
        mark = RECORD_MARK.fullmatch(lines[first - 1].text) if first else None
        parsed = parse_value(mark["value"]) if mark else None
        numbers[first] = parsed[0] if parsed else 0
    values = list(numbers.values())
    return {n: str(value) for n, value in numbers.items()} if all(values) and values == sorted(set(values)) else {}


def _read_field(line: Line, position: int) -> _Field | None:
    if line.reason or line.kind in ("cell", "heading"):
        return None
    match = FIELD.match(line.text)
    if match is None:
        return None
    kind = find_column_kind(match["name"])
    return _Field(position, kind, match.start("value"), match["value"]) if kind is not None else None


def _split_records(fields: list[_Field]) -> list[list[_Field]]:
    """Fields by stop: a number or title behind what is said begins the next, as does a second one of its kind."""
    records: list[list[_Field]] = []
    seen: set[str] = set()
    for field in fields:
        begins = field.kind in ("number", "title") and ("narration" in seen or field.kind in seen)
        if not records or begins:
            records.append([])
            seen = set()
        records[-1].append(field)
        seen.add(field.kind)
    return records


def _arrange_field(line: Line, field: _Field, number: str, has_title: bool, first: bool) -> list[Line]:
    label, *values = line.strip.cut(line.indent + field.value_at)
    begins = first and field.kind in ("number", "title")
    value = values[0] if values and values[0].text.strip() else None
    if field.kind == "number" and (has_title or value is None):
        return [replace(line, reason="number of the stop", begins=begins)]
    if field.kind in ("title", "number") and value is not None:
        head = replace(line, strip=value, block=replace(line.block, kind="cell", number=number, bold=False))
        return [
            replace(line, strip=label, reason="label of a field", begins=begins),
            replace(head, decision=Decision("heading", ("a column of a table",))),
        ]
    if field.kind == "narration":
        spoken = [replace(line, strip=value, decision=Decision("narration", EVIDENCE))] if value is not None else []
        return [replace(line, strip=label, reason="label of the narration"), *spoken]
    return [replace(line, decision=Decision("direction", EVIDENCE))]
