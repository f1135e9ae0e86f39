"""EPUB 3.3 with Media Overlays: the tour as a book that reads itself aloud, sentence by sentence.

For blind and print-disabled readers, whose applications (Thorium, Dolphin EasyReader, Apple Books) highlight what is
spoken and jump by sentence. Sources: https://www.w3.org/TR/epub-33/ (Media Overlays in section 9),
https://www.w3.org/TR/epub-a11y-11/.
"""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...assembly.disclosure import aigc_label, effective_labelling
from ...assembly.publishing import Destination
from ...errors import OutputError
from ...i18n import _
from ...i18n.language_tags import is_right_to_left, sentence_separator
from ...model import BuiltStop, Cue, Labelling, Manifest
from .. import BuiltTours, Need, Output
from ..credits import credit_lines
from ..visitor_texts import visitor_texts

EPUB_TEMPLATES = Path(__file__).parent / "templates"
EPUB_FORM_VERSION = "3"
"""Raised when what is written changes."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every entry: equal tours give equal bytes."""
NAMESPACE = uuid.UUID("5d0f8f6e-6c52-5e0c-9c0a-6a1f3f1f0c5b")
"""Of the books' identifiers, which follow from site and edition."""
MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}
MEDIA_TYPES |= {".webp": "image/webp", ".svg": "image/svg+xml"}


class EpubOutput(Output):
    """One ``<tour>.epub`` in the folder of each tour."""

    name: ClassVar[str] = "epub"
    needs: ClassVar[frozenset[Need]] = frozenset({"audio", "settings"})
    enabled_by_default: ClassVar[bool] = False

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Write the book of every tour; the book of an unchanged tour stays. Raises OutputError."""
        for manifest in tours.manifests:
            path = f"{manifest.folder}/{manifest.id}.epub"
            labelling = effective_labelling(tours.settings_for(manifest), manifest.language)
            digest = _book_digest(manifest, labelling)
            if not destination.keep(path, digest):
                with destination.open_file(path, digest) as target:
                    _write_book(manifest, labelling, destination, target)


@dataclass(frozen=True)
class _Sentence:
    id: str
    text: str
    start: str
    """Clock value within the stop's sound, ``12.345s``."""
    end: str


@dataclass(frozen=True)
class _Paragraph:
    speaker: str
    """Name and office of a quoted speaker; empty: nobody is quoted."""
    sentences: tuple[_Sentence, ...]


@dataclass(frozen=True)
class _Figure:
    """A picture of a stop and what is written below it."""

    path: str
    """Within the book."""
    alt: str
    lines: tuple[str, ...]
    """Caption and credit, those that are there."""


@dataclass(frozen=True)
class _Chapter:
    """A stop, as the templates need it."""

    id: str
    number: str
    title: str
    heading: str
    """Heading of the group of stops that begins here; empty: none begins."""
    audio: str
    duration: str
    pictures: tuple[_Figure, ...]
    paragraphs: tuple[_Paragraph, ...]
    credits: tuple[str, ...]
    """Whose recorded voice it is, and who made the music: a line each."""


@dataclass(frozen=True)
class _Picture:
    """A picture of the book."""

    path: str
    media_type: str
    source: str
    """Path relative to the tour's folder."""


