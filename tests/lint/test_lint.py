"""The careful editor: what it remarks on, where, and what it lets pass."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path

import click
import pytest
from conftest import ROOT

from audioguide import lint
from audioguide.authoring import script
from audioguide.cli import complete, group, report
from audioguide.commands import new
from audioguide.errors import ConfigError
from audioguide.lint import sarif
from audioguide.model import (
    AUTO_REGIMES,
    BuiltStop,
    Chapter,
    Cue,
    Disclosure,
    Lexicon,
    Manifest,
    Place,
    Problem,
    Segment,
    Settings,
    Tour,
    Track,
)
from audioguide.project import Project
from audioguide.text import Language, Reading, TextIssue

LONG = "从大门往里走是一条种满香樟的小路路旁立着历届毕业生捐的石凳"
TEXT = """\
title: 学校
language: zh-CN
stops:
  - number: 1
    title: 大门
    text: |
      各位来宾，大家好，欢迎来到我们学校，我是今天的讲解员，请大家跟我走。
      这一行接着上一行写，里面有一个§号。

      第二段说的是长水，请大家看正前方的教学楼。
  - number: 2
    title: 操场
    segments:
      - voice: narrator
        text: "这里是操场，每天早上全校师生在这里升旗、做操，下午有篮球比赛，请大家随意看看。"
      - cue: 画面:长水§
