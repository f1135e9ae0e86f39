"""The account as one HTML page: source and result side by side, each character in the colour of its fate.

No script and no external resource; styles stand in the head under a policy that allows nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from ..i18n import _, message_language
from .draft import Draft, Import
from .ledger import Tile
from .report import FATES, account, described, remarkable

STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1c;--paper:#fff;--line:#d5d5d5;--cue:#5a3d9a;--title:#0b5cad;
--corrected:#8a4b00;--correct:#fff0d6;--left:#a11d1d;--gone:#fde7e7;--link:#0b5cad}
@media (prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--line:#3a3a3a;--cue:#c3aaff;--title:#8cc4ff;
--corrected:#ffc46b;--correct:#3a2b10;--left:#ff9c9c;--gone:#3d1c1c;--link:#8cc4ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:80rem;padding:1rem;font:1rem/1.7 system-ui,"Noto Sans CJK SC",sans-serif;
color:var(--ink);background:var(--paper)}
a{color:var(--link)}h1{font-size:1.5rem}h3{font-size:1rem;margin:0}p{margin:.4rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-top:2px solid var(--line);padding-top:1rem}
table{border-collapse:collapse}caption{text-align:left;white-space:nowrap}
th,td{padding:.2rem .8rem;text-align:left;border-bottom:1px solid var(--line)}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.row{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;border-bottom:1px solid var(--line);padding:.6rem 0}
.row>*{min-width:0;overflow-wrap:anywhere;white-space:pre-wrap}
.sides{position:sticky;top:0;background:var(--paper);font-weight:600}
.cue{color:var(--cue);font-style:italic}.title{color:var(--title);font-weight:600}
.corrected{color:var(--corrected);background:var(--correct);border-radius:2px}
.left{color:var(--left);background:var(--gone)}del.left{text-decoration:line-through}
.todo{color:var(--left);margin:.2rem 0}.note{color:var(--corrected);margin:.2rem 0}
@media (max-width:45rem){.row{grid-template-columns:1fr}.sides{display:none}}
"""
CLASSES = {"narrated": "narrated", "cue": "cue", "title": "title", "corrected": "corrected", "left out": "left"}


def html_report(imports: Sequence[Import]) -> str:
    """The whole page, for one document or several."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    title = escape(_("Import of {document}").format(document=", ".join(result.document.name for result in imports)))
    head = (
        f'<!doctype html><html lang="{message_language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">"
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
    )
    return head + "".join(part for result in imports for part in _document(result)) + "</main></body></html>\n"


def _document(result: Import) -> Iterator[str]:
    sums = account(result)
    caption = _("How each character of {document} was used").format(document=sums.document)
    yield f"<table><caption>{escape(caption)}</caption>"
    for fate in FATES:
        yield f'<tr><th scope="row"><span class="{CLASSES[fate]}">{escape(_(fate))}</span></th>'
        yield f'<td class="n">{sums.fates[fate]:,}</td></tr>'
    yield f'<tr><th scope="row">{escape(_("together"))}</th><td class="n">{sums.characters:,}</td></tr></table>'
    yield "<nav>"
    for draft in result.drafts:
        yield f'<a href="#{escape(draft.tour.site)}">{escape(draft.tour.title)}</a> '
    yield "</nav>"
    yield from _lists(result, sums.corrections, sums.left)
    for draft in result.drafts:
        yield from _tour(result, draft)


def _lists(result: Import, corrections: dict[str, tuple[int, int, int]], left: dict[str, int]) -> Iterator[str]:
    yield f"<details open><summary>{escape(_('Corrected and left out'))}</summary><table>"
    for rule, (times, before, after) in sorted(corrections.items(), key=lambda item: -item[1][0]):
        yield f'<tr><th scope="row"><span class="corrected">{escape(_(rule))}</span></th><td class="n">{times:,} ×</td>'
        yield f'<td class="n">{before:,} → {after:,}</td></tr>'
    for reason, size in sorted(left.items(), key=lambda item: -item[1]):
        yield f'<tr><th scope="row"><span class="left">{escape(_(reason))}</span></th>'
        yield f'<td></td><td class="n">{size:,}</td></tr>'
    yield f"</table></details><details><summary>{escape(_('One by one'))}</summary><ul>"
    for tile in remarkable(result):
        yield f"<li>{escape(described(result, tile))}</li>"
    yield "</ul></details>"


def _tour(result: Import, draft: Draft) -> Iterator[str]:
    site = draft.tour.site
    by_stop: dict[str, list[Tile]] = {}
    for tile in result.tiles:
        if tile.tour == site:
            by_stop.setdefault(tile.stop, []).append(tile)
    yield f'<h2 id="{escape(site)}">{escape(draft.tour.title)} <small>scripts/{escape(site)}.yaml</small></h2>'
    yield f'<div class="row sides"><div>{escape(_("Source"))}</div><div>{escape(_("Draft"))}</div></div>'
    head = by_stop.get("", [])
    if head:
        yield f'<div class="row"><div>{_source(result, head)}</div><div>{_draft_text(head)}</div></div>'
    for stop in draft.tour.stops:
        own = by_stop.get(stop.number, [])
        yield f'<div class="row"><div>{_source(result, own)}</div><div><h3>'
        yield f"{escape(stop.number)} {escape(stop.title)}</h3>"
        yield "".join(f'<p class="todo">TODO {escape(todo)}</p>' for todo in stop.todos)
        yield "".join(f'<p class="note">{escape(note)}</p>' for note in stop.notes)
        yield f"<p>{_draft_text(own)}</p></div></div>"


def _source(result: Import, tiles: list[Tile]) -> str:
    """The source's characters, each in the colour of its fate, line breaks where they were."""
    text = result.document.text
    pieces: list[str] = []
    end = tiles[0].start if tiles else 0
    for tile in tiles:
        if tile.start > end:
            pieces.append("\n" if "\n" in text[end : tile.start] else " ")
        end = tile.end
        pieces.append(_mark(tile, text[tile.start : tile.end]))
    return "".join(pieces)


def _draft_text(tiles: list[Tile]) -> str:
    pieces: list[str] = []
    end = tiles[0].start if tiles else 0
    for tile in tiles:
        if tile.start > end and pieces:
            pieces.append("\n")
        end = tile.end
        if tile.where != "left out" and tile.text:
            pieces.append(_mark(tile, tile.text))
    return "".join(pieces)


def _mark(tile: Tile, text: str) -> str:
    kind = tile.where if tile.fate != "corrected" and tile.where != "left out" else tile.fate
    why = f' title="{escape(_(tile.why))}"' if tile.why else ""
    element = "del" if tile.fate == "left out" else "span"
    return f'<{element} class="{CLASSES[kind]}"{why}>{escape(text)}</{element}>'
