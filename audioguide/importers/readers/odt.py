"""OpenDocument texts (.odt): headings, lists, tables and pictures; tracked deletions and notes are set aside.

Read from the XML: odfpy's text functions drop tracked changes, notes and the order of frames.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..document import Block, Builder, Cell, Document, parse_count
from .package import open_package, own_parts, read_guarded, read_member, read_xml

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"
MAX_SPACES = 200
PLAIN = Block(0, 0)


@dataclass(frozen=True)
class OdfStyle:
    """What a style makes of a text."""

    title: bool = False
    bold: bool = False
    hidden: bool = False
    struck: bool = False


def read(data: bytes, name: str) -> Document:
    """Return the blocks of an OpenDocument text.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a document without text.
    """
    with open_package(data, name, "content.xml") as package:
        root = read_xml(package, "content.xml", name)
        styles = read_styles(root)
        builder = Builder(name)
        if "styles.xml" in package.namelist():
            styles = read_styles(read_xml(package, "styles.xml", name)) | styles
        builder.title = read_title(package, name)
        body = root.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            body = root.find(f"{OFFICE}body")
        if body is not None:
            read_guarded(name, lambda: ParagraphReader(builder, styles, package).walk(body))
    return builder.document()


class ParagraphReader:
    """Adds the paragraphs, cells and pictures below an element to a document."""

    def __init__(self, builder: Builder, styles: dict[str, OdfStyle], package: Any) -> None:
        self.builder = builder
        self.styles = styles
        self.package = package

    def walk(self, body: Any, like: Block = PLAIN, aside: str = "") -> None:
        """Add every block below an element, in reading order; an explicit stack, since sections nest."""
        stack: list[tuple[Any, Block, str]] = [(child, like, aside) for child in reversed(body)]
        while stack:
            element, like, reason = stack.pop()
            tag = element.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(element, like, reason)
            elif tag == f"{TABLE}table":
                stack += reversed(self._cells(element, reason))
            elif tag == f"{TEXT}tracked-changes":
                for deletion in element.iter(f"{TEXT}deletion"):
                    stack += [(child, Block(0, 0), "deleted revision") for child in reversed(deletion)]
            elif tag in (f"{TEXT}table-of-content", f"{TEXT}alphabetical-index"):
                stack += [(child, Block(0, 0, "contents"), reason) for child in reversed(element)]
            elif tag == f"{TEXT}list-item":
                item = replace(like, kind="item", marker="•") if like.kind == "paragraph" else like
                stack += [(child, item, reason) for child in reversed(element)]
            elif tag not in (f"{OFFICE}forms", f"{OFFICE}annotation", f"{TEXT}sequence-decls"):
                stack += [(child, like, reason) for child in reversed(element)]

    def _cells(self, table: Any, reason: str) -> list[tuple[Any, Block, str]]:
        number = self.builder.next_table()
        entries: list[tuple[Any, Block, str]] = []
        for row, row_element in enumerate(own_parts(table, f"{TABLE}table-row", f"{TABLE}table")):
            header = row_element.getparent().tag == f"{TABLE}table-header-rows"
            cells = [cell for cell in row_element if cell.tag == f"{TABLE}table-cell"]
            for column, cell in enumerate(cells):
                like = Block(0, 0, "cell", cell=Cell(number, row, column, header))
                entries += [(child, like, reason) for child in cell]
        return entries

    def _paragraph(self, element: Any, like: Block, reason: str) -> None:
        style = self.styles.get(element.get(f"{TEXT}style-name", ""), OdfStyle())
        if element.tag == f"{TEXT}h" and like.kind in ("paragraph", "item"):
            level = element.get(f"{TEXT}outline-level", "1")
            like = Block(0, 0, "heading", parse_count(level, 1))
        elif style.title and like.kind == "paragraph":
            like = replace(like, kind="title")
        runs = self._runs(element, reason or ("hidden" if style.hidden else ""))
        self.builder.add_runs(runs, replace(like, bold=style.bold and like.kind == "paragraph"))

    def _runs(self, paragraph: Any, aside: str) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = [(paragraph.text or "", aside)]
        stack: list[tuple[Any, str, bool]] = [(child, aside, False) for child in reversed(paragraph)]
        while stack:
            element, reason, leaving = stack.pop()
            if leaving:
                runs.append((element.tail or "", reason))
                continue
            tag = element.tag
            own = reason or self._run_reason(element)
            stack.append((element, reason, True))
            if tag in (f"{TEXT}s",):
                count = element.get(f"{TEXT}c", "1")
                runs.append((" " * min(MAX_SPACES, parse_count(count, 1)), own))
            elif tag in (f"{TEXT}tab", f"{TEXT}line-break"):
                runs.append(("\t" if tag == f"{TEXT}tab" else "\n", own))
            elif tag == f"{DRAW}image":
                self._picture(element)
            elif tag not in (f"{SVG}title", f"{SVG}desc") and isinstance(tag, str):
                runs.append((element.text or "", own))
                if tag == f"{TEXT}p" and runs:
                    runs.append((" ", own))
                stack += [(child, own, False) for child in reversed(element)]
        return [run for run in runs if run[0]]

    def _run_reason(self, element: Any) -> str:
        if element.tag in (f"{TEXT}note", f"{OFFICE}annotation"):
            return "footnote" if element.tag == f"{TEXT}note" else "comment"
        if element.tag == f"{TEXT}ruby-text":
            return "reading above the characters"
        style = self.styles.get(element.get(f"{TEXT}style-name", ""), OdfStyle())
        return "hidden" if style.hidden else "struck out" if style.struck else ""

    def _picture(self, image: Any) -> None:
        target = image.get(f"{XLINK}href") or ""
        frame = image.getparent()
        described = "" if frame is None else frame.findtext(f"{SVG}desc") or frame.findtext(f"{SVG}title") or ""
        data = read_member(self.package, "", target)
        self.builder.add_picture(target.rsplit("/", 1)[-1], data, "" if data else target, described)


def read_title(package: Any, name: str) -> str:
    """Return the title in the metadata of an OpenDocument file; empty where there is none."""
    if "meta.xml" not in package.namelist():
        return ""
    title = read_xml(package, "meta.xml", name).find(f".//{DC}title")
    return "" if title is None else title.text or ""


def read_styles(root: Any) -> dict[str, OdfStyle]:
    """Return the styles of an OpenDocument file by name."""
    styles: dict[str, OdfStyle] = {"Title": OdfStyle(title=True)}
    for element in root.iter(f"{STYLE}style"):
        name = element.get(f"{STYLE}name", "")
        parent = element.get(f"{STYLE}parent-style-name", "")
        properties = element.find(f"{STYLE}text-properties")
        struck = properties is not None and properties.get(f"{STYLE}text-line-through-style", "none") != "none"
        hidden = properties is not None and properties.get(f"{TEXT}display") == "none"
        bold = properties is not None and properties.get(f"{FO}font-weight") == "bold"
        styles[name] = OdfStyle("Title" in (name, parent), bold, hidden, struck)
    return styles
