"""The account of an import: what became of every character of the source, as values and as text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..i18n import _
from .draft import PACE, Import
from .ledger import Fate, Tile
from .outline import weight

FATES: tuple[Fate, ...] = ("narrated", "cue", "title", "corrected", "left out")


@dataclass(frozen=True)
class Account:
    """Sums of the tiling; ``characters`` equals the sum of ``fates`` and the length of the source."""

    document: str
    characters: int
    fates: dict[Fate, int]
    """Characters of the source by what became of them."""
    narrated: int
    """Characters of the scripts that are spoken: the verbatim ones and what corrections put in place."""
    corrections: dict[str, tuple[int, int, int]]
    """Rule → (times, characters before, characters after)."""
    left: dict[str, int]
    """Reason → characters."""


def account(result: Import) -> Account:
    """Add up the tiles.

    Raises RuntimeError, a fault of ours, where they do not cover the source exactly.
    """
    fates: Counter[Fate] = Counter(dict.fromkeys(FATES, 0))
    corrections: dict[str, tuple[int, int, int]] = {}
    left: Counter[str] = Counter()
    narrated = at = 0
    for tile in result.tiles:
        if tile.start != at or tile.end <= tile.start:
            raise RuntimeError(f"{result.document.name}: the account has a gap at character {at}")
        at = tile.end
        size = tile.end - tile.start
        fates[tile.fate] += size
        if tile.where == "narrated":
            narrated += len(tile.text)
        if tile.fate == "corrected":
            times, before, after = corrections.get(tile.why, (0, 0, 0))
            corrections[tile.why] = (times + 1, before + size, after + len(tile.text))
        elif tile.fate == "left out":
            left[tile.why] += size
    if at != len(result.document.text):
        raise RuntimeError(
            f"{result.document.name}: the account ends at {at} of {len(result.document.text)} characters"
        )
    return Account(result.document.name, at, dict(fates), narrated, corrections, dict(left))


def minutes(characters: int) -> tuple[float, float]:
    """Shortest and longest time of so many narrated characters."""
    return characters / PACE[1], characters / PACE[0]


def text_report(result: Import) -> Iterator[str]:
    """The account as lines for a terminal."""
    sums = account(result)
    yield _("{document}: {count} characters").format(document=sums.document, count=f"{sums.characters:,}")
    yield from result.document.remarks
    for fate in FATES:
        yield f"  {sums.fates[fate]:>8,}  {_(fate)}"
    if sums.corrections:
        yield _("Corrected:")
        for rule, (times, before, after) in sorted(sums.corrections.items(), key=lambda item: -item[1][0]):
            yield "  " + _("{times} × {rule} ({before} → {after} characters)").format(
                times=f"{times:,}", rule=_(rule), before=before, after=after
            )
    if sums.left:
        yield _("Left out:")
        for reason, size in sorted(sums.left.items(), key=lambda item: -item[1]):
            yield f"  {size:>8,}  {_(reason)}"
    for tile in remarkable(result):
        yield "  " + described(result, tile)
    yield from summarise(result)


def remarkable(result: Import) -> Iterator[Tile]:
    """What an author should read through: text left out, and corrections that are more than punctuation and spaces."""
    for tile in result.tiles:
        source = result.document.text[tile.start : tile.end]
        words = any(char.isalnum() for char in source)
        if words and tile.fate in ("left out", "corrected"):
            yield tile


@lru_cache(maxsize=1)
def _line_starts(source: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", source))]


def described(result: Import, tile: Tile) -> str:
    """One tile in words: line, text, what became of it, why."""
    line = bisect_right(_line_starts(result.document.text), tile.start)
    source = result.document.text[tile.start : tile.end].strip()
    shown = source if len(source) <= 60 else source[:40] + "…" + source[-15:]
    evidence = _(", ").join(_(name) for name in tile.evidence)
    why = f"{_(tile.why)} ({evidence})" if evidence and tile.fate == "left out" else _(tile.why)
    change = f"“{shown}” → “{tile.text}”" if tile.fate == "corrected" else f"“{shown}”"
    return _("line {line}: {change}: {why}").format(line=line, change=change, why=why)


def summarise(result: Import) -> Iterator[str]:
    """One line a tour: file, stops, characters, minutes, doubts."""
    for draft in result.drafts:
        size = sum(weight(s.text) for stop in draft.tour.stops for s in stop.segments if not s.is_cue)
        shortest, longest = minutes(size)
        yield _("{site}: {stops} stops, {size} characters, {shortest}–{longest} minutes, {todos} to decide").format(
            site=draft.tour.id,
            stops=len(draft.tour.stops),
            size=f"{size:,}",
            shortest=round(shortest),
            longest=round(longest),
            todos=sum(len(stop.todos) for stop in draft.tour.stops),
        )


def as_data(result: Import) -> dict[str, object]:
    """The account for ``--json``: sums, and every tile that is not verbatim narration."""
    sums = account(result)
    return {
        "document": sums.document,
        "remarks": list(result.document.remarks),
        "characters": sums.characters,
        "fates": sums.fates,
        "narrated_in_scripts": sums.narrated,
        "corrections": {rule: {"times": t, "from": a, "to": b} for rule, (t, a, b) in sums.corrections.items()},
        "left_out": sums.left,
        "tours": [
            {
                "site": draft.tour.site,
                "edition": draft.tour.edition,
                "title": draft.tour.title,
                "language": draft.tour.language,
                "stops": [
                    {"number": stop.number, "title": stop.title, "todos": list(stop.todos)} for stop in draft.tour.stops
                ],
            }
            for draft in result.drafts
        ],
        "pictures": [
            {
                "at": placed.picture.at,
                "name": placed.picture.name,
                "file": placed.file,
                "site": placed.tour.partition(".")[0],
                "edition": placed.tour.partition(".")[2],
                "stop": placed.stop,
                "why": placed.why,
            }
            for placed in result.pictures
        ],
        "tiles": [
            {
                "start": tile.start,
                "end": tile.end,
                "fate": tile.fate,
                "from": result.document.text[tile.start : tile.end],
                "to": tile.text,
                "why": tile.why,
                "site": tile.tour.partition(".")[0],
                "edition": tile.tour.partition(".")[2],
                "stop": tile.stop,
                "kind": tile.kind,
                "evidence": list(tile.evidence),
                "confidence": tile.confidence,
            }
            for tile in result.tiles
        ],
    }
