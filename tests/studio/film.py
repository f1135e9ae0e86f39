"""Take the film of docs/studio.md: ``python tests/studio/film.py [FOLDER]``, the walk in both languages, small."""

from __future__ import annotations

import base64
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser"), str(Path(__file__).parent)]

from desk import Desk, RunningStudio  # noqa: E402
from drivers import chromium, wait_for  # noqa: E402
from PIL import Image  # noqa: E402
from walk import CHINESE, ENGLISH, take_walk  # noqa: E402

from audioguide.project import Project  # noqa: E402

WIDTHS = {"zh": 1280, "en": 390}
"""The Chinese walk at a desk, the English one on a phone."""
QUALITY = 60
SHOWN = """
const still = document.getAnimations().every((each) => each.playState !== 'running');
return still && [...document.images].every((picture) => {
  const { top, bottom } = picture.getBoundingClientRect();
  return picture.complete || bottom < 0 || top > innerHeight;
});
"""
"""Pictures are there, and menus have opened."""


def take_whole_tour(desk: Desk, take: Callable[[str], None]) -> None:
    """The dialog of a tour as a whole, and the settings for all tours."""
    desk.open("/")
    desk.click("[data-tools]")
    desk.wait(lambda: desk.script("return document.querySelector('#tour-tools').open"))
    take("tour")
    desk.open("/settings")
    desk.wait(lambda: desk.script("return document.querySelector('#groups details')"))
    take("settings")


def main(folder: Path) -> None:
    """One WebP a step: ``zh-3-hearing.webp``."""
    folder.mkdir(parents=True, exist_ok=True)
    for language, text in (("zh", CHINESE), ("en", ENGLISH)):
        with tempfile.TemporaryDirectory() as name, chromium(f"--lang={language}") as driver:
            (Path(name) / "project" / "scripts").mkdir(parents=True)
            size = {"width": WIDTHS[language], "height": 844, "deviceScaleFactor": 1, "mobile": language == "en"}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            studio = RunningStudio(Project(Path(name) / "project"))
            shot = 0

            def take(step: str, driver: object = driver, language: str = language) -> None:
                nonlocal shot
                shot += 1
                wait_for(lambda: driver.execute_script(SHOWN))  # type: ignore[attr-defined]
                png = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]  # type: ignore[attr-defined]
                picture = Image.open(io.BytesIO(base64.b64decode(png)))
                picture.save(folder / f"{language}-{shot}-{step}.webp", quality=QUALITY, method=6)

            try:
                desk = Desk(driver, studio, language)
                print(language, take_walk(desk, text, Path(name), take), "acts")
                take_whole_tour(desk, take)
            finally:
                take("last")
                (folder / f"{language}-{shot}-last.webp").unlink() if sys.exc_info()[0] is None else None
                studio.kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots" / "studio")
