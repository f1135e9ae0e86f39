"""What tests share: a tool a test needs is installed in CI, and named elsewhere."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest

from audioguide.project import cache_folder

ROOT = Path(__file__).resolve().parents[1]
NEVER_S = 600
"""No answer takes so long: a test that waits longer hangs."""
IMPATIENT = (
    "audioguide.commands.git_versions.TIMEOUT_S",
    "audioguide.engines.azure.STATUS_TIMEOUT_S",
    "audioguide.engines.edge.STATUS_TIMEOUT_S",
    "audioguide.engines.http.STATUS_TIMEOUT_S",
    "audioguide.web.site_check.TIMEOUT_S",
    "audioguide.web.targets.sftp.CONNECT_TIMEOUT_S",
)
"""Seconds after which a person wants to hear that nobody answers; a busy machine may take longer."""
# the same examples in every run: what others show is for `benchmarks fuzz` to look for
hypothesis.settings.register_profile("same examples", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("same examples")
# messages are tested in English, whatever the developer's machine speaks
os.environ["AUDIOGUIDE_LANG"] = "en"


def _own_cache_where_home_has_none() -> None:
    """Some accounts have a home they may not write to, such as those that run CI."""
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=cache_folder()).close()
    except OSError:
        folder = tempfile.mkdtemp(prefix="audioguide-tests-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["AUDIOGUIDE_CACHE"] = folder


_own_cache_where_home_has_none()


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """A test that wants a time limit to pass sets a short one."""
    with pytest.MonkeyPatch.context() as patch:
        for limit in IMPATIENT:
            patch.setattr(limit, NEVER_S)
        yield


_reserved = ExitStack()
atexit.register(_reserved.close)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names bytes by their length: written out, compressed bytes hold the second of their making, and processes that
    collect on both sides of it do not agree on the tests there are."""
    return f"{argname}-{len(val)}-bytes" if isinstance(val, bytes) else None


def reserve_port(host: str = "127.0.0.1") -> int:
    """Return a port that the system gives to nobody else while this process lives: a server may come and go there."""
    holder = _reserved.enter_context(socket.socket())
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # who asks for this very port gets it
    holder.bind((host, 0))
    return int(holder.getsockname()[1])


def need(tool: str, install: str) -> str:
    """Path of an external program; without it the test is skipped, in CI it fails."""
    # servers live where an ordinary user's PATH does not look
    program = shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/sbin")
    if program is None:
        _missing(f"{tool} is not installed: {install}")
    return str(program)


def need_module(module: str, install: str) -> None:
    """As ``need``, for a Python package."""
    if importlib.util.find_spec(module) is None:
        _missing(f"{module} is not installed: {install}")


NODE_MODULES = ROOT / "tests" / "browser" / "node_modules"


def need_npm(path: str) -> str:
    """As ``need``, for a file of a package of npm's."""
    program = NODE_MODULES / path
    if not program.exists():
        npm = "npm install --ignore-scripts --no-package-lock --prefix tests/browser"
        _missing(f"{program.name} is not installed: {npm}")
    return str(program)


def _missing(message: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
