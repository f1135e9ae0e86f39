"""Settings for all tours: each field of the form is a line of its file, and every other line stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.authoring import site_yaml, voices_yaml
from audioguide.commands import edit_settings, project_settings
from audioguide.commands.edit_settings import SITE, VOICES
from audioguide.commands.project_settings import SettingChange, change_setting, read_settings
from audioguide.errors import AudioguideError, EditRefused
from audioguide.project import Project

SCRIPT = "title: {title}\nlanguage: {language}\nstops:\n  - {{number: 1, title: 大门, text: 这里是大门。}}\n"
SITE_YAML = """\
# 村史馆的网站
schema: 1
name: {zh: 柳塘村史馆, en: Liutang}  # 两种语言
hours: 九点到五点
footer:
  icp: {text: 浙ICP备1号, url: "https://beian.miit.gov.cn"}
publish:
  web: ssh://guide@host.example/srv
"""
VOICES_YAML = """\
# 声音
engine: auto  # 随便
pauses: {sentence: 400}
roles:
  narrator:
    zh-CN:
      kokoro: zm_yunyang
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/mill.yaml").write_text(SCRIPT.format(title="磨坊", language="zh-CN"), "utf-8")
    (tmp_path / "scripts/mill.en.yaml").write_text(SCRIPT.format(title="Mill", language="en"), "utf-8")
    (tmp_path / "scripts/barn.yaml").write_text(SCRIPT.format(title="谷仓", language="zh-CN"), "utf-8")
    (tmp_path / SITE).write_text(SITE_YAML, "utf-8")
    (tmp_path / VOICES).write_text(VOICES_YAML, "utf-8")
    return Project(tmp_path)


def shown(project: Project) -> dict[tuple[str, str, str], str]:
    """File, path and language of each setting → its value on the page."""
    form = read_settings(project)
    return {
        (setting.file, "/".join(setting.path), setting.language): value
        for group, values in zip(form.groups, form.values, strict=True)
        for setting, value in zip(group.settings, values, strict=True)
    }


def set_to(project: Project, file: str, path: str, value: str, language: str = "") -> str:
    """Change a setting from what the page shows; the file as it is then."""
    base = shown(project).get((file, path, language), "")
    change_setting(project, SettingChange(file, tuple(path.split("/")), language, base, value))
    return (project.root / file).read_text("utf-8")


