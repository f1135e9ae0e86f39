"""Many commands and edits at the same moment, as of a studio and a terminal beside it: nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from built_projects import build_project, copy_project, write_project
from side_by_side import run_at_once

from audioguide import manifest
from audioguide.assembly import integrity
from audioguide.assembly.clip_cache import Cache
from audioguide.authoring import moved_tours, printed_labels
from audioguide.commands import (
    add_edition,
    build,
    edit_script,
    edit_settings,
    labels,
    lexicon,
    media_files,
    new,
    project_settings,
    rename,
    retire,
)
from audioguide.commands.import_ import ImportRequest, import_documents
from audioguide.commands.project_settings import SettingChange
from audioguide.commands.script_edits import SetStopField, SetText
from audioguide.commands.stop_edits import AddStop
from audioguide.model import LexiconEntry
from audioguide.project import Project
from benchmarks.crashes import LOUD

SCRIPT = "title: {title}\nlanguage: en\nstops:\n  - {{number: 1, title: Gate, text: This is the gate.}}\n"
SITE = "name: Mills\nbase_url: https://mill.example\n"


class Change(NamedTuple):
    """Something that is done, and whether it is there afterwards."""

    make: Callable[[Project], object]
    holds: Callable[[Project], bool]


def read_script(project: Project, tour: str = "mill") -> str:
    return (project.scripts / f"{tour}.yaml").read_text(encoding="utf-8")


def add_entry(project: Project, name: str, word: str) -> None:
    lexicon.add_entries(project, name, (LexiconEntry(word, "spelt so"),), "en")


CHANGES: dict[str, Change] = {
    "wording": Change(
        lambda project: edit_script.apply_edit(
            project, "mill", SetText("1", 0, "This is the gate.", "This is the old gate.")
        ),
        lambda project: "This is the old gate." in read_script(project),
    ),
    "title of a stop": Change(
        lambda project: edit_script.apply_edit(project, "mill", SetStopField("1", "title", "Gate", "Door")),
        lambda project: "Door" in read_script(project),
    ),
    "a stop": Change(
        lambda project: edit_script.apply_edit(project, "mill", AddStop("", "Well", "This is the well.")),
        lambda project: "This is the well." in read_script(project),
    ),
    "another stop": Change(
        lambda project: edit_script.apply_edit(project, "mill", AddStop("", "Barn", "This is the barn.")),
        lambda project: "This is the barn." in read_script(project),
    ),
    "lexicon of a script": Change(
        lambda project: add_entry(project, "mill", "millrace"), lambda project: "millrace" in read_script(project)
    ),
    "lexicon of all": Change(
        lambda project: add_entry(project, "voices.yaml", "weir"), lambda project: "weir" in project.voices.read_text()
    ),
    "reading": Change(
        lambda project: edit_settings.set_reading(project, "en", "wheel", "weel"),
        lambda project: "weel" in project.voices.read_text(),
    ),
    "colours": Change(
        lambda project: edit_settings.set_label_colours(project, "#102030", "#203040"),
        lambda project: "102030" in project.voices.read_text(),
    ),
    "address of the site": Change(
        lambda project: project_settings.change_setting(
            project, SettingChange("site.yaml", ("base_url",), "", "https://mill.example", "https://old.example")
        ),
        lambda project: "https://old.example" in (project.root / "site.yaml").read_text(),
    ),
    "new": Change(
        lambda project: new.write_starter_script(project, "shop", "Shop", "en"),
        lambda project: "title: Shop" in read_script(project, "shop"),
    ),
    "translation": Change(
        lambda project: add_edition.add_edition(project, "mill", "fr"),
        lambda project: "language: fr" in read_script(project, "mill.fr"),
    ),
    "import": Change(
        lambda project: import_documents(ImportRequest([project.root / "cellar.txt"]), project),
        lambda project: any("door of the cellar" in path.read_text() for path in project.scripts.glob("*.yaml")),
    ),
    "picture": Change(
        lambda project: media_files.store_media(project, "images", "mill-1", ".png", b"one"),
        lambda project: b"one" in {path.read_bytes() for path in (project.scripts / "images").iterdir()},
    ),
    "another picture": Change(
        lambda project: media_files.store_media(project, "images", "mill-1", ".png", b"other"),
        lambda project: b"other" in {path.read_bytes() for path in (project.scripts / "images").iterdir()},
    ),
    "rename": Change(
        lambda project: rename.rename_site(project, "barn", "silo"),
        lambda project: (
            not (project.scripts / "barn.yaml").exists()
            and "title: Barn" in read_script(project, "silo")
            and manifest.read_manifest(project.output / "silo" / manifest.MANIFEST_FILE) is not None
            and "barn" in moved_tours.load_moved(project).by_folder
        ),
    ),
    "remove": Change(
        lambda project: retire.remove_scripts(project, "shed"),
        lambda project: (
            not (project.scripts / "shed.yaml").exists() and "shed" in moved_tours.load_moved(project).by_folder
        ),
    ),
    "labels": Change(
        lambda project: list(labels.make_labels(project, ("mill",), None, 40, None, False)),
        lambda project: bool(printed_labels.load_record(project)),
    ),
    "build": Change(
        lambda project: build.build_tours(project, LOUD),
        lambda project: (project.output / "mill" / "mill.mp3").is_file(),
    ),
    "clear": Change(lambda project: Cache(project.cache).clear(), lambda _project: True),
    "prune": Change(lambda project: Cache(project.cache).prune(days=0), lambda _project: True),
}
SLOW = frozenset({"build", "rename", "remove", "labels", "import"})


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project of three tours, for all tests to copy."""
    root = tmp_path_factory.mktemp("template") / "project"
    write_project(root, {name: SCRIPT.format(title=name.title()) for name in ("mill", "barn", "shed")})
    (root / "site.yaml").write_text(SITE)
    (root / "cellar.txt").write_text("Cellar\n\n1. Door\n\nThis is the door of the cellar.\n")
    return build_project(root)


@pytest.fixture
def project(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return copy_project(template, tmp_path, monkeypatch)


def make_at_once(project: Project, names: tuple[str, ...]) -> None:
    """Make changes from as many threads, all at the same moment; fail with what any of them raised."""
    run_at_once([partial(CHANGES[name].make, project) for name in names])


def require_all(project: Project, names: tuple[str, ...]) -> None:
    """Fail where a change is lost, or where what is published is damaged after the next build."""
    assert [name for name in names if not CHANGES[name].holds(project)] == []
    build.build_tours(project, LOUD)
    assert integrity.output_problems(project.output, "output") == ()


@pytest.mark.parametrize("seed", range(3))
def test_of_all_changes_at_once_none_is_lost(project: Project, seed: int) -> None:
    names = tuple(random.Random(seed).sample(sorted(CHANGES), len(CHANGES)))
    make_at_once(project, names)
    require_all(project, names)


@pytest.mark.parametrize(
    "pair", [pair for pair in combinations(sorted(CHANGES), 2) if not SLOW & set(pair)], ids=" and ".join
)
def test_of_two_edits_at_once_none_is_lost(project: Project, pair: tuple[str, str]) -> None:
    make_at_once(project, pair)
    assert [name for name in pair if not CHANGES[name].holds(project)] == []
