"""Drafts beside what people have already written: their scripts are never overwritten, their choices are kept."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files
from ..authoring import script
from ..model import Stop, Tour

DRAFTS = "drafts"
"""Folder below the scripts for drafts of tours that have a script already; scripts in it are not built."""
SAME = 0.5
"""Share of common three-character runs from which two stops count as the same one, edited."""
SAME_TOUR = 0.3
"""Share of a draft's eight-character runs that a script must hold to be taken for its edited form."""


@dataclass(frozen=True)
class Written:
    """What an import did with one tour."""

    tour: Tour
    path: Path
    existing: Path | None = None
    """The script it was compared with."""
    difference: tuple[str, ...] = ()
    """Unified diff from the existing script to the draft; empty where there is none."""


def write(tours: Sequence[Tour], folder: Path) -> list[Written]:
    """Write drafts: new tours into the folder, those that have a script there into ``drafts/`` beside it.

    Raises OutputError where a file cannot be written, ScriptError where an existing script cannot be read.
    """
    existing = [script.load_tour(path) for path in sorted(folder.glob("*.yaml")) if path.stem.count(".") == 0]
    found: list[Written] = []
    for tour in tours:
        old = counterpart(tour, existing)
        if old is None:
            path = folder / f"{tour.site}.yaml"
            files.write_text(path, script.write_script(tour))
            found.append(Written(tour, path))
            continue
        tour = kept(tour, old)
        text = script.write_script(tour)
        if text == script.write_script(
            old
        ):  # compared as both would be written: comments and layout are the author's own
            found.append(Written(tour, old.path, old.path))
            continue
        path = folder / DRAFTS / f"{old.site}.yaml"
        files.write_text(path, text)
        found.append(Written(tour, path, old.path, tuple(_difference(old, tour, path))))
    return found


def counterpart(tour: Tour, existing: Sequence[Tour]) -> Tour | None:
    """The script that holds the same text, whatever it is called; else the one of the same name."""
    mine = _shingles("".join(map(narration, tour.stops)))
    best = max(
        (
            (len(mine & _shingles("".join(map(narration, old.stops)))) / max(1, len(mine)), n)
            for n, old in enumerate(existing)
        ),
        default=(0.0, -1),
    )
    if best[0] >= SAME_TOUR:
        return existing[best[1]]
    return next((old for old in existing if old.site == tour.site), None)


def kept(tour: Tour, old: Tour) -> Tour:
    """The draft under the old script's name, with its titles and settings, and its stop numbers for the same texts."""
    stops: list[Stop] = []
    free = list(old.stops)
    for stop in tour.stops:
        match = _same(stop, free)
        if match is None:
            stops.append(stop)
            continue
        free.remove(match)
        if narration(match) == narration(stop):  # the same words: what a person made of them stands
            stops.append(match)
            continue
        stops.append(
            replace(
                stop,
                number=match.number,
                title=match.title or stop.title,
                chapter=match.chapter or stop.chapter,
                image=match.image,
                alt=match.alt,
                notes=match.notes or stop.notes,
            )
        )
    matched = {stop.number for stop in stops} & {stop.number for stop in old.stops}
    return replace(
        tour,
        site=old.site,
        title=old.title or tour.title,
        description=old.description or tour.description,
        lexicon=old.lexicon,
        overrides=old.overrides,
        source=old.source if Path(old.source).name == tour.source else tour.source,
        accent=old.accent,
        cover=old.cover,
        cover_alt=old.cover_alt,
        label=old.label,
        stops=tuple(_unique(stops, tour, matched)),
    )


def narration(stop: Stop) -> str:
    """What is spoken at a stop, without white space and punctuation."""
    return "".join(re.sub(r"\W", "", segment.text) for segment in stop.segments if not segment.is_cue)


def _same(stop: Stop, olds: Sequence[Stop]) -> Stop | None:
    mine = _shingles(narration(stop), 3)
    best: tuple[float, Stop | None] = (SAME, None)
    for old in olds:
        theirs = _shingles(narration(old), 3)
        share = len(mine & theirs) / max(1, len(mine | theirs))
        if share >= best[0]:
            best = (share, old)
    return best[1]


def _unique(stops: list[Stop], tour: Tour, matched: set[str]) -> Iterator[Stop]:
    """Numbers of new stops step aside for those that are printed on walls: they go on behind the highest."""
    own = {id(stop) for stop in tour.stops}
    taken = set(matched)
    highest = max((int(re.sub(r"\D", "", number) or 0) for number in matched), default=0)
    for stop in stops:
        if id(stop) not in own:
            yield stop
            continue
        number = stop.number
        if number in taken:
            highest += 1
            number = str(highest)
        taken.add(number)
        yield replace(stop, number=number)


def _shingles(text: str, size: int = 8) -> set[str]:
    text = re.sub(r"\W", "", text)
    return {text[n : n + size] for n in range(max(1, len(text) - size + 1))}


def _difference(old: Tour, new: Tour, path: Path) -> Iterator[str]:
    """From the script to the draft, both written the same way, so that only what differs shows."""
    before = script.write_script(old).splitlines()
    after = script.write_script(new).splitlines()
    yield from difflib.unified_diff(before, after, str(old.path), str(path), lineterm="", n=1)
