"""An edition leads to the same places as the script in the site's own language, unless it says where else."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.authoring import script, site_places
from audioguide.commands.build_inputs import inputs_digest
from audioguide.engines.silent import SilentEngine
from audioguide.errors import ScriptError
from audioguide.lint import BLOCKING, check_tour
from audioguide.model import PlanPin, Position, Settings, Tour
from audioguide.project import Project

OWN = """\
schema: 1
title: 磨坊
language: zh-CN
points:
  - {kind: toilet, title: 村委会后面, place: {lat: 30.8712, lon: 105.3825}}
plans:
  - name: site
    file: site.svg
    title: 总图
    floor: 1F
    alt: 一条路上山
    references:
      - {x: 0.1, y: 0.1, place: {lat: 30.88, lon: 105.38}}
      - {x: 0.9, y: 0.1, place: {lat: 30.88, lon: 105.39}}
      - {x: 0.9, y: 0.9, place: {lat: 30.87, lon: 105.39}}
routes:
  - {name: short, title: 二十分钟, minutes: 20, stops: [1, 3]}
  - {name: third, title: 第三站, stops: [3]}
stops:
  - {number: 1, title: 门, place: {lat: 30.8701, lon: 105.3812}, trigger: 30 m, next: 往前走。, text: 您好。}
  - {number: 2, title: 井, plan: {x: 0.2, y: 0.3}, text: 这是井。}
  - {number: 3, title: 磨, place: {lat: 30.8725, lon: 105.3830, datum: GCJ-02}, text: 这是磨。}
"""
FRENCH = """\
schema: 1
title: Le moulin
language: fr
stops:
  - {number: 1, title: La porte, text: Bonjour.}
  - {number: 2, title: Le puits, text: Voici le puits.}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/mill.yaml").write_text(OWN, "utf-8")
    (tmp_path / "scripts/mill.fr.yaml").write_text(FRENCH, "utf-8")
    return Project(tmp_path)


def load(project: Project, name: str = "mill.fr") -> Tour:
    return site_places.add_shared_places(project, script.load_tour(project.scripts / f"{name}.yaml"))


def test_an_edition_has_the_places_of_its_site(project: Project) -> None:
    own, tour = load(project, "mill"), load(project)
    first, second = tour.stops
    assert (first.position, first.trigger_m, first.directions) == (Position(30.8701, 105.3812), 30, "")
    assert (second.position, second.pin) == (None, PlanPin(0.2, 0.3))
    (plan,) = tour.plans
    assert (plan.file, plan.floor, plan.title, plan.alt) == ("site.svg", "1F", "", "")
    assert plan.references == own.plans[0].references
    assert [(point.kind, point.title, point.position) for point in tour.points] == [
        ("toilet", "", Position(30.8712, 105.3825))
    ]
    # the third stop is not in the edition, nor a route that has no other
    assert [(route.name, route.title, route.stops, route.minutes) for route in tour.routes] == [
        ("short", "", ("1",), 20)
    ]


