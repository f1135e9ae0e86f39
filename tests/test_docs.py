"""Documents are true: links lead somewhere, commands exist with the options shown, numbers of paths are right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from conftest import ROOT

from audioguide.authoring import script
from audioguide.cli import api_reference, group

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"```(\w*)\n(.*?)```", re.S)


def commands(path: Path) -> list[str]:
    commands = []
    for kind, text in FENCE.findall(path.read_text()):
        if kind == "sh":
            commands += [line.partition("  #")[0].strip() for line in text.splitlines() if line.strip()]
    return [line for line in commands if line.startswith("audioguide ")]


SHOWN = [(path.name, line) for path in DOCUMENTS for line in commands(path)]


@pytest.mark.parametrize(("document", "line"), SHOWN, ids=[f"{name}: {line}" for name, line in SHOWN])
def test_every_command_shown_is_one(document: str, line: str) -> None:
    words = shlex.split(line.partition(" > ")[0].replace("“", '"').replace("”", '"'))[1:]
    command: click.Command = group
    context = click.Context(group, info_name="audioguide")
    while isinstance(command, click.Group):
        subcommand = command.get_command(context, words.pop(0))
        assert subcommand is not None, line
        command = subcommand
    command.make_context(command.name or "", words, resilient_parsing=False, parent=context)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)", document.read_text()):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_example_script_is_sound(readme: str, tmp_path: Path) -> None:
    (text,) = (text for kind, text in FENCE.findall((ROOT / readme).read_text()) if kind == "yaml")
    path = tmp_path / "museum.yaml"
    path.write_text(text)
    assert len(script.load_tour(path).stops) == 2


@pytest.mark.parametrize("chinese", [path for path in DOCUMENTS if path.name.endswith(".zh.md")], ids=lambda p: p.name)
def test_a_chinese_page_shows_the_commands_of_its_english_one(chinese: Path) -> None:
    assert commands(chinese) == commands(chinese.with_name(chinese.name.replace(".zh.md", ".md")))


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_make_has_the_two_commands(readme: str) -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", (ROOT / readme).read_text(), re.M):
        assert re.search(rf"^{target}:", makefile, re.M)


def test_ci_runs_the_readme_s_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_the_page_for_authors_of_plug_ins_is_current() -> None:
    assert (ROOT / "docs" / "api.md").read_text("utf-8") == api_reference.render_page(), "run: make docs"


@pytest.mark.parametrize("decision", sorted((ROOT / "docs/decisions").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_names_code_that_is_there(decision: Path) -> None:
    code = decision.read_text("utf-8").rpartition("Code: ")[2]
    assert [path for path in re.findall(r"`([^`]+)`", code) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("chinese", [path for path in DOCUMENTS if path.name.endswith(".zh.md")], ids=lambda p: p.name)
def test_a_chinese_page_leads_to_chinese_pages_where_there_are_any(chinese: Path) -> None:
    _head, text = chinese.read_text().split("[English]", 1)
    for target in re.findall(r"\]\(([\w/]+)\.md\)", text.partition("\n")[2]):
        assert not (chinese.parent / f"{target}.zh.md").exists(), target
