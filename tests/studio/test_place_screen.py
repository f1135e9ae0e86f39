"""The screen of places in real browsers: pins by mouse and keys, reference points, routes, conflicts, accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_checks import list_violations_in_both_schemes
from desk import SCRIPT, Desk, RunningStudio, new_project
from drivers import firefox, one_chromium, set_window
from placed_tours import PLAN
from places_walk import (
    choose_option,
    choose_stop,
    click_plan,
    drag_to,
    drop_plan,
    open_places,
    take_places_walk,
    write_plan,
)

pytestmark = pytest.mark.browser

STATUS = "return document.querySelector('#places-status').textContent"
PLACED = (
    SCRIPT.replace(
        "stops:\n",
        """\
points:
  - {kind: toilet, title: 村委会后面, plan: {x: 0.1, y: 0.2}}
plans:
  - name: ground
    file: plans/ground.svg
    floor: 一层
    title: 平面图
    alt: 一条路
    references:
      - {x: 0.1, y: 0.1, place: {lat: 30.874, lon: 105.3752}}
      - {x: 0.9, y: 0.1, place: {lat: 30.874, lon: 105.3848}}
      - {x: 0.9, y: 0.9, place: {lat: 30.866, lon: 105.3848}}
      - {x: 0.1, y: 0.9, place: {lat: 30.866, lon: 105.3754}}   # by eye
  - {name: upper, file: plans/upper.svg, floor: 二层, alt: 二层}
routes:
  - {name: short, title: 二十分钟, minutes: 20, stops: [1, 3]}
