"""A build of every kind of output, killed or damaged: the next one makes what an undisturbed build does."""

from __future__ import annotations

import re
import shutil
import wave
from pathlib import Path

import pytest
from conftest import ROOT
from file_damage import flip, remove, replace_by_folder

from audioguide import files, registry
from audioguide.assembly import integrity, publishing
from audioguide.commands import build
from audioguide.project import Project
from benchmarks.crashes import LOUD, CountedOperations, Crash, site_files

SCRIPT = """\
title: Mill
language: en
plans: [{name: ground, file: plan.svg, title: Plan, alt: A plan.}]
routes: [{name: short, title: Short, minutes: 5, stops: [1]}]
stops:
  - number: 1
    title: Gate
    audio: gate.wav
    text: This is the gate.
    place: {lat: 30.1, lon: 105.2}
    plan: {x: 0, y: 1}
  - {number: 2, title: Well, text: This is the well.}
"""
OUTPUTS = ("site", "m4b", "feed", "epub", "json", "geojson", "gpx", "stick")
KINDS = {".m4b", ".epub", ".geojson", ".gpx", ".json", ".xml", ".html", ".mp3", ".vtt", ".zip", ".svg"}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><path d="M0 0 L80 60"/></svg>'
SITE = "name: Mill\nbase_url: https://mill.example/\noutputs: [{outputs}]\n"
STEPS = 5


def write_recording(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x30\x00\xd0" * 6000)


@pytest.mark.no_cover
def test_a_build_of_all_outputs_killed_anywhere_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.BUILT_IN["engines"], "loud", "benchmarks.crashes:LoudEngine")
    before, after = tmp_path / "before", tmp_path / "after"
    (before / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "voices.yaml", before)
    (before / "site.yaml").write_text(SITE.format(outputs=", ".join(OUTPUTS)))
    (before / "scripts/mill.yaml").write_text(SCRIPT)
    (before / "scripts/plan.svg").write_text(DRAWING)
    write_recording(before / "scripts/gate.wav")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(before)
    build.build_tours(Project(before), LOUD)
    (before / "scripts/mill.yaml").write_text(SCRIPT.replace("number: 2", "number: 3").replace("the gate.", "a gate."))
    shutil.copytree(before, after)
    counting = CountedOperations()
    with monkeypatch.context() as patch:
        patch.setattr(files, "operations", counting)
        build.build_tours(Project(after), LOUD)
    expected = set(site_files(after / "output"))
    assert {Path(name).suffix for name in expected} >= KINDS
    for deadly in range(1, counting.count, max(1, counting.count // STEPS)):
        root = tmp_path / f"crash-{deadly}"
        shutil.copytree(before, root)
        with monkeypatch.context() as patch:
            patch.setattr(files, "operations", CountedOperations(deadly))
            patch.setattr(publishing.Publication, "discard", lambda _publication: None)
            with pytest.raises(Crash):
                build.build_tours(Project(root), LOUD)
        build.build_tours(Project(root), LOUD)
        assert set(site_files(root / "output")) == expected, deadly
        assert integrity.output_problems(root / "output", "output") == ()
        shutil.rmtree(root)
    damage_a_file_of_each_kind(Project(after))


def damage_a_file_of_each_kind(project: Project) -> None:
    """Damage a file of each kind of each output, labels too: each is named, and one build repairs them all."""
    (project.root / "site.yaml").write_text(SITE.format(outputs=", ".join((*OUTPUTS, "labels"))))
    build.build_tours(project, LOUD)
    kinds = {re.sub(r"\.[0-9a-f]{6,}\.|\d+", "#", name): name for name in sorted(site_files(project.output))}
    # the dates of feeds and books are those of the tour's sound, which is repaired elsewhere
    damaged = sorted(name for name in kinds.values() if name != "mill/mill.mp3")
    assert {name for name in damaged if name.startswith("mill/labels/")}
    before = {name: (project.output / name).read_bytes() for name in damaged}
    for damage in (remove, flip, replace_by_folder):
        for name in damaged:
            damage(project.output / name)
        named = {problem.place.file for problem in integrity.output_problems(project.output, "output")}
        assert [name for name in damaged if f"output/{name}" not in named] == [], damage
        build.build_tours(project, LOUD)
        assert {name: (project.output / name).read_bytes() for name in damaged} == before, damage
