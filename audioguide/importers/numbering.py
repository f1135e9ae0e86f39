"""The numbers of a tour's stops: those the author wrote, else counted; every conflict and gap is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..i18n import _
from .outline import Part
from .stop_numbers import Family, StopNumber

HEADING_DIGITS = re.compile(
    r"(?<![\d.])[A-Z]?\d{1,3}[A-Za-z]?(?![\d.]|[年月日世米元岁公万亿%％℃])|(?<!\d)[A-Z]?\d{1,3}[A-Za-z]?$"
)
"""Digits in a heading that may be a stop's number: no year, no measure."""


@dataclass(frozen=True)
class NumberedPart:
    """A stop in the making with its number."""

    part: Part
    number: str
    is_authors: bool
    """The author wrote it; counted otherwise."""
    todos: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def number_parts(parts: Sequence[Part]) -> list[NumberedPart]:
    """Return the parts with their numbers: the author's where they tell stops apart, else 1, 2, 3."""
    families = _authors_families(parts)
    if not families:
        return [NumberedPart(part, str(n), False, _ask_about_digits(part, str(n))) for n, part in enumerate(parts, 1)]
    own = [part.number if part.number and part.number.family in families else None for part in parts]
    free_numbers = _FreeNumbers(own)
    used: set[str] = set()
    numbered: list[NumberedPart] = []
    for n, (part, number) in enumerate(zip(parts, own, strict=True)):
        if number is not None and number.number and number.number not in used:
            used.add(number.number)
            numbered.append(NumberedPart(part, number.number, True, tuple(_explain(number))))
            continue
        free = free_numbers.take_number(n)
        used.add(free)
        numbered.append(NumberedPart(part, free, False, (_explain_missing(number, free),)))
    return _with_gaps(numbered)


def _authors_families(parts: Sequence[Part]) -> tuple[Family, ...]:
    """The families of numbers that count the stops of the whole tour; empty where none does."""
    numbers = [part.number for part in parts if part.number is not None]
    if not numbers:
        return ()
    named = [number for number in numbers if number.family == "stop"]
    if len(named) * 2 >= len(parts) or (named and len(named) * 2 >= len(numbers)):
        return ("stop", "figure") if _are_distinct(numbers) else ("stop",)
    for families in (("figure",), ("chinese",), ("figure", "chinese"), ("inner",)):
        own = [number for number in numbers if number.family in families]
        if own and len(own) * 2 >= len(parts) and _are_distinct(own) and _rise(own):
            return families
    return ()


def _are_distinct(numbers: Sequence[StopNumber]) -> bool:
    """Whether hardly any number comes twice: chapters that count anew do not count stops."""
    written = [number.prefix + (number.number or number.written) for number in numbers]
    return len(set(written)) > 0.8 * len(written)


def _rise(numbers: Sequence[StopNumber]) -> bool:
    if any(number.prefix for number in numbers):  # A1, A2, B1: rooms
        return True
    values = [number.value for number in numbers if number.value]
    falls = sum(later < earlier for earlier, later in pairwise(values))
    return bool(values) and falls * 4 <= len(values)


def _explain(number: StopNumber) -> list[str]:
    """What a person should know of a number that is not quite as written."""
    if number.prefix:
        return [
            _("The document numbers this stop {written}; a stop's number begins with a digit: {number}.").format(
                written=number.written, number=number.number
            )
        ]
    return []


def _explain_missing(number: StopNumber | None, free: str) -> str:
    if number is None:
        return _("The document gives this stop no number; {number} was free.").format(number=free)
    if not number.number:
        return _("{written} cannot be a stop's number; {number} was free.").format(written=number.written, number=free)
    if number.prefix:
        return _("The document numbers this stop {written}, and {taken} is taken; this one was given {number}.").format(
            written=number.written, taken=number.number, number=free
        )
    return _("The document has stop {written} twice; this one was given {number}.").format(
        written=number.number, number=free
    )


def _ask_about_digits(part: Part, given: str) -> tuple[str, ...]:
    """A todo where the heading of a stop that was counted holds a number that is another."""
    number = part.number
    is_counted = number is not None and number.family in ("stop", "figure")
    if number is not None and is_counted and (number.prefix or number.number not in ("", given)):
        written = number.written
    else:
        digits = HEADING_DIGITS.search(part.head.text) if part.head is not None else None
        if digits is None or digits[0].lstrip("0") == given:
            return ()
        written = digits[0]
    return (
        _("The heading holds the number {written}; the stop was given {number}. Correct it if that is its own.").format(
            written=written, number=given
        ),
    )


class _FreeNumbers:
    """Numbers that no stop has: just below the first one for what stands before it, else behind the highest."""

    def __init__(self, own: Sequence[StopNumber | None]) -> None:
        values = [number.value for number in own if number and number.value]
        self._taken = {number.number for number in own if number and number.number}
        self._first = next((n for n, number in enumerate(own) if number), -1)
        self._first_value = values[0] if values else 0
        self._highest = max([*values, *map(digits_of, self._taken)], default=0)

    def take_number(self, n: int) -> str:
        """Return one for the n-th part; it is nobody else's then."""
        below = self._first_value - (self._first - n) if n <= self._first and self._first_value > 1 else 0
        number = below if below > 0 and str(below) not in self._taken else self._highest + 1
        self._taken.add(str(number))
        self._highest = max(self._highest, number)
        return str(number)


def digits_of(number: str) -> int:
    """Return the value of a number without its letters; 0 for none."""
    return int(re.sub(r"\D", "", number) or 0)


def _number_runs(numbers: Sequence[int]) -> list[str]:
    """Rising numbers as runs: 4, 6–11."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def _with_gaps(numbered: list[NumberedPart]) -> list[NumberedPart]:
    """Tell the gaps between the author's numbers at the stop behind the first one."""
    gaps: list[str] = []
    used = {digits_of(part.number) for part in numbered}
    first = -1
    previous = 0
    for n, part in enumerate(numbered):
        value = digits_of(part.number)
        if not part.is_authors:
            continue
        # 101, 102, 205: the hundreds are rooms
        missing = [number for number in range(previous + 1, value) if number not in used]
        if previous and missing and value // 100 == previous // 100:
            gaps += _number_runs(missing)
            first = n if first < 0 else first
        previous = value
    if first < 0:
        return numbered
    todo = _("Numbers missing in the document: {numbers}. Are these stops elsewhere?").format(numbers=", ".join(gaps))
    part = numbered[first]
    numbered[first] = NumberedPart(part.part, part.number, part.is_authors, (*part.todos, todo), part.notes)
    return numbered
