"""What stands between a tour and its visitors: a list of gates, each with what keeps it shut."""

from __future__ import annotations

from dataclasses import dataclass

from .. import lint, manifest
from ..authoring import site_yaml, voices_yaml
from ..i18n import _
from ..model import Problem, Tour
from ..project import Project
from .overview import changed_stops


@dataclass(frozen=True)
class Obstacle:
    """One thing that keeps a gate shut."""

    text: str
    stop: str = ""
    """Number of its stop; empty where it belongs to none."""


@dataclass(frozen=True)
class Gate:
    """A condition for publishing."""

    name: str
    """In the reader's language."""
    obstacles: tuple[Obstacle, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing keeps it shut."""
        return not self.obstacles


def list_gates(project: Project, tour: Tour) -> tuple[Gate, ...]:
    """The gates of a tour, in the order in which an author opens them.

    Raises ConfigError for a ``voices.yaml`` that cannot be used.
    """
    settings = voices_yaml.load_settings(project.voices)
    built = manifest.read_manifest(project.output / tour.folder / manifest.MANIFEST_FILE)
    problems = lint.check_tour(tour, settings, built)
    todos = tuple(Obstacle(todo, stop.number) for stop in tour.stops for todo in stop.todos)
    stale = changed_stops(tour, built) if built else ()
    has_address = bool(site_yaml.site_address(project, settings))
    return (
        Gate(_("No errors in the text"), _obstacles(problems, "error")),
        Gate(_("Every question is decided"), todos),
        Gate(_("Every warning is settled"), _obstacles(problems, "warning")),
        Gate(_("Every picture says what it shows"), _pictures_without_words(tour)),
        Gate(_("Built, with a voice"), _build_obstacles(built is not None, built is not None and built.is_silent)),
        *(
            (
                Gate(
                    _("Built as it is written"),
                    tuple(Obstacle(_("Changed since it was built"), stop) for stop in stale),
                ),
            )
            if built
            else ()
        ),
        Gate(
            _("The address of the pages is known"),
            () if has_address else (Obstacle(_("Give it once, when the labels are made, or under “For all tours”.")),),
        ),
    )


def _obstacles(problems: tuple[Problem, ...], severity: str) -> tuple[Obstacle, ...]:
    return tuple(
        Obstacle(f"{problem.message} {problem.hint}".strip(), problem.stop)
        for problem in problems
        if problem.severity == severity and problem.code != "todo"
    )


def _pictures_without_words(tour: Tour) -> tuple[Obstacle, ...]:
    return tuple(
        Obstacle(_("The picture has no description."), stop.number)
        for stop in tour.stops
        if any(not picture.alt for picture in stop.pictures)
    )


def _build_obstacles(is_built: bool, is_silent: bool) -> tuple[Obstacle, ...]:
    if not is_built:
        return (Obstacle(_("Not built yet.")),)
    return (Obstacle(_("Built without a voice")),) if is_silent else ()
