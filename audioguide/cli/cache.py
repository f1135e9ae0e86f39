"""``audioguide cache``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..i18n import _, ngettext
from ..project import find_project

if TYPE_CHECKING:
    from ..assembly.clip_cache import CacheSize


@click.group(
    help=_("Show, prune or clear the cache of spoken clips. What it held can always be spoken again."),
    epilog=_("Example: audioguide cache prune --days 60"),
)
def cache_command() -> None:
    """Hold the three."""


@cache_command.command("size", help=_("Show where the cache is (AUDIOGUIDE_CACHE names another folder) and how large."))
def print_size() -> None:
    """Print files and megabytes."""
    from ..assembly.clip_cache import Cache

    cache = Cache(find_project().cache)
    held = cache.size()
    line = ngettext("{count} clip, {size:.1f} MB in {folder}", "{count} clips, {size:.1f} MB in {folder}", held.clips)
    click.echo(line.format(count=held.clips, size=held.bytes / 1e6, folder=cache.folder))


@cache_command.command("prune", help=_("Remove the clips no build has used for some time."))
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    help=_("Remove clips unused for this many days."),
)
def prune_clips(days: int) -> None:
    """Print what was freed."""
    from ..assembly.clip_cache import Cache

    _print_freed(Cache(find_project().cache).prune(days=days))


@cache_command.command("clear", help=_("Remove every clip."))
def clear_clips() -> None:
    """Print what was freed."""
    from ..assembly.clip_cache import Cache

    _print_freed(Cache(find_project().cache).clear())


def _print_freed(gone: CacheSize) -> None:
    click.echo(
        ngettext(
            "{count} clip removed, {size:.1f} MB freed", "{count} clips removed, {size:.1f} MB freed", gone.clips
        ).format(count=gone.clips, size=gone.bytes / 1e6)
    )
