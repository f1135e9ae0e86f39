"""A project at a glance: each tour with its length, its open questions, and what changed since it was built.

Quick on purpose: lengths are counted in written characters or words, so that no language model is loaded for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .. import manifest
from ..authoring import script, script_names, site_places, site_yaml, voices_yaml
from ..errors import AudioguideError
from ..i18n.language_tags import primary_language
from ..model import Manifest, Problem, Segment, Stop, Tour
from ..project import Project
from ..text import find_language
from ..text.markup import strip_marks
from ..web.stats import Answers
from . import visitor_stats

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class TourCard:
    """One script."""

    id: str
    title: str
    file: str
    """Its path as a person would type it."""
    language: str = ""
    stops: int = 0
    minutes: float = 0.0
    todos: int = 0
    """Open questions."""
    accent: str = ""
    is_built: bool = False
    is_silent: bool = False
    """Built without a voice, as a trial."""
    changed_stops: tuple[str, ...] = ()
    """Numbers of the stops whose text is not the one that was built."""
    answers: Answers = field(default=Answers())
    """What visitors said of it."""
    problems: tuple[Problem, ...] = field(default=())
    """What keeps the script from being used; everything else is empty then."""


def list_tours(project: Project) -> list[TourCard]:
    """A card for every script, also for one that cannot be used; nothing for a project without scripts."""
    return script_names.read_in_place(lambda: script_names.script_files(project), lambda path: _card(project, path))


def _card(project: Project, path: Path) -> TourCard:
    file = project.display_path(path)
    checked = script.check_script(path)
    tour = checked.value
    if tour is None or checked.problems:
        return TourCard(path.stem, path.stem, file, problems=(*checked.problems, *_other_errors(project, path)))
    built = manifest.read_manifest(project.output / tour.folder / manifest.MANIFEST_FILE)
    return TourCard(
        id=tour.id,
        title=tour.title,
        file=file,
        language=tour.language,
        stops=len(tour.stops),
        minutes=sum(spoken_units(tour, stop) for stop in tour.stops) / speaking_pace(tour),
        todos=sum(len(stop.todos) for stop in tour.stops),
        accent=tour.accent,
        is_built=built is not None,
        is_silent=built is not None and built.is_silent,
        changed_stops=changed_stops(tour, built) if built else (),
        answers=visitor_stats.sum_answers(project, tour.folder) if built else Answers(),
    )


def _other_errors(project: Project, path: Path) -> Iterator[Problem]:
    """Yield what else keeps a script from being built, as far as that is known while it cannot be used."""
    from .. import lint

    settings = voices_yaml.check_settings(project.voices)
    checked = site_places.check_placed_script(project, path, settings, site_yaml.check_site(project))
    if tour := checked.value:
        built = manifest.read_manifest(project.output / tour.folder / manifest.MANIFEST_FILE)
        problems = lint.check_tour(tour, settings.value, built, lint.WORDLESS, checked.doubtful)
        yield from (problem for problem in problems if problem.severity == "error")


def speaking_pace(tour: Tour) -> int:
    """Units a minute of calm narration; a common pace where the language is not installed."""
    try:
        return find_language(tour.language).pace
    except (AudioguideError, ImportError):
        return 150


def counts_characters(language: str) -> bool:
    """Whether lengths are counted in characters (Chinese), not in words."""
    return primary_language(language) in ("zh", "yue")


def spoken_units(tour: Tour, stop: Stop) -> int:
    """Characters (Chinese) or words of a stop that are spoken."""
    return sum(count_units(tour.language, segment) for segment in stop.spoken_segments if not segment.is_cue)


def count_units(language: str, segment: Segment) -> int:
    """Characters or words of a segment as written, a run of digits or letters in Chinese as its length."""
    text = strip_marks(segment.text)
    if not counts_characters(language):
        return len(_WORD.findall(text))
    return sum(1 for char in text if char.isalnum())


def stops_changed_since_build(project: Project, tour: Tour) -> tuple[str, ...]:
    """Numbers of the stops whose words are not those that were built; none for a tour that is not built."""
    built = manifest.read_manifest(project.output / tour.folder / manifest.MANIFEST_FILE)
    return changed_stops(tour, built) if built else ()


def changed_stops(tour: Tour, built: Manifest) -> tuple[str, ...]:
    """Numbers of the stops whose words are not those that were built."""
    spoken = {stop.number: "".join(cue.text for cue in stop.cues) for stop in built.all_stops}
    return tuple(
        stop.number
        for stop in tour.stops
        if _visible_letters(spoken.get(stop.number, ""))
        != _visible_letters("".join(s.text for s in stop.spoken_segments if not s.is_cue))
    )


def _visible_letters(text: str) -> str:
    return "".join(strip_marks(text).split())
