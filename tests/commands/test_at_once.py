"""Two commands at the same time, and commands that a signal ends: nobody loses anything, who waits is informed."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from build_lines import Listener
from conftest import ROOT, need

from audioguide import files, registry
from audioguide.__main__ import main as run_audioguide
from audioguide.assembly import integrity
from audioguide.authoring import moved_tours, script
from audioguide.authoring.moved_tours import MovedTour
from audioguide.cli import recovery
from audioguide.cli.report import run_group
from audioguide.commands import build, new, publish, rename, retire
from audioguide.commands.publish import PublishRequest, publish_site
from audioguide.errors import ConfigError, OutputError
from audioguide.manifest import load_manifest
from audioguide.project import Project
from audioguide.web.targets import PUBLISHED
from benchmarks.crashes import LOUD

SCRIPT = """\
schema: 1
title: Mill
language: en
stops:
  - {number: 1, title: Gate, text: This is the gate.}
"""
Act = Callable[[], object]
Begin = Callable[[], None]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    root = tmp_path / "project"
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(registry.BUILT_IN["engines"], "loud", "benchmarks.crashes:LoudEngine")
    (root / "scripts").mkdir(parents=True)
    monkeypatch.chdir(root)
    shutil.copy(ROOT / "voices.yaml", root)
    for name in ("mill", "barn"):
        (root / f"scripts/{name}.yaml").write_text(SCRIPT.replace("Mill", name.title()))
    return Project(root)


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Set once a command says that it waits for another."""
    waits = threading.Event()

    def note_waiting(line: str) -> None:
        if "Another command" in line:
            waits.set()

    monkeypatch.setattr(files.notices, "print_line", note_waiting)
    yield waits


def run_beside(waiting: threading.Event, first: Callable[[Begin], object], second: Act) -> None:
    """Run ``first``, which at some moment calls what begins ``second`` and goes on once that one waits for it."""
    threads: list[threading.Thread] = []
    errors: list[BaseException] = []

    def run_second() -> None:
        try:
            second()
        except BaseException as error:
            errors.append(error)

    def begin_second() -> None:
        if not threads:
            threads.append(threading.Thread(target=run_second))
            threads[0].start()
            assert waiting.wait(60)

    first(begin_second)
    threads[0].join(60)
    assert not errors and not threads[0].is_alive()


# ---------------------------------------------------------------- two at once


