"""Where the things of a tour are, gathered for a page: plans with how well they fit the earth, pins, points, routes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .. import lint
from ..authoring import edition_places, plan_fit, script, site_places, voices_yaml
from ..authoring.script_names import find_own_script
from ..errors import AudioguideError
from ..model import Access, Plan, PlanPin, Position, Problem, ReferencePoint, Stop, Tour
from ..project import Project
from .edit_script import script_file
from .history import digest_of
from .place_edits import pin_text, position_text, trigger_text
from .plan_edits import reference_text
from .plan_pictures import load_plan_picture
from .point_edits import point_text
from .route_edits import route_field, stops_text


@dataclass(frozen=True)
class ShownPin:
    """A position on a plan."""

    x: float
    y: float
    plan: str
    """Name of the plan, also where the script leaves it out."""
    is_computed: bool = False
    """The script has no pin: it is computed from the coordinates, or the site's own language has it."""


@dataclass(frozen=True)
class ShownStop:
    """Where a stop is and how it is reached."""

    number: str
    title: str
    place: str
    """``position_text``: what an edit of the place begins with."""
    pin: ShownPin | None
    pin_base: str
    """``pin_text``: what an edit of the pin begins with."""
    next: str
    trigger: str
    access: Access


@dataclass(frozen=True)
class ShownReference:
    """A reference point."""

    seen: str
    """``reference_text``: what an edit of it begins with."""
    x: float
    y: float
    place: str
    off_m: float | None
    """Metres between where it is and where the other points put it; None: there are too few of them."""


@dataclass(frozen=True)
class ShownFit:
    """How a plan lies on the earth."""

    error_m: float
    """Metres that a position in the middle of the reference points is off by, root mean square."""
    is_assumed: bool
    """Three points fit any picture: the error is an assumption."""
    width_m: float
    """Metres that the picture is wide."""


@dataclass(frozen=True)
class ShownPlan:
    """A plan as a page shows it."""

    name: str
    title: str
    floor: str
    alt: str
    is_shared: bool
    """``site.yaml`` or the site's own language has it: it cannot be changed here."""
    version: str
    """Of the picture; empty where it cannot be shown."""
    width: int
    height: int
    error: str
    """Why the picture cannot be shown."""
    references: tuple[ShownReference, ...]
    fit: ShownFit | None


@dataclass(frozen=True)
class ShownPoint:
    """A point that is no stop."""

    seen: str
    """``point_text``: what an edit of it begins with."""
    kind: str
    title: str
    place: str
    pin: ShownPin | None
    is_shared: bool
    """``site.yaml`` or the site's own language has it: it cannot be changed here."""


@dataclass(frozen=True)
class ShownRoute:
    """A way through the tour."""

    name: str
    title: str
    stops: tuple[str, ...]
    base: str
    """``stops_text``: what an edit of the stops begins with."""
    minutes: str
    suits: str
    is_shared: bool
    """The site's own language has its stops: only its title can be changed here."""
    source_title: str
    """In the site's own language; empty for a route of this script."""


@dataclass(frozen=True)
class ShownPlaces:
    """All that a page shows about the places of a tour."""

    revision: str
    """SHA-256 of the script."""
    plans: tuple[ShownPlan, ...]
    stops: tuple[ShownStop, ...]
    points: tuple[ShownPoint, ...]
    routes: tuple[ShownRoute, ...]


def show_places(project: Project, name: str) -> ShownPlaces:
    """Return where the things of a tour are. Raises ScriptError, ConfigError."""
    path = script_file(project, name)
    revision = digest_of(path.read_bytes())
    own = script.load_tour(path)
    tour = site_places.add_shared_places(project, own)
    first = tour.plans[0].name if tour.plans else ""
    return ShownPlaces(
        revision,
        tuple(show_plan(own, plan) for plan in tour.plans),
        tuple(_show_stop(stop, before, tour.plans, first) for stop, before in zip(tour.stops, own.stops, strict=True)),
        tuple(
            ShownPoint(
                point_text(point),
                point.kind,
                point.title,
                position_text(point.position),
                _show_pin(point.pin, point.position, tour.plans, first),
                index >= len(own.points),
            )
            for index, point in enumerate(tour.points)
        ),
        _show_routes(own, tour, edition_places.source_titles(project, own)),
    )


