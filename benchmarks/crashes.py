"""A build killed, or interrupted, at each of its file operations: what visitors meet, what the next build makes.

    python -m benchmarks crashes                                       SIGKILL at every operation
    python -m benchmarks crashes --signal INT --points 100             Ctrl-C at a hundred of them, evenly spread
    python -m benchmarks crashes --points 100 --seed 7                 at a hundred of them, drawn

Three tours, of which two change: another number, two stops more, a stop and a picture removed. Each build runs in a
process of its own, which really gets the signal. At the crash no page may link to a file that is not there; after the
next build the site equals that of an undisturbed one, nothing stray beside it.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from audioguide import files, registry
from audioguide.assembly import integrity
from audioguide.commands import build
from audioguide.commands.build_plan import BuildRequest
from audioguide.engines.silent import SilentEngine
from audioguide.project import Project

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
SCRIPT = """\
title: {title}
language: en
cover: gate.png
cover_alt: A gate
stops:
  - {{number: 1, title: Gate, text: This is the gate., image: gate.png, alt: A gate}}
  - {{number: 2, title: Well, text: This is the well of {title}.}}
  - {{number: 3, title: Yard, text: This is the yard., image: yard.png, alt: A yard}}
"""
CHANGES = {
    "mill": (("number: 2,", "number: 4,"), ("This is the gate.", "This is the old gate.")),
    "barn": (
        (
            "  - {number: 3, title: Yard, text: This is the yard., image: yard.png, alt: A yard}\n",
            "  - {number: 5, title: Roof, text: This is the roof.}\n"
            "  - {number: 6, title: Loft, text: This is the loft.}\n",
        ),
    ),
}
LINK = re.compile(r'(?:href|src)="(?!https?:|data:|mailto:|#|/)([^"#?]+)')
LOUD = BuildRequest(engine="loud")


class LoudEngine(SilentEngine):
    """The silent engine under a name that may be published."""

    name = "loud"


class Crash(BaseException):
    """The power goes."""


def lose_power() -> None:
    """Raise ``Crash``, which nothing catches, as nothing catches a power cut."""
    raise Crash


class CountedOperations(files.FileOperations):
    """Counts its operations, and crashes in place of, or before, the n-th."""

    def __init__(self, deadly: int = 0, crash: Callable[[], None] = lose_power) -> None:
        self.count, self.deadly, self.crash = 0, deadly, crash

    def _count_operation(self) -> None:
        self.count += 1
        if self.count == self.deadly:
            self.crash()

    def replace(self, source: Path, target: Path) -> None:
        self._count_operation()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._count_operation()
        super().remove(path)

    def sync_file(self, path: Path) -> None:
        self._count_operation()
        super().sync_file(path)

    def sync_folder(self, path: Path) -> None:
        self._count_operation()
        super().sync_folder(path)


@dataclass
class Crashes:
    """What all points together met."""

    operations: int = 0
    """Of the undisturbed build: the points there are."""
    points: int = 0
    killed: int = 0
    """Builds that did not end by themselves."""
    faults: list[str] = field(default_factory=list)


def write_project(root: Path) -> None:
    """Write three tours."""
    from PIL import Image

    (root / "scripts").mkdir(parents=True)
    shutil.copy(Path(__file__).resolve().parents[1] / "voices.yaml", root)
    for name in ("gate", "yard"):
        Image.new("RGB", (80, 60), (len(name), 90, 60)).save(root / f"scripts/{name}.png")
    for name in ("mill", "barn", "shed"):
        (root / f"scripts/{name}.yaml").write_text(SCRIPT.format(title=name.title()))


def change_project(root: Path) -> None:
    """Change two of the three tours."""
    for name, changes in CHANGES.items():
        path = root / f"scripts/{name}.yaml"
        text = path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)


def build_apart(root: Path, deadly: int = 0, number: signal.Signals = signal.SIGKILL) -> tuple[int, int]:
    """Build in a forked process; return how it ended, as ``waitpid`` has it, and its operations if it counted them."""
    reading, writing = os.pipe()
    if not (process := os.fork()):
        status = 70
        try:
            os.chdir(root)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, _end_build)
            files.operations = operations = CountedOperations(deadly, lambda: os.kill(os.getpid(), number))
            build.build_tours(Project(root), LOUD)
            os.write(writing, str(operations.count).encode())
            status = 0
        except (KeyboardInterrupt, SystemExit):
            status = 130
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        count = int(pipe.read() or 0)
    return os.waitpid(process, 0)[1], count


def _end_build(_number: int, _frame: object) -> None:
    raise SystemExit


def site_files(output: Path) -> dict[str, bytes]:
    """Return the content of each file of a site, its locks and journals left out."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != files.LOCK and integrity.STATE not in path.parts
    }


