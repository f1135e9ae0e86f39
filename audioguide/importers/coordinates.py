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
from zipfile import BadZipFile

from .. import files
from ..authoring.places import DEFAULT_DATUM, convert_position
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


_Rows = Sequence[Sequence[object]]


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
    return path.suffix.lower() in PLACE_SUFFIXES and path.suffix.lower() not in TABLES


def read_places(path: Path) -> tuple[NamedPlace, ...]:
    """Return the places of a file, in its order.

    Raises DocumentError for one that cannot be read or holds none.
    """
    try:
        too_large = path.stat().st_size > MAX_PLACES_BYTES
        data = b"" if too_large else files.read_regular_file(path)
    except OSError as error:
        raise DocumentError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error),
            hint=_("Check the path and its permissions."),
        ) from error
    if too_large:
        raise DocumentError(
            _("{file} has {size} MB; a list of stops is far smaller.").format(
                file=path.name, size=path.stat().st_size // 1_000_000
            ),
            hint=_("Export the places alone, without the track."),
        )
    return parse_places(path.name, data)


def parse_places(name: str, data: bytes) -> tuple[NamedPlace, ...]:
    """Return the places of a file's bytes, in its order; ``name`` says of what kind it is.

    Raises DocumentError for one that is damaged or holds none.
    """
    read = _READERS.get(Path(name).suffix.lower())
    if read is None:
        raise DocumentError(
            _("{file} holds no places.").format(file=name),
            hint=_("Use one of {suffixes}.").format(suffixes=", ".join(PLACE_SUFFIXES)),
        )
    try:
        places = tuple(read(data))
    except BadRow as error:
        raise DocumentError(
            _("{file}, row {row}: “{text}” is not understood.").format(file=name, row=error.row, text=error.text),
            hint=_("Write degrees such as 30.8701 and 105.3812, and WGS-84, GCJ-02 or BD-09 as their datum."),
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise DocumentError(
            _("{file} is damaged, or not what its name says.").format(file=name),
            hint=_("Export it again from the program it comes from."),
        ) from error
    if not places or len(places) > MAX_PLACES:
        raise DocumentError(
            _("{file} holds no places.").format(file=name)
            if not places
            else _("{file} holds {count} places; {most} are the most.").format(
                file=name, count=len(places), most=MAX_PLACES
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


def read_table(path: Path) -> tuple[NamedPlace, ...]:
    """Return the places of a table of stops; empty for one without columns of coordinates.

    Raises DocumentError for coordinates that are no degrees, and for a damaged file.
    """
    data = path.read_bytes()
    try:
        rows = _ROWS[path.suffix.lower()](data)
    except (ValueError, OSError):
        return ()  # the reader of documents, which was asked first, knows this file otherwise
    return parse_places(path.name, data) if any(_coordinates_of(row) for row in _rows_by_column(rows)) else ()


def _csv_rows(data: bytes) -> _Rows:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")  # what Excel writes in China
    separator = max("\t;,", key=text.partition("\n")[0].count)
    return [*csv.reader(io.StringIO(text), delimiter=separator)]


def _workbook_rows(data: bytes) -> _Rows:
    """The rows of the first sheet."""
    import openpyxl

    try:
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        return [*sheet.iter_rows(values_only=True)]
    except (BadZipFile, LookupError) as error:
        raise ValueError(error) from error


def table_places(rows: _Rows) -> Iterator[NamedPlace]:
    """Yield the places of a table whose first row names a latitude and a longitude; none of any other table.

    Raises BadRow for coordinates that are no degrees.
    """
    for number, fields in enumerate(_rows_by_column(rows), 2):
        if not (written := _coordinates_of(fields)):
            continue
        datum = _datum_of(str(_first(fields, _DATUM)))
        if not datum:
            raise BadRow(number, str(_first(fields, _DATUM)))
        try:
            position = convert_position(_position(*written), datum)
        except ValueError as error:
            raise BadRow(number, ", ".join(written)) from error
        place = _place(str(_first(fields, _NAME)), position, str(_first(fields, _TEXT_COLUMNS)))
        label = str(_first(fields, _NUMBER_COLUMNS)).removesuffix(".0")
        yield NamedPlace(place.name, position, label or place.number, place.text)


def _table_reader(rows_of: Callable[[bytes], _Rows]) -> Callable[[bytes], Iterator[NamedPlace]]:
    return lambda data: table_places(rows_of(data))


class BadRow(ValueError):
    """A row of a table whose coordinates or datum are not understood."""

    def __init__(self, row: int, text: str) -> None:
        super().__init__(text)
        self.row, self.text = row, text


def _rows_by_column(rows: _Rows) -> Iterator[dict[str, str]]:
    """Yield the cells of each row below the first by the name of their column, where there are two of coordinates."""
    header = [_key(cell) for cell in rows[0]] if rows else []
    if set(header) & set(_LATITUDE) and set(header) & set(_LONGITUDE):
        for row in rows[1:]:
            yield {key: "" if cell is None else str(cell).strip() for key, cell in zip(header, row, strict=False)}


def _coordinates_of(fields: Mapping[str, str]) -> tuple[str, str] | None:
    """Return latitude and longitude as a row has them, with a point; None where it has neither."""
    written = [str(_first(fields, names)) for names in (_LATITUDE, _LONGITUDE)]
    lat, lon = (re.sub(r"^([-+]?\d+),(\d+)$", r"\1.\2", text).removesuffix("°") for text in written)
    return (lat, lon) if lat or lon else None


def _datum_of(text: str) -> str:
    """Return the datum that a cell names; empty for one nobody knows."""
    if not text:
        return DEFAULT_DATUM
    return next((datum for pattern, datum in _DATUM_NAMES if re.search(pattern, text, re.IGNORECASE)), "")


_DATUM_NAMES = (
    (r"wgs|gps|天地图", "WGS-84"),
    (r"gcj|火星|高德|腾讯|amap|tencent", "GCJ-02"),
    (r"bd.?09|百度|baidu", "BD-09"),
)
_ROWS: Mapping[str, Callable[[bytes], _Rows]] = {
    ".csv": _csv_rows,
    ".tsv": _csv_rows,
    ".xlsx": _workbook_rows,
    ".xlsm": _workbook_rows,
}
_READERS: Mapping[str, Callable[[bytes], Iterator[NamedPlace]]] = {
    ".gpx": _read_gpx,
    ".kml": _read_kml,
    ".geojson": _read_geojson,
    **{suffix: _table_reader(rows_of) for suffix, rows_of in _ROWS.items()},
}
TABLES = tuple(_ROWS)
"""Ends of names of tables, which may have columns of coordinates beside texts."""
PLACE_SUFFIXES = tuple(_READERS)
"""Ends of names of files that hold places."""


def _place(name: str, position: Position, text: str) -> NamedPlace:
    """Return a place; a number before its name is that of a stop."""
    match = re.match(r"\s*+(?:(?:no\.?|第)\s*+)?(\d{1,4}[a-z]?)\s*(?:[站号.:、·-]\s*|\s+|$)(.*)", name, re.IGNORECASE)
    plain = re.sub(r"<[^<>]+>", " ", text)
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
