"""A plan and the earth: the affine map through reference points, and how far it is off.

Over a site of some kilometres a degree has one length, so longitude and latitude in metres from the middle of the
reference points are plane coordinates; shares of the picture follow from them by least squares. A hand-drawn plan is
distorted from place to place: the error given is that of another position of the same picture, so it has the scatter of
the reference points themselves and the uncertainty of the fit (prediction interval of a linear regression, e.g. Draper
and Smith, Applied Regression Analysis, 1.4), as a root mean square over both directions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Plan, PlanPin, Position, ReferencePoint
from .places import EARTH_RADIUS_M

METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M
MIN_REFERENCES = 3
"""Fewer do not say how the plan is turned, stretched and sheared."""
MAX_REFERENCES = 6
ASSUMED_ERROR_SHARE = 0.03
"""Of the plan's diagonal: what three points, through which any map fits exactly, are taken to be off by."""
MIN_SPREAD = 0.02
"""Of the reference points' length across: more on one line than this, they leave the other direction open."""


@dataclass(frozen=True)
class PlanFit:
    """The affine map from the earth to a plan; lengths on the plan are in ``width`` and ``height`` of the picture."""

    origin: Position
    """Middle of the reference points."""
    x: tuple[float, float, float]
    """Units of the picture: per metre east, per metre north, and at the origin."""
    y: tuple[float, float, float]
    """As ``x``, downwards."""
    scatter: float
    """Root mean square distance of a position from where the map puts it, at the origin, in units of the picture."""
    spread: tuple[float, float, float]
    """How the squared error grows, relative to ``scatter``: per square metre east, north, and east times north."""

    def locate(self, position: Position) -> tuple[float, float]:
        """Return where a position is, in units of the picture."""
        east, north = metres_from(self.origin, position)
        return tuple(a * east + b * north + c for a, b, c in (self.x, self.y))  # type: ignore[return-value]

    def position_of(self, x: float, y: float) -> Position:
        """Return the position that is shown at a point of the picture, in its units."""
        (xe, xn, x0), (ye, yn, y0) = self.x, self.y
        determinant = xe * yn - xn * ye
        east = ((x - x0) * yn - (y - y0) * xn) / determinant
        north = ((y - y0) * xe - (x - x0) * ye) / determinant
        scale = METRES_PER_DEGREE * math.cos(math.radians(self.origin.lat))
        lon = (self.origin.lon + east / scale + 180) % 360 - 180
        return Position(self.origin.lat + north / METRES_PER_DEGREE, lon)

    def error_at(self, position: Position) -> float:
        """Return how far off a position is expected to be, as a root mean square, in units of the picture."""
        east, north = metres_from(self.origin, position)
        ee, nn, en = self.spread
        return self.scatter * math.sqrt(1 + ee * east**2 + nn * north**2 + en * east * north)

    @property
    def units_per_metre(self) -> float:
        """Return the scale: units of the picture for a metre, the same area as a square of this side."""
        return math.sqrt(abs(self.x[0] * self.y[1] - self.x[1] * self.y[0]))


def metres_from(origin: Position, position: Position) -> tuple[float, float]:
    """Return the metres east and north of an origin, across the date line, too."""
    east = (position.lon - origin.lon + 180) % 360 - 180
    scale = METRES_PER_DEGREE * math.cos(math.radians(origin.lat))
    return east * scale, (position.lat - origin.lat) * METRES_PER_DEGREE


def fit_plan(references: Sequence[ReferencePoint], width: float, height: float) -> PlanFit | None:
    """Return the map of a plan of this size; None for fewer than three reference points, or all on one line."""
    if len(references) < MIN_REFERENCES:
        return None
    count = len(references)
    first = references[0].position
    offsets = [metres_from(first, each.position) for each in references]
    mean_east, mean_north = (sum(values) / count for values in zip(*offsets, strict=True))
    scale = METRES_PER_DEGREE * math.cos(math.radians(first.lat))
    origin = Position(first.lat + mean_north / METRES_PER_DEGREE, first.lon + mean_east / scale)
    points = [metres_from(origin, each.position) for each in references]
    # metres at the origin's latitude: their mean is zero but for what a metre differs from the first point's
    mean_east, mean_north = (sum(values) / count for values in zip(*points, strict=True))
    ee = sum((e - mean_east) ** 2 for e, _n in points)
    nn = sum((n - mean_north) ** 2 for _e, n in points)
    en = sum((e - mean_east) * (n - mean_north) for e, n in points)
    determinant = ee * nn - en**2
    if ee + nn == 0 or _smaller_axis(ee, nn, en) < MIN_SPREAD * math.sqrt(ee + nn):
        return None
    rows, squares = [], 0.0
    for values in ([each.x * width for each in references], [each.y * height for each in references]):
        mean = sum(values) / count
        east = sum((e - mean_east) * (v - mean) for (e, _n), v in zip(points, values, strict=True))
        north = sum((n - mean_north) * (v - mean) for (_e, n), v in zip(points, values, strict=True))
        a, b = (east * nn - north * en) / determinant, (north * ee - east * en) / determinant
        c = mean - a * mean_east - b * mean_north
        rows.append((a, b, c))
        squares += sum((v - a * e - b * n - c) ** 2 for (e, n), v in zip(points, values, strict=True))
    # three coefficients in each direction are taken from the points themselves
    degrees = count - MIN_REFERENCES
    variance = squares / degrees if degrees else (ASSUMED_ERROR_SHARE * math.hypot(width, height)) ** 2
    middle = 1 + 1 / count
    spread = tuple(value / determinant / middle for value in (nn, ee, -2 * en))
    return PlanFit(origin, rows[0], rows[1], math.sqrt(variance * middle), spread)


def locate_on_plans(plans: Sequence[Plan], position: Position) -> PlanPin | None:
    """Return where a position is on the first plan that shows it; None where none does."""
    for plan in plans:
        fit = fit_plan(plan.references, 1, 1)
        if fit:
            x, y = fit.locate(position)
            if 0 <= x <= 1 and 0 <= y <= 1:
                return PlanPin(round(x, 4), round(y, 4), plan.name)
    return None


def _smaller_axis(ee: float, nn: float, en: float) -> float:
    """Return how far the points are spread across their main direction: the smaller root of their scatter matrix."""
    half = (ee + nn) / 2
    return math.sqrt(max(0.0, half - math.hypot((ee - nn) / 2, en)))
