"""A person says a passage: recorded by the browsers' feigned microphones, chosen as a file, dropped on its place."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_checks import list_violations_in_both_schemes
from desk import SCRIPT, Desk, RunningStudio, new_project
from drivers import chromium, firefox, one_chromium, set_window

from audioguide.audio import ffmpeg
from audioguide.authoring import script
from audioguide.commands import build

pytestmark = pytest.mark.browser

FEIGNED = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
FEIGNED_FIREFOX = {"media.navigator.streams.fake": True, "media.navigator.permission.disabled": True}


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def driver(request: pytest.FixtureRequest) -> Iterator[Any]:
    with chromium("--lang=en", *FEIGNED) if request.param == "chromium" else firefox(FEIGNED_FIREFOX) as driver:
        yield driver


chrome = one_chromium("--lang=en", *FEIGNED)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[RunningStudio]:
    running = RunningStudio(new_project(tmp_path))
    yield running
    running.kill()


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Iterator[Desk]:
    yield Desk(driver, studio)
    driver.get("about:blank")


@pytest.fixture
def chrome_desk(chrome: Any, studio: RunningStudio) -> Iterator[Desk]:
    set_window(chrome, 1280, scheme="light")
    yield Desk(chrome, studio)
    chrome.get("about:blank")


def a_sound(kind: str = "wav") -> bytes:
    return ffmpeg.run_ffmpeg("-f", "lavfi", "-i", "sine=frequency=330:duration=1", "-f", kind, "pipe:1")


def state(desk: Desk) -> str:
    return str(desk.script("return document.querySelector('#recorder').dataset.state ?? ''"))


def open_recorder(desk: Desk, stop: str = "3") -> None:
    desk.open_stop(stop)
    desk.script("[...document.querySelectorAll('.segment .tools button')].find((b) => b.textContent.startsWith('Let'))"
                ".click()")  # fmt: skip
    desk.wait(lambda: state(desk) == "empty")


def record_a_take(desk: Desk) -> None:
    """Until the level has moved: something was recorded."""
    desk.click("#record")
    desk.wait(lambda: state(desk) == "recording" and desk.script("return document.querySelector('meter').value > 0.01"))
    desk.click("#record")
    desk.wait(lambda: state(desk) == "taken")


def test_a_passage_is_recorded_listened_to_and_used(desk: Desk) -> None:
    open_recorder(desk)
    assert desk.script("return document.querySelector('#recorder-words').textContent") == "这是祠堂。"
    record_a_take(desk)
    assert desk.script("return document.querySelector('#take-sound').src.startsWith('blob:')")
    desk.find("#take-speaker").send_keys("李伯")
    desk.click("#use-take")
    desk.wait(lambda: "audio: recordings/liutang-3.ogg" in desk.studio.text())
    [segment] = script.load_tour(desk.studio.project.scripts / "liutang.yaml").stops[2].segments
    assert (segment.speaker, segment.text) == ("李伯", "这是祠堂。")
    assert ffmpeg.decode_audio(desk.studio.project.scripts / segment.audio)
    desk.wait(lambda: desk.script("return document.querySelector('.segment audio')"))
    desk.click("#undo")
    desk.wait(lambda: desk.studio.text() == SCRIPT)
    desk.wait(lambda: not desk.script("return document.querySelector('.segment audio')"))


def test_a_discarded_take_leaves_nothing_and_closes_the_microphone(desk: Desk) -> None:
    desk.open_stop("3")
    desk.script(
        "const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = async (wanted) => (window.microphone = await ask(wanted))"
    )
    desk.script("document.querySelectorAll('.segment .tools button')[2].click()")
    record_a_take(desk)
    assert desk.script("return window.microphone.getTracks().map((track) => track.readyState)") == ["ended"]
    desk.click("#discard-take")
    assert state(desk) == "empty"
    desk.click("#recorder-close")
    assert not desk.script("return document.querySelector('#recorder').open")
    assert desk.studio.text() == SCRIPT
    assert not (desk.studio.project.scripts / "recordings").exists()


def test_a_take_survives_a_killed_program_and_is_used_when_it_is_back(desk: Desk) -> None:
    open_recorder(desk)
    record_a_take(desk)
    desk.studio.kill()
    desk.click("#use-take")
    desk.wait(lambda: "does not answer" in desk.script("return document.querySelector('#recorder-state').textContent"))
    desk.studio.start()
    desk.click("#use-take")
    desk.wait(lambda: "audio: recordings/liutang-3.ogg" in desk.studio.text())


def drop(desk: Desk, data: bytes, name: str, kind: str = "audio/wav") -> None:
    """Drop a file on the first passage."""
    desk.script(
        """const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], arguments[1], { type: arguments[2] }));
        const surface = document.querySelector('.segment:not(.cue) .surface');
        surface.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));""",
        base64.b64encode(data).decode(),
        name,
        kind,
    )


def test_a_sound_file_is_dropped_on_its_passage(desk: Desk) -> None:
    desk.open_stop("2")
    drop(desk, a_sound(), "bridge.wav")
    desk.wait(lambda: state(desk) == "taken")
    desk.click("#use-take")
    desk.wait(lambda: "      - audio: recordings/liutang-2.wav\n        text: 桥长十二米。" in desk.studio.text()
              or "audio: recordings/liutang-2.wav" in desk.studio.text())  # fmt: skip
    segments = script.load_tour(desk.studio.project.scripts / "liutang.yaml").stops[1].segments
    assert [segment.audio for segment in segments] == ["", "recordings/liutang-2.wav", ""]
    assert segments[2].speaker == "王阿婆"


def test_what_is_no_sound_is_refused_with_the_reason_and_can_be_replaced(desk: Desk) -> None:
    desk.open_stop("3")
    drop(desk, b"<html>no sound</html>" * 100, "sound.mp3", "audio/mpeg")
    desk.wait(lambda: state(desk) == "taken")
    desk.click("#use-take")
    desk.wait(lambda: "not a recording" in desk.script("return document.querySelector('#recorder-state').textContent"))
    assert desk.studio.text() == SCRIPT


def test_words_changed_after_their_recording_was_built_are_marked_at_the_passage(chrome: Any, tmp_path: Path) -> None:
    sound = tmp_path / "scripts" / "recordings" / "hall.wav"
    project = new_project(
        tmp_path, SCRIPT.replace("    text: 这是祠堂", "    audio: recordings/hall.wav\n    text: 这是祠堂")
    )
    sound.parent.mkdir()
    sound.write_bytes(a_sound())
    build.build_tours(project, build.BuildRequest(engine="silent"))
    studio = RunningStudio(project)
    try:
        set_window(chrome, 1280, scheme="light")
        desk = Desk(chrome, studio)
        desk.open_stop("3")
        assert desk.script("return document.querySelector('.segment audio').getAttribute('aria-label')")
        desk.caret(2)
        desk.write("老")
        desk.wait(lambda: "changed after the recording" in desk.script(
            "return document.querySelector('.remarks')?.textContent ?? ''"))  # fmt: skip
        chrome.get("about:blank")
    finally:
        studio.kill()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_in_the_recorder_and_at_a_recording(chrome_desk: Desk, language: str) -> None:
    desk = chrome_desk
    desk.driver.get(f"{desk.studio.address}/language/{language}")
    for width in (1280, 390):
        set_window(desk.driver, width)
        desk.open_stop("3")
        drop(desk, a_sound(), f"{width}.wav")
        desk.wait(lambda: state(desk) == "taken")
        assert list_violations_in_both_schemes(desk.driver) == []
        desk.click("#use-take")
        desk.wait(lambda: desk.script("return document.querySelector('.segment audio')"))
        assert list_violations_in_both_schemes(desk.driver) == []
        assert desk.script("return document.documentElement.scrollWidth <= innerWidth")
