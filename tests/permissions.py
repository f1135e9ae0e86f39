"""Folders that nobody may write to, also where the tests run as root, whom no permission stops."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_VERSION, _OVERRIDES = 0x20080522, 0b1110
"""From <linux/capability.h>: its third version; CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER."""


@contextmanager
def closed_folder(folder: Path, *, below: bool = True) -> Iterator[None]:
    """Keep this process from changing a folder, and those below it; skips the test where that cannot be done."""
    paths = [folder, *(path for path in folder.rglob("*") if not path.is_symlink())] if below else [folder]
    modes = {path: path.stat().st_mode for path in paths}
    with _bound_by_permissions():
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)


@contextmanager
def _bound_by_permissions() -> Iterator[None]:
    if os.name != "posix":
        pytest.skip("folders have no permissions there")
    if os.geteuid():
        yield
        return
    if sys.platform != "linux":
        pytest.skip("root may write everywhere")
    library = ctypes.CDLL(None, use_errno=True)
    head, sets = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    library.capget(head, sets)
    before = sets[0]
    sets[0] &= ~_OVERRIDES
    if library.capset(head, sets):
        pytest.skip("root may write everywhere")
    try:
        yield
    finally:
        sets[0] = before
        library.capset(head, sets)
