"""``audioguide completion``."""

from __future__ import annotations

import click

from ..i18n import _

SHELLS = ("bash", "zsh", "fish")


@click.command(
    help=_("Print what makes the shell complete commands, sites, stops and engines when Tab is pressed."),
    epilog=_("Example: audioguide completion bash >> ~/.bashrc"),
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print the script of the shell."""
    from click.shell_completion import get_completion_class

    from . import group

    kind = get_completion_class(shell)
    assert kind is not None  # click has all three
    click.echo(kind(group, {}, "audioguide", "_AUDIOGUIDE_COMPLETE").source())
