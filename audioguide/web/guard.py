"""What holds for every answer and every request, whatever answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from .static_pages import STRICT_POLICY

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": f"{STRICT_POLICY}; frame-ancestors 'none'",
}
"""Set where the answer has none of its own."""
FRAME_HEADERS = ("X-Frame-Options",)
"""What cannot name the sites that may show a page in a frame."""


class Guarded:
    """Completes the headers of every answer, and refuses requests with two lengths."""

    def __init__(self, app: ASGIApp, may_be_framed: bool = False) -> None:
        """``may_be_framed``: the pages' own policy says which sites may frame them, not a header for all answers."""
        self._app = app
        self._headers = {k: v for k, v in HEADERS.items() if not (may_be_framed and k in FRAME_HEADERS)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete the answer's headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _value in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in self._headers.items()
                        if name.lower().encode() not in there
                    ),
                ]
            await send(message)

        if scope["type"] == "http" and {b"transfer-encoding", b"content-length"} <= {n for n, _v in scope["headers"]}:
            # a proxy may have taken the other of the two for true, and part of this for another request
            await send_with_headers(
                {"type": "http.response.start", "status": 400, "headers": [(b"connection", b"close")]}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(_in_origin_form(scope), receive, send_with_headers)


def _in_origin_form(scope: Scope) -> Scope:
    """Return a request for ``http://host/path`` as one for ``/path``: servers must take both (RFC 9112, 3.2.2)."""
    if scope["type"] != "http" or not scope["path"].lower().startswith(("http://", "https://")):
        return scope
    path = "/" + scope["path"].partition("://")[2].partition("/")[2]
    return {**scope, "path": path, "raw_path": quote(path).encode()}


def is_same_origin(request: Request) -> bool:
    """Whether the browser says that one of our pages asks, or does not say anything."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
