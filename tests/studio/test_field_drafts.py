"""Captions, credits, closing words and names of speakers: what is typed outlives the page and the program."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from desk import SCRIPT, Desk, RunningStudio, new_project
from drivers import one_chromium
from PIL import Image

pytestmark = pytest.mark.browser

PICTURES = "    image: a.png\n    alt: 树\n    images:\n      - {file: b.png, caption: 旧图}\n"
WITH_FIELDS = SCRIPT.replace("    title: 石桥\n", f"    title: 石桥\n{PICTURES}").replace(
    "stops:\n", "closed: 修缮中\nmusic: {file: sounds/a.ogg, credit: 甲}\nstops:\n"
)
FIELDS = {
    "a caption": ("#pictures .further label:nth-of-type(2) input", "{file: b.png, caption: 旧图一}"),
    "why the tour is closed": ("#tour-closed", "closed: 修缮中一"),
    "who made the music": ("#tour-sounds label:nth-of-type(3) input", "credit: 甲一"),
    "who speaks": (".who input[name=speaker]", "speaker: 王阿婆一"),
}
"""Where a field of the second stop's page is, and its line after a character more."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    project = new_project(tmp_path_factory.mktemp("project"), WITH_FIELDS)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "png")
    for name in ("a.png", "b.png"):
        (project.scripts / name).write_bytes(picture.getvalue())
    studio = RunningStudio(project)
    yield studio
    studio.kill()


driver = one_chromium("--lang=en")


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Desk:
    (studio.project.scripts / "liutang.yaml").write_text(WITH_FIELDS, "utf-8")
    desk = Desk(driver, studio)
    desk.script("localStorage.clear()")
    return desk


def type_at_end(desk: Desk, selector: str, text: str) -> None:
    desk.wait(lambda: desk.script("return document.querySelector(arguments[0])", selector))
    desk.script(
        """const field = document.querySelector(arguments[0]);
        for (let at = field; at; at = at.parentElement) if (at.localName === "details") at.open = true;
        field.focus();
        field.setSelectionRange(field.value.length, field.value.length);""",
        selector,
    )
    desk.write(text)


def test_what_is_typed_in_fields_outlives_page_and_program(desk: Desk) -> None:
    desk.open_stop("2")
    desk.studio.kill()
    try:
        for selector, _line in FIELDS.values():
            type_at_end(desk, selector, "一")
        desk.wait(lambda: desk.status().startswith("The program does not answer."))
        desk.leave()
    finally:
        desk.studio.start()
    assert desk.studio.text() == WITH_FIELDS
    desk.open_stop("2")
    desk.wait(lambda: all(line in desk.studio.text() for _selector, line in FIELDS.values()))
    desk.wait_saved()
    desk.wait(lambda: desk.script("return Object.keys(localStorage).filter((k) => k.includes('draft')).length") == 0)


@pytest.mark.parametrize("case", FIELDS)
def test_a_field_is_saved_as_one_writes_and_asks_where_somebody_else_changed_it(desk: Desk, case: str) -> None:
    selector, line = FIELDS[case]
    desk.open_stop("2")
    with desk.keys_pressed():
        type_at_end(desk, selector, "一")
        before, after = line.rsplit("一", 1)
        path = desk.studio.project.scripts / "liutang.yaml"
        path.write_text(desk.studio.text().replace(f"{before}{after}", f"{before}二{after}"), "utf-8")
    desk.wait(lambda: desk.script("return document.querySelector('.clash blockquote')?.textContent.endsWith('二')"))
    assert line not in desk.studio.text()
    desk.click(".clash .chips button:nth-child(2)")
    desk.wait(lambda: line in desk.studio.text())


def test_a_remark_that_is_not_added_yet_comes_back_with_the_page(desk: Desk) -> None:
    desk.open_stop("1")
    type_at_end(desk, "#add-remark input", "问村长")
    desk.leave()
    desk.open_stop("1")
    assert desk.script("return document.querySelector('#add-remark input').value") == "问村长"
    desk.click("#add-remark button[value=note]")
    desk.wait(lambda: "- 问村长\n" in desk.studio.text())
    desk.wait(lambda: desk.script("return document.querySelector('#add-remark input').value") == "")
