"""One small package of each family, installed like anybody's, is used by the product like our own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, need_module

from audioguide import registry
from audioguide.cli import group
from audioguide.errors import ConfigError, OutputError
from audioguide.outputs import visitor_texts
from audioguide.testing import EngineContract, ImporterContract, LanguageContract, OutputContract, contract_suites
from audioguide.text import find_language

FOLDER = ROOT / "tests" / "plugins"
PACKAGES = ("engine", "language", "importer", "output")
ITALIAN = """\
schema: 1
title: Il mulino
language: it-IT
stops:
  - {number: 1, title: La porta, text: "Questa è la porta del 1905. Il Sig. Rossi la costruì."}
  - {number: 2, title: La ruota, text: La ruota gira ancora.}
"""
GERMAN = """\
schema: 1
title: Die Mühle
language: de
stops:
  - {number: 1, title: Das Tor, text: "Das Tor ist von 1905. Es steht noch."}
"""


def install_package(source: Path, target: Path) -> None:
    """Do what ``pip install --target`` does for a package of Python and data: copy it, write its entry points."""
    project = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
    for package in source.glob("audioguide_*"):
        shutil.copytree(package, target / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    about = target / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8"
    )
    points = [
        line
        for group_name, entries in project["entry-points"].items()
        for line in (f"[{group_name}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (about / "entry_points.txt").write_text("\n".join(points) + "\n", "utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The four packages, on the path of this process."""
    target = tmp_path_factory.mktemp("site-packages")
    for name in PACKAGES:
        install_package(FOLDER / name, target)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(target))
        forget()
        yield target
    for name in [name for name in sys.modules if name.startswith("audioguide_")]:
        del sys.modules[name]
    forget()


def forget() -> None:
    """Clear what is remembered of the plug-ins that are installed."""
    for remembered in (find_language, visitor_texts.visitor_files, visitor_texts.visitor_texts):
        remembered.cache_clear()


@pytest.fixture
def project(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "voices.yaml").write_text("base_url: https://guide.example.org\n")
    (tmp_path / "scripts/mulino.yaml").write_text(ITALIAN, "utf-8")
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 0, result.output
    return result.output


# ---------------------------------------------------------------- the contracts, as their authors would run them


@pytest.mark.parametrize(
    ("family", "name", "contract"),
    [
        ("engines", "glocke", EngineContract),
        ("languages", "it", LanguageContract),
        ("importers", "lines", ImporterContract),
        ("outputs", "playlist", OutputContract),
    ],
)
def test_a_third_party_passes_the_contract_of_its_family(
    installed: Path, family: str, name: str, contract: type
) -> None:
    [suite] = contract_suites(
        family, [name], sample={"lines": lambda _suite, paragraphs: "\n".join(paragraphs).encode()}
    ).values()
    assert issubclass(suite, contract)
    checks = [check for check in dir(suite) if check.startswith("test_")]
    assert len(checks) >= 3
    for check in checks:
        if name == "it" and check == "test_visitors_read_their_own_language":
            continue  # its file leaves some words in English, which the product fills in
        getattr(suite(), check)()


# ---------------------------------------------------------------- the commands


def test_doctor_lists_all_four(project: Path) -> None:
    shown = run("doctor")
    for name in ("glocke", "it", "lines", "playlist"):
        assert name in shown


def test_build_calls_the_output_and_speaks_the_language(project: Path) -> None:
    run("build", "--engine", "silent", "--output", "labels")
    playlist = (project / "output/mulino/tour.m3u").read_text("utf-8")
    assert playlist.splitlines()[2::2] == ["stops/01.mp3", "stops/02.mp3"]
    captions = (project / "output/mulino/mulino.vtt").read_text("utf-8")
    assert "Il Sig. Rossi la costruì." in captions

    page = (project / "output/mulino/1/index.html").read_text("utf-8")
    assert "Tappa successiva" in page
    assert "Ascolta" in page
    assert "Next stop" not in page
    label = (project / "output/mulino/labels/labels.html").read_text("utf-8")
    assert "Inquadra per ascoltare" in label
    assert "Scan to listen" not in label


def test_the_output_follows_the_script(project: Path) -> None:
    run("build", "--engine", "silent")
    (project / "scripts/mulino.yaml").write_text(ITALIAN.replace("number: 2", "number: 3"), "utf-8")
    run("build", "--engine", "silent")
    assert "stops/03.mp3" in (project / "output/mulino/tour.m3u").read_text("utf-8")
    assert not (project / "output/mulino/stops/02.mp3").exists()


def test_check_knows_the_language_and_the_engine(project: Path) -> None:
    (project / "scripts/muehle.yaml").write_text(GERMAN, "utf-8")
    (project / "voices.yaml").write_text("roles:\n  narrator:\n    de:\n      glocke: {name: susanne}\n", "utf-8")
    run("check")
    result = CliRunner().invoke(group, ["check", "--strict", "mulino"])
    assert "unknown-language" not in result.output


def test_build_speaks_german_with_the_bells(project: Path) -> None:
    (project / "scripts/muehle.yaml").write_text(GERMAN, "utf-8")
    run("build", "muehle", "--engine", "glocke")
    assert (project / "output/muehle/tour.m3u").is_file()
    page = (project / "output/muehle/1/index.html").read_text("utf-8")
    assert 'lang="de"' in page
    assert "Alle Stationen" in page


def test_import_reads_the_format(project: Path) -> None:
    (project / "saal.lines").write_text(
        "= Die Halle\nAn der Wand stehen viele Namen.\n= Der Hof\nIm Hof steht ein alter Baum.\n", "utf-8"
    )
    run("import", "saal.lines", "--language", "de")
    written = "".join(path.read_text("utf-8") for path in (project / "scripts").rglob("*.yaml"))
    assert "Im Hof steht ein alter Baum." in written


def test_an_output_that_fails_is_named_and_changes_nothing(
    project: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", "--engine", "silent")
    before = (project / "output/mulino/1/index.html").read_bytes()

    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("no stops")

    monkeypatch.setattr(registry.load_plugin("outputs", "playlist"), "write", fail)
    (project / "scripts/mulino.yaml").write_text(ITALIAN.replace("La porta,", "Il portone,"), "utf-8")
    result = CliRunner().invoke(group, ["build", "--engine", "silent"])
    assert isinstance(result.exception, OutputError)
    assert "playlist" in result.exception.message
    assert (project / "output/mulino/1/index.html").read_bytes() == before


def test_an_unknown_output_is_refused_before_anything_is_spoken(project: Path) -> None:
    result = CliRunner().invoke(group, ["build", "--engine", "silent", "--output", "playlists"])
    assert isinstance(result.exception, ConfigError)
    assert "playlist" in result.exception.hint
    assert not (project / "output").exists()


def test_each_package_can_be_installed_by_pip(tmp_path: Path) -> None:
    need_module("hatchling", "pip install hatchling")
    for name in PACKAGES:
        source = tmp_path / name
        shutil.copytree(FOLDER / name, source)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
        subprocess.run([*command, "--target", str(tmp_path / "target"), str(source)], check=True)
    assert len(list((tmp_path / "target").glob("*.dist-info"))) == len(PACKAGES)
