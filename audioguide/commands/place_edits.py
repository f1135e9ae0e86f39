"""Edits of where a stop is and how it is reached: coordinates as they are pasted, pins as they are dragged, the way on.

``base`` is what the page began with, written as ``position_text`` and ``pin_text`` do: where the file says something
else meanwhile, the edit is a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..authoring import place_fields
from ..authoring.place_schemas import ACCESS_FIELDS, PIN_FIELDS, POSITION_FIELDS
from ..authoring.places import POSITION_DECIMALS, decimal_degrees
from ..authoring.schemas import STOP_FIELDS
from ..errors import ConfigError, EditRefused
from ..i18n import _
from ..model import Access, PlanPin, Position, Stop
from ..yaml import patching
from ..yaml.numbers import parse_decimal
from ..yaml.writer import Flow
from .map_link import parse_pasted_position
from .place_names import field_name
from .script_edits import Edit, OpenScript, keep_wraps, refuse_changed, refuse_unknown

PIN_DECIMALS = 4
"""Of a share of a picture: a pixel of the largest plan."""


def position_text(position: Position | None) -> str:
    """Return a position as a page shows it, ``30.8701, 105.3812``; empty without one."""
    return f"{decimal_degrees(position.lat)}, {decimal_degrees(position.lon)}" if position else ""


def pin_text(pin: PlanPin | None) -> str:
    """Return a pin as a page keeps it, ``0.25, 0.5, ground``; empty without one."""
    return ", ".join(filter(None, (f"{pin.x:g}", f"{pin.y:g}", pin.plan))) if pin else ""


def parse_position(pasted: str) -> Position:
    """Return the position of what was pasted, in WGS-84. Raises EditRefused for what holds no coordinates."""
    try:
        position = parse_pasted_position(pasted).true_position
    except ConfigError as error:
        raise EditRefused(error.message, hint=error.hint) from error
    return Position(round(position.lat, POSITION_DECIMALS) or 0.0, round(position.lon, POSITION_DECIMALS) or 0.0)


def parse_pin(x: str, y: str, plan: str) -> PlanPin:
    """Return the pin at shares of a picture. Raises EditRefused for what are no numbers, or outside of it."""
    numbers = [number for text in (x, y) if (number := parse_decimal(text)) is not None]
    if len(numbers) != 2:
        raise EditRefused(_("A pin needs two numbers."))
    across, down = (round(float(number), PIN_DECIMALS) or 0.0 for number in numbers)
    pin = PlanPin(across, down, plan)
    if not (0 <= pin.x <= 1 and 0 <= pin.y <= 1):
        raise EditRefused(_("The pin is outside of the picture: x and y go from 0 to 1."))
    return pin


def named_plan(script: OpenScript, pin: PlanPin | None, plan: str) -> str:
    """Return the name a pin gets for a plan: none where it had none and stays on the first plan."""
    stays = pin is not None and not pin.plan and script.tour.plans and script.tour.plans[0].name == plan
    return "" if stays else plan


def write_position(text: str, path: patching.Path, position: Position, order: tuple[str, ...]) -> str:
    """Set the ``place`` of the group at ``path``, in WGS-84; one that is there changes its digits alone."""
    there = patching.load_value(text, path).get("place")
    if not isinstance(there, dict):
        return patching.set_field(text, path, "place", place_fields.position_data(position), order)
    inside = (*path, "place")
    text = _change_values(text, inside, there, {"lat": position.lat, "lon": position.lon}, POSITION_FIELDS)
    return patching.remove_field(text, inside, "datum")


def write_pin(text: str, path: patching.Path, pin: PlanPin, order: tuple[str, ...]) -> str:
    """Set the ``plan`` of the group at ``path``; a pin that is there changes its digits alone."""
    there = patching.load_value(text, path).get("plan")
    if not isinstance(there, dict):
        return patching.set_field(text, path, "plan", place_fields.pin_data(pin), order)
    inside = (*path, "plan")
    text = _change_values(text, inside, there, {"x": pin.x, "y": pin.y}, PIN_FIELDS)
    if not pin.plan:
        return patching.remove_field(text, inside, "name")
    return _change_values(text, inside, there, {"name": pin.plan})


def _change_values(
    text: str, path: patching.Path, there: dict[str, Any], values: Mapping[str, float | str], order: Sequence[str] = ()
) -> str:
    """Set the fields of the group at ``path``, which holds ``there``, where they have another value."""
    for name, value in values.items():
        if there.get(name) != value:
            text = patching.set_field(text, path, name, value, order)
    return text


@dataclass(frozen=True)
class SetPlace(Edit):
    """Where a stop is: coordinates, or a link of a map application; empty: nowhere any more."""

    stop: str
    base: str
    pasted: str
    kind = "set-place"

    def patch_text(self, script: OpenScript) -> str:
        """Write the position in WGS-84. Raises EditRefused for what holds no coordinates, EditConflict."""
        path = ("stops", script.index_of(self.stop))
        now = position_text(script.find_stop(self.stop).position)
        if not self.pasted.strip():
            refuse_changed(self.base, now, "")
            return patching.remove_field(script.text, path, "place")
        position = parse_position(self.pasted)
        refuse_changed(self.base, now, position_text(position))
        if now == position_text(position):
            return script.text
        return write_position(script.text, path, position, STOP_FIELDS)

    @property
    def label(self) -> str:
        """What it is called in the history."""
        return _("Place of stop {number}").format(number=self.stop)


@dataclass(frozen=True)
class SetPin(Edit):
    """Where a stop is on a plan, in shares of the picture; without numbers: on none any more."""

    stop: str
    base: str
    x: str
    y: str
    plan: str
    kind = "set-pin"

    def patch_text(self, script: OpenScript) -> str:
        """Write the pin. Raises EditRefused for one outside of the picture, EditConflict."""
        path = ("stops", script.index_of(self.stop))
        now = pin_text(script.find_stop(self.stop).pin)
        if not (self.x or self.y):
            refuse_changed(self.base, now, "")
            return patching.remove_field(script.text, path, "plan")
        pin = parse_pin(self.x, self.y, named_plan(script, script.find_stop(self.stop).pin, self.plan))
        refuse_changed(self.base, now, pin_text(pin))
        return script.text if now == pin_text(pin) else write_pin(script.text, path, pin, STOP_FIELDS)

    @property
    def label(self) -> str:
        """What it is called in the history."""
        return _("Pin of stop {number}").format(number=self.stop)

    @property
    def field(self) -> str:
        """Steps of the arrow keys are one step of undo."""
        return f"{self.stop}/plan"


def trigger_text(stop: Stop) -> str:
    """Return the radius at which a stop is offered as a script has it, ``30 m``; empty without one."""
    return f"{stop.trigger_m} m" if stop.trigger_m else ""


def place_field(stop: Stop, name: str) -> str:
    """Return a field that ``SetPlaceField`` sets, as a page shows it."""
    if name == "next":
        return stop.directions
    return trigger_text(stop) if name == "trigger" else getattr(stop.access or Access(), name)


@dataclass(frozen=True)
class SetPlaceField(Edit):
    """The way to the next stop, the radius at which a stop is offered, and what it says about access."""

    stop: str
    name: str
    base: str
    value: str
    kind = "set-place-field"
    FIELDS: ClassVar[tuple[str, ...]] = ("next", "trigger", *ACCESS_FIELDS)

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile; an empty value takes it out."""
        refuse_unknown(self.name, self.FIELDS)
        stop, path = script.find_stop(self.stop), ("stops", script.index_of(self.stop))
        value, base, now = " ".join(self.value.split()), self.base, place_field(stop, self.name)
        if self.name == "trigger":  # the page goes on with what was typed, the file has it in one form
            value, base = (_written_radius(text) for text in (value, " ".join(base.split())))
        refuse_changed(base, now, value)
        if value == now:
            return script.text
        if self.name in ACCESS_FIELDS:
            return self._patch_access(script, path, value)
        if not value:
            return patching.remove_field(script.text, path, self.name)
        raw = script.stop_fields(self.stop).get(self.name)
        written = keep_wraps(raw, value) if isinstance(raw, str) else value
        return patching.set_field(script.text, path, self.name, written, STOP_FIELDS)

    def _patch_access(self, script: OpenScript, path: patching.Path, value: str) -> str:
        there = script.stop_fields(self.stop).get("access")
        if not isinstance(there, dict):
            return patching.set_field(script.text, path, "access", Flow({self.name: value}), STOP_FIELDS)
        if not value and len(there) == 1:
            return patching.remove_field(script.text, path, "access")
        inside = (*path, "access")
        if not value:
            return patching.remove_field(script.text, inside, self.name)
        return patching.set_field(script.text, inside, self.name, value, ACCESS_FIELDS)

    @property
    def label(self) -> str:
        """Names stop and field."""
        return _("Stop {number}: {field}").format(number=self.stop, field=field_name(self.name))

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"{self.stop}/{self.name}"


def _written_radius(value: str) -> str:
    """Return a radius as a script has it; empty stays empty."""
    if not value:
        return ""
    match = re.fullmatch(r"([1-9]\d{0,3}) ?(?:m|metres?|meters?|米)?", value, re.IGNORECASE)
    if not match:
        raise EditRefused(_("Write the radius in metres, such as 30 m."))
    return f"{match[1]} m"


PLACE_EDITS: tuple[type[Edit], ...] = (SetPlace, SetPin, SetPlaceField)
