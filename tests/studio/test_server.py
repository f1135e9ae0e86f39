"""The studio's requests: who is let in, what is written, what is refused; no browser, a silent voice."""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import NEVER_S
from PIL import Image
from proof_reports import write_red_stop
from starlette.testclient import TestClient

from audioguide.audio import ffmpeg
from audioguide.commands import add_recording, build
from audioguide.commands.preview_speech import PreviewSpeaker
from audioguide.commands.script_edits import SetText
from audioguide.project import Project
from audioguide.studio.app import Studio, make_studio
from audioguide.studio.channel import Channel
from audioguide.studio.guard import POLICY
from audioguide.studio.server import lasting_token
from audioguide.web import stats

HOST = "127.0.0.1:8484"
TOKEN = "t" * 32
SCRIPT = """\
title: <script>alert(1)</script> 柳塘村
language: zh-CN
stops:
  - number: 1
    title: 大樟树
    todo: 树龄待核实
    text: |
      欢迎来到柳塘村。全村一半的口粮都藏在这里。

      这里有2146户。

  - number: 2
    title: 石桥
    text: 桥长十二米。
"""


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "liutang.yaml").write_text(SCRIPT, "utf-8")
    project = Project(tmp_path)
    return Studio(project, PreviewSpeaker(project, "silent"), token=TOKEN, preview_key="k" * 16)


@pytest.fixture
def client(studio: Studio) -> Iterator[TestClient]:
    app = make_studio(studio, frozenset({HOST, "localhost:8484"}))
    with TestClient(app, base_url=f"http://{HOST}", follow_redirects=False) as client:
        client.headers["origin"] = f"http://{HOST}"
        client.cookies.set("audioguide-8484", TOKEN)
        yield client


def edit(client: TestClient, kind: str, **fields: object) -> Any:
    return client.post("/api/tours/liutang/edits", json={"page": "p", "edit": {"kind": kind, **fields}})


def script_text(studio: Studio) -> str:
    return (studio.project.scripts / "liutang.yaml").read_text("utf-8")


# ---------------------------------------------------------------- who is let in

REFUSED: dict[str, tuple[str, str, dict[str, str], int]] = {
    "no token": ("GET", "/tours/liutang", {"cookie": ""}, 401),
    "a wrong token": ("GET", "/api/tours", {"cookie": "audioguide-8484=wrong"}, 401),
    "a wrong token in the address": ("GET", "/api/tours?token=wrong", {"cookie": ""}, 401),
    "another host, as in DNS rebinding": ("GET", "/api/tours", {"host": "evil.example:8484"}, 421),
    "no port": ("GET", "/api/tours", {"host": "127.0.0.1"}, 421),
    "another origin": ("POST", "/api/tours/liutang/undo", {"origin": "http://evil.example"}, 403),
    "another origin that reads": ("GET", "/api/tours", {"origin": "http://evil.example"}, 403),
    "another port's origin": ("POST", "/api/tours/liutang/undo", {"origin": "http://127.0.0.1:9999"}, 403),
    "a form without an origin": ("POST", "/api/tours/liutang/undo", {"origin": ""}, 403),
    "an opaque origin that writes": ("POST", "/api/tours/liutang/undo", {"origin": "null"}, 403),
    "another site, by its own account": ("POST", "/api/tours/liutang/undo", {"sec-fetch-site": "cross-site"}, 403),
}


@pytest.mark.parametrize("case", REFUSED)
def test_strangers_are_refused(client: TestClient, case: str) -> None:
    method, path, headers, status = REFUSED[case]
    if "cookie" in headers:
        client.cookies.clear()
    assert client.request(method, path, headers=headers).status_code == status


def test_the_token_lets_in_once_and_leaves_the_address(client: TestClient) -> None:
    client.cookies.clear()
    answer = client.get(f"/tours/liutang?x=1&token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/tours/liutang?x=1")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_the_token_sends_nobody_to_another_site(client: TestClient) -> None:
    client.cookies.clear()
    answer = client.get(f"http://{HOST}//evil.example/?token={TOKEN}")
    assert answer.headers["location"].startswith("/evil")


def test_a_token_lasts_and_is_private(tmp_path: Path) -> None:
    token = lasting_token(Project(tmp_path))
    assert lasting_token(Project(tmp_path)) == token
    assert (tmp_path / ".audioguide" / "studio-token").stat().st_mode & 0o077 == 0


