"""Small ``.pmtiles`` files for tests of the real map: each tile is a picture of one colour, which says where it is."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from audioguide.authoring.tile_archive import MercatorArea


def tile_colour(zoom: int, column: int, row: int) -> tuple[int, int, int]:
    """Return the colour of a tile: neighbours and zoom levels differ."""
    return (60 + 90 * (column % 3), 60 + 90 * (row % 3), 10 * zoom)


def tile_picture(zoom: int, column: int, row: int) -> bytes:
    return draw_colour(tile_colour(zoom, column, row))


@cache
def draw_colour(colour: tuple[int, int, int]) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(stream, "PNG")
    return stream.getvalue()


def tiles_of(area: MercatorArea, zooms: Iterable[int], beside: int = 1) -> Iterable[tuple[int, int, int]]:
    """Yield the tiles of an area, and those beside it."""
    for zoom in zooms:
        side = 2**zoom
        for column in range(int(area.x * side) - beside, int((area.x + area.width) * side) + beside + 1):
            for row in range(int(area.y * side) - beside, int((area.y + area.height) * side) + beside + 1):
                yield zoom, column % side, min(side - 1, max(0, row))


def write_archive(
    path: Path, tiles: Iterable[tuple[int, int, int]], *, kind: str = "PNG", metadata: dict[str, Any] | None = None
) -> Path:
    """Write the tiles into a file."""
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import write

    known = sorted({zxy_to_tileid(*tile): tile for tile in tiles}.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    zooms = [tile[0] for _number, tile in known]
    with write(str(path)) as writer:
        for number, tile in known:
            writer.write_tile(number, tile_picture(*tile))
        writer.finalize(
            {
                "tile_type": TileType[kind],
                "tile_compression": Compression.NONE,
                "min_zoom": min(zooms),
                "max_zoom": max(zooms),
                "min_lon_e7": -1_800_000_000,
                "min_lat_e7": -850_000_000,
                "max_lon_e7": 1_800_000_000,
                "max_lat_e7": 850_000_000,
                "center_zoom": min(zooms),
                "center_lon_e7": 0,
                "center_lat_e7": 0,
            },
            metadata or {},
        )
    return path
