"""OpenDocument presentations (.odp): the title of each slide is a heading, its notes are what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..document import Block, Builder, Document
from .odt import DRAW, OFFICE, STYLE, TABLE, TEXT, ParagraphReader, read_styles, read_title
from .package import open_package, read_guarded, read_xml
from .pptx import HEADING
from .slides import are_notes_spoken, is_cover

PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
FURNITURE = ("date-time", "footer", "header", "page-number", "page")
"""Frames of a slide or its notes that hold no text of their own."""


def read(data: bytes, name: str) -> Document:
    """Return titles, texts and notes of all slides in order; hidden slides are set aside.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a presentation without text.
    """
    builder = Builder(name)
    with open_package(data, name, "content.xml") as package:
        root = read_xml(package, "content.xml", name)
        styles = read_styles(root)
        builder.title = read_title(package, name)
        reader = ParagraphReader(builder, styles, package)
        read_guarded(name, lambda: _add_slides(root, builder, reader))
    return builder.document()


def _add_slides(root: Any, builder: Builder, reader: ParagraphReader) -> None:
    hidden_styles = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        if any(part.get(f"{PRESENTATION}visibility") == "hidden" for part in style)
    }
    pages = root.findall(f"{OFFICE}body/{OFFICE}presentation/{DRAW}page")
    notes_by_page = [[_shown_text(frame) for frame in _note_frames(page)] for page in pages]
    noted = are_notes_spoken(list(zip(map(_shown_texts, pages), notes_by_page, strict=True)))
    titles = [_title_of(frame) for page in pages for frame in _frames(page, ("title",))]
    if first := next(filter(None, titles), ""):
        builder.title, builder.title_is_explicit = first, True
    for number, page in enumerate(pages):
        reason = "hidden" if page.get(f"{DRAW}style-name") in hidden_styles else ""
        notes = _note_frames(page)
        title = next(map(_title_of, _frames(page, ("title",))), "")
        cover = number == 0 and len(pages) > 1 and is_cover(title, noted and bool(notes))
        for frame in _frames(page, ("title",)):
            builder.add_block(_title_of(frame), Block(0, 0, "title") if cover else HEADING, reason)
        for shape in page:
            is_title = shape.get(f"{PRESENTATION}class") in ("title", *FURNITURE)
            if not is_title and shape.tag != f"{PRESENTATION}notes":
                _add_shape(shape, reader, reason, is_slide=noted and not cover)
        for frame in notes:
            reader.walk(frame, Block(0, 0, is_slide_note=not noted), reason)


def _shown_texts(page: Any) -> list[str]:
    """The paragraphs on a slide, its title left out."""
    shapes = [shape for shape in page if shape.tag != f"{PRESENTATION}notes"]
    shapes = [shape for shape in shapes if shape.get(f"{PRESENTATION}class") not in ("title", *FURNITURE)]
    return [_shown_text(paragraph) for shape in shapes for paragraph in shape.iter(f"{TEXT}p")]


def _shown_text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _add_shape(shape: Any, reader: ParagraphReader, reason: str, is_slide: bool) -> None:
    """The text of a shape, points of a list; a table keeps its cells, a picture is taken out."""
    if shape.find(f".//{TABLE}table") is not None:
        reader.walk(shape, Block(0, 0), reason)
        return
    is_list = shape.get(f"{PRESENTATION}class") == "outline" or shape.find(f".//{TEXT}list") is not None
    like = Block(0, 0, "item", marker="•") if is_list else Block(0, 0)
    reader.walk(shape, replace(like, slide=is_slide), reason)


def _frames(page: Any, classes: tuple[str, ...]) -> list[Any]:
    return [
        frame for frame in page if frame.get(f"{PRESENTATION}class") in classes and "".join(frame.itertext()).strip()
    ]


def _note_frames(page: Any) -> list[Any]:
    notes = page.find(f"{PRESENTATION}notes")
    return [] if notes is None else _frames(notes, ("notes",))


def _title_of(frame: Any) -> str:
    """The text of a title in one line."""
    lines = ("".join(paragraph.itertext()) for paragraph in frame.iter(f"{TEXT}p"))
    return " ".join(" ".join(lines).split())
