"""One commentary in every format becomes one and the same draft; what a format hides is accounted for.

The contract that every registered importer passes is in ``test_contract_importers``; here are formats with a writer.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from test_import_lossless import bare, holds

from audioguide.errors import DocumentError
from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.document import Document
from audioguide.importers.draft import draft_document

Content = list[tuple[int, str]]
"""(heading level or 0, text)."""
CHINESE: Content = [
    (1, "青山纪念馆"),
    (2, "前厅"),
    (0, "前厅的墙上写着三十六位烈士的名字，灯从早亮到晚。"),
    (2, "东展厅"),
    (0, "东展厅讲的是一九三八年的那场战斗。"),
    (0, "玻璃柜里是当时用过的军号。"),
]
ENGLISH: Content = [
    (1, "Museum of the Mountain"),
    (2, "The Front Hall"),
    (0, "Thirty-six names are written on the wall of the front hall."),
    (2, "The East Room"),
    (0, "The east room tells of the battle of 1938."),
    (0, "The bugle in the case was blown that day."),
]
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def as_txt(content: Content, encoding: str = "utf-8") -> bytes:
    return "\n".join(text for _level, text in content).encode(encoding)


def as_md(content: Content) -> bytes:
    return "\n\n".join("#" * level + " " * bool(level) + text for level, text in content).encode()


def as_html(content: Content) -> bytes:
    body = "".join(f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>" for level, text in content)
    head = "<head><title>x</title><style>p{}</style></head>"
    return f"<html>{head}<body><nav><a href=/>Home</a></nav>{body}</body></html>".encode()


def as_docx(content: Content) -> bytes:
    word = docx.Document()
    for level, text in content:
        if level:
            word.add_heading(text, level)
        else:
            word.add_paragraph(text)
    return saved(word)


def as_pdf(content: Content) -> bytes:
    """A page of text in a font every reader knows: STSong-Light for Chinese, headings larger."""
    return pdf(pdf_page(content))


def pdf_page(content: Content) -> bytes:
    lines, y = [], 780
    for level, text in content:
        size = {0: 11, 1: 24, 2: 16}[level]
        lines.append(f"BT /F1 {size} Tf 50 {y} Td <{text.encode('utf-16-be').hex()}> Tj ET")
        y -= 40
    return "\n".join(lines).encode()


def test_a_header_on_two_pages_begins_no_tour() -> None:
    title, gate, _text, *rest = CHINESE
    header = (0, title[1])
    first, second = "前厅的墙上写着三十六位烈士的名字，灯从早亮到", "晚，一年三百六十五天都不熄灭。"
    data = pdf(pdf_page([header, gate, (0, first)]), pdf_page([header, (0, second), *rest]))
    (draft,) = draft_document(read_bytes(data, "document.pdf"), load_confusions()).drafts
    assert (draft.tour.title, [stop.title for stop in draft.tour.stops]) == ("青山纪念馆", ["前厅", "东展厅"])
    narration = "".join(s.text for stop in draft.tour.stops for s in stop.segments)
    assert first + second in narration and "青山纪念馆" not in narration


OWN_CODES = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/Own def/CMapType 2 def "
    b"1 begincodespacerange<0000><FFFF>endcodespacerange %s endcmap end end"
)
"""A table of codes within the file, as the libraries write it that embed fonts."""


def with_own_codes(data: bytes) -> bytes:
    """A PDF whose font has its codes in tables of its own, which the first of the readers cannot decode."""
    objects = (
        OWN_CODES % b"1 begincidrange<0000><FFFF>0 endcidrange",
        OWN_CODES % b"1 beginbfrange<0000><FFFF><0000>endbfrange",
    )
    numbers = (90, 91)
    font = b"/BaseFont/Own/Encoding %d 0 R/ToUnicode %d 0 R/" % numbers
    data = data.replace(b"/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/", font).replace(b"(GB1)", b"(Identity)")
    head = b"<</Type/CMap/CMapName/Own/Length %d>>stream\n%s\nendstream"
    own = b"".join(
        b"%d 0 obj" % n + head % (len(text), text) + b"\nendobj\n" for n, text in zip(numbers, objects, strict=True)
    )
    before, _table, _rest = data.partition(b"xref\n0 ")  # readers build the table anew where there is none
    return before + own + b"trailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize("make", [as_pdf, lambda content: with_own_codes(as_pdf(content))], ids=["plain", "own codes"])
def test_a_pdf_is_read_whatever_codes_its_font_has(make: Callable[[Content], bytes]) -> None:
    (draft,) = draft_document(read_bytes(make(CHINESE), "document.pdf"), load_confusions()).drafts
    assert (draft.tour.title, [stop.title for stop in draft.tour.stops]) == ("青山纪念馆", ["前厅", "东展厅"])


def pdf(*streams: bytes) -> bytes:
    """A document of one page a stream."""
    pages = [6 + 2 * n for n in range(len(streams))]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % page for page in pages), len(pages)),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]>>",
    ]
    for page, stream in zip(pages, streams, strict=True):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (page + 1),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        count,
        table,
        count,
        len(out),
    )


def as_odt(content: Content) -> bytes:
    body = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>' if level else f"<text:p>{text}</text:p>"
        for level, text in content
    )
    names = "office text"
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names.split())
    body = f"<office:body><office:text>{body}</office:text></office:body>"
    content_xml = f"<office:document-content {spaces}>{body}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content_xml})


def as_rtf(content: Content) -> bytes:
    paragraphs = "".join(
        "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text) + "\\par " for _, text in content
    )
    return ("{\\rtf1\\ansi " + paragraphs + "}").encode("ascii")


def as_epub(content: Content) -> bytes:
    body = "".join(f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>" for level, text in content)
    return packed(
        {
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="o/book.opf"/></rootfiles></container>',
            "o/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "o/a.xhtml": f"<html><body>{body}</body></html>",
        }
    )


def packed(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)
    return buffer.getvalue()


def rows_of(content: Content) -> list[list[str]]:
    """The stops as rows under a header, as tables of stops have them; the title stands above."""
    rows: list[list[str]] = []
    for level, text in content[1:]:
        if level or not rows:
            rows.append([text, ""] if level else ["", text])
        else:
            rows[-1][1] = "\n".join(filter(None, [rows[-1][1], text]))
    return rows


def as_csv(content: Content) -> bytes:
    lines = [f'"{content[0][1]}",', "title,narration"]
    lines += [",".join(f'"{cell}"' for cell in row) for row in rows_of(content)]
    return "\n".join(lines).encode()


def as_xlsx(content: Content) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [[content[0][1]], ["title", "narration"], *rows_of(content)]:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_ods(content: Content) -> bytes:
    return spreadsheet({"Script": [[content[0][1]], ["title", "narration"], *rows_of(content)]})


def spreadsheet(sheets: dict[str, list[list[str]]], attributes: str = "", hidden: str = "") -> bytes:
    """An OpenDocument spreadsheet; ``attributes`` are those of its rows, ``hidden`` names a sheet nobody sees."""

    def cell(text: str) -> str:
        lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n") if line)
        return f"<table:table-cell>{lines}</table:table-cell>"

    body = "".join(
        f'<table:table table:name="{name}" table:style-name="{"ta2" if name == hidden else "ta1"}">'
        + "".join(f"<table:table-row{attributes}>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    content_xml = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content_xml})


def as_pptx(content: Content) -> bytes:
    presentation = pptx.Presentation()
    cover = presentation.slides.add_slide(presentation.slide_layouts[0])
    cover.shapes.title.text = content[0][1]
    for title, notes in rows_of(content):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = notes
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def as_odp(content: Content) -> bytes:
    """An OpenDocument presentation: a cover, and a slide a stop with its text in the notes."""
    pages = [presentation_page(content[0][1], "", "")]
    pages += [presentation_page(title, "", text) for title, text in rows_of(content)]
    return presentation(*pages)


def presentation_page(title: str, points: str, notes: str, style: str = "dp1") -> str:
    frame = '<draw:frame presentation:class="{}"><draw:text-box>{}</draw:text-box></draw:frame>'
    spoken = "".join(f"<text:p>{line}</text:p>" for line in notes.split("\n") if line)
    shown = f"<text:list><text:list-item><text:p>{points}</text:p></text:list-item></text:list>" if points else ""
    return (
        f'<draw:page draw:style-name="{style}">{frame.format("title", f"<text:p>{title}</text:p>")}'
        f"{frame.format('outline', shown)}{frame.format('footer', '<text:p>7</text:p>')}"
        f"<presentation:notes>{frame.format('notes', spoken)}</presentation:notes></draw:page>"
    )


def presentation(*pages: str) -> bytes:
    names = {"draw": "drawing", **{name: name for name in ("office", "text", "style", "presentation")}}
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in names.items()
    )
    styles = (
        '<style:style style:name="dp2" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    content_xml = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:presentation>{''.join(pages)}</office:presentation></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": content_xml})


def as_srt(content: Content) -> bytes:
    return "\n\n".join(
        f"{n}\n00:00:{5 * n:02},000 --> 00:00:{5 * n + 1:02},500\n{text}" for n, (_, text) in enumerate(content, 1)
    ).encode()


WRITERS: dict[str, Callable[[Content], bytes]] = {
    "txt": as_txt,
    "md": as_md,
    "html": as_html,
    "docx": as_docx,
    "pdf": as_pdf,
    "odt": as_odt,
    "rtf": as_rtf,
    "epub": as_epub,
    "csv": as_csv,
    "xlsx": as_xlsx,
    "ods": as_ods,
    "odp": as_odp,
    "pptx": as_pptx,
    "srt": as_srt,
}


def saved(word: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("content", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_same_draft_from_every_format(form: str, content: Content) -> None:
    document = read_bytes(WRITERS[form](content), f"museum.{form}")
    contract(document)
    result = draft_document(document, load_confusions())
    holds(result)
    (draft,) = result.drafts
    assert draft.tour.title == content[0][1]
    assert [stop.title for stop in draft.tour.stops] == [content[1][1], content[3][1]]
    spoken = "".join(segment.text for stop in draft.tour.stops for segment in stop.segments)
    assert bare(spoken) == bare("".join(text for level, text in content if not level))


def contract(document: Document) -> None:
    """Blocks and skips stand in order within the text; nothing but white space stands between blocks."""
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        assert not document.text[at : block.start].strip()
        at = block.end
    assert not document.text[at:].strip()
    at = 0
    for skip in document.skips:
        assert at <= skip.start < skip.end and skip.reason
        at = skip.end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_encoding(encoding: str) -> None:
    content = CHINESE if encoding not in ("utf-16-le", "utf-16-be") else ENGLISH
    document = read_bytes(as_txt(content, encoding), "museum.txt")
    assert document.text == "\n".join(text for _level, text in content)


def test_tracked_changes_count_as_accepted() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("馆里有")
    paragraph._p.append(parse_xml(f'<w:ins {NS} w:id="1" w:author="a"><w:r><w:t>三十</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:del {NS} w:id="2" w:author="a"><w:r><w:delText>二十</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f"<w:r {NS}><w:t>件展品。</w:t></w:r>"))
    document = read_bytes(saved(word), "changes.docx")
    result = draft_document(document, load_confusions())
    holds(result)
    assert result.drafts[0].tour.stops[0].segments[0].text == "馆里有三十件展品。"
    assert "二十" in document.text
    assert next(tile.why for tile in result.tiles if tile.fate == "left out") == "deleted revision"


def test_word_tables_lists_and_page_headers() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "石桥村"
    word.add_paragraph("村里有三样宝贝。")
    word.add_paragraph("石桥有三百年了。", style="List Bullet")
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "古井", "建于清代。"
    document = read_bytes(saved(word), "village.docx")
    assert [block.kind for block in document.blocks] == ["paragraph", "item", "cell", "cell", "paragraph"]
    assert [document.text[skip.start : skip.end] for skip in document.skips] == ["石桥村"]
    holds(draft_document(document, load_confusions()))


def test_web_page_without_its_navigation() -> None:
    page = (
        "<meta charset=gb2312><body><header>站点导航</header><div>这座桥<b>三百</b>年了。<br>桥下有水。</div>"
        "<ul><li>一号展柜里是军号。</li></ul><table><tr><td>古井</td><td>清代</td></tr></table>"
        "<p style='display: none'>广告</p><script>alert(1)</script><p>村里<del>十</del>百户。</p><footer>版权</footer>"
    ).encode("gb2312")
    document = read_bytes(page, "page.html")
    assert "这座桥三百年了。\n桥下有水。\n" in document.text
    assert "alert" not in document.text
    set_aside = {document.text[skip.start : skip.end] for skip in document.skips}
    assert set_aside == {"站点导航", "广告", "十", "版权"}
    holds(draft_document(document, load_confusions()))


def test_content_decides_over_the_name() -> None:
    assert read_bytes(as_docx(CHINESE), "museum.txt").text.startswith("青山纪念馆")


# ---------------------------------------------------------------- hostile files


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            for _block in range(160):
                part.write(b"<w:p/>" * 174762)
    return buffer.getvalue()


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "a")
    return buffer.getvalue()


HOSTILE: dict[str, Callable[[], tuple[bytes, str]]] = {
    "a line of 50 MB": lambda: (b"a" * (50 * 2**20), "line.txt"),
    "a line of 3 MB": lambda: ("字".encode() * 2**20, "line.txt"),
    "a zip bomb": lambda: (bomb(), "bomb.docx"),
    "an archive": lambda: (archive(), "archive.docx"),
    "half a Word file": lambda: (as_docx(CHINESE)[:9000], "half.docx"),
    "text named docx": lambda: (b"Hello.", "text.docx"),
    "a PDF without text": lambda: (pdf(b"0 0 100 100 re f"), "scan.pdf"),
    "half a PDF": lambda: (as_pdf(CHINESE)[:300], "half.pdf"),
    "binary rubbish": lambda: (bytes(range(256)) * 400, "rubbish.txt"),
    "rubbish named pdf": lambda: (b"%PDF-1.7\n" + bytes(range(256)) * 400, "rubbish.pdf"),
    "mixed encodings": lambda: ("第一行是新编码。\n".encode() + "第二行是旧编码。\n".encode("gb18030"), "mixed.txt"),
    "cut UTF-16": lambda: ("村史馆解说词".encode("utf-16")[:-1], "cut.txt"),
    "an old Word file": lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old.doc"),
    "nothing": lambda: (b"", "empty.txt"),
    "only spaces": lambda: (b" \n\n \n", "spaces.md"),
    "an unknown kind": lambda: (b"hello", "sheet.pages"),
    "a page of nothing but a script": lambda: (b"<script>1</script>", "page.html"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_end_in_a_clear_error(case: str) -> None:
    data, name = HOSTILE[case]()
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, name)
    assert name in caught.value.message and caught.value.hint


def test_a_page_nested_without_end() -> None:
    document = read_bytes(b"<div>" * 20_000 + "很深的地方。".encode() + b"</div>" * 20_000, "deep.html")
    assert document.text.strip() == "很深的地方。"


SPOKEN_ROWS = [["1", "The Loom", "It wove sails."], ["2", "The Vat", "It held dye.\nIt still smells."]]
HEADER = ["No.", "Title", "Script"]


def test_a_spreadsheet_without_its_hidden_sheet_is_read_whatever_it_is_called() -> None:
    data = spreadsheet({"Stops": [HEADER, *SPOKEN_ROWS], "Costs": [["Voice", "90 an hour"]]}, hidden="Costs")
    for name in ("a.ods", "a.ots", "a.odt", "a.xlsx"):
        document = read_bytes(data, name)
        assert [document.text[block.start : block.end] for block in document.blocks if block.cell] == [
            *HEADER,
            *(line for row in SPOKEN_ROWS for cell in row for line in cell.split("\n")),
        ]
        assert [document.text[skip.start : skip.end] for skip in document.skips] == ["Costs", "Voice\t90 an hour"]


def test_hidden_rows_of_a_spreadsheet_and_the_comments_of_its_cells_are_set_aside() -> None:
    data = spreadsheet({"Stops": [["The Loom", "It wove sails."]]}, ' table:visibility="collapse"')
    assert [skip.reason for skip in read_bytes(data, "a.ods").skips] == ["hidden"]
    note = "<office:annotation><text:p>Check the year.</text:p></office:annotation></table:table-cell>"
    with zipfile.ZipFile(io.BytesIO(spreadsheet({"Stops": SPOKEN_ROWS}))) as package:
        content = package.read("content.xml").decode().replace("</table:table-cell>", note, 1)
    document = read_bytes(
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}), "a.ods"
    )
    assert [(document.text[skip.start : skip.end], skip.reason) for skip in document.skips] == [
        ("Check the year.", "comment")
    ]


def test_points_and_hidden_slides_of_a_presentation_are_not_spoken() -> None:
    pages = presentation_page("Mill tour", "", ""), presentation_page("1. The Loom", "wool, flax", "It wove sails.")
    hidden = presentation_page("Spare slide", "", "Ask Jo for the key.", style="dp2")
    for name in ("a.odp", "a.otp", "a.pptx"):
        document = read_bytes(presentation(*pages, hidden), name)
        shown = [document.text[b.start : b.end] for b in document.blocks if b.slide]
        assert (document.title, shown) == ("Mill tour", ["wool, flax"])
        assert [document.text[skip.start : skip.end] for skip in document.skips] == [
            "Spare slide",
            "Ask Jo for the key.",
        ]


def with_shared_string(data: bytes, text: str, runs: str) -> bytes:
    """A workbook whose cell of that text holds runs of the shared strings instead, as Excel writes them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    shared = f'<sst xmlns="{main}" count="1" uniqueCount="1"><si>{runs}</si></sst>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(buffer, "w") as copy:
        for name in package.namelist():
            content = package.read(name).decode()
            content = content.replace(f't="inlineStr"><is><t>{text}</t></is>', 't="s"><v>0</v>')
            override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
            copy.writestr(name, content.replace("</Types>", override))
        copy.writestr("xl/sharedStrings.xml", shared)
    return buffer.getvalue()


