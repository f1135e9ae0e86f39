"""Edits of places: each changes its own characters of the script, and undo brings the file back to the byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from placed_tours import PLAN

from audioguide import files
from audioguide.authoring import script
from audioguide.commands import edit_script, place_view, plan_pictures, problem_fixes
from audioguide.commands.import_places import import_into_script
from audioguide.commands.script_edits import EditConflict
from audioguide.errors import AudioguideError, ConfigError, DocumentError, EditRefused, OutputError
from audioguide.project import Project

BARE = """\
title: 村   # kept
language: zh-CN

stops:
  - number: 1
    title: 村口   # gate
    text: 大家好。
  - {number: 2, title: 水井, text: 这是井。}
"""
FULL = """\
title: 村
language: zh-CN
points:   # on the way
  - {kind: toilet, title: 村委会后面, place: {lat: 30.8712, lon: 105.3821}, plan: {x: 0.2, y: 0.3}}   # new
  - kind: cafe
    plan: {x: 0.4, y: 0.9, name: upper}
plans:
  - name: ground   # first
    file: plans/ground.svg
    references:
      - {x: 0.1, y: 0.9, place: {lat: 30.8701, lon: 105.3812}}   # gate
      - x: 0.9
        y: 0.9
        place: {lat: 30.8703, lon: 105.3899, datum: GCJ-02}
  - {name: upper, file: plans/upper.svg, title: 二层}
routes:
  - {name: short, title: 二十分钟, minutes: 20, stops: [1, 3]}   # for groups
  - name: long
    title: 全程
    stops:
      - 1
      - 2
      - 3
stops:
  - number: 1
    title: 村口
    place: {lat: 30.8701, lon: 105.3812, datum: GCJ-02}   # from AMap
    plan: {x: 0.25,  y: 0.5}   # by the wall
    trigger: 30
    next: |
      沿石板路向上走，
      见到水井左转。
    access: {steps: 三级, slope: 陡}   # asked the owner
    text: 大家好。
  - {number: 2, title: 水井, plan: {x: 0.5, y: 0.5, name: upper}, text: 这是井。}
  - number: 3
    title: 祠堂
    text: 这是祠堂。
