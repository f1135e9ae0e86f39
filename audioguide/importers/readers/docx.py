"""Word documents (ECMA-376): styles, lists with their numbers, tables, pictures; tracked changes as if all accepted.

python-docx opens the package and knows its styles; the runs are walked in the XML, since its own ``Paragraph.text``
passes over inserted text and text boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx as python_docx
from docx.oxml.ns import qn
from lxml import etree

from ..document import Block, Builder, Cell, Document, Kind, parse_count
from .docx_numbering import Numbering, W, read_numbering
from .package import open_package, own_parts, read_guarded, safe_parser

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = {f"{W}del": "deleted revision", f"{W}moveFrom": "deleted revision", f"{W}rt": "reading above the characters"}
HEADING = re.compile(r"^(?:heading|标题|標題|título|titre|überschrift)\s*(\d)", re.IGNORECASE)
TITLE = re.compile(r"^(?:title|标题|標題|titre|título|titel)$", re.IGNORECASE)
CONTENTS = re.compile(r"^(?:toc|目录|目錄|tm|tdc|verzeichnis)\b\s*(?:\d|heading|标题)", re.IGNORECASE)
CAPTION = re.compile(r"^(?:caption|题注|題注|légende|leyenda|beschriftung)", re.IGNORECASE)
NO_TEXT = frozenset({FALLBACK, f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}rubyPr", f"{W}delInstrText"})
"""Word writes a text box twice, for new and for old readers; field codes are no text."""


@dataclass(frozen=True)
class _Style:
    kind: Kind = "paragraph"
    level: int = 0
    list_id: str = ""
    depth: int = 0
    hidden: str = ""
    """Reason why all of its text is set aside."""


def read(data: bytes, name: str) -> Document:
    """Return the blocks of a Word document.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a document without text.
    """
    open_package(data, name, "word/document.xml").close()
    word = read_guarded(name, lambda: python_docx.Document(BytesIO(data)))
    return read_guarded(name, lambda: _Reader(word, name).read())


class _Reader:
    """Walks through the body of one document."""

    def __init__(self, word: WordDocument, name: str) -> None:
        self.word = word
        self.builder = Builder(name)
        self.styles = _read_styles(word)
        self.default_style = next(
            (
                style.get(f"{W}styleId", "")
                for style in word.styles.element.findall(f"{W}style")
                if style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph"
            ),
            "",
        )
        self.numbering = _numbering(word)
        self.in_contents = False
        self.waiting: list[tuple[str, str]] = []
        """Runs of a paragraph whose end was deleted: they go on in the next."""

    def read(self) -> Document:
        for element, cell in _blocks(self.word.element.body, self.builder):
            self._paragraph(element, cell)
        if self.waiting:
            self.builder.add_runs(self.waiting)
        self._others()
        self.builder.title = self.builder.title or str(self.word.core_properties.title or "")
        return self.builder.document()

    def _paragraph(self, element: Any, cell: Cell | None) -> None:
        properties = element.find(f"{W}pPr")
        style = self.styles.get(_value(properties, "pStyle") or self.default_style, _Style())
        kind, level = style.kind, style.level
        if kind == "paragraph" and (outline := _outline_level(properties)):
            kind, level = "heading", outline
        list_id, depth = style.list_id, style.depth
        numbers = None if properties is None else properties.find(f"{W}numPr")
        if numbers is not None:
            list_id = _value(numbers, "numId") or list_id
            shown = _value(numbers, "ilvl")
            depth = parse_count(shown, depth)
        runs = self.waiting + self._runs(element, style.hidden)
        was_in_contents = self.in_contents
        if _is_contents_field(element):
            self.in_contents = True
        if self.in_contents and _ends_field(element):
            self.in_contents = False
        if kind != "contents" and was_in_contents and kind != "heading":
            kind = "contents"
        self.waiting = []
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.waiting = runs  # its paragraph mark is deleted: the next paragraph goes on in the same line
            return
        self._pictures(element)
        if not any(text.strip() for text, _reason in runs):
            return
        number = marker = ""
        if list_id and list_id != "0":
            number, marker = self.numbering.next_label(list_id, depth)
            if kind == "paragraph" and (number or marker or list_id in self.numbering.levels):
                kind = "item"
        bold, italic = _emphasis(element)
        if cell is not None:
            like = Block(0, 0, "cell", cell=cell, number=number, marker=marker, bold=bold, italic=italic)
        else:
            depth = depth if kind == "item" else 0
            like = Block(0, 0, kind, level, number, marker, depth, bold=bold, italic=italic)
        self.builder.add_runs(runs, like)

    def _runs(self, paragraph: Any, aside: str) -> list[tuple[str, str]]:
        """(text, reason why it is set aside) of a paragraph, text boxes in it included."""
        runs: list[tuple[str, str]] = []
        stack = [(child, aside) for child in reversed(paragraph)]
        while stack:
            element, reason = stack.pop()
            tag = element.tag
            if tag in (f"{W}t", f"{W}delText"):
                runs.append((element.text or "", reason or ("deleted revision" if tag == f"{W}delText" else "")))
            elif tag == f"{W}tab":
                runs.append(("\t", reason))
            elif tag in (f"{W}br", f"{W}cr"):
                runs.append(("\n", reason))
            elif tag == f"{W}noBreakHyphen":
                runs.append(("-", reason))
            elif tag not in NO_TEXT:
                if tag == f"{W}p" and runs:
                    runs.append(("\n", reason))
                reason = reason or GONE.get(tag, "") or (self._run_reason(element) if tag == f"{W}r" else "")
                stack.extend((child, reason) for child in reversed(element))
        return runs

    def _run_reason(self, run: Any) -> str:
        """Why a run is set aside: hidden or struck out."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return ""
        for tag, reason in (("vanish", "hidden"), ("strike", "struck out"), ("dstrike", "struck out")):
            switch = properties.find(f"{W}{tag}")
            if switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off"):
                return reason
        style = _value(properties, "rStyle")
        return self.styles[style].hidden if style in self.styles else ""

    def _pictures(self, paragraph: Any) -> None:
        for drawing in paragraph.iter(qn("w:drawing"), qn("w:pict")):
            if any(parent.tag == FALLBACK for parent in drawing.iterancestors()):
                continue
            described = next(drawing.iter(qn("wp:docPr")), None)
            alt = "" if described is None else str(described.get("descr") or "")
            for blip in drawing.iter(qn("a:blip"), "{urn:schemas-microsoft-com:vml}imagedata"):
                relation = self.word.part.rels.get(blip.get(qn("r:embed")) or blip.get(qn("r:id")) or "")
                if relation is None:
                    continue
                if relation.is_external:
                    self.builder.add_picture(
                        relation.target_ref.rsplit("/", 1)[-1], target=relation.target_ref, alt=alt
                    )
                else:
                    part = relation.target_part
                    self.builder.add_picture(str(part.partname).rsplit("/", 1)[-1], part.blob, alt=alt)

    def _others(self) -> None:
        """Add page headers, footers and notes: set aside, shown in the report."""
        reasons = {"header": "page header", "footer": "page header", "footnotes": "footnote", "endnotes": "footnote"}
        reasons["comments"] = "comment"
        seen: set[str] = set()
        for relation in self.word.part.rels.values():
            kind = relation.reltype.rsplit("/", 1)[-1]
            if relation.is_external or kind not in reasons:
                continue
            part = relation.target_part
            root = part.element if hasattr(part, "element") else etree.fromstring(part.blob, safe_parser())
            for paragraph in root.iter(qn("w:p")):
                text = "".join(text for text, _reason in self._runs(paragraph, ""))
                if text.strip() and text not in seen:
                    seen.add(text)
                    self.builder.add_block(text, skip=reasons[kind])


