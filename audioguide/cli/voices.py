"""``audioguide voices``."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import click

from ..i18n import _
from ..model import Clip
from . import complete


@click.command(
    help=_("List the voices that can be named in voices.yaml, or hear a text in each of them."),
    epilog=_("Example: audioguide voices --language zh --engine kokoro")
    + " · "
    + _("audioguide voices --try “欢迎来到我们村。” -o samples"),
)
@click.option("--language", default=None, help=_("Only voices of this language, for example zh or en-GB."))
@click.option("--engine", default=None, shell_complete=complete.complete_engines, help=_("Only voices of this engine."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@click.option("--try", "text", default="", metavar=_("TEXT"), help=_("Say this text in each voice."))
@click.option(
    "--voice", "names", multiple=True, help=_("With --try: only this voice or blend; may be given several times.")
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help=_("With --try: write the samples and a page with all of them into this folder."),
)
@click.pass_context
def voices_command(
    ctx: click.Context,
    language: str | None,
    engine: str | None,
    as_json: bool,
    text: str,
    names: tuple[str, ...],
    output: Path | None,
) -> None:
    """Print one line a voice, or play or write one sample a voice."""
    if text:
        try_voices(text, language or "zh-CN", engine or "", names, output)
        return
    if names or output:
        raise click.UsageError(_("--voice and --output go with --try."), ctx)
    from ..commands import voice_lists

    voices = list(voice_lists.list_voices([engine] if engine else [], language or ""))
    if as_json:
        listed = [{"engine": name, **dataclasses.asdict(voice)} for name, voice in voices]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for name, voice in voices:
        click.echo(f"{name:8} {voice.language:8} {voice.name:28} {voice.gender:8} {voice.note}".rstrip())


def try_voices(text: str, language: str, engine: str, names: tuple[str, ...], output: Path | None) -> None:
    """Play one sample a voice, or write them."""
    from ..audio import playback
    from ..commands import try_voices as command
    from ..project import find_project
    from . import progress, report

    project = find_project()
    samples = command.voice_samples(project, text, language, engine, names, progress.Watcher())
    if output is not None:
        for path in command.write_samples(output, text, samples):
            click.echo(project.display_path(path))
        return

    def audible_clips() -> Iterator[Clip]:
        for sample in samples:
            report.print_message(sample.voice + (f": {sample.error}" if sample.error else ""))
            if sample.clip is not None:
                yield sample.clip

    playback.play_clips(audible_clips())
