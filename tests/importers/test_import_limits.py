"""Documents made to harm: reading them ends, in bounded time and memory, with a message."""

from __future__ import annotations

import gc
import io
import os
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest

from audioguide import importers
from audioguide.errors import DocumentError
from audioguide.importers import (
    document_style,
    evidence,
    numbering,
    segmentation,
    stop_merging,
    table_voices,
    tables,
    titles,
)
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.importers.outline import Line, Part
from audioguide.importers.provenance import Strip
from audioguide.importers.rare_collection import collect_rarely
from audioguide.importers.readers import docx_numbering
from benchmarks.hostile_documents import WRITERS

OWN_ROOT = b"""%PDF-1.4
1 0 obj 1 0 R endobj
trailer << /Root 1 0 R /Size 2 >>
startxref
9
%%EOF
"""


def pdf_of_stream(text: bytes) -> bytes:
    packed = zlib.compress(text, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer << /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF\n" % len(data)


def docx_of(document: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
    return target.getvalue()


def with_flag(data: bytes, bit: int) -> bytes:
    """A package whose members say that they are encrypted (bit 0), or patched (bit 5)."""
    damaged = bytearray(data)
    for head, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        damaged[damaged.index(head) + offset] |= 1 << bit
    return bytes(damaged)


def with_damaged_content(data: bytes) -> bytes:
    """A package whose compressed content is no longer any."""
    place = data.index(b"word/document.xml") + len("word/document.xml")
    return data[:place] + b"\xff" * 20 + data[place + 20 :]


ORDINARY = docx_of(b"<w:p>" + b"text" * 100 + b"</w:p>")
HOSTILE = {
    "encrypted.docx": with_flag(ORDINARY, 0),
    "patched.docx": with_flag(ORDINARY, 5),
    "damaged-content.docx": with_damaged_content(ORDINARY),
    "own-root.pdf": OWN_ROOT,
    "stream-bomb.pdf": pdf_of_stream(b"BT /F 1 Tf (a) Tj ET\n" * 3_000_000),
    "nested.docx": docx_of(b"<w:p>" * 200_000),
    "deep.html": b"<div>" * 150_000 + b"text",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_in_a_message(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers, "MAX_READING_S", 5)
    (tmp_path / name).write_bytes(HOSTILE[name])
    try:
        importers.read_document(tmp_path / name)
    except DocumentError as error:
        assert name in error.message
    # deep markup with a little text may be read as what it is


SUFFIXES = "txt md html docx pdf odt rtf epub csv xlsx ods pptx srt mht".split()  # noqa: SIM905


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"large.{suffix}"
    path.touch()
    os.truncate(path, 100 * 2**20)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("it was read"))
    with pytest.raises(DocumentError) as caught:
        importers.read_document(path)
    assert "100 MB" in caught.value.message and caught.value.hint


def nested_docx(depth: int) -> bytes:
    document = docx.Document()
    table = document.add_table(1, 1)
    for _level in range(depth - 1):
        table = table.cell(0, 0).add_table(1, 1)
    table.cell(0, 0).paragraphs[0].text = "The gate is old."
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def nested_odt(depth: int) -> bytes:
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "table"))
    tables = "<table:table><table:table-row><table:table-cell>" * depth + "<text:p>The gate is old.</text:p>"
    tables += "</table:table-cell></table:table-row></table:table>" * depth
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        body = f"<office:body><office:text>{tables}</office:text></office:body>"
        package.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return target.getvalue()


def nested_page(depth: int) -> bytes:
    return ("<table><tr><td>" * depth + "The gate is old." + "</td></tr></table>" * depth).encode()


NESTED = {"a.docx": nested_docx, "a.odt": nested_odt, "a.html": nested_page}


@pytest.mark.parametrize("depth", [1, 2, 5, 40])
@pytest.mark.parametrize("name", NESTED)
def test_a_text_in_nested_tables_is_read_once(name: str, depth: int) -> None:
    assert importers.read_bytes(NESTED[name](depth), name).text.strip() == "The gate is old."


