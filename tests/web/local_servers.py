"""Servers under test: each is handed a socket that listens already, so that nobody waits for one to begin."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
import uvicorn
from conftest import NEVER_S

BACKLOG = 64


@contextmanager
def listening_socket() -> Iterator[socket.socket]:
    """Yield a socket that listens on a free port: who connects is taken once a server has the socket."""
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listener:
        yield listener


def has_ipv6() -> bool:
    """Whether this machine can talk to itself by IPv6."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@contextmanager
def served(application: Any, listener: socket.socket | None = None) -> Iterator[int]:
    """Serve an application from a thread, at a socket or a free port of this machine; yields the port."""
    with nullcontext(listener) if listener else listening_socket() as listener:
        port: int = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(application, log_level="error"))

        def run() -> None:
            with listener:  # closed however the server ends, so that nobody waits for an answer
                server.run(sockets=[listener])

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def running(command: Sequence[str], listener: socket.socket, **options: Any) -> Iterator[int]:
    """Run a server that takes over the socket, which is closed here; yields the port."""
    port: int = listener.getsockname()[1]
    with subprocess.Popen(command, pass_fds=[listener.fileno()], **options) as process:
        listener.close()
        try:
            yield port
        finally:
            process.terminate()


def nginx_environment(listener: socket.socket) -> Mapping[str, str]:
    """Return the environment in which nginx takes the socket for the one its configuration names."""
    return {**os.environ, "NGINX": f"{listener.fileno()};"}


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket that is a file."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=NEVER_S)
        self._path = path

    def connect(self) -> None:
        """Connect to the file."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


CONNECTIONS: list[http.client.HTTPConnection | http.client.HTTPResponse] = []
"""Opened by ``ask``, closed after the test: it reads from an answer what it needs."""


@pytest.fixture(autouse=True)
def close_connections() -> Iterator[None]:
    yield
    while CONNECTIONS:
        CONNECTIONS.pop().close()


def ask(port: int, path: str, method: str = "GET", body: str | None = None, **headers: str) -> http.client.HTTPResponse:
    return ask_over(http.client.HTTPConnection("127.0.0.1", port, timeout=NEVER_S), path, method, body, **headers)


def ask_over(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> http.client.HTTPResponse:
    CONNECTIONS.append(connection)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    CONNECTIONS.append(answer)
    return answer
