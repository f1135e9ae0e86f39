"""A document in two languages becomes a tour of each: columns of a table, lines in turn, one text after the other."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import docx
import pytest
from drafting import checked_import
from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document

ZH = (
    ("泮池", "半圆形的水池叫泮池，从前只有秀才能从桥上走过。"),
    ("讲堂", "讲堂里没有桌子，学生们坐在蒲团上听课。"),
    ("藏书阁", "藏书阁的楼梯只容一个人通过，是为了防贼。"),
)
EN = (
    ("The Pool", "Only those who had passed the examination, it is said, could cross this bridge."),
    ("The Hall", "There were no desks here, and every student brought his own hand warmer."),
    ("The Library", "The staircase is just wide enough for one person, to keep books from being stolen."),
)
FR = (
    ("Le bassin", "Seuls ceux qui avaient réussi l’examen du comté pouvaient traverser ce pont de pierre."),
    ("La salle", "Il n’y avait pas de tables ici, et chaque élève apportait sa propre chaufferette."),
    ("Les livres", "L’escalier laisse passer une seule personne, pour empêcher qu’on vole les livres."),
)
Stops = tuple[tuple[str, str], ...]


def sheet(header: str, *columns: object) -> bytes:
    """A table with a header; columns are languages' (titles, texts) or ``"titles"`` and the like in the header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header.split("|"))
    for n in range(3):
        writer.writerow([n + 11, *(column[n] for column in columns)])  # type: ignore[index]
    return out.getvalue().encode()


def titles(stops: Stops) -> list[str]:
    return [title for title, _text in stops]


def texts(stops: Stops) -> list[str]:
    return [text for _title, text in stops]


def side_by_side(header: tuple[str, ...], *versions: Stops) -> bytes:
    """A Word table whose cells hold title and text."""
    document = docx.Document()
    document.add_heading("石桥书院 Stone Bridge Academy" if versions[0] is ZH else "Abbaye", 0)
    table = document.add_table(rows=0, cols=len(versions))
    if header:
        for cell, text in zip(table.add_row().cells, header, strict=True):
            cell.text = text
    for stops in zip(*versions, strict=True):
        for cell, (title, text) in zip(table.add_row().cells, stops, strict=True):
            cell.text = title
            cell.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(form: str, first: Stops, second: Stops, title: str = "") -> bytes:
    stops = (
        form.format(n=n, a=a[0], b=b[0], x=a[1], y=b[1]) for n, (a, b) in enumerate(zip(first, second, strict=True), 1)
    )
    return "\n\n".join((title or "石桥书院 Stone Bridge Academy", *stops)).encode()


def one_after_the_other() -> bytes:
    chinese = "\n\n".join(f"第{n}站 {title}\n\n{text}" for n, (title, text) in enumerate(ZH, 1))
    english = "\n\n".join(f"Stop {n}: {title}\n\n{text}" for n, (title, text) in enumerate(EN, 1))
    return f"石桥书院\n\n{chinese}\n\nEnglish Version\n\nStone Bridge Academy\n\n{english}".encode()


