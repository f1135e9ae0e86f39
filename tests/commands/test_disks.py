"""Disks as they are: full, too small a share of them, a part of the output on another one. Real ones, not stand-ins."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from audioguide.assembly import integrity
from audioguide.assembly.clip_cache import Cache
from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.engines.silent import SilentEngine
from audioguide.errors import OutputError
from audioguide.files import LOCK
from audioguide.project import Project

SCRIPT = "title: Mill\nlanguage: en\nstops:\n  - number: 1\n    title: Gate\n    text: This is the gate.\n"
ORDER = BuildRequest(engine="silent")
SHARED_MEMORY = Path("/dev/shm")
"""A disk of its own on most Linux machines."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/mill.yaml").write_text(SCRIPT)
    shutil.copy(ROOT / "voices.yaml", tmp_path)
    build.build_tours(Project(tmp_path), ORDER)
    return Project(tmp_path)


def edit(project: Project) -> None:
    (project.scripts / "mill.yaml").write_text(SCRIPT.replace("the gate", "the old gate"))


def snapshot(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != LOCK
    }


def build_in_a_shell(project: Project, before: str) -> subprocess.CompletedProcess[str]:
    """Build with the command, after another one in the same shell."""
    command = f'{before} && exec "$0" -m audioguide build --engine silent --force'
    return subprocess.run(
        ["sh", "-c", command, sys.executable], cwd=project.root, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(os.name != "posix" or not shutil.which("sh"), reason="no ulimit there")
@pytest.mark.parametrize("blocks", [4, 20, 40])
def test_files_that_may_not_grow_are_told_and_nothing_is_changed(project: Project, blocks: int) -> None:
    before = snapshot(project.output)
    edit(project)
    run = build_in_a_shell(project, f"ulimit -f {blocks}")
    assert run.returncode == 1 and "→" in run.stderr
    assert "Traceback" not in run.stderr and "no output" not in run.stderr and "fault of audioguide" not in run.stderr
    assert {path: digest for path, digest in snapshot(project.output).items() if path in before} == before
    build.build_tours(project, ORDER)
    assert integrity.output_problems(project.output, "output") == ()
    assert snapshot(project.output).keys() == before.keys()


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk")
    folder = SHARED_MEMORY / f"audioguide-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("part", ["", "mill", "mill/stops", "assets", "mill/1"])
def test_a_part_of_the_output_may_lie_on_another_disk(project: Project, other_disk: Path, part: str) -> None:
    linked, target = project.output / part, other_disk / "there"
    shutil.move(linked, target)
    linked.symlink_to(target)
    edit(project)
    build.build_tours(project, ORDER)
    assert "old gate" in (project.output / "mill/1/index.html").read_text()
    assert (project.output / part).is_symlink() and target.is_dir()
    assert integrity.output_problems(project.output, "output") == ()
    strays = [path for path in other_disk.rglob("*") if path.name.endswith(".part") or "staging" in path.name]
    assert strays == []


def test_the_cache_may_lie_on_another_disk(project: Project, other_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(other_disk / "cache"))
    edit(project)
    build.build_tours(Project(project.root), ORDER)
    assert list((other_disk / "cache").rglob("*.clip"))
    assert integrity.output_problems(project.output, "output") == ()


def put_a_file(path: Path) -> None:
    path.write_text("not a folder")


def put_a_dead_link(path: Path) -> None:
    path.symlink_to(path.parent / "no-disk" / "here")


@pytest.mark.parametrize("place", ["output", "output/.audioguide", "cache", "cache/clips"])
@pytest.mark.parametrize("put", [put_a_file, put_a_dead_link])
def test_what_lies_in_the_place_of_a_folder_is_named(
    project: Project, place: str, put: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.root / place
    shutil.rmtree(path)
    put(path)
    monkeypatch.setattr(SilentEngine, "speak", lambda *_arguments: pytest.fail("spoken, though it cannot be stored"))
    edit(project)
    if place.startswith("cache"):
        monkeypatch.undo()
        monkeypatch.setenv("AUDIOGUIDE_CACHE", str(project.root / "cache"))
    with pytest.raises(OutputError) as error:
        build.build_tours(project, ORDER)
    assert str(path) in error.value.message
    assert "file" in error.value.message or "no-disk" in error.value.message
    assert error.value.hint


@pytest.mark.parametrize("place", ["cache", "cache/clips"])
@pytest.mark.parametrize("put", [put_a_file, put_a_dead_link])
@pytest.mark.parametrize("act", [Cache.size, Cache.prune, Cache.clear])
def test_what_lies_in_the_place_of_the_cache_is_no_empty_cache(
    project: Project, place: str, put: Callable[[Path], None], act: Callable[[Cache], object]
) -> None:
    path = project.root / place
    shutil.rmtree(path)
    assert Cache(project.cache).size().clips == 0
    put(path)
    with pytest.raises(OutputError) as error:
        act(Cache(project.cache))
    assert str(path) in error.value.message and "AUDIOGUIDE_CACHE" in error.value.hint
