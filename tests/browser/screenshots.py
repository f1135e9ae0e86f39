"""Take the pictures of the documentation: ``python tests/browser/screenshots.py [OUTPUT [FOLDER]]``."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests")]

from drivers import Server, chromium, wait_for  # noqa: E402

PHONE, DESKTOP = (390, 844), (1280, 900)
LISTENING = "const a = document.querySelector('audio'); a.currentTime = 14"
PICTURES = (
    ("home", "", ""),
    ("tour", "mozui-village/", ""),
    ("stop", "mozui-village/2/", LISTENING),
    ("plan", "mozui-village/plan/", ""),
    ("english", "mozui-village/en/2/", LISTENING),
    ("largest", "mozui-village/2/", "document.documentElement.dataset.size = '4'"),
    ("keypad", "mozui-village/2/", "document.querySelector('[data-do=keypad]').click()"),
    ("display", "mozui-village/2/", "document.querySelector('[data-do=display]').click()"),
    ("saving", "mozui-village/", "document.querySelector('#save').scrollIntoView({block: 'center'})"),
    ("not-saved", "offline.html", ""),
)


def take(driver: Any, address: str, script: str, size: tuple[int, int], scheme: str) -> bytes:
    """A PNG of what a visitor sees."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    driver.get("about:blank")
    driver.get(address)
    ready = "const a = document.querySelector('audio'), s = document.querySelector('#save');"
    wait_for(lambda: driver.execute_script(f"{ready} return (!a || a.readyState > 1) && (!s || !s.hidden)"))
    if script:
        driver.execute_script(script)
        wait_for(lambda: driver.execute_script("const a = document.querySelector('audio'); return !a || !a.seeking"))
    driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    return base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])


def main(output: Path, folder: Path) -> None:
    """All pictures, phone and desktop, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(output)
    try:
        with chromium("--lang=zh-CN", "--accept-lang=zh-CN") as driver:
            for name, path, script in PICTURES:
                for device, size in (("phone", PHONE), ("desktop", DESKTOP)):
                    for scheme in ("light", "dark"):
                        png = take(driver, server.address + path, script, size, scheme)
                        (folder / f"{name}-{device}-{scheme}.png").write_bytes(png)
                        driver.execute_script("try { localStorage.clear() } catch {}")
    finally:
        server.stop()


if __name__ == "__main__":
    places = [Path(argument) for argument in sys.argv[1:]]
    main(*(places + [ROOT / "output", ROOT / "docs" / "screenshots"][len(places) :]))
