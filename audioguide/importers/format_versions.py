"""Languages that a format itself holds apart: a sheet of a workbook for each, two lines of each subtitle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..i18n.language_tags import is_chinese
from .language import detect_language
from .outline import Line
from .sheet_tours import set_sheet_names_aside, split_sheet_tours


def set_versions_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, each marked with the language's version it belongs to; the first language has none."""
    marked = [replace(line, version=line.block.version) if line.block.version else line for line in lines]
    return _set_sheets_apart(marked)


def _set_sheets_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines of a workbook that has the same stops on a sheet in each language; others unchanged."""
    sheets: dict[int, list[Line]] = {}
    for line in lines:
        if line.block.cell is not None and line.block.cell.is_sheet and line.decision is not None:
            sheets.setdefault(line.block.cell.table, []).append(line)
    tags = {table: tag for table, sheet in sheets.items() if (tag := _language_of_stops(sheet))}
    versions = list(dict.fromkeys(tags.values()))
    if len(versions) < 2 or any(line.version for line in lines):
        return split_sheet_tours(lines)
    numbers = {
        tag: {n for table in tags if tags[table] == tag for n in _stop_numbers(sheets[table])} for tag in versions
    }
    first = numbers[versions[0]]
    if not all(2 * len(first & numbers[tag]) > max(len(first), len(numbers[tag])) for tag in versions[1:]):
        return split_sheet_tours(lines)
    return _mark_sheets(
        set_sheet_names_aside(lines), {table: "" if tag == versions[0] else tag for table, tag in tags.items()}
    )


def _language_of_stops(sheet: Sequence[Line]) -> str:
    """The language of what is said on a sheet; empty where nothing is, or where it is not sure."""
    narration = "\n".join(line.text for line in sheet if line.decision and line.decision.kind == "narration")
    if not narration:
        return ""
    language = detect_language(narration)
    return language.tag if language.is_sure or is_chinese(language.tag) else ""


def _stop_numbers(sheet: Sequence[Line]) -> list[str]:
    """The numbers of a sheet's stops; where they have none, their places."""
    numbers = [line.block.number for line in sheet if line.block.number]
    return numbers or [str(n) for n, _line in enumerate((line for line in sheet if line.begins), 1)]


def _mark_sheets(lines: Sequence[Line], versions: Mapping[int, str]) -> list[Line]:
    """The lines with each sheet's version; what stands above a sheet, its name among it, belongs to it."""
    marked: list[Line] = []
    version = ""
    for line in reversed(lines):
        cell = line.block.cell
        version = version if cell is None else versions.get(cell.table, "")
        marked.append(replace(line, version=version) if version else line)
    return marked[::-1]
