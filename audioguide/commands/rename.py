"""Giving a tour another name: scripts, pages, and a redirect from every address that hangs on a wall."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..authoring import moved_tours, printed_labels, script, site_yaml
from ..authoring.script_names import script_files, unknown_site
from ..errors import ConfigError, EditRefused
from ..i18n import _
from ..model import SILENT_ENGINE, Manifest
from ..project import Project
from ..yaml import patching, reader
from . import edit_settings, script_moves
from .build import build_tours
from .build_plan import BuildListener, BuildRequest, BuildResult
from .history import History
from .retire import built_tours_of, record_moves
from .script_moves import ScriptMove


def rename_site(
    project: Project, old: str, new: str, watcher: BuildListener | None = None, *, builds_new: bool = True
) -> list[BuildResult]:
    """Rename a site with all its editions and build it under the new name; the old addresses lead to the new ones.

    The old tours disappear in the switch in which the new ones appear. Where the build fails, everything is as it was.
    The history of each script goes with it. ``builds_new``: build also where nothing was built under the old name.
    Raises ConfigError for a name that is not there, is taken or cannot be used, and what ``build_tours`` raises.
    """
    with script_moves.hold_moves(project):
        tours = built_tours_of(project, old)
        move = _plan_move(project, old, new, tours)
        with script_moves.scripts_moved(project, move):
            if move.site:
                edit_settings.rewrite_settings(
                    project,
                    edit_settings.SITE,
                    lambda text: _rename_in_site(text, old, new),
                    _("{old} is now {new}").format(old=old, new=new),
                )
            record_moves(project, tours, {tour.folder: tour.folder.replace(old, new, 1) for tour in tours})
            engine = tours[0].engine if tours and tours[0].engine != SILENT_ENGINE else ""
            order = BuildRequest(sites=(new,), engine=engine, retired=move.tours)
            results = build_tours(project, order, watcher) if tours or builds_new else []
            script_moves.keep_records(project, old, new)
    return results


def _plan_move(project: Project, old: str, new: str, tours: Sequence[Manifest]) -> ScriptMove:
    if old.casefold() == new.casefold():
        raise ConfigError(
            _("“{old}” and “{new}” are the same name on many systems.").format(old=old, new=new),
            hint=_("Choose another name; large and small letters alone do not count."),
        )
    by_site: dict[str, list[Path]] = {}
    for path in script_files(project):
        by_site.setdefault(path.stem.partition(".")[0], []).append(path)
    before = by_site.get(old, [])
    # where large and small letters are alike, a script would be moved over another
    taken = [path for site, paths in by_site.items() if site.casefold() == new.casefold() for path in paths]
    targets = {path: path.parent / (new + path.name[len(old) :]) for path in before}
    if taken and (before or taken[0].stem.partition(".")[0] != new):
        raise ConfigError(
            _("{file} exists already and stays as it is.").format(file=project.display_path(taken[0])),
            hint=_("Choose another name, or edit the file."),
        )
    if not before and (site := old.partition(".")[0]) in by_site:
        raise ConfigError(
            _("“{name}” is one language of a site, and a site is renamed with all its languages.").format(name=old),
            hint=_("Give the name of the site: audioguide rename {site} {new}").format(site=site, new=new),
        )
    if not taken and not before:
        raise unknown_site(project, old)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", new):
        raise ConfigError(
            _("“{name}” cannot be the name of a site.").format(name=new),
            hint=_("Use letters, digits and hyphens, as in longqing-school."),
        )
    site_file = site_yaml.site_file(project)
    _refuse_unreadable(project, [*before, *([site_file] if site_file.exists() or site_file.is_symlink() else [])])
    for source, target in targets.items():
        if problems := script.script_problems(source.read_bytes(), target):
            raise ConfigError(_("“{name}” cannot be the name of a site.").format(name=new), problems)
    printed_labels.load_record(project)  # a damaged one would be noticed too late
    return ScriptMove(
        old,
        new,
        script_moves.relative_paths(project, _with_histories(project, targets)),
        tuple(tour.id for tour in tours),
        site_file.read_bytes() if site_file.exists() else b"",
        moved_tours.load_moved(project),
    )


def _refuse_unreadable(project: Project, paths: Sequence[Path]) -> None:
    """Raise ConfigError with what keeps files from being read: before any of them is moved, and without waiting."""
    trees = [reader.read_tree(path, path.relative_to(project.root).as_posix()) for path in paths]  # a link's own name
    if problems := [problem for tree, problems in trees if tree is None for problem in problems]:
        raise ConfigError(
            _("Nothing was renamed."), problems, hint=_("Fix the problems above and run the command again.")
        )


def _rename_in_site(text: str, old: str, new: str) -> str:
    """``site.yaml`` with the new name wherever it says of the old one that it is first, hidden, a draft or closed."""
    values = patching.load_plain(text)
    for key in ("tours", "hidden", "drafts"):
        if old in (names := values.get(key) or []):
            text = patching.set_field(text, (), key, [new if name == old else name for name in names])
    closed = values.get("closed") or {}
    if old not in closed:
        return text
    try:
        return patching.replace_field(text, ("closed",), old, {new: closed[old]})
    except EditRefused:  # a group on one line
        renamed = {new if name == old else name: words for name, words in closed.items()}
        return patching.set_field(text, (), "closed", renamed)


def _with_histories(project: Project, scripts: Mapping[Path, Path]) -> dict[Path, Path]:
    histories = {
        History(project, source.stem).folder: History(project, target.stem).folder for source, target in scripts.items()
    }
    return {**scripts, **histories}
