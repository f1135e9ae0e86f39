"""Several routes in one document: each under a heading that names a route, with stops that are numbered anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .outline import Line, Piece
from .patterns import SENTENCE_END, heading_like
from .stop_numbers import read_stop_number

ROUTE = re.compile(
    r"[线線]路|路[线線]|步行[线線]|[环環游遊][线線]|[东東西南北中水陆陸山湖城街][\u4e00-\u9fff]{0,2}[线線](?=$"
    r"|[:：\s（(]|[讲講解导導])|(?:[讲講]解|解[说說]|[导導][游遊览覽])[词詞稿]$"
    r"|[\u4e00-\u9fff]{2}[线線](?=[讲講解导導])"
    r"|(?i:\b(?:routes?|trails?|walks?|tours?|loops?|circuits?|rutas?|recorridos?|paseos?|itinerarios?|circuitos?"
    r"|parcours"
    r"|itinéraires?|promenades?|balades?|sentiers?|visites?)\b|\w*(?:rundg[aä]nge?|rundwege?|wege?"
    r"|spazierg[aä]nge?|touren?|pfade?)\b)"
)
"""Words that name a way from stop to stop."""
MIN_STOPS = 2
"""Numbered stops that each route has at the least."""


def find_route_headings(lines: Sequence[Line]) -> list[int]:
    """Return the positions of the headings of routes, two at least, each above stops numbered anew; else none."""
    headings = [n for n, line in enumerate(lines) if _may_be_route(line)]
    places = [*headings, len(lines)]
    numbers = {n: _numbers_below(lines, n, places[k + 1]) for k, n in enumerate(headings)}
    routes = [n for n in headings if len(numbers[n]) >= MIN_STOPS]
    if len(routes) < 2 or len({(lines[n].kind, lines[n].level) for n in routes}) > 1:
        return []
    shared = set.intersection(*(set(numbers[n]) for n in routes))
    return routes if len(shared) >= MIN_STOPS else []


def take_collection_title(titles: Sequence[Piece], lines: list[Line]) -> list[Piece]:
    """Return the titles above the first route as those of all routes; without one the first line is taken for it."""
    pieces = list(titles)
    if not pieces and lines and heading_like(lines[0].text):
        pieces.append(Piece(lines.pop(0).strip, "title"))
    return [replace(piece, reason="collection") for piece in pieces]


def _may_be_route(line: Line) -> bool:
    if line.reason or line.kind in ("cell", "item", "caption", "contents") or not heading_like(line.text):
        return False
    number = read_stop_number(line.text)
    return (number is None or number.family != "stop") and ROUTE.search(line.text) is not None


def _numbers_below(lines: Sequence[Line], heading: int, end: int) -> list[str]:
    """The numbers of the stops between two headings."""
    numbers: list[str] = []
    for line in lines[heading + 1 : end]:
        if line.reason or (SENTENCE_END.search(line.text) and len(line.text) > 30):
            continue
        number = read_stop_number(line.text, line.kind == "heading" or line.block.bold)
        shown = read_stop_number(line.block.number, in_heading=True) if line.block.number else None
        if (own := number or shown) is not None and own.number:
            numbers.append(own.number)
    return numbers
