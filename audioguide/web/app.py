"""Serves the built pages: ranges, validators, caching, security headers, and, when asked, counts and live reload.

For trying a tour on a phone, or for good behind a proxy that adds HTTPS. Nothing outside ``output/`` is readable.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route

from .. import manifest
from ..assembly import integrity
from ..errors import OutputError
from . import connections, stats
from .guard import Guarded, is_same_origin
from .static_pages import Pages

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

STATS = "/_/stats"
EVENTS = "/_/events"
RELOAD = "/_/reload.js"
MAX_EVENT_BYTES = 2048
"""Of a page's message."""
MAX_EVENTS_PER_S = 50
"""Messages that are counted, after a burst of ten seconds' worth: a full museum sends some ten."""
MAX_ANSWERS_PER_S = 2
"""Thumbs that are counted, likewise: visitors press them by hand."""


class KnownTours:
    """Stops and language of every tour that is built; read again when the site was published again."""

    def __init__(self, output: Path) -> None:
        self._output, self._published = output, -1
        self._tours: Mapping[str, stats.KnownTour] = {}

    def read(self) -> Mapping[str, stats.KnownTour]:
        """Return folder of the tour → what messages about it may say."""
        try:
            published = (self._output / integrity.RECORD).stat().st_mtime_ns
        except OSError:
            published = 0
        if published != self._published:
            self._published = published
            self._tours = {
                built.folder: stats.KnownTour(built.language, frozenset(stop.number for stop in built.public_stops))
                for path in integrity.built_tours(self._output)
                if (built := manifest.read_manifest(path))
            }
        return self._tours


class EventBudget:
    """A number of messages a second, and bursts of ten seconds' worth."""

    def __init__(self, per_second: int = MAX_EVENTS_PER_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._per_second, self._left, self._at = clock, per_second, per_second * 10.0, clock()

    def take(self) -> bool:
        """Whether one more may be counted."""
        now = self._clock()
        self._left = min(self._per_second * 10.0, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def make_app(
    output: Path,
    counts: Path | None = None,
    rebuild: Callable[[], None] | None = None,
    watched: tuple[Path, ...] = (),
    is_draft: Callable[[str], bool] = lambda _path: False,
    frame_ancestors: str = "'none'",
) -> ASGIApp:
    """The application over ``output``.

    ``counts``: SQLite file for anonymous counts; None: none are taken. ``rebuild``: called when one of ``watched``
    changes, after which open pages reload; None: pages stay as they are.
    ``is_draft``: whether a path is not for visitors. ``frame_ancestors``: who may show the pages in a frame.
    """
    known, budget, answers_budget = KnownTours(output), EventBudget(), EventBudget(MAX_ANSWERS_PER_S)
    changed = asyncio.Event()

    async def count(request: Request) -> Response:
        if not is_same_origin(request):
            return Response(status_code=403)
        if not budget.take():
            return Response(status_code=429)
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_EVENT_BYTES:
                return Response(status_code=413)
        try:
            event = stats.parse_event(json.loads(body), known.read())
        except (ValueError, RecursionError):
            event = None
        if event is None:
            return Response(status_code=400)
        if event.kind in stats.ANSWERS and not answers_budget.take():
            return Response(status_code=429)
        assert counts is not None
        try:
            await run_in_threadpool(stats.add_event, counts, event, date.today())
        except OutputError as error:
            logging.getLogger("uvicorn.error").error("%s", error.message)
            return Response(status_code=503)
        return Response(status_code=204)

    async def events(_request: Request) -> Response:
        async def wait() -> AsyncIterator[str]:
            yield ": listening\n\n"
            await changed.wait()
            yield "data: reload\n\n"

        return StreamingResponse(wait(), media_type="text/event-stream")

    async def reload(_request: Request) -> Response:
        script = f'new EventSource("{EVENTS}").onmessage = () => location.reload();\n'
        return Response(script, media_type="text/javascript")

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_rebuild_on_change(watched, rebuild, changed)) if rebuild else None
        yield
        if task:
            task.cancel()

    def change(text: str) -> str:
        if counts:
            text = text.replace('data-stats=""', f'data-stats="{STATS}"', 1)
        if rebuild:
            text = text.replace("</head>", f'<script src="{RELOAD}" defer></script>\n</head>', 1)
        return text

    routes: list[Route | Mount] = []
    if counts:
        routes.append(Route(STATS, count, methods=["POST"]))
    if rebuild:
        routes += [Route(EVENTS, events), Route(RELOAD, reload)]
    routes.append(Mount("/", Pages(output, change if counts or rebuild else None, is_draft, frame_ancestors)))
    return Guarded(Starlette(routes=routes, lifespan=life), may_be_framed=frame_ancestors != "'none'")


def run_server(application: ASGIApp, listening: socket.socket) -> None:
    """Serve at a socket that listens, until Ctrl-C; the socket is closed then."""
    import uvicorn

    protocol, open_connections = connections.limited_protocol(connections.raise_file_limit())
    config = uvicorn.Config(
        application,
        loop="asyncio",
        http=protocol,
        ws="none",
        backlog=connections.BACKLOG,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    logging.getLogger("uvicorn.error").addFilter(connections.LogLimit())
    server = uvicorn.Server(config)

    async def serve() -> None:
        connections.quiet_exceptions(asyncio.get_running_loop())
        sweeping = asyncio.create_task(connections.sweep_connections(open_connections))
        try:
            await server.serve(sockets=[listening])
        finally:
            sweeping.cancel()

    with listening:
        asyncio.run(serve())


async def _rebuild_on_change(watched: tuple[Path, ...], rebuild: Callable[[], None], changed: asyncio.Event) -> None:
    """Build again whenever something changes in one of the folders of ``watched``, or one of its files.

    Files are watched by the folders they are in: editors write another one and give it the name, and it may come later.
    """
    stale = asyncio.Event()
    folders = {path.resolve() for path in watched if path.is_dir()}
    files = {path.resolve() for path in watched} - folders
    watching = [
        asyncio.create_task(_watch(folders, stale)),
        asyncio.create_task(_watch({file.parent for file in files}, stale, {str(file) for file in files})),
    ]
    try:
        while await stale.wait():
            stale.clear()
            try:
                await run_in_threadpool(rebuild)
            except Exception as error:  # whatever one build met, the next change builds again
                logging.getLogger("uvicorn.error").error("%s: %s", type(error).__name__, error)
            changed.set()
            changed.clear()
    finally:
        for task in watching:
            task.cancel()


async def _watch(folders: set[Path], stale: asyncio.Event, names: AbstractSet[str] = frozenset()) -> None:
    """Note every change in folders and all below them; with ``names`` only of these files."""
    from watchfiles import DefaultFilter, awatch

    if not folders:
        return
    filtering = (lambda _change, path: path in names) if names else DefaultFilter()
    async for _changes in awatch(*folders, watch_filter=filtering, recursive=not names):
        stale.set()
