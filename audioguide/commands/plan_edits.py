"""Edits of the plans of a tour: pictures of the site, a floor each, and the points that tie them to the earth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..authoring import place_fields
from ..authoring.place_schemas import PIN_FIELDS, PLAN_FIELDS, REFERENCE_FIELDS
from ..authoring.plan_fit import MAX_REFERENCES
from ..authoring.schemas import TOUR_FIELDS
from ..errors import EditRefused
from ..i18n import _
from ..model import Plan, PlanPin, ReferencePoint
from ..yaml import patching
from ..yaml.writer import Flow
from .list_edits import append_item, change_seen, drop_item, find_seen
from .place_edits import (
    parse_pin,
    parse_position,
    pin_text,
    position_text,
    write_position,
)
from .place_names import field_name
from .script_edits import Edit, LineChange, OpenScript, refuse_unknown, write_line


def reference_text(point: ReferencePoint) -> str:
    """Return a reference point as a page keeps it."""
    return f"{pin_text(PlanPin(point.x, point.y))} = {position_text(point.position)}"


def find_plan(script: OpenScript, name: str) -> int:
    """Return the index of a plan. Raises EditRefused for one that is gone, or that ``site.yaml`` has."""
    for index, plan in enumerate(script.tour.plans):
        if plan.name == name:
            return index
    raise EditRefused(
        _("The plan “{name}” is not in the script.").format(name=name),
        hint=_("Plans of site.yaml and of the site's own language are changed there."),
    )


@dataclass(frozen=True)
class AddPlan(Edit):
    """A picture of the site, or of one of its floors, after the others."""

    name: str
    file: str
    shared: str
    """Name of the plan that pins without a name are on so far, where it is one of ``site.yaml``; empty: none is."""
    kind = "add-plan"

    def patch_text(self, script: OpenScript) -> str:
        """Append it; pins without a name stay where they are."""
        text = script.text
        if self.shared and not script.tour.plans:
            text = _name_pins(script, self.shared)
        plan = place_fields.plans_data([Plan(self.name, self.file)])[0]
        return append_item(text, (), "plans", plan, TOUR_FIELDS)

    @property
    def label(self) -> str:
        """Names the plan."""
        return _("New plan: {name}").format(name=self.name)


@dataclass(frozen=True)
class RemovePlan(Edit):
    """A plan taken out, and the pins on it; its picture stays where it is."""

    plan: str
    kind = "remove-plan"

    def patch_text(self, script: OpenScript) -> str:
        """Remove the pins from the last to the first, then the plan."""
        index, tour, text = find_plan(script, self.plan), script.tour, script.text
        for at, stop in reversed([*enumerate(tour.stops)]):
            if stop.pin and self._has_pin(stop.pin, index):
                text = patching.remove_field(text, ("stops", at), "plan")
        left = len(tour.points)
        for at, point in reversed([*enumerate(tour.points)]):
            if not (point.pin and self._has_pin(point.pin, index)):
                continue
            if point.position:
                text = patching.remove_field(text, ("points", at), "plan")
            else:  # it was nowhere else
                text = drop_item(text, (), "points", at, left)
                left -= 1
        return drop_item(text, (), "plans", index, len(tour.plans))

    def _has_pin(self, pin: PlanPin, index: int) -> bool:
        return pin.plan == self.plan or (not pin.plan and index == 0)

    @property
    def label(self) -> str:
        """Names the plan."""
        return _("Plan {name} removed").format(name=self.plan)


@dataclass(frozen=True)
class MovePlan(Edit):
    """A plan moved before another one; empty: to the end. Visitors see the first one first."""

    plan: str
    before: str
    kind = "move-plan"

    def patch_text(self, script: OpenScript) -> str:
        """Move its lines; pins without a name stay on the plan that was the first."""
        old = find_plan(script, self.plan)
        new = find_plan(script, self.before) if self.before else len(script.tour.plans)
        text = _name_pins(script, script.tour.plans[0].name) if 0 in (old, new) and old != new else script.text
        return patching.move_item(text, ("plans",), old, new - (new > old))

    @property
    def label(self) -> str:
        """Names the plan."""
        return _("Plan {name} moved").format(name=self.plan)


@dataclass(frozen=True)
class SetPlanField(Edit):
    """What a plan is called, its floor, what it shows, and its picture."""

    plan: str
    name: str
    base: str
    value: str
    kind = "set-plan-field"
    FIELDS: ClassVar[tuple[str, ...]] = ("title", "floor", "alt", "file")

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile; an empty value takes it out."""
        refuse_unknown(self.name, self.FIELDS)
        index = find_plan(script, self.plan)
        change = LineChange(self.base, getattr(script.tour.plans[index], self.name), self.value)
        return write_line(script.text, ("plans", index, self.name), change, PLAN_FIELDS)

    @property
    def label(self) -> str:
        """Names plan and field."""
        return _("Plan {name}: {field}").format(name=self.plan, field=field_name(self.name))

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"plan/{self.plan}/{self.name}"


