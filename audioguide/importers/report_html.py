"""The account as one HTML page: source and draft side by side, each character in the colour of its fate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..i18n import _
from ..web.report_page import render_report
from .draft import Draft, Import
from .ledger import Tile
from .report import FATES, account, described, remarkable

TEMPLATES = Path(__file__).parent / "templates"
CLASSES = {"narrated": "narrated", "cue": "cue", "title": "title", "corrected": "corrected", "left out": "left"}


@dataclass(frozen=True)
class Mark:
    """A stretch of text in the colour of its fate."""

    text: str
    kind: str
    """Its class in the style sheet."""
    why: str = ""
    element: str = "span"
    gap: str = ""
    """White space between it and the next."""


@dataclass(frozen=True)
class Row:
    """A stop: what the document says and what the draft makes of it."""

    source: tuple[Mark, ...]
    draft: tuple[Mark, ...]
    heading: str = ""
    todos: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TourView:
    """A tour of the page."""

    site: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class DocumentView:
    """A document of the page."""

    caption: str
    remarks: tuple[str, ...]
    fates: tuple[tuple[str, str, str], ...]
    """(class, name, characters) of each fate, and their sum."""
    sums: tuple[tuple[str, str, str, str], ...]
    """(class, name, times, characters) of each correction and each reason of leaving out."""
    lines: tuple[str, ...]
    tours: tuple[TourView, ...]


def html_report(imports: Sequence[Import]) -> str:
    """Return the page, for one document or several."""
    title = _("Import of {document}").format(document=", ".join(result.document.name for result in imports))
    return render_report(TEMPLATES, "import", title=title, documents=[_document_view(result) for result in imports])


def _document_view(result: Import) -> DocumentView:
    sums = account(result)
    corrections = sorted(sums.corrections.items(), key=lambda item: -item[1][0])
    left = sorted(sums.left.items(), key=lambda item: -item[1])
    return DocumentView(
        _("How each character of {document} was used").format(document=sums.document),
        result.document.remarks,
        (
            *((CLASSES[fate], _(fate), f"{sums.fates[fate]:,}") for fate in FATES),
            ("", _("together"), f"{sums.characters:,}"),
        ),
        (
            *(
                ("corrected", _(rule), f"{t:,} ×", f"{before:,} → {after:,}")
                for rule, (t, before, after) in corrections
            ),
            *(("left", _(reason), "", f"{size:,}") for reason, size in left),
        ),
        tuple(described(result, tile) for tile in remarkable(result)),
        tuple(_tour_view(result, draft) for draft in result.drafts),
    )


def _tour_view(result: Import, draft: Draft) -> TourView:
    site = draft.tour.id
    by_stop: dict[str, list[Tile]] = {}
    for tile in result.tiles:
        if tile.tour == site:
            by_stop.setdefault(tile.stop, []).append(tile)
    text = result.document.text
    head = by_stop.get("", [])
    rows = [Row(tuple(_source_marks(text, head)), tuple(_draft_marks(head)))] if head else []
    for stop in draft.tour.stops:
        own = by_stop.get(stop.number, [])
        rows.append(
            Row(
                tuple(_source_marks(text, own)),
                tuple(_draft_marks([tile for tile in own if tile.where != "title"])),
                f"{stop.number} {stop.title}",
                stop.todos,
                stop.notes,
            )
        )
    return TourView(site, draft.tour.title, tuple(rows))


def _source_marks(text: str, tiles: Sequence[Tile]) -> Iterator[Mark]:
    """The source's characters, line breaks where they were."""
    for n, tile in enumerate(tiles):
        between = text[tile.end : tiles[n + 1].start] if n + 1 < len(tiles) else ""
        yield _mark(tile, text[tile.start : tile.end], "\n" if "\n" in between else " " if between else "")


def _draft_marks(tiles: Sequence[Tile]) -> Iterator[Mark]:
    """What stands in the script, a line where the source has a new paragraph."""
    shown = [tile for tile in tiles if tile.where != "left out" and tile.text]
    for n, tile in enumerate(shown):
        follows = n + 1 < len(shown) and shown[n + 1].start > tile.end
        yield _mark(tile, tile.text, "\n" if follows else "")


def _mark(tile: Tile, text: str, gap: str) -> Mark:
    kind = tile.where if tile.fate != "corrected" and tile.where != "left out" else tile.fate
    why = _(tile.why) if tile.why else ""
    return Mark(text, CLASSES[kind], why, "del" if tile.fate == "left out" else "span", gap)
