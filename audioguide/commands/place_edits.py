"""Edits of places: coordinates as they are pasted, and pins as they are dragged."""

from __future__ import annotations

from dataclasses import dataclass

from ..authoring import place_fields
from ..authoring.places import POSITION_DECIMALS
from ..authoring.schemas import STOP_FIELDS
from ..errors import ConfigError, EditRefused
from ..i18n import _
from ..model import PlanPin, Position
from ..yaml import patching
from .map_link import parse_pasted_position
from .script_edits import Edit, OpenScript

PIN_DECIMALS = 4
"""Of a share of a picture: a pixel of the largest plan."""


@dataclass(frozen=True)
class SetPlace(Edit):
    """Where a stop is: coordinates, or a link of a map application; empty: nowhere any more."""

    stop: str
    pasted: str
    kind = "set-place"

    def patch_text(self, script: OpenScript) -> str:
        """Write the position in WGS-84. Raises EditRefused for what holds no coordinates."""
        path = ("stops", script.index_of(self.stop))
        if not self.pasted.strip():
            return patching.remove_field(script.text, path, "place")
        try:
            position = parse_pasted_position(self.pasted).true_position
        except ConfigError as error:
            raise EditRefused(error.message, hint=error.hint) from error
        rounded = Position(round(position.lat, POSITION_DECIMALS), round(position.lon, POSITION_DECIMALS))
        return patching.set_field(script.text, path, "place", place_fields.position_data(rounded), STOP_FIELDS)

    @property
    def label(self) -> str:
        """What it is called in the history."""
        return _("Place of stop {number}").format(number=self.stop)


@dataclass(frozen=True)
class SetPin(Edit):
    """Where a stop is on a plan, in shares of the picture."""

    stop: str
    x: str
    y: str
    plan: str
    kind = "set-pin"

    def patch_text(self, script: OpenScript) -> str:
        """Write the pin. Raises EditRefused for one outside of the picture."""
        try:
            pin = PlanPin(round(float(self.x), PIN_DECIMALS), round(float(self.y), PIN_DECIMALS), self.plan)
        except ValueError as error:
            raise EditRefused(_("A pin needs two numbers.")) from error
        if not (0 <= pin.x <= 1 and 0 <= pin.y <= 1):
            raise EditRefused(_("The pin is outside of the picture: x and y go from 0 to 1."))
        path = ("stops", script.index_of(self.stop))
        return patching.set_field(script.text, path, "plan", place_fields.pin_data(pin), STOP_FIELDS)

    @property
    def label(self) -> str:
        """What it is called in the history."""
        return _("Pin of stop {number}").format(number=self.stop)


PLACE_EDITS: tuple[type[Edit], ...] = (SetPlace, SetPin)
