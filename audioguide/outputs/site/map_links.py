"""Links that open a position in a map application, each in the datum of its map.

AMap, Tencent and Baidu say in their documentation which datum they read (https://lbs.amap.com/api/uri-api,
https://lbs.qq.com/webApi/uriV1/uriGuide, https://lbsyun.baidu.com/faq/api?title=webapi/uri). Apple and Google draw the
mainland of China from AMap's and other shifted data: there their pin is right in GCJ-02, elsewhere in WGS-84.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ...authoring.places import decimal_degrees, is_drawn_shifted, is_on_mainland, wgs84_to_bd09, wgs84_to_gcj02
from ...model import Position


@dataclass(frozen=True)
class MapLink:
    """A link to one map application."""

    name: str
    """Key of the application's name in the visitors' texts."""
    href: str
    order: int
    """Place in the order that visitors from the other region expect; the links themselves stand in this region's."""


def map_links(position: Position, title: str) -> tuple[MapLink, ...]:
    """Return the links to a position, in the order that is usual where it is."""
    here, elsewhere = (CHINESE_ORDER, WESTERN_ORDER) if is_on_mainland(position) else (WESTERN_ORDER, CHINESE_ORDER)
    return tuple(MapLink(name, _BUILDERS[name](position, title), elsewhere.index(name)) for name in here)


def _amap(position: Position, title: str) -> str:
    shifted = _digits(wgs84_to_gcj02(position) if is_drawn_shifted(position) else position)
    query = {"position": f"{shifted[1]},{shifted[0]}", "name": title, "coordinate": "gaode", "callnative": "1"}
    return _web("https://uri.amap.com/marker", query)


def _tencent(position: Position, title: str) -> str:
    shifted = ",".join(_digits(wgs84_to_gcj02(position) if is_drawn_shifted(position) else position))
    # title and address are fields of one parameter, separated by what a title must not have
    label = title.replace(";", " ").replace(":", " ")
    marker = f"coord:{shifted};title:{label};addr:{label}"
    return _web("https://apis.map.qq.com/uri/v1/marker", {"marker": marker, "referer": "audioguide"})


def _baidu(position: Position, title: str) -> str:
    shifted = ",".join(_digits(wgs84_to_bd09(position) if is_drawn_shifted(position) else position))
    query = {"location": shifted, "title": title, "content": title, "coord_type": "bd09ll", "output": "html"}
    return _web("https://api.map.baidu.com/marker", {**query, "src": "audioguide"})


def _apple(position: Position, title: str) -> str:
    return _web("https://maps.apple.com/", {"ll": ",".join(_digits(_as_drawn(position))), "q": title})


def _google(position: Position, _title: str) -> str:
    query = ",".join(_digits(_as_drawn(position)))
    return _web("https://www.google.com/maps/search/", {"api": "1", "query": query})


def _osm(position: Position, _title: str) -> str:
    lat, lon = _digits(position)
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}"


def _geo(position: Position, title: str) -> str:
    """Return a geo URI (RFC 5870) with the label that Android's applications read."""
    lat, lon = _digits(position)
    label = title.replace("(", " ").replace(")", " ")
    return f"geo:{lat},{lon}?q={lat},{lon}({quote(label, safe='')})"


def _as_drawn(position: Position) -> Position:
    return wgs84_to_gcj02(position) if is_on_mainland(position) else position


def _digits(position: Position) -> tuple[str, str]:
    return decimal_degrees(position.lat), decimal_degrees(position.lon)


def _web(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query, quote_via=quote, safe=',:')}"


_BUILDERS: dict[str, Callable[[Position, str], str]] = {
    "amap": _amap,
    "tencent": _tencent,
    "baidu": _baidu,
    "apple": _apple,
    "google": _google,
    "osm": _osm,
    "geo": _geo,
}
CHINESE_ORDER = ("amap", "tencent", "baidu", "apple", "geo", "google", "osm")
WESTERN_ORDER = ("google", "apple", "osm", "geo", "amap", "tencent", "baidu")
