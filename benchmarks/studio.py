"""The studio's figures: the first page, a tour of 200 stops, a sentence heard, edits, fifty kills.

What a browser adds to a sentence (decoding nothing, one buffer) is measured by ``tests/studio/test_desk.py``'s mark
``speech-first-sound``; here the clock runs from the request to the first samples. The machine should be idle.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from audioguide.authoring import script
from audioguide.commands.edit_script import apply_edit
from audioguide.commands.script_edits import SetText
from audioguide.commands.text_marks import mark_text
from audioguide.project import Project
from audioguide.studio.server import lasting_token

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
KILLS = 50
STOPS = 200
SENTENCES = (
    "去年五月，老人带着孩子来看果园和寺庙。",
    "到了秋天，村里的人都上山去摘柿子和核桃。",
    "桥头那边，有一棵老槐树和一口三丈深的井。",
    "每逢赶集，四面八方的乡亲都挑着担子过来。",
    "从前这里，只有一条小路通到山外边的县城。",
)
"""Twenty characters each, with the comma at which the first clause ends."""

Line = tuple[str, float, str]


def run() -> list[Line]:
    """Medians; a kill is a SIGKILL while edits are being written."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "scripts", root / "scripts")
        shutil.copy(ROOT / "voices.yaml", root)
        (root / "scripts" / "long.yaml").write_text(_long_script(), "utf-8")
        project = Project(root)
        return [*_pages(project), *_edits(project), *_kills(project), *_speech(project)]


def _long_script() -> str:
    text = "这座院子建于清代，前后三进，梁上的木雕是原物。" * 12
    stops = "".join(f"  - number: {n}\n    title: 第{n}处\n    text: {text}\n" for n in range(1, STOPS + 1))
    return f"title: 长卷\nlanguage: zh-CN\nstops:\n{stops}"


def _pages(project: Project) -> Iterator[Line]:
    firsts, longs = [], []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        with _studio(project) as connection:
            _get(connection, project, "/")
            firsts.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            _get(connection, project, "/tours/long")
            body = _get(connection, project, "/api/tours/long")
            longs.append(time.perf_counter() - begun)
    yield "command → first page, s", sorted(firsts)[ROUNDS // 2], "≤ 2"
    yield f"tour of {STOPS} stops, page and content, s", sorted(longs)[ROUNDS // 2], "≤ 1.5"
    yield f"tour of {STOPS} stops, kB", len(body) / 1000, ""


def _edits(project: Project) -> Iterator[Line]:
    tour = script.load_tour(project.scripts / "long.yaml")
    mark_text(project, tour, SENTENCES[0])
    took: list[float] = []
    base = tour.stops[99].segments[0].text
    for turn in range(20):
        text = f"{base}第{turn}句。"
        begun = time.perf_counter()
        apply_edit(project, "long", SetText("100", 0, base, text))
        took.append((time.perf_counter() - begun) * 1000)
        base = text
    yield f"an edit saved, synced, kept; {STOPS} stops, ms", sorted(took)[10], ""
    begun = time.perf_counter()
    mark_text(project, tour, base)
    yield f"marks of a stop of {len(base)} characters, ms", (time.perf_counter() - begun) * 1000, ""


WRITER = """
import sys
from pathlib import Path
from audioguide.commands.edit_script import apply_edit, read_script
from audioguide.commands.script_edits import SetText
from audioguide.project import Project
project = Project(Path(sys.argv[1]))
base = read_script(project, "mozui-village").tour.stops[0].segments[0].text
for turn in range(10_000):
    text = base + "甲"
    apply_edit(project, "mozui-village", SetText("1", 0, base, text))
    base = text
    print(len(text), flush=True)
"""


def _kills(project: Project) -> Iterator[Line]:
    """Kill a writer after a random number of edits: what it said was saved must be in a sound file."""
    dice = random.Random(1)
    path = project.scripts / "mozui-village.yaml"
    lost = broken = 0
    for _kill in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(project.root)]
        writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        saved = 0
        for _edit in range(dice.randrange(1, 12)):
            saved = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        saved = max([saved, *map(int, writer.stdout.read().split())])
        writer.wait()
        try:
            now = len(script.load_tour(path).stops[0].segments[0].text)
        except Exception:
            broken += 1
            continue
        lost += max(0, saved - now)
    yield f"{KILLS} kills while typing: saved characters lost", float(lost), "0"
    yield f"{KILLS} kills while typing: files broken", float(broken), "0"


def _speech(project: Project) -> Iterator[Line]:
    with _studio(project, "kokoro") as connection:
        _post(connection, project, "/api/tours/suning/warm", {})
        first, again, model = [], [], []
        for sentence in SENTENCES:
            begun = time.perf_counter()
            clause = sentence.partition("，")[0] + "，"
            _post(connection, project, "/api/tours/suning/speech", {"text": clause, "at": 0})
            model.append(time.perf_counter() - begun)
            first.append(_first_samples(connection, project, sentence))
            again.append(_first_samples(connection, project, sentence))
    yield "20 changed characters → first samples, s", sorted(first)[2], "≤ 0.65 on two idle cores"
    yield "the same ÷ its first clause alone", sorted(first)[2] / sorted(model)[2], "≤ 1.2"
    yield "a sentence heard before → first samples, s", sorted(again)[2], "≤ 0.15"


def _first_samples(connection: http.client.HTTPConnection, project: Project, sentence: str) -> float:
    begun = time.perf_counter()
    answer = _ask(connection, project, "POST", "/api/tours/suning/speech", {"text": sentence, "at": 0})
    answer.read(2000)
    took = time.perf_counter() - begun
    answer.read()
    return took


@contextmanager
def _studio(project: Project, engine: str = "silent") -> Iterator[http.client.HTTPConnection]:
    lasting_token(project)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "audioguide", "studio", "--no-browser", "--port", str(port), "--engine", engine]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=project.root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while True:
        try:
            connection.connect()
            break
        except ConnectionRefusedError:
            time.sleep(0.01)
    try:
        yield connection
    finally:
        connection.close()
        process.kill()
        process.wait()


def _ask(
    connection: http.client.HTTPConnection, project: Project, method: str, path: str, body: dict[str, Any] | None = None
) -> http.client.HTTPResponse:
    cookie = f"audioguide-{connection.port}={lasting_token(project)}"
    headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{connection.port}"}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    assert answer.status < 300, (path, answer.status, answer.read())
    return answer


def _get(connection: http.client.HTTPConnection, project: Project, path: str) -> bytes:
    return _ask(connection, project, "GET", path).read()


def _post(connection: http.client.HTTPConnection, project: Project, path: str, body: dict[str, Any]) -> bytes:
    return _ask(connection, project, "POST", path, body).read()


if __name__ == "__main__":
    for name, value, target in run():
        print(f"{name:60} {value:8.2f}  {target}")
