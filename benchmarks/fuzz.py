"""Hostile and accidental input, for a while: nothing but our own errors, and nothing that takes long or much.

    python -m benchmarks fuzz --minutes 30              random input for every reader of what people wrote
    python -m benchmarks fuzz --only import --seed 7    some readers alone, the same input again
    python -m benchmarks fuzz --classes                 64 KB of each class of characters for every reader, once

Each input is at most 64 KB, and takes at most 2 seconds of a free machine's processor (the less of two readings); what
asks models of the language about each word may take 10. What is found is printed with what makes it again, and belongs
into a test.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from .hostile_documents import replace_member
from .hostile_targets import all_targets
from .hostile_texts import CHARACTER_CLASSES, class_text, damage_bytes, damage_lines, random_text
from .machine_pace import measure_slowness
from .target import SlowInput, Target
from .time_limit import TooLong, interrupt_after

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
MAX_MEMORY_MB = 500
"""By which one input may let the process grow."""
GIVE_UP_S = 20.0
"""After which a reader is interrupted."""
SHARE_OF_CLASSES = 0.02
"""Of the inputs of a fuzz run that are one class of characters from beginning to end."""
ADDRESS_SPACE_BYTES = 6 << 30
"""Of this process: an input that wants all the memory of the machine does not get it."""


MAX_SHOWN_FAULTS = 30
MAX_SHOWN_CHARS = 40_000
"""Of a fault: what it takes to try most inputs again."""

_REPEATED = re.compile(r"(.{1,12}?)\1{7,}", re.DOTALL)
"""A few characters that stand there eight times or more."""


_CACHED_FUNCTION = type(lru_cache(len))


def fuzz(minutes: float, seed: int, only: str = "") -> list[Target]:
    """Feed random input to every target in turn; return the targets with what was found."""
    chance = random.Random(seed)
    _limit_memory()
    with tempfile.TemporaryDirectory() as name:
        targets = [target for target in all_targets(Path(name)) if target.name.startswith(only)]
        for target in targets:
            target.warm_up()
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until:
            for target in targets:
                _feed(target, *_random_input(target, chance))
        for target in targets:
            _check_slow_inputs(target)
    return targets


def feed_classes(seed: int, only: str = "") -> list[Target]:
    """Feed a text of each class of characters to every target; return the targets with what was found."""
    _limit_memory()
    with tempfile.TemporaryDirectory() as name:
        targets = [target for target in all_targets(Path(name)) if target.name.startswith(only)]
        for target in targets:
            target.warm_up()
        for target in targets:
            for number, characters in enumerate(CHARACTER_CLASSES):
                _feed(target, *_class_input(target, characters, seed + number))
            _check_slow_inputs(target)
    return targets


def _class_input(target: Target, name: str, seed: int) -> tuple[Callable[[], object], str]:
    text = class_text(name, seed)
    return lambda: target.read(text), f"class_text({name!r}, {seed})"


def _random_input(target: Target, chance: random.Random) -> tuple[Callable[[], object], str]:
    """Return a reading of random input, and the expression that makes the input."""
    if chance.random() < SHARE_OF_CLASSES:
        return _class_input(target, chance.choice([*CHARACTER_CLASSES]), chance.randrange(10**6))
    text = random_text(chance)
    if target.read_bytes is None or chance.random() < 0.4:
        return lambda: target.read(text), describe_input(text)
    data = target.write(text) if target.write else text.encode("utf-8", "replace")
    damage = damage_lines if target.write and chance.random() < 0.5 else damage_bytes
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        damaged = replace_member(data, chance.choice, lambda content: damage(content, chance))
    else:
        damaged = damage(data, chance)
    read = target.read_bytes
    return lambda: read(damaged), describe_input(damaged)


def describe_input(written: str | bytes) -> str:
    """Return a Python expression of a text or bytes; what repeats is multiplied, so that a fault can be tried."""
    text = written.decode("latin-1") if isinstance(written, bytes) else written
    parts, at = [], 0
    for repeated in _REPEATED.finditer(text):
        parts += [(text[at : repeated.start()], 1), (repeated[1], len(repeated[0]) // len(repeated[1]))]
        at = repeated.end()
    parts.append((text[at:], 1))
    shown = [
        repr(unit.encode("latin-1") if isinstance(written, bytes) else unit) + (f" * {count}" if count > 1 else "")
        for unit, count in parts
        if unit
    ]
    return " + ".join(shown) or repr(written)


def _feed(target: Target, read: Callable[[], object], shown: str) -> None:
    """Read once; add to the target's faults what must not happen."""
    _reset_peak()
    before_mb, begin = _memory_mb("VmRSS"), processor_s()
    try:
        with suppress(*target.expected), interrupt_after(GIVE_UP_S):
            read()
    except (Exception, TooLong):
        target.faults.append(f"{traceback.format_exc(limit=-3)}{shown}")
    seconds, megabytes = processor_s() - begin, _memory_mb("VmHWM") - before_mb
    if seconds > target.max_s:
        target.slow_inputs.append(SlowInput(read, seconds, shown))
    if megabytes > MAX_MEMORY_MB:
        target.faults.append(f"{megabytes:.0f} MB: {shown}")
    target.inputs += 1
    target.slowest_s, target.largest_mb = max(target.slowest_s, seconds), max(target.largest_mb, megabytes)


