"""One stop of every tour in the repository, spoken by the embedded voice and judged by measure."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, need

from audioguide import text
from audioguide.authoring import script
from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.model import Segment, Stop
from audioguide.project import Project
from audioguide.text import split_paragraphs

SCRIPTS = sorted((ROOT / "scripts").glob("*.yaml"))
LEAST = 30
"""Units (characters or words) of a stop that can be judged."""


def units(stop: Stop, language: str) -> int:
    return sum(text.find_language(language).spoken_length(s.text) for s in stop.segments if not s.is_cue)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "voices.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


@pytest.mark.speech
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_stop_of_each_tour(path: Path, project: Project) -> None:
    ffmpeg = need("ffmpeg", "apt install ffmpeg")
    tour = script.load_tour(path)
    long_enough = [stop for stop in tour.stops if units(stop, tour.language) >= LEAST]
    stop = min(long_enough, key=lambda stop: units(stop, tour.language))
    for edition in {path, path.with_name(f"{path.name.partition('.')[0]}.yaml")}:  # it has the stops of its routes
        shutil.copy(edition, project.scripts)
    shutil.copytree(ROOT / "scripts" / "plans", project.scripts / "plans")
    order = BuildRequest((path.stem,), stop=stop.number, engine="kokoro", pages=False)
    (outcome,) = build.build_tours(project, order)

    expected = units(stop, tour.language) / text.find_language(tour.language).pace * 60_000
    assert 0.5 * expected < outcome.duration < 1.6 * expected + 6_000

    filters = "ebur128=peak=true,silencedetect=noise=-50dB:d=2"
    command = [ffmpeg, "-hide_banner", "-i", str(outcome.files[0]), "-af", filters, "-f", "null", "-"]
    measured = subprocess.run(command, capture_output=True, check=True).stderr.decode(errors="replace")
    loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", measured)[-1])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", measured)[-1])
    assert -17 <= loudness <= -15
    assert peak <= -1
    assert "silence_start" not in measured, "a pause of more than two seconds"


@pytest.mark.speech
def test_from_script_to_a_second_build_with_the_embedded_voice(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way with a real synthesiser: spoken once, then only the sentence that changed."""
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(project.root / "cache"))
    tour = script.load_tour(ROOT / "scripts" / "mozui-village.yaml")
    stops = tuple(Stop(s.number, s.title, (Segment("欢迎您。请往前走。"),)) for s in tour.stops[:2])
    few = replace(tour, stops=stops, lexicon=(), plans=(), routes=())
    path = project.scripts / "village.yaml"
    path.write_text(script.write_script(few))
    order = BuildRequest(engine="kokoro")
    (first,) = build.build_tours(project, order)
    assert (first.engine, first.calls) == ("kokoro", 2)  # equal sentences are spoken once
    assert len(split_paragraphs("欢迎您。请往前走。")) == 1
    (again,) = build.build_tours(project, order)
    assert (again.calls, again.unchanged) == (0, True)
    path.write_text(path.read_text().replace("请往前走", "请往右走", 1))
    (edited,) = build.build_tours(project, order)
    assert edited.calls == 1
    assert (project.output / "village" / "1" / "index.html").is_file()
