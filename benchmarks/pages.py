"""Lighthouse's mobile scores of the pages, performance included: throttled, and still a measurement of the machine.

Needs Chromium and ``npm install --prefix tests/browser``. The pages are those of ``output/``, as visitors get them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = ROOT / "tests" / "browser" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = "performance,accessibility,best-practices,seo"
PORT = 8765

Line = tuple[str, float, str]


def scores(address: str, categories: str = CATEGORIES) -> dict[str, int]:
    """Category → score of 0 to 100."""
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--only-categories={categories}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --mute-audio"]
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"}
    completed = subprocess.run(command, capture_output=True, text=True, env=environment)
    return {name: round(part["score"] * 100) for name, part in json.loads(completed.stdout)["categories"].items()}


def run() -> list[Line]:
    """The lowest of the four scores, for a page of each kind."""
    tours = sorted((ROOT / "output").glob("*/manifest.json"))
    if not tours:
        raise SystemExit("audioguide build --engine silent")
    site = tours[0].parent.name
    command = [sys.executable, "-m", "audioguide", "serve", "--host", "127.0.0.1", "--port", str(PORT)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{PORT}/")
        scores_by_page = {page: scores(f"http://127.0.0.1:{PORT}/{page}") for page in ("", f"{site}/", f"{site}/1/")}
    finally:
        server.terminate()
        server.wait()
    return [
        (f"Lighthouse /{page} {name}", float(score), "≥ 95")
        for page, by_name in scores_by_page.items()
        for name, score in by_name.items()
    ]


def _wait(address: str) -> None:
    for _try in range(300):
        try:
            urlopen(address, timeout=2).close()
            return
        except URLError:
            time.sleep(0.1)


if __name__ == "__main__":
    for name, value, target in run():
        print(f"{name:50} {value:6.0f}  {target}")
