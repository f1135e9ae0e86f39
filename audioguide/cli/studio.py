"""``audioguide studio``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..i18n import _
from ..project import find_project
from . import complete

if TYPE_CHECKING:
    from ..studio.server import StudioAddresses


@click.command(
    help=_("Write tours in the browser: from a Word file to labels, without a terminal and without YAML."),
    epilog=_("Example: audioguide studio"),
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=None, help=_("Port (default: the first free one from 8484 on).")
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=_("Address to listen on; 0.0.0.0 lets a colleague in the same network in, by a password."),
)
@click.option("--no-browser", is_flag=True, help=_("Only print the address."))
@click.option(
    "--engine",
    default="",
    shell_complete=complete.complete_engines,
    help=_("Engine to hear sentences with: kokoro, edge or an installed one."),
)
def studio_command(port: int | None, host: str, no_browser: bool, engine: str) -> None:
    """Print the address, open the browser, serve."""
    from ..studio.server import run_studio
    from .report import ending_by_signal

    with ending_by_signal():
        run_studio(find_project(), port, host, engine, _print_addresses, not no_browser)


def _print_addresses(addresses: StudioAddresses) -> None:
    from .report import print_message

    click.echo(addresses.here)
    if addresses.colleague:
        print_message(
            _("For a colleague: {address}, password {password}").format(
                address=addresses.colleague, password=addresses.password
            )
        )
    print_message(_("Open this address in a browser; it is for you alone. Ctrl-C ends."))