"""


class Plain(Language):
    """Just enough of a language for the rules: one unit a character, 240 a minute, 長 doubtful, § unspeakable."""

    tag = "zh"
    max_breath_units = 30
    pace = 240

    def sentences(self, paragraph: str) -> list[str]:
        return re.findall(r"[^。]+。?", paragraph)

    def normalise(self, sentence: str) -> str:
        return sentence

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        if any(entry.written == "长水" for entry in lexicon):
            return []
        return [
            Reading("长", "zhang3", m.start(), "character", "model", "doubtful", ("chang2",))
            for m in re.finditer("长(?![|])", sentence)
        ]

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        return [TextIssue("unspeakable", m.start(), "§", "cannot be said", "spell it") for m in re.finditer("§", text)]

    def unattested_readings(self, written: str, say: str) -> list[tuple[str, str]]:
        return [(written[-1], "zou1")] if "zou1" in say else []

    def spoken_length(self, text: str) -> int:
        return len(re.findall(r"\w", text))


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.lint.reader.find_language", lambda tag: Plain())


LABELLED = Settings(disclosure=Disclosure(regimes=AUTO_REGIMES, producer="学校"))


def _tour(folder: Path, text: str = TEXT, name: str = "school.yaml") -> Tour:
    (folder / "scripts").mkdir(exist_ok=True)
    path = folder / "scripts" / name
    path.write_text(text, "utf-8")
    return script.load_tour(path)


def _problems_by_code(
    tour: Tour, settings: Settings | None = None, manifest: Manifest | None = None
) -> dict[str, Problem]:
    return {problem.code: problem for problem in lint.check_tour(tour, settings or LABELLED, manifest)}


def test_doubts_stand_where_the_file_has_them(tmp_path: Path) -> None:
    problems = _problems_by_code(_tour(tmp_path))
    lines = TEXT.splitlines()
    assert set(problems) == {"unspeakable", "doubtful-reading"}
    for code, character in (("unspeakable", "§"), ("doubtful-reading", "长")):
        place = problems[code].place
        assert lines[place.line - 1][place.column - 1] == character and problems[code].stop == "1"
    reading = problems["doubtful-reading"]
    assert "zhang3" in reading.message and "chang2" in reading.message and "{长|zhang3}" in reading.hint
    assert "长水" in reading.excerpt


def test_a_doubted_word_is_listed_once_however_often_it_occurs(tmp_path: Path) -> None:
    text = TEXT.replace("教学楼。", "教学楼。长水很深。").replace("这里是操场", "这里是长水的操场")
    doubts = [
        problem
        for problem in lint.check_tour(_tour(tmp_path, text), LABELLED, None)
        if problem.code == "doubtful-reading"
    ]
    assert len(doubts) == 1 and "3" in doubts[0].message and doubts[0].severity == "warning"


@pytest.mark.parametrize("style", ["folded", "plain", "quoted"])
def test_places_hold_in_every_style_of_text(tmp_path: Path, style: str) -> None:
    head = "title: T\nlanguage: zh-CN\nstops:\n  - number: 1\n    title: 大门\n    text:"
    body = (
        "各位来宾，大家好，欢迎来到我们学校，我是今天的讲解员，\n      请大家跟我走。\n\n      第二段§号在这里，请看。"
    )
    text = {"folded": f"{head} >\n      {body}\n", "plain": f"{head} {body}\n", "quoted": f"{head} '{body}'\n"}[style]
    place = _problems_by_code(_tour(tmp_path, text))["unspeakable"].place
    assert text.splitlines()[place.line - 1][place.column - 1] == "§"


def test_what_is_decided_is_doubted_no_more(tmp_path: Path) -> None:
    text = TEXT.replace("§", "").replace("stops:", "lexicon: {长水: chang2 shui3}\nstops:")
    assert _problems_by_code(_tour(tmp_path, text)) == {}


TALK = "".join(f"第{n}句话说了一些别处没有的事情{n * 7919}，" for n in range(60))
CHANGES = [
    ("title: 大门", "title: 大门\n    todo: 核对§年份", "todo", "warning", 6),
    ("请大家跟我走。", TALK, "stop-too-long", "warning", 4),
    ("，每天早上全校师生在这里升旗、做操，下午有篮球比赛，请大家随意看看", "", "stop-too-short", "warning", 11),
    ("title: 大门", "title: 大门外那一条种满香樟的小路和几张石凳", "title-too-long", "warning", 5),
    ("title: 大门", "title: 大门。", "title-mark", "warning", 5),
    ("title: 操场", "title: 大门", "titles-alike", "warning", 12),
    ("number: 1", "number: 3", "number-order", "note", 11),
    ("title: 大门", "title: 大门\n    image: a.jpg", "no-alt", "warning", 6),
    ("title: 大门", "title: 大门\n    image: a.jpg\n    alt: 门", "no-picture", "error", 6),
    ("title: 学校", "title: 学校\ncover: c.jpg", "no-picture", "error", 2),
    ("title: 学校", "lexicon: {长江: chang2 jiang1}\ntitle: 学校", "unused-word", "note", 1),
    ("title: 学校", "lexicon: {操场: cao1 zou1}\ntitle: 学校", "odd-reading", "warning", 1),
    ("这里是操场", "这里是操{场|zou1}", "odd-reading", "warning", 15),
    ("这里是操场", LONG, "long-breath", "note", 15),
    ("这里是操场", LONG + LONG, "long-breath", "warning", 15),
    ("这里是操场", "这里，" * 25, "long-sentence", "note", 15),
]


def test_a_note_vouches_for_a_reading_no_dictionary_has(tmp_path: Path) -> None:
    entry = "lexicon: {操场: {say: cao1 zou1, note: as people here say}}\ntitle: 学校"
    assert "odd-reading" not in _problems_by_code(_tour(tmp_path, TEXT.replace("title: 学校", entry)))


def test_what_is_odd_in_the_common_lexicon_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "voices.yaml").write_text("schema: 1\nlexicon:\n  zh-CN:\n    操场: cao1 zou1\n")
    for name in ("one.yaml", "two.yaml"):
        _tour(tmp_path, TEXT, name)
    problems = [p for p in lint.check_project(Project(tmp_path)) if p.code == "odd-reading"]
    assert [p.place.line for p in problems] == [4]


@pytest.mark.parametrize(("old", "new", "code", "severity", "line"), CHANGES)
def test_rules(tmp_path: Path, old: str, new: str, code: str, severity: str, line: int) -> None:
    assert TEXT.count(old) == 1
    problems = _problems_by_code(_tour(tmp_path, TEXT.replace(old, new)))
    assert code in problems, problems
    assert (problems[code].severity, problems[code].place.line) == (severity, line)
    assert problems[code].hint


def test_two_stops_alike(tmp_path: Path) -> None:
    first = "各位来宾，大家好，欢迎来到我们学校，我是今天的讲解员，请大家跟我走。"
    text = re.sub(
        r'text: "[^"]*"', f'text: "{first}这一行接着上一行写，第二段说的是别的，请大家看正前方的教学楼。"', TEXT
    )
    assert _problems_by_code(_tour(tmp_path, text))["stops-alike"].stop == "2"


def test_roles(tmp_path: Path) -> None:
    settings = Settings(roles={"narrator": {"en": {}}, "host": {"zh": {"kokoro": {"name": "a"}}}})
    assert _problems_by_code(_tour(tmp_path), settings)["no-voice"].severity == "warning"
    wrong = _problems_by_code(_tour(tmp_path, TEXT.replace("voice: narrator", "voice: hosst")), settings)[
        "unknown-role"
    ]
    assert "host" in wrong.hint and wrong.place.line == 15


def _manifest(tour: Tour) -> Manifest:
    track = Track("a.mp3", 1, 1, "", -16.0, -1.0)
    stops = tuple(
        BuiltStop(s.number, s.title, track, "a.vtt", tuple(Cue(0, 1, g.text) for g in s.segments if not g.is_cue))
        for s in tour.stops
    )
    chapters = tuple(Chapter(s.number, s.title, 0, 1) for s in tour.stops)
    return Manifest(1, tour.site, "", tour.language, tour.title, "silent", {}, track, "a.vtt", chapters, stops)


def test_numbers_that_changed_since_the_last_build(tmp_path: Path) -> None:
    tour = _tour(tmp_path)
    first, second = tour.stops

    def now(*stops: object) -> dict[str, Problem]:
        return _problems_by_code(dataclasses.replace(tour, stops=stops), manifest=_manifest(tour))  # type: ignore[arg-type]

    numbered = {"number-changed", "number-gone"}
    assert not numbered & set(now(first, second))
    assert not numbered & set(now(second, first)), "moving a stop is no renumbering"
    assert not numbered & set(now(dataclasses.replace(first, title="校门"), second)), "nor is a better title"
    moved = now(dataclasses.replace(first, number="7"), second)["number-changed"]
    assert moved.stop == "7" and "1" in moved.message
    swapped = now(dataclasses.replace(first, number="2"), dataclasses.replace(second, number="1"))
    assert "number-changed" in swapped
    assert "操场" in now(first)["number-gone"].message
    other = dataclasses.replace(
        second, title="食堂", segments=(Segment("食堂今天供应三菜一汤，欢迎大家品尝同学们种的菜。"),)
    )
    assert "操场" in now(first, other)["number-changed"].message


def test_editions_share_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tour(tmp_path)
    _tour(tmp_path, TEXT.replace("zh-CN", "en").replace("number: 2", "number: 3"), "school.en.yaml")
    monkeypatch.chdir(tmp_path)
    differs = [p for p in lint.check_project(Project(tmp_path)) if p.code == "edition-differs"]
    assert [p.place.file for p in differs] == ["scripts/school.en.yaml"] and "2, 3" in differs[0].message


def test_files_that_cannot_be_used_are_reported_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tour(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "scripts" / name).write_text("titel: x\n", "utf-8")
    (tmp_path / "voices.yaml").write_text("engin: x\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    problems = lint.check_project(Project(tmp_path))
    assert {"scripts/a.yaml", "scripts/b.yaml", "scripts/school.yaml", "voices.yaml"} == {
        p.place.file for p in problems
    }
    assert all(p.severity == "error" for p in lint.check_project(Project(tmp_path), ["school"], strict=True))
    with pytest.raises(ConfigError):
        lint.check_project(Project(tmp_path), ["scool"])


# ---------------------------------------------------------------- the command


def _run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str]:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["audioguide", "check", *arguments])
    code = report.run_group(group)
    return code, capsys.readouterr().out


def test_strict_fails_where_plain_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _tour(tmp_path)
    code, out = _run(tmp_path, monkeypatch, capsys)
    assert code == 0 and "scripts/school.yaml:8:" in out
    assert _run(tmp_path, monkeypatch, capsys, "--strict")[0] == 1


def test_formats_for_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _tour(tmp_path, TEXT.replace("title: 操场", "title: 操场，"))
    problems = json.loads(_run(tmp_path, monkeypatch, capsys, "--json")[1])
    assert {"file", "line", "column", "severity", "code", "message", "hint", "stop", "excerpt"} == set(problems[0])
    log = json.loads(_run(tmp_path, monkeypatch, capsys, "--format", "sarif")[1])
    results = log["runs"][0]["results"]
    assert [r["ruleId"] for r in results] == [p["code"] for p in problems]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results)
    github = _run(tmp_path, monkeypatch, capsys, "--format", "github")[1].splitlines()
    assert len(github) == len(problems)
    assert all(
        re.match(r"::(error|warning|notice) file=(scripts/school\.yaml,line=\d+,col=\d+|voices\.yaml),title=", g)
        for g in github
    )


def test_the_shell_offers_sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("school.yaml", "museum.yaml"):
        _tour(tmp_path, name=name)
    _tour(tmp_path, TEXT.replace("zh-CN", "en"), "school.en.yaml")
    monkeypatch.chdir(tmp_path)
    context = click.Context(group)
    assert complete.complete_sites(context, click.Argument(["site"]), "sc") == ["school", "school.en"]
    assert complete.complete_sites(context, click.Argument(["site"]), "") == ["museum", "school", "school.en"]


def test_every_remark_is_documented() -> None:
    rules = "".join(path.read_text("utf-8") for path in (ROOT / "audioguide" / "lint").glob("*.py"))
    codes = set(re.findall(r'"(?:error|warning|note)",\s+"([a-z-]+)"', rules))
    page = (ROOT / "docs" / "script.md").read_text("utf-8")
    assert len(codes) > 12 and [code for code in sorted(codes) if f"`{code}`" not in page] == []


def test_sarif_of_a_file_without_lines() -> None:
    problem = Problem("error", "yaml", "x", Place("脚本 a.yaml"))
    location = sarif.sarif_log([problem])["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "%E8%84%9A%E6%9C%AC%20a.yaml"}}


@pytest.mark.parametrize("tag", ["zh-CN", "en", "es", "fr"])
def test_a_starter_script_passes_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    monkeypatch.undo()
    new.write_starter_script(Project(tmp_path), "new", "T", tag)
    (tmp_path / "voices.yaml").write_text("disclosure: {regimes: auto, producer: T}\n", "utf-8")
    assert lint.check_project(Project(tmp_path), strict=True) == ()


def test_a_bad_script_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    bad = "各位来宾，大家好，这里有☃符号，还有没有闭合的“引号，{长|zhang9}水镇也在图上，请大家接着往前走。"
    problems = _problems_by_code(_tour(tmp_path, re.sub(r'text: "[^"]*"', f"text: {bad}", TEXT.replace("§", ""))))
    assert {"unspeakable", "unbalanced-quotes", "bad-markup"} <= problems.keys()
    assert problems["unspeakable"].place.line == 15 and "☃" in problems["unspeakable"].excerpt


def test_the_project_s_own_scripts_are_free_of_errors() -> None:
    assert [p for p in lint.check_project(Project(ROOT)) if p.severity == "error"] == []
