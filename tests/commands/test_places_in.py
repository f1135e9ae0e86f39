"""Places that come in: links of map applications, files of places, edits of a page; each in its own datum."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from audioguide.authoring import script
from audioguide.authoring.places import bd09_to_wgs84, distance_m, gcj02_to_wgs84
from audioguide.authoring.script_names import script_files
from audioguide.cli import group
from audioguide.commands import edit_script, import_places
from audioguide.commands.map_link import parse_pasted_position
from audioguide.errors import ConfigError, DocumentError
from audioguide.importers.coordinates import read_places, table_places
from audioguide.model import Position
from audioguide.project import Project

HERE = Position(30.8701, 105.3812)
SCRIPT = """\
title: 村   # kept
language: zh-CN
stops:
  - number: 1
    title: 村口
    text: 大家好。
  - {number: 2, title: 水井, text: 这是井。}
"""


@pytest.mark.parametrize(
    ("pasted", "datum"),
    [
        ("https://uri.amap.com/marker?position=105.3812,30.8701&name=x&coordinate=gaode", "GCJ-02"),
        ("https://uri.amap.com/marker?position=105.3812,30.8701&coordinate=wgs84", "WGS-84"),
        ("https://ditu.amap.com/regeo?lng=105.3812&lat=30.8701&name=x", "GCJ-02"),
        (
            "看这里 https://apis.map.qq.com/uri/v1/marker?marker=coord:30.8701,105.3812;title:x;addr:y&referer=z",
            "GCJ-02",
        ),
        ("https://map.qq.com/?type=marker&pointx=105.3812&pointy=30.8701", "GCJ-02"),
        ("https://api.map.baidu.com/marker?location=30.8701,105.3812&output=html", "BD-09"),
        ("http://api.map.baidu.com/marker?location=30.8701,105.3812&coord_type=gcj02", "GCJ-02"),
        ("https://maps.apple.com/?ll=30.8701,105.3812&q=x", "GCJ-02"),
        ("https://www.google.com/maps/place/x/@31,105,17z/data=!3m1!4b1!4m5!3m4!8m2!3d30.8701!4d105.3812", "GCJ-02"),
        ("https://www.google.com/maps/search/?api=1&query=30.8701,105.3812", "GCJ-02"),
        ("https://www.google.com/maps/@30.8701,105.3812,17z", "GCJ-02"),
        ("https://www.openstreetmap.org/?mlat=30.8701&mlon=105.3812#map=18/31/105", "WGS-84"),
        ("https://www.openstreetmap.org/#map=18/30.8701/105.3812", "WGS-84"),
        ("geo:30.8701,105.3812?q=30.8701,105.3812(x)", "WGS-84"),
        ("30.8701, 105.3812", "WGS-84"),
        ("30.8701，105.3812", "WGS-84"),
        ("30.8701 105.3812", "WGS-84"),
        ("30,8701; 105,3812", "WGS-84"),
        ("30,8701, 105,3812", "WGS-84"),
        ("30,8701 105,3812", "WGS-84"),
        ("30.8701, 105.3812, 312", "WGS-84"),
        ("30.8701, 105.3812 312 m", "WGS-84"),
        ("30.8701, 105.3812 村口", "WGS-84"),
        ("３０.８７０１, １０５.３８１２", "WGS-84"),
        ("30°52′12.36″N 105°22′52.32″E 312m", "WGS-84"),
        ("30°52′12.36″N 105°22′52.32″E", "WGS-84"),
        ("E105.3812° N30.8701°", "WGS-84"),
        ("北纬30.8701° 东经105.3812°", "WGS-84"),
    ],
)
def test_what_is_pasted_is_understood_with_its_datum(pasted: str, datum: str) -> None:
    parsed = parse_pasted_position(pasted)
    assert parsed.datum == datum and distance_m(parsed.position, HERE) < 0.1
    true = {"WGS-84": HERE, "GCJ-02": gcj02_to_wgs84(HERE), "BD-09": bd09_to_wgs84(HERE)}[datum]
    assert distance_m(parsed.true_position, true) < 0.1


def test_a_foreign_map_is_not_shifted_abroad() -> None:
    assert parse_pasted_position("https://maps.apple.com/?ll=48.1374,11.5755").datum == "WGS-84"
    assert parse_pasted_position("https://www.google.com/maps/@35.01,135.77,15z").datum == "WGS-84"


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "村口",
        "https://surl.amap.com/abc",
        "https://example.org/?ll=30,105",
        "https://map.baidu.com/@11731111,3610000,17z",
        "95, 105",
        "nan, 105",
        "30.87, inf",
        "1e400, 105",
        "52,5, 13",
        "30 52 12",
        "52 31 7 N 13 24 29 E",
        "30.87",
        "https://evil-google.com.example/maps/@30,105,3z",
        "x" * 10_000,
    ],
)
def test_what_holds_no_coordinates_is_refused_with_a_way_out(pasted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_pasted_position(pasted)
    assert caught.value.hint


GPX = """<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">
<wpt lat="30.87" lon="105.38"><name>1 村口</name><desc>大家好。</desc></wpt>
<wpt lat="30.88" lon="105.39"><name>老井</name></wpt></gpx>"""
KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
<Placemark><name>第1站 村口</name><description><![CDATA[<b>大家好。</b>]]></description>
<Point><coordinates>105.38,30.87,0</coordinates></Point></Placemark>
<Placemark><name>路</name><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark>
<Placemark><name>老井</name><Point><coordinates> 105.39,30.88 </coordinates></Point></Placemark>
</Folder></Document></kml>"""
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [105.38, 30.87]},
                "properties": {"number": "1", "title": "村口", "description": "大家好。"},
            },
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": []}, "properties": {}},
            {"type": "Feature", "geometry": None, "properties": {}},
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [105.39, 30.88]},
                "properties": {"name": "老井"},
            },
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [1, 2]},
                "properties": {"kind": "toilet"},
            },
        ],
    }
)
CSV = "编号;名称;纬度;经度;说明\n1;村口;30.87;105.38;大家好。\n;老井;30.88;105.39;\n;空;;;\n"


