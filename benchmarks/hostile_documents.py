"""The smallest documents of each format that is more than its text, around any text."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from html import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def _lines_of(text: str) -> list[str]:
    """Return the lines of a text without what XML cannot hold."""
    allowed = "".join(c for c in text if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c <= "\ufffd")
    return [escape(line) for line in allowed.split("\n")]


def pack_members(members: dict[str, str]) -> bytes:
    """Return a ZIP archive of texts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(name, text)
    return target.getvalue()


def _pack_office(parts: dict[str, tuple[str, str]], relations: dict[str, dict[str, str]]) -> bytes:
    """Return an Office package (ECMA-376, part 2).

    ``parts`` holds the content type and the XML of each part, the main one first; ``relations`` the targets and
    types of what a part refers to.
    """
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_OFFICE_TYPE}.{kind}+xml"/>'
        for name, (kind, _xml) in parts.items()
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": _relations_xml({next(iter(parts)): "officeDocument"}),
    }
    for name, (_kind, xml) in parts.items():
        members[name] = xml
        if name in relations:
            folder, _slash, file = name.rpartition("/")
            members[f"{folder}/_rels/{file}.rels"] = _relations_xml(relations[name])
    return pack_members(members)


def _relations_xml(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def replace_member(data: bytes, choose: Callable[[list[str]], str], change: Callable[[bytes], bytes]) -> bytes:
    """Return a ZIP archive with the content of the member that is chosen changed, and its check sum right."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        chosen = choose(package.namelist())
        for name in package.namelist():
            content = package.read(name)
            copy.writestr(name, change(content) if name == chosen else content)
    return target.getvalue()


def write_docx(text: str) -> bytes:
    """Return a Word document with a paragraph for each line."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _lines_of(text))
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _pack_office({"word/document.xml": ("wordprocessingml.document.main", document)}, {})


def write_xlsx(text: str) -> bytes:
    """Return a workbook with a row for each line."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{n}</t></is></c>'
        f'<c r="B{n}" t="inlineStr"><is><t>{line}</t></is></c></row>'
        for n, line in enumerate(_lines_of(text), 1)
    )
    workbook = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    )
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    return _pack_office(
        {
            "xl/workbook.xml": ("spreadsheetml.sheet.main", workbook),
            "xl/worksheets/sheet1.xml": ("spreadsheetml.worksheet", sheet),
        },
        {"xl/workbook.xml": {"worksheets/sheet1.xml": "worksheet"}},
    )


def write_pptx(text: str) -> bytes:
    """Return a presentation of one slide."""
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in _lines_of(text))
    shape = (
        "<p:sp><p:nvSpPr><p:cNvPr id='2' name='t'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
        f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )
    tree = f"<p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{shape}"
    slide = f'<p:sld xmlns:p="{_SLIDE}" xmlns:a="{_DRAWING}"><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:sld>'
    layout = f'<p:sldLayout xmlns:p="{_SLIDE}"><p:cSld><p:spTree/></p:cSld></p:sldLayout>'
    presentation = (
        f'<p:presentation xmlns:p="{_SLIDE}" xmlns:r="{_OFFICE}"><p:sldIdLst>'
        '<p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>'
    )
    return _pack_office(
        {
            "ppt/presentation.xml": ("presentationml.presentation.main", presentation),
            "ppt/slides/slide1.xml": ("presentationml.slide", slide),
            "ppt/slideLayouts/slideLayout1.xml": ("presentationml.slideLayout", layout),
        },
        {
            "ppt/presentation.xml": {"slides/slide1.xml": "slide"},
            "ppt/slides/slide1.xml": {"../slideLayouts/slideLayout1.xml": "slideLayout"},
        },
    )


def write_rtf(text: str) -> bytes:
    """Return a document in Rich Text Format with a paragraph for each line."""
    escaped = (
        "".join(
            c if c.isascii() and c not in "\\{}" else f"\\u{ord(c) - (65_536 if ord(c) > 32_767 else 0)}?" for c in line
        )
        for line in text.encode("utf-16-le", "replace").decode("utf-16-le").split("\n")
    )
    return ("{\\rtf1\\ansi " + "\\par\n".join(escaped) + "}").encode()


def write_odt(text: str) -> bytes:
    """Return an OpenDocument text with a paragraph for each line."""
    body = "".join(f"<text:p>{line}</text:p>" for line in _lines_of(text))
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return pack_members({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def write_epub(text: str) -> bytes:
    """Return a book of one chapter."""
    body = "".join(f"<p>{line}</p>" for line in _lines_of(text))
    return pack_members(
        {
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="o/book.opf"/></rootfiles></container>',
            "o/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "o/a.xhtml": f"<html><body>{body}</body></html>",
        }
    )


def write_pdf(text: str) -> bytes:
    """Return a page with a line of text for each line, in a font that every reader knows."""
    shown = [line[:200].encode("utf-16-be", "replace").hex() for line in text.split("\n")]
    lines = [f"BT /F1 11 Tf 50 {780 - 12 * n} Td <{line}> Tj ET" for n, line in enumerate(shown[:300])]
    stream = zlib.compress("\n".join(lines).encode())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1[500 500]20 99 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, trailer)


WRITERS: dict[str, Callable[[str], bytes]] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "pptx": write_pptx,
    "rtf": write_rtf,
    "odt": write_odt,
    "epub": write_epub,
    "pdf": write_pdf,
}