def test_moves_recorded_at_once_are_all_kept(project: Project) -> None:
    def record(number: int) -> None:
        entry = MovedTour("en", "Old", ("1",))
        moved_tours.change_moved(project, lambda moved: moved_tours.add_moved(moved, f"old{number}", entry))

    threads = [threading.Thread(target=record, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(moved_tours.load_moved(project).by_folder) == {f"old{number}" for number in range(8)}


def test_scripts_begun_at_once_under_one_name_are_one(project: Project, waiting: threading.Event) -> None:
    refused: list[ConfigError] = []

    def begin(title: str) -> None:
        try:
            new.write_starter_script(project, "shed", title, "en")
        except ConfigError as error:
            refused.append(error)

    def first(begin_second: Begin) -> None:
        with files.lock_folder(project.scripts):
            begin_second()
            begin("First")

    run_beside(waiting, first, lambda: begin("Second"))
    assert script.load_tour(project.scripts / "shed.yaml").title == "First" and len(refused) == 1


def change_after_speaking(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    """Do something, once, between the speaking of a build's first tour and its publication."""
    speak, pending = build._speak_tour, [act]

    def speak_then_change(*arguments: object) -> object:
        spoken = speak(*arguments)  # type: ignore[arg-type]
        if pending:
            pending.pop()()
        return spoken

    monkeypatch.setattr(build, "_speak_tour", speak_then_change)


@pytest.mark.parametrize("away", ["rename", "remove"])
def test_a_tour_taken_away_during_a_build_does_not_come_back(
    away: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build_tours(project, LOUD)
    act = {
        "rename": lambda: rename.rename_site(project, "mill", "old-mill"),
        "remove": lambda: retire.remove_scripts(project, "mill"),
    }[away]
    change_after_speaking(monkeypatch, act)
    listener = Listener()
    build.build_tours(project, replace(LOUD, force=True), listener)
    assert any("mill was not published" in line for line in listener.lines)
    assert not (project.output / "mill/manifest.json").exists()
    assert "mill" in moved_tours.load_moved(project).by_folder
    assert (project.output / "old-mill/1/index.html").is_file() is (away == "rename")
    assert not integrity.output_problems(project.output, "output")


def test_a_build_of_an_older_text_does_not_replace_a_newer_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.scripts / "mill.yaml"

    def edit_and_build() -> None:
        path.write_text(path.read_text().replace("the gate", "the new gate"))
        build.build_tours(project, LOUD)

    change_after_speaking(monkeypatch, edit_and_build)
    listener = Listener()
    build.build_tours(project, replace(LOUD, sites=("mill",)), listener)
    assert any("from a newer text" in line for line in listener.lines)
    assert "new gate" in (project.output / "mill/1/index.html").read_text()
    assert all(result.unchanged for result in build.build_tours(project, LOUD))


@pytest.mark.parametrize("second", ["build", "publish"])
def test_what_comes_during_a_publication_waits_for_it(
    second: str, project: Project, waiting: threading.Event, tmp_path: Path
) -> None:
    build.build_tours(project, LOUD)
    target = tmp_path / "srv"
    request = PublishRequest(f"folder:{target}", {})
    project.scripts.joinpath("mill.yaml").write_text(SCRIPT.replace("the gate", "a gate"))
    acts: dict[str, Act] = {
        "build": lambda: build.build_tours(project, LOUD),
        "publish": lambda: publish_site(project, PublishRequest(f"folder:{target}/../srv", {})),
    }
    run_beside(
        waiting,
        lambda begin: publish_site(project, request, on_file=lambda _path: begin()),
        acts[second],
    )
    listed = json.loads((target / PUBLISHED).read_bytes())["files"]
    assert listed == {name: files.file_digest(target / name) for name in listed}
    build.build_tours(project, LOUD)
    publish_site(project, request)
    assert publish_site(project, request).is_empty
    assert all(files.file_digest(target / file.path) == file.sha256 for file in publish.local_files(project))


# ---------------------------------------------------------------- signals


def take_away(act: str, project: Project) -> None:
    """Rename the mill, or remove it."""
    if act == "rename":
        rename.rename_site(project, "mill", "old-mill")
    else:
        retire.remove_scripts(project, "mill")


@pytest.mark.parametrize("act", ["rename", "remove"])
def test_a_signal_that_waited_for_the_switch_undoes_nothing(
    act: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build_tours(project, LOUD)
    from audioguide.assembly import journal

    commit = journal.commit_journal

    def commit_and_stop(*arguments: object) -> None:
        commit(*arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal, "commit_journal", commit_and_stop)
        with pytest.raises(KeyboardInterrupt):
            take_away(act, project)
    build.build_tours(project, LOUD)
    assert not (project.scripts / "mill.yaml").exists() and not (project.output / "mill/manifest.json").exists()
    page = (project.output / "mill/1/index.html").read_text()
    assert ("old-mill/1/index.html" in page) is (act == "rename")
    assert not integrity.output_problems(project.output, "output")


@pytest.mark.parametrize("act", ["rename", "remove"])
def test_a_signal_before_the_switch_leaves_all_as_it_was(
    act: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build_tours(project, LOUD)
    before = load_manifest(project.output / "mill/manifest.json")
    from audioguide.assembly import journal

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal, "commit_journal", stop)
        with pytest.raises(KeyboardInterrupt):
            take_away(act, project)
    assert (project.scripts / "mill.yaml").is_file() and not moved_tours.load_moved(project).by_folder
    assert load_manifest(project.output / "mill/manifest.json") == before
    assert all(result.unchanged for result in build.build_tours(project, LOUD))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_command_with_its_code_and_after_its_cleaning(number: signal.Signals, code: int) -> None:
    cleaned: list[bool] = []

    @click.command()
    def stopped_command() -> None:
        try:
            signal.raise_signal(number)
        finally:
            cleaned.append(True)

    group = click.Group("audioguide", {"stopped": stopped_command})
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        main = group.main
        group.main = lambda **options: main(args=["stopped"], **options)  # type: ignore[method-assign,assignment]
        assert run_group(group) == code and cleaned == [True]
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_a_signal_while_the_command_line_is_loaded_or_cleans_up_ends_it_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("audioguide.cli.main", stop)
    with pytest.raises(SystemExit) as ended:
        run_audioguide()
    assert ended.value.code == 130 and capsys.readouterr() == ("", "")


# ---------------------------------------------------------------- publications broken off

DEAD = 2**22 + 1
"""Above the greatest number that Linux gives a process."""


@pytest.mark.parametrize("scheme", ["folder", "zip"])
def test_what_a_killed_publication_left_half_written_is_removed_by_the_next(
    scheme: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build_tours(project, LOUD)
    target = tmp_path / "srv"
    (target / "mill").mkdir(parents=True)
    monkeypatch.setattr("os.getpid", lambda: DEAD)
    with files.part_beside(target / ("mill/index.html" if scheme == "folder" else "site.zip")) as part:
        part.write_text("half")
        left = part.with_name(part.name)
        kept = part.read_bytes()
    left.write_bytes(kept)
    monkeypatch.undo()
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (target / ".download.part").write_text("another program's")
    publish_site(project, PublishRequest(f"folder:{target}" if scheme == "folder" else f"zip:{target}/site.zip", {}))
    assert [path.name for path in target.rglob("*.part")] == [".download.part"]


def test_what_a_killed_command_left_among_an_authors_files_is_removed_by_the_next(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = (
        project.voices,
        project.scripts / "mill.yaml",
        project.scripts / "images/gate.jpg",
        project.root / ".audioguide/moving.json",
    )
    left = []
    with monkeypatch.context() as patch:
        patch.setattr("os.getpid", lambda: DEAD)
        for path in written:
            with files.part_beside(path) as part:
                left.append(part)
    with files.part_beside(project.voices) as being_written:
        others = [being_written, project.scripts / ".download.part", project.root / "notes.part"]
        for path in (*left, *others):
            path.write_text("half")
        recovery.finish_interrupted()
        assert [path for path in left if path.exists()] == [] and all(path.exists() for path in others)
    assert "were removed" in capsys.readouterr().err
    recovery.finish_interrupted()
    assert capsys.readouterr().err == ""


def test_what_a_killed_write_left_goes_with_the_next_write_into_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("os.getpid", lambda: DEAD)
        with files.part_beside(tmp_path / "model.onnx") as left:
            pass
    monkeypatch.setattr(files, "_cleaned", set())
    for name in (left.name, ".download.part"):
        (tmp_path / name).write_text("half")
    files.write_text(tmp_path / "other.json", "{}")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".download.part", "other.json"]


def test_a_branch_that_was_not_pushed_is_pushed_by_the_next_publication(project: Project, tmp_path: Path) -> None:
    git = need("git", "apt-get install git")
    bare = tmp_path / "bare.git"
    options = {"repository": str(project.root)}

    def run(*arguments: str) -> str:
        return subprocess.run([git, *arguments], check=True, capture_output=True, text=True).stdout

    run("init", "-q", "--bare", str(bare))
    run("init", "-q", str(project.root))
    for name, value in (("user.name", "A"), ("user.email", "a@example.org")):
        run("-C", str(project.root), "config", name, value)
    run("-C", str(project.root), "remote", "add", "origin", str(bare))
    hook = bare / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    build.build_tours(project, LOUD)
    with pytest.raises(OutputError):
        publish_site(project, PublishRequest("pages:gh-pages", options))
    hook.unlink()
    assert not publish_site(project, PublishRequest("pages:gh-pages", options)).is_empty
    assert run("-C", str(bare), "rev-parse", "gh-pages") == run("-C", str(project.root), "rev-parse", "gh-pages")
    assert publish_site(project, PublishRequest("pages:gh-pages", options)).is_empty
    shutil.move(bare, tmp_path / "elsewhere.git")
    with pytest.raises(OutputError):  # a remote that cannot be asked is not up to date
        publish_site(project, PublishRequest("pages:gh-pages", options))
