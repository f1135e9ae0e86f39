"""Sites and editions in each command: exactly what was named, or an error that knows what was meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest
from built_projects import build_project, copy_project, enter_project, write_project
from click.testing import CliRunner, Result

from audioguide.cli import complete, group
from audioguide.commands import rename, visitor_stats
from audioguide.errors import AudioguideError, ConfigError
from audioguide.project import Project
from audioguide.web import stats

SCRIPT = """\
schema: 1
title: {title}
language: {language}
lexicon:
  Grindal-{title}: grin-dal
stops:
  - {{number: 1, title: Gate, text: This is the gate.}}
"""
SCRIPTS = {"mill": "en", "mill.fr": "fr", "mill.zh": "zh-CN", "shed.fr": "fr"}
PLS = """\
<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="fr">
<lexeme><grapheme>Foo</grapheme><alias>fu</alias></lexeme></lexicon>"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("editions")
    write_project(root, {name: SCRIPT.format(title=name, language=language) for name, language in SCRIPTS.items()})
    (root / "words.pls").write_text(PLS)
    return build_project(root)


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return copy_project(built, tmp_path, monkeypatch)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


def error_of(*arguments: str) -> str:
    """The error of a command, with its hint."""
    error = run(*arguments).exception
    assert isinstance(error, AudioguideError), (arguments, error)
    return f"{error.message} {error.hint}"


TAKING_A_SITE = {
    "build": ("build", "{}", "--engine", "loud"),
    "check": ("check", "{}"),
    "check --output": ("check", "--output", "{}"),
    "lexicon export": ("lexicon", "export", "{}"),
    "lexicon import": ("lexicon", "import", "words.pls", "--to", "{}"),
    "new --translate": ("new", "{}", "--translate", "--language", "es"),
    "play": ("play", "{}"),
    "proof": ("proof", "{}"),
    "qr": ("qr", "{}"),
    "readings": ("readings", "{}"),
    "remove": ("remove", "{}"),
    "remove --script": ("remove", "{}", "--script"),
    "remove --to": ("remove", "shed.fr", "--script", "--to", "{}"),
    "rename": ("rename", "{}", "water"),
    "say": ("say", "--show-spoken", "--stop", "{}:1"),
    "stats": ("stats", "{}"),
    "stats --csv": ("stats", "{}", "--csv"),
    "stats --log": ("stats", "{}", "--log", "words.pls"),
}
UNKNOWN = {
    "mill.FR": "mill.fr",
    "Mill": "mill",
    "MILL.ZH": "mill.zh",
    "mil": "mill",
    "ｍｉｌｌ": "mill",
    "mill ": "mill",
    "\u200fmill": "mill",
    "nowhere": "mill",
    "mill.de": "mill.zh",
}
"""Name → what its error names instead."""