"""
WAY = "沿石板路向上走，见到水井左转。"
TOILET = "toilet · 村委会后面 · 30.8712, 105.3821 · 0.2, 0.3"
CAFE = "cafe ·  ·  · 0.4, 0.9, upper"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts" / "plans").mkdir(parents=True)
    for name in ("ground", "upper"):
        (tmp_path / "scripts" / "plans" / f"{name}.svg").write_text(PLAN, "utf-8")
    return Project(tmp_path)


def write(project: Project, text: str) -> Path:
    path = project.scripts / "village.yaml"
    path.write_text(text, "utf-8")
    return path


def apply(project: Project, **data: Any) -> str:
    """The script after an edit, which undo has taken back and redo brought again."""
    path = project.scripts / "village.yaml"
    before = path.read_bytes()
    edited = edit_script.apply_edit(project, "village", edit_script.parse_edit(data))
    after = path.read_bytes()
    if edited.changed:
        edit_script.undo_edit(project, "village")
        assert path.read_bytes() == before
        edit_script.redo_edit(project, "village")
        assert path.read_bytes() == after
    return after.decode("utf-8")


STOP_1 = {"stop": "1", "base": "0.25, 0.5"}
EDITS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a pin that moves": (
        {"kind": "set-pin", **STOP_1, "x": "0.3", "y": "0.5", "plan": ""},
        "{x: 0.25,  y",
        "{x: 0.3,  y",
    ),
    "a pin that gets its plan's name": (
        {"kind": "set-pin", **STOP_1, "x": "0.25", "y": "0.75", "plan": "upper"},
        "{x: 0.25,  y: 0.5}",
        "{x: 0.25,  y: 0.75, name: upper}",
    ),
    "a pin in a stop on one line": (
        {"kind": "set-pin", "stop": "2", "base": "0.5, 0.5, upper", "x": "0", "y": "1", "plan": "upper"},
        "{x: 0.5, y: 0.5, name: upper}, text",
        "{x: 0.0, y: 1.0, name: upper}, text",
    ),
    "a pin taken off": (
        {"kind": "set-pin", **STOP_1, "x": "", "y": "", "plan": ""},
        "    plan: {x: 0.25,  y: 0.5}   # by the wall\n",
        "",
    ),
    "a pin taken off within a line": (
        {"kind": "set-pin", "stop": "2", "base": "0.5, 0.5, upper", "x": "", "y": "", "plan": ""},
        " plan: {x: 0.5, y: 0.5, name: upper},",
        "",
    ),
    "a first pin": (
        {"kind": "set-pin", "stop": "3", "base": "", "x": "0.12345", "y": "0.5", "plan": "ground"},
        "    title: 祠堂\n",
        "    title: 祠堂\n    plan: {x: 0.1235, y: 0.5, name: ground}\n",
    ),
    "a first place, from a link": (
        {"kind": "set-place", "stop": "3", "base": "", "pasted": "geo:30.88,105.39"},
        "    title: 祠堂\n",
        "    title: 祠堂\n    place: {lat: 30.88, lon: 105.39}\n",
    ),
    "a place within a line": (
        {"kind": "set-place", "stop": "2", "base": "", "pasted": "30.88 105.39"},
        "text: 这是井。}",
        "text: 这是井。, place: {lat: 30.88, lon: 105.39}}",
    ),
    "the way on": (
        {
            "kind": "set-place-field",
            "stop": "1",
            "name": "next",
            "base": WAY,
            "value": WAY.replace("左转", "右转"),
        },
        "见到水井左转。",
        "见到水井右转。",
    ),
    "the way on taken out": (
        {
            "kind": "set-place-field",
            "stop": "1",
            "name": "next",
            "base": WAY,
            "value": " ",
        },
        "    next: |\n      沿石板路向上走，\n      见到水井左转。\n",
        "",
    ),
    "a first way on": (
        {"kind": "set-place-field", "stop": "2", "name": "next", "base": "", "value": "左转, 然后直走。"},
        "text: 这是井。}",
        'text: 这是井。, next: "左转, 然后直走。"}',
    ),
    "a radius": (
        {"kind": "set-place-field", "stop": "1", "name": "trigger", "base": "30 m", "value": "45米"},
        "trigger: 30\n",
        "trigger: 45 m\n",
    ),
    "steps": (
        {"kind": "set-place-field", "stop": "1", "name": "steps", "base": "三级", "value": "四级"},
        "{steps: 三级,",
        "{steps: 四级,",
    ),
    "a slope taken out": (
        {"kind": "set-place-field", "stop": "1", "name": "slope", "base": "陡", "value": ""},
        "{steps: 三级, slope: 陡}   # asked",
        "{steps: 三级}   # asked",
    ),
    "first access": (
        {"kind": "set-place-field", "stop": "3", "name": "seating", "base": "", "value": "两张长椅"},
        "    title: 祠堂\n",
        "    title: 祠堂\n    access: {seating: 两张长椅}\n",
    ),
    "a plan's description": (
        {"kind": "set-plan-field", "plan": "ground", "name": "alt", "base": "", "value": "一座院子"},
        "    file: plans/ground.svg\n",
        "    file: plans/ground.svg\n    alt: 一座院子\n",
    ),
    "a plan's title within a line": (
        {"kind": "set-plan-field", "plan": "upper", "name": "title", "base": "二层", "value": "二楼"},
        "title: 二层}",
        "title: 二楼}",
    ),
    "a reference point moved": (
        {
            "kind": "set-reference",
            "plan": "ground",
            "index": 0,
            "seen": "0.1, 0.9 = 30.8701, 105.3812",
            "x": "0.15",
            "y": "0.9",
            "pasted": "",
        },
        "{x: 0.1, y: 0.9, place",
        "{x: 0.15, y: 0.9, place",
    ),
    "a reference point that another page moved in the list": (
        {"kind": "remove-reference", "plan": "ground", "index": 1, "seen": "0.1, 0.9 = 30.8701, 105.3812"},
        "      - {x: 0.1, y: 0.9, place: {lat: 30.8701, lon: 105.3812}}   # gate\n",
        "",
    ),
    "a new reference point": (
        {"kind": "add-reference", "plan": "ground", "x": "0.5", "y": "0.1", "pasted": "30.88, 105.385"},
        "datum: GCJ-02}\n  - {name: upper",
        "datum: GCJ-02}\n      - {x: 0.5, y: 0.1, place: {lat: 30.88, lon: 105.385}}\n  - {name: upper",
    ),
    "a first reference point within a line": (
        {"kind": "add-reference", "plan": "upper", "x": "0.5", "y": "0.1", "pasted": "30.88, 105.385"},
        "title: 二层}",
        "title: 二层, references: [{x: 0.5, y: 0.1, place: {lat: 30.88, lon: 105.385}}]}",
    ),
    "a plan moved to the front": (
        {"kind": "move-plan", "plan": "upper", "before": "ground"},
        "",
        "",
    ),
    "a point's title": (
        {
            "kind": "set-point",
            "index": 0,
            "seen": TOILET,
            "name": "title",
            "value": "村口",
        },
        "title: 村委会后面",
        "title: 村口",
    ),
    "a point's pin": (
        {
            "kind": "set-point",
            "index": 1,
            "seen": CAFE,
            "name": "plan",
            "value": "0.5, 0.9, upper",
        },
        "{x: 0.4, y: 0.9, name: upper}",
        "{x: 0.5, y: 0.9, name: upper}",
    ),
    "a point's kind": (
        {"kind": "set-point", "index": 1, "seen": CAFE, "name": "kind", "value": "lift"},
        "  - kind: cafe",
        "  - kind: lift",
    ),
    "a point removed": (
        {"kind": "remove-point", "index": 1, "seen": CAFE},
        "  - kind: cafe\n    plan: {x: 0.4, y: 0.9, name: upper}\n",
        "",
    ),
    "a new point": (
        {"kind": "add-point", "point_kind": "lift", "title": "", "pasted": "", "x": "0.5", "y": "0.5", "plan": "upper"},
        "name: upper}\nplans:",
        "name: upper}\n  - {kind: lift, plan: {x: 0.5, y: 0.5, name: upper}}\nplans:",
    ),
    "stops of a route within a line": (
        {"kind": "set-route-stops", "route": "short", "base": "1, 3", "stops": "1, 2, 3"},
        "[1, 3]}   # for groups",
        "[1, 2, 3]}   # for groups",
    ),
    "stops of a route on lines": (
        {"kind": "set-route-stops", "route": "long", "base": "1, 2, 3", "stops": "3、2"},
        "    stops:\n      - 1\n      - 2\n      - 3\n",
        "    stops:\n      - 3\n      - 2\n",
    ),
    "minutes of a route": (
        {"kind": "set-route-field", "route": "short", "name": "minutes", "base": "20", "value": "25"},
        "minutes: 20",
        "minutes: 25",
    ),
    "whom a route suits": (
        {"kind": "set-route-field", "route": "long", "name": "for", "base": "", "value": "wheelchair"},
        "    title: 全程\n",
        "    title: 全程\n    for: wheelchair\n",
    ),
    "a route removed": (
        {"kind": "remove-route", "route": "short"},
        "  - {name: short, title: 二十分钟, minutes: 20, stops: [1, 3]}   # for groups\n",
        "",
    ),
    "a new route": (
        {"kind": "add-route", "title": "Short", "stops": "2, 3"},
        "      - 3\nstops:",
        "      - 3\n  - {name: short-2, title: Short, stops: [2, 3]}\nstops:",
    ),
    "nothing new": ({"kind": "set-place-field", "stop": "1", "name": "steps", "base": "三级", "value": "三级"}, "", ""),
}


@pytest.mark.parametrize("case", [name for name, (_data, old, _new) in EDITS.items() if old or name == "nothing new"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_edit_changes_its_own_characters(project: Project, case: str, line_end: str) -> None:
    data, old, new = EDITS[case]
    text = FULL.replace("\n", line_end)
    path = write(project, "")
    path.write_bytes(text.encode())
    old, new = (part.replace("\n", line_end) for part in (old, new))
    assert not old or text.count(old) == 1
    apply(project, **data)
    assert path.read_bytes().decode() == (text.replace(old, new) if old else text)


def test_a_bare_script_gets_plans_points_routes_and_loses_them_again(project: Project) -> None:
    path = write(project, BARE)
    plan_pictures.add_plan_picture(project, "village", "一层平面图.SVG", PLAN.encode())
    name = script.load_tour(path).plans[0].name
    pin = {"x": "0.5", "y": "0.5", "plan": name}
    apply(project, kind="set-pin", stop="1", base="", **pin)
    apply(project, kind="add-point", point_kind="toilet", title="村委会", pasted="", **pin)
    apply(project, kind="add-route", title="二十分钟", stops="2, 1")
    tour = script.load_tour(path)
    assert tour.stops[0].pin and tour.points[0].pin and tour.routes[0].stops == ("2", "1")
    apply(project, kind="remove-route", route=tour.routes[0].name)
    apply(project, kind="remove-plan", plan=name)
    assert path.read_text("utf-8") == BARE
    assert (project.scripts / tour.plans[0].file).is_file()


def test_pins_stay_on_their_plan_when_another_one_comes_first(project: Project) -> None:
    path = write(project, FULL)
    apply(project, kind="move-plan", plan="upper", before="ground")
    tour = script.load_tour(path)
    assert [plan.name for plan in tour.plans] == ["upper", "ground"]
    assert [stop.pin.plan for stop in tour.stops if stop.pin] == ["ground", "upper"]
    assert [point.pin.plan for point in tour.points if point.pin] == ["ground", "upper"]
    apply(project, kind="remove-plan", plan="ground")
    tour = script.load_tour(path)
    assert [stop.number for stop in tour.stops if stop.pin] == ["2"]
    assert [(point.kind, point.pin is None) for point in tour.points] == [("toilet", True), ("cafe", False)]


def test_a_stop_that_goes_leaves_the_routes(project: Project) -> None:
    path = write(project, FULL.replace("stops: [1, 3]", "stops: [3]"))
    apply(project, kind="remove-stop", stop="3")
    assert [(route.name, route.stops) for route in script.load_tour(path).routes] == [("long", ("1", "2"))]
    apply(project, kind="join-stop", stop="1")
    assert [(route.name, route.stops) for route in script.load_tour(path).routes] == [("long", ("1",))]


SIX = {"kind": "add-reference", "plan": "ground", "x": "0.5", "y": "0.1", "pasted": "30.88, 105.385"}
REFUSED: dict[str, dict[str, Any]] = {
    "no coordinates": {"kind": "set-place", "stop": "1", "base": "", "pasted": "somewhere"},
    "outside of the picture": {"kind": "set-pin", **STOP_1, "x": "1.5", "y": "0.5", "plan": ""},
    "no number": {"kind": "set-pin", **STOP_1, "x": "left", "y": "0.5", "plan": ""},
    "not a number": {"kind": "set-pin", **STOP_1, "x": "nan", "y": "0.5", "plan": ""},
    "no such stop": {"kind": "set-place", "stop": "9", "base": "", "pasted": "1, 2"},
    "no such plan": {"kind": "set-plan-field", "plan": "roof", "name": "alt", "base": "", "value": "x"},
    "no such field": {"kind": "set-plan-field", "plan": "ground", "name": "name", "base": "ground", "value": "x"},
    "a radius that is none": {"kind": "set-place-field", "stop": "1", "name": "trigger", "base": "", "value": "near"},
    "a point that is nowhere": {
        "kind": "add-point", "point_kind": "lift", "title": "", "pasted": "", "x": "", "y": "", "plan": "",
    },
    "a point of no kind": {
        "kind": "add-point", "point_kind": "shop", "title": "", "pasted": "1, 2", "x": "", "y": "", "plan": "",
    },
    "a point's last place": {
        "kind": "set-point", "index": 1, "seen": CAFE, "name": "plan", "value": "",
    },
    "a point that is gone": {"kind": "remove-point", "index": 1, "seen": "lift ·  ·  · 0.4, 0.9, upper"},
    "a route without stops": {"kind": "set-route-stops", "route": "short", "base": "1, 3", "stops": ""},
    "a route to nowhere": {"kind": "set-route-stops", "route": "short", "base": "1, 3", "stops": "1, 9"},
    "a route without title": {"kind": "set-route-field", "route": "long", "name": "title", "base": "全程", "value": ""},
    "minutes in words": {"kind": "set-route-field", "route": "short", "name": "minutes", "base": "20", "value": "soon"},
    "a route for nobody": {"kind": "set-route-field", "route": "short", "name": "for", "base": "", "value": "dogs"},
    "a new route without a title": {"kind": "add-route", "title": " ", "stops": "1"},
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(project: Project, case: str) -> None:
    path = write(project, FULL)
    with pytest.raises(AudioguideError) as caught:
        edit_script.apply_edit(project, "village", edit_script.parse_edit(REFUSED[case]))
    assert caught.value.message and path.read_text("utf-8") == FULL


def test_a_seventh_reference_point_is_refused(project: Project) -> None:
    write(project, FULL)
    for x in ("0.2", "0.3", "0.4", "0.6"):
        apply(project, **{**SIX, "x": x})
    with pytest.raises(EditRefused):
        apply(project, **SIX)


CONFLICTS: dict[str, tuple[dict[str, Any], str]] = {
    "pin": ({"kind": "set-pin", "stop": "1", "base": "0.1, 0.1", "x": "0.3", "y": "0.5", "plan": ""}, "0.25, 0.5"),
    "a pin taken off meanwhile": (
        {"kind": "set-pin", "stop": "3", "base": "0.1, 0.1", "x": "0", "y": "0", "plan": ""},
        "",
    ),
    "steps": ({"kind": "set-place-field", "stop": "1", "name": "steps", "base": "两级", "value": "四级"}, "三级"),
    "title": ({"kind": "set-plan-field", "plan": "upper", "name": "title", "base": "", "value": "二楼"}, "二层"),
    "stops": ({"kind": "set-route-stops", "route": "short", "base": "1", "stops": "1, 2"}, "1, 3"),
    "minutes": ({"kind": "set-route-field", "route": "short", "name": "minutes", "base": "", "value": "25"}, "20"),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(project: Project, case: str) -> None:
    data, theirs = CONFLICTS[case]
    path = write(project, FULL)
    with pytest.raises(EditConflict) as caught:
        edit_script.apply_edit(project, "village", edit_script.parse_edit(data))
    assert caught.value.theirs == theirs and path.read_text("utf-8") == FULL
    apply(project, **{**data, "base": theirs})


@pytest.mark.parametrize(
    ("data", "base"),
    [
        ({"kind": "set-point", "index": 1, "name": "plan", "value": "0.6, 0.7, upper"}, "cafe ·  ·  · 0.1, 0.9, upper"),
        (
            {"kind": "set-reference", "plan": "ground", "index": 0, "x": "0.2", "y": "0.8", "pasted": ""},
            "0.3, 0.9 = 30.8701, 105.3812",
        ),
    ],
)
def test_a_point_that_another_moved_is_asked_about_and_a_lost_answer_is_not(
    project: Project, data: dict[str, Any], base: str
) -> None:
    path = write(project, FULL)
    with pytest.raises(EditConflict) as caught:
        edit_script.apply_edit(project, "village", edit_script.parse_edit({**data, "seen": base}))
    assert path.read_text("utf-8") == FULL
    changed = apply(project, **{**data, "seen": caught.value.theirs})
    assert changed != FULL
    assert apply(project, **{**data, "seen": base}) == changed  # sent again
    with pytest.raises(EditRefused):
        apply(project, **{**data, "seen": base, "index": 9})


def test_what_both_wanted_is_no_conflict(project: Project) -> None:
    path = write(project, FULL)
    apply(project, kind="set-pin", stop="1", base="0.1, 0.1", x="0.25", y="0.5", plan="")
    assert path.read_text("utf-8") == FULL


def test_a_place_of_another_datum_is_written_in_wgs84(project: Project) -> None:
    path = write(project, FULL)
    now = place_view.show_places(project, "village").stops[0].place
    text = apply(project, kind="set-place", stop="1", base=now, pasted="30.8, 105.3")
    assert "    place: {lat: 30.8, lon: 105.3}   # from AMap\n" in text
    assert script.load_tour(path).stops[0].position


def test_arrow_keys_are_one_step_of_undo(project: Project) -> None:
    path, base = write(project, FULL), "0.25, 0.5"
    for x in ("0.26", "0.27", "0.28"):
        data = {"kind": "set-pin", "stop": "1", "base": base, "x": x, "y": "0.5", "plan": ""}
        edit_script.apply_edit(project, "village", edit_script.parse_edit(data))
        base = f"{x}, 0.5"
    edit_script.undo_edit(project, "village")
    assert path.read_text("utf-8") == FULL


def test_a_page_sees_plans_pins_and_how_well_they_fit(project: Project) -> None:
    square = "".join(
        f"      - {{x: {x}, y: {y}, place: {{lat: {30.87 - y / 100}, lon: {105.38 + true / 100}}}}}\n"
        for x, y, true in ((0.1, 0.1, 0.1), (0.9, 0.1, 0.9), (0.9, 0.9, 0.9), (0.1, 0.9, 0.1), (0.55, 0.5, 0.5))
    )
    text = FULL.replace(FULL[FULL.index("      - {x: 0.1, y: 0.9, place") : FULL.index("  - {name: upper")], square)
    write(project, text.replace("    title: 祠堂\n", "    title: 祠堂\n    place: {lat: 30.865, lon: 105.385}\n"))
    shown = place_view.show_places(project, "village")
    ground, upper = shown.plans
    assert (ground.width, ground.height, ground.error, ground.is_shared) == (800, 600, "", False)
    assert ground.fit and 5 < ground.fit.error_m < 60 and 800 < ground.fit.width_m < 1100
    assert upper.fit is None
    worst = max(ground.references, key=lambda point: point.off_m or 0)
    assert (worst.x, worst.off_m is not None and 30 < worst.off_m < 60) == (0.55, True)
    pin = shown.stops[2].pin
    assert pin and pin.is_computed and abs(pin.x - 0.5) < 0.02 and pin.plan == "ground"
    assert [stop.pin_base for stop in shown.stops] == ["0.25, 0.5", "0.5, 0.5, upper", ""]


def test_a_plan_that_cannot_be_shown_says_why(project: Project) -> None:
    write(project, FULL.replace("plans/ground.svg", "plans/gone.svg").replace("plans/upper.svg", "../../../etc/passwd"))
    gone, outside = place_view.show_places(project, "village").plans
    assert "gone.svg" in gone.error and not gone.version
    assert outside.error and not outside.version


def test_plans_of_the_site_are_shown_and_stay_where_pins_without_a_name_are(project: Project) -> None:
    path = write(project, BARE.replace("# gate\n", "# gate\n    plan: {x: 0.1, y: 0.2}\n"))
    (project.root / "site.yaml").write_text("plans:\n  - {name: all, file: scripts/plans/ground.svg}\n", "utf-8")
    shown = place_view.show_places(project, "village")
    assert [(plan.name, plan.is_shared, plan.error) for plan in shown.plans] == [("all", True, "")]
    with pytest.raises(EditRefused):
        apply(project, kind="set-plan-field", plan="all", name="alt", base="", value="x")
    plan_pictures.add_plan_picture(project, "village", "floor.svg", PLAN.encode())
    pin = script.load_tour(path).stops[0].pin
    assert pin and pin.plan == "all"


def test_an_edition_shows_what_it_inherits_and_gets_pins_of_its_own(project: Project) -> None:
    write(project, FULL)
    path = project.scripts / "village.en.yaml"
    path.write_text("title: Village\nlanguage: en\nstops:\n  - number: 1\n    title: Gate\n    text: Hello.\n", "utf-8")
    shown = place_view.show_places(project, "village.en")
    assert [(plan.name, plan.is_shared) for plan in shown.plans] == [("ground", True), ("upper", True)]
    assert (shown.stops[0].pin, shown.stops[0].pin_base) == (place_view.ShownPin(0.25, 0.5, "ground", True), "")
    assert all(point.is_shared for point in shown.points)
    assert [(r.name, r.title, r.source_title, r.stops, r.is_shared) for r in shown.routes] == [
        ("short", "", "二十分钟", ("1",), True),
        ("long", "", "全程", ("1",), True),
    ]
    data = {"kind": "set-pin", "stop": "1", "base": "", "x": "0.3", "y": "0.5", "plan": "ground"}
    edit_script.apply_edit(project, "village.en", edit_script.parse_edit(data))
    assert "    plan: {x: 0.3, y: 0.5, name: ground}\n" in path.read_text("utf-8")


def test_an_edition_gives_inherited_routes_titles_and_adds_its_own(project: Project) -> None:
    write(project, FULL)
    path = project.scripts / "village.en.yaml"
    plain = "title: Village\nlanguage: en\nstops:\n  - number: 1\n    title: Gate\n    text: Hello.\n"
    path.write_text(plain, "utf-8")

    def change(**data: str) -> list[tuple[str, str, bool]]:
        edit_script.apply_edit(project, "village.en", edit_script.parse_edit(data))
        return [(r.name, r.title, r.is_shared) for r in place_view.show_places(project, "village.en").routes]

    title = {"kind": "set-route-field", "route": "long", "name": "title"}
    named = [("long", "All of it", True), ("short", "", True)]
    assert change(**title, base="", value="All of  it") == named
    assert "routes:\n  - {name: long, title: All of it}\nstops:" in path.read_text("utf-8")
    assert change(**title, base="All of it", value="Everything")[0] == ("long", "Everything", True)
    with pytest.raises(EditConflict) as caught:
        change(**title, base="All of it", value="The rest")
    assert caught.value.theirs == "Everything"
    with pytest.raises(EditRefused):
        change(kind="set-route-field", route="long", name="minutes", base="", value="30")
    # a new route does not replace an inherited one that would get its name
    added = change(kind="add-route", title="Short", stops="1", taken="long short")
    assert added == [("long", "Everything", True), ("short-2", "Short", False), ("short", "", True)]
    change(kind="remove-route", route="short-2")
    change(**title, base="Everything", value="")
    assert path.read_text("utf-8") == plain
    with pytest.raises(EditRefused):
        change(**title, base="Everything", value="The way")  # its title went meanwhile


PICTURES: dict[str, tuple[str, bytes]] = {
    "a script in it is refused by nobody, but not shown": (
        "a.svg",
        PLAN.replace("</svg>", "<script>1</script></svg>").encode(),
    ),
    "an SVG by its first bytes": ("plan", PLAN.encode()),
}
NO_PICTURES: dict[str, tuple[str, bytes]] = {
    "no picture": ("plan.png", b"no picture"),
    "a PDF": ("plan.pdf", b"%PDF-1.7"),
    "a drawing that is none": ("plan.svg", b"<html/>"),
    "a drawing that needs another file": ("plan.svg", PLAN.replace("<rect", '<image href="a.png"/><rect').encode()),
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_drawing_becomes_a_plan(project: Project, case: str) -> None:
    path = write(project, BARE)
    plan_pictures.add_plan_picture(project, "village", *PICTURES[case])
    tour = script.load_tour(path)
    picture = plan_pictures.load_plan_picture(tour, tour.plans[0])
    assert picture.media_type == "image/svg+xml" and b"<script" not in picture.data


@pytest.mark.parametrize("case", NO_PICTURES)
def test_what_is_no_picture_is_no_plan(project: Project, case: str) -> None:
    path = write(project, BARE)
    before = {*project.scripts.rglob("*"), project.scripts / files.LOCK}
    with pytest.raises(OutputError) as caught:
        plan_pictures.add_plan_picture(project, "village", *NO_PICTURES[case])
    assert caught.value.hint and path.read_text("utf-8") == BARE
    assert before >= {*project.scripts.rglob("*")}


def test_a_plan_gets_another_picture(project: Project) -> None:
    path = write(project, FULL)
    plan_pictures.add_plan_picture(project, "village", "new.svg", PLAN.replace("#eef3e6", "#fff").encode(), "upper")
    assert path.read_text("utf-8") == FULL.replace("plans/upper.svg", "plans/upper-2.svg")
    with pytest.raises(ConfigError):
        plan_pictures.add_plan_picture(project, "village", "new.svg", PLAN.encode(), "roof")


def test_a_file_of_places_is_an_edit_like_others(project: Project) -> None:
    path = write(project, FULL)
    rows = "编号,名称,纬度,经度\n3,祠堂,30.88,105.39\n,不认识,30.8,105.3\n"
    outcome = import_into_script(project, "village", "stops.csv", rows.encode("gb18030"))
    assert (outcome.placed, outcome.left) == (("3",), ("不认识",))
    place = "    title: 祠堂\n    place: {lat: 30.88, lon: 105.39}\n"
    assert path.read_text("utf-8") == FULL.replace("    title: 祠堂\n", place)
    edit_script.undo_edit(project, "village")
    assert path.read_text("utf-8") == FULL
    with pytest.raises(DocumentError):
        import_into_script(project, "village", "stops.pdf", b"%PDF")


def test_problems_of_places_come_with_what_settles_them(project: Project) -> None:
    path = write(
        project,
        FULL.replace("{lat: 30.8701, lon: 105.3812, datum: GCJ-02}   #", "{lat: 5.0, lon: 50.0}   #")
        .replace("{x: 0.25,  y: 0.5}", "{x: 250, y: 0.5}")
        .replace("trigger: 30", "trigger: 5")
        .replace("    title: 祠堂\n", "    title: 祠堂\n    next: 往前走。\n    place: {lat: 50.01, lon: 5.01}\n")
        .replace("{lat: 30.8712, lon: 105.3821}", "{lat: 50.0, lon: 5.0}"),
    )
    tour, problems = place_view.find_place_problems(project, "village")
    codes = {problem.code for problem in problems}
    assert {"place-swapped", "pin-outside", "trigger-small", "next-nowhere", "no-place"} <= codes
    for problem in problems:
        for fix in problem_fixes.fixes_of(tour, problem)[:1]:
            edit_script.apply_edit(project, "village", fix.edit)
    _tour, left = place_view.find_place_problems(project, "village")
    assert not {"place-swapped", "pin-outside", "trigger-small", "next-nowhere"} & {problem.code for problem in left}
    assert "{lat: 50, lon: 5}" in path.read_text("utf-8").replace(".0", "")