def _check_slow_inputs(target: Target) -> None:
    """Read what took long again, as if for the first time; add to the target's faults what takes long again.

    Processes that share a core slow each other down, in processor time too: it is measured against other work.
    """
    for slow in target.slow_inputs:
        _forget_results()
        target.warm_up()
        slowness = measure_slowness()
        begin = processor_s()
        with suppress(Exception, TooLong), interrupt_after(GIVE_UP_S):
            slow.read()
        again_s = processor_s() - begin
        slowness = (slowness + measure_slowness()) / 2
        if again_s / slowness > target.max_s:
            free_s = f"{again_s / slowness:.1f} s of a free machine"
            target.faults.append(f"{slow.seconds:.1f} s, again {again_s:.1f} s, {free_s}: {slow.shown}")


def _forget_results() -> None:
    """Empty every cache of what functions returned: a second reading would find its answers there."""
    for held in gc.get_objects():
        if isinstance(held, _CACHED_FUNCTION):
            held.cache_clear()


def processor_s() -> float:
    """Return the seconds that this process and its children used, the system's work for them left out."""
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _limit_memory() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, hard))


def _reset_peak() -> None:
    """Let the system count this process's highest memory again."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _memory_mb(name: str) -> float:
    """Return a figure of the process's memory; 0 where the system does not tell it."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def run() -> list[Line]:
    """Report what a minute of fuzzing finds."""
    return [("faults in a minute of fuzzing", sum(len(target.faults) for target in fuzz(1, 0)), "0")]


def main(arguments: list[str]) -> None:
    """Fuzz as asked, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default="", help="beginning of the names of the targets")
    parser.add_argument("--classes", action="store_true", help="each class of characters once, instead of random input")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    targets = feed_classes(seed, options.only) if options.classes else fuzz(options.minutes, seed, options.only)
    for target in targets:
        print(
            f"{target.name:20} {target.inputs:6} inputs, slowest {target.slowest_s:6.2f} s, "
            f"{target.largest_mb:4.0f} MB, {len(target.faults)} faults"
        )
    print(f"{sum(target.inputs for target in targets)} inputs, {processor_s():.0f} s of processor time, seed {seed}")
    for target in targets:
        for fault in target.faults[:MAX_SHOWN_FAULTS]:
            print(f"\n{target.name}:\n{fault[:MAX_SHOWN_CHARS]}")
    sys.exit(any(target.faults for target in targets))