Row = tuple[str, str, str, str, str, str]
ROWS: dict[str, Row] = {
    "a text of one language": (SITE, "name", "en", "Liutang Museum", "en: Liutang}", "en: Liutang Museum}"),
    "a text for all languages": (SITE, "hours", "zh", "十点到五点", "hours: 九点到五点", "hours: 十点到五点"),
    "a number": (VOICES, "pauses/sentence", "", "500", "sentence: 400", "sentence: 500"),
    "a choice": (VOICES, "engine", "", "kokoro", "engine: auto  #", "engine: kokoro  #"),
    "a voice": (VOICES, "roles/narrator/zh-CN/kokoro", "", "zf_xiaoyi", "zm_yunyang", "zf_xiaoyi"),
    "a link": (SITE, "footer/icp/text", "zh", "浙ICP备2号", "浙ICP备1号", "浙ICP备2号"),
    "an address": (
        SITE,
        "publish/web/to",
        "",
        "ssh://a@b.example/c",
        "ssh://guide@host.example/srv",
        "ssh://a@b.example/c",
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_value_changes_in_its_line_alone(project: Project, case: str) -> None:
    file, path, language, value, old, new = ROWS[case]
    before = (project.root / file).read_text("utf-8")
    assert set_to(project, file, path, value, language) == before.replace(old, new)
    assert shown(project)[file, path, language] == value
    edit_settings.undo_setting(project, file)
    assert (project.root / file).read_text("utf-8") == before


NEW: dict[str, tuple[str, str, str, str, str]] = {
    "a colour": (SITE, "accent", "", "#224466", "accent: '#224466'\n"),
    "ticks": (SITE, "hidden", "", "barn", "hidden:\n  - barn\n"),
    "outputs": (SITE, "outputs", "", "site\nm4b", "outputs:\n  - site\n  - m4b\n"),
    "why a tour is closed": (SITE, "closed/barn", "zh", "修缮中", "closed:\n  barn: 修缮中\n"),
    "a group of its own": (SITE, "accessibility/status", "", "partial", "accessibility:\n  status: partial\n"),
    "a switch": (VOICES, "disclosure/chime", "", "false", "disclosure:\n  chime: false\n"),
    "rules": (VOICES, "disclosure/regimes", "", "cn eu", "disclosure:\n  regimes:\n    - cn\n    - eu\n"),
    "a bit rate": (VOICES, "bit_rate", "", "64", "bit_rate: 64\n"),
    "nobody's frames": (SITE, "embed", "", "none", "embed: none\n"),
}


@pytest.mark.parametrize("case", NEW)
def test_a_new_line_comes_and_goes_with_its_value(project: Project, case: str) -> None:
    file, path, language, value, lines = NEW[case]
    before = (project.root / file).read_text("utf-8")
    after = set_to(project, file, path, value, language)
    assert lines in after
    assert after.replace(lines, "") == before
    assert shown(project)[file, path, language] == value
    assert set_to(project, file, path, "", language) == before


def test_a_text_for_all_languages_becomes_one_a_language(project: Project) -> None:
    assert "hours:\n  zh: 九点到五点\n  en: 9 to 5\n" in set_to(project, SITE, "hours", "9 to 5", "en")
    assert site_yaml.load_site(project).hours.text_for("en") == "9 to 5"


def test_a_target_is_added_gets_an_option_and_goes(project: Project) -> None:
    set_to(project, SITE, "publish/bucket", "s3://guide/pages")
    set_to(project, SITE, "publish/bucket/region", "eu-1")
    target = site_yaml.load_site(project).publish["bucket"]
    assert (target.address, target.options) == ("s3://guide/pages", {"region": "eu-1"})
    set_to(project, SITE, "publish/bucket/to", "")
    assert list(site_yaml.load_site(project).publish) == ["web"]


def test_the_order_holds_all_sites(project: Project) -> None:
    assert shown(project)[SITE, "tours", ""] == "barn\nmill"
    set_to(project, SITE, "tours", "mill\nbarn")
    assert site_yaml.load_site(project).tours == ("mill", "barn")


def test_every_setting_can_be_written(project: Project) -> None:
    values = {"number": "-9", "colour": "#102030", "choice": "", "names": "", "order": "mill\nbarn", "picture": ""}
    values["pairs"] = "speed = 1.2"
    special = {
        "pauses": "700",
        "base_url": "https://guide.example.org",
        "date": "2026-05-01",
        "timestamp": "https://time.example.org",
        "url": "https://example.org",
        "endpoint": "https://s3.example.org",
        "proxy": "http://127.0.0.1:7890",
        "region": "eastasia",
        "timeout": "30",
        "workers": "4",
        "sample_rate": "24000",
    }
    left_out = ("map", "signing", "roles")  # name files or voices that have to be there
    for group in read_settings(project).groups:
        for setting in group.settings:
            if setting.path[0] in left_out or setting.path[-1] == "to":
                continue
            keys = (setting.path[-1], setting.path[0])
            value = next((special[key] for key in keys if key in special), values.get(setting.kind, "文字"))
            if setting.path == ("embed",):
                value = "https://www.example.org"
            set_to(project, setting.file, "/".join(setting.path), value, setting.language)
            assert shown(project)[setting.file, "/".join(setting.path), setting.language] == value
    site_yaml.load_site(project)
    voices_yaml.load_settings(project.voices)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_that_are_not_there_begin_with_their_version(project: Project, newline: str) -> None:
    (project.root / SITE).unlink()
    (project.root / VOICES).write_bytes(f"# 空{newline}".encode())
    assert set_to(project, SITE, "accent", "#224466") == "schema: 1\naccent: '#224466'\n"
    edit_settings.undo_setting(project, SITE)
    assert not (project.root / SITE).exists()
    assert set_to(project, VOICES, "bit_rate", "64").startswith("# 空")


REFUSED = {
    "no number": (VOICES, "pauses/sentence", "soon"),
    "a number out of bounds": (VOICES, "pauses/sentence", "99999"),
    "no colour": (SITE, "accent", "red"),
    "no address": (SITE, "base_url", "guide.example.org"),
    "a link that runs code": (SITE, "contact/url", "javascript:alert(1)"),
    "nothing to choose": (VOICES, "bit_rate", "7"),
    "no output": (SITE, "outputs", "site\ntape"),
    "no field": (SITE, "nonsense", "x"),
    "a logo that is not there": (SITE, "logo", "../../etc/passwd"),
    "another file": ("scripts/mill.yaml", "title", "x"),
    "lists of lists": (SITE, "publish", "x"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(project: Project, case: str) -> None:
    file, path, value = REFUSED[case]
    change = SettingChange(file, tuple(path.split("/")), "", shown(project).get((file, path, ""), ""), value)
    with pytest.raises(AudioguideError) as error:
        change_setting(project, change)
    assert error.value.message
    assert (project.root / SITE).read_text("utf-8") == SITE_YAML
    assert (project.root / VOICES).read_text("utf-8") == VOICES_YAML


def test_another_pages_value_is_not_overwritten(project: Project) -> None:
    set_to(project, SITE, "hours", "十点", "zh")
    with pytest.raises(EditRefused) as error:
        change_setting(project, SettingChange(SITE, ("hours",), "zh", "九点到五点", "八点"))
    assert getattr(error.value, "theirs", "") == "十点"


def test_undo_refuses_where_another_program_wrote(project: Project) -> None:
    text = set_to(project, SITE, "hours", "十点", "zh")
    (project.root / SITE).write_text(text + "# mine\n", "utf-8")
    with pytest.raises(EditRefused):
        edit_settings.undo_setting(project, SITE)
    with pytest.raises(EditRefused):
        edit_settings.undo_setting(project, VOICES)


def test_labels_and_readings_for_all_tours_can_be_undone(project: Project) -> None:
    edit_settings.set_reading(project, "zh-CN", "柳塘", "liu3 tang2")
    assert read_settings(project).undo[VOICES]
    edit_settings.undo_setting(project, VOICES)
    assert (project.root / VOICES).read_text("utf-8") == VOICES_YAML
    assert project_settings.read_settings(project).undo == {SITE: "", VOICES: ""}
