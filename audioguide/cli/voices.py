"""``audioguide voices``."""

from __future__ import annotations

import dataclasses
import json

import click

from ..i18n import _


@click.command(
    help=_("List the voices that can be named in voices.yaml."),
    epilog=_("Example: audioguide voices --language zh --engine kokoro"),
)
@click.option("--language", default=None, help=_("Only voices of this language, for example zh or en-GB."))
@click.option("--engine", default=None, help=_("Only voices of this engine."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def voices_command(language: str | None, engine: str | None, as_json: bool) -> None:
    """Print one line a voice."""
    from .. import registry

    voices = [
        (name, voice)
        for name in ([engine] if engine else registry.plugin_names("engines"))
        for voice in registry.load_plugin("engines", name)().voices()
        if not language or voice.language.lower().startswith(language.lower())
    ]
    if as_json:
        listed = [{"engine": name, **dataclasses.asdict(voice)} for name, voice in voices]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for name, voice in voices:
        click.echo(f"{name:8} {voice.language:8} {voice.name:28} {voice.gender:8} {voice.note}".rstrip())
