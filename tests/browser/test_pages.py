"""What a visitor does, in three browsers: one scenario list, three drivers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drivers import (
    BROWSERS,
    Server,
    save_tour,
    served_site,
    tap,
    until,
    wait_for,
    wait_for_later,
    wait_for_seek,
    wait_for_worker,
    watch_announcements,
    watch_seeks,
)
from site_tours import SENTENCE, tour, write_site

pytestmark = pytest.mark.browser
SAVED = "caches.keys().then((names) => names.filter((name) => name.includes('/school/ ')))"
"""Caches of the tour, filled or being filled."""


SENTENCES = 40
"""A minute a stop: none ends while a busy machine looks elsewhere."""
STOP_S = SENTENCES * SENTENCE // 1000


def write_guide(output: Path, title: str = "") -> None:
    school = tour(output, sentences=SENTENCES)
    if title:
        school = replace(school, stops=(replace(school.stops[0], title=title), *school.stops[1:]))
    village = tour(output, "village", numbers=("1", "2"), sentences=SENTENCES)
    write_site([school, tour(output, edition="en", sentences=SENTENCES), village], output)


server = served_site(write_guide)


class Visitor:
    """Somebody with a phone."""

    def __init__(self, driver: Any, server: Server) -> None:
        self.driver, self.server = driver, server

    def open(self, path: str) -> None:
        self.driver.get(self.server.address + path)

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def later(self, script: str) -> Any:
        """The value of a promise."""
        return self.driver.execute_async_script(
            f"const done = arguments[0]; ({script}).then(done, (error) => done(String(error)))"
        )

    def tap(self, selector: str) -> None:
        tap(self.driver, selector)

    def text(self, selector: str) -> str:
        return str(self.run("return document.querySelector(arguments[0]).textContent.trim()", selector))

    def audio(self, what: str) -> Any:
        return self.run(f"return document.querySelector('audio').{what}")

    def until(self, script: str) -> None:
        until(self.driver, script)

    def play(self) -> None:
        self.until("document.querySelector('audio').readyState > 0")
        self.tap("[data-do=play]")
        start = self.audio("currentTime")
        self.until(f"document.querySelector('audio').currentTime > {start} + 0.3")

    def pause_at(self, seconds: float) -> None:
        """Pause and move there. A busy machine may lose a seek: it is asked for until it was granted."""
        self.tap("[data-do=play]")
        self.until("document.querySelector('audio').paused")
        self.until(
            "(() => { const a = document.querySelector('audio');"
            f"if (!a.seeking && Math.abs(a.currentTime - {seconds}) < 0.1) return true;"
            f"if (!a.seeking) a.currentTime = {seconds}; return false; }})()"
        )

    def seek(self, seconds: int) -> None:
        """Draw the slider there."""
        self.run(
            "const slider = document.querySelector('#seek');"
            "slider.value = arguments[0]; slider.dispatchEvent(new Event('input'))",
            seconds,
        )

    def ready(self) -> None:
        """The service worker is in charge."""
        wait_for_worker(self.driver)


@pytest.fixture(scope="module", params=list(BROWSERS))
def browser(request: pytest.FixtureRequest, server: Server) -> Iterator[Visitor]:
    with BROWSERS[request.param]() as driver:
        yield Visitor(driver, server)


@pytest.fixture
def visitor(browser: Visitor) -> Visitor:
    """A visitor who was never here."""
    browser.open("village/2/")
    browser.run("localStorage.clear(); sessionStorage.clear()")
    forget(browser)
    return browser


def test_a_scan_then_play(visitor: Visitor) -> None:
    visitor.open("school/1/")
    assert visitor.audio("paused")
    visitor.play()
    assert visitor.run("return document.querySelector('[data-do=play]').getAttribute('aria-label')") == "暂停"
    visitor.tap("[data-do=play]")
    assert visitor.audio("paused")


def test_sentences_are_lit_in_their_order_and_never_before_they_are_spoken(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.run("""
        const audio = document.querySelector('audio');
        window.lags = [];
        window.starts = [];
        new MutationObserver((changes) => {
            for (const { target: { classList, dataset } } of changes) {
                if (!classList.contains('lit')) continue;
                starts.push(Number(dataset.start));
                lags.push(audio.currentTime * 1000 - Number(dataset.start));
            }
        }).observe(document.querySelector('#text'), { subtree: true, attributeFilter: ['class'] });
    """)
    visitor.play()
    visitor.until("lags.length >= 4")
    lags = visitor.run("return lags")
    print("lag of the highlight in ms:", [round(lag) for lag in lags])  # how late depends on the machine
    assert min(lags[1:]) >= -50
    starts = visitor.run("return starts")
    assert starts == sorted(starts)


def test_a_tap_on_a_sentence_goes_there(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.play()
    watch_seeks(visitor.driver)
    visitor.run("""
        window.lit = [];
        new MutationObserver((changes) => lit.push(...changes.map(({ target }) => target.dataset.start)))
            .observe(document.querySelector('#text'), { subtree: true, attributeFilter: ['class'] });
    """)
    visitor.tap(f"#text [data-start='{9 * SENTENCE}']")
    wait_for_seek(visitor.driver, 9 * SENTENCE / 1000)
    visitor.until(f"lit.includes('{9 * SENTENCE}')")


def test_skip_seek_and_speed_with_pitch(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.play()
    watch_seeks(visitor.driver)
    visitor.seek(30)
    wait_for_seek(visitor.driver, 30)
    visitor.run("went.length = 0")
    visitor.tap("[data-do=back]")
    visitor.until("went.some(({ time }) => time >= 20 && time < 30)")
    visitor.run("went.length = 0")
    visitor.tap("[data-do=forward]")
    visitor.until("went.some(({ time }) => time >= 50)")
    visitor.run("const s = document.querySelector('#speed'); s.value = '1.5'; s.dispatchEvent(new Event('change'))")
    assert visitor.audio("playbackRate") == 1.5
    assert visitor.audio("preservesPitch") is not False
    visitor.open("school/2/")
    visitor.until("document.querySelector('audio').playbackRate === 1.5")


def test_the_keypad_answers_at_once(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.tap("[data-do=keypad]")
    visitor.until("document.querySelector('#keypad').open")
    visitor.tap("[data-key='7']")
    assert "7" in visitor.text("#answer")
    assert visitor.run("return document.querySelector('#number').getAttribute('aria-invalid')") == "true"
    visitor.tap("[data-key='']")
    visitor.tap("[data-key='1']")
    visitor.tap("[data-key='2']")
    visitor.tap(".go")
    visitor.until("location.pathname.endsWith('/school/12/')")
    visitor.until("document.querySelector('h1').textContent.includes('12')")


def test_on_to_the_next_stop_by_itself(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.tap("[data-do=auto]")
    visitor.play()
    visitor.run("const a = document.querySelector('audio'); a.currentTime = a.duration - 0.4")
    visitor.until("location.pathname.endsWith('/school/2/')")
    visitor.until("document.querySelector('audio').src.includes('/stops/02.mp3')")
    visitor.until("document.querySelector('audio').currentTime > 0.3")
    assert not visitor.audio("paused")
    assert visitor.text("h1").endswith("2")
    visitor.tap("[data-do=sleep]")
    visitor.run("const a = document.querySelector('audio'); a.currentTime = a.duration - 0.4")
    visitor.until("document.querySelector('audio').ended")
    assert visitor.run("return location.pathname").endswith("/school/2/")


def test_next_while_playing_goes_on_playing_and_back_returns(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.play()
    visitor.tap("[data-do=next]")
    visitor.until("location.pathname.endsWith('/school/2/')")
    visitor.until("!document.querySelector('audio').paused && document.querySelector('audio').currentTime > 0.2")
    visitor.driver.back()
    visitor.until("document.querySelector('h1').textContent.endsWith('1') && location.pathname.endsWith('/school/1/')")


def test_resume_and_what_was_heard(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.play()
    visitor.pause_at(4.5)
    visitor.open("school/")
    visitor.until("document.querySelector('#onward').textContent.includes('1')")
    visitor.open("school/1/")
    visitor.until("Math.abs(document.querySelector('audio').currentTime - 4.5) < 1")
    visitor.play()
    visitor.run("const a = document.querySelector('audio'); a.currentTime = a.duration - 0.3")
    visitor.until("document.querySelector('audio').ended")
    visitor.open("school/")
    visitor.until("document.querySelector('[data-number=\"1\"]').textContent.includes('已听')")


def test_a_lost_seek_is_asked_for_again(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.play()
    visitor.pause_at(4.5)
    wait_for_later(visitor.driver)
    visitor.tap("a[rel=next]")
    visitor.until("location.pathname.endsWith('/2/') && document.querySelector('audio').readyState > 0")
    visitor.run(
        "const a = document.querySelector('audio');"
        "const real = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'currentTime');"
        "let asked = 0;"
        "const get = () => real.get.call(a);"
        "Object.defineProperty(a, 'currentTime', {get, set: (time) => { if (asked++) real.set.call(a, time); }});"
    )
    watch_announcements(visitor.driver)
    visitor.tap("a[rel=prev]")
    visitor.until(
        "location.pathname.endsWith('/1/') && Math.abs(document.querySelector('audio').currentTime - 4.5) < 1"
    )
    visitor.until("announced.some(({ text }) => text.includes('0:0'))")


def test_the_latest_seek_counts_though_an_earlier_still_waits_for_the_file(visitor: Visitor) -> None:
    visitor.open("school/2/")
    visitor.play()
    # a file that comes late: the earlier seek is not granted before the later one is asked for
    visitor.run(
        "const a = document.querySelector('audio');"
        "Object.defineProperty(a, 'readyState', { configurable: true, get: () => 0 });"
    )
    visitor.seek(1)
    # in one step: as soon as the file is there, the earlier seek may be granted
    visitor.run(
        "const a = document.querySelector('audio'), slider = document.querySelector('#seek');"
        "window.seeks = []; a.addEventListener('seeked', () => { seeks.push(a.currentTime); });"
        "delete a.readyState; slider.value = 6; slider.dispatchEvent(new Event('input'));"
    )
    visitor.until("document.querySelector('audio').currentTime > 6.3")
    assert all(time >= 6 for time in visitor.run("return seeks"))


def test_the_language_is_kept_for_the_next_scan(visitor: Visitor) -> None:
    visitor.open("school/2/")
    visitor.tap(".languages a[hreflang=en]")
    visitor.until("location.pathname.endsWith('/school/en/2/')")
    assert visitor.run("return document.documentElement.lang") == "en"
    visitor.open("school/3a/")
    visitor.until("location.pathname.endsWith('/school/en/3a/')")
    visitor.tap(".languages a[hreflang=zh-CN]")
    visitor.until("location.pathname.endsWith('/school/3a/') && document.documentElement.lang === 'zh-CN'")


def test_the_whole_tour_with_chapters(visitor: Visitor) -> None:
    visitor.open("school/")
    visitor.play()
    visitor.until("document.querySelector('#line').textContent.startsWith('1 ·')")
    visitor.tap("[data-do=next]")
    visitor.until("document.querySelector('#line').textContent.startsWith('2 ·')")
    visitor.tap("[data-number='12'] button")
    visitor.until("document.querySelector('[aria-current][data-number]').dataset.number === '12'")
    visitor.until(f"document.querySelector('#seek').value >= {3 * STOP_S - 1}")
    watch_seeks(visitor.driver)
    visitor.seek(STOP_S + 10)
    wait_for_seek(visitor.driver, 10, file="/02.mp3")
    visitor.until(f"document.querySelector('#seek').value >= {STOP_S + 9}")
    visitor.tap("[data-do=sleep]")
    visitor.seek(2 * STOP_S - 1)  # before the first seek is granted, on a slow machine
    visitor.until("document.querySelector('audio').ended")
    assert "/02.mp3" in visitor.audio("src")
    visitor.tap("[data-do=play]")
    visitor.until("!document.querySelector('audio').ended && document.querySelector('audio').currentTime > 0.2")
    visitor.seek(2 * STOP_S - 1)
    visitor.until("document.querySelector('audio').src.includes('/3a.mp3')")
    visitor.until("document.querySelector('audio').currentTime > 0.2")


def test_lock_screen(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.play()
    visitor.until("!('mediaSession' in navigator) || navigator.mediaSession.metadata.title.startsWith('1 ·')")


def test_keyboard(visitor: Visitor) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    visitor.open("school/1/")
    visitor.until("document.querySelector('audio').readyState > 0")
    wait_for_later(visitor.driver)
    visitor.run("document.activeElement.blur()")
    ActionChains(visitor.driver).send_keys(" ").perform()
    visitor.until("document.querySelector('audio').currentTime > 0.1")
    watch_seeks(visitor.driver)
    ActionChains(visitor.driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    # to the start of a sentence
    visitor.until(f"went.some(({{ time }}) => time > 1 && time * 1000 % {SENTENCE} < 200)")
    visitor.run("went.length = 0")
    ActionChains(visitor.driver).send_keys(Keys.ARROW_RIGHT).perform()
    visitor.until("went.some(({ time }) => time > 30)")
    visitor.run("went.length = 0")
    ActionChains(visitor.driver).send_keys(Keys.ARROW_LEFT).perform()
    visitor.until("went.some(({ time }) => time > 20 && time < document.querySelector('audio').duration - 10)")


def test_display_settings_last(visitor: Visitor) -> None:
    visitor.open("school/1/")
    visitor.tap("[data-do=display]")
    visitor.until("document.querySelector('#display').open")
    visitor.tap("input[name=theme][value=dark]")
    visitor.tap("input[name=size][value='4']")
    visitor.open("school/2/")
    assert visitor.run("return getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert visitor.run("return parseFloat(getComputedStyle(document.documentElement).fontSize)") == pytest.approx(23)


def test_a_saved_tour_plays_and_seeks_without_a_network(visitor: Visitor) -> None:
    save_tour(visitor.driver, visitor.server.address + "school/")
    visitor.server.stop()
    try:
        visitor.open("school/3a/?from=wall")
        assert visitor.text("h1").endswith("3a")
        visitor.play()
        visitor.run("document.querySelector('audio').currentTime = 6")
        visitor.until("document.querySelector('audio').currentTime > 6.3")
        status = visitor.later(
            "fetch(document.querySelector('audio').src, { headers: { Range: 'bytes=100-199' } })"
            ".then((a) => a.arrayBuffer().then((b) => [a.status, a.headers.get('Content-Range'), b.byteLength]))"
        )
        size = visitor.server.folder.joinpath("school/stops/3a.mp3").stat().st_size
        assert status == [206, f"bytes 100-199/{size}", 100]
        assert (
            visitor.later(
                "fetch(document.querySelector('audio').src, { headers: { Range: 'bytes=99999999-' } })"
                ".then((a) => a.status)"
            )
            == 416
        )
        visitor.open("village/1/")  # not saved
        assert visitor.run("return document.body.className") == "offline"
        visitor.until("document.querySelector('[data-saved] a').href.endsWith('/school/')")
        visitor.open("school/")  # the whole tour is there too
        visitor.play()
    finally:
        visitor.server.start()
    visitor.open("village/1/")
    assert visitor.text("h1").endswith("1")
    visitor.open("school/")
    visitor.until("!document.querySelector('#save').hidden && !document.querySelector('#save-remove').hidden")
    visitor.tap("#save-remove")
    visitor.until("!document.querySelector('#save-do').hidden")
    assert visitor.later(SAVED) == []


def test_an_update_replaces_a_saved_tour_only_when_it_is_whole(visitor: Visitor) -> None:
    save_tour(visitor.driver, visitor.server.address + "school/")
    output = visitor.server.folder
    backup = output.with_name("backup")
    shutil.copytree(output, backup)
    try:
        write_guide(output, title="新的门")
        hidden = output / "school/2/index.html"
        hidden.rename(hidden.with_name("away"))  # a deployment that is not complete yet
        visitor.open("school/")
        visitor.until("document.querySelector('#save-status').textContent.includes('请再试一次')")
        visitor.open("school/1/")
        assert visitor.text("h1") == "旧学堂的门 1"
        visitor.until("document.querySelector('#save-status').textContent.includes('请再试一次')")
        hidden.with_name("away").rename(hidden)
        visitor.open("school/2/")  # who scans labels never opens the tour's own page
        visitor.until("document.querySelector('#save-status').textContent.includes('已更新')")

        # a busy WebKit may show the page it has in memory once more
        def shows_the_update() -> bool:
            visitor.open("school/1/")
            return visitor.text("h1") == "新的门"

        wait_for(shows_the_update)
        assert len(visitor.later(SAVED)) == 1
    finally:
        shutil.rmtree(output)
        backup.rename(output)


def test_a_half_answer_is_never_saved(visitor: Visitor) -> None:
    forget(visitor)
    track = visitor.server.folder / "school/stops/12.mp3"
    content = track.read_bytes()
    track.write_bytes(content[:-100])
    try:
        visitor.open("school/")
        visitor.ready()
        visitor.until("!document.querySelector('#save').hidden")
        visitor.tap("#save-do")
        visitor.until("document.querySelector('#save-status').textContent.includes('再试')")
        visitor.until("document.querySelector('#save-remove').hidden")
    finally:
        track.write_bytes(content)
    # what is there already is not fetched a second time, and the rest comes by itself
    visitor.run(
        "window.fetched = []; const real = fetch; self.fetch = (...all) => (fetched.push(String(all[0])), real(...all))"
    )
    visitor.tap("#save-do")
    visitor.until("!document.querySelector('#save-remove').hidden")
    fetched = visitor.run("return fetched.filter((address) => address.includes('.mp3'))")
    assert [address.rpartition("/")[2].partition("?")[0] for address in fetched] == ["12.mp3"]


def forget(visitor: Visitor) -> None:
    """Nothing is saved, but the worker stays."""
    visitor.later("""caches.keys().then((names) => names.filter((name) => !name.includes('shell')))
        .then((names) => Promise.all(names.map((name) => caches.delete(name))))""")
