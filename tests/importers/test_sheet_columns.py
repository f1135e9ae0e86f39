"""A sheet with number, title and text is read as stops, whatever columns stand beside them."""

from __future__ import annotations

import csv
import io
import itertools

import openpyxl
import pytest
from test_documents import TABLE

from audioguide.importers import read_bytes
from audioguide.importers.draft import draft_document
from audioguide.importers.stop_numbers import read_stop_number

HEADS = {
    "de": ("Nr.", "Titel", "Text"), "en": ("No.", "Title", "Text"), "fr": ("N°", "Titre", "Texte"),
    "es": ("Núm.", "Título", "Texto"), "zh": ("编号", "标题", "正文"),
}  # fmt: skip
STOPS = {
    "de": [("11", "Die Schmiede", "Der Schmied begann im Sommer um vier Uhr, bevor die Hitze kam."),
           ("12", "Das Bauernhaus", "Menschen und Kühe lebten hier unter einem Dach."),
           ("13", "Der Garten", "Salbei, Beifuß und Wermut wuchsen gleich neben der Küchentür.")],
    "en": [("11", "The Forge", "The smith began at four in summer, before the heat came."),
           ("12", "The Farmhouse", "People and cows lived here under a single roof."),
           ("13", "The Garden", "Sage and wormwood grew right beside the kitchen door.")],
    "fr": [("11", "La forge", "Le forgeron commençait à quatre heures en été, avant la chaleur."),
           ("12", "La ferme", "Les gens et les vaches vivaient ici sous le même toit."),
           ("13", "Le jardin", "La sauge poussait près de la porte de la cuisine.")],
    "es": [("11", "La herrería", "El herrero empezaba a las cuatro en verano, antes del calor."),
           ("12", "La casa", "Personas y vacas vivían aquí bajo el mismo techo."),
           ("13", "El huerto", "La salvia crecía junto a la puerta de la cocina.")],
    "zh": [("11", "铁匠铺", "夏天铁匠四点就开工，赶在天热之前。"),
           ("12", "农舍", "人和牛同住一个屋檐下，牲口的热气升到卧室。"),
           ("13", "药草园", "鼠尾草就长在厨房门口，主妇也是邻居的药师。")],
}  # fmt: skip
SECONDS, WORDS, PEOPLE = ["95", "110", "80"], ["60", "70", "50"], ["Kessler", "Kessler", "Yilmaz"]
NOTES = ["Die Tür klemmt.", "", "Strom prüfen!"]
BESIDE: dict[str, dict[str, list[str]]] = {
    "de": {"Dauer (Sek.)": SECONDS, "Sprecher": PEOPLE, "Bearb.": PEOPLE, "letzte Änd.": WORDS, "Zeichen (ca.)": WORDS,
           "Text geprüft?": ["ja", "ja", "nein"], "Anm. (intern)": NOTES, "Status": ["fertig", "Entwurf", "fertig"]},
    "en": {"Length (sec.)": SECONDS, "Approx. min.": WORDS, "Read by": PEOPLE, "Last rev.": WORDS,
           "Checked?": ["y"] * 3,
           "Words (max. 90)": WORDS, "Notes (not read!)": NOTES, "GPS": ["52.5, 13.3", "52.6, 13.4", "52.7, 13.5"]},
    "fr": {"Durée (min.)": SECONDS, "Voix": PEOPLE, "Responsable": PEOPLE, "Nb. de mots approx.": WORDS, "Réf.": WORDS,
           "Remarques (ne pas lire)": NOTES, "Image": ["a.jpg", "b.jpg", "c.jpg"], "Date": ["12/03/2024"] * 3},
    "es": {"Duración (seg.)": SECONDS, "Voz": PEOPLE, "Duración aprox.": WORDS, "Observ. (no leer)": NOTES,
           "Versión": ["1", "2", "1"], "Imagen": ["a.jpg", "b.jpg", "c.jpg"], "Estado": ["listo", "listo", "borrador"]},
    "zh": {"时长（秒）": SECONDS, "时长(约/秒。)": WORDS,
           "播音": ["王敏", "王敏", "李强"], "负责人": ["周敏", "周敏", "郭建国"],
           "工作人员提示（不要念！）": ["门有点卡。", "", "检查灯！"],
           "是否录音？": ["是", "是", "否"], "版本": ["1", "2", "1"]},
}  # fmt: skip


def write_sheet(rows: list[list[str]], kind: str) -> bytes:
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows)
        return text.getvalue().encode("gb18030" if any(c >= "\u4e00" for c in text.getvalue()) else "cp1252")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", HEADS)
def test_columns_beside_number_title_and_text_change_nothing(language: str, kind: str) -> None:
    head, stops, beside = HEADS[language], STOPS[language], BESIDE[language]
    for names in itertools.chain(((name,) for name in beside), itertools.combinations(beside, 2)):
        others = [[name, *beside[name]] for name in names]
        own = [[title, *values] for title, values in zip(head, zip(*stops, strict=True), strict=True)]
        for at in (1, 2, 3):
            columns = [*own[:at], *others, *own[at:]]
            data = write_sheet([list(row) for row in zip(*columns, strict=True)], kind)
            (draft,) = draft_document(read_bytes(data, f"sheet.{kind}"), TABLE).drafts
            spoken_stops = [
                (s.number, s.title, "".join(x.text for x in s.segments if not x.is_cue)) for s in draft.tour.stops
            ]
            assert spoken_stops == stops, (names, at)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("2 人字门", 2), ("3 年画坊", 3), ("4 月台", 4), ("5 日月潭", 5), ("6 名人堂", 6), ("7 公园", 7),
        ("8 多宝塔", 8),
        ("9 元宝石", 9), ("2 个园", 2), ("3 米仓", 3), ("4 里弄", 4), ("5 岁月墙", 5),
        ("3 米高的大佛", None), ("20 年的等待", None), ("5 个窑洞", None), ("2 位先生", None), ("4 代人的守望", None),
        ("3 公里古道", None), ("5 名战士", None), ("10 年后", None), ("3 层楼", None), ("2 人", None), ("8 月", None),
    ],
)  # fmt: skip
def test_a_title_that_begins_like_a_measure_keeps_its_number(heading: str, number: int | None) -> None:
    parsed = read_stop_number(heading, in_heading=True)
    assert (parsed.value if parsed else None) == number
