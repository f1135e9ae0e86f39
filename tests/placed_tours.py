"""Tours with places, plans and routes for tests of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from site_tours import tour

from audioguide.model import (
    Access,
    BuiltPlan,
    BuiltPoint,
    BuiltRoute,
    Manifest,
    PlanPin,
    Position,
    ReferencePoint,
)

SOUTH_WEST, SIZE_LAT, SIZE_LON = Position(30.865, 105.374), 0.01, 0.012
"""The site that the plan shows, in degrees: about 1,100 metres each way."""
PLAN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="800" height="600">
<rect width="800" height="600" fill="#eef3e6"/>
<path d="M0 500 C200 400 300 560 500 300 S700 100 800 60" fill="none" stroke="#c9b28a" stroke-width="26"/>
</svg>
"""


def position_of(x: float, y: float) -> Position:
    """Return where a share of the plan is on the earth."""
    return Position(round(SOUTH_WEST.lat + (1 - y) * SIZE_LAT, 6), round(SOUTH_WEST.lon + x * SIZE_LON, 6))


def placed_tour(
    output: Path,
    edition: str = "",
    *,
    numbers: Sequence[str] = ("1", "2", "3a", "12"),
    site: str = "school",
    sentences: int = 6,
) -> Manifest:
    """Return a built tour: stops in rows on a plan, the second one on the upper floor, points and two routes."""
    built = tour(output, site, edition, numbers=numbers, sentences=sentences)
    images = output / built.folder / "images"
    for name in ("site", "upper"):
        (images / f"plan-{name}.svg").write_text(PLAN, "utf-8")
    rows = -(-len(numbers) // 10)
    spots = [
        (0.1 + 0.09 * (index % 10), 0.15 + 0.7 * (index // 10) / max(1, rows - 1)) for index in range(len(numbers))
    ]
    stops = [
        replace(stop, position=position_of(*spot), trigger_m=30, pin=PlanPin(*spot))
        for stop, spot in zip(built.stops, spots, strict=True)
    ]
    stops[0] = replace(
        stops[0], directions="沿石板路上山，在井边左转。", access=Access(steps="三级台阶", seating="两条长凳")
    )
    stops[1] = replace(stops[1], pin=PlanPin(0.5, 0.5, "upper"))
    references = tuple(
        ReferencePoint(x, y, position_of(*true))
        for (x, y), true in (
            ((0.1, 0.1), (0.1, 0.1)),
            ((0.9, 0.1), (0.9, 0.1)),
            ((0.9, 0.9), (0.9, 0.9)),
            ((0.105, 0.9), (0.1, 0.9)),
        )
    )
    return replace(
        built,
        stops=tuple(stops),
        points=(
            BuiltPoint("toilet", position_of(0.2, 0.3), "村委会后面"),
            BuiltPoint("parking", position_of(0.4, 0.9)),
            BuiltPoint("cafe", None, "", PlanPin(0.3, 0.8, "upper")),
        ),
        plans=(
            BuiltPlan("site", "images/plan-site.svg", 800, 600, "总平面图", "一层", "一条路从西南上山", references),
            BuiltPlan("upper", "images/plan-upper.svg", 800, 600, "", "二层", "二层的房间"),
        ),
        routes=(
            BuiltRoute("short", "二十分钟", tuple(numbers[::2]) + tuple(numbers[3:4]), 20),
            BuiltRoute("easy", "无台阶路线", tuple(numbers[:3]), 0, "wheelchair"),
        ),
    )
