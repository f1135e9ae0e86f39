"""What was moved or typed about places outlives the page, the program and the thing itself, in two browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, RunningStudio
from drivers import each_browser
from places_walk import choose_stop, click_plan, drag_to, open_places
from test_place_screen import PLACED, placed_project

pytestmark = pytest.mark.browser

driver = each_browser("chromium", "firefox")


@pytest.fixture
def desk(driver: Any, tmp_path: Path) -> Iterator[Desk]:
    studio = RunningStudio(placed_project(tmp_path))
    driver.set_window_size(1280, 900)
    desk = Desk(driver, studio)
    open_places(desk)
    desk.wait(lambda: desk.script("return document.querySelector('#stage img')?.naturalWidth"))
    yield desk
    desk.leave()
    studio.kill()


TYPED = "#stop-place .withbutton input"
"""The field for the coordinates of the stop in hand."""


def is_shown(desk: Desk, field: str, text: str) -> bool:
    return bool(desk.script("return document.querySelector(arguments[0])?.value", field) == text)


def test_typed_coordinates_outlive_the_page_and_what_another_wrote_meanwhile_is_asked_about(desk: Desk) -> None:
    choose_stop(desk, "3")
    desk.find(TYPED).click()  # a field that is emptied without a key is filled again when the places come
    desk.press("CONTROL", "a")
    desk.find(TYPED).send_keys("30.88, 105.39")
    assert is_shown(desk, TYPED, "30.88, 105.39")
    desk.leave()
    (desk.studio.project.scripts / "liutang.yaml").write_text(
        PLACED.replace("lat: 30.87, lon: 105.38}", "lat: 30.5, lon: 105.5}"), "utf-8"
    )
    open_places(desk)
    choose_stop(desk, "3")
    assert is_shown(desk, TYPED, "30.88, 105.39")
    desk.wait(lambda: "30.88, 105.39 in WGS-84" in desk.words("#stop-place"))
    desk.find(TYPED).send_keys("5")
    desk.press("ENTER")
    desk.wait(lambda: "30.5, 105.5" in desk.words(".clash blockquote"))
    assert "lat: 30.5" in desk.studio.text()
    desk.click(".clash button:last-child")
    desk.wait(lambda: "place: {lat: 30.88, lon: 105.395}" in desk.studio.text())
    desk.wait(lambda: is_shown(desk, TYPED, "30.88, 105.395"))
    open_places(desk)
    choose_stop(desk, "3")
    assert is_shown(desk, TYPED, "30.88, 105.395") and not desk.script("return document.querySelector('.clash')")


def test_a_pin_that_was_moved_while_the_program_was_away_is_saved_when_it_is_back(desk: Desk) -> None:
    desk.studio.kill()
    drag_to(desk, desk.find(".marker[data-key='stop:1']"), 0.7, 0.3)
    desk.wait(lambda: "does not answer" in desk.words("#status"))
    assert desk.studio.text() == PLACED
    desk.studio.start()
    desk.wait(lambda: re.search(r"plan: \{x: 0\.(69|7)\d*, y: 0\.(29|3)\d*\}   # by the wall", desk.studio.text()))
    desk.wait_saved()  # "is back", unless the edit's first try came when it was back


@pytest.mark.parametrize("other", ["", "0.6"])
def test_a_pin_and_a_reference_point_outlive_page_and_program(desk: Desk, other: str) -> None:
    desk.click("#plan-modes [value=references]")
    desk.studio.kill()
    drag_to(desk, desk.find(".marker[data-key='reference:3']"), 0.2, 0.8)
    desk.wait(lambda: "does not answer" in desk.words("#status"))
    desk.click("#plan-modes [value=pins]")
    desk.script("document.querySelector(`.marker[data-key='stop:1']`).focus()")
    desk.press("SHIFT", "ARROW_DOWN")
    desk.leave()
    if other:
        path = desk.studio.project.scripts / "liutang.yaml"
        path.write_text(
            PLACED.replace("x: 0.25, y: 0.5", f"x: {other}, y: 0.5").replace("x: 0.1, y: 0.9", "x: 0.15, y: 0.9"),
            "utf-8",
        )
    desk.studio.start()
    desk.open("/tours/liutang#write/2")
    if other:  # whatever is shown: the line says where both are decided
        desk.wait(lambda: "Places" in desk.words("#status"))
        desk.click(".tabs [href='#places']")
        desk.wait(lambda: desk.script("return document.querySelectorAll('.clash').length") == 2)
        # by script: the page still moves below a mouse while its picture comes
        desk.script(
            "for (const box of document.querySelectorAll('.clash')) box.querySelector('button:last-child').click()"
        )
    desk.wait(lambda: "plan: {x: 0.25, y: 0.55}   # by the wall" in desk.studio.text())
    desk.wait(lambda: re.search(r"\{x: 0\.(19|2)\d*, y: 0\.(79|8)\d*, place: .*# by eye", desk.studio.text()))


def test_a_reference_point_that_waits_for_coordinates_comes_back_with_what_was_typed(desk: Desk) -> None:
    desk.click("#plan-modes [value=references]")
    click_plan(desk, 0.3, 0.6)
    desk.wait(lambda: desk.script("return document.activeElement.closest('#reference-form') !== null"))
    desk.find("#reference-form input").send_keys("30.869, 105.3")
    desk.find("#add-point [name=title]").send_keys("村口")
    desk.leave()
    open_places(desk)
    desk.wait(lambda: is_shown(desk, "#reference-form input", "30.869, 105.3"))
    assert is_shown(desk, "#add-point [name=title]", "村口")
    desk.find("#reference-form input").send_keys("78")
    desk.press("ENTER")
    desk.wait(
        lambda: re.search(
            r"- \{x: 0\.(29|3)\d*, y: 0\.(59|6)\d*, place: \{lat: 30\.869, lon: 105\.378\}\}", desk.studio.text()
        )
    )


@pytest.mark.parametrize("is_wanted", [True, False])
def test_what_was_changed_of_a_stop_that_is_gone_is_kept_and_offered(desk: Desk, is_wanted: bool) -> None:
    script = desk.studio.project.scripts / "liutang.yaml"
    desk.studio.kill()
    drag_to(desk, desk.find(".marker[data-key='stop:3']"), 0.7, 0.3)
    desk.wait(lambda: "does not answer" in desk.words("#status"))
    desk.leave()
    removed = PLACED[: PLACED.index("  - number: 3\n")]
    script.write_text(removed.replace("stops: [1, 3]", "stops: [1]"), "utf-8")
    desk.studio.start()
    for _visit in range(2):  # until it is decided
        open_places(desk)
        desk.wait(lambda: re.search(r"0\.(69|7)\d*, 0\.\d+", desk.words(".clash blockquote")))
        assert "Stop 3 is no longer in the script." in desk.words(".clash")
    assert "number: 3" not in desk.studio.text()
    script.write_text(PLACED, "utf-8")
    desk.wait(lambda: desk.script("return document.querySelector(`.marker[data-key='stop:3']`)"))
    desk.click(f".clash button:{'first' if is_wanted else 'last'}-child")
    if is_wanted:
        desk.wait(lambda: re.search(r"lon: 105\.38\}\n    plan: \{x: 0\.(69|7)\d*, y: 0\.\d+", desk.studio.text()))
    desk.wait(lambda: not desk.script("return Object.keys(localStorage).some((key) => key.includes(':place:edit:'))"))
    open_places(desk)
    assert is_wanted or desk.studio.text() == PLACED
    assert not desk.script("return document.querySelector('.clash')")
