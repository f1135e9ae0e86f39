"""What check says about places: decidable mistakes, each with its line, and nothing about a tour that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import site_tours

from audioguide.assembly import plans
from audioguide.authoring.places import gcj02_to_wgs84, wgs84_to_bd09, wgs84_to_gcj02
from audioguide.lint import places
from audioguide.lint.reader import Reader
from audioguide.model import Place, Plan, PlanPin, Point, Position, ReferencePoint, Route, Settings, Stop, Tour

VILLAGE = [(30.8701, 105.3812), (30.8712, 105.3825), (30.8725, 105.3830), (30.8741, 105.3845), (30.8764, 105.3871)]
MUNICH = [(48.1374, 11.5755), (48.1390, 11.5660), (48.1402, 11.5600), (48.1351, 11.5820)]
FIJI = [(-16.80, 179.98), (-16.81, -179.99), (-16.79, 179.99)]
WELL = Position(30.872, 105.384)
JOURNEY = [(39.9, 116.4), (38.0, 114.5), (34.7, 113.6), (34.3, 108.9), (30.6, 104.1)]


def tour_at(coordinates: Sequence[tuple[float, float] | None], points: Sequence[tuple[float, float]] = ()) -> Tour:
    stops = tuple(
        Stop(str(number), f"站 {number}", (), place=Place("v.yaml", number), position=Position(*at) if at else None)
        for number, at in enumerate(coordinates, 1)
    )
    extra = tuple(Point("toilet", Position(*at), place=Place("v.yaml", 90 + n)) for n, at in enumerate(points))
    return Tour("v", "zh-CN", "村", stops, points=extra)


def codes(tour: Tour) -> list[tuple[str, int]]:
    reader = Reader(tour, Settings())
    return [(problem.code, problem.place.line) for rule in places.PLACE_RULES for problem in rule(reader)]


def changed(base: list[tuple[float, float]], index: int, at: tuple[float, float] | None) -> Tour:
    return tour_at([*base[:index], at, *base[index + 1 :]])


@pytest.mark.parametrize("base", [VILLAGE, MUNICH, FIJI, JOURNEY, VILLAGE[:1], VILLAGE[:2], []])
def test_a_tour_that_is_right_has_no_remark(base: list[tuple[float, float]]) -> None:
    assert codes(tour_at([*base], [(lat + 0.0001, lon) for lat, lon in base[:1]])) == []
    assert codes(tour_at([None, None])) == []


@pytest.mark.parametrize(
    ("tour", "expected"),
    [
        (changed(MUNICH, 1, (11.5660, 48.1390)), [("place-swapped", 2)]),
        (tour_at([(at[1] - 30, at[0]) for at in VILLAGE][:1]), [("place-swapped", 1)]),
        (tour_at([(80.2 + n / 1000, 31.1) for n in range(3)]), [("place-swapped", n) for n in (1, 2, 3)]),
        (changed(VILLAGE, 2, (31.8725, 105.3830)), [("place-far", 3)]),
        (changed(VILLAGE, 2, (30.8725, 106.3830)), [("place-far", 3)]),
        (changed(VILLAGE, 0, (30.8701, -105.3812)), [("place-far", 1)]),
        (changed(VILLAGE, 0, (0.0, 0.0)), [("place-far", 1)]),
        (tour_at([VILLAGE[0], (48.1, 11.5)]), [("place-far", 1), ("place-far", 2)]),
        (tour_at([*VILLAGE], [(30.87, 115.38)]), [("place-far", 90)]),
        (changed(VILLAGE, 1, VILLAGE[0]), [("places-alike", 2)]),
        (changed(VILLAGE, 4, None), [("no-place", 5)]),
    ],
)
def test_a_mistake_in_a_place(tour: Tour, expected: list[tuple[str, int]]) -> None:
    assert codes(tour) == expected


def test_two_wrong_places_do_not_hide_each_other() -> None:
    tour = tour_at([*VILLAGE, *VILLAGE[:2], (11.0, 48.0), (12.0, 48.0)])
    assert [line for code, line in codes(tour) if code == "place-far"] == [8, 9]


def test_a_hint_has_the_numbers_to_write() -> None:
    reader = Reader(changed(MUNICH, 1, (11.5660, 48.1390)), Settings())
    (problem,) = places.check_positions(reader)
    assert "{lat: 48.139, lon: 11.566}" in problem.hint and problem.stop == "2"


def test_the_last_stop_leads_nowhere() -> None:
    tour = tour_at([*VILLAGE])
    on_the_way = tuple(replace(stop, directions="往前走") for stop in tour.stops)
    assert codes(replace(tour, stops=on_the_way)) == [("next-nowhere", 5)]


@pytest.mark.parametrize(
    ("shown", "hint"),
    [
        (WELL, None),
        (Position(WELL.lat + 0.0003, WELL.lon), None),
        (wgs84_to_gcj02(WELL), "datum: GCJ-02"),
        (wgs84_to_bd09(WELL), "datum: BD-09"),
        (gcj02_to_wgs84(WELL), "datum: GCJ-02"),
        (Position(WELL.lat + 0.01, WELL.lon), "same place"),
    ],
)
def test_editions_agree_about_a_place(shown: Position, hint: str | None) -> None:
    first = tour_at([(WELL.lat, WELL.lon)])
    edition = replace(tour_at([(shown.lat, shown.lon)]), edition="en", language="en")
    problems = list(places.edition_problems(first, edition))
    assert [problem.code for problem in problems] == ([] if hint is None else ["edition-place"])
    assert all(hint and hint in problem.hint for problem in problems)


SQUARE = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))


def planned(pins: Sequence[PlanPin | None], references: int = 4, **fields: object) -> Tour:
    """A tour without coordinates, its stops on a plan that is tied to the earth."""
    tied = tuple(ReferencePoint(x, y, Position(30.87 - y / 100, 105.38 + x / 100)) for x, y in SQUARE[:references])
    tour = tour_at([None] * len(pins))
    stops = tuple(replace(stop, pin=pin) for stop, pin in zip(tour.stops, pins, strict=True))
    plan = Plan("site", "plan.svg", alt="一条路", references=tied, place=Place("v.yaml", 80))
    return replace(tour, stops=stops, plans=(replace(plan, **fields),))  # type: ignore[arg-type]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "plan_errors", lambda tour: {})


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("tour", "expected"),
    [
        (planned([PlanPin(0.1, 0.2), PlanPin(1, 0, "site")]), []),
        (planned([PlanPin(0.1, 0.2), PlanPin(1.2, 0.5)]), [("pin-outside", 2)]),
        (planned([PlanPin(0.1, 0.2), PlanPin(420, 380)]), [("pin-outside", 2)]),
        (planned([PlanPin(0.1, -0.1), PlanPin(0.1, 0.1)]), [("pin-outside", 1)]),
        (planned([PlanPin(0.1, 0.2), PlanPin(0.5, 0.5, "sit")]), [("pin-nowhere", 2)]),
        (planned([PlanPin(0.1, 0.2), None]), [("no-pin", 2)]),
        (planned([None, None]), []),
        (replace(planned([PlanPin(0.1, 0.2)]), plans=()), [("pin-nowhere", 1)]),
        (planned([PlanPin(0.1, 0.2)], references=2), [("plan-untied", 80)]),
        (planned([PlanPin(0.1, 0.2)], references=3), [("plan-references", 80)]),
        (planned([PlanPin(0.1, 0.2)], references=0), []),
        (planned([PlanPin(0.1, 0.2)], alt=""), [("no-alt", 80)]),
    ],
)
def test_plans_and_pins_that_cannot_be_used_are_remarked_on(tour: Tour, expected: list[tuple[str, int]]) -> None:
    assert codes(tour) == expected


@pytest.mark.parametrize(
    ("minutes", "places_known", "numbers", "needed"),
    [
        (5, False, ("1", "2", "3a"), []),
        (4, False, ("1", "2", "3a"), []),
        (3, False, ("1", "2", "3a"), ["4 minutes: 4 of sound, 0 on foot"]),
        (9, True, ("1", "2", "3a"), ["10 minutes: 4 of sound, 6 on foot"]),
        (10, True, ("1", "2", "3a"), []),
        (0, True, ("1", "2", "3a"), []),
        (1, True, ("1", "9"), []),
    ],
)
def test_minutes_of_a_route_are_compared_with_its_sound_and_its_ways(
    tmp_path: Path, minutes: int, places_known: bool, numbers: tuple[str, ...], needed: list[str]
) -> None:
    built = site_tours.tour(tmp_path, numbers=("1", "2", "3a"))
    built = replace(
        built, stops=tuple(replace(stop, track=replace(stop.track, duration=80_000)) for stop in built.stops)
    )
    spots = VILLAGE if places_known else [None] * 3
    stops = tuple(replace(s, number=n) for s, n in zip(tour_at(spots[:3]).stops, ("1", "2", "3a"), strict=True))
    route = Route("short", "Short", numbers, minutes, place=Place("v.yaml", 7))
    tour = replace(tour_at([]), stops=stops, routes=(route,))
    problems = list(places.check_route_minutes(Reader(tour, Settings(), built)))
    assert [(problem.code, problem.place.line) for problem in problems] == [("route-minutes", 7)] * len(needed)
    assert all(text in problem.message for text, problem in zip(needed, problems, strict=True))
    assert list(places.check_route_minutes(Reader(tour, Settings()))) == []


def test_a_plan_that_is_not_there_is_an_error() -> None:
    tour = planned([PlanPin(0.1, 0.2)])
    assert ("no-picture", 80) in codes(tour)


@pytest.mark.parametrize(
    ("metres", "at", "expected"), [(30, (1, 1), []), (30, None, ["trigger-nowhere"]), (8, (1, 1), ["trigger-small"])]
)
def test_triggers_that_cannot_work_are_remarked_on(
    metres: int, at: tuple[float, float] | None, expected: list[str]
) -> None:
    tour = tour_at([at])
    tour = replace(tour, stops=(replace(tour.stops[0], trigger_m=metres),))
    assert [code for code, _line in codes(tour)] == expected
