"""Tours that were taken away or renamed, kept in ``scripts/moved.json``: old addresses still lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from .. import files
from ..errors import ConfigError
from ..i18n import _
from ..project import Project

MOVED_FILE = "moved.json"


@dataclass(frozen=True)
class MovedTour:
    """A tour that is no longer at its address."""

    language: str
    """BCP 47, of the page that says so."""
    title: str
    """As it was."""
    stops: tuple[str, ...]
    """Numbers that labels may show."""
    to: str = ""
    """Folder of the tour that took its place; empty: none did."""


@dataclass(frozen=True)
class MovedTours:
    """All of a project."""

    by_folder: Mapping[str, MovedTour] = field(default_factory=dict)
    """Folder of the tour below the output, as it was."""


def record_path(project: Project) -> Path:
    """Return where the record lies: beside the scripts, to be kept with them."""
    return project.scripts / MOVED_FILE


def load_moved(project: Project) -> MovedTours:
    """Return the record; empty where nothing moved. Raises ConfigError for a damaged one."""
    file = record_path(project)
    if not file.exists() and not file.is_symlink():
        return MovedTours()
    try:
        return msgspec.json.decode(files.read_regular_file(file), type=MovedTours)
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(
            _("{file} is damaged: {reason}.").format(file=project.display_path(file), reason=error),
            hint=_("Restore it from a copy: without it, labels of tours that moved lead nowhere."),
        ) from error


def change_moved(project: Project, change: Callable[[MovedTours], MovedTours]) -> None:
    """Change the record, which other commands may change at the same time. Raises ConfigError, OutputError."""
    with files.lock_file(record_path(project), project.locks):
        before = load_moved(project)
        after = change(before)
        if after == before:
            return
        if not after.by_folder:
            files.operations.remove(record_path(project))
            return
        text = msgspec.json.format(msgspec.json.encode(after, order="deterministic"), indent=1).decode()
        files.write_text(record_path(project), text + "\n")


def add_moved(moved: MovedTours, folder: str, tour: MovedTour) -> MovedTours:
    """Return the record with one more tour; what led to it before leads on to where it went."""
    by_folder = {old: _follow(known, folder, tour) for old, known in moved.by_folder.items() if old != tour.to}
    return MovedTours({**by_folder, folder: tour})


def without_moves(moved: MovedTours, folders: Collection[str], before: MovedTours) -> MovedTours:
    """Return the record without the moves of these folders; what ``before`` had is again as it was there."""
    others = {folder: tour for folder, tour in moved.by_folder.items() if folder not in folders}
    return MovedTours({**others, **before.by_folder})


def _follow(known: MovedTour, folder: str, tour: MovedTour) -> MovedTour:
    if known.to != folder:
        return known
    return MovedTour(known.language, known.title, known.stops, tour.to)
