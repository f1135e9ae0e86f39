"""Pictures and recordings that come at once: each takes a name of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from side_by_side import run_at_once

from audioguide.commands import media_files, plan_pictures
from audioguide.project import Project

UPLOADS = 8


def test_uploads_of_one_stop_at_once_all_stay(tmp_path: Path) -> None:
    store_upload = partial(media_files.store_media, Project(tmp_path), "images", "mill-1", ".png")
    stored = run_at_once([partial(store_upload, bytes([number])) for number in range(UPLOADS)])
    contents = [(tmp_path / "scripts" / path).read_bytes() for path in stored]
    assert contents == [bytes([number]) for number in range(UPLOADS)]


def test_drawings_of_one_plan_at_once_all_stay(tmp_path: Path) -> None:
    def store_drawing(number: int) -> str:
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{number + 10}" height="10"></svg>'
        return plan_pictures.store_picture(
            Project(tmp_path), tmp_path / "scripts" / "mill.yaml", "mill-plan", "plan.svg", drawing.encode()
        )

    stored = run_at_once([partial(store_drawing, number) for number in range(UPLOADS)])
    assert len(set(stored)) == UPLOADS
    for number, path in enumerate(stored):
        assert f'width="{number + 10}"' in (tmp_path / "scripts" / path).read_text(encoding="utf-8")
