"""Work with limits: what it gives back, and what stops it."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audioguide.assembly import fork_server, sandbox
from audioguide.assembly.sandbox import LimitExceeded
from audioguide.errors import DocumentError
from audioguide.i18n import _, use_message_language


@pytest.fixture(params=[True, False], ids=["copied", "started"], autouse=True)
def is_copied(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the process that works is a copy of one that waits, as where the system can do that."""
    if request.param and not fork_server.IS_SUPPORTED:
        pytest.skip("no process can be copied here")
    monkeypatch.setattr(fork_server, "IS_SUPPORTED", request.param)
    return bool(request.param)


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


def describe_surroundings(mark: str) -> tuple[str, str, int]:
    return os.environ[mark], str(Path.cwd()), os.getpid()


def test_the_work_is_done_in_the_surroundings_of_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.run_limited(doubled, 30, 1000, "a")
    monkeypatch.setenv("AUDIOGUIDE_MARK", "changed")
    monkeypatch.chdir(tmp_path)
    mark, folder, process = sandbox.run_limited(describe_surroundings, 30, 1000, "AUDIOGUIDE_MARK")
    assert (mark, Path(folder).resolve()) == ("changed", tmp_path.resolve())
    assert process != os.getpid()


def test_megabytes_go_to_and_fro_for_several_at_a_time() -> None:
    texts = [character * 3_000_000 for character in "abcdef"]
    with ThreadPoolExecutor(len(texts)) as pool:
        results = list(pool.map(lambda text: sandbox.run_limited(doubled, 60, 1000, text), texts))
    assert results == [text * 2 for text in texts]


def hold_open(path: Path) -> None:
    with path.open("w"):
        count_for_ever()


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_what_takes_too_long_is_no_more(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(LimitExceeded):
        sandbox.run_limited(hold_open, 3, 1000, pipe)
    os.set_blocking(held, True)
    assert os.read(held, 1) == b""  # comes once nobody holds the other end
    os.close(held)


def test_a_server_that_has_ended_is_started_again(is_copied: bool) -> None:
    if not is_copied:
        pytest.skip("no server is used")
    sandbox.run_limited(doubled, 30, 1000, "a")
    server = fork_server._servers[os.getpid()]
    os.kill(server._process.pid, signal.SIGKILL)
    assert sandbox.run_limited(doubled, 30, 1000, "b") == "bb"
    assert fork_server._servers[os.getpid()] is not server


def test_a_process_that_was_forked_has_a_server_of_its_own(is_copied: bool) -> None:
    if not is_copied:
        pytest.skip("no server is used")
    sandbox.run_limited(doubled, 30, 1000, "a")
    if (child := os.fork()) == 0:
        result = sandbox.run_limited(doubled, 30, 1000, "b")
        fork_server._servers[os.getpid()].close()
        os._exit(0 if result == "bb" and len(fork_server._servers) == 2 else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert sandbox.run_limited(doubled, 30, 1000, "c") == "cc"
