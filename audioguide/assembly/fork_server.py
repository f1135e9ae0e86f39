"""A process that waits with our modules loaded, and is copied for each piece of work that needs limits.

A fresh Python with our modules takes a quarter of a second, a copy of this one a hundredth: a tour has dozens of
pictures. It runs nothing itself, so nothing that a file does to a copy reaches the next one. It ends with the process
that started it, and by itself when nothing was asked for a while. Systems without ``fork`` know no such process.
"""

from __future__ import annotations

import atexit
import importlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

IDLE_S = 60.0
"""After which it ends when nobody asks: it holds 30 MB."""
MAX_MESSAGE_BYTES = 4096
MAX_PART_BYTES = 1 << 20
_PID = struct.Struct("=q")
_CHILD = "from audioguide.assembly import fork_server; fork_server.serve({control})"
IS_SUPPORTED = hasattr(os, "fork") and hasattr(socket, "send_fds")


class ServerGone(Exception):
    """The server ended before it took the request."""


class WorkTimeout(Exception):
    """The work took longer than it may; its process is no more."""


class ForkServer:
    """The waiting process, seen from the one that asks. Threads may ask at the same time."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        nowhere = subprocess.DEVNULL
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CHILD.format(control=theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=child_environment(),
                cwd="/",
                stdin=nowhere,
                stdout=nowhere,
                stderr=nowhere,
                start_new_session=True,  # a Ctrl-C is for the process that asks
            )

    def fetch_answer(self, modules: Sequence[str], request: bytes, max_seconds: float) -> bytes:
        """Return what a copy, with modules loaded, answers to a request; empty where it died.

        Raises ServerGone, and WorkTimeout.
        """
        request_end, request_start = os.pipe()
        answer_end, answer_start = os.pipe()
        with os.fdopen(request_start, "wb") as requests, os.fdopen(answer_end, "rb", 0) as answers:
            try:
                socket.send_fds(self._control, [" ".join(modules).encode()], [request_end, answer_start])
            except OSError:
                raise ServerGone from None
            finally:
                os.close(request_end)
                os.close(answer_start)
            until = time.monotonic() + max_seconds
            worker = _read_part(answers.fileno(), _PID.size, until)
            if len(worker) < _PID.size:
                raise ServerGone
            try:
                with suppress(BrokenPipeError):
                    requests.write(request)
                    requests.close()
                return b"".join(iter(lambda: _read_part(answers.fileno(), MAX_PART_BYTES, until), b""))
            except BaseException:
                # it holds its end of the pipe as long as it lives, so the number is still its own
                with suppress(ProcessLookupError):
                    os.kill(_PID.unpack(worker)[0], signal.SIGKILL)
                raise

    def close(self) -> None:
        """End the server; what it has copied goes on."""
        self._control.close()
        self._process.kill()
        self._process.wait()


def _read_part(answers: int, size: int, until: float) -> bytes:
    """Return the next bytes of an answer, so many at most; none at its end. Raises WorkTimeout."""
    if not select.select([answers], [], [], max(0.0, until - time.monotonic()))[0]:
        raise WorkTimeout
    return os.read(answers, size)


_servers_lock = threading.Lock()
_servers: dict[int, ForkServer] = {}
"""Of this process, by its number: a process that was forked from it has none yet."""


def ask_copy(modules: Sequence[str], request: bytes, max_seconds: float) -> bytes:
    """Return what a copy of the server answers, empty where it died; a server that has ended is started again.

    Raises WorkTimeout.
    """
    for _attempt in range(2):
        server = _find_server()
        try:
            return server.fetch_answer(modules, request, max_seconds)
        except ServerGone:
            _drop_server(server)
    return b""


def _find_server() -> ForkServer:
    with _servers_lock:
        own = os.getpid()
        if own not in _servers:
            _servers[own] = ForkServer()
            atexit.register(_servers[own].close)
        return _servers[own]


def _drop_server(server: ForkServer) -> None:
    with _servers_lock:
        if _servers.get(os.getpid()) is server:
            del _servers[os.getpid()]
            atexit.unregister(server.close)
            server.close()


def import_paths() -> list[str]:
    """Return where this process looks for modules, as another one can look there too."""
    return [path or str(Path.cwd()) for path in sys.path]


def child_environment() -> dict[str, str]:
    """Return the environment of this process, for one that is to find the same modules."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(import_paths())}


def serve(control: int) -> None:
    """Copy this process for each request until nobody can ask any more: the server's main."""
    from .sandbox import answer_request

    connection = socket.socket(fileno=control)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system takes the dead away
    while select.select([connection], [], [], IDLE_S)[0]:
        message, ends, _flags, _address = socket.recv_fds(connection, MAX_MESSAGE_BYTES, 2)
        if not message:
            return
        for module in message.decode().split():
            with suppress(Exception):  # the copy looks in the paths of those who ask
                importlib.import_module(module)
        if os.fork() == 0:
            connection.close()
            _answer_as_copy(answer_request, *ends)
        for end in ends:
            os.close(end)


def _answer_as_copy(answer_request: Callable[[int, int], None], request: int, answer: int) -> None:
    """Tell who this copy is, do the work, and end."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.write(answer, _PID.pack(os.getpid()))
        answer_request(request, answer)
    finally:
        os._exit(0)