def test_a_colleague_needs_the_password(client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.studio.pages.WRONG_PASSWORD_S", 0)
    client.cookies.clear()
    assert client.get("/").headers["location"] == "/login"
    assert client.post("/login", json={"password": ""}).status_code == 401  # there is none
    studio.password = "tree"
    assert client.post("/login", json={"password": "bush"}).status_code == 401
    assert f"audioguide-8484={TOKEN}" in client.post("/login", json={"password": "tree"}).headers["set-cookie"]
    studio.wrong_passwords = 50
    assert client.post("/login", json={"password": "tree"}).status_code == 401


# ---------------------------------------------------------------- what a page may do


@pytest.mark.parametrize("path", ["/", "/tours/liutang", "/help", "/login", "/settings"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_run_without_inline_code_and_name_no_other_site(client: TestClient, path: str, language: str) -> None:
    client.cookies.set("audioguide-language", language)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == POLICY
    assert POLICY.startswith("default-src 'none'")
    assert "unsafe" not in POLICY
    html = answer.text
    assert "style=" not in html
    assert " on" not in "".join(html.split("data-words")[:1])
    assert "<script>" not in html.replace('<script type="module" src=', "")
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert ("我的导览" in html) == (language == "zh") or path == "/login"


def test_a_hostile_title_is_text(client: TestClient) -> None:
    assert "<script>alert" not in client.get("/").text
    assert "&lt;script&gt;alert" in client.get("/").text


OUTSIDE = [
    "/pictures/../voices.yaml",
    "/pictures/%2e%2e/voices.yaml",
    "/pictures/%2Fetc%2Fpasswd",
    "/pictures/liutang.yaml",
    "/assets/../app.py",
    "/assets/%2e%2e/app.py",
    "/files/../scripts/liutang.yaml",
    "/files/%2e%2e/scripts/liutang.yaml",
    "/preview/kkkkkkkkkkkkkkkk/%2e%2e/scripts/liutang.yaml",
    "/preview/wrong/index.html",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_paths_outside_are_refused(client: TestClient, studio: Studio, path: str) -> None:
    studio.project.voices.write_text("schema: 1\n")
    assert client.get(path).status_code in (401, 404)


@pytest.mark.parametrize("name", ["..", "../liutang", "%2e%2e%2fliutang", "nobody", "liutang.yaml%2f..%2fvoices"])
def test_a_tour_is_named_by_its_id_alone(client: TestClient, name: str) -> None:
    assert client.get(f"/api/tours/{name}").status_code in (404, 422)


def test_a_picture_link_out_of_the_project_is_not_followed(client: TestClient, studio: Studio, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (2, 2)).save(secret)
    (studio.project.scripts / "link.png").symlink_to(secret)
    assert client.get("/pictures/link.png").status_code == 404


# ---------------------------------------------------------------- scripts


def test_a_tour_is_shown_and_changed(client: TestClient, studio: Studio) -> None:
    tour = client.get("/api/tours/liutang").json()
    assert [stop["number"] for stop in tour["stops"]] == ["1", "2"]
    base = tour["stops"][0]["segments"][0]["text"]
    answer = edit(client, "set-text", stop="1", segment=0, base=base, text=base.replace("一半", "大半"))
    assert answer.json()["stop"]["segments"][0]["text"] == base.replace("一半", "大半")
    assert script_text(studio) == SCRIPT.replace("一半", "大半")
    assert client.get("/api/tours/liutang/steps").json()["undo"] == "Stop 1: text"
    client.post("/api/tours/liutang/undo", json={"page": "p"})
    assert script_text(studio) == SCRIPT
    client.post("/api/tours/liutang/redo", json={"page": "p"})
    versions = client.get("/api/tours/liutang/history").json()
    assert [version["kind"] for version in versions] == ["redo", "undo", "edit"]
    compared = client.get(f"/api/tours/liutang/compare?version={versions[-1]['before']}").json()["lines"]
    assert [line[0] for line in compared] == ["-", "+"]
    client.post("/api/tours/liutang/restore", json={"version": versions[-1]["before"]})
    assert script_text(studio) == SCRIPT


def test_a_conflict_shows_the_other_wording(client: TestClient) -> None:
    edit(client, "set-text", stop="2", segment=0, base="桥长十二米。", text="桥长十三米。")
    answer = edit(client, "set-text", stop="2", segment=0, base="桥长十二米。", text="桥长十四米。")
    assert (answer.status_code, answer.json()["theirs"]) == (409, "桥长十三米。")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"edit": 1}', b'{"edit": {"kind": "x"}}', b"\xff"])
def test_nonsense_is_refused_with_a_message(client: TestClient, studio: Studio, body: bytes) -> None:
    answer = client.post("/api/tours/liutang/edits", content=body)
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)
    assert script_text(studio) == SCRIPT


def test_too_large_a_request_is_refused(client: TestClient) -> None:
    assert client.post("/api/tours/liutang/edits", content=b" " * 2_000_001).status_code == 422


def test_messages_are_in_the_readers_language(client: TestClient) -> None:
    client.cookies.set("audioguide-language", "zh")
    assert edit(client, "remove-stop", stop="9").json()["message"] == "讲解稿里已没有站点 9。"


def test_a_new_tour_gets_a_name_from_its_title(client: TestClient, studio: Studio) -> None:
    first = client.post("/api/tours", json={"title": "石桥村", "language": "zh-CN"}).json()["tour"]
    second = client.post("/api/tours", json={"title": "石桥村", "language": "zh-CN"}).json()["tour"]
    assert second == f"{first}-2"
    assert client.get(f"/api/tours/{first}").json()["title"] == "石桥村"
    assert client.post("/api/tours", json={"title": " "}).status_code == 422


def test_find_and_replace(client: TestClient, studio: Studio) -> None:
    matches = client.post("/api/find", json={"find": "柳塘村", "tour": ""}).json()
    assert [(match["tour"], match["stop"]) for match in matches] == [("liutang", "1")]
    wanted = {"find": "柳塘村", "replacement": "柳塘古村", "tour": "liutang"}
    assert client.post("/api/replace", json=wanted).json() == {"replaced": 1}
    assert script_text(studio) == SCRIPT.replace("到柳塘村", "到柳塘古村")


# ---------------------------------------------------------------- pictures


def picture(form: str, size: tuple[int, int] = (3000, 2000), **options: Any) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "green").save(data, form, **options)
    return data.getvalue()


def test_a_picture_is_scaled_and_loses_its_place(client: TestClient, studio: Studio) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 1.0, 2.0)}
    answer = client.post("/api/tours/liutang/stops/1/picture", content=picture("JPEG", exif=exif))
    image = answer.json()["stop"]["image"]
    with Image.open(studio.project.scripts / image) as stored:
        assert max(stored.size) == 1600
        assert not stored.getexif().get_ifd(0x8825)
    assert client.get(f"/pictures/{image}").headers["content-type"] == "image/jpeg"
    assert f"image: {image}\n" in script_text(studio)


