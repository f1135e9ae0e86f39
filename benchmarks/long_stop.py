"""Peak memory of speaking one long stop with the embedded voice, start to end, and how far it got each minute.

    python -m benchmarks long_stop                      20,000 characters of the tours in scripts/: most of an hour
    python -m benchmarks long_stop --characters 2000    a shorter one

The build runs in a process of its own, with a cache of its own; the memory of its ffmpegs is counted with it. The
first line is a build of one sentence: it makes the model's file, as the first start after an update does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, cycle
from pathlib import Path

from audioguide.authoring import script
from audioguide.model import Segment, Stop, Tour
from audioguide.text import markup

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
ROOT = Path(__file__).resolve().parents[1]
CHARACTERS = 20_000
LIMIT_MB = 600
INTERVAL_S = 0.5


def pick_narration(characters: int) -> str:
    """Return that many characters of what the Chinese tours say, a paragraph for each of their segments."""
    tours = (script.load_tour(path) for path in sorted((ROOT / "scripts").glob("*.yaml")))
    texts = [
        markup.strip_marks(segment.text)
        for tour in tours
        if tour.language.startswith("zh")
        for stop in tour.stops
        for segment in stop.segments
        if not segment.is_cue
    ]
    paragraphs: list[str] = []
    for text in cycle(texts):
        paragraphs.append(text)
        if sum(map(len, paragraphs)) >= characters:
            return "\n\n".join(paragraphs)[:characters].rstrip("，、；：") + "。"
    raise SystemExit("no Chinese tour in scripts/")


def build_peak_mb(project: Path, text: str) -> float:
    """Build a tour of one stop of that text in a process of its own; return the peak of it and its children."""
    tour = Tour("long", "zh-CN", "长", (Stop("1", "长", (Segment(text),)),))
    (project / "scripts").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "voices.yaml", project)
    (project / "scripts/long.yaml").write_bytes(script.write_script(tour).encode())
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(project / "cache"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "audioguide", "build", "scripts/long.yaml", "--engine", "kokoro"]
    begin, reported, peak = time.monotonic(), 0, 0.0
    with subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_resident_mb, _process_tree(process.pid))))
            minutes = int(time.monotonic() - begin) // 60
            if minutes > reported:
                reported = minutes
                clips = sum(1 for _ in (project / "cache").rglob("*.clip"))
                print(f"    {minutes} min: {clips} clips, peak {peak:.0f} MB", file=sys.stderr, flush=True)
            time.sleep(INTERVAL_S)
    if process.returncode:
        raise SystemExit(f"the build failed: {process.returncode}")
    return peak


def _process_tree(process: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        threads = [path.name for path in Path(f"/proc/{process}/task").iterdir() if path.name != str(process)]
        children += chain.from_iterable(
            Path(f"/proc/{process}/task/{thread}/children").read_text().split() for thread in threads
        )
    except OSError:
        return
    for child in map(int, children):
        yield from _process_tree(child)


def _resident_mb(process: int) -> float:
    """Return the memory a process holds, a share of what it holds together with others; 0 once it ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def run(characters: int = CHARACTERS) -> Iterator[Line]:
    """Report the peak of the first start and of the stop."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        yield "first start: peak of one sentence, MB", build_peak_mb(project, "这是磨坊。"), ""
        yield (
            f"one stop of {characters:,} characters, peak MB",
            build_peak_mb(project, pick_narration(characters)),
            (f"< {LIMIT_MB}"),
        )


def main(arguments: list[str]) -> None:
    """Speak as much as asked, and print the peaks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks long_stop")
    parser.add_argument("--characters", type=int, default=CHARACTERS)
    for name, value, target in run(parser.parse_args(arguments).characters):
        print(f"{name:64} {value:8.2f}  {target}", flush=True)
