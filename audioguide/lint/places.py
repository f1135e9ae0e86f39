"""Rules about where things are: coordinates swapped, far off, the same or missing, and ways that lead nowhere.

What all places of a tour have in common, such as a wrong datum, is in ``datums``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ..assembly import plans
from ..authoring import plan_fit
from ..authoring.places import DEFAULT_DATUM, TO_WGS84, convert_position, distance_m, walking_minutes
from ..i18n import _, suggest_name
from ..model import Place, PlanPin, Position, Problem, Settings, Severity, Tour
from .reader import Reader, Rule

FAR_M = 5_000
"""Nearer than this no place is called far: it is the way to a temple on the hill."""
FAR_FACTOR = 10
"""Times the usual distance from the middle of the tour, beyond which a place is far from the others."""
FAR_PAIR_M = 100_000
"""Distance at which two places alone are called far from each other."""
SAME_M = 1.0
"""Metres below which two stops are at one place."""
MIN_TRIGGER_M = 15
"""What satellite navigation in a phone is off by between buildings, more often than not."""
EDITION_M = 50
"""Metres by which two editions may differ about one stop: two people pointed at the same map."""
MS_PER_MINUTE = 60_000
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


def check_plans(reader: Reader) -> Iterator[Problem]:
    """Yield plans that cannot be published."""
    errors = plans.plan_errors(reader.tour)
    for plan in reader.tour.plans:
        if plan.file and (error := errors.get(plan.file)):
            place = plan.place or reader.script_place()
            yield Problem("error", "no-picture", error.message, place, error.hint)


def check_use_of_plans(reader: Reader) -> Iterator[Problem]:
    """Yield plans that visitors could not use."""
    for plan in reader.tour.plans:
        place = plan.place or reader.script_place()
        if not plan.alt:
            message = _("The plan “{name}” has no description for those who do not see it.").format(name=plan.name)
            yield Problem("warning", "no-alt", message, place, _("Say in “alt:” what it shows."))
        count = len(plan.references)
        if count and plan_fit.fit_plan(plan.references, 1, 1) is None:
            message = _("The reference points of “{name}” do not tie it to the earth.").format(name=plan.name)
            hint = _("Give three to six that do not lie on one line: corners of buildings far apart.")
            yield Problem("warning", "plan-untied", message, place, hint)
        elif count > plan_fit.MAX_REFERENCES or count == plan_fit.MIN_REFERENCES:
            message = _("The plan “{name}” has {count} reference points.").format(name=plan.name, count=count)
            hint = _("Four to six are best: with three nothing shows that one is wrong.")
            yield Problem("note", "plan-references", message, place, hint)


def check_pins(reader: Reader) -> Iterator[Problem]:
    """Yield pins outside of the picture or on a plan that does not exist, and stops without one."""
    tour = reader.tour
    names = [plan.name for plan in tour.plans]
    shown = False
    for stop in tour.stops:
        if stop.pin:
            yield from _pin_problems(stop.pin, names, reader.line_of(stop, "plan:"), stop.number)
        shown = shown or bool(stop.pin and _is_inside(stop.pin))
    for point in tour.points:
        if point.pin:
            yield from _pin_problems(point.pin, names, point.place or reader.script_place(), "")
    for stop in tour.stops if names and shown else ():
        is_placed = stop.pin or (stop.position and plan_fit.locate_on_plans(tour.plans, stop.position))
        if not is_placed:
            message = _("The stop is on no plan, though others are: visitors find it only in the list.")
            hint = _("Add plan: {x: …, y: …}")
            yield Problem("warning", "no-pin", message, stop.place or reader.script_place(), hint, stop.number)


def _pin_problems(pin: PlanPin, names: Sequence[str], place: Place, number: str) -> Iterator[Problem]:
    if not names:
        message = _("The pin has no plan: neither the script nor site.yaml has any.")
        hint = _("Add one: plans: [{name: site, file: plan.svg}]")
        yield Problem("warning", "pin-nowhere", message, place, hint, number)
    elif pin.plan and pin.plan not in names:
        message = _("There is no plan “{name}”.").format(name=pin.plan)
        yield Problem("warning", "pin-nowhere", message, place, suggest_name(pin.plan, names), number)
    if not _is_inside(pin):
        message = _("The pin is outside of the picture: x and y go from 0 to 1.")
        hint = _("They are shares: divide pixels by the width and height of the picture.")
        yield Problem("warning", "pin-outside", message, place, hint, number)


def _is_inside(pin: PlanPin) -> bool:
    return 0 <= pin.x <= 1 and 0 <= pin.y <= 1


def check_triggers(reader: Reader) -> Iterator[Problem]:
    """Yield stops that are to be offered on arrival but have no place, or too near for satellite navigation."""
    for stop in reader.tour.stops:
        place = reader.line_of(stop, "trigger:")
        if stop.trigger_m and not stop.position:
            message = _("“trigger:” does nothing: the stop has no place.")
            yield Problem("warning", "trigger-nowhere", message, place, _("Add place: {lat: …, lon: …}"), stop.number)
        elif 0 < stop.trigger_m < MIN_TRIGGER_M:
            message = _("A phone knows its position to about {least} metres; {count} are too few.")
            message = message.format(least=MIN_TRIGGER_M, count=stop.trigger_m)
            yield Problem("warning", "trigger-small", message, place, _("Write trigger: 30 m"), stop.number)


def check_routes(reader: Reader) -> Iterator[Problem]:
    """Yield routes of an edition that have no stops, and that the site's own language does not have either."""
    for route in reader.tour.routes:
        if not route.stops:
            message = _(
                "The route “{name}” leads nowhere: the site's own language has no such route along these stops."
            )
            hint = _("Write the numbers of its stops: stops: [1, 3, 7]")
            place = route.place or reader.script_place()
            yield Problem("error", "route-nowhere", message.format(name=route.name), place, hint)


def check_route_minutes(reader: Reader) -> Iterator[Problem]:
    """Yield routes that say fewer minutes than the sound of the last build and the ways between take."""
    built = {stop.number: stop.track.duration for stop in (reader.manifest.all_stops if reader.manifest else ())}
    positions = {stop.number: stop.position for stop in reader.tour.stops}
    for route in reader.tour.routes:
        if not route.minutes or not all(number in built for number in route.stops):
            continue
        sound = sum(built[number] for number in route.stops) / MS_PER_MINUTE
        ways = sum(
            walking_minutes(distance_m(start, end))
            for start, end in pairwise(positions.get(number) for number in route.stops)
            if start and end
        )
        needed = round(sound) + ways
        if needed > route.minutes:
            message = _("The route “{name}” takes about {needed} minutes: {sound} of sound, {ways} on foot.")
            message = message.format(name=route.title or route.name, needed=needed, sound=round(sound), ways=ways)
            hint = _("Write minutes: {needed}, or leave stops out; the title may name the minutes too.")
            place = route.place or reader.script_place()
            yield Problem("warning", "route-minutes", message, place, hint.format(needed=needed))


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
        _Located(f"“{point.title or point.kind}”", "", point.position, point.place or script)
        for point in tour.points
        if point.position
    ]
    return [*stops, *points]


BLOCKING: tuple[Rule, ...] = (check_plans, check_routes)
PLACE_RULES: tuple[Rule, ...] = (
    check_positions,
    check_same_positions,
    check_missing_positions,
    check_directions,
    check_plans,
    check_use_of_plans,
    check_pins,
    check_triggers,
    check_routes,
    check_route_minutes,
)
