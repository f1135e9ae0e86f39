"""``audioguide serve``."""

from __future__ import annotations

import sys

import click

from ..i18n import _
from ..project import Project, find_project
from . import complete


@click.command(
    help=_("Serve the pages: test them on a phone in the same network, or run in production behind HTTPS."),
    epilog=_("Example: audioguide serve --watch"),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("Port."))
@click.option(
    "--host", default="0.0.0.0", show_default=True, help=_("Address to listen on; 127.0.0.1: this machine only.")
)
@click.option("--watch", is_flag=True, help=_("Rebuild when a script changes, and reload the open pages."))
@click.option("--engine", default="", shell_complete=complete.complete_engines, help=_("Engine for --watch."))
@click.option(
    "--stats", "counting", is_flag=True, help=_("Count anonymously what is heard: audioguide stats shows it.")
)
def serve_command(port: int, host: str, watch: bool, engine: str, counting: bool) -> None:
    """Announce the address, then serve."""
    from ..authoring import site_yaml
    from ..commands import publish
    from ..errors import OutputError
    from ..web import app, connections, listening
    from .report import ending_by_signal

    project = find_project()
    if not (project.output / "index.html").is_file():
        raise OutputError(_("Nothing is built yet."), hint=_("First run: audioguide build"))
    application = app.make_app(
        project.output,
        counts=project.counts if counting else None,
        rebuild=(lambda: _rebuild_on_change(project, engine)) if watch else None,
        watched=(project.scripts, project.voices, site_yaml.site_file(project)),
        frame_ancestors=site_yaml.load_site(project).frame_ancestors,
        **({} if watch else {"is_draft": publish.draft_paths(project)}),
    )
    listener = listening.listen(host, port, connections.BACKLOG, "audioguide serve")
    _print_addresses(*listening.server_addresses(host, port))
    with ending_by_signal():
        app.run_server(application, listener)


def _rebuild_on_change(project: Project, engine: str) -> None:
    from ..commands import build
    from ..errors import AudioguideError
    from . import progress
    from .report import print_error

    try:
        progress.print_result(
            build.build_tours(project, build.BuildRequest(engine=engine), progress.Watcher()), project
        )
    except AudioguideError as error:
        print_error(error)  # the author fixes the script, and saving it tries again


def _print_addresses(here: str, phone: str) -> None:
    from .report import print_message

    print_message(_("On this machine: {address}").format(address=here))
    if phone:
        import segno

        print_message(_("On a phone in the same network: {address}").format(address=phone))
        if sys.stderr.isatty():
            segno.make(phone, micro=False).terminal(out=sys.stderr, compact=True)
    print_message(_("Saving a tour for offline use needs HTTPS (or localhost). Ctrl-C ends."))