def dead_links(output: Path) -> list[str]:
    """Return the links of pages that lead to no file."""
    return [
        f"{page.relative_to(output)} → {link}"
        for page in sorted(output.rglob("*.html"))
        if integrity.STATE not in page.parts
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not _leads_to_file((page.parent / link).resolve())
    ]


def _leads_to_file(path: Path) -> bool:
    return path.is_file() or (path / "index.html").is_file()


def crash_builds(number: signal.Signals, points: int = 0, seed: int | None = None) -> Crashes:
    """Crash a build at so many of its operations; 0: at all of them."""
    registry.BUILT_IN["engines"]["loud"] = f"{__name__}:LoudEngine"
    met = Crashes()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["AUDIOGUIDE_CACHE"] = str(folder / "cache")
        before, after, root = folder / "before", folder / "after", folder / "project"
        write_project(before)
        _require_success(build_apart(before)[0])
        shutil.copytree(before, after)
        change_project(before)
        change_project(after)
        ended, met.operations = build_apart(after)
        _require_success(ended)
        expected = site_files(after / "output")
        already_dead = set(dead_links(after / "output"))
        for deadly in _choose_points(met.operations, points, seed):
            shutil.copytree(before, root)
            ended, _count = build_apart(root, deadly, number)
            met.points += 1
            met.killed += bool(ended)
            met.faults += [f"{deadly}: {link}" for link in dead_links(root / "output") if link not in already_dead]
            again, _count = build_apart(root)
            built = site_files(root / "output")
            if again or built != expected:
                differing = [path for path in {*built, *expected} if built.get(path) != expected.get(path)]
                met.faults.append(f"{deadly}: the next build ended with {again}; other than undisturbed: {differing}")
            met.faults += [f"{deadly}: {problem}" for problem in integrity.output_problems(root / "output", "output")]
            shutil.rmtree(root)
            if met.points % 10 == 0:
                print(f"    {met.points} points, {len(met.faults)} faults", file=sys.stderr, flush=True)
    return met


def _choose_points(operations: int, points: int, seed: int | None) -> list[int]:
    every = range(1, operations + 1)
    if not points or points >= operations:
        return list(every)
    if seed is not None:
        return sorted(random.Random(seed).sample(every, points))
    return [1 + n * operations // points for n in range(points)]


def _require_success(ended: int) -> None:
    if ended:
        raise SystemExit(f"an undisturbed build ended with {ended}")


def run() -> Iterator[Line]:
    """Report what kills at every operation lead to."""
    met = crash_builds(signal.SIGKILL)
    yield f"faults after a kill at each of {met.operations} operations", len(met.faults), "0"


def main(arguments: list[str]) -> None:
    """Crash builds as asked, and print what was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks crashes")
    parser.add_argument("--signal", choices=("KILL", "INT", "TERM"), default="KILL")
    parser.add_argument("--points", type=int, default=0, help="how many operations; 0: all of them")
    parser.add_argument("--seed", type=int, default=None, help="draw the operations; else they are evenly spread")
    options = parser.parse_args(arguments)
    begin = time.monotonic()
    met = crash_builds(signal.Signals[f"SIG{options.signal}"], options.points, options.seed)
    seconds = time.monotonic() - begin
    print(f"SIG{options.signal} at {met.points} of {met.operations} operations in {seconds:.0f} s")
    print(f"{met.killed} builds did not end by themselves, {len(met.faults)} faults")
    for fault in met.faults[:20]:
        print(fault)
    sys.exit(bool(met.faults))