def _show_routes(own: Tour, tour: Tour, source_titles: Mapping[str, str]) -> tuple[ShownRoute, ...]:
    """Return the routes that visitors get, those of the site's own language among them."""
    complete = {route.name for route in own.routes if route.stops}
    return tuple(
        ShownRoute(
            route.name,
            route.title,
            route.stops,
            stops_text(route.stops),
            route_field(route, "minutes"),
            route.suits,
            route.name not in complete,
            "" if route.name in complete else source_titles.get(route.name, ""),
        )
        for route in tour.routes
    )


def find_place_problems(project: Project, name: str) -> tuple[Tour, tuple[Problem, ...]]:
    """Return a tour with what ``check`` says about its places."""
    tour = site_places.add_shared_places(project, script.load_tour(script_file(project, name)))
    settings = voices_yaml.load_settings(project.voices)
    problems = lint.check_tour(tour, settings, None, lint.places.PLACE_RULES)
    return tour, (*problems, *_edition_problems(project, tour))


def _edition_problems(project: Project, tour: Tour) -> tuple[Problem, ...]:
    if not tour.edition:
        return ()
    first = find_own_script(project, tour.site)
    try:
        return tuple(lint.places.edition_problems(script.load_tour(first), tour)) if first else ()
    except AudioguideError:
        return ()  # the other script's errors are shown where it is edited


def _show_stop(stop: Stop, own: Stop, plans: tuple[Plan, ...], first: str) -> ShownStop:
    """Return a stop with what an edit begins with, which is what its own script has."""
    pin = _show_pin(stop.pin, stop.position, plans, first)
    return ShownStop(
        own.number,
        own.title,
        position_text(own.position),
        replace(pin, is_computed=True) if pin and not own.pin else pin,
        pin_text(own.pin),
        own.directions,
        trigger_text(own),
        own.access or Access(),
    )


def _show_pin(pin: PlanPin | None, position: Position | None, plans: tuple[Plan, ...], first: str) -> ShownPin | None:
    if pin:
        return ShownPin(pin.x, pin.y, pin.plan or first)
    located = plan_fit.locate_on_plans(plans, position) if position else None
    return ShownPin(located.x, located.y, located.plan, is_computed=True) if located else None


def show_plan(tour: Tour, plan: Plan) -> ShownPlan:
    """Return a plan of a tour, or one that the tour shares."""
    own = next((each for each in tour.plans if each.name == plan.name), None)
    references = own.references if own else plan.references
    width = height = 0
    version = error = ""
    try:
        picture = load_plan_picture(tour, plan)
        width, height, version = picture.width, picture.height, picture.version
    except AudioguideError as failure:
        error = f"{failure.message} {failure.hint}".strip()
    fit = plan_fit.fit_plan(plan.references, width or 1, height or 1)
    return ShownPlan(
        plan.name,
        plan.title,
        plan.floor,
        plan.alt,
        own is None,
        version,
        width,
        height,
        error,
        tuple(
            ShownReference(
                reference_text(point),
                point.x,
                point.y,
                position_text(point.position),
                _distance_off(references, index, width or 1, height or 1),
            )
            for index, point in enumerate(references)
        ),
        ShownFit(
            fit.scatter / fit.units_per_metre,
            len(plan.references) == plan_fit.MIN_REFERENCES,
            (width or 1) / math.hypot(fit.x[0], fit.x[1]),
        )
        if fit
        else None,
    )


def _distance_off(references: Sequence[ReferencePoint], index: int, width: int, height: int) -> float | None:
    others = [point for at, point in enumerate(references) if at != index]
    fit = plan_fit.fit_plan(others, width, height)
    if fit is None:
        return None
    x, y = fit.locate(references[index].position)
    return math.hypot(x - references[index].x * width, y - references[index].y * height) / fit.units_per_metre
