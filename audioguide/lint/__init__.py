"""Reading scripts like a careful editor: everything a listener would stumble over, with its line and what to do.

Each rule is a function from what is known of a tour to problems. Errors keep a tour from being built or from
being right; warnings are what an author settles before publishing (``--strict``); notes never fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..authoring import script, script_names, site_places, site_yaml, voices_yaml
from ..errors import ConfigError, ScriptError
from ..i18n import _
from ..model import Manifest, Problem, Settings, Tour
from ..project import Project
from ..text import find_language
from . import datums, labelling, places, sounds, stops, words
from .limits import limit_alike
from .reader import Reader, Rule

RULES = (
    *stops.STOP_RULES,
    *sounds.SOUND_RULES,
    *places.PLACE_RULES,
    *datums.DATUM_RULES,
    *words.WORD_RULES,
    *labelling.LABEL_RULES,
)
BLOCKING = (*stops.BLOCKING, *sounds.BLOCKING, *places.BLOCKING, *words.BLOCKING)
"""The rules that can find errors: all that a build needs to ask, and quick."""


def check_tour(
    tour: Tour, settings: Settings, manifest: Manifest | None = None, rules: tuple[Rule, ...] = RULES
) -> tuple[Problem, ...]:
    """Everything an editor would remark on, in the order of the file; of thousands alike the first and their count.

    ``settings`` are those of ``voices.yaml``, ``manifest`` is the last build's.
    """
    reader = Reader(tour, voices_yaml.merge_overrides(settings, tour), manifest)
    try:
        find_language(tour.language)
    except ImportError as error:
        message = _("The language {tag} needs the package {name}, which is not installed.")
        hint = _("audioguide doctor names the command that installs it.")
        return (
            Problem(
                "error", "language", message.format(tag=tour.language, name=error.name), reader.script_place(), hint
            ),
        )
    problems = limit_alike(problem for rule in rules for problem in rule(reader))
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))


def check_project(project: Project, names: Iterable[str] = (), strict: bool = False) -> tuple[Problem, ...]:
    """The same for all scripts of a project, or those named; files that cannot be used are problems like others.

    Raises ConfigError for a name no script has. ``strict`` turns warnings into errors.
    """
    from .. import manifest

    problems: list[Problem] = []
    settings = Settings()
    try:
        settings = voices_yaml.load_settings(project.voices)
    except ConfigError as error:
        problems += error.problems
    tours: list[Tour] = []
    problems += script_names.clash_problems(project, script_names.script_files(project))
    for path in script.script_paths(project, tuple(names)):
        try:
            tours.append(site_places.add_shared_places(project, script.load_tour(path)))
        except (ConfigError, ScriptError) as error:
            if not script_names.was_moved(path):
                problems += limit_alike(error.problems)
    for tour in tours:
        remarks = check_tour(tour, settings, manifest.read_manifest(project.output / tour.folder / "manifest.json"))
        problems += labelling.place_in_settings(remarks, tour, project)
    problems += _edition_problems(tours)
    if not tuple(names):
        problems += _site_problems(project)
        problems += _map_problems(project, tours)
    once = dict.fromkeys(problems)  # what voices.yaml lacks, and an entry of it, is met in every tour
    return tuple(replace(p, severity="error") if strict and p.severity == "warning" else p for p in once)


def _site_problems(project: Project) -> Iterable[Problem]:
    try:
        return site_yaml.site_problems(project)
    except ConfigError as error:
        return error.problems


def _map_problems(project: Project, tours: list[Tour]) -> Iterable[Problem]:
    try:
        tiles = site_yaml.load_site(project).map
    except ConfigError:
        return ()  # said already
    return datums.map_problems(tiles, tours) if tiles else ()


def _edition_problems(tours: list[Tour]) -> Iterator[Problem]:
    """Editions of one site share the labels on the wall, and so the numbers."""
    own = {tour.site: tour for tour in tours if not tour.edition}
    for tour in tours:
        if tour.edition and (first := own.get(tour.site)):
            yield from places.edition_problems(first, tour)
            theirs, ours = (set(t.public_numbers) for t in (first, tour))
            if theirs != ours:
                message = _("The stops differ from those of {site}: {numbers}.").format(
                    site=first.id, numbers=", ".join(sorted(theirs ^ ours, key=stops.stop_sort_key))
                )
                hint = _("Editions share the labels on the wall: give the same things the same numbers.")
                yield Problem("warning", "edition-differs", message, Reader(tour, Settings()).script_place(), hint)
