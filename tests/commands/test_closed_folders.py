"""Each command that writes, where it may not or the disk is full: it says so, changes nothing, and works later."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from built_projects import copy_project, enter_project, write_project
from permissions import closed_folder

from audioguide import files
from audioguide.assembly import journal
from audioguide.assembly.clip_cache import Cache
from audioguide.authoring import printed_labels
from audioguide.commands import (
    add_picture,
    build,
    edit_script,
    edit_settings,
    labels,
    lexicon,
    new,
    removed_scripts,
    rename,
    retire,
    script_moves,
)
from audioguide.commands.build_plan import BuildRequest
from audioguide.commands.history import History
from audioguide.commands.import_ import ImportRequest, import_documents
from audioguide.commands.publish import PublishRequest, publish_site
from audioguide.commands.script_edits import SetText
from audioguide.errors import AudioguideError, EngineError
from audioguide.model import LexiconEntry
from audioguide.project import Project
from benchmarks.crashes import LOUD, CountedOperations, site_files

SCRIPT = "title: {title}\nlanguage: {language}\nstops:\n  - {{number: 1, title: Gate, text: This is the gate.}}\n"
SITE = "name: Mills\nbase_url: https://mill.example\ntours: [mill, barn]\n"
Act = Callable[[Project], object]
POINTS = 3
"""Operations at which a disk is full, evenly spread."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose site is built and published, with a cache and versions, for all tests to copy."""
    root = tmp_path_factory.mktemp("template") / "project"
    languages = {"mill": "en", "mill.fr": "fr", "barn": "en"}
    write_project(root, {name: SCRIPT.format(title=name.title(), language=tag) for name, tag in languages.items()})
    (root / "site.yaml").write_text(SITE)
    with pytest.MonkeyPatch.context() as patch:
        project = enter_project(root, patch)
        (root / "shed.txt").write_text("Shed\n\n1. Door\n\nThis is the door of the shed.\n")
        edit_settings.set_reading(project, "en", "gate", "gait")
        add_picture.add_picture(project, "mill", "1", picture("red"))
        build.build_tours(project, LOUD)
        publish_site(project, PublishRequest("folder:srv", {}))
    return root


@pytest.fixture
def project(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return copy_project(template, tmp_path, monkeypatch)


def picture(colour: str) -> bytes:
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (80, 60), colour).save(data, "PNG")
    return data.getvalue()


def build_anew(project: Project) -> None:
    build.build_tours(project, BuildRequest(engine="loud", force=True))


def edit_sentence(project: Project) -> None:
    edit_script.apply_edit(project, "mill", SetText("1", 0, "This is the gate.", "This is the old gate."))


def add_entries(project: Project, name: str) -> None:
    lexicon.add_entries(project, name, (LexiconEntry("mill", "mil"),), "en")


ACTS: dict[str, Act] = {
    "build": build_anew,
    "qr": lambda project: list(labels.make_labels(project, ("mill",), None, 40, None, False)),
    "import": lambda project: import_documents(ImportRequest([project.root / "shed.txt"]), project),
    "new": lambda project: new.write_starter_script(project, "shop", "Shop", "en"),
    "rename": lambda project: rename.rename_site(project, "mill", "wheel"),
    "remove": lambda project: retire.remove_scripts(project, "barn"),
    "lexicon of a script": lambda project: add_entries(project, "mill"),
    "lexicon of all": lambda project: add_entries(project, "voices.yaml"),
    "publish": lambda project: publish_site(project, PublishRequest("folder:srv/new", {})),
    "publish a file": lambda project: publish_site(project, PublishRequest("zip:srv/site.zip", {})),
    "prune": lambda project: Cache(project.cache).prune(days=0),
    "clear": lambda project: Cache(project.cache).clear(),
    "edit": edit_sentence,
    "picture": lambda project: add_picture.add_picture(project, "mill", "1", picture("blue")),
    "reading": lambda project: edit_settings.set_reading(project, "en", "wheel", "weel"),
    "undo": lambda project: edit_settings.undo_setting(project, "voices.yaml"),
}
CLOSED = {
    "output": ("qr", "rename", "remove"),
    "output/.audioguide": ("build", "rename"),
    "output/mill": ("build", "qr"),
    "output/barn": ("remove",),
    "output/assets": ("build",),
    "scripts": ("qr", "import", "new", "rename", "remove", "lexicon of a script", "edit", "picture"),
    "scripts/images": ("picture",),
    "cache": ("build", "prune", "clear", "rename", "remove", "qr", "lexicon of all", "reading", "undo"),
    "cache/clips": ("build", "prune", "clear"),
    "srv": ("publish", "publish a file"),
    ".audioguide": ("rename", "remove", "lexicon of a script", "lexicon of all", "edit", "reading", "undo"),
    ".audioguide/history": ("lexicon of a script", "edit", "reading", "undo"),
}
"""Folder that nobody may write to → what needs it."""


def written_files(project: Project) -> dict[str, bytes]:
    """Return all files of the project but locks, clips and versions: those of a change taken back stay."""
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in sorted(project.root.rglob("*"))
        if path.is_file() and path.name != files.LOCK and path.suffix != ".clip" and "history" not in path.parts
    }


