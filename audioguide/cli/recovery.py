"""What every command does first: finish or undo what a killed one left, and say when it has to wait for another."""

from __future__ import annotations


def announce_waiting() -> None:
    """Have a command that waits for another say so."""
    from .. import files
    from .report import print_message

    files.notices.print_line = print_message


def finish_interrupted() -> None:
    """Finish an interrupted publication of the project around here, and say so. Quick where there is none.

    Where the disk does not let it, it says so, and the command goes on: it may only want to read.
    """
    from ..project import find_project

    output = find_project().output
    if not (output / ".audioguide").is_dir():  # most commands pay no more than this
        return
    from ..assembly import journal
    from ..errors import OutputError
    from .report import print_error, print_message

    try:
        if message := journal.recover_output(output):
            print_message(message)
    except OutputError as error:
        print_error(error)
