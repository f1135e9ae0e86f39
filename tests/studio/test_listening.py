"""The program listens to what it built: the studio's keys with the real voice and the real recogniser."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk, RunningStudio, new_project
from drivers import chromium, wait_for

from audioguide.commands import build

pytestmark = [pytest.mark.browser, pytest.mark.speech]

SCRIPT = """\
title: 柳塘村
language: zh-CN
stops:
  - number: 1
    title: 石桥
    text: 这座石桥建于清朝，桥长十二米。
  - number: 2
    title: 祠堂
    text: 这座祠堂有三百年了。
"""
PROOF_S = 400
"""Seconds after which listening to two sentences has failed: the recogniser loads on a busy machine."""


def test_a_stop_and_then_the_tour_are_listened_to(tmp_path: Path) -> None:
    project = new_project(tmp_path, SCRIPT)
    build.build_tours(project, build.BuildRequest(engine="kokoro"))
    studio = RunningStudio(project)
    note = "return document.querySelector('#proof-note').textContent"
    try:
        with chromium("--lang=en") as driver:
            desk = Desk(driver, studio)
            desk.open_stop("1")
            desk.wait(lambda: desk.script(note) == "Nobody has listened to the built sound yet.")
            desk.click("#proof-stop")
            wait_for(lambda: desk.script(note) == "Said as it is written.", PROOF_S)
            desk.click("#stops li[data-number='2'] a")
            desk.wait(lambda: desk.script(note) == "Nobody has listened to the built sound yet.")
            desk.click("#proof-tour")
            wait_for(lambda: desk.script(note) == "Said as it is written.", PROOF_S)
            assert not desk.script("return document.querySelectorAll('#findings li').length")
    finally:
        studio.kill()
