"""Rules about where things are: coordinates swapped, far off, the same or missing, and ways that lead nowhere.

What cannot be decided from coordinates alone is not asked: a tour whose places all have another datum than they name is
several hundred metres off as a group, and nothing in the numbers shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ..authoring.places import DEFAULT_DATUM, TO_WGS84, convert_position, distance_m
from ..i18n import _
from ..model import Place, Position, Problem, Settings, Severity, Tour
from .reader import Reader, Rule

FAR_M = 5_000
"""Nearer than this no place is called far: it is the way to a temple on the hill."""
FAR_FACTOR = 10
"""Times the usual distance from the middle of the tour, beyond which a place is far from the others."""
FAR_PAIR_M = 100_000
"""Distance at which two places alone are called far from each other."""
SAME_M = 1.0
"""Metres below which two stops are at one place."""
EDITION_M = 50
"""Metres by which two editions may differ about one stop: two people pointed at the same map."""
POLAR_LATITUDE = 66.5
"""Nobody visits a tour beyond the polar circles without noticing; most such latitudes are longitudes."""


@dataclass(frozen=True)
class _Located:
    """A stop or point that has coordinates."""

    name: str
    """As a message calls it."""
    stop: str
    """Number of the stop, empty for a point."""
    position: Position
    place: Place

    def make_problem(self, severity: Severity, code: str, message: str, hint: str) -> Problem:
        """Return a problem of this place."""
        return Problem(severity, code, message, self.place, hint, self.stop)


def check_positions(reader: Reader) -> Iterator[Problem]:
    """Yield places whose latitude and longitude are swapped, and places far from all others."""
    located = _located(reader)
    for index, here in enumerate(located):
        others = [other.position for other in (*located[:index], *located[index + 1 :])]
        swapped = Position(here.position.lon, here.position.lat)
        if is_swapped(here.position, others):
            message = _("Latitude and longitude of {name} seem to be swapped.").format(name=here.name)
            hint = _("Write place: {{lat: {lat}, lon: {lon}}}").format(lat=swapped.lat, lon=swapped.lon)
            yield here.make_problem("warning", "place-swapped", message, hint)
        elif distance := excess_distance_m(here.position, others):
            message = _("{name} is {distance} km from the other places of the tour.")
            hint = _("Compare the numbers with those of the other stops: one digit is enough.")
            message = message.format(name=here.name, distance=round(distance / 1000))
            yield here.make_problem("warning", "place-far", message, hint)


def check_same_positions(reader: Reader) -> Iterator[Problem]:
    """Yield stops that are at the place of another one, as after copying."""
    seen: list[_Located] = []
    for here in _located(reader):
        first = next((other for other in seen if distance_m(other.position, here.position) < SAME_M), None)
        if first and here.stop:
            message = _("The stop has the same place as stop {number}.").format(number=first.stop)
            hint = _("Nothing is wrong if they are on different floors; otherwise correct the place.")
            yield here.make_problem("note", "places-alike", message, hint)
        elif here.stop:
            seen.append(here)


def check_missing_positions(reader: Reader) -> Iterator[Problem]:
    """Yield stops without a place in a tour that has them."""
    if not any(stop.position for stop in reader.tour.stops):
        return
    for stop in reader.tour.stops:
        if not stop.position:
            message = _("The stop has no place, though others have one: it is missing on maps.")
            hint = _("Add place: {lat: …, lon: …}")
            yield Problem("warning", "no-place", message, stop.place or reader.script_place(), hint, stop.number)


def check_directions(reader: Reader) -> Iterator[Problem]:
    """Yield a way to the next stop where no stop follows."""
    last = reader.tour.stops[-1] if reader.tour.stops else None
    if last and last.directions:
        message = _("“next:” leads nowhere: this is the last stop.")
        hint = _("Take it out, or say the way back in the text.")
        yield Problem("warning", "next-nowhere", message, reader.line_of(last, "next:"), hint, last.number)


def edition_problems(first: Tour, edition: Tour) -> Iterator[Problem]:
    """Yield stops of an edition that are elsewhere than in the site's own language, and the datum that explains it."""
    positions = {stop.number: stop.position for stop in first.stops}
    reader = Reader(edition, Settings())
    for stop in edition.stops:
        other = positions.get(stop.number)
        if not (stop.position and other) or distance_m(stop.position, other) <= EDITION_M:
            continue
        message = _("The place is {distance} m from that of the same stop in {site}.")
        message = message.format(distance=round(distance_m(stop.position, other)), site=first.id)
        datum = shifted_datum(stop.position, other)
        hint = (
            _("One of the two is probably {datum}: add “datum: {datum}” to it.").format(datum=datum)
            if datum
            else _("Both editions lead to the same thing: give it the same place.")
        )
        yield Problem("warning", "edition-place", message, reader.line_of(stop, "place:"), hint, stop.number)


def shifted_datum(position: Position, other: Position) -> str:
    """Return the datum by which two positions of one thing differ; empty where it is none."""
    for datum in TO_WGS84:
        for start, end in ((position, other), (other, position)):
            if datum != DEFAULT_DATUM and distance_m(convert_position(start, datum), end) <= EDITION_M:
                return datum
    return ""


def is_swapped(position: Position, others: Sequence[Position]) -> bool:
    """Return whether latitude and longitude, exchanged, lie with the others (or on inhabited land) and so do not."""
    if not -90 <= position.lon <= 90:
        return False
    swapped = Position(position.lon, position.lat)
    if not others:
        return abs(position.lat) > POLAR_LATITUDE and abs(swapped.lat) < POLAR_LATITUDE
    if abs(position.lat) > POLAR_LATITUDE > abs(swapped.lat) and all(abs(p.lat) > POLAR_LATITUDE for p in others):
        return True  # all of them are swapped
    return bool(excess_distance_m(position, others)) and not excess_distance_m(swapped, others)


def excess_distance_m(position: Position, others: Sequence[Position]) -> float:
    """Return how far a position is from the middle of others, in metres; 0 where that is usual for the tour."""
    if not others:
        return 0.0
    middle = _middle(others)
    distance = distance_m(position, middle)
    if len(others) == 1:
        return distance if distance > FAR_PAIR_M else 0.0
    usual = median(distance_m(other, middle) for other in others)
    return distance if distance > max(FAR_M, FAR_FACTOR * usual) else 0.0


def _middle(positions: Sequence[Position]) -> Position:
    """Return the median position, which a few wrong ones do not move; across the date line, too."""
    first = positions[0].lon
    east = median((position.lon - first + 180) % 360 - 180 for position in positions)
    return Position(median(position.lat for position in positions), (first + east + 180) % 360 - 180)


def _located(reader: Reader) -> list[_Located]:
    tour, script = reader.tour, reader.script_place()
    stops = [
        _Located(_("This stop"), s.number, s.position, reader.line_of(s, "place:")) for s in tour.stops if s.position
    ]
    points = [
        _Located(f"“{point.title or point.kind}”", "", point.position, point.place or script) for point in tour.points
    ]
    return [*stops, *points]


PLACE_RULES: tuple[Rule, ...] = (check_positions, check_same_positions, check_missing_positions, check_directions)
