"""Lines that fresh documents had: lists within a text, remarks in headings, sounds and ends in four languages."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL
from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import Import, draft_document
from audioguide.importers.stop_numbers import read_stop_number
from audioguide.importers.table_columns import find_column_kind
from audioguide.importers.titles import clean_title

TABLE = load_confusions()
LISTS = {
    "behind a colon": ("这条水渠有三个用处：", "（1）灌溉两岸的稻田；", "（2）推动水碾；", "（3）给孩子们洗澡。"),
    "points and full stops": ("造纸要经过三步：", "1. 先把竹子砍下来。", "2. 再泡上一百天。", "3. 最后抄成纸。"),
    "semicolons alone": ("纸坊有四口塘。", "①砍竹子；", "②泡石灰；", "③抄纸。"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_numbered_list_within_a_text_is_spoken_and_begins_no_stops(name: str) -> None:
    lines = LISTS[name]
    tour = checked_tour("\n".join(("稻田公园", "1、观稻亭", HALL, "", "2、水渠", *lines, "", "3、晒场", WHEEL)))
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "观稻亭"), ("2", "水渠"), ("3", "晒场")]
    spoken = narration(tour)
    assert all(line.lstrip("（123）①②③. ") in spoken for line in lines)
    assert not any(mark in spoken for mark in ("（1）", "①", "2."))


@pytest.mark.parametrize(
    "remark",
    [
        "（停留约3分钟）",
        "（5分钟）",
        "（约200字）",
        "（字数：38）",
        "【2分钟】",
        "（选讲）",
        "(2 min)",
        "(approx. 90 sec)",
        "(optional)",
        "(02_high-street.mp3)",
        "(3 minutos)",
        "(env. 2 minutes)",
    ],
)
def test_a_remark_behind_a_title_is_a_cue(remark: str) -> None:
    chinese = not remark.isascii()
    texts = (WHEEL, HALL) if chinese else (LOOM, VAT)
    names = ("水碾", "祠堂") if chinese else ("The Loom", "The Vat")
    head = "第{}站 {}" if chinese else "Stop {}: {}"
    lines = [
        line
        for n, (name, text) in enumerate(zip(names, texts, strict=True), 1)
        for line in (f"{head.format(n, name)}{' ' if not chinese else ''}{remark}", text)
    ]
    tour = checked_tour("\n\n".join(("古镇导览" if chinese else "Mill tour", *lines)))
    assert [stop.title for stop in tour.stops] == list(names)
    assert remark in [s.text for s in tour.stops[0].segments if s.is_cue]


@pytest.mark.parametrize("title", ["The Loom (1881)", "水碾（复制品）", "祠堂（第二进）"])
def test_a_bracket_that_belongs_to_a_title_stays(title: str) -> None:
    chinese = not title.isascii()
    head, text = ("第1站 ", WHEEL) if chinese else ("Stop 1: ", LOOM)
    tour = checked_tour(
        "\n\n".join(("古镇" if chinese else "Mill", head + title, text, head.replace("1", "2") + "Z", text))
    )
    assert tour.stops[0].title == title


@pytest.mark.parametrize(
    "line",
    [
        "Bruitage : chaînes.",
        "Efecto de sonido: cadenas",
        "Atmo: Wind im Tor",
        "Fin de l'enregistrement.",
        "Fin de la grabación",
        "Ende der Aufnahme.",
        "End of recording.",
        "（讲解结束）",
        "录音完毕",
    ],
)
def test_sounds_and_ends_are_never_spoken(line: str) -> None:
    text = "# Mill\n\n" + "".join(
        f"## {n}. {name}\n\n{LOOM}\n\n{line}\n\n" for n, name in ((1, "A hall"), (2, "A yard"))
    )
    assert line not in narration(checked_tour(text, "a.md"))


TRADITIONAL = {
    "（帶領小朋友走上木棧道）": False,
    "（導覽員請先開燈）": False,
    "【音樂漸起】": False,
    "（停頓三秒）": False,
    "停留時間：五分鐘": False,
    "提示：語速放慢。": False,
    "提示：請您抬頭看屋脊。": True,
}


@pytest.mark.parametrize("line", TRADITIONAL)
def test_directions_are_known_in_traditional_characters(line: str) -> None:
    text = "這座廟建於嘉慶年間，香火兩百年沒有斷過，請您先看看門口的石獅。"
    spoken = narration(checked_tour("\n".join(("老街導覽", "第一站　土地公廟", text, line, "第二站　剃頭店", text))))
    assert (line.rpartition("：")[2] in spoken) == TRADITIONAL[line]
    assert text in spoken


@pytest.mark.parametrize("number", [1, 9, 10])
def test_a_keycap_is_a_number(number: int) -> None:
    written = "\U0001f51f" if number == 10 else f"{number}\ufe0f\u20e3"
    read = read_stop_number(f"{written} 茶王树")
    assert read is not None
    assert (read.value, read.length) == (number, len(written) + 1)


def table(header: str, *rows: str) -> Import:
    result = draft_document(read_bytes("\n".join((header, *rows)).encode(), "灯塔.csv"), TABLE)
    holds(result)
    return result


HAN, LATIN = (
    "灯塔高三十二米，从1911年亮到今天，请您往上走。",
    "The lighthouse is 32 metres high and has been lit since 1911 without a break.",
)


@pytest.mark.parametrize(
    "header",
    [
        "序号,景点,中文导览词,English script",
        "序号,景点,English script,中文导览词",
        "序号,景点,解说词（英）,解说词（中）",
    ],
)
def test_of_two_languages_the_titles_language_is_spoken_and_the_other_asked_about(
    header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    places = {True: HAN, False: f'"{LATIN}"'}
    columns = header.split(",")
    cells = [places["中" in name] for name in columns[2:]]
    (draft,) = table(header, ",".join(("1", "灯塔", *cells)), ",".join(("2", "雾钟", *cells))).drafts
    assert (draft.tour.language, [stop.title for stop in draft.tour.stops]) == ("zh-CN", ["灯塔", "雾钟"])
    assert narration(draft.tour) == f"{HAN}\n{HAN}"
    assert all("Not spoken: “The lighthouse" in "\n".join(stop.todos) for stop in draft.tour.stops)


def test_prose_in_a_column_with_an_unknown_name_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    rows = (f"1,灯塔,{HAN},守塔人的后代还住在山下。", f"2,雾钟,{HAN},钟是一九一二年铸的，重三吨。")
    (draft,) = table("序号,景点,导览词,小故事", *rows).drafts
    assert "Not spoken: “守塔人的后代还住在山下。”" in "\n".join(draft.tour.stops[0].todos)


PAGE = """<html lang="fr"><head><title>Le lavoir</title></head><body><main><h1>Le lavoir</h1>
<h2>1 - Le bassin</h2><p>L'eau arrive de la montagne, à sept degrés, été comme hiver.</p>FURNITURE
<h2>2 - Le toit</h2><p>Le toit date de 1874. Avant lui, on lavait sous la pluie, et l'on chantait quand même.</p>
</main></body></html>"""


@pytest.mark.parametrize(
    "furniture",
    [
        '<p><a href="1.mp3">Télécharger le fichier audio (mp3, 1,2 Mo)</a></p>',
        '<div class="audio-player">0:00 / 2:31 <button>Écouter</button></div>',
        "<p>00:00 / 02:31</p>",
        "<p>Descargar audio (mp3)</p>",
        "<p>Download MP3</p>",
    ],
)
def test_the_player_of_a_page_is_not_narrated(furniture: str) -> None:
    page = PAGE.replace("FURNITURE", furniture)
    result = draft_document(read_bytes(page.encode(), "a.html"), TABLE)
    holds(result)
    spoken = narration(result.drafts[0].tour)
    assert not any(word in spoken for word in ("mp3", "MP3", "2:31", "Écouter"))
    assert "on lavait sous la pluie" in spoken


def test_a_picture_behind_the_player_is_the_stops() -> None:
    player = (
        '<div class="player">0:00 / 2:31</div><img src="whale.jpg" alt="A whale"><p class="credit">Photo: T. Wade</p>'
    )
    text = f"<h2>Transcript</h2><p>{LOOM} {VAT}</p>"
    page = f"<html><body><main><h1>Stop 7: The Whale</h1>{player}{text}</main></body></html>"
    (stop,) = draft_document(read_bytes(page.encode(), "a.html"), TABLE).drafts[0].tour.stops
    assert (stop.number, stop.alt) == ("7", "A whale")


MARKS = (
    '<sup><a href="#n1">1</a></sup>',
    '<a href="#n1"><sup>[1]</sup></a>',
    '<a epub:type="noteref" href="#n1">*</a>',
    '<a class="footnote-ref" role="doc-noteref" href="#n1">1</a>',
)
NOTES = (
    '<p id="n1">1. Board papers, box 12.</p>',
    '<aside epub:type="footnote" id="n1"><p>Board papers, box 12.</p></aside>',
    '<ol><li id="n1">Board papers, box 12. <a href="#r1">↩</a></li></ol>',
    '<div role="doc-endnotes"><p id="n1">Board papers, box 12.</p></div>',
)


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("mark", MARKS)
def test_notes_of_a_page_and_their_marks_are_not_spoken(mark: str, note: str) -> None:
    text = f"<p>The bell was cast for a ship that never sailed.{mark} It has hung here since 1830.</p>"
    page = f"<html><body><h1>Mill</h1><h2>1. Bell</h2>{text}<h2>2. Vat</h2><p>{VAT}</p>{note}</body></html>"
    result = draft_document(read_bytes(page.encode(), "a.html"), TABLE)
    holds(result)
    spoken = narration(result.drafts[0].tour)
    assert "that never sailed. It has hung here" in spoken
    assert "box 12" not in spoken


def test_a_link_to_a_section_is_no_note() -> None:
    link = '<p>Go on to <a href="#s2">2</a>, five m<sup>2</sup> of oak.</p>'
    page = f'<html><body><h1>Mill</h1>{link}<div id="s2"><p>{VAT}</p></div>'
    spoken = narration(draft_document(read_bytes(page.encode(), "a.html"), TABLE).drafts[0].tour)
    assert VAT in spoken and "Go on to 2" in spoken


@pytest.mark.parametrize(
    ("heading", "value", "title"),
    [
        ("One: Bell", 1, "Bell"),
        ("Deux : Le puits", 2, "Le puits"),
        ("Drei – Der Hafen", 3, "Der Hafen"),
        ("PART 1 伞骨", 1, "伞骨"),
        ("Part 2: The Vat", 2, "The Vat"),
        ("PART.03 收伞", 3, "收伞"),
        ("★1号点：渔港码头", 1, "渔港码头"),
        ("◆第二站：盐仓", 2, "盐仓"),
        ("☆ Stop 3: The Vat", 3, "The Vat"),
        ("Halte 1 — Le porche", 1, "Le porche"),
        ("Borne 4 : Le lavoir", 4, "Le lavoir"),
    ],
)
def test_a_number_before_the_title_of_a_section(heading: str, value: int, title: str) -> None:
    read = read_stop_number(heading, in_heading=True)
    assert read is not None
    assert (read.value, heading[read.length :]) == (value, title)


@pytest.mark.parametrize(
    ("header", "other"),
    [
        ("Lieu,Ce que dit le guide,Ce que fait le guide", "Rassembler le groupe"),
        ("Place,What the guide says,What the guide does", "Gather the group"),
        ("Ort,Was der Guide sagt,Was der Guide tut", "Gruppe sammeln"),
        ("地点,讲解员说什么,讲解员做什么", "集合队伍"),
    ],
)
def test_a_column_of_what_the_guide_says_is_spoken_and_its_places_are_titles(header: str, other: str) -> None:
    (draft,) = table(header, f"Mill,{HAN},{other}", f"Vat,{HAN},").drafts
    spoken = narration(draft.tour)
    assert [stop.title for stop in draft.tour.stops] == ["Mill", "Vat"]
    assert HAN in spoken
    assert other not in spoken


@pytest.mark.parametrize(
    "question",
    [
        "（柜台是哪一年砌的？待核实）",
        "（碑文待补）",
        "（此说存疑）",
        "(TBC)",
        "(date to be checked)",
        "(à vérifier)",
        "(por confirmar)",
    ],
)
def test_what_the_author_still_has_to_find_out_is_kept_and_not_spoken(question: str) -> None:
    chinese = "（" in question
    text = f"{HALL}{question}{WHEEL}" if chinese else f"{LOOM} {question} {VAT}"
    (stop,) = checked_tour(f"# Mill\n\n## 1. Hall\n\n{text}", "a.md").stops
    assert question not in "".join(s.text for s in stop.segments if not s.is_cue)
    assert question in [s.text for s in stop.segments if s.is_cue]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("1.1 创校", "创校"),
        ("2.3.1 旧钢琴", "旧钢琴"),
        ("1.2 The Gate", "The Gate"),
        ("2.5公里长的水渠", "2.5公里长的水渠"),
        ("1.5 km of wall", "1.5 km of wall"),
        ("3.7万册藏书", "3.7万册藏书"),
    ],
)
def test_the_number_of_a_section_is_no_part_of_its_title(written: str, title: str) -> None:
    assert clean_title(written) == title


def test_a_row_without_number_and_title_goes_on_with_the_stop_above() -> None:
    (draft,) = table("点位,名称,讲解内容", f"1,褶皱崖,{HALL}", f",,{WHEEL}", f"2,化石坡,{HAN}").drafts
    assert [(stop.number, stop.title) for stop in draft.tour.stops] == [("1", "褶皱崖"), ("2", "化石坡")]
    assert [WHEEL in "".join(s.text for s in stop.segments) for stop in draft.tour.stops] == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        "製作單位：鹽埕社區發展協會",
        "主办单位：县文化馆",
        "Approved by: ____________________    Date: ____________",
        "审核人：______",
        "＊＊＊",
        "* * *",
        "==========",
        "［灯光渐暗］",
    ],
)
def test_credits_blanks_and_dividing_lines_are_not_spoken(line: str) -> None:
    text = f"# Mill\n\n## 1. Hall\n\n{HALL}\n\n{line}\n\n## 2. Yard\n\n{WHEEL}\n\n{line}"
    spoken = narration(checked_tour(text, "a.txt"))
    assert line not in spoken
    assert all(word in spoken for word in (HALL, WHEEL))


ALONE = [
    ("PART.0{n}", True), ("PART 0{n}", True), ("PART {n}", True), ("PART\n\n0{n}", True), ("P A R T {n}", True),
    ("第{han}部分", True), ("NO.{n}", True), ("/ 0{n} /", True), ("STEP 0{n}", True),
    ("Vol.{n}", True), ("— 0{n} —", True),
    ("「0{n}」", True), ("第{han}幕", True), ("Part {word}", False), ("Part {n}", False), ("Chapter {word}", False),
    ("Kapitel {n}", False), ("Partie {roman}", False), ("Teil {n}", False), ("Capítulo {n}", False), ("| {n} |", False),
]  # fmt: skip


@pytest.mark.parametrize("mark", ["", "## "], ids=["text", "heading"])
@pytest.mark.parametrize(("form", "is_chinese"), ALONE)
def test_a_line_of_a_number_alone_counts_the_stop_titled_below_and_is_not_spoken(
    form: str, is_chinese: bool, mark: str
) -> None:
    titles = (
        ("南门瓮城", "马面", "魁星阁") if is_chinese else ("The Boiler House", "The Beam Engine", "The Filter Beds")
    )
    texts = (WHEEL, HALL, "魁星阁只有三层，却是旧时城里最高的地方。") if is_chinese else (LOOM, VAT, LOOM)
    lines = ["在城墙上走一圈" if is_chinese else "Round the works"]
    for n, (title, text) in enumerate(zip(titles, texts, strict=True), 1):
        number = form.format(n=n, han="零一二三"[n], word=("", "One", "Two", "Three")[n], roman="I" * n)
        lines += [mark + number, title, text]
    tour = checked_tour("\n\n".join(lines), "a.md" if mark else "a.txt")
    assert [(stop.number, stop.title) for stop in tour.stops] == [(str(n), t) for n, t in enumerate(titles, 1)]
    assert [s.text for stop in tour.stops for s in stop.segments if not s.is_cue] == list(texts)


def test_short_titles_of_places_that_are_no_towns_begin_stops_and_no_tours() -> None:
    texts = ("瓮城就像一只口袋，瓮城里三面都是弓箭手。", WHEEL, "魁星阁只有三层，可是魁星阁却是城里最高的地方。")
    lines = [x for pair in zip(("南门瓮城", "马面", "魁星阁"), texts, strict=True) for x in pair]
    tour = checked_tour("\n\n".join(("在城墙上走一圈", *lines)))
    assert [stop.title for stop in tour.stops] == ["南门瓮城", "马面", "魁星阁"]


@pytest.mark.parametrize(
    "line",
    [
        "Stand in the middle and look upstream,",
        "Stand here for a moment",
        "Time has been kind to this room,",
        "Length and breadth were measured in paces,",
        "Draft horses pulled the barges along this path,",
    ],
)
def test_a_line_broken_in_mid_sentence_is_no_note_on_the_recording(line: str) -> None:
    goes_on = "where the water divides around a small island."
    tour = checked_tour("\n".join(("Mill tour", "1. The Loom", LOOM, "", "2. The Vat", line, goes_on)))
    assert f"{line} {goes_on}" in narration(tour)


@pytest.mark.parametrize("line", ["Stand: Mai 2024", "Stand Mai 2024", "Time: 2 min", "Length 3 minutes", "DRAFT 3"])
def test_a_note_on_the_recording_is_not_spoken(line: str) -> None:
    tour = checked_tour("\n\n".join(("Mill tour", "1. The Loom", LOOM, "2. The Vat", line, VAT)))
    assert line not in narration(tour)


@pytest.mark.parametrize(
    "line",
    [
        "人物：朵朵，四年级学生；陈馆长，退休教师",
        "出场人物：小明、爷爷、解说员",
        "角色：导览员，小鱼，老船长",
        "Characters: Maggie, a pupil; Mr Dunn, the keeper",
        "Personajes: Lola, alumna; don Pedro, molinero",
        "Personen: Lena, Schülerin; Herr Vogt, Müller",
    ],
)
def test_the_list_of_who_speaks_in_a_play_is_not_spoken(line: str) -> None:
    chinese = not line.isascii() and "：" in line
    names, texts = (("水碾", "祠堂"), (WHEEL, HALL)) if chinese else (("The Loom", "The Vat"), (LOOM, VAT))
    head = "第{}站 {}" if chinese else "Stop {}: {}"
    lines = [
        x for n, (name, text) in enumerate(zip(names, texts, strict=True), 1) for x in (head.format(n, name), text)
    ]
    tour = checked_tour("\n\n".join(("古镇导览" if chinese else "Mill tour", line, *lines)))
    assert [stop.title for stop in tour.stops] == list(names)
    assert narration(tour) == "\n".join(texts)


@pytest.mark.parametrize(
    ("head", "number", "title"),
    [
        ("Tafel 1: Der Ameisenhügel", "1", "Der Ameisenhügel"),
        ("Infotafel 2: Das Moor", "2", "Das Moor"),
        ("Schautafel 3 – Die Köhlerhütte", "3", "Die Köhlerhütte"),
        ("Panel 4: The Kiln", "4", "The Kiln"),
        ("Panneau 5 : Le four", "5", "Le four"),
        ("Room 4a: Housemaid's Closet", "4a", "Housemaid's Closet"),
        ("Salle 2b : Le salon", "2b", "Le salon"),
        ("Raum 10c: Die Küche", "10c", "Die Küche"),
    ],
)
def test_boards_and_rooms_number_stops(head: str, number: str, title: str) -> None:
    read = read_stop_number(head)
    assert read is not None
    assert (read.number, head[read.length :]) == (number, title)


@pytest.mark.parametrize(
    "state",
    [
        "CUT – closed until May",
        "cut from the tour",
        "Deleted",
        "not used",
        "已删除",
        "取消",
        "entfällt",
        "supprimé",
        "eliminado",
        "gestrichen (Umbau)",
    ],
)
def test_a_row_whose_state_says_that_it_is_out_is_no_stop(state: str) -> None:
    rows = [f'1,The Loom,"{LOOM}",Approved', f'2,The Wheel,"{VAT}",{state}', f'3,The Gate,"{VAT}",clear cut']
    tour = checked_tour("\n".join(("No,Title,Script,Status", *rows)), "a.csv")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "The Loom"), ("3", "The Gate")]


@pytest.mark.parametrize(
    "column", ["Sprechtext", "Vorlesetext", "Audiotext", "Gesprochener Text", "Texte parlé", "Texto hablado"]
)
def test_a_column_named_for_what_is_spoken_is_the_narration_beside_numbers_and_names(column: str) -> None:
    text = "\n".join((f"Nr.;Station;{column};Dauer", f"1;Rathaus;{LOOM};00:45", f"2;Brunnen;{VAT};00:30"))
    tour = checked_tour(text, "a.csv")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "Rathaus"), ("2", "Brunnen")]
    assert narration(tour) == f"{LOOM}\n{VAT}"


@pytest.mark.parametrize("column", ["Station", "Punto", "Punto de escucha", "Étape", "Point d’écoute", "Hörpunkt"])
@pytest.mark.parametrize("has_numbers", [True, False])
def test_a_column_of_points_names_the_stops_beside_numbers_and_alone(column: str, has_numbers: bool) -> None:
    rows = [("N.º", column, "Text"), ("4", "The Loom", LOOM), ("7", "The Vat", VAT)]
    tour = checked_tour("\n".join(";".join(row if has_numbers else row[1:]) for row in rows), "a.csv")
    assert [stop.title for stop in tour.stops] == ["The Loom", "The Vat"]
    assert [stop.number for stop in tour.stops] == (["4", "7"] if has_numbers else ["1", "2"])


HEADINGS = {
    "📍 STOP 1 老门东": ("1", "老门东"),
    "🚩 Stop 3: The Bridge": ("3", "The Bridge"),
    "STOP 2老街": ("2", "老街"),
    "站點2｜永樂布市": ("2", "永樂布市"),
    "第3站丨码头": ("3", "码头"),
    "任务二 龙窑": ("2", "龙窑"),
    "Task 4: The Kiln": ("4", "The Kiln"),
    "展柜三：陶罐": ("3", "陶罐"),
    "★1号点 祠堂": ("1", "祠堂"),
    "2. 米仓": ("2", "米仓"),
    "【三】年画作坊": ("3", "年画作坊"),
    "3、名人堂": ("3", "名人堂"),
    "4：公堂": ("4", "公堂"),
    "5. 年画馆": ("5", "年画馆"),
    "场景二：电报房": ("2", "电报房"),
    "Stop B – The Osier Beds": ("", "The Osier Beds"),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_number_before_a_title_however_it_is_set_off(heading: str) -> None:
    number = read_stop_number(heading)
    assert number is not None
    assert (number.number, heading[number.length :]) == HEADINGS[heading]


@pytest.mark.parametrize(
    "line",
    [
        "桑园镇文化站编印",
        "龙窑为什么要建在坡上？______________",
        "□ 我摸到了泥坯  □ 我闻到了泥土的味道",
        "指导老师：陈晓玲",
        "END OF TRAIL",
        "Inv. 1987.12",
        "N° d’inventaire 1954.3",
        "典藏號：A-0123",
        "3. F/X: OARS IN WATER. A BELL.",
    ],
)
def test_what_stands_beside_the_narration_is_never_spoken(line: str) -> None:
    names, texts = (("水碾", "祠堂"), (WHEEL, HALL)) if not line.isascii() else (("The Loom", "The Vat"), (LOOM, VAT))
    blocks = [f"## {n}. {name}\n\n{text}\n\n{line}" for n, (name, text) in enumerate(zip(names, texts, strict=True), 1)]
    spoken = narration(checked_tour("# Mill\n\n" + "\n\n".join(blocks), "a.md"))
    assert line[-8:] not in spoken
    assert texts[1] in spoken


QUOTES = {
    "de": ("Viele Grüße", "Am 11.06.2024 um 17:02 schrieb Team Audio:"),
    "en": ("Best wishes,", "On Tue, 4 Mar 2025 at 10:12, Joan Pike <joan@harbour.example> wrote:"),
    "zh": ("此致", "在 2024年3月5日 9:20，李梅 <li@mill.example> 写道："),
    "head": ("Regards", "From: Joan\nSent: Monday\nTo: Audio\nSubject: Re: text"),
}


@pytest.mark.parametrize("name", QUOTES)
def test_the_mail_that_was_answered_is_not_spoken(name: str) -> None:
    closing, attribution = QUOTES[name]
    text = f"Mill tour\n\nStop 1: The Loom\n{LOOM}\n\nStop 2: The Vat\n{VAT}\n\n{closing}\nKarin\n\n{attribution}\n"
    tour = checked_tour(text + "> When do we get the words? The studio is free on Monday.\n> Jens\n")
    spoken = narration(tour)
    assert len(tour.stops) == 2
    assert VAT in spoken
    assert not any(word in spoken for word in ("Karin", "studio", "Jens"))


def test_the_title_of_an_object_stands_above_its_date_and_material() -> None:
    text = f"Mill\n\nInv. 1987.12\nBench\nOak, about 1640\n{LOOM}\n\nInv. 1992.4a\nApron\nCotton, 1930s\n{VAT}\n"
    tour = checked_tour(text)
    assert [stop.title for stop in tour.stops] == ["Bench", "Apron"]
    assert not any(word in narration(tour) for word in ("Oak", "1930", "Inv"))


@pytest.mark.parametrize(
    "name",
    [
        "Texto locución",
        "Final script",
        "最终讲解词",
        "解说词定稿",
        "文字说明",
        "Texte à lire",
        "Text to read",
        "Texte de l’audioguide",
    ],
)
def test_a_column_of_narration_under_several_words(name: str) -> None:
    assert find_column_kind(name) == "narration"


def test_a_sound_below_a_title_leaves_it_a_title() -> None:
    tour = checked_tour(f"MILL TRAIL\n\nTHE LOOM\n[SFX: wheel, bell]\n{LOOM}\n\nTHE VAT\n{VAT}\n")
    assert [stop.title for stop in tour.stops] == ["THE LOOM", "THE VAT"]


def test_places_name_the_stops_of_a_table_that_has_numbers_and_no_titles() -> None:
    rows = f'N°,Lieu,Texte à lire,Durée\n1,Porte,"{LOOM}",0:45\n2,Tour,"{VAT}",1:00\n'
    assert [(stop.number, stop.title) for stop in checked_tour(rows, "a.csv").stops] == [("1", "Porte"), ("2", "Tour")]


def test_headings_of_chapters_that_hold_only_headings_begin_no_stops() -> None:
    chapters = (("1 光的历史", "1.1 油灯", "1.2 透镜"), ("2 守灯人", "2.1 日志", "2.2 菜园"))
    body = "\n\n".join(f"## {a}\n\n### {b}\n\n{HALL}\n\n### {c}\n\n{WHEEL}" for a, b, c in chapters)
    tour = checked_tour(f"# 灯塔\n\n{body}\n", "a.md")
    assert [stop.title for stop in tour.stops] == ["油灯", "透镜", "日志", "菜园"]


def test_a_long_title_with_the_number_of_a_stop_is_no_wrapped_line() -> None:
    titles = ("The High Street and the Bakers of the Lower Town", "The Fire Station and All of Its Eleven Engines")
    lines = "\n\n".join(
        f"Track 0{n} - {title}\n{text}" for n, (title, text) in enumerate(zip(titles, (LOOM, VAT), strict=True), 1)
    )
    assert [stop.title for stop in checked_tour(f"Model village\n\n{lines}\n").stops] == list(titles)


def test_the_name_of_a_form_above_its_fields_is_not_spoken() -> None:
    forms = "\n\n".join(
        f"FICHA {n}\nTítulo: {name}\nTexto: {text}" for n, name, text in ((1, "A", LOOM), (2, "B", VAT))
    )
    assert "FICHA" not in narration(checked_tour(f"Molino\n\n{forms}\n"))


def test_thanks_close_a_mail() -> None:
    head = "发件人：周敏\n收件人：录音棚\n主题：解说词\n\n纸伞馆解说词\n\n"
    tour = checked_tour(f"{head}1、削骨\n{WHEEL}\n\n2、糊面\n{HALL}\n\n谢谢！\n周敏\n")
    assert [stop.title for stop in tour.stops] == ["削骨", "糊面"]
    assert "周敏" not in narration(tour)


@pytest.mark.parametrize("label", ["画面：", "画面:", "镜头一："])
def test_a_film_label_below_the_number_of_a_stop_is_no_title(label: str) -> None:
    tour = checked_tour(
        "\n".join(("站点一", f"{label}远景", f"解说：{HALL}", "站点二", f"{label}近景", f"解说：{WHEEL}"))
    )
    assert label.rstrip("：:") not in narration(tour)
    assert [HALL in narration(tour), WHEEL in narration(tour)] == [True, True]
