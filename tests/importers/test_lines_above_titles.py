"""What stands above a title and is none changes neither titles nor tours; routes numbered anew are tours."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest
from test_documents import HALL, LOOM, TABLE, VAT, WHEEL

from audioguide.importers import read_bytes
from audioguide.importers.draft import draft_document

NOTICES = {
    "zh": [
        "内部资料，请勿外传", "2023年8月修订", "第二稿", "【注意】本稿尚未定稿，请勿发布。", "（供内部使用）",
        "审核：孟洁", "录音前请核对数字，责任编辑：孟洁",
    ],
    "en": [
        "DRAFT – not for distribution", "Last updated: 12 March 2024", "Internal use only", "Version 3", "Confidential",
        "(for staff only)", "Note to the editor: check all numbers before recording.",
    ],
    "fr": ["Document de travail – ne pas diffuser", "Version du 12 mars 2024", "Usage interne"],
    "es": ["Borrador – no distribuir", "Versión 3", "Actualizado el 12 de marzo de 2024"],
    "de": ["Entwurf – nicht weitergeben", "Stand: 12. März 2024", "Nur für den internen Gebrauch"],
}  # fmt: skip
TITLES = {
    "zh": ("湿地线语音导览", "山地线语音导览"),
    "en": ("Audio guide to the lower town", "Audio guide to the upper town"),
    "fr": ("Visite de la ville basse", "Visite de la ville haute"),
    "es": ("Audioguía del barrio bajo", "Audioguía del barrio alto"),
    "de": ("Hörführung durch die Unterstadt", "Hörführung durch die Oberstadt"),
}
TEXTS = {
    "fr": ("Le bac passait ici quatre fois par jour avant la construction du pont.", "Le puits n’a jamais tari."),
    "es": ("La barca cruzaba aquí cuatro veces al día antes del puente.", "El pozo nunca se ha secado."),
    "de": ("Die Fähre setzte hier viermal am Tag über.", "Der Brunnen ist dreißig Meter tief und nie versiegt."),
    "zh": (HALL, WHEEL),
    "en": (LOOM, VAT),
}
WRITTEN = {
    "md": ("", "<!-- {} -->\n", "---\nauthor: x\n---\n", "\n\n", "{}\n\n", "> {}\n\n", "**{}**\n\n"),
    "html": ("<!-- {} -->", "<p>{}</p>", "<p><b>{}</b></p>", "<div class='notice'>{}</div>", "<p>&nbsp;</p>"),
    "txt": ("", "{}\n\n", "{}\n\n\n", "\n\n", "----------\n"),
    "docx": ("", "{}"),
}
"""Format → how a line above the first title is written."""


def write_document(kind: str, above: str, tours: Sequence[tuple[str, tuple[str, ...]]]) -> bytes:
    """Tours of two stops each, A and B."""
    if kind == "docx":
        document = docx.Document()
        if above:
            document.add_paragraph(above)
        for title, texts in tours:
            document.add_paragraph(title, style="Heading 1")
            for number, text in enumerate(texts, 1):
                document.add_paragraph(f"{number}. {'AB'[number - 1]}", style="Heading 2")
                document.add_paragraph(text)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    first, second, text_form = {
        "md": ("# {}\n\n", "## {}\n\n", "{}\n\n"),
        "html": ("<h1>{}</h1>", "<h2>{}</h2>", "<p>{}</p>"),
        "txt": ("{}\n\n", "{}\n\n", "{}\n\n"),
    }[kind]
    body = "".join(
        first.format(title)
        + "".join(second.format(f"{n}. {'AB'[n - 1]}") + text_form.format(t) for n, t in enumerate(texts, 1))
        for title, texts in tours
    )
    return (above + body).encode()


def draft_tours(data: bytes, name: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Title and stops (number, title, what is spoken) of each tour."""
    return [
        (
            draft.tour.title,
            [(s.number, s.title, "".join(x.text for x in s.segments if not x.is_cue)) for s in draft.tour.stops],
        )
        for draft in draft_document(read_bytes(data, name), TABLE).drafts
    ]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("language", TITLES)
def test_a_line_above_the_first_title_changes_nothing(language: str, kind: str, count: int) -> None:
    tours = [(title, TEXTS[language]) for title in TITLES[language][:count]]
    expected = [(title, [("1", "A", texts[0]), ("2", "B", texts[1])]) for title, texts in tours]
    for form in WRITTEN[kind]:
        for notice in NOTICES[language] if "{}" in form else [""]:
            above = form.format(notice)
            assert draft_tours(write_document(kind, above, tours), f"file.{kind}") == expected, above


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("成人版", "儿童版"),
        ("春之旅", "秋之旅"),
        ("The Cathedral", "The Priory"),
        ("Ruta del agua", "Ruta de la piedra"),
        ("Rundgang Altstadt", "Rundgang Hafen"),
    ],
)
def test_top_headings_with_stops_numbered_anew_are_tours(first: str, second: str) -> None:
    data = write_document("md", "", [(first, (LOOM, VAT)), (second, (VAT, LOOM))])
    assert [title for title, _stops in draft_tours(data, "file.md")] == [first, second]


@pytest.mark.parametrize(("first", "second"), [("一楼", "二楼"), ("Ground floor", "First floor"), ("东厅", "西厅")])
def test_parts_of_a_house_or_text_are_one_tour(first: str, second: str) -> None:
    data = write_document("md", "", [(first, (LOOM, VAT)), (second, (VAT, LOOM))])
    assert len(draft_tours(data, "file.md")) == 1


def test_the_name_of_a_club_above_a_styled_title_is_no_title() -> None:
    data = write_document("docx", "Heimatverein Altdorf e. V.", [("Rundgang durch Altdorf", TEXTS["de"])])
    assert [title for title, _stops in draft_tours(data, "file.docx")] == ["Rundgang durch Altdorf"]


@pytest.mark.parametrize("greeting", ["Welcome to the mill, and mind your step.", "The mill was built in 1724."])
def test_a_sentence_above_a_styled_title_is_said(greeting: str) -> None:
    data = write_document("md", f"{greeting}\n\n", [("The Mill", (LOOM, VAT))])
    spoken = "".join(text for _title, stops in draft_tours(data, "file.md") for _number, _name, text in stops)
    document = draft_document(read_bytes(data, "file.md"), TABLE)
    assert greeting in spoken or any(greeting in draft.tour.description for draft in document.drafts)
