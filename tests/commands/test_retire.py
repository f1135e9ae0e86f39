"""Tours taken away and renamed: what hangs on the walls still leads somewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from build_lines import Listener
from conftest import ROOT

from audioguide import files, registry
from audioguide.assembly import integrity
from audioguide.authoring import site_yaml
from audioguide.commands import build, rename, retire
from audioguide.commands.build_plan import BuildRequest
from audioguide.engines.silent import SilentEngine
from audioguide.errors import AudioguideError, ConfigError, NoAudio, ScriptError
from audioguide.model import Clip, Voice
from audioguide.project import Project

SCRIPT = """\
title: 磨坊
language: {language}
stops:
  - {{number: 1, title: 大门, text: 这里是大门。}}
  - {{number: 2, title: 老井, text: 这是老井。}}
"""


class Loud(SilentEngine):
    """As silent, under a name that visitors may be sent to."""

    name = "loud"


class Louder(Loud):
    name = "louder"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(registry.BUILT_IN["engines"], "loud", f"{__name__}:Loud")
    monkeypatch.setitem(registry.BUILT_IN["engines"], "louder", f"{__name__}:Louder")
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "voices.yaml", tmp_path)
    (tmp_path / "scripts/mill.yaml").write_text(SCRIPT.format(language="zh-CN"))
    (tmp_path / "scripts/mill.en.yaml").write_text(SCRIPT.format(language="en"))
    (tmp_path / "scripts/barn.yaml").write_text(SCRIPT.format(language="zh-CN"))
    return Project(tmp_path)


LOUD = BuildRequest(engine="loud")


def written_files(project: Project) -> dict[Path, bytes]:
    """Return all files of the project but locks."""
    return {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file() and path.name != files.LOCK}


def page(project: Project, path: str) -> str:
    return (project.output / path).read_text()


def is_verified(project: Project) -> bool:
    return not integrity.output_problems(project.output, "output")


# ---------------------------------------------------------------- one engine a tour


def test_one_stop_cannot_change_the_engine(project: Project) -> None:
    build.build_tours(project, LOUD)
    before = page(project, "mill/manifest.json")
    with pytest.raises(ScriptError) as error:
        build.build_tours(project, replace(LOUD, sites=("mill",), stop="2", engine="louder"))
    (problem,) = error.value.problems
    assert "one stop alone" in problem.message and "--engine louder" in problem.hint
    assert page(project, "mill/manifest.json") == before


def test_a_trial_in_silence_does_not_stick(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    build.build_tours(project, BuildRequest(engine="silent"), listener)
    assert any("silent" in line and "barn" in line for line in listener.lines)
    assert "trial without a voice" in page(project, "mill/en/1/index.html")
    monkeypatch.setattr("audioguide.commands.engine_choice.EngineChooser._answers", lambda _self, _engine: False)
    monkeypatch.setitem(registry.BUILT_IN["engines"], "kokoro", f"{__name__}:Loud")
    results = build.build_tours(project, BuildRequest())
    assert {result.engine for result in results} == {"loud"}
    assert "trial without a voice" not in page(project, "mill/en/1/index.html")


def test_labels_do_not_send_anybody_to_silence(project: Project) -> None:
    from audioguide.commands import labels

    build.build_tours(project, BuildRequest(engine="silent"))
    with pytest.raises(ConfigError, match="silent"):
        list(labels.make_labels(project, (), "https://guide.example", None, None, False))


# ---------------------------------------------------------------- gone, and renamed


def test_a_tour_without_a_script_is_told_and_stays(project: Project) -> None:
    build.build_tours(project, LOUD)
    (project.scripts / "barn.yaml").unlink()
    listener = Listener()
    build.build_tours(project, LOUD, listener)
    assert any("audioguide remove barn" in line for line in listener.lines)
    assert "barn/index.html" in page(project, "index.html")


def test_a_removed_tour_leaves_pages_that_say_so(project: Project) -> None:
    build.build_tours(project, LOUD)
    with pytest.raises(ConfigError, match="bring it back"):
        retire.remove_site(project, "barn")
    (project.scripts / "barn.yaml").unlink()
    assert retire.remove_site(project, "barn") == ["barn"]
    assert "barn" not in page(project, "index.html")
    assert not (project.output / "barn/stops").exists()
    assert "已不在这里" in page(project, "barn/index.html")
    assert "../../index.html" in page(project, "barn/2/index.html")
    assert is_verified(project)
    build.build_tours(project, LOUD)
    assert "已不在这里" in page(project, "barn/2/index.html")


def test_a_removed_tour_may_lead_to_another(project: Project) -> None:
    build.build_tours(project, LOUD)
    (project.scripts / "barn.yaml").unlink()
    retire.remove_site(project, "barn", to="mill")
    assert "../../mill/2/index.html" in page(project, "barn/2/index.html")


@pytest.mark.parametrize("to", ["mill.en", "mill"])
def test_a_removed_tour_may_lead_to_one_language_of_another(project: Project, to: str) -> None:
    build.build_tours(project, LOUD)
    (project.scripts / "barn.yaml").unlink()
    retire.remove_site(project, "barn", to=to)
    assert f"../../{to.replace('.', '/')}/2/index.html" in page(project, "barn/2/index.html")


def test_one_edition_may_go_alone(project: Project) -> None:
    build.build_tours(project, LOUD)
    (project.scripts / "mill.en.yaml").unlink()
    assert retire.remove_site(project, "mill.en") == ["mill.en"]
    assert "no longer here" in page(project, "mill/en/index.html")
    assert "大门" in page(project, "mill/1/index.html")


def test_a_name_nothing_was_built_of_is_told(project: Project) -> None:
    build.build_tours(project, LOUD)
    with pytest.raises(ConfigError, match="shed") as error:
        retire.remove_site(project, "shed")
    assert error.value.hint == "Known: barn, mill, mill.en."


def test_a_renamed_site_is_found_from_every_old_address(project: Project) -> None:
    build.build_tours(project, LOUD)
    results = rename.rename_site(project, "mill", "windmill")
    assert sum(result.calls for result in results) == 0, "the speech comes from the cache"
    assert sorted(path.name for path in project.scripts.glob("*.yaml")) == [
        "barn.yaml",
        "windmill.en.yaml",
        "windmill.yaml",
    ]
    assert "../../windmill/2/index.html" in page(project, "mill/2/index.html")
    assert "../../../windmill/en/2/index.html" in page(project, "mill/en/2/index.html")
    assert "大门" in page(project, "windmill/1/index.html")
    assert not (project.output / "mill/mill.mp3").exists()
    assert is_verified(project)
    rename.rename_site(project, "windmill", "watermill")
    assert "../../watermill/2/index.html" in page(project, "mill/2/index.html")


def test_a_site_renamed_by_hand_is_redirected_too(project: Project) -> None:
    build.build_tours(project, LOUD)
    (project.scripts / "barn.yaml").rename(project.scripts / "shed.yaml")
    rename.rename_site(project, "barn", "shed")
    assert "../../shed/1/index.html" in page(project, "barn/1/index.html")
    assert is_verified(project)


@pytest.mark.parametrize(
    "new", ["barn", "Barn", "mill", "Mill", "mill.en", "con", "assets", "b a d", "../out", "ｍill"]
)
def test_a_name_that_is_taken_or_cannot_be_used_changes_nothing(project: Project, new: str) -> None:
    build.build_tours(project, LOUD)
    before = written_files(project)
    with pytest.raises(ConfigError):
        rename.rename_site(project, "mill", new)
    assert written_files(project) == before


def test_a_rename_whose_build_fails_changes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    build.build_tours(project, LOUD)
    shutil.rmtree(project.cache)

    def fail(self: SilentEngine, rendered: tuple[str, ...], voice: Voice) -> Clip:
        raise NoAudio("nothing")

    monkeypatch.setattr(SilentEngine, "speak", fail)
    with pytest.raises(AudioguideError):
        rename.rename_site(project, "mill", "windmill")
    assert (project.scripts / "mill.yaml").exists() and (project.scripts / "mill.en.yaml").exists()
    assert "大门" in page(project, "mill/1/index.html")


SITE_YAML = """\
# 顺序
tours: [barn, mill]
hidden:
  - mill  # 以后再说