def test_an_honest_document_is_read_in_its_own_process_as_in_ours(tmp_path: Path) -> None:
    data = "<html><body><h1>磨坊</h1><p>欢迎来到磨坊。</p></body></html>".encode()
    (tmp_path / "mill.html").write_bytes(data)
    assert importers.read_document(tmp_path / "mill.html") == importers.read_bytes(data, "mill.html")


def test_a_table_with_the_line_ends_of_an_old_program_is_read() -> None:
    table = "title,narration\rGate,This is the gate.\rWell,This is the well.\r"
    assert "This is the well." in importers.read_bytes(table.encode(), "stops.csv").text


@pytest.mark.parametrize("name", ["long.csv", "long.txt"])
def test_a_cell_longer_than_any_table_has_ends_well(name: str) -> None:
    data = ("title,narration\n" + "a" * 200_000 + ",b\n").encode()
    try:
        assert "a" * 1000 in importers.read_bytes(data, name).text
    except DocumentError as error:
        assert error.hint


@pytest.mark.parametrize("text", ["」\r‘", "The gate.\rThis is the gate.\r", "a,b\r\nc,d\r"])
def test_a_text_with_the_line_ends_of_an_old_program_is_read(text: str) -> None:
    assert text[-3:].strip() in importers.read_bytes(text.encode(), "a.txt").text


@pytest.mark.parametrize(
    ("line", "core"),
    [
        ("一、老磨坊解说词：", "老磨坊"),
        ("【老磨坊】讲解稿 ", "老磨坊】"),
        ("解说词，", "解说词"),
        ("某解说词", "某解说词"),
        ("老磨坊，，。；", "老磨坊"),
        ("老" + "，" * 60_000 + "磨坊。", "老" + "，" * 60_000 + "磨坊"),
        ("，" * 60_000, "，" * 60_000),
    ],
)
def test_a_title_is_freed_of_what_closes_it_however_long_the_line(line: str, core: str) -> None:
    start, end = titles.find_core(line)
    assert line[start:end] == core


def test_a_row_of_a_thousand_cells_proposes_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    proposed: list[object] = []

    def propose(texts: object) -> str:
        proposed.append(texts)
        return ""

    monkeypatch.setattr(tables, "propose_sentence", propose)
    with suppress(DocumentError):  # a table of numbers alone holds nothing to narrate
        draft_document(importers.read_bytes(("开始 a " + "9," * 1_000).encode(), "a.csv"), load_confusions())
    assert len(proposed) == 1


