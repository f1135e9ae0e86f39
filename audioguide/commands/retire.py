"""Taking a tour away, or giving it another name: what hangs on the walls still leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .. import files
from ..assembly import integrity, journal, publishing
from ..authoring import moved_tours, printed_labels, script, site_yaml
from ..authoring.moved_tours import MovedTour, MovedTours
from ..authoring.script_names import script_files
from ..errors import ConfigError, EditRefused
from ..i18n import _, suggest_name
from ..model import SILENT_ENGINE, Manifest
from ..project import Project
from ..yaml import patching, reader
from . import edit_settings
from .build import build_tours
from .build_plan import BuildListener, BuildRequest, BuildResult
from .history import History
from .removed_scripts import move_scripts, take_scripts_away
from .tour_publishing import retire_tours


def remove_site(project: Project, name: str, *, to: str = "", watcher: BuildListener | None = None) -> list[str]:
    """Take a site, or one edition of it, off the pages; its addresses say so, or lead to the site ``to``.

    Scripts stay. Returns the ids of the tours taken away. Raises ConfigError for a name nothing was built of, and for
    one whose script is still there: the next build would bring it back.
    """
    tours = built_tours_of(project, name)
    if not tours:
        known = ", ".join(_tour_folders(project))
        raise ConfigError(
            _("Nothing was built of “{name}”.").format(name=name),
            hint=_("Known: {known}.").format(known=known) if known else "",
        )
    scripts = [path for path in script_files(project) if path.stem in {tour.id for tour in tours}]
    if scripts:
        raise ConfigError(
            _("{name} has a script, and the next build would bring it back.").format(name=name),
            hint=_("Move it out of the folder first: {file}").format(file=project.display_path(scripts[0])),
        )
    if to and not any(path.stem == to for path in script_files(project)):
        raise ConfigError(
            _("There is no script “{name}”.").format(name=to),
            hint=suggest_name(to, [path.stem for path in script_files(project)]),
        )
    moved = moved_tours.load_moved(project)
    _record_moves(project, tours, {tour.folder: to.replace(".", "/") for tour in tours})
    try:
        retire_tours(project, [tour.id for tour in tours], watcher or BuildListener())
    except BaseException:
        if not _have_gone(project, tours):
            _forget_moves(project, tours, moved)
        raise
    return [tour.id for tour in tours]


def remove_scripts(project: Project, name: str, *, to: str = "", watcher: BuildListener | None = None) -> list[Path]:
    """Take a script out of its folder, and what was built of it off the pages; return where the scripts are now.

    The script of a site's own language takes those of its other languages along. Where the pages cannot be changed,
    everything is as it was. Raises ConfigError for a name no script has, and what ``remove_site`` raises.
    """
    paths = [path for path in script_files(project) if name in (path.stem, path.stem.partition(".")[0])]
    if not any(path.stem == name for path in paths):
        raise ConfigError(
            _("There is no script “{name}”.").format(name=name), hint=suggest_name(name, [p.stem for p in paths])
        )
    tours = built_tours_of(project, name)
    targets = take_scripts_away(project, paths)
    try:
        if tours:
            remove_site(project, name, to=to, watcher=watcher)
    except BaseException:
        if not _have_gone(project, tours):
            move_scripts(project, {target: path for path, target in targets.items()})
        raise
    return list(targets.values())


def rename_site(
    project: Project, old: str, new: str, watcher: BuildListener | None = None, *, builds_new: bool = True
) -> list[BuildResult]:
    """Rename a site with all its editions and build it under the new name; the old addresses lead to the new ones.

    The old tours disappear in the switch in which the new ones appear. Where the build fails, everything is as it was.
    The history of each script goes with it. ``builds_new``: build also where nothing was built under the old name.
    Raises ConfigError for a name that is not there, is taken or cannot be used, and what ``build_tours`` raises.
    """
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
    tours = built_tours_of(project, old)
    targets = {path: path.parent / (new + path.name[len(old) :]) for path in before}
    if taken and (before or taken[0].stem.partition(".")[0] != new):
        raise ConfigError(
            _("{file} exists already and stays as it is.").format(file=project.display_path(taken[0])),
            hint=_("Choose another name, or edit the file."),
        )
    if not taken and not before:
        raise ConfigError(
            _("There is no script “{name}”.").format(name=old),
            hint=suggest_name(old, sorted({path.stem.partition(".")[0] for path in script_files(project)})),
        )
    if not re.fullmatch(r"[A-Za-z0-9_-]+", new):
        raise ConfigError(
            _("“{name}” cannot be the name of a site.").format(name=new),
            hint=_("Use letters, digits and hyphens, as in longqing-school."),
        )
    moved = moved_tours.load_moved(project)
    printed = printed_labels.load_record(project)
    site_file = site_yaml.site_file(project)
    _refuse_unreadable(project, [*before, *([site_file] if site_file.exists() or site_file.is_symlink() else [])])
    site_before = site_file.read_bytes() if site_file.exists() else b""
    for source, target in targets.items():
        if problems := script.script_problems(source.read_bytes(), target):
            raise ConfigError(_("“{name}” cannot be the name of a site.").format(name=new), problems)
    try:
        with files.lock_folder(project.scripts):
            for source, target in targets.items():
                _rename_script(project, source, target)
        if site_before:
            edit_settings.rewrite_settings(
                project,
                edit_settings.SITE,
                lambda text: _rename_in_site(text, old, new),
                _("{old} is now {new}").format(old=old, new=new),
            )
        _record_moves(project, tours, {tour.folder: tour.folder.replace(old, new, 1) for tour in tours})
        engine = tours[0].engine if tours and tours[0].engine != SILENT_ENGINE else ""
        order = BuildRequest(sites=(new,), engine=engine, retired=tuple(tour.id for tour in tours))
        results = build_tours(project, order, watcher) if tours or builds_new else []
    except BaseException:
        if _have_gone(project, tours):  # a signal waited for the switch: it holds
            raise
        with files.lock_folder(project.scripts):
            for source, target in targets.items():
                if target.exists():
                    _rename_script(project, target, source)
        if site_before:
            files.write_bytes(site_file, site_before)
        _forget_moves(project, tours, moved)
        raise
    if old in printed.sites:
        printed_labels.record_labels(project, printed.base_url, new, printed.sites[old])
    return results


def _refuse_unreadable(project: Project, paths: Sequence[Path]) -> None:
    """Raise ConfigError with what keeps files from being read: before any of them is moved, and without waiting."""
    trees = [reader.read_tree(path, path.relative_to(project.root).as_posix()) for path in paths]  # a link's own name
    if problems := [problem for tree, problems in trees if tree is None for problem in problems]:
        raise ConfigError(
            _("Nothing was renamed."), problems, hint=_("Fix the problems above and run the command again.")
        )


def built_tours_of(project: Project, name: str) -> Sequence[Manifest]:
    """Return the built tours of a site (all its editions), or the one edition named ``site.edition``."""
    record = integrity.read_record(project.output)
    folders = _tour_folders(project)
    own = [folder for tour, folder in folders.items() if name in (tour, folder, tour.partition(".")[0])]
    return [
        manifest_of_folder
        for folder in own
        if (manifest_of_folder := integrity.last_manifest(project.output, folder, record))
    ]


def _tour_folders(project: Project) -> dict[str, str]:
    with publishing.open_publication(project.output) as publication:
        return publication.tour_folders()


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


def _rename_script(project: Project, source: Path, target: Path) -> None:
    history = History(project, source.stem).folder
    source.rename(target)
    if history.is_dir() and not (target_history := History(project, target.stem).folder).exists():
        history.rename(target_history)


def _record_moves(project: Project, tours: Sequence[Manifest], targets: dict[str, str]) -> None:
    def add_all(moved: MovedTours) -> MovedTours:
        for tour in tours:
            numbers = tuple(stop.number for stop in tour.stops)
            entry = MovedTour(tour.language, tour.title, numbers, targets[tour.folder])
            moved = moved_tours.add_moved(moved, tour.folder, entry)
        return moved

    moved_tours.change_moved(project, add_all)


def _forget_moves(project: Project, tours: Sequence[Manifest], before: MovedTours) -> None:
    folders = {tour.folder for tour in tours}
    moved_tours.change_moved(project, lambda moved: moved_tours.without_moves(moved, folders, before))


def _have_gone(project: Project, tours: Sequence[Manifest]) -> bool:
    """Whether the switch that takes tours away has happened, or will be completed by the next command.

    Looks without a lock, which a disk that lets nobody write would refuse.
    """
    if journal.is_pending(project.output):
        return True
    record = integrity.read_record(project.output)
    owners = {integrity.tour_owner(tour.id) for tour in tours}
    return bool(tours) and record is not None and owners.isdisjoint(known.owner for known in record.files.values())
