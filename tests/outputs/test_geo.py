"""Places of a tour as GeoJSON, GPX, data and podcast locations, read back by programs that are not ours."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from conftest import need_module
from site_tours import HOSTILE, tour
from test_forms import files_of, publish

from audioguide.model import Access, BuiltPoint, Manifest, Position

COORDINATES = [Position(30.8701, 105.3812), Position(0.00001, -0.00001), Position(-16.8, 179.98)]
PODCAST = "{https://podcastindex.org/namespace/1.0}"


@pytest.fixture
def located(tmp_path: Path) -> Manifest:
    """A tour of four stops, the third of which has no place, with a toilet."""
    built = tour(tmp_path)
    known = [COORDINATES[0], COORDINATES[1], None, COORDINATES[2]]
    stops = [replace(stop, position=at) for stop, at in zip(built.stops, known, strict=True)]
    stops[0] = replace(stops[0], directions="向上走 <50 m> & 左转", access=Access(steps="三级"))
    return replace(built, stops=tuple(stops), points=(BuiltPoint("toilet", Position(30.87, 105.38), "村委会"),))


@pytest.mark.parametrize("name", ["geojson", "gpx"])
def test_a_tour_without_places_has_no_file(name: str, tmp_path: Path) -> None:
    built = tour(tmp_path)
    before = set(files_of(tmp_path))
    publish(name, [built], tmp_path)
    assert set(files_of(tmp_path)) == before


@pytest.mark.parametrize("name", ["geojson", "gpx"])
def test_an_unchanged_tour_writes_nothing_and_a_vanished_one_goes(name: str, located: Manifest, tmp_path: Path) -> None:
    sound = set(files_of(tmp_path))
    publish(name, [located], tmp_path)
    before = files_of(tmp_path)
    assert set(before) - sound == {f"school/school.{name}"}
    publish(name, [located], tmp_path)
    assert files_of(tmp_path) == before
    publish(name, [], tmp_path)
    assert set(files_of(tmp_path)) == sound


def test_geojson_has_longitude_first(located: Manifest, tmp_path: Path) -> None:
    publish("geojson", [located], tmp_path)
    data = json.loads((tmp_path / "school/school.geojson").read_text("utf-8"))
    assert data["type"] == "FeatureCollection"
    features = [(f["properties"]["kind"], f["geometry"]["coordinates"]) for f in data["features"]]
    assert features == [
        *(("stop", [at.lon, at.lat]) for at in COORDINATES),
        ("toilet", [105.38, 30.87]),
    ]
    first = data["features"][0]["properties"]
    assert first["page"] == "https://guide.example/school/1/" and first["next"] == located.stops[0].directions


def test_gpx_is_read_by_gpxpy(located: Manifest, tmp_path: Path) -> None:
    need_module("gpxpy", "pip install gpxpy")
    import gpxpy

    publish("gpx", [located], tmp_path)
    read = gpxpy.parse((tmp_path / "school/school.gpx").read_text("utf-8"))
    assert read.name == located.title and read.description == located.description
    waypoints = [(w.latitude, w.longitude, w.type) for w in read.waypoints]
    assert waypoints == [*((at.lat, at.lon, "stop") for at in COORDINATES), (30.87, 105.38, "toilet")]
    assert [w.name for w in read.waypoints][-1] == "村委会"
    assert read.waypoints[0].description == located.stops[0].directions
    (route,) = read.routes
    assert [(p.latitude, p.longitude) for p in route.points] == [(at.lat, at.lon) for at in COORDINATES]
    assert route.points[0].link == "https://guide.example/school/1/"


@pytest.mark.parametrize("name", ["geojson", "gpx", "json", "feed"])
@pytest.mark.parametrize("text", [*HOSTILE, "\x00\x0b\ufffe\uffff"], ids=lambda text: ascii(text)[:16])
def test_any_text_is_carried(name: str, text: str, located: Manifest, tmp_path: Path) -> None:
    stops = tuple(replace(stop, title=text, directions=text) for stop in located.stops)
    points = (BuiltPoint("cafe", COORDINATES[0], text),)
    publish(name, [replace(located, title=text, description=text, stops=stops, points=points)], tmp_path)
    if name == "gpx":
        ET.parse(tmp_path / "school/school.gpx")


def test_the_data_has_places_and_ways(located: Manifest, tmp_path: Path) -> None:
    near = Position(30.8701, 105.3912)
    located = replace(located, stops=(located.stops[0], replace(located.stops[1], position=near), *located.stops[2:]))
    publish("json", [located], tmp_path)
    data = json.loads((tmp_path / "school/tour.json").read_text("utf-8"))
    jsonschema.validate(data, json.loads((tmp_path / "tour.schema.json").read_text("utf-8")))
    first, second, third, _last = data["stops"]
    assert first["place"] == {"lat": 30.8701, "lon": 105.3812} and first["access"] == {"steps": "三级"}
    assert first["next"] == {"text": located.stops[0].directions, "distance": 954, "minutes": 18}
    assert "next" not in second and "place" not in third
    assert data["points"] == [{"kind": "toilet", "title": "村委会", "place": {"lat": 30.87, "lon": 105.38}}]


def test_the_data_of_a_tour_without_places_has_no_new_fields(tmp_path: Path) -> None:
    publish("json", [tour(tmp_path)], tmp_path)
    data = json.loads((tmp_path / "school/tour.json").read_text("utf-8"))
    assert not {"place", "next", "access", "points"} & {*data, *data["stops"][0]}


def test_a_feed_says_where_an_episode_is(located: Manifest, tmp_path: Path) -> None:
    publish("feed", [located], tmp_path)
    items = ET.parse(tmp_path / "school/feed.xml").getroot().findall("channel/item")
    shown = [(e.get("geo"), e.text) for item in items for e in item.findall(f"{PODCAST}location")]
    expected = ["geo:30.8701,105.3812", "geo:0.00001,-0.00001", "geo:-16.8,179.98"]
    titles = [stop.title for stop in located.stops if stop.position]
    assert sorted(shown, key=str) == sorted(zip(expected, titles, strict=True), key=str)
    (common,) = ET.parse(tmp_path / "feed.xml").getroot().iter(f"{PODCAST}location")
    assert (common.get("geo"), common.text) == (expected[0], located.title)


def test_a_moved_stop_is_written_into_the_feed(located: Manifest, tmp_path: Path) -> None:
    publish("feed", [located], tmp_path)
    moved = replace(located, stops=(replace(located.stops[0], position=Position(31, 105)), *located.stops[1:]))
    publish("feed", [moved], tmp_path)
    assert "geo:31,105" in (tmp_path / "school/feed.xml").read_text("utf-8")
