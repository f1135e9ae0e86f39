"""Plans tied to the earth: the fit through reference points, and whether the error it gives is the true one."""

from __future__ import annotations

import math
from random import Random

import pytest

from audioguide.authoring import plan_fit
from audioguide.authoring.places import distance_m
from audioguide.model import Plan, Position, ReferencePoint

WIDTH, HEIGHT = 1600, 1000
ORIGINS = [Position(30.87, 105.38), Position(-16.8, 179.999), Position(69.65, 18.95), Position(0.0, 0.0)]


class Drawing:
    """A picture of a site: turned, stretched and sheared, every thing on it a little beside its true place."""

    def __init__(self, random: Random, origin: Position, distortion: float) -> None:
        self.random, self.origin, self.distortion = random, origin, distortion
        turn, stretch, shear = random.uniform(0, 6.3), random.uniform(0.7, 1.4), random.uniform(-0.3, 0.3)
        scale = random.uniform(0.5, 4)
        cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
        self.rows = ((cos * stretch, sin + shear, WIDTH / 2), (sin * stretch, -cos, HEIGHT / 2))

    def draw(self, east: float, north: float) -> tuple[float, float]:
        """Return where a thing is drawn, in units of the picture."""
        x, y = (a * east + b * north + c for a, b, c in self.rows)
        return self.random.gauss(x, self.distortion), self.random.gauss(y, self.distortion)

    def position(self, east: float, north: float) -> Position:
        metre = 1 / plan_fit.METRES_PER_DEGREE
        lon = self.origin.lon + east * metre / math.cos(math.radians(self.origin.lat))
        return Position(self.origin.lat + north * metre, (lon + 180) % 360 - 180)

    def somewhere(self) -> tuple[float, float]:
        return self.random.uniform(-150, 150), self.random.uniform(-150, 150)

    def references(self, count: int) -> tuple[ReferencePoint, ...]:
        spots = [self.somewhere() for _ in range(count)]
        drawn = [self.draw(*spot) for spot in spots]
        return tuple(
            ReferencePoint(x / WIDTH, y / HEIGHT, self.position(*spot))
            for spot, (x, y) in zip(spots, drawn, strict=True)
        )


@pytest.mark.parametrize("origin", ORIGINS)
def test_an_exact_plan_is_fitted_exactly(origin: Position) -> None:
    drawing = Drawing(Random(1), origin, 0)
    fit = plan_fit.fit_plan(drawing.references(4), WIDTH, HEIGHT)
    assert fit
    for _ in range(20):
        spot = drawing.somewhere()
        x, y = fit.locate(drawing.position(*spot))
        assert math.dist((x, y), drawing.draw(*spot)) < 0.05
        assert fit.error_at(drawing.position(*spot)) < 0.05
    (a, b, _), (c, d, _) = drawing.rows
    assert fit.units_per_metre == pytest.approx(math.sqrt(abs(a * d - b * c)), rel=1e-3)


@pytest.mark.parametrize("count", [4, 5, 6])
@pytest.mark.parametrize("distortion", [4.0, 40.0])
def test_the_error_given_is_within_a_tenth_of_the_true_one(count: int, distortion: float) -> None:
    """Over 4,000 drawings: where a visitor is shown against where the thing they stand at is drawn."""
    random = Random(20)
    given = true = 0.0
    for _ in range(4_000):
        drawing = Drawing(random, ORIGINS[0], distortion)
        fit = plan_fit.fit_plan(drawing.references(count), WIDTH, HEIGHT)
        if fit is None:
            continue
        # near the reference points: far from them four points say next to nothing
        spot = (random.uniform(-60, 60), random.uniform(-60, 60))
        position = drawing.position(*spot)
        leverage = (fit.error_at(position) / fit.scatter) ** 2 if fit.scatter else 1
        if leverage > 3:
            continue
        given += fit.error_at(position) ** 2
        true += math.dist(fit.locate(position), drawing.draw(*spot)) ** 2
    assert math.sqrt(given / true) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(
    "spots",
    [
        [],
        [(0, 0), (100, 0)],
        [(0, 0), (50, 0), (100, 0), (150, 0)],
        [(0, 0), (0, 0), (0, 0)],
        [(0, 0), (50, 0.2), (100, 0), (150, -0.2)],
    ],
)
def test_points_that_leave_a_direction_open_fit_nothing(spots: list[tuple[float, float]]) -> None:
    drawing = Drawing(Random(3), ORIGINS[0], 0)
    references = [
        ReferencePoint(x / WIDTH, y / HEIGHT, drawing.position(*spot))
        for spot in spots
        for x, y in [drawing.draw(*spot)]
    ]
    assert plan_fit.fit_plan(references, WIDTH, HEIGHT) is None


def test_three_points_are_not_taken_for_certain() -> None:
    drawing = Drawing(Random(4), ORIGINS[0], 0)
    fit = plan_fit.fit_plan(drawing.references(3), WIDTH, HEIGHT)
    assert fit and fit.error_at(fit.origin) > 0.03 * math.hypot(WIDTH, HEIGHT)


def test_a_place_is_found_on_the_first_plan_that_shows_it() -> None:
    corners = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]
    north, south = (
        Plan(
            name,
            f"{name}.svg",
            references=tuple(ReferencePoint(x, y, Position(lat - y / 100, 105 + x / 100)) for x, y in corners),
        )
        for name, lat in (("north", 30.87), ("south", 30.86))
    )
    pin = plan_fit.locate_on_plans((north, south), Position(30.865, 105.005))
    assert pin and pin.plan == "north" and math.dist((pin.x, pin.y), (0.5, 0.5)) < 0.001
    pin = plan_fit.locate_on_plans((north, south), Position(30.855, 105.005))
    assert pin and pin.plan == "south"
    assert plan_fit.locate_on_plans((north, south), Position(31, 105)) is None
    assert distance_m(Position(30.865, 105.005), Position(30.855, 105.005)) > 1000
