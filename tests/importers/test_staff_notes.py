"""Words for those who lead a tour or keep its text are not spoken; the same words for visitors are."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, TABLE, VAT, WHEEL
from test_lone_labels import GUIDES

from audioguide.importers import read_bytes
from audioguide.importers.draft import draft_document
from audioguide.model import Tour


def guide(language: str, inner: str = "", head: str = "", foot: str = "") -> Tour:
    """A guide of two stops, with a text in the first one, below its title or at its end."""
    form, first, second = GUIDES[language]
    title, rest = form.format(first, inner, second).split("\n\n", 1)
    return checked_tour("\n\n".join(filter(None, (title, head, rest.rstrip(), foot))))


NOTES = {
    "zh": [
        "讲解员注意：此处不使用扩音器，提醒游客脱帽。",
        "【志工注意】講解時站在神龕右側，勿擋住香客動線。",
        "志愿者须知：提前十分钟到岗。",
        "给讲解员的话：声音放轻一些。",
        "备忘：下周换展板。",
        "护林员提示：洪水后检查护栏。",
        "带队老师须知：过马路时站在最后。",
    ],
    "en": [
        "Ranger note: check the handrail after every flood.",
        "Note for walk leaders: toilets are open until 4 pm.",
        "Staff reminder: unlock the side door first.",
        "To do: ask the printer.",
        "Memo: new batteries in May.",
        "Volunteers' notes: wear the badge.",
        "Instructions for stewards: keep the gate shut.",
    ],
    "fr": [
        "Pense-bête : demander la clé à la mairie.",
        "Note interne : vérifier l'éclairage.",
        "À faire : changer la pile.",
        "Consignes aux bénévoles : fermer la grille.",
        "À l'attention des guides : rester à droite.",
    ],
    "es": [
        "Recordatorio: pedir la llave al párroco.",
        "Nota interna: revisar la luz.",
        "Aviso para los guías: cerrar la verja.",
    ],
    "de": [
        "Merkzettel: Schlüssel beim Küster holen.",
        "Hinweis für Gästeführer: Tor schließen.",
        "Intern: Lampe prüfen.",
    ],
}
FOR_VISITORS = {
    "zh": ["注意：请您小心台阶。", "提示：请大家抬头看。"],
    "en": ["Note for visitors: please mind the step.", "Reminder: please stay on the path."],
    "fr": ["Rappel aux visiteurs : restez sur le sentier, s'il vous plaît."],
    "de": ["Hinweis für Besucher: Bitte bleiben Sie auf dem Weg."],
}
BRACKETS = {
    "zh": [
        "（停留约3分钟，提醒游客不要攀爬树干）",
        "（此处路滑，讲解员走在老人外侧）",
        "（这里让大家数一数，等两分钟）",
        "（此处禁止触摸砖雕，请提醒）",
        "（视时间情况可略讲）",
        "（请学生两人一组看碑文）",
        "（等一分钟，再往前走）",
        "（志愿者站在台阶下面）",
    ],
    "en": [
        "(Remind them to hold the rail.)",
        "(If there is time, let children try the handle.)",
        "(Wait for the bell.)",
        "(Count the group before you go on.)",
        "(Make sure nobody touches the glass.)",
    ],
    "fr": ["(Rappeler de ne pas toucher.)", "(Si le temps le permet, ouvrir le coffre.)", "(Compter le groupe.)"],
    "es": ["(Recordar que no se toca.)", "(Si hay tiempo, abrir el arca.)", "(Cuidado con el escalón, avisar.)"],
    "de": ["(An die Stufe erinnern.)", "(Falls Zeit ist, Truhe öffnen.)", "(Gruppe zählen lassen.)"],
}
SAID_IN_BRACKETS = {
    "zh": ["（后来他做了县长，又回到村里教书。）", "（老师傅今年八十六岁了。）"],
    "en": ["(The other half was lost in the flood of 1886.)", "(Nobody knows who carved it.)"],
}
FEET = {
    "zh": [
        "附：活动当天安排\n8:30 老年大学门口集合\n11:40 统一返程，请带好水杯和雨伞",
        "接待流程（内部）\n08:30　停车场集合，清点人数\n10:00　送团队上车",
        "附录：历年学生人数\n数据来源：校档案室",
        "内部使用，请勿外传",
        "本稿供校庆志愿者使用，请背熟。",
    ],
    "en": [
        "Note for walk leaders: the key is with Mrs Ackroyd.\nWe still owe the printer £38.",
        "Working draft, do not circulate.",
        "09:00 Meet at the gate\n11:30 Coach leaves",
        "Bank: Town Savings, 20-00-00. Print: Copy Corner.",
        "-- \nKen Whitlow\nTreasurer",
    ],
    "fr": [
        "Document de travail, ne pas diffuser avant le conseil du 6 juin.",
        "Durée : une heure. Téléphone : 05 55 55 01 72",
    ],
    "es": [
        "Duración total: una hora y cuarto. Teléfono de la asociación: 918 555 037",
        "Borrador de uso interno, no difundir.",
    ],
    "de": [
        "Spendenkonto: Kreissparkasse, IBAN DE00 0000 0000. Druck: Copyshop Meier.",
        "Arbeitsfassung, nicht weitergeben.",
    ],
}
HEADS = {
    "zh": [
        "石塘村村民委员会　2023年9月修订",
        "讲解：五（2）班 小林、五（3）班 小雨　　　指导老师：何敏",
        "配音：林一帆、周楠　　剪辑：待定　　截止日期：10月20日前",
        "各位师兄：讲解时请穿义工马甲，法会期间不进殿讲解。",
        "各位志愿者：请提前背熟。",
    ],
    "en": [
        "by Annis Treloar",
        "Lower Thwaite Local History Group",
        "Revised by Doreen, Feb. 2022",
        "Dear volunteers, please learn it by heart.",
    ],
    "fr": ["Comité des fêtes, texte de Jeannine", "Document interne de la mairie, version provisoire."],
    "es": ["Documento preparado por la Concejalía de Turismo.", "Asociación de Amigos del Patrimonio"],
    "de": ["Heimatverein Ottenrode", "Fassung von 2021"],
}


def rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "note"), rows(NOTES))
def test_a_note_for_staff_is_kept_and_not_spoken(language: str, note: str) -> None:
    tour = guide(language, inner=note)
    assert note[-6:] not in narration(tour)
    assert any(note[-6:] in segment.text for segment in tour.stops[0].segments if segment.is_cue)
    assert len(tour.stops) == 2


@pytest.mark.parametrize(("language", "note"), rows(FOR_VISITORS))
def test_a_note_for_visitors_is_spoken(language: str, note: str) -> None:
    assert note[-6:] in narration(guide(language, inner=note))


@pytest.mark.parametrize(("language", "bracket"), rows(BRACKETS))
def test_a_bracket_for_those_who_lead_is_a_cue_between_sentences(language: str, bracket: str) -> None:
    form, first, second = GUIDES[language]
    space = "" if language == "zh" else " "
    tour = checked_tour(form.format(first + space + bracket + space + second, "", second))
    assert bracket.strip("（）()") not in narration(tour)
    assert narration(tour).count(second[:29]) == 2


@pytest.mark.parametrize(("language", "bracket"), rows(SAID_IN_BRACKETS))
def test_a_bracket_that_tells_visitors_more_is_spoken(language: str, bracket: str) -> None:
    form, first, second = GUIDES[language]
    assert bracket.strip("（）()") in narration(checked_tour(form.format(first + bracket, "", second)))


@pytest.mark.parametrize(("language", "foot"), rows(FEET))
def test_what_stands_below_the_last_stop_for_the_makers_is_not_spoken(language: str, foot: str) -> None:
    tour = guide(language, foot=foot)
    assert len(tour.stops) == 2
    assert not any(line.strip()[-8:] in narration(tour) for line in foot.splitlines())


@pytest.mark.parametrize(("language", "head"), rows(HEADS))
def test_who_wrote_it_and_for_whom_is_not_spoken_and_begins_no_stop(language: str, head: str) -> None:
    tour = guide(language, head=head)
    assert [stop.number for stop in tour.stops] == ["1", "2"]
    assert head[-8:] not in narration(tour)


@pytest.mark.parametrize(
    ("language", "welcome"),
    [
        ("zh", "各位游客，欢迎来到水碾公园，请跟我来。"),
        ("en", "Welcome to the mill, which has stood here since 1881."),
        ("de", "Willkommen bei uns in der Mühle."),
    ],
)
def test_a_welcome_above_the_first_stop_is_spoken(language: str, welcome: str) -> None:
    assert welcome[-8:] in narration(guide(language, head=welcome))


def test_farewells_behind_a_note_for_staff_are_spoken() -> None:
    assert "Goodbye, and thank you for coming" in narration(
        guide("en", foot="Note for walk leaders: lock up.\n\nGoodbye, and thank you for coming to the mill.")
    )


@pytest.mark.parametrize(
    ("remark", "is_spoken"),
    [
        ("说明：每批学生不超过40人，午餐在村民家中安排，每人25元。", False),
        ("本表由村委会填报。", False),
        ("参观到这里就结束了，谢谢大家。", True),
    ],
)
def test_below_a_table_of_stops_only_words_to_visitors_are_spoken(remark: str, is_spoken: bool) -> None:
    rows_of_html = "".join(
        f"<tr><td>{n}</td><td>{t}</td><td>{x}</td></tr>" for n, t, x in ((1, "水碾", WHEEL), (2, "祠堂", HALL))
    )
    head = "<title>点位表</title><h1>点位表</h1><table><tr><th>序号</th><th>名称</th><th>讲解词</th></tr>"
    page = f"{head}{rows_of_html}</table><p>{remark}</p>"
    assert (remark[-8:] in narration(checked_tour(page, "a.html"))) == is_spoken


ROUTES = {
    "zh": ("线路一：东街线", "线路二：西街线", "（{}）{}", WHEEL, HALL),
    "zh, lines": ("东湖路线", "西山路线", "第{}站 {}", WHEEL, HALL),
    "es": (
        "Ruta de los Molinos",
        "Ruta Monumental",
        "Parada {}. {}",
        "El molino es de 1761. Muele trigo todavía.",
        "El puente tiene dos arcos.",
    ),
    "en": ("The Harbour Walk", "The Castle Walk", "{}. {}", LOOM, VAT),
    "de": (
        "Rundgang Unterstadt",
        "Rundgang Oberstadt",
        "Station {}: {}",
        "Die Mühle ist von 1781.",
        "Das Waschhaus stammt von 1850.",
    ),
    "fr": (
        "Circuit du bourg",
        "Circuit des moulins",
        "Halte {} : {}",
        "Le lavoir date de 1850.",
        "Le moulin date de 1781.",
    ),
}


def routes_text(kind: str, restarts: bool) -> str:
    first, second, head, text, other = ROUTES[kind]
    numbers = (
        iter((1, 2, 1, 2) if restarts else (1, 2, 3, 4))
        if kind != "zh"
        else iter("一二一二" if restarts else "一二三四")
    )
    names = iter(["甲塔", "乙塔", "丙塔", "丁塔"] if kind.startswith("zh") else ["Alba", "Bruna", "Corvo", "Delta"])
    lines = ["老城讲解" if kind.startswith("zh") else "Alba"]
    for route in (first, second):
        lines += ["", route]
        for body in (text, other):
            lines += ["", head.format(next(numbers), next(names)), body]
    return "\n".join(lines)


@pytest.mark.parametrize("kind", ROUTES)
def test_routes_whose_stops_are_numbered_anew_are_tours(kind: str) -> None:

    drafts = draft_document(read_bytes(routes_text(kind, True).encode(), "a.txt"), TABLE).drafts
    assert [draft.tour.title for draft in drafts] == list(ROUTES[kind][:2])
    assert [[stop.number for stop in draft.tour.stops] for draft in drafts] == [["1", "2"], ["1", "2"]]


@pytest.mark.parametrize("kind", ROUTES)
def test_routes_whose_numbers_count_on_are_chapters_of_one_tour(kind: str) -> None:
    tour = checked_tour(routes_text(kind, False))
    assert [stop.number for stop in tour.stops] == ["1", "2", "3", "4"]


COUNTED = [
    ("Post {}: {}", "en"),
    ("Waypoint {} – {}", "en"),
    ("Marker {}. {}", "en"),
    ("Bell {}: {}", "en"),
    ("Listening post {}: {}", "en"),
    ("Pfosten {}: {}", "de"),
    ("Kasten {} – {}", "de"),
    ("Jalon {} : {}", "fr"),
    ("Mojón {}: {}", "es"),
    ("看点{}：{}", "zh"),
    ("打卡地{} {}", "zh"),
    ("第{}景　{}", "zh"),
    ("驿站{}、{}", "zh"),
]


@pytest.mark.parametrize(("form", "language"), COUNTED)
def test_a_word_of_the_documents_own_counts_the_stops(form: str, language: str) -> None:
    _form, first, second = GUIDES[language]
    names = ("水碾", "祠堂", "戏台") if language == "zh" else ("Alba", "Bruna", "Corvo")
    body = [
        line for n, name in zip((1, 2, 4), names, strict=True) for line in ("", form.format(n, name), first + second)
    ]
    tour = checked_tour("\n".join(["老街导览" if language == "zh" else "Oberon", *body]))
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", names[0]), ("2", names[1]), ("4", names[2])]


def test_a_time_of_day_is_no_number_of_a_stop() -> None:
    assert [stop.number for stop in guide("zh", foot="8:30 集合\n11:40 返程").stops] == ["1", "2"]
    assert "8:30" not in narration(guide("en", foot="8:30 Meet at the gate\n11:40 Coach leaves"))


@pytest.mark.parametrize("gap", [0, 4000])
@pytest.mark.parametrize("heads", [("第一站　古渡口", "第二站 会馆"), ("Stop 1: Ferry", "Stop 2: Hall")])
def test_subtitles_that_are_titles_begin_stops(heads: tuple[str, str], gap: int) -> None:
    han = "站" in heads[0] or "、" in heads[0]
    text = (
        ("最热闹的时候停一百条船", "石阶上有纤绳的印子")
        if han
        else ("a hundred boats came here", "the steps are worn by ropes")
    )
    lines, at = [], 0
    for n, line in enumerate((heads[0], *text, heads[1], *text[::-1]), 1):
        at += gap if line in heads else 0
        lines.append(f"{n}\n00:00:{at // 1000:02},000 --> 00:00:{at // 1000 + 2:02},000\n{line}\n")
        at += 2000
    tour = checked_tour("\n".join(lines), "film.srt")
    assert [stop.number for stop in tour.stops] == ["1", "2"]
    assert [stop.title for stop in tour.stops] == (["古渡口", "会馆"] if han else ["Ferry", "Hall"])