def _write_book(manifest: Manifest, labelling: Labelling, destination: Destination, target: Path) -> None:
    chapters = [_chapter(stop, manifest.language) for stop in manifest.stops]
    pictures = list(_pictures(manifest))
    sound = destination.find(f"{manifest.folder}/{manifest.tour.file}")
    values = {
        "book": manifest,
        "texts": visitor_texts(manifest.language),
        "gap": sentence_separator(manifest.language),
        "direction": "rtl" if is_right_to_left(manifest.language) else "ltr",
        "identifier": uuid.uuid5(NAMESPACE, f"{manifest.base_url}/{manifest.folder}").urn,
        "modified": datetime.fromtimestamp(int(sound.stat().st_mtime), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "duration": _clock_value(sum(stop.track.duration for stop in manifest.stops)),
        "chapters": chapters,
        "credits": credit_lines(manifest.stops, manifest.language),
        "pictures": pictures,
        "cover": next((picture for picture in pictures if picture.source == manifest.cover), None),
        "has_pictures": bool(pictures),
        "aigc": aigc_label(labelling.producer, manifest.tour.sha256) if labelling.tag and manifest.synthetic else "",
    }
    try:
        with zipfile.ZipFile(target, "w") as book:
            _add(book, "mimetype", b"application/epub+zip")
            for path, template in (
                ("META-INF/container.xml", "container.xml.j2"),
                ("EPUB/package.opf", "package.opf.j2"),
                ("EPUB/nav.xhtml", "nav.xhtml.j2"),
                ("EPUB/title.xhtml", "title.xhtml.j2"),
                ("EPUB/style.css", "style.css"),
            ):
                _add(book, path, _render(template, values), compress=True)
            for chapter in chapters:
                _add(book, f"EPUB/{chapter.id}.xhtml", _render("stop.xhtml.j2", values | {"chapter": chapter}), True)
                _add(book, f"EPUB/{chapter.id}.smil", _render("stop.smil.j2", values | {"chapter": chapter}), True)
            for stop, chapter in zip(manifest.stops, chapters, strict=True):
                _add(
                    book,
                    f"EPUB/{chapter.audio}",
                    destination.find(f"{manifest.folder}/{stop.track.file}").read_bytes(),
                )
            for picture in pictures:
                _add(book, f"EPUB/{picture.path}", destination.find(f"{manifest.folder}/{picture.source}").read_bytes())
    except OSError as error:
        raise OutputError(
            _("{file} cannot be written: {reason}.").format(file=target.name, reason=error.strerror or error),
            hint=_("Build the tour again: audioguide build {tour}").format(tour=manifest.id),
        ) from error


def _add(book: zipfile.ZipFile, path: str, data: bytes, compress: bool = False) -> None:
    entry = zipfile.ZipInfo(path, ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    book.writestr(entry, data)


def _chapter(stop: BuiltStop, language: str) -> _Chapter:
    # numbers are unique within a tour and made of digits and letters, but an XML name begins with a letter
    identifier = f"stop-{stop.number.lower()}"
    paragraphs = (list(group) for _key, group in groupby(stop.cues, key=lambda cue: (cue.paragraph, cue.speaker)))
    numbered = iter(range(len(stop.cues)))
    return _Chapter(
        id=identifier,
        number=stop.number,
        title=stop.title,
        heading=stop.chapter,
        audio=f"audio/{identifier}.mp3",
        duration=_clock_value(stop.track.duration),
        pictures=tuple(
            _Figure(f"images/{Path(shown.file).name}", shown.alt, tuple(filter(None, (shown.caption, shown.credit))))
            for shown in stop.all_pictures
            if _media_type(shown.file)
        ),
        paragraphs=tuple(
            _Paragraph(
                _speaker(cues[0]),
                tuple(
                    _Sentence(f"s{next(numbered)}", cue.text, _clock_value(cue.start), _clock_value(cue.end))
                    for cue in cues
                ),
            )
            for cues in paragraphs
        ),
        credits=credit_lines([stop], language),
    )


def _speaker(cue: Cue) -> str:
    return " · ".join(part for part in (cue.speaker, cue.speaker_title) if part)


def _pictures(manifest: Manifest) -> Iterator[_Picture]:
    shown = (picture.file for stop in manifest.stops for picture in stop.all_pictures)
    for source in dict.fromkeys([manifest.cover, *shown]):
        if media_type := _media_type(source):
            yield _Picture(f"images/{Path(source).name}", media_type, source)


def _media_type(file: str) -> str:
    """Return the type of a picture; empty for one that books do not hold."""
    return MEDIA_TYPES.get(Path(file).suffix.lower(), "")


def _clock_value(milliseconds: int) -> str:
    """Return a SMIL clock value in seconds (https://www.w3.org/TR/SMIL3/smil-timing.html#Timing-ClockValueSyntax)."""
    return f"{milliseconds / 1000:.3f}s"


def _book_digest(manifest: Manifest, labelling: Labelling) -> str:
    """Return the SHA-256 of all that the book is made from, a stop at a time."""
    about = replace(manifest, stops=(), unlisted=(), versions={}, inputs="", voices={})
    total = hashlib.sha256(repr((EPUB_FORM_VERSION, about, labelling)).encode())
    for stop in manifest.stops:
        total.update(repr(stop).encode())
    for path in sorted(EPUB_TEMPLATES.iterdir()):
        total.update(path.read_bytes())
    return total.hexdigest()


def _render(template: str, values: dict[str, object]) -> bytes:
    return _environment().get_template(template).render(**values).encode()


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(EPUB_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
