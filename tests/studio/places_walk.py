"""An author's way with places: a plan dropped, pins, reference points, a route, a build.

``take_places_walk`` is run by a test, and by ``places_film.py``, which takes pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk import Desk
from placed_tours import PLAN, position_of

SHOWN = "return document.querySelector('#places').dataset.shown"
LINKS = {
    "AMap": "https://uri.amap.com/marker?position={lon},{lat}&name=x&coordinate=wgs84",
    "OpenStreetMap": "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}",
    "geo": "geo:{lat},{lon}",
    "numbers": "{lat}, {lon}",
}
CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))


def write_plan(folder: Path, drawing: str = PLAN) -> Path:
    path = folder / "一层.svg"
    path.write_text(drawing, "utf-8")
    return path


def open_places(desk: Desk, tour: str = "liutang") -> None:
    desk.open(f"/tours/{tour}#places")
    desk.wait(lambda: desk.script(SHOWN))


def drop_plan(desk: Desk, path: Path) -> None:
    """The picture is chosen; its tab is there, and the picture itself."""
    before = desk.script("return document.querySelectorAll('#plan-tabs [role=tab]').length")
    desk.find("#plan-file").send_keys(str(path))
    tabs = "return document.querySelectorAll('#plan-tabs [role=tab]').length"
    desk.wait(lambda: desk.script(tabs) > before)
    desk.wait(lambda: desk.script("return document.querySelector('#stage img')?.naturalWidth"))


def choose_stop(desk: Desk, number: str) -> None:
    choose_option(desk, "#place-stop", number)
    desk.wait(lambda: desk.script("return document.querySelector('#stop-place a')?.hash") == f"#write/{number}")


def choose_option(desk: Desk, selector: str, value: str) -> None:
    """A choice of a list, by mouse or keys alike."""
    desk.script(
        """const list = document.querySelector(arguments[0]);
        list.value = arguments[1];
        list.dispatchEvent(new Event('change', { bubbles: true }))""",
        selector,
        value,
    )


def click_plan(desk: Desk, x: float, y: float) -> None:
    """A click at shares of the picture."""
    from selenium.webdriver import ActionChains

    image = desk.find("#stage img")
    desk.script("document.querySelector('#stage-frame').scrollIntoView({block: 'center'})")
    width, height = desk.script("const b = arguments[0].getBoundingClientRect(); return [b.width, b.height]", image)
    offset = round((x - 0.5) * width), round((y - 0.5) * height)
    ActionChains(desk.driver).move_to_element_with_offset(image, *offset).click().perform()


def drag_to(desk: Desk, element: Any, x: float, y: float) -> None:
    """An element dragged to shares of the picture, by the mouse."""
    from selenium.webdriver import ActionChains

    desk.script("document.querySelector('#stage-frame').scrollIntoView({block: 'nearest'})")
    image = desk.find("#stage img")
    width, height = desk.script("const b = arguments[0].getBoundingClientRect(); return [b.width, b.height]", image)
    offset = round((x - 0.5) * width), round((y - 0.5) * height)
    chain = ActionChains(desk.driver).click_and_hold(element)
    chain.move_to_element_with_offset(image, *offset).release().perform()


def add_reference(desk: Desk, x: float, y: float, pasted: str) -> None:
    """A click on the plan, then coordinates or a link."""
    count = desk.studio.text().count("place: {lat")
    click_plan(desk, x, y)
    desk.wait(lambda: desk.script("return document.activeElement.closest('#reference-form') !== null"))
    desk.script("document.activeElement.value = arguments[0]", pasted)
    desk.press("ENTER")
    desk.wait(lambda: desk.studio.text().count("place: {lat") == count + 1)
    desk.wait(lambda: desk.script("return document.querySelector('#reference-form').hidden"))


def wait_text(desk: Desk, text: str) -> None:
    """Until the script has a text."""
    desk.wait(lambda: text in desk.studio.text())


def link_to(kind: str, x: float, y: float) -> str:
    position = position_of(x, y)
    return LINKS[kind].format(lat=position.lat, lon=position.lon)


def take_places_walk(
    desk: Desk,
    plan: Path,
    shown: Callable[[str], None] = lambda _step: None,
    words: tuple[str, str] = ("一层平面图", "二十分钟"),
) -> None:
    """Walk, calling ``shown`` with the name of each step. ``words``: titles of the plan and of the route."""
    open_places(desk)
    drop_plan(desk, plan)
    desk.find("#plan-fields input").send_keys(words[0])
    wait_text(desk, f"title: {words[0]}")

    choose_stop(desk, "1")
    click_plan(desk, 0.25, 0.5)
    desk.wait(lambda: desk.script("return document.querySelectorAll('.marker').length") == 1)
    drag_to(desk, desk.find("#unplaced [data-stop='2']"), 0.6, 0.4)
    desk.wait(lambda: desk.script("return document.querySelectorAll('.marker').length") == 2)
    choose_stop(desk, "3")
    click_plan(desk, 0.8, 0.7)
    desk.wait(lambda: desk.studio.text().count("    plan: {x:") == 3)
    desk.wait(lambda: desk.script("return document.querySelectorAll('.marker').length") == 3)
    shown("pins")

    desk.click("#plan-modes [value=references]")
    for kind, (x, y) in zip(LINKS, CORNERS, strict=True):
        add_reference(desk, x, y, link_to(kind, x, y))
    desk.wait(lambda: "4" in desk.script("return document.querySelector('#plan-fields p').textContent"))
    shown("references")

    desk.find("#add-route [name=title]").send_keys(words[1])
    desk.click("#add-route [value=draw]")
    for number, wanted in (("3", "stops: [3]"), ("1", "stops: [3, 1]")):
        desk.click(f".marker[data-key='stop:{number}']")
        wait_text(desk, wanted)
    shown("route")

    desk.click(".tabs [href='#build']")
    choose_option(desk, "#engine", "silent")
    desk.click("#start-build")
    desk.wait(lambda: desk.script("return document.querySelector('#build').dataset.state") == "over")
    assert desk.script("return document.querySelector('#build-problems').textContent") == ""
