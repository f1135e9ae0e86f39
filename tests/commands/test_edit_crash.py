"""Edits that are cut off, and edits of two people: nothing that was saved is lost, no file is ever broken."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from audioguide import files
from audioguide.authoring import script
from audioguide.commands.edit_script import apply_edit, read_script, undo_edit
from audioguide.commands.history import History
from audioguide.commands.script_edits import EditConflict, SetText
from audioguide.project import Project

SCRIPT = "title: T\nlanguage: zh-CN\nstops:\n" + "".join(
    f"  - number: {number}\n    title: 站{number}\n    text: 第一句。第二句。第三句。\n" for number in (1, 2, 3)
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "t.yaml").write_text(SCRIPT, "utf-8")
    return Project(tmp_path)


class PowerCut(BaseException):
    """Nothing catches it, as nothing catches a power cut."""


class CutOff(files.FileOperations):
    """Fails at the operation of this number, and at every later one."""

    def __init__(self, number: int) -> None:
        self.left = number

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise PowerCut

    def replace(self, source: Path, target: Path) -> None:
        self._count()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._count()
        super().remove(path)

    def sync_file(self, path: Path) -> None:
        self._count()
        super().sync_file(path)


@pytest.mark.parametrize("cut", range(12))
def test_an_edit_cut_off_at_any_file_operation_leaves_the_old_file_or_the_new_one(
    project: Project, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.scripts / "t.yaml"
    apply_edit(project, "t", SetText("1", 0, "第一句。第二句。第三句。", "第一句。第二句。第三句。第四句。"))
    before = path.read_bytes()
    edit = SetText("2", 0, "第一句。第二句。第三句。", "新的一句。")
    with monkeypatch.context() as patch:
        patch.setattr(files, "operations", CutOff(cut))
        try:
            apply_edit(project, "t", edit)
        except PowerCut:
            assert path.read_bytes() == before or "新的一句" in path.read_text("utf-8")
    apply_edit(project, "t", edit)
    assert "新的一句" in path.read_text("utf-8")
    assert len(script.load_tour(path).stops) == 3
    undo_edit(project, "t")
    assert "第四句" in path.read_text("utf-8")
    assert all(History(project, "t").read_version(v.before) for v in History(project, "t").list_versions())


def test_a_line_that_a_full_disk_cut_off_costs_no_later_version(project: Project) -> None:
    history = History(project, "t")
    history.record_edit(b"one", b"two", "First")
    with (history.folder / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"time": "2026-')
    history.record_edit(b"two", b"three", "Second")
    assert [version.label for version in history.list_versions()] == ["First", "Second"]


class Page:
    """A page as the studio's saver is: it keeps what is typed with the wording it began from."""

    def __init__(self, project: Project, mark: str, dice: random.Random) -> None:
        self.project, self.mark, self.dice = project, mark, dice
        self.base = {stop.number: stop.segments[0].text for stop in read_script(project, "t").tour.stops}
        self.text = dict(self.base)
        self.typed: list[str] = []
        self.conflicts = 0

    def type_sentence(self, stop: str) -> None:
        sentences = [piece + "。" for piece in self.text[stop].replace("\n", "").split("。") if piece]
        token = f"{self.mark}{len(self.typed)}号。"
        sentences.insert(self.dice.randrange(len(sentences) + 1), token)
        self.typed.append(token)
        self.text[stop] = "".join(sentences)

    def save(self, stop: str) -> None:
        sent = self.text[stop]
        try:
            edited = apply_edit(self.project, "t", SetText(stop, 0, self.base[stop], sent))
        except EditConflict as conflict:
            # the author sees both wordings and puts them together
            self.conflicts += 1
            mine = [p + "。" for p in sent.split("。") if p and f"{p}。" not in self.base[stop]]
            self.base[stop] = conflict.theirs
            self.text[stop] = conflict.theirs + "".join(mine)
            self.save(stop)
            return
        now = next(each for each in edited.tour.stops if each.number == stop).segments[0].text
        self.base[stop] = self.text[stop] = now


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(3))
def test_two_pages_and_five_hundred_operations_lose_no_sentence(project: Project, seed: int) -> None:
    dice = random.Random(seed)
    pages = Page(project, "甲", dice), Page(project, "乙", dice)
    for _operation in range(500):
        page, stop = dice.choice(pages), dice.choice("123")
        if dice.random() < 0.4:
            page.type_sentence(stop)
        else:
            page.save(stop)
    for page in pages:
        for stop in "123":
            page.save(stop)
    text = "".join(stop.segments[0].text for stop in read_script(project, "t").tour.stops)
    for page in pages:
        assert [token for token in page.typed if token not in text] == []
    assert (
        (project.scripts / "t.yaml").read_text("utf-8").startswith("title: T\nlanguage: zh-CN\nstops:\n  - number: 1\n")
    )
