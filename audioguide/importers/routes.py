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
    r"|[\u4e00-\u9fff]{2}[线線](?=[讲講解导導语語])|[语語]音[导導][览覽赏賞游遊]|[导導][览覽赏賞]$|[讲講]解$"
    r"|(?:[儿兒]童|[亲親]子|成人|家庭|[学學]生|少[儿兒年]|精[华華简簡]|深度|完整)版$"
    r"|(?i:\b(?:audio[ -]?guides?|audioguías?|visitas? guiadas?|hörpfade?)\b|führung(?:en)?\b)"
    r"|(?i:\b(?:routes?|trails?|walks?|tours?|loops?|circuits?|rutas?|recorridos?|paseos?|itinerarios?|circuitos?"
    r"|parcours"
    r"|itinéraires?|promenades?|balades?|sentiers?|visites?)\b|(?:rundg[aä]nge?|rundwege?|wege?"
    r"|spazierg[aä]nge?|touren?|pfade?)\b)"
)
"""Words that name a way from stop to stop."""
SECTION = re.compile(
    r"[厅廳室馆館楼樓层層区區院园園殿展单單章节節部篇编編]$|[厅廳楼樓层層]|[单單]元|部分|[时時]期|[朝时時]代|附[录錄]"
    r"|(?i:\b(?:floors?|rooms?|halls?|galler(?:y|ies)|wings?|parts?|sections?|chapters?|areas?|zones?|buildings?|level"
    r"|appendix|salles?|étages?|galeries?|parties?|ailes?|bâtiments?|salas?|plantas?|pisos?|partes?|zonas?|edificios?"
    r"|räume?|raum|säle|saal|etagen?|(?:erd|ober|unter|dach)geschoss|stockwerke?|teile?|bereiche?|kapitel|epochen?)\b)"
)
"""What a part of one house, or of one text, is called: its stops may be numbered anew and are of one tour."""
MIN_STOPS = 2
"""Numbered stops that each route has at the least."""


def find_route_headings(lines: Sequence[Line]) -> list[int]:
    """Return the positions of the headings of routes, two at least, each above stops numbered anew; else none."""
    headings = [n for n, line in enumerate(lines) if _may_be_route(line)]
    return _counted_anew(lines, headings) or _counted_anew(lines, _top_headings(lines))


def _top_headings(lines: Sequence[Line]) -> list[int]:
    """Positions of all headings of the highest level, where nothing stands above them and none names a section."""
    styled = [n for n, line in enumerate(lines) if line.kind == "heading" and not line.reason]
    top = [n for n in styled if lines[n].level == lines[styled[0]].level]
    first = next((n for n, line in enumerate(lines) if not line.reason and line.text), 0)
    if len(top) < 2 or top[0] != first or any(lines[n].level < lines[first].level for n in styled):
        return []
    names = [lines[n].text for n in top]
    are_sections = any(SECTION.search(name) or read_stop_number(name, in_heading=True) for name in names)
    return [] if are_sections else top


def _counted_anew(lines: Sequence[Line], headings: Sequence[int]) -> list[int]:
    """Those of the headings that have stops below; none unless two of them have the same numbers."""
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