@dataclass(frozen=True)
class AddReference(Edit):
    """A position of a plan and its coordinates."""

    plan: str
    x: str
    y: str
    pasted: str
    kind = "add-reference"

    def patch_text(self, script: OpenScript) -> str:
        """Append it. Raises EditRefused for what holds no coordinates, and above six."""
        index = find_plan(script, self.plan)
        if len(script.tour.plans[index].references) >= MAX_REFERENCES:
            raise EditRefused(
                _("A plan has up to {most} reference points.").format(most=MAX_REFERENCES),
                hint=_("Remove one that is near another one first."),
            )
        pin, position = parse_pin(self.x, self.y, ""), parse_position(self.pasted)
        item = Flow({"x": pin.x, "y": pin.y, "place": place_fields.position_data(position)})
        return append_item(script.text, ("plans", index), "references", item, PLAN_FIELDS)

    @property
    def label(self) -> str:
        """Names the plan."""
        return _("Plan {name}: new reference point").format(name=self.plan)


@dataclass(frozen=True)
class SetReference(Edit):
    """A reference point that moves on the picture, or gets other coordinates."""

    plan: str
    index: int
    seen: str
    """The point as the page shows it, by ``reference_text``."""
    x: str
    y: str
    pasted: str
    """Empty: the coordinates stay."""
    kind = "set-reference"

    def patch_text(self, script: OpenScript) -> str:
        """Change its digits alone."""
        plan = find_plan(script, self.plan)
        seen = [reference_text(point) for point in script.tour.plans[plan].references]
        return change_seen(seen, self.index, self.seen, script.text, lambda at: self._set(script, plan, at))

    def _set(self, script: OpenScript, plan: int, at: int) -> str:
        path: patching.Path = ("plans", plan, "references", at)
        now, pin = script.tour.plans[plan].references[at], parse_pin(self.x, self.y, "")
        text = script.text
        for name, before, share in (("x", now.x, pin.x), ("y", now.y, pin.y)):
            if before != share:
                text = patching.set_field(text, path, name, share, REFERENCE_FIELDS)
        return (
            write_position(text, path, parse_position(self.pasted), REFERENCE_FIELDS) if self.pasted.strip() else text
        )

    @property
    def label(self) -> str:
        """Names the plan."""
        return _("Plan {name}: reference point changed").format(name=self.plan)

    @property
    def field(self) -> str:
        """Steps of the arrow keys are one step of undo."""
        return f"plan/{self.plan}/references/{self.index}"


@dataclass(frozen=True)
class RemoveReference(Edit):
    """A reference point taken out."""

    plan: str
    index: int
    seen: str
    kind = "remove-reference"

    def patch_text(self, script: OpenScript) -> str:
        """Remove it, and the list with the last one."""
        plan, at = _find_reference(script, self.plan, self.index, self.seen)
        count = len(script.tour.plans[plan].references)
        return drop_item(script.text, ("plans", plan), "references", at, count)

    @property
    def label(self) -> str:
        """Names the plan."""
        return _("Plan {name}: reference point removed").format(name=self.plan)


def _find_reference(script: OpenScript, plan: str, index: int, seen: str) -> tuple[int, int]:
    at = find_plan(script, plan)
    return at, find_seen([reference_text(point) for point in script.tour.plans[at].references], index, seen)


def _name_pins(script: OpenScript, name: str) -> str:
    """The script's text with the name of a plan in all pins that have none."""
    text = script.text
    pins = [("stops", index, stop.pin) for index, stop in enumerate(script.tour.stops)]
    pins += [("points", index, point.pin) for index, point in enumerate(script.tour.points)]
    for key, index, pin in pins:
        if pin and not pin.plan:
            text = patching.set_field(text, (key, index, "plan"), "name", name, PIN_FIELDS)
    return text


PLAN_EDITS: tuple[type[Edit], ...] = (
    AddPlan,
    RemovePlan,
    MovePlan,
    SetPlanField,
    AddReference,
    SetReference,
    RemoveReference,
)
