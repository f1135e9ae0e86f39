"""A document while its author looks at what became of it: every line with its fate, and another fate for the asking."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from .. import importers
from ..errors import EditRefused
from ..i18n import _
from ..importers import cleanup, draft, draft_files, report
from ..importers.document import Block, Decided, Document, Skip
from ..importers.ledger import Fate
from ..importers.patterns import heading_like
from ..project import Project
from . import edit_script
from .add_picture import encode_picture
from .edit_script import EditedScript
from .overview import speaking_pace, spoken_units

Wish = Literal["stop", "text", "cue", "speaker", "caption", "out"]
"""What an author makes of a line: a new stop begins here, it is narrated, it is a cue, it names who says what follows,
it is a picture's caption, it is left out."""
WISHES: tuple[Wish, ...] = ("stop", "text", "cue", "speaker", "caption", "out")
DECIDED: Mapping[Wish, Decided] = {
    "stop": "heading",
    "text": "narration",
    "cue": "direction",
    "speaker": "speaker",
    "caption": "caption",
}
FATES = ("narrated", "title", "cue", "corrected", "left out")
"""What becomes of a stretch: whatever the importers call a changed one is ``corrected`` here."""
OUT = "left out by the author"


@dataclass(frozen=True)
class ReviewedTile:
    """A stretch of the document and what became of it."""

    text: str
    fate: str
    """One of ``FATES``."""
    why: str
    """Why it was changed or left out, in the reader's language."""
    stop: str


@dataclass(frozen=True)
class ReviewedLine:
    """A paragraph of the document."""

    index: int
    """By which a wish names it."""
    tiles: tuple[ReviewedTile, ...]
    wish: str = ""
    """What the author made of it; empty: as imported."""
    evidence: tuple[str, ...] = ()
    """Why it was taken for what it is, the strongest sign first, in the reader's language."""


@dataclass(frozen=True)
class ReviewedPicture:
    """A picture of the document."""

    index: int
    alt: str
    """What it shows, in the document's words."""
    stop: str
    """Number of the stop that gets it; empty where none does."""
    tour: str
    why: str
    """Why it is left out, in the reader's language."""
    has_data: bool
    """It is in the document, not only named there."""


@dataclass(frozen=True)
class ReviewedStop:
    """A stop of the draft."""

    tour: str
    number: str
    title: str
    minutes: float
    todos: tuple[str, ...]


@dataclass(frozen=True)
class ReviewedTour:
    """A tour of the draft."""

    site: str
    title: str
    language: str
    file: str
    """Where it will be written."""


@dataclass(frozen=True)
class Review:
    """A document, line by line, beside the draft that would come of it."""

    document: str
    lines: tuple[ReviewedLine, ...]
    stops: tuple[ReviewedStop, ...]
    tours: tuple[ReviewedTour, ...]
    fates: Mapping[str, int]
    """Characters of the document by what became of them; together all of it."""
    characters: int
    pictures: tuple[ReviewedPicture, ...]
    remarks: tuple[str, ...]
    """What could not be read, in the reader's language."""


def review_document(project: Project, data: bytes, name: str, wishes: Mapping[int, Wish]) -> Review:
    """Draft the document with the author's wishes and lay it open. Raises DocumentError."""
    imported = _draft(project, data, name, wishes)
    sums = report.account(imported)
    tours = tuple(_reviewed_tour(project, each) for each in imported.drafts)
    stops = tuple(
        ReviewedStop(
            each.tour.id,
            stop.number,
            stop.title,
            spoken_units(each.tour, stop) / speaking_pace(each.tour),
            stop.todos,
        )
        for each in imported.drafts
        for stop in each.tour.stops
    )
    lines = _lines(imported, wishes)
    remarks = tuple(imported.document.remarks)
    fates = _shown_fates(sums.fates)
    return Review(name, lines, stops, tours, fates, sums.characters, _reviewed_pictures(imported), remarks)


def document_picture(data: bytes, name: str, index: int) -> bytes:
    """Return a picture of the document as a page may show it. Raises DocumentError, OutputError for one that is not."""
    pictures = importers.read_isolated(data, Path(name).name).pictures
    return encode_picture(pictures[index].data if 0 <= index < len(pictures) else b"").data


