"""Tours whose scripts an author took away: kept apart, and brought back when one wants them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .. import files
from ..authoring import script
from ..authoring.script_names import find_same_name
from ..errors import AudioguideError, ConfigError
from ..i18n import _
from ..project import Project
from .history import OWN_FOLDER
from .script_moves import move_files, relative_paths

TIME_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class RemovedTour:
    """A script that was taken away."""

    key: str
    """Name of its file among the removed ones."""
    id: str
    """Id of its tour."""
    title: str
    time: str
    """When, ISO 8601, UTC."""


def removed_paths(project: Project, paths: Sequence[Path]) -> dict[Path, Path]:
    """Return where scripts go that are taken away now."""
    now = datetime.now(UTC)
    while taken := _places_at(project, paths, now):  # removed twice within a second, or a clock that was set back
        if not any(place.exists() for place in taken.values()):
            return taken
        now += timedelta(seconds=1)
    return {}


def _places_at(project: Project, paths: Sequence[Path], time: datetime) -> dict[Path, Path]:
    return {path: _removed_folder(project) / f"{time.strftime(TIME_FORMAT)}-{path.name}" for path in paths}


def list_removed(project: Project) -> list[RemovedTour]:
    """Return the scripts that were taken away, the latest first."""
    removed = []
    for path in sorted(_removed_folder(project).glob("*-*.y*ml"), reverse=True):
        when, _dash, stem = path.stem.partition("-")
        try:
            time = datetime.strptime(when, TIME_FORMAT).replace(tzinfo=UTC).isoformat()
        except ValueError:
            continue
        try:
            title = script.parse_tour(path.read_bytes(), project.scripts / f"{stem}{path.suffix}").title
        except (AudioguideError, OSError):
            title = stem
        removed.append(RemovedTour(path.name, stem, title, time))
    return removed


def bring_back(project: Project, key: str) -> Path:
    """Put a script back that was taken away; return its path. Pages come with the next build.

    Raises ConfigError where it is no longer there, or a script of that name has taken its place.
    """
    source = next((path for path in _removed_folder(project).glob("*-*.y*ml") if path.name == key), None)
    if source is None:
        raise ConfigError(_("This script is no longer kept."))
    target = project.scripts / key.partition("-")[2]
    with files.lock_folder(project.scripts):
        if existing := find_same_name(project, target.stem):
            raise ConfigError(
                _("{file} exists already and stays as it is.").format(file=project.display_path(existing)),
                hint=_("Rename that tour first."),
            )
        move_files(project, relative_paths(project, {source: target}))
    return target


def _removed_folder(project: Project) -> Path:
    return project.root / OWN_FOLDER / "removed"