@pytest.mark.parametrize(("name", "text"), [("a.gpx", GPX), ("a.KML", KML), ("a.geojson", GEOJSON), ("a.csv", CSV)])
def test_every_kind_of_file_gives_the_same_places(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    first, second = read_places(tmp_path / name)
    assert (first.number, first.name, first.text, first.position) == ("1", "村口", "大家好。", Position(30.87, 105.38))
    assert (second.number, second.name, second.position) == ("", "老井", Position(30.88, 105.39))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.gpx", ""),
        ("a.gpx", "<gpx/>"),
        ("a.gpx", '<gpx><wpt lat="x" lon="1"/></gpx>'),
        ("a.gpx", '<gpx><wpt lat="95" lon="1"/></gpx>'),
        ("a.kml", "<kml><Placemark><Point/></Placemark></kml>"),
        ("a.geojson", "[]"),
        ("a.geojson", '{"type": "FeatureCollection"}'),
        ("a.geojson", "[" * 100_000),
        ("a.gpx", '<!DOCTYPE x [<!ENTITY a "aaaa">]><gpx><wpt lat="&a;" lon="1"/></gpx>'),
    ],
)
def test_a_damaged_file_is_an_error_with_a_way_out(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(DocumentError) as caught:
        read_places(tmp_path / name)
    assert name in caught.value.message and caught.value.hint


def test_a_table_says_its_datum() -> None:
    rows: list[list[object]] = [
        ["Title", "Lat", "Lon", "Datum"],
        ["x", 30.8701, 105.3812, "gcj02"],
        ["y", "30.8701", "105.3812", None],
    ]
    shifted, plain = table_places(rows)
    assert distance_m(shifted.position, gcj02_to_wgs84(HERE)) < 0.1 and plain.position == HERE
    assert list(table_places([["title", "text"], ["x", "y"]])) == [] == list(table_places([]))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts").mkdir()
    (tmp_path / "voices.yaml").write_text("", "utf-8")
    return Project(tmp_path)


def test_a_script_that_exists_gets_coordinates_and_keeps_every_other_byte(project: Project) -> None:
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT, "utf-8")
    (project.root / "walk.gpx").write_text(GPX.replace("老井", "水井"), "utf-8")
    outcome = import_places.import_places(project, project.root / "walk.gpx", site="village")
    assert outcome.placed == ("1", "2") and not outcome.left and not outcome.drafted
    text = path.read_text("utf-8")
    assert (
        text.replace("    place: {lat: 30.87, lon: 105.38}\n", "").replace(", place: {lat: 30.88, lon: 105.39}", "")
        == SCRIPT
    )


