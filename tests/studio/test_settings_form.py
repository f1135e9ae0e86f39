"""Settings for all tours in a browser: what is typed is never lost, and what cannot be saved is said at its field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_checks import list_violations_in_both_schemes
from desk import Desk, RunningStudio, serve_new_project
from drivers import one_chromium, set_window

pytestmark = pytest.mark.browser

VOICES = """\
engine: silent
roles:
  narrator:
    zh-CN:
      kokoro: zm_yunyang
"""
SITE = """\
# 网站
name: 村史馆
base_url: https://guide.example.org
points:
  - {kind: toilet, title: 厕所, place: {lat: 30.87, lon: 105.38}, plan: {x: 0.2, y: 0.3}}
plans:
  - {name: ground, file: scripts/plans/ground.svg}
"""
DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300'><rect width='400' height='300' fill='#ddd'/></svg>"
)
HELD_BACK = """
const ask = window.fetch;
window.waiting = [];
window.fetch = (path, options) => new Promise((answer) => {
  const go = () => answer(ask(path, options));
  options?.method === "POST" ? waiting.push(go) : go();
});
window.answerAll = () => { window.fetch = ask; for (const go of waiting) go(); };
"""
"""Requests that change something wait until ``answerAll``."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    yield from serve_new_project(tmp_path_factory.mktemp("project"))


driver = one_chromium("--lang=en")


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Desk:
    """A page at settings that nobody has touched."""
    root = studio.project.root
    (root / "site.yaml").write_text(SITE, "utf-8")
    (root / "voices.yaml").write_text(VOICES, "utf-8")
    (root / "scripts" / "plans").mkdir(exist_ok=True)
    (root / "scripts" / "plans" / "ground.svg").write_text(DRAWING, "utf-8")
    desk = Desk(driver, studio)
    desk.script("localStorage.clear()")
    open_settings(desk)
    return desk


def open_settings(desk: Desk) -> None:
    desk.open("/settings")
    desk.wait(lambda: desk.script("return document.querySelector('#groups details')"))
    desk.script("for (const each of document.querySelectorAll('#groups details')) each.open = true")


def file(desk: Desk, name: str = "site.yaml") -> str:
    return (desk.studio.project.root / name).read_text("utf-8")


def field(desk: Desk, key: str) -> Any:
    return desk.find(f"[data-key='{key}']")


def value(desk: Desk, key: str) -> str:
    return str(desk.script("return document.querySelector(`[data-key='${arguments[0]}']`)?.value", key))


def enter(desk: Desk, key: str, text: str) -> None:
    """Put the caret into a field, take out what is there and type."""
    desk.script("const e = document.querySelector(`[data-key='${arguments[0]}']`); e.focus(); e.select()", key)
    desk.write(text)


NAME, ADDRESS, HOURS = "site.yaml/name/", "site.yaml/base_url/", "site.yaml/hours/"
PACE = "voices.yaml/roles/narrator/zh-CN/kokoro/pace/"
PLAN_X, PLAN_Y, POINT_TITLE = "places/points/0/plan/0", "places/points/0/plan/1", "places/points/0/title/"


def test_what_is_typed_while_an_answer_is_under_way_stays(desk: Desk) -> None:
    desk.script(HELD_BACK)
    enter(desk, NAME, "柳塘村史馆")
    desk.press("TAB")
    enter(desk, HOURS, "周二")
    desk.wait(lambda: desk.script("return waiting.length"))
    desk.script("answerAll()")
    desk.wait(lambda: "name: 柳塘村史馆" in file(desk))
    desk.wait(lambda: "Name of the museum" in desk.words("#undo-settings"))
    desk.write("至周日")
    assert value(desk, HOURS) == "周二至周日"
    desk.press("TAB")
    desk.wait(lambda: "hours: 周二至周日" in file(desk))


@pytest.mark.parametrize(
    ("saved", "text", "key", "begun", "rest", "written"),
    [
        (NAME, "柳塘", NAME, "柳塘村", "史馆", "name: 柳塘村史馆"),
        (PLAN_X, "10", PLAN_Y, "10", "0", "plan: {x: 0.1, y: 1"),
        (PLAN_Y, "10", PLAN_X, "10", "0", "plan: {x: 1"),
        (POINT_TITLE, "水房", POINT_TITLE, "洗手", "间", "title: 洗手间"),
    ],
)
def test_a_field_that_is_typed_on_while_it_is_saved_stays_as_typed(
    desk: Desk, saved: str, text: str, key: str, begun: str, rest: str, written: str
) -> None:
    desk.script(HELD_BACK)
    enter(desk, saved, text)
    desk.press("TAB")
    desk.wait(lambda: desk.script("return waiting.length"))
    enter(desk, key, begun)
    before = file(desk)
    desk.script("answerAll()")
    desk.wait(lambda: file(desk) != before and desk.status() == "Saved")
    assert value(desk, key) == begun
    desk.write(rest)
    desk.press("TAB")
    desk.wait(lambda: written in file(desk))


