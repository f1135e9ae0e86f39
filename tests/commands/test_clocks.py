"""Files whose dates say nothing, as of a wrong clock or an archive; and what was copied or linked by hand."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from built_projects import build_project, copy_project, write_project
from click.testing import CliRunner

from audioguide.assembly import integrity
from audioguide.assembly.clip_cache import Cache
from audioguide.cli import group
from audioguide.commands import build, history, retire
from audioguide.commands.build_plan import BuildListener
from audioguide.commands.history import History
from audioguide.commands.publish import PublishRequest, publish_site
from audioguide.commands.removed_scripts import list_removed
from audioguide.errors import AudioguideError, ConfigError
from audioguide.project import Project
from benchmarks.crashes import LOUD

SCRIPT = "schema: 1\ntitle: Mill\nlanguage: en\nstops:\n  - {number: 1, title: Gate, text: This is the gate.}\n"
DAY_S = 86_400
DATES_S = {
    "1960": -315_619_200,
    "1970": 0,
    "1980": 315_532_800,
    "tomorrow": time.time() + 2 * DAY_S,
    "9999": 253370764800,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clocks")
    write_project(root, {"mill": SCRIPT})
    return build_project(root)


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return copy_project(built, tmp_path, monkeypatch)


def date_all(folder: Path, seconds: float) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (seconds, seconds))


@pytest.mark.parametrize("date", DATES_S)
def test_a_build_looks_at_content_and_not_at_dates(date: str, project: Project) -> None:
    date_all(project.root, DATES_S[date])
    assert all(result.unchanged for result in build.build_tours(project, LOUD))
    (project.scripts / "mill.yaml").write_text(SCRIPT.replace("This", "That"))
    date_all(project.root, DATES_S[date])
    assert not build.build_tours(project, LOUD)[0].unchanged
    date_all(project.root, DATES_S[date])
    assert all(result.unchanged for result in build.build_tours(project, LOUD))
    assert not integrity.output_problems(project.output, "output")
    publish_site(project, PublishRequest("zip:site.zip", {}))
    with zipfile.ZipFile("site.zip") as archive:
        assert {1980 <= entry.date_time[0] <= 2107 for entry in archive.infolist()} == {True}


def test_pages_of_a_zip_that_changed_have_another_date(project: Project) -> None:
    date_all(project.output, DATES_S["1980"] + DAY_S)
    (project.scripts / "mill.yaml").write_text(SCRIPT.replace("Gate", "Yard"))  # as long as before
    build.build_tours(project, LOUD)
    publish_site(project, PublishRequest("zip:site.zip", {}))
    with zipfile.ZipFile("site.zip") as archive:
        times = {entry.filename: entry.date_time[:3] for entry in archive.infolist()}
    assert times["mill/1/index.html"][0] >= 2026 and (1980, 1, 2) in times.values()


@pytest.mark.parametrize("date", DATES_S)
def test_clips_of_any_date_grow_old(date: str, project: Project) -> None:
    cache = Cache(project.cache)
    date_all(cache.folder, DATES_S[date])
    count = cache.size().clips
    is_past = DATES_S[date] < time.time()
    assert cache.prune(days=30).clips == (count if is_past else 0)
    if not is_past:
        assert all(path.stat().st_mtime <= time.time() for path in cache.folder.rglob("*.clip"))
        assert cache.prune(days=0).clips == count


def test_an_edit_after_the_clock_was_set_back_takes_no_version_away(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:
            return cls(2026, 1, 3 - len(edits.list_versions()), tzinfo=UTC)

    edits = History(project, "mill")
    monkeypatch.setattr(history, "datetime", Clock)
    edits.record_edit(b"a", b"b", "first", field="1/0")
    edits.record_edit(b"b", b"c", "second", field="1/0")
    assert [edits.read_version(version.after) for version in edits.list_versions()] == [b"b", b"c"]


def test_scripts_of_one_name_that_are_removed_within_a_second_are_all_kept(project: Project) -> None:
    for text in ("first", "second"):
        (project.scripts / "shed.yaml").write_text(SCRIPT.replace("Mill", text))
        retire.remove_scripts(project, "shed")
    assert {removed.title for removed in list_removed(project)} == {"first", "second"}


# ---------------------------------------------------------------- by hand


class Listener(BuildListener):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, message: str) -> None:
        self.lines.append(message)


def test_a_tour_s_folder_that_somebody_copied_is_named_as_a_copy_and_never_published(project: Project) -> None:
    shutil.copytree(project.output / "mill", project.output / "mill-old")
    listener = Listener()
    build.build_tours(project, LOUD, listener)
    (line,) = (line for line in listener.lines if "mill-old" in line)
    assert "copy of “mill”" in line
    publish_site(project, PublishRequest("folder:pub", {}))
    assert not Path("pub/mill-old").exists() and (project.output / "mill-old/mill.mp3").exists()
    with pytest.raises(ConfigError) as caught:
        retire.remove_site(project, "mill-old")
    assert "mill-old" in caught.value.hint and "Did you mean" not in caught.value.hint


@pytest.mark.parametrize("name", ["site.yaml", "voices.yaml"])
@pytest.mark.parametrize("command", [("build",), ("check",), ("qr",), ("rename", "mill", "water")])
def test_settings_that_are_a_dead_link_are_an_error_of_each_command(
    name: str, command: tuple[str, ...], project: Project
) -> None:
    (project.root / name).unlink(missing_ok=True)
    (project.root / name).symlink_to(project.root / "nowhere.yaml")
    result = CliRunner().invoke(group, command)
    error = result.exception
    shown = f"{result.output} {[each.message for each in getattr(error, 'problems', ())]}"
    assert result.exit_code == 1 and name in shown, (shown, error)
    assert error is None or isinstance(error, AudioguideError | SystemExit)
    assert (project.scripts / "mill.yaml").exists()
