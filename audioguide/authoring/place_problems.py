"""What a schema cannot see in the places of a script: names used twice, routes to stops that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ..i18n import _, suggest_name
from ..model import Problem
from ..yaml.reader import List, Map, Node, Scalar, is_null


def find_place_problems(root: Map, *, is_edition: bool = False) -> Iterator[Problem]:
    """Yield the errors in ``points``, ``plans`` and ``routes`` of a script or of ``site.yaml``.

    A route of an edition may have no stops: it goes along those of the site's route of its name.
    """
    for point in _groups(root.fields.get("points")):
        if not any(name in point.fields and not is_null(point.fields[name]) for name in ("place", "plan")):
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
    known = [
        number.text
        for stop in _groups(root.fields.get("stops"))
        if isinstance(number := stop.fields.get("number"), Scalar)
    ]
    for route in _groups(root.fields.get("routes")):
        stops = route.fields.get("stops")
        numbers = [item for item in stops.items if isinstance(item, Scalar)] if isinstance(stops, List) else []
        if not numbers and (isinstance(stops, List) or not is_edition):
            code, place = ("empty", stops.place) if isinstance(stops, List) else ("missing-field", route.place)
            hint = _("Write the numbers of its stops: stops: [1, 3, 7]")
            yield Problem("error", code, _("This route has no stops."), place, hint)
        for index, number in enumerate(numbers):
            if number.text not in known:
                message = _("The route leads to stop {number}, which does not exist.").format(number=number.text[:20])
                yield Problem("error", "route-nowhere", message, number.place, suggest_name(number.text, known))
            elif number.text in [other.text for other in numbers[:index]]:
                message = _("The route leads to stop {number} twice.").format(number=number.text)
                hint = _("Take one of them out: the player goes on from a stop to one other.")
                yield Problem("error", "route-twice", message, number.place, hint)


def _groups(node: Node | None) -> list[Map]:
    return [item for item in node.items if isinstance(item, Map)] if isinstance(node, List) else []