NO_PICTURES = {
    "text": b"root:x:0:0",
    "a script that says it is a picture": b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "TIFF": picture("TIFF", (2, 2)),
    "half a picture": picture("JPEG")[:900],
    "nothing": b"",
}


@pytest.mark.parametrize("kind", NO_PICTURES)
def test_what_is_no_picture_is_refused(client: TestClient, studio: Studio, kind: str) -> None:
    answer = client.post("/api/tours/liutang/stops/1/picture", content=NO_PICTURES[kind])
    assert (answer.status_code, bool(answer.json()["hint"])) == (422, True)
    assert script_text(studio) == SCRIPT
    assert not (studio.project.scripts / "images").exists()


# ---------------------------------------------------------------- hearing and readings


def a_recording(frequency: int = 330) -> bytes:
    sound = ("-f", "lavfi", "-i", f"sine=frequency={frequency}:duration=1", "-c:a", "libopus", "-f", "webm", "pipe:1")
    return ffmpeg.run_ffmpeg(*sound)


def test_a_recording_is_named_in_the_script_and_heard(client: TestClient, studio: Studio) -> None:
    answer = client.post("/api/tours/liutang/stops/2/recordings/0?speaker=王阿婆", content=a_recording())
    [segment] = answer.json()["stop"]["segments"]
    assert (segment["audio"], segment["speaker"]) == ("recordings/liutang-2.ogg", "王阿婆")
    assert "    speaker: 王阿婆\n    audio: recordings/liutang-2.ogg\n" in script_text(studio)
    sound = client.get(f"/recordings/{segment['audio']}", headers={"range": "bytes=0-3"})
    assert (sound.status_code, sound.content) == (206, b"OggS")
    assert client.post("/api/tours/liutang/undo", json={}).status_code == 200
    assert script_text(studio) == SCRIPT


