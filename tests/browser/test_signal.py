"""The signal goes while a visitor listens, saves or goes on: cut, stalled, slow, or a login page in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drivers import each_browser, reopen, tap, until, wait_for
from site_tours import tour, write_site
from weak_server import Mode, WeakServer, weak_server

pytestmark = pytest.mark.browser
A = "document.querySelector('audio')"
STATUS = "document.querySelector('#status').textContent"
WAITING = "document.documentElement.classList.contains('waiting')"
SAVING = "document.querySelector('#save-status').textContent"
LOST = "网络已断开"
SENTENCES = 40
TURN_BYTES = 64_000
"""16 seconds of sound; Chromium waits for more than half of that before it plays."""
FETCHED = """const done = arguments[0];
caches.keys().then((names) => caches.open(names.find((name) => name.includes('/school/ '))))
    .then((cache) => cache.keys()).then((requests) => done(requests.map(({ url }) => url.replace(/\\?.*/, ''))));"""
SHORTENED_MS = {"STALLED_MS": 2500, "PATIENCE_MS": 2500, "QUIET_MS": 2500}
"""How long the scripts wait before they ask again: here a good part of what visitors' phones take."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("output")
    write_site([tour(output, numbers=("1", "2", "7"), sentences=SENTENCES)], output)
    (output / "sw.js").unlink()  # the line alone is looked at here; what a worker adds: test_offline_walk.py
    scripts = {path: path.read_text("utf-8") for path in (output / "assets").glob("*.js")}
    for name, milliseconds in SHORTENED_MS.items():
        changed = [path for path, code in scripts.items() if re.search(rf"\b{name}=\d+", code)]
        assert changed, name
        for path in changed:
            # of the same length, which saving compares
            for old in re.findall(rf"\b{name}=\d+", scripts[path]):
                scripts[path] = scripts[path].replace(old, f"{name}={milliseconds}".ljust(len(old)))
    for path, code in scripts.items():
        path.write_text(code, "utf-8")
    return output


@pytest.fixture
def server(folder: Path) -> Iterator[WeakServer]:
    with weak_server(folder) as served:
        yield served


driver = each_browser()


def lines(*firefox: Mode, webkit: tuple[Mode, ...] = ()) -> pytest.MarkDecorator:
    """Run a test with every line in Chromium, and with these in Firefox and WebKitGTK.

    A sound that breaks off is not looked at in WebKitGTK: there a file that breaks off has ended, and a sound that has
    not come has no time, so that a test waits for minutes. A tour on the device: test_offline_walk.py.
    """
    every: tuple[Mode, ...] = ("cut", "stalled", "slow", "portal")
    pairs = [("chromium", mode) for mode in every]
    pairs += [("firefox", mode) for mode in firefox] + [("webkit", mode) for mode in webkit]
    return pytest.mark.parametrize(("driver", "mode"), pairs, indirect=["driver"])


@lines("stalled")
def test_a_lost_line_is_announced_and_heals_by_itself_where_it_was(server: WeakServer, driver: Any, mode: Mode) -> None:
    driver.get(server.address + "school/1/")
    until(driver, "document.querySelector('#keypad')")
    server.bytes_per_second = 16_000  # four times what is needed
    tap(driver, "[data-do=keypad]")
    tap(driver, "[data-key='7']")
    tap(driver, ".go")
    until(driver, f"location.pathname.endsWith('/7/') && {A}.currentTime > 1")
    server.set_mode(mode)
    driver.execute_script(f"{A}.playbackRate = 4")  # what has arrived is played first
    until(driver, f"{WAITING} && {STATUS} !== ''")
    assert driver.execute_script("return document.documentElement.classList.contains('playing')")
    minutes, seconds = driver.execute_script("return document.querySelector('#now').textContent").split(":")
    reached = 60 * int(minutes) + int(seconds)
    server.bytes_per_second = 0
    server.set_mode("good")
    until(driver, f"!{A}.paused && {A}.currentTime > {reached} + 2 && {A}.currentTime < {reached} + 20")
    until(driver, f"!{WAITING} && {STATUS} === ''")
    if mode == "slow":  # which is not taken for a dead one
        assert len([path for path in server.requests if path.endswith("07.mp3")]) <= 6


