"""What the shell offers when the Tab key is pressed after a command."""

from __future__ import annotations

import click

from ..project import find_project


def complete_sites(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Sites and editions of the project that begin as typed."""
    stems = {path.name.removesuffix(".yaml") for path in find_project().scripts.glob("*.yaml")}
    return sorted(name for name in stems | {stem.partition(".")[0] for stem in stems} if name.startswith(begun))
