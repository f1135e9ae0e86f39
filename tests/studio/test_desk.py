"""The desk in a real browser: writing, input methods, conflicts, a killed program, keys, sound, accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_checks import list_violations_in_both_schemes
from desk import SCRIPT, Desk, RunningStudio, new_project
from drivers import one_chromium, set_window
from proof_reports import write_red_stop

from audioguide.commands import build

pytestmark = pytest.mark.browser


driver = one_chromium("--lang=en", "--autoplay-policy=no-user-gesture-required")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[RunningStudio]:
    running = RunningStudio(new_project(tmp_path))
    yield running
    running.kill()


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Iterator[Desk]:
    set_window(driver, 1280, scheme="light")
    yield Desk(driver, studio)
    driver.get("about:blank")


def test_what_is_typed_is_in_the_file_a_moment_later_and_in_its_line_alone(desk: Desk) -> None:
    desk.open_stop("1")
    desk.caret(2)
    desk.write("您")
    desk.wait(lambda: "欢迎您来到" in desk.studio.text())
    assert desk.studio.text() == SCRIPT.replace("欢迎来到", "欢迎您来到")
    desk.wait_saved()


def test_enter_begins_a_paragraph_and_backspace_takes_it_away(desk: Desk) -> None:
    desk.open_stop("1")
    desk.caret(8)
    desk.press("ENTER")
    desk.wait(lambda: "柳塘村。\n\n      全村" in desk.studio.text())
    desk.press("BACKSPACE")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


def test_a_composition_in_progress_is_neither_saved_nor_disturbed(desk: Desk) -> None:
    desk.open_stop("1")
    desk.caret(2)
    for letters in ("h", "huan", "huan ying"):
        desk.driver.execute_cdp_cmd(
            "Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        )
    # other things happen meanwhile: an edit from outside, marks, the time after which typing is saved
    path = desk.studio.project.scripts / "liutang.yaml"
    path.write_text(SCRIPT.replace("这是祠堂", "这是老祠堂"), "utf-8")
    desk.wait(lambda: "another program" in desk.status())
    desk.script("window.then = performance.now()")
    desk.wait(lambda: desk.script("return performance.now() - window.then > 1200"))
    assert "huan" not in desk.studio.text()
    assert "huan ying" in desk.passage()
    desk.write("您好")
    desk.wait(lambda: "欢迎您好来到" in desk.studio.text())
    assert desk.studio.text() == SCRIPT.replace("这是祠堂", "这是老祠堂").replace("欢迎来到", "欢迎您好来到")


def test_the_browsers_undo_works_over_what_was_saved(desk: Desk) -> None:
    desk.open_stop("3")
    desk.caret(2)
    desk.write("老")
    desk.wait(lambda: "这是老祠堂" in desk.studio.text())
    desk.surface().click()
    desk.press("CONTROL", "z")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


def test_steps_are_undone_and_versions_restored_from_the_page(desk: Desk) -> None:
    desk.open_stop("3")
    desk.caret(2)
    desk.write("老")
    desk.wait(lambda: "这是老祠堂" in desk.studio.text())
    desk.click("#undo")
    desk.wait(lambda: desk.studio.text() == SCRIPT)
    desk.wait(lambda: desk.passage() == "这是祠堂。")
    desk.click("#redo")
    desk.wait(lambda: "这是老祠堂" in desk.studio.text())
    desk.click("#open-history")
    desk.click("#history .list li:last-child > button:last-of-type")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


def test_another_pages_change_shows_without_moving_the_caret(desk: Desk) -> None:
    desk.open_stop("1")
    first = desk.driver.current_window_handle
    desk.driver.switch_to.new_window("tab")
    desk.open_stop("1")
    desk.caret(2)
    desk.write("您")
    desk.wait(lambda: "欢迎您来到" in desk.studio.text())
    desk.driver.switch_to.window(first)
    desk.caret(12)
    desk.wait(lambda: "欢迎您来到" in desk.passage())
    desk.write("近")
    desk.wait(lambda: "全村近一半" in desk.studio.text() or "近" in desk.studio.text())
    assert "欢迎您来到" in desk.studio.text()
    desk.driver.switch_to.window(next(h for h in desk.driver.window_handles if h != first))
    desk.driver.close()
    desk.driver.switch_to.window(first)


def test_both_wordings_are_kept_until_the_author_decides(desk: Desk) -> None:
    desk.open_stop("3")
    # a page that hears of nothing: its events are cut, as those of a tab that sleeps
    desk.script("window.fetchNow = window.fetch; window.fetch = () => Promise.reject(new TypeError('asleep'))")
    desk.caret(2)
    desk.write("新")
    path = desk.studio.project.scripts / "liutang.yaml"
    path.write_text(SCRIPT.replace("这是祠堂", "这是老祠堂"), "utf-8")
    desk.script("window.fetch = window.fetchNow")
    desk.wait(lambda: desk.script("return document.querySelector('.clash blockquote')?.textContent") == "这是老祠堂。")
    assert desk.passage() == "这是新祠堂。"
    assert "这是老祠堂" in desk.studio.text()
    desk.click(".clash button:last-child")
    desk.wait(lambda: "这是新祠堂" in desk.studio.text())


def test_a_program_killed_under_an_open_page_loses_nothing(desk: Desk) -> None:
    desk.open_stop("1")
    desk.caret(2)
    for turn in range(3):
        desk.write("甲乙丙"[turn])
        desk.studio.kill()
        desk.write("一二三"[turn])
        desk.wait(lambda: "does not answer" in desk.status())
        desk.studio.start()
        desk.wait_saved()
    desk.wait(lambda: "欢迎甲一乙二丙三来到" in desk.studio.text())


def test_a_tab_that_is_gone_before_it_saved_brings_its_text_back(desk: Desk) -> None:
    desk.open_stop("1")
    desk.studio.kill()
    desk.caret(2)
    desk.write("您")
    desk.wait(lambda: desk.script("return Object.keys(localStorage).some((key) => key.startsWith('audioguide-draft'))"))
    desk.leave()
    desk.studio.start()
    assert desk.studio.text() == SCRIPT
    desk.open_stop("1")
    desk.wait(lambda: "欢迎您来到" in desk.studio.text())


def test_a_reading_is_decided_by_keys_alone(desk: Desk) -> None:
    desk.open_stop("1")
    desk.open_readings("藏")

    readings = desk.script("return [...document.querySelectorAll('#menu b')].map((each) => each.textContent)")
    assert readings == ["cáng", "zàng"]
    desk.choose_reading("cáng")
    desk.wait(lambda: "{藏|cang2}" in desk.studio.text())
    assert desk.studio.text() == SCRIPT.replace("藏", "{藏|cang2}")


def test_a_reading_for_the_tour_is_a_line_of_its_lexicon(desk: Desk) -> None:
    desk.open_stop("1")
    desk.open_readings("藏")
    desk.click("#menu input[value=tour]")
    desk.wait(lambda: desk.script("return document.querySelector('#menu input[type=text]').value") == "藏在")
    desk.click("#menu li:first-child .choose")
    desk.wait(lambda: "藏在: cang2 zai4" in desk.studio.text())
    desk.script("localStorage.clear()")


def test_a_draft_that_the_file_has_after_all_is_not_called_unsaved(desk: Desk) -> None:
    desk.open_stop("1")  # as a page leaves it that goes before the answer comes
    draft = "JSON.stringify({base: '这是。', value: '这是祠堂。'})"
    desk.script(f"localStorage.setItem('audioguide-draft:liutang:3/0', {draft})")
    desk.open_stop("1")
    desk.caret(2)
    desk.write("诸位")
    desk.wait_saved()
    assert not desk.script("return document.querySelector('#stops .unsaved')")


def test_stops_move_by_keys_and_keep_their_numbers(desk: Desk) -> None:
    desk.open_stop("1")
    desk.script("document.querySelector('#stops li[data-number=\"1\"] .grip').focus()")
    desk.press("ARROW_DOWN")
    desk.wait(lambda: desk.studio.text().index("石桥") < desk.studio.text().index("大樟树"))
    assert desk.script("return document.activeElement.closest('li').dataset.number") == "1"
    desk.press("ARROW_UP")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


def order(desk: Desk) -> list[str]:
    return list(desk.script("return [...document.querySelectorAll('#stops li')].map((item) => item.dataset.number)"))


def wait_for_order(desk: Desk, expected: list[str]) -> None:
    desk.wait(lambda: order(desk) == expected)


def test_a_stop_is_dragged_below_the_last_one_and_back(desk: Desk) -> None:
    desk.open_stop("1")
    for number, target, expected in (("1", "3", ["2", "3", "1"]), ("1", "2", ["1", "2", "3"])):
        desk.script(
            """const [from, to] = arguments;
            const item = (number) => document.querySelector(`#stops li[data-number='${number}']`);
            const transfer = new DataTransfer();
            const event = (kind) => new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
            item(from).dispatchEvent(event('dragstart'));
            item(to).dispatchEvent(event('dragover'));
            item(to).dispatchEvent(event('drop'));
            item(from).dispatchEvent(event('dragend'));""",
            number,
            target,
        )
        wait_for_order(desk, expected)
    assert desk.studio.text() == SCRIPT


def test_a_stop_is_dragged_with_a_finger(desk: Desk) -> None:
    desk.open_stop("1")
    places = "return [...document.querySelectorAll('.grip')].map((grip) => grip.getBoundingClientRect().toJSON())"
    first, _second, last = desk.script(places)
    points = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (first, last)]
    for kind, touched in (("touchStart", points[:1]), ("touchMove", points[1:]), ("touchEnd", [])):
        touches = [{"x": x, "y": y} for x, y in touched]
        desk.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    desk.wait(lambda: order(desk) == ["2", "3", "1"])


def test_a_stop_gets_another_number_and_all_are_numbered_in_their_order(desk: Desk) -> None:
    desk.open_stop("2")
    desk.script("window.confirm = (words) => { window.asked = words; return true; }")
    desk.script("document.querySelector('#stop-number').select()")
    desk.find("#stop-number").send_keys("7")
    desk.press("TAB")
    desk.wait(lambda: "number: 7" in desk.studio.text())
    assert "scripts/liutang.yaml" in desk.script("return window.asked")
    desk.wait(lambda: desk.script("return document.querySelector('.badge').textContent") == "7")
    desk.click("#number-all")
    desk.wait(lambda: desk.studio.text() == SCRIPT)
    desk.wait(lambda: desk.script("return document.querySelector('.badge').textContent") == "2")


def test_stops_come_go_split_and_join(desk: Desk) -> None:
    desk.open_stop("1")
    desk.caret(8)
    desk.click("#split-stop")
    desk.wait(lambda: "number: 1a" in desk.studio.text())
    desk.driver.execute_script("window.confirm = () => true")
    desk.click("#join-stop")
    desk.wait(lambda: "number: 1a" not in desk.studio.text())
    desk.click("#add-stop")
    desk.wait(lambda: "number: 4" in desk.studio.text())
    desk.wait(lambda: desk.script("return document.querySelector('.badge').textContent") == "4")
    desk.click("#remove-stop")
    desk.wait(lambda: "number: 4" not in desk.studio.text())


def test_passages_and_speakers(desk: Desk) -> None:
    desk.open_stop("2")
    assert [desk.passage(index) for index in range(3)] == ["水声", "桥长十二米。", "我小时候就走这座桥。"]
    desk.caret(4, 2)
    desk.write("天天")
    desk.wait(lambda: "我小时候天天就走这座桥。" in desk.studio.text())
    assert desk.script("return document.querySelectorAll('.segment')[2].querySelector('input').value") == "王阿婆"


def test_a_sentence_sounds_and_is_lit(desk: Desk) -> None:
    desk.open_stop("1")
    desk.watch_lit()
    desk.caret(3)
    desk.press("CONTROL", "ENTER")
    desk.wait(lambda: desk.script("return performance.getEntriesByName('speech-first-sound').length") == 1)
    desk.wait(lambda: desk.script("return lit") == ["欢迎来到柳塘村。"])
    desk.press("CONTROL", "SHIFT", "ENTER")
    desk.wait(lambda: desk.script("return lit.some((sentence) => sentence.startsWith('全村'))"))
    desk.press("ESCAPE")
    desk.wait(lambda: desk.script("return CSS.highlights.get('sounding').size") == 0)


def test_find_and_replace_over_the_tour(desk: Desk) -> None:
    desk.open_stop("1")
    desk.click("#open-find")
    desk.find("#find [name=find]").send_keys("桥")
    desk.click("#find [data-act=find]")
    desk.wait(lambda: desk.script("return document.querySelectorAll('#find .list li').length") == 2)
    desk.find("#find [name=replacement]").send_keys("Q")
    desk.click("#find [data-act=replace]")
    desk.wait(lambda: "Q长十二米" in desk.studio.text())


def test_a_stop_is_closed_with_words_and_opened_again(desk: Desk) -> None:
    desk.open_stop("3")
    choose(desk, "#stop-state", "closed")
    desk.find("#stop-closed").send_keys("修缮中\t")
    desk.wait(lambda: "    closed: 修缮中\n" in desk.studio.text())
    desk.wait(lambda: desk.script("return document.querySelector('#stops li[data-number=\"3\"] .state')?.textContent"))
    choose(desk, "#stop-state", "hidden")
    desk.wait(lambda: "    hidden: true\n" in desk.studio.text() and "closed" not in desk.studio.text())
    choose(desk, "#stop-state", "open")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


def choose(desk: Desk, selector: str, value: str) -> None:
    """A choice of a list, by mouse or keys alike."""
    desk.script(
        """const list = document.querySelector(arguments[0]);
        list.value = arguments[1];
        list.dispatchEvent(new Event('change', { bubbles: true }))""",
        selector,
        value,
    )


ENGLISH = """\
title: Liutang
language: en
stops:
  - number: 1
    title: Tree
    text: Welcome to Liutang. The grain of half the village is kept here. There are 2,146 households.
  - number: 2
    title: Bridge
    text: The bridge is twelve metres long.