def _reviewed_pictures(imported: draft.Import) -> tuple[ReviewedPicture, ...]:
    return tuple(
        ReviewedPicture(
            index,
            placed.picture.alt,
            placed.stop,
            placed.tour,
            _(placed.why) if placed.why else "",
            bool(placed.picture.data),
        )
        for index, placed in enumerate(imported.pictures)
    )


def accept_document(
    project: Project, data: bytes, name: str, wishes: Mapping[int, Wish]
) -> list[draft_files.WrittenDraft]:
    """Write the scripts; one that exists stays, and the draft goes beside it. Raises as ``review_document``."""
    imported = draft_files.name_pictures(_draft(project, data, name, wishes), project.scripts)
    project.scripts.mkdir(parents=True, exist_ok=True)
    return draft_files.write_drafts(imported, project.scripts)


def take_over_draft(project: Project, name: str, draft_name: str) -> EditedScript:
    """Put the draft of an import in the place of its script, as a step that can be undone; the draft goes.

    Raises EditRefused where there is no such draft, and as ``edit_script.rewrite_script``.
    """
    path = project.scripts / draft_files.DRAFTS / f"{draft_name}.yaml"
    if not re.fullmatch(rf"{re.escape(name)}(-\d+)?", draft_name) or not path.is_file():
        raise EditRefused(_("This draft is no longer there."), hint=_("Import the document again."))
    text = path.read_bytes().decode("utf-8-sig")
    edited = edit_script.rewrite_script(project, name, lambda _open: text, _("What the document says now"))
    path.unlink(missing_ok=True)
    return edited


def _draft(project: Project, data: bytes, name: str, wishes: Mapping[int, Wish]) -> draft.Import:
    document = with_wishes(importers.read_isolated(data, Path(name).name), wishes)
    return draft.draft_document(document, cleanup.load_confusions(project.root))


def with_wishes(document: Document, wishes: Mapping[int, Wish]) -> Document:
    """The document with the lines as their author wants them."""
    blocks = list(document.blocks)
    skips = list(document.skips)
    for index, wish in wishes.items():
        if not 0 <= index < len(blocks):
            continue
        block = blocks[index]
        skips = [skip for skip in skips if not (skip.start >= block.start and skip.end <= block.end)]
        if wish == "out":
            skips.append(Skip(block.start, block.end, OUT))
        blocks[index] = _as_kind(block, wish, document.text[block.start : block.end])
    return replace(document, blocks=tuple(blocks), skips=tuple(sorted(skips, key=lambda skip: skip.start)))


def _as_kind(block: Block, wish: Wish, text: str) -> Block:
    decided = replace(block, decided=DECIDED.get(wish, ""))
    if wish == "stop" and not heading_like(text):  # a paragraph: it is what is said there, not the title
        decided = replace(block, decided="opening")
    elif wish == "stop":
        return replace(decided, kind="heading", level=block.level or 2)
    return replace(decided, kind="paragraph", level=0) if block.kind in ("heading", "title") else decided


def _reviewed_tour(project: Project, each: draft.Draft) -> ReviewedTour:
    tour = each.tour
    path = project.scripts / f"{tour.id}.yaml"
    return ReviewedTour(tour.id, tour.title, tour.language, project.display_path(path))


def _lines(imported: draft.Import, wishes: Mapping[int, Wish]) -> tuple[ReviewedLine, ...]:
    """Tiles cut at the borders of the blocks."""
    text, tiles = imported.document.text, list(imported.tiles)
    lines: list[ReviewedLine] = []
    at = 0
    for index, block in enumerate(imported.document.blocks):
        pieces: list[ReviewedTile] = []
        evidence: tuple[str, ...] = ()
        while at < len(tiles) and tiles[at].start < block.end:
            tile = tiles[at]
            start, end = max(tile.start, block.start), min(tile.end, block.end)
            if end > start:
                evidence = evidence or tuple(_(name) for name in tile.evidence)
                pieces.append(
                    ReviewedTile(text[start:end], _shown_fate(tile.fate), _(tile.why) if tile.why else "", tile.stop)
                )
            if tile.end > block.end:
                break
            at += 1
        lines.append(ReviewedLine(index, tuple(pieces), wishes.get(index, ""), evidence))
    return tuple(lines)


def _shown_fate(fate: str) -> str:
    return fate if fate in FATES else "corrected"


def _shown_fates(fates: Mapping[Fate, int]) -> dict[str, int]:
    sums = dict.fromkeys(FATES, 0)
    for fate, count in fates.items():
        sums[_shown_fate(fate)] += count
    return sums
