"""Versions, approval and distribution of a document are no stops; stories of such names are."""

from __future__ import annotations

import pytest
from drafting import checked_tour
from test_documents import HALL, LOOM, VAT, WHEEL, word

from audioguide.importers.administration import RECORDS, is_record_table

RECORD_HEADINGS = [
    "Document history",
    "Revision History",
    "Version control",
    "Change log",
    "Record of changes",
    "Amendment record",
    "Document control",
    "Sign-off",
    "Approval record",
    "Reviewers and approvers",
    "Distribution list",
    "1. Document history",
    "修订记录",
    "版本历史",
    "变更记录",
    "一、修改记录",
    "【修订记录】",
    "更新日志",
    "审批表",
    "审核意见",
    "会签表",
    "签字页",
    "发放范围",
    "分发名单",
    "修訂紀錄",
    "審核意見",
    "Historique des versions",
    "Suivi des modifications",
    "Liste de diffusion",
    "Historial de versiones",
    "Control de cambios",
    "Hoja de firmas",
    "Lista de distribución",
    "Änderungshistorie",
    "Versionsverlauf",
    "Verteiler",
    "Freigabevermerk",
]
STORY_HEADINGS = [
    "The history of the mill",
    "History",
    "Our history",
    "The document room",
    "The record office",
    "村史",
    "修路记",
    "修建历史",
    "版本",
    "Geschichte",
    "Verteilerhaus",
    "Historia",
    "Historique",
    "Approval",
    "审批",
]


@pytest.mark.parametrize("heading", RECORD_HEADINGS)
def test_a_heading_of_a_record_is_known(heading: str) -> None:
    assert RECORDS.fullmatch(heading)


@pytest.mark.parametrize("heading", STORY_HEADINGS)
def test_a_heading_of_a_story_is_no_record(heading: str) -> None:
    assert not RECORDS.fullmatch(heading)


@pytest.mark.parametrize(
    ("header", "is_record"),
    [
        ("Version|Date|Author|Change", True),
        ("Rev.|Issue|Description|By", True),
        ("Name|Role|Signature|Date", True),
        ("版本|日期|修订人|修订内容", True),
        ("审批人|签字|日期", True),
        ("审核人|签字|日期", True),
        ("Fassung|Datum|Autor|Änderung", True),
        ("Version|Datum|Autorin|Änderungen", True),
        ("Version|Fecha|Autor|Cambios", True),
        ("Version|Date|Auteur|Modifications", True),
        ("No.|Title|Description", False),
        ("编号|名称|说明", False),
        ("Stop|Version|Text", False),
    ],
)
def test_a_table_of_versions_or_signatures_is_known_by_its_columns(header: str, is_record: bool) -> None:
    assert is_record_table(header.split("|")) == is_record


RECORDS_ABOVE = {
    "English": ("Document history", [["Version", "Date", "Author", "Change"], ["0.2", "9 June", "P. Lal", "Spelling"]]),
    "German": ("Änderungshistorie", [["Version", "Datum", "Autor", "Änderung"], ["2", "9.6.", "P. Lal", "Fotos neu"]]),
    "Spanish": ("Control de cambios", [["Versión", "Fecha", "Autor", "Cambios"], ["2", "9/6", "P. Lal", "Fotos"]]),
    "French": (
        "Suivi des versions",
        [["Version", "Date", "Auteur", "Modifications"], ["2", "9/6", "P. Lal", "Photos"]],
    ),
}
APPROVALS_BELOW = {
    "English": ("Approval", "Approved by: ____________    Date: ________"),
    "German": ("Freigabe", "Geprüft: ____________    Datum: ________"),
    "Spanish": ("Aprobación", "Aprobado por: ____________    Fecha: ________"),
    "French": ("Validation", "Validé par : ____________    Date : ________"),
}


@pytest.mark.parametrize("language", RECORDS_ABOVE)
def test_records_around_the_stops_of_a_word_file_are_left_out(language: str) -> None:
    heading, table = RECORDS_ABOVE[language]
    approval, line = APPROVALS_BELOW[language]
    data = word(
        ("Title", "Harrow Mill"),
        ("bold", heading),
        table,
        *(
            block
            for title, text in (("1. The Loom", LOOM), ("2. The Vat", VAT))
            for block in (("Heading 1", title), ("Normal", text))
        ),
        ("bold", approval),
        ("Normal", line),
    )()
    tour = checked_tour(data, "a.docx")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "The Loom"), ("2", "The Vat")]
    assert [s.text for stop in tour.stops for s in stop.segments] == [LOOM, VAT]
    assert not any(stop.todos for stop in tour.stops)


@pytest.mark.parametrize("form", ["a.txt", "a.md"])
def test_records_in_chinese_are_left_out(form: str) -> None:
    mark = "## " if form == "a.md" else ""
    lines = (
        f"{'# ' if mark else ''}古镇导览",
        f"{mark}修订记录",
        "V1.0　2023-05-01　王敏　初稿",
        "V1.1　2023-06-09　李强　改错别字",
        f"{mark}第1站 水碾",
        WHEEL,
        f"{mark}第2站 祠堂",
        HALL,
        f"{mark}审批",
        "审批人：________　日期：________",
    )
    tour = checked_tour("\n\n".join(lines).encode(), form)
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "水碾"), ("2", "祠堂")]
    assert [s.text for stop in tour.stops for s in stop.segments if not s.is_cue] == [WHEEL, HALL]


@pytest.mark.parametrize("title", ["Approval", "Distribution", "Changes", "Historique", "Validation"])
def test_a_stop_of_such_a_name_is_narrated(title: str) -> None:
    tour = checked_tour(f"# Mill\n\n## 1. Gate\n\n{LOOM}\n\n## 2. {title}\n\n{VAT}\n".encode(), "a.md")
    assert [stop.title for stop in tour.stops] == ["Gate", title]
    assert tour.stops[1].segments[0].text == VAT
