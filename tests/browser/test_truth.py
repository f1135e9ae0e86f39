"""What pages say is true: cleared or full storage, private windows; addresses with a time or cut short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import need_module
from drivers import Server, chromium, firefox, one_chromium, save_tour, served_site, tap, until, wait_for_later
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
A = "document.querySelector('audio')"
SAVING = "document.querySelector('#save-status').textContent"
MINE = "caches.keys().then((names) => names.filter((name) => name.includes('/school/ ')))"
CAN_KEEP = """const done = arguments[0];
if (!navigator.serviceWorker || !self.caches) done(false);
else caches.open("trial").then(() => caches.delete("trial")).then(() => done(true), () => done(false));"""


def write_guides(output: Path) -> None:
    write_site([tour(output, sentences=20), tour(output, "village", numbers=("1", "2"), sentences=20)], output)


server = served_site(write_guides, scope="function")
driver = one_chromium()


@pytest.fixture(params=["chromium", "firefox"])
def private_window(request: pytest.FixtureRequest) -> Iterator[Any]:
    need_module("selenium", "pip install selenium")
    preferences = {"browser.privatebrowsing.autostart": 1}
    with chromium("--incognito") if request.param == "chromium" else firefox(preferences) as opened:
        yield opened


def test_a_tour_whose_files_the_browser_has_cleared_is_not_called_saved(server: Server, driver: Any) -> None:
    save_tour(driver, server.address + "school/")
    until(driver, f"{SAVING}.includes('已保存')")
    clear = f"{MINE}.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(arguments[0])"
    assert driver.execute_async_script(clear) == [True]
    driver.get(server.address + "school/2/")
    until(driver, "!document.querySelector('#save').hidden")
    assert driver.execute_script("return document.querySelector('#save-remove').hidden")
    assert "已保存" not in driver.execute_script(f"return {SAVING}")
    assert driver.find_element("css selector", "#save-do").is_displayed()


def test_a_full_phone_is_told_what_is_needed_and_no_more(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/")
    # what a browser says is free is a guess and not shown: Chrome says 10 GB whatever is true
    quota = {"origin": server.address.rstrip("/"), "quotaSize": 100_000}
    driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", quota)
    until(driver, "!document.querySelector('#save').hidden")
    tap(driver, "#save-do")
    until(driver, f"{SAVING}.includes('空间不足')")
    text = driver.execute_script(f"return {SAVING}")
    assert len(re.findall(r"[\d.]+", text)) == 1, text
    assert driver.execute_async_script(f"{MINE}.then(arguments[0])") == []


def test_of_two_tours_the_one_that_fits_into_200_megabytes_is_called_saved(server: Server, driver: Any) -> None:
    origin = server.address.rstrip("/")
    driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 200_000_000})
    save_tour(driver, server.address + "school/")
    until(driver, f"{SAVING}.includes('已保存')")
    used = driver.execute_cdp_cmd("Storage.getUsageAndQuota", {"origin": origin})
    assert used["quota"] == 200_000_000 and used["overrideActive"]
    # as if others had filled all but a little of it
    quota = {"origin": origin, "quotaSize": int(used["usage"]) + 20_000}
    driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", quota)
    driver.get(server.address + "village/")
    until(driver, "!document.querySelector('#save').hidden")
    tap(driver, "#save-do")
    until(driver, f"{SAVING}.includes('空间不足')")
    server.stop()
    driver.get(server.address + "school/2/")
    assert driver.find_element("css selector", "h1").text == "旧学堂的门 2"
    driver.get(server.address + "school/")
    until(driver, f"{SAVING}.includes('已保存')")


def test_a_private_window_plays_and_promises_only_what_holds(server: Server, private_window: Any) -> None:
    private_window.get(server.address + "school/1/")
    wait_for_later(private_window)
    tap(private_window, "[data-do=play]")
    until(private_window, f"{A}.currentTime > 0.3")
    private_window.get(server.address + "school/")
    wait_for_later(private_window)
    # either nothing is offered, or what is called saved plays without a network
    can_save = private_window.execute_async_script(CAN_KEEP)
    if not can_save:
        assert private_window.execute_script("return document.querySelector('#save').hidden")
        return
    save_tour(private_window, server.address + "school/")
    until(private_window, f"{SAVING}.includes('已保存')")
    server.stop()
    private_window.get(server.address + "school/2/")
    tap(private_window, "[data-do=play]")
    until(private_window, f"{A}.currentTime > 0.3")


def test_an_address_says_where_to_begin(server: Server, driver: Any) -> None:
    for moment, start in (("#t=12", 12), ("#t=0:15", 15)):
        driver.get("about:blank")
        driver.get(server.address + f"school/1/{moment}")
        until(driver, f"Math.abs({A}.currentTime - {start}) < 0.5")
        tap(driver, "[data-do=play]")
        until(driver, f"{A}.currentTime > {start} + 0.3")


def test_a_saved_tour_is_there_without_the_slash_that_messengers_cut_off(server: Server, driver: Any) -> None:
    save_tour(driver, server.address + "school/")
    server.stop()
    for address, heading in (("school", "龙庆学堂"), ("school/2", "旧学堂的门 2")):
        driver.get(server.address + address)
        assert driver.find_element("css selector", "h1").text == heading
