"""Pages of a PDF in two columns are read one after the other, and a heading of several lines is one heading."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from drafting import narration
from test_documents import HALL, WHEEL
from test_import_formats import pdf

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.importers.readers.pdf import _unify_spaces
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
    assert [heading.text for heading in join_headings(lines, lambda part: part.bold)] == joined


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


PRINTED = (
    (780, 11, "A Walk Around Thornbridge"),
    (720, 11, "1. Market Cross"),
    (680, 11, "The cross itself is younger than it looks."),
    (640, 11, "2. Mill Bridge"),
    (600, 11, "Stand in the middle and look upstream."),
)


def page(*lines: tuple[int, int, str]) -> bytes:
    rows = (f"BT /F1 {size} Tf 50 {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for y, size, text in lines)
    return "\n".join(rows).encode()


@pytest.mark.parametrize(
    ("furniture", "title_size"),
    [
        ([(820, 8, "Thornbridge Civic Trust leaflet no. 4")], 20),
        ([(30, 8, "1")], 20),
        ([(30, 11, "1")], 20),
        ([(820, 8, "Leaflet 4"), (30, 8, "1")], 20),
        ([(820, 8, "陈记酱园 · 工业旅游"), (30, 8, "1")], 20),
    ],
)
def test_small_print_above_the_heading_of_a_page_and_its_number_are_not_spoken(
    furniture: list[tuple[int, int, str]], title_size: int
) -> None:
    (title, *rest) = PRINTED
    lines = sorted([(title[0], title_size, title[2]), *rest, *furniture], reverse=True)
    result = draft_document(read_bytes(pdf(page(*lines)), "a.pdf"), load_confusions())
    (draft,) = result.drafts
    assert draft.tour.title == title[2]
    assert [(stop.number, stop.title) for stop in draft.tour.stops] == [("1", "Market Cross"), ("2", "Mill Bridge")]
    assert narration(draft.tour).split("\n") == [rest[1][2], rest[3][2]]


def test_a_stop_whose_number_is_that_of_its_page_keeps_it() -> None:
    lines = ((800, 14, "1"), (770, 14, "Mill Bridge"), (730, 11, "The bridge is old."), (700, 11, "It is of stone."))
    document = read_bytes(pdf(page(*lines)), "a.pdf")
    assert not document.skips


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("第⼆站 制曲房", "第二站 制曲房"),
        ("选⾖⻋间", "选豆车间"),
        ("流⽔线上的⻩⾖", "流水线上的黄豆"),
        ("⻔前的⻢和⻥", "门前的马和鱼"),
        ("⻓⻛⻚⻅⻉", "长风页见贝"),
    ],
)
def test_radicals_are_read_as_the_characters_they_look_like(written: str, shown: str) -> None:
    assert read_bytes(pdf(page((700, 11, written))), "a.pdf").text.strip() == shown
    assert read_bytes(written.encode(), "a.txt").text.strip() == shown


@pytest.mark.parametrize(
    ("text", "unified"),
    [("A1\u2003朝阳门", "A1\u3000朝阳门"), ("第2站\u2002马道", "第2站\u3000马道"), ("12\u2003The Pond", "12 The Pond")],
)
def test_wide_spaces_behind_a_number_are_spaces(text: str, unified: str) -> None:
    assert _unify_spaces(text) == unified
