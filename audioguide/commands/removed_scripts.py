"""Tours whose scripts an author took away: kept apart, and brought back when one wants them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .. import files
from ..authoring import script
from ..authoring.script_names import script_files
from ..errors import AudioguideError, ConfigError, OutputError
from ..i18n import _
from ..project import Project

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


def take_scripts_away(project: Project, paths: Sequence[Path]) -> dict[Path, Path]:
    """Move scripts out of their folder; return where each is now. Raises OutputError where one cannot be moved."""
    now = datetime.now(UTC).strftime(TIME_FORMAT)
    folder = _removed_folder(project)
    files.write_text(project.root / ".audioguide" / ".gitignore", "*\n")
    folder.mkdir(exist_ok=True)
    targets = {path: folder / f"{now}-{path.name}" for path in paths}
    move_scripts(project, targets)
    return targets


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
        if any(path.stem.casefold() == target.stem.casefold() for path in script_files(project)):
            raise ConfigError(
                _("{file} exists already and stays as it is.").format(file=project.display_path(target)),
                hint=_("Rename that tour first."),
            )
        move_scripts(project, {source: target})
    return target


def _removed_folder(project: Project) -> Path:
    return project.root / ".audioguide" / "removed"


def move_scripts(project: Project, targets: Mapping[Path, Path]) -> None:
    """Move all of the files, or none where one cannot be moved: OutputError."""
    moved: list[Path] = []
    with files.lock_folder(project.scripts):
        try:
            for source, target in targets.items():
                source.rename(target)
                moved.append(source)
        except OSError as error:
            for each in moved:
                targets[each].rename(each)
            raise OutputError(_("{file} cannot be moved: {reason}.").format(file=source, reason=error)) from error
