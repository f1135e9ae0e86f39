"""Editing scripts: stops and passages, conflicts, undo, and files other programs write."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from audioguide import files
from audioguide.authoring import script
from audioguide.authoring.schemas import STOP_FIELDS
from audioguide.commands import edit_script
from audioguide.commands.edit_script import apply_edit, parse_edit, read_script, redo_edit, restore_version, undo_edit
from audioguide.commands.history import History
from audioguide.commands.script_edits import EditConflict, SetSegmentField, SetStopField, SetText
from audioguide.errors import EditRefused, ScriptError
from audioguide.project import Project
from audioguide.text.merging import merge_texts
from audioguide.yaml import patching

SCRIPT = """\
# 讲解稿
title: 柳塘村
language: zh-CN

stops:
  - number: 1
    title: 大樟树
    todo: 树龄待核实
    text: |
      欢迎来到柳塘村。这棵树有三百年。

      请往前走。

  # 石桥
  - number: 2
    title: 石桥  # 村口
    segments:
      - cue: 水声
      - voice: narrator
        text: 桥长十二米。
      - voice: quoted
        speaker: 王阿婆
        text: |
          我小时候就走这座桥。

  - number: 3
    title: 祠堂
    text: |
      这是祠堂。
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "liutang.yaml").write_text(SCRIPT, "utf-8")
    return Project(tmp_path)


def text_of(project: Project) -> str:
    return (project.scripts / "liutang.yaml").read_text("utf-8")


def edit(project: Project, kind: str, **fields: object) -> edit_script.EditedScript:
    return apply_edit(project, "liutang", parse_edit({"kind": kind, **fields}))


