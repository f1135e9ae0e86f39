"""``audioguide qr``."""

from __future__ import annotations

import math

import click

from ..i18n import _
from ..project import find_project
from . import complete
from .exit_codes import findings_code


def _require_finite(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Refuse "nan", which no bound does."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(_("“{value}” is no number.").format(value=value), ctx, param)
    return value


@click.command(
    help=_("Make a QR code for each stop, label sheets as PDF and HTML, single labels and a poster for the entrance."),
    epilog=_("Example: audioguide qr museum --base-url https://guide.example.org --verify"),
)
@click.argument("sites", nargs=-1, metavar=_("[SITE]..."), shell_complete=complete.complete_sites)
@click.option("--base-url", default=None, help=_("Where output/ is published; remembered for the next time."))
@click.option("--size", type=click.IntRange(20, 180), default=None, help=_("Side of a code in mm.  [default: 30]"))
@click.option(
    "--distance",
    type=click.FloatRange(0.1, 1.8),
    default=None,
    callback=_require_finite,
    help=_("Reading distance in m, instead."),
)
@click.option("--verify", is_flag=True, help=_("Read every code of the PDF back with an independent decoder."))
@click.pass_context
def qr_command(
    ctx: click.Context,
    sites: tuple[str, ...],
    base_url: str | None,
    size: int | None,
    distance: float | None,
    verify: bool,
) -> None:
    """Make the labels; exit with 1 when a code cannot be read back."""
    from ..commands import labels
    from .report import print_message, print_problems

    if size and distance:
        raise click.UsageError(_("Give --size or --distance, not both."), ctx)
    project = find_project()
    unread = 0
    for labels_of_site in labels.make_labels(project, sites, base_url, size, distance, verify):
        print_problems(labels_of_site.problems, err=True)
        for path in labels_of_site.files:
            click.echo(project.display_path(path))
        for address in labels_of_site.unread:
            print_message(_("Cannot be read back: {address}").format(address=address))
        if verify and not labels_of_site.unread:
            print_message(
                _("{site}: all {count} codes were read back.").format(
                    site=labels_of_site.site, count=labels_of_site.count
                )
            )
        unread += len(labels_of_site.unread)
    ctx.exit(findings_code(unread > 0))
