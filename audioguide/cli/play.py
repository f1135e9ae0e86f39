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
@click.argument("stop", default="", metavar=_("[STOP]"))
@click.option("--engine", default="", help=_("Engine: auto, edge, kokoro, silent or an installed one."))
def play_command(site: str, stop: str, engine: str) -> None:
    """Build, then play stop after stop."""
    from ..audio import playback
    from ..authoring import script
    from ..commands import build
    from . import progress
    from .report import print_message

    project = find_project()
    order = build.BuildRequest((str(script.script_path(project, site)),), engine=engine, pages=False)
    (outcome,) = build.build_tours(project, order, progress.Watcher())
    items = [
        playback.Item(path, f"{number.number}  {number.title}")
        for path, number in zip(outcome.files[1:], outcome.tour.stops, strict=True)
    ]
    playback.play_items(items[build.stop_index(outcome.tour, stop) if stop else 0 :], print_message)
