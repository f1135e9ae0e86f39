"""What check says about places: decidable mistakes, each with its line, and nothing about a tour that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from audioguide.authoring.places import gcj02_to_wgs84, wgs84_to_bd09, wgs84_to_gcj02
from audioguide.lint import places
from audioguide.lint.reader import Reader
from audioguide.model import Place, Point, Position, Settings, Stop, Tour

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
