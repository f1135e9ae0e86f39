"""The fields about places as JSON Schemas: for scripts and, with a text a language, for ``site.yaml``."""

from __future__ import annotations

from typing import Any

from ..model import POINT_KINDS, ROUTE_KINDS, Access
from ..yaml.validation import TEXT, Schema
from .places import TO_WGS84

_NAME: dict[str, Any] = {
    "type": "string",
    "pattern": "^[a-z0-9][a-z0-9-]{0,39}$",
    "description": "A short name for addresses: small letters, digits and hyphens, such as ground-floor.",
}
_SHARE: dict[str, Any] = {
    "type": "number",
    "description": "Share of the picture: 0 is its left or upper edge, 1 its right or lower one, 0.5 the middle.",
}

_PLACE: Schema = {
    "type": "object",
    "description": "Coordinates in degrees: {lat: 31.2304, lon: 121.4737}.",
    "properties": {
        "lat": {
            "type": "number",
            "minimum": -90,
            "maximum": 90,
            "description": "Latitude in degrees, -90 to 90; in China 18 to 54. Longitude goes into “lon”.",
        },
        "lon": {
            "type": "number",
            "minimum": -180,
            "maximum": 180,
            "description": "Longitude in degrees, -180 to 180; in China 73 to 135. Latitude goes into “lat”.",
        },
        "datum": {
            "type": "string",
            "enum": list(TO_WGS84),
            "description": "WGS-84 (GPS, OpenStreetMap), GCJ-02 (AMap, Tencent) or BD-09 (Baidu).",
        },
    },
    "required": ["lat", "lon"],
    "additionalProperties": False,
}
_ACCESS: Schema = {
    "type": "object",
    "description": "{steps: …, slope: …, seating: …, toilets: …}, each a short text.",
    "properties": {key: {**TEXT, "description": "A short text."} for key in Access.__dataclass_fields__},
    "additionalProperties": False,
}
_PIN: Schema = {
    "type": "object",
    "description": "Where it is on a plan: {x: 0.25, y: 0.5}, shares of the picture's width and height.",
    "properties": {
        "x": _SHARE,
        "y": _SHARE,
        "name": {**_NAME, "description": "Name of the plan; left out: the first."},
    },
    "required": ["x", "y"],
    "additionalProperties": False,
}
_REFERENCE: Schema = {
    "type": "object",
    "description": "A position whose coordinates are known: {x: 0.1, y: 0.9, place: {lat: …, lon: …}}.",
    "properties": {"x": _SHARE, "y": _SHARE, "place": {"$ref": "#/$defs/place"}},
    "required": ["x", "y", "place"],
    "additionalProperties": False,
}

TRIGGER: Schema = {
    "type": ["integer", "string"],
    "pattern": "^[1-9][0-9]{0,3} ?m?$",
    "description": "Metres at which the stop is offered to a visitor who comes near: 30 m.",
}
_ROUTE: Schema = {
    "type": "object",
    "description": "A way through the tour: {name: short, title: 20 minutes, minutes: 20, stops: [1, 3, 7]}.",
    "properties": {
        "name": _NAME,
        "title": {
            **TEXT,
            "type": ["string", "number"],
            "description": "What visitors choose, such as “20 minutes”.",
        },
        "minutes": {"type": "integer", "minimum": 1, "maximum": 6000, "description": "How long it takes, in minutes."},
        "for": {"type": "string", "enum": list(ROUTE_KINDS), "description": "wheelchair or children."},
        "stops": {
            "type": "array",
            "items": {"type": ["integer", "string"], "description": "The number of a stop."},
            "description": "Numbers of stops, in the order of the way: [1, 3, 7]; an edition may leave them out.",
        },
    },
    "required": ["name", "title"],
    "additionalProperties": False,
}
ROUTES: Schema = {"type": "array", "description": "Ways through the tour: a list.", "items": {"$ref": "#/$defs/route"}}


def _point(text: Schema) -> Schema:
    return {
        "type": "object",
        "description": "A point that is no stop: {kind: toilet, title: …, place: {lat: …, lon: …}}.",
        "properties": {
            "kind": {
                "type": "string",
                "enum": list(POINT_KINDS),
                "description": "entrance, toilet, parking, cafe or lift.",
            },
            "title": {**text, "description": "What it is called."},
            "place": {"$ref": "#/$defs/place"},
            "plan": {"$ref": "#/$defs/pin"},
        },
        "required": ["kind"],
        "additionalProperties": False,
    }


def _plan(text: Schema) -> Schema:
    return {
        "type": "object",
        "description": "A picture of the site: {name: ground, file: plan.svg, title: …, alt: …}.",
        "properties": {
            "name": _NAME,
            "file": {**TEXT, "description": "A picture, path relative to this file."},
            "title": {**text, "description": "What it shows, as a heading."},
            "floor": {**text, "description": "The floor as lifts call it, such as 2F."},
            "alt": {**text, "description": "What the picture shows, for those who do not see it."},
            "references": {
                "type": "array",
                "items": {"$ref": "#/$defs/reference"},
                "description": "Three to six positions whose coordinates are known.",
            },
        },
        "required": ["name", "file"],
        "additionalProperties": False,
    }


POINTS: Schema = {
    "type": "array",
    "description": "Entrances, toilets, parking, cafes and lifts: a list.",
    "items": {"$ref": "#/$defs/point"},
}
PLANS: Schema = {
    "type": "array",
    "description": "Pictures of the site, a floor each: a list.",
    "items": {"$ref": "#/$defs/plan"},
}


def place_definitions(text: Schema) -> dict[str, Schema]:
    """Return what the fields refer to; ``text`` is the form of titles."""
    return {
        "place": _PLACE,
        "access": _ACCESS,
        "pin": _PIN,
        "reference": _REFERENCE,
        "point": _point(text),
        "plan": _plan(text),
        "route": _ROUTE,
    }


DEFINITIONS = place_definitions({"type": ["string", "number"], "minLength": 1})
"""Those of a script."""

POSITION_FIELDS = tuple(_PLACE["properties"])
ACCESS_FIELDS = tuple(_ACCESS["properties"])
PIN_FIELDS = tuple(_PIN["properties"])
REFERENCE_FIELDS = tuple(_REFERENCE["properties"])
POINT_FIELDS = tuple(DEFINITIONS["point"]["properties"])
PLAN_FIELDS = tuple(DEFINITIONS["plan"]["properties"])
ROUTE_FIELDS = tuple(_ROUTE["properties"])
"""The order in which these fields are written, by whatever writes them."""
