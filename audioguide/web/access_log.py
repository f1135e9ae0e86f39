"""A web server's access log → how often each stop was opened, and its sound fetched.

For hosts that serve files and nothing else. Read are the common and the combined log format (Apache, nginx, most
hosting services) and Caddy's JSON lines, also gzipped. One device counts once a day at a stop; machines that say what
they are do not count. Addresses are compared while the log is read, and not kept.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from ..errors import OutputError
from ..i18n import _
from ..model import Manifest

MAX_LINE_BYTES = 16_384
"""Of a line that is read: servers refuse longer requests."""
MAX_DAYS_OPEN = 2
"""Days for which devices are remembered at a time: lines are written about in order."""
GZIP_MAGIC = b"\x1f\x8b"
_LINE = re.compile(
    rb"(?P<host>\S{1,255}) \S{1,255} .{0,255}?\[(?P<day>\d{2}/[A-Z][a-z]{2}/\d{4}):[\d:]{8} [+-]\d{4}\] "
    rb'"(?P<method>[A-Z]{1,20}) (?P<address>[^\s"]{1,8000})(?: HTTP/[\d.]{1,5})?" (?P<status>\d{3}) (?:\d{1,19}|-)'
    rb'(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
_MACHINE = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|curl/|wget|python-|monitor|preview|headless|uptime|lighthouse", re.I
)
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class LoggedRequest:
    """One line of the log, as far as it matters here."""

    day: date
    device: bytes
    """Digest of the sender's address and browser."""
    path: str


@dataclass(frozen=True)
class LoggedStop:
    """A stop on a day."""

    day: date
    tour: str
    """Folder of the tour below ``output/``."""
    language: str
    stop: str
    opened: int
    """Devices that opened its page."""
    fetched: int
    """Devices that fetched its sound, to play it or to have it without a network."""


def read_log(path: Path, manifests: Sequence[Manifest]) -> list[LoggedStop]:
    """Return what a log says about the stops of these tours, by day.

    Raises OutputError for a file that cannot be read; lines that are no requests for a stop are passed over.
    """
    try:
        if path.is_char_device():  # a pipe ends with the program that fills it, a device never
            raise OSError(errno.EINVAL, _("it is not a regular file"))
        with path.open("rb") as file:
            start = file.read(2)
            file.seek(0)
            lines = gzip.GzipFile(fileobj=file) if start == GZIP_MAGIC else file
            return _count_requests(_requests_of(_bounded_lines(lines)), manifests)
    except (OSError, EOFError, zlib.error) as error:
        raise OutputError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=getattr(error, "strerror", None) or error),
            hint=_("Give the access log of the web server, as it is or gzipped."),
        ) from error


def parse_line(line: bytes) -> LoggedRequest | None:
    """Return the request of a line; None where it is none that a visitor's page makes."""
    return _parse_json(line) if line.lstrip().startswith(b"{") else _parse_text(line)


def _bounded_lines(file: BinaryIO | gzip.GzipFile) -> Iterator[bytes]:
    """Yield the lines; of one that is too long nothing."""
    is_rest = False
    while line := file.readline(MAX_LINE_BYTES):
        is_complete = line.endswith(b"\n")
        if not is_rest and (is_complete or len(line) < MAX_LINE_BYTES):
            yield line
        is_rest = not is_complete


def _requests_of(lines: Iterator[bytes]) -> Iterator[LoggedRequest]:
    for line in lines:
        if request := parse_line(line):
            yield request


def _parse_text(line: bytes) -> LoggedRequest | None:
    match = _LINE.match(line)
    if not match:
        return None
    day, month, year = match["day"].decode().split("/")
    if month not in _ENGLISH_MONTHS:
        return None
    with suppress(ValueError):
        when = date(int(year), _ENGLISH_MONTHS.index(month) + 1, int(day))
        agent = (match["agent"] or b"").decode("utf-8", "replace")
        return _log_entry(when, match["method"], int(match["status"]), match["address"], match["host"], agent)
    return None


def _parse_json(line: bytes) -> LoggedRequest | None:
    try:
        entry = json.loads(line)
        request = entry["request"]
        agents = (request.get("headers") or {}).get("User-Agent") or [""]
        when = datetime.fromtimestamp(float(entry["ts"]), UTC).date()
        sender = str(request.get("client_ip") or request.get("remote_ip") or request.get("remote_addr") or "")
        address = str(request["uri"]).encode("utf-8", "replace")
        method = str(request["method"]).encode("utf-8", "replace")
        return _log_entry(
            when, method, int(entry["status"]), address, sender.encode("utf-8", "replace"), str(agents[0])
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, OSError, RecursionError):
        return None


def _log_entry(
    day: date, method: bytes, status: int, address: bytes, sender: bytes, agent: str
) -> LoggedRequest | None:
    if method != b"GET" or status not in (200, 206, 304) or _MACHINE.search(agent):
        return None
    try:
        path = unquote(urlsplit(address.decode("utf-8", "replace")).path)
    except ValueError:
        return None
    device = hashlib.blake2b(sender + b"\0" + agent.encode("utf-8", "replace"), digest_size=12).digest()
    return LoggedRequest(day, device, path)


def _count_requests(requests: Iterator[LoggedRequest], manifests: Sequence[Manifest]) -> list[LoggedStop]:
    find_stop = _stop_finder(manifests)
    languages = {manifest.folder: manifest.language for manifest in manifests}
    counts: dict[tuple[date, str, str], list[int]] = {}
    devices: dict[date, set[tuple[bytes, str, str, int]]] = {}
    for request in requests:
        if not (stop_request := find_stop(request.path)):
            continue
        tour, stop, kind = stop_request
        seen = devices.setdefault(request.day, set())
        while len(devices) > MAX_DAYS_OPEN:
            del devices[min(day for day in devices if day != request.day)]
        if (request.device, *stop_request) in seen:
            continue
        seen.add((request.device, *stop_request))
        counts.setdefault((request.day, tour, stop), [0, 0])[kind] += 1
    return [
        LoggedStop(day, tour, languages[tour], stop, opened, fetched)
        for (day, tour, stop), (opened, fetched) in sorted(counts.items())
    ]


def _stop_finder(manifests: Sequence[Manifest]) -> Callable[[str], tuple[str, str, int] | None]:
    """Return what says of a path which stop it belongs to, and whether it is its page (0) or its sound (1).

    The site may lie below any path of the server, so only the end of an address counts.
    """
    known: dict[str, tuple[str, str, int]] = {}
    for manifest in manifests:
        for stop in manifest.stops:
            known[f"{manifest.folder}/{stop.number}"] = (manifest.folder, stop.number, 0)
            known[f"{manifest.folder}/{stop.track.file}"] = (manifest.folder, stop.number, 1)

    def find(path: str) -> tuple[str, str, int] | None:
        parts = [part for part in path.removesuffix("/index.html").split("/") if part]
        # the longest first: "museum/en/3" is no stop of a tour called "en"
        return next((known[tail] for n in (4, 3, 2) if (tail := "/".join(parts[-n:])) in known), None)

    return find


def add_days(stops: Sequence[LoggedStop]) -> Mapping[str, tuple[int, int]]:
    """Return how often each stop was opened and its sound fetched, over all days and languages, by its number."""
    sums: dict[str, tuple[int, int]] = {}
    for each in stops:
        opened, fetched = sums.get(each.stop, (0, 0))
        sums[each.stop] = (opened + each.opened, fetched + each.fetched)
    return sums
