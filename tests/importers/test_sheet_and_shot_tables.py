"""Sheets that count from the beginning are tours; rows of shots below a stop's heading are its narration."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import openpyxl
import pytest
from drafting import checked_import
from test_documents import HALL, LOOM, VAT, WHEEL

ZH = ("编号", "展品名称", "讲解词")
EN = ("No.", "Object", "Script")
Sheet = tuple[str, str, tuple[str, ...], list[tuple[int, str, str]]]
"""Its name, the title above the heading row, the heading row, the stops."""


def workbook(*sheets: Sheet) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, title, header, stops in sheets:
        sheet = book.create_sheet(name)
        if title:
            sheet.append([title])
        for row in (header, *stops):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BRIDGE = "桥建于一七二四年，桥洞一大两小，石头是从山那边抬来的。"
WELL = "The well is ninety feet deep, and it has never run dry since the mill was built."
FIRST_ZH, SECOND_ZH = [(1, "祠堂", HALL), (2, "水碾", WHEEL)], [(1, "石桥", BRIDGE), (2, "水碾", WHEEL)]
FIRST_EN, SECOND_EN = [(1, "The Loom", LOOM), (2, "The Vat", VAT)], [(1, "The Well", WELL), (2, "The Vat", VAT)]


@pytest.mark.parametrize(
    ("sheets", "titles"),
    [
        ([("精品", "博物馆精品线", ZH, FIRST_ZH), ("亲子", "博物馆亲子线", ZH, SECOND_ZH)],
         ["博物馆精品线", "博物馆亲子线"]),
        ([("精品线讲解", "", ZH, FIRST_ZH), ("亲子线讲解", "", ZH, SECOND_ZH)], ["精品线讲解", "亲子线讲解"]),
        ([("Mill", "The Mill Tour", EN, FIRST_EN), ("Kids", "The Mill for Children", EN, SECOND_EN)],
         ["The Mill Tour", "The Mill for Children"]),
        ([("Mill tour", "", EN, FIRST_EN), ("Garden tour", "", EN, SECOND_EN)], ["Mill tour", "Garden tour"]),
    ],
)  # fmt: skip
def test_sheets_that_count_from_the_beginning_are_tours(sheets: list[Sheet], titles: list[str]) -> None:
    drafts = checked_import(workbook(*sheets), "a.xlsx").drafts
    assert [draft.tour.title for draft in drafts] == titles
    assert [[stop.number for stop in draft.tour.stops] for draft in drafts] == [["1", "2"], ["1", "2"]]
    assert any("sheets count" in todo for stop in drafts[0].tour.stops for todo in stop.todos)


def test_sheets_whose_numbers_go_on_stay_one_tour() -> None:
    second = ("二楼", "", ZH, [(3, "石桥", BRIDGE), (4, "水车", WHEEL)])
    (draft,) = checked_import(workbook(("一楼", "博物馆精品线", ZH, FIRST_ZH), second), "a.xlsx").drafts
    assert len(draft.tour.stops) == 4
    spoken = "".join(s.text for stop in draft.tour.stops for s in stop.segments if not s.is_cue)
    assert "二楼" not in spoken


Section = tuple[str, Sequence[str], Sequence[Sequence[str]]]
"""A heading, the heading row of the table below it, its rows."""


def script(*sections: Section, title: str = "Guide") -> bytes:
    document = docx.Document()
    document.add_heading(title, 0)
    for heading, header, rows in sections:
        if heading:
            document.add_heading(heading, 1)
        table = document.add_table(rows=0, cols=len(header))
        for row in (header, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SHOTS = [
    (("Point 12: The Loom", "Point 13: The Vat"), ("Shot", "VIDEO", "AUDIO SCRIPT"), ("{}.1", "{}.2"), ("12", "13")),
    (("Stop 1: The Loom", "Stop 2: The Vat"), ("Scene", "Picture", "Narration"), ("1", "2"), ("1", "2")),
    (("Stop 1: The Loom", "Stop 2: The Vat"), ("No.", "Picture", "Narration"), ("a", "b"), ("1", "2")),
    (("The Loom", "The Vat"), ("Take", "Picture", "Narration"), ("1", "2"), ("1", "2")),
    (
        ("Station 1: Die Mühle", "Station 2: Der Kessel"),
        ("Einstellung", "Bild", "Sprechertext"),
        ("1", "2"),
        ("1", "2"),
    ),
    (("第1站 织机", "第2站 染缸"), ("镜号", "画面", "解说词"), ("1", "2"), ("1", "2")),
    (("第1站 织机", "第2站 染缸"), ("镜头", "画面", "解说词"), ("{}-1", "{}-2"), ("1", "2")),
    (("Arrêt 1 : Le métier", "Arrêt 2 : La cuve"), ("Plan", "Image", "Texte"), ("1", "2"), ("1", "2")),
    (("Parada 1: El telar", "Parada 2: La tina"), ("Toma", "Imagen", "Locución"), ("1", "2"), ("1", "2")),
]


@pytest.mark.parametrize(("headings", "header", "shots", "numbers"), SHOTS)
def test_shots_below_the_heading_of_a_stop_are_its_narration(
    headings: tuple[str, str], header: tuple[str, ...], shots: tuple[str, ...], numbers: tuple[str, str]
) -> None:
    texts = (
        ((LOOM, WELL), (VAT, LOOM))
        if headings[0].isascii() or headings[0][0] < "一"
        else ((HALL, BRIDGE), (WHEEL, HALL))
    )
    sections = [
        (heading, header, [(shot.format(number), "wide", text) for shot, text in zip(shots, own, strict=True)])
        for heading, number, own in zip(headings, numbers, texts, strict=True)
    ]
    (draft,) = checked_import(script(*sections), "a.docx").drafts
    assert [stop.number for stop in draft.tour.stops] == list(numbers)
    for stop, own in zip(draft.tour.stops, texts, strict=True):
        assert [s.text for s in stop.segments if not s.is_cue] == list(own)


def test_tables_of_stops_below_headings_stay_stops() -> None:
    rows = [
        [("101", "The Loom", LOOM), ("102", "The Well", WELL)],
        [("201", "The Vat", VAT), ("202", "The Race", LOOM)],
    ]
    sections = [
        (heading, ("Stop", "Title", "Narration"), own)
        for heading, own in zip(("Ground floor", "First floor"), rows, strict=True)
    ]
    (draft,) = checked_import(script(*sections), "a.docx").drafts
    assert [stop.number for stop in draft.tour.stops] == ["101", "102", "201", "202"]
    film = script(("", ("镜号", "画面", "解说词"), [("1", "远景", HALL), ("2", "近景", WHEEL)]), title="水乡短片")
    (draft,) = checked_import(film, "a.docx").drafts
    assert [stop.number for stop in draft.tour.stops] == ["1", "2"]
