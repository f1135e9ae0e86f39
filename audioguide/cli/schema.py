"""``audioguide schema``: JSON Schemas for editors."""

from __future__ import annotations

import json

import click

from ..i18n import _


@click.command(
    help=_("Print the JSON Schema of scripts or of voices.yaml, with which an editor completes and checks fields."),
    epilog=_("Example: audioguide schema script > script.schema.json"),
)
@click.argument("kind", metavar="script|voices", type=click.Choice(["script", "voices"]))
def schema_command(kind: str) -> None:
    """Print one schema."""
    from ..authoring import schemas

    by_kind = {"script": schemas.SCRIPT, "voices": schemas.VOICES_SCHEMA}
    click.echo(json.dumps(by_kind[kind], ensure_ascii=False, indent=2))
