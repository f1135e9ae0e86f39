"""``audioguide say``."""

from __future__ import annotations

from pathlib import Path

import click

from ..i18n import _
from ..project import find_project


@click.command(
    help=_("Say a text, or a stop of a script, to hear how it sounds or to see how it will be read."),
    epilog=_("Examples: audioguide say “射洪县有2146户” --show-spoken · audioguide say --stop museum:3 -o stop3.mp3"),
)
@click.argument("text", default="")
@click.option("--stop", default="", metavar="SITE:N", help=_("Say this stop instead of a text."))
@click.option("--show-spoken", is_flag=True, help=_("Print what will be said, sentence by sentence, and say nothing."))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None, help=_("Write an MP3."))
@click.option("--language", default="zh-CN", show_default=True, help=_("Language of the text."))
@click.option("--voice", default="narrator", show_default=True, help=_("Role in voices.yaml, or the name of a voice."))
@click.option("--engine", default="", help=_("Engine: auto, edge, kokoro, silent or an installed one."))
@click.pass_context
def command(
    ctx: click.Context,
    text: str,
    stop: str,
    show_spoken: bool,
    output: Path | None,
    language: str,
    voice: str,
    engine: str,
) -> None:
    """Speak, then write or play."""
    from ..audio import playback
    from ..commands import say
    from . import progress, report

    if bool(text) == bool(stop):
        raise click.UsageError(_("Give a text, or --stop SITE:N."), ctx)
    project = find_project()
    tour = say.tour_of_stop(project, stop) if stop else say.tour_of_text(text, language, voice)
    if show_spoken:
        for line in say.spoken_sentences(project, tour):
            click.echo(line)
        return
    with say.preview_audio(project, tour, engine, voice if text else "", output, progress.Watcher()) as file:
        if output is not None:
            click.echo(project.display_path(file))
        else:
            playback.play_items([playback.Item(file, text or stop)], report.say)
