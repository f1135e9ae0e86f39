"""What a command's exit code says; wrong usage is 2, as click has it, and 0 is success."""

from __future__ import annotations

import signal

FAILED = 1
"""Something could not be carried out, or a check found errors."""
STOPPED = 128 + signal.SIGINT
"""Somebody pressed Ctrl-C; as shells count signals."""
TERMINATED = 128 + signal.SIGTERM
"""The system or another program asked it to end."""


def findings_code(has_errors: bool) -> int:
    """Return the exit code of a command that looks for errors, by whether it found any."""
    return FAILED if has_errors else 0
