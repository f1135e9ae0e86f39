"""The desk in Firefox: typing, paragraphs, readings by keys, accessibility of the page's structure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import SCRIPT, Desk, RunningStudio, new_project
from drivers import firefox

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("project")
    studio = RunningStudio(new_project(folder))
    with firefox() as driver:
        yield Desk(driver, studio)
    studio.kill()


def test_typing_paragraphs_and_undo(desk: Desk) -> None:
    desk.open_stop("1")
    desk.caret(8)
    desk.press("ENTER")
    desk.press("x")
    desk.wait(lambda: "柳塘村。\n\n      x全村" in desk.studio.text())
    desk.press("BACKSPACE")
    desk.press("BACKSPACE")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


def test_readings_by_keys(desk: Desk) -> None:
    desk.open_stop("1")
    desk.open_readings("藏")
    while desk.script("return document.activeElement.querySelector('b')?.textContent") != "cáng":
        desk.press("ARROW_DOWN")
    desk.press("ENTER")
    desk.wait(lambda: "{藏|cang2}" in desk.studio.text())
    assert desk.studio.text() == SCRIPT.replace("藏", "{藏|cang2}")
