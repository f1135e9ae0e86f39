"""The whole of a build with the silent engine: what is spoken again, what survives a kill, what is refused."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT

from audioguide import manifest, registry
from audioguide.assembly import integrity, synthesis
from audioguide.authoring import script
from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.engines.silent import SilentEngine
from audioguide.errors import AudioguideError, ConfigError, OutputError, ScriptError
from audioguide.model import Clip, Manifest, Voice
from audioguide.project import Project

SCRIPT = """\
schema: 1
title: 村史馆
language: zh-CN
lexicon:
  长水: chang2 shui3
stops:
  - number: 1
    title: 大门
    text: |
      欢迎来到村史馆。这里是大门。

      大门建于一九六二年。
  - number: 2
    title: 老井
    text: |
      这是一口老井。井水来自长水村。
  - number: 3
    title: 磨坊
    segments:
      - voice: narrator
        text: 老磨工还记得当年。
      - cue: 画面:磨坊
      - voice: interviewee
        speaker: 王师傅
        text: 我们都在这儿磨面。
"""
ORDER = BuildRequest(engine="silent", pages=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "voices.yaml", tmp_path)
    (tmp_path / "scripts" / "museum.yaml").write_text(SCRIPT)
    return Project(tmp_path)


def edit(project: Project, change: Callable[[str], str]) -> None:
    path = project.scripts / "museum.yaml"
    before = path.read_text()
    after = change(before)
    assert after != before
    path.write_text(after)


def calls(project: Project, order: BuildRequest = ORDER) -> int:
    (outcome,) = build.build_tours(project, order)
    return outcome.calls


def built(project: Project, name: str = "museum") -> Manifest:
    return manifest.load_manifest(project.output / name / manifest.MANIFEST_FILE)


def snapshot(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---------------------------------------------------------------- what is spoken again


def test_a_second_build_calls_no_engine_and_touches_no_file(project: Project) -> None:
    assert calls(project) == 7
    times = {path: path.stat().st_mtime_ns for path in project.output.rglob("*")}
    assert calls(project) == 0
    assert times == {path: path.stat().st_mtime_ns for path in project.output.rglob("*")}


def test_one_edited_sentence_makes_one_call(project: Project) -> None:
    calls(project)
    edit(project, lambda text: text.replace("这里是大门。", "这里是旧大门。"))
    assert calls(project) == 1
    assert any("旧大门" in cue.text for cue in built(project).stops[0].cues)


def test_a_moved_stop_makes_none(project: Project) -> None:
    calls(project)
    edit(project, lambda text: text.replace("number: 2", "number: 9"))
    assert calls(project) == 0
    assert [chapter.number for chapter in built(project).chapters] == ["1", "9", "3"]
    assert not (project.output / "museum/stops/02.mp3").exists()


def test_a_lexicon_entry_speaks_only_the_sentences_with_the_word(project: Project) -> None:
    calls(project)
    edit(project, lambda text: text.replace("lexicon:\n", "lexicon:\n  磨面: mo4 mian4\n"))
    assert calls(project) == 1


def test_force_speaks_everything(project: Project) -> None:
    calls(project)
    assert calls(project, replace(ORDER, force=True)) == 7


def test_one_stop_alone(project: Project) -> None:
    (outcome,) = build.build_tours(project, replace(ORDER, sites=("museum",), stop="2"))
    assert outcome.calls == 2
    assert [path.name for path in outcome.files] == ["02.mp3"]
    assert not (project.output / "museum" / manifest.MANIFEST_FILE).exists()
    assert calls(project) == 5


def test_a_stop_that_is_not_there_is_named(project: Project) -> None:
    with pytest.raises(ConfigError, match="no stop 33") as error:
        build.build_tours(project, replace(ORDER, sites=("museum",), stop="33"))
    assert "3" in error.value.hint


# ---------------------------------------------------------------- engines and voices


def test_a_tour_stays_with_its_engine(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.BUILT_IN["engines"], "loud", f"{__name__}:Loud")
    calls(project, replace(ORDER, engine="loud"))
    (outcome,) = build.build_tours(project, BuildRequest(pages=False))  # auto: neither service nor model is asked for
    assert (outcome.engine, outcome.unchanged) == ("loud", True)


class Loud(SilentEngine):
    name = "loud"


def test_a_changed_voice_is_told(project: Project) -> None:
    class Listener(build.BuildListener):
        def __init__(self) -> None:
            self.lines: list[str] = []

        def say(self, message: str) -> None:
            self.lines.append(message)

    calls(project)
    path = project.output / "museum" / manifest.MANIFEST_FILE
    before = manifest.load_manifest(path)
    other = Voice("silent", "somebody", "zh-CN")
    shutil.rmtree(project.output / integrity.STATE)  # as a build of an earlier version left it
    path.write_text(manifest.to_json(replace(before, voices={"narrator": other}, inputs="")))
    listener = Listener()
    build.build_tours(project, ORDER, listener)
    assert any("somebody" in line for line in listener.lines)


def test_an_engine_that_fails_leaves_the_last_tour(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    calls(project)
    before = snapshot(project.output)
    edit(project, lambda text: text.replace("这里是大门。", "这里是旧大门。").replace("老井。", "古井。"))

    def fail(self: SilentEngine, rendered: tuple[str, ...], voice: Voice) -> Clip:
        from audioguide.errors import NoAudio

        raise NoAudio("nothing was said")

    monkeypatch.setattr(SilentEngine, "speak", fail)
    with pytest.raises(AudioguideError) as error:
        build.build_tours(project, ORDER)
    assert "1" in getattr(error.value, "where", "")
    assert snapshot(project.output) == before


# ---------------------------------------------------------------- bad input


def test_every_problem_of_every_script_at_once(project: Project) -> None:
    (project.scripts / "one.yaml").write_text("schema: 1\ntitel: x\nlanguage: zh-CN\nstops: []\n")
    (project.scripts / "two.yaml").write_text("schema: 1\ntitle: x\nlanguage: zz\nstops: 3\n")
    with pytest.raises(ScriptError) as error:
        build.build_tours(project, ORDER)
    files = {problem.place.file for problem in error.value.problems}
    assert {Path(file).name for file in files} == {"one.yaml", "two.yaml"}
    assert all(problem.place.line for problem in error.value.problems)
    assert not project.output.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_output_is_told(project: Project) -> None:
    project.output.mkdir()
    project.output.chmod(0o500)
    with pytest.raises(OutputError):
        build.build_tours(project, ORDER)


def test_an_output_that_is_a_file_is_told(project: Project) -> None:
    project.output.write_text("not a folder")
    with pytest.raises(OutputError) as error:
        build.build_tours(project, ORDER)
    assert error.value.hint


def test_a_full_disk_is_told_and_nothing_is_lost(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    calls(project)
    before = snapshot(project.output)
    edit(project, lambda text: text.replace("这里是大门。", "这里是旧大门。"))

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("audioguide.files.os.replace", full)
    with pytest.raises(OutputError, match="No space left"):
        build.build_tours(project, ORDER)
    monkeypatch.undo()
    assert snapshot(project.output) == before


# ---------------------------------------------------------------- damage and interruption


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def damage_flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-5] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [damage_cut, damage_flip, Path.unlink])
def test_a_damaged_cache_is_mended_in_silence(project: Project, damage: Callable[[Path], None]) -> None:
    calls(project)
    before = snapshot(project.output)
    shutil.rmtree(project.output)
    damage(sorted((project.cache / "clips").rglob("*.clip"))[0])
    assert calls(project) == 1
    assert snapshot(project.output) == before


@pytest.mark.parametrize("name", ["museum.mp3", "stops/02.mp3", "stops/02.vtt"])
def test_a_damaged_output_is_mended(project: Project, name: str) -> None:
    calls(project)
    before = snapshot(project.output)
    path = project.output / "museum" / name
    path.unlink() if name.endswith("vtt") else damage_flip(path)
    assert calls(project) == 0
    assert snapshot(project.output) == before


def command(project: Project) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "audioguide", "build", "--engine", "silent", "--only", "audio"],
        cwd=project.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


KILLED = """
import atexit, os, signal, sys

