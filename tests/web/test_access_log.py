"""Access logs as servers write them, and as nobody should."""

from __future__ import annotations

import gzip
import random
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from site_tours import tour, write_site

from audioguide import manifest
from audioguide.cli import group
from audioguide.commands import visitor_stats
from audioguide.errors import OutputError
from audioguide.project import Project
from audioguide.web import access_log

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
COMMON = '203.0.113.7 - - [10/Oct/2026:13:55:36 +0200] "GET {} HTTP/1.1" {} 2326'
COMBINED = COMMON + ' "https://guide.example/" "' + PHONE + '"'
CADDY = (
    '{{"level":"info","ts":1791633336.52,"logger":"http.log.access","msg":"handled request","request":'
    '{{"remote_ip":"2001:db8::7","client_ip":"2001:db8::7","proto":"HTTP/3.0","method":"GET","host":"guide.example",'
    '"uri":"{}","headers":{{"User-Agent":["' + PHONE + '"]}}}},"bytes_read":0,"size":2326,"status":{}}}'
)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (COMMON.format("/museum/3/", 200), "/museum/3/"),
        (COMBINED.format("/museum/3/?from=wall", 200), "/museum/3/"),
        (COMBINED.format("/guide/museum/stops/03.mp3?v=0123456789", 206), "/guide/museum/stops/03.mp3"),
        (CADDY.format("/museum/stops/03.mp3?v=01", 206), "/museum/stops/03.mp3"),
        (COMBINED.format("/%E5%8D%9A%E7%89%A9%E9%A6%86/3/", 304), "/博物馆/3/"),
        (COMBINED.format("https://guide.example/museum/3/", 200), "/museum/3/"),
        (COMBINED.format("/museum/3/", 200).replace("203.0.113.7 -", "2001:db8::1 -"), "/museum/3/"),
        (COMBINED.format("/museum/3/", 200).replace("- -", "- jo smith"), "/museum/3/"),
        (COMBINED.format("/museum/3/", 200).replace("2326", "-"), "/museum/3/"),
        (COMBINED.format("/museum/3/", 200) + ' "0.003" rt=0.1', "/museum/3/"),
        (COMBINED.format("/museum/3/", 200).replace(PHONE, r"A \"quoted\" browser"), "/museum/3/"),
    ],
    ids=range(11),
)
def test_shapes_of_nginx_apache_and_caddy_are_read(line: str, path: str) -> None:
    request = access_log.parse_line(line.encode() + b"\n")
    assert request is not None
    assert (request.day, request.path) == (date(2026, 10, 10), path)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"\x16\x03\x01\x02\x00",
        b'203.0.113.7 - - [10/Oct/2026:13:55:36 +0200] "\\x16\\x03\\x01" 400 150 "-" "-"',
        b'203.0.113.7 - - [10/Oct/2026:13:55:36 +0200] "-" 408 0 "-" "-"',
        b'203.0.113.7 - - [99/Foo/2026:13:55:36 +0200] "GET / HTTP/1.1" 200 1',
        b'203.0.113.7 - - [31/Feb/2026:13:55:36 +0200] "GET / HTTP/1.1" 200 1',
        b'203.0.113.7 - - [10/Oct/2026:13:55:36 +0200] "GET http://[::1/ HTTP/1.1" 200 1',
        COMBINED.format("/museum/3/", 404).encode(),
        COMBINED.format("/museum/3/", 301).encode(),
        COMBINED.replace("GET", "HEAD").format("/museum/3/", 200).encode(),
        COMBINED.replace("GET", "POST").format("/museum/3/", 200).encode(),
        COMBINED.format("/museum/3/", 200).replace("iPhone;", "Googlebot/2.1;").encode(),
        COMBINED.format("/museum/3/", 200).replace(PHONE, "curl/8.5.0").encode(),
        b"{",
        b"[" * 100_000,
        b'{"request":' * 5000,
        b'{"request": [], "ts": "x", "status": 200}',
        b'{"request": {"method": "GET", "uri": "/1/"}, "ts": 1e400, "status": 200}',
        b'{"request": {"method": "GET", "uri": "/1/", "headers": {"User-Agent": 3}}, "ts": 1, "status": 200}',
        b"a" * 16_000,
        b"- " * 8_000,
        b'a b "[' * 2_000,
        (b'"' + b"\\" * 15_000),
    ],
    ids=range(24),
)
def test_what_is_no_visit_counts_nothing_and_harms_nothing(line: bytes) -> None:
    assert access_log.parse_line(line) is None


