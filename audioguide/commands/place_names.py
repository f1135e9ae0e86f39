"""What fields about places, kinds of points and kinds of routes are called in the reader's language."""

from __future__ import annotations

from ..i18n import _


def field_name(name: str) -> str:
    """Return what a field of a stop, plan, point or route is called."""
    names = {
        "next": _("the way to the next stop"),
        "trigger": _("radius"),
        "steps": _("steps"),
        "slope": _("slope"),
        "seating": _("seating"),
        "toilets": _("toilets"),
        "title": _("title"),
        "floor": _("floor"),
        "alt": _("description of the picture"),
        "file": _("picture"),
        "kind": _("kind"),
        "place": _("coordinates"),
        "plan": _("pin"),
        "minutes": _("minutes"),
        "for": _("for whom"),
    }
    return names.get(name, name)


def point_kind_name(kind: str) -> str:
    """Return what a point that is no stop is."""
    names = {
        "entrance": _("Entrance"),
        "toilet": _("Toilet"),
        "parking": _("Parking"),
        "cafe": _("Café"),
        "lift": _("Lift"),
    }
    return names.get(kind, kind)


def route_kind_name(kind: str) -> str:
    """Return whom a route suits; empty: everybody."""
    return {"": _("everybody"), "wheelchair": _("wheelchair"), "children": _("children")}.get(kind, kind)
