"""Lines around the narration, by their kind: notes for staff, sources, contents, languages, letters, credits."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, TABLE, VAT, WHEEL
from test_staff_notes import guide

from audioguide.importers import read_bytes
from audioguide.importers.draft import draft_document
from audioguide.importers.imprint_lines import is_imprint_line
from audioguide.importers.quote_sources import is_labelled_source
from audioguide.importers.staff_notes import is_staff_label

FOR_STAFF = {
    "zh": [
        "【给讲解老师】每站先提问，等孩子回答后再讲。",
        "给志愿者：提前十分钟到岗。",
        "仅限工作人员：库房钥匙在值班室。",
        "译者说明：个别数字待核。",
        "翻译说明：人名按旧译。",
    ],
    "en": [
        "STAFF ONLY: carry a radio.",
        "Guides only: the key is under the mat.",
        "For staff: switch off the pump.",
        "[For volunteers only] Keep the gate shut.",
        "Guide: unlock the lower door first and send the group up in sixes.",
        "Translator's note: some figures are unchecked.",
    ],
    "fr": ["Réservé au personnel : couper le courant.", "Note de la traductrice : chiffres à vérifier."],
    "es": ["Solo personal: apagar la bomba.", "Guía: abrir primero la puerta de abajo."],
    "de": ["Nur für Personal: Pumpe abstellen.", "Anmerkung der Übersetzerin: Zahlen prüfen."],
}
NOT_FOR_STAFF = (
    "Guide: Look up at the roof, everybody.",
    "Guide: and here you see the oldest beam.",
    "讲解员：这根梁是光绪年间的。",
    "For the guide who stood here in 1881, it was home.",
    "给老师的信还留在抽屉里。",
    "Staff only came here at night.",
)


@pytest.mark.parametrize(
    ("language", "note"), [(language, note) for language in FOR_STAFF for note in FOR_STAFF[language]]
)
def test_a_label_that_names_staff_opens_no_speech(language: str, note: str) -> None:
    for place in ("inner", "head", "foot"):
        tour = guide(language, **{place: note})
        assert note[-10:] not in narration(tour)
        assert [stop.number for stop in tour.stops] == ["1", "2"]


@pytest.mark.parametrize("text", NOT_FOR_STAFF)
def test_what_a_guide_says_or_is_about_staff_is_no_note_to_them(text: str) -> None:
    assert not is_staff_label(text)


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("soixante-\ndeux mètres", "soixante-deux mètres"),
        ("quarante-\nhuit arcades", "quarante-huit arcades"),
        ("vingt-\ndeuxième moine", "vingt-deuxième moine"),
        ("la tour elle-\nmême vacille", "la tour elle-même vacille"),
        ("celui-\nci reste fermé", "celui-ci reste fermé"),
        ("le voyez-\nvous encore", "le voyez-vous encore"),
        ("un monas-\ntère fermé", "un monastère fermé"),
        ("le mer-\nci du roi", "le merci du roi"),
        ("une nouvel-\nle cloche", "une nouvelle cloche"),
    ],
)
def test_a_hyphen_that_belongs_to_the_word_stays_at_the_end_of_a_line(broken: str, joined: str) -> None:
    text = f"Abbaye\n\nHalte 1 : La nef\n\nDans cette salle longue et froide on garde {broken} depuis toujours.\n"
    text += "\nHalte 2 : La cour\n\nLa cour est pavée depuis 1754.\n"
    assert joined in narration(checked_tour(text, "a.txt"))


@pytest.mark.parametrize(
    "heading",
    [
        *("参考书目", "主要参考文献", "參考書目", "延伸閱讀", "Select bibliography", "Suggested reading"),
        *("À lire", "Lecturas recomendadas", "Quellenverzeichnis", "Weiterführende Literatur"),
    ],
)
def test_a_list_of_books_is_no_stop(heading: str) -> None:
    text = f"# 河湾村\n\n## 1 水碾\n\n{WHEEL}\n\n## 2 祠堂\n\n{HALL}\n\n## {heading}\n\n童寯：《园林志》，1963年。\n"
    tour = checked_tour(text, "a.md")
    assert narration(tour).splitlines() == [WHEEL, HALL]


@pytest.mark.parametrize("leader", [" ........ ", " …………… ", " ______ "])
def test_entries_of_a_table_of_contents_are_not_joined(leader: str) -> None:
    entries = "\n".join(f"No. {n} The {name}{leader * 2}{n}" for n, name in enumerate(("Loom", "Vat"), 1))
    text = f"Mill Tour\nContents\n{entries}\nNo. 1 The Loom\n{LOOM}\nNo. 2 The Vat\n{VAT}\n"
    tour = checked_tour(text, "a.txt")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "The Loom"), ("2", "The Vat")]
    assert narration(tour).splitlines() == [LOOM, VAT]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("===== 中文 =====", "===== ENGLISH ====="),
        ("*** 中文版 ***", "*** English ***"),
        ("【中文】", "# English version #"),
    ],
)
def test_the_name_of_a_language_among_marks_is_no_title(chinese: str, english: str) -> None:
    text = f"译者说明：数字待核。\n\n{chinese}\n\n河湾村讲解词\n\n1. 水碾\n{WHEEL}\n\n2. 祠堂\n{HALL}\n\n{english}\n\n"
    text += f"A Walk in Hewan\n\n1. The Loom\n{LOOM}\n\n2. The Vat\n{VAT}\n"
    drafts = draft_document(read_bytes(text.encode(), "a.txt"), TABLE).drafts
    assert [draft.tour.title for draft in drafts] == ["河湾村讲解词", "A Walk in Hewan"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("东门城墙线讲解词", "运河码头线讲解词"), ("南山線導覽詞", "北山線導覽詞"), ("上院讲解词", "下院讲解词")],
)
def test_texts_whose_stops_are_numbered_anew_are_tours(first: str, second: str) -> None:
    part = "# {}\n\n## 第1站 水碾\n\n" + WHEEL + "\n\n## 第2站 祠堂\n\n" + HALL + "\n\n"
    drafts = draft_document(read_bytes((part.format(first) + part.format(second)).encode(), "a.md"), TABLE).drafts
    assert [draft.tour.title for draft in drafts] == [first, second]


@pytest.mark.parametrize(
    "source",
    [
        "Quelle: Ortschronik Niederlauben, Bd. 2, S. 44",
        "Source: Thornby Gazette, 4 May 1881",
        "Sources : archives départementales, série B",
        "Fuente: Archivo municipal, leg. 12",
        "资料来源：《河湾县志》第三卷",
        "出处：县档案馆藏卷",
    ],
)
def test_a_labelled_source_is_not_spoken(source: str) -> None:
    assert is_labelled_source(source)


@pytest.mark.parametrize(
    "text",
    [
        "Quelle: Hier entspringt die Lauben.",
        "Source: the river rises here",
        "Fuente: el agua baja de la sierra.",
        "来源：这条河从雪山来。",
        "Die Quelle liegt hinter dem Archiv",
    ],
)
def test_a_spring_is_no_source(text: str) -> None:
    assert not is_labelled_source(text)


@pytest.mark.parametrize(
    "closing", ["Best,\nPriya", "Take care,\nAnn", "Amicalement,\nLuc", "Un abrazo,\nEva", "祝好！\n小何"]
)
def test_the_closing_of_a_mail_and_its_signature_are_not_spoken(closing: str) -> None:
    head = "From: Ann <ann@mill.example>\nTo: Dan <dan@mill.example>\nSubject: script\n\n"
    signature = "Priya Nolan | Mill Society | 01632 960 114"
    text = f"{head}Mill Tour\n\nStop 1: The Loom\n{LOOM}\n\nStop 2: The Vat\n{VAT}\n\n{closing}\n\n{signature}\n"
    assert narration(checked_tour(text, "a.txt")).splitlines() == [LOOM, VAT]


def test_credit_and_support_in_a_line_are_an_imprint() -> None:
    assert is_imprint_line("Text: Knappenverein Silbergrund, gefördert durch LEADER 2014–2020")
    assert is_imprint_line("Texte : Mairie de Brécy, financé par la Région Centre")
    assert not is_imprint_line("Text: Nobody came home, supported by friends")


@pytest.mark.parametrize("line", ["录入：文化馆 吴秀芬", "打字：小何", "抄录：何敏", "誊写：张老师"])
def test_who_typed_a_text_is_not_spoken(line: str) -> None:
    text = f"河湾村\n\n第一处　水碾\n{WHEEL}\n第二处　祠堂\n{HALL}\n{line}\n"
    assert narration(checked_tour(text, "a.txt")).splitlines() == [WHEEL, HALL]


@pytest.mark.parametrize("last", ["3. Mühle", "３．Mühle", "3) Mühle"])
def test_a_number_that_follows_begins_a_stop_in_plain_type_too(last: str) -> None:
    page = f"<h1>Gang</h1><p><b>1 Turm</b></p><p>{LOOM}</p><p><b>2 Tor</b></p><p>{VAT}</p><p>{last}</p>"
    page += "<p>Die Mühle ist von 1781.</p>"
    assert [stop.number for stop in checked_tour(page, "a.html").stops] == ["1", "2", "3"]
