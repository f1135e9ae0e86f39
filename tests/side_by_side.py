"""Things done at the same moment, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def run_at_once(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """Do all of it at the same moment; return the results in order, or raise what the first of them raised."""
    start = Barrier(len(acts))

    def run_act(act: Callable[[], Result]) -> Result:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run_act, acts))
