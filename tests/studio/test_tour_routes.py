"""A tour as a whole in the studio: languages, name, removal, cover, music, pictures, remarks, one stop restored."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from signed_in import signed_in_client
from starlette.testclient import TestClient

from audioguide.audio import ffmpeg
from audioguide.authoring import script
from audioguide.commands import build
from audioguide.commands.build_plan import BuildRequest
from audioguide.model import Tour
from audioguide.project import Project

SCRIPT = """\
# 讲解稿
title: 磨坊
language: zh-CN
stops:
  # 门口
  - number: 1
    title: 大门
    todo: 年代待核实
    text: |
      这里是{大门|da4 men2}。

      请往前走。

  - number: 2
    title: 老井
    segments:
      - cue: 水声
      - voice: quoted
        speaker: 王阿婆
        text: 这是老井。
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "mill.yaml").write_text(SCRIPT, "utf-8")
    return Project(tmp_path)


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    with signed_in_client(project) as client:
        yield client


def script_text(project: Project, name: str = "mill") -> str:
    return (project.scripts / f"{name}.yaml").read_text("utf-8")


def load(project: Project, name: str = "mill") -> Tour:
    return script.load_tour(project.scripts / f"{name}.yaml")


def edit(client: TestClient, kind: str, **fields: object) -> Any:
    answer = client.post("/api/tours/mill/edits", json={"page": "p", "edit": {"kind": kind, **fields}})
    assert answer.status_code == 200, answer.text
    return answer.json()


def undo(client: TestClient) -> None:
    assert client.post("/api/tours/mill/undo", json={"page": "p"}).status_code == 200


# ---------------------------------------------------------------- languages


def test_another_language_has_the_stops_to_translate_and_is_a_draft(client: TestClient, project: Project) -> None:
    answer = client.post("/api/tours/mill/languages", json={"language": "EN", "title": "The mill"})
    assert answer.json() == {"tour": "mill.en", "file": "scripts/mill.en.yaml"}
    tour = load(project, "mill.en")
    assert (tour.title, tour.language, tour.draft) == ("The mill", "en", True)
    assert [(stop.number, len(stop.todos)) for stop in tour.stops] == [("1", 1), ("2", 1)]
    assert tour.stops[0].segments[0].text == "这里是大门。\n\n请往前走。"
    assert [segment.speaker for segment in tour.stops[1].segments] == ["", "王阿婆"]
    assert script_text(project) == SCRIPT
    assert client.get("/api/tours/mill").json()["editions"] == ["mill.en", "mill"]


@pytest.mark.parametrize("language", ["", "zh-CN", "../x", "english please", "en/../../x"])
def test_a_language_that_cannot_be_one_is_refused_in_words(client: TestClient, project: Project, language: str) -> None:
    answer = client.post("/api/tours/mill/languages", json={"language": language})
    assert (answer.status_code, bool(answer.json()["hint"])) == (422, True)
    assert [path.name for path in project.scripts.glob("*.yaml")] == ["mill.yaml"]


def test_a_language_that_is_there_is_not_overwritten(client: TestClient, project: Project) -> None:
    (project.scripts / "mill.en.yaml").write_text("mine", "utf-8")
    assert client.post("/api/tours/mill/languages", json={"language": "en"}).status_code == 422
    assert script_text(project, "mill.en") == "mine"


# ---------------------------------------------------------------- another name


def test_another_name_takes_languages_and_history_along(client: TestClient, project: Project) -> None:
    client.post("/api/tours/mill/languages", json={"language": "en"})
    edit(client, "set-tour-field", name="title", base="磨坊", value="老磨坊")
    assert client.post("/api/tours/mill.en/rename", json={"name": "old-mill"}).json() == {"tour": "old-mill.en"}
    assert sorted(path.name for path in project.scripts.glob("*.yaml")) == ["old-mill.en.yaml", "old-mill.yaml"]
    assert client.post("/api/tours/old-mill/undo", json={"page": "p"}).status_code == 200
    assert script_text(project, "old-mill") == SCRIPT


@pytest.mark.parametrize("name", ["", "../x", "老磨坊", "a b", "assets", "barn", "con"])
def test_a_name_that_cannot_be_one_changes_nothing(client: TestClient, project: Project, name: str) -> None:
    (project.scripts / "barn.yaml").write_text(SCRIPT, "utf-8")
    answer = client.post("/api/tours/mill/rename", json={"name": name})
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)
    assert sorted(path.name for path in project.scripts.glob("*.yaml")) == ["barn.yaml", "mill.yaml"]


# ---------------------------------------------------------------- taken away and brought back


