"""What every command does first: finish or undo what a killed one left, and say when it has to wait for another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..project import Project


def announce_waiting() -> None:
    """Have a command that waits for another say so."""
    from .. import files
    from .report import print_message

    files.notices.print_line = print_message


def finish_interrupted() -> None:
    """Finish or undo what a killed command left of the project around here, and say so. Quick where there is nothing.

    Where the disk does not let it, it says so, and the command goes on: it may only want to read.
    """
    from ..project import find_project

    project = find_project()
    if (project.output / ".audioguide").is_dir():  # most commands pay no more than this
        from ..assembly import journal

        _print_outcome(lambda: journal.recover_output(project.output))
    if (project.root / ".audioguide/moving.json").exists():
        from ..commands import script_moves

        _print_outcome(lambda: script_moves.settle_interrupted(project))
    _print_outcome(lambda: _remove_parts(project))


def _remove_parts(project: Project) -> str:
    """Remove what killed writes left hidden where an author keeps files, and a version control would offer it."""
    from .. import files
    from ..i18n import _

    hidden = project.root / ".audioguide"
    count = sum(files.remove_parts_among_others(folder, below=False) for folder in (project.root, hidden))
    count += files.remove_parts_among_others(project.scripts, below=True)
    return _("Files that an interrupted command left unfinished were removed.") if count else ""


def _print_outcome(recover: Callable[[], str]) -> None:
    from ..errors import AudioguideError
    from .report import print_error, print_message

    try:
        if message := recover():
            print_message(message)
    except AudioguideError as error:
        print_error(error)
