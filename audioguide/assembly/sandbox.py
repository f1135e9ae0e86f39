"""Work on files of strangers in a process of its own, with limits of time and memory.

Readers of PDF, Office documents and pictures are large and were written for files that mean well: 700 bytes can keep
one busy for ever, and 12 KB can ask for 10 GB. In a child process neither reaches the command, or the studio, that
asked.
"""

from __future__ import annotations

import math
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from ..i18n import message_language
from . import fork_server

P = ParamSpec("P")
Result = TypeVar("Result")

Limit = Literal["time", "memory", "crash"]

MODULES_NAME = "ISOLATED_MODULES"
"""What a module calls the others that its work in a process of its own imports."""
LEAST_PROCESSOR_S = 60
"""More than any work needs; a process whose asker was killed ends by it."""
_CHILD = """
import os
from audioguide.assembly.sandbox import answer_request
answer = os.dup(1)
os.dup2(2, 1)  # what libraries print must not mix with the answer
answer_request(0, answer)
"""


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
    work = pickle.dumps((max_seconds, max_megabytes, function, arguments, options))
    request = pickle.dumps((_describe_surroundings(), work))
    if fork_server.IS_SUPPORTED:
        own = sys.modules.get(function.__module__)
        try:
            modules = (function.__module__, *getattr(own, MODULES_NAME, ()))
            answer = fork_server.ask_copy(modules, request, max_seconds)
        except fork_server.WorkTimeout:
            raise LimitExceeded("time") from None
    else:
        answer = _ask_new_process(request, max_seconds)
    try:
        kind, value = pickle.loads(answer)
    except (EOFError, pickle.UnpicklingError):  # none, or a part: it died
        raise LimitExceeded("crash") from None
    if kind == "limit":
        raise LimitExceeded(value)
    if kind == "error":
        raise value
    result: Result = value
    return result


def _describe_surroundings() -> tuple[dict[str, str], str, list[str]]:
    """Return environment, folder and import paths of this process, for another to do its work there."""
    # a page's reader may have another language than the environment
    environment = {**os.environ, "AUDIOGUIDE_LANG": message_language()}
    folder = ""
    with suppress(OSError):  # it may be gone
        folder = str(Path.cwd())
    return environment, folder, fork_server.import_paths()


def _ask_new_process(request: bytes, max_seconds: float) -> bytes:
    """Return what a process started for it answers; empty where it died."""
    command = [sys.executable, "-c", _CHILD]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(
        command, env=fork_server.child_environment(), stdin=pipe, stdout=pipe, stderr=nowhere
    ) as child:
        try:
            answer, _nothing = child.communicate(request, timeout=max_seconds)
        except subprocess.TimeoutExpired:
            raise LimitExceeded("time") from None
        finally:
            child.kill()
    return b"" if child.returncode else answer


def answer_request(request: int, answer: int) -> None:
    """Do what is asked for in one open file, and answer in another: what a process of its own does."""
    with os.fdopen(request, "rb") as requests:
        (environment, folder, paths), work = pickle.load(requests)
    os.environ.clear()
    os.environ.update(environment)
    with suppress(OSError):
        os.chdir(folder or "/")
    sys.path[:] = paths
    data = _do_work(*pickle.loads(work))
    with os.fdopen(answer, "wb") as answers:
        answers.write(data)


def _do_work(
    max_seconds: float, max_megabytes: int, function: Callable[..., Any], arguments: Any, options: dict[str, Any]
) -> bytes:
    """Return, pickled, the kind of the answer and the answer itself."""
    _limit_resources(max_seconds, max_megabytes)
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
    return data


def _limit_resources(max_seconds: float, megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes << 20
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = LEAST_PROCESSOR_S + 4 * math.ceil(max_seconds)
    if hard == resource.RLIM_INFINITY or seconds < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
