"""Somebody with a keyboard and a screen reader only: keys counted, focus followed, announcements read in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from drivers import ANNOUNCEMENTS, Server, chromium, served_site, tap, until, wait_for_later
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
A = "document.querySelector('audio')"
KEYS_BEFORE = 14
"""From the code to the third stop while position and stop keys came before "Play" (counted)."""
MESSAGE_MS = 7900
"""An announcement stays at least so long, unless another one comes."""


server = served_site(lambda output: write_site([tour(output), tour(output, edition="en")], output))


@pytest.fixture
def driver() -> Iterator[Any]:
    with chromium() as driver:
        driver.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument",
            {"source": f"addEventListener('DOMContentLoaded', () => {{ {ANNOUNCEMENTS} }})"},
        )
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


def spoken(driver: Any) -> tuple[str, str]:
    """Return what a screen reader has to say, from the accessibility tree: the focused element, and the live region."""
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def name(node: dict[str, Any]) -> str:
        return str(node.get("name", {}).get("value", ""))

    def text(node: dict[str, Any]) -> str:
        children = [by_id[child] for child in node.get("childIds", []) if child in by_id]
        return "".join(map(text, children)) if children else name(node)

    def role(node: dict[str, Any]) -> str:
        return "" if node.get("ignored") else str(node.get("role", {}).get("value", ""))

    def is_focused(node: dict[str, Any]) -> bool:
        return any(each["name"] == "focused" and each["value"].get("value") for each in node.get("properties", []))

    focus = [f"{role(node)} {name(node)}" for node in nodes if is_focused(node) and role(node) != "RootWebArea"]
    status = [text(node) for node in nodes if role(node) == "status"]
    return "".join(focus), "".join(status)


def test_the_accessibility_tree_says_where_one_is_at_each_step(server: Server, driver: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.get(server.address + "school/en/1/")
    wait_for_later(driver)
    press(driver, Keys.TAB)
    assert spoken(driver) == ("button Play", "")
    press(driver, Keys.ENTER)
    until(driver, f"!{A}.paused && {A}.currentTime > 0.2")
    assert spoken(driver)[0] == "button Pause"
    press(driver, Keys.TAB)
    assert spoken(driver)[0] == "button Next stop"
    for number in ("2", "3a"):
        press(driver, Keys.ENTER)
        until(driver, f"location.pathname.endsWith('/{number}/') && {A}.currentTime > 0.1")
        assert spoken(driver) == ("button Next stop", f"Now: {number} · The gate {number}")
    driver.execute_script("document.querySelector('a[rel=next]').focus()")
    press(driver, Keys.ENTER)
    until(driver, "location.pathname.endsWith('/12/')")
    assert spoken(driver) == ("heading The gate 12", "Now: 12 · The gate 12")


def test_focus_goes_on_from_the_heading_of_the_next_stop(server: Server, driver: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.get(server.address + "school/en/1/")
    wait_for_later(driver)
    driver.execute_script("document.querySelector('a[rel=next]').focus()")
    press(driver, Keys.ENTER)
    until(driver, "location.pathname.endsWith('/2/') && document.activeElement.tagName === 'H1'")


def test_what_is_announced_is_true_and_the_last_word_stays(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/1/")
    wait_for_later(driver)
    driver.execute_script("document.querySelector('a[rel=next]').click()")  # while nothing plays
    until(driver, "location.pathname.endsWith('/2/') && announced.length")
    assert driver.execute_script("return announced.map(({ text }) => text)") == ["2 · The gate 2"]
    tap(driver, "[data-do=play]")
    until(driver, f"{A}.currentTime > 0.3")
    tap(driver, "[data-do=next]")
    until(driver, f"location.pathname.endsWith('/3a/') && {A}.currentTime > 1")
    last, is_lasting = driver.execute_script(
        f"const {{ text, ms }} = announced[announced.length - 1]; return [text, !ms || ms >= {MESSAGE_MS}]"
    )
    assert (last, is_lasting) == ("Now: 3a · The gate 3a", True)


def test_the_end_of_the_tour_is_announced(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/12/")
    until(driver, f"{A}.readyState > 0")
    tap(driver, "[data-do=next]")
    until(driver, "announced.length")
    assert driver.execute_script("return announced.map(({ text }) => text)") == ["That was the last stop."]
    driver.execute_script("announced.length = 0; document.querySelector('#status').textContent = ''")
    tap(driver, "[data-do=play]")
    driver.execute_script(f"{A}.currentTime = {A}.duration - 0.3")
    until(driver, f"{A}.ended && announced.some(({{ text }}) => text === 'That was the last stop.')")
    until(driver, "document.querySelector('[data-do=play]').getAttribute('aria-label') === 'Play'")


def test_space_on_the_slider_plays(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/1/")
    until(driver, f"{A}.readyState > 0")
    wait_for_later(driver)
    driver.execute_script("document.querySelector('#seek').focus()")
    press(driver, " ")
    until(driver, f"!{A}.paused && {A}.currentTime > 0.2")
    press(driver, " ")
    until(driver, f"{A}.paused")


def test_the_sentence_that_is_lit_has_a_bar_of_the_accent(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/en/1/")
    tap(driver, "[data-do=play]")
    until(driver, "window.bar = getComputedStyle(document.querySelector('.lit')).boxShadow")  # in one turn: it moves on
    bar = driver.execute_script("return bar")
    accent = driver.execute_script("return getComputedStyle(document.querySelector('a[rel=next] ~ a')).color")
    assert accent in bar
