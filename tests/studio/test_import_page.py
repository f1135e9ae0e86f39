"""A document under review in a real browser: choices by keys that outlive page and program, drafts taken over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_checks import list_violations
from desk import Desk, RunningStudio
from drivers import one_chromium

from audioguide.project import Project

pytestmark = pytest.mark.browser
TEXT = """\
清溪村讲解词

各位游客大家好，欢迎来到清溪村。清溪村位于县城西边十二公里。

大家请看左边这棵银杏树，它是全村最老的树。传说是乾隆年间一位秀才种的。

前面就是村里的老祠堂，建于1786年。

最后我们来到荷塘，夏天这里开满荷花。谢谢大家！
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    root = tmp_path_factory.mktemp("project")
    (root / "scripts").mkdir()
    running = RunningStudio(Project(root))
    yield running
    running.kill()


driver = one_chromium("--lang=en")


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Desk:
    desk = Desk(driver, studio)
    desk.script("localStorage.clear()")
    return desk


def drop(desk: Desk, path: Path) -> None:
    desk.open("/")
    desk.find("#document").send_keys(str(path))
    desk.wait(lambda: "/import/" in desk.driver.current_url)
    wait_drafted(desk)


def wait_drafted(desk: Desk) -> None:
    desk.wait(lambda: desk.script("return document.querySelector('#accept')?.disabled === false"))


def stops(desk: Desk) -> int:
    return int(desk.script("return document.querySelectorAll('#draft ol li').length"))


def begin_stop(desk: Desk, index: int) -> None:
    desk.script("document.querySelector(`[data-index='${arguments[0]}']`).focus()", index)
    desk.press("1")


def test_choices_outlive_the_page_and_the_program_and_a_changed_document_is_taken_over(
    desk: Desk, tmp_path: Path
) -> None:
    document = tmp_path / "讲解词.txt"
    document.write_text(TEXT, "utf-8")
    drop(desk, document)
    desk.wait(lambda: stops(desk) == 1)
    assert "one stop" in desk.words("#draft")
    for count, index in enumerate((2, 3, 4), 2):
        begin_stop(desk, index)
        desk.wait(lambda count=count: stops(desk) == count)  # type: ignore[misc]
    desk.driver.refresh()
    desk.wait(lambda: stops(desk) == 4)
    desk.studio.kill()
    desk.studio.start()
    drop(desk, document)
    desk.wait(lambda: stops(desk) == 4)
    assert "is here again" in desk.status()
    desk.click("#accept")
    desk.wait(lambda: "/tours/" in desk.driver.current_url)
    name = desk.script("return location.pathname.split('/').at(-1)")
    assert desk.studio.text(name).count("number:") == 4

    document.write_text(TEXT.replace("1786年", "1768年"), "utf-8")
    before = desk.studio.text(name)
    drop(desk, document)
    for count, index in enumerate((2, 3, 4), 2):
        begin_stop(desk, index)
        desk.wait(lambda count=count: stops(desk) == count)  # type: ignore[misc]
    desk.click("#accept")
    desk.wait(lambda: desk.script("return document.querySelector('#draft pre')"))
    assert "1768" in desk.words("#draft pre")
    assert desk.studio.text(name) == before
    assert list_violations(desk.driver) == []
    desk.press("ENTER")  # the focus is on the key that takes it over
    desk.wait(lambda: "/tours/" in desk.driver.current_url)
    assert "1768年" in desk.studio.text(name)
    desk.click("#undo")
    desk.wait(lambda: desk.studio.text(name) == before)


def test_every_format_that_can_be_read_can_be_chosen(desk: Desk) -> None:
    desk.open("/")
    accepted = desk.find("#document").get_attribute("accept").split(",")
    assert {".docx", ".odt", ".rtf", ".xlsx", ".pptx", ".epub", ".csv", ".srt"} <= set(accepted)