operations, deadly = 0, int(sys.argv.pop(1))

def count(event, _arguments):
    global operations
    if event in ("os.rename", "os.remove", "os.rmdir"):
        operations += 1
        if operations == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
atexit.register(lambda: print(operations, flush=True))
from audioguide.cli import main
main()
"""
"""A build that kills itself in place of its n-th change of a name on the disk, and prints how many it makes."""


def killed_build(project: Project, operation: int) -> str:
    """Return what the build printed, once no process that it started is left: an orphan may still write."""
    arguments = [str(operation), "build", "--engine", "silent", "--only", "audio"]
    command = [sys.executable, "-c", KILLED, *arguments]
    with adopted_orphans():
        process = subprocess.Popen(
            command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, process_group=0
        )
        printed, _nothing = process.communicate()
        wait_for_group(process.pid)
    return printed


@contextmanager
def adopted_orphans() -> Iterator[None]:
    """Let this process inherit those whose parent is killed, where the system can do that."""
    if sys.platform != "linux":
        yield
        return
    set_child_subreaper = 36  # prctl(2)
    system = ctypes.CDLL(None)
    system.prctl(set_child_subreaper, 1, 0, 0, 0)
    try:
        yield
    finally:
        system.prctl(set_child_subreaper, 0, 0, 0, 0)


def wait_for_group(group: int) -> None:
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-group, 0)


@pytest.mark.no_cover
def test_a_build_killed_between_any_two_file_operations_is_completed_by_the_next(project: Project) -> None:
    first = killed_build(project, 0)
    undisturbed, operations = snapshot(project.output), int(first.split()[-1])
    assert operations > 10
    for turn, operation in enumerate(range(1, operations + 1, max(1, operations // 6))):
        if turn % 2 == 0:  # every other kill meets the traces of the one before
            shutil.rmtree(project.output, ignore_errors=True)
            shutil.rmtree(project.cache, ignore_errors=True)
        killed_build(project, operation)
    assert command(project).wait() == 0
    assert snapshot(project.output) == undisturbed


def test_two_builds_at_once_do_not_harm_each_other(project: Project) -> None:
    assert command(project).wait() == 0
    undisturbed = snapshot(project.output)
    shutil.rmtree(project.output)
    shutil.rmtree(project.cache)
    both = [command(project), command(project)]
    assert [process.wait() for process in both] == [0, 0]
    assert snapshot(project.output) == undisturbed


def test_the_progress_reaches_the_watcher(project: Project) -> None:
    seen: list[synthesis.Progress] = []

    class Listener(build.BuildListener):
        def follow_synthesis(self, tour):  # type: ignore[no-untyped-def]
            from contextlib import nullcontext

            return nullcontext(seen.append)

    build.build_tours(project, ORDER, Listener())
    assert (seen[-1].completed, seen[-1].total, seen[-1].stops_done) == (7, 7, 3)


def test_a_site_in_two_languages_means_its_own(project: Project) -> None:
    english = SCRIPT.replace("zh-CN", "en").replace("  长水: chang2 shui3\n", "  mill: /mɪl/\n")
    (project.scripts / "museum.en.yaml").write_text(english)
    assert script.script_path(project, "museum").name == "museum.yaml"
    assert script.script_path(project, "museum.en").name == "museum.en.yaml"