COUNTS = ("²", "٣", "-1", "1e9", "9" * 9, "9" * 5000, "", " 3")
"""What stands where a format has a number, and is none that a document needs."""


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(
    "page",
    [
        "<p>The mill is old.</p><ol start='COUNT'><li>The gate is new.</li></ol>",
        "<p>The mill is old.</p><table><tr><td colspan='COUNT'>The gate is new.</td></tr></table>",
    ],
)
def test_a_number_that_is_none_costs_no_page(page: str, count: str) -> None:
    document = importers.read_bytes(page.replace("COUNT", count).encode(), "a.html")
    assert "The gate is new." in document.text


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("tag", ["ilvl", "start", "numFmt"])
def test_a_number_that_is_none_costs_no_list_of_word(tag: str, count: str) -> None:
    given = {"ilvl": "0", "start": "1", "numFmt": "upperRoman"} | {tag: count}
    level = (
        f'<w:lvl w:ilvl="{given["ilvl"]}">'
        f'<w:start w:val="{given["start"]}"/><w:numFmt w:val="{given["numFmt"]}"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    root = ElementTree.fromstring(
        f'<w:numbering xmlns:w="{docx_numbering.W[1:-1]}"><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    number, _bullet = docx_numbering.read_numbering(root).next_label("1", 0)
    assert len(number) < 20


@pytest.mark.parametrize(
    "page", ["<tr><td>The mill is old.<td>b", "<tr><tr><th>The mill is old.", "<td>The mill is old.<tr><td>b</table>"]
)
def test_a_row_outside_of_any_table_is_read(page: str) -> None:
    assert "The mill is old." in importers.read_bytes(page.encode(), "a.html").text


def draft_page(page: str, name: str = "page.html") -> list[list[str]]:
    """The numbers of the stops of each tour of a page."""
    imported = draft_document(importers.read_bytes(page.encode(), name), load_confusions())
    return [[stop.number for stop in draft.tour.stops] for draft in imported.drafts]


@pytest.mark.parametrize("line", ["<p>字", "<p>a", "<p>1 a", '<p>"', "<p>12. 字", "<p>第1站", "<li>a", "<td>a"])
def test_the_style_of_small_paragraphs_is_studied_once(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    studied: list[int] = []

    def study_style(lines: list[Line]) -> document_style.DocumentStyle:
        studied.append(len(lines))
        return document_style.study_style(lines)

    for module in (evidence, segmentation):
        monkeypatch.setattr(module, "study_style", study_style)
    with suppress(DocumentError):  # nothing to narrate
        draft_page(line * 60)
    assert sum(studied) <= 60


@pytest.mark.parametrize("line", ["<p>12. 字", "<p>第1站：磨坊<p>这里是磨坊。", "<h2>磨坊</h2><p>这里是磨坊。"])
def test_a_number_is_given_without_a_look_at_all_others(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def digits_of(number: str) -> int:
        looks.append(number)
        return numbering.digits_of(number)

    monkeypatch.setattr("audioguide.importers.draft.digits_of", digits_of)
    (numbers,) = draft_page(line * 80)
    assert len(looks) <= 80
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("titles_of_stops", [("老磨坊", "石桥"), ("老磨坊", "石桥", "河岸")])
@pytest.mark.parametrize("paragraphs", [2, 9, 10, 14])
def test_stops_that_fall_into_many_sections_share_no_number(titles_of_stops: tuple[str, ...], paragraphs: int) -> None:
    text = "这里是磨坊的故事，说的是很多年前村里的人怎样修起这座水磨，又怎样靠它过日子，一年四季从不停歇。" * 8
    page = "".join(f"<h2>{title}</h2>" + f"<p>{text}" * paragraphs for title in titles_of_stops)
    (numbers,) = draft_page(f"<h1>磨坊导游词</h1>{page}")
    assert len(numbers) == len(titles_of_stops) * paragraphs
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("usual", [(700, 10, 10), (0, 10, 10), (500_000, 5, 5)])
def test_garbage_is_collected_as_before_once_the_last_import_ends(usual: tuple[int, int, int]) -> None:
    before = gc.get_threshold()
    gc.set_threshold(*usual)
    try:
        first, second = collect_rarely(), collect_rarely()
        with first:
            second.__enter__()
        assert gc.get_threshold()[0] in (0, max(100_000, usual[0]))
        second.__exit__(None, None, None)
        assert gc.get_threshold() == usual
    finally:
        gc.set_threshold(*before)


@pytest.mark.parametrize(("name", "line"), [("a.txt", "a\n"), ("a.md", "- a\n"), ("a.html", "<p>a"), ("a.csv", "a\n")])
def test_a_document_of_too_many_lines_is_called_that(name: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "readers.plain",
        "document",
    ):  # the reader, where it is loaded only here, copies the true limit first
        monkeypatch.setattr(f"audioguide.importers.{module}.MAX_BLOCKS", 20)
    with pytest.raises(DocumentError, match="more than 20 paragraphs or lines"):
        importers.read_bytes((line * 21).encode(), name)
    importers.read_bytes((line * 20).encode(), name)


@pytest.mark.parametrize("mark", ["● ", "●", "- ", "> ", "●- ", "– > "])
def test_a_line_of_bullets_ends_well(mark: str) -> None:
    document = importers.read_bytes((mark * 1500 + "这里是磨坊。").encode(), "a.txt")
    (draft,) = draft_document(document, load_confusions()).drafts
    assert draft.tour.stops[0].segments[-1].text.endswith("这里是磨坊。")


def test_a_packed_document_with_damaged_bytes_is_refused() -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    data = bytearray(package.getvalue())
    for place in range(38, 50):
        for value in (0xFF, 0x06):
            damaged = bytes(data[:place]) + bytes([value]) * 4 + bytes(data[place + 4 :])
            with suppress(DocumentError):
                importers.read_bytes(damaged, "a.odt")


SHREDS = [
    ("a.txt", "{}\n"),
    ("a.txt", "{}。\n\n"),
    ("a.txt", "12. {}\n"),
    ("a.md", "# {}\n\n"),
    ("a.md", "- {}\n"),
    ("a.md", "{}\n"),
    ("a.html", "{}<br>"),
    ("a.html", "<p>{}"),
    ("a.html", "<p>12. {}"),
    ("a.html", "<h2>{}"),
    ("a.html", "<li>{}</li>"),
    ("a.html", "<table><tr><td>{}</table>"),
    ("a.csv", "{},1\n"),
    ("a.rtf", r"{}\par "),
    ("a.rtf", r"{}\line "),
]
"""Names of documents, and a paragraph of each."""


@pytest.mark.parametrize("shred", ["字", "a", "水车", "3.5"])
@pytest.mark.parametrize(("name", "paragraph"), SHREDS)
def test_thousands_of_tiny_paragraphs_are_refused_before_they_are_weighed(
    name: str, paragraph: str, shred: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importers.document, "MAX_SHORT_BLOCKS", 20)
    content = paragraph.replace("{}", shred) * 21
    data = rf"{{\rtf1\ansi {content}}}" if name == "a.rtf" else content
    if not data.isascii() and name == "a.rtf":
        data = "".join(letter if letter.isascii() else rf"\u{ord(letter)}?" for letter in data)
    with pytest.raises(DocumentError, match="characters on average, too few for commentary") as refusal:
        importers.read_bytes(data.encode(), name)
    assert "up to 20 lines" in refusal.value.hint


@pytest.mark.parametrize(
    "line", ["这里是磨坊，水车转了两百年。", "The mill wheel turns and turns.", "第一站 水磨坊的大门"]
)
@pytest.mark.parametrize(("name", "paragraph"), SHREDS)
def test_thousands_of_equal_lines_are_refused_before_they_are_weighed(
    name: str, paragraph: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importers.document, "MAX_REPEATING_BLOCKS", 40)
    data = (paragraph.replace("{}", line) * 41).encode()
    if name == "a.rtf":
        escaped = "".join(letter if letter.isascii() else rf"\u{ord(letter)}?" for letter in line)
        data = rf"{{\rtf1\ansi {paragraph.replace('{}', escaped) * 41}}}".encode()
    with pytest.raises(
        DocumentError, match=r"repeats the same text: \d\d paragraphs or lines, of them different: \d\."
    ) as refusal:
        importers.read_bytes(data, name)
    assert "up to 40 lines" in refusal.value.hint


@pytest.mark.parametrize("form", ["docx", "epub", "odt", "pptx"])
def test_a_small_package_of_thousands_of_equal_lines_is_refused(form: str) -> None:
    data = WRITERS[form]("这里是磨坊，水车转了两百年。\n" * 8_000)
    assert len(data) < 8_000
    with pytest.raises(DocumentError, match="repeats the same text: 8,000 paragraphs or lines"):
        importers.read_bytes(data, f"a.{form}")


def test_a_table_in_which_all_but_the_first_cell_repeats_is_read() -> None:
    row = "Open at noon for all,Restored by the miller,On the ground floor,By the old miller of the town,Stone and wood"
    table = "".join(f"Object {n},{row}\n" for n in range(1_000))
    assert len(importers.read_bytes(table.encode(), "a.csv").blocks) > importers.document.MAX_REPEATING_BLOCKS


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["磨坊修好了。"] * 3_001, id="lines of a poem"),
        pytest.param(["The mill wheel turns"] * 3_001, id="lines of a song"),
        pytest.param(["一"] * 3_000, id="as many as may be short"),
        pytest.param(["a"] * 3_000 + ["这里是磨坊，水车转了两百年。" * 60] * 40, id="short lines among a long text"),
    ],
)
def test_documents_of_many_lines_are_read(lines: list[str]) -> None:
    assert len(importers.read_bytes("\n".join(lines).encode(), "a.txt").blocks) == len(lines)


