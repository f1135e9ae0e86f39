"""``audioguide import``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..i18n import _
from .report import print_message

if TYPE_CHECKING:
    from ..commands.import_places import ImportedPlaces
    from ..project import Project


@click.command(
    "import",
    short_help=_("Draft scripts from a document."),
    help=_(
        "Draft scripts from documents: Word, OpenDocument, RTF, PDF, text, Markdown, HTML, EPUB, slides (.pptx, .odp), "
        "tables of stops (.xlsx, .ods, .csv), subtitles, and places (.gpx, .kml, .geojson). Every character is "
        "accounted for. A script that exists is never overwritten: what the document changed is merged into a draft "
        "beside it, in scripts/drafts/."
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
@click.option("--title", default=None, help=_("Title of the tour (default: the document's)."))
@click.option("--site", default=None, help=_("Name of the script and of the address (default: made from the title)."))
@click.option("--encoding", default=None, help=_("Encoding of a text file (default: detected)."))
def import_command(
    documents: tuple[Path, ...],
    to: Path | None,
    report: Path | None,
    as_json: bool,
    language: str | None,
    title: str | None,
    site: str | None,
    encoding: str | None,
) -> None:
    """Import, print what happened."""
    from .. import files, project
    from ..commands.import_ import ImportRequest, import_documents
    from ..importers import report as account
    from ..importers.coordinates import TABLES, is_places_file
    from ..importers.draft import Wishes

    home = project.find_project()
    wishes = Wishes(language or "", title or "", site or "")
    texts = tuple(path for path in documents if not is_places_file(path))
    for path in documents:
        if is_places_file(path):
            from ..commands.import_places import import_places

            _print_places(home, import_places(home, path, site or "", title or "", language or ""))
    if not texts:
        return
    imported = import_documents(ImportRequest(texts, to, wishes, encoding or ""), home)
    if as_json:
        click.echo(
            json.dumps([account.as_data(document.result) for document in imported], ensure_ascii=False, indent=2)
        )
    else:
        for line in (line for document in imported for line in account.text_report(document.result)):
            click.echo(line)
    for written in (written for document in imported for written in document.written):
        for line in written.difference:
            print_message(line)
        if written.edited is not None:
            message = _("{file} was edited since it was imported and stays as it is.")
            print_message(message.format(file=home.display_path(written.edited)))
        if written.path == written.existing:
            print_message(_("{file}: nothing new").format(file=home.display_path(written.path)))
        elif written.existing is not None:
            message = _("{file}: written beside {existing}, which stays as it is")
            print_message(
                message.format(file=home.display_path(written.path), existing=home.display_path(written.existing))
            )
        else:
            print_message(_("{file}: written").format(file=home.display_path(written.path)))
    for path, document in zip(texts, imported, strict=True):
        if path.suffix.lower() not in TABLES:
            continue
        from ..commands.import_places import add_places, places_of_table

        if places := places_of_table(path):
            for written in document.written:
                _print_places(home, add_places(home, written.path, places, path.name))
    if report is not None:  # the last: where it cannot be written, everything else has been printed
        from ..importers.report_html import html_report

        files.write_text(report, html_report([document.result for document in imported]))


def _print_places(home: Project, imported: ImportedPlaces) -> None:
    """Print which stops have their coordinates from a file, and what no stop is."""
    shown = home.display_path(imported.path)
    if imported.drafted:
        print_message(_("{file}: written").format(file=shown))
    numbers = ", ".join(imported.placed) or "–"
    print_message(_("{file}: stops with a place from the file: {numbers}").format(file=shown, numbers=numbers))
    if imported.left:
        print_message(_("No stop has these names: {names}").format(names=", ".join(imported.left)))
