"""The releases that the README's commands install: pinned, with hashes, without any address, and of what we ask for."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILES = {"install": (), "develop": ("dev", "proof", "cluster", "keyring")}
"""File → extras whose packages it pins too."""


def pinned(file: Path) -> dict[str, list[Requirement]]:
    by_name: dict[str, list[Requirement]] = {}
    for block in re.split(r"\n(?=\S)", file.read_text().strip()):
        assert "--hash=sha256:" in block, block[:80]
        requirement = Requirement(block.partition("\\")[0].strip())
        by_name.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return by_name


@pytest.mark.parametrize("name", FILES)
def test_every_package_we_ask_for_is_pinned_within_its_range(name: str) -> None:
    file = ROOT / "requirements" / f"{name}.txt"
    assert "://" not in file.read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], "hatchling"]
    for extra in FILES[name]:
        wanted += project["optional-dependencies"][extra]
    pins = pinned(file)
    for requirement in map(Requirement, wanted):
        if requirement.name == project["name"]:
            continue
        own = pins.get(canonicalize_name(requirement.name), [])
        assert own, f"{requirement.name}: make requirements"
        for pin in own:
            (version,) = pin.specifier
            assert version.operator == "==" and version.version in requirement.specifier, f"{pin}: make requirements"


def test_packages_that_others_ask_for_with_extras_are_pinned_with_them() -> None:
    """pip, asked for hashes, takes a pin without extras for another package, and then the newest release."""
    pins = pinned(ROOT / "requirements" / "develop.txt")
    for distribution in metadata.distributions():
        if canonicalize_name(distribution.name) not in pins:
            continue
        for wanted in map(Requirement, distribution.requires or ()):
            if wanted.extras and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
                for pin in pins[canonicalize_name(wanted.name)]:
                    assert wanted.extras <= pin.extras, f"{wanted} of {distribution.name}: make requirements"