@pytest.mark.parametrize("kind", ["no sound", "another site", "gone", "too large"])
def test_what_is_no_recording_is_refused(
    client: TestClient, studio: Studio, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, path, expected = a_recording(), "/api/tours/liutang/stops/2/recordings/0", 422
    if kind == "no sound":
        data = b"<script>alert(1)</script>"
    elif kind == "another site":
        client.headers["origin"], expected = "http://evil.example", 403
    elif kind == "gone":
        path = "/api/tours/liutang/stops/2/recordings/5"
    else:
        monkeypatch.setattr(add_recording, "MAX_UPLOAD_BYTES", 100)
    assert client.post(path, content=data).status_code == expected
    assert script_text(studio) == SCRIPT
    assert not list(studio.project.scripts.glob("recordings/*"))


@pytest.mark.parametrize("path", ["../voices.yaml", "liutang.yaml", "%2e%2e/%2e%2e/etc/passwd", "recordings/none.ogg"])
def test_only_sound_beside_the_scripts_is_shown_as_a_recording(client: TestClient, path: str) -> None:
    assert client.get(f"/recordings/{path}").status_code in (404, 401)


def test_only_the_studios_own_pages_may_use_the_microphone(client: TestClient, studio: Studio) -> None:
    assert "microphone=(self)" in client.get("/").headers["permissions-policy"]
    preview = client.get(f"/preview/{studio.preview_key}/")
    assert "microphone=()" in preview.headers["permissions-policy"]


def test_marks_name_sentences_and_readings(client: TestClient) -> None:
    text = "全村一半的口粮都藏在这里。\n\n这里有2146户，{长|zhang3}江。"
    answer = client.post("/api/tours/liutang/marks", json={"text": text}).json()
    assert [text[a:b] for a, b in answer["sentences"]] == text.split("\n\n")
    marks = {text[mark["start"] : mark["end"]]: mark for mark in answer["marks"]}
    assert {choice["shown"] for choice in marks["藏"]["choices"]} == {"cáng", "zàng"}
    assert marks["2146"]["spoken"] == "两千一百四十六"
    assert marks["{长|zhang3}"]["kind"] == "decided"


def test_a_sentence_is_heard_from_the_caret_on(client: TestClient) -> None:
    text = "第一句。第二句。\n\n第三句。"
    spans = []
    wanted: dict[str, object] = {"text": text, "at": 5, "role": "narrator"}
    while True:
        answer = client.post("/api/tours/liutang/speech", json=wanted)
        if answer.status_code == 204:
            break
        assert len(answer.content) > 1000
        assert answer.headers["x-sample-rate"] == "24000"
        assert answer.headers["content-encoding"] == "identity"
        start, end = map(int, answer.headers["x-sentence"].split(","))
        spans.append(text[start:end])
        wanted = {"text": text, "after": end, "role": "narrator"}
    assert spans == ["第二句。", "第三句。"]
    at_the_end = client.post("/api/tours/liutang/speech", json={"text": text, "at": len(text)})
    assert at_the_end.headers["x-sentence"] == "10,14"


def test_a_reading_is_decided_for_a_tour_and_for_all(client: TestClient, studio: Studio) -> None:
    wanted = {"sentence": "工作重点已经定好。", "start": 2, "written": "重", "reading": "zhong4", "word": "重点"}
    answer = client.post("/api/tours/liutang/readings", json={**wanted, "scope": "tour"})
    assert answer.json()["line"] == "重点: zhong4 dian3"
    assert "lexicon:\n  重点: zhong4 dian3\n" in script_text(studio)
    client.post("/api/tours/liutang/readings", json={**wanted, "scope": "all"})
    assert "重点: zhong4 dian3" in studio.project.voices.read_text("utf-8")
    wrong = client.post("/api/tours/liutang/readings", json={**wanted, "word": "没有", "scope": "tour"})
    assert wrong.status_code == 422


def test_a_reading_for_more_than_one_place_names_the_others_it_changes(client: TestClient, studio: Studio) -> None:
    path = studio.project.scripts / "liutang.yaml"
    words = "道理是很简单的。\n\n      一位姓单的秀才。\n\n      他姓{单|shan4}的。"
    path.write_text(path.read_text("utf-8").replace("桥长十二米。", f"|\n      {words}"), "utf-8")
    wanted = {"sentence": "一位姓单的秀才。", "start": 3, "written": "单", "reading": "shan4", "scope": "tour"}
    answer = client.post("/api/tours/liutang/readings", json={**wanted, "word": "单的"})
    assert answer.json()["others"] == ["理是很简单的。"]
    assert client.post("/api/tours/liutang/readings", json={**wanted, "word": "姓单"}).json()["others"] == []


def test_a_voice_is_chosen_for_a_tour(client: TestClient, studio: Studio) -> None:
    voice = {"role": "narrator", "engine": "kokoro", "voice": "zf_xiaoxiao"}
    edit(client, "choose-voice", **voice)
    assert edit(client, "choose-voice", **voice, rate="0.9").status_code == 200
    edit(client, "choose-voice", role="host", engine="kokoro", voice="zm_yunxi", rate="1")
    text = script_text(studio)
    assert "zf_xiaoxiao" in text
    assert "rate: 0.9" in text
    assert "zm_yunxi" in text
    before = script_text(studio)
    for rate in ("fast", "nan", "inf", "1e400", "0x1", "true", "1_0"):
        answer = edit(client, "choose-voice", **voice, rate=rate)
        assert (answer.status_code, rate in answer.json()["message"]) == (422, True)
    assert script_text(studio) == before


def test_problems_are_listed(client: TestClient) -> None:
    problems = client.get("/api/tours/liutang/problems").json()
    assert any(problem["code"] == "todo" and problem["stop"] == "1" for problem in problems)


# ---------------------------------------------------------------- documents, builds, labels

DOCUMENT = "# 柳塘村\n\n## 1. 大樟树\n\n这棵树有三百年了，是全村最老的树。\n\n## 2. 石桥\n\n桥长十二米，建于清代。\n"


def test_a_document_is_reviewed_and_written(client: TestClient, studio: Studio) -> None:
    key = client.post("/api/documents?name=shi.md", content=DOCUMENT.encode()).json()["key"]
    review = client.post(f"/api/documents/{key}", json={"wishes": {}}).json()
    assert sum(review["fates"].values()) == review["characters"]
    last = review["lines"][-1]
    assert "".join(tile["text"] for tile in last["tiles"]) == "桥长十二米，建于清代。"
    without = client.post(f"/api/documents/{key}", json={"wishes": {str(last["index"]): "out"}}).json()
    assert [tile["fate"] for tile in without["lines"][-1]["tiles"]] == ["left out"]
    written = client.post(f"/api/documents/{key}/accept", json={"wishes": {}}).json()
    tour = client.get(f"/api/tours/{written[0]['tour']}").json()
    assert len(tour["stops"]) >= 2


@pytest.mark.parametrize("name", ["x.exe", "x.docx", "../../x", "x.png"])
def test_what_is_no_document_is_refused(client: TestClient, name: str) -> None:
    answer = client.post(f"/api/documents?name={name}", content=b"\x00\x01\x02")
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)


def test_an_unknown_document_is_refused(client: TestClient) -> None:
    assert client.post("/api/documents/none", json={}).status_code == 422


def test_the_preview_needs_no_cookie_and_may_be_framed_by_the_studio_alone(client: TestClient, studio: Studio) -> None:
    page = studio.project.output / "liutang" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">', "utf-8")
    (page.parent / "labels").mkdir()
    (page.parent / "labels" / "labels.html").write_text("<p>1</p>", "utf-8")
    (studio.project.output / ".audioguide").mkdir(exist_ok=True)
    (studio.project.output / ".audioguide" / "files.json").write_text("{}", "utf-8")
    client.cookies.clear()
    for path in ("liutang/index.html", "-/files/liutang/labels/labels.html"):
        answer = client.get(f"/preview/{'k' * 16}/{path}", headers={"origin": "null"})
        assert answer.status_code == 200, path
        (policy,) = answer.headers.get_list("content-security-policy")
        assert "frame-ancestors 'self'" in policy
        assert "sandbox allow-scripts" in policy
    assert client.get(f"/preview/{'k' * 16}/-/files/.audioguide/files.json").status_code == 404
    assert client.get("/files/liutang/labels/labels.html").status_code == 401


def test_labels_of_what_is_not_built_are_refused(client: TestClient) -> None:
    wanted = {"site": "liutang", "base_url": "https://guide.example.org", "size": 30}
    assert "not built" in client.post("/api/labels", json=wanted).json()["message"]


