"""What the pages show about places: the way on, map applications, what is nearby, and the plan page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...authoring import plan_fit
from ...authoring.places import distance_m, walking_minutes
from ...model import BuiltPlan, BuiltPoint, BuiltRoute, BuiltStop, Manifest, PlanPin, Position
from ...text.markup import strip_marks
from ..visitor_texts import visitor_texts
from .map_links import MapLink, map_links

PLAN_FOLDER = "plan"
"""Of a tour's plan page; no stop can have this number."""
MAX_NEARBY = 6
"""Points that a stop's page lists."""
MAX_LINK_TITLE_CHARS = 80
"""Of a title in a link to a map application."""
NO_JS_SCREEN_PX = 360
"""Width of the screen for which pins have their right size where no script sizes them."""


@dataclass(frozen=True)
class NearPoint:
    """A point of the site as a stop's page, or the plan page, lists it."""

    kind: str
    title: str
    anchor: str
    """Its id on the plan page."""
    metres: int = 0
    """Straight from the stop; 0: not known."""
    links: tuple[MapLink, ...] = ()


@dataclass(frozen=True)
class Where:
    """What a stop's page says about its place and the way on."""

    directions: str = ""
    """Shown where the sound does not say it."""
    metres: int = 0
    """Straight to the next stop; 0: not known."""
    minutes: int = 0
    """About how long that is on foot; 0: not known."""
    access: tuple[tuple[str, str], ...] = ()
    """Field of ``Access`` → what the author says."""
    links: tuple[MapLink, ...] = ()
    nearby: tuple[NearPoint, ...] = ()
    """Nearest first."""
    has_plan: bool = False
    """The tour has a plan page."""


@dataclass(frozen=True)
class Pin:
    """A stop on a plan, in units of the picture."""

    number: str
    title: str
    href: str
    x: float
    y: float


@dataclass(frozen=True)
class PointPin:
    """A point that is no stop on a plan, in units of the picture."""

    kind: str
    title: str
    x: float
    y: float


@dataclass(frozen=True)
class PlanView:
    """A picture with its pins."""

    name: str
    tab: str
    """What the tab says: the floor, else the title."""
    heading: str
    """Empty where the tab says it."""
    alt: str
    href: str
    width: int
    height: int
    pins: tuple[Pin, ...]
    points: tuple[PointPin, ...]
    fit: dict[str, object] | None
    """What the script needs to draw the visitor's position; None: the plan is not tied to the earth."""

    @property
    def pin_scale(self) -> float:
        """Return by how much pins of screen pixels are enlarged to be as large on a phone without a script."""
        return round(self.width / NO_JS_SCREEN_PX, 3)


@dataclass(frozen=True)
class RouteView:
    """A route as visitors choose it."""

    name: str
    title: str
    minutes: int
    suits: str
    stops: tuple[str, ...]
    sound_minutes: int
    """Minutes of these that the stops are spoken; 0: they are the same, or there is no sound."""
    is_complete: bool = False
    """Whether it has all stops of the tour in their order: it is then the choice that all begin with."""

    @property
    def value(self) -> str:
        """What the page remembers of the choice; empty: all stops in their order."""
        return "" if self.is_complete else self.name

    @property
    def path(self) -> str:
        """The numbers of its stops, in their order; of all stops the first and the last."""
        shown = (self.stops[0], "…", self.stops[-1]) if self.is_complete and len(self.stops) > 3 else self.stops
        return " → ".join(shown)


def has_plan_page(tour: Manifest) -> bool:
    """Return whether there is anything to show on a plan page."""
    return bool(tour.plans or tour.routes or _located(tour.stops) or _located(tour.points))


def where_of(tour: Manifest, stop: BuiltStop, following: BuiltStop | None) -> Where | None:
    """Return what the page of a stop says about its place; None where nothing is known."""
    metres = minutes = 0
    if stop.position and following and following.position:
        straight = distance_m(stop.position, following.position)
        metres, minutes = round(straight), walking_minutes(straight)
    where = Where(
        directions="" if is_spoken(stop) else stop.directions,
        metres=metres,
        minutes=minutes,
        access=_access_of(stop),
        links=_links_to(stop.position, stop.title),
        nearby=_points_near(tour.points, stop.position),
        has_plan=has_plan_page(tour),
    )
    return where if where != Where() else None


