"""The layouts in which authors number their stops, and the sheets they keep them in, one row each."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import openpyxl
import pytest
from drafting import checked_import, narration
from test_documents import HALL, LOOM, VAT, WHEEL, word

from audioguide.importers.titles import title_of_file
from audioguide.model import Tour

Rows = Sequence[Sequence[str]]
SECTIONS = ["一、村口大樟树", "二、老祠堂", "三、水碾", "四、谁家的账", "五、地窖", "六、新村"]
PLACES = ["Mill Gate", "The Wheel", "The Stones", "The Loom Hall", "The Dye Vat", "Mrs Bell’s Kitchen", "The Weir"]
TEXTS = [f"{name.removeprefix('The ')} was rebuilt after the flood of 1912, when the river rose." for name in PLACES]


@dataclass(frozen=True)
class Layout:
    """A document and the stops, title and description its draft must have."""

    file: str
    document: str | Callable[[], bytes]
    title: str
    stops: Sequence[tuple[str, str]]
    language: str = "en"
    description: str = ""
    silent: tuple[str, ...] = ()


def counted(titles: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(n), title) for n, title in enumerate(titles, 1)]


LAYOUTS = {
    "一 to 六 under a title and a bracket": Layout(
        "a.docx",
        word(
            ("Title", "柳塘村史馆解说词"),
            ("Normal", "（讲解时长约8分钟，可按季节增减）"),
            *((style, text) for line in SECTIONS for style, text in (("Heading 1", line), ("Normal", WHEEL))),
            ("Normal", "【讲解员可请游客下窖参观】"),
            ("Normal", "柳塘村村民委员会"),
        ),
        "柳塘村史馆解说词",
        counted([line[2:] for line in SECTIONS]),
        "zh-CN",
        silent=("8分钟", "下窖", "村民委员会"),
    ),
    "address and hours above numbered headings": Layout(
        "a.md",
        "# Millbrook Mill Museum\n\n12 River Lane, Millbrook\n\nOpen Tuesday to Sunday, 10am to 5pm.\n\n"
        + "".join(f"## {n}. {name}\n\n{text}\n\n" for n, (name, text) in enumerate(zip(PLACES, TEXTS, strict=True), 1)),
        "Millbrook Mill Museum",
        counted(PLACES),
        description="12 River Lane, Millbrook. Open Tuesday to Sunday, 10am to 5pm.",
    ),
    "Stop 1: under a title style": Layout(
        "a.docx",
        word(
            ("Title", "Millbrook Mill Museum"),
            *(
                (style, line)
                for n, (name, text) in enumerate(zip(PLACES, TEXTS, strict=True), 1)
                for style, line in (("Heading 1", f"Stop {n}: {name}"), ("Normal", text))
            ),
        ),
        "Millbrook Mill Museum",
        counted(PLACES),
    ),
    "stops 3 and 7": Layout(
        "a.docx",
        word(
            ("Title", "Mill"),
            ("Heading 1", "Stop 3: Gate"),
            ("Normal", LOOM),
            ("Heading 1", "Stop 7: Wheel"),
            ("Normal", VAT),
        ),
        "Mill",
        [("3", "Gate"), ("7", "Wheel")],
    ),
    "101 and 102 in Markdown": Layout(
        "a.md",
        f"# Mill\n\n## 101 Gate\n\n{LOOM}\n\n## 102 Wheel\n\n{VAT}\n",
        "Mill",
        [("101", "Gate"), ("102", "Wheel")],
    ),
    "101 and 102 in Word": Layout(
        "a.docx",
        word(
            ("Title", "Mill"), ("Heading 2", "101 Gate"), ("Normal", LOOM), ("Heading 2", "102 Wheel"), ("Normal", VAT)
        ),
        "Mill",
        [("101", "Gate"), ("102", "Wheel")],
    ),
    "第一站 as a heading of Word": Layout(
        "a.docx",
        word(
            ("Title", "柳塘村"),
            ("Heading 1", "第一站 大樟树"),
            ("Normal", WHEEL),
            ("Heading 1", "第二站 祠堂"),
            ("Normal", HALL),
        ),
        "柳塘村",
        [("1", "大樟树"), ("2", "祠堂")],
        "zh-CN",
    ),
    "a line between title and first heading": Layout(
        "a.md",
        f"# Mill\n\nA short guide to the mill\n\n## 1. Gate\n\n{LOOM}\n\n## 2. Wheel\n\n{VAT}\n",
        "Mill",
        [("1", "Gate"), ("2", "Wheel")],
        description="A short guide to the mill",
    ),
    "Stop 1: in plain text": Layout(
        "a.txt", f"Mill tour\n\nStop 1: Gate\n{LOOM}\n\nStop 2: Wheel\n{VAT}\n", "Mill tour", counted(["Gate", "Wheel"])
    ),
    "1. in plain text": Layout(
        "a.txt", f"Mill tour\n\n1. Gate\n{LOOM}\n\n2. Wheel\n{VAT}\n", "Mill tour", counted(["Gate", "Wheel"])
    ),
    "a welcome that names the place in other words": Layout(
        "a.docx",
        word(
            ("Title", "柳塘村史馆解说词"),
            ("Normal", "欢迎您来到柳塘村。"),
            ("Heading 1", "大樟树"),
            ("Normal", WHEEL),
            ("Heading 1", "祠堂"),
            ("Normal", HALL),
        ),
        "柳塘村史馆解说词",
        counted(["欢迎来到柳塘村史馆", "大樟树", "祠堂"]),
        "zh-CN",
    ),
    "French in Markdown": Layout(
        "a.md",
        "# Moulin de Millbrook\n\n## 1. La roue\n\nLa roue tourne onze fois par minute quand la rivière est haute.\n\n"
        "## 2. Le comptoir\n\nLe comptoir ferme à cinq heures, et le thé est bon.\n",
        "Moulin de Millbrook",
        counted(["La roue", "Le comptoir"]),
        "fr",
    ),
    "French in plain text": Layout(
        "a.txt",
        "Moulin de Millbrook\n\nArrêt 1 : La roue\nLa roue tourne onze fois par minute quand la rivière est haute.\n\n"
        "Arrêt 2 : Le comptoir\nLe comptoir ferme à cinq heures, et le thé est bon.\n",
        "Moulin de Millbrook",
        counted(["La roue", "Le comptoir"]),
        "fr",
    ),
    "Spanish in plain text": Layout(
        "a.txt",
        "Molino de Millbrook\n\nParada 1: La rueda\nLa rueda gira once veces por minuto cuando el río está alto.\n\n"
        "Parada 2: La tienda\nLa tienda cierra a las cinco, y el té es bueno.\n",
        "Molino de Millbrook",
        counted(["La rueda", "La tienda"]),
        "es",
    ),
    "German in plain text": Layout(
        "a.txt",
        "Mühle Millbrook\n\nStation 1: Das Rad\nDas Rad dreht sich elfmal in der Minute, wenn der Fluss hoch steht.\n\n"
        "Station 2: Der Laden\nDer Laden schließt um fünf, und der Tee ist gut.\n",
        "Mühle Millbrook",
        counted(["Das Rad", "Der Laden"]),
        "de",
    ),
}


def todos(tour: Tour) -> str:
    return "\n".join(todo for stop in tour.stops for todo in stop.todos)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_of_an_author_keeps_its_numbers_titles_and_language(name: str) -> None:
    row = LAYOUTS[name]
    (draft,) = checked_import(
        row.document.encode() if isinstance(row.document, str) else row.document(), row.file
    ).drafts
    tour = draft.tour
    assert (tour.title, tour.language, tour.description) == (row.title, row.language, row.description)
    assert [(stop.number, stop.title) for stop in tour.stops] == list(row.stops)
    assert not any(text in narration(tour) for text in row.silent)


# ---------------------------------------------------------------- what a tour is called

HEAD = ["编号", "名称", "讲解词"]
STOPS = [["1", "水碾", WHEEL], ["2", "祠堂", HALL]]


def workbook(sheets: dict[str, Rows], title: str = "") -> Callable[[], bytes]:
    def make() -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        book.properties.title = title or None
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make


def comma_separated(*rows: Sequence[str]) -> Callable[[], bytes]:
    return "\n".join(",".join(row) for row in rows).encode


ASKED = "choose a title"
SHEETS = {
    "its properties": ("a.xlsx", workbook({"Sheet1": [HEAD, *STOPS]}, "河湾导览"), "河湾导览"),
    "its sheet": ("a.xlsx", workbook({"河湾村史馆": [HEAD, *STOPS]}), "河湾村史馆"),
    "a row above the header": (
        "a.xlsx",
        workbook({"Sheet1": [["河湾村讲解点位"], [], HEAD, *STOPS]}),
        "河湾村讲解点位",
    ),
    "a row above the header of a text": ("a.csv", comma_separated(["河湾点位表", "", ""], HEAD, *STOPS), "河湾点位表"),
    "a field above the header": (
        "a.xlsx",
        workbook({"Sheet1": [["标题：", "河湾村"], ["制表：", "小周"], HEAD, *STOPS]}),
        "河湾村",
    ),
    "its file": ("河湾村史馆_20240512_v3.xlsx", workbook({"工作表1": [HEAD, *STOPS]}), "河湾村史馆"),
    "a letter, and it is asked about": ("a.csv", comma_separated(HEAD, *STOPS), "A"),
    "a program's name, and it is asked about": ("工作簿1.xlsx", workbook({"Sheet1": [HEAD, *STOPS]}), "工作簿1"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_called_after(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    file, make, title = SHEETS[name]
    (draft,) = checked_import(make(), file).drafts
    assert draft.tour.title == title
    assert (ASKED in todos(draft.tour)) == ("asked" in name)
    assert [(stop.number, stop.title) for stop in draft.tour.stops] == [("1", "水碾"), ("2", "祠堂")]
    assert "小周" not in narration(draft.tour) + draft.tour.description


@pytest.mark.parametrize("text", [f"{LOOM}\n\n{VAT}\n", f"{WHEEL}\n\n{HALL}\n"])
@pytest.mark.parametrize("file", ["a.txt", "document.txt", "新建 文本文档.txt", "IMG_2034.txt", "x.md"])
def test_a_tour_is_never_called_after_a_sentence(file: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    (draft,) = checked_import(text.encode(), file).drafts
    assert draft.tour.title not in text
    assert ASKED in todos(draft.tour)


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("河湾村讲解词_20240512_v3_final.xlsx", "河湾村"),
        ("粮站（修改稿）.docx", "粮站"),
        ("20240512河湾村.docx", "河湾村"),
        ("2024-05-12 Harrow Mill.docx", "Harrow Mill"),
        ("Harrow-Mill_final 2 (1).docx", "Harrow Mill"),
        ("Expo 1900.docx", "Expo 1900"),
        ("New Museum guide.docx", "New Museum guide"),
        ("mill.fr.md", "Mill"),
        ("Sheet1.csv", ""),
        ("Untitled document (3).docx", ""),
        ("导览词.docx", ""),
        ("x.xlsx", ""),
    ],
)
def test_the_name_of_a_file_without_its_version(file: str, title: str) -> None:
    assert title_of_file(file) == title


def test_a_sheet_of_remarks_beside_the_stops_is_not_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    make = workbook({"站点": [HEAD, *STOPS], "备注": [["水碾的年代还要再查一查县志。"], ["缺照片"]]})
    (draft,) = checked_import(make(), "a.xlsx").drafts
    assert "县志" not in narration(draft.tour)
    assert "Not spoken: “水碾的年代还要再查一查县志。”" in todos(draft.tour)
