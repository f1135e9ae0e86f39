"""Projects that are built once and copied for each test, with an engine whose silence may be published."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT

from audioguide import registry
from audioguide.commands import build
from audioguide.project import Project
from benchmarks.crashes import LOUD


def enter_project(root: Path, patch: pytest.MonkeyPatch) -> Project:
    """Work in a project, with a cache of its own and the engine ``loud``."""
    patch.setenv("AUDIOGUIDE_CACHE", str(root / "cache"))
    patch.setitem(registry.BUILT_IN["engines"], "loud", "benchmarks.crashes:LoudEngine")
    patch.chdir(root)
    return Project(root)


def write_project(root: Path, scripts: Mapping[str, str]) -> None:
    """Write scripts, by their stems, and the voices of this repository into a new project."""
    (root / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "voices.yaml", root)
    for stem, text in scripts.items():
        (root / f"scripts/{stem}.yaml").write_text(text)


def build_project(root: Path) -> Path:
    """Build all that a project has with the engine ``loud``; its tests copy it. Returns its folder."""
    with pytest.MonkeyPatch.context() as patch:
        build.build_tours(enter_project(root, patch), LOUD)
    return root


def copy_project(built: Path, folder: Path, patch: pytest.MonkeyPatch) -> Project:
    """Work in a copy of a project, with its cache, below a folder."""
    return enter_project(shutil.copytree(built, folder / "project"), patch)
