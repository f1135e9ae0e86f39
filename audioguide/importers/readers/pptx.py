"""Presentations (.pptx): the title of each slide is a heading, its notes are what is said, its text is what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pptx

from ..document import Block, Builder, Cell, Document
from .package import open_package, read_guarded
from .slides import are_notes_spoken, is_cover

HEADING = Block(0, 0, "heading", 2)
PLACEHOLDER_TITLES = ("TITLE", "CENTER_TITLE", "VERTICAL_TITLE")
PLACEHOLDER_FURNITURE = ("DATE", "FOOTER", "SLIDE_NUMBER", "HEADER")


def read(data: bytes, name: str) -> Document:
    """Return titles, texts and notes of all slides in order; hidden slides are set aside.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a presentation without text.
    """
    open_package(data, name, "ppt/presentation.xml").close()
    builder = Builder(name)
    read_guarded(name, lambda: _add_slides(data, builder))
    return builder.document()


def _add_slides(data: bytes, builder: Builder) -> None:
    presentation = pptx.Presentation(BytesIO(data))
    slides = list(presentation.slides)
    noted = are_notes_spoken([(_shown_texts(slide), _notes(slide)) for slide in slides])
    first = next((title for slide in slides if (title := _slide_title(slide))), "")
    builder.title, builder.title_is_explicit = first, bool(first)
    for number, slide in enumerate(slides):
        hidden = "hidden" if slide._element.get("show") == "0" else ""
        notes = _notes(slide)
        shapes = [shape for shape in _shapes(slide.shapes) if _placeholder(shape) not in PLACEHOLDER_FURNITURE]
        heading = next((shape for shape in shapes if _placeholder(shape) in PLACEHOLDER_TITLES), None)
        cover = number == 0 and len(slides) > 1 and is_cover(_slide_title(slide), noted and bool(notes))
        if heading is not None:
            kind = Block(0, 0, "title") if cover else HEADING
            builder.add_block(_one_line(heading.text_frame.text), kind, hidden)
        for shape in shapes:
            if shape is not heading:
                _add_shape(builder, shape, hidden, slide=noted and not cover)
        for paragraph in notes:
            builder.add_block(paragraph, Block(0, 0, is_slide_note=not noted), hidden)


def _slide_title(slide: Any) -> str:
    shape = slide.shapes.title
    return "" if shape is None else _one_line(shape.text_frame.text).strip()


def _shown_texts(slide: Any) -> list[str]:
    """The paragraphs on a slide, its title left out."""
    titles = (*PLACEHOLDER_TITLES, *PLACEHOLDER_FURNITURE)
    shapes = [shape for shape in _shapes(slide.shapes) if shape.has_text_frame and _placeholder(shape) not in titles]
    return [_paragraph_text(paragraph) for shape in shapes for paragraph in shape.text_frame.paragraphs]


def _notes(slide: Any) -> list[str]:
    if not slide.has_notes_slide or slide.notes_slide.notes_text_frame is None:
        return []
    return [text for p in slide.notes_slide.notes_text_frame.paragraphs if (text := _paragraph_text(p)).strip()]


def _shapes(shapes: Any) -> Iterator[Any]:
    """All shapes, also those of groups, from top to bottom as they are stored."""
    stack = list(reversed(list(shapes)))
    while stack:
        shape = stack.pop()
        if hasattr(shape, "shapes"):
            stack.extend(reversed(list(shape.shapes)))
        else:
            yield shape


def _placeholder(shape: Any) -> str:
    if not shape.is_placeholder:
        return ""
    kind = shape.placeholder_format.type
    return kind.name if kind is not None else ""


def _add_shape(builder: Builder, shape: Any, hidden: str, slide: bool) -> None:
    if getattr(shape, "has_table", False) and shape.has_table:
        table = builder.next_table()
        for row, cells in enumerate(shape.table.rows):
            for column, cell in enumerate(cells.cells):
                builder.add_block(
                    _one_line(cell.text_frame.text), Block(0, 0, "cell", cell=Cell(table, row, column)), hidden
                )
    elif shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            item = Block(0, 0, "item", marker="•", depth=paragraph.level, slide=slide)
            like = item if _placeholder(shape) not in ("SUBTITLE", "") else replace(item, kind="paragraph", marker="")
            builder.add_block(_paragraph_text(paragraph), like, hidden)
    elif hasattr(shape, "image") and not hidden:
        described = shape._element.xpath(".//p:cNvPr/@descr")
        image = shape.image
        builder.add_picture(f"picture.{image.ext}", image.blob, alt=described[0] if described else "")


def _paragraph_text(paragraph: Any) -> str:
    return str(paragraph.text).replace("\v", "\n")


def _one_line(text: str) -> str:
    return " ".join(text.replace("\v", "\n").split("\n"))
