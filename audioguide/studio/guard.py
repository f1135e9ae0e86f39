"""Who may ask: only pages of this address, only with the token; nothing is loaded from anywhere else.

A page of another origin, and a name that somebody points at this machine (DNS rebinding), are refused before any of
the application runs. The token comes once in the address and lives on in a cookie that scripts cannot read.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlencode

from ..i18n import known_languages, message_language, use_message_language

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of the studio's own pages."""
VISITOR_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)
"""Of the visitor's pages in a preview: their own inline scripts run, though without the studio's cookie."""
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
"""Of a drawing, which is shown as a picture and may be opened by itself."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OWN_PERMISSIONS = "camera=(), microphone=(self), geolocation=()"
"""Of the studio's own pages: authors record there."""
REPLACED_HEADERS = frozenset(
    {b"content-security-policy", b"x-frame-options", *(key.lower().encode() for key in HEADERS)}
)
OPEN_PATHS = ("/assets/", "/login")
"""Need no token: the page that asks for the password and its looks."""
PREVIEW = "/preview/"
DRAWINGS = "/drawings/"
"""Plans of tours: drawings with styles of their own, but without scripts."""
SAFE_METHODS = ("GET", "HEAD")
LANGUAGE_COOKIE = "audioguide-language"


class Guard:
    """Refuses what does not come from the studio's own pages, and completes the headers of every answer."""

    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str], preview_key: str) -> None:
        """``hosts``: values of the Host header that are ours, ``name:port``."""
        self._app = app
        self._token = token
        self._hosts = hosts
        self._preview = f"{PREVIEW}{preview_key}/"
        self.cookie = f"audioguide-{min(hosts, key=len).rpartition(':')[2]}"
        """Name of the cookie: ports of one host share their cookies, so it names the port."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        cookies = _cookies_of(headers)
        path: str = scope["path"]
        if refusal := self._refusal(scope["method"], headers):
            await _answer(send, *refusal)
        elif path.startswith((self._preview, *OPEN_PATHS)) or _same(cookies.get(self.cookie, ""), self._token):
            await self._pass_on(scope, receive, send, cookies)
        elif _same(parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0], self._token):
            await _answer(send, 303, "", self._entrance(scope))
        elif scope["method"] == "GET" and path == "/":
            await _answer(send, 303, "", [("location", "/login")])
        else:
            await _answer(send, 401, "Open the address that the program has printed.")

    def _refusal(self, method: str, headers: dict[str, str]) -> tuple[int, str] | None:
        origin = headers.get("origin", "")
        site = headers.get("sec-fetch-site", "same-origin")
        if headers.get("host", "") not in self._hosts:
            return 421, "This address is not ours."
        if (
            origin
            and origin not in {f"http://{host}" for host in self._hosts}
            and not (
                origin == "null" and method in SAFE_METHODS  # a sandboxed preview asks so
            )
        ):
            return 403, "Another site must not ask here."
        if method not in SAFE_METHODS and (not origin or site not in ("same-origin", "none")):
            return 403, "Another site must not ask here."
        return None

    def _entrance(self, scope: Scope) -> list[tuple[str, str]]:
        """To the same address without the token, with the cookie."""
        rest = [pair for pair in parse_qsl(scope["query_string"].decode("latin-1")) if pair[0] != "token"]
        target = "/" + scope["path"].lstrip("/\\") + (f"?{urlencode(rest)}" if rest else "")
        return [("location", target), ("set-cookie", self.cookie_header())]

    def cookie_header(self) -> str:
        """The cookie that lets a browser in."""
        return f"{self.cookie}={self._token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000"

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, cookies: dict[str, str]) -> None:
        policies = {PREVIEW: VISITOR_POLICY, DRAWINGS: DRAWING_POLICY}
        policy = next((policies[start] for start in policies if scope["path"].startswith(start)), POLICY)
        guards = {**HEADERS, "Content-Security-Policy": policy}
        if policy is POLICY:
            guards["Permissions-Policy"] = OWN_PERMISSIONS

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                # a visitor's page brings the policy of its own server, which lets nobody frame it
                others = [pair for pair in message["headers"] if pair[0].lower() not in REPLACED_HEADERS]
                extra = dict(guards)
                if not any(key.lower() == b"cache-control" for key, _value in others):
                    extra["Cache-Control"] = "no-store"
                message["headers"] = [
                    *others,
                    *((key.lower().encode(), value.encode()) for key, value in extra.items()),
                ]
            await send(message)

        wanted = cookies.get(LANGUAGE_COOKIE, "")
        with use_message_language(wanted if wanted in known_languages() else message_language()):
            await self._app(scope, receive, send_guarded)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _cookies_of(headers: dict[str, str]) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


async def _answer(send: Send, status: int, text: str, headers: list[tuple[str, str]] | None = None) -> None:
    named = [*(headers or []), ("content-type", "text/plain; charset=utf-8"), ("x-content-type-options", "nosniff")]
    encoded = [(key.encode(), value.encode("latin-1", "replace")) for key, value in named]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": text.encode()})
