"""Peak memory of a build with the embedded voice, beside another version's: ``python -m benchmarks build_memory BASE``

``BASE``: the folder of another version. Each build is a process of its own, in a project and a cache of its own, and is
run once before, so that models and dictionaries are there as on any second day; then its clips are forgotten. The
peak is that of the process that speaks, not of its ffmpegs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .synthesis import TEXT

ROOT = Path(__file__).resolve().parents[1]
STOPS = 2
BUILD = """
import resource, sys
from audioguide.cli import main
sys.argv = ["audioguide", "build", "--engine", "kokoro"]
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
"""The command as it is, and the peak of its process in MiB as the last line."""
Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""


def run(base: str = "") -> list[Line]:
    """Return the peak of this version, and its ratio to the other one's where that is named."""
    with tempfile.TemporaryDirectory() as folder:
        here = measure_build(ROOT, Path(folder) / "here")
        if not base:
            return [("peak memory of a build, MiB", here, "")]
        other = measure_build(Path(base), Path(folder) / "base")
    return [
        ("peak memory of a build, MiB", here, ""),
        ("peak memory of a build, base, MiB", other, ""),
        ("peak memory of a build ÷ base", here / other, "≤ 1.1"),
    ]


def measure_build(version: Path, folder: Path) -> float:
    """Return the peak in MiB of the second build of a small tour by the version in that folder."""
    project = folder / "project"
    (project / "scripts").mkdir(parents=True)
    stops = "".join(f"  - number: {number}\n    title: 站点\n    text: {TEXT}\n" for number in range(1, STOPS + 1))
    (project / "scripts" / "mill.yaml").write_text(f"title: 水磨\nlanguage: zh-CN\nstops:\n{stops}", encoding="utf-8")
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(folder / "cache"), "PYTHONPATH": str(version)}
    for _round in range(2):
        shutil.rmtree(folder / "cache" / "clips", ignore_errors=True)
        shutil.rmtree(project / "output", ignore_errors=True)
        printed = subprocess.check_output([sys.executable, "-c", BUILD], cwd=project, env=environment, text=True)
    return float(printed.splitlines()[-1])


def main(arguments: list[str]) -> None:
    """Print the report."""
    for name, value, target in run(*arguments):
        print(f"{name:40} {value:8.2f}  {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
