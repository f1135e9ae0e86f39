"""``audioguide stats``."""

from __future__ import annotations

import click

from ..i18n import _
from ..project import find_project
from . import complete

WIDTH = 30
"""Characters of the longest bar."""


@click.command(
    help=_("Show what visitors listened to, stop by stop, and where they stopped listening."),
    epilog=_("Example: audioguide stats museum --csv > museum.csv"),
)
@click.argument("site", metavar=_("SITE"), shell_complete=complete.complete_sites)
@click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV: one row a day, language and stop."))
def stats_command(site: str, as_csv: bool) -> None:
    """Print a table with a bar a stop: how many began it."""
    from .. import manifest
    from ..errors import OutputError
    from ..web import stats
    from .report import print_message

    project = find_project()
    site = site.removesuffix(".yaml").replace(".", "/")  # an edition is a folder of its site's
    if as_csv:
        click.echo(stats.counts_csv(stats.daily_rows(project.counts, site)), nl=False)
        return
    built = manifest.read_manifest(project.output / site / manifest.MANIFEST_FILE)
    if built is None:
        raise OutputError(
            _("{site} is not built.").format(site=site), hint=_("First run: audioguide build {site}").format(site=site)
        )
    site_counts = stats.site_counts(project.counts, site)
    if not site_counts:
        print_message(_("Nothing was counted yet. audioguide serve --stats counts; static hosting does not."))
        return
    rows = stats.stop_totals(site_counts, [stop.number for stop in built.stops])
    most = max(row.started for row in rows) or 1
    click.echo(_("stop  started  finished  heard  title"))
    for row, stop in zip(rows, built.stops, strict=True):
        share = f"{row.finished / row.started:.0%}" if row.started else "–"
        mean = f"{row.seconds / row.started:.0f} s" if row.started else "–"
        bar = "█" * round(WIDTH * row.started / most)
        click.echo(f"{row.stop:>4}  {row.started:7}  {share:>8}  {mean:>5}  {stop.title}")
        click.echo(f"      {bar}")
