"""The whole way in a real browser: from a Word file to a built tour and labels that scan, without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from desk import Desk, RunningStudio
from drivers import chromium
from walk import CHINESE, ENGLISH, Commentary, take_walk

from audioguide.authoring import script
from audioguide.project import Project

pytestmark = [pytest.mark.browser, pytest.mark.speech]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[RunningStudio]:
    (tmp_path / "project" / "scripts").mkdir(parents=True)
    running = RunningStudio(Project(tmp_path / "project"))
    yield running
    running.kill()


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 390)])
def test_from_a_word_file_to_labels_that_scan(studio: RunningStudio, tmp_path: Path, language: str, width: int) -> None:
    text: Commentary = CHINESE if language == "zh" else ENGLISH
    with chromium(f"--lang={language}", "--autoplay-policy=no-user-gesture-required") as driver:
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        acts = take_walk(Desk(driver, studio, language), text, tmp_path)
    assert acts <= 30
    tours = [script.load_tour(path) for path in script.script_paths(studio.project)]
    assert len(tours) == 1
    tour = tours[0]
    assert len(tour.stops) >= 6
    assert any(text.new in segment.text for stop in tour.stops for segment in stop.segments)
    assert any(stop.alt == text.alt for stop in tour.stops)
    scanned = scan(studio.project.output / tour.site / "labels" / "labels.pdf")
    assert {f"https://guide.example.org/{tour.site}/{stop.number}/" for stop in tour.stops} <= scanned


def scan(pdf: Path) -> set[str]:
    """What a phone reads off the sheet."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=3).to_pil() for page in document]
    return {code.text for page in pages for code in zxingcpp.read_barcodes(page)}
