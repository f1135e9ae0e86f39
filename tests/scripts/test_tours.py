"""The repository's own two first tours, read back by readers that had no part in writing them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, need, need_module

from audioguide import manifest
from audioguide.authoring import script
from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.project import Project


@pytest.mark.parametrize("name", ["longqing-school", "mozui-village"])
def test_chapters_are_read_back_alike(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ffprobe = need("ffprobe", "apt install ffmpeg")
    need_module("eyed3", "pip install eyed3")
    import eyed3

    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "voices.yaml", tmp_path)
    shutil.copy(ROOT / "scripts" / f"{name}.yaml", tmp_path / "scripts")
    shutil.copytree(ROOT / "scripts" / "plans", tmp_path / "scripts" / "plans")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    project = Project(tmp_path)
    (outcome,) = build.build_tours(project, BuildRequest(engine="silent", pages=False))
    built = manifest.load_manifest(project.output / name / manifest.MANIFEST_FILE)
    file = outcome.files[0]

    titles = [stop.title for stop in script.load_tour(ROOT / "scripts" / f"{name}.yaml").stops]
    expected = [(chapter.start, chapter.title) for chapter in built.chapters]
    assert [title for _start, title in expected] == titles

    command = [ffprobe, "-v", "error", "-show_chapters", "-of", "json", str(file)]
    probed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["chapters"]
    assert [(chapter["start"], chapter["tags"]["title"]) for chapter in probed] == expected

    tag = eyed3.load(file).tag
    read = {chapter.element_id: (chapter.times.start, chapter.title) for chapter in tag.chapters}
    (contents,) = tag.table_of_contents
    assert [read[child] for child in contents.child_ids] == expected
    assert tag.version == (2, 3, 0)
