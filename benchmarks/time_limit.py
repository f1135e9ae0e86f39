"""A limit of processor time for what is measured."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLong(BaseException):
    """Something was interrupted; no reader catches it."""


@contextmanager
def interrupt_after(seconds: float) -> Iterator[None]:
    """Raise TooLong in what takes more of this process's own time than that."""
    before = signal.signal(signal.SIGVTALRM, _raise_too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _raise_too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong
