"""Where things are: China's shifted coordinates, distances, and the fields of a script."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide import manifest
from audioguide.authoring import places, script, site_places
from audioguide.errors import ScriptError
from audioguide.model import Access, PlanPin, Point, Position, Problem, ReferencePoint, Tour
from audioguide.project import Project
from audioguide.yaml import patching

DATA = Path(__file__).parents[1] / "data" / "places" / "gcoord-1.0.7.tsv"
"""300 points in China as gcoord 1.0.7 converts them: to GCJ-02, to BD-09, from GCJ-02, from BD-09 (lon, lat each)."""
ROWS = [tuple(map(float, line.split("\t"))) for line in DATA.read_text("utf-8").splitlines()[1:]]
OUTSIDE = [(48.137, 11.575), (-33.86, 151.21), (40.7128, -74.006), (0.0, 0.0), (90.0, 0.0), (-90.0, 180.0), (35, 138)]

positions_in_china = st.builds(Position, st.floats(18.2, 53.5), st.floats(73.6, 134.7))


@pytest.mark.parametrize(
    ("convert", "column"),
    [
        (places.wgs84_to_gcj02, 2),
        (places.wgs84_to_bd09, 4),
        (places.gcj02_to_wgs84, 6),
        (places.bd09_to_wgs84, 8),
    ],
)
def test_conversions_agree_with_gcoord(convert: object, column: int) -> None:
    assert len(ROWS) == 300 and callable(convert)
    for row in ROWS:
        expected = Position(row[column + 1], row[column])
        assert places.distance_m(convert(Position(row[1], row[0])), expected) < 0.2


@given(positions_in_china)
@settings(max_examples=100, deadline=None)
def test_a_converted_position_comes_back(position: Position) -> None:
    assert places.distance_m(places.gcj02_to_wgs84(places.wgs84_to_gcj02(position)), position) < 0.001
    assert places.distance_m(places.bd09_to_wgs84(places.wgs84_to_bd09(position)), position) < 2


@pytest.mark.parametrize(("lat", "lon"), OUTSIDE)
@pytest.mark.parametrize("datum", places.TO_WGS84)
def test_positions_outside_china_stay(datum: str, lat: float, lon: float) -> None:
    position = Position(lat, lon)
    assert places.convert_position(position, datum) == position
    assert places.wgs84_to_gcj02(position) == places.wgs84_to_bd09(position) == position


def test_the_corners_of_the_rectangle_end_in_numbers() -> None:
    for lat in (0.8293, 55.8271):
        for lon in (72.004, 137.8347):
            for datum in places.TO_WGS84:
                moved = places.convert_position(Position(lat, lon), datum)
                assert math.isfinite(moved.lat) and places.distance_m(moved, Position(lat, lon)) < 5_000


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        (Position(0, 0), Position(0, 0), 0),
        (Position(0, 0), Position(0, 1), 111_195),
        (Position(0, 179.5), Position(0, -179.5), 111_195),
        (Position(90, 0), Position(-90, 0), 20_015_115),
        (Position(39.9042, 116.4074), Position(31.2304, 121.4737), 1_067_300),
    ],
)
def test_distances(start: Position, end: Position, metres: float) -> None:
    assert places.distance_m(start, end) == pytest.approx(metres, rel=0.001)


@pytest.mark.parametrize(("metres", "minutes"), [(0, 1), (70, 1), (540, 10), (5_000, 93)])
def test_minutes_on_foot(metres: float, minutes: int) -> None:
    assert places.walking_minutes(metres) == minutes


@pytest.mark.parametrize(
    ("degrees", "text"),
    [(104.5, "104.5"), (0.00001, "0.00001"), (-0.00000001, "0"), (100.0, "100"), (-33.86, "-33.86"), (0.0, "0")],
)
def test_degrees_have_no_exponent(degrees: float, text: str) -> None:
    assert places.decimal_degrees(degrees) == text


# ---------------------------------------------------------------- scripts

SCRIPT = """\
schema: 1
title: 水磨头村
language: zh-CN

points:
  - kind: toilet
    title: 村委会旁
    place: {lat: 30.8712, lon: 105.3821}
  - {kind: parking, place: {lat: 30.87, lon: 105.38}}

stops:
  - number: 1
    title: 村口
    place: {lat: 30.8701, lon: 105.3812}   # measured at the gate
    next: |
      沿石板路向上走，
      见到水井左转。
    access: {steps: 三级台阶, toilets: 村委会旁}
    text: 各位来宾，大家好。
  - number: 2
    title: 水井
    place: {lat: 30.872, lon: 105.384, datum: GCJ-02}
    text: 这是一口老井。
  - number: 3
    title: 山顶
    text: 到了。
