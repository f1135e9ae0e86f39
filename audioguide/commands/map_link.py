"""A link or coordinates pasted from a map application → a position, with the datum that application uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from ..authoring.places import DEFAULT_DATUM, convert_position, is_on_mainland
from ..errors import ConfigError
from ..i18n import _
from ..model import Position

MAX_LINK_CHARS = 4000
"""Of what is pasted; links with routes are long."""

_SIGNED_DEGREES = r"([-+]?\d{1,3}(?:\.\d+)?)"
_PAIR = re.compile(rf"^\s*{_SIGNED_DEGREES}\s*[,，;\s]\s*{_SIGNED_DEGREES}")
_COMMA_DEGREES = r"([-+]?\d{1,3}),(\d+)"
_COMMA_PAIR = re.compile(rf"\s*{_COMMA_DEGREES}\s*(?:[;\s]|,\s)\s*{_COMMA_DEGREES}\s*")
"""Decimals behind a comma, as in 52,5186; 13,4081."""
_FURTHER_NUMBER = re.compile(r"[,，;\s]*[-+]?\d")
_DEGREES = r"(\d{1,3}(?:\.\d+)?)\s*°?\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'分]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*[″\"秒]\s*)?"
_SIDE = "([NSEW北南东西])"
_SIDE_FIRST = re.compile(rf"{_SIDE}\s*{_DEGREES}")
_SIDE_LAST = re.compile(rf"{_DEGREES}\s*{_SIDE}")
_SIDES = {
    "N": (0, 1),
    "S": (0, -1),
    "E": (1, 1),
    "W": (1, -1),
    "北": (0, 1),
    "南": (0, -1),
    "东": (1, 1),
    "西": (1, -1),
}


@dataclass(frozen=True)
class PastedPosition:
    """What was pasted, understood."""

    position: Position
    """As written, in the datum of the application."""
    datum: str
    """WGS-84, GCJ-02 or BD-09."""
    application: str
    """Host or scheme it comes from; empty: bare coordinates."""

    @property
    def true_position(self) -> Position:
        """The position in WGS-84."""
        return convert_position(self.position, self.datum)


def parse_pasted_position(pasted: str) -> PastedPosition:
    """Return the position of a link of a map application, a geo URI, or coordinates as people write them.

    Raises ConfigError for what holds no coordinates, with what to do.
    """
    text = pasted.strip()[:MAX_LINK_CHARS]
    if text.lower().startswith("geo:"):
        return _checked(_pair(text[4:]), DEFAULT_DATUM, "geo", pasted)
    if match := re.search(r"https?://\S+", text):
        parts = urlsplit(match[0])
        host = (parts.hostname or "").lower()
        for ending, read in _READERS.items():
            if host == ending or host.endswith(f".{ending}"):
                query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                position, datum = read(query, unquote(parts.path), unquote(parts.fragment))
                return _checked(position, datum, ending, pasted)
        raise _unknown(pasted)
    return _checked(_bare_pair(text) or _degrees(text), DEFAULT_DATUM, "", pasted)


_Query = Mapping[str, str]
_Read = tuple[Position | None, str]


def _amap(query: _Query, _path: str, _fragment: str) -> _Read:
    datum = DEFAULT_DATUM if query.get("coordinate", "").lower() == "wgs84" else "GCJ-02"
    if "lng" in query and "lat" in query:
        return _pair(f"{query['lat']},{query['lng']}"), datum
    written = query.get("position") or query.get("dest") or query.get("to") or query.get("center") or ""
    return _swapped(_pair(written)), datum


def _tencent(query: _Query, _path: str, _fragment: str) -> _Read:
    if "pointx" in query and "pointy" in query:
        return _pair(f"{query['pointy']},{query['pointx']}"), "GCJ-02"
    marked = re.search(r"coord:([^;]+)", query.get("marker", ""))
    return _pair(marked[1] if marked else query.get("coord") or query.get("center") or ""), "GCJ-02"


def _baidu(query: _Query, _path: str, _fragment: str) -> _Read:
    datum = {"gcj02": "GCJ-02", "wgs84": DEFAULT_DATUM}.get(query.get("coord_type", "").lower(), "BD-09")
    return _pair(query.get("location") or query.get("latlng") or ""), datum


def _apple(query: _Query, _path: str, _fragment: str) -> _Read:
    return _as_drawn(
        next((p for name in ("ll", "coordinate", "daddr", "q") if (p := _pair(query.get(name, "")))), None)
    )


def _google(query: _Query, path: str, _fragment: str) -> _Read:
    """Prefer the pin (``!3d…!4d…``) to the middle of the picture (``@…``)."""
    pin = re.search(rf"!3d{_SIGNED_DEGREES}!4d{_SIGNED_DEGREES}", path)
    middle = re.search(rf"@{_SIGNED_DEGREES},{_SIGNED_DEGREES}", path)
    asked = next((p for name in ("query", "q", "destination", "ll") if (p := _pair(query.get(name, "")))), None)
    shown = pin or (None if asked else middle)
    return _as_drawn(Position(float(shown[1]), float(shown[2])) if shown else asked)


def _openstreetmap(query: _Query, _path: str, fragment: str) -> _Read:
    shown = re.search(rf"map=[\d.]+/{_SIGNED_DEGREES}/{_SIGNED_DEGREES}", fragment)
    written = f"{query.get('mlat', '')},{query.get('mlon', '')}"
    return _pair(written) or (Position(float(shown[1]), float(shown[2])) if shown else None), DEFAULT_DATUM


_READERS: Mapping[str, Callable[[_Query, str, str], _Read]] = {
    "amap.com": _amap,
    "map.qq.com": _tencent,
    "map.baidu.com": _baidu,
    "maps.apple.com": _apple,
    "google.com": _google,
    "google.cn": _google,
    "openstreetmap.org": _openstreetmap,
}
"""End of a host → what its links mean."""


def _as_drawn(position: Position | None) -> _Read:
    """Return a position of a map that is shifted on the mainland of China alone."""
    return position, "GCJ-02" if position and is_on_mainland(position) else DEFAULT_DATUM


def _pair(text: str) -> Position | None:
    match = _PAIR.match(text)
    return Position(float(match[1]), float(match[2])) if match else None


def _bare_pair(text: str) -> Position | None:
    """Return a pair, which a height may follow; of three integers nobody knows which are decimals."""
    if match := _COMMA_PAIR.fullmatch(text):
        return Position(float(f"{match[1]}.{match[2]}"), float(f"{match[3]}.{match[4]}"))
    match = _PAIR.match(text)
    if match and _FURTHER_NUMBER.match(text, match.end()) and not ("." in match[1] and "." in match[2]):
        return None
    return _pair(text)


def _swapped(position: Position | None) -> Position | None:
    return Position(position.lon, position.lat) if position else None


def _degrees(text: str) -> Position | None:
    """Return 30°52′12″N 105°22′48″E, 北纬30.87° 东经105.38° and the like."""
    plain = re.sub("[纬经]", "", text.replace("度", "°"))
    for first in (True, False):
        matches = list((_SIDE_FIRST if first else _SIDE_LAST).finditer(plain))
        if any(re.search(r"\d", left) for left in _texts_before(plain, matches)):
            continue  # 52 31 7 N: which of them are degrees, nobody knows
        groups = [match.groups() for match in matches]
        sides: dict[int, float] = {}
        for side, degrees, minutes, seconds in groups if first else [(g[3], *g[:3]) for g in groups]:
            axis, sign = _SIDES[side]
            sides[axis] = sign * (float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600)
        if len(groups) == len(sides) == 2:
            return Position(sides[0], sides[1])
    return None


def _texts_before(text: str, matches: Sequence[re.Match[str]]) -> Iterator[str]:
    starts = [0, *(match.end() for match in matches)]
    return (text[start : match.start()] for start, match in zip(starts, matches, strict=False))


def _checked(position: Position | None, datum: str, application: str, pasted: str) -> PastedPosition:
    if position is None or abs(position.lat) > 90 or abs(position.lon) > 180:
        raise _unknown(pasted)
    return PastedPosition(position, datum, application)


def _unknown(pasted: str) -> ConfigError:
    return ConfigError(
        _("There are no coordinates in “{text}”.").format(text=pasted.strip()[:60]),
        hint=_("Open the link in a browser and paste the address it ends at, or write latitude and longitude."),
    )
