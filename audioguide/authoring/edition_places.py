"""Places that an edition takes from the script in the site's own language: the same things stand at the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import ProblemsError
from ..model import Plan, Point, Route, Stop, Tour
from ..project import Project
from . import script
from .script_names import find_own_script

INHERITED_PLACES = "inherited places"
"""Stands among doubtful fields for what an edition takes from the script in its site's own language."""


def inherit_places(project: Project, tour: Tour) -> Tour:
    """Return an edition with places, pins, triggers, plans, points and routes of its site where it has none of its own.

    Titles and descriptions in the other language are left out, and so are stops that the edition lacks. A route of
    the edition without stops goes along those of the site's route of its name.
    """
    source = find_own_script(project, tour.site) if tour.edition else None
    if source is None or source == tour.path:
        return tour
    try:
        first = script.load_tour(source)
    except ProblemsError:  # the errors are that script's
        return replace(tour, routes=tuple(route for route in tour.routes if route.stops))
    by_number = {stop.number: stop for stop in first.stops}
    return replace(
        tour,
        stops=tuple(_inherit_stop(stop, by_number.get(stop.number)) for stop in tour.stops),
        plans=_inherit_plans(tour.plans, first.plans),
        points=tour.points or tuple(_without_title(point) for point in first.points),
        routes=_inherit_routes(tour.routes, first.routes, [stop.number for stop in tour.stops]),
    )


def _inherit_stop(stop: Stop, source: Stop | None) -> Stop:
    if source is None:
        return stop
    return replace(
        stop,
        position=stop.position or source.position,
        pin=stop.pin or source.pin,
        trigger_m=stop.trigger_m or source.trigger_m,
    )


def _inherit_plans(own: Sequence[Plan], source: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return own plans, tied to the earth as those of the same name are, then the others without their words."""
    references = {plan.name: plan.references for plan in source}
    names = {plan.name for plan in own}
    tied = [plan if plan.references else replace(plan, references=references.get(plan.name, ())) for plan in own]
    return (*tied, *(replace(plan, title="", alt="", place=None) for plan in source if plan.name not in names))


def _without_title(point: Point) -> Point:
    return replace(point, title="", place=None)


def _inherit_routes(own: Sequence[Route], source: Sequence[Route], numbers: Sequence[str]) -> tuple[Route, ...]:
    """Return own routes, then the others without their titles, along stops that the edition has."""
    along = {route.name: replace(route, stops=tuple(n for n in route.stops if n in numbers)) for route in source}
    named = [route if route.stops else _follow_route(route, along.get(route.name)) for route in own]
    names = {route.name for route in own}
    others = [replace(r, title="", place=None) for r in along.values() if r.stops and r.name not in names]
    return (*named, *others)


def _follow_route(route: Route, source: Route | None) -> Route:
    """Return a route that has no stops of its own along those of another, for as long and for whom that is."""
    if source is None:
        return route
    minutes, suits = route.minutes or source.minutes, route.suits or source.suits
    return replace(route, stops=source.stops, minutes=minutes, suits=suits)


def source_titles(project: Project, tour: Tour) -> dict[str, str]:
    """Return the titles of the routes of an edition's site in the site's own language: name of the route → title."""
    source = find_own_script(project, tour.site) if tour.edition else None
    try:
        return {route.name: route.title for route in script.load_tour(source).routes} if source else {}
    except ProblemsError:
        return {}
