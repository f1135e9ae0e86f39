"""200 listeners at once, each asking for ranges of a stop's MP3: our server beside nginx on the same folder.

The load comes from wrk, on loopback only, for a few seconds. Errors must be 0; requests a second are a comparison.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LISTENERS = 200
SECONDS = 10
SIZE = 600_000
"""Bytes of the MP3: a stop of 75 s."""
RANGE = 65_536
SCRIPT = f"""
request = function()
  local start = math.random(0, {SIZE - RANGE})
  wrk.headers["Range"] = "bytes=" .. start .. "-" .. (start + {RANGE - 1})
  return wrk.format("GET", "/museum/stops/01.mp3")
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("errors=%d\\n", e.connect + e.read + e.write + e.status + e.timeout))
end
"""

Line = tuple[str, float, str]


def run() -> list[Line]:
    """Errors and the ratio of requests a second; without wrk and nginx there is nothing to compare."""
    if not (shutil.which("wrk") and shutil.which("nginx")):
        raise SystemExit("apt install wrk nginx-light")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        stops = root / "output/museum/stops"
        stops.mkdir(parents=True)
        (stops / "01.mp3").write_bytes(bytes(SIZE))
        (root / "load.lua").write_text(SCRIPT)
        root.chmod(0o755)
        with _ours(root) as port:
            our_rate, our_errors = _load(root, port)
        with _nginx(root) as port:
            nginx_rate, nginx_errors = _load(root, port)
    return [
        (f"serve: errors among {LISTENERS} listeners", our_errors, "0"),
        ("nginx: errors", nginx_errors, "0"),
        ("serve: requests/s", our_rate, ""),
        ("serve ÷ nginx, requests/s", our_rate / nginx_rate, ""),
    ]


def _load(root: Path, port: int) -> tuple[float, float]:
    command = ["wrk", "-t2", f"-c{LISTENERS}", f"-d{SECONDS}s", "--timeout", "10s", "-s", str(root / "load.lua")]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True, timeout=SECONDS + 60
    )
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    errors = re.search(r"errors=(\d+)", done.stdout)
    assert rate and errors
    return float(rate[1]), float(errors[1])


@contextmanager
def _running(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _try in range(500):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _ours(root: Path) -> Iterator[int]:
    port = _free_port()
    code = (
        "from pathlib import Path; from audioguide import serve;"
        f"serve.run(serve.app(Path({str(root / 'output')!r})), '127.0.0.1', {port})"
    )
    with _running([sys.executable, "-c", code], port):
        yield port


@contextmanager
def _nginx(root: Path) -> Iterator[int]:
    port = _free_port()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {root}/{kind};" for kind in kinds)
    user = "user root;" if Path("/proc/self").owner() == "root" else ""
    (root / "nginx.conf").write_text(
        f"{user} daemon off; pid {root}/pid; error_log /dev/null; events {{ worker_connections 1024; }}"
        f"http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{port}; root {root}/output; }} }}"
    )
    with _running(["nginx", "-c", str(root / "nginx.conf"), "-p", str(root)], port):
        yield port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    for name, value, target in run():
        print(f"{name:50} {value:10.2f}  {target}")