DOCUMENTS: dict[str, tuple[str, Callable[[], bytes], tuple[tuple[str, Stops], ...]]] = {
    "titles and texts in columns": (
        "a.csv",
        lambda: sheet("编号|标题|讲解词|Title|Script", titles(ZH), texts(ZH), titles(EN), texts(EN)),
        (("zh-CN", ZH), ("en", EN)),
    ),
    "titles first": (
        "a.csv",
        lambda: sheet("序号|名称|名称（英文）|讲解|讲解（英文）", titles(ZH), titles(EN), texts(ZH), texts(EN)),
        (("zh-CN", ZH), ("en", EN)),
    ),
    "two in Latin letters": (
        "a.csv",
        lambda: sheet("No.|Title EN|Text EN|Titre FR|Texte FR", titles(EN), texts(EN), titles(FR), texts(FR)),
        (("en", EN), ("fr", FR)),
    ),
    "three": (
        "a.csv",
        lambda: sheet(
            "No|中文名|中文|Title|English|Titre|Français",
            *(titles(ZH), texts(ZH), titles(EN), texts(EN), titles(FR), texts(FR)),
        ),
        (("zh-CN", ZH), ("en", EN), ("fr", FR)),
    ),
    "titles in the cells": ("a.docx", lambda: side_by_side(("中文", "English"), ZH, EN), (("zh-CN", ZH), ("en", EN))),
    "cells without a header": ("a.docx", lambda: side_by_side((), ZH, EN), (("zh-CN", ZH), ("en", EN))),
    "French beside English": (
        "a.docx",
        lambda: side_by_side(("Français", "English"), FR, EN),
        (("fr", FR), ("en", EN)),
    ),
    "line by line": ("a.txt", lambda: lines("{n}. {a} {b}\n\n{x}\n\n{y}", ZH, EN), (("zh-CN", ZH), ("en", EN))),
    "English first": (
        "a.txt",
        lambda: lines("{n}. {a} {b}\n\n{x}\n\n{y}", EN, ZH, "Stone Bridge Academy 石桥书院"),
        (("en", EN), ("zh-CN", ZH)),
    ),
    "a title below the other": (
        "a.txt",
        lambda: lines("第{n}站 {a}\nStop {n}: {b}\n\n{x}\n\n{y}", ZH, EN),
        (("zh-CN", ZH), ("en", EN)),
    ),
    "a stroke between": ("a.md", lambda: lines("## {n} {a} / {b}\n\n{x}\n\n{y}", ZH, EN), (("zh-CN", ZH), ("en", EN))),
    "one after the other": ("a.txt", one_after_the_other, (("zh-CN", ZH), ("en", EN))),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_language_becomes_a_tour(name: str) -> None:
    file, make, expected = DOCUMENTS[name]
    drafts = checked_import(make(), file).drafts
    assert [draft.tour.language for draft in drafts] == [language for language, _stops in expected]
    first = 11 if file == "a.csv" else 1
    for draft, (_language, stops) in zip(drafts, expected, strict=True):
        shown = [(stop.number, stop.title, "".join(s.text for s in stop.segments)) for stop in draft.tour.stops]
        assert shown == [(str(n), title, text) for n, (title, text) in enumerate(stops, first)]
        assert draft.tour.stops[0].todos


def test_a_title_in_two_languages_is_cut_between_the_tours() -> None:
    drafts = checked_import(side_by_side(("中文", "English"), ZH, EN), "a.docx").drafts
    assert [draft.tour.title for draft in drafts] == ["石桥书院", "Stone Bridge Academy"]


def test_a_translation_without_titles_is_asked_about_and_not_spoken() -> None:
    (draft,) = checked_import(lines("第{n}站 {a}\n\n{x}\n\n{y}", ZH, EN, "石桥书院"), "a.txt").drafts
    for stop, (_zh, text), (_en, translation) in zip(draft.tour.stops, ZH, EN, strict=True):
        assert [s.text for s in stop.segments if not s.is_cue] == [text]
        assert any(translation[:20] in todo for todo in stop.todos)


@pytest.mark.parametrize("column", ["pool.jpg", "31.2304, 121.4737", "https://a.example/1", "01:30", "Hall A"])
def test_a_column_of_files_places_or_times_gives_no_titles(column: str) -> None:
    name = "位置" if column == "Hall A" else "其他"
    data = sheet(f"序号|景点|中文导览词|English script|{name}", titles(ZH), texts(ZH), texts(EN), [column] * 3)
    (draft,) = checked_import(data, "a.csv").drafts
    assert [stop.title for stop in draft.tour.stops] == titles(ZH)


@pytest.mark.parametrize(
    "text",
    [
        "# 书院\n\n## 1. 门\n\n门上用英文写着一句话：\n\nKnock and it shall be opened to you.\n\n这句话是后来刻的。\n\n"
        "## 2. 井\n\n井深十二米，水很甜。",
        "# Academy\n\n## 1. Gate\n\nThe gate says 有教无类, education for all without any difference.\n\n## 2. Well\n\n"
        "The well is twelve metres deep and its water is sweet.",
    ],
)
def test_a_quotation_in_another_language_is_no_version(text: str) -> None:
    (draft,) = checked_import(text.encode(), "a.md").drafts
    assert len(draft.tour.stops) == 2
    assert not any("languages" in todo for stop in draft.tour.stops for todo in stop.todos)


FRENCH = ("Le pont", "Le pont est fait de chêne, et il chante quand on marche dessus.")
ENGLISH = ("The Bridge", "The bridge is made of oak, and it sings when you walk on it.")
FRENCH_2 = ("La mare", "Dans cette mare vivent neuf espèces de libellules, toutes très belles.")
ENGLISH_2 = ("The Pool", "Nine kinds of dragonfly live in this pool, and all of them are very beautiful.")
LATIN = {
    "line by line": f"# A / B\n\n## 1. {FRENCH[0]} / {ENGLISH[0]}\n\n{FRENCH[1]}\n\n{ENGLISH[1]}\n\n"
    f"## 2. {FRENCH_2[0]} / {ENGLISH_2[0]}\n\n{FRENCH_2[1]}\n\n{ENGLISH_2[1]}\n",
    "one paragraph": f"# A / B\n\n## 1. {FRENCH[0]} / {ENGLISH[0]}\n\n{FRENCH[1]} {ENGLISH[1]}\n\n"
    f"## 2. {FRENCH_2[0]} / {ENGLISH_2[0]}\n\n{FRENCH_2[1]} {ENGLISH_2[1]}\n",
    "one after the other": f"# A / B\n\n## Français\n\n### 1. {FRENCH[0]}\n\n{FRENCH[1]}\n\n### 2. {FRENCH_2[0]}\n\n"
    f"{FRENCH_2[1]}\n\n## English\n\n### 1. {ENGLISH[0]}\n\n{ENGLISH[1]}\n\n### 2. {ENGLISH_2[0]}\n\n{ENGLISH_2[1]}\n",
}


@pytest.mark.parametrize("name", LATIN)
def test_two_languages_in_latin_letters_become_a_tour_each(name: str) -> None:
    result = draft_document(read_bytes(LATIN[name].encode(), "a.md"), load_confusions())
    holds(result)
    shown = [(d.tour.language, [(s.number, s.title) for s in d.tour.stops]) for d in result.drafts]
    assert shown == [
        ("fr", [("1", FRENCH[0]), ("2", FRENCH_2[0])]),
        ("en", [("1", ENGLISH[0]), ("2", ENGLISH_2[0])]),
    ]


def test_a_quotation_in_another_language_makes_no_second_tour() -> None:
    stops = (f"{ENGLISH[1]} {ENGLISH_2[1]}\n\n{FRENCH[1]}", f"{ENGLISH_2[1]} {ENGLISH[1]}")
    text = "# Mill\n\n" + "\n\n".join(f"## {n}. Stop\n\n{stop}" for n, stop in enumerate(stops, 1))
    (draft,) = draft_document(read_bytes(text.encode(), "a.md"), load_confusions()).drafts
    assert draft.tour.language == "en"
