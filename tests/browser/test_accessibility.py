"""Somebody with a keyboard and a screen reader only: keys counted, focus followed, announcements read in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import need_module
from drivers import Server, chromium, until
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
A = "document.querySelector('audio')"
KEYS_BEFORE = 14
"""From the code to the third stop while position and stop keys came before "Play" (counted)."""
SPY = """
window.spoken = [];
addEventListener("DOMContentLoaded", () => {
    const status = document.querySelector("#status");
    if (!status) return;
    let since = 0;
    new MutationObserver(() => {
        const last = spoken[spoken.length - 1];
        if (last && !last.ms) last.ms = Math.round(performance.now() - since);
        if (status.textContent) spoken.push({ text: status.textContent, ms: 0 });
        since = performance.now();
    }).observe(status, { childList: true, characterData: true, subtree: true });
});
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    need_module("uvicorn", "pip install uvicorn starlette")
    output = tmp_path_factory.mktemp("output")
    write_site([tour(output), tour(output, edition="en")], output)
    served = Server(output)
    yield served
    served.stop()


@pytest.fixture
def driver() -> Iterator[Any]:
    need_module("selenium", "pip install selenium")
    with chromium() as driver:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SPY})
        yield driver


def press(driver: Any, *keys: str) -> int:
    from selenium.webdriver.common.action_chains import ActionChains

    for key in keys:
        ActionChains(driver).send_keys(key).perform()
    return len(keys)


def focused(driver: Any) -> str:
    return str(
        driver.execute_script(
            "const e = document.activeElement; return e.getAttribute('aria-label') || e.textContent.trim() || e.tagName"
        )
    )


def test_play_is_the_first_stop_of_the_tab_key(server: Server, driver: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    for page in ("school/en/1/", "school/en/"):
        driver.get(server.address + page)
        press(driver, Keys.TAB)
        assert focused(driver) == "Play"


def test_from_the_code_to_the_third_stop_in_half_the_keys(server: Server, driver: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.get(server.address + "school/en/1/")
    keys = press(driver, Keys.TAB, Keys.ENTER)
    until(driver, f"!{A}.paused && {A}.currentTime > 0.2")
    for number in ("2", "3a"):
        while focused(driver) != "Next stop":
            keys += press(driver, Keys.TAB)
        keys += press(driver, Keys.ENTER)
        until(driver, f"location.pathname.endsWith('/{number}/') && {A}.currentTime > 0.1")
    print("keys from the code to the third stop:", keys)
    assert keys <= KEYS_BEFORE / 2


def test_focus_goes_on_from_the_heading_of_the_next_stop(server: Server, driver: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.get(server.address + "school/en/1/")
    driver.execute_script("document.querySelector('a[rel=next]').focus()")
    press(driver, Keys.ENTER)
    until(driver, "location.pathname.endsWith('/2/') && document.activeElement.tagName === 'H1'")


def test_what_is_announced_is_true_and_the_last_word_stays(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/1/")
    driver.execute_script("document.querySelector('a[rel=next]').click()")  # while nothing plays
    until(driver, "location.pathname.endsWith('/2/') && spoken.length")
    assert driver.execute_script("return spoken.map(({ text }) => text)") == ["2 · The gate 2"]
    driver.find_element("css selector", "[data-do=play]").click()
    until(driver, f"{A}.currentTime > 0.3")
    driver.find_element("css selector", "[data-do=next]").click()
    until(driver, f"location.pathname.endsWith('/3a/') && {A}.currentTime > 1")
    spoken = driver.execute_script("return spoken")
    assert spoken[-1] == {"text": "Now: 3a · The gate 3a", "ms": 0}  # still there


def test_the_end_of_the_tour_is_announced(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/12/")
    until(driver, f"{A}.readyState > 0")
    driver.find_element("css selector", "[data-do=next]").click()
    assert driver.execute_script("return spoken.map(({ text }) => text)") == ["That was the last stop."]
    driver.find_element("css selector", "[data-do=play]").click()
    driver.execute_script(f"{A}.currentTime = {A}.duration - 0.3")
    until(driver, f"{A}.ended")
    until(driver, "document.querySelector('#status').textContent === 'That was the last stop.'")
    assert driver.execute_script("return document.querySelector('[data-do=play]').getAttribute('aria-label')") == "Play"


def test_space_on_the_slider_plays(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/1/")
    until(driver, f"{A}.readyState > 0")
    driver.execute_script("document.querySelector('#seek').focus()")
    press(driver, " ")
    until(driver, f"!{A}.paused && {A}.currentTime > 0.2")
    press(driver, " ")
    until(driver, f"{A}.paused")


def test_the_sentence_that_is_lit_has_a_bar_of_the_accent(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/1/")
    driver.find_element("css selector", "[data-do=play]").click()
    until(driver, "document.querySelector('.lit')")
    bar = driver.execute_script("return getComputedStyle(document.querySelector('.lit')).boxShadow")
    accent = driver.execute_script("return getComputedStyle(document.querySelector('a[rel=next] ~ a')).color")
    assert accent in bar
