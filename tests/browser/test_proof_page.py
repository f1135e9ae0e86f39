"""The page of proof-listening, opened as an author opens it: a file, without a server, in three browsers."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import pytest
from drivers import each_browser, until, wait_for, wait_for_seek, watch_seeks

from audioguide.proof import StopReport, TimedSentence, report
from audioguide.proof.audio_metrics import AudioMetrics
from audioguide.proof.findings import Difference

pytestmark = pytest.mark.browser
SENTENCES = (TimedSentence(0, 2000, "天道酬勤，结出累累硕果。"), TimedSentence(2450, 3950, "请大家跟我往里走。"))


driver = each_browser(scope="function")


def page(folder: Path) -> Path:
    """A report of one stop of 6 s in which two sentences differ."""
    with wave.open(str(folder / "stop #1.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(2 * 8000 * 6))
    differences = (
        Difference(0, 1500, 1800, SENTENCES[0].text, "硕", "十", "voice", "理由", "硕果: shuo4 guo3"),
        Difference(1, 2500, 2800, SENTENCES[1].text, "请", "清", "unsure", "理由"),
    )
    stop_report = StopReport(
        "museum", "1", "大门", "zh-CN", str(folder / "stop #1.wav"), "", 6000, 18, 2, 1, differences,
        AudioMetrics(-16.0, -1.5, 450, 0, 220.0), SENTENCES,
    )  # fmt: skip
    return report.write_report([stop_report], folder / "proof")


def test_sentences_play_in_place_and_lexicon_lines_are_copied(
    tmp_path: Path, driver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from selenium.webdriver.common.keys import Keys

    monkeypatch.setenv("AUDIOGUIDE_LANG", "zh-CN")
    driver.get(page(tmp_path).as_uri())
    watch_seeks(driver)
    driver.execute_script(
        "window.overran = false; document.querySelector('audio').addEventListener('timeupdate', ({ target }) => {"
        " if (target.currentTime > 2.2 && target.currentTime < 2.4 && !target.paused) overran = true; });"
    )
    first, second = driver.find_elements("css selector", "button.play")
    second.click()
    until(driver, "document.querySelector('audio').currentTime > 2.5")
    first.click()
    wait_for_seek(driver, 0)
    until(driver, "document.querySelector('audio').paused")
    assert driver.execute_script("return document.querySelector('audio').currentTime") >= 2
    assert not driver.execute_script("return overran")  # it ends at the first moment the page hears of

    button = driver.find_element("css selector", "button.copy")
    button.click()
    wait_for(lambda: button.text == "已复制")
    driver.execute_script("document.body.prepend(document.createElement('textarea'))")
    field = driver.find_element("css selector", "textarea")
    field.send_keys(Keys.CONTROL, "v")
    wait_for(lambda: field.get_property("value") == "硕果: shuo4 guo3")