@lines("cut", webkit=("cut",))
def test_next_on_a_lost_line_arrives_as_soon_as_there_is_one(server: WeakServer, driver: Any, mode: Mode) -> None:
    driver.get(server.address + "school/1/")
    until(driver, "document.querySelector('#keypad')")
    server.set_mode(mode)
    tap(driver, "[data-do=play]")
    until(driver, "document.documentElement.classList.contains('playing')")
    tap(driver, "[data-do=next]")
    if mode == "portal":  # the login page is what the visitor needs now
        until(driver, "document.title === 'Hotel' && location.pathname.endsWith('/2/')")
        server.set_mode("good")
        reopen(driver)
        until(driver, f"document.querySelector('h1').textContent.endsWith('2') && {A}")
        return
    wait_for(lambda: len([path for path in server.requests if path.endswith(("/2/", "02.mp3"))]) >= 2)
    if mode != "slow":
        until(driver, f"{STATUS}.includes('{LOST}') && location.pathname.endsWith('/1/')")
    server.set_mode("good")
    until(driver, "location.pathname.endsWith('/2/') && document.querySelector('h1').textContent.endsWith('2')")
    until(driver, f"{A}.src.includes('02.mp3') && !{A}.paused && {A}.currentTime > 0.3")
    until(driver, f"!{WAITING} && !{STATUS}.includes('{LOST}')")


@lines("stalled", webkit=("cut",))
def test_saving_on_a_lost_line_says_so_and_goes_on_with_what_is_missing(
    server: WeakServer, driver: Any, mode: Mode
) -> None:
    driver.get(server.address + "school/")
    until(driver, "!document.querySelector('#save').hidden")
    server.turn = ("02.mp3", TURN_BYTES, mode)
    tap(driver, "#save-do")
    wait_for(lambda: server.mode == mode)
    if mode == "slow":
        reached = driver.execute_script("return document.querySelector('#save-progress').value")
        until(driver, f"document.querySelector('#save-progress').value > {reached}")
    else:
        until(driver, f"{SAVING}.includes('保存中断') && !document.querySelector('#save-do').disabled")
    assert driver.execute_script("return document.querySelector('#save-remove').hidden")  # nothing is called saved
    there = driver.execute_async_script(FETCHED)
    assert [address for address in there if "01.mp3" in address]
    server.requests.clear()
    server.set_mode("good")
    if mode == "stalled":
        driver.get(server.address + "school/7/")  # whoever has left the page: the rest comes by itself
    elif mode != "slow":
        tap(driver, "#save-do")
    until(driver, f"!document.querySelector('#save-remove').hidden && {SAVING}.includes('已保存')")
    media = [path for path in server.requests if path.endswith((".mp3", ".vtt", ".png"))]
    assert not [path for path in media if server.address + path.lstrip("/") in there]  # nothing comes twice


@pytest.mark.parametrize("driver", ["chromium", "firefox", "webkit"], indirect=True)
def test_play_after_an_error_loads_again_and_goes_on_where_it_was(server: WeakServer, driver: Any) -> None:
    driver.get(server.address + "school/2/")
    until(driver, f"{A}.readyState > 0")
    driver.execute_script(f"{A}.currentTime = 40")
    until(driver, f"!{A}.seeking")
    tap(driver, "[data-do=play]")
    until(driver, f"{A}.currentTime > 40.3")
    tap(driver, "[data-do=play]")
    server.set_mode("cut")
    driver.execute_script(f"{A}.src += '&asleep'")  # a browser that had put the page to sleep asks again
    until(driver, f"{A}.error && {STATUS}")
    server.set_mode("good")
    tap(driver, "[data-do=play]")
    until(driver, f"!{A}.paused && {A}.currentTime > 40 && {A}.currentTime < 60")
