"""Importing beside what people have written: nothing overwritten, numbers and titles kept; the command itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from audioguide.authoring import script
from audioguide.cli.import_ import import_command
from audioguide.model import Tour

SOURCE = """石桥村村史馆解说词
【大门外】
各位来宾，大家好。欢迎来到石桥村村史馆参观。
【序厅】
序厅正中是一幅浮雕，刻着石桥村的全景。浮雕长六米，用的是本地青石。
【农具厅】
这里收着村民捐来的农具八十二件，最老的一件是清代的水车。
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "village.txt").write_text(SOURCE, "utf-8")
    return tmp_path


def run(*args: str) -> str:
    result = CliRunner().invoke(import_command, list(args), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def imported(home: Path) -> Path:
    run("village.txt")
    (path,) = (home / "scripts").glob("*.yaml")
    return path


def test_first_import_writes_a_script_that_loads(home: Path) -> None:
    tour = script.load_tour(imported(home))
    assert (tour.site, tour.title, tour.source) == ("shiqiaocun", "石桥村村史馆解说词", "village.txt")
    assert [stop.title for stop in tour.stops] == ["大门外", "序厅", "农具厅"]


def test_same_document_again_changes_nothing(home: Path) -> None:
    path = imported(home)
    before = path.stat().st_mtime_ns
    assert "nothing new" in run("village.txt")
    assert path.stat().st_mtime_ns == before
    assert not (home / "scripts" / "drafts").exists()


def edited(path: Path, **changes: str) -> Tour:
    """The script as a person left it: renamed site, stop 2 printed as 7 and titled anew, accent chosen."""
    tour = script.load_tour(path)
    stops = list(tour.stops)
    stops[1] = replace(stops[1], number="7", title="浮雕前", todos=(), notes=("看过了",))
    new = replace(tour, stops=tuple(stops), accent="#336699", site="village-museum")
    path.unlink()
    other = path.with_name("village-museum.yaml")
    other.write_text(script.write_script(new), "utf-8")
    return new


def test_only_what_the_document_changed_counts_as_new(home: Path) -> None:
    """Comments, punctuation, titles and settled TODOs of the script are its author's: no draft is made of them."""
    edited(imported(home))
    path = home / "scripts" / "village-museum.yaml"
    path.write_text("# checked in May\n" + path.read_text("utf-8").replace("青石。", "青石！"), "utf-8")
    assert "nothing new" in run("village.txt")
    assert not (home / "scripts" / "drafts").exists()


def test_edited_script_is_left_alone_and_respected(home: Path) -> None:
    edited(imported(home))
    path = home / "scripts" / "village-museum.yaml"
    before = path.read_text("utf-8")
    (home / "village.txt").write_text(
        SOURCE.replace("八十二件", "八十三件") + "【书房】\n书房里有三千册书。\n", "utf-8"
    )
    output = run("village.txt")
    assert path.read_text("utf-8") == before
    draft = script.load_tour(home / "scripts" / "drafts" / "village-museum.yaml")
    assert [(stop.number, stop.title) for stop in draft.stops] == [
        ("1", "大门外"),
        ("7", "浮雕前"),
        ("3", "农具厅"),
        ("4", "书房"),
    ]
    assert draft.accent == "#336699"
    assert "+" in output and "八十三件" in output and "八十二件" in output


def test_new_stop_never_takes_a_number_that_hangs_on_a_wall(home: Path) -> None:
    edited(imported(home))
    (home / "village.txt").write_text(SOURCE.replace("【序厅】", "【门厅】\n门厅的钟走了一百年。\n【序厅】"), "utf-8")
    run("village.txt")
    draft = script.load_tour(home / "scripts" / "drafts" / "village-museum.yaml")
    numbers = {stop.title: stop.number for stop in draft.stops}
    assert numbers["浮雕前"] == "7" and numbers["大门外"] == "1" and numbers["农具厅"] == "3"
    assert len(set(numbers.values())) == 4


def test_report_and_json(home: Path) -> None:
    output = run("village.txt", "--report", "report.html", "--json")
    data = json.loads(output[output.index("[") : output.rindex("]") + 1])
    assert sum(data[0]["fates"].values()) == data[0]["characters"] == len(SOURCE)
    page = (home / "report.html").read_text("utf-8")
    assert "Content-Security-Policy" in page and "<script" not in page and "浮雕" in page


def test_report_escapes_what_documents_contain(home: Path) -> None:
    (home / "x.txt").write_text("<b>标题</b>\n<script>alert(1)</script>是一段话，很长很长的一段话。\n", "utf-8")
    run("x.txt", "--report", "report.html")
    page = (home / "report.html").read_text("utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page


def test_one_bad_document_stops_all_before_anything_is_written(home: Path) -> None:
    (home / "bad.txt").write_bytes(b"\x00\x01\x02")
    result = CliRunner().invoke(import_command, ["village.txt", "bad.txt"])
    assert result.exit_code != 0
    assert not list((home / "scripts").iterdir())


def test_a_project_adds_its_own_confusions(home: Path) -> None:
    (home / "confusions.tsv").write_text("mend\t青石\t青冈石\tthe stone’s local name\n", "utf-8")
    (home / "voices.yaml").write_text("engine: silent\n", "utf-8")
    output = run("village.txt")
    assert "青冈石" in next((home / "scripts").glob("*.yaml")).read_text("utf-8")
    assert "the stone’s local name" in output
