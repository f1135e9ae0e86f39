"""What visitors say of a stop: thumbs where the server keeps them, else a letter to the site's contact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from drivers import Server, each_browser, serve_folder, tap, until, watch_announcements
from site_tours import tour, write_site

from audioguide import manifest
from audioguide.web import stats

pytestmark = pytest.mark.browser


driver = each_browser()


@contextmanager
def site(folder: Path, *changes: tuple[str, str], counts: Path | None = None) -> Iterator[Server]:
    built = tour(folder)
    write_site([built], folder)
    (folder / built.folder / manifest.MANIFEST_FILE).write_text(manifest.to_json(built), "utf-8")
    for page in folder.glob("school/*/index.html"):
        text = page.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        page.write_text(text, "utf-8")
    with serve_folder(folder, counts) as server:
        yield server


def test_a_thumb_is_kept_by_the_server_and_thanked_for(tmp_path: Path, driver: Any) -> None:
    counts = tmp_path / "counts.sqlite"
    with site(tmp_path / "output", counts=counts) as server:
        driver.get(server.address + "school/2/")
        driver.execute_script("localStorage.clear()")
        driver.get(server.address + "school/2/")
        until(driver, "document.querySelector('.feedback')")
        watch_announcements(driver)
        server.stop()
        tap(driver, "[data-do=good]")
        until(driver, "announced.some(({ text }) => text.includes('没有发送成功'))")
        assert stats.stop_answers(counts, "school") == {}
        server.start()
        tap(driver, "[data-do=wrong]")
        until(driver, "document.querySelector('.feedback').textContent === '谢谢。'")
        assert driver.execute_script("return document.activeElement.className") == "feedback"
        assert stats.stop_answers(counts, "school") == {"2": stats.Answers(wrong=1)}
        tap(driver, "a[rel=next]")  # the next stop asks again
        until(driver, "location.pathname.endsWith('/3a/') && document.querySelector('.feedback [data-do=bad]')")
        driver.get(server.address + "school/2/")
        until(driver, "document.querySelector('#keypad')")
        assert not driver.find_elements("css selector", ".feedback")


def test_on_a_static_host_a_letter_names_the_stop(tmp_path: Path, driver: Any) -> None:
    contact = '</article><a href="mailto:guide@museum.example">Guide</a>'
    with site(tmp_path, ("</article>", contact)) as server:
        driver.get(server.address + "school/3a/")
        until(driver, "document.querySelector('.feedback')")
        assert not driver.find_elements("css selector", ".feedback .thumbs")
        link = driver.find_element("css selector", ".feedback a")
        assert link.text == "这里有错误"
        address = urlsplit(link.get_attribute("href"))
        assert (address.scheme, address.path) == ("mailto", "guide@museum.example")
        letter = parse_qs(address.query)
        assert letter["subject"] == ["龙庆学堂 3a 旧学堂的门 3a"]
        assert letter["body"] == [f"{server.address}school/3a/ (0:00)\n\n"]


def test_without_a_server_or_a_contact_nobody_is_asked(tmp_path: Path, driver: Any) -> None:
    with site(tmp_path) as server:
        driver.get(server.address + "school/2/")
        until(driver, "document.querySelector('#keypad')")
        assert not driver.find_elements("css selector", ".feedback")
