"""A process that has imported the studio, and forks one for each project: the program as it is, without its start.

Reads one JSON line a studio and answers with the process's number. Each studio leads a session of its own, as a program
that was started from a terminal does, and is forgotten by its parent: who ends it sees it disappear.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import uvicorn  # noqa: F401  imported here, once

import audioguide.cli.studio
import audioguide.commands.say
import audioguide.studio.app
import audioguide.studio.server  # noqa: F401
from audioguide.cli import main


def become_studio(order: dict[str, Any]) -> None:
    """Run the command in this process; never comes back."""
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.chdir(order["folder"])
    sys.argv = ["audioguide", "studio", "--no-browser", "--port", order["port"], "--engine", order["engine"]]
    try:
        main()
    finally:
        os._exit(1)


def serve() -> None:
    """Fork a studio for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system takes away what has ended
    for line in sys.stdin:
        if pid := os.fork():
            print(pid, flush=True)
        else:
            become_studio(json.loads(line))


if __name__ == "__main__":
    serve()
