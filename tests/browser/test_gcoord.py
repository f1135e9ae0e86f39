"""China's shifted coordinates against gcoord, the library of Chinese developers: 10,000 points, both ways."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from random import Random

import pytest
from conftest import need, need_npm

from audioguide.authoring import places
from audioguide.model import Position

pytestmark = pytest.mark.browser
POINTS = 10_000
SCRIPT = """
const gcoord = require(process.argv[1]);
const [from, to, points] = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(points.map((point) => gcoord.transform(point, gcoord[from], gcoord[to]))));
"""


def convert_theirs(start: str, end: str, points: list[Position]) -> list[Position]:
    given = json.dumps([start, end, [[point.lon, point.lat] for point in points]])
    command = [need("node", "apt-get install nodejs"), "-e", SCRIPT, need_npm("gcoord/dist/gcoord.cjs.js")]
    answer = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
    return [Position(lat, lon) for lon, lat in json.loads(answer)]


def points_in_china() -> list[Position]:
    """Return points over all of the mainland's latitudes and longitudes, its coasts and neighbours included."""
    random = Random(20)
    return [Position(random.uniform(18.2, 53.5), random.uniform(73.6, 134.7)) for _ in range(POINTS)]


def points_elsewhere() -> list[Position]:
    random = Random(21)
    drawn = (Position(random.uniform(-85, 85), random.uniform(-180, 180)) for _ in range(4 * POINTS))
    return [point for point in drawn if not places.is_in_china(point)][:POINTS]


@pytest.mark.parametrize(
    ("start", "end", "ours", "limit_m"),
    [
        ("WGS84", "GCJ02", places.wgs84_to_gcj02, 0.001),
        ("GCJ02", "WGS84", places.gcj02_to_wgs84, 1.0),
        ("WGS84", "BD09", places.wgs84_to_bd09, 0.001),
        ("BD09", "WGS84", places.bd09_to_wgs84, 1.0),
    ],
)
def test_conversions_agree_with_gcoord(
    start: str, end: str, ours: Callable[[Position], Position], limit_m: float
) -> None:
    inside, outside = points_in_china(), points_elsewhere()
    assert len(inside) == len(outside) == POINTS
    theirs = convert_theirs(start, end, inside)
    distances = [places.distance_m(ours(point), other) for point, other in zip(inside, theirs, strict=True)]
    assert max(distances) <= limit_m
    assert min(places.distance_m(point, ours(point)) for point in inside) > 10, "each is moved"
    assert [ours(point) for point in outside] == outside
    # gcoord leaves them alone in GCJ-02 only; BD-09 it shifts everywhere
    if "BD09" not in (start, end):
        assert convert_theirs(start, end, outside) == outside
