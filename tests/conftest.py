"""What tests share: a tool a test needs is installed in CI, and named elsewhere."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NEVER_S = 600
"""No answer takes so long: a test that waits longer hangs."""
# messages are tested in English, whatever the developer's machine speaks
os.environ["AUDIOGUIDE_LANG"] = "en"


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
