"""No control is cut off or covered, at any text size the pages offer, from 195 pixels to a desktop, in every engine
and in Chromium from the floor on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import need_module
from drivers import BROWSERS, Server, one_chromium, served_site
from old_chromium import VERSIONS, old_chromium
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
PAGES = ("school/", "school/2/", "school/en/2/", "many/fr/2/", "")
WINDOWS = (
    (195, 422),  # 390 × 844 at a page zoom of 200 %
    (320, 256),  # 1280 × 1024 at 400 % (WCAG 1.4.10)
    (320, 568),
    (360, 740),
    (390, 844),
    (768, 1024),
    (568, 320),
    (740, 360),
    (844, 390),
    (1440, 900),
)
SIZES = (1, 2, 3, 4)
HOST = "<!doctype html><meta charset=utf-8><title>Host</title><body style='margin:0'><iframe id=frame style='border:0'>"
LAYOUT = """
const [path, windows, size] = %s;
try { localStorage.setItem("audioguide:size", String(size)); } catch (error) { /* none is remembered */ }
const frame = document.querySelector("iframe");
const resize = ([width, height]) => Object.assign(frame.style, { width: width + "px", height: height + "px" });
resize(windows[0]);
return new Promise((done) => {
    frame.onload = () => {
        const paper = frame.contentWindow.document, problems = {};
        const name = (element) => (element.dataset.do || element.id || element.className || element.textContent)
            .toString().trim().slice(0, 30);
        const lookAt = ([width, height]) => {
            const faults = [];
            const { scrollWidth } = paper.documentElement;
            if (scrollWidth > width) faults.push("scrolls to " + scrollWidth);
            const fixed = paper.querySelector(".deck");
            const deck = fixed && fixed.closest(".player").getBoundingClientRect();
            if (deck && deck.height > height * 0.6) faults.push("player takes " + Math.round(deck.height));
            for (const element of paper.querySelectorAll("a, button, input, select, summary")) {
                if (element.closest("dialog, .skip, details:not([open]) ul")) continue;
                if (!element.getClientRects().length) continue;
                const isFixed = element.closest(".deck");
                if (!isFixed) element.scrollIntoView({ block: "center" });
                const { left, right, top, bottom } = element.getClientRects()[0];
                const x = (left + right) / 2, y = (top + bottom) / 2;
                if (left < -1 || right > width + 1) faults.push(`${name(element)} is cut: ${left} ${right}`);
                else if (isFixed && (top < 0 || bottom > height + 1)) {
                    faults.push(name(element) + " is below: " + bottom);
                } else {
                    const top = paper.elementFromPoint(x, y);
                    const target = element.closest("label, li") || element;
                    if (!top || !(target.contains(top) || top.contains(element))) {
                        faults.push(name(element) + " is covered by " + (top && name(top)));
                    }
                }
            }
            if (faults.length) problems[`${width}x${height} size ${size}`] = faults;
        };
        const goThrough = ([first, ...others]) => {
            if (!first) { done(problems); return; }
            resize(first);
            requestAnimationFrame(() => requestAnimationFrame(() => { lookAt(first); goThrough(others); }));
        };
        // the keypad and its like come after the page
        const isComplete = () => !paper.body.dataset.later || paper.querySelector("dialog");
        const wait = () => (isComplete() ? goThrough(windows) : setTimeout(wait, 20));
        wait();
    };
    frame.src = path;
});
"""

PHONES = ((320, 568), (360, 740), (390, 844))
BROKEN_WORDS = """
const [path, windows, size] = %s;
try { localStorage.setItem("audioguide:size", String(size)); } catch (error) { /* none is remembered */ }
const frame = document.querySelector("iframe");
return new Promise((done) => {
    frame.onload = () => {
        const paper = frame.contentWindow.document, broken = [];
        const lookAt = ([width]) => {
            const texts = paper.createTreeWalker(paper.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const { data, parentElement } = texts.currentNode;
                if (!parentElement.closest(".tools, dialog")) continue;
                for (const { 0: word, index } of data.matchAll(/[A-Za-zÀ-ÿ]{3,}/g)) {
                    const range = paper.createRange();
                    range.setStart(texts.currentNode, index);
                    range.setEnd(texts.currentNode, index + word.length);
                    const boxes = [...range.getClientRects()];
                    if (new Set(boxes.map((box) => Math.round(box.top))).size > 1) broken.push(`${word} at ${width}`);
                    if (boxes.some((box) => box.right > width)) broken.push(`${word} is cut at ${width}`);
                }
            }
        };
        const isComplete = () => !paper.body.dataset.later || paper.querySelector("dialog");
        const goThrough = ([first, ...others]) => {
            if (!first) { done(broken); return; }
            Object.assign(frame.style, { width: first[0] + "px", height: first[1] + "px" });
            requestAnimationFrame(() => requestAnimationFrame(() => {
                for (const name of ["display", "keypad"]) {
                    paper.getElementById(name).showModal();
                    lookAt(first);
                    paper.getElementById(name).close();
                }
                goThrough(others);
            }));
        };
        const wait = () => (isComplete() ? goThrough(windows) : setTimeout(wait, 20));
        wait();
    };
    frame.src = path;
});
"""


def write_guides(output: Path) -> None:
    many = [
        replace(tour(output, "many", edition), language=language, title="Longqing School, the Long Way Round")
        for edition, language in (("", "zh-CN"), ("en", "en"), ("fr", "fr"), ("es", "es"), ("hant", "zh-Hant"))
    ]
    german = replace(tour(output, "many", "de"), language="de")
    write_site([tour(output), tour(output, edition="en"), *many, german], output)
    (output / "host.html").write_text(HOST, "utf-8")


server = served_site(write_guides)
one_engine = one_chromium()


@pytest.fixture(scope="module", params=[*BROWSERS, *(f"chromium-{version}" for version in VERSIONS)])
def driver(request: pytest.FixtureRequest, server: Server) -> Iterator[Any]:
    need_module("selenium", "pip install selenium")
    name, _dash, version = request.param.partition("-")
    with old_chromium(int(version)) if version else BROWSERS[name]() as driver:
        yield driver


def look_at(driver: Any, path: str, size: int) -> dict[str, list[str]]:
    return dict(driver.execute_script(LAYOUT % json.dumps([f"/{path}", WINDOWS, size])))


@pytest.mark.parametrize("page", PAGES)
def test_no_control_is_cut_or_covered(server: Server, driver: Any, page: str) -> None:
    driver.get(server.address + "host.html")
    problems: dict[str, list[str]] = {}
    for size in SIZES:
        problems |= look_at(driver, page, size)
    assert problems == {}


@pytest.mark.parametrize("edition", ["en", "fr", "es", "de"])
def test_no_word_of_a_control_is_broken_on_a_phone(server: Server, one_engine: Any, edition: str) -> None:
    one_engine.get(server.address + "host.html")
    for size in SIZES:
        broken = one_engine.execute_script(BROKEN_WORDS % json.dumps([f"/many/{edition}/2/", PHONES, size]))
        assert broken == [], f"at text size {size}"
