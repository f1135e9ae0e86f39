"""Where things are: on the earth, on the plans of a site, and on routes through it."""

from __future__ import annotations

from dataclasses import dataclass

from .problems import Place


@dataclass(frozen=True)
class Position:
    """A point on the earth, WGS-84."""

    lat: float
    """Latitude in degrees, north positive."""
    lon: float
    """Longitude in degrees, east positive."""


@dataclass(frozen=True)
class Access:
    """What a visitor who walks badly, or not at all, asks about a stop: short texts, empty where nothing is known."""

    steps: str = ""
    """Steps on the way and at the stop."""
    slope: str = ""
    """How steep the way is."""
    seating: str = ""
    """Where one can sit."""
    toilets: str = ""
    """The nearest toilets."""


@dataclass(frozen=True)
class PlanPin:
    """A position on the picture of a plan."""

    x: float
    """Share of the picture's width, from its left edge: 0 to 1."""
    y: float
    """Share of the picture's height, from its upper edge: 0 to 1."""
    plan: str = ""
    """Name of the plan; empty: the first one."""


@dataclass(frozen=True)
class ReferencePoint:
    """A position on a plan of which the position on the earth is known."""

    x: float
    """Share of the picture's width, from its left edge."""
    y: float
    """Share of the picture's height, from its upper edge."""
    position: Position
    """Its coordinates."""


@dataclass(frozen=True)
class Plan:
    """The owner's own picture of the site, or of one of its floors."""

    name: str
    """By which pins name it."""
    file: str
    """Picture, path relative to the script."""
    title: str = ""
    """What it shows, as a heading."""
    floor: str = ""
    """The floor as lifts call it; empty: there is only one."""
    alt: str = ""
    """What the picture shows, for those who do not see it."""
    references: tuple[ReferencePoint, ...] = ()
    """Tie it to the earth: at least two, at most six."""
    place: Place | None = None
    """Where it is in the script."""


ROUTE_KINDS = ("wheelchair", "children")
"""Whom a route may suit besides everybody."""


@dataclass(frozen=True)
class Route:
    """A way through the tour: some of its stops, in an order of its own."""

    name: str
    """By which addresses name it."""
    title: str
    """What visitors choose."""
    stops: tuple[str, ...]
    """Numbers of its stops, in their order."""
    minutes: int = 0
    """How long it takes; 0: as long as its sound and the ways between."""
    suits: str = ""
    """Of ``ROUTE_KINDS``; empty: everybody."""
    place: Place | None = None
    """Where it is in the script."""


POINT_KINDS = ("entrance", "toilet", "parking", "cafe", "lift")
"""What a point that is no stop can be."""


@dataclass(frozen=True)
class Point:
    """A point of the site that is no stop."""

    kind: str
    """Of ``POINT_KINDS``."""
    position: Position | None = None
    """Its coordinates; None: it is only on a plan."""
    title: str = ""
    """What it is called; empty: the name of its kind is enough."""
    pin: PlanPin | None = None
    """Where it is on a plan; None: where its coordinates are."""
    place: Place | None = None
    """Where it is in the script."""
