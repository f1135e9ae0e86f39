"""What a click can do about a problem: the edits that settle it, each with the words for its button."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..i18n import _
from ..model import Position, Problem, Stop, Tour
from .place_edits import SetPin, SetPlace, SetPlaceField, pin_text, position_text, trigger_text
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


def _swap_coordinates(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        if stop.position and abs(stop.position.lon) <= 90:
            swapped = position_text(Position(stop.position.lon, stop.position.lat))
            edit = SetPlace(stop.number, position_text(stop.position), swapped)
            yield Fix(_("Write {coordinates}").format(coordinates=swapped), edit)


def _take_way_out(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        yield Fix(_("Take the way out"), SetPlaceField(stop.number, "next", stop.directions, ""))


def _take_pin_off(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        yield Fix(_("Take the pin off the plan"), SetPin(stop.number, pin_text(stop.pin), "", "", ""))


def _take_trigger_out(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        yield Fix(_("Take the radius out"), SetPlaceField(stop.number, "trigger", trigger_text(stop), ""))


def _widen_trigger(tour: Tour, problem: Problem) -> Iterator[Fix]:
    for stop in _stops_of(tour, problem):
        yield Fix(_("Write 30 m"), SetPlaceField(stop.number, "trigger", trigger_text(stop), "30 m"))


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
    "place-swapped": _swap_coordinates,
    "next-nowhere": _take_way_out,
    "pin-outside": _take_pin_off,
    "pin-nowhere": _take_pin_off,
    "trigger-nowhere": _take_trigger_out,
    "trigger-small": _widen_trigger,
}
"""Code of a problem → its fixes."""
