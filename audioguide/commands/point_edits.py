"""Edits of the points that are no stops: entrances, toilets, parking, cafés and lifts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..authoring import place_fields
from ..authoring.place_schemas import POINT_FIELDS
from ..authoring.schemas import TOUR_FIELDS
from ..errors import EditRefused
from ..i18n import _
from ..model import Point
from ..yaml import patching
from ..yaml.writer import Flow
from .list_edits import append_item, change_seen, drop_item, find_seen
from .place_edits import named_plan, parse_pin, parse_position, pin_text, position_text, write_pin, write_position
from .place_names import field_name, point_kind_name
from .script_edits import Edit, OpenScript, refuse_unknown


def point_text(point: Point) -> str:
    """Return a point as a page keeps it."""
    return " · ".join((point.kind, point.title, position_text(point.position), pin_text(point.pin)))


@dataclass(frozen=True)
class AddPoint(Edit):
    """A point that is no stop, on a plan or at coordinates."""

    point_kind: str
    """Of ``POINT_KINDS``."""
    title: str
    pasted: str
    """Coordinates or a link; empty: it is only on the plan."""
    x: str
    y: str
    plan: str
    kind = "add-point"

    def patch_text(self, script: OpenScript) -> str:
        """Append it. Raises EditRefused for one that is nowhere."""
        position = parse_position(self.pasted) if self.pasted.strip() else None
        pin = parse_pin(self.x, self.y, self.plan) if self.x or self.y else None
        if not (position or pin):
            raise _nowhere()
        point = place_fields.points_data([Point(self.point_kind, position, " ".join(self.title.split()), pin)])[0]
        return append_item(script.text, (), "points", Flow(point), TOUR_FIELDS)

    @property
    def label(self) -> str:
        """Names the kind."""
        return _("New point: {kind}").format(kind=point_kind_name(self.point_kind))


@dataclass(frozen=True)
class SetPoint(Edit):
    """A field of a point: its kind, title, place (coordinates or a link) or pin (``x, y, plan``)."""

    index: int
    seen: str
    """The point as the page shows it, by ``point_text``."""
    name: str
    value: str
    kind = "set-point"
    FIELDS: ClassVar[tuple[str, ...]] = POINT_FIELDS

    def patch_text(self, script: OpenScript) -> str:
        """Set it; an empty value takes it out, where the point does not end nowhere."""
        refuse_unknown(self.name, self.FIELDS)
        seen = [point_text(point) for point in script.tour.points]
        return change_seen(seen, self.index, self.seen, script.text, lambda at: self._set(script, at))

    def _set(self, script: OpenScript, at: int) -> str:
        points = script.tour.points
        path, value = ("points", at), " ".join(self.value.split())
        if not value:
            other = {"place": points[at].pin, "plan": points[at].position}.get(self.name, True)
            if not other or self.name == "kind":
                raise _nowhere()
            return patching.remove_field(script.text, path, self.name)
        if self.name == "place":
            return write_position(script.text, path, parse_position(value), POINT_FIELDS)
        if self.name == "plan":
            x, y, plan = (part.strip() for part in f"{value},,".split(",")[:3])
            return write_pin(script.text, path, parse_pin(x, y, named_plan(script, points[at].pin, plan)), POINT_FIELDS)
        if getattr(points[at], self.name) == value:
            return script.text
        return patching.set_field(script.text, path, self.name, value, POINT_FIELDS)

    @property
    def label(self) -> str:
        """Names the field."""
        return _("Point: {field}").format(field=field_name(self.name))

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"point/{self.index}/{self.name}"


@dataclass(frozen=True)
class RemovePoint(Edit):
    """A point taken out."""

    index: int
    seen: str
    kind = "remove-point"

    def patch_text(self, script: OpenScript) -> str:
        """Remove it, and the list with the last one."""
        points = script.tour.points
        at = find_seen([point_text(point) for point in points], self.index, self.seen)
        return drop_item(script.text, (), "points", at, len(points))

    @property
    def label(self) -> str:
        """Names what was removed."""
        return _("Point removed")


def _nowhere() -> EditRefused:
    return EditRefused(
        _("This point is nowhere: it has neither “place” nor “plan”."),
        hint=_("Put it on a plan, or give its coordinates."),
    )


POINT_EDITS: tuple[type[Edit], ...] = (AddPoint, SetPoint, RemovePoint)