def test_a_script_may_end_in_yml_too(project: Project) -> None:
    (project.scripts / "mill.yaml").rename(project.scripts / "mill.yml")
    assert load(project).stops[0].position == Position(30.8701, 105.3812)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("title: La porte,", "title: La porte, place: {lat: 31, lon: 105},", lambda t: t.stops[0].position.lat == 31),
        ("title: La porte,", "title: La porte, trigger: 50 m,", lambda t: t.stops[0].trigger_m == 50),
        ("title: Le puits,", "title: Le puits, plan: {x: 0.5, y: 0.5},", lambda t: t.stops[1].pin == PlanPin(0.5, 0.5)),
        (
            "stops:",
            "routes:\n  - {name: court, title: Vingt minutes, stops: [2]}\nstops:",
            lambda t: (
                [(r.name, r.title, r.stops) for r in t.routes]
                == [("court", "Vingt minutes", ("2",)), ("short", "", ("1",))]
            ),
        ),
        (
            "stops:",
            "routes:\n  - {name: short, title: Vingt minutes, stops: [2, 1]}\nstops:",
            lambda t: [(r.title, r.stops, r.minutes) for r in t.routes] == [("Vingt minutes", ("2", "1"), 0)],
        ),
        (
            "stops:",
            "routes:\n  - {name: short, title: Vingt minutes}\nstops:",
            lambda t: [(r.title, r.stops, r.minutes) for r in t.routes] == [("Vingt minutes", ("1",), 20)],
        ),
        (
            "stops:",
            "routes:\n  - {name: short, title: Avec enfants, minutes: 30, for: children}\nstops:",
            lambda t: (
                [(r.title, r.stops, r.minutes, r.suits) for r in t.routes] == [("Avec enfants", ("1",), 30, "children")]
            ),
        ),
        (
            "stops:",
            "points:\n  - {kind: cafe, title: Chez Li, place: {lat: 30.87, lon: 105.38}}\nstops:",
            lambda t: [point.kind for point in t.points] == ["cafe"],
        ),
        (
            "stops:",
            "plans:\n  - {name: site, file: plan-fr.svg, alt: Un chemin}\nstops:",
            lambda t: [(p.file, p.alt, len(p.references)) for p in t.plans] == [("plan-fr.svg", "Un chemin", 3)],
        ),
        (
            "stops:",
            "plans:\n  - {name: cave, file: cave.svg, alt: La cave}\nstops:",
            lambda t: [plan.name for plan in t.plans] == ["cave", "site"],
        ),
    ],
)
def test_what_an_edition_says_itself_comes_first(project: Project, old: str, new: str, shown: object) -> None:
    assert FRENCH.count(old) == 1 and callable(shown)
    (project.scripts / "mill.fr.yaml").write_text(FRENCH.replace(old, new), "utf-8")
    assert shown(load(project))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("", []),
        ("no such route", ["route-nowhere"]),
        ("no such stop", ["route-nowhere"]),
        ("missing", ["route-nowhere"]),
        ("broken", []),
    ],
)
def test_a_route_with_a_title_alone_needs_one_of_its_name_in_the_sites_own_language(
    project: Project, change: str, codes: list[str]
) -> None:
    name = {"no such route": "brief", "no such stop": "third"}.get(change, "short")
    routes = f"routes:\n  - {{name: {name}, title: Vingt minutes}}\nstops:"
    (project.scripts / "mill.fr.yaml").write_text(FRENCH.replace("stops:", routes), "utf-8")
    if change == "missing":
        (project.scripts / "mill.yaml").unlink()
    elif change == "broken":
        (project.scripts / "mill.yaml").write_text("stops: [", "utf-8")
    problems = check_tour(load(project), Settings(), rules=BLOCKING)
    assert [problem.code for problem in problems if problem.code.startswith("route")] == codes
    assert all(problem.place.line == 5 for problem in problems if problem.code == "route-nowhere")


def test_in_the_sites_own_language_a_route_has_stops(project: Project) -> None:
    (project.scripts / "mill.yaml").write_text(OWN.replace(", stops: [3]", ""), "utf-8")
    with pytest.raises(ScriptError) as caught:
        load(project, "mill")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("missing-field", 18)


@pytest.mark.parametrize("change", ["missing", "broken"])
def test_without_a_usable_script_of_the_site_an_edition_has_its_own_places_only(project: Project, change: str) -> None:
    source = project.scripts / "mill.yaml"
    if change == "missing":
        source.unlink()
    else:
        source.write_text("stops: [", "utf-8")
    tour = load(project)
    assert not any((tour.plans, tour.points, tour.routes, *(stop.position for stop in tour.stops)))


def test_a_script_of_its_own_language_inherits_nothing(project: Project) -> None:
    assert load(project, "mill") == script.load_tour(project.scripts / "mill.yaml")


def test_an_edition_is_built_again_when_its_site_moves_a_place(project: Project) -> None:
    engine = SilentEngine()
    before = inputs_digest(project, load(project), Settings(), engine)
    (project.scripts / "mill.yaml").write_text(OWN.replace("title: 门", "title: 大门"), "utf-8")
    assert inputs_digest(project, load(project), Settings(), engine) == before
    (project.scripts / "mill.yaml").write_text(OWN.replace("30.8701", "30.8702"), "utf-8")
    assert inputs_digest(project, load(project), Settings(), engine) != before


def test_an_edition_of_a_site_without_places_is_built_of_the_same(project: Project) -> None:
    engine = SilentEngine()
    plain = "schema: 1\ntitle: 磨坊\nlanguage: zh-CN\nstops:\n  - {number: 1, title: 门, text: 您好。}\n"
    (project.scripts / "mill.yaml").write_text(plain, "utf-8")
    tour = load(project)
    digest = inputs_digest(project, tour, Settings(), engine)
    (project.scripts / "mill.yaml").unlink()
    assert tour == load(project) and inputs_digest(project, load(project), Settings(), engine) == digest
