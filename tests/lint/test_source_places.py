"""Where a character of a segment is in its file: as stepping over every character finds it, without doing so."""

from __future__ import annotations

import random

from audioguide.lint.reader import SourceMap, count_visible


def stepped(lines: list[str], line: int, column: int, count: int) -> tuple[int, int] | None:
    for number in range(line, len(lines) + 1):
        for place in range(column - 1 if number == line else 0, len(lines[number - 1])):
            if lines[number - 1][place].isspace():
                continue
            if count == 0:
                return number, place + 1
            count -= 1
    return None


def test_a_place_is_found_as_by_stepping() -> None:
    chance = random.Random(3)
    for _try in range(300):
        lines = ["".join(chance.choices("ab 字\t", k=chance.randrange(9))) for _line in range(chance.randrange(1, 7))]
        line, column, count = chance.randrange(1, 8), chance.randrange(1, 10), chance.randrange(20)
        expected = stepped(lines, line, column, count)
        assert SourceMap(lines).step_over(line, column, count) == expected, (lines, line, column, count)


def test_visible_characters_are_counted_for_each_offset() -> None:
    assert list(count_visible("a b\n字")) == [0, 1, 1, 2, 2, 3]
