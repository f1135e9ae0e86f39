"""Work with limits: what it gives back, and what stops it."""

from __future__ import annotations

import itertools
import os
import signal
import sys

import pytest

from audioguide.assembly import sandbox
from audioguide.assembly.sandbox import LimitExceeded
from audioguide.errors import DocumentError
from audioguide.i18n import _, use_message_language


def doubled(text: str, times: int = 2) -> str:
    print("noise of a library")
    os.write(1, b"noise of a C library")
    return text * times


def refuse(text: str) -> str:
    raise DocumentError(f"{text} is no document", hint="Take another.")


class Unpicklable(Exception):
    def __init__(self, first: int, other: int) -> None:
        super().__init__("two arguments")


def fail_oddly() -> None:
    raise Unpicklable(1, 2)


def count_for_ever() -> None:
    for _number in itertools.count():
        pass


def allocate() -> int:
    return len([bytearray(50_000_000) for _n in range(200)])


def nest(depth: int = 10**6) -> int:
    return nest(depth - 1) if depth else 0


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_result_comes_back_whatever_is_printed_meanwhile() -> None:
    assert sandbox.run_limited(doubled, 30, 1000, "ab", times=3) == "ababab"


def test_an_error_of_ours_comes_back_with_its_hint() -> None:
    with pytest.raises(DocumentError, match="x is no document") as error:
        sandbox.run_limited(refuse, 30, 1000, "x")
    assert error.value.hint == "Take another."


def refuse_in_words() -> None:
    raise DocumentError(_("There is nothing to undo."))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_messages_are_in_the_language_of_whoever_asked(language: str) -> None:
    with use_message_language(language), pytest.raises(DocumentError) as error:
        sandbox.run_limited(refuse_in_words, 30, 1000)
    assert (error.value.message == "There is nothing to undo.") == (language == "en")


def test_an_error_that_cannot_travel_is_told() -> None:
    with pytest.raises(RuntimeError, match="Unpicklable: two arguments"):
        sandbox.run_limited(fail_oddly, 30, 1000)


def test_work_without_end_is_stopped() -> None:
    with pytest.raises(LimitExceeded) as stopped:
        sandbox.run_limited(count_for_ever, 1, 1000)
    assert stopped.value.limit == "time"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory there")
@pytest.mark.parametrize("work", [allocate, nest])
def test_memory_without_end_is_refused(work: object) -> None:
    with pytest.raises(LimitExceeded) as stopped:
        sandbox.run_limited(work, 60, 500)  # type: ignore[arg-type]
    assert stopped.value.limit == "memory"


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(LimitExceeded) as stopped:
        sandbox.run_limited(crash, 30, 1000)
    assert stopped.value.limit == "crash"
