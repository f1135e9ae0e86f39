"""Everything that reads what people wrote, each as one function: what ``fuzz`` and ``growth`` feed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from audioguide import importers, lint, manifest
from audioguide.assembly import plans
from audioguide.authoring import printed_labels, script, site_yaml, tour_fields, voices_yaml
from audioguide.engines.edge import EdgeEngine
from audioguide.engines.kokoro import KokoroEngine
from audioguide.importers import coordinates
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.model import LexiconEntry, Plan, Segment, Settings, Stop, Tour, Utterance, Voice
from audioguide.project import Project
from audioguide.text import find_language, markup, merging, pls, split_and_normalise, split_paragraphs
from audioguide.web import access_log, stats
from audioguide.yaml import patching

from .hostile_documents import WRITERS
from .hostile_projects import project_targets
from .target import MAX_S, MODELS_MAX_S, Target, through_document

LANGUAGES = ("zh-CN", "en", "es", "fr", "de")
TEXT_FORMATS = ("txt", "md", "csv", "srt", "html")
"""Formats that are text themselves; any text is given to their readers as it is."""
LEXICON = (LexiconEntry("长水", "chang2 shui3"), LexiconEntry("NGO", "N G O"), LexiconEntry("a", "b", context="a a"))


PLACE_DOCUMENTS = {
    "gpx": '<gpx><wpt lat="30.1" lon="105.2"><name>TEXT</name><desc>TEXT</desc></wpt></gpx>',
    "kml": "<kml><Placemark><name>TEXT</name><Point><coordinates>105.2,30.1</coordinates></Point></Placemark></kml>",
    "geojson": (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", '
        '"geometry": {"type": "Point", "coordinates": [105.2, 30.1]}, "properties": {"name": TEXT}}]}'
    ),
}
"""Documents of places; TEXT stands for any text."""


def all_targets(folder: Path) -> Iterator[Target]:
    """Yield everything that reads what people wrote; ``folder`` is for files that are read from the disk."""
    for tag in LANGUAGES:
        yield from _language_targets(tag)
    for tag, engine, voice in (("zh-CN", KokoroEngine(), "zm_yunyang"), ("en", KokoroEngine(), "bf_emma")):
        yield Target(f"phonemes {tag}", _Renderer(engine, Voice("kokoro", voice, tag)), max_s=MODELS_MAX_S)
    edge = _Renderer(EdgeEngine(), Voice("edge", "zh-CN-YunyangNeural", "zh-CN"))
    yield Target("requests edge", edge, max_s=MODELS_MAX_S)
    yield Target("lexicon", lambda text: find_language("zh-CN").readings(text[:1000], LEXICON))
    yield Target("lexicon in PLS", lambda text: pls.parse_pls(text.encode("utf-8", "replace")), pls.parse_pls)
    yield Target("marks", lambda text: (markup.strip_marks(text), markup.split_marks(text)))
    yield Target("merge", lambda text: merging.merge_texts(text, text + " 完。", "始。" + text))
    yield Target("unwrap", tour_fields.unwrap_lines)
    yield from _script_targets(folder)
    yield from _record_targets(folder)
    yield from _place_targets(folder)
    yield from project_targets(folder)
    for form in TEXT_FORMATS:
        yield Target(f"import {form}", _TextImporter(form), _BytesImporter(form))
    for form, write in WRITERS.items():
        importer = _BytesImporter(form)
        yield Target(f"import {form}", through_document(importer, write), importer, write)


def _language_targets(tag: str) -> Iterator[Target]:
    language = find_language(tag)
    yield Target(f"normalise {tag}", lambda text: split_and_normalise(text, tag))
    yield Target(
        f"issues {tag}",
        lambda text: [language.text_issues(paragraph, LEXICON) for paragraph in split_paragraphs(text)],
    )
    yield Target(
        f"readings {tag}",
        lambda text: [language.readings(each, LEXICON) for each in language.sentences(text)],
        max_s=MODELS_MAX_S if tag == "zh-CN" else MAX_S,
    )
    yield Target(f"length {tag}", language.spoken_length)


def _script_targets(folder: Path) -> Iterator[Target]:
    path = folder / "scripts/mill.yaml"
    path.parent.mkdir(exist_ok=True)
    project = Project(folder)

    def check(text: str) -> object:
        tour = Tour("mill", "zh-CN" if "字" in text else "en", "Mill", (Stop("1", "Gate", (Segment(text),)),))
        path.write_bytes(script.write_script(tour).encode("utf-8", "replace"))
        return lint.check_tour(script.load_tour(path), Settings())

    yield Target("check", check, max_s=MODELS_MAX_S)
    yield Target(
        "script",
        lambda text: script.script_problems(text.encode("utf-8", "replace"), path),
        lambda data: script.script_problems(data, path),
    )
    for name, read in (
        ("voices.yaml", lambda: voices_yaml.load_settings(project.voices)),
        ("site.yaml", lambda: site_yaml.load_site(project)),
        ("labels.json", lambda: printed_labels.load_record(project)),
    ):
        file = {"voices.yaml": project.voices, "site.yaml": site_yaml.site_file(project)}.get(
            name, printed_labels.record_path(project)
        )
        yield Target(name, _FileReader(file, read), _FileReader(file, read))
    template = "title: a\nstops:\n  - number: 1\n    text: b\n"
    yield Target("patching", lambda text: patching.set_value(template, ("stops", 0, "text"), text))


def _record_targets(folder: Path) -> Iterator[Target]:
    known = {"mill": stats.KnownTour("en", frozenset("123"))}
    del folder

    def read_event(text: str) -> object:
        try:
            return stats.parse_event(json.loads(text), known)
        except (ValueError, RecursionError):  # as the server does
            return None

    def read_manifest(data: bytes) -> object:
        try:
            return manifest.from_json(data)
        except ValueError:  # as its callers do
            return None

    yield Target("counts", read_event)
    yield Target("manifest", lambda text: read_manifest(text.encode("utf-8", "replace")), read_manifest)


def _place_targets(folder: Path) -> Iterator[Target]:
    """Yield what reads places, plans and access logs, each with a document that holds the text."""
    for suffix, around in PLACE_DOCUMENTS.items():

        def read(data: bytes, name: str = f"a.{suffix}") -> object:
            return coordinates.parse_places(name, data)

        def write(text: str, document: str = around) -> bytes:
            return document.replace("TEXT", escape(text) if document[0] == "<" else json.dumps(text)).encode(
                "utf-8", "replace"
            )

        yield Target(f"places {suffix}", through_document(read, write), read, write)
    log, drawing = folder / "access.log", folder / "scripts/plan.svg"
    tour = Tour("mill", "en", "Mill", (), path=folder / "scripts/mill.yaml")
    for name, path, look in (
        ("access log", log, lambda: access_log.read_log(log, ())),
        ("plan", drawing, lambda: plans.prepare_drawing(tour, Plan("ground", "plan.svg"))),
    ):
        yield Target(name, _FileReader(path, look), _FileReader(path, look))


class _Renderer:
    """What an engine makes of a text before it speaks."""

    def __init__(self, engine: Any, voice: Voice) -> None:
        self._engine, self._voice = engine, voice

    def __call__(self, text: str) -> object:
        sentences = split_and_normalise(text, self._voice.language)
        return [self._engine.render(Utterance("1", 0, 0, self._voice, (sentence,))) for sentence in sentences]


class _FileReader:
    """Reads a text, or bytes, from a file."""

    def __init__(self, path: Path, read: Callable[[], object]) -> None:
        self._path, self._read = path, read

    def __call__(self, content: str | bytes) -> object:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        return self._read()


class _BytesImporter:
    """Reads a document and drafts scripts of it."""

    def __init__(self, form: str) -> None:
        self._form, self._table = form, load_confusions()

    def __call__(self, data: bytes) -> object:
        return draft_document(importers.read_bytes(data, f"a.{self._form}"), self._table)


class _TextImporter(_BytesImporter):
    """Reads any text as a document of a format that is text."""

    def __call__(self, text: str | bytes) -> object:
        return super().__call__(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
