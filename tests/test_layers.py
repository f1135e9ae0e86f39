"""Walls that import-linter does not see; the layers themselves stand in ``pyproject.toml``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "audioguide"
MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_knows_click(path: Path) -> None:
    assert path.relative_to(PACKAGE).parts[0] == "cli" or "import click" not in path.read_text()
