"""New rows of the settings: roles, targets of a publication, options of engines; and publishing to a named target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from signed_in import signed_in_client
from starlette.testclient import TestClient

from audioguide import registry
from audioguide.authoring import script, site_yaml, voices_yaml
from audioguide.commands import build
from audioguide.commands.build_plan import BuildRequest
from audioguide.engines.options import EngineOption, find_option_table
from audioguide.engines.silent import SilentEngine
from audioguide.project import Project

SCRIPT = """\
# 讲解稿
title: 磨坊
language: zh-CN
stops:
  - number: 1
    title: 大门
    text: 这里是大门。  # 门口
"""
VOICES = """\
# 声音
engine: silent  # 试听
roles:
  narrator:
    zh-CN:
      kokoro: {name: zm_yunyang, pace: 240}
"""
SITE = "# 网站\nschema: 1\npublish:\n  web: zip:site.zip  # 交给别人\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "mill.yaml").write_text(SCRIPT, "utf-8")
    (tmp_path / "voices.yaml").write_text(VOICES, "utf-8")
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    return Project(tmp_path)


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    with signed_in_client(project) as client:
        yield client


def text_of(project: Project, name: str) -> str:
    return (project.root / name).read_text("utf-8")


def add_voice(client: TestClient, role: str, language: str, engine: str, voice: str) -> Any:
    fields = {"file": "voices.yaml", "path": ["roles", role, language, engine], "base": "", "value": voice}
    return client.post("/api/settings", json=fields)


def change(client: TestClient, path: list[str], base: str, value: str) -> Any:
    fields = {"file": "voices.yaml", "path": path, "base": base, "value": value}
    return client.post("/api/settings", json=fields)


def settings_of(form: Any) -> list[Any]:
    return [setting for group in form["groups"] for setting in group["settings"]]


def add_target(client: TestClient, name: str, scheme: str, **parts: str) -> Any:
    return client.post("/api/settings/targets", json={"name": name, "scheme": scheme, "parts": parts})


def test_a_role_for_all_tours_comes_last_and_is_undone(client: TestClient, project: Project) -> None:
    form = add_voice(client, "外婆", "zh-CN", "kokoro", "zf_xiaoxiao").json()
    lines = "  外婆:\n    zh-CN:\n      kokoro: zf_xiaoxiao\n"
    assert text_of(project, "voices.yaml") == VOICES + lines
    labels = [each["key"]["label"] for group in form["groups"] for each in group["settings"]]
    assert "外婆 · zh-CN · kokoro" in labels
    assert "外婆" in client.get("/api/tours/mill").json()["roles"]
    assert add_voice(client, "narrator", "en", "kokoro", "af_heart").status_code == 200
    assert text_of(project, "voices.yaml") == VOICES + "    en:\n      kokoro: af_heart\n" + lines
    for _step in (1, 2):
        client.post("/api/settings/undo", json={"file": "voices.yaml"})
    assert text_of(project, "voices.yaml") == VOICES


def test_a_voice_that_is_there_is_not_overwritten_unseen(client: TestClient, project: Project) -> None:
    answer = add_voice(client, "narrator", "zh-CN", "kokoro", "zf_xiaoyi")
    assert (answer.status_code, answer.json()["theirs"]) == (409, "zm_yunyang")
    assert text_of(project, "voices.yaml") == VOICES


@pytest.mark.parametrize("role", ["", " 外婆", "a/b", "x" * 41])
def test_a_name_that_no_role_can_have_is_refused_in_words(client: TestClient, project: Project, role: str) -> None:
    answer = add_voice(client, role, "zh-CN", "kokoro", "zf_xiaoyi")
    assert (answer.status_code, bool(answer.json()["hint"])) == (422, True)
    edit = {"kind": "choose-voice", "role": role, "engine": "kokoro", "voice": "zf_xiaoyi", "rate": "1"}
    assert client.post("/api/tours/mill/edits", json={"page": "p", "edit": edit}).status_code == 422
    assert (text_of(project, "voices.yaml"), text_of(project, "scripts/mill.yaml")) == (VOICES, SCRIPT)


@pytest.mark.parametrize(("language", "engine"), [("english please", "kokoro"), ("en", "nobody"), ("", "kokoro")])
def test_a_voice_of_no_language_or_engine_is_refused(client: TestClient, language: str, engine: str) -> None:
    assert add_voice(client, "外婆", language, engine, "x").status_code == 422


def test_a_role_of_one_tour_can_be_chosen_there(client: TestClient, project: Project) -> None:
    edit = {"kind": "choose-voice", "role": "外婆", "engine": "kokoro", "voice": "zf_xiaoxiao"}
    answer = client.post("/api/tours/mill/edits", json={"page": "p", "edit": edit}).json()
    assert "外婆" in answer["tour"]["roles"]
    lines = "voices:\n  roles:\n    外婆:\n      zh-CN:\n        kokoro:\n          name: zf_xiaoxiao\n"
    assert text_of(project, "scripts/mill.yaml").replace(lines, "") == SCRIPT
    settings = voices_yaml.load_settings(project.voices)
    tour = script.load_tour(project.scripts / "mill.yaml")
    assert "外婆" in voices_yaml.merge_overrides(settings, tour).roles


TARGETS: dict[str, tuple[dict[str, str], str]] = {
    "ssh": ({"user": "guide", "host": "host.example", "folder": "/srv/guide"}, "ssh://guide@host.example/srv/guide"),
    "s3": ({"bucket": "guide", "prefix": ""}, "s3://guide"),
    "pages": ({"branch": "gh-pages"}, "pages:gh-pages"),
    "folder": ({"folder": "/srv/guide"}, "folder:/srv/guide"),
    "zip": ({"file": "tour.zip"}, "zip:tour.zip"),
}


@pytest.mark.parametrize("scheme", TARGETS)
def test_a_target_is_made_from_its_parts(client: TestClient, project: Project, scheme: str) -> None:
    parts, address = TARGETS[scheme]
    form = add_target(client, "new", scheme, **parts).json()
    assert {kind["scheme"] for kind in form["target_kinds"]} == set(TARGETS)
    assert site_yaml.load_site(project).publish["new"].address == address
    assert text_of(project, "site.yaml").startswith(SITE)
    fields = [
        each["key"]["path"][2] for group in form["groups"] if group["takes"] == "targets" for each in group["settings"]
    ]
    options = {"ssh": ["identity", "known_hosts"], "s3": ["endpoint", "region"], "pages": ["remote"]}
    assert fields == ["to", "to", *options.get(scheme, [])]
    client.post("/api/settings/undo", json={"file": "site.yaml"})
    assert text_of(project, "site.yaml") == SITE


@pytest.mark.parametrize(
    ("name", "scheme", "parts", "status"),
    [
        ("", "zip", {"file": "a.zip"}, 422),
        ("a/b", "zip", {"file": "a.zip"}, 422),
        ("new", "ftp", {"file": "a.zip"}, 422),
        ("new", "zip", {}, 422),
        ("web", "zip", {"file": "b.zip"}, 409),
    ],
)
def test_a_target_that_cannot_be_is_refused(
    client: TestClient, project: Project, name: str, scheme: str, parts: dict[str, str], status: int
) -> None:
    assert add_target(client, name, scheme, **parts).status_code == status
    assert text_of(project, "site.yaml") == SITE


def test_options_of_engines_are_lines_of_their_own(client: TestClient, project: Project) -> None:
    for path, value in (
        ("kokoro/fast", "true"),
        ("edge/timeout", "30"),
        ("http/sample_rate", "16000"),
        ("http/url", "http://127.0.0.1:8880/v1"),
    ):
        fields = {"file": "voices.yaml", "path": ["engines", *path.split("/")], "base": "", "value": value}
        assert client.post("/api/settings", json=fields).status_code == 200
    assert voices_yaml.load_settings(project.voices).engines == {
        "kokoro": {"fast": True},
        "edge": {"timeout": 30},
        "http": {"url": "http://127.0.0.1:8880/v1", "sample_rate": 16000},
    }
    assert text_of(project, "voices.yaml").startswith(VOICES)


WRONG_OPTIONS = (
    ("kokoro", "fast", "quick"),
    ("edge", "timeout", "soon"),
    ("edge", "timeout", "0"),
    ("edge", "proxy", "127.0.0.1:7890"),
    ("azure", "region", "East Asia"),
    ("azure", "workers", "2.5"),
    ("http", "workers", "65"),
    ("http", "format", "flac"),
    ("http", "sample_rate", "７９９９"),
    ("http", "url", "https://me:secret@host/v1"),
)


def test_an_option_that_does_not_fit_its_engine_is_refused_in_words(client: TestClient, project: Project) -> None:
    for engine, option, value in WRONG_OPTIONS:
        answer = change(client, ["engines", engine, option], "", value)
        assert (answer.status_code, text_of(project, "voices.yaml")) == (422, VOICES), option
        assert "secret" not in str(answer.json())


def test_every_option_of_an_engine_has_a_field_with_a_name(client: TestClient) -> None:
    shown = {tuple(each["key"]["path"]): each["key"] for each in settings_of(client.get("/api/settings").json())}
    for engine in registry.BUILT_IN["engines"]:
        for option in find_option_table(engine) or ():
            key = shown["engines", engine, option.name]
            assert key["label"].split(": ")[1].split(",")[0] != option.name
            assert {value for value, _name in key["choices"]} - {"", "true", "false"} == set(option.choices)


class Bell(SilentEngine):
    """An engine of somebody else, with an option and a voice that has a pitch."""

    name = "bell"
    option_table = (EngineOption("metal", "choice", ("bronze", "iron")),)
    voice_options = ("pitch",)


def test_an_engine_of_somebody_else_has_fields_too(
    client: TestClient, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.BUILT_IN["engines"], "bell", f"{__name__}:Bell")
    add_voice(client, "外婆", "zh-CN", "bell", "big")
    paths = {tuple(each["key"]["path"]) for each in settings_of(client.get("/api/settings").json())}
    assert ("roles", "外婆", "zh-CN", "bell", "pitch") in paths
    assert ("roles", "外婆", "zh-CN", "bell", "rate") not in paths
    assert change(client, ["engines", "bell", "metal"], "", "wood").status_code == 422
    assert change(client, ["engines", "bell", "metal"], "", "iron").status_code == 200
    assert yaml.safe_load(text_of(project, "voices.yaml"))["engines"] == {"bell": {"metal": "iron"}}


VOICE_EDITS: dict[str, tuple[str, dict[str, str], dict[str, object]]] = {
    "the voice alone": ("zm_yunxi", {}, {"name": "zf_xiaoxiao"}),
    "a speed of its own, in place of a pace": (
        "{name: zm_yunxi, pace: 200}",
        {"rate": "1"},
        {"name": "zf_xiaoxiao", "rate": 1},
    ),
    "a pitch beside a speed": (
        "{name: zm_yunxi, rate: 0.9}",
        {"pitch": "-10"},
        {"name": "zf_xiaoxiao", "rate": 0.9, "pitch": -10},
    ),
    "all of them for a name alone": (
        "zm_yunxi",
        {"rate": "1.25", "pitch": "15", "volume": "-20"},
        {"name": "zf_xiaoxiao", "rate": 1.25, "pitch": 15, "volume": -20},
    ),
    "what was written by hand stays": (
        "{name: zm_yunxi, volume: +10%, style: calm}",
        {"pitch": "0"},
        {"name": "zf_xiaoxiao", "volume": "+10%", "style": "calm", "pitch": 0},
    ),
}


@pytest.mark.parametrize("case", VOICE_EDITS)
def test_speed_pitch_and_volume_are_for_one_tour(client: TestClient, project: Project, case: str) -> None:
    before, moved, after = VOICE_EDITS[case]
    lines = f"voices:\n  roles:\n    narrator:\n      zh-CN:\n        kokoro: {before}  # 王老师\n"
    own = SCRIPT.replace("stops:\n", f"{lines}stops:\n")
    (project.scripts / "mill.yaml").write_text(own, "utf-8")
    edit = {"kind": "choose-voice", "role": "narrator", "engine": "kokoro", "voice": "zf_xiaoxiao", **moved}
    assert client.post("/api/tours/mill/edits", json={"page": "p", "edit": edit}).status_code == 200
    text = text_of(project, "scripts/mill.yaml")
    assert yaml.safe_load(text)["voices"]["roles"]["narrator"]["zh-CN"]["kokoro"] == after
    assert [line for line in text.split("\n") if line in own.split("\n")] == [
        line for line in own.split("\n") if "kokoro:" not in line
    ]


@pytest.mark.parametrize("moved", [{"rate": "3"}, {"pitch": "900"}, {"volume": "x"}, {"pitch": "1e999"}])
def test_a_voice_beyond_what_speech_is_is_refused(client: TestClient, project: Project, moved: dict[str, str]) -> None:
    edit = {"kind": "choose-voice", "role": "narrator", "engine": "kokoro", "voice": "zf_xiaoxiao", **moved}
    assert client.post("/api/tours/mill/edits", json={"page": "p", "edit": edit}).status_code == 422
    assert text_of(project, "scripts/mill.yaml") == SCRIPT


@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        ("pace", "200", "      kokoro: {name: zm_yunyang, pace: 200}"),
        ("pace", "", "      kokoro: {name: zm_yunyang}"),
        ("style", "calm", "      kokoro: {name: zm_yunyang, pace: 240, style: calm}"),
    ],
)
def test_the_speed_of_a_voice_is_its_own_field(
    client: TestClient, project: Project, option: str, value: str, line: str
) -> None:
    if option == "style":  # shown where the file has it already
        before = VOICES.replace("240}", "240, style: sad}")
        (project.root / "voices.yaml").write_text(before, "utf-8")
    form = client.get("/api/settings").json()
    path = ["roles", "narrator", "zh-CN", "kokoro", option]
    base = next(each["value"] for each in settings_of(form) if each["key"]["path"] == path)
    assert change(client, path, base, value).status_code == 200
    assert text_of(project, "voices.yaml") == VOICES.replace("      kokoro: {name: zm_yunyang, pace: 240}", line)


PITCHES = {"edge": ("pitch", "＋10Hz", "+10Hz"), "azure": ("volume", "−20%", "-20%"), "kokoro": ("rate", "0.9", 0.9)}


@pytest.mark.parametrize("engine", PITCHES)
def test_a_voice_that_is_a_name_alone_gets_fields_and_loses_them(
    client: TestClient, project: Project, engine: str
) -> None:
    option, typed, written = PITCHES[engine]
    add_voice(client, "外婆", "zh-CN", engine, "someone")
    before = text_of(project, "voices.yaml")
    path = ["roles", "外婆", "zh-CN", engine, option]
    assert change(client, path, "", typed).status_code == 200
    data = yaml.safe_load(text_of(project, "voices.yaml"))
    assert data["roles"]["外婆"]["zh-CN"][engine] == {"name": "someone", option: written}
    assert text_of(project, "voices.yaml").startswith(VOICES)
    client.post("/api/settings/undo", json={"file": "voices.yaml"})
    assert text_of(project, "voices.yaml") == before
    refused = change(client, path, "", "quick")
    assert (refused.status_code, text_of(project, "voices.yaml")) == (422, before)


def test_names_with_a_slash_keep_their_fields(client: TestClient, project: Project) -> None:
    voices = VOICES + "  a/b:\n    zh-CN:\n      edge: zh-CN-XiaoxiaoNeural\n"
    (project.root / "voices.yaml").write_text(voices, "utf-8")
    (project.root / "site.yaml").write_text(SITE + "  web/new: zip:new.zip\n", "utf-8")
    shown = {tuple(each["key"]["path"]): each["value"] for each in settings_of(client.get("/api/settings").json())}
    assert shown["publish", "web/new", "to"] == "zip:new.zip"
    assert shown["roles", "a/b", "zh-CN", "edge"] == "zh-CN-XiaoxiaoNeural"
    assert change(client, ["roles", "a/b", "zh-CN", "edge"], "zh-CN-XiaoxiaoNeural", "x").status_code == 200
    assert text_of(project, "voices.yaml") == voices.replace("zh-CN-XiaoxiaoNeural", "x")


def test_the_fields_of_a_request_are_a_line_each(client: TestClient, project: Project) -> None:
    path = ["engines", "http", "fields"]
    typed = 'lang_code = z\nspeed：1.2\nstream=false\nversion = "2"'
    assert change(client, path, "", typed).status_code == 200
    fields = {"lang_code": "z", "speed": 1.2, "stream": False, "version": "2"}
    assert yaml.safe_load(text_of(project, "voices.yaml"))["engines"]["http"]["fields"] == fields
    shown = 'lang_code = z\nspeed = 1.2\nstream = false\nversion = "2"'
    assert shown in [each["value"] for each in settings_of(client.get("/api/settings").json())]
    assert change(client, path, shown, "speed").status_code == 422
    assert change(client, path, shown, "speed = 1").status_code == 200
    assert change(client, path, "speed = 1", "").status_code == 200
    assert text_of(project, "voices.yaml") == VOICES


def test_the_voices_to_choose_from_are_those_of_the_engines(client: TestClient) -> None:
    voices = client.get("/api/voices").json()
    assert {"engine": "kokoro", "name": "zm_yunyang", "language": "zh-CN"} in voices


def test_publishing_goes_to_a_named_target_and_overlooks_what_one_says(client: TestClient, project: Project) -> None:
    (project.root / "voices.yaml").unlink()
    (project.scripts / "mill.yaml").write_text(SCRIPT.replace("    text", "    todo: 年代\n    text"), "utf-8")
    build.build_tours(project, BuildRequest(("mill",), engine="silent"), build.BuildListener())
    assert client.get("/api/publish").json() == {"targets": [{"name": "web", "address": "zip:site.zip"}], "address": ""}
    order = {"target": "web", "dry_run": True}
    messages = [each["message"] for each in client.post("/api/publish", json=order).json()["problems"]]
    assert len(messages) == 2  # silent, and a question
    messages = [
        each["message"]
        for each in client.post("/api/publish", json={**order, "allow_problems": True}).json()["problems"]
    ]
    assert len(messages) == 1


def test_asking_a_live_site_that_is_nowhere_says_so(client: TestClient, project: Project) -> None:
    answer = client.post("/api/publish/check", json={"address": ""})
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)


CONTEXTS: dict[str, tuple[str, str, str, str, str]] = {
    "a second reading": (
        "  长: chang2\n",
        "长老",
        "",
        "zhang3",
        "  长:\n    - {say: chang2}\n    - {say: zhang3, in: 长老}\n",
    ),
    "another one": ("  长: {say: zhang3, in: 长老}\n", "长老", "zhang3", "chang2", "  长: {say: chang2, in: 长老}\n"),
    "the plain one beside": (
        "  长: {say: zhang3, in: 长老}\n",
        "",
        "",
        "chang2",
        "  长:\n    - {say: zhang3, in: 长老}\n    - {say: chang2}\n",
    ),
    "one of two taken out": (
        "  长:\n    - {say: chang2}\n    - {say: zhang3, in: 长老, note: 方志}\n",
        "",
        "chang2",
        "",
        "  长: {say: zhang3, in: 长老, note: 方志}\n",
    ),
    "the last taken out": ("  长: {say: zhang3, in: 长老}\n", "长老", "zhang3", "", ""),
}


@pytest.mark.parametrize("case", CONTEXTS)
@pytest.mark.parametrize("is_shared", [True, False])
def test_readings_in_a_context_are_set_one_by_one(
    client: TestClient, project: Project, case: str, is_shared: bool
) -> None:
    line, context, base, say, wanted = CONTEXTS[case]
    indented = line.replace("  ", "    ", 1).replace("\n    -", "\n      -")
    expected = wanted.replace("  ", "    ", 1).replace("\n    -", "\n      -")
    if is_shared:
        (project.root / "voices.yaml").write_text(f"{VOICES}lexicon:\n  zh:\n{indented}", "utf-8")
        fields = {"language": "zh", "word": "长", "context": context, "base": base, "value": say}
        answer = client.post("/api/settings/reading", json=fields)
        assert answer.status_code == 200, answer.text
        assert yaml.safe_load(text_of(project, "voices.yaml")).get("lexicon") == (
            yaml.safe_load(f"zh:\n{expected}") if wanted else None
        )
        assert text_of(project, "voices.yaml").startswith(VOICES)
        return
    script_text = SCRIPT.replace("stops:", f"lexicon:\n{line}stops:")
    (project.scripts / "mill.yaml").write_text(script_text, "utf-8")
    edit = {"kind": "set-reading", "word": "长", "context": context, "base": base, "say": say}
    answer = client.post("/api/tours/mill/edits", json={"page": "p", "edit": edit})
    assert answer.status_code == 200, answer.text
    changed = text_of(project, "scripts/mill.yaml")
    assert yaml.safe_load(changed).get("lexicon") == (yaml.safe_load(wanted) if wanted else None)
    head, tail = SCRIPT.split("stops:")
    assert changed.startswith(head)
    assert changed.endswith("stops:" + tail)


def test_a_reading_within_a_text_without_the_word_is_refused(client: TestClient, project: Project) -> None:
    edit = {"kind": "set-reading", "word": "长", "context": "老人", "base": "", "say": "zhang3"}
    assert client.post("/api/tours/mill/edits", json={"page": "p", "edit": edit}).status_code == 422
    fields = {"language": "zh", "word": "长", "context": "老人", "base": "", "value": "zhang3"}
    assert client.post("/api/settings/reading", json=fields).status_code == 422
    assert (text_of(project, "voices.yaml"), text_of(project, "scripts/mill.yaml")) == (VOICES, SCRIPT)


ADDRESSES = {
    "base_url": ("https：//guide.example.org", "https://guide.example.org"),
    "contact/url": ("mailto：guide@example.org", "mailto:guide@example.org"),
    "publish/web/to": ("ssh：／／guide@host.example／srv", "ssh://guide@host.example/srv"),
    "footer/imprint/url": ("https://example.org/a：b", "https://example.org/a：b"),
}


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_address_may_be_typed_with_a_chinese_keyboard(client: TestClient, project: Project, path: str) -> None:
    typed, written = ADDRESSES[path]
    base = "zip:site.zip" if path.startswith("publish") else ""
    fields = {"file": "site.yaml", "path": path.split("/"), "base": base, "value": typed}
    answer = client.post("/api/settings", json=fields)
    if path.startswith(("contact", "footer")):  # a link needs a text as well
        text = {**fields, "path": [*path.split("/")[:-1], "text"], "value": "村委会"}
        assert answer.status_code == 200 or client.post("/api/settings", json=text).status_code == 200
        answer = answer if answer.status_code == 200 else client.post("/api/settings", json=fields)
    assert answer.status_code == 200, answer.text
    value: Any = yaml.safe_load(text_of(project, "site.yaml"))
    for key in path.split("/"):
        value = value if isinstance(value, str) else value[key]
    assert value == written
