"""Drafts, hidden and closed stops and tours: what is built, what visitors find, what is published."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from site_tours import tour, write_site

from audioguide import lint, manifest
from audioguide.authoring import printed_labels, script
from audioguide.commands import build, publish
from audioguide.errors import ScriptError
from audioguide.model import Manifest
from audioguide.outputs.drafts import draft_filter, split_drafts
from audioguide.project import Project

HEAD = "schema: 1\ntitle: Mill\nlanguage: en\n"


def write_script(folder: Path, body: str, name: str = "mill") -> Project:
    (folder / "scripts").mkdir(exist_ok=True)
    (folder / "scripts" / f"{name}.yaml").write_text(HEAD + body, "utf-8")
    return Project(folder)


def stops(**extra: str) -> str:
    lines = "".join(
        f"  - number: {n}\n    title: Stop {n}\n    text: This is stop {n}.\n{extra.get(f's{n}', '')}"
        for n in (1, 2, 3, 4)
    )
    return f"stops:\n{lines}"


def build_silently(project: Project) -> Manifest:
    build.build_tours(project, build.BuildRequest(engine="silent"))
    return manifest.load_manifest(project.output / "mill" / "manifest.json")


def text_of(project: Project, path: str) -> str:
    return (project.output / path).read_text("utf-8")


STATES = stops(s2="    draft: true\n", s3="    hidden: true\n", s4="    closed: in restoration until May\n")


def test_the_walk_and_its_file_hold_neither_drafts_nor_hidden_stops(tmp_path: Path) -> None:
    built = build_silently(write_script(tmp_path, STATES))
    assert [stop.number for stop in built.stops] == ["1", "4"] == [chapter.number for chapter in built.chapters]
    assert [(stop.number, stop.draft) for stop in built.unlisted] == [("2", True), ("3", False)]
    assert built.tour.duration < sum(stop.track.duration for stop in built.all_stops)
    assert all((tmp_path / "output" / "mill" / stop.track.file).is_file() for stop in built.all_stops)


def test_pages_say_what_is_closed_and_lists_leave_out_what_is_hidden(tmp_path: Path) -> None:
    project = write_script(tmp_path, STATES)
    build_silently(project)
    listing = text_of(project, "mill/index.html")
    assert re.findall(r'data-number="(\w+)"', listing) == ["1", "4"]
    assert "in restoration until May" in listing
    assert "in restoration until May" in text_of(project, "mill/4/index.html")
    for number, mark in (("2", "This is a draft"), ("3", "noindex")):
        page = text_of(project, f"mill/{number}/index.html")
        assert mark in page and 'rel="next"' not in page and 'rel="prev"' not in page
    assert 'numbers":["1","4","3"]' in text_of(project, "mill/1/index.html")  # the keypad opens the hidden one
    assert '"3/"' in text_of(project, "mill/offline.json") and '"2/"' not in text_of(project, "mill/offline.json")


def published_paths(project: Project) -> set[str]:
    return {file.path for file in publish.local_files(project)}


def test_a_draft_stop_is_built_and_not_published(tmp_path: Path) -> None:
    project = write_script(tmp_path, STATES)
    build_silently(project)
    paths = published_paths(project)
    assert {"mill/1/index.html", "mill/3/index.html", "mill/stops/03.mp3"} <= paths
    assert (project.output / "mill/2/index.html").is_file()
    assert not {"mill/2/index.html", "mill/stops/02.mp3", "mill/stops/02.vtt"} & paths


@pytest.mark.parametrize("state", ["draft: true\n", "hidden: true\n"])
def test_a_tour_that_is_not_listed_is_in_no_common_list(state: str, tmp_path: Path) -> None:
    write_script(tmp_path, stops(), "other")
    project = write_script(tmp_path, state + stops())
    build_silently(project)
    home = text_of(project, "index.html")
    assert "other/index.html" in home and "mill/index.html" not in home
    is_published = any(path.startswith("mill/") for path in published_paths(project))
    assert is_published is state.startswith("hidden")


def test_a_draft_in_the_own_language_keeps_its_editions_back(tmp_path: Path) -> None:
    own, edition = tour(tmp_path), tour(tmp_path, edition="en")
    public, drafts = split_drafts([replace(own, draft=True), edition])
    assert not public and [draft.id for draft in drafts] == [own.id, edition.id]
    public, drafts = split_drafts([own, replace(edition, draft=True)])
    assert [built.id for built in public] == [own.id] and [draft.id for draft in drafts] == [edition.id]
    is_draft = draft_filter([own, replace(edition, draft=True)])
    assert is_draft(f"{own.site}/en/index.html") and not is_draft(f"{own.site}/index.html")
    assert not is_draft("index.html")
    write_site([own, replace(edition, draft=True)], tmp_path)
    assert f'href="{own.site}/en/' not in (tmp_path / "index.html").read_text("utf-8")


def test_a_label_of_a_draft_would_lead_nowhere(tmp_path: Path) -> None:
    project = write_script(tmp_path, STATES)
    printed = printed_labels.Printed("https://g.example", {"mill": ("1", "2", "3")})
    mill = script.load_tour(project.scripts / "mill.yaml")
    problems = printed_labels.label_problems(project, printed, mill, "https://g.example")
    assert [problem.code for problem in problems] == ["printed-number"] and "2" in problems[0].message
    every = printed_labels.label_problems(project, printed, replace(mill, draft=True), "https://g.example")
    assert "1, 2, 3" in every[0].message


def test_editions_may_differ_by_a_draft_only_until_it_is_published(tmp_path: Path) -> None:
    project = write_script(tmp_path, stops(s2="    draft: true\n"))
    (project.scripts / "mill.fr.yaml").write_text(HEAD.replace("en", "fr") + stops(), "utf-8")
    codes = [problem.code for problem in lint.check_project(project)]
    assert codes.count("edition-differs") == 1


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (stops(s2="    draft: maybe\n"), 11),
        (stops(s2="    hidden: 2\n"), 11),
        (stops(s3="    closed: true\n"), 14),
        (stops(s3="    closed: ''\n"), 14),
        ("draft: perhaps\n" + stops(), 4),
        ("closed: [a]\n" + stops(), 4),
        (
            "stops:\n  - {number: 1, title: A, text: A, draft: true}\n  - {number: 2, title: B, text: B, hidden: true}",
            5,
        ),
    ],
)
def test_a_state_that_cannot_be_understood_has_its_line(body: str, line: int, tmp_path: Path) -> None:
    project = write_script(tmp_path, body)
    with pytest.raises(ScriptError) as caught:
        script.load_tour(project.scripts / "mill.yaml")
    assert [problem.place.line for problem in caught.value.problems] == [line]
    assert all(problem.hint for problem in caught.value.problems)


def test_a_script_is_written_as_it_was_read(tmp_path: Path) -> None:
    project = write_script(tmp_path, "hidden: true\nclosed: until spring\n" + STATES)
    first = script.load_tour(project.scripts / "mill.yaml")
    (project.scripts / "again.yaml").write_text(script.write_script(first), "utf-8")
    again = script.load_tour(project.scripts / "again.yaml")
    assert (again.hidden, again.closed, again.draft) == (True, "until spring", False)
    assert [(s.draft, s.hidden, s.closed) for s in again.stops] == [(s.draft, s.hidden, s.closed) for s in first.stops]
