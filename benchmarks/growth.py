"""How the time of every reader grows when hostile text doubles: at most by two, and 30 % for what is measured badly.

    python -m benchmarks growth                     the worst shape of each reader
    python -m benchmarks growth --only normalise    some readers alone

Seconds are those of the processor. Only what takes long enough to be measured counts; a factor over the limit is
measured again, since other processes of the machine slow a single run down.
"""

from __future__ import annotations

import argparse
import gc
import random
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .fuzz import processor_s
from .hostile_targets import all_targets
from .hostile_texts import OPENINGS, SHAPES, cut_to_bytes, repeat_shape
from .target import Target

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
LENGTHS = (2_000, 4_000, 8_000, 16_000, 32_000, 64_000)
"""Characters of a text that is doubled until its time can be measured, as far as 64 KB go."""
MAX_GROWTH = 2.6
"""By which time may grow when the text doubles: linear and 30 %."""
MIN_MEASURED_S = 0.04
"""Below this a time says nothing."""
TRIES = 3


@dataclass(frozen=True)
class Growth:
    """What one shape does to one reader."""

    shape: str
    opening: str
    factor: float = 0.0
    """By which the time grew at the first doubling that could be measured; 0: all of it was too quick."""
    seconds: float = 0.0
    """For a thousand characters, there."""

    @property
    def first_shape(self) -> str:
        """The opening, and the shape once."""
        return self.opening + self.shape


def measure_growth(target: Target, shape: str, opening: str = OPENINGS[0]) -> Growth:
    """Return how a reader's time grows with a shape behind an opening."""
    before = seconds = 0.0
    for length in LENGTHS:
        text = repeat_shape(shape, length, opening)
        if cut_to_bytes(text) != text:
            break
        seconds = _least_time(target, shape, opening, length, 1)
        if before > MIN_MEASURED_S:
            if seconds > MAX_GROWTH * before:
                before = _least_time(target, shape, opening, length // 2, TRIES)
                seconds = _least_time(target, shape, opening, length, TRIES)
            return Growth(shape, opening, seconds / before, 1000 * seconds / length)
        before = seconds
    return Growth(shape, opening)


def _least_time(target: Target, shape: str, opening: str, length: int, tries: int) -> float:
    """Return the least processor time of several readings, each of a text no cache has seen."""
    times = []
    for _try in range(tries):
        text = repeat_shape(shape, length, f"{opening}{random.random()} ")
        begin = processor_s()
        with suppress(*target.expected):
            target.read(text)
        times.append(processor_s() - begin)
    return min(times)


def all_growth(only: str = "") -> Iterator[tuple[Target, list[Growth]]]:
    """Yield each reader with what every shape does to it."""
    with tempfile.TemporaryDirectory() as name:
        for target in all_targets(Path(name)):
            if target.name.startswith(only):
                target.warm_up()
                gc.freeze()  # a collection that goes through all that was loaded would count for the text that met it
                yield target, [measure_growth(target, shape, opening) for shape in SHAPES for opening in OPENINGS]


def report_lines(target: Target, growths: list[Growth]) -> Iterator[Line]:
    """Yield the worst factor of a reader, and its longest time."""
    worst = max(growths, key=lambda growth: growth.factor)
    slowest = max(growths, key=lambda growth: growth.seconds)
    yield (
        f"growth, {target.name}, worst of {len(SHAPES)}: {worst.first_shape!r}",
        worst.factor,
        f"≤ {MAX_GROWTH}",
    )
    yield f"longest, {target.name}, s for 1,000 characters: {slowest.first_shape!r}", slowest.seconds, ""


def run() -> Iterator[Line]:
    """Report growth and longest time of every reader."""
    for target, growths in all_growth():
        yield from report_lines(target, growths)


def main(arguments: list[str]) -> None:
    """Measure the readers asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks growth")
    parser.add_argument("--only", default="", help="beginning of the names of the readers")
    for target, growths in all_growth(parser.parse_args(arguments).only):
        for name, value, wanted in report_lines(target, growths):
            print(f"{name:64} {value:8.3f}  {wanted}", flush=True)
        for growth in growths:
            if growth.factor > MAX_GROWTH:
                print(f"    over: {growth.first_shape!r} × {growth.factor:.2f}", flush=True)