@pytest.fixture
def project(tmp_path: Path) -> Project:
    output = tmp_path / "output"
    tours = [tour(output, "museum", numbers=("1", "3a")), tour(output, "museum", "en", numbers=("1", "3a"))]
    write_site(tours, output)
    for built in tours:
        (output / built.folder / manifest.MANIFEST_FILE).write_text(manifest.to_json(built), "utf-8")
    (tmp_path / "scripts").mkdir()
    return Project(tmp_path)


def write_log(path: Path) -> Path:
    other = COMBINED.replace("203.0.113.7", "203.0.113.8")
    lines = [
        COMBINED.format("/museum/1/", 200),
        COMBINED.format("/museum/1/", 200),  # the same device again, that day
        COMBINED.format("/museum/1/", 200).replace("10/Oct", "11/Oct"),
        other.format("/museum/1/index.html", 200),
        COMBINED.format("/museum/stops/01.mp3?v=0a", 206),
        COMBINED.format("/museum/stops/01.mp3?v=0a", 206),
        other.format("/guide/museum/en/3a/", 200),
        other.format("/museum/en/stops/3a.mp3?v=1", 200),
        COMBINED.format("/museum/9/", 200),
        COMBINED.format("/other/1/", 200),
        "x" * 100_000,
        CADDY.format("/museum/3a/", 200),
    ]
    text = ("\n".join(lines)).encode()  # the last line has no end
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


@pytest.mark.parametrize("name", ["access.log", "access.log.2.gz"])
def test_devices_count_once_a_day_at_a_stop_in_all_editions(project: Project, tmp_path: Path, name: str) -> None:
    log = write_log(tmp_path / name)
    rows = visitor_stats.count_logged_use(project, "museum", [log])
    assert [(row.number, row.opened, row.fetched) for row in rows] == [("1", 3, 1), ("3a", 2, 1)]
    days = visitor_stats.list_logged_days(project, "museum", [log])
    assert [(str(d.day), d.tour, d.language, d.stop, d.opened, d.fetched) for d in days] == [
        ("2026-10-10", "museum", "zh-CN", "1", 2, 1),
        ("2026-10-10", "museum", "zh-CN", "3a", 1, 0),
        ("2026-10-10", "museum/en", "en", "3a", 1, 1),
        ("2026-10-11", "museum", "zh-CN", "1", 1, 0),
    ]


def test_several_logs_are_added_and_printed(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    logs = [str(write_log(tmp_path / name)) for name in ("a.log", "b.log.gz")]
    result = CliRunner().invoke(group, ["stats", "museum", "--log", logs[0], "--log", logs[1]])
    assert result.exit_code == 0, result.output
    assert [line.split()[:3] for line in result.output.splitlines()[1::2]] == [["1", "6", "2"], ["3a", "4", "2"]]
    result = CliRunner().invoke(group, ["stats", "museum", "--csv", "--log", logs[0]])
    assert result.output.splitlines()[:2] == ["day,tour,language,stop,opened,fetched", "2026-10-10,museum,zh-CN,1,2,1"]


def test_a_damaged_log_is_named(project: Project, tmp_path: Path) -> None:
    log = write_log(tmp_path / "access.log.gz")
    content = bytearray(log.read_bytes())
    for _n in range(40):
        content[random.Random(_n).randrange(12, len(content))] ^= 0xFF
    log.write_bytes(content)
    with pytest.raises(OutputError, match=r"access\.log\.gz"):
        visitor_stats.count_logged_use(project, "museum", [log])


def test_nothing_of_a_visitor_is_kept(project: Project, tmp_path: Path) -> None:
    days = visitor_stats.list_logged_days(project, "museum", [write_log(tmp_path / "access.log")])
    assert "203.0.113" not in repr(days)
    assert not project.counts.exists()
