"""Two browsers and an editor at one script: sixty operations lose no edit and break no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk, RunningStudio, new_project
from drivers import chromium, firefox
from operations import LONG_SCRIPT, lost_tokens, run_operations

from audioguide.authoring import script

pytestmark = pytest.mark.browser
OPERATIONS = 60


def test_two_browsers_and_an_editor_lose_nothing(tmp_path: Path) -> None:
    studio = RunningStudio(new_project(tmp_path, LONG_SCRIPT))
    try:
        with chromium() as first, firefox() as other:
            outcome = run_operations([Desk(first, studio), Desk(other, studio)], OPERATIONS, 2)
        assert lost_tokens(outcome, studio.text()) == []
        assert len(script.load_tour(studio.project.scripts / "liutang.yaml").stops) == 3
    finally:
        studio.kill()
