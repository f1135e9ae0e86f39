"""What check says about all places of a tour together: at sea, beside their pins, off the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from test_lint_places import MUNICH, VILLAGE, tour_at
from tiled_maps import tiles_of, write_archive

from audioguide.authoring.places import (
    bd09_to_wgs84,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from audioguide.authoring.script import load_tour
from audioguide.authoring.site_config import TileMap
from audioguide.lint import datums, land_mask
from audioguide.lint.reader import Reader
from audioguide.model import Place, Plan, PlanPin, Position, ReferencePoint, Settings, Tour
from audioguide.outputs.site.map_view import area_around

COASTS = {
    "Raoping": (23.51567, 116.9977),
    "Xiangshan": (29.52642, 121.92355),
    "Zhanjiang": (20.23432, 110.16727),
    "Xiapu": (26.95257, 120.3791),
}
ZHOUSHAN = (30.039, 122.40224)
VENICE = [(45.434, 12.338), (45.437, 12.335)]
QINGDAO = [(36.0599, 120.3166), (36.0644, 120.3203)]
GULANGYU = [(24.4475, 118.062), (24.4490, 118.067)]


def beside(at: tuple[float, float], change: Callable[[Position], Position] | None = None) -> Tour:
    """A tour of three stops within a hundred metres, its places as somebody wrote them."""
    near = [Position(at[0] + north, at[1] + east) for north, east in ((0, 0), (0.0005, 0.0004), (-0.0006, 0.0003))]
    places = [change(place) if change else place for place in near]
    return tour_at([(place.lat, place.lon) for place in places])


def remarks(tour: Tour) -> list[tuple[str, str, str]]:
    problems = [problem for rule in datums.DATUM_RULES for problem in rule(Reader(tour, Settings()))]
    return [(problem.severity, problem.code, problem.hint) for problem in problems]


@pytest.mark.parametrize("at", [VILLAGE, MUNICH, VENICE, QINGDAO, GULANGYU, [], [(0.5, 34.0)], [(-33.8688, 151.2093)]])
def test_places_on_land_are_no_matter(at: list[tuple[float, float]]) -> None:
    assert remarks(tour_at([*at])) == []


@pytest.mark.parametrize("coast", COASTS)
@pytest.mark.parametrize(
    ("written", "hint"),
    [(None, ""), (wgs84_to_gcj02, "add “datum: GCJ-02”"), (wgs84_to_bd09, "add “datum: ")],
)
def test_a_datum_that_puts_all_stops_in_the_sea(
    coast: str, written: Callable[[Position], Position] | None, hint: str
) -> None:
    tour = beside(COASTS[coast], written)
    at_sea = all(land_mask.are_at_sea([stop.position for stop in tour.stops if stop.position]))
    assert at_sea or written is not wgs84_to_gcj02
    assert [(severity, code) for severity, code, _hint in remarks(tour)] == [("warning", "places-at-sea")] * at_sea
    assert all(hint in text for _severity, _code, text in remarks(tour))


@pytest.mark.parametrize(("datum", "convert"), [("GCJ-02", gcj02_to_wgs84), ("BD-09", bd09_to_wgs84)])
def test_a_datum_that_is_named_and_wrong(tmp_path: Path, datum: str, convert: Callable[[Position], Position]) -> None:
    at = ZHOUSHAN
    assert not any(land_mask.are_at_sea([Position(*at)])) and all(land_mask.are_at_sea([convert(Position(*at))]))
    script = tmp_path / "island.yaml"
    script.write_text(
        "schema: 1\ntitle: Island\nlanguage: en\nstops:\n- number: 1\n  title: Pier\n"
        f"  place: {{lat: {at[0]}, lon: {at[1]}, datum: {datum}}}\n  text: Welcome.\n",
        "utf-8",
    )
    ((severity, code, hint),) = remarks(load_tour(script))
    assert (severity, code) == ("warning", "places-at-sea") and f"take out “datum: {datum}”" in hint


@pytest.mark.parametrize(
    ("places", "severity", "hint"),
    [
        ([(-lat, lon) for lat, lon in VILLAGE], "warning", "south is negative"),
        ([(lat, -lon) for lat, lon in [(51.6, 1.2), (51.61, 1.21)]], "", ""),
        ([(33.8688, 151.2093), (33.87, 151.20)], "warning", "south is negative"),
        ([(38.72, 9.14), (38.73, 9.15)], "warning", "west is negative"),
        ([(11.5755, 48.1374), (11.5660, 48.1390)], "warning", "exchanged"),
        ([(0.0, 0.0)], "note", "smaller than a square kilometre"),
        ([(0.4, -0.4), (0.41, -0.4)], "note", "pier"),
    ],
)
def test_a_sign_or_an_order_that_puts_all_stops_in_the_sea(
    places: list[tuple[float, float]], severity: str, hint: str
) -> None:
    findings = remarks(tour_at(places))
    assert [(level, code) for level, code, _hint in findings] == ([(severity, "places-at-sea")] if severity else [])
    assert all(hint in text for _level, _code, text in findings)


def test_one_stop_on_a_pier_is_no_matter() -> None:
    assert remarks(tour_at([*QINGDAO, (36.03, 120.32)])) == []


def test_without_the_package_nothing_is_at_sea(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(land_mask, "_open_mask", lambda: None)
    monkeypatch.setattr(land_mask, "_known_rows", {})
    assert land_mask.are_at_sea([Position(0, 0)]) == [False]


# ---------------------------------------------------------------- plans and maps


CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))


def at_plan(x: float, y: float) -> Position:
    return Position(30.87 - y / 100, 105.38 + x / 100)


def same(position: Position) -> Position:
    return position


def planned(
    places: Sequence[Position | None],
    pins: Sequence[tuple[float, float]],
    tied: Callable[[Position], Position] = same,
    count: int = 4,
) -> Tour:
    """A tour with pins on a plan that is tied to the earth, and with places."""
    references = tuple(ReferencePoint(x, y, tied(at_plan(x, y))) for x, y in CORNERS[:count])
    tour = tour_at([None] * len(pins))
    stops = tuple(
        replace(stop, pin=PlanPin(*pin), position=place)
        for stop, pin, place in zip(tour.stops, pins, places, strict=True)
    )
    return replace(
        tour, stops=stops, plans=(Plan("site", "plan.svg", alt="x", references=references, place=Place("v")),)
    )


PINS = [(0.2, 0.2), (0.5, 0.6), (0.8, 0.3)]
TRUE = [at_plan(*pin) for pin in PINS]


@pytest.mark.parametrize(
    ("tour", "expected"),
    [
        (planned(TRUE, PINS), []),
        (planned([Position(at.lat + 0.0005, at.lon) for at in TRUE], PINS), []),
        (
            planned([wgs84_to_gcj02(at) for at in TRUE], PINS),
            [("place-datum", "fit in GCJ-02: add “datum: GCJ-02” to each place")],
        ),
        (planned([wgs84_to_bd09(at) for at in TRUE], PINS), [("place-datum", "fit in BD-09: add")]),
        (planned(TRUE, PINS, wgs84_to_gcj02), [("place-datum", "The reference points fit in GCJ-02")]),
        (planned([Position(at.lat + 0.02, at.lon) for at in TRUE], PINS), [("place-datum", "Correct the reference")]),
        (planned([TRUE[0], at_plan(0.9, 0.9), TRUE[2]], PINS), [("pin-place", "Correct the place or the pin")]),
        (planned([TRUE[0], None, TRUE[2]], PINS), []),
        (planned([at_plan(0.9, 0.9)], PINS[:1]), [("pin-place", "")]),
        (planned([wgs84_to_gcj02(at) for at in TRUE], PINS, count=2), []),
        (planned([wgs84_to_gcj02(at) for at in TRUE], PINS, count=0), []),
    ],
)
def test_pins_and_places_agree(tour: Tour, expected: list[tuple[str, str]]) -> None:
    findings = remarks(tour)
    assert [code for _level, code, _hint in findings] == [code for code, _hint in expected]
    for (_level, _code, hint), (_expected, words) in zip(findings, expected, strict=True):
        assert words in hint


def test_stops_that_the_map_does_not_show(tmp_path: Path) -> None:
    village = tour_at([*VILLAGE])
    area = area_around([stop.position for stop in village.stops if stop.position])
    tiles = TileMap(write_archive(tmp_path / "v.pmtiles", tiles_of(area, range(13, 17), beside=0)), "v.pmtiles")
    assert list(datums.map_problems(tiles, [village, tour_at([None])])) == []
    problems = list(datums.map_problems(tiles, [tour_at([VILLAGE[0], (30.87, 105.5)]), tour_at([*MUNICH])]))
    assert [(problem.code, problem.message.rpartition("stop ")[2]) for problem in problems] == [
        ("map-elsewhere", "2."),
        ("map-elsewhere", "1, 2, 3, 4."),
    ]