def _read_styles(word: WordDocument) -> dict[str, _Style]:
    """Return style id → what it makes of a paragraph; a style inherits from the one it is based on."""
    elements = {style.get(f"{W}styleId"): style for style in word.styles.element.findall(f"{W}style")}
    styles: dict[str, _Style] = {}

    def resolve(style_id: str, chain: tuple[str, ...] = ()) -> _Style:
        if style_id in styles:
            return styles[style_id]
        element = elements.get(style_id)
        if element is None or style_id in chain:
            return _Style()
        base = resolve(_value(element, "basedOn"), (*chain, style_id))
        styles[style_id] = _own_style(element, base)
        return styles[style_id]

    for style_id in elements:
        resolve(style_id)
    return styles


def _own_style(element: Any, base: _Style) -> _Style:
    name = _value(element, "name")
    style = base
    if heading := HEADING.search(name):
        style = replace(base, kind="heading", level=int(heading[1]))
    elif TITLE.search(name):
        style = replace(base, kind="title", level=0)
    elif CONTENTS.search(name):
        style = replace(base, kind="contents", level=0)
    elif CAPTION.search(name):
        style = replace(base, kind="caption", level=0)
    elif name.lower() in ("subtitle", "副标题", "副標題"):
        style = replace(base, kind="paragraph", level=0)
    properties = element.find(f"{W}pPr")
    if level := _outline_level(properties):
        style = replace(style, kind="heading", level=level) if style.kind == "paragraph" else style
    numbers = None if properties is None else properties.find(f"{W}numPr")
    if numbers is not None:
        depth = parse_count(_value(numbers, "ilvl"))
        style = replace(style, list_id=_value(numbers, "numId"), depth=depth)
    if element.find(f"{W}rPr/{W}vanish") is not None:
        style = replace(style, hidden="hidden")
    return style