def test_a_tour_is_taken_away_with_its_pages_and_brought_back(client: TestClient, project: Project) -> None:
    client.post("/api/tours/mill/languages", json={"language": "en"})
    (project.scripts / "barn.yaml").write_text(SCRIPT.replace("磨坊", "谷仓"), "utf-8")
    build.build_tours(project, BuildRequest(sites=("mill", "barn"), engine="silent"))
    answer = client.post("/api/tours/mill/remove", json={"to": "barn"})
    assert len(answer.json()["files"]) == 2
    assert "../barn/1/index.html" in (project.output / "mill/1/index.html").read_text("utf-8")
    home = client.get("/").text
    assert "mill.en" in home
    keys = [line.split('data-removed="')[1].split('"')[0] for line in home.splitlines() if "data-removed" in line]
    for key in keys:
        assert client.post("/api/removed", json={"key": key}).status_code == 200
    assert script_text(project) == SCRIPT
    assert load(project, "mill.en").draft
    assert "data-removed" not in client.get("/").text


def test_one_language_goes_alone(client: TestClient, project: Project) -> None:
    client.post("/api/tours/mill/languages", json={"language": "en"})
    assert client.post("/api/tours/mill.en/remove", json={"to": ""}).status_code == 200
    assert [path.name for path in project.scripts.glob("*.yaml")] == ["mill.yaml"]


def test_a_script_that_cannot_be_used_can_be_taken_away(client: TestClient, project: Project) -> None:
    (project.scripts / "mill.yaml").write_text("title: [", "utf-8")
    assert client.post("/api/tours/mill/remove", json={"to": ""}).status_code == 200
    assert not list(project.scripts.glob("*.yaml"))


def test_a_tour_whose_pages_cannot_lead_on_stays(client: TestClient, project: Project) -> None:
    build.build_tours(project, BuildRequest(sites=("mill",), engine="silent"))
    assert client.post("/api/tours/mill/remove", json={"to": "nobody"}).status_code == 422
    assert script_text(project) == SCRIPT


def test_nothing_is_brought_back_over_another_script(client: TestClient, project: Project) -> None:
    client.post("/api/tours/mill/remove", json={"to": ""})
    key = client.get("/").text.split('data-removed="')[1].split('"')[0]
    (project.scripts / "mill.yaml").write_text("mine", "utf-8")
    assert client.post("/api/removed", json={"key": key}).status_code == 422
    assert script_text(project) == "mine"
    for wrong in ("", "../scripts/mill.yaml", "x-mill.yaml"):
        assert client.post("/api/removed", json={"key": wrong}).status_code == 422


# ---------------------------------------------------------------- fields of the tour and of a stop

STATES = {"draft": ("", "draft: true"), "hidden": ("", "hidden: true"), "closed": ("修缮中", "closed: 修缮中")}


@pytest.mark.parametrize("state", STATES)
def test_a_tour_is_hidden_kept_back_or_closed_and_opened_again(
    client: TestClient, project: Project, state: str
) -> None:
    words, line = STATES[state]
    shown = edit(client, "set-stop-state", stop="", state=state, words=words)
    assert script_text(project) == SCRIPT.replace("language: zh-CN\n", f"language: zh-CN\n{line}\n")
    assert client.get("/api/tours/mill").json()["state"] == state, shown
    edit(client, "set-stop-state", stop="", state="open", words="")
    assert script_text(project) == SCRIPT


def test_colour_and_edition_of_a_tour_are_lines_of_its_script(client: TestClient, project: Project) -> None:
    edit(client, "set-tour-field", name="accent", base="", value="#224466")
    edit(client, "set-tour-field", name="label", base="", value="儿童版")
    assert (load(project).accent, load(project).label) == ("#224466", "儿童版")
    undo(client)
    undo(client)
    assert script_text(project) == SCRIPT
    wrong = client.post(
        "/api/tours/mill/edits",
        json={"page": "p", "edit": {"kind": "set-tour-field", "name": "accent", "base": "", "value": "red"}},
    )
    assert (wrong.status_code, script_text(project)) == (422, SCRIPT)


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, "JPEG")
    return data.getvalue()


