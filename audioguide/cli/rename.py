"""``audioguide rename``."""

from __future__ import annotations

import click

from ..i18n import _
from ..project import find_project
from . import complete


@click.command(
    help=_("Give a site another name, in all its languages: scripts, pages, and a redirect from every old address."),
    epilog=_("Example: audioguide rename liu-tangcun-shiguan liutang"),
)
@click.argument("old", metavar=_("OLD"), shell_complete=complete.complete_sites)
@click.argument("new", metavar=_("NEW"))
def rename_command(old: str, new: str) -> None:
    """Rename, build, tell."""
    from ..commands import rename
    from . import progress

    project = find_project()
    progress.print_result(rename.rename_site(project, old, new, progress.Watcher()), project)
