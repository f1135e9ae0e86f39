"""Taking a tour away: what hangs on the walls still leads somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..assembly import integrity, publishing
from ..authoring import moved_tours
from ..authoring.moved_tours import MovedTour, MovedTours
from ..authoring.script_names import script_files, unknown_site
from ..errors import ConfigError
from ..i18n import _, suggest_name
from ..model import Manifest
from ..project import Project
from . import script_moves
from .build_plan import BuildListener
from .removed_scripts import removed_paths
from .script_moves import ScriptMove
from .tour_publishing import retire_tours


def remove_site(project: Project, name: str, *, to: str = "", watcher: BuildListener | None = None) -> list[str]:
    """Take a site, or one edition of it, off the pages; its addresses say so, or lead to the site ``to``.

    Scripts stay. Returns the ids of the tours taken away. Raises ConfigError for a name nothing was built of, and for
    one whose script is still there: the next build would bring it back.
    """
    tours = built_tours_of(project, name)
    if not tours:
        known = _tour_folders(project)
        hint = suggest_name(name, sorted(known)) if known else ""
        if name in known:  # a copy that somebody made, or one that nothing can be read of
            hint = _("Move the folder elsewhere: {folder}").format(
                folder=project.display_path(project.output / known[name])
            )
        raise ConfigError(_("Nothing was built of “{name}”.").format(name=name), hint=hint)
    scripts = [path for path in script_files(project) if path.stem in {tour.id for tour in tours}]
    if scripts:
        raise ConfigError(
            _("{name} has a script, and the next build would bring it back.").format(name=name),
            hint=_("Move it out of the folder first: {file}").format(file=project.display_path(scripts[0])),
        )
    if to and not any(path.stem == to for path in script_files(project)):
        raise unknown_site(project, to)
    moved, ids = moved_tours.load_moved(project), tuple(tour.id for tour in tours)
    record_moves(project, tours, {tour.folder: to.replace(".", "/") for tour in tours})
    try:
        retire_tours(project, ids, watcher or BuildListener())
    except BaseException:
        if not script_moves.have_gone(project, ids):
            script_moves.forget_moves(project, ids, moved)
        raise
    return list(ids)


def remove_scripts(project: Project, name: str, *, to: str = "", watcher: BuildListener | None = None) -> list[Path]:
    """Take a script out of its folder, and what was built of it off the pages; return where the scripts are now.

    The script of a site's own language takes those of its other languages along. Where the pages cannot be changed,
    everything is as it was. Raises ConfigError for a name no script has, and what ``remove_site`` raises.
    """
    with script_moves.hold_moves(project):
        paths = [path for path in script_files(project) if name in (path.stem, path.stem.partition(".")[0])]
        if not any(path.stem == name for path in paths):
            raise unknown_site(project, name)
        tours, targets = built_tours_of(project, name), removed_paths(project, paths)
        move = ScriptMove(
            name,
            paths=script_moves.relative_paths(project, targets),
            tours=tuple(tour.id for tour in tours),
            moved=moved_tours.load_moved(project),
        )
        with script_moves.scripts_moved(project, move):
            if tours:
                remove_site(project, name, to=to, watcher=watcher)
    return list(targets.values())


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


def record_moves(project: Project, tours: Sequence[Manifest], targets: dict[str, str]) -> None:
    """Record where tours go; ``targets``: their folders → those of the tours that take their places, or empty."""

    def add_all(moved: MovedTours) -> MovedTours:
        for tour in tours:
            numbers = tuple(stop.number for stop in tour.stops)
            entry = MovedTour(tour.language, tour.title, numbers, targets[tour.folder])
            moved = moved_tours.add_moved(moved, tour.folder, entry)
        return moved

    moved_tours.change_moved(project, add_all)
