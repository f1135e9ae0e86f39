"""The tiling of a source: every character has one fate, since tiles cover the text without gap or overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from .outline import Piece
from .provenance import Run

Fate = Literal["narrated", "cue", "title", "corrected", "left out"]


@dataclass(frozen=True)
class Tile:
    """A stretch of the source and what became of it."""

    start: int
    end: int
    fate: Fate
    text: str
    """What stands for it in the script; empty where nothing does."""
    why: str = ""
    """Rule of a correction or reason of leaving out (message id)."""
    where: Literal["narrated", "cue", "title", "left out"] = "left out"
    """Where a corrected stretch went."""
    tour: str = ""
    """Slug of the tour it belongs to."""
    stop: str = ""
    """Number of the stop it belongs to."""
    kind: str = ""
    """What its line was taken for."""
    evidence: tuple[str, ...] = ()
    """Names of the rules that spoke for it (message ids), the strongest first."""
    confidence: float = 1.0
    """How sure that is, 0 to 1."""


def tile_source(text: str, pieces: Iterable[tuple[Piece, str, str]]) -> Iterable[Tile]:
    """Tiles of the whole text out of (piece, slug of its tour, number of its stop) in any order."""
    ordered = [tile for piece, site, stop in pieces for tile in _tiles_of(piece, site, stop)]
    at = 0
    for tile in sorted(ordered, key=lambda tile: (tile.start, tile.end)):
        if tile.start > at:
            yield Tile(at, tile.start, "left out", "", "white space between paragraphs")
        yield tile
        at = max(at, tile.end)
    if at < len(text):
        yield Tile(at, len(text), "left out", "", "white space between paragraphs")


WHERE: dict[str, Literal["narrated", "cue", "title", "left out"]] = {
    "say": "narrated",
    "cue": "cue",
    "title": "title",
    "head": "title",
    "left": "left out",
}
ASIDE = frozenset(
    {"page number", "page header", "front matter", "table of contents", "time of a subtitle", "name of a sheet"}
    | {"before the title of the page", "below the article of the page", "author or date of the page"}
    | {"menus, cookies, comments or sharing"}
    | {"deleted revision", "site navigation", "hidden", "struck out", "footnote", "comment"}
    | {"caption of a picture", "description of a picture", "reading above the characters", "code or markup"}
)
"""Reasons of deletions that are no corrections: the text was set aside on purpose."""


def _tiles_of(piece: Piece, site: str, stop: str) -> Iterable[Tile]:
    where = WHERE[piece.role]
    decision = piece.decision
    known: dict[str, Any] = {"tour": site, "stop": stop}
    if decision is not None:
        known |= {"kind": decision.kind, "evidence": decision.evidence, "confidence": decision.confidence}
    for run in _left_runs(piece) if where == "left out" else piece.strip.runs:
        if run.start == run.end:
            continue
        if where == "left out" or (run.rule in ASIDE and not run.text):
            yield Tile(run.start, run.end, "left out", "", run.rule or piece.reason, **known)
        elif run.rule:
            yield Tile(run.start, run.end, "corrected", run.text, run.rule, where, **known)
        else:
            yield Tile(run.start, run.end, where, run.text, "", where, **known)


def _left_runs(piece: Piece) -> Iterable[Run]:
    """Runs of a piece that is left out, as one where only corrections lie within: nobody hears those."""
    start = piece.strip.start
    for run in piece.strip.runs:
        if run.rule in ASIDE and not run.text:
            yield Run(start, run.start, "")
            yield run
            start = run.end
    yield Run(start, piece.strip.end, "")
