"""A museum's own tablet: its clock is the test's, so that a minute passes when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drivers import Server, each_browser, served_site, tap, until
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
A = "document.querySelector('audio')"
CLOCK = """
window.timers = new Map();
const [set, clear] = [setTimeout, clearTimeout];
window.setTimeout = (act, ms, ...rest) => {
    if (ms !== 60000) return set(act, ms, ...rest);
    const key = 1e9 + timers.size;
    timers.set(key, act);
    return key;
};
window.clearTimeout = (key) => timers.delete(key) || clear(key);
window.passMinute = () => { const due = [...timers.values()]; timers.clear(); for (const act of due) act(); };
dispatchEvent(new Event('scroll'));
"""


def write_guide(output: Path) -> None:
    write_site([tour(output, sentences=40), tour(output, edition="en", sentences=40)], output)
    page = output / "school/2/index.html"
    outside = '<a id="outside" href="https://elsewhere.example/">Elsewhere</a></article>'
    page.write_text(page.read_text("utf-8").replace("</article>", outside), "utf-8")


server = served_site(write_guide)


driver = each_browser()


@pytest.fixture
def tablet(driver: Any, server: Server) -> Iterator[Any]:
    """A tablet that was set up at a stop of the Chinese tour."""
    driver.get(server.address + "school/2/?kiosk")
    open_with_clock(driver, server.address + "school/2/?kiosk")
    yield driver
    driver.execute_script("sessionStorage.clear(); localStorage.clear()")


def open_with_clock(driver: Any, address: str) -> None:
    driver.get(address)
    until(driver, "document.querySelector('#keypad') && document.readyState === 'complete'")
    driver.execute_script(CLOCK)
    assert driver.execute_script("return timers.size") == 1


def pass_minute(driver: Any) -> None:
    driver.execute_script("passMinute()")


def test_after_a_minute_the_keypad_of_the_tour_waits_and_nothing_of_the_visitor_is_left(
    tablet: Any, server: Server
) -> None:
    tap(tablet, "[data-do=display]")
    tap(tablet, "input[name=size][value='4']")
    until(tablet, "localStorage.getItem('audioguide:size') === '4'")
    open_with_clock(tablet, server.address + "school/en/3a/")
    pass_minute(tablet)
    until(tablet, "location.pathname === '/school/' && document.querySelector('#keypad').open")
    assert tablet.execute_script("return Object.keys(localStorage)") == []
    assert tablet.execute_script("return document.documentElement.dataset.size") == "2"


def test_while_something_plays_nobody_is_interrupted(tablet: Any) -> None:
    until(tablet, f"{A}.readyState > 0")
    tap(tablet, "[data-do=play]")
    until(tablet, f"{A}.currentTime > 0.2")
    pass_minute(tablet)
    assert tablet.execute_script("return [location.pathname, timers.size]") == ["/school/2/", 1]
    tap(tablet, "[data-do=play]")
    until(tablet, f"{A}.paused")
    pass_minute(tablet)
    until(tablet, "location.pathname === '/school/' && document.querySelector('#keypad').open")


def test_on_the_tours_own_page_open_boxes_close_and_the_keypad_is_empty(tablet: Any, server: Server) -> None:
    open_with_clock(tablet, server.address + "school/")
    tap(tablet, "[data-do=keypad]")
    tap(tablet, "[data-key='1']")
    pass_minute(tablet)
    until(tablet, "document.querySelector('#keypad').open && document.querySelector('#number').value === ''")
    assert tablet.execute_script("return timers.size") == 1


def test_no_link_leads_out_of_the_guide(tablet: Any) -> None:
    assert not tablet.find_element("css selector", "#outside").is_displayed()
    for selector in ("a[download]", "[data-do=share]", "#save"):
        assert not tablet.find_element("css selector", selector).is_displayed()
    tablet.execute_script("const a = document.querySelector('#outside'); a.hidden = false; a.click()")
    assert tablet.execute_script("return location.pathname") == "/school/2/"
    assert tablet.find_element("css selector", "a[rel=next]").is_displayed()
