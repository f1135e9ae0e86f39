"""Names and words as other systems spell them: accents in one sign or two, full-width letters, marks nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args
from unicodedata import normalize

import pytest
from built_projects import enter_project, write_project
from PIL import Image
from recorded_voices import write_recording

from audioguide import lint
from audioguide.authoring import script
from audioguide.commands import build, edit_script, find_text
from audioguide.commands.build_plan import BuildRequest
from audioguide.errors import AudioguideError
from audioguide.manifest import load_manifest
from audioguide.model import LexiconEntry
from audioguide.project import Project, lies_outside, named_path
from audioguide.text import find_language, split_and_normalise

Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = get_args(Form)
SCRIPT = """\
schema: 1
title: Mühle
language: de
cover: {folder}/Gebäude.jpg
cover_alt: Das Haus
stops:
  - number: 1
    title: Tor
    audio: {folder}/Fräse.wav
    text: Hier beginnt die Führung durch das Haus.
    image: {folder}/Größe.jpg
    alt: Ein Tor
  - number: 2
    title: Hof
    text: Der Hof liegt hinter dem Haus.
    music: {{file: {folder}/Glück.wav}}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    root = tmp_path / "project"
    write_project(root, {})
    return enter_project(root, monkeypatch)


def write_media(folder: Path, name: Callable[[str], str]) -> None:
    place = folder / name("médias")
    place.mkdir()
    for picture in ("Gebäude.jpg", "Größe.jpg"):
        Image.new("RGB", (60, 40), "red").save(place / name(picture))
    for sound in ("Fräse.wav", "Glück.wav"):
        write_recording(place / name(sound), seconds=4)


@pytest.mark.parametrize("on_disk", FORMS)
@pytest.mark.parametrize("in_yaml", FORMS)
def test_files_are_named_in_either_spelling(on_disk: Form, in_yaml: Form, project: Project) -> None:
    write_media(project.scripts, lambda name: normalize(on_disk, name))
    (project.scripts / "mill.yaml").write_text(normalize(in_yaml, SCRIPT.format(folder="médias")))
    (project.root / "site.yaml").write_text(f"logo: {normalize(in_yaml, 'scripts/médias/Gebäude.jpg')}\n")
    problems = lint.check_project(project, (), False)
    assert [problem for problem in problems if problem.severity == "error"] == []
    build.build_tours(project, BuildRequest(engine="loud"))
    built = load_manifest(project.output / "mill/manifest.json")
    assert built.cover and built.stops[0].image and built.stops[0].cues
    assert all(result.unchanged for result in build.build_tours(project, BuildRequest(engine="loud")))
    named_path(project.scripts, "médias/Fräse.wav").unlink()
    with pytest.raises(AudioguideError):  # what a recording says is asked of the file that the disk has
        build.build_tours(project, BuildRequest(engine="loud"))


def test_a_link_that_leads_out_is_outside_in_either_spelling(project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.jpg").write_bytes(b"?")
    (project.scripts / normalize("NFD", "médias")).symlink_to(tmp_path / "elsewhere")
    assert lies_outside(project.scripts / "mill.yaml", normalize("NFC", "médias/a.jpg"))


def test_two_files_that_look_alike_are_each_the_one_that_is_written(tmp_path: Path) -> None:
    for form in FORMS:
        (tmp_path / normalize(form, "é.wav")).write_text(form)
    assert [named_path(tmp_path, normalize(form, "é.wav")).read_text() for form in FORMS] == list(FORMS)


SIMILAR = {
    "photo.jpg": "Photo.JPG",
    "a photo.jpg": "a photo.jpg ",
    "b.jpg": "ｂ.jpg",
    "c.jpg": "c\u200e.jpg",
    "é.jpg": normalize("NFD", "É.jpg"),
    "pictures/d.jpg": "Pictures/d.jpg",
}


@pytest.mark.parametrize("written", SIMILAR)
@pytest.mark.parametrize("kind", ["image", "audio"])
def test_a_file_of_a_similar_name_is_suggested(kind: str, written: str, project: Project) -> None:
    file = project.scripts / SIMILAR[written]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"?")
    fields = f"{{number: 1, title: A, text: Der Hof., alt: Hof, {kind}: '{written}'}}"
    (project.scripts / "mill.yaml").write_text(f"schema: 1\ntitle: A\nlanguage: de\nstops:\n  - {fields}\n")
    (problem,) = (each for each in lint.check_project(project, (), False) if each.severity == "error")
    assert SIMILAR[written] in problem.hint


SPOKEN = [
    ("fr", "Le café de l'été.", LexiconEntry("café", "kafé"), "Le kafé de l'été."),
    ("de", "Die Mühle in Köln.", LexiconEntry("Mühle", "Müle"), "Die Müle in Köln."),
    ("es", "El niño del año.", LexiconEntry("niño", "ninyo", "niño del año"), "El ninyo del año."),
    ("en", "A naïve façade.", LexiconEntry("façade", "fasahd"), "A naïve fasahd."),
    ("zh-CN", "老café里。", LexiconEntry("café", "咖啡"), "老咖啡里。"),
]


@pytest.mark.parametrize("text_form", FORMS)
@pytest.mark.parametrize("lexicon_form", FORMS)
@pytest.mark.parametrize(("tag", "text", "entry", "spoken"), SPOKEN)
def test_accents_are_spoken_however_they_are_written(
    tag: str, text: str, entry: LexiconEntry, spoken: str, text_form: Form, lexicon_form: Form
) -> None:
    written = normalize(text_form, text)
    written_word, say, context = (normalize(lexicon_form, each) for each in (entry.written, entry.say, entry.context))
    lexicon = (LexiconEntry(written_word, say, context),)
    (sentence,) = split_and_normalise(written, tag, lexicon)
    assert (sentence.written, normalize("NFC", sentence.spoken)) == (written, spoken)
    assert [issue for issue in find_language(tag).text_issues(written, lexicon) if issue.code == "unspeakable"] == []


def test_an_accent_alone_is_still_named() -> None:
    assert find_language("en").text_issues("A \u0301 here, and x\u0301\u0302.", ())


@pytest.mark.parametrize("text_form", FORMS)
@pytest.mark.parametrize("asked_form", FORMS)
def test_words_are_found_and_replaced_in_either_spelling(text_form: Form, asked_form: Form, project: Project) -> None:
    path = project.scripts / "mill.yaml"
    path.write_text(
        "schema: 1\ntitle: A\nlanguage: de\nstops:\n  - {number: 1, title: A, text: "
        + normalize(text_form, "Die Mühle und die Mühle.")
        + "}\n"
    )
    asked = normalize(asked_form, "Mühle")
    assert len(find_text.find_in_scripts(project, asked)) == 2
    assert [each.count for each in find_text.replace_in_scripts(project, asked, "Säge")] == [2]
    assert script.load_tour(path).stops[0].segments[0].text == "Die Säge und die Säge."
    edit_script.undo_edit(project, "mill")
    assert normalize("NFC", script.load_tour(path).stops[0].segments[0].text) == "Die Mühle und die Mühle."


@pytest.mark.parametrize("name", ["磨坊", "磨坊 ", "\u200f磨坊"])
def test_a_site_named_by_its_title_is_suggested(name: str, project: Project) -> None:
    (project.scripts / "mill.yaml").write_text("schema: 1\ntitle: 磨坊\nlanguage: zh-CN\nstops: []\n")
    with pytest.raises(AudioguideError) as caught:
        script.script_paths(project, [name])
    assert "mill" in caught.value.hint
