"""Peak memory of stitching one hour and ten hours of silent audio: it belongs to the stops, not to the tour.

    python benchmarks/memory.py

Each length is stitched by a process of its own, whose peak is counted. Its ffmpegs are not: they take a stream and
give a stream, and the peak the system reports of a child is that of its parent, from before it became ffmpeg.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audioguide.model import Clip, Settings, Tour, Utterance

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
STOPS_AN_HOUR = 20
LIMIT = 1.3


def run() -> list[Line]:
    """The ratio asked for, and the two peaks in MiB behind it."""
    first, ten = (_measured(hours) for hours in (1, 10))
    return [
        ("peak memory, stitching 10 h ÷ 1 h", ten / first, f"≤ {LIMIT}"),
        ("peak memory, stitching 1 h, MiB", first, ""),
        ("peak memory, stitching 10 h, MiB", ten, ""),
    ]


def _measured(hours: int) -> float:
    completed = subprocess.run([sys.executable, __file__, str(hours)], stdout=subprocess.PIPE, text=True, check=True)
    return float(completed.stdout)


def stitched(hours: int) -> float:
    """Stitch that many hours in this process; its peak memory in MiB."""
    from audioguide.assembly import tracks

    with tempfile.TemporaryDirectory() as folder:
        tracks.make_tour_files(*long_tour(hours), Path(folder))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def long_tour(hours: int) -> tuple[Tour, Settings, list[Utterance], Callable[[Utterance], Clip]]:
    """Return a silent tour of that many hours as ``make_tour_files`` takes it: tour, settings, utterances, loader."""
    from audioguide.model import Clip, Segment, Sentence, Settings, Span, Stop, Tour, Utterance, Voice

    voice = Voice("silent", "silence", "zh-CN")
    stops = tuple(Stop(str(n), f"第{n}站", (Segment("文"),)) for n in range(1, hours * STOPS_AN_HOUR + 1))
    milliseconds = 3_600_000 // STOPS_AN_HOUR // 30
    clip = Clip(bytes(48 * milliseconds), 24_000, (Span(0, milliseconds),))
    sentence = (Sentence("一句话。", "一句话。"),)
    utterances = [Utterance(stop.number, 0, n // 5, voice, sentence) for stop in stops for n in range(30)]
    return Tour("silence", "zh-CN", "静", stops), Settings(), utterances, lambda _utterance: clip


def main() -> None:
    """Print the report; given a number of hours, only the peak of stitching so many."""
    if len(sys.argv) > 1:
        print(stitched(int(sys.argv[1])))
        return
    for name, value, target in run():
        print(f"{name:<40} {value:8.2f}  {target}")


if __name__ == "__main__":
    main()
