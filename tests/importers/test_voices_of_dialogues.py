"""Two who speak have two voices: labels in every layout, columns that name them; sheets with a merged head."""

from __future__ import annotations

import io

import openpyxl
import pytest
from drafting import checked_tour
from test_documents import HALL, LOOM, VAT, WHEEL, word

from audioguide.importers.speaker_voices import assign_roles
from audioguide.model import Segment, Tour


def spoken_segments(tour: Tour) -> list[Segment]:
    return [segment for stop in tour.stops for segment in stop.segments if not segment.is_cue]


def written_table(*tables: list[list[str]], headings: tuple[str, ...] = ()) -> bytes:
    blocks: list[tuple[str, str] | list[list[str]]] = [("Title", "The Weavers' Walk")]
    for n, rows in enumerate(tables):
        blocks += [("Heading 2", headings[n]), rows] if headings else [rows]
    return word(*blocks)()


PAIRS = [
    ("王老师", "小雨"),
    ("奶奶", "妈妈"),
    ("爷爷", "爸爸"),
    ("旁白", "导游"),
    ("学生", "老师"),
    ("村民", "游客"),
    ("馆长", "小林"),
    ("主持人", "记者"),
    ("男", "女"),
    ("问", "答"),
    ("ANNA", "TOM"),
    ("NARRATOR", "GUIDE"),
    ("Curator", "Visitor"),
    ("Dr Ashworth", "Mr Finn"),
    ("Marie", "Paul"),
    ("Sprecher", "Sprecherin"),
    ("HOST", "REPORTER"),
    ("Grandpa Lu", "Uncle Ed"),
]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("layout", ["{name}：{text}", "【{name}】{text}", "（{name}）{text}", "{name}（微笑）：{text}"])
def test_two_labels_have_two_voices(pair: tuple[str, str], layout: str) -> None:
    first, second = pair
    if not first.isascii():
        spoken = ("我们的校门朝东，每天早上都能照到阳光。", "您看，这两块石头是从河滩上抬来的。")
    else:
        spoken = ("I walk to this gate every morning.", "Do you see the two stones by the door?")
        layout = (
            layout.translate(str.maketrans("【】（）：", "[]():"))
            .replace(":{", ": {")
            .replace("]{", "] {")
            .replace("){", ") {")
        )
    lines = [layout.format(name=name, text=spoken[n % 2]) for n, name in enumerate((first, second, first, second))]
    head = ("第一站 校门", "第二站 广场") if not first.isascii() else ("Stop 1: The Gate", "Stop 2: The Square")
    tour = checked_tour("\n".join((head[0], *lines[:2], head[1], *lines[2:])).encode())
    segments = spoken_segments(tour)
    voices = {segment.text.strip(): segment.role for segment in segments if segment.text.strip() in spoken}
    assert len(voices) == 2 and len(set(voices.values())) == 2, segments


@pytest.mark.parametrize("pair", [("MARTHA", "PETER"), ("NARRATOR", "GUIDE"), ("王老师", "小雨"), ("旁白", "导游")])
def test_two_names_alone_above_what_is_said_have_two_voices(pair: tuple[str, str]) -> None:
    spoken = (LOOM, VAT) if pair[0].isascii() else (WHEEL, HALL)
    tour = checked_tour(
        "\n\n".join(
            ("Stop 1: X", pair[0], spoken[0], pair[1], spoken[1], pair[0], spoken[1], pair[1], spoken[0])
        ).encode()
    )
    voices = {segment.role for segment in spoken_segments(tour)}
    assert len(voices) == 2


def test_as_many_persons_as_there_are_voices_have_one_each() -> None:
    for names in ("王老师 小雨 李老师 小明", "ANNA TOM JOAN LEE", "爷爷 奶奶 爸爸 妈妈"):
        roles = [role for role, _sure in assign_roles(names.split()).values()]
        assert len(set(roles)) == 4, roles


def test_two_labels_of_one_person_have_one_voice() -> None:
    for names in (("问", "提问"), ("Q", "QUESTION"), ("解说", "旁白"), ("NARRATOR", "VO"), ("男", "男声")):
        assert len({role for role, _sure in assign_roles(names).values()}) == 1


HEADERS = [
    ("Voice", "Text"),
    ("Speaker", "Script"),
    ("Role", "Narration"),
    ("Who", "Words"),
    ("Character", "Spoken text"),
    ("角色", "解说词"),
    ("人物", "台词"),
    ("声音", "文稿"),
    ("说话人", "讲解内容"),
    ("Voix", "Texte"),
    ("Personnage", "Commentaire"),
    ("Voz", "Texto"),
    ("Sprecher", "Sprechtext"),
    ("Stimme", "Text"),
]


