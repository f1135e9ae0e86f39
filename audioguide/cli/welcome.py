"""What ``audioguide`` says without a command: how to begin, or what is here and what comes next."""

from __future__ import annotations

import click

from ..authoring.script_names import script_files
from ..i18n import _
from ..project import find_project


def print_welcome(context: click.Context) -> None:
    """Print three ways to begin where there is no script, else the help."""
    if script_files(find_project()):
        click.echo(context.get_help())
        return
    click.echo(_("There is no tour here yet. Begin in one of three ways:"))
    click.echo()
    for command, purpose in (
        ("audioguide studio", _("write in the browser, from a Word file to printed labels")),
        ("audioguide import guide.docx", _("draft a tour from a document you have")),
        ("audioguide new museum", _("begin an empty script and write it in any editor")),
    ):
        click.echo(f"  {click.style(command.ljust(30), bold=True)} {purpose}")
    click.echo()
    click.echo(_("Then hear it: audioguide build museum, audioguide play museum. All commands: audioguide --help"))
