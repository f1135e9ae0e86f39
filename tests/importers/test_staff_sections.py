"""Sections and last lines for the people who run a tour are kept, but not spoken; stories of such names are spoken."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL

from audioguide.importers.outline import weight

COAL = "Hier kamen die Züge aus dem Ruhrgebiet an, vierzig Waggons Steinkohle am Tag verschlang das Werk."
RETORT = "In den Retorten wurde die Kohle bei elfhundert Grad erhitzt, die Heizer arbeiteten zwölf Stunden am Stück."
FOR_STAFF = [
    ("Kontakt und Technik", "Rückfragen an Karin Brandt, Durchwahl 212. Geräte werden nachts im Schrank 3 geladen."),
    ("Hinweise für das Personal", "Die Schlüssel hängen im Büro."),
    ("Nutzungsbedingungen", "Lizenziert für den Heimatverein bis Ende 2026."),
    ("Logistics", "Spare lanterns are in the office cupboard."),
    ("Terms of use", "Licensed to Saltmarsh Tours until 31 December."),
    ("Notes for volunteers", "Lock the side gate at six."),
    ("Equipment and contacts", "Chargers are kept behind the desk. Extension 14."),
    ("Staff checklist", "Wipe the lenses. Count the headsets."),
    ("After closing", "Headsets go back to the charger, keys to the storeroom."),
    ("Logistique", "Les casques de rechange sont dans l’armoire."),
    ("Consignes pour les guides", "Compter les appareils le soir."),
    ("Lista de control", "Cargar los dispositivos por la noche."),
    ("Condiciones de uso", "Licencia válida hasta diciembre."),
    ("工作人员检查表", "望远镜镜片擦拭。二维码牌更换。"),
    ("讲解员须知", "讲解器每晚充电，钥匙交到值班室。"),
    ("后勤保障", "备用灯笼放在办公室的柜子里。"),
    ("设备与交接", "耳机清点后归还仓库。"),
    ("給志願者的話", "鑰匙放在辦公室。"),
    ("授权说明", "授权青石旅行社使用到年底。"),
]
STORIES = [
    ("The Engine House", "The keys still hang in the office, where the driver left them in 1921."),
    ("Technik", "Hier lief von 1890 bis 1970 die Dampfmaschine des Hüttenwerks."),
    ("Equipment", "The divers wore boots of lead and helmets of copper."),
    ("Conclusion", "The keys hang in the office, and the charger is cold."),
    ("The Caretaker", "You may ask for the keys at the office, as everybody did."),
    ("值班室", "当年三个人轮流守在这里，钥匙挂在墙上。"),
    ("设备", "这台车床从德国运来，走了五个月的水路。"),
    ("结束语", "钥匙已经归还仓库，故事还在继续。"),
]


def _document(name: str, heading: str, text: str, numbered: bool) -> str:
    chinese = "\u4e00" <= text[0] <= "\u9fff"
    stops = [("观稻亭", HALL), ("水碾", WHEEL)] if chinese else [("The Vat", VAT), ("The Loom", LOOM)]
    if heading == "Kontakt und Technik":
        stops = [("Der Kohlenhof", COAL), ("Das Retortenhaus", RETORT)]
    mark = ("第{}站 " if chinese else "Stop {}: ") if numbered else ""
    title = "水乡导览" if chinese else "A Walk Along the Race"
    headings = [(mark.format(n) + own, below) for n, (own, below) in enumerate(stops, 1)]
    start = "## " if name.endswith("md") else ""
    lines = [("# " if start else "") + title]
    lines += [line for own, below in (*headings, (heading, text)) for line in (start + own, below)]
    return "\n\n".join(lines)


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(("heading", "text"), FOR_STAFF, ids=[heading for heading, _text in FOR_STAFF])
def test_a_last_section_for_staff_is_no_stop(heading: str, text: str, name: str) -> None:
    if heading == "After closing" and name == "a.txt":
        pytest.skip("nothing marks it as a heading")
    tour = checked_tour(_document(name, heading, text, numbered=True), name)
    assert len(tour.stops) == 2
    assert not any(sentence in narration(tour) for sentence in (heading, text))
    assert any("Not spoken" in todo for stop in tour.stops for todo in stop.todos) or weight(text) < 20


@pytest.mark.parametrize(("heading", "text"), STORIES, ids=[heading for heading, _text in STORIES])
def test_a_last_stop_of_such_a_name_is_spoken(heading: str, text: str) -> None:
    for numbered in (True, False):
        assert text in narration(checked_tour(_document("a.md", heading, text, numbered), "a.md"))
    number = "第3站 " if "\u4e00" <= text[0] <= "\u9fff" else "Stop 3: "
    tour = checked_tour(_document("a.md", number + heading, text, numbered=True), "a.md")
    assert len(tour.stops) == 3
    assert text in narration(tour)


@pytest.mark.parametrize(
    "line",
    [
        "Report fallen trees to the ranger station, 555-0142.",
        "Keys are kept in the office.",
        "Schlüssel im Büro.",
        "设备晚上充电。",
        "备用钥匙放在仓库。",
        "Les clés sont au bureau.",
        "Las llaves están en la oficina.",
    ],
)
def test_a_line_about_work_behind_a_last_dividing_line_is_not_spoken(line: str) -> None:
    text = "\n\n".join(("A Walk", "Stop 1: The Vat", VAT, "Stop 2: The Loom", LOOM, "-----", line))
    assert line not in narration(checked_tour(text))


@pytest.mark.parametrize(
    "line",
    [
        "The forest is silent again.",
        "Thank you for walking with us; leave your headset at the office.",
        "大家可以把讲解器交还给值班员。",
        "森林又安静下来了。",
        "Der Wald ist wieder still.",
        "In the end only the wheel was left.",
    ],
)
def test_a_last_line_of_the_story_behind_a_dividing_line_is_spoken(line: str) -> None:
    text = "\n\n".join(("A Walk", "Stop 1: The Vat", VAT, "Stop 2: The Loom", LOOM, "-----", line))
    assert line in narration(checked_tour(text))


@pytest.mark.parametrize(
    "line",
    [
        "值班提示：玻璃墙前勿使用闪光灯",
        "工作人员提醒：闭馆前清点耳机",
        "现场工作人员注意事项：雨天铺防滑垫",
        "（讲解员备注：此处地面湿滑）",
        "志願者須知：鑰匙放在辦公室",
        "Note for staff: lock the side gate at six",
        "Notes to guides: mind the wet floor",
        "Staff note: the lamp has a loose switch",
        "Note pour le personnel : fermer la porte",
        "Nota para el personal: cerrar la puerta",
        "Hinweis für das Personal: Tür schließen",
    ],
)
def test_a_line_labelled_for_staff_is_not_spoken(line: str) -> None:
    texts = (HALL, WHEEL) if "\u4e00" <= line[1] <= "\u9fff" else (VAT, LOOM)
    tour = checked_tour("\n\n".join(("1. 鼎", texts[0], line, "2. 剑", texts[1])))
    assert line not in narration(tour)
    assert len(tour.stops) == 2


@pytest.mark.parametrize(
    "line",
    [
        "老师的话：这口井从来没有干过。",
        "Note: your ticket is also valid tomorrow.",
        "Team work: forty men pulled this rope.",
        "Das Personal: zwölf Frauen und ein Koch.",
        "Les guides : deux bergers et un chien.",
    ],
)
def test_a_line_that_only_sounds_like_it_is_spoken(line: str) -> None:
    texts = (HALL, WHEEL) if "\u4e00" <= line[0] <= "\u9fff" else (VAT, LOOM)
    tour = checked_tour("\n\n".join(("1. 鼎", texts[0], line, "2. 剑", texts[1])))
    assert line.split("：")[-1].split(": ")[-1] in narration(tour)
