"""``audioguide schema``: JSON Schemas for editors."""

from __future__ import annotations

import json

import click

from ..i18n import _


@click.command(
    help=_(
        "Print the JSON Schema of scripts, voices.yaml or site.yaml: an editor completes and checks fields with it."
    ),
    epilog=_("Example: audioguide schema script > script.schema.json"),
)
@click.argument("kind", metavar="script|voices|site", type=click.Choice(["script", "voices", "site"]))
def schema_command(kind: str) -> None:
    """Print one schema."""
    from ..authoring import schemas, site_yaml

    by_kind = {"script": schemas.SCRIPT, "voices": schemas.VOICES_SCHEMA, "site": site_yaml.SITE_SCHEMA}
    click.echo(json.dumps(by_kind[kind], ensure_ascii=False, indent=2))
