"""``audioguide new``: begin a script."""

from __future__ import annotations

import click

from ..i18n import _
from . import report


@click.command(
    help=_("Begin a new script, scripts/SITE.yaml, with comments that explain it. Nothing is overwritten."),
    epilog=_("Example: audioguide new city-museum --title 城市博物馆 --language zh-CN"),
)
@click.argument("site")
@click.option("--title", help=_("Title of the tour (SITE)."))
@click.option("--language", help=_("Language tag (that of SITE.LANGUAGE, or zh-CN)."))
@click.option(
    "--translate", is_flag=True, help=_("Take the stops of the tour SITE along, to be translated into --language.")
)
def new_command(site: str, title: str | None, language: str | None, translate: bool) -> None:
    """Write the starter script and tell what comes next."""
    from ..commands import add_edition, new
    from ..project import find_project

    project = find_project()
    if translate:
        if not language:
            raise click.UsageError(_("Say which language: --translate --language en"))
        path = add_edition.add_edition(project, site, language, title or "")
    else:
        path = new.write_starter_script(project, site, title or site, language)
    click.echo(project.display_path(path))
    report.print_message(_("Write your text there, then run: audioguide check {site}").format(site=path.stem))
