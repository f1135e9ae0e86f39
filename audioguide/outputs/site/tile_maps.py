"""A real map on the plan page: where the tiles of a tour's area lie in the ``.pmtiles`` file.

The build looks the tiles up, so that pages need no directory of the file: they ask for its parts by their bytes, and
the service worker cuts the same parts out of a saved file.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil

from ...assembly.publishing import Destination
from ...authoring.site_config import OSM_CREDIT, Link, TileMap, Words
from ...authoring.tile_archive import MercatorArea, TileArchive, TileError
from ...errors import OutputError
from ...files import file_digest
from ...i18n import _
from ...model import Manifest
from .built_edition import versioned_address
from .map_view import MapView, area_around, locate_in
from .place_views import Pin, PointPin

TILES_FILE = "tiles.json"
"""Beside the plan page: where the tiles of the tour lie."""
TILE_PX = 256
PHONE_PX = 360
"""Width of a map on a small phone."""
CLOSER_ZOOMS = 2
"""Zoom levels beyond the deepest tiles, which are enlarged there: pins that lie close come apart."""
MIN_ENLARGEMENT = 12
MAX_TILES = 4000
"""Of one tour: about 50 kB of their places in the file."""


class TileMaps:
    """The map of a site; the file is read once for all tours."""

    def __init__(self, tiles: TileMap) -> None:
        """Raise OutputError for a file that cannot be used."""
        self.tiles = tiles
        try:
            self._archive = TileArchive(tiles.file)
            self._digest = file_digest(tiles.file)
        except TileError as error:
            raise OutputError(error.message, error.hint) from error
        except OSError as error:
            raise _unreadable(tiles, error) from error

    def view_of(self, tour: Manifest) -> MapView | None:
        """Return the map of a tour; None where it has no places, or none that the map covers. Raises OutputError."""
        places = [stop.position for stop in tour.stops if stop.position]
        places += [point.position for point in tour.points if point.position]
        if not places:
            return None
        area = area_around(places)
        try:
            zooms = self._find_tiles(area)
        except TileError as error:
            raise OutputError(error.message, error.hint) from error
        if not zooms:
            return None
        index = {
            "bytes": self._archive.bytes,
            "type": self._archive.tile_type,
            "area": [area.x, area.y, area.width],
            "zooms": zooms,
        }
        text = json.dumps(index, separators=(",", ":")) + "\n"
        credit = self._credit
        return MapView(
            title=self.tiles.title.text_for(tour.language),
            file=versioned_address(self.tiles.address, self._digest),
            tiles=versioned_address(TILES_FILE, hashlib.sha256(text.encode()).hexdigest()),
            index=text,
            area=area,
            most=max(MIN_ENLARGEMENT, math.ceil(2 ** (max(zooms) + CLOSER_ZOOMS) * TILE_PX * area.width / PHONE_PX)),
            credit=credit.text.text_for(tour.language),
            credit_href=credit.url,
            pins=tuple(
                Pin(stop.number, stop.title, f"../{stop.number}/index.html", *locate_in(area, stop.position))
                for stop in tour.stops
                if stop.position
            ),
            points=tuple(
                PointPin(point.kind, point.title, *locate_in(area, point.position))
                for point in tour.points
                if point.position
            ),
        )

    def write(self, destination: Destination) -> None:
        """Write the file itself where pages look for it; an unchanged one is not copied again. Raises OutputError."""
        if destination.keep(self.tiles.address, self._digest):
            return
        with destination.open_file(self.tiles.address, self._digest) as target:
            try:
                shutil.copyfile(self.tiles.file, target)
            except OSError as error:
                raise _unreadable(self.tiles, error) from error

    @property
    def _credit(self) -> Link:
        if self.tiles.credit:
            return self.tiles.credit
        text = self._archive.attribution
        url = OSM_CREDIT.url if "openstreetmap" in text.lower() else ""
        return Link(Words({"": text}), url) if text else OSM_CREDIT

    def _find_tiles(self, area: MercatorArea) -> dict[int, dict[str, object]]:
        """Return the tiles of each zoom level, as the script reads them. Raises TileError."""
        seen = math.log2(PHONE_PX / TILE_PX / area.width)
        first = max(self._archive.min_zoom, min(self._archive.max_zoom, math.floor(seen) - 1))
        return {
            grid.zoom: {
                "x": grid.column,
                "y": grid.row,
                "columns": grid.columns,
                "spans": [number for span in grid.spans for number in span],
            }
            for grid in self._archive.iterate_grids(area, range(first, self._archive.max_zoom + 1), MAX_TILES)
        }


def _unreadable(tiles: TileMap, error: OSError) -> OutputError:
    return OutputError(_("{file} cannot be read: {reason}.").format(file=tiles.file, reason=error.strerror or error))
