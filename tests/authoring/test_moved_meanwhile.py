"""A tour that another command renames or removes while the scripts are read is no error, and is not missed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audioguide import lint
from audioguide.authoring import script
from audioguide.commands import build, find_text, overview, readings
from audioguide.errors import ConfigError, ScriptError
from audioguide.project import Project
from audioguide.yaml import reader

SCRIPT = """\
title: {title}
language: en
stops:
  - {{number: 1, title: Door, text: "They read this in the café, and here is the door."}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    for name in ("barn", "mill", "shed"):
        (tmp_path / f"scripts/{name}.yaml").write_text(SCRIPT.format(title=name.title()), "utf-8")
    return Project(tmp_path)


def _built(project: Project) -> list[str]:
    order = build.BuildRequest(engine="silent")
    return [job.tour.id for job in build.gather_builds(project, order, build.BuildListener())]


READERS: dict[str, Callable[[Project], list[str]]] = {
    "build": _built,
    "check": lambda project: sorted({Path(p.place.file).stem for p in lint.check_project(project)}),
    "studio": lambda project: [card.id for card in overview.list_tours(project) if not card.problems],
    "tours": lambda project: [tour.id for tour in script.load_tours(project)],
    "search": lambda project: sorted({match.tour for match in find_text.find_in_scripts(project, "door", "")}),
    "readings": lambda project: sorted({entry.tour for entry in readings.list_readings(project)}),
}


def act_at_first_read(monkeypatch: pytest.MonkeyPatch, path: Path, act: Callable[[], object]) -> None:
    """Do something just before a script is read for the first time."""
    read, pending = reader.read_tree, [act]

    def read_after_act(file: Path, shown: str) -> object:
        if file == path and pending:
            pending.pop()()
        return read(file, shown)

    monkeypatch.setattr(reader, "read_tree", read_after_act)


@pytest.mark.parametrize("way", READERS)
def test_a_tour_that_is_renamed_is_read_under_its_new_name(
    project: Project, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    path = project.scripts / "mill.yaml"
    before = READERS[way](project)
    act_at_first_read(monkeypatch, path, lambda: path.rename(path.with_name("zoo.yaml")))
    assert READERS[way](project) == [*(name for name in before if name != "mill"), *["zoo"] * ("mill" in before)]


@pytest.mark.parametrize("way", READERS)
def test_a_tour_that_is_removed_is_not_missed(project: Project, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    path = project.scripts / "mill.yaml"
    before = READERS[way](project)
    act_at_first_read(monkeypatch, path, path.unlink)
    assert READERS[way](project) == [name for name in before if name != "mill"]


def test_a_tour_that_was_asked_for_by_its_name_is_said_to_be_gone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.scripts / "mill.yaml"
    act_at_first_read(monkeypatch, path, path.unlink)
    with pytest.raises(ConfigError, match="mill"):
        lint.check_project(project, ["mill"])


def test_a_script_that_is_there_and_cannot_be_used_is_an_error(project: Project) -> None:
    (project.scripts / "mill.yaml").write_text("titel: x\n")
    with pytest.raises(ScriptError):
        script.load_tours(project)
