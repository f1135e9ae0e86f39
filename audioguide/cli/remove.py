"""``audioguide remove``."""

from __future__ import annotations

import click

from ..i18n import _
from ..project import find_project


@click.command(
    help=_("Take a tour off the pages. Its addresses stay: they say that it is gone, or lead to another tour."),
    epilog=_("Example: audioguide remove old-mill --to mill"),
)
@click.argument("site", metavar=_("SITE"))
@click.option("--to", default="", metavar="SITE", help=_("Where its addresses lead from now on."))
@click.option(
    "--script",
    "with_script",
    is_flag=True,
    help=_("Take its script out of scripts/ too: it is kept in .audioguide/removed/."),
)
def remove_command(site: str, to: str, with_script: bool) -> None:
    """Remove and print what went."""
    from ..commands import retire
    from . import progress
    from .report import print_message

    if with_script:
        project = find_project()
        for path in retire.remove_scripts(project, site, to=to, watcher=progress.Watcher()):
            print_message(_("The script is now {file}.").format(file=project.display_path(path)))
        return
    for tour in retire.remove_site(find_project(), site, to=to, watcher=progress.Watcher()):
        print_message(_("{tour} was taken away.").format(tour=tour))
