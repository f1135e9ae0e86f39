"""A web server whose line can be bad: slow, cut, stalled, or a hotel's login page instead of every answer."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

Mode = Literal["good", "cut", "stalled", "slow", "portal"]
SLOW_BYTES_PER_SECOND = 1000
"""Of MP3s on a slow line: a quarter of what they need."""
CHUNK_BYTES = 1024
PORTAL = b"<!doctype html><title>Hotel</title><p>Please log in."


class WeakServer:
    """The folder below http://localhost; ``mode`` and ``bytes_per_second`` of sound change at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mode: Mode = "good"
        self.bytes_per_second = 0
        """Of MP3s; 0: as fast as it goes."""
        self.turn: tuple[str, int, Mode] | None = None
        """The line changes to this mode once, after so many bytes of the file whose address ends so."""
        self.requests: list[str] = []
        self._changed = threading.Condition()
        self._is_closed = False
        weak = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                weak.answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self._server.server_port}/"

    def set_mode(self, mode: Mode) -> None:
        """Change the line, also of answers that are on their way."""
        with self._changed:
            self.mode = mode
            self._changed.notify_all()

    def close(self) -> None:
        self._is_closed = True
        self.set_mode("cut")
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0]
        self.requests.append(path)
        if not self._is_good(request):
            return
        file = self.folder / path.lstrip("/")
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            request.send_error(404)
            return
        content = file.read_bytes()
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
        start, end = (
            (int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)) if wanted else (0, len(content) - 1)
        )
        request.send_response(206 if wanted else 200)
        request.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        request.send_header("Content-Length", str(end - start + 1))
        request.send_header("Accept-Ranges", "bytes")
        if wanted:
            request.send_header("Content-Range", f"bytes {start}-{end}/{len(content)}")
        request.end_headers()
        with suppress(OSError):
            for at in range(start, end + 1, CHUNK_BYTES):
                self._take_turn(path, at)
                if not self._is_good(request, has_begun=True):
                    return
                request.wfile.write(content[at : min(at + CHUNK_BYTES, end + 1)])
                limit = SLOW_BYTES_PER_SECOND if self.mode == "slow" else self.bytes_per_second
                if limit and file.suffix == ".mp3":
                    with self._changed:
                        self._changed.wait(CHUNK_BYTES / limit)

    def _take_turn(self, path: str, sent: int) -> None:
        with self._changed:
            if not self.turn or not path.endswith(self.turn[0]) or sent < self.turn[1]:
                return
            self.mode, self.turn = self.turn[2], None
            self._changed.notify_all()

    def _is_good(self, request: BaseHTTPRequestHandler, *, has_begun: bool = False) -> bool:
        """Whether the answer may go on; a stalled one never does, though the line gets better."""
        if self.mode == "stalled":
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed)
        if self.mode == "portal" and not has_begun:
            with suppress(OSError):
                request.send_response(200)
                request.send_header("Content-Type", "text/html")
                request.send_header("Content-Length", str(len(PORTAL)))
                request.end_headers()
                request.wfile.write(PORTAL)
            return False
        if self.mode in ("cut", "portal"):
            request.close_connection = True
            return False
        return True


@contextmanager
def weak_server(folder: Path) -> Iterator[WeakServer]:
    """Serve a folder until the block ends."""
    server = WeakServer(folder)
    try:
        yield server
    finally:
        server.close()
