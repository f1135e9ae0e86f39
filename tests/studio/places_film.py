"""Take the pictures of docs/places.md: ``python tests/studio/places_film.py [FOLDER]``, the walk in both languages."""

from __future__ import annotations

import base64
import io
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser"), str(Path(__file__).parent)]

from desk import SCRIPT, Desk, RunningStudio, new_project  # noqa: E402
from drivers import chromium  # noqa: E402
from PIL import Image  # noqa: E402
from places_walk import take_places_walk, write_plan  # noqa: E402

QUALITY = 60
ENGLISH = """\
title: Liutang
language: en
stops:
  - number: 1
    title: Camphor tree
    text: Welcome to Liutang. This tree is the oldest of the village.
  - number: 2
    title: Bridge
    text: The bridge is twelve metres long.
  - number: 3
    title: Hall
    text: This is the hall of the family.
"""
WALKS = {"zh": (SCRIPT, ("环山公路", "二十分钟")), "en": (ENGLISH, ("Ring road", "20 minutes"))}


def main(folder: Path) -> None:
    """One WebP a step: ``zh-places-1-pins.webp``."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = (ROOT / "scripts" / "plans" / "mozui-village.svg").read_text("utf-8")
    for language, (script, words) in WALKS.items():
        with tempfile.TemporaryDirectory() as name, chromium(f"--lang={language}") as driver:
            size = {"width": 1280, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            studio = RunningStudio(new_project(Path(name), script))
            steps: list[str] = []

            def take(step: str, driver: object = driver, language: str = language, steps: list[str] = steps) -> None:
                steps.append(step)
                driver.execute_script("scrollTo(0, 0)")  # type: ignore[attr-defined]
                png = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]  # type: ignore[attr-defined]
                picture = Image.open(io.BytesIO(base64.b64decode(png)))
                picture.save(folder / f"{language}-places-{len(steps)}-{step}.webp", quality=QUALITY, method=6)

            try:
                take_places_walk(Desk(driver, studio, language), write_plan(Path(name), drawing), take, words)
            finally:
                studio.kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots" / "studio")