def test_hidden_and_struck_out_cells_of_a_workbook_and_its_comments_are_set_aside() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["No.", "Title", "Script", "Status"],
        ["1", "The Loom", "It wove sails.", "old"],
        ["2", "The Vat", "It held dye.", ""],
        ["3", "The Mangle", "It pressed cloth.", "CUT"],
        ["4", "The Drain", "It ran red.", ""],
    ):
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[5].hidden = True
    for cell in sheet[4][:3]:
        cell.font = openpyxl.styles.Font(strike=True)
    sheet["C2"].comment = openpyxl.comments.Comment("Check the year.", "Jo")
    runs = '<r><rPr><strike/></rPr><t xml:space="preserve">Once. </t></r><r><t>It held dye.</t></r>'
    document = read_bytes(with_shared_string(saved(book), "It held dye.", runs), "a.xlsx")
    aside = [(document.text[skip.start : skip.end], skip.reason) for skip in document.skips]
    assert ("Once. ", "struck out") in aside and ("It pressed cloth.", "struck out") in aside
    assert ("old", "hidden") in aside
    assert any("It ran red." in text and reason == "hidden" for text, reason in aside)
    assert [text for text, reason in aside if reason == "comment"] == ["Check the year."]
    assert "It held dye." not in [text for text, _reason in aside]


@pytest.mark.parametrize("date", ["2023-02-28", "2023-02-30", "0x_"])
def test_a_date_that_is_none_does_not_hide_the_title_of_front_matter(date: str) -> None:
    document = read_bytes(f"---\ntitle: Mill\ndate: {date}\nlang: en\n---\n\nThe wheel turns.\n".encode(), "a.md")
    assert (document.title, document.language) == ("Mill", "en")
