"""``audioguide`` and ``python -m audioguide``."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line; Ctrl-C while it is loaded, or pressed again while it cleans up, ends it without a word."""
    try:
        from .cli import main as run_commands

        run_commands()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
