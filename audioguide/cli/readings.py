"""``audioguide readings``: list how doubtful characters, numbers and Latin words are said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from ..i18n import _
from . import complete


@click.command(
    help=_("List every character of several readings, every number and every Latin word with the reading chosen.")
    + "\n\n"
    + _("Each comes with why it was chosen, how sure that is, and its position. Without SITE, all scripts.")
    + " "
    + _("Correct a reading in the lexicon of voices.yaml or the script, or in the text: {example}.").format(
        example="{长|zhang3}水"
    ),
    epilog=_("Example: audioguide readings mozui-village --doubtful --html readings.html"),
)
@click.argument("sites", metavar="[SITE]…", nargs=-1)
@click.option("--doubtful", is_flag=True, help=_("Only what a person should decide."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Write a page with the sentences to read and, once built, to play; candidates can be heard and copied."),
)
@click.option("--no-sound", is_flag=True, help=_("With --html: do not speak the candidates."))
@click.option(
    "--engine",
    default="",
    shell_complete=complete.complete_engines,
    help=_("With --html: speak the candidates with this engine."),
)
def readings_command(
    sites: tuple[str, ...], doubtful: bool, as_json: bool, html: Path | None, no_sound: bool, engine: str
) -> None:
    """List the readings of scripts."""
    from .. import files
    from ..commands import reading_clips, readings
    from ..errors import AudioguideError
    from ..project import find_project
    from . import progress
    from .report import print_message

    project = find_project()
    entries = readings.list_readings(project, sites, doubtful)
    if html is not None:
        clips: readings.CandidateClips = {}
        try:
            if not no_sound:
                clips = reading_clips.write_candidate_clips(project, entries, html, engine, progress.Watcher())
        except AudioguideError as error:
            if engine:
                raise
            print_message(_("The candidates cannot be heard: {reason}").format(reason=error.message))
        files.write_text(html, readings.readings_html(entries, html, clips))
        print_message(_("Written: {file}").format(file=project.display_path(html)))
    if as_json or html is None:
        click.echo(readings.readings_json(entries) if as_json else readings.readings_text(entries), nl=False)
    count = Counter(entry.reading.confidence for entry in entries)
    print_message(
        _("{sure} sure, {likely} likely, {doubtful} doubtful.").format(
            sure=count["sure"], likely=count["likely"], doubtful=count["doubtful"]
        )
    )
