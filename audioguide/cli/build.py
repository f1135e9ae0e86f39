"""``audioguide build``."""

from __future__ import annotations

import click

from ..i18n import _
from ..project import find_project
from . import complete


@click.command(
    help=_("Build tours: MP3s with chapters, captions and the visitors' pages. Only what changed is spoken again."),
    epilog=_("Examples: audioguide build · audioguide build museum --stop 3 · audioguide build --engine kokoro"),
)
@click.argument("sites", nargs=-1, metavar=_("[SITE]..."), shell_complete=complete.complete_sites)
@click.option(
    "--stop", default="", metavar="N", shell_complete=complete.complete_stops, help=_("Only this stop, of one site.")
)
@click.option(
    "--engine",
    default="",
    shell_complete=complete.complete_engines,
    help=_("Engine: auto, edge, kokoro, silent or an installed one."),
)
@click.option("--jobs", type=click.IntRange(min=1), default=None, help=_("Sentences spoken at once."))
@click.option("--cluster", default="", metavar="ADDRESS", help=_("Make the tours on the Dask cluster at this address."))
@click.option(
    "--shared-cache",
    default="",
    metavar="ADDRESS",
    help=_("Share what was spoken with other machines: a folder, or s3://BUCKET/PREFIX."),
)
@click.option("--force", is_flag=True, help=_("Speak everything again."))
@click.option(
    "--only", type=click.Choice(["audio", "site"]), default=None, help=_("Only the audio, or only the pages.")
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="NAME",
    help=_("Make this output too, for example labels; may be repeated."),
)
@click.pass_context
def build_command(
    ctx: click.Context,
    sites: tuple[str, ...],
    stop: str,
    engine: str,
    jobs: int | None,
    cluster: str,
    shared_cache: str,
    force: bool,
    only: str | None,
    outputs: tuple[str, ...],
) -> None:
    """Order, build, tell."""
    from ..commands import build
    from . import progress

    if stop and len(sites) != 1:
        raise click.UsageError(_("--stop needs the name of one site: audioguide build museum --stop 3"), ctx)
    if outputs and only == "audio":
        raise click.UsageError(_("--output and --only audio exclude each other."), ctx)
    project = find_project()
    if only == "site":
        build.write_pages(project, progress.Watcher(), outputs=outputs)
        return
    order = build.BuildRequest(
        sites,
        stop,
        engine,
        jobs,
        cluster,
        shared_cache,
        force,
        pages=only is None,
        outputs=outputs,
    )
    progress.print_result(build.build_tours(project, order, progress.Watcher()), project)