def is_spoken(stop: BuiltStop) -> bool:
    """Return whether the sound of a stop ends with its directions: that of older builds does not."""
    return _unspaced("".join(cue.text for cue in stop.cues)).endswith(_unspaced(strip_marks(stop.directions)))


def plan_views(tour: Manifest, addresses: Sequence[str]) -> tuple[PlanView, ...]:
    """Return the plans of a tour, each with its pins; ``addresses``: of the pictures."""
    return tuple(_plan_view(tour, plan, href) for plan, href in zip(tour.plans, addresses, strict=True))


def route_views(tour: Manifest) -> tuple[RouteView, ...]:
    """Return the routes; a number that is no stop of this build is left out."""
    stops = {stop.number: stop for stop in tour.stops}
    words = visitor_texts(tour.language)["plan"]
    complete = complete_route(tour)
    views = []
    for route in tour.routes:
        numbers = tuple(number for number in route.stops if number in stops)
        minutes = route.minutes or route_minutes([stops[number] for number in numbers])
        # an edition that inherits a route has no title for it
        title = route.title or words["suits"].get(route.suits) or words["minutes"].format(minutes=minutes)
        spoken = sound_minutes([stops[number] for number in numbers])
        rest = spoken if spoken < minutes else 0
        views.append(RouteView(route.name, title, minutes, route.suits, numbers, rest, route is complete))
    return tuple(views)


def complete_route(tour: Manifest) -> BuiltRoute | None:
    """Return the first route with all stops of the tour in their order; None where no route has them."""
    numbers = tuple(stop.number for stop in tour.stops)
    return next((route for route in tour.routes if route.stops == numbers), None)


def tour_minutes(tour: Manifest) -> int:
    """Return the minutes of all stops; 0 where the ways are not known, or a route says that they take longer."""
    if not all(stop.position for stop in tour.stops):
        return 0
    minutes = route_minutes(tour.stops)
    return minutes if minutes >= max((route.minutes for route in tour.routes), default=0) else 0


def choosable_routes(routes: Sequence[RouteView]) -> list[dict[str, object]]:
    """Return the routes that leave stops out or change their order, as the script needs them."""
    return [{"name": r.name, "title": r.title, "stops": r.stops} for r in routes if not r.is_complete]


def points_of(tour: Manifest) -> tuple[NearPoint, ...]:
    """Return all points that are no stops, in the author's order."""
    return _point_list(tour.points, None)


def neighbours_on_routes(tour: Manifest, number: str) -> list[dict[str, object]]:
    """Return for each route with this stop what comes before and after it, as the script needs it."""
    by_number = {stop.number: stop for stop in tour.stops}
    complete = complete_route(tour)  # what comes before and after is the same there as without a route
    titles = {route.name: route.title for route in route_views(tour)}

    def link(route: BuiltRoute, step: int) -> list[str] | None:
        index = route.stops.index(number) + step
        other = by_number.get(route.stops[index]) if 0 <= index < len(route.stops) else None
        return [other.number, other.title] if other else None

    return [
        {"name": route.name, "title": titles[route.name], "previous": link(route, -1), "next": link(route, 1)}
        for route in tour.routes
        if number in route.stops and route is not complete
    ]


def stop_places(tour: Manifest) -> list[list[object]]:
    """Return number, latitude, longitude and trigger of every stop that has a place; a closed stop has no trigger."""
    return [
        [stop.number, stop.position.lat, stop.position.lon, 0 if stop.closed else stop.trigger_m]
        for stop in tour.stops
        if stop.position
    ]


def route_minutes(stops: Sequence[BuiltStop]) -> int:
    """Return the minutes of the sound and of the ways between, where both ends are known."""
    ways = sum(
        walking_minutes(distance_m(start.position, end.position))
        for start, end in pairwise(stops)
        if start.position and end.position
    )
    return max(1, sound_minutes(stops) + ways)


