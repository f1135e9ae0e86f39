"""Connections that are open, idle or half made: as many as the system carries, and none for ever.

A wall of idle phones, or somebody who means harm, must not keep a visitor out: a connection that does not finish its
request is closed after seconds, and when places run out the one that has been idle longest gives way.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_TIMEOUT_S = 10.0
"""For a request to arrive, headers and body, from the moment the connection is open or free again."""
STALLED_TIMEOUT_S = 60.0
"""For an answer of which nothing is read."""
SWEEP_S = 1.0
"""Between two looks at all connections."""
BACKLOG = 64
"""Connections taken at a time: between two takes the idle ones are closed."""
OPEN_FILES = 4096
"""Files this process may have open, where the system lets it."""
RESERVED_FILES = 64
"""Files kept for pages, the database and libraries; each busy connection may have one more."""
MAX_LOG_LINES_PER_MINUTE = 30


class Connections:
    """All connections of a server, and how many there may be."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.open: dict[LimitedProtocol, None] = {}

    def add(self, connection: LimitedProtocol) -> None:
        """Take a connection in; where that is one too many, close the one that has been idle longest."""
        self.open[connection] = None
        if len(self.open) > self.limit:
            waiting = (known for known in self.open if not known.is_busy)
            victim = min(waiting, key=lambda known: known.since, default=None)
            (victim or connection).drop()

    def remove(self, connection: LimitedProtocol) -> None:
        """Forget a connection that is closed."""
        self.open.pop(connection, None)

    def sweep(self, now: float) -> None:
        """Close what has waited too long."""
        for connection in list(self.open):
            if connection.has_expired(now):
                connection.drop()


class LimitedProtocol(H11Protocol):
    """HTTP/1.1 with limits of time for requests and for answers nobody reads."""

    connections_limit: Connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note when the connection began to wait."""
        super().connection_made(transport)
        self.since = time.monotonic()
        self._paused_at = 0.0
        self.connections_limit.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Free the place."""
        self.connections_limit.remove(self)
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request from now on."""
        self.since = time.monotonic()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note when the reader stopped reading."""
        self._paused_at = time.monotonic()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The reader goes on."""
        self._paused_at = 0.0
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer nonsense shortly; the transport may be gone."""
        with suppress(h11.LocalProtocolError):
            super().send_400_response(msg)

    @property
    def is_busy(self) -> bool:
        """Whether a complete request is being answered."""
        answering = self.cycle is not None and not self.cycle.response_complete
        return answering and self.conn.their_state is not h11.SEND_BODY

    def has_expired(self, now: float) -> bool:
        """Whether a request is overdue, or an answer has not been read for too long."""
        if self.is_busy:
            return bool(self._paused_at) and now - self._paused_at > STALLED_TIMEOUT_S
        return now - self.since > REQUEST_TIMEOUT_S

    def drop(self) -> None:
        """Close at once, whatever is under way."""
        self.connections_limit.remove(self)
        self.transport.abort()


def limited_protocol(limit: int) -> tuple[type[LimitedProtocol], Connections]:
    """Return a protocol for one server, and its connections."""
    connections = Connections(limit)
    return type("ServerProtocol", (LimitedProtocol,), {"connections_limit": connections}), connections


async def sweep_connections(connections: Connections) -> None:
    """Close what has waited too long, until cancelled."""
    while True:
        await asyncio.sleep(SWEEP_S)
        connections.sweep(time.monotonic())


def raise_file_limit() -> int:
    """Let this process open more files, where the system allows it; return how many connections that carries."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return OPEN_FILES // 2
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    files = OPEN_FILES if soft == resource.RLIM_INFINITY else soft
    # a connection that is answered has its file open too, and a burst comes in before anything can be closed
    return max(8, (files - RESERVED_FILES - BACKLOG) // 2)


class LogLimit(logging.Filter):
    """Lets a number of lines a minute through: whoever sends nonsense must not fill the disk."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock, self._minute, self._count = clock, 0, 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute, self._count = minute, 0
        self._count += 1
        return self._count <= MAX_LOG_LINES_PER_MINUTE


def quiet_exceptions(loop: asyncio.AbstractEventLoop) -> None:
    """Keep asyncio from writing a traceback for every connection that it cannot take."""
    last = 0.0

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal last
        if isinstance(context.get("exception"), OSError):
            if time.monotonic() - last < 60:
                return
            last = time.monotonic()
            logging.getLogger("uvicorn.error").warning("%s: %s", context["message"], context["exception"])
            return
        loop.default_exception_handler(context)

    loop.set_exception_handler(handle)
