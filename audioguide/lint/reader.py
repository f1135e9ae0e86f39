"""What the rules know of a tour, and how they find their way back to its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..authoring import voices_yaml
from ..model import Lexicon, Manifest, Place, Problem, Segment, Settings, Severity, Stop, Tour
from ..project import Project
from ..text import Language, find_language, split_paragraphs
from ..text.markup import strip_marks
from ..yaml import reader


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
        left = sum(not c.isspace() for c in segment.text[:offset])
        for number in range(begin.line, len(self.source_lines) + 1):
            line = self.source_lines[number - 1]
            for column in range(begin.column - 1 if number == begin.line else 0, len(line)):
                if line[column].isspace():
                    continue
                if left == 0:
                    return Place(begin.file, number, column + 1)
                left -= 1
        return begin

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