def test_thousands_of_short_subtitles_are_read() -> None:
    lines = [f"{chr(0x4E00 + n)}坊修好了，" if n % 2 else "水车又转起来。" for n in range(5_000)]
    cues = (
        f"{n}\n{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000 --> {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},900\n"
        f"{lines[n]}\n\n"
        for n in range(5_000)
    )
    document = importers.read_bytes("".join(cues).encode(), "a.srt")
    assert document.text.count("水车") == 2_500


def test_a_list_of_thousands_of_stops_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers.draft, "MAX_STOPS", 5)
    text = "".join(f"第{n}站 门\n\n这里是第{n}道门，它修好了。\n\n" for n in range(1, 7))
    with pytest.raises(DocumentError, match="more than 5 stops"):
        draft_document(importers.read_bytes(text.encode(), "a.txt"), load_confusions())
    (draft,) = draft_document(
        importers.read_bytes(text[: text.index("第6站")].encode(), "a.txt"), load_confusions()
    ).drafts
    assert len(draft.tour.stops) == 5


class CountedCells(dict[tuple[int, int], list[int]]):
    """Cells of a table that count how many of them are looked at."""

    looked_at = 0

    def items(self) -> Any:
        self.looked_at += len(self)
        return super().items()


def test_rows_of_voices_look_at_their_own_cells_only() -> None:
    for rows in (50, 200):
        cells = CountedCells({(row, column): [] for row in range(rows) for column in range(2)})
        texts = {
            (row, column): "Host" if column == 0 else "The mill turns." for row in range(rows) for column in range(2)
        }
        table_voices._voice_rows([], cells, texts, -1, 0, {})
        assert cells.looked_at == len(cells)


