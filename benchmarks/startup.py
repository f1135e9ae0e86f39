"""Seconds of a no-change rebuild of every tour, and of ``--help``: what an author waits for most often.

The tours are built once with the silent engine in a folder of their own; the clock runs for the second build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5

Line = tuple[str, float, str]


def run() -> list[Line]:
    """Medians of whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "scripts", root / "scripts")
        shutil.copy(ROOT / "voices.yaml", root)
        environment = {**os.environ, "AUDIOGUIDE_CACHE": str(root / "cache")}
        _audioguide(["build", "--engine", "silent"], root, environment)
        rebuild = _median(["build", "--engine", "silent"], root, environment)
        help_text = _median(["--help"], root, environment)
    tours = len(list((ROOT / "scripts").glob("*.yaml")))
    return [
        (f"no-change rebuild of {tours} tours, s", rebuild, "≤ 1.5"),
        ("--help, s", help_text, "≤ 0.25"),
    ]


def _median(arguments: list[str], root: Path, environment: dict[str, str]) -> float:
    return sorted(_audioguide(arguments, root, environment) for _round in range(ROUNDS))[ROUNDS // 2]


def _audioguide(arguments: list[str], root: Path, environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "audioguide", *arguments]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    for name, value, target in run():
        print(f"{name:50} {value:8.2f}  {target}")
