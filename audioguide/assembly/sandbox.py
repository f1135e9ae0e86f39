"""Work on files of strangers in a process of its own, with limits of time and memory.

Readers of PDF, Office documents and pictures are large and were written for files that mean well: 700 bytes can keep
one busy for ever, and 12 KB can ask for 10 GB. In a child process neither reaches the command, or the studio, that
asked.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from ..i18n import message_language

P = ParamSpec("P")
Result = TypeVar("Result")

Limit = Literal["time", "memory", "crash"]

_CHILD = "from audioguide.assembly.sandbox import answer_request; answer_request()"


class LimitExceeded(Exception):
    """The work was stopped: it took too long, wanted too much memory, or took its process down."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit = limit


def run_limited(
    function: Callable[P, Result], max_seconds: float, max_megabytes: int, *arguments: P.args, **options: P.kwargs
) -> Result:
    """Return what the function returns; it runs in a process of its own and must be one of a module.

    Arguments and result travel by pickle. Windows knows no limit of memory for a process; there only time is limited.
    Raises what the function raises, and LimitExceeded.
    """
    request = pickle.dumps((max_megabytes, function, arguments, options))
    paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    # a page's reader may have another language than the environment
    environment = {**os.environ, "PYTHONPATH": paths, "AUDIOGUIDE_LANG": message_language()}
    command = [sys.executable, "-c", _CHILD]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=nowhere) as child:
        try:
            answer, _nothing = child.communicate(request, timeout=max_seconds)
        except subprocess.TimeoutExpired:
            raise LimitExceeded("time") from None
        finally:
            child.kill()
    if child.returncode or not answer:
        raise LimitExceeded("crash")
    kind, value = pickle.loads(answer)
    if kind == "limit":
        raise LimitExceeded(value)
    if kind == "error":
        raise value
    result: Result = value
    return result


def answer_request() -> None:
    """Do what the parent asks for on the standard input, and answer on the standard output: the child's main."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not mix with the answer
    max_megabytes, function, arguments, options = pickle.load(sys.stdin.buffer)
    _limit_memory(max_megabytes)
    answer: tuple[str, Any]
    try:
        answer = ("result", function(*arguments, **options))
    except (MemoryError, RecursionError):
        answer = ("limit", "memory")
    except Exception as error:
        answer = ("error", error)
    try:
        data = pickle.dumps(answer)
        if answer[0] == "error":
            pickle.loads(data)  # some exceptions of libraries go in and do not come out
    except MemoryError:
        data = pickle.dumps(("limit", "memory"))
    except Exception:
        data = pickle.dumps(("error", RuntimeError(f"{type(answer[1]).__name__}: {answer[1]}")))
    with answers:
        answers.write(data)


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes << 20
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
