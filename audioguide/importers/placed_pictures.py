"""Where a document's pictures go: to the stop whose text stands around them, with alt text or caption."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..i18n import _
from ..model import Stop
from .document import Document, Picture
from .ledger import Tile

if TYPE_CHECKING:
    from .draft import Draft

IMAGE_TYPES = frozenset({"jpg", "jpeg", "png", "webp", "gif", "avif"})
"""File endings a stop's picture may have."""
REACH_CHARACTERS = 400
"""How far behind a picture its caption may stand."""


@dataclass(frozen=True)
class PlacedPicture:
    """A picture and what became of it."""

    picture: Picture
    file: str = ""
    """Path relative to the scripts; empty where it is left out."""
    tour: str = ""
    stop: str = ""
    why: str = ""
    """Why it is left out (message id)."""


def place_pictures(
    document: Document, drafts: list[Draft], tiles: Sequence[Tile]
) -> tuple[list[Draft], tuple[PlacedPicture, ...]]:
    """Give each stop the first picture that stands at it; others stay in the folder and are named in a note."""
    if not document.pictures:
        return drafts, ()
    images: dict[tuple[str, str], list[tuple[str, str]]] = {}
    placed: list[PlacedPicture] = []
    counts: dict[tuple[str, str], int] = {}
    for picture in document.pictures:
        ending = re.sub(r"\W", "", picture.name.rsplit(".", 1)[-1].lower()) if "." in picture.name else ""
        ending = "jpg" if ending == "jpeg" else ending
        if ending not in IMAGE_TYPES:
            placed.append(PlacedPicture(picture, why="a picture of a kind that pages do not show"))
            continue
        if not picture.data and re.match(r"(?:https?:)?//|data:", picture.target):
            placed.append(PlacedPicture(picture, why="a picture that is not in the document"))
            continue
        tour, stop = _stop_at(picture.at, drafts, tiles)
        count = counts[tour, stop] = counts.get((tour, stop), 0) + 1
        name = f"images/{tour.replace('.', '-')}-{stop or 'cover'}{'' if count == 1 else f'-{count}'}.{ending}"
        images.setdefault((tour, stop), []).append((name, picture.alt or _caption(picture.at, document, tiles)))
        placed.append(PlacedPicture(picture, name, tour, stop))
    return [_with_images(draft, images) for draft in drafts], tuple(placed)


def _stop_at(at: int, drafts: Sequence[Draft], tiles: Sequence[Tile]) -> tuple[str, str]:
    """(tour, stop) of the text a picture stands in or, before the first stop, no stop: a cover."""
    starts = [tile.start for tile in tiles]
    before = bisect_right(starts, at) - 1
    after = next((tile for tile in tiles[max(0, before) :] if _is_in_tour(tile) and tile.end > at), None)
    first = next((tile for tile in reversed(tiles[: before + 1]) if _is_in_tour(tile) and tile.start < at), None)
    chosen = first or after
    if chosen is None:
        return drafts[0].tour.id, drafts[0].tour.stops[0].number
    if not chosen.stop and after is not None:
        return after.tour, after.stop
    return chosen.tour, chosen.stop


def _is_in_tour(tile: Tile) -> bool:
    """Whether a stretch is of a stop or a title; what a page has around them, its player for example, is of neither."""
    return bool(tile.tour) and (bool(tile.stop) or tile.fate != "left out")


def _caption(at: int, document: Document, tiles: Sequence[Tile]) -> str:
    for tile in tiles:
        if at - REACH_CHARACTERS <= tile.start <= at + REACH_CHARACTERS and tile.why == "caption of a picture":
            return re.sub(
                r"^(?:图为|图中|[图圖]\s*\d+|[图圖](?=[:：])|(?i:fig(?:ure)?\.?|photo)\s*\d+)[:：.\s]*",
                "",
                document.text[tile.start : tile.end].strip(),
            )
    return ""


def _with_images(draft: Draft, images: dict[tuple[str, str], list[tuple[str, str]]]) -> Draft:
    site = draft.tour.id
    pairs = []
    for stop, pieces in draft.stops:
        pairs.append((_with_image(stop, images.get((site, stop.number), [])), pieces))
    tour = replace(draft.tour, stops=tuple(stop for stop, _pieces in pairs))
    if cover := images.get((site, "")):
        tour = replace(tour, cover=cover[0][0], cover_alt=cover[0][1])
    return replace(draft, tour=tour, stops=tuple(pairs))


def _with_image(stop: Stop, images: list[tuple[str, str]]) -> Stop:
    if not images:
        return stop
    (image, alt), *others = images
    todos = stop.todos
    if not alt:
        todos += (_("Say in alt what the picture {file} shows, for those who do not see it.").format(file=image),)
    notes = tuple(_("Another picture of this stop: {file}").format(file=name) for name, _alt in others)
    return replace(stop, image=image, alt=alt, todos=todos, notes=stop.notes + notes)
