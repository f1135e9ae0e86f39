"""What a schema cannot see in the places of a script: names used twice, routes to stops that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..i18n import _, suggest_name
from ..model import Problem
from ..yaml.reader import List, Map, Node, Scalar, is_null
from ..yaml.validation import meant_fields
from .place_schemas import POINT_FIELDS, ROUTE_FIELDS


def find_place_problems(root: Map, *, is_edition: bool = False) -> Iterator[Problem]:
    """Yield the errors in ``points``, ``plans`` and ``routes`` of a script or of ``site.yaml``.

    A route of an edition may have no stops: it goes along those of the site's route of its name.
    """
    for point in _groups(root.fields.get("points")):
        given = {name for name, child in point.fields.items() if not is_null(child)}
        if not (given | meant_fields(point, POINT_FIELDS)) & {"place", "plan"}:
            message = _("This point is nowhere: it has neither “place” nor “plan”.")
            hint = _("Add place: {lat: …, lon: …} or plan: {x: …, y: …}")
            yield Problem("error", "missing-field", message, point.place, hint)
    for group in ("plans", "routes"):
        yield from _name_problems(_groups(root.fields.get(group)))
    yield from _route_problems(root, is_edition)


def _name_problems(groups: list[Map]) -> Iterator[Problem]:
    seen: set[str] = set()
    for group in groups:
        name = group.fields.get("name")
        if isinstance(name, Scalar):
            if name.text in seen:
                message = _("The name “{name}” is used twice.").format(name=name.text)
                yield Problem("error", "duplicate-name", message, name.place, _("Give each a name of its own."))
            seen.add(name.text)


def _route_problems(root: Map, is_edition: bool) -> Iterator[Problem]:
    """Yield routes without stops, or along stops that do not exist; numbers that cannot be read may be any."""
    walk = root.fields.get("stops")
    nodes = [stop.fields.get("number") if isinstance(stop, Map) else None for stop in _items_of(walk)]
    known = [number.text for number in nodes if isinstance(number, Scalar) and not is_null(number)]
    are_known = isinstance(walk, List) and len(known) == len(nodes)
    for route in _groups(root.fields.get("routes")):
        stops = route.fields.get("stops")
        numbers = [item for item in stops.items if isinstance(item, Scalar)] if isinstance(stops, List) else []
        is_empty = isinstance(stops, List) and not stops.items
        is_missing = (stops is None or is_null(stops)) and "stops" not in meant_fields(route, ROUTE_FIELDS)
        if is_empty or (is_missing and not is_edition):
            code, place = ("empty", stops.place) if isinstance(stops, List) else ("missing-field", route.place)
            hint = _("Write the numbers of its stops: stops: [1, 3, 7]")
            yield Problem("error", code, _("This route has no stops."), place, hint)
        for index, number in enumerate(numbers):
            if number.text not in known and are_known:
                message = _("The route leads to stop {number}, which does not exist.").format(number=number.text[:20])
                yield Problem("error", "route-nowhere", message, number.place, suggest_name(number.text, known))
            elif number.text in [other.text for other in numbers[:index]]:
                message = _("The route leads to stop {number} twice.").format(number=number.text)
                hint = _("Take one of them out: the player goes on from a stop to one other.")
                yield Problem("error", "route-twice", message, number.place, hint)


def _items_of(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, List) else ()


def _groups(node: Node | None) -> list[Map]:
    return [item for item in _items_of(node) if isinstance(item, Map)]
