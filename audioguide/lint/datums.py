"""Rules about all places of a tour together: at sea, beside their pins, off the map.

A wrong datum moves all places alike by some hundred metres, which their numbers do not show. Something else that knows
where they are does: the coast, the reference points of a plan, another edition, the tiles of a map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from ..authoring import plan_fit
from ..authoring.places import TO_WGS84, distance_m, wgs84_to_bd09, wgs84_to_gcj02
from ..authoring.site_config import TileMap
from ..authoring.tile_archive import TileArchive, TileError, to_mercator
from ..i18n import _
from ..model import Position, Problem, Settings, Stop, Tour
from . import land_mask
from .reader import Reader

MIN_PIN_ERROR_M = 100
"""Nearer than this a place and its pin agree: a drawn plan is not exact."""
PIN_ERROR_FACTOR = 5
"""Times the error of a plan, beyond which a place and its pin disagree."""
MAP_DEPTH_ZOOMS = 2
"""Levels above the deepest one of a map at which it still shows where one walks."""
FROM_WGS84: dict[str, Callable[[Position], Position]] = {"GCJ-02": wgs84_to_gcj02, "BD-09": wgs84_to_bd09}


def check_land(reader: Reader) -> Iterator[Problem]:
    """Yield that all places are at sea, and which other datum, sign or order would bring them to land."""
    stops = [stop for stop in reader.tour.stops if stop.position]
    places = [stop.position for stop in stops if stop.position]
    if not places or not all(land_mask.are_at_sea(places)):
        return
    place, number = reader.line_of(stops[0], "place:"), stops[0].number
    if hints := [hint for move, hint in _ways_ashore(reader, stops) if _is_ashore([move(each) for each in places])]:
        message = _("All places of the tour lie in the sea.")
        yield Problem("warning", "places-at-sea", message, place, " ".join(hints), number)
        return
    message = _("All places of the tour lie in the sea, as far as is known.")
    hint = _("Nothing is wrong on a pier, a ship or an island smaller than a square kilometre.")
    yield Problem("note", "places-at-sea", message, place, hint, number)


def _is_ashore(places: Sequence[Position]) -> bool:
    """Return whether most places are on land: some may be on piers."""
    return sum(land_mask.are_at_sea(places)) * 2 < len(places)


def _ways_ashore(reader: Reader, stops: Sequence[Stop]) -> Iterator[tuple[Callable[[Position], Position], str]]:
    """Yield what may have gone wrong with coordinates, likeliest first: how the true ones follow, and what to do."""
    named = _datum_named(reader, stops)
    for datum, shift in FROM_WGS84.items():
        if datum == named:
            hint = _("With WGS-84 they would be on land: take out “datum: {datum}”.").format(datum=datum)
            yield shift, hint
        elif not named:
            hint = _("With {datum} they would be on land: add “datum: {datum}” to each.").format(datum=datum)
            yield TO_WGS84[datum], hint
        else:
            hint = _("With {datum} they would be on land: write “datum: {datum}”.").format(datum=datum)
            yield _exchange_datum(named, datum), hint
    yield _swapped, _("With latitude and longitude exchanged they would be on land.")
    hint = _("With the other sign of the latitude they would be on land: south is negative.")
    yield (lambda position: Position(-position.lat, position.lon)), hint
    hint = _("With the other sign of the longitude they would be on land: west is negative.")
    yield (lambda position: Position(position.lat, -position.lon)), hint


def _exchange_datum(named: str, datum: str) -> Callable[[Position], Position]:
    return lambda position: TO_WGS84[datum](FROM_WGS84[named](position))


def _swapped(position: Position) -> Position:
    return Position(position.lon, position.lat) if abs(position.lon) <= 90 else position


def _datum_named(reader: Reader, stops: Sequence[Stop]) -> str:
    """Return the datum that the script names at the first place; empty without one."""
    for stop in stops:
        line = reader.line_of(stop, "place:").line
        text = " ".join(reader.source_lines[line - 1 : line + 3])
        return next((datum for datum in FROM_WGS84 if f"datum: {datum}" in text), "")
    return ""


def check_pins_and_places(reader: Reader) -> Iterator[Problem]:
    """Yield stops whose pin on a plan is elsewhere than their place, and the datum that explains it for all."""
    for number, plan in enumerate(reader.tour.plans):
        fit = plan_fit.fit_plan(plan.references, 1, 1)
        pinned = [
            (stop, stop.position, stop.pin)
            for stop in reader.tour.stops
            if stop.position and stop.pin and (stop.pin.plan == plan.name or (not stop.pin.plan and not number))
        ]
        if fit is None or not pinned:
            continue
        shown = [fit.position_of(pin.x, pin.y) for _stop, _place, pin in pinned]
        places = [place for _stop, place, _pin in pinned]
        allowed = max(MIN_PIN_ERROR_M, PIN_ERROR_FACTOR * fit.scatter / fit.units_per_metre)
        distances = [distance_m(place, pin) for place, pin in zip(places, shown, strict=True)]
        if len(pinned) > 1 and min(distances) > allowed:
            yield _all_beside_pins(reader, plan.name, pinned[0][0], places, shown, allowed)
            continue
        for (stop, _place, _pin), distance in zip(pinned, distances, strict=True):
            if distance > allowed:
                message = _("The place is {distance} m from the pin on the plan “{name}”.")
                message = message.format(distance=round(distance), name=plan.name)
                hint = _("Correct the place or the pin; the reference points of the plan say where the pin is.")
                yield Problem("warning", "pin-place", message, reader.line_of(stop, "place:"), hint, stop.number)


def _all_beside_pins(
    reader: Reader, plan: str, first: Stop, places: Sequence[Position], shown: Sequence[Position], allowed: float
) -> Problem:
    """Return the problem of places that are all beside their pins on a plan."""

    def distance_with(change: Callable[[Position], Position]) -> float:
        return median(distance_m(change(place), pin) for place, pin in zip(places, shown, strict=True))

    distance = round(distance_with(lambda place: place))
    message = _("The places are {distance} m from their pins on the plan “{name}”, all of them.")
    hint = _("Correct the reference points of the plan, or the places.")
    for datum, shift in FROM_WGS84.items():
        if distance_with(TO_WGS84[datum]) <= allowed:
            hint = _("They fit in {datum}: add “datum: {datum}” to each place.").format(datum=datum)
        elif distance_with(shift) <= allowed:
            hint = _("The reference points fit in {datum}: add “datum: {datum}” to each.").format(datum=datum)
    message = message.format(distance=distance, name=plan)
    return Problem("warning", "place-datum", message, reader.line_of(first, "place:"), hint, first.number)


def map_problems(tiles: TileMap, tours: Sequence[Tour]) -> Iterator[Problem]:
    """Yield tours with stops that the map of the site does not show."""
    try:
        archive = TileArchive(tiles.file)
        for tour in tours:
            places = {stop.number: stop.position for stop in tour.stops if stop.position}
            missing = [number for number, place in places.items() if not _is_shown(archive, place)]
            if missing:
                message = _("The map {file} does not show stop {numbers}.")
                message = message.format(file=tiles.file.name, numbers=", ".join(missing))
                hint = _("Make the map of a larger area, or compare the places.")
                yield Problem("warning", "map-elsewhere", message, Reader(tour, Settings()).script_place(), hint)
    except TileError:
        return  # an error of site.yaml, with its line


def _is_shown(archive: TileArchive, place: Position) -> bool:
    x, y = to_mercator(place)
    zooms = range(max(archive.min_zoom, archive.max_zoom - MAP_DEPTH_ZOOMS), archive.max_zoom + 1)
    return any(archive.find_tile(zoom, int(x * 2**zoom) % 2**zoom, int(y * 2**zoom))[1] for zoom in zooms)


DATUM_RULES = (check_land, check_pins_and_places)