def test_words_of_the_scripts_are_all_there(client: TestClient) -> None:
    import re

    from audioguide.studio.app import ASSETS
    from audioguide.studio.words import page_words

    scripts = "".join(path.read_text("utf-8") for path in ASSETS.glob("*.js"))
    used = set(re.findall(r'say\("(\w+)"', scripts)) | set(re.findall(r'\? "(\w+)" : "(\w+)"', scripts)[0])
    assert {key for key in used if key in page_words()} >= set(re.findall(r'say\("(\w+)"', scripts))
    assert json.dumps(page_words())


def test_gates_name_what_is_open(client: TestClient) -> None:
    gates = {gate["name"]: gate["obstacles"] for gate in client.get("/api/tours/liutang/gates").json()}
    assert gates["Every question is decided"] == [{"text": "树龄待核实", "stop": "1"}]
    assert gates["Built, with a voice"][0]["text"] == "Not built yet."
    assert gates["No errors in the text"] == []
    assert "Built as it is written" not in gates  # nothing is built that could be


def test_whoever_listens_again_learns_how_the_build_ended() -> None:
    async def first_events(channel: Channel) -> list[dict[str, object]]:
        events = channel.listen("page", lambda: False)
        lines = [await anext(events) for _event in range(2)]
        return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]

    channel = Channel()
    (hello,) = asyncio.run(first_events(channel))
    assert (hello["building"], hello["outcome"]) == (False, None)
    channel.publish("build-failed", tour="liutang", message="x", hint="", problems=[])
    channel.publish("readings", tour="liutang")
    (hello,) = asyncio.run(first_events(channel))
    assert hello["outcome"] == {"kind": "build-failed", "tour": "liutang", "message": "x", "hint": "", "problems": []}


def test_a_version_is_a_commit_of_its_file_alone(client: TestClient, studio: Studio) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, cwd=studio.project.root, check=True, capture_output=True, text=True).stdout

    assert client.post("/api/tours/liutang/commit", json={"message": "x"}).status_code == 422
    git("init", "--quiet")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.org")
    (studio.project.root / "other.txt").write_text("staged\n")
    git("add", "other.txt")
    answer = client.post("/api/tours/liutang/commit", json={"message": "第一稿"})
    assert answer.status_code == 200, answer.text
    assert git("show", "--stat", "--format=%s", "HEAD").split("\n")[0] == "第一稿"
    assert "other.txt" not in git("show", "--stat", "HEAD")
    assert "other.txt" in git("diff", "--cached", "--name-only")
    assert client.post("/api/tours/liutang/commit", json={"message": " "}).status_code == 422


def test_a_changed_stop_makes_its_translation_stale_until_that_is_edited(client: TestClient, studio: Studio) -> None:
    english = studio.project.scripts / "liutang.en.yaml"
    english.write_text(
        "title: T\nlanguage: en\nstops:\n  - {number: 1, title: A, text: Hello.}\n"
        "  - {number: 2, title: B, text: Twelve metres.}\n",
        "utf-8",
    )
    os.utime(english, (1_000_000_000, 1_000_000_000))
    assert client.get("/api/tours/liutang/stale/liutang.en").json() == []
    edit(client, "set-text", stop="2", segment=0, base="桥长十二米。", text="桥长十三米。")
    (stale,) = client.get("/api/tours/liutang/stale/liutang.en").json()
    assert stale["stop"] == "2"
    (sentence,) = stale["sentences"]
    assert (sentence["segment"], sentence["start"], sentence["end"]) == (0, 0, 6)
    assert (sentence["before"], sentence["translated"]) == ("桥长十二米。", [0, 0, 14])
    wanted = {"kind": "set-text", "stop": "2", "segment": 0, "base": "Twelve metres.", "text": "Thirteen metres."}
    assert client.post("/api/tours/liutang.en/edits", json={"edit": wanted}).status_code == 200
    assert client.get("/api/tours/liutang/stale/liutang.en").json() == []
    assert "{number: 2, title: B, text: Thirteen metres.}" in english.read_text("utf-8")


def test_publishing_needs_a_target_and_something_built(client: TestClient, studio: Studio) -> None:
    assert client.post("/api/publish", json={"target": "nowhere"}).status_code == 422
    answer = client.post("/api/publish", json={"target": "zip:site.zip", "dry_run": False})
    assert (answer.status_code, bool(answer.json()["message"])) == (422, True)
    assert not (studio.project.root / "site.zip").exists()


def test_another_folder_of_scripts_is_watched_as_the_first_was(studio: Studio) -> None:
    from audioguide.studio.app import _watch_files

    scripts, noticed = studio.project.scripts, asyncio.Event()
    text = (scripts / "liutang.yaml").read_text("utf-8")

    def note(kind: str, **fields: object) -> None:
        if kind == "changed" and fields["outside"]:
            noticed.set()

    async def write_until_noticed() -> None:
        noticed.clear()
        for count in itertools.count():
            (scripts / "liutang.yaml").write_text(f"{text}# {count}\n", "utf-8")
            with suppress(TimeoutError):
                await asyncio.wait_for(noticed.wait(), 0.3)
                return

    async def replace_folder() -> None:
        watch = asyncio.create_task(_watch_files(studio))
        await write_until_noticed()
        noticed.clear()
        shutil.rmtree(scripts)
        await noticed.wait()
        scripts.mkdir()
        await write_until_noticed()
        await write_until_noticed()  # also after the pages were sent the news of the folder
        watch.cancel()

    studio.channel.publish = note  # type: ignore[method-assign]
    asyncio.run(asyncio.wait_for(replace_folder(), NEVER_S))


