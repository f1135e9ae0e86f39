"""Phones of many languages at tours with one to seven editions, and labels whose address is not quite right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drivers import Server, one_chromium, served_site, tap, until
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
EDITIONS = (
    ("", "zh-CN"),
    ("en", "en"),
    ("fr", "fr"),
    ("es", "es"),
    ("de", "de"),
    ("hant", "zh-Hant"),
    ("easy", "en-x-easy"),
)


def write_guides(output: Path) -> None:
    tours = []
    for count in range(1, len(EDITIONS) + 1):
        for edition, language in EDITIONS[:count]:
            numbers = ("1", "2", "3a") if edition != "es" else ("1", "2")
            built = tour(output, f"tour{count}", edition, numbers=numbers)
            tours.append(replace(built, language=language, label="Easy" if edition == "easy" else ""))
    write_site(tours, output)


server = served_site(write_guides)


driver = one_chromium()


def open_as(driver: Any, address: str, languages: str) -> None:
    """Open an address with a phone that was never here."""
    agent = {"userAgent": "Mozilla/5.0", "acceptLanguage": languages}
    driver.execute_cdp_cmd("Network.setUserAgentOverride", agent)
    driver.get(address)
    driver.execute_script("localStorage.clear()")
    driver.get(address)


def shown_offer(driver: Any) -> str:
    offers = driver.find_elements("css selector", ".offer")
    return " | ".join(offer.text for offer in offers if offer.is_displayed())


@pytest.mark.parametrize(
    ("count", "languages", "offer"),
    [
        (1, "fr-FR,fr", ""),
        (2, "fr-FR,fr", ""),
        (2, "en-AU,en", "Listen in English"),
        (3, "fr-CA,fr,en", "Écouter en français"),
        (4, "es-419,es", "Escuchar en español"),
        (5, "de-AT,de", "Auf Deutsch hören"),
        (5, "zh-TW,zh", ""),
        (6, "zh-TW,zh", "聽中文導覽"),
        (6, "zh-HK", "聽中文導覽"),
        (6, "zh-CN,zh", ""),
        (6, "zh-SG", ""),
        (7, "en-GB,en", "Listen in English"),
        (7, "pt-BR,it,de", "Auf Deutsch hören"),
        (7, "ja-JP,ja", ""),
    ],
)
def test_a_phone_is_offered_the_edition_closest_to_it(
    server: Server, driver: Any, count: int, languages: str, offer: str
) -> None:
    open_as(driver, f"{server.address}tour{count}/1/", languages)
    assert shown_offer(driver) == offer


def test_an_edition_that_lacks_a_stop_says_so_before_one_goes_there(server: Server, driver: Any) -> None:
    open_as(driver, server.address + "tour4/3a/", "es-ES,es")
    assert shown_offer(driver) == "Escuchar en español\nsin la parada 3a"
    tap(driver, ".many summary")
    links = {link.get_attribute("hreflang"): link.text for link in driver.find_elements("css selector", ".many a")}
    assert links["es"].split("\n") == ["Español", "sin la parada 3a"]
    assert links["fr"] == "Français"


def test_editions_are_called_by_their_own_names_and_labels(server: Server, driver: Any) -> None:
    open_as(driver, server.address + "tour7/1/", "zh-CN")
    tap(driver, ".many summary")
    names = [link.text for link in driver.find_elements("css selector", ".many a")]
    assert sorted(names) == sorted(
        ["简体中文", "English", "Français", "Español", "Deutsch", "繁體中文", "English · Easy"]
    )


def test_who_chose_a_language_elsewhere_is_sent_to_its_closest_edition(server: Server, driver: Any) -> None:
    open_as(driver, server.address + "tour6/1/", "zh-CN")
    driver.execute_script("localStorage.setItem('audioguide:language', 'en-US')")
    driver.get(server.address + "tour6/2/")
    until(driver, "location.pathname.endsWith('/tour6/en/2/')")
    driver.execute_script("localStorage.setItem('audioguide:language', 'ja')")
    agent = {"userAgent": "Mozilla/5.0", "acceptLanguage": "fr-FR,fr"}
    driver.execute_cdp_cmd("Network.setUserAgentOverride", agent)
    driver.get(server.address + "tour6/2/")
    assert shown_offer(driver) == "Écouter en français"  # a choice that this tour lacks hides no offer


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("Tour2/2/", "/tour2/2/"),
        ("TOUR2/EN/3A/", "/tour2/en/3a/"),
        ("tour2/3A", "/tour2/3a/"),
        ("tour2/１", "/tour2/1/"),
        ("tour2/3 a/", "/tour2/3a/"),
        ("tour2/%231", "/tour2/1/"),
        ("tour2/03a/", "/tour2/3a/"),
        ("Tour2", "/tour2/"),
        ("tour2#3a", "/tour2/3a/"),
    ],
)
def test_other_spellings_of_an_address_are_understood(server: Server, driver: Any, path: str, target: str) -> None:
    open_as(driver, server.address + path, "zh-CN")
    until(driver, f"location.pathname === '{target}' && document.querySelector('audio')")


def test_a_number_that_does_not_exist_leads_to_the_keypad_of_the_nearest_tour(server: Server, driver: Any) -> None:
    open_as(driver, server.address + "tour3/99/", "zh-CN")
    assert "这个网址没有内容" in driver.find_element("css selector", "h1").text
    tap(driver, "[data-nearest] a")
    until(driver, "location.pathname === '/tour3/' && document.querySelector('#keypad').open")
