"""Titles in the line of their text, mails with a text in them, notes for teachers, lists to tick."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL

HAN = (("老井", WHEEL), ("剃头铺", HALL))
LATIN = (("The Gate", LOOM), ("The Dye Vat", VAT))


@pytest.mark.parametrize(
    ("form", "file"),
    [
        ("{n}）{title}：{text}", "a.txt"),
        ("{n}、{title}——{text}", "a.txt"),
        ("第{n}站 {title}：{text}", "a.txt"),
        ("（{n}）{title}：{text}", "a.txt"),
        ("**{n}. {title}：**{text}", "a.md"),
    ],
)
def test_a_title_in_the_line_of_a_chinese_text(form: str, file: str) -> None:
    lines = [form.format(n=n, title=title, text=text) for n, (title, text) in enumerate(HAN, 1)]
    tour = checked_tour("\n\n".join(("老街" if file == "a.txt" else "# 老街", *lines)), file)
    assert [(stop.number, stop.title, stop.segments[-1].text) for stop in tour.stops] == [
        (str(n), *pair) for n, pair in enumerate(HAN, 1)
    ]


@pytest.mark.parametrize(
    ("form", "file"),
    [
        ("{n}. {title}: {text}", "a.txt"),
        ("{n}) {title} – {text}", "a.txt"),
        ("{n}. {title}. {text}", "a.txt"),
        ("Stop {n}: {title}. {text}", "a.txt"),
        ("**{n}. {title}.** {text}", "a.md"),
        ("{n}. **{title}**: {text}", "a.md"),
        ("**{n}. {title}** — {text}", "a.md"),
    ],
)
def test_a_title_in_the_line_of_an_english_text(form: str, file: str) -> None:
    lines = [form.format(n=n, title=title, text=text) for n, (title, text) in enumerate(LATIN, 1)]
    tour = checked_tour("\n\n".join(("Mill walk" if file == "a.txt" else "# Mill walk", *lines)), file)
    assert [(stop.number, stop.title, stop.segments[-1].text) for stop in tour.stops] == [
        (str(n), *pair) for n, pair in enumerate(LATIN, 1)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "# 纸坊",
            "## 1. 抄纸",
            "造纸要三步：",
            "1. 砍竹：把竹子从山上砍下来。",
            "2. 浸泡：再放进塘里泡一百天。",
            WHEEL,
            "## 2. 晒场",
            HALL,
        ),
        (
            "# Mill",
            "## Stop 1: Gate",
            "1. Rain: it fell for nine days in a row.",
            "2. Mud: it stayed until May.",
            "## Stop 2: Vat",
            VAT,
        ),
        (
            "# 灯会",
            "1. 小满：爷爷，这条鱼怎么会动呀？",
            "2. 爷爷：肚子里有根轴，手一推就摆。",
            "3. 小满：里面的马一直在跑呢！",
        ),
        ("# Mill", "1. He was told. Then he left for the sea.", "2. She had work. Nobody asked her twice."),
    ],
    ids=["a list behind a colon", "a list below a stop", "speakers", "sentences"],
)
def test_what_is_no_title_stays_in_its_line(lines: tuple[str, ...]) -> None:
    tour = checked_tour("\n\n".join(lines), "a.md")
    titles = {stop.title for stop in tour.stops}
    assert not titles & {"砍竹", "Rain", "Mud", "小满", "爷爷", "She had work"}


MAILS = {
    "English": (
        "---------- Forwarded message ---------\nFrom: Joan Pike <joan@a.example>\nDate: Tue, 4 Mar 2025 at 10:12\n"
        "Subject: Fwd: text for the tour\nTo: Audio <audio@a.example>\nHi all,\nsee the final text below.",
        "Best wishes,\nJoan\nSent from my iPhone",
    ),
    "German": (
        "Von: Anna Weber <a@b.example>\nGesendet: Montag, 3. März 2025\nAn: Museum\nBetreff: Texte\nHallo zusammen,",
        "Mit freundlichen Grüßen\nAnna Weber\nVon meinem iPhone gesendet",
    ),
    "French": (
        "De : Luc Petit <l@b.example>\nEnvoyé : lundi 3 mars 2025\nÀ : Musée\nObjet : textes\nBonjour à tous,",
        "Cordialement\nLuc\nEnvoyé de mon iPhone",
    ),
    "Chinese": (
        "发件人：李梅 <li@a.example>\n收件人：讲解组\n主题：转发：讲解词定稿\n时间：2024年3月5日\n各位同事：\n"
        "附件打不开的，看下面。",
        "此致\n敬礼！\n李梅\n发自我的手机",
    ),
}


@pytest.mark.parametrize("language", MAILS)
def test_of_a_mail_only_the_text_in_it_is_drafted(language: str) -> None:
    head, foot = MAILS[language]
    is_chinese = language == "Chinese"
    title, stops = ("老街讲解词", HAN) if is_chinese else ("The mill tour", LATIN)
    form = "{}. {}\n{}"
    body = [form.format(n, *stop) for n, stop in enumerate(stops, 1)]
    tour = checked_tour("\n\n".join((head, title, *body, foot)))
    assert tour.title == title
    assert [(stop.number, stop.title) for stop in tour.stops] == [
        (str(n), name) for n, (name, _text) in enumerate(stops, 1)
    ]
    assert narration(tour).split("\n") == [text for _name, text in stops]


@pytest.mark.parametrize(
    "note",
    [
        "教师提示：请学生数一数桥上的石狮子。",
        "给老师的话：先让学生看，再讲。",
        "教学目标：知道桥洞为什么是圆的。",
        "Teacher notes: Ask pupils to pace out the width.",
        "For teachers: Allow five minutes here.",
        "Key words: granary, ration, legion.",
        "Learning objectives: pupils can name three tools.",
        "Hinweise für Lehrkräfte: Die Klasse zählt die Stufen.",
        "Pour l’enseignant : compter les marches avec la classe.",
        "Para el profesorado: contar los escalones con la clase.",
        "- [ ] check the date of the sluice",
        "☐ 核对年份",
    ],
)
def test_notes_for_teachers_and_lists_to_tick_are_not_spoken(note: str) -> None:
    is_chinese = any("\u3400" <= char <= "\u9fff" for char in note)
    stops = HAN if is_chinese else LATIN
    head = "## 第{}站 {}" if is_chinese else "## Stop {}: {}"
    body = [f"{head.format(n, name)}\n\n{text}\n\n{note}" for n, (name, text) in enumerate(stops, 1)]
    spoken = narration(checked_tour("\n\n".join(("# 水乡" if is_chinese else "# Fort", *body)), "a.md"))
    assert [line for line in spoken.split("\n") if line.strip()] == [text for _name, text in stops]


def test_of_a_play_slanted_lines_are_directions_and_scenes_are_numbered() -> None:
    lines = (
        "# The Ghost",
        "## Scene 1: The Press",
        "*Dim light. A clock strikes.*",
        "**TOM:** Who left the lamp burning?",
    )
    more = (
        "**ANNE:** I did, and I would again.",
        "## Scene 2: The Case",
        "**TOM:** Why?",
        "**ANNE:** So that we can see.",
    )
    tour = checked_tour("\n\n".join((*lines, *more)), "a.md")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "The Press"), ("2", "The Case")]
    assert "Dim light" not in narration(tour)


def test_bare_numbers_above_short_sentences_are_the_stops() -> None:
    tour = checked_tour(
        "竹编馆\n\n1 提篮\n能装水，也能装米。\n\n2 斗笠\n中间夹着一张荷叶。\n\n3 摇篮\n底已经换过七次了。"
    )
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "提篮"), ("2", "斗笠"), ("3", "摇篮")]


SENT_ON = {
    "English": (
        "From: Margaret Ellis <m@a.example>\nSent: 14 March 2024\nTo: Tom <t@a.example>\nSubject: Fwd: Walk",
        "Hi Tom,\n\nHere is the text as agreed on Tuesday. Could you let me know by Friday?\n\nThanks,\nMargaret",
        "---------- Forwarded message ---------\nFrom: Derek <d@a.example>\nDate: Mon, 11 Mar 2024\nSubject: Walk\n"
        "To: Margaret <m@a.example>",
        "Best wishes,\nDerek\n\n--\nDerek Hollis\nSecretary, Trent Valley Canal Society\nTel. 01632 960417",
    ),
    "German": (
        "Von: Anna Weber <a@b.example>\nGesendet: Montag, 3. März 2025\nAn: Tom\nBetreff: WG: Texte",
        "Lieber Tom,\n\nanbei der Text. Passt das so?\n\nDanke,\nAnna",
        "-----Ursprüngliche Nachricht-----\nVon: Jan Ott <j@b.example>\nGesendet: Sonntag, 2. März 2025\nAn: Anna\n"
        "Betreff: Texte",
        "Viele Grüße\nJan\n\n--\nJan Ott\nVorsitzender, Heimatverein Oberes Wiesental",
    ),
    "Chinese": (
        "发件人：李梅 <li@a.example>\n收件人：小秦\n主题：转发：讲解词\n时间：2024年3月5日",
        "小秦：\n\n老师傅的稿子在下面，周五之前请回复。\n\n李梅",
        "-----原始邮件-----\n发件人：王强 <w@a.example>\n收件人：李梅\n主题：讲解词\n时间：2024年3月4日",
        "此致\n敬礼！\n王强",
    ),
}


@pytest.mark.parametrize("language", SENT_ON)
def test_of_a_mail_that_was_sent_on_only_the_text_in_the_inner_one_is_drafted(language: str) -> None:
    *head, foot = SENT_ON[language]
    title, stops = ("老街讲解词", HAN) if language == "Chinese" else ("The mill tour", LATIN)
    body = ["{}. {}\n{}".format(n, *stop) for n, stop in enumerate(stops, 1)]
    tour = checked_tour("\n\n".join((*head, title, *body, foot)))
    assert tour.title == title
    assert [stop.title for stop in tour.stops] == [name for name, _text in stops]
    assert narration(tour).split("\n") == [text for _name, text in stops]