def test_what_is_typed_outlives_the_page_and_the_program(desk: Desk) -> None:
    desk.studio.kill()
    try:
        enter(desk, NAME, "柳塘村史馆")
        desk.press("TAB")
        desk.wait(lambda: desk.status().startswith("The program does not answer."))
        enter(desk, HOURS, "周二")
    finally:
        desk.studio.start()
    desk.wait(lambda: "name: 柳塘村史馆" in file(desk))
    desk.leave()
    open_settings(desk)  # the caret was still in the other field
    desk.wait(lambda: "hours: 周二" in file(desk))


def test_a_value_that_cannot_be_is_said_at_its_field_until_it_is_taken_back(desk: Desk) -> None:
    enter(desk, ADDRESS, "guide.example.org")
    desk.press("TAB")
    note = f"[data-note='{ADDRESS}']"
    desk.wait(lambda: "https://" in desk.words(note))
    assert "Address where the pages will be" in desk.status()
    enter(desk, NAME, "柳塘村史馆")
    desk.press("TAB")
    desk.wait(lambda: "name: 柳塘村史馆" in file(desk))
    assert value(desk, ADDRESS) == "guide.example.org"
    open_settings(desk)
    desk.wait(lambda: "https://" in desk.words(note))
    assert value(desk, ADDRESS) == "guide.example.org"
    desk.click(f"{note} button")
    desk.wait(lambda: value(desk, ADDRESS) == "https://guide.example.org")
    desk.wait(lambda: desk.status() == "Saved")


@pytest.mark.parametrize("is_mine", [True, False])
def test_a_field_that_somebody_else_changed_is_chosen_between(desk: Desk, is_mine: bool) -> None:
    enter(desk, NAME, "我的馆")
    path = desk.studio.project.root / "site.yaml"
    path.write_text(SITE.replace("村史馆", "别人的馆"), "utf-8")
    desk.press("TAB")
    note = f"[data-note='{NAME}']"
    desk.wait(lambda: "别人的馆" in desk.words(note))
    assert value(desk, NAME) == "我的馆"
    desk.click(f"{note} .chips button:nth-child({2 if is_mine else 1})")
    desk.wait(lambda: desk.status() == "Saved")
    kept = "我的馆" if is_mine else "别人的馆"
    desk.wait(lambda: value(desk, NAME) == kept)
    assert f"name: {kept}" in file(desk)


def test_a_click_that_begins_in_another_field_is_not_lost(desk: Desk) -> None:
    """The answer to what was typed comes while the mouse is down."""
    from selenium.webdriver import ActionChains

    enter(desk, PACE, "200")
    add = field(desk, "new/role/add")
    desk.script("arguments[0].scrollIntoView({block: 'center'})", add)
    desk.script("window.clicked = 0; arguments[0].addEventListener('click', () => { clicked += 1 })", add)
    ActionChains(desk.driver).click_and_hold(add).perform()
    desk.wait(lambda: "pace: 200" in file(desk, "voices.yaml"))
    desk.wait(lambda: desk.status() == "Saved")
    ActionChains(desk.driver).release().perform()
    desk.wait(lambda: desk.script("return clicked") == 1)
    assert desk.script("return document.activeElement.dataset.key") in ("new/role/add", "new/role/name")


def test_choices_that_follow_each_other_fast_all_count(desk: Desk) -> None:
    key = "voices.yaml/bit_rate/"
    desk.script(HELD_BACK)
    desk.script(
        """const select = document.querySelector(`[data-key='${arguments[0]}']`);
        for (const option of [...select.options].slice(1)) {
          select.value = option.value;
          select.dispatchEvent(new Event("input", { bubbles: true }));
          select.dispatchEvent(new Event("change", { bubbles: true }));
        }
        answerAll()""",
        key,
    )
    last = desk.script("return [...document.querySelector(`[data-key='${arguments[0]}']`).options].at(-1).value", key)
    desk.wait(lambda: f"bit_rate: {last}" in file(desk, "voices.yaml"))
    desk.wait(lambda: desk.status() == "Saved")


