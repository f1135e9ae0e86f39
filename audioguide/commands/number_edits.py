"""Other numbers for stops, before their labels hang: of one stop, or of all in their order, in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..authoring.place_fields import number_data, numbers_data
from ..authoring.place_schemas import ROUTE_FIELDS
from ..errors import EditRefused
from ..i18n import _
from ..model import STOP_NUMBER, Tour
from ..project import Project
from ..yaml import patching
from . import edit_script
from .script_edits import Edit, OpenScript


@dataclass(frozen=True)
class SetNumbers(Edit):
    """Stops under other numbers; routes go on leading to them."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    """Old number → new number."""
    kind = "set-numbers"

    def patch_text(self, script: OpenScript) -> str:
        """Change the numbers where they are written."""
        text = script.text
        for index, stop in enumerate(script.tour.stops):
            if (number := self._new(stop.number)) != stop.number:
                text = patching.set_value(text, ("stops", index, "number"), number_data(number))
        for index, route in enumerate(script.tour.routes):
            stops = [self._new(number) for number in route.stops]
            if stops != list(route.stops):
                text = patching.set_field(text, ("routes", index), "stops", numbers_data(stops), ROUTE_FIELDS)
        return text

    def _new(self, number: str) -> str:
        return self.numbers.get(number, number)

    @property
    def label(self) -> str:
        """Names the numbers."""
        changes = [f"{old} → {new}" for old, new in self.numbers.items()]
        return _("Numbers of stops: {changes}").format(changes=", ".join(changes))


def plan_number(project: Project, tour: Tour, stop: str, number: str) -> SetNumbers:
    """Return the edit that gives one stop another number. Raises EditRefused for one that is taken, or is no number."""
    number = number.strip().lower()
    if not re.fullmatch(STOP_NUMBER, number):
        raise EditRefused(
            _("“{number}” is no number of a stop.").format(number=number),
            hint=_("Write digits, then at most one small letter: 3 or 3a."),
        )
    return _checked(project, tour, {stop: number})


def plan_numbers_in_order(project: Project, tour: Tour) -> SetNumbers:
    """Return the edit that numbers all stops 1, 2, 3 … in their order. Raises EditRefused where that cannot be."""
    return _checked(project, tour, {stop.number: str(place) for place, stop in enumerate(tour.stops, 1)})


def _checked(project: Project, tour: Tour, wanted: Mapping[str, str]) -> SetNumbers:
    numbers = {old: new for old, new in wanted.items() if old != new}
    for name in edit_script.list_editions(project, tour):
        edition = edit_script.read_script(project, name).tour
        after = [numbers.get(stop.number, stop.number) for stop in edition.stops]
        taken = next((number for number in after if after.count(number) > 1), "")
        if taken:
            raise EditRefused(
                _("{tour} has a stop {number} already.").format(tour=name, number=taken),
                hint=_("Give that stop another number first."),
            )
    return SetNumbers(numbers)
