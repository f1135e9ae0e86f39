"""Projects that are built once and copied for each test, with an engine whose silence may be published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audioguide import registry
from audioguide.project import Project


def enter_project(root: Path, patch: pytest.MonkeyPatch) -> Project:
    """Work in a project, with a cache of its own and the engine ``loud``."""
    patch.setenv("AUDIOGUIDE_CACHE", str(root / "cache"))
    patch.setitem(registry.BUILT_IN["engines"], "loud", "benchmarks.crashes:LoudEngine")
    patch.chdir(root)
    return Project(root)


def copy_project(built: Path, folder: Path, patch: pytest.MonkeyPatch) -> Project:
    """Work in a copy of a project, with its cache, below a folder."""
    return enter_project(shutil.copytree(built, folder / "project"), patch)