"""


def test_a_changed_sentence_marks_its_translation_until_that_is_written(desk: Desk) -> None:
    (desk.studio.project.scripts / "liutang.en.yaml").write_text(ENGLISH, "utf-8")
    desk.open_stop("1")
    desk.caret(12)
    desk.write("近")
    desk.wait(lambda: "全村近一半" in desk.studio.text() or "近" in desk.studio.text())
    desk.click(".tabs [href='#editions']")
    desk.wait(lambda: desk.script("return document.querySelector('#editions').dataset.shown") == "liutang.en")
    marked = desk.script("return [...document.querySelectorAll('#editions mark')].map((each) => each.textContent)")
    assert len(marked) == 1
    assert "近" in marked[0]
    lit = "return [...CSS.highlights.get('noted')].map(String)"
    assert desk.script(lit) == ["The grain of half the village is kept here."]
    surface = desk.find("#editions article[data-number='1'] .surface")
    surface.click()
    desk.press("CONTROL", "HOME")
    desk.write("A warm welcome! ")
    path = desk.studio.project.scripts / "liutang.en.yaml"
    desk.wait(lambda: "A warm welcome! Welcome" in path.read_text("utf-8"))
    assert path.read_text("utf-8") == ENGLISH.replace("Welcome to", "A warm welcome! Welcome to")
    desk.wait_saved()
    desk.click(".tabs [href='#write']")
    desk.click(".tabs [href='#editions']")
    desk.wait(lambda: desk.script("return document.querySelectorAll('#editions .segment').length === 2"))
    desk.wait(lambda: desk.script("return document.querySelectorAll('#editions mark').length") == 0)


def write_report(studio: RunningStudio) -> None:
    """Stop 2, built in silence, with a finding of a proof."""
    build.build_tours(studio.project, build.BuildRequest(engine="silent"), build.BuildListener())
    write_red_stop(studio.project.output / "liutang", "2", 900, 1500, "桥长: qiao2 chang2")


def test_a_finding_of_the_proof_is_lit_in_the_text_and_played(desk: Desk) -> None:
    write_report(desk.studio)
    desk.open_stop("2")
    desk.wait(lambda: desk.script("return document.querySelectorAll('#findings li').length") == 1)
    desk.click("#findings .link")
    assert desk.script("return [...CSS.highlights.get('searched')].map(String)") == ["长"]
    desk.click("#findings button")
    desk.wait(lambda: desk.script("return document.body.dataset.played") == "liutang/stops/02.mp3 900")


def test_a_problem_is_underlined_and_settled_with_a_button(desk: Desk) -> None:
    path = desk.studio.project.scripts / "liutang.yaml"
    path.write_text(SCRIPT.replace("title: 祠堂", "title: 祠堂。"), "utf-8")
    desk.open_stop("3")
    desk.wait(lambda: desk.script("return document.querySelector('#questions li > button')"))
    desk.click("#questions li > button")
    desk.wait(lambda: desk.studio.text() == SCRIPT)


WATCH_LISTENERS = """
window.clickable = new Set();
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (kind, ...rest) {
  if (['click', 'dblclick', 'mousedown', 'pointerdown'].includes(kind) && this instanceof Element) clickable.add(this);
  return listen.call(this, kind, ...rest);
};
"""
OUT_OF_REACH = """
const keys = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
return [...clickable].filter((each) => each.isConnected && each.getClientRects().length
  && each.tabIndex < 0 && !each.querySelector(keys) && !each.closest('label')
).map((each) => each.outerHTML.slice(0, 120));
"""
"""What answers a mouse and holds nothing that the Tab key reaches."""

VIEWS = {
    "home": ("/", ""),
    "login": ("/login", ""),
    "help": ("/help", ""),
    "settings": ("/settings", ""),
    "write": ("/tours/liutang#write/2", ""),
    "menu": ("/tours/liutang#write/1", "menu"),
    "history": ("/tours/liutang#write/1", "#open-history"),
    "find": ("/tours/liutang#write/1", "#open-find"),
    "tools": ("/tours/liutang#write/1", "#open-tour-tools"),
    "more": ("/tours/liutang#write/1", "#tour-more summary"),
    "build": ("/tours/liutang#build", ""),
    "pages": ("/tours/liutang#pages", ""),
    "labels": ("/tours/liutang#labels", ""),
    "publish": ("/tours/liutang#publish", ""),
    "editions": ("/tours/liutang#editions", ""),
    "finding": ("/tours/liutang#write/2", ""),
    "closed": ("/tours/liutang#write/3", ""),
    "import": ("", ""),
}


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(desk: Desk) -> None:
    write_report(desk.studio)
    script = desk.studio.project.scripts / "liutang.yaml"
    script.write_text(SCRIPT.replace("title: 祠堂", "title: 祠堂\n    closed: 修缮中"), "utf-8")
    (desk.studio.project.scripts / "liutang.en.yaml").write_text(ENGLISH, "utf-8")
    address = upload(desk)
    watch = desk.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH_LISTENERS})
    for width in (1280, 390):
        set_window(desk.driver, width)
        for name, (path, opening) in VIEWS.items():
            desk.open(path or address)
            if name == "import":
                desk.wait(lambda: desk.script("return !document.querySelector('#accept').disabled"))
            if name == "editions":
                desk.wait(lambda: desk.script("return document.querySelector('#editions').dataset.shown"))
            if name == "settings":
                open_all_groups(desk)
            if "tours" in path:
                desk.wait(lambda: desk.script("return document.querySelector('.badge') && !!document.title"))
            if opening == "menu":
                desk.open_readings("藏")
            elif opening:
                desk.click(opening)
                desk.wait(lambda: desk.script("return !!document.querySelector('dialog[open], details[open]')"))
            assert (name, width, list_violations_in_both_schemes(desk.driver)) == (name, width, [])
            assert (name, desk.script(OUT_OF_REACH)) == (name, [])
            assert (name, desk.script("return document.documentElement.scrollWidth") <= width) == (name, True)
    desk.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", watch)


def open_all_groups(desk: Desk) -> None:
    """Every group of the settings for all tours, open."""
    desk.wait(lambda: desk.script("return document.querySelector('#groups details')"))
    desk.script("for (const each of document.querySelectorAll('#groups details')) each.open = true")


def upload(desk: Desk) -> str:
    """Drop a document; the address of its review."""
    document = (
        "# 柳塘村\n\n## 1. 大樟树\n\n这棵树有三百年了，是全村最老的树。\n\n## 2. 石桥\n\n桥长十二米，建于清代。\n"
    )
    desk.open("/")
    code = """const done = arguments[1];
    const body = new Blob([arguments[0]]);
    fetch('/api/documents?name=shi.md', { method: 'POST', body }).then((answer) => answer.json()).then(done)"""
    return f"/import/{desk.driver.execute_async_script(code, document)['key']}"
