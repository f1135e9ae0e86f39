"""The desk in Firefox: typing, paragraphs, readings by keys, accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_checks import list_violations_in_both_schemes
from desk import SCRIPT, Desk, RunningStudio, new_project
from drivers import firefox
from test_desk import ENGLISH, open_all_groups, upload, write_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with firefox() as driver:
        yield driver


@pytest.fixture
def desk(browser: Any, tmp_path: Path) -> Iterator[Desk]:
    studio = RunningStudio(new_project(tmp_path))
    yield Desk(browser, studio)
    studio.kill()


def test_typing_paragraphs_and_undo(desk: Desk) -> None:
    desk.open_stop("1")
    desk.caret(8)
    desk.press("ENTER")
    desk.press("x")
    desk.wait(lambda: "柳塘村。\n\n      x全村" in desk.studio.text())
    desk.wait_saved()
    desk.press("BACKSPACE")
    desk.press("BACKSPACE")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


def test_readings_by_keys(desk: Desk) -> None:
    desk.open_stop("1")
    desk.open_readings("藏")
    desk.choose_reading("cáng")
    desk.wait(lambda: "{藏|cang2}" in desk.studio.text())
    assert desk.studio.text() == SCRIPT.replace("藏", "{藏|cang2}")


SCREENS = (
    "/",
    "/help",
    "/settings",
    "write/2",
    "write/3",
    "editions",
    "build",
    "pages",
    "labels",
    "publish",
    "import",
    "tools",
)


def test_axe_finds_nothing(tmp_path: Path) -> None:
    studio = RunningStudio(new_project(tmp_path, SCRIPT.replace("title: 祠堂", "title: 祠堂\n    closed: 修缮中")))
    write_report(studio)
    (studio.project.scripts / "liutang.en.yaml").write_text(ENGLISH, "utf-8")
    try:
        with firefox() as driver:
            desk = Desk(driver, studio)
            address = upload(desk)
            for screen in SCREENS:
                desk.open(address if screen == "import" else screen if screen[0] == "/" else f"/tours/liutang#{screen}")
                if screen == "import":
                    desk.wait(lambda: desk.script("return !document.querySelector('#accept').disabled"))
                elif screen == "/settings":
                    open_all_groups(desk)
                elif screen[0] != "/":
                    desk.wait(lambda: desk.script("return document.querySelector('.badge') && !!document.title"))
                if screen == "editions":
                    desk.wait(lambda: desk.script("return document.querySelector('#editions').dataset.shown"))
                if screen == "tools":
                    desk.click("#tour-more summary")
                    desk.click("#open-tour-tools")
                    desk.wait(lambda: desk.script("return document.querySelector('#tour-tools').open"))
                assert (screen, list_violations_in_both_schemes(driver)) == (screen, [])
    finally:
        studio.kill()
