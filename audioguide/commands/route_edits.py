"""Edits of routes: ways through the tour, an ordered list of stops each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..authoring import place_fields
from ..authoring.place_schemas import ROUTE_FIELDS
from ..authoring.schemas import TOUR_FIELDS
from ..errors import EditRefused
from ..i18n import _
from ..model import ROUTE_KINDS, Route, Tour
from ..yaml import patching
from ..yaml.writer import Flow
from .list_edits import append_item, drop_item, free_name
from .place_names import field_name
from .script_edits import Edit, OpenScript, refuse_changed, refuse_unknown

MAX_MINUTES = 6000


def stops_text(stops: Sequence[str]) -> str:
    """Return the stops of a route as a page keeps them, ``1, 3, 7``."""
    return ", ".join(stops)


def find_route(script: OpenScript, name: str) -> int:
    """Return the index of a route. Raises EditRefused for one that is gone."""
    for index, route in enumerate(script.tour.routes):
        if route.name == name:
            return index
    raise EditRefused(_("The route “{name}” is no longer in the script.").format(name=name))


def is_inherited(script: OpenScript, name: str) -> bool:
    """Return whether an edition has no stops for a route: the site's own language has them."""
    return bool(script.tour.edition) and all(route.name != name or not route.stops for route in script.tour.routes)


def drop_stop_from_routes(text: str, tour: Tour, number: str) -> str:
    """Return the text of a script without a stop in its routes; a route that led to it alone goes."""
    left = len(tour.routes)
    for index, route in reversed([*enumerate(tour.routes)]):
        if number not in route.stops:
            continue
        stops = [other for other in route.stops if other != number]
        if stops:
            text = patching.set_field(text, ("routes", index), "stops", place_fields.numbers_data(stops), ROUTE_FIELDS)
        else:
            text = drop_item(text, (), "routes", index, left)
            left -= 1
    return text


@dataclass(frozen=True)
class AddRoute(Edit):
    """A route after the others."""

    title: str
    stops: str
    """Numbers of its stops, in their order."""
    taken: str = ""
    """Names that it must not get, separated by spaces: those of routes that an edition takes from its site."""
    kind = "add-route"

    def patch_text(self, script: OpenScript) -> str:
        """Append it under a name made from its title."""
        title = " ".join(self.title.split())
        if not title:
            raise EditRefused(_("A route needs a title: what visitors choose, such as “20 minutes”."))
        stops = _parse_stops(script, self.stops)
        names = {*self.taken.split(), *(route.name for route in script.tour.routes)}
        route = Route(free_name(title, names, "route"), title, tuple(stops))
        return append_item(script.text, (), "routes", place_fields.routes_data([route])[0], TOUR_FIELDS)

    @property
    def label(self) -> str:
        """Names the title."""
        return _("New route: {title}").format(title=self.title)


