"""Imports go one way: the house's first rule."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "audioguide"
LAYERS = [
    {"model", "errors"},
    {"i18n"},
    {"registry", "project", "files"},
    {"text", "audio", "chime", "limiter", "id3", "captions", "yamlfile", "yamlwriter", "schema", "formats"},
    {"engines", "cache"},
    {"script", "voices", "importers", "synthesis", "stitch", "publish", "manifest", "outputs", "printed"},
    {"lexicons"},
    {
        "build",
        "saying",
        "starter",
        "labelling",
        "serve",
        "stats",
        "doctor",
        "lint",
        "sarif",
        "proof",
        "readings",
        "player",
    },
    {"cli", "__main__"},
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Rooms of ours that a module imports, at the top or inside a function; imports for types only do not count."""
    tree = ast.parse(path.read_text())
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    package = ["audioguide", *path.relative_to(PACKAGE).parent.parts]
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{stem}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("audioguide.")}
    return (found & set(LEVEL)) - {room(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    if room(path) == "__init__":
        return
    assert room(path) in LEVEL, "a new room: give it a level"
    for other in imported(path):
        assert LEVEL[other] <= LEVEL[room(path)], f"{room(path)} imports {other}, which stands above it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_knows_click(path: Path) -> None:
    assert room(path) == "cli" or "import click" not in path.read_text()


@pytest.mark.parametrize("path", sorted((PACKAGE / "engines").glob("*.py")), ids=lambda path: path.name)
def test_engines_never_see_the_cache(path: Path) -> None:
    assert not imported(path) & {"cache", "synthesis", "cli"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "outputs").rglob("*.py")), ids=lambda path: path.name)
def test_outputs_see_manifests_only(path: Path) -> None:
    assert not imported(path) & {"script", "text", "engines", "cache", "synthesis", "stitch"}
