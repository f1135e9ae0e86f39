"""Serves the built pages: ranges, validators, caching, security headers, and, when asked, counts and live reload.

For trying a tour on a phone, or for good behind a proxy that adds HTTPS. Nothing outside ``output/`` is readable.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from .. import manifest
from ..errors import AudioguideError
from ..i18n import _
from . import stats

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
STATS = "/_/stats"
EVENTS = "/_/events"
RELOAD = "/_/reload.js"
LARGEST_EVENT = 2048
"""Bytes of a page's message."""
TYPES = {".vtt": "text/vtt; charset=utf-8", ".webmanifest": "application/manifest+json", ".mp3": "audio/mpeg"}


class Pages(StaticFiles):
    """``output/`` without its hidden files, each answer with the caching it deserves."""

    def __init__(self, folder: Path, change: Callable[[str], str] | None = None) -> None:
        super().__init__(directory=folder, html=True)
        self._change = change

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file; hidden ones do not exist."""
        if any(part.startswith(".") for part in Path(path).parts if part != "."):
            return PlainTextResponse("Not Found", 404)
        response = await super().get_response(path, scope)
        versioned = path.startswith("assets/") or scope["query_string"].startswith(b"v=")
        if isinstance(response, FileResponse):
            suffix = Path(response.path).suffix
            if suffix in TYPES:
                response.headers["Content-Type"] = TYPES[suffix]
            if suffix == ".html" and self._change:
                text = await run_in_threadpool(Path(response.path).read_text, "utf-8")
                response = HTMLResponse(self._change(text), response.status_code)
        response.headers["Cache-Control"] = FOREVER if versioned and response.status_code < 300 else ALWAYS_ASK
        return response


class Guarded:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete the answer's headers."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
                ]
            await send(message)

        await self._app(scope, receive, guarded)


def make_app(
    output: Path, counts: Path | None = None, rebuild: Callable[[], None] | None = None, watched: tuple[Path, ...] = ()
) -> ASGIApp:
    """The application over ``output``.

    ``counts``: SQLite file for anonymous counts; None: none are taken. ``rebuild``: called when one of ``watched``
    changes, after which open pages reload; None: pages stay as they are.
    """
    known = _stop_numbers(output)
    changed = asyncio.Event()

    async def count(request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_EVENT:
                return Response(status_code=413)
        try:
            event = stats.parse_event(json.loads(body), known)
        except ValueError:
            event = None
        if event is None:
            return Response(status_code=400)
        assert counts is not None
        await run_in_threadpool(stats.add_event, counts, event, date.today())
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
    routes.append(Mount("/", Pages(output, change if counts or rebuild else None)))
    return Guarded(Starlette(routes=routes, lifespan=life))


def run_server(application: ASGIApp, host: str, port: int) -> None:
    """Serve until Ctrl-C. Raises AudioguideError where the port is taken."""
    import uvicorn

    try:
        listening = socket.create_server((host, port), backlog=512)
    except OSError as error:
        raise AudioguideError(
            _("Port {port} cannot be used: {reason}.").format(port=port, reason=error.strerror),
            hint=_("Try another: audioguide serve --port {port}").format(port=port + 1),
        ) from error
    config = uvicorn.Config(application, log_level="warning", access_log=False, server_header=False)
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def server_addresses(host: str, port: int) -> tuple[str, str]:
    """The address for this machine, and the one for a phone in the same network (empty where there is none)."""
    here = f"http://localhost:{port}/"
    if host not in ("0.0.0.0", "::"):
        return (here if host in ("127.0.0.1", "localhost") else f"http://{host}:{port}/"), ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # a datagram socket sends nothing by connecting: it only learns which interface would be used (RFC 5737)
            probe.connect(("192.0.2.1", 9))
            address = probe.getsockname()[0]
        except OSError:
            return here, ""
    return here, "" if address.startswith("127.") else f"http://{address}:{port}/"


async def _rebuild_on_change(
    watched: tuple[Path, ...], rebuild: Callable[[], None] | None, changed: asyncio.Event
) -> None:
    from watchfiles import awatch

    assert rebuild is not None
    async for _changes in awatch(*(path for path in watched if path.exists())):
        await run_in_threadpool(rebuild)
        changed.set()
        changed.clear()


def _stop_numbers(output: Path) -> Mapping[str, frozenset[str]]:
    """Folder of every tour that is built → numbers of its stops."""
    return {
        path.parent.relative_to(output).as_posix(): frozenset(stop.number for stop in built.stops)
        for path in output.rglob(manifest.FILE)
        if (built := manifest.read_manifest(path))
    }
