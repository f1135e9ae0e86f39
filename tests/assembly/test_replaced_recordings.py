"""Recordings that are replaced, renamed, shared and taken out, and the names of those who speak in them."""

from __future__ import annotations

import html
import os
from pathlib import Path

import pytest
from recorded_voices import write_recording

from audioguide import lint
from audioguide.assembly import recordings
from audioguide.commands import build
from audioguide.commands.build_plan import BuildRequest
from audioguide.manifest import load_manifest
from audioguide.outputs.visitor_texts import visitor_texts
from audioguide.project import Project

HEAD = "schema: 1\ntitle: {title}\nlanguage: {language}\nstops:\n"
WELL = "  - number: 1\n    title: Well\n    audio: recordings/well.wav\n    text: The well is old. It is deep.\n"
MILL = "  - number: 2\n    title: Mill\n    text: The mill is older.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    write_recording(tmp_path / "scripts" / "recordings" / "well.wav")
    project = Project(tmp_path)
    write_script(project, WELL, MILL)
    return project


def write_script(project: Project, *stops: str, name: str = "village", language: str = "en-GB") -> Path:
    path = project.scripts / f"{name}.yaml"
    path.write_text(HEAD.format(title=name, language=language) + "".join(stops), encoding="utf-8")
    return path


def build_all(project: Project) -> dict[str, bool]:
    """Build every tour and return of which nothing changed."""
    return {r.tour.id: r.unchanged for r in build.build_tours(project, BuildRequest(engine="silent"))}


def digests(project: Project, folder: str = "village") -> dict[str, str]:
    """Return the digest of each stop's MP3 as it was built."""
    built = load_manifest(project.output / folder / "manifest.json")
    return {stop.number: stop.track.sha256 for stop in built.stops}


def recording_problems(project: Project, name: str = "village") -> list[str]:
    return [p.code for p in lint.check_project(project, [name]) if "recording" in p.code]


def test_another_recording_of_the_same_size_and_time_is_built(project: Project) -> None:
    path = project.scripts / "recordings" / "well.wav"
    build_all(project)
    before, stat = digests(project), path.stat()
    write_recording(path, hertz=180)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    assert build_all(project) == {"village": False}
    after = digests(project)
    assert (after["1"] != before["1"], after["2"] == before["2"]) == (True, True)
    path.write_bytes(bytes(stat.st_size))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert recording_problems(project) == ["bad-recording"], "what was known of the file before is no longer true"


def test_a_renamed_recording_is_the_same_recording(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    build_all(project)
    before = digests(project)
    folder = project.scripts / "recordings"
    (folder / "well.wav").rename(folder / "old well.wav")
    write_script(project, WELL.replace("well.wav", "old well.wav"), MILL)
    monkeypatch.setattr(recordings, "load_recording", None)
    assert build_all(project) == {"village": False}
    assert digests(project) == before
    assert recording_problems(project) == []


def test_a_changed_recording_builds_what_uses_it_and_nothing_else(project: Project) -> None:
    write_recording(project.scripts / "recordings" / "mill.wav", hertz=120)
    write_script(project, WELL, WELL.replace("number: 1", "number: 3"), MILL)
    write_script(project, WELL, name="farm")
    write_script(project, WELL.replace("well.wav", "mill.wav"), name="mill")
    write_script(project, MILL, name="plain")
    write_script(project, WELL, name="village.fr", language="fr-FR")
    build_all(project)
    tours = ("village", "farm", "village/fr")
    before = [digests(project, tour) for tour in tours]
    write_recording(project.scripts / "recordings" / "well.wav", hertz=180)
    assert build_all(project) == {"farm": False, "mill": True, "plain": True, "village": False, "village.fr": False}
    after = [digests(project, tour) for tour in tours]
    assert [
        [number for number in old if old[number] != new[number]] for old, new in zip(before, after, strict=True)
    ] == [
        ["1", "3"],
        ["1"],
        ["1"],
    ]


@pytest.mark.parametrize("stops", [(MILL,), (WELL.replace("    audio: recordings/well.wav\n", ""), MILL)])
def test_a_recording_that_was_taken_out_is_heard_nowhere(project: Project, stops: tuple[str, ...]) -> None:
    build_all(project)
    built = load_manifest(project.output / "village" / "manifest.json")
    old = {built.tour.file, built.stops[0].track.file}
    before = {name: (project.output / "village" / name).read_bytes() for name in old}
    write_script(project, *stops)
    build_all(project)
    for name, content in before.items():
        path = project.output / "village" / name
        assert not path.exists() or path.read_bytes() != content
    built = load_manifest(project.output / "village" / "manifest.json")
    assert not any(stop.recordings for stop in built.stops)
    files = {path.relative_to(project.output / "village").as_posix() for path in project.output.rglob("*.mp3")}
    assert files == {built.tour.file, *(stop.track.file for stop in built.stops)}
    assert not any("Recorded" in path.read_text("utf-8") for path in project.output.rglob("*.html"))


def test_a_recording_heard_twice_in_a_stop_has_a_text_of_its_own_each_time(project: Project) -> None:
    twice = """  - number: 1
    title: Well
    segments:
      - audio: recordings/well.wav
        text: The well is old.
      - audio: recordings/well.wav
        text: {}
"""
    for text, problems in (
        ("It is deep.", []),
        ("It is deep.", []),
        ("It is deep!", []),
        ("It is dry.", ["recording-text-changed"]),
    ):
        path = write_script(project, twice.format(text), MILL)
        assert recording_problems(project) == problems
        path.write_text(path.read_text("utf-8") + f"# {text}\n", encoding="utf-8")
        build_all(project)
        assert recording_problems(project) == problems, "another build does not record it again"


SPEAKER = 'Zoë & "Li" <b>O\'Hara</b> {names}'


@pytest.mark.parametrize("tag", ["zh-CN", "en-GB", "es-ES", "fr-FR", "de-DE", "zh-TW"])
@pytest.mark.parametrize("text", ["    text: {}\n", ""])
def test_pages_name_whose_recorded_voice_is_heard(project: Project, tag: str, text: str) -> None:
    lines = text.format("这口井很老。" if tag.startswith("zh") else "Abc.")
    quoted = SPEAKER.replace("'", "''")
    recorded = f"  - number: 1\n    title: Well\n    speaker: '{quoted}'\n    audio: recordings/well.wav\n{lines}"
    other = recorded.replace("number: 1", "number: 2").replace(quoted, "Ana")
    write_script(project, recorded, other, language=tag)
    build_all(project)
    words = visitor_texts(tag)
    between = "、" if tag.startswith("zh") else ", "
    for page, names in (("1", SPEAKER), ("2", "Ana"), ("", f"{SPEAKER}{between}Ana")):
        source = (project.output / "village" / page / "index.html").read_text("utf-8")
        assert words["recorded"].replace("{names}", names) in html.unescape(source)
        assert "<b>O" not in source
        assert words["recorded_unnamed"] == words["recorded"] or f">{words['recorded_unnamed']}<" not in source
