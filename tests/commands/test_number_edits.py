"""Other numbers for stops: of one, of all in their order, in every language and in the routes."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.commands import number_edits
from audioguide.commands.edit_script import apply_edit, read_script
from audioguide.errors import EditRefused
from audioguide.project import Project

SCRIPT = """\
title: 柳塘村
language: zh-CN
routes:
  - name: short
    title: 短线
    stops: [6, 1]
stops:
  - number: 6  # 村口
    title: 前言
    text: 欢迎来到柳塘村。
  - number: 1
    title: 石桥
    text: 桥长十二米。
  - number: 2a
    title: 祠堂
    text: 这是祠堂。
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "liutang.yaml").write_text(SCRIPT, "utf-8")
    return Project(tmp_path)


def renumbered(project: Project, edit: number_edits.SetNumbers) -> str:
    apply_edit(project, "liutang", edit)
    return (project.scripts / "liutang.yaml").read_text("utf-8")


def test_one_stop_gets_another_number_and_its_routes_follow(project: Project) -> None:
    edit = number_edits.plan_number(project, read_script(project, "liutang").tour, "6", " 3A ")
    text = renumbered(project, edit)
    assert "  - number: 3a  # 村口\n" in text
    assert read_script(project, "liutang").tour.routes[0].stops == ("3a", "1")
    assert text.replace("3a", "6") == SCRIPT


def test_all_stops_are_numbered_in_their_order(project: Project) -> None:
    edit = number_edits.plan_numbers_in_order(project, read_script(project, "liutang").tour)
    text = renumbered(project, edit)
    assert "  - number: 1  # 村口\n" in text
    tour = read_script(project, "liutang").tour
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "前言"), ("2", "石桥"), ("3", "祠堂")]
    assert tour.routes[0].stops == ("1", "2")


@pytest.mark.parametrize("number", ["1", "2A", "0", "", "3ab", "十", "12345", "-1"])
def test_a_number_that_is_taken_or_none_is_refused(project: Project, number: str) -> None:
    with pytest.raises(EditRefused) as refused:
        number_edits.plan_number(project, read_script(project, "liutang").tour, "6", number)
    assert refused.value.hint


def test_a_number_that_another_language_has_is_refused(project: Project) -> None:
    english = project.scripts / "liutang.en.yaml"
    english.write_text(
        "title: L\nlanguage: en\nstops:\n  - number: 6\n    title: A\n    text: A.\n"
        "  - number: 3\n    title: B\n    text: B.\n",
        "utf-8",
    )
    with pytest.raises(EditRefused, match=r"liutang\.en"):
        number_edits.plan_number(project, read_script(project, "liutang").tour, "6", "3")
