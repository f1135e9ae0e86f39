"""What pages say about places: the way on, map applications in their own datum, the plan page, routes."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from placed_tours import placed_tour
from site_tours import HOSTILE, tour, write_site
from test_site import Page

from audioguide.authoring.places import distance_m, gcj02_to_wgs84, wgs84_to_bd09, wgs84_to_gcj02
from audioguide.model import Access, BuiltRoute, Cue, Manifest, Position
from audioguide.outputs.site import map_links
from audioguide.outputs.site.filters import format_distance
from audioguide.outputs.site.place_views import is_spoken

MAX_STOP_BYTES = 16 * 1024
"""Gzipped, of all that the page of a stop needs before its sound can be played."""
VILLAGE = Position(30.87, 105.38)
KYOTO = Position(35.01, 135.77)
MAX_PLAN_BYTES = 6 * 1024
"""Gzipped, of script and style that the plan page has over the page of a stop."""


@pytest.fixture
def placed(tmp_path: Path) -> Manifest:
    return placed_tour(tmp_path)


def page_text(output: Path, path: str) -> str:
    return (output / path / "index.html").read_text("utf-8")


def without_asset_names(html: str) -> str:
    return re.sub(r"\.[0-9a-f]{10}\.", ".", re.sub(r"audioguide [0-9a-f]{16}", "", html))


def test_the_pages_of_a_tour_without_places_have_none_of_it(placed: Manifest, tmp_path: Path) -> None:
    plain = tour(tmp_path, "village")
    write_site([plain, placed], tmp_path)
    beside = {path: without_asset_names(page_text(tmp_path, path)) for path in ("village", "village/1", "village/3a")}
    alone = tmp_path / "alone"
    write_site([tour(alone, "village")], alone)
    assert beside == {path: without_asset_names(page_text(alone, path)) for path in beside}
    assert not (alone / "village/plan").exists()
    assert not [path for path in (alone / "assets").iterdir() if re.match("plan|near|route", path.name)]
    assert not list(alone.rglob("places.json"))


def test_a_stop_says_how_to_get_on_and_what_is_near(placed: Manifest, tmp_path: Path) -> None:
    write_site([placed], tmp_path)
    words = Page(tmp_path / "school/1/index.html").words
    for text in ("沿石板路上山，在井边左转。", "步行约", "三级台阶", "卫生间", "村委会后面", "停车场"):
        assert text in words, text
    assert "咖啡馆" not in words  # it is on a plan only
    assert "../plan/index.html#stop-1" in Page(tmp_path / "school/1/index.html").addresses()


def test_what_is_near_leads_to_its_map_applications_on_the_plan_page(placed: Manifest, tmp_path: Path) -> None:
    write_site([placed], tmp_path)
    anchors = [a for a in Page(tmp_path / "school/1/index.html").addresses() if "#point-" in a]
    assert anchors == ["../plan/index.html#point-1", "../plan/index.html#point-2"]
    plan = page_text(tmp_path, "school/plan")
    for address in anchors:
        assert f'<li id="{address.partition("#")[2]}"><details>' in plan


def test_directions_that_are_spoken_stand_in_the_text_alone(placed: Manifest, tmp_path: Path) -> None:
    first = placed.stops[0]
    assert not is_spoken(first)
    cue = Cue(9000, 9900, first.directions, 9)
    spoken = replace(first, cues=(*first.cues, cue))
    assert is_spoken(spoken) and is_spoken(replace(spoken, directions="沿{石|shi2}板路上山，\n在井边左转。"))
    write_site([replace(placed, stops=(spoken, *placed.stops[1:]))], tmp_path)
    assert page_text(tmp_path, "school/1").count("在井边左转") == 1


@pytest.mark.parametrize("position", [VILLAGE, KYOTO, Position(48.1, 11.5), Position(-16.8, 179.98)])
def test_each_map_application_gets_its_own_datum(position: Position) -> None:
    links = {link.name: link.href for link in map_links.map_links(position, "井; 泉: (a&b)")}
    on_mainland = position is VILLAGE
    shifted = wgs84_to_gcj02(position) if on_mainland else position
    baidu = wgs84_to_bd09(position) if on_mainland else position

    def near(text: str, expected: Position, *, longitude_first: bool = False) -> bool:
        first, second = map(float, text.split(",")[:2])
        parsed = Position(second, first) if longitude_first else Position(first, second)
        return distance_m(parsed, expected) < 0.1

    query = {name: parse_qs(urlsplit(href).query) for name, href in links.items()}
    assert near(query["amap"]["position"][0], shifted, longitude_first=True)
    assert near(re.search(r"coord:([^;]+);", query["tencent"]["marker"][0])[1], shifted)  # type: ignore[index]
    assert query["tencent"]["marker"][0].count(";") == 2
    assert near(query["baidu"]["location"][0], baidu) and query["baidu"]["coord_type"] == ["bd09ll"]
    assert near(query["apple"]["ll"][0], shifted) and near(query["google"]["query"][0], shifted)
    assert near(links["geo"].removeprefix("geo:").partition("?")[0], position)
    assert near(f"{query['osm']['mlat'][0]},{query['osm']['mlon'][0]}", position)
    assert unquote(links["geo"]).endswith("(井; 泉:  a&b )")
    assert map_links.map_links(position, "")[0].name == ("amap" if on_mainland else "google")
    assert distance_m(gcj02_to_wgs84(wgs84_to_gcj02(VILLAGE)), VILLAGE) < 0.01


def test_the_links_can_be_put_into_the_other_order() -> None:
    for position in (VILLAGE, KYOTO):
        links = map_links.map_links(position, "x")
        assert sorted(link.order for link in links) == list(range(7))
        other = [link.name for link in sorted(links, key=lambda link: link.order)]
        assert other[0] == ("google" if position is VILLAGE else "amap")


def test_the_plan_page_has_picture_pins_and_the_list_as_their_equal(placed: Manifest, tmp_path: Path) -> None:
    write_site([placed], tmp_path)
    html = page_text(tmp_path, "school/plan")
    assert re.findall(r'data-pin="(\w+)"', html) == ["1", "3a", "12", "2"]  # the second floor comes second
    assert re.findall(r'<li data-number="(\w+)"', html) == ["1", "2", "3a", "12"]
    assert html.count('role="tab"') == 2 and 'aria-label="1 · 旧学堂的门 1"' in html
    svg = re.search(r'<svg viewBox="0 0 800.*?</svg>', html, re.S)
    assert svg and ET.fromstring(svg[0]).get("viewBox") == "0 0 800 600"


def test_a_stop_with_a_place_alone_is_put_on_the_plan_by_its_reference_points(placed: Manifest, tmp_path: Path) -> None:
    stop = replace(placed.stops[0], pin=None)
    write_site([replace(placed, stops=(stop, *placed.stops[1:]))], tmp_path)
    marker = re.search(r'data-pin="1" data-x="([\d.]+)" data-y="([\d.]+)"', page_text(tmp_path, "school/plan"))
    assert marker and placed.stops[0].pin
    assert float(marker[1]) == pytest.approx(placed.stops[0].pin.x * 800, abs=10)
    assert float(marker[2]) == pytest.approx(placed.stops[0].pin.y * 600, abs=10)


def test_every_address_of_the_plan_page_leads_to_a_file(placed: Manifest, tmp_path: Path) -> None:
    write_site([placed, tour(tmp_path, edition="en")], tmp_path)
    folder = tmp_path / "school/plan"
    script = re.search(r'data-script="([^"]+)"', page_text(tmp_path, "school/plan"))
    for address in [*Page(folder / "index.html").addresses(), (script and script[1]) or ""]:
        parts = urlsplit(address)
        if not parts.scheme and parts.path:
            assert (folder / unquote(parts.path)).resolve().is_file(), address
    assert (tmp_path / "school/en/index.html").is_file() and not (tmp_path / "school/en/plan").exists()
    assert '../../school/en/index.html"' in page_text(tmp_path, "school/plan")


def test_the_plan_is_among_the_files_of_a_saved_tour(placed: Manifest, tmp_path: Path) -> None:
    write_site([placed], tmp_path)
    listed = {
        entry[0].partition("?")[0] for entry in json.loads((tmp_path / "school/offline.json").read_text())["files"]
    }
    assert {"plan/", "images/plan-site.svg", "images/plan-upper.svg", "places.json"} <= listed
    for stem in ("plan-zh", "near-zh", "route-zh", "plan"):
        assert [name for name in listed if name.startswith(f"../assets/{stem}.")], stem


def test_the_plan_page_is_light(placed: Manifest, tmp_path: Path) -> None:
    write_site([placed], tmp_path)
    own = [path for path in (tmp_path / "assets").iterdir() if re.match(r"plan[.-]", path.name)]
    assert len(own) == 2
    assert sum(len(gzip.compress(path.read_bytes())) for path in own) <= MAX_PLAN_BYTES


def test_what_a_stop_needs_before_its_sound_is_as_light_with_places(tmp_path: Path) -> None:
    """Three minutes of text at each of 25 stops; what follows the position comes when somebody asks."""
    write_site([placed_tour(tmp_path, numbers=[str(n) for n in range(1, 26)], sentences=90)], tmp_path)
    page = tmp_path / "school/1/index.html"
    html = page.read_text("utf-8")
    assert 'id="near"' in html and "沿石板路上山" in html and "data-places-script" in html
    scripted = re.sub(r"<noscript>.*?</noscript>", "", html)
    names = re.findall(r'<(?:script|link rel="stylesheet")[^>]* (?:src|href)="([^"]+)"', scripted)
    assert sorted(re.sub(r"\W.*", "", Path(name).name) for name in names) == ["app", "style"]
    weights = [len(gzip.compress((page.parent / name).read_bytes())) for name in ("index.html", *names)]
    assert sum(weights) <= MAX_STOP_BYTES


def test_a_stop_finds_what_is_near_in_a_file_of_the_tour(placed: Manifest, tmp_path: Path) -> None:
    closed = replace(placed.stops[1], closed="维修中")
    write_site([replace(placed, stops=(placed.stops[0], closed, *placed.stops[2:]))], tmp_path)
    rows = json.loads((tmp_path / "school/places.json").read_text("utf-8"))
    first = placed.stops[0]
    assert first.position
    assert rows[0][:5] == ["1", first.position.lat, first.position.lon, 30, first.title]
    assert (tmp_path / "school" / rows[0][5].partition("?")[0]).is_file()
    assert [row[3] for row in rows] == [30, 0, 30, 30]  # nobody is sent to a closed stop
    address = re.search(r'data-places="([^"]+)"', page_text(tmp_path, "school/1"))
    assert address and (tmp_path / "school/1" / address[1].partition("?")[0]).resolve().is_file()


def test_a_stop_knows_what_follows_on_each_route(placed: Manifest, tmp_path: Path) -> None:
    write_site([placed], tmp_path)
    data = re.search(r'id="data">(.*?)</script>', page_text(tmp_path, "school/3a"), re.S)
    assert data
    short, easy = json.loads(data[1])["routes"]
    assert (short["name"], short["previous"][0], short["next"][0]) == ("short", "1", "12")
    assert (easy["previous"][0], easy["next"]) == ("2", None)
    assert "routes" in page_text(tmp_path, "school") and "二十分钟" in page_text(tmp_path, "school/plan")


def test_an_inherited_route_is_called_by_whom_it_suits_or_how_long_it_takes(placed: Manifest, tmp_path: Path) -> None:
    routes = tuple(replace(route, title="") for route in placed.routes)
    write_site([replace(placed, routes=routes)], tmp_path)
    html = page_text(tmp_path, "school/plan")
    assert "<span>约 20 分钟</span>" in html and "<span>无台阶</span>" in html
    data = re.search(r'id="data">(.*?)</script>', page_text(tmp_path, "school/3a"), re.S)
    assert data and json.loads(data[1])["routes"][0]["title"] == "约 20 分钟"


def radios(output: Path) -> list[tuple[str, bool, str]]:
    """Return value, whether it is chosen, and title of each route that the plan page offers."""
    pattern = r'name="route" value="([^"]*)"([^>]*)> <span>([^<]*)</span>'
    return [
        (value, "checked" in rest, title)
        for value, rest, title in re.findall(pattern, page_text(output, "school/plan"))
    ]


def test_a_route_of_all_stops_is_the_choice_that_all_begin_with(placed: Manifest, tmp_path: Path) -> None:
    numbers = tuple(stop.number for stop in placed.stops)
    others = [("short", False, "二十分钟"), ("easy", False, "无台阶路线")]
    write_site([placed], tmp_path)
    assert radios(tmp_path) == [("", True, "全部站点"), *others]
    full = BuiltRoute("full", "全程", numbers, 45)
    turned = BuiltRoute("back", "回程", numbers[::-1], 45)
    write_site([replace(placed, routes=(*placed.routes, turned, full))], tmp_path)
    assert radios(tmp_path) == [*others, ("back", False, "回程"), ("", True, "全程")]
    assert re.search("约 45 分钟 · [^<]*1 → … → 12", page_text(tmp_path, "school/plan"))
    for path in ("school", "school/plan", "school/3a"):  # nothing to follow: it is the order of the tour
        data = re.search(r'id="data">(.*?)</script>', page_text(tmp_path, path), re.S)
        assert data and [route["name"] for route in json.loads(data[1])["routes"]] == ["short", "easy", "back"], path


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (20, "约 20 分钟 · 讲解 4 分钟 · 1"),
        (5, "约 5 分钟 · 讲解 4 分钟 · 1"),
        (4, "约 4 分钟 · 1"),
        (3, "约 3 分钟 · 1"),
    ],
)
def test_a_route_says_how_much_of_its_minutes_is_spoken(
    placed: Manifest, tmp_path: Path, minutes: int, expected: str
) -> None:
    stops = tuple(replace(stop, track=replace(stop.track, duration=80_000)) for stop in placed.stops)
    routes = (replace(placed.routes[0], minutes=minutes),)
    assert len(routes[0].stops) == 3
    write_site([replace(placed, stops=stops, routes=routes)], tmp_path)
    assert expected in page_text(tmp_path, "school/plan")


@pytest.mark.parametrize(("minutes", "is_shown"), [(0, True), (5, True), (500, False)])
def test_all_stops_take_no_fewer_minutes_than_a_route_among_them(
    placed: Manifest, tmp_path: Path, minutes: int, is_shown: bool
) -> None:
    write_site([replace(placed, routes=(replace(placed.routes[0], minutes=minutes),))], tmp_path)
    (every,) = re.findall(r'value="" checked>(.*?)</label>', page_text(tmp_path, "school/plan"))
    assert ("约" in every) is is_shown


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(text: str, placed: Manifest, tmp_path: Path) -> None:
    stops = tuple(replace(stop, title=text, directions=text, access=Access(steps=text)) for stop in placed.stops)
    hostile = replace(
        placed,
        title=text,
        stops=stops,
        points=tuple(replace(point, title=text) for point in placed.points),
        plans=tuple(replace(plan, title=text, floor=text, alt=text) for plan in placed.plans),
        routes=tuple(replace(route, title=text) for route in placed.routes),
    )
    write_site([hostile], tmp_path)
    for path in ("school/plan", "school/1", "school"):
        page = Page(tmp_path / path / "index.html")
        assert not [
            attributes for _tag, attributes in page.elements if any(name.startswith("on") for name in attributes)
        ]
        assert len([tag for tag, _attributes in page.elements if tag == "script"]) <= 6


@pytest.mark.parametrize(
    ("metres", "text"),
    [(7, "7 m"), (99, "99 m"), (104, "100 m"), (995, "1000 m"), (1000, "1.0 km"), (12_340, "12.3 km")],
)
def test_distances_are_as_exact_as_anybody_walks(metres: int, text: str) -> None:
    assert format_distance(metres, {"metres": "{count} m", "kilometres": "{count} km"}) == text


def test_a_tour_with_places_alone_has_a_plan_page_without_a_picture(tmp_path: Path) -> None:
    plain = tour(tmp_path)
    stops = (replace(plain.stops[0], position=VILLAGE), *plain.stops[1:])
    write_site([replace(plain, stops=stops)], tmp_path)
    html = page_text(tmp_path, "school/plan")
    assert (
        '<svg viewBox="0 0 800' not in html
        and 'id="near"' in html
        and "plan/index.html" in page_text(tmp_path, "school")
    )