@pytest.mark.parametrize("blank", [" ", "\t", "　", " (", "（ ", ": "])
@pytest.mark.parametrize("form", ["xlsx", "csv", "html"])
def test_a_cell_of_thousands_of_blanks_is_read_at_once(form: str, blank: str) -> None:
    """Took half a minute for 64,000 blanks: a remark was looked for from each of them."""
    text = "The gate" + blank * (48_000 // len(blank.encode())) + "of the mill"
    data = {
        "xlsx": WRITERS["xlsx"](text),
        "csv": f'Speaker,"{text}"\nHost,Welcome to the mill.\n'.encode(),
        "html": f"<table><tr><td>Host<td><pre>{text}</pre></table>".encode(),
    }[form]
    with suppress(DocumentError):
        draft_document(importers.read_bytes(data, f"a.{form}"), load_confusions())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Host (warm)", "Host"),
        ("Host   (warm)  (slow) ", "Host"),
        ("　主持人 （轻声）　（慢）", "主持人"),
        ("Host : ", "Host"),
        ("(off) Host", "Host"),
        ("Host of all", "Host of all"),
    ],
)
def test_a_name_in_a_table_loses_its_remarks(written: str, name: str) -> None:
    assert table_voices._plain_name(written) == name


@pytest.mark.parametrize("aside", ["（停顿）", "[pause]", "[12]", "（音乐起）"])
def test_a_line_of_many_directions_is_cut_once(aside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cut, places = Strip.cut, []

    def count_cut(strip: Strip, *at: int) -> list[Strip]:
        places.append(len(strip.runs) + len(at))
        return cut(strip, *at)

    monkeypatch.setattr(Strip, "cut", count_cut)
    counts = []
    for times in (50, 100):
        places.clear()
        text = f"这里是磨坊，{aside}水车转了。" * times
        document = importers.read_bytes(text.encode(), "a.txt")
        (draft,) = draft_document(document, load_confusions()).drafts
        assert any("水车转了" in segment.text for stop in draft.tour.stops for segment in stop.segments)
        counts.append(sum(places))
    assert counts[1] <= 2.6 * counts[0]


@pytest.mark.parametrize("mark", ["——", "•", "※ ", "——•", "●——　"])
@pytest.mark.parametrize("text", ["", "这里是磨坊，水车转了三百年。"])
def test_a_line_of_a_thousand_list_marks_is_read(mark: str, text: str) -> None:
    lines = f"# 水磨\n\n1. 大门\n\n这是大门，有三百年了。\n\n{mark * 1000}{text}\n"
    document = importers.read_bytes(lines.encode(), "a.md")
    (draft,) = draft_document(document, load_confusions()).drafts
    spoken = "".join(segment.text for stop in draft.tour.stops for segment in stop.segments)
    assert "有三百年了" in spoken and text in spoken
    assert mark.strip() not in spoken


def change_workbook(before: bytes, after: bytes) -> bytes:
    """Return a spreadsheet in whose list of sheets something is replaced."""
    changed = io.BytesIO()
    original = io.BytesIO(WRITERS["xlsx"]("这里是磨坊，水车转了三百年。"))
    with zipfile.ZipFile(original) as workbook, zipfile.ZipFile(changed, "w") as package:
        for name in workbook.namelist():
            data = workbook.read(name)
            if name == "xl/workbook.xml":
                assert before in data
                data = data.replace(before, after)
            package.writestr(name, data)
    return changed.getvalue()


def test_what_a_library_warns_of_does_not_reach_the_author() -> None:
    unknown = b'<definedNames><definedName name="mill" localSheetId="7">0</definedName></definedNames>'
    document = importers.read_bytes(change_workbook(b"</sheets>", b"</sheets>" + unknown), "a.xlsx")
    assert "三百年" in document.text


def test_a_sheet_that_a_library_would_leave_out_is_damage() -> None:
    with pytest.raises(DocumentError, match="damaged"):
        importers.read_bytes(change_workbook(b'r:id="', b'r:no="'), "a.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("村口\n\n这里是村口的老磨坊。\n\n" + "ABC" * 40, id="capitals on the last line"),
        pytest.param("The mill of " + "the old village " * 4_000 + "磨嘴 is here.", id="a Chinese name in a long line"),
        pytest.param("\u3000".join(["1.1.1.1("] * 4_000) + "\n\n这里是村口。", id="numbers of sections"),
    ],
)
def test_a_line_that_hardly_fits_an_expression_is_read(text: str) -> None:
    document = importers.read_bytes(text.encode(), "a.txt")
    assert draft_document(document, load_confusions()).drafts


def test_a_file_named_by_its_versions_is_a_title() -> None:
    assert titles.name_of_file("磨坊 v.1.0.txt") == "磨坊"
    assert titles.name_of_file("v.1." * 60 + "磨坊 final.txt").endswith("磨坊")


@pytest.mark.parametrize("items", [100, 400])
def test_items_of_a_list_join_their_stop_at_once(items: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by itself, all that stood there was copied again for every item."""
    joined: list[int] = []
    together = stop_merging._join_parts

    def join_counted(*parts: Part) -> Part:
        joined.append(len(parts))
        return together(*parts)

    monkeypatch.setattr(stop_merging, "_join_parts", join_counted)
    names = (f"{n % 9 + 1}. 石头第{n}块{chr(0x4E00 + n)}。\n" for n in range(items))
    text = "参观路线\n这里是磨坊，水车从早到晚地转。\n" + "".join(names)
    draft_document(importers.read_bytes(text.encode(), "a.txt"), load_confusions())
    assert max(joined) > items / 2
    assert len(joined) < 20
