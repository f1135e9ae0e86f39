"""How a build is followed: a bar on a terminal, plain lines elsewhere, always on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..commands.build_plan import BuildListener, BuildResult
from ..i18n import _, ngettext
from ..model import Tour
from ..project import Project
from .report import print_message

if TYPE_CHECKING:
    from ..assembly import synthesis

PLAIN_EVERY = 10
"""Seconds between two lines where there is no terminal."""


class Watcher(BuildListener):
    """Draws what a build tells."""

    def say(self, message: str) -> None:
        """Tell one line."""
        print_message(message)

    @contextmanager
    def follow_synthesis(self, tour: Tour) -> Iterator[Callable[[synthesis.Progress], None]]:
        """A bar with stops done and time left, or a line now and then."""
        if sys.stderr.isatty():
            with _draw_bar(tour) as update:
                yield update
        else:
            yield _print_lines(tour)


@contextmanager
def _draw_bar(tour: Tour) -> Iterator[Callable[[synthesis.Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn(_("{task.fields[stops]} stops")),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(tour.id, total=None, stops="")

        def update(now: synthesis.Progress) -> None:
            stops = f"{now.stops_done}/{now.stops}"
            bar.update(task, total=now.total, completed=now.completed, stops=stops)

        yield update


def _print_lines(tour: Tour) -> Callable[[synthesis.Progress], None]:
    begun = reported_at = time.monotonic()

    def update(now: synthesis.Progress) -> None:
        nonlocal reported_at
        if time.monotonic() - reported_at < PLAIN_EVERY:
            return
        reported_at = time.monotonic()
        left = (reported_at - begun) / max(now.calls, 1) * (now.total - now.completed) / 60
        print_message(
            _("{tour}: {completed}/{total} sentences, {stops_done}/{stops} stops, about {left:.0f} min left").format(
                tour=tour.id,
                completed=now.completed,
                total=now.total,
                stops_done=now.stops_done,
                stops=now.stops,
                left=left,
            )
        )

    return update


def print_result(outcomes: list[BuildResult], project: Project) -> None:
    """One line a tour: the file on stdout, what was done on stderr."""
    for outcome in outcomes:
        minutes, seconds = divmod(outcome.duration // 1000, 60)
        summary = (
            _("unchanged")
            if outcome.unchanged
            else ngettext(
                "{count} sentence spoken by {engine}", "{count} sentences spoken by {engine}", outcome.calls
            ).format(count=outcome.calls, engine=outcome.engine)
        )
        print_message(f"{outcome.tour.id}: {outcome.tour.title}, {minutes}:{seconds:02d}, {summary}")
        click.echo(project.display_path(outcome.files[0]))
