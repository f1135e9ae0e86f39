"""Which calls of the model run at a time: one for each core, and no more speech than the memory is meant for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from threading import Condition

MAX_OVERTAKING_CALLS = 24
"""Calls that may go before one that came earlier; more would hold up a stop that is nearly spoken."""


class State(Enum):
    """Where a call is."""

    WAITING = auto()
    RUNNING = auto()
    CANCELLED = auto()
    ENDED = auto()


@dataclass(eq=False)
class Call:
    """A call of the model, from its request to its end."""

    length: float
    """Phonemes at rate 1: half the rate makes twice the speech of each."""
    urgent: bool = False
    """Somebody listens, and waits for it."""
    state: State = State.WAITING
    overtaken: int = 0
    """Calls that came later and went before it."""


class CallBudget:
    """Bounds the calls at a time and the speech that they make together, and with it the memory.

    Of the calls that wait the longest goes that still fits: beside a long piece there is room for a short one, so that
    no core waits. Who came first goes first once ``MAX_OVERTAKING_CALLS`` others went before, and an urgent call always
    does. A call that is longer than the budget runs alone.
    """

    def __init__(self, length: float, calls: int) -> None:
        self.length, self.calls = length, calls
        self.running_length, self.running_calls = 0.0, 0
        self._waiting: list[Call] = []
        self._changed = Condition()

    @contextmanager
    def reserve(self, length: float, *, urgent: bool = False) -> Iterator[None]:
        """Wait for room and hold it. Raises CancelledError where ``cancel_waiting`` is called meanwhile."""
        call = self.enqueue(length, urgent=urgent)
        try:
            with self._changed:
                self._changed.wait_for(lambda: call.state is not State.WAITING)
            if call.state is State.CANCELLED:
                raise CancelledError
            yield
        finally:
            self.end(call)

    def enqueue(self, length: float, *, urgent: bool = False) -> Call:
        """Return a call that runs, or waits and will run."""
        call = Call(length, urgent)
        with self._changed:
            self._waiting.append(call)
            self._start_fitting()
        return call

    def end(self, call: Call) -> None:
        """Give the room of a call to others, or its place in the queue."""
        with self._changed:
            if call.state is State.RUNNING:
                self.running_calls -= 1
                # sums of fractions leave crumbs
                self.running_length = self.running_length - call.length if self.running_calls else 0.0
            elif call.state is State.WAITING:
                self._waiting.remove(call)
            call.state = State.ENDED
            self._start_fitting()

    def cancel_waiting(self) -> None:
        """End the calls that wait; those that run go on, and later ones wait as ever."""
        with self._changed:
            for call in self._waiting:
                call.state = State.CANCELLED
            self._waiting.clear()
            self._changed.notify_all()

    def _start_fitting(self) -> None:
        """Start whichever calls may, until none fits."""
        while call := self._next_call():
            place = self._waiting.index(call)
            for earlier in self._waiting[:place]:
                earlier.overtaken += 1
            del self._waiting[place]
            call.state = State.RUNNING
            self.running_calls += 1
            self.running_length += call.length
            self._changed.notify_all()

    def _next_call(self) -> Call | None:
        if self.running_calls >= self.calls:
            return None
        preferred = (call for call in self._waiting if call.urgent or call.overtaken >= MAX_OVERTAKING_CALLS)
        candidates = [first] if (first := next(preferred, None)) else self._waiting
        room = self.length - self.running_length
        fitting = [call for call in candidates if not self.running_calls or call.length <= room]
        return max(fitting, key=lambda call: call.length, default=None)