def test_a_cover_and_further_pictures_come_with_their_words_and_go(client: TestClient, project: Project) -> None:
    assert client.post("/api/tours/mill/cover?page=p", content=picture()).status_code == 200
    assert load(project).cover == "images/mill-cover.jpg"
    client.post("/api/tours/mill/stops/1/pictures?page=p", content=picture())
    client.post("/api/tours/mill/stops/1/pictures?page=p", content=picture())
    image = load(project).stops[0].images[1]
    for name in ("alt", "caption", "credit"):
        fields = {"stop": "1", "index": 1, "file": image.file, "name": name}
        edit(client, "set-picture-field", **fields, base="", value=f"第 {name}")
    assert (load(project).stops[0].images[1].caption, load(project).stops[0].images[0].alt) == ("第 caption", "")
    for _each in range(2):
        edit(client, "remove-picture", stop="1", index=0, file=image.file)
    edit(client, "set-tour-field", name="cover", base="images/mill-cover.jpg", value="")
    assert script_text(project) == SCRIPT


@pytest.fixture(scope="module")
def music() -> bytes:
    return ffmpeg.run_ffmpeg("-f", "lavfi", "-i", "sine=frequency=330:duration=1", "-f", "flac", "pipe:1")


@pytest.mark.parametrize("stop", ["", "1"])
def test_music_is_named_with_its_credit_and_taken_out(
    client: TestClient, project: Project, music: bytes, stop: str
) -> None:
    answer = client.post(f"/api/tours/mill/sounds?kind=music&stop={stop}&page=p", content=music)
    assert answer.status_code == 200, answer.text

    def owner() -> Any:
        return load(project).stops[0] if stop else load(project)

    file = owner().sounds[0].file
    assert file.startswith("sounds/mill")
    assert client.get(f"/recordings/{file}").status_code == 200
    edit(client, "set-sound", stop=stop, sound="music", base=file, file=file, credit="阿炳", licence="CC0", level="-10")
    assert (owner().sounds[0].credit, owner().sounds[0].level, owner().sounds[0].file) == ("阿炳", -10, file)
    edit(client, "set-sound", stop=stop, sound="music", base=file, file=file, credit="", licence="", level="")
    assert f"music: {file}\n" in script_text(project)
    edit(client, "set-sound", stop=stop, sound="music", base=file, file="", credit="", licence="", level="")
    assert script_text(project) == SCRIPT


def test_what_the_page_does_not_show_of_a_sound_stays(client: TestClient, project: Project) -> None:
    line = "music: {file: sounds/a.ogg, fade: 3, where: under}\n"
    (project.scripts / "mill.yaml").write_text(SCRIPT.replace("stops:", f"{line}stops:"), "utf-8")
    fields = {"stop": "", "sound": "music", "base": "sounds/a.ogg", "file": "sounds/a.ogg"}
    edit(client, "set-sound", **fields, credit="阿炳", licence="", level="-12.5")
    sound = load(project).sounds[0]
    assert (sound.fade, sound.under, sound.credit, sound.level) == (3, True, "阿炳", -12.5)
    edit(client, "set-sound", stop="2", sound="music", base="", file="none", credit="", licence="", level="")
    assert client.get("/api/tours/mill").json()["stops"][1]["sounds"]["music"]["file"] == "none"


@pytest.mark.parametrize("kind, data", [("music", b"no sound"), ("noise", b"")])
def test_what_is_no_sound_is_refused(client: TestClient, project: Project, kind: str, data: bytes) -> None:
    assert client.post(f"/api/tours/mill/sounds?kind={kind}&stop=&page=p", content=data).status_code == 422
    assert script_text(project) == SCRIPT


def test_questions_and_remarks_come_and_go(client: TestClient, project: Project) -> None:
    edit(client, "set-remark", stop="1", name="todo", base="", value="问村长")
    edit(client, "set-remark", stop="2", name="note", base="", value="春天再拍照")
    assert (load(project).stops[0].todos, load(project).stops[1].notes) == (("年代待核实", "问村长"), ("春天再拍照",))
    edit(client, "set-remark", stop="2", name="note", base="春天再拍照", value="")
    undo(client)
    assert load(project).stops[1].notes == ("春天再拍照",)


def test_readings_of_the_tour_are_listed_added_and_taken_out(client: TestClient, project: Project) -> None:
    edit(client, "decide-reading", word="老井", say="lao3 jing3")
    assert client.get("/api/tours/mill").json()["lexicon"] == [{"word": "老井", "say": "lao3 jing3", "context": ""}]
    edit(client, "forget-reading", word="老井")
    assert script_text(project) == SCRIPT


@pytest.mark.parametrize("scope, sites", [("", ("mill",)), ("site", ("mill",)), ("all", ()), ("x", ("mill",))])
def test_a_build_is_of_this_tour_its_languages_or_all(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, scope: str, sites: tuple[str, ...]
) -> None:
    orders: list[BuildRequest] = []
    was_asked = threading.Event()

    def note_order(_project: Project, order: BuildRequest, *_rest: object) -> list[object]:
        orders.append(order)
        was_asked.set()
        return []

    monkeypatch.setattr("audioguide.commands.build.build_tours", note_order)
    client.post("/api/builds", json={"tour": "mill", "scope": scope, "engine": "silent"})
    assert was_asked.wait(60)
    assert orders[0].sites == sites


