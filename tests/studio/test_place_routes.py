"""The requests of the places: what is shown, who may see a drawing, what is refused; no browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from placed_tours import PLAN
from signed_in import signed_in_client
from starlette.testclient import TestClient

from audioguide.project import Project

SCRIPT = "title: 村\nlanguage: zh-CN\nstops:\n  - number: 1\n    title: 村口\n    text: 大家好。\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "village.yaml").write_text(SCRIPT, "utf-8")
    return Project(tmp_path)


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    with signed_in_client(project) as client:
        yield client


def add_plan(client: TestClient) -> str:
    drawing = PLAN.replace("<rect", "<script>alert(1)</script><style>rect { stroke: red }</style><rect", 1)
    answer = client.post("/api/tours/village/plans?name=site.svg", content=drawing.encode())
    return str(answer.json()["plans"][0]["name"])


def test_a_drawing_is_shown_without_its_scripts_to_those_who_may_see_it(client: TestClient) -> None:
    name = add_plan(client)
    answer = client.get(f"/drawings/village/{name}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml"
    assert b"<script" not in answer.content and b"<style" in answer.content
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert client.get("/drawings/village/roof").status_code == 404
    assert client.get("/drawings/nowhere/site").status_code == 404
    client.cookies.clear()
    assert client.get(f"/drawings/village/{name}").status_code == 401


def test_an_edit_answers_with_all_places_and_can_be_undone(client: TestClient, project: Project) -> None:
    edit = {"kind": "set-pin", "stop": "1", "base": "", "x": "0.5", "y": "0.5", "plan": add_plan(client)}
    shown = client.post("/api/tours/village/places/edits", json={"page": "p", "edit": edit}).json()
    assert shown["stops"][0]["pin_base"] == "0.5, 0.5, site"
    theirs = client.post("/api/tours/village/places/edits", json={"page": "p", "edit": {**edit, "x": "0.6"}})
    assert (theirs.status_code, theirs.json()["theirs"]) == (409, "0.5, 0.5, site")
    for _step in range(2):
        client.post("/api/tours/village/undo", json={"page": "p"})
    assert (project.scripts / "village.yaml").read_text("utf-8") == SCRIPT


@pytest.mark.parametrize(
    ("pasted", "status", "datum"),
    [
        ("https://uri.amap.com/marker?position=105.3812,30.8701", 200, "GCJ-02"),
        ("geo:1,2", 200, "WGS-84"),
        ("x", 422, ""),
    ],
)
def test_what_is_pasted_is_read_before_it_is_saved(client: TestClient, pasted: str, status: int, datum: str) -> None:
    answer = client.post("/api/positions", json={"pasted": pasted})
    assert answer.status_code == status
    assert answer.json().get("datum", "") == datum


def test_remarks_of_places_come_with_their_fixes(client: TestClient, project: Project) -> None:
    (project.scripts / "village.yaml").write_text(SCRIPT.replace("    text", "    next: 往前走。\n    text"), "utf-8")
    (problem,) = client.get("/api/tours/village/places/problems").json()
    assert problem["code"] == "next-nowhere"
    client.post("/api/tours/village/places/edits", json={"page": "p", "edit": problem["fixes"][0]["edit"]})
    assert (project.scripts / "village.yaml").read_text("utf-8") == SCRIPT


@pytest.mark.parametrize(
    ("name", "content"), [("a.gpx", b"<gpx/>"), ("a.pdf", b"%PDF"), ("a.csv", b"title,lat,lon\nx,y,z\n")]
)
def test_a_file_without_places_is_refused_in_words(client: TestClient, name: str, content: bytes) -> None:
    answer = client.post(f"/api/tours/village/places/file?name={name}", content=content)
    assert answer.status_code == 422 and answer.json()["hint"]
