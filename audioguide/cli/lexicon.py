"""``audioguide lexicon``: import or export a lexicon in W3C PLS."""

from __future__ import annotations

from pathlib import Path

import click

from ..i18n import _, ngettext
from ..model import LexiconEntry
from . import report


@click.group(
    help=_("Import or export how words are said, as W3C Pronunciation Lexicon (PLS 1.0)."),
    epilog=_("Example: audioguide lexicon export mozui-village -o names.pls"),
)
def lexicon_command() -> None:
    """Hold the two directions."""


@lexicon_command.command(
    "import",
    help=_("Add the entries of a PLS file to the lexicon of a script or of voices.yaml; nothing there is changed."),
    epilog=_("Example: audioguide lexicon import names.pls --to voices.yaml"),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "target", metavar="SITE|voices.yaml", required=True, help=_("Where the entries go."))
@click.option("--language", metavar="TAG", help=_("Language the entries belong to in voices.yaml (the file's own)."))
def import_pls(file: Path, target: str, language: str | None) -> None:
    """Read PLS, add what is new, tell what was not."""
    from ..commands import lexicon
    from ..project import find_project
    from ..text import pls

    outcome = lexicon.import_lexicon(find_project(), target, pls.read_document(file), str(file), language or "")
    for entry in outcome.added:
        click.echo(_entry_line(entry))
    report.print_message(
        _("{added} added to {target}, {present} were there already.").format(
            added=len(outcome.added), target=target, present=len(outcome.present)
        )
    )
    if outcome.differing:
        report.print_message(_("Conflicting entries were left unchanged; edit them by hand if these are right:"))
        for entry in outcome.differing:
            report.print_message(f"  {_entry_line(entry)}")


@lexicon_command.command(
    "export",
    help=_("Write the lexicon of a script or of voices.yaml as a PLS file."),
    epilog=_("Example: audioguide lexicon export voices.yaml -o names.pls"),
)
@click.argument("site", metavar="SITE|voices.yaml")
@click.option("--language", metavar="TAG", help=_("Language whose entries of voices.yaml are meant (the first)."))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=_("File to write (stdout)."))
def export_pls(site: str, language: str | None, output: Path | None) -> None:
    """Write PLS to a file or to stdout."""
    from ..commands import lexicon
    from ..files import write_text
    from ..project import find_project
    from ..text import pls

    entries, tag = lexicon.entries_of(find_project(), site, language or "")
    document = pls.render_pls(entries, tag)
    if output is None:
        click.echo(document, nl=False)
        return
    write_text(output, document)
    report.print_message(
        ngettext("{count} entry written to {file}.", "{count} entries written to {file}.", len(entries)).format(
            count=len(entries), file=output
        )
    )


def _entry_line(entry: LexiconEntry) -> str:
    return f"{entry.written}: {entry.say}"
