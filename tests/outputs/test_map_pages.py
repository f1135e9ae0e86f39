"""The plan page with a real map: what it holds, what is saved, and that nobody else's page changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from placed_tours import placed_tour
from site_tours import tour, write_site
from test_place_pages import page_text, without_asset_names
from test_site import Page
from tiled_maps import tiles_of, write_archive

from audioguide.authoring.site_config import Link, SiteConfig, TileMap, Words
from audioguide.errors import OutputError
from audioguide.model import Manifest, Position
from audioguide.outputs.site.map_view import area_around

MAX_OWN_BYTES = 2 * 1024
"""Gzipped, of the script that draws tiles; Leaflet and its style have 45 kB."""


@pytest.fixture
def placed(tmp_path: Path) -> Manifest:
    (tmp_path / "output").mkdir()
    return placed_tour(tmp_path / "output")


def config(tmp_path: Path, placed: Manifest, **fields: object) -> SiteConfig:
    places = [stop.position for stop in placed.stops if stop.position]
    archive = write_archive(tmp_path / "public/maps/dörf.pmtiles", tiles_of(area_around(places), range(13, 17)))
    return SiteConfig(map=TileMap(archive, "maps/dörf.pmtiles", **fields))  # type: ignore[arg-type]


def test_the_map_is_one_more_tab_with_the_same_pins(placed: Manifest, tmp_path: Path) -> None:
    output = tmp_path / "output"
    write_site([placed], output, config(tmp_path, placed))
    html = page_text(output, "school/plan")
    section = html[html.index('<section id="a-map"') :]
    section = section[: section.index("</section>")]
    assert section.count("data-pin=") == 4 and 'data-archive="../../maps/d%C3%B6rf.pmtiles?v=' in section
    assert "https://www.openstreetmap.org/copyright" in section and html.count('role="tab"') == 3
    assert (output / "maps/dörf.pmtiles").is_file()
    index = json.loads((output / "school/plan/tiles.json").read_text())
    assert index["bytes"] == (output / "maps/dörf.pmtiles").stat().st_size and index["type"] == "image/png"


def test_the_map_is_saved_with_the_tour(placed: Manifest, tmp_path: Path) -> None:
    output = tmp_path / "output"
    write_site([placed], output, config(tmp_path, placed))
    files = json.loads((output / "school/offline.json").read_text())["files"]
    sizes = {address.partition("?")[0]: size for address, size, _version in files}
    assert sizes["../maps/d%C3%B6rf.pmtiles"] == (output / "maps/dörf.pmtiles").stat().st_size
    assert sizes["plan/tiles.json"] and [address for address in sizes if address.startswith("../assets/tiles-zh.")]


def test_nothing_is_written_again_where_nothing_changed(placed: Manifest, tmp_path: Path) -> None:
    output, site = tmp_path / "output", config(tmp_path, placed)
    write_site([placed], output, site)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}
    write_site([placed], output, site)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()} == before
    write_site([placed], output)
    assert not (output / "maps/dörf.pmtiles").exists() and "a-map" not in page_text(output, "school/plan")


def test_pages_without_the_map_are_what_they_were(placed: Manifest, tmp_path: Path) -> None:
    output = tmp_path / "output"
    plain = tour(output, "village")
    paths = ("village", "village/1", "school", "school/1", "school/3a")
    write_site([plain, placed], output)
    before = {path: without_asset_names(page_text(output, path)) for path in paths}
    write_site([plain, placed], output, config(tmp_path, placed))
    assert {path: without_asset_names(page_text(output, path)) for path in paths} == before
    assert not (output / "village/plan").exists()


@pytest.mark.parametrize(
    ("credit", "metadata", "shown", "link"),
    [
        (
            Link(Words({"zh": "村委会测绘", "en": "Village"}), "https://v.example/"),
            {},
            "村委会测绘",
            "https://v.example/",
        ),
        (Link(Words({"": "<b>Ours</b>"})), {}, "<b>Ours</b>", None),
        (None, {"attribution": "航拍：村委会"}, "航拍：村委会", None),
        (None, {"attribution": "<a>© OpenStreetMap</a>"}, "© OpenStreetMap", "https://www.openstreetmap.org/copyright"),
    ],
)
def test_whose_map_it_is_stands_below_it(
    placed: Manifest, tmp_path: Path, credit: Link | None, metadata: dict[str, object], shown: str, link: str | None
) -> None:
    site = config(tmp_path, placed, credit=credit)
    assert site.map
    write_archive(site.map.file, [(13, 6493, 3356), (14, 12987, 6713)], metadata=metadata)
    output = tmp_path / "output"
    write_site([placed], output, site)
    page = Page(output / "school/plan/index.html")
    assert shown in page.words
    assert (link in page.addresses()) is bool(link) if link else "openstreetmap.org/copyright" not in page.addresses()


def test_a_tour_elsewhere_has_no_map(placed: Manifest, tmp_path: Path) -> None:
    output, site = tmp_path / "output", config(tmp_path, placed)
    stops = tuple(replace(stop, position=Position(48.1, 11.5 + n / 1000)) for n, stop in enumerate(placed.stops))
    write_site([replace(placed, stops=stops, points=())], output, site)
    assert "a-map" not in page_text(output, "school/plan") and not (output / "maps").exists()


def test_a_file_that_cannot_be_used_stops_the_pages(placed: Manifest, tmp_path: Path) -> None:
    site = config(tmp_path, placed)
    assert site.map
    site.map.file.write_bytes(b"PMTiles")
    with pytest.raises(OutputError, match="PMTiles"):
        write_site([placed], tmp_path / "output", site)


def test_the_script_is_small(placed: Manifest, tmp_path: Path) -> None:
    import gzip

    output = tmp_path / "output"
    write_site([placed], output, config(tmp_path, placed))
    (script,) = (output / "assets").glob("tiles-zh.*.js")
    assert len(gzip.compress(script.read_bytes())) <= MAX_OWN_BYTES
