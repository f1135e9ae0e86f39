"""What visitors listened to and said, stop by stop: for the command line and the studio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import manifest
from ..assembly import integrity
from ..model import Manifest, Tour
from ..project import Project
from ..web import access_log, stats
from ..web.access_log import LoggedStop
from ..web.stats import Answers
from .named_tours import named_folder, not_built


@dataclass(frozen=True)
class StopUse:
    """One stop, all languages and days together."""

    number: str
    title: str
    started: int = 0
    finished: int = 0
    seconds: int = 0
    """Heard, of all visitors."""
    answers: Answers = field(default_factory=Answers)


@dataclass(frozen=True)
class LoggedUse:
    """One stop in an access log, all languages and days together."""

    number: str
    title: str
    opened: int = 0
    """Devices a day that opened its page."""
    fetched: int = 0
    """Devices a day that fetched its sound."""


def counted_folder(project: Project, name: str) -> str:
    """Return the folder that visitors are counted by, of a site or of the one edition named.

    Raises ConfigError for a name that no script has, that is not built and that nobody listened to.
    """
    built = (path.parent.relative_to(project.output).as_posix() for path in integrity.built_tours(project.output))
    return named_folder(project, name, {*built, *stats.counted_tours(project.counts)})


def count_use(project: Project, site: str) -> tuple[StopUse, ...]:
    """Return what ``serve --stats`` counted at each stop; empty where it counted nothing.

    Raises OutputError for a site that is not built.
    """
    built = _load_built(project, site)
    counts = stats.site_counts(project.counts, site)
    answers = stats.stop_answers(project.counts, site)
    if not counts and not answers:
        return ()
    totals = stats.stop_totals(counts, [stop.number for stop in built.stops])
    return tuple(
        StopUse(stop.number, stop.title, sum_.started, sum_.finished, sum_.seconds, answers.get(stop.number, Answers()))
        for stop, sum_ in zip(built.stops, totals, strict=True)
    )


def answered_stops(project: Project, tour: Tour) -> tuple[StopUse, ...]:
    """Return what ``serve --stats`` counted at each stop of a tour; empty for one that is not built."""
    if not (project.output / tour.folder / manifest.MANIFEST_FILE).is_file():
        return ()
    return count_use(project, tour.folder)


def sum_answers(project: Project, folder: str) -> Answers:
    """Return what visitors said of a tour and its editions, all stops together."""
    answers = stats.stop_answers(project.counts, folder).values()
    return Answers(*(sum(getattr(each, name) for each in answers) for name in ("good", "bad", "wrong")))


def count_logged_use(project: Project, site: str, logs: Sequence[Path]) -> tuple[LoggedUse, ...]:
    """Return what the web server's logs say of each stop. Raises OutputError as ``count_use``, and for a bad file."""
    built = _load_built(project, site)
    sums = access_log.add_days(list_logged_days(project, site, logs))
    return tuple(LoggedUse(stop.number, stop.title, *sums.get(stop.number, (0, 0))) for stop in built.stops)


def list_logged_days(project: Project, site: str, logs: Sequence[Path]) -> list[LoggedStop]:
    """Return what the logs say of the stops of a site and its editions, day by day. Raises OutputError."""
    tours = [
        tour
        for path in integrity.built_tours(project.output)
        if (tour := manifest.read_manifest(path)) and f"{tour.folder}/".startswith(f"{site}/")
    ]
    return [entry for log in logs for entry in access_log.read_log(log, tours)]


def _load_built(project: Project, site: str) -> Manifest:
    folder = project.output / site
    editions = sorted(path for path in integrity.built_tours(project.output) if path.is_relative_to(folder))
    for path in (folder / manifest.MANIFEST_FILE, *editions):  # a site may have editions alone
        if built := manifest.read_manifest(path):
            return built
    raise not_built(site)
