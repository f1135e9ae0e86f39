"""The fields that say where things are: places, pins, plans, points and routes ↔ values of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..i18n.language_tags import matching_values
from ..model import Access, Plan, PlanPin, Point, Position, ReferencePoint, Route
from ..yaml.reader import List, Map, Node, Scalar, is_null
from ..yaml.writer import Flow
from .places import convert_position


def read_position(node: Node | None) -> Position | None:
    """Return the position of ``{lat, lon, datum}`` in WGS-84; None where the field is left out."""
    if not isinstance(node, Map):
        return None
    written = Position(_number_of(node.fields["lat"]), _number_of(node.fields["lon"]))
    return convert_position(written, _text_of(node, "datum"))


def read_access(node: Node | None) -> Access | None:
    """Return what ``access`` says; None where it says nothing."""
    if not isinstance(node, Map):
        return None
    access = Access(**{name: _text_of(node, name) for name in Access.__dataclass_fields__})
    return access if access != Access() else None


def read_pin(node: Node | None) -> PlanPin | None:
    """Return the pin of ``{x, y, name}``; None where the field is left out."""
    if not isinstance(node, Map):
        return None
    return PlanPin(_number_of(node.fields["x"]), _number_of(node.fields["y"]), _text_of(node, "name"))


def read_trigger(node: Node | None) -> int:
    """Return the metres of ``30 m``; 0 where the field is left out."""
    return int(node.text.rstrip("m ")) if isinstance(node, Scalar) and not is_null(node) else 0


def read_points(node: Node | None, language: str = "") -> tuple[Point, ...]:
    """Return the points that are no stops, in the order of the file; titles in a language where there are several."""
    return tuple(
        Point(
            _text_of(item, "kind"),
            read_position(item.fields.get("place")),
            _text_of(item, "title", language),
            read_pin(item.fields.get("plan")),
            item.place,
        )
        for item in _groups(node)
    )


def read_plans(node: Node | None, language: str = "") -> tuple[Plan, ...]:
    """Return the plans, in the order of the file; texts in a language where there are several."""
    return tuple(
        Plan(
            _text_of(item, "name"),
            _text_of(item, "file"),
            _text_of(item, "title", language),
            _text_of(item, "floor", language),
            _text_of(item, "alt", language),
            _references(item.fields.get("references")),
            item.place,
        )
        for item in _groups(node)
    )


def read_routes(node: Node | None) -> tuple[Route, ...]:
    """Return the routes, in the order of the file."""
    return tuple(
        Route(
            _text_of(item, "name"),
            _text_of(item, "title"),
            tuple(each.text.strip() for each in _items(item.fields.get("stops")) if isinstance(each, Scalar)),
            int(_text_of(item, "minutes") or 0),
            _text_of(item, "for"),
            item.place,
        )
        for item in _groups(node)
    )


def _references(node: Node | None) -> tuple[ReferencePoint, ...]:
    return tuple(
        ReferencePoint(_number_of(item.fields["x"]), _number_of(item.fields["y"]), position)
        for item in _groups(node)
        if (position := read_position(item.fields.get("place")))
    )


def pin_data(pin: PlanPin | None) -> dict[str, Any]:
    """Return a pin as a script has it; empty without one."""
    if pin is None:
        return {}
    return Flow({"x": pin.x, "y": pin.y, **({"name": pin.plan} if pin.plan else {})})


def plans_data(plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """Return the plans as a script has them."""
    return [
        _without_empty(
            {
                "name": plan.name,
                "file": plan.file,
                "title": plan.title,
                "floor": plan.floor,
                "alt": plan.alt,
                "references": [
                    Flow({"x": point.x, "y": point.y, "place": position_data(point.position)})
                    for point in plan.references
                ],
            }
        )
        for plan in plans
    ]


def number_data(number: str) -> int | str:
    """Return the number of a stop as a script has it: one of digits alone needs no quotes."""
    return int(number) if number.isdigit() else number


def numbers_data(numbers: Sequence[str]) -> list[int | str]:
    """Return the numbers of stops as a script has them."""
    return [number_data(number) for number in numbers]


def routes_data(routes: Sequence[Route]) -> list[dict[str, Any]]:
    """Return the routes as a script has them."""
    return [
        Flow(
            _without_empty(
                {
                    "name": route.name,
                    "title": route.title,
                    "minutes": route.minutes,
                    "for": route.suits,
                    "stops": numbers_data(route.stops),
                }
            )
        )
        for route in routes
    ]


def position_data(position: Position | None) -> dict[str, Any]:
    """Return a position as a script has it, in WGS-84; empty without one."""
    return Flow({"lat": position.lat, "lon": position.lon}) if position else {}


def access_data(access: Access | None) -> dict[str, Any]:
    """Return the fields of ``access`` that say something."""
    given = {name: getattr(access, name) for name in Access.__dataclass_fields__} if access else {}
    return {name: text for name, text in given.items() if text}


def points_data(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return the points as a script has them."""
    return [
        _without_empty(
            {
                "kind": point.kind,
                "title": point.title,
                "place": position_data(point.position),
                "plan": pin_data(point.pin),
            }
        )
        for point in points
    ]


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", 0, [], {})}


def _items(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, List) else ()


def _groups(node: Node | None) -> list[Map]:
    return [item for item in _items(node) if isinstance(item, Map)]


def _number_of(node: Node) -> float:
    return float(node.text) if isinstance(node, Scalar) else 0.0


def _text_of(node: Map, key: str, language: str = "") -> str:
    """Return one line; of a text in several languages that of the nearest, else the first."""
    child = node.fields.get(key)
    if isinstance(child, Map):
        texts = {tag: each.text.strip() for tag, each in child.fields.items() if isinstance(each, Scalar)}
        return next(iter([*matching_values(texts, language), *texts.values()]), "")
    return child.text.strip() if isinstance(child, Scalar) and not is_null(child) else ""
