"""How a command's outcome reaches its user: messages, problems, exit code."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from ..errors import AudioguideError, ProblemsError
from ..i18n import _
from ..model import Problem
from . import exit_codes

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


class Terminated(KeyboardInterrupt):
    """SIGTERM: as Ctrl-C, so that whatever cleans up after that one does it too."""


def _raise_terminated(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


@contextmanager
def ending_by_signal() -> Iterator[None]:
    """Let a server run until Ctrl-C or SIGTERM: no work is broken off by these, so nothing is to be repeated."""
    try:
        yield
    except KeyboardInterrupt as stop:
        print_message(_("Stopped."))
        raise click.exceptions.Exit(_stop_code(stop)) from None


def _stop_code(stop: BaseException) -> int:
    is_terminated = isinstance(stop, Terminated) or isinstance(stop.__cause__, Terminated)
    return exit_codes.TERMINATED if is_terminated else exit_codes.STOPPED


def run_group(group: click.Group) -> int:
    """Run the group; returns the exit code."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _raise_terminated)
    try:
        result = group.main(prog_name="audioguide", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:  # wrong usage
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as stop:
        print_message(_("Stopped. What is done is kept; the same command goes on from there."))
        return _stop_code(stop)
    except BrokenPipeError:
        # the reader of our output has gone: not our failure, and nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        from ..commands.failures import explain_failure

        print_error(explain_failure(error))
        return exit_codes.FAILED


def print_message(text: str) -> None:
    """A message to the person, on stderr."""
    click.echo(text, err=True)


def print_error(error: AudioguideError) -> None:
    """Show an error, all its problems and its hint."""
    if isinstance(error, ProblemsError):
        print_problems(error.problems, err=True)
    print_message(click.style(_("Error:"), fg="red", bold=True) + f" {error.message}")
    if error.hint:
        print_message(f"  → {error.hint}")


def print_problems(problems: Iterable[Problem], err: bool = False) -> None:
    """One block a problem: place, severity, message, the text in question, what to do."""
    for problem in problems:
        head = click.style(_(problem.severity), fg=COLOURS[problem.severity], bold=True)
        stop = _("stop {number}: ").format(number=problem.stop) if problem.stop else ""
        click.echo(f"{problem.place}: {head}: {stop}{problem.message}", err=err)
        if problem.excerpt:
            click.echo(f"    {problem.excerpt}", err=err)
        if problem.hint:
            click.echo(f"    → {problem.hint}", err=err)
