"""Long sentences are lit clause by clause; what scripts call their own is nothing of the browser's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drivers import Server, one_chromium, served_site, until
from site_tours import tour, write_site

from audioguide.model import Cue
from audioguide.outputs import site
from audioguide.outputs.site.minify import bundle_modules
from audioguide.outputs.site.short_names import choose_short_names

pytestmark = pytest.mark.browser
ASSETS = Path(site.__file__).parent / "assets"
CHINESE = "这座桥建于清代，桥上有二十四根柱子，每根柱子上都有一只狮子；“请您数一数，看看有几只。”数完以后，请往前走。"
ENGLISH = (
    "The bridge was built in stone, and has two arches, which the flood of 1904 left as they are: look – they lean."
)
SHORT = "这座桥建于清代，桥上有狮子。"
LIT = """return [...document.querySelectorAll("#text [data-start]")].map(
    ({ dataset, textContent }) => [Number(dataset.start), "clause" in dataset, textContent])"""


def write_guide(output: Path) -> None:
    built = tour(output, numbers=("1", "2"))
    cues = (Cue(100, 5200, CHINESE, 0), Cue(5300, 6000, SHORT, 0), Cue(6100, 8900, ENGLISH, 1))
    write_site([replace(built, stops=tuple(replace(stop, cues=cues) for stop in built.stops))], output)


server = served_site(write_guide)
driver = one_chromium()


def test_long_sentences_are_split_at_commas_by_their_share_of_the_time(server: Server, driver: Any) -> None:
    driver.get(server.address + "school/1/")
    until(driver, "document.querySelector('#text [data-clause]')")
    first = driver.execute_script(LIT)
    assert [text for _start, _is_clause, text in first] == [
        "这座桥建于清代，桥上有二十四根柱子，",
        "每根柱子上都有一只狮子；“请您数一数，",
        "看看有几只。”数完以后，请往前走。",
        SHORT,
        "The bridge was built in stone, ",
        "and has two arches, ",
        "which the flood of 1904 left as they are: look – ",
        "they lean.",
    ]
    assert [is_clause for _start, is_clause, _text in first] == [False, True, True, False, False, True, True, True]
    starts = [start for start, _is_clause, _text in first]
    assert starts[1] == 100 + 5100 * 18 // len(CHINESE) and starts[5] == 6100 + 2800 * 31 // len(ENGLISH)
    assert starts == sorted(starts)
    driver.execute_script("document.querySelector('a[rel=next]').click()")
    until(driver, "location.pathname.endsWith('/2/') && document.querySelector('#text [data-clause]')")
    assert driver.execute_script(LIT) == first


def test_no_name_that_gets_shorter_is_one_of_the_browser(driver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.outputs.site.minify.shorten_names", str)
    shortened = {name for path in ASSETS.glob("*.js") for name in choose_short_names(bundle_modules(path))}
    driver.get("about:blank")  # the name of an element is one of its window
    assert driver.execute_script("return arguments[0].filter((name) => name in window)", sorted(shortened)) == []