"""


def load(folder: Path, text: str) -> Tour:
    path = folder / "village.yaml"
    path.write_text(text, "utf-8")
    return script.load_tour(path)


def without_file_places(tour: Tour) -> Tour:
    stops = tuple(
        dataclasses.replace(s, place=None, segments=tuple(dataclasses.replace(g, place=None) for g in s.segments))
        for s in tour.stops
    )
    return dataclasses.replace(
        tour,
        stops=stops,
        points=tuple(dataclasses.replace(p, place=None) for p in tour.points),
        plans=tuple(dataclasses.replace(p, place=None) for p in tour.plans),
        routes=tuple(dataclasses.replace(r, place=None) for r in tour.routes),
    )


def test_a_script_says_where_things_are(tmp_path: Path) -> None:
    tour = load(tmp_path, SCRIPT)
    first, second, third = tour.stops
    assert first.position == Position(30.8701, 105.3812)
    assert first.directions == "沿石板路向上走，见到水井左转。"
    assert first.access == Access(steps="三级台阶", toilets="村委会旁")
    assert second.position == places.convert_position(Position(30.872, 105.384), "GCJ-02")
    assert second.position and 300 < places.distance_m(second.position, Position(30.872, 105.384)) < 700
    assert (third.position, third.directions, third.access) == (None, "", None)
    assert [dataclasses.replace(point, place=None) for point in tour.points] == [
        Point("toilet", Position(30.8712, 105.3821), "村委会旁"),
        Point("parking", Position(30.87, 105.38)),
    ]
    assert [point.place.line for point in tour.points if point.place] == [6, 9]


def test_a_written_script_says_the_same(tmp_path: Path) -> None:
    tour = without_file_places(load(tmp_path, SCRIPT))
    assert without_file_places(load(tmp_path, script.write_script(tour))) == tour


@given(st.floats(-90, 90).map(lambda x: round(x, 7)), st.sampled_from([0.0, 0.00001, -0.0000001, 180.0, -180.0, 105.3]))
@settings(max_examples=40, deadline=None)
def test_any_position_is_written_so_that_it_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, lat: float, lon: float
) -> None:
    folder = tmp_path_factory.mktemp("written")
    tour = load(folder, SCRIPT)
    moved = dataclasses.replace(tour.stops[0], position=Position(lat, lon))
    again = load(folder, script.write_script(dataclasses.replace(tour, stops=(moved, *tour.stops[1:]))))
    assert again.stops[0].position == Position(lat, lon)


def test_another_edit_leaves_places_and_their_comments(tmp_path: Path) -> None:
    changed = patching.set_value(SCRIPT, ("stops", 0, "title"), "大门")
    assert changed == SCRIPT.replace("title: 村口", "title: 大门")


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "hint"),
    [
        ("lat: 30.8701, lon: 105.3812", "lat: 105.3812, lon: 30.8701", "bad-value", 14, "18"),
        ("lat: 30.8701, lon: 105.3812", "lat: 30.8701", "missing-field", 14, "73"),
        ("lat: 30.8701, lon: 105.3812", 'lat: "30°52′N", lon: 105.3', "wrong-type", 14, "90"),
        ("{lat: 30.8701, lon: 105.3812}", "30.8701", "wrong-type", 14, "lat:"),
        ("{lat: 30.8701, lon: 105.3812}", "{lat: .nan, lon: 1}", "wrong-type", 14, "90"),
        ("datum: GCJ-02", "datum: GCJ02", "bad-value", 22, "GCJ-02"),
        ("kind: toilet", "kind: toilets", "bad-value", 6, "toilet"),
        ("steps: 三级台阶", "stairs: 三级台阶", "unknown-field", 18, "steps"),
    ],
)
def test_a_wrong_place_has_its_line_and_a_hint(
    tmp_path: Path, old: str, new: str, code: str, line: int, hint: str
) -> None:
    assert old in SCRIPT
    with pytest.raises(ScriptError) as caught:
        load(tmp_path, SCRIPT.replace(old, new))
    matching: list[Problem] = [p for p in caught.value.problems if p.code == code and p.place.line == line]
    assert matching and hint in matching[0].hint, caught.value.problems


def test_a_key_without_a_value_is_left_out(tmp_path: Path) -> None:
    text = SCRIPT.replace("place: {lat: 30.8701, lon: 105.3812}", "place:").replace("access: {", "access: #{")
    tour = load(tmp_path, text)
    assert tour.stops[0].position is None and tour.stops[0].access is None


def test_places_are_in_the_manifest_only_where_there_are_any() -> None:
    from test_manifest import example

    plain = example()
    fields = {"position", "directions", "access", "points"}
    data = json.loads(manifest.to_json(plain))
    assert not fields & {*data, *data["stops"][0]}
    stop = dataclasses.replace(plain.stops[0], position=Position(30.8, 105.3), access=Access(seating="长椅"))
    located = dataclasses.replace(plain, stops=(stop,))
    assert manifest.from_json(manifest.to_json(located)) == located
    assert fields & set(json.loads(manifest.to_json(located))["stops"][0]) == {"position", "access"}


PLANNED = SCRIPT.replace(
    "stops:\n",
    """\
plans:
  - name: ground
    file: ground.svg
    title: 总图
    floor: 一层
    alt: 一条路上山
    references:
      - {x: 0.1, y: 0.2, place: {lat: 30.87, lon: 105.38}}
      - {x: 0.9, y: 0.2, place: {lat: 30.87, lon: 105.39, datum: GCJ-02}}

