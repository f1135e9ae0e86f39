"""Lists that are shown again while somebody is at them, and two languages while one types: nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from desk import SCRIPT, Desk, RunningStudio, desk_at_untouched_project, serve_new_project
from drivers import one_chromium

pytestmark = pytest.mark.browser

DRAGGED = """
const [number, kind] = arguments;
window.carried ??= new DataTransfer();
const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: window.carried });
document.querySelector(`#stops li[data-number='${number}']`).dispatchEvent(event);
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    yield from serve_new_project(tmp_path_factory.mktemp("project"))


driver = one_chromium("--lang=en")


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Desk:
    """A page at a project that nobody has touched."""
    return desk_at_untouched_project(driver, studio)


def save_elsewhere(desk: Desk, **edit: object) -> None:
    """Another page saves."""
    body = {"page": "other", "edit": edit}
    desk.script("fetch('/api/tours/liutang/edits', {method: 'POST', body: JSON.stringify(arguments[0])})", body)


TITLE = {"kind": "set-stop-field", "stop": "3", "name": "title", "base": "祠堂", "value": "宗祠"}


def test_a_click_goes_on_though_the_list_is_shown_again_under_it(desk: Desk) -> None:
    from selenium.webdriver import ActionChains

    desk.open_stop("1")
    ActionChains(desk.driver).click_and_hold(desk.find("#stops li[data-number='2'] a")).perform()
    save_elsewhere(desk, **TITLE)
    desk.wait(lambda: "宗祠" in desk.words("#stops"))
    ActionChains(desk.driver).release().perform()
    desk.wait(lambda: desk.words(".badge") == "2")


def test_a_drag_goes_on_though_somebody_saves_meanwhile(desk: Desk) -> None:
    desk.open_stop("1")
    desk.script(DRAGGED, "1", "dragstart")
    save_elsewhere(desk, **TITLE)
    words = {"stop": "1", "segment": 0, "base": desk.passage(), "text": desk.passage().replace("2146", "2147")}
    save_elsewhere(desk, kind="set-text", **words)
    desk.wait(lambda: "2147" in desk.passage())  # the page has the other's words, and what is dragged is dragged still
    assert desk.script("return document.querySelector('#stops .dragged')?.dataset.number") == "1"
    for kind in ("dragover", "drop"):
        desk.script(DRAGGED, "3", kind)
    desk.script(DRAGGED, "1", "dragend")
    desk.wait(lambda: desk.studio.text().index("number: 1\n") > desk.studio.text().index("number: 3\n"))
    desk.wait(lambda: "大樟树" in desk.words("#stops li:last-child"))
    assert "宗祠" in desk.words("#stops")


def test_the_other_language_is_marked_by_what_was_typed_before_one_looked(desk: Desk) -> None:
    desk.open_stop("1")
    ask = (
        "fetch(arguments[0], {method: 'POST', body: JSON.stringify(arguments[1])}).then((a) => window.answered = a.ok)"
    )
    desk.script(ask, "/api/tours/liutang/languages", {"language": "en"})
    desk.wait(lambda: desk.script("return window.answered"))
    desk.script("window.answered = false")
    desk.script(ask, "/api/tours/liutang/stale/liutang.en", {"stop": "1"})
    desk.wait(lambda: desk.script("return window.answered"))
    desk.open_stop("1")
    with desk.keys_pressed():  # not saved before the other view asks for it
        desk.caret(2)
        desk.write("诸位")
        desk.script("location.hash = '#editions'")
        desk.wait(lambda: desk.script("return document.querySelector('#editions').dataset.shown") == "liutang.en")
    assert "欢迎诸位" in desk.studio.text()
    assert "诸位" in desk.words("#editions mark")
    assert desk.studio.text() == SCRIPT.replace("欢迎", "欢迎诸位")
