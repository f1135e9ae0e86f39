"""The label of synthetic speech: on what holds some, in every form, and on nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from recorded_voices import write_recording

from audioguide.commands import build
from audioguide.commands.build_plan import BuildRequest
from audioguide.manifest import load_manifest
from audioguide.model import Manifest
from audioguide.outputs.labels import label_sheet
from audioguide.outputs.visitor_texts import visitor_texts
from audioguide.project import Project

NOTICE = "The voice is artificial."
VOICES = f"disclosure: {{regimes: [cn, eu], producer: Village, spoken: '{NOTICE}'}}\n"
RECORDED = "    audio: recordings/well.wav\n"
TEXT = "    text: The well is old.\n"


def stop(number: int, *lines: str) -> str:
    return f"  - number: {number}\n    title: Well {number}\n" + "".join(lines)


@dataclass(frozen=True)
class Case:
    """A tour, and what of it is synthetic."""

    stops: tuple[str, ...]
    walk: bool
    """The tour's one file."""
    each: tuple[bool, ...]
    """Each stop, in the order of the script."""


CASES = {
    "all recorded": Case((stop(1, RECORDED, TEXT), stop(2, RECORDED, TEXT)), False, (False, False)),
    "recorded without texts": Case((stop(1, RECORDED), stop(2, RECORDED)), False, (False, False)),
    "all synthetic": Case((stop(1, TEXT), stop(2, TEXT)), True, (True, True)),
    "one recorded": Case((stop(1, RECORDED, TEXT), stop(2, TEXT)), True, (False, True)),
    "a passage recorded": Case(
        (stop(1, f"    segments:\n      - text: So they say.\n      - {RECORDED.strip()}\n        text: It is.\n"),),
        True,
        (True,),
    ),
    "a hidden one synthetic": Case(
        (stop(1, RECORDED, TEXT), stop(2, "    hidden: true\n", TEXT)), False, (False, True)
    ),
    "a draft synthetic": Case((stop(1, RECORDED, TEXT), stop(2, "    draft: true\n", TEXT)), False, (False, True)),
    "a hidden one recorded": Case((stop(1, TEXT), stop(2, "    hidden: true\n", RECORDED, TEXT)), True, (True, False)),
    "a closed one synthetic": Case(
        (stop(1, RECORDED, TEXT), stop(2, "    closed: until May\n", TEXT)), True, (False, True)
    ),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    write_recording(tmp_path / "scripts" / "recordings" / "well.wav")
    (tmp_path / "voices.yaml").write_text(VOICES, encoding="utf-8")
    return Project(tmp_path)


def build_script(project: Project, stops: tuple[str, ...], name: str = "village", language: str = "en-GB") -> Manifest:
    script = f"schema: 1\ntitle: Village\nlanguage: {language}\nstops:\n{''.join(stops)}"
    (project.scripts / f"{name}.yaml").write_text(script, encoding="utf-8")
    build.build_tours(project, BuildRequest(engine="silent"))
    return load_manifest(project.output / name.replace(".", "/") / "manifest.json")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("is_trial", [False, True])
def test_what_holds_synthetic_speech_says_so_and_nothing_else_does(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str, is_trial: bool
) -> None:
    case = CASES[name]
    if not is_trial:  # pages of a trial say only that it is one
        monkeypatch.setattr(Manifest, "is_silent", False)
    built = build_script(project, case.stops)
    folder, words = project.output / "village", visitor_texts("en-GB")
    stops = sorted(built.all_stops, key=lambda stop: stop.number)
    assert (built.synthetic, tuple(stop.synthetic for stop in stops)) == (case.walk, case.each)
    tracks = [(built.tour.file, built.captions, case.walk)]
    tracks += [(stop.track.file, stop.captions, synthetic) for stop, synthetic in zip(stops, case.each, strict=True)]
    for sound, captions, synthetic in tracks:
        assert ("AIGC".encode("utf-16-le") in (folder / sound).read_bytes()) is synthetic, sound
        assert (folder / captions).read_text("utf-8").count(NOTICE) == synthetic, captions
    pages = ["", *(stop.number for stop in stops)]
    for page, synthetic in zip(pages, (case.walk, *case.each), strict=True):
        html = (folder / page / "index.html").read_text("utf-8")
        assert (words["synthetic"] in html) is (synthetic and not is_trial), page
        assert (words["silent"] in html) is (synthetic and is_trial), page
        assert bool(re.search(r'class="?ai\b', html)) is (synthetic and not is_trial), page
    if is_trial:
        assert built.is_silent is any(case.each), "nobody is sent to a tour in which something is silent"


@pytest.mark.parametrize("recorded_in", ["village", "village.fr"])
def test_a_printed_label_bears_the_mark_where_any_edition_is_synthetic(project: Project, recorded_in: str) -> None:
    editions = [
        build_script(project, (stop(1, *([RECORDED] if recorded_in == name else []), TEXT),), name, language)
        for name, language in (("village", "en-GB"), ("village.fr", "fr-FR"))
    ]
    sheet = label_sheet(editions, "https://example.org")
    assert [label.marked for label in (*sheet.labels, sheet.poster)] == [True, True]


def test_a_printed_label_of_recordings_alone_bears_no_mark(project: Project) -> None:
    sheet = label_sheet([build_script(project, CASES["all recorded"].stops)], "https://example.org")
    assert not any(label.marked for label in (*sheet.labels, sheet.poster))


def test_a_stop_that_is_built_alone_is_labelled_on_its_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Manifest, "is_silent", False)
    build_script(project, CASES["all recorded"].stops)
    path = project.scripts / "village.yaml"
    path.write_text(path.read_text("utf-8").replace(stop(1, RECORDED), stop(1)), encoding="utf-8")
    build.build_tours(project, BuildRequest(sites=("village",), engine="silent", stop="1"))
    page = (project.output / "village" / "1" / "index.html").read_text("utf-8")
    assert visitor_texts("en-GB")["synthetic"] in page
