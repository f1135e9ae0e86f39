"""Reading scripts like a careful editor: everything a listener would stumble over, with its line and what to do.

Each rule is a function from what is known of a tour to problems. Errors keep a tour from being built or from
being right; warnings are what an author settles before publishing (``--strict``); notes never fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..authoring import script, script_names, site_places, site_yaml, voices_yaml
from ..i18n import _
from ..model import Manifest, Problem, Settings, Tour
from ..project import Project
from ..text import find_language
from . import datums, labelling, places, sounds, stops, words
from .limits import limit_alike
from .needs import can_ask
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
WORDLESS = tuple(rule for rule in BLOCKING if rule not in words.BLOCKING)
"""Those of them for which no language is loaded."""


def check_tour(
    tour: Tour,
    settings: Settings,
    manifest: Manifest | None = None,
    rules: tuple[Rule, ...] = RULES,
    doubtful: frozenset[str] = frozenset(),
) -> tuple[Problem, ...]:
    """Everything an editor would remark on, in the order of the file; of thousands alike the first and their count.

    ``settings`` are those of ``voices.yaml``, ``manifest`` is the last build's; ``doubtful`` are fields in which
    something is wrong that is reported elsewhere: what may only be a consequence of it is left out.
    """
    reader = Reader(tour, voices_yaml.merge_overrides(settings, tour), manifest)
    problems: list[Problem] = []
    if "language" not in doubtful:
        try:
            find_language(tour.language)
        except ImportError as error:
            message = _("The language {tag} needs the package {name}, which is not installed.")
            message = message.format(tag=tour.language, name=error.name)
            hint = _("audioguide doctor names the command that installs it.")
            problems.append(Problem("error", "language", message, reader.script_place(), hint))
            doubtful |= {"language"}
    asked = [rule for rule in rules if can_ask(rule, doubtful)]
    problems += limit_alike(problem for rule in asked for problem in rule(reader))
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))


def check_project(project: Project, names: Iterable[str] = (), strict: bool = False) -> tuple[Problem, ...]:
    """The same for all scripts of a project, or those named; files that cannot be used are problems like others.

    Raises ConfigError for a name no script has. ``strict`` turns warnings into errors.
    """
    from .. import manifest

    settings = voices_yaml.check_settings(project.voices)
    site = site_yaml.check_site(project)
    scripts = script_names.read_in_place(
        lambda: script.script_paths(project, tuple(names)),
        lambda path: site_places.check_placed_script(project, path, settings, site),
    )
    problems = [*settings.problems, *script_names.clash_problems(project, script_names.script_files(project))]
    tours: list[Tour] = []
    for checked in scripts:
        problems += limit_alike(checked.problems)
        if checked.value is None:
            continue
        tour = checked.value
        built = manifest.read_manifest(project.output / tour.folder / "manifest.json")
        remarks = check_tour(tour, settings.value, built, doubtful=checked.doubtful)
        problems += labelling.place_in_settings(remarks, tour, project)
        if not checked.problems:
            tours.append(tour)
    problems += _edition_problems(tours)
    problems += site_yaml.site_problems(project) if not tuple(names) else site.problems
    if not tuple(names) and site.value.config.map and "map" not in site.doubtful:
        problems += datums.map_problems(site.value.config.map, tours)
    once = dict.fromkeys(problems)  # what voices.yaml lacks, and an entry of it, is met in every tour
    return tuple(replace(p, severity="error") if strict and p.severity == "warning" else p for p in once)


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
