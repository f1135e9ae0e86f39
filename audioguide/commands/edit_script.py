"""Editing a script while others may: one edit at a time, whole files, nothing overwritten unseen.

``apply_edit`` reads the file, lets the edit change its text, checks that the result is still a script, keeps both
versions in the history and writes it. It holds the project's scripts against other processes that ask, and looks once
more before it writes: an editor that saved meanwhile is not overwritten.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .. import files
from ..authoring import script, voices_yaml
from ..errors import EditRefused, ScriptError
from ..i18n import _
from ..model import Tour
from ..project import Project
from ..yaml.patching import BYTE_ORDER_MARK
from . import (
    picture_edits,
    place_edits,
    plan_edits,
    point_edits,
    remark_edits,
    route_edits,
    script_edits,
    sound_edits,
    stop_edits,
    voice_edits,
)
from .add_recording import SetRecording
from .history import History, Version, digest_of
from .script_edits import Edit, OpenScript

KNOWN: tuple[type[Edit], ...] = (
    *script_edits.EDITS,
    *stop_edits.EDITS,
    *voice_edits.VOICE_EDITS,
    *place_edits.PLACE_EDITS,
    *plan_edits.PLAN_EDITS,
    *point_edits.POINT_EDITS,
    *route_edits.ROUTE_EDITS,
    *picture_edits.PICTURE_EDITS,
    *remark_edits.REMARK_EDITS,
    *sound_edits.SOUND_EDITS,
    SetRecording,
)
EDITS = {edit.kind: edit for edit in KNOWN}
"""Kind → edit: what a page may ask for."""
ATTEMPTS = 5
"""Times an edit is tried again when the file changes under it."""


@dataclass(frozen=True)
class EditedScript:
    """A script after an edit, or as it is."""

    tour: Tour
    revision: str
    """SHA-256 of the file."""
    changed: bool = False
    before: str = ""
    """SHA-256 of the file that was changed."""


def script_file(project: Project, name: str) -> Path:
    """The script of a tour by its id alone. Raises ConfigError where there is none: no path is followed."""
    return next((path for path in script.script_paths(project) if path.stem == name), None) or script.script_path(
        project, name
    )


def parse_edit(data: object, known: Mapping[str, type[Edit]] = EDITS) -> Edit:
    """The edit a page asks for, of those that are ``known``. Raises EditRefused for another."""
    try:
        fields = dict(data)  # type: ignore[call-overload]
        edit = known[fields.pop("kind")](**fields)
        for field in dataclasses.fields(edit):
            if type(getattr(edit, field.name)) is not (int if field.type == "int" else str):
                raise TypeError(field.name)
    except (KeyError, TypeError, ValueError) as error:
        raise EditRefused(_("This page and the program do not fit each other: reload the page.")) from error
    return edit


def read_script(project: Project, name: str) -> EditedScript:
    """The script of a tour. Raises ConfigError for a name no script has, ScriptError for one that cannot be used."""
    path = script_file(project, name)
    data = path.read_bytes()
    return EditedScript(script.load_tour(path), digest_of(data))


def apply_edit(project: Project, name: str, edit: Edit) -> EditedScript:
    """Change the script of a tour.

    Raises EditConflict where somebody changed the same sentence, EditRefused where the file cannot take the edit,
    ScriptError where it would no longer be a script, ConfigError, OutputError.
    """
    return rewrite_script(project, name, edit.patch_text, edit.label, edit.field)


def rewrite_script(
    project: Project, name: str, patch: Callable[[OpenScript], str], label: str, field: str = ""
) -> EditedScript:
    """Change the text of a script by a function, as one step of its history. Raises as ``apply_edit``."""
    history = History(project, name)
    for _attempt in range(ATTEMPTS):
        with files.lock_folder(project.scripts):
            path = script_file(project, name)  # it may have been renamed or taken away meanwhile
            before = path.read_bytes()
            mark = BYTE_ORDER_MARK if before.startswith(BYTE_ORDER_MARK.encode()) else ""
            text = before.decode("utf-8-sig")
            opened = OpenScript(text, script.load_tour(path))
            after = (mark + patch(opened)).encode()
            if after == before:
                return EditedScript(opened.tour, digest_of(before))
            if problems := script.script_problems(after, path):
                raise ScriptError(_("The script would not be valid any more."), problems)
            _note_outside(history, before)
            record = partial(history.record_edit, before, after, label, field=field)
            if not files.replace_unchanged(path, before, after, record):
                continue
            return EditedScript(script.load_tour(path), digest_of(after), True, digest_of(before))
    raise EditRefused(_("The file is being changed by another program; try again in a moment."))


def undo_edit(project: Project, name: str) -> EditedScript:
    """Take the last step back. Raises EditRefused where there is none, or the file was changed outside since."""
    steps = History(project, name).available_steps()
    if not steps.undo:
        raise EditRefused(_("There is nothing to undo."))
    return _step(project, name, "undo", steps.undo[-1], steps.undo[-1].after, steps.undo[-1].before)


def redo_edit(project: Project, name: str) -> EditedScript:
    """Take the step again that was undone last. Raises EditRefused as ``undo_edit``."""
    steps = History(project, name).available_steps()
    if not steps.redo:
        raise EditRefused(_("There is nothing to redo."))
    return _step(project, name, "redo", steps.redo[-1], steps.redo[-1].before, steps.redo[-1].after)


def restore_version(project: Project, name: str, digest: str) -> EditedScript:
    """Bring a version of the history back, as a new edit. Raises EditRefused where it is no longer kept."""
    text = History(project, name).read_version(digest).decode("utf-8-sig")
    return rewrite_script(project, name, lambda _open: text, _("An earlier version restored"))


def compare_version(project: Project, name: str, digest: str) -> list[str]:
    """Lines that differ between a version of the history and the script as it is, each with ``-`` or ``+``."""
    before = History(project, name).read_version(digest).decode("utf-8-sig").splitlines()
    now = script_file(project, name).read_bytes().decode("utf-8-sig").splitlines()
    lines = difflib.unified_diff(before, now, lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def known_roles(project: Project, tour: Tour) -> list[str]:
    """Roles a segment can have: those of the settings and those the tour uses, the narrator first."""
    settings = voices_yaml.merge_overrides(voices_yaml.load_settings(project.voices), tour)
    return list(dict.fromkeys(["narrator", *settings.roles, *voices_yaml.speaking_roles(tour)]))


def list_editions(project: Project, tour: Tour) -> list[str]:
    """Ids of the scripts of the same site, this one among them."""
    return [path.stem for path in script.script_paths(project) if path.stem.partition(".")[0] == tour.site]


def note_outside_change(project: Project, name: str) -> None:
    """Keep a change made with another program in the history."""
    path = script_file(project, name)
    with files.lock_folder(project.scripts):
        _note_outside(History(project, name), path.read_bytes())


def _step(project: Project, name: str, kind: str, version: Version, expected: str, wanted: str) -> EditedScript:
    history = History(project, name)
    with files.lock_folder(project.scripts):
        path = script_file(project, name)
        now = path.read_bytes()
        if digest_of(now) != expected:
            _note_outside(history, now)
            raise EditRefused(
                _("The file was changed with another program since."), hint=_("The history still has every version.")
            )
        data = history.read_version(wanted)
        with files.atomic_write(path) as part:
            part.write_bytes(data)
            history.record_edit(now, data, version.label, "undo" if kind == "undo" else "redo")
        return EditedScript(script.load_tour(path), wanted, True, expected)


def _note_outside(history: History, data: bytes) -> None:
    """Keep what another program wrote in the history."""
    versions = history.list_versions()
    if versions and versions[-1].after != digest_of(data):
        try:
            before = history.read_version(versions[-1].after)
        except EditRefused:
            before = data
        history.record_edit(before, data, _("Changed with another program"), "outside")