@dataclass(frozen=True)
class SetRouteField(Edit):
    """What a route is called, its minutes, and whom it suits."""

    route: str
    name: str
    base: str
    value: str
    kind = "set-route-field"
    FIELDS: ClassVar[tuple[str, ...]] = ("title", "minutes", "for")

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile; an empty value takes it out."""
        refuse_unknown(self.name, self.FIELDS)
        if is_inherited(script, self.route):
            return self._name_inherited(script)
        index = find_route(script, self.route)
        now, value = route_field(script.tour.routes[index], self.name), " ".join(self.value.split())
        base = self.base
        if self.name == "minutes":  # the page goes on with what was typed, the file has the number
            value, base = (_written_minutes(text) for text in (value, " ".join(base.split())))
        refuse_changed(base, now, value)
        if now == value:
            return script.text
        if not value and self.name == "title":
            raise EditRefused(_("A route needs a title: what visitors choose, such as “20 minutes”."))
        if not value:
            return patching.remove_field(script.text, ("routes", index), self.name)
        if self.name == "for":
            refuse_unknown(value, ROUTE_KINDS)
        written = int(value) if self.name == "minutes" else value
        return patching.set_field(script.text, ("routes", index), self.name, written, ROUTE_FIELDS)

    def _name_inherited(self, script: OpenScript) -> str:
        """Give a route of the site's own language a title in this one, or take that out."""
        own = next((route for route in script.tour.routes if route.name == self.route), None)
        now, title = own.title if own else "", " ".join(self.value.split())
        if self.name != "title":
            raise EditRefused(
                _("This route is of the site's own language: only its title can be changed here."),
                hint=_("Change the rest in the script in the site's own language."),
            )
        if own is None and self.base.strip():
            find_route(script, self.route)  # its title went meanwhile
        refuse_changed(self.base, now, title)
        if now == title:
            return script.text
        if own is None:
            return append_item(script.text, (), "routes", Flow({"name": self.route, "title": title}), TOUR_FIELDS)
        path = ("routes", script.tour.routes.index(own))
        if title:
            return patching.set_field(script.text, path, "title", title, ROUTE_FIELDS)
        if set(patching.load_value(script.text, path)) > {"name", "title"}:
            raise EditRefused(_("A route needs a title: what visitors choose, such as “20 minutes”."))
        return drop_item(script.text, (), "routes", path[1], len(script.tour.routes))

    @property
    def label(self) -> str:
        """Names route and field."""
        return _("Route {name}: {field}").format(name=self.route, field=field_name(self.name))

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"route/{self.route}/{self.name}"


def _written_minutes(value: str) -> str:
    """Return the digits of a number of minutes; empty stays empty."""
    if not value:
        return ""
    match = re.fullmatch(r"0*(\d{1,4}) ?(?:min|minutes|分钟?)?", value)
    if not match or not 1 <= int(match[1]) <= MAX_MINUTES:
        raise EditRefused(_("Write the minutes as a number, such as 20."))
    return match[1]


def route_field(route: Route, name: str) -> str:
    """Return a field that ``SetRouteField`` sets, as a page shows it."""
    if name == "minutes":
        return str(route.minutes or "")
    return route.suits if name == "for" else route.title


@dataclass(frozen=True)
class SetRouteStops(Edit):
    """The stops of a route, in their order."""

    route: str
    base: str
    stops: str
    kind = "set-route-stops"

    def patch_text(self, script: OpenScript) -> str:
        """Write the list. Raises EditRefused for an empty one and for stops that do not exist, EditConflict."""
        index = find_route(script, self.route)
        now = script.tour.routes[index].stops
        wanted = _parse_stops(script, self.stops)
        refuse_changed(self.base, stops_text(now), stops_text(wanted))
        if list(now) == wanted:
            return script.text
        return patching.set_field(
            script.text,
            ("routes", index),
            "stops",
            place_fields.numbers_data(wanted),
            ROUTE_FIELDS,
        )

    @property
    def label(self) -> str:
        """Names the route."""
        return _("Route {name}: stops").format(name=self.route)

    @property
    def field(self) -> str:
        """Drawing is one step of undo."""
        return f"route/{self.route}/stops"


@dataclass(frozen=True)
class RemoveRoute(Edit):
    """A route taken out; its stops stay."""

    route: str
    kind = "remove-route"

    def patch_text(self, script: OpenScript) -> str:
        """Remove it, and the list with the last one."""
        return drop_item(script.text, (), "routes", find_route(script, self.route), len(script.tour.routes))

    @property
    def label(self) -> str:
        """Names the route."""
        return _("Route {name} removed").format(name=self.route)


def _parse_stops(script: OpenScript, text: str) -> list[str]:
    stops = list(dict.fromkeys(number for number in re.split(r"[,，、\s]+", text) if number))
    for number in stops:
        script.index_of(number)
    if not stops:
        raise EditRefused(_("This route has no stops."), hint=_("Leave one, or remove the route."))
    return stops


ROUTE_EDITS: tuple[type[Edit], ...] = (AddRoute, SetRouteField, SetRouteStops, RemoveRoute)
