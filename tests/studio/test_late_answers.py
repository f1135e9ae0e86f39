"""Answers that come late, while keys are pressed: nothing typed is taken back, in Chromium and in Firefox.

The page's requests are held at a barrier in the page itself, so that the order of events is the test's and no clock's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from desk import SCRIPT, Desk, RunningStudio, new_project
from drivers import chromium, firefox
from operations import go_to

pytestmark = pytest.mark.browser

BARRIER = """
window.held = [];
window.holding = '';
window.refusals = 0;
const ask = window.fetch;
window.fetch = async (path, options) => {
  const asked = `${options?.method ?? 'GET'} ${path}`;
  if (options?.method === 'POST' && window.refusals > 0) {
    window.refusals -= 1;
    return new Response('{"message": "busy"}', { status: 422 });
  }
  const answer = await ask(path, options);
  if (!window.holding || asked !== window.holding) return answer;
  const { status, headers } = answer;
  const arrived = new Response(await answer.arrayBuffer(), { status, headers });
  await new Promise((go, fail) => {
    window.held.push(go);
    options?.signal?.addEventListener('abort', () => fail(options.signal.reason));
  });
  return arrived;
};
const waiting = [];
AbortSignal.timeout = () => {
  waiting.push(new AbortController());
  return waiting.at(-1).signal;
};
window.giveUp = () => waiting.splice(0).forEach((each) => each.abort(new DOMException('', 'TimeoutError')));
"""
RELOAD = "GET /api/tours/liutang"
PROBLEMS = "GET /api/tours/liutang/problems"
SAVE = "POST /api/tours/liutang/edits"


@pytest.fixture(scope="module", params=[chromium, firefox])
def driver(request: pytest.FixtureRequest) -> Iterator[Any]:
    with request.param() as driver:
        yield driver


@pytest.fixture
def desk(driver: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    studio = RunningStudio(new_project(tmp_path_factory.mktemp("project")))
    desk = Desk(driver, studio)
    yield desk
    driver.execute_script("window.localStorage.clear(); window.confirm = () => true")
    desk.leave()
    studio.kill()


def begin(desk: Desk, stop: str = "1") -> None:
    desk.open_stop(stop)
    desk.script(BARRIER)


def hold(desk: Desk, asked: str) -> None:
    desk.script("window.holding = arguments[0]", asked)


def wait_held(desk: Desk) -> None:
    desk.wait(lambda: desk.script("return window.held.length") == 1)


def let_go(desk: Desk, then: str = "") -> None:
    """Let what is held go on; ``then``: the next kind of request that is held."""
    desk.script("window.holding = arguments[0]; window.held.splice(0).forEach((go) => go())", then)


def write_outside(desk: Desk, *replacements: tuple[str, str]) -> None:
    """Another program saves the file with some words replaced."""
    text = desk.studio.text()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    (desk.studio.project.scripts / "liutang.yaml").write_text(text, "utf-8")


def type_keys(desk: Desk, text: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(desk.driver).send_keys(text).perform()


def test_a_tour_that_arrives_late_takes_nothing_back(desk: Desk) -> None:
    begin(desk)
    hold(desk, RELOAD)
    write_outside(desk, ("这是祠堂", "这是老祠堂"))
    wait_held(desk)
    desk.caret(8)
    desk.press("ENTER")
    type_keys(desk, "x")
    let_go(desk)
    desk.wait(lambda: "柳塘村。\n\n      x全村" in desk.studio.text())
    desk.press("BACKSPACE")
    desk.press("BACKSPACE")
    desk.wait(lambda: desk.studio.text() == SCRIPT.replace("这是祠堂", "这是老祠堂"))
    assert desk.passage().startswith("欢迎来到柳塘村。全村")


def test_keys_pressed_while_a_save_is_answered_go_on_from_there(desk: Desk) -> None:
    begin(desk)
    hold(desk, SAVE)
    desk.caret(8)
    with desk.keys_pressed():
        desk.press("ENTER")
        type_keys(desk, "x")
    wait_held(desk)
    assert "x全村" in desk.studio.text()
    desk.press("BACKSPACE")
    let_go(desk)
    desk.press("BACKSPACE")
    desk.wait(lambda: desk.studio.text() == SCRIPT)
    assert desk.passage().startswith("欢迎来到柳塘村。全村")


def test_words_merged_while_one_types_on_stay(desk: Desk) -> None:
    begin(desk)
    hold(desk, SAVE)
    desk.caret(2)
    with desk.keys_pressed():
        type_keys(desk, "a")
        write_outside(desk, ("这里有2146户", "这里有2147户"))
    wait_held(desk)
    assert "欢迎a来到" in desk.studio.text()
    type_keys(desk, "b")
    let_go(desk)
    wanted = SCRIPT.replace("欢迎", "欢迎ab").replace("2146", "2147")
    desk.wait(lambda: desk.studio.text() == wanted)
    desk.wait(lambda: "欢迎ab来到" in desk.passage() and "2147" in desk.passage())


def test_a_passage_that_comes_from_elsewhere_leaves_the_caret_where_it_is(desk: Desk) -> None:
    begin(desk, "2")
    desk.caret(4, 2)
    with desk.keys_pressed():
        type_keys(desk, "a")
        hold(desk, RELOAD)
        write_outside(desk, ("      - text: 桥长十二米。\n", "      - cue: 风声\n      - text: 桥长十二米。\n"))
        wait_held(desk)
    type_keys(desk, "b")
    let_go(desk)
    desk.wait(lambda: [desk.passage(index) for index in (0, 1)] == ["水声", "风声"])
    type_keys(desk, "c")
    desk.wait(lambda: "我小时候abc就走" in desk.studio.text())
    assert desk.passage(3) == "我小时候abc就走这座桥。"
    assert "cue: 风声" in desk.studio.text()
    assert desk.studio.text().count("桥长十二米") == 1


def test_a_passage_goes_on_being_saved_when_a_new_one_takes_its_place(desk: Desk) -> None:
    begin(desk, "2")
    write_outside(desk, ("      - text: 桥长十二米。\n", "      - cue: 风声\n      - text: 桥长十二米。\n"))
    desk.wait(lambda: desk.passage(1) == "风声")
    desk.caret(2, 2)
    type_keys(desk, "a")
    desk.wait(lambda: "桥长a十二米" in desk.studio.text())


def test_the_caret_stays_at_its_words_between_two_sentences_of_others(desk: Desk) -> None:
    begin(desk)
    desk.caret(10)
    write_outside(desk, ("欢迎来到", "热烈欢迎您来到"), ("2146", "2147"))
    desk.wait(lambda: "热烈" in desk.passage() and "2147" in desk.passage())
    type_keys(desk, "ab")
    desk.wait(lambda: "全村ab一半的口粮" in desk.studio.text())


def test_what_was_typed_in_a_passage_that_is_gone_is_offered(desk: Desk) -> None:
    begin(desk, "2")
    hold(desk, RELOAD)
    lines = "      - voice: quoted\n        speaker: 王阿婆\n        text: 我小时候就走这座桥。\n"
    write_outside(desk, (lines, ""))
    wait_held(desk)
    desk.caret(4, 2)
    type_keys(desk, "ab")
    let_go(desk)
    desk.wait(lambda: desk.script("return document.querySelector('.clash blockquote')?.textContent"))
    assert desk.script("return document.querySelector('.clash blockquote').textContent") == "我小时候ab就走这座桥。"
    desk.click("#editor .clash button")
    desk.wait(lambda: "我小时候ab就走这座桥。" in desk.studio.text())
    desk.wait(lambda: desk.script("return Object.keys(localStorage).filter((key) => key.includes('gone')).length") == 0)


def test_a_stop_left_before_it_is_saved_is_saved_all_the_same(desk: Desk) -> None:
    begin(desk)
    desk.caret(2)
    desk.studio.kill()
    type_keys(desk, "a")
    desk.script("location.hash = '#write/3'")
    desk.wait(lambda: desk.script("return document.querySelector('.badge').textContent") == "3")
    desk.script("location.hash = '#write/1'")
    desk.wait(lambda: desk.passage().startswith("欢迎a来到"))
    desk.script("location.hash = '#write/3'")
    desk.studio.start()
    desk.wait(lambda: "欢迎a来到" in desk.studio.text())
    assert desk.studio.text() == SCRIPT.replace("欢迎", "欢迎a")


@pytest.mark.parametrize("visits", [1, 2])
def test_a_stop_left_while_it_is_saved_shows_what_others_wrote_in_it(desk: Desk, visits: int) -> None:
    begin(desk)
    hold(desk, RELOAD)
    write_outside(desk, ("这里有2146户", "这里有2147户"))
    wait_held(desk)
    desk.caret(2)
    type_keys(desk, "a")
    let_go(desk, then=SAVE)
    wait_held(desk)  # the file has both, the page learned of neither
    assert desk.studio.text() == SCRIPT.replace("欢迎", "欢迎a").replace("2146", "2147")
    for _visit in range(visits):
        for stop in ("3", "1"):
            go_to(desk, stop)
    let_go(desk)
    desk.wait(lambda: "欢迎a来到" in desk.passage() and "2147" in desk.passage())
    desk.wait(
        lambda: desk.script("return Object.keys(localStorage).filter((key) => key.includes('draft')).length") == 0
    )


def test_a_stop_left_and_returned_to_is_saved_in_the_turn_it_had(desk: Desk) -> None:
    begin(desk)
    hold(desk, SAVE)
    with desk.keys_pressed():
        desk.caret(2)
        type_keys(desk, "a")
        go_to(desk, "3")
        wait_held(desk)  # the first text is in the file, and its answer holds up all that comes after
        desk.caret(2)
        type_keys(desk, "b")
        for stop in ("1", "3"):
            go_to(desk, stop)
        let_go(desk)
        desk.wait(lambda: "欢迎a来到" in desk.studio.text() and "这是b祠堂" in desk.studio.text())


def test_a_key_taken_back_while_a_save_is_answered_hides_nothing_of_others(desk: Desk) -> None:
    begin(desk)
    hold(desk, RELOAD)
    write_outside(desk, ("这里有2146户", "这里有2147户"))
    wait_held(desk)
    desk.caret(2)
    type_keys(desk, "a")
    let_go(desk, then=SAVE)
    wait_held(desk)
    type_keys(desk, "b")
    let_go(desk)
    desk.press("BACKSPACE")
    desk.wait(lambda: "欢迎a来到" in desk.passage() and "2147" in desk.passage())
    desk.wait_saved()
    assert desk.studio.text() == SCRIPT.replace("欢迎", "欢迎a").replace("2146", "2147")


def test_drafts_of_passages_that_move_stay_with_their_passages(desk: Desk) -> None:
    begin(desk, "2")
    hold(desk, RELOAD)
    write_outside(desk, ("      - cue: 水声\n", "      - text: 请看桥。\n      - cue: 水声\n"))
    wait_held(desk)
    desk.studio.kill()
    for passage, key in ((1, "a"), (2, "b")):
        desk.caret(2, passage)
        type_keys(desk, key)
    let_go(desk)
    desk.wait(lambda: desk.passage(0) == "请看桥。")
    desk.leave()
    desk.studio.start()
    desk.open_stop("2")
    desk.wait(lambda: "桥长a十二米。" in desk.studio.text() and "我小b时候就走这座桥。" in desk.studio.text())
    assert "text: 请看桥。" in desk.studio.text()


def test_a_conflict_of_a_stop_that_was_left_is_named_and_asked_about_there(desk: Desk) -> None:
    begin(desk)
    hold(desk, RELOAD)
    write_outside(desk, ("欢迎来到柳塘村。", "您好，这里是柳塘村。"))
    wait_held(desk)
    with desk.keys_pressed():
        desk.caret(3)
        type_keys(desk, "a")
        go_to(desk, "3")
    let_go(desk)
    desk.wait(lambda: desk.status().startswith("Not saved yet: stop 1."))
    desk.wait(lambda: desk.script("return document.querySelector('#stops li[data-number=\"1\"] .unsaved')"))
    desk.caret(2)
    type_keys(desk, "b")  # all that this page shows is saved, and the line still names what is not
    desk.wait(lambda: "这是b祠堂" in desk.studio.text())
    desk.wait(lambda: desk.status().startswith("Not saved yet: stop 1."))
    go_to(desk, "1")
    desk.wait(lambda: desk.words(".clash blockquote").startswith("您好，这里是柳塘村。"))
    assert desk.status().startswith("Changed elsewhere at the same time: stop 1.")
    assert desk.passage().startswith("欢迎来a到柳塘村。")
    desk.click(".clash button:last-child")
    desk.wait(lambda: "欢迎来a到柳塘村。" in desk.studio.text() and "您好" not in desk.studio.text())
    desk.wait_saved()


def test_what_is_typed_about_the_tour_outlives_the_program_and_the_page(desk: Desk) -> None:
    desk.open_stop("1")
    desk.studio.kill()
    desk.find("#field-description").send_keys("两百年")
    desk.wait(lambda: "not answer" in desk.status())
    desk.leave()
    desk.studio.start()
    desk.open_stop("1")
    desk.wait(lambda: "description: 两百年\n" in desk.studio.text())
    desk.wait_saved()
    assert desk.find("#field-description").get_attribute("value") == "两百年"


def test_a_save_that_is_refused_or_never_answered_is_tried_again(desk: Desk) -> None:
    begin(desk)
    desk.script("window.refusals = 1")
    desk.caret(2)
    type_keys(desk, "a")
    desk.wait(lambda: "欢迎a来到" in desk.studio.text())
    assert desk.script("return window.refusals") == 0
    desk.wait_saved()
    hold(desk, SAVE)
    type_keys(desk, "b")
    wait_held(desk)
    hold(desk, "")
    desk.script("window.giveUp()")
    desk.wait(lambda: "back" in desk.status())
    assert "欢迎ab来到" in desk.studio.text()


def test_problems_are_those_of_the_newest_text(desk: Desk) -> None:
    begin(desk, "3")
    desk.wait(lambda: "about 1 seconds" in desk.words("#questions"))
    hold(desk, PROBLEMS)
    desk.caret(2)
    type_keys(desk, "祠堂祠堂祠堂")
    wait_held(desk)  # what was asked of the first words is answered late
    type_keys(desk, "祠堂祠堂祠堂祠堂祠堂祠堂")
    desk.wait_saved()
    let_go(desk)
    desk.wait(lambda: "about 6 seconds" in desk.words("#questions"))


def test_two_titles_are_both_shown(desk: Desk) -> None:
    begin(desk, "3")
    hold(desk, RELOAD)
    write_outside(desk, ("title: 祠堂", "title: 宗祠"))
    wait_held(desk)
    desk.find("#editor .heading input").send_keys("a")
    let_go(desk)
    desk.wait(lambda: desk.script("return document.querySelector('.clash blockquote')?.textContent") == "宗祠")
    assert desk.script("return document.querySelector('#editor .heading input').value") == "祠堂a"
    desk.click(".clash button:last-child")
    desk.wait(lambda: "title: 祠堂a" in desk.studio.text())


def test_a_build_that_ends_with_the_program_is_over_on_the_page_too(desk: Desk) -> None:
    desk.open("/tours/liutang#build")
    desk.wait(lambda: desk.script("return document.querySelector('.badge') && !!document.title"))
    # as the page is left by a program that is killed while it builds
    # all at once: the page hears of the state of builds when its line begins
    running = "document.querySelector('#build').dataset.state = 'running'"
    desk.script(f"{running}; document.querySelector('#start-build').disabled = true")
    desk.studio.kill()
    desk.studio.start()
    desk.wait(lambda: "build again" in desk.words("#build-problems"))
    assert desk.script("return document.querySelector('#start-build').disabled") is False