def _numbering(word: WordDocument) -> Numbering:
    part = next(
        (relation.target_part for relation in word.part.rels.values() if relation.reltype.endswith("/numbering")), None
    )
    return read_numbering(getattr(part, "element", None))


def _value(parent: Any, tag: str) -> str:
    child = None if parent is None else parent.find(f"{W}{tag}")
    return "" if child is None else str(child.get(f"{W}val", ""))


def _outline_level(properties: Any) -> int:
    level = parse_count(_value(properties, "outlineLvl"), 9)
    return level + 1 if level < 9 else 0


def _is_contents_field(paragraph: Any) -> bool:
    codes = "".join(element.text or "" for element in paragraph.iter(f"{W}instrText"))
    return bool(re.match(r"\s*TOC\b", codes))


def _ends_field(paragraph: Any) -> bool:
    """Whether more fields end in the paragraph than begin in it."""
    kinds = [element.get(f"{W}fldCharType") for element in paragraph.iter(f"{W}fldChar")]
    return kinds.count("end") > kinds.count("begin")


def _emphasis(paragraph: Any) -> tuple[bool, bool]:
    """(whether all of its text is bold, whether all of it is italic)."""
    bold: list[bool] = []
    italic: list[bool] = []
    for run in paragraph.iter(f"{W}r"):
        if not any((text.text or "").strip() for text in run.iter(f"{W}t")):
            continue
        properties = run.find(f"{W}rPr")
        for tag, switches in (("b", bold), ("i", italic)):
            switch = None if properties is None else properties.find(f"{W}{tag}")
            switches.append(switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off"))
    return bool(bold) and all(bold), bool(italic) and all(italic)


def _blocks(body: Any, builder: Builder) -> Iterator[tuple[Any, Cell | None]]:
    """(paragraph, its place in a table) in reading order, also inside content controls; a table's cells row by row."""
    stack: list[tuple[Any, Cell | None]] = [(child, None) for child in reversed(body)]
    while stack:
        element, cell = stack.pop()
        if element.tag == f"{W}p":
            yield element, cell
        elif element.tag == f"{W}tbl" and cell is None:
            table = builder.next_table()
            cells: list[tuple[Any, Cell | None]] = []
            for row, row_element in enumerate(own_parts(element, f"{W}tr", f"{W}tbl")):
                header = row_element.find(f"{W}trPr/{W}tblHeader") is not None
                column = 0
                for cell_element in own_parts(row_element, f"{W}tc", f"{W}tbl"):
                    cells.append((cell_element, Cell(table, row, column, header)))
                    column += _span(cell_element)
            stack.extend(reversed(cells))
        elif element.tag not in (f"{W}sectPr", f"{W}tblPr", f"{W}tblGrid", f"{W}tcPr", f"{W}trPr"):
            stack.extend((child, cell) for child in reversed(element))


def _span(cell: Any) -> int:
    span = parse_count(_value(cell.find(f"{W}tcPr"), "gridSpan"))
    return span if 0 < span < 64 else 1
