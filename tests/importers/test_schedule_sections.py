"""Sections with nothing but a table of hours, duties or telephone numbers are no stops; tables of facts stay."""

from __future__ import annotations

import pytest
from test_documents import HALL, LOOM, TABLE, VAT, WHEEL, word

from audioguide.importers import read_bytes
from audioguide.importers.draft import draft_document
from audioguide.model import Tour

Rows = list[list[str]]
SCHEDULES: list[tuple[str, Rows]] = [
    ("接待安排", [["时间", "事项", "责任部门"], ["9:00", "大巴到厂", "行政科"], ["9:10", "进入通道", "宣传科"]]),
    ("人员分工", [["姓名", "职务", "电话"], ["周敏", "讲解员", "0351-5550123"], ["郭建国", "领队", "0351-5550124"]]),
    ("接待安排", [["時間", "事項", "負責人"], ["上午9時", "集合", "陳先生"], ["上午10時", "參觀", "李小姐"]]),
    ("聯絡表", [["姓名", "職務", "電話"], ["陳大文", "領隊", "2345 6789"], ["李小姐", "導賞員", "2345 6780"]]),
    ("Running order", [["Time", "Activity", "Lead"], ["9:00", "Coach arrives", "Front desk"], ["9:10", "Hall", "Ed."]]),
    ("Who is who", [["Name", "Role", "Phone"], ["Ann Brown", "Guide", "01632 960123"], ["Al", "Bus", "01632 960124"]]),
    ("Timetable", [["When", "What", "Where"], ["9.30 am", "Meet", "Gate"], ["10 am", "Start", "Yard"]]),
    ("Contacts", [["Department", "Phone"], ["First aid", "ext. 204"], ["Security", "ext. 110"]]),
    ("Accueil", [["Heure", "Activité", "Responsable"], ["9h00", "Car", "Accueil"], ["9h10", "Entrée", "Médiation"]]),
    ("Équipe", [["Nom", "Fonction", "Téléphone"], ["Ana", "Guide", "02 55 51 23 45"], ["L", "Bus", "02 55 51 23 46"]]),
    ("Horario", [["Hora", "Actividad", "Responsable"], ["9:00", "Llegada", "Recepción"], ["9:10", "Entrada", "Guía"]]),
    ("Equipo", [["Nombre", "Cargo", "Teléfono"], ["Ana Gil", "Guía", "955 512 345"], ["Luis", "Bus", "955 512 346"]]),
    ("Ablauf", [["Uhrzeit", "Was", "Wer"], ["9:00 Uhr", "Bus kommt an", "Empfang"], ["9:10 Uhr", "Einlass", "Kasse"]]),
    ("Ansprechpartner", [["Name", "Telefon"], ["Anna Braun", "0551 512345"], ["Tom Klein", "0551 512346"]]),
]  # fmt: skip
FACTS: list[tuple[str, Rows]] = [
    ("大事记", [["年份", "事件"], ["1956", "公私合营"], ["1988", "建新厂"]]),
    ("酱油的配料", [["原料", "产地"], ["大豆", "黑龙江"], ["盐", "自贡"]]),
    ("The mill in figures", [["Year", "Event"], ["1860", "Built"], ["1924", "Burnt"]]),
    ("Kings of the house", [["Name", "Reign"], ["Odo", "1888–1898"], ["Hugh", "1987–1996"]]),
    ("Die Glocken", [["Name", "Gewicht"], ["Maria", "900 kg"], ["Anna", "400 kg"]]),
]


def write_document(heading: str, rows: Rows, place: int, *, is_bold: bool) -> bytes:
    """A document of three stops, among them the table below its heading."""
    sections: list[tuple[str, str | Rows]] = [("1. 祠堂", HALL), ("2. 水碾", WHEEL), ("3. 石桥", HALL)]
    if not heading[0] > "\u3400":
        sections = [("1. The Loom", LOOM), ("2. The Vat", VAT), ("3. The Yard", LOOM)]
    sections.insert(place, (heading, rows))
    blocks: list[tuple[str, str] | Rows] = [("Title", "河湾" if heading[0] > "\u3400" else "The Mill")]
    for title, content in sections:
        blocks.append(("bold" if is_bold else "Heading 1", title))
        blocks.append(("Normal", content) if isinstance(content, str) else content)
    return word(*blocks)()


def draft_tour(data: bytes) -> Tour:
    (draft,) = draft_document(read_bytes(data, "a.docx"), TABLE).drafts
    return draft.tour


@pytest.mark.parametrize(("heading", "rows"), SCHEDULES)
def test_a_section_of_hours_or_duties_is_no_stop(heading: str, rows: Rows) -> None:
    for place in range(4):
        for is_bold in (True, False):
            tour = draft_tour(write_document(heading, rows, place, is_bold=is_bold))
            assert [stop.number for stop in tour.stops] == ["1", "2", "3"]
            texts = [segment.text for stop in tour.stops for segment in stop.segments]
            assert not any(rows[1][1] in text or heading in text for text in texts)
            assert heading not in tour.description


@pytest.mark.parametrize(("heading", "rows"), FACTS)
def test_a_table_of_facts_stays_and_is_asked_about(heading: str, rows: Rows) -> None:
    for place in range(4):
        tour = draft_tour(write_document(heading, rows, place, is_bold=False))
        assert rows[1][1] in [segment.text for stop in tour.stops for segment in stop.segments]


def test_the_title_above_a_table_of_hours_stays_the_title() -> None:
    stops = [("bold", "古渡口"), ("Normal", HALL), ("bold", "城隍庙"), ("Normal", WHEEL)]
    data = word(("bold", "沧水古城一日游导游词"), [["时间", "内容"], ["08:30", "集合"]], *stops)()
    tour = draft_tour(data)
    assert (tour.title, [stop.title for stop in tour.stops]) == ("沧水古城一日游导游词", ["古渡口", "城隍庙"])
