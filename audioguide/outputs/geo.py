"""A tour's places for maps and satellite navigation: GeoJSON and GPX, in WGS-84.

``<folder>/<tour>.geojson`` (RFC 7946) has a point for each stop and each point of the site; ``<folder>/<tour>.gpx``
(GPX 1.1, https://www.topografix.com/GPX/1/1/) has them as waypoints, and the stops once more as a route in the order of
the tour. A tour without places has neither file.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

from ..assembly.publishing import Destination
from ..authoring.places import POSITION_DECIMALS, decimal_degrees
from ..model import BuiltPoint, BuiltStop, Manifest, Position
from . import BuiltTours, Output

GPX = "http://www.topografix.com/GPX/1/1"


class _GeoOutput(Output):
    """One file beside a tour's sound, for each tour that has places."""

    enabled_by_default: ClassVar[bool] = False

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Write the file of every tour that has places. Raises OutputError."""
        for manifest in tours.manifests:
            if _has_places(manifest):
                destination.write_text(f"{manifest.folder}/{manifest.id}.{self.name}", self.render_tour(manifest))

    @abstractmethod
    def render_tour(self, manifest: Manifest) -> str:
        """Return the file's text."""


class GeoJsonOutput(_GeoOutput):
    """``<tour>.geojson``: stops and points as features."""

    name: ClassVar[str] = "geojson"

    def render_tour(self, manifest: Manifest) -> str:
        """Return a feature collection; its members beside ``features`` are foreign ones, which readers pass over."""
        document = {
            "type": "FeatureCollection",
            "title": manifest.title,
            "language": manifest.language,
            "features": [*_stop_features(manifest), *_point_features(manifest)],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


class GpxOutput(_GeoOutput):
    """``<tour>.gpx``: stops and points as waypoints, the stops as a route."""

    name: ClassVar[str] = "gpx"

    def render_tour(self, manifest: Manifest) -> str:
        """Return a GPX 1.1 document."""
        root = ET.Element("gpx", xmlns=GPX, version="1.1", creator="audioguide")
        metadata = ET.SubElement(root, "metadata")
        _add_texts(metadata, name=manifest.title, desc=manifest.description)
        if manifest.base_url:
            ET.SubElement(metadata, "link", href=f"{manifest.base_url}/{manifest.folder}/")
        for stop, position in _located_stops(manifest):
            _add_stop(root, "wpt", manifest, stop, position)
        for point, position in _located_points(manifest):
            element = _add_position(root, "wpt", position)
            _add_texts(element, name=point.title or point.kind, type=point.kind)
        stops = list(_located_stops(manifest))
        if len(stops) > 1:
            route = ET.SubElement(root, "rte")
            _add_texts(route, name=manifest.title)
            for stop, position in stops:
                _add_stop(route, "rtept", manifest, stop, position)
        ET.indent(root, " ")
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _has_places(manifest: Manifest) -> bool:
    return any(stop.position for stop in manifest.stops) or any(point.position for point in manifest.points)


def _located_stops(manifest: Manifest) -> Iterator[tuple[BuiltStop, Position]]:
    for stop in manifest.stops:
        if stop.position:
            yield stop, stop.position


def _located_points(manifest: Manifest) -> Iterator[tuple[BuiltPoint, Position]]:
    for point in manifest.points:
        if point.position:
            yield point, point.position


def _stop_page(manifest: Manifest, stop: BuiltStop) -> str:
    """Return the address of the stop's page; empty where the tour's own is not known."""
    return f"{manifest.base_url}/{manifest.folder}/{stop.number}/" if manifest.base_url else ""


# ---------------------------------------------------------------- GeoJSON


def _stop_features(manifest: Manifest) -> Iterator[dict[str, Any]]:
    for stop, position in _located_stops(manifest):
        properties = {
            "kind": "stop",
            "number": stop.number,
            "title": stop.title,
            "page": _stop_page(manifest, stop),
            "next": stop.directions,
        }
        yield _feature(position, properties)


def _point_features(manifest: Manifest) -> Iterator[dict[str, Any]]:
    for point, position in _located_points(manifest):
        yield _feature(position, {"kind": point.kind, "title": point.title})


def _feature(position: Position, properties: dict[str, str]) -> dict[str, Any]:
    """Return a feature; RFC 7946 has longitude first."""
    coordinates = [round(position.lon, POSITION_DECIMALS), round(position.lat, POSITION_DECIMALS)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": coordinates},
        "properties": {name: text for name, text in properties.items() if text},
    }


# ---------------------------------------------------------------- GPX


def _add_stop(parent: ET.Element, tag: str, manifest: Manifest, stop: BuiltStop, position: Position) -> None:
    """Add a stop; the schema of GPX 1.1 prescribes the order name, desc, link, type."""
    element = _add_position(parent, tag, position)
    _add_texts(element, name=f"{stop.number} {stop.title}", desc=stop.directions)
    if page := _stop_page(manifest, stop):
        ET.SubElement(element, "link", href=page)
    _add_texts(element, type="stop")


def _add_position(parent: ET.Element, tag: str, position: Position) -> ET.Element:
    return ET.SubElement(parent, tag, lat=decimal_degrees(position.lat), lon=decimal_degrees(position.lon))


def _add_texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            ET.SubElement(parent, name).text = printable_text(text)


def printable_text(text: str) -> str:
    """Return the text without the characters that XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets)."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )
