"""``audioguide stats``."""

from __future__ import annotations

from pathlib import Path

import click

from ..i18n import _
from ..project import Project, find_project
from . import complete

WIDTH = 30
"""Characters of the longest bar."""


@click.command(
    help=_("Show what visitors listened to, stop by stop, where they stopped listening, and what they said."),
    epilog=_("Example: audioguide stats museum --csv > museum.csv"),
)
@click.argument("site", metavar=_("SITE"), shell_complete=complete.complete_sites)
@click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV: one row a day, language and stop."))
@click.option(
    "--log",
    "logs",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help=_("Count from a web server's access log instead (common, combined or Caddy's JSON, also .gz)."),
)
def stats_command(site: str, as_csv: bool, logs: tuple[Path, ...]) -> None:
    """Print a table with a bar a stop: how many began it."""
    project = find_project()
    from ..commands import visitor_stats

    site = visitor_stats.counted_folder(project, site)
    if logs:
        _print_logged(project, site, logs, as_csv)
    else:
        _print_counted(project, site, as_csv)


def _print_counted(project: Project, site: str, as_csv: bool) -> None:
    from ..commands import visitor_stats
    from ..web import stats
    from .report import print_message

    if as_csv:
        click.echo(stats.counts_csv(stats.daily_rows(project.counts, site)), nl=False)
        return
    rows = visitor_stats.count_use(project, site)
    if not rows:
        print_message(_("Nothing was counted yet. audioguide serve --stats counts; for static hosting there is --log."))
        return
    most = max(row.started for row in rows) or 1
    click.echo(_("stop  started  finished  heard  good   bad  wrong  title"))
    for row in rows:
        share = f"{row.finished / row.started:.0%}" if row.started else "–"
        mean = f"{row.seconds / row.started:.0f} s" if row.started else "–"
        counts = f"{row.answers.good:4}  {row.answers.bad:4}  {row.answers.wrong:5}"
        click.echo(f"{row.number:>4}  {row.started:7}  {share:>8}  {mean:>5}  {counts}  {row.title}")
        click.echo(f"      {'█' * round(WIDTH * row.started / most)}")


def _print_logged(project: Project, site: str, logs: tuple[Path, ...], as_csv: bool) -> None:
    from ..commands import visitor_stats

    if as_csv:
        click.echo("day,tour,language,stop,opened,fetched")
        for entry in visitor_stats.list_logged_days(project, site, logs):
            click.echo(f"{entry.day},{entry.tour},{entry.language},{entry.stop},{entry.opened},{entry.fetched}")
        return
    rows = visitor_stats.count_logged_use(project, site, logs)
    most = max(row.opened for row in rows) or 1
    click.echo(_("stop  opened  sound  title"))
    for row in rows:
        click.echo(f"{row.number:>4}  {row.opened:6}  {row.fetched:5}  {row.title}")
        click.echo(f"      {'█' * round(WIDTH * row.opened / most)}")
