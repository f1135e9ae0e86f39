"""``audioguide import``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..i18n import _
from .report import print_message


@click.command(
    "import",
    short_help=_("Draft scripts from a document."),
    help=_(
        "Draft scripts from documents: text, Markdown, Word, HTML, PDF. Every character is accounted for, and a "
        "script that exists is never overwritten: the draft goes beside it, into scripts/drafts/."
    ),
    epilog=_("Example: audioguide import commentary.docx --report import.html"),
)
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=_("DOCUMENT…"))
@click.option(
    "--to", type=click.Path(path_type=Path), default=None, help=_("Folder of the scripts (default: scripts/).")
)
@click.option("--report", type=click.Path(path_type=Path), default=None, help=_("Write the account as an HTML page."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the account as JSON."))
@click.option("--language", default=None, help=_("BCP 47 tag of the text (default: detected)."))
def import_command(
    documents: tuple[Path, ...], to: Path | None, report: Path | None, as_json: bool, language: str | None
) -> None:
    """Import, print what happened."""
    from .. import files, project
    from ..importers import report as account
    from ..importers import run

    home = project.find_project()
    done = run(documents, to or home.scripts, home, language or "")
    if report is not None:
        from ..importers.report_html import html

        files.write_text(report, html([one.result for one in done]))
    if as_json:
        click.echo(json.dumps([account.as_data(one.result) for one in done], ensure_ascii=False, indent=2))
    else:
        for line in (line for one in done for line in account.text(one.result)):
            click.echo(line)
    for written in (written for one in done for written in one.written):
        for line in written.difference:
            print_message(line)
        if written.path == written.existing:
            print_message(_("{file}: nothing new").format(file=home.display_path(written.path)))
        elif written.existing is not None:
            message = _("{file}: written beside {existing}, which stays as it is")
            print_message(
                message.format(file=home.display_path(written.path), existing=home.display_path(written.existing))
            )
        else:
            print_message(_("{file}: written").format(file=home.display_path(written.path)))
