"""Plug-ins of others are found like our own; one that cannot be loaded switches off only itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from audioguide import registry
from audioguide.commands import build, doctor
from audioguide.commands.build import BuildRequest
from audioguide.commands.outputs import enabled_outputs
from audioguide.engines.silent import SilentEngine
from audioguide.errors import ConfigError
from audioguide.project import Project

PACKAGE = """
from audioguide.engines.silent import SilentEngine

class AcmeEngine(SilentEngine):
    name = "acme"

    def fingerprint(self):
        return "acme/1"
"""


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package on the path that offers an engine, and one that offers an importer whose needs are not met."""
    (tmp_path / "acme_tts.py").write_text(PACKAGE)
    about = tmp_path / "acme_tts-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-tts\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[audioguide.engines]\nacme = acme_tts:AcmeEngine\n[audioguide.importers]\nsxw = acme_missing:read\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "acme_tts", raising=False)


@pytest.mark.usefixtures("acme")
def test_an_entry_point_is_an_engine_like_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "acme" in registry.plugin_names("engines")
    assert issubclass(registry.load_plugin("engines", "acme"), SilentEngine)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/gate.yaml").write_text(
        "schema: 1\ntitle: Gate\nlanguage: en\nstops:\n  - {number: 1, title: Gate, text: This is the gate.}\n"
    )
    (outcome,) = build.build_tours(Project(tmp_path), BuildRequest(engine="acme", pages=False))
    assert (outcome.engine, outcome.calls) == ("acme", 1)


@pytest.mark.usefixtures("acme")
def test_a_missing_package_switches_off_one_plug_in(tmp_path: Path) -> None:
    findings = list(doctor._check_plugins("importers"))
    assert findings[0].ok
    assert "docx" in findings[0].detail
    (lacking,) = findings[1:]
    assert not lacking.needed
    assert lacking.fix == "pip install acme_missing"


@pytest.fixture(params=["raise ZeroDivisionError('at import')", "def write(manifests, folder): ...", "write = 3", ""])
def broken(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package whose output fails when it is imported, is of an older form, is no class, or is not there."""
    (tmp_path / "broken_output.py").write_text(request.param)
    about = tmp_path / "broken_output-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-output\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[audioguide.outputs]\nbroken = broken_output:write\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "broken_output", raising=False)


@pytest.mark.usefixtures("broken")
def test_a_broken_plug_in_switches_off_only_itself() -> None:
    ours, lacking = doctor._check_plugins("outputs")
    assert "site" in ours.detail
    assert "broken" not in ours.detail
    assert lacking.detail
    assert lacking.fix
    lines: list[str] = []
    assert "site" in [output.name for output in enabled_outputs(say=lines.append)]
    assert len(lines) == 1
    with pytest.raises(ConfigError):
        enabled_outputs(["broken"])


def test_configuration_decides_which_outputs_are_made() -> None:
    assert [output.name for output in enabled_outputs(configured=["labels"])] == ["labels"]
    assert [output.name for output in enabled_outputs(configured=[])] == []
    # pages come last: they name the other forms with their size
    assert [output.name for output in enabled_outputs(["labels"], configured=["site"])] == ["labels", "site"]
    default = [output.name for output in enabled_outputs()]
    assert default[0] == "site"
    assert "labels" not in default


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError) as error:
        registry.load_plugin("engines", "kokro")
    assert "kokoro" in error.value.hint


@pytest.mark.parametrize("family", sorted(registry.BUILT_IN))
def test_every_built_in_can_be_loaded(family: str) -> None:
    for name in registry.BUILT_IN[family]:
        assert callable(registry.load_plugin(family, name))
