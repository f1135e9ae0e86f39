"""200 listeners at once, each asking for ranges of a stop's MP3.

    python -m benchmarks serve                  our server beside nginx on the same folder, for some seconds
    python -m benchmarks serve --minutes 10     every byte of every answer compared, and the server's memory

The load stays on loopback; beside nginx it comes from wrk. Errors must be 0; requests a second are a comparison.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Running:
    """A server under load."""

    port: int
    process: int


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
        with _ours(root) as server:
            our_rate, our_errors = _load(root, server.port)
        with _nginx(root) as server:
            nginx_rate, nginx_errors = _load(root, server.port)
    return [
        (f"serve: errors among {LISTENERS} listeners", our_errors, "0"),
        ("nginx: errors", nginx_errors, "0"),
        ("serve: requests/s", our_rate, ""),
        ("serve ÷ nginx, requests/s", our_rate / nginx_rate, ""),
    ]


def _load(root: Path, port: int) -> tuple[float, float]:
    command = ["wrk", "-t2", f"-c{LISTENERS}", f"-d{SECONDS}s", "--timeout", "10s", "-s", str(root / "load.lua")]
    completed = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True, timeout=SECONDS + 60
    )
    rate = re.search(r"Requests/sec:\s+([\d.]+)", completed.stdout)
    errors = re.search(r"errors=(\d+)", completed.stdout)
    assert rate and errors
    return float(rate[1]), float(errors[1])


@contextmanager
def _running(command: list[str], listener: socket.socket, environment: dict[str, str]) -> Iterator[Running]:
    """Run a server that takes over a socket which listens already."""
    port: int = listener.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, pass_fds=[listener.fileno()], **quiet) as process:  # type: ignore[call-overload]
        listener.close()
        try:
            yield Running(port, process.pid)
        finally:
            process.terminate()


@contextmanager
def _ours(root: Path) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        code = (
            "import socket; from pathlib import Path; from audioguide.web import app;"
            f"listener = socket.socket(fileno={listener.fileno()});"
            f"app.run_server(app.make_app(Path({str(root / 'output')!r})), listener)"
        )
        with _running([sys.executable, "-c", code], listener, dict(os.environ)) as server:
            yield server


@contextmanager
def _nginx(root: Path) -> Iterator[Running]:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {root}/{kind};" for kind in kinds)
    user = "user root;" if Path("/proc/self").owner() == "root" else ""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        (root / "nginx.conf").write_text(
            f"{user} daemon off; pid {root}/pid; error_log /dev/null; events {{ worker_connections 1024; }}"
            f"http {{ access_log off; {temporary}"
            f"server {{ listen 127.0.0.1:{listener.getsockname()[1]}; root {root}/output; }} }}"
        )
        command = ["nginx", "-c", str(root / "nginx.conf"), "-p", str(root)]
        with _running(command, listener, {**os.environ, "NGINX": f"{listener.fileno()};"}) as server:
            yield server


# ---------------------------------------------------------------- every byte, for minutes


@dataclass
class Listening:
    """What all listeners together met."""

    requests: int = 0
    errors: int = 0
    wrong: int = 0
    """Answers with a byte, a length or a status that is not right."""
    memory_mb: list[float] = field(default_factory=list)
    """Of the server, at each tenth of the time."""


def listen_for(minutes: float) -> Listening:
    """Let 200 listeners ask for ranges that long; compare each answer with the file."""
    met = Listening()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = root / "output/museum/stops/01.mp3"
        path.parent.mkdir(parents=True)
        path.write_bytes(random.Random(1).randbytes(SIZE))
        with _ours(root) as server:
            asyncio.run(_listen(server, path.read_bytes(), minutes, met))
    return met


async def _listen(server: Running, content: bytes, minutes: float, met: Listening) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + 60 * minutes

    async def watch_memory() -> None:
        while loop.time() < until:
            await asyncio.sleep(6 * minutes)
            met.memory_mb.append(resident_mb(server.process))

    async def listen(number: int) -> None:
        chance = random.Random(number)
        while loop.time() < until:
            try:
                await _listen_on_one_connection(server.port, content, chance, until, met)
            except (OSError, EOFError, ValueError):
                met.errors += 1

    await asyncio.gather(watch_memory(), *map(listen, range(LISTENERS)))


async def _listen_on_one_connection(
    port: int, content: bytes, chance: random.Random, until: float, met: Listening
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while asyncio.get_running_loop().time() < until:
            start = chance.randrange(len(content))
            end = min(len(content), start + chance.randrange(1, RANGE)) - 1
            request = f"GET /museum/stops/01.mp3 HTTP/1.1\r\nHost: a\r\nRange: bytes={start}-{end}\r\n\r\n"
            writer.write(request.encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = re.search(rb"content-length: (\d+)", head)
            body = await reader.readexactly(int(length[1])) if length else b""
            met.requests += 1
            place = f"content-range: bytes {start}-{end}/{len(content)}\r\n".encode()
            if not head.startswith(b"http/1.1 206") or place not in head or body != content[start : end + 1]:
                met.wrong += 1
    finally:
        writer.close()


def resident_mb(process: int) -> float:
    """Return the memory a process holds."""
    (line,) = (each for each in Path(f"/proc/{process}/status").read_text().splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def main(arguments: list[str]) -> None:
    """Listen as long as asked, and print what was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks serve")
    parser.add_argument("--minutes", type=float, required=True)
    options = parser.parse_args(arguments)
    met = listen_for(options.minutes)
    print(f"{LISTENERS} listeners, {options.minutes:g} min")
    print(f"{met.requests} answers, {met.wrong} wrong, {met.errors} errors")
    print("memory, MB, at each tenth: " + " ".join(f"{megabytes:.1f}" for megabytes in met.memory_mb))


if __name__ == "__main__":
    for name, value, target in run():
        print(f"{name:50} {value:10.2f}  {target}")
