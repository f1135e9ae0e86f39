"""Points and plans of all tours in the studio: each field is a line of site.yaml, and every other line stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from signed_in import signed_in_client
from starlette.testclient import TestClient

from audioguide.commands.place_view import show_places
from audioguide.project import Project

SCRIPT = "title: {title}\nlanguage: {language}\nstops:\n  - {{number: 1, title: 大门, text: 这里是大门。}}\n"
SITE = """\
# 网站
schema: 1
plans:
  - {name: ground, file: scripts/plans/ground.svg, title: 一层}  # 图
points:
  # 门口
  - kind: entrance
    title: {zh: 东门, en: East gate}
    place: {lat: 30.87, lon: 105.38}
  - {kind: toilet, plan: {x: 0.2, y: 0.3}}
"""
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300'><rect width='400' height='300'/></svg>"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts" / "plans").mkdir(parents=True)
    (tmp_path / "scripts" / "plans" / "ground.svg").write_bytes(DRAWING)
    (tmp_path / "scripts" / "mill.yaml").write_text(SCRIPT.format(title="磨坊", language="zh-CN"), "utf-8")
    (tmp_path / "scripts" / "mill.en.yaml").write_text(SCRIPT.format(title="Mill", language="en"), "utf-8")
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    return Project(tmp_path)


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    with signed_in_client(project) as client:
        yield client


def site(project: Project) -> str:
    return (project.root / "site.yaml").read_text("utf-8")


def edit(client: TestClient, kind: str, **fields: object) -> Any:
    return client.post("/api/settings/places", json={"edit": {"kind": kind, **fields}})


def point(client: TestClient, index: int) -> Any:
    return client.get("/api/settings").json()["places"]["points"][index]


def words(client: TestClient, index: int, language: str, base: str, value: str, **other: str) -> Any:
    seen = point(client, index)["seen"]
    fields = {"items": "points", "index": index, "seen": seen, "name": "title", "first": "zh", **other}
    return edit(client, "set-shared-words", language=language, base=base, value=value, **fields)


def test_the_form_shows_what_the_file_has_in_each_language(client: TestClient) -> None:
    places = client.get("/api/settings").json()["places"]
    gate, toilet = places["points"]
    assert (gate["kind"], gate["place"], gate["words"]) == (
        "entrance",
        "30.87, 105.38",
        {"title": {"zh": "东门", "en": "East gate"}},
    )
    assert (toilet["pin"], toilet["words"]) == ("0.2, 0.3", {"title": {"zh": "", "en": ""}})
    assert [(plan["seen"], plan["words"]["title"]) for plan in places["plans"]] == [
        ("ground", {"zh": "一层", "en": ""})
    ]


CHANGES: dict[str, tuple[int, str, str, str, str]] = {
    "a kind": (0, "kind", "parking", "kind: entrance", "kind: parking"),
    "coordinates": (0, "place", "30.88, 105.38", "lat: 30.87", "lat: 30.88"),
    "a pin": (1, "plan", "0.4, 0.3, ground", "x: 0.2", "x: 0.4"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_field_of_a_point_changes_in_its_line_alone(client: TestClient, project: Project, case: str) -> None:
    index, name, value, old, new = CHANGES[case]
    answer = edit(client, "set-point", index=index, seen=point(client, index)["seen"], name=name, value=value)
    assert answer.status_code == 200, answer.text
    assert site(project) == SITE.replace(old, new)
    client.post("/api/settings/undo", json={"file": "site.yaml"})
    assert site(project) == SITE


def test_titles_are_written_in_their_language(client: TestClient, project: Project) -> None:
    assert words(client, 0, "en", "East gate", "East entrance").status_code == 200
    assert site(project) == SITE.replace("East gate", "East entrance")
    words(client, 1, "en", "", "Toilets")
    assert point(client, 1)["words"]["title"] == {"en": "Toilets", "zh": ""}
    words(client, 1, "zh", "", "厕所")
    assert point(client, 1)["words"]["title"] == {"en": "Toilets", "zh": "厕所"}
    words(client, 1, "zh", "厕所", "")
    words(client, 1, "en", "Toilets", "")
    assert site(project) == SITE.replace("East gate", "East entrance")
    assert words(client, 0, "zh", "南门", "西门").json()["theirs"] == "东门"


def test_a_text_that_holds_for_all_is_changed_in_the_first_language(client: TestClient, project: Project) -> None:
    plan: dict[str, str] = {"items": "plans", "name": "title", "first": "zh"}

    def title(language: str, base: str, value: str) -> Any:
        fields = {"index": 0, "seen": "ground", "language": language, "base": base, "value": value}
        return edit(client, "set-shared-words", **plan, **fields)

    assert title("zh", "一层", "底层").status_code == 200
    assert site(project) == SITE.replace("一层", "底层")
    assert title("zh", "一层", "二层").json()["theirs"] == "底层"
    assert title("en", "", "Ground floor").status_code == 200
    assert site(project) == SITE.replace("title: 一层", "title: {zh: 底层, en: Ground floor}")
    assert title("zh", "底层", "").status_code == 200
    assert title("en", "Ground floor", "").status_code == 200
    assert site(project) == SITE.replace(", title: 一层", "")


def test_points_come_and_go_for_every_tour(client: TestClient, project: Project) -> None:
    fields = {"point_kind": "cafe", "title": "茶馆", "pasted": "30.9, 105.4", "x": "", "y": "", "plan": ""}
    assert edit(client, "add-point", **fields).status_code == 200
    assert site(project).startswith(SITE)
    assert [each.title for each in show_places(project, "mill").points] == ["东门", "", "茶馆"]
    assert next(each.title for each in show_places(project, "mill.en").points) == "East gate"
    edit(client, "remove-point", index=2, seen=point(client, 2)["seen"])
    assert site(project) == SITE
    for index in (1, 0):
        edit(client, "remove-point", index=index, seen=point(client, index)["seen"])
    assert "points" not in site(project)


def test_a_plan_for_all_tours_is_a_picture_of_the_project(client: TestClient, project: Project) -> None:
    answer = client.post("/api/settings/plans?name=upper.svg", content=DRAWING)
    assert answer.status_code == 200, answer.text
    assert [plan["seen"] for plan in answer.json()["places"]["plans"]] == ["ground", "upper"]
    shown = show_places(project, "mill").plans
    assert [(plan.name, plan.error) for plan in shown] == [("ground", ""), ("upper", "")]
    edit(client, "remove-plan", plan="upper")
    assert site(project) == SITE
    edit(client, "remove-plan", plan="ground")
    assert "toilet" not in site(project)  # it was nowhere else
    assert client.post("/api/settings/plans?name=x.svg", content=b"<html>").status_code == 422


@pytest.mark.parametrize("data", [{}, {"kind": "set-text"}, {"kind": "remove-stop", "stop": "1"}, {"kind": "add-plan"}])
def test_edits_of_scripts_are_none_of_the_site(client: TestClient, project: Project, data: dict[str, str]) -> None:
    assert client.post("/api/settings/places", json={"edit": data}).status_code == 422
    assert site(project) == SITE


def test_a_point_that_somebody_changed_is_asked_about(client: TestClient, project: Project) -> None:
    seen = point(client, 0)["seen"]
    (project.root / "site.yaml").write_text(SITE.replace("30.87", "30.99"), "utf-8")
    answer = edit(client, "set-point", index=0, seen=seen, name="kind", value="parking")
    assert (answer.status_code, bool(answer.json()["hint"])) == (409, True)


def test_a_project_without_a_site_file_gets_one_with_its_first_point(client: TestClient, project: Project) -> None:
    (project.root / "site.yaml").unlink()
    fields = {"point_kind": "toilet", "title": "", "pasted": "30.9, 105.4", "x": "", "y": "", "plan": ""}
    assert edit(client, "add-point", **fields).status_code == 200
    assert len(show_places(project, "mill").points) == 1
    client.post("/api/settings/undo", json={"file": "site.yaml"})
    assert not (project.root / "site.yaml").exists()
