"""The command line: each command is a file of its own, imported when it is called.

A command parses, calls one function and prints. Data goes to stdout, progress and messages to stderr.
Exit codes: 0 done, 1 failed, 2 wrong usage.
"""

from __future__ import annotations

import gettext
import sys
from importlib import import_module

from .. import __version__
from ..i18n import _, closest_name

# click takes its own words ("Usage", "No such option") from gettext by name, once, while it is imported
gettext.gettext = _  # type: ignore[assignment]

import click  # noqa: E402

COMMANDS: dict[str, str] = {
    "studio": "Write tours in the browser.",
    "build": "Build tours: MP3s, captions, pages.",
    "play": "Play a tour or one stop.",
    "say": "Say a text, or a stop, to hear how it sounds.",
    "voices": "List the voices.",
    "check": "Read the scripts like a careful editor.",
    "readings": "List how doubtful characters, numbers and Latin words are said.",
    "lexicon": "Import or export a lexicon in W3C PLS.",
    "proof": "Listen to what was built and report what is misheard.",
    "import": "Draft scripts from a document.",
    "new": "Begin a new script.",
    "rename": "Rename a site and keep its old addresses.",
    "remove": "Take a tour off the pages.",
    "qr": "Make QR codes, labels and the poster.",
    "publish": "Publish the site: a folder, a ZIP, a server, a bucket, a branch.",
    "serve": "Serve the pages, for testing or production.",
    "stats": "Show what visitors listened to.",
    "doctor": "Check the installation.",
    "cache": "Show, prune or clear the cache of clips.",
    "schema": "Print the JSON Schema of scripts, voices.yaml or site.yaml.",
    "completion": "Print what makes the shell complete sites, stops and engines.",
}
"""Command → its line in ``--help``; the command itself is ``<name>_command`` in ``cli/<name>.py``."""


class Commands(click.Group):
    """Knows its commands by name and imports one only to run it or show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of an author's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        module = import_module(f".{'import_' if name == 'import' else name}", __name__)
        command: click.Command = getattr(module, f"{name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; name the closest one for a mistyped name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = closest_name(args[0], COMMANDS)
            if not close:
                raise
            hint = _("Did you mean “{close}”?").format(close=close)
            raise click.UsageError(f"{error.format_message()} {hint}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, text in COMMANDS.items()])


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Turn written commentary into spoken tours."),
    epilog=_("Start with: audioguide build mozui-village, then audioguide play mozui-village."),
)
@click.option("--debug", is_flag=True, help=_("Show tracebacks."))
@click.version_option(__version__, package_name="audioguide", prog_name="audioguide")
@click.pass_context
def group(ctx: click.Context, debug: bool) -> None:
    """Hold what all commands share; without a command, say what can be done here."""
    ctx.obj = {"debug": debug}
    from .recovery import announce_waiting, finish_interrupted

    announce_waiting()
    finish_interrupted()
    if ctx.invoked_subcommand is None:
        from .welcome import print_welcome

        print_welcome(ctx)


def main() -> None:
    """Run the command line; whatever goes wrong becomes one message and a hint."""
    from .report import run_group

    sys.exit(run_group(group))