def test_the_watch_waits_for_an_edit_and_takes_only_others_for_others(studio: Studio) -> None:
    from audioguide.commands import edit_script as commands
    from audioguide.studio.app import _tell_change

    published: list[dict[str, object]] = []
    studio.channel.publish = lambda kind, **fields: published.append({"event": kind, **fields})  # type: ignore[method-assign]
    project = studio.project
    studio.revisions["liutang"] = commands.read_script(project, "liutang").revision
    is_written, may_return = threading.Event(), threading.Event()

    def change_slowly() -> commands.EditedScript:
        edited = commands.apply_edit(project, "liutang", SetText("2", 0, "桥长十二米。", "桥长十三米。"))
        is_written.set()
        assert may_return.wait(NEVER_S)
        return edited

    async def edit_while_watched() -> None:
        edit = asyncio.create_task(studio.edit_tour("liutang", change_slowly))
        await asyncio.to_thread(is_written.wait)
        watch = asyncio.create_task(_tell_change(studio, "liutang"))
        await asyncio.sleep(0)
        may_return.set()
        await asyncio.gather(edit, watch)
        assert published == []
        path = project.scripts / "liutang.yaml"
        path.write_text(path.read_text("utf-8").replace("大樟树", "老樟树"), "utf-8")
        wanted = SetText("2", 0, "桥长十三米。", "桥长十四米。")
        await studio.edit_tour("liutang", lambda: commands.apply_edit(project, "liutang", wanted))
        await _tell_change(studio, "liutang")

    asyncio.run(edit_while_watched())
    assert [(event["event"], event["outside"]) for event in published] == [("changed", True)]


WISHES = {"stop": "narrated", "text": "narrated", "cue": "cue", "caption": "left out", "out": "left out"}


@pytest.mark.parametrize("wish", WISHES)
def test_a_line_becomes_what_its_author_says(client: TestClient, wish: str) -> None:
    document = DOCUMENT + "\n今天桥还在，人们从桥上走过。\n"
    key = client.post("/api/documents?name=shi.md", content=document.encode()).json()["key"]
    lines = client.post(f"/api/documents/{key}", json={"wishes": {}}).json()["lines"]
    index = next(line["index"] for line in lines if "十二米" in "".join(tile["text"] for tile in line["tiles"]))
    review = client.post(f"/api/documents/{key}", json={"wishes": {str(index): wish}}).json()
    line = review["lines"][index]
    assert line["tiles"][0]["fate"] == WISHES[wish]
    assert line["wish"] == wish
    assert sum(review["fates"].values()) == review["characters"]
    assert all(line["evidence"] for line in lines if line["tiles"])


PARAGRAPHS = (
    "清溪村讲解词",
    "各位游客大家好，欢迎来到清溪村。清溪村位于县城西边十二公里，有1,268户人家。",
    "大家请看左边这棵银杏树，它有800多年了。传说是乾隆年间一位秀才种的。",
    "前面就是村里的老祠堂，建于1786年。",
    "（讲解员停顿，等游客拍照）",
    "最后我们来到荷塘，夏天这里开满荷花。谢谢大家！",
)
"""A document without headings, as most are."""


@pytest.mark.parametrize(
    ("openings", "first_words"),
    [
        ([], ["各位游客"]),
        ([2], ["各位游客", "大家请看"]),
        ([3], ["各位游客", "前面就是"]),
        ([2, 3], ["各位游客", "大家请看", "前面就是"]),
        ([1, 2, 3, 5], ["各位游客", "大家请看", "前面就是", "最后我们"]),
    ],
)
def test_a_paragraph_that_begins_a_stop_is_said_in_it(
    client: TestClient, openings: list[int], first_words: list[str]
) -> None:
    document = "\n\n".join(PARAGRAPHS).encode()
    key = client.post("/api/documents?name=shi.txt", content=document).json()["key"]
    wanted = {"wishes": {str(index): "stop" for index in openings}}
    review = client.post(f"/api/documents/{key}", json=wanted).json()
    assert len(review["stops"]) == len(first_words)
    assert not any(stop["todos"] for stop in review["stops"])
    (written,) = client.post(f"/api/documents/{key}/accept", json=wanted).json()
    stops = client.get(f"/api/tours/{written['tour']}").json()["stops"]
    spoken = [[each["text"] for each in stop["segments"] if not each["is_cue"]] for stop in stops]
    assert [texts[0][:4] for texts in spoken] == first_words
    assert "".join("".join(texts).replace("\n", "") for texts in spoken) == "".join(
        paragraph for paragraph in PARAGRAPHS[1:] if paragraph[0] != "（"
    )


def test_a_line_names_who_says_what_follows(client: TestClient) -> None:
    document = DOCUMENT + "\n村民 王桂英\n\n我小时候就走这座桥。\n\n每天都走。\n"
    key = client.post("/api/documents?name=shi.md", content=document.encode()).json()["key"]
    lines = client.post(f"/api/documents/{key}", json={"wishes": {}}).json()["lines"]
    index = next(line["index"] for line in lines if "王桂英" in "".join(tile["text"] for tile in line["tiles"]))
    wanted = {"wishes": {str(index): "speaker"}}
    review = client.post(f"/api/documents/{key}", json=wanted).json()
    assert {tile["fate"] for tile in review["lines"][index]["tiles"]} == {"left out"}
    (written,) = client.post(f"/api/documents/{key}/accept", json=wanted).json()
    stops = client.get(f"/api/tours/{written['tour']}").json()["stops"]
    spoken = [segment for segment in stops[-1]["segments"] if segment["speaker"]]
    assert [segment["speaker"] for segment in spoken] == ["王桂英"] * len(spoken)
    assert "".join(segment["text"] for segment in spoken).startswith("我小时候就走这座桥。")
    assert "".join(segment["text"] for segment in spoken).endswith("每天都走。")


