"""A live site that is wrong in one way at a time, behind a real nginx: each way is found, and nothing else is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import need
from local_servers import listening_socket, nginx_environment, running
from site_tours import tour, write_site

from audioguide.errors import ConfigError
from audioguide.model import Manifest, Problem
from audioguide.web.site_check import LiveSite, check_live_site, fetch

HOSTING = Path(__file__).resolve().parents[2] / "docs" / "hosting.md"
EXPECTED = {"no-https"}
"""What is always found here: a server under test has no certificate."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    output = tmp_path_factory.mktemp("site")
    built_tour = tour(output, numbers=("1", "2", "3a"))
    write_site([built_tour], output)
    (output / "404.html").write_bytes((output / "index.html").read_bytes())
    return output, built_tour


def documented(language: str) -> list[str]:
    """The blocks of a language in docs/hosting.md."""
    return [part.partition("```")[0] for part in HOSTING.read_text("utf-8").split(f"```{language}\n")[1:]]


@contextmanager
def nginx_serving(folder: Path, work: Path, changes: dict[str, str]) -> Iterator[str]:
    """nginx as documented, with some lines changed; yields the address."""
    nginx = need("nginx", "apt install nginx-light")
    server, caching = documented("nginx")
    with listening_socket() as listener:
        port = listener.getsockname()[1]
        text = caching + server.replace("8080", f"127.0.0.1:{port}").replace("/srv/guide", str(folder))
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{kind}_temp_path {work}/{kind};\n" for kind in kinds)
        user = "user root;\n" if Path("/proc/self").owner() == "root" else ""
        (work / "nginx.conf").write_text(
            f"{user}daemon off;\npid {work}/pid;\nerror_log {work}/errors;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}{text}}}\n"
        )
        command = [nginx, "-c", str(work / "nginx.conf"), "-p", str(work)]
        with running(command, listener, env=nginx_environment(listener), stderr=subprocess.DEVNULL):
            yield f"http://127.0.0.1:{port}"


def check(base_url: str, output: Path, manifest: Manifest, labels: dict[str, tuple[str, ...]]) -> tuple[Problem, ...]:
    files = tuple(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    return check_live_site(LiveSite(base_url, output, (manifest,), files, labels))


def codes_of(problems: tuple[Problem, ...]) -> set[str]:
    assert all(problem.message and problem.hint and problem.place.file for problem in problems)
    return {problem.code for problem in problems} - EXPECTED


def test_a_site_hosted_as_documented_has_no_faults(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    output, manifest = built
    with nginx_serving(output, tmp_path, {}) as address:
        problems = check(address, output, manifest, {"school": ("1", "2", "3a")})
    assert codes_of(problems) == set() and {problem.code for problem in problems} == EXPECTED


FAULTS: dict[str, tuple[dict[str, str], set[str]]] = {
    "no ranges": ({"charset utf-8;": "charset utf-8; max_ranges 0;"}, {"no-ranges"}),
    "wrong type": ({"audio/mpeg mp3;": "application/octet-stream mp3;"}, {"wrong-type"}),
    "no compression": ({"gzip on;": "gzip off;"}, {"no-compression"}),
    "missing 404 page": ({"error_page 404 /404.html;": ""}, {"no-404-page"}),
    "every address is the front page": (
        {"try_files $uri $uri/ =404;": "try_files $uri $uri/ /index.html;"},
        {"no-404"},
    ),
    "frame policy": ({"add_header X-Frame-Options DENY always;": ""}, {"frame-policy"}),
    "cors": (
        {
            "add_header Referrer-Policy no-referrer always;": "add_header Access-Control-Allow-Origin "
            "https://evil.example always; add_header Access-Control-Allow-Credentials true always;"
        },
        {"cors"},
    ),
    "pages kept for a year": (
        {"default               no-cache;": 'default "max-age=31536000";'},
        {"pages-cached", "stale-worker"},
    ),
    "redirect loop": (
        {"location ~ /\\.": "location = /school/2/ { return 302 /school/2/; }\nlocation ~ /\\."},
        {"redirect-loop"},
    ),
    "label leads elsewhere": (
        {"location ~ /\\.": "location = /school/2/ { return 302 /school/1/; }\nlocation ~ /\\."},
        {"leads-elsewhere"},
    ),
    "missing stop": ({"location ~ /\\.": "location = /school/2/ { return 404; }\nlocation ~ /\\."}, {"page-missing"}),
    "capitals": ({"location ~ /\\.": "location /SCHOOL/ { alias SRV/school/; }\nlocation ~ /\\."}, {"wrong-case"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault: str, built: tuple[Path, Manifest], tmp_path: Path) -> None:
    output, manifest = built
    changes, expected = FAULTS[fault]
    changes = {old: new.replace("SRV", str(output)) for old, new in changes.items()}
    with nginx_serving(output, tmp_path, changes) as address:
        problems = check(address, output, manifest, {"school": ("1", "2", "3a")})
    assert codes_of(problems) == expected


def test_an_old_worker_and_old_files_are_found(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    output, manifest = built
    live = tmp_path / "live"
    shutil.copytree(output, live)
    (live / "sw.js").write_text("// old")
    (live / "school" / "1" / "index.html").write_text("<p>old")
    (live / "school" / manifest.stops[1].track.file).write_bytes(b"short")
    with nginx_serving(live, tmp_path, {}) as address:
        problems = check(address, output, manifest, {})
    assert codes_of(problems) == {"stale-worker", "page-differs", "sound-differs"}


def test_a_printed_label_without_a_stop_is_found(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    output, manifest = built
    with nginx_serving(output, tmp_path, {}) as address:
        problems = check(address, output, manifest, {"school": ("1", "9")})
    assert codes_of(problems) == {"dead-label"}


@pytest.mark.parametrize("address", ["ftp://guide.example", "guide.example", "", "http://127.0.0.1:9"])
def test_an_address_where_nothing_is_gets_a_clear_error(address: str, built: tuple[Path, Manifest]) -> None:
    output, manifest = built
    with pytest.raises(ConfigError) as caught:
        check(address, output, manifest, {})
    assert caught.value.hint


def test_other_hosts_are_not_asked(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    output, _manifest = built
    away = {"location ~ /\\.": "location = /away/ { return 302 http://elsewhere.invalid/; }\nlocation ~ /\\."}
    with nginx_serving(output, tmp_path, away) as address:
        answer = fetch(f"{address}/away/")
    assert answer.status == 302 and answer.url == "http://elsewhere.invalid/"
