"""All problems at once: a mistake hides no other, and has no consequences that look like mistakes of their own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from audioguide import lint
from audioguide.commands import build, overview
from audioguide.errors import ScriptError
from audioguide.lint.needs import NEEDED_FIELDS
from audioguide.model import Problem
from audioguide.project import Project

SCRIPT = """\
title: The mill
language: en
description: A mill.
cover: gone-cover.png
lexicon: {Reading: /ˈrɛdɪŋ/}
voices:
  roles: {host: {en: {kokoro: {name: af_heart, rate: 1.1}}}}
  pauses: {sentence: 300}
music: {file: gone.mp3, level: -8, credit: me}
points: [{kind: toilet, title: WC, place: {lat: 51.5, lon: -0.1}}]
plans:
  - {name: ground, file: gone-plan.png, alt: A plan, references: [{x: 0.1, y: 0.2, place: {lat: 51.5, lon: -0.1}}]}
routes: [{name: short, title: Short, minutes: 20, stops: [1, 2]}]
stops:
  - number: 1
    title: Wheel
    image: gone-wheel.png
    alt: A wheel
    place: {lat: 51.5, lon: -0.1, datum: WGS-84}
    plan: {x: 0.1, y: 0.5, name: ground}
    trigger: 30 m
    next: Go on.
    access: {steps: none}
    todo: [decide]
    text: The wheel turns.
  - number: 2
    title: Stones
    images: [{file: gone-stones.png, alt: Stones, caption: Two}]
    ambience: {file: gone-river.mp3}
    segments: [{voice: hots, text: They grind.}, {cue: Go}, {audio: gone-miller.mp3, text: Hello there.}]
"""
VOICES = """\
engine: silent
roles: {narrator: {en: {kokoro: af_heart}}, host: {en: {kokoro: {name: af_heart, pace: 100}}}}
lexicon: {en: {Lee: {say: lee, note: Tom}}}
disclosure: {regimes: [eu], producer: me}
"""
SITE = """\
name: {en: Mills}
tours: [mill]
points: [{kind: cafe, title: {en: Cafe}, place: {lat: 51.5, lon: -0.1}}]
plans: [{name: upper, file: gone-upper.svg, title: {en: Upper}, alt: The upper floor}]
map: {file: gone.pmtiles, title: {en: Map}, credit: {text: me}}
signing: {certificate: gone.pem, key: gone-too.pem}
"""
FILES = {"scripts/mill.yaml": SCRIPT, "voices.yaml": VOICES, "site.yaml": SITE}
Path_ = tuple[str | int, ...]
Found = set[tuple[str, str, str]]


def misspell_key(group: Any, key: Any) -> bool:
    """Spell a field as no field is spelt, where the value is one of a group."""
    if isinstance(group, dict):
        pairs = [(f"{each[:-1]}q{each[-1]}" if each == key else each, child) for each, child in group.items()]
        group.clear()
        group.update(pairs)
    return isinstance(group, dict)


def give_a_list(group: Any, key: Any) -> bool:
    """Put in place of a value what no field takes."""
    group[key] = [[1]]
    return True


def paths_in(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield where every value of a file is."""
    for key in data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield (*path, key)
        yield from paths_in(data[key], (*path, key))


def write(root: Path, files: dict[str, Any]) -> Project:
    """Write a project of files, each as text or as data."""
    (root / "scripts").mkdir(exist_ok=True)
    for name, data in files.items():
        text = data if isinstance(data, str) else yaml.safe_dump(data, sort_keys=False, width=1000)
        (root / name).write_text(text, "utf-8")
    return Project(root)


def as_set(problems: tuple[Problem, ...]) -> Found:
    """Return problems without their places, which move when a file is written."""
    return {(problem.severity, problem.code, problem.message) for problem in problems}


def names_in(data: Any) -> list[str]:
    """Return every text below a value."""
    if isinstance(data, dict | list):
        return [text for child in (data.values() if isinstance(data, dict) else data) for text in names_in(child)]
    return [str(data)]


@pytest.mark.parametrize("spoil", [misspell_key, give_a_list])
@pytest.mark.parametrize("file", FILES)
def test_a_mistake_in_any_field_is_one_problem_and_hides_no_other(
    tmp_path: Path, file: str, spoil: Callable[[Any, Any], bool]
) -> None:
    before = as_set(lint.check_project(write(tmp_path, FILES)))
    original = yaml.safe_load(FILES[file])
    for path in paths_in(original):
        spoilt = copy.deepcopy(original)
        group, value = spoilt, original
        for key in path[:-1]:
            group = group[key]
        for key in path:
            value = value[key]
        if not spoil(group, path[-1]):
            continue
        after = as_set(lint.check_project(write(tmp_path, {file: spoilt})))
        hidden = [message for severity, _code, message in before - after if severity == "error"]
        own = ["hots"] if path[-1] in ("voices", "roles") else names_in(value)
        assert [message for message in hidden if not any(name in message for name in own)] == [], path
        assert len(after - before) <= 1, (path, after - before)