@pytest.mark.parametrize(("folder", "name"), [(folder, name) for folder, names in CLOSED.items() for name in names])
def test_who_may_not_write_says_where_and_changes_nothing(folder: str, name: str, project: Project) -> None:
    if folder == "cache/clips" and name == "build":
        shutil.rmtree(project.root / folder)
        (project.root / folder).mkdir()
    before = written_files(project)
    with closed_folder(project.root / folder), pytest.raises(AudioguideError) as error:
        ACTS[name](project)
    assert folder in error.value.message and error.value.hint
    assert written_files(project) == before
    assert not journal.is_pending(project.output) and not (project.root / ".audioguide" / script_moves.NOTE).exists()
    if not folder.startswith("output"):
        ACTS[name](project)
        assert written_files(project) != before or name in ("prune", "clear", "build")


def test_labels_that_no_record_can_know_do_not_appear(project: Project) -> None:
    """Before, they were published, and what they lead to could go without a word."""
    with closed_folder(project.scripts), pytest.raises(AudioguideError):
        list(labels.make_labels(project, (), None, None, None, False))
    assert not (project.output / "mill/labels").exists() and not printed_labels.load_record(project).sites


def test_an_edit_that_was_not_written_is_no_step_of_the_history(project: Project) -> None:
    """Before, it stood there as the last one, and nothing could be undone."""
    edit_settings.set_reading(project, "en", "wheel", "weel")
    before, steps = project.voices.read_bytes(), History(project, "voices.yaml").available_steps()
    with closed_folder(project.root, below=False):
        for act in (ACTS["lexicon of all"], ACTS["undo"]):
            with pytest.raises(AudioguideError):
                act(project)
    assert project.voices.read_bytes() == before
    assert History(project, "voices.yaml").available_steps() == steps
    edit_settings.undo_setting(project, "voices.yaml")


def test_a_move_that_ends_half_way_is_not_begun(project: Project) -> None:
    """A folder of one tour that nobody may write to: before, half of the site was new and half of it old."""
    before = site_files(project.output)
    with closed_folder(project.output / "mill/stops"), pytest.raises(AudioguideError, match="mill/stops"):
        build_anew(project)
    assert site_files(project.output) == before


class FullDisk(CountedOperations):
    """A disk that is full at one operation, and has room again after it."""

    def _count_operation(self) -> None:
        self.count += 1
        if self.count == self.deadly:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", [name for name in ACTS if name not in ("prune", "clear", "publish", "publish a file")])
def test_a_disk_that_is_full_at_any_operation_leaves_all_or_nothing(
    name: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    shutil.copytree(project.root, before)
    counting = FullDisk()
    with monkeypatch.context() as patch:
        patch.setattr(files, "operations", counting)
        ACTS[name](project)
    shutil.copytree(project.root, after)
    then, now = written_files(Project(before)), written_files(Project(after))
    for deadly in range(1, counting.count + 1, max(1, counting.count // POINTS)):
        shutil.rmtree(project.root)
        shutil.copytree(before, project.root)
        os.chdir(project.root)
        is_refused = False
        with monkeypatch.context() as patch:
            patch.setattr(files, "operations", FullDisk(deadly))
            try:
                ACTS[name](project)
            except AudioguideError as error:
                is_refused = bool(error.hint)
        journal.recover_output(project.output)
        script_moves.settle_interrupted(project)
        state = written_files(project)
        differing = [{path for path in {*state, *each} if state.get(path) != each.get(path)} for each in (then, now)]
        differing = [
            {path for path in paths if "/removed/" not in path and "/.imported/" not in path} for paths in differing
        ]
        assert not all(differing), (deadly, differing)
        assert is_refused or not differing[1], deadly


def test_a_site_of_which_half_cannot_be_spoken_keeps_its_name(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, the language that was spoken took the place of all, and the other was gone from the pages."""
    speak, before = build._speak_tour, written_files(project)
    spoken: list[object] = []

    def fail_at_second(*arguments: object) -> object:
        if spoken:
            raise EngineError("The service is gone.")
        spoken.append(speak(*arguments))  # type: ignore[arg-type]
        return spoken[0]

    monkeypatch.setattr(build, "_speak_tour", fail_at_second)
    with pytest.raises(EngineError):
        rename.rename_site(project, "mill", "wheel")
    assert written_files(project) == before


def test_scripts_on_another_disk_can_be_taken_away_and_brought_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_other_disks(operations: files.FileOperations, source: Path, target: Path) -> None:
        if (source.parent == project.scripts) is not (target.parent == project.scripts):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        os.replace(source, target)

    text = (project.scripts / "barn.yaml").read_bytes()
    monkeypatch.setattr(files.FileOperations, "replace", refuse_other_disks)
    (removed,) = retire.remove_scripts(project, "barn")
    assert removed.read_bytes() == text and not (project.scripts / "barn.yaml").exists()
    assert removed_scripts.bring_back(project, removed.name).read_bytes() == text and not removed.exists()