def test_pictures_of_a_document_are_shown_encoded_again(client: TestClient, tmp_path: Path) -> None:
    from docx import Document

    image = tmp_path / "tree.png"
    image.write_bytes(picture("PNG", (300, 200)))
    document = Document()
    document.add_heading("1. 大樟树", 1)
    document.add_paragraph("这棵树有三百年了，是全村最老的树。")
    document.add_picture(str(image))
    document.save(str(tmp_path / "x.docx"))
    key = client.post("/api/documents?name=x.docx", content=(tmp_path / "x.docx").read_bytes()).json()["key"]
    (shown,) = client.post(f"/api/documents/{key}", json={"wishes": {}}).json()["pictures"]
    assert (shown["stop"], shown["has_data"]) == ("1", True)
    answer = client.get(f"/api/documents/{key}/pictures/0")
    assert answer.headers["content-type"].startswith("image/")
    assert Image.open(io.BytesIO(answer.content)).size == (300, 200)
    assert client.get(f"/api/documents/{key}/pictures/7").status_code == 404
    assert client.get("/api/documents/none/pictures/0").status_code == 404


STATES = {
    "hidden": ("", "    hidden: true\n"),
    "draft": ("", "    draft: true\n"),
    "closed": ("修缮中，五月开放", "    closed: 修缮中，五月开放\n"),
}


@pytest.mark.parametrize("state", STATES)
def test_a_stop_is_hidden_kept_back_or_closed_and_opened_again(client: TestClient, studio: Studio, state: str) -> None:
    words, line = STATES[state]
    edit(client, "set-stop-state", stop="2", state=state, words=words)
    assert script_text(studio) == SCRIPT.replace("    title: 石桥\n", f"    title: 石桥\n{line}")
    stop = client.get("/api/tours/liutang").json()["stops"][1]
    assert (stop["state"], stop["closed"]) == (state, words)
    assert not edit(client, "set-stop-state", stop="2", state=state, words=words).json()["changed"]
    for other, (others_words, others_line) in STATES.items():
        edit(client, "set-stop-state", stop="2", state=other, words=others_words)
        assert script_text(studio) == SCRIPT.replace("    title: 石桥\n", f"    title: 石桥\n{others_line}")
    edit(client, "set-stop-state", stop="2", state="open", words="")
    assert script_text(studio) == SCRIPT


def test_a_state_nobody_can_use_is_refused(client: TestClient, studio: Studio) -> None:
    assert edit(client, "set-stop-state", stop="2", state="closed", words=" ").status_code == 422
    assert edit(client, "set-stop-state", stop="2", state="lost", words="").status_code == 422
    edit(client, "set-stop-state", stop="2", state="hidden", words="")
    refused = edit(client, "set-stop-state", stop="1", state="hidden", words="").json()
    assert refused["problems"][0]["message"].startswith("No stop is left")
    assert "title: 大樟树\n    todo" in script_text(studio)


