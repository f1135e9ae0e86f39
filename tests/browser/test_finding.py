"""A visitor finds a stop by typing, passes on where they listen, and goes where they asked last."""

from __future__ import annotations

from typing import Any

import pytest
from drivers import Server, each_browser, served_site, tap, until, wait_for_worker
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
NUMBERS = tuple(str(number) for number in range(1, 15))
SHOWN = "[...document.querySelectorAll('.list li')].filter((item) => !item.hidden).map((item) => item.dataset.number)"
TYPE = """
const input = document.querySelector(".filter input");
input.value = arguments[0];
input.dispatchEvent(new Event("input"));
"""
PASS_ON = """
window.shared = [];
Object.defineProperty(navigator, "share", { configurable: true, value: async (what) => { shared.push(what.url); } });
"""
BROKEN_OFF = """
window.asked = [];
window.fetch = (address) => new Promise((_, reject) => {
  asked.push(String(address));
  addEventListener("beforeunload", () => setTimeout(() => reject(new TypeError("NetworkError"))));
});
"""
"""Requests that are on their way until the visitor leaves, as Firefox breaks them off."""


server = served_site(lambda output: write_site([tour(output, numbers=NUMBERS, sentences=10)], output))


driver = each_browser()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("14", ["14"]), ("旧学堂的门 3", ["3"]), ("１２", ["12"]), ("没有这一站", []), ("", list(NUMBERS))],
)
def test_a_long_list_shows_what_is_typed(server: Server, driver: Any, typed: str, shown: list[str]) -> None:
    driver.get(server.address + "school/")
    until(driver, "!document.querySelector('.filter').hidden")
    driver.execute_script(TYPE, typed)
    assert driver.execute_script(f"return {SHOWN}") == shown
    words = driver.execute_script("return document.querySelector('.filter [role=status]').textContent")
    assert bool(words) == (not shown)


def test_the_address_that_is_passed_on_has_the_time(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/2/")
    until(driver, "document.querySelector('#keypad') && document.querySelector('audio').readyState > 0")
    driver.execute_script(PASS_ON)
    tap(driver, "[data-do=share]")
    until(driver, "shared.length === 1")
    driver.execute_script("document.querySelector('audio').currentTime = 8")
    until(driver, "!document.querySelector('audio').seeking")
    tap(driver, "[data-do=share]")
    until(driver, "shared.length === 2")
    first, second = driver.execute_script("return shared")
    assert first == server.address + "school/2/"
    assert second == first + "#t=8"
    driver.get(second)
    until(driver, "Math.abs(document.querySelector('audio').currentTime - 8) < 1.5")


def test_who_leaves_while_the_next_stop_is_fetched_is_not_called_back(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/1/")
    wait_for_worker(driver)
    until(driver, "document.querySelector('#keypad')")
    driver.execute_script(BROKEN_OFF)
    tap(driver, "a[rel=next]")
    until(driver, "asked.length === 1")
    driver.get(server.address + "school/3/")
    assert driver.current_url == server.address + "school/3/"


def test_another_time_at_the_same_stop_is_no_other_page(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/2/")
    until(driver, "document.querySelector('#keypad')")
    driver.execute_script(BROKEN_OFF)
    driver.execute_script("window.arrived = new Promise((resolve) => addEventListener('popstate', resolve))")
    driver.execute_script("location.hash = 't=3'")
    driver.execute_async_script("arrived.then(() => arguments[0]())")
    assert driver.execute_script("return asked") == []
