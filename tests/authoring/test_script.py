"""Scripts: what is read is what was written, and every error comes with its line."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.authoring import schemas, script, tour_fields, voices_yaml
from audioguide.commands import new
from audioguide.errors import AudioguideError, ConfigError, ScriptError
from audioguide.model import LexiconEntry, Problem, Segment, Stop, StopPicture, Tour
from audioguide.project import Project

GOOD = """\
# yaml-language-server: $schema=script.schema.json
schema: 1
title: 龙庆民族中学
language: zh-CN
lexicon:
  射洪: she4 hong2
  任秀萍: {say: ren2 xiu4 ping2, note: surname}
  长:
    - {say: zhang3, in: 班长}
    - {say: chang2, in: 长水}
voices:
  pauses: {sentence: 300}
stops:
  - number: 1
    title: 大门外
    text: |
      第一段,
      接着说。

      第二段。
  - number: 3a
    title: 1949
    chapter: 校史
    todo: 核对
    note: [一, 二]
    segments:
      - voice: interviewee
        speaker: 王晓荣
        speaker_title: 主任
        text: "好。"
      - cue: 画面:校门
"""


def _load(folder: Path, text: str | bytes, name: str = "school.yaml") -> Tour:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return script.load_tour(path)


def _problems(folder: Path, text: str | bytes, name: str = "school.yaml") -> tuple[Problem, ...]:
    with pytest.raises(ScriptError) as caught:
        _load(folder, text, name)
    return caught.value.problems


def test_a_script_is_read_with_the_place_of_everything(tmp_path: Path) -> None:
    tour = _load(tmp_path, GOOD)
    first, second = tour.stops
    assert (tour.site, tour.edition, tour.language, tour.title) == ("school", "", "zh-CN", "龙庆民族中学")
    assert first.segments[0].text == "第一段,接着说。\n\n第二段。"
    assert (second.number, second.title, second.chapter) == ("3a", "1949", "校史")
    assert (second.todos, second.notes) == (("核对",), ("一", "二"))
    assert second.segments[0].speaker == "王晓荣"
    assert second.segments[1] == Segment("画面:校门", role="", is_cue=True, place=second.segments[1].place)
    lines = GOOD.splitlines()
    for segment in (*first.segments, *second.segments):
        assert segment.place is not None
        assert lines[segment.place.line - 1][segment.place.column - 1 :].startswith(segment.text[:3])
    assert [(e.written, e.say, e.context) for e in tour.lexicon][-2:] == [
        ("长", "zhang3", "班长"),
        ("长", "chang2", "长水"),
    ]


def test_an_edition_is_named_by_its_file(tmp_path: Path) -> None:
    tour = _load(tmp_path, GOOD.replace("zh-CN", "en-GB"), "school.en.yaml")
    assert (tour.site, tour.edition, tour.id, tour.folder) == ("school", "en", "school.en", "school/en")
    assert "language-mismatch" in {p.code for p in _problems(tmp_path, GOOD, "school.en.yaml")}


FAULTS = [
    ("title: 龙庆民族中学", "titel: 龙庆民族中学", 3, "unknown-field", "title"),
    ("language: zh-CN", "language: tlh", 4, "unknown-language", "zh"),
    ("language: zh-CN", "language: ", 1, "missing-field", ""),
    ("schema: 1", "schema: 2", 2, "bad-value", "1"),
    ("she4 hong2", "she4 hong9", 6, "bad-lexicon", ""),
    ("in: 班长", "in: 班主任", 9, "bad-lexicon", ""),
    ("射洪: she4 hong2", "任秀萍: she4", 7, "duplicate-key", ""),
    ("sentence: 300", "sentense: 300", 12, "unknown-field", "sentence"),
    ("sentence: 300", "sentence: long", 12, "wrong-type", ""),
    ("number: 3a", "number: 1", 21, "duplicate-number", "3a"),
    ("number: 3a", "number: 03", 21, "bad-value", "3a"),
    ("number: 3a", "number: [3]", 21, "wrong-type", "3a"),
    ("title: 大门外", "title: 大门: 外", 15, "yaml", ""),
    ("title: 大门外", "title: *x", 15, "yaml", ""),
    ("title: 大门外", "title: !!python/name:os.system x", 15, "yaml", ""),
    ("title: 大门外", "title: {大门外", 15, "yaml", "Close"),
    ("    title: 大门外", "\ttitle: 大门外", 15, "yaml", ""),
    ("    title: 大门外", "   title: 大门外", 15, "yaml", ""),
    ("    todo: 核对", "    text: 又", 24, "bad-value", ""),
    ("voice: interviewee", "vioce: interviewee", 27, "unknown-field", "voice"),
    ('        text: "好。"', "        cue: 好", 28, "bad-value", ""),
    ("大门外", "大门\x07外", 15, "yaml", ""),
]


@pytest.mark.parametrize(("old", "new", "line", "code", "hint"), FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, code: str, hint: str) -> None:
    assert GOOD.count(old) == 1
    problems = [p for p in _problems(tmp_path, GOOD.replace(old, new)) if p.code == code]
    assert [p for p in problems if (p.place.line == line or line == 1) and hint in p.hint], problems


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("title: 龙庆", "titel: 龙庆").replace("number: 3a", "number: x").replace("voice:", "vioce:")
    assert [p.place.line for p in _problems(tmp_path, text)] == [3, 21, 27]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# nothing\n",
        GOOD.encode("gb18030"),
        GOOD.encode("utf-16"),
        b"[" * 100_000,
        b"- 1\n- 2\n",
        b"just text",
        b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (i + 1, i + 1, b", ".join([b"*%c" % i] * 9)) for i in range(97, 106)),
        b"title: &a [*a]\n",
        (GOOD + "---\ntitle: x\n").encode(),
        b"title: " + b"x" * 5_000_000,
    ],
    ids=["empty", "comment", "gbk", "utf-16", "deep", "list", "text", "bomb", "recursive", "two", "huge"],
)
def test_hostile_files_end_in_problems(tmp_path: Path, data: bytes) -> None:
    assert all(p.place.file.endswith("school.yaml") for p in _problems(tmp_path, data))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert _load(tmp_path, GOOD.encode("utf-8-sig")).title == "龙庆民族中学"


def test_lines_join_as_their_language_does() -> None:
    assert tour_fields.unwrap_lines("　　第一行\n第二行。\n\n\n  Two\n  words. ") == "第一行第二行。\n\nTwo words."


def test_paths_are_found_by_site_id_and_file(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with pytest.raises(ConfigError, match="no script"):
        script.script_paths(project)
    for name in ("school", "school.en", "village"):
        new.write_starter_script(project, name, "T")

    def names(*wanted: str) -> list[str]:
        return [path.name for path in script.script_paths(project, wanted)]

    assert names() == ["school.en.yaml", "school.yaml", "village.yaml"]
    assert names("school") == ["school.en.yaml", "school.yaml"]
    assert names("school.en", "school.en") == ["school.en.yaml"]
    assert names(str(tmp_path / "scripts/village.yaml")) == ["village.yaml"]
    with pytest.raises(ConfigError) as caught:
        names("vilage")
    assert "village" in caught.value.hint


def test_a_starter_script_is_valid_and_overwrites_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path)
    path = new.write_starter_script(project, "new", 'A "title": #1', "en")
    assert script.load_tour(path).title == 'A "title": #1'
    before = path.read_bytes()
    with pytest.raises(ConfigError):
        new.write_starter_script(project, "new", "B", "en")
    assert path.read_bytes() == before
    for name, language in (("a b", "en"), ("ok", "e n"), ("../up", "en")):
        with pytest.raises(AudioguideError):
            new.write_starter_script(project, name, "B", language)
    assert not (tmp_path / "up.yaml").exists()


@pytest.mark.parametrize("page", ["script", "voices"])
def test_examples_of_the_documentation_are_valid(tmp_path: Path, page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    head = "title: T\nlanguage: zh-CN\n"
    for example in examples:
        document = example if "stops:" in example else f"{head}{example}stops: [{{number: 1, title: T, text: T}}]\n"
        if page == "voices":
            (tmp_path / "voices.yaml").write_text(example, "utf-8")
            assert voices_yaml.load_settings(tmp_path / "voices.yaml").roles
        else:
            assert _load(tmp_path, document).stops
    fields = (schemas.SCRIPT if page == "script" else schemas.VOICES_SCHEMA)["properties"]
    assert [name for name in fields if f"`{name}`" not in text and name != "schema"] == []


def test_editors_accept_what_we_accept() -> None:
    for rules, files in (
        (schemas.SCRIPT, [*(ROOT / "scripts").glob("*.yaml")]),
        (schemas.VOICES_SCHEMA, [ROOT / "voices.yaml"]),
    ):
        jsonschema.Draft202012Validator.check_schema(rules)
        for file in files:
            # as an editor reads it: YAML 1.2, where every key is text
            jsonschema.validate(json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8")))), rules)


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.yaml")), ids=lambda p: p.stem)
def test_a_written_script_is_read_back_the_same(path: Path, tmp_path: Path) -> None:
    tour = script.load_tour(path)
    assert _bare(_load(tmp_path, script.write_script(tour), path.name)) == _bare(tour)


# ---------------------------------------------------------------- dump and load are inverse

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=20).map(
    lambda text: " ".join(text.split(" ")).strip()
)
WORD = LINE.filter(bool)
PARAGRAPHS = st.lists(WORD, min_size=1, max_size=3).map("\n\n".join)
HAN = st.text("长水重还好乐行", min_size=1, max_size=3)
SEGMENT = st.one_of(
    st.builds(Segment, PARAGRAPHS, role=WORD, speaker=LINE, speaker_title=LINE),
    st.builds(Segment, PARAGRAPHS, role=st.just(""), is_cue=st.just(True)),
)
STOP = st.builds(
    Stop,
    number=st.from_regex("[1-9][0-9]{0,2}[a-z]?", fullmatch=True),
    title=WORD,
    segments=st.lists(SEGMENT, max_size=3).map(lambda segments: (*segments, Segment("完。"))),
    chapter=LINE,
    image=LINE,
    alt=LINE,
    todos=st.lists(WORD, max_size=2).map(tuple),
    notes=st.lists(WORD, max_size=2).map(tuple),
)
TOUR = st.builds(
    Tour,
    site=st.just("school"),
    language=st.sampled_from(["zh-CN", "zh", "en", "fr"]),
    title=WORD,
    stops=st.lists(STOP, min_size=1, max_size=3, unique_by=lambda stop: stop.number).map(tuple),
    description=PARAGRAPHS,
    lexicon=st.lists(st.builds(LexiconEntry, HAN, LINE, note=LINE), max_size=3, unique_by=lambda e: e.written).map(
        lambda entries: tuple(dataclasses.replace(e, say=" ".join(["hao3"] * len(e.written))) for e in entries)
    ),
    overrides=st.sampled_from([{}, {"engine": "silent", "pauses": {"stop": 0}, "loudness": {"target": -18.5}}]),
    accent=st.sampled_from(["", "#8a1f1f"]),
    cover=LINE,
    cover_alt=LINE,
    source=LINE,
)


@settings(deadline=None, max_examples=100)
@given(TOUR)
def test_what_is_dumped_is_loaded(tmp_path_factory: pytest.TempPathFactory, tour: Tour) -> None:
    folder = tmp_path_factory.getbasetemp()
    assert _bare(_load(folder, script.write_script(tour))) == tour


def _bare(tour: Tour) -> Tour:
    """The tour without places."""

    def stop(stop: Stop) -> Stop:
        segments = tuple(dataclasses.replace(segment, place=None) for segment in stop.segments)
        return dataclasses.replace(stop, place=None, segments=segments)

    lexicon = tuple(dataclasses.replace(entry, place=None) for entry in tour.lexicon)
    plans = tuple(dataclasses.replace(plan, place=None) for plan in tour.plans)
    routes = tuple(dataclasses.replace(route, place=None) for route in tour.routes)
    stops = tuple(map(stop, tour.stops))
    return dataclasses.replace(tour, stops=stops, lexicon=lexicon, plans=plans, routes=routes, path=Path())


def test_pictures_of_a_stop_are_read_and_written(tmp_path: Path) -> None:
    text = """title: 学堂
language: zh-CN
stops:
  - number: 1
    title: 门
    image: images/a.jpg
    alt: 木门
    images:
      - {file: images/b.jpg, alt: 匾额, caption: 四个字, credit: "档案馆, CC BY 4.0"}
      - file: images/c.jpg
    text: 这是门。
"""
    tour = _load(tmp_path, text)
    (stop,) = tour.stops
    assert [picture.file for picture in stop.pictures] == ["images/a.jpg", "images/b.jpg", "images/c.jpg"]
    assert stop.pictures[1] == StopPicture("images/b.jpg", "匾额", "四个字", "档案馆, CC BY 4.0")
    assert _bare(_load(tmp_path, script.write_script(tour))) == _bare(tour)
    for wrong in ("- caption: 无", "- images/b.jpg", "- {file: b.jpg, titel: x}"):
        with pytest.raises(ScriptError):
            _load(tmp_path, text.replace("- file: images/c.jpg", wrong))