def test_a_point_is_moved_to_the_edge_of_its_plan_and_back(desk: Desk) -> None:
    key = "places/points/0/plan"
    enter(desk, f"{key}/0", "0")
    desk.press("TAB")
    desk.wait(lambda: "plan: {x: 0.0, y: 0.3" in file(desk) or "plan: {x: 0, y: 0.3" in file(desk))
    enter(desk, f"{key}/1", "100")
    desk.press("TAB")
    desk.wait(lambda: "y: 1" in file(desk))
    assert value(desk, f"{key}/0") == "0"
    enter(desk, "places/points/0/title/", "洗手间")
    enter(desk, "places/points/0/place", "30.88, 105.38")
    desk.press("TAB")
    desk.wait(lambda: "title: 洗手间" in file(desk) and "lat: 30.88" in file(desk))
    assert desk.status() in ("Saved", "Saving…")


def test_a_plan_of_all_tours_is_tied_to_the_earth_by_a_click(desk: Desk) -> None:
    from selenium.webdriver import ActionChains

    picture = desk.find(".spots img")
    desk.script("arguments[0].scrollIntoView({block: 'center'})", picture)
    desk.wait(lambda: desk.script("return arguments[0].complete && arguments[0].naturalWidth", picture))
    ActionChains(desk.driver).move_to_element(picture).click().perform()
    desk.wait(lambda: desk.script("return document.activeElement.dataset.key") == "new/reference/ground/pasted")
    assert abs(float(value(desk, "new/reference/ground/x")) - 50) < 1
    desk.write("30.87, 105.38")
    desk.press("ENTER")
    desk.wait(lambda: "references:" in file(desk))
    desk.wait(lambda: value(desk, "places/references/ground/0/place") == "30.87, 105.38")
    enter(desk, "places/references/ground/0/x", "10")
    desk.press("TAB")
    desk.wait(lambda: "x: 0.1," in file(desk))
    desk.click("[data-key='places/references/ground/0/remove']")
    desk.wait(lambda: "references:" not in file(desk))


TIED = SITE.replace("ground.svg}", "ground.svg, references: [{x: 0.5, y: 0.5, place: {lat: 30.87, lon: 105.38}}]}")
REMOVED_ROWS = {
    "places/references/ground/0": ("x", "10", "references:"),
    "places/points/0": ("title/", "洗手间", "points:"),
}
"""Row → a field of it, what is typed there, and what of the file goes with the row."""


@pytest.mark.parametrize("row", REMOVED_ROWS)
def test_a_row_is_removed_while_a_field_of_it_is_on_its_way(desk: Desk, row: str) -> None:
    name, text, goes = REMOVED_ROWS[row]
    (desk.studio.project.root / "site.yaml").write_text(TIED, "utf-8")
    open_settings(desk)
    desk.script(HELD_BACK)
    enter(desk, f"{row}/{name}", text)
    desk.press("TAB")
    desk.wait(lambda: desk.script("return waiting.length"))
    desk.script("document.querySelector(`[data-key='${arguments[0]}/remove']`).click()", row)
    desk.script("answerAll()")
    desk.wait(lambda: goes not in file(desk))
    desk.wait(lambda: desk.status() == "Saved")


def test_axe_finds_nothing_at_points_plans_and_refused_values(desk: Desk) -> None:
    set_window(desk.driver, 1280)
    site = desk.studio.project.root / "site.yaml"
    reference = "references: [{x: 0.1, y: 0.2, place: {lat: 30.87, lon: 105.38}}]"
    site.write_text(SITE.replace("ground.svg}", f"ground.svg, {reference}}}"), "utf-8")
    open_settings(desk)
    enter(desk, ADDRESS, "guide.example.org")
    desk.press("TAB")
    desk.wait(lambda: "https://" in desk.words(f"[data-note='{ADDRESS}']"))
    assert desk.script("return document.querySelectorAll('#groups .spot').length") == 1
    assert list_violations_in_both_schemes(desk.driver) == []


def test_a_reading_in_a_context_is_given_and_taken_out(desk: Desk) -> None:
    for key, text in (("word", "长"), ("say", "zhang3"), ("context", "长老")):
        enter(desk, f"new/lexicon/zh/{key}", text)
    desk.press("ENTER")
    desk.wait(lambda: "长: {say: zhang3, in: 长老}" in file(desk, "voices.yaml"))
    desk.wait(lambda: value(desk, "new/lexicon/zh/word") == "")
    desk.click("[data-key='lexicon/zh/长/长老']")
    desk.wait(lambda: "长老" not in file(desk, "voices.yaml"))
