"""A real map as the plan page shows it: its area, and how a position gets on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...authoring.tile_archive import EQUATOR_M, MercatorArea, to_mercator
from ...model import Position
from .place_views import NO_JS_SCREEN_PX, Pin, PointPin

WIDTH, HEIGHT = 1200, 900
"""Of the map in its own units: a form that suits a phone held upright and a screen."""
MARGIN = 0.12
"""Share of the width and height on each side of the places."""
MIN_WIDTH_M = 400
"""Of the area of a tour that has one place."""


@dataclass(frozen=True)
class MapView:
    """The map of a tour."""

    title: str
    """Empty: “Map”."""
    file: str
    """Address of the ``.pmtiles`` file, relative to the output folder, with its hash."""
    tiles: str
    """Address of what says where the tiles lie in it, relative to the page, with its hash."""
    index: str = field(repr=False)
    """Content of ``tiles``."""
    area: MercatorArea
    most: int
    """How many times it can be enlarged."""
    credit: str
    credit_href: str
    pins: tuple[Pin, ...]
    points: tuple[PointPin, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def pin_scale(self) -> float:
        """Return by how much pins of screen pixels are enlarged before the script sizes them."""
        return round(self.width / NO_JS_SCREEN_PX, 3)

    @property
    def fit(self) -> dict[str, object]:
        """Return what the script needs to draw the visitor's position (``locatePosition`` in plan_position.js)."""
        return {"world": [self.area.x, self.area.y, self.area.width], "width": self.width}


def area_around(places: Sequence[Position]) -> MercatorArea:
    """Return the area that shows all places, of the map's proportions and with a margin."""
    middle = places[0].lon
    points = [to_mercator(place, middle) for place in places]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    north, south = min(y for _x, y in points), max(y for _x, y in points)
    least = MIN_WIDTH_M / (EQUATOR_M * math.cos(math.radians(places[0].lat)))
    width = max(least, east - west, (south - north) * WIDTH / HEIGHT) / (1 - 2 * MARGIN)
    height = width * HEIGHT / WIDTH
    return MercatorArea((west + east - width) / 2, (north + south - height) / 2, width, height)


def locate_in(area: MercatorArea, position: Position) -> tuple[float, float]:
    """Return where a position is on the map of an area, in its units."""
    x, y = to_mercator(position, (area.x + area.width / 2) * 360 - 180)
    scale = WIDTH / area.width
    return round((x - area.x) * scale, 1), round((y - area.y) * scale, 1)
