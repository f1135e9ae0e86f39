"""Scripts that are renamed or taken away, killed at any file operation: the next command finishes or takes back."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT

from audioguide import files, registry
from audioguide.assembly import integrity, publishing
from audioguide.authoring import moved_tours, printed_labels
from audioguide.cli import recovery, report
from audioguide.commands import build, edit_settings, rename, retire, script_moves
from audioguide.commands.history import History
from audioguide.errors import OutputError
from audioguide.project import Project
from benchmarks.crashes import LOUD, CountedOperations, Crash, dead_links, site_files

SCRIPT = "title: Mill\nlanguage: {language}\nstops:\n  - {{number: 1, title: Gate, text: This is the gate.}}\n"
SITE = "name: Mills\ntours: [mill, barn]\nclosed: {mill: Until May}\n"
POINTS = 5
"""Operations at which a command is killed, evenly spread, besides every second of the first."""


def write_project(root: Path, *, builds: bool) -> None:
    """Write two sites, one of them in two languages, with versions, and with labels where they are built."""
    (root / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "voices.yaml", root)
    (root / "site.yaml").write_text(SITE)
    project = Project(root)
    for name, language in (("mill", "en"), ("mill.fr", "fr"), ("barn", "en")):
        path = root / f"scripts/{name}.yaml"
        path.write_text(SCRIPT.format(language=language))
        History(project, name).record_edit(b"before", path.read_bytes(), "Text")
    printed_labels.record_labels(project, "https://mill.example", "mill", ("1",))
    if builds:
        build.build_tours(project, LOUD)


Act = Callable[[Project], object]
ACTS: dict[str, Act] = {
    "rename": lambda project: rename.rename_site(project, "mill", "wheel"),
    "rename in the studio": lambda project: rename.rename_site(project, "mill", "wheel", builds_new=False),
    "remove": lambda project: retire.remove_scripts(project, "mill"),
}


def written_state(project: Project) -> dict[str, bytes]:
    """Return what an author has: scripts, settings, records, pages; of what was removed and of versions only names."""
    state = {f"output/{name}": data for name, data in site_files(project.output).items()}
    for path in (*project.scripts.iterdir(), project.root / "site.yaml"):
        if path.name != files.LOCK and (path.name != "moved.json" or moved_tours.load_moved(project).by_folder):
            state[path.relative_to(project.root).as_posix()] = path.read_bytes()
    hidden = project.root / ".audioguide"
    state |= {f"history/{path.name}": b"" for path in (hidden / "history").iterdir() if path.name != "site.yaml"}
    return state | {f"removed/{path.name.partition('-')[2]}": b"" for path in hidden.glob("removed/*")}


def crash(project: Project, act: Act, deadly: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run ``act`` as if it were killed at its n-th file operation: nothing cleans up. Return how many it had."""
    operations = CountedOperations(deadly)
    with monkeypatch.context() as patch:
        patch.setattr(files, "operations", operations)
        if deadly:
            patch.setattr(script_moves, "_settle", lambda *_arguments: "")
            patch.setattr(script_moves, "have_gone", lambda *_arguments: True)  # remove_site undoes nothing either
            patch.setattr(publishing.Publication, "discard", lambda _publication: None)
        with suppress(Crash):  # clips that are there make fewer operations than there were
            act(project)
    return operations.count


def run_next_command(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Do what every command does first; return what it prints."""
    printed: list[str] = []
    with monkeypatch.context() as patch:
        patch.chdir(project.root)
        patch.setattr(report, "print_message", printed.append)
        recovery.finish_interrupted()
    return printed


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("builds", [True, False], ids=["built", "not built"])
def test_a_move_killed_anywhere_is_finished_or_taken_back(
    name: str, builds: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.BUILT_IN["engines"], "loud", "benchmarks.crashes:LoudEngine")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    before, after, root = tmp_path / "before", tmp_path / "after", tmp_path / "project"
    write_project(before, builds=builds)
    shutil.copytree(before, after)
    count = crash(Project(after), ACTS[name], 0, monkeypatch)
    then, now = written_state(Project(before)), written_state(Project(after))
    assert not (after / ".audioguide" / script_moves.NOTE).exists() and then != now
    outcomes: set[bool] = set()
    for deadly in sorted({*range(1, min(count, 14), 2), *range(1, count, max(1, count // POINTS)), count}):
        shutil.copytree(before, root)
        project = Project(root)
        crash(project, ACTS[name], deadly, monkeypatch)
        is_noted = (root / ".audioguide" / script_moves.NOTE).exists()
        printed = run_next_command(project, monkeypatch)
        state = written_state(project)
        expected = then if (root / "scripts/mill.yaml").exists() else now
        assert {path for path in {*state, *expected} if state.get(path) != expected.get(path)} == set(), deadly
        assert any("interrupted" in line for line in printed) or not is_noted, deadly
        assert run_next_command(project, monkeypatch) == [], deadly
        if builds:
            assert not integrity.output_problems(project.output, "output") and not dead_links(project.output), deadly
        if state == then and True not in outcomes:
            ACTS[name](project)
            assert written_state(project) == now, deadly
        outcomes.add(state == then)
        shutil.rmtree(root)
    assert outcomes == {True, False} or not builds


def test_a_note_that_somebody_holds_is_left_to_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(registry.BUILT_IN["engines"], "loud", "benchmarks.crashes:LoudEngine")
    project = Project(tmp_path / "project")
    write_project(project.root, builds=False)
    move_files, printed = script_moves.move_files, []

    def look_then_move(*arguments: object) -> object:
        other = threading.Thread(target=lambda: printed.append(script_moves.settle_interrupted(project)))
        other.start()
        other.join()
        return move_files(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(script_moves, "move_files", look_then_move)
    rename.rename_site(project, "mill", "wheel", builds_new=False)
    assert printed == [""] and (project.scripts / "wheel.yaml").is_file()


def test_a_damaged_note_is_named_and_nothing_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    write_project(tmp_path / "project", builds=False)
    project = Project(tmp_path / "project")
    (project.root / ".audioguide" / script_moves.NOTE).write_text("{")
    before = written_state(project)
    with pytest.raises(OutputError, match=r"moving\.json is damaged"):
        script_moves.settle_interrupted(project)
    assert written_state(project) == before


def test_what_somebody_wrote_since_the_crash_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(registry.BUILT_IN["engines"], "loud", "benchmarks.crashes:LoudEngine")
    project = Project(tmp_path / "project")
    write_project(project.root, builds=True)

    def stop(*_arguments: object, **_options: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(rename, "build_tours", stop)
        patch.setattr(script_moves, "_settle", lambda *_arguments: "")
        with pytest.raises(Crash):
            rename.rename_site(project, "mill", "wheel")
    (project.scripts / "mill.yaml").write_text(SCRIPT.format(language="en").replace("gate", "new gate"))
    edit_settings.rewrite_settings(project, "site.yaml", lambda text: text.replace("Mills", "Old mills"), "Name")
    (line,) = run_next_command(project, monkeypatch)
    assert "scripts/wheel.yaml" in line and "site.yaml" in line and "wheel.fr" not in line
    assert "new gate" in (project.scripts / "mill.yaml").read_text()
    assert (project.scripts / "wheel.yaml").is_file() and (project.scripts / "mill.fr.yaml").is_file()
    assert "Old mills" in (project.root / "site.yaml").read_text()
    assert not moved_tours.load_moved(project).by_folder