@pytest.mark.parametrize("suffix", [".yaml", ".yml"])
def test_coordinates_from_the_command_line_are_undone_like_any_edit(project: Project, suffix: str) -> None:
    path = project.scripts / f"village{suffix}"
    path.write_text(SCRIPT, "utf-8")
    (project.root / "walk.gpx").write_text(GPX, "utf-8")
    result = CliRunner().invoke(group, ["import", "walk.gpx", "--site", "village"])
    assert result.exit_code == 0, result.output
    assert "place:" in path.read_text("utf-8") and script_files(project) == [path]
    edit_script.undo_edit(project, "village")
    assert path.read_text("utf-8") == SCRIPT


def test_a_file_of_places_drafts_a_script(project: Project) -> None:
    (project.root / "walk.gpx").write_text(GPX, "utf-8")
    result = CliRunner().invoke(group, ["import", "walk.gpx", "--title", "Walk"])
    assert result.exit_code == 0, result.output
    tour = script.load_tour(project.scripts / "walk.yaml")
    assert [(stop.title, stop.position) for stop in tour.stops] == [
        ("村口", Position(30.87, 105.38)),
        ("老井", Position(30.88, 105.39)),
    ]
    assert not tour.stops[0].todos and tour.stops[1].todos


def write_table(path: Path, rows: list[list[object]]) -> None:
    if path.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        lines = (";".join("" if cell is None else str(cell) for cell in row) for row in rows)
        path.write_text("\n".join(lines), "gb18030")


TABLES: dict[str, list[list[object]]] = {
    "numbers": [[1, "村口", 30.8701, 105.3812, None]],
    "text": [["1", "村口", "30.8701", "105.3812°", "WGS84"]],
    "decimal commas": [["1", "村口", "30,8701", "105,3812", "GPS"]],
    "a Chinese datum": [["1", "村口", 30.8701, 105.3812, "高德"]],
    "another one": [["1", "村口", 30.8701, 105.3812, "百度坐标"]],
    "rows without": [["1", "村口", 30.8701, 105.3812, "gcj-02"], ["2", "水井", None, None, None]],
}
DATUMS = {"a Chinese datum": gcj02_to_wgs84, "another one": bd09_to_wgs84, "rows without": gcj02_to_wgs84}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("case", TABLES)
def test_a_table_with_coordinates_gives_a_script_its_places(project: Project, case: str, suffix: str) -> None:
    (project.scripts / "village.yaml").write_text(SCRIPT, "utf-8")
    table = project.root / f"stops{suffix}"
    write_table(table, [["编号", "名称", "纬度", "经度", "坐标系"], *TABLES[case]])
    outcome = import_places.import_into_script(project, "village", table.name, table.read_bytes())
    position = script.load_tour(project.scripts / "village.yaml").stops[0].position
    true = DATUMS.get(case, lambda here: here)(HERE)
    assert outcome.placed == ("1",) and position and distance_m(position, true) < 0.1


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    "row",
    [
        ["1", "村口", "x", 105.3812, ""],
        ["1", "村口", 30.8701, None, ""],
        ["1", "村口", 95, 105, ""],
        ["1", "村口", 30, 105, "CGCS"],
    ],
)
def test_a_row_that_is_not_understood_is_named(project: Project, row: list[object], suffix: str) -> None:
    table = project.root / f"stops{suffix}"
    write_table(table, [["编号", "名称", "纬度", "经度", "坐标系"], ["2", "水井", 30.87, 105.38, ""], row])
    with pytest.raises(DocumentError) as caught:
        import_places.places_of_table(table)
    assert "3" in caught.value.message and table.name in caught.value.message and caught.value.hint


def test_a_table_that_is_imported_as_a_document_brings_its_places(project: Project) -> None:
    rows: list[list[object]] = [["编号", "名称", "纬度", "经度", "讲解词"]]
    rows += [[1, "村口", 30.8701, 105.3812, "大家好，欢迎来到我们村。"], [2, "水井", 30.88, 105.39, "这是井，水很甜。"]]
    write_table(project.root / "stops.xlsx", rows)
    result = CliRunner().invoke(group, ["import", "stops.xlsx", "--site", "village"])
    assert result.exit_code == 0, result.output
    tour = script.load_tour(project.scripts / "village.yaml")
    assert [stop.position for stop in tour.stops] == [HERE, Position(30.88, 105.39)]
    assert [segment.text for stop in tour.stops for segment in stop.segments] == [str(row[4]) for row in rows[1:]]
