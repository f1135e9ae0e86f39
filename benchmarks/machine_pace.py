"""How much slower than a free machine this one is just now: neighbours take a share of its processor's caches and time.

Seconds of the processor of the same work differ by a factor of two within a minute on a rented machine (measured). A
bar in seconds holds for what the work takes, not for who else works: seconds are divided by this factor.
"""

from __future__ import annotations

import re
import time

FREE_MACHINE_S = 0.13
"""What ``do_standard_work`` takes a free core of a server (AMD EPYC, Python 3.11)."""
_TEXT = "水车在河边转了两百年 the mill wheel 1890 " * 200
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]|\d+")


def do_standard_work() -> int:
    """Search, count and sort as our readers do; return how many words there are."""
    counts: dict[str, int] = {}
    for _turn in range(60):
        for match in _WORD.finditer(_TEXT):
            counts[match[0]] = counts.get(match[0], 0) + 1
    return len(sorted(range(200_000), key=lambda number: number * 7919 % 200_003)[: len(counts)])


def measure_slowness() -> float:
    """Return how many times the seconds of a free machine this one takes just now, at least 1."""
    begin = time.process_time()
    do_standard_work()
    return max(1.0, (time.process_time() - begin) / FREE_MACHINE_S)