def numbers(project: Project) -> list[str]:
    return [stop.number for stop in read_script(project, "liutang").tour.stops]


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.yaml")), ids=lambda path: path.stem)
def test_saving_every_passage_unchanged_leaves_the_file_as_it_is(path: Path, tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    copy = tmp_path / "scripts" / path.name
    shutil.copy(path, copy)
    project = Project(tmp_path)
    for stop in script.load_tour(path).stops:
        for index, segment in enumerate(stop.segments):
            assert not apply_edit(project, path.stem, SetText(stop.number, index, segment.text, segment.text)).changed
        assert not apply_edit(project, path.stem, SetStopField(stop.number, "title", stop.title, stop.title)).changed
    assert copy.read_bytes() == path.read_bytes()


def test_a_changed_word_changes_its_line(project: Project) -> None:
    base = "欢迎来到柳塘村。这棵树有三百年。\n\n请往前走。"
    edit(project, "set-text", stop="1", segment=0, base=base, text=base.replace("三百", "五百"))
    assert text_of(project) == SCRIPT.replace("三百", "五百")


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_byte_order_mark_and_line_ends_stay(project: Project, mark: str, newline: str) -> None:
    path = project.scripts / "liutang.yaml"
    before = (mark + SCRIPT.replace("\n", newline)).encode()
    path.write_bytes(before)
    edit(project, "set-text", stop="3", segment=0, base="这是祠堂。", text="这是老祠堂。\n\n请进。")
    edit(project, "add-stop", after="", title="水井", text="这是水井。")
    after = path.read_bytes()
    assert after.startswith(before[:-20])
    assert after.count(b"\n") == after.count(newline.encode())
    edit(project, "remove-stop", stop="4")
    edit(project, "set-text", stop="3", segment=0, base="这是老祠堂。\n\n请进。", text="这是祠堂。")
    assert path.read_bytes() == before


def test_a_wrapped_paragraph_stays_wrapped(project: Project) -> None:
    path = project.scripts / "liutang.yaml"
    path.write_text(SCRIPT.replace("这棵树有三百年。", "\n      这棵树有\n      三百年。"), "utf-8")
    base = read_script(project, "liutang").tour.stops[0].segments[0].text
    before = text_of(project)
    edit(project, "set-text", stop="1", segment=0, base=base, text=base.replace("欢迎", "欢迎您"))
    assert text_of(project) == before.replace("欢迎", "欢迎您")


SENTENCE_MERGES = {
    "neighbours": ("一。二。三。", "一甲。二。三。", "一。二乙。三。", "一甲。二乙。三。"),
    "the same sentence": ("一。二。三。", "一甲。二。三。", "一乙。二。三丙。", None),
    "one of two": ("一。二。三。", "一甲。二甲。三。", "一。二乙。三丙。", None),
    "taken out beside": ("一。二。三。", "一。三。", "一。二。三丙。", "一。三丙。"),
}


@pytest.mark.parametrize("case", SENTENCE_MERGES)
def test_sentences_are_merged_one_by_one(case: str) -> None:
    base, ours, theirs, merged = SENTENCE_MERGES[case]
    assert merge_texts(base, ours, theirs) == merged


def test_whoever_insists_keeps_the_others_sentences() -> None:
    base, ours, theirs, _merged = SENTENCE_MERGES["one of two"]
    assert merge_texts(base, ours, theirs, prefers_ours=True) == "一甲。二甲。三丙。"
    base, ours, theirs, _merged = SENTENCE_MERGES["the same sentence"]
    assert merge_texts(base, ours, theirs, prefers_ours=True) == "一甲。二。三丙。"


def test_only_a_wording_that_was_seen_is_decided_against(project: Project) -> None:
    base = "这是祠堂。"
    edit(project, "set-text", stop="3", segment=0, base=base, text="这是老祠堂。")
    with pytest.raises(EditConflict):
        edit(project, "set-text", stop="3", segment=0, base=base, text="这是新祠堂。", seen="这是旧祠堂。")
    edit(project, "set-text", stop="3", segment=0, base=base, text="这是新祠堂。", seen="这是老祠堂。")
    assert text_of(project) == SCRIPT.replace("这是祠堂", "这是新祠堂")


def test_a_number_stays_with_its_stop(project: Project) -> None:
    edit(project, "move-stop", stop="3", before="1")
    assert numbers(project) == ["3", "1", "2"]
    assert sorted(text_of(project).splitlines()) == sorted(SCRIPT.splitlines())
    edit(project, "move-stop", stop="3", before="")
    assert text_of(project) == SCRIPT


def test_stops_are_added_copied_split_joined_and_removed(project: Project) -> None:
    edit(project, "add-stop", after="1", title="水井", text="这是水井。")
    assert numbers(project) == ["1", "4", "2", "3"]
    edit(project, "duplicate-stop", stop="2")
    assert numbers(project) == ["1", "4", "2", "5", "3"]
    edit(project, "remove-stop", stop="5")
    edit(project, "remove-stop", stop="4")
    assert text_of(project) == SCRIPT
    base = read_script(project, "liutang").tour.stops[0].segments[0].text
    edit(project, "split-stop", stop="1", segment=0, base=base, offset=8, title="古树")
    assert numbers(project) == ["1", "1a", "2", "3"]
    tour = read_script(project, "liutang").tour
    assert tour.stops[0].segments[0].text == "欢迎来到柳塘村。"
    assert tour.stops[1].segments[0].text == "这棵树有三百年。\n\n请往前走。"
    edit(project, "join-stop", stop="1")
    assert (
        read_script(project, "liutang").tour.stops[0].segments[0].text
        == "欢迎来到柳塘村。\n\n这棵树有三百年。\n\n请往前走。"
    )


def test_the_way_on_stays_where_a_stop_ends(project: Project) -> None:
    def ways() -> list[tuple[str, str]]:
        return [(stop.number, stop.directions) for stop in read_script(project, "liutang").tour.stops]

    placed = SCRIPT.replace("todo: 树龄待核实", "next: |\n      过桥，\n      再左转。").replace(
        "# 村口", "# 村口\n    next: 一直走"
    )
    (project.scripts / "liutang.yaml").write_text(placed, "utf-8")
    base = read_script(project, "liutang").tour.stops[0].segments[0].text
    edit(project, "split-stop", stop="1", segment=0, base=base, offset=8, title="古树")
    assert ways() == [("1", ""), ("1a", "过桥，再左转。"), ("2", "一直走"), ("3", "")]
    edit(project, "join-stop", stop="1")
    assert ways() == [("1", "过桥，再左转。"), ("2", "一直走"), ("3", "")]
    edit(project, "join-stop", stop="1")
    assert ways() == [("1", "一直走"), ("3", "")]
    edit(project, "join-stop", stop="1")
    assert ways() == [("1", "")]


def test_a_stop_of_segments_is_split_and_joined(project: Project) -> None:
    edit(project, "split-stop", stop="2", segment=1, base="桥长十二米。", offset=2, title="桥身")
    tour = read_script(project, "liutang").tour
    assert [s.text for s in tour.stops[1].segments] == ["水声", "桥长"]
    assert [(s.text, s.speaker) for s in tour.stops[2].segments] == [
        ("十二米。", ""),
        ("我小时候就走这座桥。", "王阿婆"),
    ]
    edit(project, "join-stop", stop="2a")
    assert [s.text for s in read_script(project, "liutang").tour.stops[2].segments][-1] == "这是祠堂。"
    edit(project, "join-stop", stop="1")
    assert [s.is_cue for s in read_script(project, "liutang").tour.stops[0].segments] == [False, True, False]


def test_passages_get_a_speaker_and_go(project: Project) -> None:
    edit(project, "add-segment", stop="3", after=0, field_name="text", text="小时候在这里上学。", role="quoted")
    edit(project, "set-segment-field", stop="3", segment=1, name="speaker", base="", value="老王")
    edit(project, "add-segment", stop="3", after=-1, field_name="cue", text="钟声", role="")
    stop = read_script(project, "liutang").tour.stops[2]
    assert [(s.text, s.role, s.speaker) for s in stop.segments] == [
        ("钟声", "", ""),
        ("这是祠堂。", "narrator", ""),
        ("小时候在这里上学。", "quoted", "老王"),
    ]
    assert text_of(project).startswith(SCRIPT[: SCRIPT.index("    title: 祠堂")])
    edit(project, "remove-segment", stop="3", segment=0, base="钟声")
    edit(project, "set-segment-field", stop="3", segment=0, name="voice", base="narrator", value="host")
    assert read_script(project, "liutang").tour.stops[2].segments[0].role == "host"


def test_fields_and_questions(project: Project) -> None:
    edit(project, "set-stop-field", stop="2", name="title", base="石桥", value="长生桥")
    assert "    title: 长生桥  # 村口\n" in text_of(project)
    edit(project, "set-stop-field", stop="2", name="image", base="", value="images/bridge.jpg")
    edit(project, "set-stop-field", stop="2", name="alt", base="", value="一座石桥")
    assert read_script(project, "liutang").tour.stops[1].alt == "一座石桥"
    edit(project, "resolve-todo", stop="1", text="树龄待核实")
    assert "todo" not in text_of(project)
    edit(project, "set-tour-field", name="description", base="", value="一个古村。")
    assert read_script(project, "liutang").tour.description == "一个古村。"


def test_every_edit_writes_its_field_where_a_new_script_has_it(project: Project) -> None:
    (project.scripts / "liutang.yaml").write_text(SCRIPT.replace("# 村口", "# 村口\n    next: 一直走"), "utf-8")
    edit(project, "set-pin", stop="1", base="", x="0.5", y="0.25", plan="")
    edit(project, "set-place", stop="1", base="", pasted="30.25, 120.17")
    edit(project, "set-stop-state", stop="1", state="closed", words="维修中")
    edit(project, "set-stop-field", stop="1", name="image", base="", value="images/tree.jpg")
    edit(project, "set-stop-field", stop="1", name="chapter", base="", value="村口")
    edit(project, "set-stop-field", stop="1", name="alt", base="", value="一棵樟树")
    edit(project, "join-stop", stop="1")
    stop = patching.load_plain(text_of(project))["stops"][0]
    assert list(stop) == [name for name in STOP_FIELDS if name in stop]
    assert {"next", "place", "plan", "closed", "image", "alt", "chapter"} <= set(stop)


REFUSALS: dict[str, tuple[dict[str, object], type[Exception]]] = {
    "a stop that is gone": ({"kind": "remove-stop", "stop": "9"}, EditRefused),
    "an unknown kind": ({"kind": "format-disk"}, EditRefused),
    "a wrong type": ({"kind": "remove-stop", "stop": 1}, EditRefused),
    "a field nobody may set": (
        {"kind": "set-stop-field", "stop": "1", "name": "number", "base": "", "value": "7"},
        EditRefused,
    ),
    "no text left": ({"kind": "set-text", "stop": "3", "segment": 0, "base": "这是祠堂。", "text": " "}, EditRefused),
    "no title left": (
        {"kind": "set-stop-field", "stop": "1", "name": "title", "base": "大樟树", "value": ""},
        ScriptError,
    ),
    "the last spoken passage": (
        {"kind": "remove-segment", "stop": "3", "segment": 0, "base": "这是祠堂。"},
        EditRefused,
    ),
    "another title meanwhile": (
        {"kind": "set-stop-field", "stop": "1", "name": "title", "base": "老树", "value": "古树"},
        EditConflict,
    ),
    "nothing below": ({"kind": "join-stop", "stop": "3"}, EditRefused),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_is_refused_and_nothing_is_written(project: Project, case: str) -> None:
    request, expected = REFUSALS[case]
    with pytest.raises(expected):
        apply_edit(project, "liutang", parse_edit(request))
    assert text_of(project) == SCRIPT


def test_changes_of_two_people_in_different_sentences_are_both_kept(project: Project) -> None:
    base = "欢迎来到柳塘村。这棵树有三百年。\n\n请往前走。"
    edit(project, "set-text", stop="1", segment=0, base=base, text=base.replace("三百", "五百"))
    edit(project, "set-text", stop="1", segment=0, base=base, text=base.replace("往前", "向右"))
    assert text_of(project) == SCRIPT.replace("三百", "五百").replace("往前", "向右")


def test_changes_of_the_same_sentence_are_a_conflict_that_shows_theirs(project: Project) -> None:
    base = "这是祠堂。"
    edit(project, "set-text", stop="3", segment=0, base=base, text="这是老祠堂。")
    with pytest.raises(EditConflict) as caught:
        edit(project, "set-text", stop="3", segment=0, base=base, text="这是新祠堂。")
    assert caught.value.theirs == "这是老祠堂。"


LINES: dict[str, tuple[str, dict[str, object], str, str]] = {
    "a stop's title": ("set-stop-field", {"stop": "1", "name": "title"}, "大树  底下", "title: "),
    "a tour's description": ("set-tour-field", {"name": "description"}, "一座  村子", "description: "),
    "a speaker": ("set-segment-field", {"stop": "2", "segment": 2, "name": "speaker"}, "王  阿婆", "speaker: "),
    "a caption": (
        "set-picture-field",
        {"stop": "1", "index": 0, "file": "images/tree.jpg", "name": "caption"},
        "老  樟树",
        "caption: ",
    ),
    "a plan's title": ("set-plan-field", {"plan": "ground", "name": "title"}, "一  层", "title: "),
    "a route's title": ("set-route-field", {"route": "short", "name": "title"}, "近  路", "title: "),
}
FIELDS_OF_LINES = """\
description: 村子
plans: [{name: ground, file: plan.svg, title: 底层}]
routes: [{name: short, title: 短路线, stops: [1, 2]}]
"""


@pytest.mark.parametrize("case", LINES)
def test_a_line_typed_with_two_spaces_is_no_conflict_with_itself_and_another_wording_is_one(
    project: Project, case: str
) -> None:
    kind, fields, typed, key = LINES[case]
    text = SCRIPT.replace("\nstops:", f"{FIELDS_OF_LINES}\nstops:", 1)
    text = text.replace("    todo", "    images: [{file: images/tree.jpg, caption: 樟树}]\n    todo", 1)
    (project.scripts / "liutang.yaml").write_text(text, "utf-8")
    now = {"set-stop-field": "大樟树", "set-tour-field": "村子", "set-segment-field": "王阿婆"}
    now |= {"set-picture-field": "樟树", "set-plan-field": "底层", "set-route-field": "短路线"}
    edit(project, kind, **fields, base=now[kind], value=typed)
    stored = typed.replace("  ", " ")
    assert f"{key}{stored}" in text_of(project)
    # the page goes on with what was typed, and keys come on
    assert not edit(project, kind, **fields, base=typed, value=stored).changed
    edit(project, kind, **fields, base=f" {typed} ", value=f"{typed}x")
    assert f"{key}{stored}x" in text_of(project)
    with pytest.raises(EditConflict) as error:
        edit(project, kind, **fields, base=now[kind], value="别的")
    assert error.value.theirs == f"{stored}x"


def test_undo_and_redo_walk_through_the_steps(project: Project) -> None:
    base = "这是祠堂。"
    edit(project, "set-text", stop="3", segment=0, base=base, text="这是老祠堂。")
    edit(project, "set-text", stop="3", segment=0, base="这是老祠堂。", text="这是很老的祠堂。")
    edit(project, "move-stop", stop="3", before="1")
    moved = text_of(project)
    undo_edit(project, "liutang")
    undo_edit(project, "liutang")  # typing in one passage is one step
    assert text_of(project) == SCRIPT
    redo_edit(project, "liutang")
    redo_edit(project, "liutang")
    assert text_of(project) == moved
    with pytest.raises(EditRefused):
        redo_edit(project, "liutang")


def test_a_change_from_outside_is_kept_and_never_undone_unseen(project: Project) -> None:
    edit(project, "move-stop", stop="3", before="1")
    path = project.scripts / "liutang.yaml"
    path.write_text(text_of(project).replace("柳塘村。", "柳塘古村。"), "utf-8")
    outside = text_of(project)
    with pytest.raises(EditRefused):
        undo_edit(project, "liutang")
    assert text_of(project) == outside
    edit(project, "move-stop", stop="3", before="")
    labels = [version.kind for version in History(project, "liutang").list_versions()]
    assert labels == ["edit", "outside", "edit"]


def test_a_version_is_restored(project: Project) -> None:
    edit(project, "remove-stop", stop="2")
    first = History(project, "liutang").list_versions()[0].before
    restore_version(project, "liutang", first)
    assert text_of(project) == SCRIPT
    undo_edit(project, "liutang")
    assert numbers(project) == ["1", "3"]
    assert (project.root / ".audioguide" / ".gitignore").read_text() == "*\n"


def test_a_journal_line_cut_by_a_crash_is_skipped(project: Project) -> None:
    edit(project, "remove-stop", stop="2")
    journal = History(project, "liutang").folder / "journal.jsonl"
    with journal.open("a") as file:
        file.write('{"time": "2026')
    assert len(History(project, "liutang").list_versions()) == 1


class SavesBeforeTheSwap(files.FileOperations):
    """An editor that saves in the last moment, so many times."""

    def __init__(self, path: Path, *saved: bytes) -> None:
        self.path, self.saved = path, list(saved)

    def exchange(self, source: Path, target: Path) -> bool:
        if self.saved:
            part = self.path.with_suffix(".editor")
            part.write_bytes(self.saved.pop(0))
            part.replace(self.path)
        return super().exchange(source, target)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems swap no files")
@pytest.mark.parametrize("times", [1, 2])
def test_an_editor_that_saves_in_the_last_moment_is_not_overwritten(
    project: Project, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = project.scripts / "liutang.yaml"
    saved = [SCRIPT.replace("石桥", bridge).encode() for bridge in ("木桥", "新桥")[:times]]
    monkeypatch.setattr(files, "operations", SavesBeforeTheSwap(path, *saved))
    edit(project, "set-text", stop="3", segment=0, base="这是祠堂。", text="这是老祠堂。")
    assert ("木桥", "新桥")[times - 1] in text_of(project)
    assert "这是老祠堂" in text_of(project)
    assert not list(project.scripts.glob(".*.part"))


def test_an_editor_that_saves_meanwhile_is_not_overwritten(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.scripts / "liutang.yaml"
    record = History.record_edit
    written: list[int] = []

    def save_meanwhile(self: History, *arguments: object, **named: object) -> None:
        if not written:
            written.append(path.write_text(text_of(project).replace("石桥", "木桥"), "utf-8"))
        record(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(History, "record_edit", save_meanwhile)
    edit(project, "set-text", stop="3", segment=0, base="这是祠堂。", text="这是老祠堂。")
    assert "木桥" in text_of(project)
    assert "老祠堂" in text_of(project)


MERGES = {
    "different sentences": ("一。二。三。", "一一。二。三。", "一。二。三三。", "一一。二。三三。"),
    "the same sentence": ("一。二。", "甲。二。", "乙。二。", None),
    "the same change": ("一。二。", "甲。二。", "甲。二。", "甲。二。"),
    "one inserts, one changes far away": ("一。二。三。", "一。零。二。三。", "一。二。四。", "一。零。二。四。"),
    "both insert at one place": ("一。二。", "一。甲。二。", "一。乙。二。", None),
    "one removes, one changes another": ("一。二。三。", "二。三。", "一。二。四。", "二。四。"),
    "one removes what the other changes": ("一。二。三。", "一。三。", "一。二二。三。", None),
    "English": ("One. Two. Three.", "One! Two. Three.", "One. Two. Four.", "One! Two. Four."),
}


@pytest.mark.parametrize("case", MERGES)
def test_texts_merge_by_sentence(case: str) -> None:
    base, ours, theirs, merged = MERGES[case]
    assert merge_texts(base, ours, theirs) == merged
    assert merge_texts(base, theirs, ours) == merged


@pytest.mark.parametrize("seed", range(100))
def test_a_merge_loses_no_sentence_of_either(seed: int) -> None:
    dice = random.Random(seed)
    base = [f"{index}句。" for index in range(8)]
    ours, theirs = list(base), list(base)
    for text, mark in ((ours, "甲"), (theirs, "乙")):
        for _number in range(dice.randrange(1, 3)):
            text[dice.randrange(len(text))] = f"{mark}{dice.random()}句。"
    merged = merge_texts("".join(base), "".join(ours), "".join(theirs))
    if merged is not None:
        assert all(sentence in merged for sentence in {*ours, *theirs} - set(base))


WRITER = """
import sys
from pathlib import Path
from audioguide.commands.edit_script import apply_edit, read_script
from audioguide.commands.script_edits import SetText
from audioguide.project import Project
project, stop, mark = Project(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
for turn in range(40):
    base = next(s for s in read_script(project, "liutang").tour.stops if s.number == stop).segments[0].text
    apply_edit(project, "liutang", SetText(stop, 0, base, base + f"\\n\\n{mark}{turn}。"))
"""


def test_two_programs_writing_at_once_lose_nothing(project: Project) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(project.root), stop, mark], cwd=ROOT)
        for stop, mark in (("1", "甲"), ("3", "乙"))
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    text = text_of(project)
    assert all(f"甲{turn}。" in text and f"乙{turn}。" in text for turn in range(40))


RECORDED = """\
title: 柳塘村
language: zh-CN

stops:
  - number: 1
    title: 大樟树
    audio: recordings/1.mp3
  - number: 2
    title: 石桥
    segments:
      - audio: recordings/2.mp3
        speaker: 王阿婆
"""


@pytest.mark.parametrize(
    ("stop", "line"),
    [("1", "    text: 这棵树有三百年。\n"), ("2", "        text: 这棵树有三百年。\n")],
)
def test_the_words_of_a_recording_can_be_written_down(project: Project, stop: str, line: str) -> None:
    path = project.scripts / "liutang.yaml"
    path.write_text(RECORDED, "utf-8")
    apply_edit(project, "liutang", SetText(stop, 0, "", "这棵树有三百年。"))
    text = path.read_text("utf-8")
    assert line in text
    assert text.replace(line, "") == RECORDED


def test_a_recording_without_words_becomes_a_passage_with_a_role(project: Project) -> None:
    path = project.scripts / "liutang.yaml"
    path.write_text(RECORDED, "utf-8")
    edited = apply_edit(project, "liutang", SetSegmentField("1", 0, "voice", "narrator", "quoted"))
    [segment] = edited.tour.stops[0].segments
    assert (segment.audio, segment.role, segment.text) == ("recordings/1.mp3", "quoted", "")
