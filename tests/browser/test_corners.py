"""Where pages meet a hard place: a full phone, WeChat, a stick without a server, no script; played in Chromium."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drivers import Server, chromium, one_chromium, serve_folder, served_site, set_window, tap, until, wait_for
from site_tours import HOSTILE, tour, write_site

from audioguide.assembly import publishing
from audioguide.model import Cue
from audioguide.outputs import BuiltTours, load_output

pytestmark = pytest.mark.browser
WECHAT = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50"


server = served_site(lambda output: write_site([tour(output), tour(output, edition="en")], output))


driver = one_chromium(scope="function")


def test_wechat_plays_and_says_where_saving_is_possible(server: Server, driver: Any) -> None:
    driver.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": WECHAT})
    for page in ("school/", "school/1/"):  # labels open stops
        driver.get(server.address + page)
        until(driver, "!document.querySelector('#no-save').hidden")
    driver.execute_script("document.querySelector('[data-do=play]').click()")
    assert driver.find_elements("css selector", "a[download]")


def test_a_page_without_https_says_that_it_cannot_be_saved(server: Server) -> None:
    with chromium("--host-resolver-rules=MAP museum.test 127.0.0.1") as visitor:  # localhost counts as safe
        for page, language in (("school/", "https"), ("school/en/1/", "http, not https")):
            visitor.get(server.address.replace("localhost", "museum.test") + page)
            until(visitor, f"document.querySelector('#no-save').textContent.includes('{language}')")
            assert visitor.find_element("css selector", "#no-save").is_displayed()
            assert not visitor.find_elements("css selector", "#save-do")


def test_a_stick_needs_no_server(server: Server, driver: Any) -> None:
    driver.get((server.folder / "school/1/index.html").as_uri())
    until(driver, "document.querySelector('audio').readyState > 0")
    tap(driver, "[data-do=play]")
    until(driver, "document.querySelector('audio').currentTime > 0.3 && document.querySelector('.lit')")
    tap(driver, "a[rel=next]")
    until(driver, "location.pathname.endsWith('/school/2/index.html')")
    tap(driver, ".languages a[hreflang=en]")
    until(driver, "location.pathname.endsWith('/school/en/2/index.html')")


def test_a_tour_packed_for_a_stick_plays_from_its_folder(driver: Any, tmp_path: Path) -> None:
    with publishing.open_publication(tmp_path / "output") as publication:
        packed = BuiltTours((tour(tmp_path / "output"),))
        load_output("stick").write(packed, publication.destination("stick"))
        publication.commit()
    with zipfile.ZipFile(tmp_path / "output/school/school.zip") as archive:
        archive.extractall(tmp_path / "stick")
    driver.get((tmp_path / "stick/龙庆学堂/index.html").as_uri())
    assert driver.execute_script("return document.querySelectorAll('audio').length") == 4
    for index in range(4):
        play = f"document.querySelectorAll('audio')[{index}].play()"
        driver.execute_cdp_cmd("Runtime.evaluate", {"expression": play, "userGesture": True})
        until(driver, f"document.querySelectorAll('audio')[{index}].currentTime > 0.2")


def test_without_a_script_all_is_there(server: Server, driver: Any) -> None:
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(server.address + "school/1/")
    assert driver.find_element("css selector", "audio[controls]").is_displayed()
    assert driver.find_element("css selector", "a[rel=next]").is_displayed()
    assert "门楣上的四个字" in driver.find_element("css selector", "article").text
    for dead in driver.find_elements("css selector", "button"):
        assert not dead.is_displayed()
    names = {"expression": "performance.getEntriesByType('resource').map(({ name }) => name).join()"}
    wait_for(lambda: "code.svg" in driver.execute_cdp_cmd("Runtime.evaluate", names)["result"]["value"])
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    code = driver.find_element("css selector", ".print .code")
    wait_for(code.is_displayed)  # a printed stop is a sheet with its code
    assert not driver.find_element("css selector", "a[rel=next]").is_displayed()


def test_a_device_in_another_language_is_offered_it(server: Server, driver: Any) -> None:
    driver.execute_cdp_cmd("Emulation.setLocaleOverride", {"locale": "en-GB"})
    agent = {"userAgent": "Mozilla/5.0", "acceptLanguage": "en-GB,en"}
    driver.execute_cdp_cmd("Network.setUserAgentOverride", agent)
    driver.get(server.address + "school/1/")
    tap(driver, ".offer")
    until(driver, "location.pathname.endsWith('/school/en/1/')")
    driver.get(server.address + "school/2/")
    until(driver, "location.pathname.endsWith('/school/en/2/')")


def test_the_poster_opens_the_keypad(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/#keypad")
    until(driver, "document.querySelector('#keypad').open")


def test_a_frame_that_is_shut_off_from_its_origin_has_all_keys(server: Server, driver: Any) -> None:
    """As museums embed pages of others, and as the studio shows them: storage and workers exist and throw."""
    frame = '<iframe sandbox="allow-scripts" src="school/1/" width="390" height="800"></iframe>'
    (server.folder / "frame.html").write_text(frame, "utf-8")
    driver.get(server.address + "frame.html")
    driver.switch_to.frame(0)
    try:
        until(driver, "[...document.styleSheets].some((sheet) => sheet.href.includes('lists'))")
        tap(driver, "[data-do=keypad]")
        until(driver, "document.querySelector('#keypad').open")
        assert driver.execute_script("return document.querySelector('#save').hidden")
    finally:
        driver.switch_to.default_content()


def test_installable(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/")
    driver.execute_async_script("navigator.serviceWorker.ready.then(() => arguments[0]())")
    errors = driver.execute_cdp_cmd("Page.getInstallabilityErrors", {})["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_harms_no_page(text: str, driver: Any, tmp_path: Path) -> None:
    good = tour(tmp_path)
    cue = Cue(start=0, end=900, text=text, speaker=text, speaker_title=text)
    first = replace(good.stops[0], title=text, alt=text, chapter=text, cues=(cue,))
    write_site([replace(good, title=text, description=text, stops=(first, *good.stops[1:]))], tmp_path)
    with serve_folder(tmp_path) as served:
        for page, places in (("", ("h2",)), ("school/", ("h1", ".t")), ("school/1/", ("h1", "[data-start]", ".who"))):
            for width in (320, 1440):
                set_window(driver, width, 800)
                driver.get(served.address + page)
                for place in places:
                    assert text in driver.execute_script(f"return document.querySelector('{place}').textContent")
                assert driver.execute_script("return document.documentElement.scrollWidth") <= width
        tap(driver, "[data-do=play]")
        until(driver, "document.querySelector('audio').currentTime > 0.2")
        until(driver, "navigator.mediaSession.metadata")
        assert driver.execute_script("return navigator.mediaSession.metadata.title") == f"1 · {text}"


def test_listening_is_counted_only_where_the_server_asks(driver: Any, tmp_path: Path) -> None:
    write_site([tour(tmp_path)], tmp_path)
    spy = "window.sent = []; navigator.sendBeacon = (to, what) => sent.push([String(to), JSON.parse(what)])"
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": spy})
    page = tmp_path / "school/1/index.html"
    with serve_folder(tmp_path) as served:
        for asked in (False, True):
            driver.get(served.address + "school/1/")
            until(driver, "document.readyState === 'complete' && document.querySelector('audio').readyState > 0")
            tap(driver, "[data-do=play]")
            until(driver, "document.querySelector('audio').currentTime > 1.2")
            tap(driver, "[data-do=play]")
            if not asked:
                assert driver.execute_script("return sent") == []
                assert driver.execute_script("localStorage.clear(); return document.cookie") == ""
                page.write_text(page.read_text("utf-8").replace('data-stats=""', 'data-stats="/stats"', 1), "utf-8")
        until(driver, "sent.length === 2")
        (to, started), (_to, payload) = driver.execute_script("return sent")
        played_s = driver.execute_script("return document.querySelector('audio').currentTime")
    assert to == served.address + "stats"
    assert started == {"event": "started", "tour": "school", "stop": "1", "language": "zh-CN", "seconds": 0}
    assert payload["event"] == "heard"
    assert payload["seconds"] in range(1, round(played_s) + 1)
