"""Lines that only the rest of the document tells from narration: first titles, fragments, notes behind a sign."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL, word

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.importers.imprint_lines import is_imprint_line

TABLE = load_confusions()
LONG = f"{LOOM} {VAT}"
LONG_HAN = f"{WHEEL}{HALL}"


# ---------------------------------------------------------------- the first lines


@pytest.mark.parametrize(
    "title",
    [
        "ARNOS HILL CEMETERY: AN AUDIO TRAIL",
        "HARROW MILL: Words for the Tour",
        "Bodega Olmedo: audioguía",
        "Spinnerei Wiesental: Rundgang",
        "Abbaye: parcours sonore",
        "河湾村：一条老街的故事",
    ],
)
def test_a_first_line_with_a_colon_is_the_title_and_nobody_speaks_it(title: str) -> None:
    texts = (LONG_HAN, LONG_HAN) if not title[0].isascii() else (LONG, LONG)
    tour = checked_tour("\n\n".join((title, "1", "Gate A", texts[0], "2", "Gate B", texts[1])))
    assert tour.title == title
    assert [stop.number for stop in tour.stops] == ["1", "2"]


@pytest.mark.parametrize("label", ["男", "ANNA", "NARRATOR"])
def test_a_first_line_that_somebody_says_is_said(label: str) -> None:
    spoken = narration(
        checked_tour(f"{label}: Here it is\n\nTOM: Where is it now?\n\n{label}: It is here.\n\nTOM: Fine then.\n")
    )
    assert "Here it is" in spoken


@pytest.mark.parametrize(
    "line",
    [
        "Guion: Radio Comarca, redacción de Cultura",
        "Texto: Ana Ruiz",
        "Script: Tom Ogden",
        "Texte : Yann Le Goff",
    ],
)
def test_who_wrote_it_is_no_narration_above_the_first_stop(line: str) -> None:
    tour = checked_tour("\n\n".join(("The Mill", line, "STOP 1. The Loom", LONG, "STOP 2. The Vat", LONG)))
    assert [stop.number for stop in tour.stops] == ["1", "2"]
    assert line.partition(":")[2].strip() not in narration(tour)


@pytest.mark.parametrize("titles", [("售票口", "觀眾席", "舞台"), ("The Gate", "The Hall", "The Well")])
def test_the_first_bold_heading_below_a_bold_title_is_a_stop(titles: tuple[str, ...]) -> None:
    text = LONG_HAN if not titles[0].isascii() else LONG
    name = "永安戲院導覽" if not titles[0].isascii() else "Harrow Mill Tour"
    rows = [("bold", name), *(row for title in titles for row in (("bold", title), ("Normal", text)))]
    tour = checked_tour(word(*rows)(), "a.docx")
    assert tour.title == name
    assert [stop.title for stop in tour.stops] == list(titles)


# ---------------------------------------------------------------- fragments


@pytest.mark.parametrize(
    "line",
    [
        "Typed by T. Ogden, 6/11/2008, file: MILLTOUR",
        "Harrow Mill Trust, Registered Office",
        "P. Craddock",
        "Fassung Müller, Mai 2021",
        "Mise en page Le Goff",
        "柳塘村打印店",
        "王家坳·初稿",
    ],
)
@pytest.mark.parametrize("place", ["middle", "end"])
def test_a_fragment_among_whole_sentences_is_not_spoken(line: str, place: str) -> None:
    chinese = not line[0].isascii()
    text = LONG_HAN if chinese else LONG
    heads = ("第1站 水碾", "第2站 祠堂") if chinese else ("Stop 1: The Loom", "Stop 2: The Vat")
    rows = [heads[0], text, text, *([line] if place == "middle" else []), heads[1], text, text]
    tour = checked_tour(
        "\n\n".join(("河湾村" if chinese else "Harrow Mill", *rows, *([line] if place == "end" else [])))
    )
    assert line not in narration(tour)
    assert len(tour.stops) == 2


@pytest.mark.parametrize(
    "lines",
    [
        ("The year 1881",),
        ("It has been turning since that day and it has never once stood still",),
        ("Thank you for your visit",),
        ("谢谢大家",),
        ("水碾转了一百年，到今天也没有停过",),
        ("Wheel of stone", "Wheel of wood", "Wheel of water"),
        ("床前明月光，", "疑是地上霜。"),
        ("“Work and Pray”",),
    ],
)
def test_what_may_be_said_stays_though_no_full_stop_ends_it(lines: tuple[str, ...]) -> None:
    chinese = not lines[0].isascii() and not lines[0].startswith("“")
    text = LONG_HAN if chinese else LONG
    before = f"{text[:-1]}: this is carved here:" if lines == ("The year 1881",) else text
    tour = checked_tour("\n\n".join(("Mill", "Stop 1: The Loom", text, before, *lines, "Stop 2: The Vat", text, text)))
    spoken = narration(tour)
    assert all(line.strip("“”") in spoken for line in lines)


# ---------------------------------------------------------------- signs, rights, quotes


@pytest.mark.parametrize(
    "note",
    [
        "※讲解提示：此处台阶湿滑，提醒老人小孩",
        "※讲解员可视客流省略本段",
        "★备注：麦克风没电时用扩音器",
        "☞ Note for guides: mind the step",
        "▲注意：录音时放慢语速",
        "※ Guides may skip this on wet days",
    ],
)
@pytest.mark.parametrize("place", ["own line", "same line"])
def test_a_note_behind_a_sign_is_not_spoken(note: str, place: str) -> None:
    chinese = any(char > "\u4e00" and char < "\u9fff" for char in note)
    text = LONG_HAN if chinese else LONG
    first = f"{text}{note}" if place == "same line" else f"{text}\n\n{note}"
    tour = checked_tour("\n\n".join(("河湾村", "第1站 水碾", first, "第2站 祠堂", text)))
    assert note.lstrip("※★☞▲ ") not in narration(tour)
    assert text.split("。")[0] in narration(tour)


@pytest.mark.parametrize("note", ["※注意：请您扶好栏杆。", "★这口井一百年没有干过。", "☆ You can still hear it."])
def test_what_is_for_visitors_is_spoken_behind_a_sign(note: str) -> None:
    text = LONG_HAN if not note.isascii() and "You" not in note else LONG
    tour = checked_tour("\n\n".join(("河湾村", "第1站 水碾", f"{text}{note}", "第2站 祠堂", text)))
    assert note.lstrip("※★☆ ").removeprefix("注意：") in narration(tour)


@pytest.mark.parametrize(
    "line",
    [
        "Text © Thornwick Abbey Trust 2021. Registered charity.",
        "© Museumsverein Wiesental 2019",
        "Words and images © Harrow Mill. All rights reserved.",
        "Photos © Mairie de Lanvollon",
        "(c) 2020 Ayuntamiento de Olmedo",
    ],
)
def test_a_line_of_rights_is_an_imprint(line: str) -> None:
    assert is_imprint_line(line)


@pytest.mark.parametrize(
    "line", ["Text is carved in the stone.", "The map shows the old road.", "Copyright is a modern idea."]
)
def test_a_sentence_is_no_imprint(line: str) -> None:
    assert not is_imprint_line(line)


@pytest.mark.parametrize(
    "quote", ["„Wir haben von den Lippen gelesen.“", "„Nein“, sagte sie, „nie.“", "‚Nie‘, rief er."]
)
def test_german_quotes_stay(quote: str) -> None:
    text = "Eine Spinnerin erinnerte sich an den langen Winter in der Halle und an ihre Freundin aus dem Dorf."
    assert quote in narration(checked_tour(f"# Spinnerei\n\n## Station 1: Saal\n\n{text}\n\n{quote}\n", "a.md"))


# ---------------------------------------------------------------- labels and ways


@pytest.mark.parametrize(
    ("label", "aside"),
    [
        ("Texte :", "Visuel : photo de la vitrine"),
        ("Texto:", "Imagen: vista del patio"),
        ("Text:", "Bild: die Halle von oben"),
        ("Transcription :", "Vidéo : plan rapproché"),
        ("Script:", "Screen: the loom at work"),
        ("Commentary:", "Visual: the loom at work"),
        ("Sprechertext:", "Kamera: fährt zurück"),
    ],
)
def test_what_a_label_of_the_narration_marks_is_said_without_it(label: str, aside: str) -> None:
    rows = [row for n in (1, 2) for row in (f"Stop {n}: Place {n}", aside, f"{label} {LONG}")]
    spoken = narration(checked_tour("\n\n".join(("The Mill", *rows))))
    assert LONG in spoken
    assert label not in spoken and aside not in spoken


@pytest.mark.parametrize("line", ["→ Continue along the quay (200 m)", "-> turn left at the church", "➜ 沿河走到祠堂"])
def test_the_way_behind_an_arrow_is_a_cue_of_its_own(line: str) -> None:
    chinese = line.endswith("祠堂")
    text = LONG_HAN if chinese else LONG
    for gap in ("\n", "\n\n"):
        tour = checked_tour(gap.join(("Mill", "", "Stop 1: The Loom", text, line, "", "Stop 2: The Vat", text)))
        assert line in [s.text for s in tour.stops[0].segments if s.is_cue]
        assert len(tour.stops) == 2


@pytest.mark.parametrize(
    "line",
    [
        "Financiado por la Diputación de Albacete",
        "Supported by the Heritage Fund of Kelmouth",
        "Ne pas jeter sur la voie publique",
        "Gefördert durch das Land Nordrhein-Westfalen",
        "Avec le soutien de la Région Normandie",
    ],
)
def test_who_paid_is_not_spoken_on_the_last_line(line: str) -> None:
    tour = checked_tour("\n\n".join(("Mill", "Stop 1: The Loom", LONG, "Stop 2: The Vat", LONG, line)))
    assert line not in narration(tour)


# ---------------------------------------------------------------- what comes again, and what closes


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("AUDIOGUÍA DEL JARDÍN BOTÁNICO            Borrador 2", "AUDIOGUÍA DEL JARDÍN BOTÁNICO"),
        ("Harrow Mill Audio Tour", "Harrow Mill Audio Tour"),
        ("Harrow Mill Audio Tour      Page 1", "Harrow Mill Audio Tour"),
        ("河湾村讲解词", "河湾村讲解词"),
        ("Moulin de Harrow\tversion 3", "Moulin de Harrow"),
    ],
)
def test_a_title_that_comes_again_while_the_stops_are_counted_on_is_a_page_header(header: str, title: str) -> None:
    text, word = (LONG_HAN, "第{}站 {}") if "村" in header else (LONG, "Stop {}: {}")
    places = ("Alpha", "Beta", "Gamma")
    rows = [row for n, place in enumerate(places, 1) for row in (header, word.format(n, place), text)]
    tour = checked_tour("\n\n".join(rows))
    assert tour.title == title
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "Alpha"), ("2", "Beta"), ("3", "Gamma")]


def test_a_title_that_comes_again_where_the_stops_begin_anew_is_another_tour() -> None:
    rows = [row for _ in (1, 2) for row in ("河湾村讲解词", "第1站 水碾", LONG_HAN, "第2站 祠堂", LONG_HAN)]
    result = draft_document(read_bytes("\n\n".join(rows).encode(), "a.txt"), TABLE)
    assert len(result.drafts) == 2


@pytest.mark.parametrize(
    ("woman", "man"),
    [("SPRECHERIN", "SPRECHER"), ("Locutora", "Locutor"), ("Narratrice", "Narrateur"), ("ERZÄHLERIN", "ERZÄHLER")],
)
def test_a_woman_and_a_man_who_narrate_have_two_voices(woman: str, man: str) -> None:
    tour = checked_tour(
        f"Stop 1: A\n\n{woman}: {LOOM}\n\n{man}: {VAT}\n\nStop 2: B\n\n{woman}: {VAT}\n\n{man}: {LOOM}\n"
    )
    roles = [s.role for s in tour.stops[0].segments if not s.is_cue]
    assert len(set(roles)) == 2 and "narrator" in roles
    alone = checked_tour(f"Stop 1: A\n\n{woman}: {LOOM}\n\nStop 2: B\n\n{woman}: {VAT}\n")
    assert {s.role for stop in alone.stops for s in stop.segments} == {"narrator"}


@pytest.mark.parametrize(
    "line", ["Thanks to the Heritage Fund.", "Merci à la Région Normandie.", "Gracias a Caja Olmedo."]
)
def test_thanks_on_the_last_line_are_not_spoken_and_asked_about(line: str) -> None:
    tour = checked_tour("\n\n".join(("Mill", "Stop 1: A", LONG, "Stop 2: B", LONG, line)))
    assert line not in narration(tour)
    between = checked_tour("\n\n".join(("Mill", "Stop 1: A", line, LONG, "Stop 2: B", LONG)))
    assert line in narration(between)


@pytest.mark.parametrize(
    "link", ["Écouter (1 min 12)", "Listen to this stop (02:10)", "Anhören (1:03)", "收听本段（1分12秒）"]
)
def test_the_link_of_a_player_is_not_spoken(link: str) -> None:
    rows = "".join(f"<h2>Stop {n}: P{n}</h2><p>{LONG}</p><p>{link}</p>" for n in (1, 2))
    assert link not in narration(checked_tour(f"<html><body><h1>Mill</h1>{rows}</body></html>", "a.html"))


@pytest.mark.parametrize(
    "head",
    [
        "Appendix: visitor figures",
        "Anhang: Besucherzahlen",
        "Annexe : fréquentation",
        "Anexo: visitantes",
        "附录：客流",
        "附表",
    ],
)
def test_a_section_without_number_and_words_is_no_stop_among_numbered_ones(head: str) -> None:
    places = [row for n in (1, 2, 3) for row in (("Heading 1", f"Stop {n}: P{n}"), ("Normal", LONG))]
    figures = [["Year", "Leaflets"], ["2021", "4,210"], ["2022", "6,385"]]
    tour = checked_tour(word(("Title", "Mill"), *places, ("Heading 1", head), figures)(), "a.docx")
    assert [stop.number for stop in tour.stops] == ["1", "2", "3"]
    assert head in [s.text for s in tour.stops[-1].segments if s.is_cue]
    assert any(head in todo for todo in tour.stops[-1].todos)


def test_a_section_without_number_that_says_something_is_a_stop() -> None:
    places = [row for n in (1, 2, 3) for row in (("Heading 1", f"Stop {n}: P{n}"), ("Normal", LONG))]
    tour = checked_tour(word(("Title", "Mill"), *places, ("Heading 1", "The way back"), ("Normal", LONG))(), "a.docx")
    assert [stop.title for stop in tour.stops] == ["P1", "P2", "P3", "The way back"]


@pytest.mark.parametrize(
    "credits",
    [
        ("Crédits", "Écriture : Anne Le Bihan", "Avec les voix de Paul et Ninon"),
        ("CREDITS", "Written by Anna Bell", "With the voices of Tom and Joan"),
        ("Mitwirkende", "Text: Anna Lenz", "Stimmen von Paul und Nina"),
        ("Ficha técnica:", "Guion: Ana Ruiz", "Con las voces de Paco y Lola"),
        ("制作团队", "撰稿：何丽", "小秦、小周"),
        ("Acknowledgements", "The Harrow family", "Kelmouth Archive"),
    ],
)
def test_credits_at_the_end_are_not_spoken(credits: tuple[str, ...]) -> None:
    text = LONG_HAN if not credits[0].isascii() and "团" in credits[0] else LONG
    for gap in ("\n", "\n\n"):
        tour = checked_tour("\n\n".join(("Mill", "1) Alpha", text, "2) Beta", text, gap.join(credits))))
        assert [stop.title for stop in tour.stops] == ["Alpha", "Beta"]
        assert not [line for line in credits if line in narration(tour)]


@pytest.mark.parametrize(
    "line", ["片头音乐", "背景音乐渐弱", "MUSIC OUT", "Intro music", "Schlussmusik", "Musique de fin"]
)
def test_music_alone_on_a_line_is_a_cue(line: str) -> None:
    text = LONG_HAN if "音" in line else LONG
    tour = checked_tour(
        "\n\n".join(("Mill", "Stop 1: Alpha", line.replace("Intro", "intro"), text, "Stop 2: Beta", text))
    )
    assert line.lower() not in narration(tour).lower()


@pytest.mark.parametrize(
    ("title", "clean"), [("Gate [edit]", "Gate"), ("Mill [model]", "Mill [model]"), ("【水车】", "水车")]
)
def test_what_stands_in_brackets_behind_a_title(title: str, clean: str) -> None:
    tour = checked_tour(f"# Mill\n\n## 1. {title}\n\n{LONG}\n\n## 2. Beta\n\n{LONG}\n", "a.md")
    assert tour.stops[0].title == clean


@pytest.mark.parametrize(
    "line",
    [
        "Approx. 45 seconds",
        "1 min 20 s",
        "(2 minutes)",
        "env. 50 secondes",
        "unos 40 segundos",
        "ca. 2 Minuten",
        "约2分钟",
    ],
)
def test_how_long_a_text_takes_is_not_spoken(line: str) -> None:
    text = LONG_HAN if "约" in line else LONG
    tour = checked_tour("\n\n".join(("Mill", "Stop 1: Alpha", text, line, "Stop 2: Beta", text, line)))
    assert line not in narration(tour)


@pytest.mark.parametrize(
    "line",
    [
        "#百工坊 #语音导览",
        "——以上内容由文化站提供，转载请注明出处——",
        "Fragen? Schreiben Sie uns",
        "¿Preguntas? Escríbanos",
    ],
)
def test_what_sites_write_below_a_text_is_not_spoken(line: str) -> None:
    text = LONG_HAN if any("\u4e00" < char < "\u9fff" for char in line) else LONG
    tour = checked_tour("\n\n".join(("Mill", "Stop 1: Alpha", text, "Stop 2: Beta", text, line)))
    assert line.strip("—") not in narration(tour)


def test_a_number_and_a_stroke_before_a_title() -> None:
    tour = checked_tour(f"南塔公园\n\n01 / 水塔\n{LONG_HAN}\n\n02 / 泵房\n{LONG_HAN}\n")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "水塔"), ("2", "泵房")]


def test_a_field_at_each_stop_is_a_cue_whatever_its_name() -> None:
    field = "Accès : rampe à droite, pavés irréguliers"
    tour = checked_tour(
        "\n\n".join(("Port", "Étape 1 : A", LONG, field, "Étape 2 : B", LONG, field, "Étape 3 : C", LONG, field))
    )
    assert "rampe" not in narration(tour)


@pytest.mark.parametrize(
    ("line", "is_said"),
    [
        ("Locución prevista: mujer, tono cercano.", False),
        ("The table was made by the office in March.", False),
        ("Thank you for your visit.", True),
        ("Gracias por visitarnos.", True),
    ],
)
def test_what_stands_behind_a_table_is_asked_about_unless_it_speaks_to_visitors(line: str, is_said: bool) -> None:
    rows = [["No.", "Title", "Narration"], ["1", "Alpha", LONG], ["2", "Beta", LONG], ["3", "Gamma", LONG]]
    tour = checked_tour(word(("Title", "Mill"), rows, ("Normal", line))(), "a.docx")
    assert (line in narration(tour)) == is_said
    assert is_said or any(line[:20] in todo for todo in tour.stops[-1].todos)
