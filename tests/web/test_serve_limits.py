"""The server under pressure and hostile hands: nobody keeps a visitor out, fills the disk, or forges a count."""

# ruff: noqa: F811

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import resource
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from conftest import NEVER_S
from local_servers import ask, close_connections, listening_socket, running, served  # noqa: F401
from test_serve import MP3, project  # noqa: F401

from audioguide.project import Project
from audioguide.web import app, connections, static_pages, stats


@pytest.fixture(scope="module")
def port(project: Project) -> Iterator[int]:
    (project.output / "museum/proof").mkdir(exist_ok=True)
    (project.output / "museum/proof/report.json").write_text("{}")
    (project.output / "picture.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with served(app.make_app(project.output)) as number:
        yield number


def talk(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), NEVER_S) as connection:
        connection.sendall(request)
        answer = b""
        while block := connection.recv(65_536):
            answer += block
        return answer


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize("host", ["evil.example", "guide.example.org", "127.0.0.1"])
def test_redirects_are_relative_whatever_the_host(port: int, host: str) -> None:
    answer = talk(port, f"GET /museum?lang=en HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    location = re.search(rb"location: (.*?)\r\n", answer, re.I)
    assert location and location[1] == b"./museum/?lang=en"
    deeper = ask(port, "/museum/1")
    assert deeper.headers["Location"] == "./1/"


@pytest.mark.parametrize("path", ["/nowhere", "/museum/99/", "/.hidden", "/museum/proof/report.json"])
def test_what_is_not_there_has_a_page_that_leads_home(port: int, path: str) -> None:
    answer = ask(port, path)
    text = answer.read().decode()
    assert answer.status == 404 and 'href="' in text and "text/html" in answer.headers["Content-Type"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_the_sites_own_page_for_what_is_not_there(project: Project, port: int) -> None:
    (project.output / "404.html").write_text("<h1>Lost</h1>")
    try:
        answer = ask(port, "/nowhere")
        assert (answer.status, answer.read()) == (404, b"<h1>Lost</h1>")
    finally:
        (project.output / "404.html").unlink()


# ---------------------------------------------------------------- headers, ranges, compression


@pytest.mark.parametrize("path", ["/", MP3, "/nowhere", "/picture.svg", "/museum", "/museum/stops/01.vtt", "/sw.js"])
def test_every_answer_has_a_policy(port: int, path: str) -> None:
    headers = ask(port, path).headers
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert len(headers.get_all("Content-Security-Policy") or []) == 1
    if path not in ("/", "/nowhere"):  # a page of the site, that for wrong addresses too, has a script of its own
        assert "script-src" not in headers["Content-Security-Policy"]


def test_a_pages_own_policy_is_a_header_too(port: int) -> None:
    answer = ask(port, "/museum/1/")
    meta = re.search(r'Content-Security-Policy" content="([^"]+)"', answer.read().decode())
    assert meta and answer.headers["Content-Security-Policy"] == f"{meta[1]}; frame-ancestors 'none'"


@pytest.mark.parametrize("ancestors", ["*", "https://museum.example https://town.example"])
def test_pages_that_may_be_embedded_say_where(project: Project, ancestors: str) -> None:
    with served(app.make_app(project.output, frame_ancestors=ancestors)) as number:
        page = ask(number, "/museum/1/?embed")
        assert page.headers["Content-Security-Policy"].endswith(f"; frame-ancestors {ancestors}")
        assert page.headers["X-Frame-Options"] is None  # knows no list, and would win in old browsers


@pytest.mark.parametrize(
    "value",
    ["octets=0-1", "bytes", "bytes=", "bytes=a-b", "bytes=5-2", "bytes=0-0,", "0-1", "bytes=-", "bytes= 1 - 2",
     "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 2000, 2)), "bytes=9" + "9" * 30 + "-"],
)  # fmt: skip
def test_a_range_nobody_can_make_sense_of_is_ignored(project: Project, port: int, value: str) -> None:
    answer = ask(port, MP3, Range=value)
    if value.startswith("bytes=999"):  # it makes sense, but lies beyond the end
        assert answer.status == 416
        return
    assert answer.status == 200
    assert answer.read() == (project.output / MP3[1:]).read_bytes()


@pytest.mark.parametrize(("value", "expected"), [("bytes=0-0", 1), ("bytes=-1", 1), ("bytes=2-", None)])
def test_a_sensible_range_is_answered(project: Project, port: int, value: str, expected: int | None) -> None:
    answer = ask(port, MP3, Range=value)
    size = (project.output / MP3[1:]).stat().st_size
    assert (answer.status, len(answer.read())) == (206, expected or size - 2)


def test_only_get_knows_ranges(project: Project, port: int) -> None:
    answer = ask(port, MP3, "HEAD", Range="bytes=0-1")
    assert (answer.status, answer.headers["Content-Range"]) == (200, None)
    assert int(answer.headers["Content-Length"]) == (project.output / MP3[1:]).stat().st_size


@pytest.mark.parametrize("value", ["Bytes=2-5", "bytes=2-5,{size}-", "bytes=99999999-, 2-5", "bytes=-0,2-5"])
def test_the_ranges_that_lie_within_the_file_are_answered(project: Project, port: int, value: str) -> None:
    sound = (project.output / MP3[1:]).read_bytes()
    answer = ask(port, MP3, Range=value.format(size=len(sound)))
    assert (answer.status, answer.read()) == (206, sound[2:6])
    assert answer.headers["Content-Range"] == f"bytes 2-5/{len(sound)}"


@pytest.mark.parametrize("value", ["bytes=-0", "bytes={size}-", "bytes={size}-,-0"])
def test_a_range_beyond_the_file_is_refused_with_its_size(project: Project, port: int, value: str) -> None:
    size = (project.output / MP3[1:]).stat().st_size
    answer = ask(port, MP3, Range=value.format(size=size))
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{size}")


def test_text_is_compressed_for_who_takes_it_and_sound_is_not(project: Project, port: int) -> None:
    page = (project.output / "museum/1/index.html").read_bytes()
    small = ask(port, "/museum/1/", Accept_Encoding="br, gzip")
    body = small.read()
    assert small.headers["Content-Encoding"] == "gzip" and gzip.decompress(body) == page
    assert int(small.headers["Content-Length"]) == len(body) < len(page)
    assert small.headers["Vary"] == "Accept-Encoding"
    again = ask(port, "/museum/1/", Accept_Encoding="gzip", If_None_Match=small.headers["ETag"])
    assert again.status == 304
    for path, encoding in (
        ("/museum/1/", "identity"),
        ("/museum/1/", "gzip;q=0"),
        ("/museum/1/", "gzip; a=1;Q=0.0, br"),
        (MP3, "gzip"),
    ):
        assert "Content-Encoding" not in ask(port, path, Accept_Encoding=encoding).headers
    head = ask(port, "/museum/1/", "HEAD", Accept_Encoding="gzip")
    assert head.read() == b"" and int(head.headers["Content-Length"]) == len(body)


def test_a_page_that_counts_has_a_validator_and_is_compressed_too(project: Project, tmp_path: Path) -> None:
    with served(app.make_app(project.output)) as port:
        of_the_file = ask(port, "/museum/1/").headers["ETag"]
    with served(app.make_app(project.output, counts=tmp_path / "counts.sqlite")) as port:
        page = ask(port, "/museum/1/")
        text = page.read()
        assert b"/_/stats" in text
        assert ask(port, "/museum/1/", If_None_Match=of_the_file).status == 200
        assert ask(port, "/museum/1/", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT").status == 200
        assert ask(port, "/museum/1/", If_None_Match=f'"other", {page.headers["ETag"]}').status == 304
        small = ask(port, "/museum/1/", Accept_Encoding="gzip")
        assert gzip.decompress(small.read()) == text and small.headers["ETag"] != page.headers["ETag"]
        assert ask(port, "/museum/1/", Accept_Encoding="gzip", If_None_Match=small.headers["ETag"]).status == 304


@pytest.mark.parametrize(("target", "status"), [("http://a/museum/1/", 200), ("HTTP://a:80/", 200), ("http://a", 200),
    ("https://a/museum/1/?v=1", 200), ("http://a/secret.txt", 404), ("http://a/../secret.txt", 404)])  # fmt: skip
def test_an_address_with_its_host_is_answered_as_its_path(port: int, target: str, status: int) -> None:
    assert ask(port, target).status == status


def test_a_file_that_goes_while_it_is_asked_for_is_not_there(project: Project, tmp_path: Path) -> None:
    class Going(static_pages.Pages):
        def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
            there, stat = super().lookup_path(path)
            Path(there).unlink(missing_ok=True)
            return there, stat

    (tmp_path / "page.html").write_text("<p>" * 500)
    with served(Going(tmp_path)) as port:
        assert ask(port, "/page.html").status == 404


def test_a_request_with_two_lengths_is_refused_and_its_rest_unread(port: int) -> None:
    smuggled = b"GET /museum/1/ HTTP/1.1\r\nHost: a\r\n\r\n"
    request = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    answer = talk(port, request + smuggled)
    assert answer.startswith(b"HTTP/1.1 400") and answer.count(b"HTTP/1.1 ") == 1


# ---------------------------------------------------------------- counting


def test_only_our_own_pages_count_and_only_what_there_is(project: Project, tmp_path: Path) -> None:
    database = tmp_path / "stats.sqlite"
    good: dict[str, object] = {"event": "started", "tour": "museum", "stop": "1", "language": "en", "seconds": 0}
    with served(app.make_app(project.output, counts=database)) as port:
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec_Fetch_Site": "cross-site"},
            {"Sec_Fetch_Site": "same-site"},
        ):
            assert ask(port, app.STATS, "POST", json.dumps(good), **headers).status == 403
        ours = {"Origin": f"http://127.0.0.1:{port}", "Sec_Fetch_Site": "same-origin"}
        assert ask(port, app.STATS, "POST", json.dumps(good), **ours).status == 204
        for language in ("xx", "中文", "e" * 12, "EN", None, ["en"]):
            assert ask(port, app.STATS, "POST", json.dumps({**good, "language": language})).status == 400
        assert ask(port, app.STATS, "POST", "[" * 2000).status == 400
        assert ask(port, app.STATS, "POST", json.dumps({**good, "seconds": float("nan")})).status == 400
    assert stats.site_counts(database, "museum") == [stats.Count("museum", "en", "1", 1, 0, 0)]


def test_a_flood_of_counts_is_cut(project: Project, tmp_path: Path) -> None:
    now = [0.0]
    budget = app.EventBudget(clock=lambda: now[0])
    taken = sum(budget.take() for _n in range(10_000))
    assert taken == 10 * app.MAX_EVENTS_PER_S
    now[0] += 1
    assert sum(budget.take() for _n in range(10_000)) == app.MAX_EVENTS_PER_S


def test_counts_that_cannot_be_written_are_told_in_one_line(
    project: Project,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "stats.sqlite").mkdir()
    body = json.dumps({"event": "started", "tour": "museum", "stop": "1", "language": "en", "seconds": 0})
    with served(app.make_app(project.output, counts=tmp_path / "stats.sqlite")) as port:
        assert ask(port, app.STATS, "POST", body).status == 503
    assert "Traceback" not in capfd.readouterr().err


# ---------------------------------------------------------------- connections


class Waiting:
    """A connection as ``Connections`` sees it."""

    def __init__(self, since: float, busy: bool = False) -> None:
        self.since, self.is_busy, self.dropped = since, busy, False

    def has_expired(self, now: float) -> bool:
        return now - self.since > 10

    def drop(self) -> None:
        self.dropped = True


def test_the_connection_that_waited_longest_gives_way() -> None:
    pool = connections.Connections(3)
    old, busy, young, newest = Waiting(2), Waiting(1, busy=True), Waiting(3), Waiting(4)
    for connection in (old, busy, young, newest):
        pool.add(connection)  # type: ignore[arg-type]
    assert [c.dropped for c in (old, busy, young, newest)] == [True, False, False, False]


def test_where_all_are_busy_the_newest_is_refused() -> None:
    pool = connections.Connections(1)
    first, second = Waiting(1, busy=True), Waiting(2, busy=True)
    for connection in (first, second):
        pool.add(connection)  # type: ignore[arg-type]
    assert (first.dropped, second.dropped) == (False, True)


def test_what_waits_too_long_is_closed() -> None:
    pool = connections.Connections(9)
    late, early = Waiting(0), Waiting(5)
    for connection in (late, early):
        pool.add(connection)  # type: ignore[arg-type]
    pool.sweep(11)
    assert (late.dropped, early.dropped) == (True, False)


def test_the_log_is_limited() -> None:
    now = [0.0]
    limit = connections.LogLimit(lambda: now[0])
    assert sum(limit.filter(None) for _n in range(1000)) == connections.MAX_LOG_LINES_PER_MINUTE  # type: ignore[arg-type]
    now[0] += 60
    assert limit.filter(None)  # type: ignore[arg-type]


SERVE = """
import socket, sys
from audioguide.web import app, connections

listener = socket.socket(fileno=int(sys.argv.pop(1)))
app.socket.create_server = lambda *_address, **_options: listener
connections.REQUEST_TIMEOUT_S = 3600  # idle connections give way to others, not to the time a slow machine takes
from audioguide.cli import main
main()
"""
"""``audioguide`` with a socket that listens already."""


@contextmanager
def serving(project: Project, log: Path, files: int) -> Iterator[int]:
    with listening_socket() as listener, log.open("wb") as file:
        arguments = f"{listener.fileno()} serve --host 127.0.0.1 --port {listener.getsockname()[1]}"
        shell = f'ulimit -n {files}; exec "$0" -c "$1" {arguments}'
        command = ["sh", "-c", shell, sys.executable, SERVE]
        with running(command, listener, cwd=project.root, stdout=file, stderr=file) as port:
            yield port


@pytest.mark.skipif(os.name != "posix" or not shutil.which("sh"), reason="no ulimit there")
def test_a_thousand_half_open_connections_keep_no_visitor_out(project: Project, tmp_path: Path) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2000:
        pytest.skip("this machine opens too few files for the test")
    resource.setrlimit(resource.RLIMIT_NOFILE, (2000, hard))
    log = tmp_path / "log"
    with serving(project, log, 256) as port, ExitStack() as stack:
        assert ask(port, "/museum/1/").status == 200  # so it accepts by now
        for number in range(1000):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), NEVER_S))
            if number % 2:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: half")
        for _visitor in range(20):
            visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=NEVER_S)
            visitor.request("GET", "/museum/1/")
            answer = visitor.getresponse()
            assert answer.status == 200 and b"gate" in answer.read()
            visitor.close()
    assert log.stat().st_size < 1_000_000
