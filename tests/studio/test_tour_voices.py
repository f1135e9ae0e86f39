"""Who speaks a tour, how fast, how high and how loud: sliders that change what they were moved for, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from axe_checks import list_violations_in_both_schemes
from desk import Desk, RunningStudio, desk_at_untouched_project, new_project
from drivers import one_chromium, set_window

pytestmark = pytest.mark.browser
VOICES = "roles:\n  narrator:\n    zh-CN:\n      edge: {name: zh-CN-YunyangNeural, rate: 0.8}\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    project = new_project(tmp_path_factory.mktemp("project"))
    project.voices.write_text(VOICES, "utf-8")
    studio = RunningStudio(project, engine="edge")  # asked for its voices alone, which are known without a network
    yield studio
    studio.kill()


driver = one_chromium("--lang=en")


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Desk:
    return desk_at_untouched_project(driver, studio)


def move(desk: Desk, amount: str, value: str) -> None:
    desk.script(
        """const slider = document.querySelector(`#voices [data-amount="${arguments[0]}"]`);
        slider.focus();
        slider.value = arguments[1];
        slider.dispatchEvent(new Event("input", { bubbles: true }));""",
        amount,
        value,
    )


def use_voice(desk: Desk) -> None:
    desk.script("document.querySelector('#voices .use').click()")


def written_voice(desk: Desk) -> object:
    script = yaml.safe_load(desk.studio.text())
    return script.get("voices", {}).get("roles", {}).get("narrator", {}).get("zh-CN", {}).get("edge")


def open_sliders(desk: Desk) -> None:
    desk.open_stop("1")
    desk.wait(lambda: desk.script("return document.querySelector('#voices [data-amount=pitch]')"))


def test_only_what_was_moved_is_written(desk: Desk) -> None:
    open_sliders(desk)
    shown = desk.script("return [...document.querySelectorAll('#voices output')].map((each) => each.textContent)")
    assert shown == ["× 0.80", "0 Hz", "0 %"]
    move(desk, "pitch", "-15")
    use_voice(desk)
    desk.wait(lambda: written_voice(desk) == {"name": "zh-CN-YunyangNeural", "pitch": -15})
    desk.wait(lambda: desk.script("return document.activeElement.className") == "use")
    move(desk, "rate", "1")
    use_voice(desk)
    desk.wait(lambda: written_voice(desk) == {"name": "zh-CN-YunyangNeural", "rate": 1, "pitch": -15})


def test_a_moved_slider_stays_while_something_else_is_saved(desk: Desk) -> None:
    open_sliders(desk)
    move(desk, "volume", "20")
    desk.caret(0)
    desk.write("好，")
    desk.wait(lambda: "好，欢迎" in desk.studio.text())
    desk.wait_saved()
    shown = "return document.querySelector('#voices [data-amount=volume]').value"
    assert desk.script(shown) == "20"
    use_voice(desk)
    desk.wait(lambda: written_voice(desk) == {"name": "zh-CN-YunyangNeural", "volume": 20})


def test_axe_finds_nothing_at_the_sliders(desk: Desk) -> None:
    set_window(desk.driver, 390)
    open_sliders(desk)
    desk.script("document.querySelector('#new-role').open = true")
    assert list_violations_in_both_schemes(desk.driver) == []
