"""How soon a sentence is heard: cold processes and a resident engine. ``python -m benchmarks first_sound [BASE]``

``BASE``: another version's folder, whose ``say`` runs in turns with this one's, so that a busy machine slows both.
The clips are forgotten before each round; models and dictionaries stay, as on any second day.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from audioguide.assembly.synthesis import usable_cores

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
AUDIT_RATIO = "≤ 0.75"
"""0.4 s, where the model as shipped took 0.535 s for a first clause."""
TEXT = "欢迎来到水磨头村，请您跟着我往里走。"
FIRST_CLAUSE = f"""
import os, sys
from audioguide.audio import playback
def stop_at_first_clip(clips):
    next(iter(clips))
    os._exit(0)
playback.play_clips = stop_at_first_clip
from audioguide.cli import main
sys.argv = ["audioguide", "say", {TEXT!r}, "--engine", "kokoro"]
main()
"""
"""The command as it is, until the first clip would be played."""
RESIDENT = f"""
import shutil, time
from audioguide.commands import say
from audioguide.engines.kokoro import KokoroEngine, sessions
from audioguide.project import Project
from pathlib import Path
def time_first_clip(text):
    shutil.rmtree(Project(Path()).cache / "clips", ignore_errors=True)
    begun = time.perf_counter()
    next(say.stream_speech(Project(Path()), say.tour_of_text(text, "zh-CN"), "kokoro"))
    return time.perf_counter() - begun
shipped = sessions._make_session(b"".join(sessions._rewrite(KokoroEngine()._model, "shipped")), {usable_cores()})
run, calls = sessions.run_session, []
sessions.run_session = lambda session, inputs: (calls.append(inputs), run(session, inputs))[1]
time_first_clip("你好，请您看这边的石桥和水磨。")
ours, theirs = [], []
for _turn in range({ROUNDS}):
    calls.clear()
    ours.append(time_first_clip({TEXT!r}))
    begun = time.perf_counter()
    shipped.run(None, calls[0])
    theirs.append(time.perf_counter() - begun)
print(min(ours), min(theirs))
"""
"""A process that has spoken once: seconds to the first clip, and of the model as shipped for that clause alone, on all
cores, in turns."""
Line = tuple[str, float, str]


def run(base: str = "") -> list[Line]:
    """Best of some rounds, everything in turns."""
    say = ["-m", "audioguide", "say", TEXT, "--engine", "kokoro", "-o", "speech.mp3"]
    with tempfile.TemporaryDirectory() as folder:
        here = {**os.environ, "AUDIOGUIDE_CACHE": str(Path(folder) / "here"), "PYTHONPATH": str(ROOT)}
        other = {**os.environ, "AUDIOGUIDE_CACHE": str(Path(folder) / "other"), "PYTHONPATH": base}
        results: dict[str, list[tuple[float, float]]] = {}
        for turn in range(ROUNDS + 1):
            for name, arguments, environment in (
                ("to a file", say, here),
                ("to the first clause", ["-c", FIRST_CLAUSE], here),
                *([("to a file, base", say, other)] if base else []),
            ):
                shutil.rmtree(Path(environment["AUDIOGUIDE_CACHE"]) / "clips", ignore_errors=True)
                measured = run_process(arguments, environment, folder)
                if turn:  # the first one makes models and dictionaries
                    results.setdefault(name, []).append(measured)
        shutil.rmtree(Path(here["AUDIOGUIDE_CACHE"]) / "clips", ignore_errors=True)
        printed = subprocess.check_output([sys.executable, "-c", RESIDENT], env=here, cwd=folder, text=True)
        resident, shipped = map(float, printed.split())
    lines: list[Line] = []
    for name, rounds in results.items():
        lines.append((f"say, cold, {name}: wall s", min(wall for wall, _cpu in rounds), ""))
        lines.append((f"say, cold, {name}: CPU s", min(cpu for _wall, cpu in rounds), ""))
    if base:
        for which, kind in enumerate(("wall", "CPU")):
            before = min(measured[which] for measured in results["to a file, base"])
            for name, target in (("to a file", "≤ 0.65"), ("to the first clause", "≤ 0.5")):
                after = min(measured[which] for measured in results[name])
                lines.append((f"{name} ÷ base to a file, {kind}", after / before, target))
    lines.append(("resident engine to the first clause, s", resident, "≤ 0.4"))
    return [*lines, ("resident engine to the first clause ÷ model as shipped", resident / shipped, AUDIT_RATIO)]


def run_process(arguments: list[str], environment: Mapping[str, str], folder: str) -> tuple[float, float]:
    """Return wall and CPU seconds of a Python process."""
    begun, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, check=True, capture_output=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, cpu


def main(arguments: list[str]) -> None:
    """Print the report."""
    for name, value, target in run(*arguments):
        print(f"{name:60} {value:8.2f}  {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
