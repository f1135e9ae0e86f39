"""Scripts that leave their names, with all that goes along: a crash on the way is settled by the next command.

Before the first file is moved, a note in ``.audioguide/`` says which are. Who finds a note that nobody holds looks
whether the pages have changed: where they have, the rest is done; else every file goes back.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from .. import files
from ..assembly import integrity, journal
from ..authoring import moved_tours, printed_labels, site_yaml
from ..authoring.moved_tours import MovedTours
from ..errors import AudioguideError, ConfigError, OutputError
from ..i18n import _
from ..project import Project
from ..web import stats
from . import edit_settings
from .history import OWN_FOLDER, History, digest_of, hidden_folder

NOTE = "moving.json"
"""File of the hidden folder that says what is on its way."""


@dataclass(frozen=True)
class ScriptMove:
    """Scripts that are renamed or taken away."""

    old: str
    """Site, or its one edition."""
    new: str = ""
    """Site; empty: the scripts are taken away."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Where a script or its history was → where it goes; relative to the project, with forward slashes."""
    tours: tuple[str, ...] = ()
    """Ids of the tours that were built of the scripts."""
    site: bytes = b""
    """``site.yaml`` as it was; empty: there is none, or it does not change."""
    moved: MovedTours = field(default_factory=MovedTours)
    """The record of moved tours as it was."""


@contextmanager
def hold_moves(project: Project) -> Iterator[None]:
    """Keep other commands from moving scripts, or from settling what is being moved here."""
    with files.lock_file(_note_path(project), project.locks):
        yield


@contextmanager
def scripts_moved(project: Project, move: ScriptMove) -> Iterator[None]:
    """Move the files for the block, which changes the pages; they go back where it fails before its switch.

    For who holds the moves. Raises OutputError where a file cannot be moved, and then none is.
    """
    with files.lock_folder(project.scripts):
        hidden_folder(project)
        files.write_bytes(_note_path(project), msgspec.json.encode(move))
    try:
        with files.lock_folder(project.scripts):
            left = move_files(project, move.paths)
        if taken := [path for path in left if path.is_file()]:  # a history may stay where the new name has one
            raise ConfigError(
                _("Another file has taken the place that {file} was to have.").format(
                    file=project.display_path(taken[0])
                ),
                hint=_("Choose another name, or edit the file."),
            )
        yield
    except BaseException:
        with suppress(AudioguideError):  # the next command tries again
            _settle(project, move)
        raise
    _forget_note(project)


def settle_interrupted(project: Project) -> str:
    """Finish or undo what a killed command began; return what was done, empty where nothing was.

    Never waits: what another command is about to do is left to it. Raises OutputError, ConfigError.
    """
    note = _note_path(project)
    if not note.exists():
        return ""
    with files.lock_file(note, project.locks, wait=False) as held:
        if not held or not note.exists():
            return ""
        try:
            move = msgspec.json.decode(files.read_regular_file(note), type=ScriptMove)
        except (OSError, ValueError, RecursionError) as error:
            raise OutputError(
                _("{file} is damaged: {reason}.").format(file=project.display_path(note), reason=error),
                hint=_("A renaming or removal was interrupted: see that scripts/ is complete, then remove the file."),
            ) from error
        return _settle(project, move)


def have_gone(project: Project, tours: tuple[str, ...]) -> bool:
    """Return whether the switch that takes tours away has happened, or will be completed by the next command.

    Looks without a lock, which a disk that lets nobody write would refuse.
    """
    if journal.is_pending(project.output):
        return True
    return bool(tours) and _published_owners(project).isdisjoint(map(integrity.tour_owner, tours))


def forget_moves(project: Project, tours: tuple[str, ...], before: MovedTours) -> None:
    """Take tours out of the record of moved ones; what it had of them ``before`` is in it again."""
    folders = {tour.replace(".", "/") for tour in tours}
    moved_tours.change_moved(project, lambda moved: moved_tours.without_moves(moved, folders, before))


