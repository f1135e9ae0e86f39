"""The server as clients meet it: ranges, validators, caching, nothing outside the folder, anonymous counts."""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from conftest import NEVER_S, ROOT, need
from local_servers import (
    UnixConnection,
    ask,
    ask_over,
    close_connections,  # noqa: F401
    has_ipv6,
    listening_socket,
    nginx_environment,
    running,
    served,
)

from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.errors import AudioguideError
from audioguide.project import Project
from audioguide.web import app, listening, stats

SCRIPT = """\
schema: 1
title: Museum
language: en
stops:
  - number: 1
    title: The gate
    text: Welcome to the museum.
  - number: 2
    title: The mill
    text: This is the mill.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    (root / "scripts").mkdir()
    (root / "scripts/museum.yaml").write_text(SCRIPT)
    shutil.copy(ROOT / "voices.yaml", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOGUIDE_CACHE", str(root / "cache"))
        patch.chdir(root)
        build.build_tours(Project(root), BuildRequest(engine="silent"))
    (root / "secret.txt").write_text("secret")
    (root / "output/.hidden").write_text("secret")
    return Project(root)


@pytest.fixture(scope="module")
def port(project: Project) -> Iterator[int]:
    with served(app.make_app(project.output)) as server:
        yield server


MP3 = "/museum/stops/01.mp3"


def test_a_range_is_answered_206(project: Project, port: int) -> None:
    complete = (project.output / MP3[1:]).read_bytes()
    answer = ask(port, MP3, Range="bytes=100-199")
    assert (answer.status, answer.read()) == (206, complete[100:200])
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(complete)}"
    assert answer.headers["Content-Type"] == "audio/mpeg"
    last = ask(port, MP3, Range="bytes=-10")
    assert (last.status, last.read()) == (206, complete[-10:])
    assert ask(port, MP3, Range=f"bytes={len(complete)}-").status == 416


def test_an_unchanged_file_is_answered_304(port: int) -> None:
    first = ask(port, "/museum/1/")
    first.read()
    assert ask(port, "/museum/1/", If_None_Match=first.headers["ETag"]).status == 304


def test_only_what_is_named_by_its_content_is_kept_for_good(project: Project, port: int) -> None:
    page = ask(port, "/museum/1/").read().decode()
    style = re.search(r'href="(?:\.\./)*(assets/[^"]+\.css)"', page)
    assert style
    assert "immutable" in ask(port, "/" + style[1]).headers["Cache-Control"]
    assert "immutable" in ask(port, MP3 + "?v=abc").headers["Cache-Control"]
    for path in ("/museum/1/", MP3, "/sw.js"):
        assert ask(port, path).headers["Cache-Control"] == "no-cache"


def test_security_headers_on_every_answer(port: int) -> None:
    for path in ("/", MP3, "/nowhere"):
        headers = ask(port, path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/museum/..%2f..%2fsecret.txt", "/.hidden", "//etc/passwd", "/museum/%00"],
)
def test_nothing_outside_and_nothing_hidden(port: int, path: str) -> None:
    answer = ask(port, path)
    assert answer.status in (400, 404)
    assert b"secret" not in answer.read()


def test_counting(project: Project, tmp_path: Path) -> None:
    database = tmp_path / "stats.sqlite"
    good: dict[str, object] = {"event": "started", "tour": "museum", "stop": "1", "language": "en", "seconds": 0}
    with served(app.make_app(project.output, counts=database)) as port:
        page = ask(port, "/museum/1/").read().decode()
        assert f'data-stats="{app.STATS}"' in page
        for body in (good, good, {**good, "event": "heard", "seconds": 30}, {**good, "event": "finished"}):
            assert ask(port, app.STATS, "POST", json.dumps(body)).status == 204
        bad: list[object] = [
            {**good, "event": "bought"},
            {**good, "tour": "../x"},
            {**good, "stop": "99"},
            {**good, "stop": {}},
            {**good, "stop": 0},
            {**good, "stop": None},
            {**good, "seconds": 1e9},
            {**good, "seconds": "many"},
            {**good, "language": "<script>"},
            [],
            None,
        ]
        for wrong in bad:
            assert ask(port, app.STATS, "POST", json.dumps(wrong)).status == 400
        assert ask(port, app.STATS, "POST", "no json").status == 400
        assert ask(port, app.STATS, "POST", "x" * 5000).status == 413
    assert stats.site_counts(database, "museum") == [stats.Count("museum", "en", "1", 2, 1, 30)]
    assert (
        stats.counts_csv(stats.daily_rows(database, "museum")).splitlines()[1] == f"{date.today()},museum,en,1,2,1,30"
    )
    assert "127.0.0.1" not in database.read_bytes().decode("latin-1")


def test_answers_of_visitors_are_kept_as_sums(project: Project, tmp_path: Path) -> None:
    database = tmp_path / "stats.sqlite"
    good: dict[str, object] = {"event": "good", "tour": "museum", "stop": "1", "language": "en", "seconds": 0}
    with served(app.make_app(project.output, counts=database)) as port:
        for event in ("good", "good", "bad", "wrong"):
            assert ask(port, app.STATS, "POST", json.dumps({**good, "event": event})).status == 204
        for refused in ({"stop": ""}, {"stop": "99"}, {"tour": "other"}, {"language": "zh"}, {"event": "fine"}):
            assert ask(port, app.STATS, "POST", json.dumps({**good, **refused})).status == 400
        elsewhere = {"Origin": "https://elsewhere.example"}
        assert ask(port, app.STATS, "POST", json.dumps(good), **elsewhere).status == 403
    assert stats.stop_answers(database, "museum") == {"1": stats.Answers(2, 1, 1)}
    assert stats.site_counts(database, "museum") == []
    assert "127.0.0.1" not in database.read_bytes().decode("latin-1")


@pytest.mark.parametrize("other", ["axb", "A_B", "a_bc", "a_b.c"])
def test_a_site_counts_no_other_whose_name_resembles_its_own(tmp_path: Path, other: str) -> None:
    database = tmp_path / "stats.sqlite"
    for tour in ("a_b", "a_b/fr", other, f"{other}/fr"):
        for kind in ("started", "good"):
            stats.add_event(database, stats.Event(kind, tour, "1", "fr", 0), date(2026, 5, 1))
    assert [count.tour for count in stats.site_counts(database, "a_b")] == ["a_b", "a_b/fr"]
    assert [count.tour for _day, count in stats.daily_rows(database, "a_b")] == ["a_b", "a_b/fr"]
    assert stats.stop_answers(database, "a_b") == {"1": stats.Answers(good=2)}


def test_a_flood_of_answers_is_cut_and_leaves_the_counts(project: Project, tmp_path: Path) -> None:
    database = tmp_path / "stats.sqlite"
    good: dict[str, object] = {"event": "good", "tour": "museum", "stop": "1", "language": "en", "seconds": 0}
    most = 10 * app.MAX_ANSWERS_PER_S
    with served(app.make_app(project.output, counts=database)) as port:
        answers = [ask(port, app.STATS, "POST", json.dumps(good)).status for _n in range(6 * most)]
        assert answers[:most] == [204] * most
        started = json.dumps({**good, "event": "started"})
        assert ask(port, app.STATS, "POST", started).status == 204
    assert stats.stop_answers(database, "museum")["1"].good == answers.count(204)
    assert set(answers) <= {204, 429}


def test_static_pages_count_nothing(port: int) -> None:
    assert 'data-stats=""' in ask(port, "/museum/1/").read().decode()
    assert ask(port, app.STATS, "POST", "{}").status == 405


def test_a_changed_script_is_built_and_open_pages_are_told(project: Project, tmp_path: Path) -> None:
    watched = tmp_path / "museum.yaml"
    watched.write_text("one")
    rebuilt = threading.Event()
    application = app.make_app(project.output, rebuild=rebuilt.set, watched=(tmp_path,))
    with served(application) as port:
        assert app.RELOAD in ask(port, "/museum/1/").read().decode()
        events = ask(port, app.EVENTS)
        assert events.readline() == b": listening\n"
        reloaded = threading.Event()

        def read_events() -> None:
            while line := events.readline():
                if line == b"data: reload\n":
                    reloaded.set()

        reading = threading.Thread(target=read_events)
        reading.start()
        touches = iter(range(10_000_000))
        while not reloaded.wait(0.2):  # the watcher, and the page, may begin to look only after our first change
            watched.write_text(f"change {next(touches)}")
        assert rebuilt.is_set()
    reading.join()  # the server has gone, and with it the events


def test_a_file_that_is_replaced_or_comes_later_is_built_and_a_broken_build_ends_nothing(
    project: Project, tmp_path: Path
) -> None:
    voices, site, scripts = tmp_path / "voices.yaml", tmp_path / "site.yaml", tmp_path / "scripts"
    scripts.mkdir()
    voices.write_text("one")
    rebuilt: queue.Queue[None] = queue.Queue()

    def rebuild() -> None:
        rebuilt.put(None)
        raise OSError("No space left on device")

    def write_as_editors_do(path: Path, text: str) -> None:
        path.with_suffix(".part").write_text(text)
        path.with_suffix(".part").rename(path)

    with served(app.make_app(project.output, rebuild=rebuild, watched=(scripts, voices, site))):
        for path in (voices, voices, site, scripts / "mill.yaml", voices):
            while not rebuilt.empty():
                rebuilt.get()
            for touch in count():  # the watcher may begin to look only after our first change
                write_as_editors_do(path, f"change {touch}")
                with suppress(queue.Empty):
                    rebuilt.get(timeout=1)
                    break


def test_a_taken_port_is_told_with_one_that_is_free(port: int) -> None:
    with pytest.raises(listening.PortTaken, match=str(port)) as error:
        listening.listen("127.0.0.1", port, 1, "audioguide serve")
    free = int(error.value.hint.rpartition("audioguide serve --port ")[2])
    with listening.listen("127.0.0.1", free, 1, "audioguide serve") as listener:
        assert listener.getsockname()[1] == free


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "2001:db8::1"])
def test_an_address_of_another_machine_is_refused_by_name(host: str) -> None:
    with pytest.raises(AudioguideError, match=host) as error:
        listening.listen(host, 0, 1, "audioguide serve")
    assert "--host 127.0.0.1" in error.value.hint


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", "http://localhost:80/"),
        ("0.0.0.0", "http://localhost:80/"),
        ("::", "http://localhost:80/"),
        ("::1", "http://[::1]:80/"),
        ("10.0.0.7", "http://10.0.0.7:80/"),
    ],
)
def test_addresses_can_be_typed_into_a_browser(host: str, here: str) -> None:
    assert listening.server_addresses(host, 80)[0] == here


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
@pytest.mark.parametrize("host", ["::", "::1"])
def test_pages_come_by_either_version(project: Project, host: str) -> None:
    with listening.listen(host, 0, 64, "audioguide serve") as listener:
        number = listener.getsockname()[1]
        with served(app.make_app(project.output), listener):
            for own in ("::1", *(["127.0.0.1"] if host == "::" else [])):
                answer = ask_over(http.client.HTTPConnection(own, number, timeout=NEVER_S), "/museum/1/")
                assert answer.status == 200


# ---------------------------------------------------------------- the configurations of docs/hosting.md


def configuration(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / "docs/hosting.md").read_text(), re.S)


def examine(ask_server: Callable[..., http.client.HTTPResponse], folder: Path) -> None:
    complete = (folder / MP3[1:]).read_bytes()
    answer = ask_server(MP3, Range="bytes=100-199")
    assert (answer.status, answer.read()) == (206, complete[100:200])
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert ask_server("/museum/1/").headers["Content-Type"].startswith("text/html")
    assert ask_server("/museum/stops/01.vtt").headers["Content-Type"].startswith("text/vtt")
    assert ask_server("/museum/1").status in (301, 302, 308)
    assert ask_server("/.hidden").status == 404
    assert ask_server("/museum/1/").headers["Cache-Control"] == "no-cache"
    assert "immutable" in ask_server(MP3 + "?v=abc").headers["Cache-Control"]
    assert ask_server("/").headers["X-Content-Type-Options"] == "nosniff"


def test_nginx_as_documented(project: Project, tmp_path: Path) -> None:
    nginx = need("nginx", "apt install nginx-light")
    server, caching = configuration("nginx")
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = tmp_path / "nginx.conf"
    user = "user root;\n" if Path("/proc/self").owner() == "root" else ""
    with listening_socket() as listener:
        server = server.replace("8080", f"127.0.0.1:{listener.getsockname()[1]}")
        server = server.replace("/srv/guide", str(project.output))
        file.write_text(
            f"{user}daemon off;\npid {tmp_path}/pid;\nerror_log {tmp_path}/errors;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}{caching}{server}}}\n"
        )
        command = [nginx, "-c", str(file), "-p", str(tmp_path)]
        with running(command, listener, env=nginx_environment(listener), stderr=subprocess.DEVNULL) as port:
            examine(partial(ask, port), project.output)


def test_caddy_as_documented(project: Project, tmp_path: Path) -> None:
    caddy = need("caddy", "apt install caddy")
    (text,) = configuration("caddy")
    address = str(tmp_path / "socket")
    text = text.replace(":8081 {", f"http://localhost {{\n\tbind unix/{address}")
    text = text.replace("/srv/guide", str(project.output))
    file, process = tmp_path / "Caddyfile", tmp_path / "pid"
    file.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text)
    command = [caddy, "start", "--config", str(file), "--adapter", "caddyfile", "--pidfile", str(process)]
    # it returns once the server it leaves behind listens
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        examine(lambda path, **headers: ask_over(UnixConnection(address), path, **headers), project.output)
    finally:
        os.kill(int(process.read_text()), signal.SIGTERM)
