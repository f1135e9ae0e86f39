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

Mode = Literal["good", "cut", "stalled", "portal"]
CHUNK_BYTES = 1024
PORTAL = b"<!doctype html><title>Hotel</title><p>Please log in."


class WeakServer:
    """The folder below http://localhost; ``mode`` and ``bytes_per_second`` of sound change at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mode: Mode = "good"
        self.bytes_per_second = 0
        """Of MP3s; 0: as fast as it goes."""
        self.requests: list[str] = []
        self._changed = threading.Condition()
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
        limited = self.bytes_per_second if file.suffix == ".mp3" else 0
        with suppress(OSError):
            for at in range(start, end + 1, CHUNK_BYTES):
                if not self._is_good(request):
                    return
                request.wfile.write(content[at : min(at + CHUNK_BYTES, end + 1)])
                if limited:
                    with self._changed:
                        self._changed.wait(CHUNK_BYTES / limited)

    def _is_good(self, request: BaseHTTPRequestHandler) -> bool:
        """Whether the answer may go on; a stalled one waits here until the line changes."""
        with self._changed:
            was_stalled = self.mode == "stalled"
            self._changed.wait_for(lambda: self.mode != "stalled")
        if was_stalled:  # the old connection stays dead
            request.close_connection = True
            return False
        if self.mode == "portal":
            with suppress(OSError):
                request.send_response(200)
                request.send_header("Content-Type", "text/html")
                request.send_header("Content-Length", str(len(PORTAL)))
                request.end_headers()
                request.wfile.write(PORTAL)
            return False
        if self.mode == "cut":
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
