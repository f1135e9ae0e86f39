"""``output/`` over HTTP: ranges, validators, compression, caching, redirects that fit behind any proxy."""

from __future__ import annotations

import gzip
import hashlib
import html
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from ..i18n import _

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
TYPES = {".vtt": "text/vtt; charset=utf-8", ".webmanifest": "application/manifest+json", ".mp3": "audio/mpeg"}
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".vtt", ".webmanifest", ".xml"}
"""Suffixes of text; sound and pictures are dense already."""
MIN_COMPRESSED_BYTES = 500
MAX_COMPRESSED_BYTES = 2_000_000
MAX_RANGES = 5
"""Ranges of one request: a player asks for one."""
PRIVATE_FOLDERS = {"proof"}
"""Folders of a tour that are for its authors."""
STRICT_POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self'"
"""For what is no page of ours, such as a picture opened alone or an error: nothing in it may run."""
_RANGES = re.compile(r"bytes=\s*(?:[0-9]+-[0-9]*|-[0-9]+)(?:\s*,\s*(?:[0-9]+-[0-9]*|-[0-9]+))*\s*")
_META_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
_VALIDATORS = (b"if-none-match", b"if-modified-since")
_GZIP_TAG = b'-gzip"'
_ACCEPTS_GZIP = re.compile(rb"\bgzip\b(?![^,]*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)


class Pages(StaticFiles):
    """``output/`` without its hidden files, each answer with the caching and the policy it deserves."""

    def __init__(
        self,
        folder: Path,
        change: Callable[[str], str] | None = None,
        is_draft: Callable[[str], bool] = lambda _path: False,
        frame_ancestors: str = "'none'",
    ) -> None:
        """``change``: what is done to the text of each page on its way. ``is_draft``: whether a path is kept back.

        ``frame_ancestors``: who may show a page in a frame, as a Content Security Policy has it.
        """
        super().__init__(directory=folder, html=True)
        self._change = change
        self._is_draft = is_draft
        self._frames = f"frame-ancestors {frame_ancestors}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, without what nobody can make sense of in its headers."""
        await super().__call__({**scope, "headers": _sensible_headers(scope)}, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file, the folder's page, or the page for what is not there."""
        try:
            if _is_private(path) or self._is_draft(path):
                raise HTTPException(404)
            response = await super().get_response(path, self._without_validators(path, scope))
            if isinstance(response, FileResponse):
                response = await self._dressed(response, scope)
        except FileNotFoundError:  # the site was published again between the look for the file and its reading
            return self._not_found(scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return self._not_found(scope)
        if isinstance(response, RedirectResponse):
            return _relative_redirect(scope)
        versioned = path.startswith("assets/") or scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = FOREVER if versioned and response.status_code < 300 else ALWAYS_ASK
        return response

    def _without_validators(self, path: str, scope: Scope) -> Scope:
        """Return a request for a page that is changed on its way without what only the file is compared with."""
        if not self._change or Path(path).suffix not in ("", ".html"):
            return scope
        headers = [(name, value) for name, value in scope["headers"] if name not in _VALIDATORS]
        return {**scope, "headers": headers}

    async def _dressed(self, response: FileResponse, scope: Scope) -> Response:
        """Return the file's answer with its type and policy, its text changed or compressed where that applies."""
        path = Path(response.path)
        scope["headers"] = _satisfiable_headers(scope["headers"], path.stat().st_size)
        if path.suffix in TYPES:
            response.headers["Content-Type"] = TYPES[path.suffix]
        if path.suffix == ".html":
            text = await run_in_threadpool(path.read_text, "utf-8", "replace")
            policy = _META_POLICY.search(text[:4000])
            policy_header = f"{html.unescape(policy[1]) if policy else STRICT_POLICY}; {self._frames}"
            if self._change:
                return await run_in_threadpool(
                    _changed_page, self._change(text), response.status_code, policy_header, dict(scope["headers"])
                )
            response.headers["Content-Security-Policy"] = policy_header
        wanted = dict(scope["headers"])
        small_or_large = not MIN_COMPRESSED_BYTES <= path.stat().st_size <= MAX_COMPRESSED_BYTES
        if path.suffix not in COMPRESSED or small_or_large or response.status_code != 200 or b"range" in wanted:
            return response
        response.headers["Vary"] = "Accept-Encoding"
        if not _ACCEPTS_GZIP.search(wanted.get(b"accept-encoding", b"")):
            return response
        stat = path.stat()
        body = await run_in_threadpool(_compressed, path, stat.st_mtime_ns, stat.st_size)
        headers = {name: value for name, value in response.headers.items() if name not in ("content-length", "etag")}
        headers |= {"Content-Encoding": "gzip", "ETag": response.headers["etag"][:-1] + _GZIP_TAG.decode()}
        return Response(b"" if scope["method"] == "HEAD" else body, 200, {**headers, "Content-Length": str(len(body))})

    def _not_found(self, scope: Scope) -> Response:
        """Return the site's own page for an address that does not exist, or a plain one that leads home."""
        own = Path(str(self.directory)) / "404.html"
        headers = {"Cache-Control": ALWAYS_ASK, "Content-Security-Policy": STRICT_POLICY + "; frame-ancestors 'none'"}
        if own.is_file():
            text = own.read_text("utf-8", "replace")
            if policy := _META_POLICY.search(text[:4000]):
                headers["Content-Security-Policy"] = f"{html.unescape(policy[1])}; frame-ancestors 'none'"
            return HTMLResponse(text, 404, headers)
        home = html.escape(scope.get("root_path", "").rstrip("/") + "/")
        title = html.escape(_("This page does not exist."))
        link = html.escape(_("All tours"))
        text = (
            f'<!DOCTYPE html>\n<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<title>{title}</title><h1>{title}</h1><p><a href="{home}">{link}</a></p>\n'
        )
        return HTMLResponse(text, 404, headers)


def _changed_page(text: str, status: int, policy: str, wanted: Mapping[bytes, bytes]) -> Response:
    """Return the answer with a page's text that is not the file's, compressed where that is wanted."""
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"Content-Security-Policy": policy, "Vary": "Accept-Encoding", "ETag": etag}
    if status == 200 and etag in wanted.get(b"if-none-match", b"").decode("latin-1"):
        return Response(status_code=304, headers=headers)
    if len(body) >= MIN_COMPRESSED_BYTES and _ACCEPTS_GZIP.search(wanted.get(b"accept-encoding", b"")):
        body = gzip.compress(body, 6, mtime=0)
        headers |= {"Content-Encoding": "gzip", "ETag": etag[:-1] + _GZIP_TAG.decode()}
    return HTMLResponse(body, status, headers)


def _is_private(path: str) -> bool:
    parts = [part for part in Path(path).parts if part != "."]
    return any(part.startswith(".") for part in parts) or bool(PRIVATE_FOLDERS & set(parts[1:3]))


def _sensible_headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Return the request's headers without a range nobody can make sense of, as RFC 9110, 14.2 asks for.

    Only GET knows ranges, and their unit in large letters is the same.
    The mark of compressed answers is taken from validators: the file behind them is the same.
    """
    headers: list[tuple[bytes, bytes]] = []
    for name, value in scope["headers"]:
        if name == b"range":
            value = value.lower()
            if scope["method"] != "GET" or not _is_sensible_range(value.decode("latin-1")):
                continue
        headers.append((name, value.replace(_GZIP_TAG, b'"') if name in (b"if-none-match", b"if-range") else value))
    return headers


def _satisfiable_headers(headers: list[tuple[bytes, bytes]], size: int) -> list[tuple[bytes, bytes]]:
    """Return the headers with those of several ranges that lie within the file, where any does (RFC 9110, 15.5.17)."""

    def keep_satisfiable(value: bytes) -> bytes:
        ranges = [each.strip() for each in value.removeprefix(b"bytes=").split(b",")]
        inside = [each for each in ranges if int(each.partition(b"-")[0] or 0) < size and each != b"-0"]
        return b"bytes=" + b",".join(inside or ranges)

    return [(name, keep_satisfiable(value) if name == b"range" else value) for name, value in headers]


def _is_sensible_range(value: str) -> bool:
    if value.count(",") >= MAX_RANGES or not _RANGES.fullmatch(value):
        return False
    for first, last in re.findall(r"([0-9]+)-([0-9]+)", value):
        if len(first) > 18 or len(last) > 18 or int(first) > int(last):
            return False
    return True


def _relative_redirect(scope: Scope) -> Response:
    """Return the redirect to the folder's own address, relative: it holds whatever proxy or path lies before it."""
    last = scope["path"].rstrip("/").rpartition("/")[2]
    from urllib.parse import quote

    query = scope["query_string"].decode("latin-1")
    location = f"./{quote(last)}/" + (f"?{query}" if query else "")
    return Response(status_code=308, headers={"Location": location, "Cache-Control": ALWAYS_ASK})


@lru_cache(256)
def _compressed(path: Path, _modified: int, _size: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
