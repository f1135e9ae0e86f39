"""Several pictures a stop: not cropped, in place before they arrive, large at a tap, and there without a script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drivers import Server, each_browser, one_phone, served_site, tap, until
from PIL import Image
from site_tours import tour, write_site

from audioguide.model import BuiltPicture

pytestmark = pytest.mark.browser
SIZES = {"tall": (900, 1600), "tall-small": (360, 640), "wide": (1600, 700), "wide-small": (640, 280)}
PLACES = "return [...document.querySelectorAll('main img')].map((image) => {"
PLACES += " const { top, width, height } = image.getBoundingClientRect(); return [top, width, height]; })"


def write_pictures(output: Path) -> None:
    good = tour(output)
    for name, size in SIZES.items():
        Image.linear_gradient("L").resize(size).save(output / f"school/images/{name}.jpg")
    pictures = (
        BuiltPicture("images/tall.jpg", "images/tall-small.jpg", "门", "一九三六年的门", "县档案馆"),
        BuiltPicture("images/wide.jpg", "images/wide-small.jpg", "匾额"),
    )
    stop = replace(good.stops[0], image="images/tall.jpg", pictures=pictures)
    write_site([replace(good, stops=(stop, *good.stops[1:]))], output)


server = served_site(write_pictures)


driver = each_browser()


def test_no_picture_is_cropped_and_a_tap_enlarges_it(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/1/")
    until(driver, "[...document.querySelectorAll('main img')].every((i) => i.complete && i.naturalWidth)")
    assert driver.execute_script(
        "return [...document.querySelectorAll('main img')].map((i) => getComputedStyle(i).objectFit)"
    ) == ["contain", "contain"]
    until(driver, "document.querySelector('#picture')")
    tap(driver, ".picture a")
    until(driver, "document.querySelector('#picture').open && document.querySelector('#picture img').naturalWidth")
    shown = driver.execute_script(
        "const { width, height } = document.querySelector('#picture img').getBoundingClientRect();"
        "return [width <= innerWidth + 1, height <= innerHeight + 1, Math.abs(width / height - 900 / 1600) < 0.02]"
    )
    assert shown == [True, True, True]
    assert "一九三六年的门" in driver.find_element("css selector", "#picture p").text
    before = driver.execute_script("return document.querySelector('#picture img').getBoundingClientRect().width")
    tap(driver, "#picture img")
    until(driver, f"document.querySelector('#picture img').getBoundingClientRect().width > {before} * 1.5")
    # two fingers enlarge it further: nothing forbids it
    assert "user-scalable" not in driver.execute_script("return document.querySelector('meta[name=viewport]').content")
    assert driver.execute_script("return getComputedStyle(document.querySelector('#picture img')).touchAction") in (
        "auto",
        "manipulation",
        None,
    )
    tap(driver, "#picture [data-do=close]")
    until(driver, "!document.querySelector('#picture').open")


phone = one_phone(pixel_ratio=1)


def test_the_text_does_not_move_when_pictures_arrive(server: Server, phone: Any) -> None:
    phone.execute_cdp_cmd("Network.enable", {})
    phone.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*.jpg*"]})
    phone.get(server.address + "school/1/")
    until(phone, "document.readyState === 'complete'")
    empty = phone.execute_script(PLACES)
    phone.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    phone.get(server.address + "school/1/")
    until(phone, "[...document.querySelectorAll('main img')].every((i) => i.complete && i.naturalWidth)")
    assert phone.execute_script(PLACES) == empty
    # a phone of this width gets the small variant
    chosen = phone.execute_script("return [...document.querySelectorAll('main img')].map((i) => i.currentSrc)")
    assert all("-small.jpg" in address for address in chosen)


def test_without_a_script_the_pictures_and_their_words_are_there(server: Server, phone: Any) -> None:
    phone.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    phone.get(server.address + "school/1/")
    assert [image.is_displayed() for image in phone.find_elements("css selector", "main img")] == [True, True]
    assert "县档案馆" in phone.find_element("css selector", "figcaption").text
