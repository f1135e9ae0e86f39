"""Pages of a PDF in two columns are read one after the other, and a heading of several lines is one heading."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from test_documents import HALL, WHEEL
from test_form_fields import narration
from test_import_formats import pdf

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.importers.readers.pdf_layout import join_headings, order_boxes
from audioguide.importers.readers.pdf_lines import PdfLine

WIDTH = 400.0


@dataclass(frozen=True)
class Box:
    """A paragraph on a page."""

    name: str
    x0: float
    x1: float
    y0: float
    y1: float


TITLE = Box("title", 60, 340, 560, 580)
LEFT = (Box("a", 30, 190, 400, 540), Box("b", 30, 190, 60, 390))
RIGHT = (Box("c", 210, 370, 300, 540), Box("d", 210, 370, 60, 290))
LABELS = (Box("no.", 30, 60, 500, 540), Box("no. 2", 30, 60, 400, 440))


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        ((TITLE, LEFT[0], RIGHT[0], LEFT[1], RIGHT[1]), "title a b c d"),
        ((RIGHT[1], LEFT[1], RIGHT[0], LEFT[0], TITLE), "title a b c d"),
        ((LEFT[0], LEFT[1], Box("foot", 40, 360, 20, 40), RIGHT[0], RIGHT[1]), "a b c d foot"),
        ((LABELS[0], RIGHT[0], LABELS[1], RIGHT[1]), "no. c no. 2 d"),
        ((TITLE, LEFT[0], RIGHT[0]), "title a c"),
    ],
    ids=["flow", "any order", "a foot across both", "labels and values", "one box a side"],
)
def test_columns_are_read_one_after_the_other(boxes: tuple[Box, ...], order: str) -> None:
    assert " ".join(box.name for box in order_boxes(boxes, WIDTH)) == order


def line(text: str, top: float, size: float = 12, bold: bool = True) -> PdfLine:
    return PdfLine(0, text, size, False, bold, 30, top - size, top)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ((line("Stop 1: The ", 500), line("Gatehouse", 486)), ["Stop 1: The Gatehouse"]),
        ((line("第1站　南门", 500), line("瓮城", 486)), ["第1站　南门瓮城"]),
        ((line("Station 3: Das", 500), line("alte", 486), line("Backhaus", 472)), ["Station 3: Das alte Backhaus"]),
        ((line("Stop 1: Gate", 500), line("Stop 2: Yard", 486)), ["Stop 1: Gate", "Stop 2: Yard"]),
        ((line("Mill", 520, 20), line("Stop 1", 490)), ["Mill", "Stop 1"]),
        ((line("The Gate", 500), line("The Yard", 440)), ["The Gate", "The Yard"]),
        ((line("Who was it?", 500), line("Amos Bell", 486)), ["Who was it?", "Amos Bell"]),
        ((line("plain text", 500, bold=False), line("goes on", 486, bold=False)), ["plain text", "goes on"]),
    ],
)
def test_lines_of_one_heading_are_joined(lines: tuple[PdfLine, ...], joined: list[str]) -> None:
    assert [line.text for line in join_headings(lines, lambda line: line.bold)] == joined


def test_a_page_in_two_columns_with_broken_headings_is_drafted_in_order() -> None:
    def column(x: int, number: int, name: tuple[str, str], text: str) -> list[tuple[int, int, int, str]]:
        rows = [(x, 700, 15, f"第{number}站 {name[0]}"), (x, 683, 15, name[1])]
        return rows + [(x, 640 - 14 * n, 10, text[at : at + 18]) for n, at in enumerate(range(0, len(text), 18))]

    def second(x: int, number: int, name: str, text: str) -> list[tuple[int, int, int, str]]:
        rows = [(x, 500, 15, f"第{number}站 {name}")]
        return rows + [(x, 470 - 14 * n, 10, text[at : at + 18]) for n, at in enumerate(range(0, len(text), 18))]

    rows = [(150, 760, 24, "水边的古镇导览")]
    rows += column(40, 1, ("青石板路上", "的水碾"), WHEEL) + second(40, 2, "祠堂", HALL)
    rows += column(320, 3, ("祠堂背后", "的天井"), HALL) + second(320, 4, "晒场", WHEEL)
    stream = "\n".join(
        f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, size, text in rows
    )
    (draft,) = draft_document(read_bytes(pdf(stream.encode()), "a.pdf"), load_confusions()).drafts
    assert [(stop.number, stop.title) for stop in draft.tour.stops] == [
        ("1", "青石板路上的水碾"),
        ("2", "祠堂"),
        ("3", "祠堂背后的天井"),
        ("4", "晒场"),
    ]
    assert narration(draft.tour).split("\n") == [WHEEL, HALL, HALL, WHEEL]
