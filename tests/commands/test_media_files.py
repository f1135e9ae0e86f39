"""Pictures and recordings that come at once: each takes a name of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from audioguide.commands import media_files, plan_pictures
from audioguide.project import Project

UPLOADS = 8


def store_at_once(project: Project) -> list[str]:
    """Store files of one stop from as many threads, all at the same moment; return their paths."""
    start = Barrier(UPLOADS)

    def store(number: int) -> str:
        start.wait()
        return media_files.store_media(project, "images", "mill-1", ".png", bytes([number]))

    with ThreadPoolExecutor(UPLOADS) as pool:
        return list(pool.map(store, range(UPLOADS)))


def test_uploads_of_one_stop_at_once_all_stay(tmp_path: Path) -> None:
    stored = store_at_once(Project(tmp_path))
    contents = [(tmp_path / "scripts" / path).read_bytes() for path in stored]
    assert contents == [bytes([number]) for number in range(UPLOADS)]


def test_drawings_of_one_plan_at_once_all_stay(tmp_path: Path) -> None:
    start = Barrier(UPLOADS)

    def store(number: int) -> str:
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{number + 10}" height="10"></svg>'
        start.wait()
        return plan_pictures.store_picture(
            Project(tmp_path), tmp_path / "scripts" / "mill.yaml", "mill-plan", "plan.svg", drawing.encode()
        )

    with ThreadPoolExecutor(UPLOADS) as pool:
        stored = list(pool.map(store, range(UPLOADS)))
    assert len(set(stored)) == UPLOADS
    for number, path in enumerate(stored):
        assert f'width="{number + 10}"' in (tmp_path / "scripts" / path).read_text(encoding="utf-8")