SETTINGS = """\
# the house
schema: 1

lexicon:
  zh:
    重点: chong2 dian3  # wrong
    银杏: yin2 xing4
labels:
  ink: "#000000"  # black
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_settings_for_all_tours_change_in_their_line_alone(client: TestClient, studio: Studio, newline: str) -> None:
    studio.project.voices.write_bytes(SETTINGS.replace("\n", newline).encode())
    wanted = {"sentence": "工作重点已经定好。", "start": 2, "written": "重", "reading": "zhong4", "word": "重点"}
    answer = client.post("/api/tours/liutang/readings", json={**wanted, "scope": "all"})
    assert answer.status_code == 200, answer.text
    changed = SETTINGS.replace("chong2", "zhong4")
    assert studio.project.voices.read_bytes() == changed.replace("\n", newline).encode()
    client.post(
        "/api/labels", json={"site": "liutang", "base_url": "https://g.example", "ink": "#112233", "accent": "#8a1f1f"}
    )
    text = studio.project.voices.read_bytes().decode()
    assert 'ink: "#112233"  # black' in text
    assert "#8a1f1f" in text
    assert text.startswith(changed.replace("\n", newline).partition("labels")[0])
    assert client.get("/api/labels").json() == {"ink": "#112233", "accent": "#8a1f1f"}


def test_settings_begin_where_there_are_none(client: TestClient, studio: Studio) -> None:
    wanted = {"sentence": "工作重点已经定好。", "start": 2, "written": "重", "reading": "zhong4", "word": "重点"}
    client.post("/api/tours/liutang/readings", json={**wanted, "scope": "all"})
    client.post("/api/labels", json={"site": "liutang", "base_url": "", "ink": "#000000", "accent": "#8a1f1f"})
    text = studio.project.voices.read_text("utf-8")
    assert text.startswith("schema: 1\n")
    assert "    重点: zhong4 dian3\n" in text
    assert client.post("/api/labels", json={"ink": "red", "accent": "#000000"}).status_code == 422
    assert studio.project.voices.read_text("utf-8") == text


def test_problems_come_with_the_edits_that_settle_them(client: TestClient, studio: Studio) -> None:
    path = studio.project.scripts / "liutang.yaml"
    path.write_text(
        SCRIPT.replace("title: 石桥", "title: 石桥。").replace("stops:", "lexicon:\n  水井: shui3 jing3\nstops:"),
        "utf-8",
    )
    for _round in range(3):
        problems = client.get("/api/tours/liutang/problems").json()
        fixes = [fix for problem in problems for fix in problem["fixes"]]
        if not fixes:
            break
        answer = client.post("/api/tours/liutang/edits", json={"page": "p", "edit": fixes[0]["edit"]})
        assert answer.status_code == 200, answer.text
    assert script_text(studio) == SCRIPT.replace("    todo: 树龄待核实\n", "")


def test_a_translation_is_stale_by_sentence_until_it_is_found_right(client: TestClient, studio: Studio) -> None:
    english = studio.project.scripts / "liutang.en.yaml"
    english.write_text(
        "title: T\nlanguage: en\nstops:\n  - number: 1\n    title: A\n"
        "    text: Welcome to Liutang. Half of the grain is kept here. There are 2,146 households.\n",
        "utf-8",
    )
    os.utime(english, (1_000_000_000, 1_000_000_000))
    base = client.get("/api/tours/liutang").json()["stops"][0]["segments"][0]["text"]
    edit(client, "set-text", stop="1", segment=0, base=base, text=base.replace("口粮", "粮食"))
    (stale,) = client.get("/api/tours/liutang/stale/liutang.en").json()
    (sentence,) = stale["sentences"]
    now = client.get("/api/tours/liutang").json()["stops"][0]["segments"][0]["text"]
    assert now[sentence["start"] : sentence["end"]] == "全村一半的粮食都藏在这里。"
    assert sentence["before"] == "全村一半的口粮都藏在这里。"
    _segment, start, end = sentence["translated"]
    theirs = client.get("/api/tours/liutang.en").json()["stops"][0]["segments"][0]["text"]
    assert theirs[start:end] == "Half of the grain is kept here."
    assert client.post("/api/tours/liutang/stale/liutang.en", json={"stop": "1"}).status_code == 200
    assert client.get("/api/tours/liutang/stale/liutang.en").json() == []
    # in the same second
    edit(client, "set-text", stop="1", segment=0, base=now, text=now.replace("粮食", "谷子"))
    assert [stale["stop"] for stale in client.get("/api/tours/liutang/stale/liutang.en").json()] == ["1"]


def test_findings_of_a_proof_are_shown_with_their_sound(client: TestClient, studio: Studio) -> None:
    path = studio.project.scripts / "liutang.yaml"
    path.write_text(SCRIPT.replace("<script>alert(1)</script> ", ""), "utf-8")
    build.build_tours(studio.project, build.BuildRequest(engine="silent"), build.BuildListener())
    assert client.get("/api/tours/liutang/findings").json() == []
    folder = studio.project.output / "liutang"
    file = write_red_stop(folder, "2", 100, 900)
    (shown,) = client.get("/api/tours/liutang/findings").json()
    assert (shown["stop"], shown["file"], shown["is_stale"]) == ("2", f"liutang/{file}", False)
    assert shown["differences"][0]["expected"] == "长"
    assert client.get(f"/files/{shown['file']}").status_code == 200
    write_red_stop(folder, "2", 100, 900, sha256="0")
    assert client.get("/api/tours/liutang/findings").json()[0]["is_stale"]
    (folder / "proof" / "report.json").write_text("{")
    assert client.get("/api/tours/liutang/findings").json() == []


def test_what_visitors_did_and_said_is_shown_at_its_stop_and_on_the_card(client: TestClient, studio: Studio) -> None:
    path = studio.project.scripts / "liutang.yaml"
    path.write_text(SCRIPT.replace("<script>alert(1)</script> ", ""), "utf-8")
    assert client.get("/api/tours/liutang/visitors").json() == []
    build.build_tours(studio.project, build.BuildRequest(engine="silent"), build.BuildListener())
    assert client.get("/api/tours/liutang/visitors").json() == []
    for kind in ("started", "good", "good", "bad", "wrong"):
        event = stats.Event(kind, "liutang", "2", "zh-CN", 0)
        stats.add_event(studio.project.counts, event, date(2026, 5, 1))
    first, second = client.get("/api/tours/liutang/visitors").json()
    assert (first["number"], first["answers"]) == ("1", {"good": 0, "bad": 0, "wrong": 0})
    assert (second["started"], second["answers"]) == (1, {"good": 2, "bad": 1, "wrong": 1})
    home = client.get("/").text
    assert "1 visitor says something is wrong" in home
    assert "Visitors: 2 liked it, 1 did not" in home


def test_another_number_goes_into_every_language(client: TestClient, studio: Studio) -> None:
    english = studio.project.scripts / "liutang.en.yaml"
    english.write_text("title: T\nlanguage: en\nstops:\n  - number: 2\n    title: B\n    text: The bridge.\n", "utf-8")
    answer = client.post("/api/tours/liutang/numbers", json={"page": "p", "stop": "2", "number": "7"})
    assert [stop["number"] for stop in answer.json()["tour"]["stops"]] == ["1", "7"]
    assert "number: 7" in english.read_text("utf-8")
    assert client.post("/api/tours/liutang/numbers", json={"stop": "7", "number": "1"}).status_code == 422
    assert client.post("/api/tours/liutang/numbers", json={}).status_code == 200
    assert script_text(studio) == SCRIPT
    assert "number: 2" in english.read_text("utf-8")
