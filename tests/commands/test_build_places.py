"""A build with directions and plans: what is heard at the end of a stop, and what a tour without them stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from tiled_maps import tiles_of, write_archive

from audioguide import lint, manifest
from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.model import Manifest, Position
from audioguide.outputs.site.map_view import area_around
from audioguide.project import Project

SCRIPT = """\
schema: 1
title: 村史馆
language: zh-CN
stops:
  - number: 1
    title: 大门
    text: |
      欢迎来到村史馆。这里是大门。
  - number: 2
    title: 老井
    segments:
      - {voice: interviewee, speaker: 王师傅, text: 这是一口老井。}
"""
WAY = "    next: 进门往右，走到水井边。\n"
PLANS = """\
plans:
  - {name: site, file: plan.svg, alt: 院子, title: 总图}
stops:
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><rect width="9" height="9"/></svg>'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "voices.yaml", tmp_path)
    return Project(tmp_path)


def build_script(project: Project, text: str, *, pages: bool = False) -> Manifest:
    (project.scripts / "museum.yaml").write_text(text, "utf-8")
    build.build_tours(project, BuildRequest(engine="silent", pages=pages))
    return manifest.load_manifest(project.output / "museum/manifest.json")


def files_of(project: Project) -> dict[str, bytes]:
    folder = project.output / "museum"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".mp3", ".vtt")
    }


def test_directions_are_heard_at_the_end_in_sound_captions_and_the_whole_tour(project: Project) -> None:
    plain = build_script(project, SCRIPT)
    silent = files_of(project)
    led = build_script(project, SCRIPT.replace("    title: 大门\n", "    title: 大门\n" + WAY))
    first, second = led.stops
    assert [cue.text for cue in first.cues] == ["欢迎来到村史馆。", "这里是大门。", "进门往右，走到水井边。"]
    assert first.cues[-1].role == "narrator" and first.cues[-1].paragraph == first.cues[0].paragraph + 1
    assert first.track.duration > plain.stops[0].track.duration
    changed = files_of(project)
    assert b"\xe8\xbf\x9b\xe9\x97\xa8\xe5\xbe\x80\xe5\x8f\xb3" in changed["stops/01.vtt"]
    assert b"\xe8\xbf\x9b\xe9\x97\xa8\xe5\xbe\x80\xe5\x8f\xb3" in changed["museum.vtt"]
    assert led.chapters[1].start > plain.chapters[1].start
    assert second == plain.stops[1] and changed["stops/02.mp3"] == silent["stops/02.mp3"]


def test_a_narrator_is_cast_for_directions_alone(project: Project) -> None:
    text = SCRIPT.replace("    title: 老井\n", "    title: 老井\n" + WAY)
    led = build_script(project, text)
    assert {cue.role for cue in led.stops[1].cues} == {"interviewee", "narrator"}


def test_without_directions_every_byte_is_what_it_was(project: Project) -> None:
    plain = build_script(project, SCRIPT)
    before = files_of(project)
    listed = SCRIPT.replace("stops:\n", "points: [{kind: toilet, place: {lat: 30.87, lon: 105.38}}]\nstops:\n", 1)
    placed = build_script(
        project, listed.replace("    title: 大门\n", "    title: 大门\n    place: {lat: 30.8, lon: 105.3}\n")
    )
    assert files_of(project) == before
    assert placed.stops[0].cues == plain.stops[0].cues


def test_a_plan_is_published_and_a_new_picture_of_it_is_built_again(project: Project) -> None:
    (project.scripts / "plan.svg").write_text(SVG, "utf-8")
    text = SCRIPT.replace("stops:\n", PLANS, 1).replace(
        "    title: 大门\n", "    title: 大门\n    plan: {x: 0.5, y: 0.5}\n"
    )
    (plan,) = build_script(project, text, pages=True).plans
    assert (plan.file, plan.width, plan.height) == ("images/plan-site.svg", 90, 60)
    assert (project.output / "museum/images/plan-site.svg").is_file()
    assert (project.output / "museum/plan/index.html").is_file()
    (project.scripts / "plan.svg").write_text(SVG.replace("90 60", "80 60"), "utf-8")
    (plan,) = build_script(project, text, pages=True).plans
    assert plan.width == 80


def test_plans_of_the_site_reach_every_tour(project: Project) -> None:
    (project.root / "plans").mkdir()
    (project.root / "plans/site.svg").write_text(SVG, "utf-8")
    (project.root / "site.yaml").write_text(
        "plans: [{name: site, file: plans/site.svg, title: {zh: 总图, en: Site}}]\n"
    )
    first = build_script(project, SCRIPT)
    assert [plan.title for plan in first.plans] == ["总图"]
    (project.root / "site.yaml").write_text("plans: [{name: site, file: plans/site.svg, title: 平面}]\n")
    assert [plan.title for plan in build_script(project, SCRIPT).plans] == ["平面"]


def test_check_reads_the_directions_as_a_visitor_hears_them(project: Project) -> None:
    text = SCRIPT.replace("    title: 大门\n", "    title: 大门\n    next: 沿 ⍰ 走。\n")
    (project.scripts / "museum.yaml").write_text(text, "utf-8")
    problems = [problem for problem in lint.check_project(project) if problem.code == "unspeakable"]
    assert [(problem.place.line, problem.stop) for problem in problems] == [(7, "1")]


def test_a_tour_without_places_is_to_the_byte_what_it_is_without_a_placed_neighbour(project: Project) -> None:
    build_script(project, SCRIPT, pages=True)
    folder = project.output / "museum"

    def content() -> dict[str, bytes]:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    before = content()
    assert {"index.html", "1/index.html", "manifest.json", "offline.json", "museum.mp3"} <= before.keys()
    (project.scripts / "plan.svg").write_text(SVG, "utf-8")
    placed = SCRIPT.replace("stops:\n", PLANS, 1).replace(
        "    title: 大门\n", "    title: 大门\n    place: {lat: 30.87, lon: 105.38}\n    plan: {x: 0.5, y: 0.5}\n" + WAY
    )
    (project.scripts / "hill.yaml").write_text(placed, "utf-8")
    area = area_around([Position(30.87, 105.38)])
    write_archive(project.root / "public/hill.pmtiles", tiles_of(area, range(15, 18)))
    (project.root / "site.yaml").write_text("map: {file: public/hill.pmtiles}\n", "utf-8")
    build.build_tours(project, BuildRequest(engine="silent"))
    assert "a-map" in (project.output / "hill/plan/index.html").read_text("utf-8")
    assert (project.output / "hill.pmtiles").read_bytes() == (project.root / "public/hill.pmtiles").read_bytes()
    assert content() == before
