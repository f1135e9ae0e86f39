"""The list of readings: places, reasons, sureness, and the page that plays them."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from audioguide import manifest
from audioguide.cli.readings import readings_command
from audioguide.commands import reading_clips, readings
from audioguide.errors import EngineError
from audioguide.model import BuiltStop, Cue, Manifest, Track
from audioguide.project import Project

SCRIPT = """\
title: 学校
language: zh-CN
lexicon:
  射洪: {say: she4 hong2, note: 县名}
  快乐: kuai4 le4
stops:
  - number: 1
    title: <大门>
    text: |
      欢迎来到射洪县，银行的行长在{长|zhang3}大。1949年建校，有"DVD"。

      大家快乐。
  - number: 2
    title: 操场
    text: 这里是 操场。
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "school.yaml").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    return Project(tmp_path)


def built(project: Project) -> None:
    """A manifest as a build leaves it."""
    track = Track("stops/01 大门.mp3", 9000, 1, "", -16.0, -1.0)
    cues = (
        Cue(500, 5000, "欢迎来到射洪县，银行的行长在长大。"),
        Cue(5000, 7000, '1949年建校，有"DVD"。'),
    )
    stop = BuiltStop("1", "<大门>", track, "1.vtt", cues)
    school = Manifest(
        manifest.MANIFEST_VERSION, "school", "", "zh-CN", "学校", "silent", {}, track, "t.vtt", (), (stop,)
    )
    folder = project.output / "school"
    folder.mkdir(parents=True)
    (folder / manifest.MANIFEST_FILE).write_text(manifest.to_json(school), encoding="utf-8")


def test_every_choice_with_its_place(project: Project) -> None:
    entries = readings.list_readings(project, ["school"])
    by_token = {entry.reading.written: entry for entry in entries}
    grown = by_token["长"]
    assert (grown.reading.spoken, grown.reading.why, grown.reading.confidence) in {
        ("zhang3", "inline", "sure"),
        ("zhang3", "dictionary", "sure"),
    }
    assert {by_token["射"].reading.why, by_token["行"].reading.why} == {"lexicon", "dictionary"}
    assert by_token["1949"].reading.kind == "number"
    assert by_token["DVD"].reading.kind == "latin"
    lines = SCRIPT.splitlines()
    for entry in entries:
        assert lines[entry.place.line - 1][entry.place.column - 1 :].startswith(entry.reading.written[0])
        assert entry.text_before + entry.reading.written + entry.text_after in entry.sentence
    assert entries[0].stop == "1"


def test_only_the_doubtful(project: Project) -> None:
    assert all(entry.reading.confidence == "doubtful" for entry in readings.list_readings(project, doubtful=True))


def test_edge_is_told_where_no_homophone_exists(project: Project) -> None:
    happy = next(e for e in readings.list_readings(project) if e.reading.written == "乐")
    assert not happy.respellable
    assert "edge" in readings.readings_text([happy])
    assert happy not in readings.list_readings(project, doubtful=True)
    (project.root / "voices.yaml").write_text("engine: edge\n")
    assert any(e.reading.written == "乐" for e in readings.list_readings(project, doubtful=True))


def test_json_has_every_field(project: Project) -> None:
    built(project)
    data = json.loads(readings.readings_json(readings.list_readings(project)))
    bank = next(item for item in data if item["written"] == "行")
    assert bank["spoken"] == "hang2"
    assert bank["line"] == SCRIPT.splitlines().index(next(x for x in SCRIPT.splitlines() if "行长" in x)) + 1
    assert bank["audio"] == {"file": bank["audio"]["file"], "start": 500, "end": 5000}
    assert bank["audio"]["file"].endswith("output/school/stops/01 大门.mp3")


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        if tag == "audio":
            self.sources.append(dict(attrs)["src"] or "")
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_sound_and_plays_the_sentence(project: Project) -> None:
    built(project)
    file = project.root / "lists" / "readings.html"
    text = readings.readings_html(readings.list_readings(project), file)
    page = Page()
    page.feed(text)
    assert page.open == []
    assert "script" not in page.names
    assert "&lt;大门&gt;" in text
    assert "&quot;" in text or '"DVD"' not in re.sub(r"<[^>]*>", "", text)
    assert page.sources[0].startswith("../output/school/stops/01%20%E5%A4%A7")
    assert page.sources[0].endswith("#t=0.500,5.000")
    assert len(page.sources) == 2  # the sentence that was not built has none


def test_the_command(project: Project) -> None:
    runner = CliRunner()
    shown = runner.invoke(readings_command, ["school"])
    assert shown.exit_code == 0
    assert "scripts/school.yaml:10:" in shown.output
    assert json.loads(runner.invoke(readings_command, ["school", "--json"]).stdout)
    written = runner.invoke(readings_command, ["school", "--doubtful", "--html", "r.html", "--engine", "silent"])
    assert written.exit_code == 0
    assert (project.root / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


DOUBTFUL_SCRIPT = """\
title: 马帮
language: zh-CN
stops:
  - number: 1
    title: 古道
    text: |
      茶马古道从这里入藏，马帮要走三个月。商队从这里入藏，也要走三个月。
"""


@pytest.fixture
def doubtful_project(project: Project) -> Project:
    (project.root / "scripts" / "road.yaml").write_text(DOUBTFUL_SCRIPT, encoding="utf-8")
    return project


def test_every_candidate_can_be_heard_and_copied(doubtful_project: Project) -> None:
    page = doubtful_project.root / "lists" / "road.html"
    entries = readings.list_readings(doubtful_project, ["road"])
    clips = reading_clips.write_candidate_clips(doubtful_project, entries, page, "silent")
    text = readings.readings_html(entries, page, clips)
    for mark in ("{藏|cang2}", "{藏|zang4}"):
        file = clips["road", "藏", mark]
        assert (page.parent / file).stat().st_size > 0
        assert text.count(f'data-audio="{file}"') == text.count(f'data-line="{mark}"') == 2
    policy = re.search('Content-Security-Policy" content="([^"]*)"', text)
    script = re.search("<script>(.*)</script>", text, re.DOTALL)
    assert policy and script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert digest in html.unescape(policy[1])


def test_clips_of_an_earlier_page_are_taken_away_and_other_files_stay(doubtful_project: Project) -> None:
    page = doubtful_project.root / "road.html"
    folder = doubtful_project.root / "road-audio"
    folder.mkdir()
    for name in ("0123456789abcdef.mp3", "notes.txt"):
        (folder / name).write_text("", encoding="utf-8")
    reading_clips.write_candidate_clips(
        doubtful_project, readings.list_readings(doubtful_project, ["road"]), page, "silent"
    )
    assert not (folder / "0123456789abcdef.mp3").exists()
    assert (folder / "notes.txt").exists()


def test_the_page_comes_without_sound_where_nothing_can_speak(
    doubtful_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise EngineError("no voice here")

    monkeypatch.setattr(reading_clips, "write_candidate_clips", fail)
    result = CliRunner().invoke(readings_command, ["road", "--html", "r.html"])
    assert result.exit_code == 0
    assert "no voice here" in result.output
    text = (doubtful_project.root / "r.html").read_text(encoding="utf-8")
    assert 'class="copy"' in text
    assert 'class="hear"' not in text
