"""The fields of a script that say where things are: ``place``, ``access`` and ``points`` ↔ values of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import Access, Point, Position
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


def read_points(node: Node | None) -> tuple[Point, ...]:
    """Return the points that are no stops, in the order of the file."""
    if not isinstance(node, List):
        return ()
    return tuple(
        Point(_text_of(item, "kind"), position, _text_of(item, "title"), item.place)
        for item in node.items
        if isinstance(item, Map) and (position := read_position(item.fields.get("place")))
    )


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
        {"kind": point.kind, **({"title": point.title} if point.title else {}), "place": position_data(point.position)}
        for point in points
    ]


def _number_of(node: Node) -> float:
    return float(node.text) if isinstance(node, Scalar) else 0.0


def _text_of(node: Map, key: str) -> str:
    child = node.fields.get(key)
    return child.text.strip() if isinstance(child, Scalar) and not is_null(child) else ""