THREE = SCRIPT.replace("description:", "descripton:").replace("number: 2", "number: 1").replace("[1, 2]", "[1]")


def test_check_tells_of_structure_and_of_files_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    problems = lint.check_project(write(tmp_path, {**FILES, "scripts/mill.yaml": THREE}))
    lines = {(problem.code, problem.place.line) for problem in problems if problem.place.file == "scripts/mill.yaml"}
    wanted = ("descripton", "gone-cover", "gone.mp3", "gone-plan", "gone-wheel", "gone-stones", "gone-river", "hots")
    codes = ("unknown-field", "no-picture", "no-sound", "no-picture", "no-picture", "no-picture", "no-sound")
    source = THREE.split("\n")
    for word, code in zip(wanted, (*codes, "unknown-role"), strict=True):
        line = next(number for number, text in enumerate(source, 1) if word in text)
        assert (code, line) in lines, (word, lines)
    assert {"duplicate-number", "no-recording"} <= {code for code, _line in lines}


def test_a_build_tells_the_same_of_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        **FILES,
        "scripts/mill.yaml": THREE,
        "scripts/sound.yaml": SCRIPT,
        "scripts/torn.yaml": "title: [\n",
        "voices.yaml": VOICES.replace("producer", "producr"),
        "site.yaml": SITE.replace("name: {en: Mills}", "nam: x"),
    }
    project = write(tmp_path, files)
    with pytest.raises(ScriptError) as caught:
        build.gather_builds(project, build.BuildRequest(engine="silent"), build.BuildListener())
    errors = as_set(tuple(problem for problem in lint.check_project(project) if problem.severity == "error"))
    assert as_set(caught.value.problems) == errors
    assert {problem.place.file for problem in caught.value.problems} == {*files}


def test_what_keeps_the_engine_away_hides_nothing(tmp_path: Path) -> None:
    project = write(tmp_path, {"scripts/mill.yaml": SCRIPT, "voices.yaml": VOICES})
    with pytest.raises(ScriptError) as caught:
        build.gather_builds(project, build.BuildRequest(engine="no-such-engine"), build.BuildListener())
    assert {"unusable", "no-picture", "no-recording"} <= {problem.code for problem in caught.value.problems}


def test_the_studio_tells_the_same_on_the_card_of_a_tour(tmp_path: Path) -> None:
    (card,) = overview.list_tours(write(tmp_path, {**FILES, "scripts/mill.yaml": THREE}))
    codes = {problem.code for problem in card.problems}
    assert {"unknown-field", "duplicate-number", "no-picture", "no-sound", "no-recording", "unknown-role"} <= codes
    assert all(problem.severity == "error" for problem in card.problems)


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("text: The wheel turns.", "txet: The wheel turns.", ["unknown-field"]),
        ("segments: [", "segmnts: [", ["unknown-field"]),
        ("{cue: Go}", "{ceu: Go}", ["unknown-field"]),
        ("segments: [{voice", "segments: [Hello, {voice", ["wrong-type"]),
        ("minutes: 20, stops", "minutes: 20, stosp", ["unknown-field"]),
        ("number: 2", "nubmer: 2", ["unknown-field"]),
        ("number: 2", "number: [2]", ["wrong-type"]),
        ("title: WC, place", "title: WC, plaec", ["unknown-field"]),
        ("Reading: /ˈrɛdɪŋ/", "Reading: {say: [/ˈrɛdɪŋ/]}", ["wrong-type"]),
    ],
)
def test_what_is_mistyped_is_not_missing(tmp_path: Path, old: str, new: str, codes: list[str]) -> None:
    project = write(tmp_path, {**FILES, "scripts/mill.yaml": SCRIPT.replace(old, new)})
    (card,) = overview.list_tours(project)
    later = ("no-picture", "no-sound", "no-recording", "unknown-role")
    assert [problem.code for problem in card.problems if problem.code not in later] == codes


def test_an_edition_is_not_blamed_for_the_places_of_a_broken_script(tmp_path: Path) -> None:
    placed = "    place: {lat: 51.5, lon: -0.1, datum: WGS-84}\n"
    edition = SCRIPT.replace(placed, "").replace("number: 2\n", f"number: 2\n{placed}").replace("en\n", "fr\n")
    files = {"scripts/mill.yaml": SCRIPT.replace("description", "descripton"), "scripts/mill.fr.yaml": edition}
    problems = lint.check_project(write(tmp_path, files))
    assert not {("no-place", "mill.fr.yaml"), ("no-pin", "mill.fr.yaml")} & {
        (problem.code, Path(problem.place.file).name) for problem in problems
    }


def test_what_every_rule_needs_to_know_is_written_down() -> None:
    assert {*lint.RULES, *lint.BLOCKING} == NEEDED_FIELDS.keys()