@pytest.mark.parametrize("header", [*HEADERS, ()], ids="-".join)
@pytest.mark.parametrize("has_sound", [False, True])
def test_a_column_of_speakers_gives_the_voices_below_the_heading_of_a_stop(
    header: tuple[str, ...], has_sound: bool
) -> None:
    is_han = bool(header) and not header[0].isascii()
    names, spoken = (("旁白", "王师傅"), (WHEEL, HALL)) if is_han else (("NARRATOR", "DR ASHWORTH"), (LOOM, VAT))
    rows = [[names[0], spoken[0]], [names[1], spoken[1]]]
    if has_sound and header:
        rows = [[("鸟鸣" if is_han else "SFX: gulls") if n == 0 else "", *row] for n, row in enumerate(rows)]
        header = ("音效" if is_han else "Sound", *header)
    table = [list(header), *rows] if header else rows
    tour = checked_tour(written_table(table, table, headings=("Stop 5: The Mill", "Stop 7: The Hall")), "a.docx")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("5", "The Mill"), ("7", "The Hall")]
    for stop in tour.stops:
        own = [segment for segment in stop.segments if not segment.is_cue]
        assert [segment.text.strip() for segment in own] == list(spoken)
        assert own[0].role == "narrator" and own[1].role != "narrator"


def test_rows_of_one_title_are_one_stop() -> None:
    rows = [
        ["No.", "Object", "Voice", "Script"],
        ["1", "The Loom", "ANNA", LOOM],
        ["1", "The Loom", "TOM", VAT],
        ["2", "The Vat", "TOM", VAT],
        ["", "", "ANNA", LOOM],
    ]
    tour = checked_tour(written_table(rows), "a.docx")
    assert [(stop.number, stop.title, len(stop.segments)) for stop in tour.stops] == [
        ("1", "The Loom", 2),
        ("2", "The Vat", 2),
    ]
    assert all(stop.segments[0].role != stop.segments[1].role for stop in tour.stops)


def test_who_recorded_all_of_it_is_no_matter_of_the_narration() -> None:
    rows = [["No.", "Object", "Speaker", "Script"], ["1", "Loom", "Ms Kolb", LOOM], ["2", "Vat", "Ms Kolb", VAT]]
    tour = checked_tour(written_table(rows), "a.docx")
    assert {segment.role for segment in spoken_segments(tour)} == {"narrator"}


@pytest.mark.parametrize("header", [("主持人", "嘉宾"), ("HOST", "GUEST"), ("女声", "男声")], ids="-".join)
def test_a_column_for_each_speaker_is_read_row_by_row(header: tuple[str, str]) -> None:
    spoken = (WHEEL, HALL) if not header[0].isascii() else (LOOM, VAT)
    tour = checked_tour(
        written_table([list(header), list(spoken), list(spoken)], headings=("Stop 1: The Mill",)), "a.docx"
    )
    segments = spoken_segments(tour)
    assert [segment.text.strip() for segment in segments] == [*spoken, *spoken]
    assert segments[0].role != segments[1].role


@pytest.mark.parametrize(
    "header",
    [
        ("站点", "景点名称", "讲解内容"),
        ("展品", "名称", "解说词"),
        ("讲解点", "站名", "讲解词"),
        ("Stop", "Stop name", "Script"),
        ("Object", "Title", "Narration"),
        ("Item", "Name", "Text"),
        ("Exponat", "Titel", "Hörtext"),
    ],
    ids="-".join,
)
@pytest.mark.parametrize("is_merged", [False, True])
def test_a_column_of_nothing_but_numbers_names_no_stop(header: tuple[str, ...], is_merged: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    if is_merged:
        sheet.append(["南湖水上半日游讲解稿"])
        sheet.merge_cells("A1:E1")
    spoken = (WHEEL, HALL) if not header[0].isascii() else (LOOM, VAT)
    names = ("南湖码头", "烟雨亭") if not header[0].isascii() else ("Loom", "Vat")
    for row in ((*header, "时间"), (3, names[0], spoken[0], 6), (None, None, None, None), (5, names[1], spoken[1], 8)):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    tour = checked_tour(out.getvalue(), "a.xlsx")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("3", names[0]), ("5", names[1])]


@pytest.mark.parametrize("row", [(1, "老井", "井深十二米，四季不干。"), ("老井", "井深十二米，四季不干。")])
def test_a_workbook_of_one_short_row_is_a_stop(row: tuple[object, ...]) -> None:
    book = openpyxl.Workbook()
    book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    tour = checked_tour(out.getvalue(), "a.xlsx")
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "老井")]
    assert [segment.text.strip() for segment in spoken_segments(tour)] == ["井深十二米，四季不干。"]
