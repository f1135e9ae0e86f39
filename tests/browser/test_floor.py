"""The oldest browsers the pages promise to work in (docs/pages.md): Chrome 66, Safari 12, Firefox 68.

Chromium of those years plays; what cannot be run is checked by linters over the style sheets and scripts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import need_npm
from drivers import Server, served_site, until, wait_for_seek, watch_seeks
from old_chromium import VERSIONS, OldChromium, old_chromium
from site_tours import SENTENCE, tour, write_site

from audioguide.outputs.site import shared_assets

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
ASSETS = shared_assets.HERE / "assets"
TOO_NEW = {
    "css": (
        ".a { translate: 1px }",
        ".a { inset: 0 }",
        ".a { padding-inline: 1px 2px }",
        ".a { display: flex; gap: 1px }",
        ".a:is(.b) { color: red }",
        ".a:has(.b) { color: red }",
        "@container (min-width: 1px) { .a { color: red } }",
        ".a { &:hover { color: red } }",
        ".a { color: oklch(0 0 0) }",
    ),
    "js": (
        "a?.b;",
        "a ?? b;",
        "Object.fromEntries([]);",
        "structuredClone(1);",
        "[1].flat();",
        "'a'.replaceAll('a', 'b');",
        "Promise.allSettled([]);",
        "new ResizeObserver(() => {});",
    ),
}


def lint(folder: Path, suffix: str) -> subprocess.CompletedProcess[str]:
    """Run the linter of a kind of file over a folder, with the configuration beside this file."""
    name = {"css": "stylelint", "js": "eslint"}[suffix]
    command = [need_npm(f".bin/{name}"), "--config", str(HERE / f"{name}.config.mjs"), f"*.{suffix}"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


@pytest.mark.parametrize("suffix", ["css", "js"])
def test_no_style_and_no_script_needs_a_newer_browser(suffix: str, tmp_path: Path) -> None:
    for path in ASSETS.glob(f"*.{suffix}"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    completed = lint(tmp_path, suffix)
    assert (completed.returncode, completed.stdout + completed.stderr) == (0, "")


@pytest.mark.parametrize("suffix", ["css", "js"])
def test_the_linters_see_what_is_too_new(suffix: str, tmp_path: Path) -> None:
    for number, code in enumerate(TOO_NEW[suffix]):
        (tmp_path / f"sample{number}.{suffix}").write_text(code + "\n", "utf-8")
    completed = lint(tmp_path, suffix)
    seen = completed.stdout + completed.stderr
    unseen = [code for number, code in enumerate(TOO_NEW[suffix]) if f"sample{number}.{suffix}" not in seen]
    assert (completed.returncode != 0, unseen) == (True, [])


server = served_site(
    lambda output: write_site([tour(output, sentences=40), tour(output, edition="en", sentences=40)], output)
)


@pytest.fixture(scope="module", params=VERSIONS)
def browser(request: pytest.FixtureRequest, server: Server) -> Iterator[OldChromium]:
    with old_chromium(request.param) as driver:
        yield driver


def tap(browser: OldChromium, selector: str) -> None:
    """A real touch in the middle of the element: what lies above it gets it."""
    script = f"const r = document.querySelector({selector!r}).getBoundingClientRect();"
    x, y = browser.execute_script(script + "return [r.left + r.width / 2, r.top + r.height / 2]")
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", event)


def test_an_old_browser_plays_seeks_goes_on_and_takes_numbers(server: Server, browser: OldChromium) -> None:
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(server.address + "school/1/")
    until(browser, "document.querySelector('#keypad') && document.querySelector('audio').readyState > 0")
    tap(browser, "[data-do=play]")
    until(browser, "document.querySelector('audio').currentTime > 0.3 && document.querySelector('.lit')")
    watch_seeks(browser)
    tap(browser, "[data-do=forward]")
    until(browser, "document.querySelector('audio').currentTime > 30")
    browser.execute_script(f"document.querySelector('#text [data-start=\"{2 * SENTENCE}\"]').click()")
    wait_for_seek(browser, 2 * SENTENCE / 1000)
    tap(browser, "[data-do=next]")
    until(browser, "location.pathname.endsWith('/school/2/') && document.querySelector('h1').textContent.endsWith('2')")
    until(browser, "document.querySelector('audio').currentTime > 0.2")
    tap(browser, "[data-do=keypad]")
    until(browser, "document.querySelector('#keypad').open")
    browser.execute_script("document.querySelector('#number').value = '１２'; return 0")
    tap(browser, ".go")
    until(browser, "location.pathname.endsWith('/school/12/') && !document.querySelector('#keypad').open")
    tap(browser, "[data-do=display]")
    browser.execute_script("document.querySelector('input[name=size][value=\"4\"]').click()")
    assert browser.execute_script("return document.documentElement.dataset.size") == "4"