drafts:
  - barn
closed:
  mill: {zh: 修缮中, en: in restoration}  # 到五月
"""


ONE_LINE = "closed: {mill: {zh: 修缮中, en: in restoration}}\n"


@pytest.mark.parametrize("closed", ["", ONE_LINE], ids=["lines", "one line"])
def test_what_the_site_says_of_a_tour_goes_with_its_name(project: Project, closed: str) -> None:
    (project.root / "site.yaml").write_text(SITE_YAML.partition("closed")[0] + closed if closed else SITE_YAML)
    build.build_tours(project, LOUD)
    rename.rename_site(project, "mill", "old-mill")
    site = site_yaml.load_site(project)
    assert (site.tours, site.hidden, site.drafts) == (("barn", "old-mill"), ("old-mill",), ("barn",))
    assert site.closed["old-mill"].text_for("en") == "in restoration"
    text = (project.root / "site.yaml").read_text()
    assert "# 顺序" in text
    with pytest.raises(ConfigError):
        rename.rename_site(project, "barn", "老谷仓")
    assert (project.root / "site.yaml").read_text() == text


def put_a_folder(path: Path) -> None:
    path.mkdir()


def put_a_dead_link(path: Path) -> None:
    path.symlink_to("nowhere")


def put_gbk(path: Path) -> None:
    path.write_bytes("title: 老井".encode("gbk"))


def put_a_pipe(path: Path) -> None:
    os.mkfifo(path)


OBSTACLES = [put_a_folder, put_a_dead_link, put_gbk, *([put_a_pipe] if hasattr(os, "mkfifo") else [])]


@pytest.mark.parametrize("name", ["scripts/mill.fr.yaml", "site.yaml", "scripts/moved.json", "scripts/printed.json"])
@pytest.mark.parametrize("put", OBSTACLES)
def test_a_file_that_cannot_be_read_keeps_a_site_from_being_renamed(
    project: Project, put: Callable[[Path], None], name: str
) -> None:
    path = project.root / name
    path.unlink(missing_ok=True)
    put(path)
    before = {file: file.read_bytes() for file in project.scripts.glob("*") if file.is_file()}
    with pytest.raises(ConfigError) as error:
        rename.rename_site(project, "mill", "wheel")
    places = [problem.place.file for problem in error.value.problems]
    assert name in places or name in error.value.message
    assert error.value.hint
    assert {file: file.read_bytes() for file in project.scripts.glob("*") if file.is_file()} == before