routes:
  - {name: short, title: 二十分钟, minutes: 20, for: wheelchair, stops: [1, 3]}

stops:
""",
    1,
).replace("    text: 到了。\n", "    plan: {x: 0.5, y: 0.25, name: ground}\n    trigger: 30 m\n    text: 到了。\n")


def test_a_script_says_where_things_are_on_plans_and_routes(tmp_path: Path) -> None:
    tour = load(tmp_path, PLANNED)
    (plan,), (route,), third = tour.plans, tour.routes, tour.stops[2]
    assert (plan.name, plan.file, plan.title, plan.floor, plan.alt) == (
        "ground",
        "ground.svg",
        "总图",
        "一层",
        "一条路上山",
    )
    assert plan.references[0] == ReferencePoint(0.1, 0.2, Position(30.87, 105.38))
    assert plan.references[1].position == places.convert_position(Position(30.87, 105.39), "GCJ-02")
    assert (route.title, route.minutes, route.suits, route.stops) == ("二十分钟", 20, "wheelchair", ("1", "3"))
    assert third.pin == PlanPin(0.5, 0.25, "ground") and third.trigger_m == 30
    again = load(tmp_path, script.write_script(tour))
    assert without_file_places(again) == without_file_places(tour)


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("stops: [1, 3]", "stops: [1, 33]", "route-nowhere", "3"),
        ("stops: [1, 3]", "stops: [1, 3, 1]", "route-twice", "out"),
        ("stops: [1, 3]", "stops: []", "empty", "1, 3, 7"),
        ("for: wheelchair", "for: dogs", "bad-value", "wheelchair"),
        ("trigger: 30 m", "trigger: near", "bad-value", "30 m"),
        ("trigger: 30 m", "trigger: 0", "bad-value", "30 m"),
        ("x: 0.5, y: 0.25", "x: 0.5", "missing-field", "Share"),
        ("name: ground", "name: Ground Floor", "bad-value", "small letters"),
        ("    place: {lat: 30.8712, lon: 105.3821}\n", "", "missing-field", "plan:"),
        ("routes:\n", "routes:\n  - {name: short, title: x, stops: [2]}\n", "duplicate-name", "name"),
    ],
)
def test_a_wrong_plan_or_route_has_a_hint(tmp_path: Path, old: str, new: str, code: str, hint: str) -> None:
    assert old in PLANNED
    with pytest.raises(ScriptError) as caught:
        load(tmp_path, PLANNED.replace(old, new, 1))
    matching = [p for p in caught.value.problems if p.code == code]
    assert matching and hint in matching[0].hint and matching[0].place.line, caught.value.problems


def test_the_directions_are_spoken_at_the_end_by_the_narrator(tmp_path: Path) -> None:
    first, _second, third = load(tmp_path, SCRIPT).stops
    *text, way = first.spoken_segments
    assert tuple(text) == first.segments
    assert (way.text, way.role, way.is_cue, way.place and way.place.line) == (first.directions, "narrator", False, 16)
    assert third.spoken_segments == third.segments


SHARED = """\
points:
  - {kind: toilet, title: {zh: 卫生间, en: Toilets}, place: {lat: 30.87, lon: 105.38}}
plans:
  - {name: ground, file: plans/site.svg, title: {zh: 总图, en: Site}}
  - {name: upper, file: plans/upper.svg, title: Upper floor}
"""


def test_plans_and_points_of_the_site_come_after_those_of_the_script(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "site.yaml").write_text(SHARED, "utf-8")
    project = Project(tmp_path)
    plain = site_places.add_shared_places(project, load(tmp_path / "scripts", SCRIPT))
    assert [(plan.name, plan.file, plan.title) for plan in plain.plans] == [
        ("ground", "../plans/site.svg", "总图"),
        ("upper", "../plans/upper.svg", "Upper floor"),
    ]
    assert [point.title for point in plain.points][-1] == "卫生间" and len(plain.points) == 3
    own = site_places.add_shared_places(project, load(tmp_path / "scripts", PLANNED))
    assert [(plan.name, plan.file) for plan in own.plans] == [("ground", "ground.svg"), ("upper", "../plans/upper.svg")]


def test_a_project_without_a_site_file_is_left_alone(tmp_path: Path) -> None:
    tour = load(tmp_path, SCRIPT)
    assert site_places.add_shared_places(Project(tmp_path), tour) is tour


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (30.87, 105.38, True),
        (39.9, 116.4, True),
        (18.25, 109.5, True),
        (43.8, 87.6, True),
        (22.28, 114.16, False),
        (22.19, 113.54, False),
        (25.03, 121.56, False),
        (35.01, 135.77, False),
        (37.57, 126.98, False),
        (21.03, 105.85, False),
        (47.9, 106.9, False),
        (48.1, 11.5, False),
    ],
)
def test_the_mainland_is_distinguished_from_its_neighbours(lat: float, lon: float, expected: bool) -> None:
    assert places.is_on_mainland(Position(lat, lon)) is expected
