"""A tour that was walked, not saved: what was opened plays in flight mode, and so does the next stop."""

from __future__ import annotations

from typing import Any

import pytest
from drivers import Server, each_browser, reopen, served_site, tap, until, wait_for, wait_for_worker
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
A = "document.querySelector('audio')"
NUMBERS = ("1", "2", "3", "4")
KEPT_PAGES = """const done = arguments[0];
caches.open('audioguide/kept').then((cache) => cache.match(new URL('/kept-index', location.href)))
    .then((found) => (found ? found.json() : []))
    .then((entries) => done(entries.map((entry) => new URL(entry.address).pathname)), () => done([]));"""


server = served_site(lambda output: write_site([tour(output, numbers=NUMBERS)], output), scope="function")


driver = each_browser(scope="function")


def wait_until_kept(driver: Any, number: str) -> None:
    wait_for(lambda: f"/school/{number}/" in driver.execute_async_script(KEPT_PAGES))


def test_a_tour_that_was_walked_plays_in_flight_mode(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/1/")
    wait_for_worker(driver)
    for number in NUMBERS[:3]:
        driver.get(f"{server.address}school/{number}/")
        wait_until_kept(driver, number)
    wait_until_kept(driver, "4")  # the next stop, never opened
    server.stop()
    try:
        for number in NUMBERS:
            driver.get(f"{server.address}school/{number}/")
            assert driver.find_element("css selector", "h1").text.endswith(number)
            tap(driver, "[data-do=play]")
            until(driver, f"{A}.currentTime > 0.3")
            driver.execute_script(f"{A}.currentTime = 6")
            until(driver, f"{A}.currentTime > 6.2")
        driver.get(server.address + "school/9/")
        assert driver.execute_script("return document.body.className") == "offline"
        until(driver, "document.querySelector('[data-saved] a')")
    finally:
        server.start()


def test_a_stop_that_stayed_is_replaced_when_there_is_a_network(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/1/")
    wait_for_worker(driver)
    wait_until_kept(driver, "1")
    page = server.folder / "school/1/index.html"
    page.write_text(page.read_text("utf-8").replace("旧学堂的门 1", "新的门"), "utf-8")

    # the network is waited for as long as a visitor waits: a busy machine may show what stayed once more
    def shows_the_new_page() -> bool:
        reopen(driver)
        return bool(driver.find_element("css selector", "h1").text == "新的门")

    wait_for(shows_the_new_page)


def test_a_device_that_refuses_its_storage_still_shows_the_page_from_the_network(server: Server, driver: Any) -> None:
    worker = server.folder / "sw.js"
    refuse = 'onmessage = () => { caches.open = caches.has = () => Promise.reject(new Error("full")); };'
    worker.write_text(f"{worker.read_text('utf-8')}\n{refuse}\n", "utf-8")
    driver.get(server.address + "school/1/")
    wait_for_worker(driver)
    driver.execute_script("navigator.serviceWorker.controller.postMessage(0)")
    driver.get(server.address + "school/2/")
    assert driver.find_element("css selector", "h1").text.endswith("2")
