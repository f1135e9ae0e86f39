"""Files of places → names and positions: GPX, KML, GeoJSON, and tables with columns of coordinates.

XML is read without entities and without a network. Order is that of the file: of a GPX its waypoints, else the points
of its routes. Of a GeoJSON and a KML only points are taken; a line or an area is no stop.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..authoring.places import TO_WGS84, convert_position
from ..errors import DocumentError
from ..i18n import _
from ..model import Position

MAX_PLACES = 2000
"""Of a file: a track of every second is no list of stops."""
MAX_PLACES_BYTES = 20_000_000

_LATITUDE = ("lat", "latitude", "纬度", "緯度", "breite", "latitud")
_LONGITUDE = ("lon", "lng", "long", "longitude", "经度", "經度", "länge", "longitud")
_NAME = ("title", "name", "stop", "站点", "名称", "标题", "景点", "titel", "nombre", "nom")
_NUMBER_COLUMNS = ("number", "no", "nr", "编号", "序号", "号")
_TEXT_COLUMNS = ("text", "description", "desc", "讲解词", "讲解", "内容", "说明")
_DATUM = ("datum", "coordinates", "坐标系")


@dataclass(frozen=True)
class NamedPlace:
    """A place with its name."""

    name: str
    position: Position
    """WGS-84."""
    number: str = ""
    """Number of a stop, where the file has one."""
    text: str = ""
    """What the file says about it."""


def is_places_file(path: Path) -> bool:
    """Return whether a file holds places by its kind: tables are looked at as documents first."""
    return path.suffix.lower() in _READERS and path.suffix.lower() != ".csv"


def read_places(path: Path) -> tuple[NamedPlace, ...]:
    """Return the places of a file, in its order.

    Raises DocumentError for one that cannot be read or holds none.
    """
    try:
        if path.stat().st_size > MAX_PLACES_BYTES:
            raise DocumentError(
                _("{file} has {size} MB; a list of stops is far smaller.").format(
                    file=path.name, size=path.stat().st_size // 1_000_000
                ),
                hint=_("Export the places alone, without the track."),
            )
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error),
            hint=_("Check the path and its permissions."),
        ) from error
    try:
        places = tuple(_READERS[path.suffix.lower()](data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentError(
            _("{file} is damaged, or not what its name says.").format(file=path.name),
            hint=_("Export it again from the program it comes from."),
        ) from error
    if not places or len(places) > MAX_PLACES:
        raise DocumentError(
            _("{file} holds no places.").format(file=path.name)
            if not places
            else _("{file} holds {count} places; {most} are the most.").format(
                file=path.name, count=len(places), most=MAX_PLACES
            ),
            hint=_("Export waypoints, placemarks or points, not a track."),
        )
    return places


def _read_gpx(data: bytes) -> Iterator[NamedPlace]:
    root = _parse_xml(data)
    points = _children(root, "wpt") or [p for route in _children(root, "rte") for p in _children(route, "rtept")]
    for point in points:
        position = _position(point.get("lat"), point.get("lon"))
        yield _place(_child_text(point, "name"), position, _child_text(point, "desc") or _child_text(point, "cmt"))


def _read_kml(data: bytes) -> Iterator[NamedPlace]:
    for mark in (element for element in _parse_xml(data).iter() if _local(element) == "Placemark"):
        points = [element for element in mark.iter() if _local(element) == "Point"]
        if points:
            lon, lat = _child_text(points[0], "coordinates").split(",")[:2]
            yield _place(_child_text(mark, "name"), _position(lat, lon), _child_text(mark, "description"))


def _read_geojson(data: bytes) -> Iterator[NamedPlace]:
    document = json.loads(data.decode("utf-8-sig"))
    features = document["features"] if document.get("type") == "FeatureCollection" else [document]
    for feature in features:
        geometry = feature.get("geometry") or {}
        if geometry.get("type") != "Point":
            continue
        fields = {str(key).lower(): value for key, value in (feature.get("properties") or {}).items()}
        if fields.get("kind", "stop") != "stop":  # our own files have toilets and entrances, too
            continue
        lon, lat = geometry["coordinates"][:2]
        number = str(_first(fields, _NUMBER_COLUMNS))
        name = str(_first(fields, _NAME))
        yield _place(f"{number} {name}" if number else name, _position(lat, lon), str(_first(fields, _TEXT_COLUMNS)))


def _read_csv(data: bytes) -> Iterator[NamedPlace]:
    text = data.decode("utf-8-sig")
    separator = max("\t;,", key=text.partition("\n")[0].count)
    yield from table_places(list(csv.reader(io.StringIO(text), delimiter=separator)))


def table_places(rows: Sequence[Sequence[object]]) -> Iterator[NamedPlace]:
    """Yield the places of a table whose first row names a latitude and a longitude; none of any other table."""
    header = [_key(cell) for cell in rows[0]] if rows else []
    if not (set(header) & set(_LATITUDE) and set(header) & set(_LONGITUDE)):
        return
    for row in rows[1:]:
        fields = {key: "" if cell is None else str(cell).strip() for key, cell in zip(header, row, strict=False)}
        if not (_first(fields, _LATITUDE) and _first(fields, _LONGITUDE)):
            continue
        datum = str(_first(fields, _DATUM)).upper().replace("GCJ02", "GCJ-02").replace("BD09", "BD-09")
        position = _position(_first(fields, _LATITUDE), _first(fields, _LONGITUDE))
        position = convert_position(position, datum if datum in TO_WGS84 else "")
        number = str(_first(fields, _NUMBER_COLUMNS))
        place = _place(str(_first(fields, _NAME)), position, str(_first(fields, _TEXT_COLUMNS)))
        yield NamedPlace(place.name, position, number.removesuffix(".0") or place.number, place.text)


_READERS: Mapping[str, Callable[[bytes], Iterator[NamedPlace]]] = {
    ".gpx": _read_gpx,
    ".kml": _read_kml,
    ".geojson": _read_geojson,
    ".csv": _read_csv,
    ".tsv": _read_csv,
}


def _place(name: str, position: Position, text: str) -> NamedPlace:
    """Return a place; a number before its name is that of a stop."""
    match = re.match(r"\s*(?:no\.?|第)?\s*(\d{1,4}[a-z]?)\s*(?:[站号.:、·-]\s*|\s+|$)(.*)", name, re.IGNORECASE)
    plain = re.sub(r"<[^>]+>", " ", text)
    number, title = (match[1].lower().lstrip("0"), match[2].strip()) if match else ("", name.strip())
    return NamedPlace(title or name.strip(), position, number, " ".join(plain.split()))


def _position(lat: object, lon: object) -> Position:
    position = Position(float(str(lat)), float(str(lon)))
    if not (abs(position.lat) <= 90 and abs(position.lon) <= 180):
        raise ValueError(position)
    return position


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((fields[name] for name in names if fields.get(name) not in (None, "")), "")


def _key(cell: object) -> str:
    return re.sub(r"[\s_()（）°.]|wgs-?84", "", str(cell or "").lower())


def _parse_xml(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _local(child) == name]


def _child_text(element: Any, name: str) -> str:
    return next(((child.text or "").strip() for child in _children(element, name)), "")
