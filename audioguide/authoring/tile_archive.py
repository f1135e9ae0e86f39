"""Map tiles in a ``.pmtiles`` file: what it holds, and where the tiles of an area lie in it.

PMTiles version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md) is one file with a directory and the
tiles. The package ``pmtiles`` reads the directory; pages then ask for parts of the file and need no directory.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import AudioguideError
from ..i18n import _
from ..model import Position

if TYPE_CHECKING:
    from pmtiles.tile import Entry

TILE_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "AVIF": "image/avif"}
"""Kind of tile as the format calls it → media type; a page shows these and no vector tiles."""
EQUATOR_M = 40_075_016.686
"""Length of the equator of WGS-84: as wide is the square of the Mercator map."""
MAX_DIRECTORY_BYTES = 1_000_000
"""Of one directory as it is stored; usual are 16 kB."""
MAX_UNPACKED_BYTES = 10_000_000
"""Of a directory, or of what the file says of itself, when it is unpacked."""
HEADER_BYTES = 127


class TileError(AudioguideError):
    """A file that cannot be used as a map."""


@dataclass(frozen=True)
class MercatorArea:
    """A rectangle of the Mercator map, of which the whole world is the square from 0 to 1."""

    x: float
    """Western edge; below 0 or above 1 across the date line."""
    y: float
    """Northern edge, 0 in the north."""
    width: float
    height: float


@dataclass(frozen=True)
class TileGrid:
    """The tiles of one zoom level in an area."""

    zoom: int
    column: int
    """Of the first tile, from the date line eastward."""
    row: int
    """Of the first tile, from the north."""
    columns: int
    spans: tuple[tuple[int, int], ...]
    """Offset in the file and length of each tile in bytes, row by row; length 0: there is none."""


def to_mercator(position: Position, middle_lon: float = 0) -> tuple[float, float]:
    """Return a position on the Mercator map, at most half a world from a meridian."""
    east = (position.lon - middle_lon + 180) % 360 - 180
    latitude = math.radians(max(-85.05, min(85.05, position.lat)))
    return (middle_lon + east + 180) / 360, 0.5 - math.asinh(math.tan(latitude)) / math.tau


class TileArchive:
    """A ``.pmtiles`` file with pictures as tiles."""

    def __init__(self, path: Path) -> None:
        """Raise TileError, with what to do, for a file that a page cannot show."""
        from pmtiles import tile as pmtiles

        self.path = path
        try:
            self.bytes = path.stat().st_size
            header = self._read(0, HEADER_BYTES)
        except OSError as error:
            raise TileError(
                _("{file} cannot be read: {reason}.").format(file=path.name, reason=error.strerror or error)
            ) from error
        hint = _remake_hint()
        if header[:7] != b"PMTiles" or len(header) < HEADER_BYTES or header[7] != 3:
            raise TileError(_("“{file}” is no PMTiles file of version 3.").format(file=path.name), hint)
        try:
            self._header = pmtiles.deserialize_header(header)
        except ValueError as error:
            raise TileError(_("“{file}” is damaged.").format(file=path.name), hint) from error
        kind = self._header["tile_type"].name
        if kind not in TILE_TYPES:
            raise TileError(
                _("“{file}” holds vector tiles ({kind}): a page shows pictures.").format(file=path.name, kind=kind),
                _vector_hint(path.name),
            )
        if self._header["tile_compression"].name not in ("NONE", "UNKNOWN"):
            raise TileError(_("The tiles of “{file}” are compressed once more.").format(file=path.name), hint)
        if self._header["internal_compression"].name != "GZIP":
            raise TileError(_("The directory of “{file}” is not compressed with gzip.").format(file=path.name), hint)
        self.tile_type = TILE_TYPES[kind]
        """Media type of the tiles."""
        self.min_zoom, self.max_zoom = self._header["min_zoom"], self._header["max_zoom"]
        self._directories: dict[tuple[int, int], list[Entry]] = {}
        self._read_directory(self._header["root_offset"], self._header["root_length"])

    @cached_property
    def attribution(self) -> str:
        """Whose map it is as the file says, without marks; empty where it does not."""
        try:
            raw = self._read_packed(self._header["metadata_offset"], self._header["metadata_length"])
            metadata = json.loads(gzip.decompress(raw))
        except (TileError, OSError, EOFError, ValueError, RecursionError, zlib.error):
            return ""
        text = metadata.get("attribution") if isinstance(metadata, Mapping) else ""
        return " ".join(unescape(re.sub(r"<[^<>]*>", " ", str(text or ""))).split())

    def iterate_grids(self, area: MercatorArea, zooms: range, max_tiles: int) -> Iterator[TileGrid]:
        """Yield the tiles of an area, coarse ones first, as long as there are at most ``max_tiles`` of all zooms.

        A zoom level without any tile there is left out. Raises TileError for a damaged file.
        """
        for zoom in zooms:
            side = 1 << zoom
            left, top = math.floor(area.x * side), max(0, math.floor(area.y * side))
            columns = min(side, math.floor((area.x + area.width) * side) - left + 1)
            rows = min(side - 1, math.floor((area.y + area.height) * side)) - top + 1
            max_tiles -= columns * rows
            if max_tiles < 0:
                return
            spans = tuple(
                self.find_tile(zoom, (left + column) % side, top + row)
                for row in range(rows)
                for column in range(columns)
            )
            if any(length for _offset, length in spans):
                yield TileGrid(zoom, left, top, columns, spans)

    def find_tile(self, zoom: int, column: int, row: int) -> tuple[int, int]:
        """Return offset in the file and length of a tile; length 0: there is none. Raises TileError."""
        from pmtiles import tile as pmtiles

        header = self._header
        offset, length = header["root_offset"], header["root_length"]
        number = pmtiles.zxy_to_tileid(zoom, column, row)
        for _depth in range(4):
            entry = pmtiles.find_tile(self._read_directory(offset, length), number)
            if entry is None:
                return 0, 0
            if entry.run_length:
                start = header["tile_data_offset"] + entry.offset
                if start + entry.length > self.bytes:
                    raise self._damaged()
                return start, entry.length
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        return 0, 0

    def _read_directory(self, offset: int, length: int) -> list[Entry]:
        """Return the entries of a directory. Raises TileError for a damaged one."""
        from pmtiles import tile as pmtiles

        if (offset, length) not in self._directories:
            try:
                entries = pmtiles.deserialize_directory(self._read_packed(offset, length))
            except (OSError, EOFError, ValueError, zlib.error, IndexError) as error:
                raise self._damaged() from error
            self._directories[offset, length] = entries
        return self._directories[offset, length]

    def _read_packed(self, offset: int, length: int) -> bytes:
        """Return a packed block. Raises TileError where it is not in the file, or large when it is unpacked."""
        if not 0 < length <= min(MAX_DIRECTORY_BYTES, self.bytes - offset):
            raise self._damaged()
        packed = self._read(offset, length)
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacker.decompress(packed, MAX_UNPACKED_BYTES)
        if unpacker.unconsumed_tail:
            raise self._damaged()
        return packed

    def _read(self, offset: int, length: int) -> bytes:
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def _damaged(self) -> TileError:
        return TileError(_("“{file}” is damaged.").format(file=self.path.name), _remake_hint())


def _remake_hint() -> str:
    return _("Make it again, for example: pmtiles-convert --overwrite village.mbtiles village.pmtiles")


def _vector_hint(file: str) -> str:
    return _(
        "Draw them as pictures: 1. pmtiles-convert {file} vector.mbtiles 2. in QGIS: Add Vector Tile Layer with that "
        "file, then Processing, Generate XYZ tiles (MBTiles), zoom levels 13 to 18, PNG, as pictures.mbtiles "
        "3. pmtiles-convert --overwrite pictures.mbtiles {file}"
    ).format(file=file)
