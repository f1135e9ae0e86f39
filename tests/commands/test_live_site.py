"""A built site and what may befall it: damage of every kind is found, named, and repaired by the next build."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from build_lines import Listener
from built_projects import build_project, copy_project, write_project
from file_damage import flip, remove, replace_by_folder

from audioguide import files, manifest
from audioguide.assembly import integrity
from audioguide.commands import build
from audioguide.commands.build_plan import BuildRequest
from audioguide.engines.silent import SilentEngine
from audioguide.errors import AudioguideError, EngineError, ScriptError
from audioguide.model import Clip, Voice
from audioguide.project import Project
from benchmarks.crashes import LOUD

SCRIPT = """\
title: {title}
language: zh-CN
cover: gate.png
cover_alt: 大门
stops:
  - {{number: 1, title: 大门, text: 这里是大门。, image: gate.png, alt: 大门}}
  - {{number: 2, title: 老井, text: 这是{title}的老井。}}
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tours, built once."""
    root = tmp_path_factory.mktemp("whole")
    write_project(root, {name: SCRIPT.format(title=name) for name in ("mill", "barn")})
    (root / "scripts/gate.png").write_bytes(PNG)
    return build_project(root)


@pytest.fixture
def project(built_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return copy_project(built_site, tmp_path, monkeypatch)


def tree(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != files.LOCK
    }


# ---------------------------------------------------------------- damage


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def nest(path: Path) -> None:
    path.write_bytes(b"[" * 100_000)


def edit_title(path: Path) -> None:
    data = json.loads(path.read_text())
    data["title"] = "Somebody was here"
    path.write_text(json.dumps(data))


def edit_time(path: Path) -> None:
    data = json.loads(path.read_text())
    data["stops"][0]["cues"][0]["start"] += 500
    path.write_text(json.dumps(data))


Damage = Callable[[Path], None]
KINDS: list[tuple[str, Damage]] = [
    ("mill/mill.mp3", remove),
    ("mill/mill.mp3", flip),
    ("mill/stops/01.mp3", cut),
    ("mill/stops/01.mp3", empty),
    ("mill/stops/01.mp3", replace_by_folder),
    ("mill/stops/02.vtt", remove),
    ("mill/stops/02.vtt", empty),
    ("mill/stops/02.vtt", flip),
    ("mill/mill.vtt", cut),
    ("mill/images/01.jpg", flip),
    ("mill/images/cover.jpg", remove),
    ("mill/manifest.json", remove),
    ("mill/manifest.json", cut),
    ("mill/manifest.json", flip),
    ("mill/manifest.json", nest),
    ("mill/manifest.json", edit_title),
    ("mill/manifest.json", edit_time),
    ("mill/manifest.json", replace_by_folder),
    ("mill/1/index.html", remove),
    ("mill/1/index.html", cut),
    ("mill/1/index.html", flip),
    ("mill/index.html", empty),
    ("index.html", flip),
    ("mill/offline.json", empty),
    ("mill/app.webmanifest", flip),
    ("sw.js", cut),
    ("assets/app.*.js", empty),
    ("assets/app.*.js", flip),
    ("assets/style.*.css", cut),
    ("assets/icon-192.*.png", empty),
    (integrity.RECORD, remove),
    (integrity.RECORD, flip),
    (f"{integrity.COPIES}/mill.json", flip),
]


@pytest.mark.parametrize(("name", "damage"), KINDS, ids=lambda value: getattr(value, "__name__", value))
def test_damage_is_named_and_repaired(project: Project, name: str, damage: Damage) -> None:
    before = tree(project.output)
    (path, *_others) = sorted(project.output.glob(name))
    damage(path)
    problems = integrity.output_problems(project.output, "output")
    assert any(problem.severity == "error" for problem in problems)
    assert path.relative_to(project.output).as_posix() in " ".join(problem.place.file for problem in problems)
    build.build_tours(project, LOUD)
    assert tree(project.output) == before
    assert integrity.output_problems(project.output, "output") == ()


def test_a_lost_manifest_does_not_take_its_pages_when_another_tour_is_built(project: Project) -> None:
    before = tree(project.output)
    (project.output / "mill/manifest.json").unlink()
    listener = Listener()
    build.build_tours(project, BuildRequest(sites=("barn",), engine="loud"), listener)
    assert any("mill" in line and "restored" in line for line in listener.lines)
    assert tree(project.output) == before


def test_a_manifest_lost_with_its_copy_keeps_its_pages_too(project: Project) -> None:
    before = tree(project.output)
    (project.output / "mill/manifest.json").unlink()
    (project.output / integrity.copy_path("mill")).unlink()
    listener = Listener()
    build.build_tours(project, BuildRequest(sites=("barn",), engine="loud"), listener)
    assert any("audioguide build mill" in line for line in listener.lines)
    after = tree(project.output)
    assert {path for path in before if path.startswith("mill/")} - {"mill/manifest.json"} <= after.keys()
    build.build_tours(project, LOUD)
    assert tree(project.output) == before


def take_another_tours(path: Path) -> None:
    path.write_bytes((path.parent.parent / "barn" / path.name).read_bytes())


def claim_a_later_version(path: Path) -> None:
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 2', 1))


def add_byte_order_mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replace_by_dead_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


LOSSES: list[Damage] = [remove, empty, cut, replace_by_folder, take_another_tours, claim_a_later_version]
LOSSES += [add_byte_order_mark, replace_by_dead_link] + ([replace_by_pipe] if hasattr(os, "mkfifo") else [])


@pytest.mark.parametrize("without", ["nothing", "record", "copy", "record and copy"])
@pytest.mark.parametrize("damage", LOSSES, ids=lambda damage: damage.__name__)
def test_whatever_befalls_a_manifest_its_pages_stay_and_lead_to_files(
    project: Project, damage: Damage, without: str
) -> None:
    before = tree(project.output)
    damage(project.output / "mill/manifest.json")
    if "record" in without:
        (project.output / integrity.RECORD).unlink()
    if "copy" in without:
        (project.output / integrity.copy_path("mill")).unlink()
    listener = Listener()
    build.build_tours(project, BuildRequest(sites=("barn",), engine="loud"), listener)
    assert any(line.startswith("mill:") for line in listener.lines)
    after = tree(project.output)
    lost = {
        "mill/manifest.json",
        integrity.copy_path("mill"),
        integrity.RECORD,
        "index.html",
        "sitemap.xml",
        "404.html",
    }
    assert {path: after.get(path) for path in before.keys() - lost} == {p: before[p] for p in before.keys() - lost}
    build.build_tours(project, LOUD)
    assert tree(project.output) == before


@pytest.mark.parametrize("record", [True, False])
@pytest.mark.parametrize("lost", ["mill", "mill/stops", "mill/stops/01.mp3", "mill/images", "mill/mill.mp3"])
def test_a_tour_without_some_of_its_files_holds_up_no_other(project: Project, lost: str, record: bool) -> None:
    before = tree(project.output)
    path = project.output / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    if not record:
        (project.output / integrity.RECORD).unlink()
    edit(project, "barn", "barn的老井", "很深的老井")
    listener = Listener()
    build.build_tours(project, BuildRequest(sites=("barn",), engine="loud"), listener)
    assert "mill: files are missing. Its pages stay as they are; repair: audioguide build mill" in listener.lines
    assert "mill/" not in (project.output / "index.html").read_text()
    edit(project, "barn", "很深的老井", "barn的老井")
    build.build_tours(project, LOUD)
    assert tree(project.output) == before


def test_force_writes_every_file_again(project: Project) -> None:
    before = {path: path.stat().st_ino for path in project.output.rglob("*") if path.is_file()}
    build.build_tours(project, BuildRequest(engine="loud", force=True))
    same = [p for p, ino in before.items() if p.is_file() and p.stat().st_ino == ino and p.name != files.LOCK]
    assert same == []


# ---------------------------------------------------------------- all or nothing


def edit(project: Project, name: str, old: str, new: str) -> None:
    path = project.scripts / f"{name}.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("image: gate.png", "image: gone.png"),
        ("这是mill的老井。", "“{长|zhang9}水。”"),
        ("title: mill", "title: mill\nvoices: {bit_rate: 192}"),
        ("number: 2", "number: 1"),
    ],
    ids=["picture", "reading", "bit rate", "number"],
)
def test_one_bad_script_changes_nothing_of_any_tour(project: Project, old: str, new: str) -> None:
    before = tree(project.output)
    edit(project, "barn", "这里是大门。", "这里是旧大门。")
    edit(project, "mill", old, new)
    with pytest.raises(ScriptError) as error:
        build.build_tours(project, LOUD)
    assert any("mill.yaml" in problem.place.file for problem in error.value.problems)
    assert tree(project.output) == before


def test_an_engine_that_fails_publishes_what_was_spoken_before_with_its_pages(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project, "barn", "这里是大门。", "这里是旧大门。")
    edit(project, "mill", "这里是大门。", "这里是新大门。")
    speak = SilentEngine.speak

    def fail(self: SilentEngine, rendered: tuple[str, ...], voice: Voice) -> Clip:
        if "新" in "".join(rendered):
            raise EngineError("the service is down")
        return speak(self, rendered, voice)

    monkeypatch.setattr(SilentEngine, "speak", fail)
    with pytest.raises(AudioguideError, match="service is down"):
        build.build_tours(project, LOUD)
    assert "旧大门" in (project.output / "barn/1/index.html").read_text()
    assert "旧大门" in manifest.load_manifest(project.output / "barn/manifest.json").stops[0].cues[0].text
    assert "这里是大门" in (project.output / "mill/1/index.html").read_text()
    assert integrity.output_problems(project.output, "output") == ()
