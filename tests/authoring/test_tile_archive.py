"""Map tiles in a ``.pmtiles`` file: found where the format's library finds them, refused where they are unfit."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tiled_maps import tile_picture, tiles_of, write_archive

from audioguide.authoring.tile_archive import MercatorArea, TileArchive, TileError, to_mercator
from audioguide.model import Position
from audioguide.outputs.site.map_view import WIDTH, area_around, locate_in

VILLAGE = [Position(30.8701, 105.3812), Position(30.8764, 105.3871)]
FIJI = [Position(-16.80, 179.98), Position(-16.81, -179.99)]


@pytest.mark.parametrize("places", [VILLAGE, FIJI, VILLAGE[:1], [Position(-54.8, -68.3)], [Position(78.2, 15.6)]])
def test_the_places_of_tiles_are_those_of_their_pictures(tmp_path: Path, places: list[Position]) -> None:
    area = area_around(places)
    archive = TileArchive(write_archive(tmp_path / "a.pmtiles", tiles_of(area, range(10, 17))))
    content = archive.path.read_bytes()
    zooms = []
    for grid in archive.iterate_grids(area, range(9, 20), 4000):
        zooms.append(grid.zoom)
        side = 2**grid.zoom
        assert grid.column / side <= area.x and (grid.column + grid.columns) / side >= area.x + area.width
        for index, (offset, length) in enumerate(grid.spans):
            column, row = grid.column + index % grid.columns, grid.row + index // grid.columns
            assert content[offset : offset + length] == tile_picture(grid.zoom, column % side, row)
    assert zooms == list(range(10, 17))


def test_a_file_with_more_than_one_directory(tmp_path: Path) -> None:
    area = MercatorArea(0.79, 0.40, 0.12, 0.12)
    known = Random(3).sample(list(tiles_of(area, [11])), 20_000)
    archive = TileArchive(write_archive(tmp_path / "a.pmtiles", known))
    header = archive.path.read_bytes()[:127]
    assert int.from_bytes(header[48:56], "little"), "leaf directories"
    from pmtiles.reader import MmapSource, Reader

    with archive.path.open("rb") as file:
        theirs: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
        for tile in known[::997]:
            offset, length = archive.find_tile(*tile)
            file.seek(offset)
            assert length and file.read(length) == theirs.get(*tile)
    assert archive.find_tile(11, 0, 0) == (0, 0)


def test_an_area_of_too_many_tiles_has_the_coarse_ones(tmp_path: Path) -> None:
    area = area_around(VILLAGE)
    archive = TileArchive(write_archive(tmp_path / "a.pmtiles", tiles_of(area, range(12, 18))))
    few = list(archive.iterate_grids(area, range(12, 18), 12))
    assert [grid.zoom for grid in few] == [12, 13, 14, 15][: len(few)] and few
    assert list(archive.iterate_grids(area, range(12, 18), 0)) == []


@pytest.mark.parametrize(
    ("metadata", "text"),
    [
        ({}, ""),
        ({"attribution": "Village office"}, "Village office"),
        (
            {"attribution": '<a href="https://x.example">&copy; OpenStreetMap</a> contributors'},
            "© OpenStreetMap contributors",
        ),
        ({"attribution": None}, ""),
        ({"attribution": ["a"]}, "['a']"),
    ],
)
def test_whose_map_it_is(tmp_path: Path, metadata: dict[str, object], text: str) -> None:
    assert TileArchive(write_archive(tmp_path / "a.pmtiles", [(0, 0, 0)], metadata=metadata)).attribution == text


def damage(path: Path, change: dict[int, int] | None = None, length: int | None = None) -> Path:
    content = bytearray(path.read_bytes())
    for place, value in (change or {}).items():
        content[place] = value
    path.write_bytes(bytes(content[:length]))
    return path


@pytest.mark.parametrize(
    ("change", "length", "says"),
    [
        ({0: 0}, None, "no PMTiles"),
        ({7: 2}, None, "version 3"),
        ({}, 0, "no PMTiles"),
        ({}, 126, "no PMTiles"),
        ({}, 130, "damaged"),
        ({8: 255, 9: 255, 10: 255}, None, "damaged"),
        ({16: 0, 17: 0}, None, "damaged"),
        ({19: 255}, None, "damaged"),
        ({127: 0}, None, "damaged"),
        ({99: 1}, None, "vector tiles (MVT)"),
        ({99: 6}, None, "vector tiles (MLT)"),
        ({99: 0}, None, "vector tiles"),
        ({99: 200}, None, "damaged"),
        ({98: 2}, None, "compressed once more"),
        ({97: 3}, None, "not compressed with gzip"),
    ],
)
def test_files_that_no_page_can_show(tmp_path: Path, change: dict[int, int], length: int | None, says: str) -> None:
    path = damage(write_archive(tmp_path / "a.pmtiles", [(0, 0, 0), (1, 0, 0)]), change, length)
    with pytest.raises(TileError) as caught:
        TileArchive(path)
    assert says in caught.value.message and caught.value.hint


def test_vector_tiles_are_refused_with_the_commands_that_make_pictures_of_them(tmp_path: Path) -> None:
    with pytest.raises(TileError) as caught:
        TileArchive(write_archive(tmp_path / "hill.pmtiles", [(0, 0, 0), (1, 0, 0)], kind="MVT"))
    for command in ("pmtiles-convert hill.pmtiles vector", "QGIS", "--overwrite pictures.mbtiles hill.pmtiles"):
        assert command in caught.value.hint


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.pmtiles", tiles_of(area_around(VILLAGE), range(12, 16)))
    archive = TileArchive(damage(path, {}, path.stat().st_size - 10))
    with pytest.raises(TileError, match="damaged"):
        list(archive.iterate_grids(area_around(VILLAGE), range(12, 16), 4000))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TileError, match="cannot be read"):
        TileArchive(tmp_path / "none.pmtiles")


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ((0, 0), (0.5, 0.5)),
        ((85.0511287798, 180), (1.0, 0.0)),
        ((-85.0511287798, -180), (0.0, 1.0)),
        ((66.51326, 90), (0.75, 0.25)),
    ],
)
def test_the_mercator_map(position: tuple[float, float], expected: tuple[float, float]) -> None:
    x, y = to_mercator(Position(*position))
    assert (x % 1.0000001, y) == pytest.approx((expected[0] % 1.0000001, expected[1]), abs=1e-4) or expected[0] in (
        0,
        1,
    )


@pytest.mark.parametrize("places", [VILLAGE, FIJI, VILLAGE[:1]])
def test_all_places_are_inside_the_area_with_a_margin(places: list[Position]) -> None:
    area = area_around(places)
    for place in places:
        x, y = locate_in(area, place)
        assert 0.11 * WIDTH < x < 0.89 * WIDTH and 0 < y < WIDTH * 0.75


def with_block(path: Path, field: int, block: bytes, length: int | None = None) -> Path:
    """Write a block at the end of a file, and where it lies and how long it is at ``field`` of the header."""
    data = bytearray(path.read_bytes() + block)
    place = len(data) - len(block)
    data[field : field + 8] = place.to_bytes(8, "little")
    data[field + 8 : field + 16] = (len(block) if length is None else length).to_bytes(8, "little")
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("block", "length"),
    [
        (gzip.compress(bytes(20_000_000), mtime=0), None),
        (gzip.compress(b"[" * 100_000, mtime=0), None),
        (gzip.compress(b"{}", mtime=0), 1 << 46),
        (gzip.compress(b"{}", mtime=0), (1 << 64) - 1),
        (gzip.compress(b"{}", mtime=0), 0),
        (b"{}", None),
        (b"", 0),
    ],
)
def test_what_a_file_says_of_itself_is_bounded(tmp_path: Path, block: bytes, length: int | None) -> None:
    path = write_archive(tmp_path / "a.pmtiles", [(0, 0, 0)])
    assert TileArchive(with_block(path, 24, block, length)).attribution == ""


@pytest.mark.parametrize("length", [None, 1 << 46])
def test_a_directory_that_unpacks_to_megabytes_is_damage(tmp_path: Path, length: int | None) -> None:
    path = write_archive(tmp_path / "a.pmtiles", [(0, 0, 0)])
    with pytest.raises(TileError, match="damaged"):
        TileArchive(with_block(path, 8, gzip.compress(bytes(20_000_000), mtime=0), length))
