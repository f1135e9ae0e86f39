"""The reference of the command line, written from the commands' own help: ``python -m audioguide.cli.reference``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from . import COMMANDS, group

WIDTH = 100


def write_reference() -> str:
    """Markdown, one section a command."""
    parts = [
        "# Command line",
        "",
        "Written from `--help` by `make docs`; a test compares them.",
        "",
        "The Tab key completes commands, options and sites once the shell is set up:",
        '`eval "$(_AUDIOGUIDE_COMPLETE=bash_source audioguide)"` (or `zsh_source`; for fish,',
        "`_AUDIOGUIDE_COMPLETE=fish_source audioguide | source`).",
        "",
    ]
    for name, text in _command_sections(group, "audioguide"):
        parts += [f"## {name}", "", "```", text, "```", ""]
    return "\n".join(parts)


def _command_sections(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    info = name if parent is None else name.rpartition(" ")[2]
    context = click.Context(
        command,
        info_name=info,
        parent=parent,
        max_content_width=WIDTH,
        terminal_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    yield name, command.get_help(context).rstrip()
    if isinstance(command, click.Group):
        for child in COMMANDS if parent is None else command.list_commands(context):
            child_command = command.get_command(context, child)
            assert child_command is not None
            yield from _command_sections(child_command, f"{name} {child}", context)


if __name__ == "__main__":
    print(write_reference(), end="")