def sound_minutes(stops: Sequence[BuiltStop]) -> int:
    """Return how long the stops are spoken, in whole minutes."""
    return round(sum(stop.track.duration for stop in stops) / 60_000)


# ---------------------------------------------------------------- details


def _located(items: Sequence[BuiltStop] | Sequence[BuiltPoint]) -> bool:
    return any(item.position for item in items)


def _access_of(stop: BuiltStop) -> tuple[tuple[str, str], ...]:
    access = stop.access
    if access is None:
        return ()
    return tuple((name, text) for name in access.__dataclass_fields__ if (text := getattr(access, name)))


def _links_to(position: Position | None, title: str) -> tuple[MapLink, ...]:
    return map_links(position, title[:MAX_LINK_TITLE_CHARS]) if position else ()


def _points_near(points: Sequence[BuiltPoint], position: Position | None) -> tuple[NearPoint, ...]:
    """Return the nearest points of a stop that has a place; those that are only on a plan are found there."""
    if position is None:
        return ()
    listed = [point for point in _point_list(points, position) if point.metres]
    return tuple(sorted(listed, key=lambda point: point.metres)[:MAX_NEARBY])


def _point_list(points: Sequence[BuiltPoint], origin: Position | None) -> tuple[NearPoint, ...]:
    return tuple(
        NearPoint(
            point.kind,
            point.title,
            f"point-{number}",
            max(1, round(distance_m(origin, point.position))) if origin and point.position else 0,
            _links_to(point.position, point.title or point.kind),
        )
        for number, point in enumerate(points, 1)
    )


def _plan_view(tour: Manifest, plan: BuiltPlan, href: str) -> PlanView:
    is_first = plan is tour.plans[0]
    fit = plan_fit.fit_plan(plan.references, plan.width, plan.height)

    def spot(pin: PlanPin | None, position: Position | None) -> tuple[float, float] | None:
        if pin:
            x, y = pin.x * plan.width, pin.y * plan.height
            is_here = pin.plan == plan.name or (not pin.plan and is_first)
        elif position and fit and _first_plan_at(tour, position) == plan.name:
            x, y = fit.locate(position)
            is_here = True
        else:
            return None
        is_inside = 0 <= x <= plan.width and 0 <= y <= plan.height
        return (round(x, 1), round(y, 1)) if is_here and is_inside else None

    return PlanView(
        name=plan.name,
        tab=plan.floor or plan.title or plan.name,
        heading=plan.title if plan.floor or len(tour.plans) == 1 else "",
        alt=plan.alt,
        href=href,
        width=plan.width,
        height=plan.height,
        pins=tuple(
            Pin(stop.number, stop.title, f"../{stop.number}/index.html", *at)
            for stop in tour.stops
            if (at := spot(stop.pin, stop.position))
        ),
        points=tuple(
            PointPin(point.kind, point.title, *at) for point in tour.points if (at := spot(point.pin, point.position))
        ),
        fit=_fit_data(fit) if fit else None,
    )


def _first_plan_at(tour: Manifest, position: Position) -> str:
    """Return the name of the first plan that shows a position: a place is on one plan only."""
    for plan in tour.plans:
        fit = plan_fit.fit_plan(plan.references, plan.width, plan.height)
        if fit:
            x, y = fit.locate(position)
            if 0 <= x <= plan.width and 0 <= y <= plan.height:
                return plan.name
    return ""


def _fit_data(fit: plan_fit.PlanFit) -> dict[str, object]:
    """Return a fit as the script reads it (``locatePosition`` in plan_position.js)."""
    return {
        "origin": [fit.origin.lat, fit.origin.lon],
        "x": [round(value, 5) for value in fit.x],
        "y": [round(value, 5) for value in fit.y],
        "scatter": round(fit.scatter, 3),
        "spread": [float(f"{value:.6g}") for value in fit.spread],
    }


def _unspaced(text: str) -> str:
    return "".join(text.split())
