"""What a document says about itself is not narrated: fields of minutes and work sheets, credits, imprints."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL

from audioguide.importers.stop_numbers import read_stop_number
from audioguide.importers.table_columns import find_column_kind
from audioguide.importers.titles import title_of_file

HEADS = {
    "minutes": (
        "时间：2024年5月8日下午2:30",
        "地点：游客中心",
        "主持：文旅站站长 何丽",
        "参会：讲解员7人",
        "记录：小秦",
    ),
    "minutes in Traditional characters": (
        "時間：民國113年5月8日",
        "地點：鎮公所會議室",
        "主席：林鎮長",
        "紀錄：王小姐",
    ),
    "a work sheet": ("讲解对象：中小学生", "讲解时长：约20分钟", "讲解路线：前厅→农具厅"),
    "an interview": ("采访人：宋悦", "受访人：李大有", "采访时间：2023年4月2日", "整理：小周"),
    "a paragraph about the script": ("会上要求全体讲解员于5月底前背熟讲解词。", "附：石门水库讲解词"),
    "English minutes": (
        "Date: 8 May 2024",
        "Venue: Visitor centre",
        "Present: Ann Bell, Tom Price",
        "Minutes: J. Hollis",
    ),
    "an English interview": ("Interviewer: Sam Ortega. Interviewee: Rosalie Dunne, packer 1951–1969.",),
    "Spanish": ("Fecha: 8 de mayo de 2024", "Lugar: Centro de visitantes", "Asistentes: Ana Ruiz, Luis Gil"),
    "French": ("Date : 8 mai 2024", "Lieu : Maison du parc", "Présents : Anne Roux, Luc Petit"),
    "German": ("Datum: 8. Mai 2024", "Ort: Besucherzentrum", "Teilnehmer: Anna Bauer, Uwe Klein"),
}


@pytest.mark.parametrize("name", HEADS)
def test_the_head_of_a_document_is_not_narrated(name: str) -> None:
    head = HEADS[name]
    chinese = any("\u4e00" <= char <= "\u9fff" for char in head[0])
    texts = (
        ("水库讲解", "1. 大坝", WHEEL, "2. 闸门", HALL) if chinese else ("Mill tour", "1. Gate", LOOM, "2. Wheel", VAT)
    )
    tour = checked_tour("\n\n".join((texts[0], *head, *texts[1:])))
    assert [(stop.number, stop.title) for stop in tour.stops] == [
        (str(n), texts[2 * n - 1].partition(" ")[2]) for n in (1, 2)
    ]
    assert not any(
        line.partition("：")[2] in narration(tour) or line in narration(tour) for line in head if "：" in line
    )
    assert not any(line in narration(tour) for line in head)


@pytest.mark.parametrize("field", ["停留时间：{}分钟", "材质：第{}种木头", "Length: {} min", "Dating: 18{}0"])
def test_a_field_below_every_heading_is_not_narrated(field: str) -> None:
    text = "# 造纸厂\n\n" + "".join(
        f"## {title}\n\n{field.format(n)}\n\n{WHEEL}\n\n" for n, title in enumerate(("原料场", "成品库"), 4)
    )
    tour = checked_tour(text, "a.md")
    assert narration(tour) == f"{WHEEL}\n{WHEEL}"


@pytest.mark.parametrize(
    "lines",
    [
        ("男：您从哪里来？", "女：从山那边来。"),
        ("主持人：您好。", "受访者：你好，请坐。"),
        ("一楼是书画厅：东边放字，西边放画。", "二楼是农具厅：都是村民捐的。"),
    ],
)
def test_what_is_said_is_no_field(lines: tuple[str, ...]) -> None:
    spoken = narration(checked_tour("\n\n".join(("村史馆", "1. 大坝", *lines, WHEEL, "2. 闸门", HALL))))
    assert all(line.partition("：")[2] in spoken for line in lines)


IMPRINTS = ("版权信息", "版权页", "Copyright", "Impressum", "Mentions légales", "Créditos")


@pytest.mark.parametrize("heading", IMPRINTS)
def test_the_page_of_the_publisher_is_no_stop(heading: str) -> None:
    page = f"# {heading}\n\n书名：小镇\n\n作者：岳阳\n\nISBN：978-7-0000-0000-0\n\n版权所有，侵权必究\n\n"
    tour = checked_tour(f"---\ntitle: 小镇\n---\n\n{page}# 水碾\n\n{WHEEL}\n\n# 祠堂\n\n{HALL}\n", "a.md")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "水碾"), ("2", "祠堂")]
    assert "978" not in narration(tour) + tour.description


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("Scenic Spot No.1 The Village Gate", 1, "The Village Gate"),
        ("Scenic spot No. 3: The Pond", 3, "The Pond"),
        ("Attraction No.12 – The Tower", 12, "The Tower"),
        ("Exhibition Hall No.2 Ceramics", 2, "Ceramics"),
        ("First stop: The Gate", 1, "The Gate"),
        ("The 2nd Stop – The Pond", 2, "The Pond"),
        ("Primera parada: La rueda", 1, "La rueda"),
        ("Deuxième étape : La cour", 2, "La cour"),
        ("3. Station: Der Laden", 3, "Der Laden"),
    ],
)
def test_the_number_of_a_translated_brochure(text: str, number: int, title: str) -> None:
    read = read_stop_number(text)
    assert read is not None
    assert (read.value, text[read.length :]) == (number, title)


@pytest.mark.parametrize(
    "text", ["Locomotive No. 9 was built here", "First stop the engine, then the belt.", "Hall of mirrors"]
)
def test_what_is_no_number_of_a_stop(text: str) -> None:
    read = read_stop_number(text)
    assert read is None or read.family != "stop"


@pytest.mark.parametrize(
    ("written", "title"),
    [("第一部分 竹 编", "竹编"), ("第一部分 水 墨 年 画", "水墨年画"), ("第一部分　祠　堂", "祠堂")],
)
def test_a_title_that_is_spaced_out_is_a_word(written: str, title: str) -> None:
    tour = checked_tour(f"文化馆解说词\n\n{written}\n\n{WHEEL}\n\n第二部分 书房\n\n{HALL}\n")
    assert [stop.title for stop in tour.stops] == [title, "书房"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("解说词/同期声", "narration"),
        ("旁白 + 字幕", "narration"),
        ("画面、镜头", "direction"),
        ("编号/名称", "number"),
        ("Script & notes", "narration"),
        ("Texte et commentaire", "narration"),
        ("负责人/电话", "direction"),
        ("颜色/口味", None),
    ],
)
def test_a_column_of_two_names(name: str, kind: str | None) -> None:
    assert find_column_kind(name) == kind


@pytest.mark.parametrize(
    ("file", "title"), [("老码头解说字幕.srt", "老码头"), ("陶瓷馆讲解.csv", "陶瓷馆"), ("老码头配音稿.docx", "老码头")]
)
def test_the_name_of_a_file_without_its_kind(file: str, title: str) -> None:
    assert title_of_file(file) == title
