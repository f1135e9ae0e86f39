"""Readings in the studio as files: saved, added, and chosen where the file and the project decide a word otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from signed_in import signed_in_client
from starlette.testclient import TestClient

from audioguide.project import Project
from audioguide.text import pls

SCRIPT = """\
# 讲解稿
title: 磨坊
language: zh-CN
lexicon:
  射洪: she4 hong2  # 县名
  长: {say: zhang3, in: 蔡长水}
stops:
  - number: 1
    title: 大门
    text: 这里是射洪。  # 门口
"""
VOICES = "# 声音\nengine: silent  # 试听\nlexicon:\n  zh-CN:\n    台州: tai2 zhou1\n"


def document(*entries: tuple[str, str]) -> bytes:
    lexemes = "".join(
        f"<lexeme><grapheme>{word}</grapheme><phoneme alphabet='x-audioguide-pinyin'>{say}</phoneme></lexeme>"
        for word, say in entries
    )
    return f"<lexicon version='1.0' alphabet='ipa' xml:lang='zh-CN'>{lexemes}</lexicon>".encode()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "mill.yaml").write_text(SCRIPT, "utf-8")
    (tmp_path / "voices.yaml").write_text(VOICES, "utf-8")
    return Project(tmp_path)


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    with signed_in_client(project) as client:
        yield client


def text_of(project: Project, name: str = "scripts/mill.yaml") -> str:
    return (project.root / name).read_text("utf-8")


def lines_that_came(before: str, after: str) -> list[str]:
    """New lines; every line that was there must be there still, in its order."""
    rest = iter(after.splitlines())
    came = []
    for line in before.splitlines():
        for other in rest:
            if other == line:
                break
            came.append(other)
        else:
            raise AssertionError(line)
    return [*came, *rest]


def settings(client: TestClient) -> Any:
    return client.get("/api/settings").json()


def test_a_file_of_readings_goes_into_the_tour_and_what_differs_is_asked_about(
    client: TestClient, project: Project
) -> None:
    data = document(("射洪", "she4 hong3"), ("台州", "tai1 zhou1"), ("长", "chang2"))
    answer = client.post("/api/tours/mill/lexicon?page=p&name=names.pls", content=data).json()
    assert (answer["added"], answer["present"]) == (1, 0)
    assert answer["differing"] == [
        {"word": "射洪", "say": "she4 hong3", "here": "she4 hong2", "is_plain": True},
        {"word": "长", "say": "chang2", "here": "zhang3 (蔡长水)", "is_plain": False},
    ]
    assert lines_that_came(SCRIPT, text_of(project)) == ["  台州: tai1 zhou1"]
    assert [entry["word"] for entry in answer["tour"]["lexicon"]] == ["射洪", "长", "台州"]
    assert client.post("/api/tours/mill/undo", json={"page": "p"}).status_code == 200
    assert text_of(project) == SCRIPT


def test_the_readings_of_a_tour_are_saved_as_a_file_that_comes_back_the_same(client: TestClient) -> None:
    answer = client.get("/api/tours/mill/lexicon")
    assert "attachment" in answer.headers["content-disposition"]
    entries, language = pls.parse_pls(answer.content)
    assert [(entry.written, entry.say, entry.context) for entry in entries] == [
        ("射洪", "she4 hong2", ""),
        ("长", "zhang3", "蔡长水"),
    ]
    assert language == "zh-CN"
    again = client.post("/api/tours/mill/lexicon", content=answer.content).json()
    assert (again["added"], again["present"], again["differing"]) == (0, 2, [])


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><lexicon/>"])
@pytest.mark.parametrize("address", ["/api/tours/mill/lexicon?name=x", "/api/settings/lexicon?language=zh-CN&name=x"])
def test_what_is_no_lexicon_is_refused_in_words_and_changes_nothing(
    client: TestClient, project: Project, address: str, data: bytes
) -> None:
    answer = client.post(address, content=data)
    assert (answer.status_code, "x" in answer.json()["message"]) == (422, True)
    assert (text_of(project), text_of(project, "voices.yaml")) == (SCRIPT, VOICES)


@pytest.mark.parametrize("tour", ["nothing", "..%2F..%2Fvoices", "voices.yaml"])
def test_a_lexicon_of_no_tour_is_not_there(client: TestClient, tour: str) -> None:
    assert client.get(f"/api/tours/{tour}/lexicon").status_code in (404, 422)


def test_a_file_of_readings_goes_into_all_tours(client: TestClient, project: Project) -> None:
    data = document(("台州", "tai1 zhou1"), ("师宗", "shi1 zong1"))
    answer = client.post("/api/settings/lexicon?language=zh-CN&name=names.pls", content=data).json()
    assert (answer["added"], [each["here"] for each in answer["differing"]]) == (1, ["tai2 zhou1"])
    assert lines_that_came(VOICES, text_of(project, "voices.yaml")) == ["    师宗: shi1 zong1"]
    assert "师宗" in client.get("/api/settings/lexicon?language=zh-CN").text
    assert client.get("/api/settings/lexicon?language=en").text.count("<lexeme") == 0
    client.post("/api/settings/undo", json={"file": "voices.yaml"})
    assert text_of(project, "voices.yaml") == VOICES


def test_a_reading_of_all_tours_is_set_changed_and_taken_out(client: TestClient, project: Project) -> None:
    def change(word: str, base: str, value: str, language: str = "zh-CN") -> Any:
        fields = {"language": language, "word": word, "base": base, "value": value}
        return client.post("/api/settings/reading", json=fields)

    assert change("师宗", "", "shi1 zong1").json()["lexicons"][0]["entries"][1]["say"] == "shi1 zong1"
    assert lines_that_came(VOICES, text_of(project, "voices.yaml")) == ["    师宗: shi1 zong1"]
    change("师宗", "shi1 zong1", "")
    assert text_of(project, "voices.yaml") == VOICES
    change("台州", "tai2 zhou1", "tai1 zhou1")
    assert text_of(project, "voices.yaml") == VOICES.replace("tai2", "tai1")
    conflict = change("台州", "tai2 zhou1", "tai4 zhou1")
    assert (conflict.status_code, conflict.json()["theirs"]) == (409, "tai1 zhou1")
    change("Exe", "", "/ɛks/", language="en")
    assert settings(client)["lexicons"][1] == {
        "language": "en",
        "entries": [{"word": "Exe", "say": "/ɛks/", "context": ""}],
    }
    change("台州", "tai1 zhou1", "")
    change("Exe", "/ɛks/", "", language="en")
    assert text_of(project, "voices.yaml") == "# 声音\nengine: silent  # 试听\n"
    assert settings(client)["lexicons"] == [{"language": "zh", "entries": []}]


@pytest.mark.parametrize(("word", "value"), [("", "tai1"), ("台州", "tai9 zhou"), ("台", "tai1 zhou1")])
def test_a_reading_that_cannot_be_is_refused_in_words(
    client: TestClient, project: Project, word: str, value: str
) -> None:
    answer = client.post("/api/settings/reading", json={"language": "zh-CN", "word": word, "base": "", "value": value})
    assert answer.status_code in (409, 422)
    assert text_of(project, "voices.yaml") == VOICES
