"""What a click can do about a problem: the edits that settle it, each with the words for its button."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..i18n import _
from ..model import Problem, Stop, Tour
from .script_edits import Edit, ResolveTodo, SetSegmentField, SetStopField
from .voice_edits import ForgetReading

SENTENCE_ENDS = "。.，,；;、：: "
"""What a title must not end with."""


@dataclass(frozen=True)
class Fix:
    """One way to settle a problem."""

    label: str
    """In the reader's language."""
    edit: Edit


def fixes_of(tour: Tour, problem: Problem) -> tuple[Fix, ...]:
    """The fixes of a problem, the likeliest first; none where only its author can know."""
    find = FIXES.get(problem.code)
    return tuple(find(tour, problem)) if find else ()


def _stops_of(tour: Tour, problem: Problem) -> Iterator[Stop]:
    yield from (stop for stop in tour.stops if stop.number == problem.stop)


def _cut_title_mark(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        title = stop.title.rstrip(SENTENCE_ENDS)
        if title:
            yield Fix(_("Write “{text}”").format(text=title), SetStopField(stop.number, "title", stop.title, title))


def _forget_word(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for word in dict.fromkeys(entry.written for entry in tour.lexicon if entry.place == problem.place):
        yield Fix(_("Take “{word}” out of the lexicon").format(word=word), ForgetReading(word))


def _take_picture_out(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        if stop.image:
            yield Fix(_("Take the picture out"), SetStopField(stop.number, "image", stop.image, ""))


def _give_to_narrator(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        for index, segment in enumerate(stop.segments):
            if not segment.is_cue and f"“{segment.role}”" in problem.message:
                yield Fix(
                    _("Let the narrator say it"),
                    SetSegmentField(stop.number, index, "voice", segment.role, "narrator"),
                )


def _settle_todo(_tour: Tour, problem: Problem) -> Iterator[Fix]:
    yield Fix(_("Decided"), ResolveTodo(problem.stop, problem.message))


FIXES: Mapping[str, Callable[[Tour, Problem], Iterator[Fix]]] = {
    "title-mark": _cut_title_mark,
    "unused-word": _forget_word,
    "odd-reading": _forget_word,
    "no-picture": _take_picture_out,
    "unknown-role": _give_to_narrator,
    "no-voice": _give_to_narrator,
    "todo": _settle_todo,
}
"""Code of a problem → its fixes."""