def _settle(project: Project, move: ScriptMove) -> str:
    left: list[Path] = []
    if _has_switched(project, move):
        keep_records(project, move.old, move.new)
        message = _("The renaming of {old} to {new} was interrupted and is complete now.")
        if not move.new:
            message = _("The removal of {old} was interrupted and is complete now.")
    elif left := _take_back(project, move):
        message = _(
            "{old} was to be renamed or removed, which was interrupted. Changed since, and left as they are: {files}"
        )
    else:
        message = _("The renaming of {old} to {new} was interrupted: everything is as it was. Run it again.")
        if not move.new:
            message = _("The removal of {old} was interrupted: everything is as it was. Run it again.")
    _forget_note(project)
    return message.format(old=move.old, new=move.new, files=", ".join(map(project.display_path, left)))


def _has_switched(project: Project, move: ScriptMove) -> bool:
    if move.tours or not move.new:
        return have_gone(project, move.tours)
    new = {integrity.tour_owner(Path(target).stem) for target in move.paths.values()}  # nothing was built of the old
    return not _published_owners(project).isdisjoint(new)


def _published_owners(project: Project) -> set[str]:
    record = integrity.read_record(project.output)
    return {known.owner for known in record.files.values()} if record else set()


def keep_records(project: Project, old: str, new: str) -> None:
    """Have the labels of a site that was renamed count for its new name too, and what visitors did there for that."""
    printed = printed_labels.load_record(project)
    if new and old in printed.sites:
        printed_labels.record_labels(project, printed.base_url, new, printed.sites[old])
    if new:
        try:
            stats.rename_site(project.counts, old, new)
        except OutputError as error:  # the tour itself is renamed, and counts are no reason to refuse that
            files.notices.announce(f"{error.message} {error.hint}")


def _take_back(project: Project, move: ScriptMove) -> list[Path]:
    """Bring everything back; return the files that stay, because somebody has written in their places since."""
    with files.lock_folder(project.scripts):
        left = move_files(project, {target: source for source, target in move.paths.items()})
    site = site_yaml.site_file(project)
    versions = History(project, site_yaml.SITE_FILE).list_versions()
    last = (versions[-1].before, versions[-1].after) if versions else ("", "")
    now, before = files.file_digest(site), digest_of(move.site)
    if move.site and last == (before, now):
        edit_settings.undo_setting(project, site_yaml.SITE_FILE)
    elif move.site and now != before:
        left.append(site)
    forget_moves(project, move.tours, move.moved)
    return left


def relative_paths(project: Project, targets: Mapping[Path, Path]) -> dict[str, str]:
    """Return paths below the project as a ``ScriptMove`` has them."""
    return {
        source.relative_to(project.root).as_posix(): target.relative_to(project.root).as_posix()
        for source, target in targets.items()
    }


def move_files(project: Project, paths: Mapping[str, str]) -> list[Path]:
    """Move what is there and whose new place is free; return what is there and whose place is not.

    Raises OutputError where one cannot be moved, and then none is.
    """
    moved: list[tuple[Path, Path]] = []
    left: list[Path] = []
    for source, target in ((project.root / old, project.root / new) for old, new in paths.items()):
        if not os.path.lexists(source):
            continue
        if os.path.lexists(target):
            left.append(source)
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _move_file(source, target)
            moved.append((source, target))
        except OSError as error:
            for first, second in moved:
                _move_file(second, first)
            raise OutputError(
                _("{file} cannot be moved: {reason}.").format(
                    file=project.display_path(source), reason=error.strerror or error
                ),
                hint=_("Check the free disk space and the folder's permissions; existing files were not changed."),
            ) from error
    for folder in {path.parent for pair in moved for path in pair}:
        files.operations.sync_folder(folder)
    return left


def _move_file(source: Path, target: Path) -> None:
    """Move a file or a folder; a file also to another disk, as where ``scripts/`` is a link."""
    try:
        files.operations.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV or not source.is_file():
            raise
        with files.atomic_write(target) as part:
            shutil.copyfile(source, part)
        files.operations.remove(source)


def _note_path(project: Project) -> Path:
    return project.root / OWN_FOLDER / NOTE


def _forget_note(project: Project) -> None:
    try:
        files.operations.remove(_note_path(project))
        files.operations.sync_folder(_note_path(project).parent)
    except OSError as error:
        raise files.unwritable(_note_path(project), error) from error
