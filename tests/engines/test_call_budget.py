"""How many calls of the model run at a time, and which."""

from __future__ import annotations

from concurrent.futures import CancelledError, ThreadPoolExecutor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.engines.kokoro.call_budget import MAX_OVERTAKING_CALLS, CallBudget, State

CALLS = st.lists(st.tuples(st.floats(1, 500), st.booleans()), max_size=40)


def test_calls_stay_within_the_budget_and_all_of_them_run() -> None:
    budget = CallBudget(300, 3)
    running: list[tuple[float, int]] = []

    def call(length: float) -> float:
        with budget.reserve(length):
            running.append((budget.running_length, budget.running_calls))
        return length

    lengths = [228, 60, 150, 150, 510, 1, 299.5, 301] * 20
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(call, lengths)) == sorted(lengths)
    assert {length for length, _calls in running if length > budget.length} <= {510, 301}
    assert max(calls for _length, calls in running) <= 3
    assert (budget.running_length, budget.running_calls) == (0, 0)


@given(CALLS, st.randoms())
def test_whatever_ends_first_the_laws_hold_and_nobody_waits_for_ever(
    calls: list[tuple[float, bool]], random: Random
) -> None:
    budget = CallBudget(300, 2)
    open_calls = [budget.enqueue(length, urgent=urgent) for length, urgent in calls]
    while open_calls:
        running = [call for call in open_calls if call.state is State.RUNNING]
        assert 1 <= len(running) <= 2
        assert len(running) == 1 or sum(call.length for call in running) <= 300 + 1e-6
        assert all(call.overtaken <= MAX_OVERTAKING_CALLS + 1 for call in open_calls)
        ended = random.choice(running)
        open_calls.remove(ended)
        budget.end(ended)
    assert (budget.running_length, budget.running_calls) == (0, 0)


def test_the_longest_that_fits_goes_first() -> None:
    budget = CallBudget(350, 2)
    long, short = budget.enqueue(200), budget.enqueue(100)
    too_long, fits, shorter = budget.enqueue(200), budget.enqueue(140), budget.enqueue(60)
    assert [call.state for call in (too_long, fits, shorter)] == [State.WAITING] * 3
    budget.end(short)
    assert [call.state for call in (too_long, fits, shorter)] == [State.WAITING, State.RUNNING, State.WAITING]
    budget.end(long)
    assert too_long.state is State.RUNNING


def test_nobody_is_overtaken_for_ever() -> None:
    budget = CallBudget(350, 2)
    held, small = budget.enqueue(200), budget.enqueue(100)
    patient = budget.enqueue(220)
    for _turn in range(MAX_OVERTAKING_CALLS):
        later = budget.enqueue(100)
        budget.end(small)
        small = later
        assert small.state is State.RUNNING
    last = budget.enqueue(100)
    budget.end(small)
    assert (patient.state, last.state) == (State.WAITING, State.WAITING)
    budget.end(held)
    assert (patient.state, last.state) == (State.RUNNING, State.RUNNING)


def test_an_urgent_call_goes_before_the_queue() -> None:
    budget = CallBudget(350, 2)
    first, _second = budget.enqueue(100), budget.enqueue(100)
    queued, urgent = budget.enqueue(200), budget.enqueue(20, urgent=True)
    budget.end(first)
    assert (queued.state, urgent.state) == (State.WAITING, State.RUNNING)


def test_a_call_that_fails_gives_its_room_back() -> None:
    budget = CallBudget(300, 2)
    with pytest.raises(ValueError, match="no"), budget.reserve(300):
        raise ValueError("no")
    assert (budget.running_length, budget.running_calls) == (0, 0)


def test_calls_that_wait_are_cancelled_and_later_ones_run() -> None:
    budget = CallBudget(300, 1)
    running = budget.enqueue(100)
    with ThreadPoolExecutor(1) as pool:

        def call() -> None:
            with budget.reserve(100):
                pass

        waiting = pool.submit(call)
        while not waiting.done():
            budget.cancel_waiting()
        with pytest.raises(CancelledError):
            waiting.result()
    budget.end(running)
    with budget.reserve(100):
        assert budget.running_calls == 1
