"""Positions on the earth: conversion of China's shifted coordinates, distances, and minutes on foot.

Maps of China show shifted coordinates: GCJ-02 (AMap, Tencent) and BD-09 (Baidu) are several hundred metres, BD-09 up to
two kilometres, from WGS-84, which GPS receivers and OpenStreetMap use. The formulas are those that eviltransform
(https://github.com/googollee/eviltransform) and gcoord (https://github.com/hujiulong/gcoord) publish; the inverse of
GCJ-02 has no closed form and is approached by iteration. Outside China the services do not shift: such a position is
returned as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ..model import Position

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG)."""
WALKING_SPEED_M_PER_MIN = 70
"""4.2 km/h: a visitor's pace, slower than the 80 metres a minute of an adult who has somewhere to be."""
DETOUR = 1.3
"""Ways are longer than the straight line, by about this factor."""
POSITION_DECIMALS = 7
"""Of a degree that a conversion keeps: about a centimetre."""

_KRASOVSKY_RADIUS_M = 6_378_245.0
_KRASOVSKY_E2 = 0.006693421622965823
_BAIDU_FACTOR = math.pi * 3000 / 180
_INVERSE_TOLERANCE_DEG = 1e-9
_MAX_INVERSE_STEPS = 30


def is_in_china(position: Position) -> bool:
    """Return whether the services shift it: a rectangle around China, the one that gcoord uses."""
    return 72.004 <= position.lon <= 137.8347 and 0.8293 <= position.lat <= 55.8271


_SHIFTED = (
    (42.8899, 79.4462, 49.2204, 96.33),
    (39.3742, 109.6872, 54.1415, 135.0002),
    (29.5297, 73.1246, 42.8899, 124.143255),
    (26.7186, 82.9684, 29.5297, 97.0352),
    (20.414096, 97.0253, 29.5297, 124.367395),
    (17.871542, 107.975793, 20.414096, 111.744104),
)
_NEIGHBOURS = (
    (21.785006, 119.921265, 25.398623, 122.497559),
    (20.0988, 101.8652, 22.284, 106.665),
    (20.4878, 106.4525, 21.5422, 108.051),
    (50.3257, 109.0323, 55.8175, 119.127),
    (49.5574, 127.4568, 55.8175, 137.0227),
    (42.5692, 131.2662, 44.8922, 137.0227),
)
_HONG_KONG_AND_MACAU = ((22.13, 113.82, 22.563, 114.45), (22.07, 113.52, 22.217, 113.61))
"""South, west, north, east in degrees: rectangles that navigation programs for China have long shared."""


def is_drawn_shifted(position: Position) -> bool:
    """Return whether Chinese services draw shifted maps there; finer than the rectangle of the conversions."""
    return _lies_in(position, _SHIFTED) and not _lies_in(position, _NEIGHBOURS)


def is_on_mainland(position: Position) -> bool:
    """Return whether foreign services, too, draw shifted maps there: without Hong Kong and Macau."""
    return is_drawn_shifted(position) and not _lies_in(position, _HONG_KONG_AND_MACAU)


def _lies_in(position: Position, rectangles: Sequence[tuple[float, float, float, float]]) -> bool:
    return any(s <= position.lat <= n and w <= position.lon <= e for s, w, n, e in rectangles)


def wgs84_to_gcj02(position: Position) -> Position:
    """Return a position as AMap and Tencent have it."""
    if not is_in_china(position):
        return position
    lat, lon = _shift(position.lat, position.lon)
    return Position(position.lat + lat, position.lon + lon)


def gcj02_to_wgs84(position: Position) -> Position:
    """Return the true position of one from AMap or Tencent; the error is below a millimetre."""
    if not is_in_china(position):
        return position
    lat, lon = position.lat, position.lon
    for _step in range(_MAX_INVERSE_STEPS):
        shift_lat, shift_lon = _shift(lat, lon)
        error_lat, error_lon = lat + shift_lat - position.lat, lon + shift_lon - position.lon
        lat, lon = lat - error_lat, lon - error_lon
        if max(abs(error_lat), abs(error_lon)) < _INVERSE_TOLERANCE_DEG:
            break
    return Position(lat, lon)


def wgs84_to_bd09(position: Position) -> Position:
    """Return a position as Baidu has it."""
    if not is_in_china(position):
        return position
    shifted = wgs84_to_gcj02(position)
    x, y = shifted.lon, shifted.lat
    radius = math.hypot(x, y) + 0.00002 * math.sin(y * _BAIDU_FACTOR)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * _BAIDU_FACTOR)
    return Position(radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065)


def bd09_to_wgs84(position: Position) -> Position:
    """Return the true position of one from Baidu."""
    if not is_in_china(position):
        return position
    x, y = position.lon - 0.0065, position.lat - 0.006
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * _BAIDU_FACTOR)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BAIDU_FACTOR)
    return gcj02_to_wgs84(Position(radius * math.sin(angle), radius * math.cos(angle)))


def _shift(lat: float, lon: float) -> tuple[float, float]:
    """Return how far GCJ-02 moves a position, in degrees of latitude and longitude."""
    x, y, pi = lon - 105, lat - 35, math.pi
    waves = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
    north += (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
    east += (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    latitude = math.radians(lat)
    curvature = 1 - _KRASOVSKY_E2 * math.sin(latitude) ** 2
    meridian_radius = _KRASOVSKY_RADIUS_M * (1 - _KRASOVSKY_E2) / curvature**1.5
    parallel_radius = _KRASOVSKY_RADIUS_M / math.sqrt(curvature) * math.cos(latitude)
    return math.degrees(north / meridian_radius), math.degrees(east / parallel_radius)


TO_WGS84: Mapping[str, Callable[[Position], Position]] = {
    "WGS-84": lambda position: position,
    "GCJ-02": gcj02_to_wgs84,
    "BD-09": bd09_to_wgs84,
}
"""Datum as a script names it → how its positions become WGS-84."""
DEFAULT_DATUM = "WGS-84"


def convert_position(position: Position, datum: str) -> Position:
    """Return a position of some datum in WGS-84; one that is not moved keeps its digits."""
    converted = TO_WGS84[datum or DEFAULT_DATUM](position)
    if converted == position:
        return position
    return Position(round(converted.lat, POSITION_DECIMALS), round(converted.lon, POSITION_DECIMALS))


def distance_m(start: Position, end: Position) -> float:
    """Return the length of the straight way in metres (haversine on a sphere: within 0.6 % of the ellipsoid)."""
    start_lat, end_lat = math.radians(start.lat), math.radians(end.lat)
    chord = (
        math.sin((end_lat - start_lat) / 2) ** 2
        + math.cos(start_lat) * math.cos(end_lat) * math.sin(math.radians(end.lon - start.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def walking_minutes(distance: float) -> int:
    """Return about how long a visitor walks for a straight distance in metres: whole minutes, at least one."""
    return max(1, round(distance * DETOUR / WALKING_SPEED_M_PER_MIN))


def decimal_degrees(degrees: float) -> str:
    """Return degrees as text without an exponent, which GPX and geo URIs do not know: ``104.5``, ``0.00001``."""
    digits = f"{degrees:.{POSITION_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
