"""What stands above the first title and is none: a notice, a version, a date, the name of whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from . import patterns
from .imprint_lines import is_organisation_line
from .outline import Line
from .routes import find_route_headings
from .stop_numbers import read_stop_number

REASON = "a line above the title"
MAX_ABOVE = 4
"""Lines above a title that may all be none of the text."""
MAX_LINE = 80
"""Characters of the longest of them."""
MIN_STOPS = 2
"""Deeper headings from which a heading above them is the title."""
_DATE = (
    r"(?:\d{4}\s?[年./-]\s?\d{1,2}(?:\s?[月./-]\s?(?:\d{1,2}\s?日?)?)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|(?i:(?:\d{1,2}(?:\.|st|nd|rd|th|er)?(?: de)? )?(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|januar|februar|märz"
    r"|juni|juli|oktober|dezember)(?: \d{1,2},?)?(?: de)? \d{4}))"
)
_NAME = r"[\s（(]*[\u4e00-\u9fff·]{2,4}[\s）)]*"
_VERSION = rf"(?:{_DATE}|v?\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|[a-z])"
NOTICE = re.compile(
    r"[\s【\[〔（(*]*(?:"
    rf"[于於]?{_DATE}\s*(?:第?[\d一二三四五六七八九十]{{1,2}}次)?"
    r"(?:[修更改][订訂新改正]|定稿|初稿|更新|整理|编写|編寫|版本?|稿)?"
    r"|(?:最[后後近新])?(?:[修更改][订訂新改正]|定稿|版本|更新|日期|时间|時間)(?:日期|时间|時間|[号號])?\s*[:：]?\s*"
    rf"(?:{_DATE}|[vV]?[\d.]{{1,6}})"
    r"|第?[\d一二三四五六七八九十]{1,3}[稿版]|[初终終定草底]稿|讨论稿|討論稿|征求意见稿|修[订訂改]稿|送审稿|[机機绝絕]密|保密"
    r"|(?:注意|提示|[说說]明|[备備][注註]|重要)?\s*[】\]〕:：]?\s*"
    r"(?:本稿|此稿|草稿|初稿|内部|內部|未定稿|[仅僅]供|[请請]勿|未[经經]|不得)[^。\n]{0,40}"
    r"|(?:[录錄]音|使用|[发發]布|[讲講]解|打印|印刷)(?:之)?前[请請]?[^。\n]{0,24}"
    r"(?:核[对對实實]|确[认認]|[确確]認|校[对對]|[删刪]除|[检檢]查)[^。\n]{0,30}"
    r"|(?:[责責]任[编編][辑輯]|[编編][辑輯写寫]|整理|撰[稿写寫]|[执執][笔筆]|审[核校]|審[核校]|校[对對])[人者]?\s*[:：]"
    rf"{_NAME}"
    r"|(?i:(?:last )?(?:version|revision|rev|draft|issue|updated?|revised|edited|stand|fassung|entwurf|aktualisiert"
    r"|zuletzt (?:geändert|bearbeitet)|versión|borrador|actualizad[oa]|revisad[oa]|mis à jour|mise à jour"
    r"|révision|révisé)(?: (?:no\.?|nr\.?|vom|on|du|le|el|of|am|from))?\s*[:.]?\s*"
    rf"{_VERSION}(?:[,;–— -]+{_DATE})?)"
    r"|(?i:(?:strictly )?confidential|confidentiel|confidencial|vertraulich|brouillon|borrador|entwurf"
    r"|(?:first |second |final |working |rough )?draft|final version|endfassung|version finale"
    r"|versión (?:final|definitiva)"
    r"|(?:(?:working |first |second )?draft|document de travail|brouillon|borrador|entwurf)\s*[–—,:;(-]+[^.\n]{3,50}"
    r"|(?:for )?(?:internal|staff) use(?: only)?|(?:à |pour )?usage interne(?: uniquement)?"
    r"|(?:solo )?(?:para )?uso interno|(?:for )?(?:the )?(?:staff|guides|volunteers) only|nur intern"
    r"|(?:nur )?für den (?:internen|dienst)\w* ?gebrauch"
    r"|not for (?:distribution|publication|circulation|release)|ne pas (?:diffuser|distribuer|publier)"
    r"|no (?:distribuir|difundir|publicar)|nicht (?:weitergeben|veröffentlichen|zur veröffentlichung))"
    r"|(?i:(?:notes?|remarks?|message) (?:to|for) (?:the )?\w+"
    r"|(?:notes?|remarque) (?:pour|à|au) (?:l['’]|la |le |les )?\w+"
    r"|notas? (?:para|al?) (?:el |la |los )?\w+|(?:hinweis|anmerkung|notiz) (?:für|an) (?:die |den |das )?\w+)"
    r" ?[:：].{3,60}"
    r")[\s】\]〕）)*!！。.]*"
)
"""A notice about the text: its version, its date, who may read it."""


def set_lines_above_title_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; those above the first title that are no part of the text are set aside.

    Above a heading by style that is the document's title every short line is, else only one that is a notice.
    """
    shown = [n for n, line in enumerate(lines) if not line.reason and line.text]
    above = _lines_above_heading(lines, shown)
    if not above:
        while len(above) < min(MAX_ABOVE, len(shown) - 1) and _is_notice(lines[shown[len(above)]]):
            above.append(shown[len(above)])
    apart = set(above)
    return [replace(line, reason=REASON) if n in apart else line for n, line in enumerate(lines)]


def _is_notice(line: Line) -> bool:
    is_open = line.decision is None and line.kind != "cell" and not line.begins
    return is_open and len(line.text) <= MAX_LINE and NOTICE.fullmatch(line.text) is not None


def _lines_above_heading(lines: Sequence[Line], shown: Sequence[int]) -> list[int]:
    """Positions of the short lines above a heading by style that is the title; none where one of them may be said."""
    place = next((p for p, n in enumerate(shown[: MAX_ABOVE + 1]) if lines[n].kind == "heading"), 0)
    if not place or not _is_title_heading(lines, shown[place:]):
        return []
    above = list(shown[:place])
    return above if all(_is_beside(lines[n]) for n in above) else []


def _is_beside(line: Line) -> bool:
    if _is_notice(line):
        return True
    is_plain = line.kind in ("paragraph", "line") and line.decision is None and not line.begins
    return (
        is_plain
        and not line.block.bold
        and (patterns.heading_like(line.text) or is_organisation_line(line.text))
        and not patterns.GREETING.match(line.text)
        and read_stop_number(line.text) is None
    )


def _is_title_heading(lines: Sequence[Line], shown: Sequence[int]) -> bool:
    """Whether a heading, the first of those shown, is the only one of its level above others, or that of a route."""
    first, *others = [lines[n] for n in shown if lines[n].kind == "heading"]
    if read_stop_number(first.text, in_heading=True) is not None:
        return False
    if len(others) >= MIN_STOPS and all(other.level > first.level for other in others):
        return True
    routes = find_route_headings(lines)
    return bool(routes) and lines[routes[0]] is first