# ---------------------------------------------------------------- one stop of an earlier version


def version_before(client: TestClient, label: str) -> str:
    versions = client.get("/api/tours/mill/history").json()
    return str(next(version["before"] for version in versions if label in version["label"]))


def test_one_stop_is_restored_and_the_others_stay(client: TestClient, project: Project) -> None:
    edit(client, "set-stop-field", stop="2", name="title", base="老井", value="新井")
    edit(client, "set-stop-field", stop="1", name="title", base="大门", value="后门")
    version = version_before(client, "2")
    compared = client.get(f"/api/tours/mill/compare?version={version}").json()
    assert compared["stops"] == ["1", "2"]
    answer = client.post("/api/tours/mill/restore-stop", json={"page": "p", "version": version, "stop": "2"})
    assert answer.status_code == 200, answer.text
    assert [stop.title for stop in load(project).stops] == ["后门", "老井"]
    assert script_text(project) == SCRIPT.replace("title: 大门", "title: 后门")


def test_a_stop_that_was_removed_comes_back_where_it_was(client: TestClient, project: Project) -> None:
    edit(client, "remove-stop", stop="1")
    version = version_before(client, "1")
    client.post("/api/tours/mill/restore-stop", json={"page": "p", "version": version, "stop": "1"})
    tour = load(project)
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "大门"), ("2", "老井")]
    assert tour.stops[0].segments[0].text == "这里是{大门|da4 men2}。\n\n请往前走。"
    undo(client)
    assert [stop.number for stop in load(project).stops] == ["2"]


@pytest.mark.parametrize("version, stop", [("0" * 64, "1"), ("../x", "1"), ("", "1")])
def test_a_version_nobody_kept_restores_nothing(client: TestClient, project: Project, version: str, stop: str) -> None:
    answer = client.post("/api/tours/mill/restore-stop", json={"page": "p", "version": version, "stop": stop})
    assert (answer.status_code, script_text(project)) == (422, SCRIPT)


# ---------------------------------------------------------------- settings for all tours


def settings_of(client: TestClient) -> dict[str, str]:
    groups = client.get("/api/settings").json()["groups"]
    rows = [row for group in groups for row in group["settings"]]
    return {"/".join([row["key"]["file"], *row["key"]["path"]]): row["value"] for row in rows}


def test_a_setting_is_changed_shown_and_undone(client: TestClient, project: Project) -> None:
    change = {"file": "site.yaml", "path": ["name"], "language": "", "base": "", "value": "村史馆"}
    assert client.post("/api/settings", json=change).status_code == 200
    assert settings_of(client)["site.yaml/name"] == "村史馆"
    conflict = client.post("/api/settings", json={**change, "value": "别的"})
    assert (conflict.status_code, conflict.json()["theirs"]) == (409, "村史馆")
    undone = client.post("/api/settings/undo", json={"file": "site.yaml"})
    assert (undone.status_code, (project.root / "site.yaml").exists()) == (200, False)


def test_a_logo_is_encoded_again_and_named(client: TestClient, project: Project) -> None:
    address = "/api/settings/logo?file=site.yaml&path=logo&base="
    assert client.post(address, content=picture()).status_code == 200
    assert (project.root / "site.yaml").read_text("utf-8") == "schema: 1\nlogo: logo.jpg\n"
    assert client.post(f"{address}logo.jpg", content=b"<svg onload=alert(1)>").status_code == 422


@pytest.mark.parametrize("file", ["scripts/mill.yaml", "../voices.yaml", "", "pyproject.toml"])
def test_no_other_file_is_a_setting(client: TestClient, project: Project, file: str) -> None:
    body = {"file": file, "path": ["title"], "language": "", "base": "磨坊", "value": "x"}
    assert client.post("/api/settings", json=body).status_code == 422
    assert client.post("/api/settings/undo", json={"file": file}).status_code == 422
    assert script_text(project) == SCRIPT


def test_a_settings_file_with_problems_is_named_with_its_line(client: TestClient, project: Project) -> None:
    (project.root / "site.yaml").write_text("name: x\nlogo: none.png\n", "utf-8")
    body = {"file": "site.yaml", "path": ["name"], "language": "", "base": "x", "value": "y"}
    answer = client.post("/api/settings", json=body)
    assert (answer.status_code, answer.json()["problems"][0]["place"]["line"]) == (422, 2)