@pytest.mark.parametrize("command", TAKING_A_SITE)
def test_a_name_that_nothing_has_is_an_error_with_what_was_meant(
    command: str, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_project(built, monkeypatch)
    before = {path: path.read_bytes() for path in built.rglob("*") if path.is_file() and path.name != ".lock"}
    for name, meant in UNKNOWN.items():
        message = error_of(*(each.format(name) for each in TAKING_A_SITE[command]))
        problem, _quote, hint = message.rpartition(f"“{name}”")
        assert problem or hint.startswith(" is one language of a site"), message
        assert meant in hint or (command in ("rename", "remove") and "mill" in hint), message
    assert all(path.read_bytes() == data for path, data in before.items())


@pytest.mark.parametrize("name", ["mill", "mill.fr", "mill.zh", "mill.yaml", "scripts/mill.fr.yaml", "shed.fr"])
def test_an_edition_is_exactly_that_edition(name: str, project: Project) -> None:
    edition = name.removeprefix("scripts/").removesuffix(".yaml")
    assert f"<grapheme>Grindal-{edition}<" in run("lexicon", "export", name).output
    assert run("lexicon", "import", "words.pls", "--to", name).exit_code == 0
    assert [path.stem for path in project.scripts.glob("*.yaml") if "Foo" in path.read_text()] == [edition]
    assert run("say", "--show-spoken", "--stop", f"{name}:1").exit_code == 0


def test_statistics_of_an_edition_are_its_own_and_those_of_a_site_all(project: Project) -> None:
    for tour, language in (("mill", "en"), ("mill/fr", "fr"), ("shed/fr", "fr")):
        stats.add_event(project.counts, stats.Event("started", tour, "1", language), date(2026, 1, 1))
    expected = {"mill": 2, "mill.fr": 1, "mill.zh": 0, "shed": 1, "shed.fr": 1, "mill.fr.yaml": 1}
    assert {name: len(run("stats", name, "--csv").output.splitlines()) - 1 for name in expected} == expected


def test_an_unbuilt_edition_is_named_as_one_types_it(project: Project) -> None:
    (project.scripts / "mill.es.yaml").write_text(SCRIPT.format(title="Molino", language="es"))
    for command in (("stats", "mill.es"), ("check", "--output", "mill.es")):
        assert "audioguide build mill.es" in error_of(*command)


def test_a_damaged_edition_is_named_by_the_verification_of_that_edition_alone(project: Project) -> None:
    (project.output / "mill/fr/index.html").write_text("changed")
    assert [run("check", "--output", name).exit_code for name in ("mill", "mill.fr", "mill.zh", "shed")] == [1, 1, 0, 0]


def test_a_site_is_renamed_with_all_its_editions_and_its_old_names_lead_on(project: Project) -> None:
    assert "audioguide rename mill water" in error_of("rename", "mill.fr", "water")
    stats.add_event(project.counts, stats.Event("started", "mill/fr", "1", "fr"), date(2026, 1, 1))
    stats.add_event(project.counts, stats.Event("good", "mill", "1", "en"), date(2026, 1, 1))
    stats.add_event(project.counts, stats.Event("good", "water", "1", "en"), date(2026, 1, 1))
    rename.rename_site(project, "mill", "water")
    for old, new in (("mill", "water"), ("mill.fr", "water.fr"), ("mill.zh", "water.zh")):
        for command in ("build", "readings", "say"):
            assert f"“{new}”" in error_of(*(each.format(old) for each in TAKING_A_SITE[command]))
    assert [(use.started, use.answers.good) for use in visitor_stats.count_use(project, "water")] == [(1, 2)]
    assert not stats.counted_tours(project.counts) & {"mill", "mill/fr"}
    assert run("check", "--output", "mill").exit_code == 0  # the pages that lead on


def test_a_tour_that_was_taken_away_is_known(project: Project) -> None:
    assert run("remove", "shed.fr", "--script").exit_code == 0
    for name in ("shed", "shed.fr"):
        assert ".audioguide/removed/" in error_of("build", name)


def test_counts_that_cannot_be_renamed_keep_no_tour_from_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.counts.write_text("no database")
    assert run("rename", "mill", "water").exit_code == 0
    assert (project.output / "water/manifest.json").exists() and project.counts.read_text() == "no database"


# ---------------------------------------------------------------- names for new scripts


@pytest.mark.parametrize("name", ["mill", "mill.fr", "MILL", "mill.FR", "Mill.es", "SHED", "shed.Fr"])
@pytest.mark.parametrize("command", ["new", "import", "import places"])
def test_no_script_is_begun_that_would_share_a_folder_with_another(command: str, name: str, project: Project) -> None:
    (project.root / "doc.txt").write_text("1. Wheel\nThe wheel of the mill is turned by the water of the stream.\n")
    (project.root / "places.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Wheel"}, '
        '"geometry": {"type": "Point", "coordinates": [105.4, 30.9]}}]}'
    )
    before = {path.name for path in project.scripts.iterdir()}
    if command == "new":
        result = run("new", name)
    else:
        document = "doc.txt" if command == "import" else "places.geojson"
        language = "fr" if ".f" in name.lower() else "es" if name.endswith(".es") else "en"
        result = run("import", document, "--site", name, "--language", language)
    left = {path.name for path in project.scripts.iterdir() if path.suffix == ".yaml"} - before
    assert not any(path.lower().startswith(("mill.", "shed.")) for path in left)
    assert isinstance(result.exception, ConfigError) or (command != "new" and name in SCRIPTS)


@pytest.mark.parametrize("name", ["../x", "con", "磨坊", "water ", "a.b.c", "a/b", ".hidden", "water.de"])
def test_a_document_is_not_imported_under_a_name_that_no_site_can_have(name: str, project: Project) -> None:
    (project.root / "doc.txt").write_text("1. Wheel\nThe wheel of the mill is turned by the water of the stream.\n")
    before = sorted(project.root.rglob("*"))
    assert f"“{name}”" in error_of("import", "doc.txt", "--site", name)
    assert sorted(project.root.rglob("*")) == before


def test_a_script_whose_name_ends_in_yml_is_never_doubled(project: Project) -> None:
    (project.root / "doc.txt").write_text("1. Wheel\nThe wheel of the mill is turned by the water of the stream.\n")
    (project.scripts / "mill.yaml").rename(project.scripts / "mill.yml")
    assert run("import", "doc.txt", "--site", "mill").exit_code == 0
    assert (project.scripts / "drafts/mill.yaml").exists() and not (project.scripts / "mill.yaml").exists()
    assert complete.complete_sites(click.Context(group), click.Option(["--site"]), "mill.") == ["mill.fr", "mill.zh"]
    assert "mill" in complete.complete_sites(click.Context(group), click.Option(["--site"]), "mi")


def test_a_stop_is_named_with_its_site(project: Project) -> None:
    assert "museum:3" in error_of("say", "--stop", "mill.fr")
