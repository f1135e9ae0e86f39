"""``audioguide say``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..errors import DocumentError
from ..i18n import _
from ..project import find_project
from . import complete


@click.command(
    help=_("Say a text, or a stop of a script, to hear how it sounds or to see how it will be read.")
    + " "
    + _("The text “-” is read from standard input, a line at a time."),
    epilog=_("Examples: audioguide say “射洪县有2146户” --show-spoken · audioguide say --stop museum:3 -o stop3.mp3")
    + " · "
    + _("audioguide say - --show-spoken --json < lines.txt"),
)
@click.argument("text", default="")
@click.option("--stop", default="", metavar="SITE:N", help=_("Say this stop instead of a text."))
@click.option("--show-spoken", is_flag=True, help=_("Print what will be said, sentence by sentence, and say nothing."))
@click.option(
    "--json", "as_json", is_flag=True, help=_("With --show-spoken: a JSON object a line, with every reading and doubt.")
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None, help=_("Write an MP3."))
@click.option("--language", default="zh-CN", show_default=True, help=_("Language of the text."))
@click.option("--voice", default="narrator", show_default=True, help=_("Role in voices.yaml, or the name of a voice."))
@click.option(
    "--engine",
    default="",
    shell_complete=complete.complete_engines,
    help=_("Engine: auto, edge, kokoro, silent or an installed one."),
)
@click.pass_context
def say_command(
    ctx: click.Context,
    text: str,
    stop: str,
    show_spoken: bool,
    as_json: bool,
    output: Path | None,
    language: str,
    voice: str,
    engine: str,
) -> None:
    """Speak, then write or play."""
    from ..audio import playback
    from ..commands import say
    from . import progress

    if bool(text) == bool(stop):
        raise click.UsageError(_("Give a text, or --stop SITE:N."), ctx)
    if as_json and (stop or not show_spoken):
        raise click.UsageError(_("--json goes with a text and --show-spoken."), ctx)
    project = find_project()
    if show_spoken and not stop and (as_json or text == "-"):
        lines = read_lines() if text == "-" else text.splitlines()
        for spoken_line in say.speak_lines(project, lines, language):
            click.echo(spoken_line.as_json() if as_json else spoken_line.spoken)
        return
    if text == "-":
        text = "\n".join(read_lines())
    tour = say.tour_of_stop(project, stop) if stop else say.tour_of_text(text, language, voice)
    if show_spoken:
        for line in say.spoken_sentences(project, tour):
            click.echo(line)
        return
    listener, chosen = progress.Watcher(), voice if text else ""
    if output is None:
        playback.play_clips(clip for _asked, clip in say.stream_speech(project, tour, engine, chosen, listener))
        return
    with say.preview_audio(project, tour, engine, chosen, output, listener) as file:
        click.echo(project.display_path(file))


def read_lines() -> Iterator[str]:
    """Lines of standard input in UTF-8, whatever the console's encoding is.

    Raises DocumentError for other bytes, naming the line.
    """
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise DocumentError(
                _("Line {number} of standard input is not UTF-8.").format(number=number),
                hint=_("Save the text as UTF-8 and run the command again."),
            ) from error
