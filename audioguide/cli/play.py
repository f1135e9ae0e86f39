"""``audioguide play``."""

from __future__ import annotations

import click

from ..i18n import _
from ..project import find_project
from . import complete


@click.command(
    help=_("Play a tour, from a stop on if one is given; what is missing is built first."),
    epilog=_(
        "Keys: space pauses, arrows move by 10 s, n and p change the stop, q ends. Example: audioguide play museum 3"
    ),
)
@click.argument("site", metavar=_("SITE"), shell_complete=complete.complete_sites)
@click.argument("stop", default="", metavar=_("[STOP]"), shell_complete=complete.complete_stops)
@click.option(
    "--engine",
    default="",
    shell_complete=complete.complete_engines,
    help=_("Engine: auto, edge, kokoro, silent or an installed one."),
)
def play_command(site: str, stop: str, engine: str) -> None:
    """Build, then play stop after stop."""
    from .. import manifest
    from ..audio import playback
    from ..authoring import script
    from ..commands import build
    from ..errors import ConfigError
    from ..i18n import suggest_name
    from . import progress
    from .play_screen import show_playing

    project = find_project()
    tour = script.load_tour(script.script_path(project, site))
    built = manifest.read_manifest(project.output / tour.folder / manifest.MANIFEST_FILE)
    folder = project.output / tour.folder
    if built is None or not all((folder / known.track.file).is_file() for known in built.stops):
        order = build.BuildRequest((str(tour.path),), engine=engine, pages=False)
        build.build_tours(project, order, progress.Watcher())
        built = manifest.load_manifest(folder / manifest.MANIFEST_FILE)
    elif engine and engine != built.engine:
        raise ConfigError(
            _("{tour} was built with {engine}, and playing changes nothing.").format(tour=tour.id, engine=built.engine),
            hint=_("Build it first: audioguide build {tour} --engine {engine}").format(tour=tour.id, engine=engine),
        )
    items = [
        playback.Item(folder / known.track.file, f"{known.number}  {known.title}", known.cues) for known in built.stops
    ]
    numbers = [known.number for known in built.stops]
    if stop and stop not in numbers:
        raise ConfigError(
            _("{tour} has no stop {number}.").format(tour=tour.id, number=stop), hint=suggest_name(stop, numbers)
        )
    with show_playing() as show:
        playback.play_items(items[numbers.index(stop) if stop else 0 :], show)