stops:
""",
    )
    .replace("    title: 大樟树\n", "    title: 大樟树\n    plan: {x: 0.25, y: 0.5}   # by the wall\n")
    .replace("    title: 石桥\n", "    title: 石桥\n    plan: {x: 0.5, y: 0.5, name: upper}\n")
    .replace("    title: 祠堂\n", "    title: 祠堂\n    place: {lat: 30.87, lon: 105.38}\n")
)


driver = one_chromium("--lang=en")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[RunningStudio]:
    running = RunningStudio(placed_project(tmp_path))
    yield running
    running.kill()


def placed_project(folder: Path, text: str = PLACED) -> Any:
    project = new_project(folder, text)
    (project.scripts / "plans").mkdir()
    for name in ("ground", "upper"):
        (project.scripts / "plans" / f"{name}.svg").write_text(PLAN, "utf-8")
    return project


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Iterator[Desk]:
    set_window(driver, 1280, scheme="light")
    desk = Desk(driver, studio)
    open_places(desk)
    desk.wait(lambda: desk.script("return document.querySelector('#stage img')?.naturalWidth"))
    yield desk
    driver.get("about:blank")


def test_a_plan_its_pins_reference_points_and_a_route_reach_the_visitors_page(driver: Any, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    studio = RunningStudio(new_project(tmp_path / "project"))
    set_window(driver, 1280, scheme="light")
    try:
        desk = Desk(driver, studio)
        take_places_walk(desk, write_plan(tmp_path))
        page = (studio.project.output / "liutang" / "plan" / "index.html").read_text("utf-8")
        assert set(re.findall(r'data-pin="(\w+)"', page)) == {"1", "2", "3"}
        assert "一层平面图" in page and "二十分钟" in page
        stops = [re.search(rf'data-pin="{number}"[^>]*data-x="([\d.]+)"', page) for number in "123"]
        shares = [float(match[1]) / 800 for match in stops if match]
        assert shares == pytest.approx([0.25, 0.6, 0.8], abs=0.02)
        for number, line in enumerate(SCRIPT.splitlines()):
            assert line in studio.text().splitlines(), number
    finally:
        driver.get("about:blank")
        studio.kill()


def test_a_pin_is_moved_by_keys_alone_and_undone_in_one_step(desk: Desk) -> None:
    desk.script("document.querySelector('#stage-frame').focus()")
    desk.press("TAB")
    assert desk.script("return document.activeElement.dataset.key") == "stop:1"
    with desk.keys_pressed():
        for _turn in range(2):
            desk.press("ARROW_RIGHT")
        desk.press("SHIFT", "ARROW_DOWN")
    assert "26 % from the left, 55 % from the top" in desk.script(STATUS)
    desk.wait(lambda: "plan: {x: 0.26, y: 0.55}   # by the wall" in desk.studio.text())
    desk.wait(lambda: desk.script("return document.activeElement.dataset.key") == "stop:1")
    assert desk.studio.text() == PLACED.replace("{x: 0.25, y: 0.5}", "{x: 0.26, y: 0.55}")
    desk.click("#undo")
    desk.wait(lambda: desk.studio.text() == PLACED)
    left = "return document.querySelector(`.marker[data-key='stop:1']`).style.left"
    desk.wait(lambda: desk.script(left) == "25%")


def test_a_pin_is_dragged_and_its_line_alone_changes(desk: Desk) -> None:
    drag_to(desk, desk.find(".marker[data-key='stop:1']"), 0.7, 0.3)
    desk.wait(lambda: desk.studio.text() != PLACED)
    before, after = PLACED.splitlines(), desk.studio.text().splitlines()
    changed = [line for line, old in zip(after, before, strict=True) if line != old]
    assert len(changed) == 1 and changed[0].endswith("   # by the wall")


def test_a_pin_outside_of_the_plan_is_where_it_was_last_inside(desk: Desk) -> None:
    from selenium.webdriver import ActionChains

    marker = desk.find(".marker[data-key='stop:1']")
    left = desk.script("return arguments[0].getBoundingClientRect().x + 17", marker)
    chain = ActionChains(desk.driver).click_and_hold(marker).move_by_offset(40, 0)
    chain.move_by_offset(-40 - int(left) + 5, 0).release().perform()
    desk.wait(lambda: desk.studio.text() != PLACED)
    assert re.search(r"plan: \{x: 0\.\d+, y: 0\.\d+", desk.studio.text())


def test_floors_are_tabs_and_each_has_its_pins(desk: Desk) -> None:
    keys = "return [...document.querySelectorAll('.marker')].map((each) => each.dataset.key)"
    assert sorted(desk.script(keys)) == ["point:0", "stop:1", "stop:3"]  # 3 by its coordinates
    desk.script("document.querySelector('#plan-tabs [aria-selected=true]').focus()")
    desk.press("ARROW_RIGHT")
    desk.wait(lambda: desk.script(keys) == ["stop:2"])
    assert desk.script("return document.activeElement.textContent") == "二层"
    choose_stop(desk, "1")
    desk.wait(lambda: "stop:1" in desk.script(keys))


def test_a_pin_from_coordinates_becomes_one_of_its_own(desk: Desk) -> None:
    assert desk.script("return document.querySelector(`.marker[data-key='stop:3']`).matches('.computed')")
    desk.script("document.querySelector(`.marker[data-key='stop:3']`).focus()")
    desk.press("ARROW_LEFT")
    desk.wait(lambda: re.search(r"lon: 105.38\}\n    plan: \{x: 0\.\d+, y: 0\.\d+, name: ground\}", desk.studio.text()))
    desk.wait(lambda: not desk.script("return document.querySelector('.marker.computed')"))


def test_what_is_pasted_is_recognised_with_its_datum(desk: Desk) -> None:
    choose_stop(desk, "1")
    desk.wait(lambda: desk.script("return document.querySelector('#stop-place input')"))
    field = desk.find("#stop-place input")
    field.send_keys("https://api.map.baidu.com/marker?location=30.8701,105.3812&output=html")
    note = "return document.querySelector('#stop-place [role=status]').textContent"
    desk.wait(lambda: "BD-09" in desk.script(note))
    desk.press("ENTER")
    desk.wait(lambda: re.search(r"title: 大樟树\n    place: \{lat: 30\.86\d+, lon: 105\.37\d+\}\n", desk.studio.text()))
    desk.wait(lambda: desk.script("return document.querySelector('#stop-place input').value").startswith("30.8"))
    field.clear()
    field.send_keys("by the well")
    desk.wait(lambda: "by the well" in desk.script(note))


def test_words_about_a_stop_are_saved_as_they_are_typed(desk: Desk) -> None:
    choose_stop(desk, "2")
    fields = "#stop-place > label input"
    desk.wait(lambda: desk.script("return document.querySelectorAll(arguments[0]).length", fields) == 6)
    trigger, way, steps = desk.driver.find_elements("css selector", fields)[:3]
    trigger.send_keys("25")
    way.send_keys("Left: at the well")
    steps.send_keys("three")
    lines = '    trigger: 25 m\n    next: "Left: at the well"\n    access: {steps: three}\n'.replace('"', "'")
    desk.wait(lambda: lines in desk.studio.text())
    desk.wait_saved()
    steps.send_keys(" or four")
    desk.wait(lambda: "{steps: three or four}" in desk.studio.text())
    trigger.send_keys(" m")
    way.clear()
    way.send_keys(" ")
    desk.wait(lambda: "next:" not in desk.studio.text())
    assert "trigger: 25 m" in desk.studio.text()


def test_points_and_routes_come_and_go(desk: Desk) -> None:
    choose_option(desk, "#add-point select", "lift")
    desk.click("#add-point button")
    desk.wait(lambda: "  - {kind: lift, plan: {x: 0.5, y: 0.5, name: ground}}\n" in desk.studio.text())
    desk.wait(lambda: desk.script("return document.activeElement.dataset.key") == "point:1")
    desk.press("ARROW_UP")
    desk.wait(lambda: "{kind: lift, plan: {x: 0.5, y: 0.495, name: ground}}" in desk.studio.text())
    desk.click("#points [data-index='1'] .danger")
    desk.wait(lambda: desk.studio.text() == PLACED)
    choose_option(desk, "#routes li > label select", "2")
    order = "return [...document.querySelectorAll('#routes .order li span')].map((each) => each.textContent).join()"
    desk.wait(lambda: desk.script(order) == "1,3,2" and "stops: [1, 3, 2]" in desk.studio.text())
    desk.click("#routes .order li:nth-child(3) button")
    desk.wait(lambda: desk.script(order) == "1,2,3" and "stops: [1, 2, 3]" in desk.studio.text())
    desk.click("#routes .order li:nth-child(2) button:last-child")
    desk.wait(lambda: desk.studio.text() == PLACED)


def test_an_edition_shows_inherited_routes_and_gives_them_titles(desk: Desk) -> None:
    english = desk.studio.project.scripts / "liutang.en.yaml"
    plain = "title: Liutang\nlanguage: en\nstops:\n" + "".join(
        f"  - {{number: {number}, title: Stop {number}, text: Hello.}}\n" for number in (1, 2, 3)
    )
    english.write_text(plain, "utf-8")
    open_places(desk, "liutang.en")
    item = "#routes [data-route=short]"
    desk.wait(lambda: "1 → 3" in desk.words(item) and "二十分钟" in desk.words(item))
    desk.find(f"{item} input").send_keys("Twenty minutes")
    desk.wait(lambda: "  - {name: short, title: Twenty minutes}\n" in english.read_text("utf-8"))
    desk.wait(lambda: desk.words("#status") == "Saved")  # "Saving…" since the keys: the answer is on the page
    desk.click(f"{item} button")
    desk.wait(lambda: "Twenty minutes: 1 → 3" in desk.script(STATUS))
    desk.click(".marker[data-key='stop:1']")
    desk.wait(lambda: "own language" in desk.script(STATUS))
    desk.click("#undo")
    desk.wait(lambda: english.read_text("utf-8") == plain)
    desk.wait(lambda: desk.script("return document.querySelector(arguments[0]).value", f"{item} input") == "")
    assert desk.studio.text() == PLACED


def test_a_file_of_coordinates_is_read_and_undone(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "walk.csv").write_text("名称,纬度,经度\n石桥,30.87,105.381\n茶馆,30.8,105.3\n", "utf-8")
    desk.find("#places-file").send_keys(str(tmp_path / "walk.csv"))
    result = "return document.querySelector('#places-file-result').textContent"
    desk.wait(lambda: "茶馆" in desk.script(result))
    assert "place: {lat: 30.87, lon: 105.381}" in desk.studio.text()
    desk.wait(lambda: desk.script("return !document.querySelector('#undo').disabled"))
    desk.click("#undo")
    desk.wait(lambda: desk.studio.text() == PLACED)


def test_remarks_stand_beside_the_plan_and_are_settled_with_a_button(desk: Desk) -> None:
    path = desk.studio.project.scripts / "liutang.yaml"
    path.write_text(PLACED.replace("{x: 0.25, y: 0.5}", "{x: 25, y: 0.5}"), "utf-8")
    button = "#place-problems [data-code=pin-outside] button:last-child"
    desk.wait(lambda: desk.script("return document.querySelector(arguments[0])", button))
    desk.click(button)
    desk.wait(lambda: "x: 25" not in desk.studio.text())
    desk.wait(lambda: not desk.script("return document.querySelector('[data-code=pin-outside]')"))


def test_two_pages_show_each_others_pins(desk: Desk) -> None:
    first = desk.driver.current_window_handle
    desk.driver.switch_to.new_window("tab")
    open_places(desk)
    desk.wait(lambda: desk.script("return document.querySelector(`.marker[data-key='stop:1']`)"))
    desk.script("document.querySelector(`.marker[data-key='stop:1']`).focus()")
    desk.press("ARROW_RIGHT")
    desk.wait(lambda: "x: 0.255" in desk.studio.text())
    desk.driver.close()
    desk.driver.switch_to.window(first)
    left = "return document.querySelector(`.marker[data-key='stop:1']`).style.left"
    desk.wait(lambda: desk.script(left) == "25.5%")


def hold_over_plan(desk: Desk, element: Any, x: float, y: float) -> Any:
    """Return the chain of a mouse that holds an element over shares of the picture and has not let go."""
    from selenium.webdriver import ActionChains

    desk.script("document.querySelector('#stage-frame').scrollIntoView({block: 'nearest'})")
    image = desk.find("#stage img")
    width, height = desk.script("const b = arguments[0].getBoundingClientRect(); return [b.width, b.height]", image)
    chain = ActionChains(desk.driver).click_and_hold(element)
    chain.move_to_element_with_offset(image, round((x - 0.5) * width), round((y - 0.5) * height)).perform()
    return ActionChains(desk.driver)


def change_outside(desk: Desk, percent: int, *changes: tuple[str, str]) -> None:
    """Change the file as another program does; wait until the page shows a point where it is moved to as well."""
    text = re.sub(r"(村委会后面, plan: \{x: )[\d.]+", rf"\g<1>{percent / 100}", desk.studio.text())
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (desk.studio.project.scripts / "liutang.yaml").write_text(text, "utf-8")
    point = "return document.querySelector(`.marker[data-key='point:0']`).style.left"
    desk.wait(lambda: desk.script(point) == f"{percent}%")


@pytest.mark.parametrize(("button", "result"), [("first-child", r"x: 0\.6,"), ("last-child", r"x: 0\.(69|7)")])
def test_a_pin_that_another_moves_while_it_is_dragged_is_decided(desk: Desk, button: str, result: str) -> None:
    marker = ".marker[data-key='stop:1']"
    mouse = hold_over_plan(desk, desk.find(marker), 0.7, 0.3)
    at = desk.script("return document.querySelector(arguments[0]).style.left", marker)
    change_outside(desk, 30, ("x: 0.25", "x: 0.6"), ("alt: 一条路", "alt: 一条石板路"))
    assert desk.script("return document.querySelector('#stage img').alt") == "一条石板路"
    assert desk.script("return document.querySelector(arguments[0]).style.left", marker) == at
    mouse.release().perform()
    desk.wait(lambda: desk.script("return document.querySelector('.clash blockquote')?.textContent"))
    assert "0.6, 0.5" in desk.script("return document.querySelector('.clash blockquote').textContent")
    assert "x: 0.6" in desk.studio.text()
    desk.click(f".clash button:{button}")
    left = {"first-child": "60%", "last-child": at}[button]
    desk.wait(lambda: desk.script("return document.querySelector(arguments[0]).style.left", marker) == left)
    desk.wait(lambda: re.search(result, desk.studio.text()))
    assert "by the wall" in desk.studio.text()


def test_a_drag_that_another_change_meets_goes_on(desk: Desk) -> None:
    change_outside(desk, 30, ("    plan: {x: 0.25, y: 0.5}   # by the wall\n", ""))
    chip = "#unplaced [data-stop='1']"
    desk.wait(lambda: desk.script("return document.querySelector(arguments[0])", chip))
    mouse = hold_over_plan(desk, desk.find(chip), 0.5, 0.5)
    change_outside(desk, 40, ("title: 石桥", "title: 石拱桥"))
    mouse.release().perform()
    desk.wait(lambda: re.search(r"title: 大樟树\n(?: .*\n)*? +plan: \{x: 0\.\d+, y: 0\.\d+", desk.studio.text()))


def test_a_pin_moved_by_keys_twice_in_a_row_is_no_conflict(desk: Desk) -> None:
    desk.script("document.querySelector(`.marker[data-key='stop:1']`).focus()")
    for count in (1, 2, 3):
        desk.press("ARROW_RIGHT")
        expected = f"x: {0.25 + 0.005 * count:g},"
        desk.wait(lambda expected=expected: expected in desk.studio.text())  # type: ignore[misc]
    assert not desk.script("return document.querySelector('.clash')")


def test_a_finger_moves_a_pin(desk: Desk) -> None:
    marker = desk.find(".marker[data-key='stop:1']")
    x, y = desk.script("const b = arguments[0].getBoundingClientRect(); return [b.x + 17, b.y + 17]", marker)
    for kind, points in (
        ("touchStart", [(x, y)]),
        ("touchMove", [(x + 30, y)]),
        ("touchMove", [(x + 90, y + 40)]),
        ("touchEnd", []),
    ):
        touches = [{"x": px, "y": py} for px, py in points]
        desk.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    desk.wait(lambda: desk.studio.text() != PLACED)
    assert re.search(r"plan: \{x: 0\.3\d+, y: 0\.5\d+", desk.studio.text())


SCREENS = {
    "empty": ("liutang-new", ""),
    "pins": ("liutang", ""),
    "references": ("liutang", "#plan-modes [value=references]"),
    "route": ("liutang", "#plan-modes [value=route]"),
}


def check_screens(desk: Desk, width: int) -> None:
    for name, (tour, opening) in SCREENS.items():
        open_places(desk, tour)
        if tour == "liutang":
            desk.wait(lambda: desk.script("return document.querySelector('#stage img')?.naturalWidth"))
        if opening:
            desk.click(opening)
        if name == "references":
            click_plan(desk, 0.5, 0.5)
            desk.wait(lambda: desk.script("return !document.querySelector('#reference-form').hidden"))
        desk.wait(lambda: desk.script("return document.querySelector('#place-problems').dataset.shown"))
        assert (name, width, list_violations_in_both_schemes(desk.driver)) == (name, width, [])
        assert (name, desk.script("return document.documentElement.scrollWidth <= innerWidth")) == (name, True)


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh", 1280)])
def test_axe_finds_nothing_in_chromium(driver: Any, studio: RunningStudio, language: str, width: int) -> None:
    (studio.project.scripts / "liutang-new.yaml").write_text(SCRIPT, "utf-8")
    set_window(driver, width)
    check_screens(Desk(driver, studio, language), width)
    driver.get("about:blank")


def test_axe_finds_nothing_in_firefox(studio: RunningStudio) -> None:
    (studio.project.scripts / "liutang-new.yaml").write_text(SCRIPT, "utf-8")
    with firefox() as driver:
        driver.set_window_size(450, 900)
        check_screens(Desk(driver, studio), 450)


def test_a_plan_is_dropped_and_removed_again(desk: Desk, tmp_path: Path) -> None:
    drop_plan(desk, write_plan(tmp_path))
    assert desk.studio.text().count("file: plans/") == 3
    desk.script("window.confirm = () => true")
    desk.click("#plan-fields .danger")
    desk.wait(lambda: desk.studio.text() == PLACED)
    desk.find("#plan-file").send_keys(str(Path(__file__)))
    desk.wait(lambda: "picture" in desk.script(STATUS))
    assert desk.studio.text() == PLACED
