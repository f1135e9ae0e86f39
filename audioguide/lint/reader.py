"""What the rules know of a tour, and how they find their way back to its file."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ..assembly import recordings
from ..authoring import voices_yaml
from ..model import Lexicon, Manifest, Place, Problem, Segment, Settings, Severity, Stop, Tour
from ..project import Project
from ..text import Language, find_language, split_paragraphs
from ..text.markup import strip_marks
from ..yaml import reader


class SourceMap:
    """Where the visible characters of a file are, found without reading the file again for each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._columns = [
            array("L", (column for column, character in enumerate(line) if not character.isspace())) for line in lines
        ]
        self._starts = [0, *accumulate(map(len, self._columns))]

    def step_over(self, line: int, column: int, count: int) -> tuple[int, int] | None:
        """Return line and column of the visible character after ``count`` others, from a place on; None at the end."""
        row = max(line, 1) - 1
        if row >= len(self._columns):
            return None
        wanted = self._starts[row] + bisect_left(self._columns[row], column - 1) + count
        row = bisect_right(self._starts, wanted) - 1
        return None if row >= len(self._columns) else (row + 1, self._columns[row][wanted - self._starts[row]] + 1)


def count_visible(text: str) -> array[int]:
    """Return for each offset of a text how many visible characters stand before it."""
    return array("L", accumulate((not character.isspace() for character in text), initial=0))


@dataclass(frozen=True)
class Reader:
    """What the rules know of a tour, gathered once."""

    tour: Tour
    settings: Settings
    manifest: Manifest | None = None
    """What was built last, if anything was."""

    @cached_property
    def language(self) -> Language:
        """The tour's language."""
        return find_language(self.tour.language)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The entries that hold for the tour."""
        return voices_yaml.tour_lexicon(self.settings, self.tour)

    @cached_property
    def source_lines(self) -> list[str]:
        """Lines of the script's file; none for a tour that is not in a file."""
        if not self.tour.path.is_file():
            return []
        return reader.split_lines(self.tour.path.read_text(encoding="utf-8-sig"))

    def place(self, stop: Stop, segment: Segment, offset: int = 0) -> Place:
        """Where a character of a segment's text is in the file.

        Unwrapping changes only white space, so as many visible characters are stepped over as stand before it.
        """
        begin = segment.place or stop.place or Place(str(self.tour.path))
        if segment.text not in self._visible_counts:
            self._visible_counts[segment.text] = count_visible(segment.text)
        counts = self._visible_counts[segment.text]
        target = self._source_map.step_over(begin.line, begin.column, counts[min(offset, len(counts) - 1)])
        return Place(begin.file, *target) if target else begin

    @cached_property
    def _visible_counts(self) -> dict[str, array[int]]:
        """Text of a segment → for each offset, how many visible characters stand before it."""
        return {}

    @cached_property
    def _source_map(self) -> SourceMap:
        return SourceMap(self.source_lines)

    def line_of(self, stop: Stop, text: str) -> Place:
        """Line of a text that is somewhere below a stop's beginning."""
        begin = stop.place or Place(str(self.tour.path))
        needle = text.split("\n")[0][:30]
        for number in range(max(begin.line, 1), len(self.source_lines) + 1):
            if needle in self.source_lines[number - 1]:
                return Place(begin.file, number, self.source_lines[number - 1].index(needle) + 1)
        return begin

    def script_place(self) -> Place:
        """The script as a whole."""
        return Place(Project(self.tour.path.parent).display_path(self.tour.path))

    @cached_property
    def text(self) -> str:
        """All that is written in the stops, marks taken out."""
        return "\n".join(strip_marks(segment.text) for stop in self.tour.stops for segment in stop.spoken_segments)

    @cached_property
    def recorded(self) -> list[tuple[Stop, list[tuple[Segment, str]]]]:
        """Every stop with its recorded segments, each with the digest of its recording, empty where there is none."""
        return [(stop, recordings.digested_segments(self.tour, stop)) for stop in self.tour.stops]

    @cached_property
    def sentences(self) -> list[tuple[Stop, Segment, int, str]]:
        """Every spoken sentence as written, with its offset in the segment's text."""
        return list(self._split_spoken())

    def _split_spoken(self) -> Iterator[tuple[Stop, Segment, int, str]]:
        for stop in self.tour.stops:
            for segment in stop.spoken_segments:
                position = 0
                for paragraph in [] if segment.is_cue else split_paragraphs(segment.text):
                    for sentence in self.language.sentences(paragraph):
                        position = max(segment.text.find(sentence, position), position)
                        yield stop, segment, position, sentence
                        position += len(sentence)


Rule = Callable[[Reader], Iterable[Problem]]
"""What is known of a tour → what an editor would remark on."""


def at(
    place: Place, stop: Stop, severity: Severity, code: str, message: str, hint: str = "", excerpt: str = ""
) -> Problem:
    """A problem of a stop."""
    return Problem(severity, code, message, place, hint, stop.number, excerpt)
