"""Sheets of a workbook that each count their stops from the beginning: each is a tour, under its own title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..i18n import _
from .outline import Line

NAME_REASON = "name of a sheet"


def set_sheet_names_aside(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the names of sheets, which are no part of the text."""
    return [replace(line, reason=NAME_REASON) if line.block.is_sheet_name else line for line in lines]


def split_sheet_tours(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; where sheets have the same numbers, each begins with its title and is a tour.

    The title is the line above the sheet's heading row, else the sheet's name.
    """
    stops: dict[int, list[int]] = {}
    first: dict[int, int] = {}
    for n, line in enumerate(lines):
        if line.block.cell is not None and line.block.cell.is_sheet:
            first.setdefault(line.block.cell.table, n)
            if line.begins:
                stops.setdefault(line.block.cell.table, []).append(n)
    numbers = {table: _numbers_of(lines, table) for table in stops}
    if len(stops) < 2 or not _are_shared(list(numbers.values())):
        return set_sheet_names_aside(lines)
    titles: dict[int, int] = {}
    for table in stops:
        above = _lines_above(lines, first[table])
        own = [n for n in above if not lines[n].block.is_sheet_name]
        names = [n for n in above if lines[n].block.is_sheet_name]
        if not own and not names:
            return set_sheet_names_aside(lines)
        titles[table] = (own or names)[0]
    split = set_sheet_names_aside(lines)
    for n in titles.values():
        split[n] = replace(lines[n], block=replace(lines[n].block, kind="title", is_sheet_name=False))
    asked = next(n for n in range(stops[min(stops)][0], len(lines)) if not lines[n].reason)
    split[asked] = replace(
        split[asked],
        todo=_(
            "Several sheets count their stops from the beginning, so each became a tour. If they are one, "
            "number the stops on and join the scripts."
        ),
    )
    return split


def _numbers_of(lines: Sequence[Line], table: int) -> set[str]:
    return {
        line.block.number for line in lines if line.block.number and line.block.cell and line.block.cell.table == table
    }


def _are_shared(numbers: Sequence[set[str]]) -> bool:
    """Whether each sheet has at least half of the numbers of the smallest: they do not count on."""
    smallest = min(numbers, key=len)
    return len(smallest) >= 2 and all(2 * len(smallest & own) >= len(smallest) for own in numbers)


def _lines_above(lines: Sequence[Line], first: int) -> list[int]:
    """Positions of the lines between the sheet before and the first cell of a sheet that is still one."""
    above: list[int] = []
    for n in range(first - 1, -1, -1):
        if lines[n].block.cell is not None:
            break
        if not lines[n].reason and lines[n].text and lines[n].kind in ("paragraph", "heading", "title"):
            above.append(n)
    return above[::-1]
