"""Word documents (ECMA-376): headings, lists, tables, text boxes; tracked changes as if all were accepted.

python-docx opens the package and knows its styles; the runs are walked in the XML, since its own ``Paragraph.text``
passes over inserted text and text boxes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx as python_docx
from docx.oxml.ns import qn

from ...errors import DocumentError
from ...i18n import _
from ..document import Builder, Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MAX_UNPACKED = 128 * 2**20
"""Bytes all parts may unpack to; a zip bomb passes it at once."""
MAX_XML = 32 * 2**20
"""Bytes one XML part may unpack to: it becomes a tree in memory, some ten times as large."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = {f"{W}del": "deleted revision", f"{W}moveFrom": "deleted revision"}
HEADING = re.compile(r"(?:heading|标题|título|titre|überschrift)\s*(\d)", re.IGNORECASE)


def read(data: bytes, name: str) -> Document:
    """The blocks of a Word document.

    Raises DocumentError for a damaged or encrypted file, a zip bomb, or a document without text.
    """
    word = _open(data, name)
    builder = Builder(name)
    levels = _levels(word)
    styles = word.styles.element.findall(f"{W}style")
    lists = {style.get(f"{W}styleId") for style in styles if style.find(f"{W}pPr/{W}numPr") is not None}
    runs: list[tuple[str, str]] = []
    for element, in_row in _blocks(word.element.body):
        if in_row:
            builder.runs(_row(element), "row")
            continue
        runs += _runs(element)
        properties = element.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            continue  # its paragraph mark is deleted: the next paragraph goes on in the same line
        level = levels.get(_value(properties, "pStyle"), 0) or _outline(properties)
        numbered = properties is not None and properties.find(f"{W}numPr") is not None
        listed = numbered or _value(properties, "pStyle") in lists
        builder.runs(runs, "heading" if level else "item" if listed else "paragraph", level)
        runs = []
    builder.runs(runs)
    _others(word, builder)
    return builder.document()


def _open(data: bytes, name: str) -> WordDocument:
    again = _("Open it in Word or LibreOffice and save it again as .docx.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            sizes = {part.filename: part.file_size for part in package.infolist()}
            if sum(sizes.values()) > MAX_UNPACKED or any(
                size > MAX_XML for part, size in sizes.items() if part.endswith((".xml", ".rels"))
            ):
                raise DocumentError(
                    _("{file} unpacks to {size} MB, which no commentary does.").format(
                        file=name, size=sum(sizes.values()) // 2**20
                    ),
                    hint=_("Check where it comes from; save its text alone as .docx."),
                )
            if "word/document.xml" not in sizes:
                raise DocumentError(_("{file} is an archive, not a Word document.").format(file=name), hint=again)
        return python_docx.Document(BytesIO(data))
    except DocumentError:
        raise
    except Exception as error:  # python-docx lets KeyError, BadZipFile, XMLSyntaxError and more through
        raise DocumentError(
            _("{file} is damaged: {reason}.").format(file=name, reason=error or type(error).__name__), hint=again
        ) from error


def _levels(word: WordDocument) -> dict[str, int]:
    """Style id → heading level; a style based on a heading is one too."""
    levels: dict[str, int] = {}
    for style in word.styles.element.findall(f"{W}style"):
        title = _value(style, "name")
        if found := HEADING.search(title):
            levels[style.get(f"{W}styleId")] = int(found[1])
        elif title.lower() in ("title", "标题"):
            levels[style.get(f"{W}styleId")] = 1
        elif (base := _value(style, "basedOn")) in levels:
            levels[style.get(f"{W}styleId")] = levels[base]
    return levels


def _value(parent: Any, tag: str) -> str:
    found = None if parent is None else parent.find(f"{W}{tag}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _outline(properties: Any) -> int:
    level = _value(properties, "outlineLvl")
    return int(level) + 1 if level.isdigit() and int(level) < 9 else 0


def _blocks(body: Any) -> Iterator[tuple[Any, bool]]:
    """(paragraph or table row, whether it is a row) in reading order, also inside content controls."""
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if element.tag == f"{W}p":
            yield element, False
        elif element.tag == f"{W}tr":
            yield element, True
        elif element.tag not in (f"{W}sectPr", f"{W}tblPr", f"{W}tblGrid"):
            stack.extend(reversed(element))


def _row(row: Any) -> list[tuple[str, str]]:
    runs: list[tuple[str, str]] = []
    for cell in row.iter(f"{W}tc"):
        runs += [("\t", "")] if runs else []
        for number, paragraph in enumerate(cell.findall(f"{W}p")):
            runs += [("\n", "")] if number else []
            runs += _runs(paragraph)
    return runs


def _runs(paragraph: Any) -> list[tuple[str, str]]:
    """(text, reason why it is set aside) of a paragraph, text boxes in it included."""
    runs: list[tuple[str, str]] = []
    stack = [(child, "") for child in reversed(paragraph)]
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
        # Word writes a text box twice, for new and for old readers; field codes are no text
        elif tag not in (FALLBACK, f"{W}instrText", f"{W}pPr", f"{W}rPr"):
            if tag == f"{W}p" and runs:
                runs.append(("\n", reason))
            stack.extend((child, reason or GONE.get(tag, "")) for child in reversed(element))
    return runs


def _others(word: WordDocument, builder: Builder) -> None:
    """Page headers, footers and notes: set aside, shown in the report."""
    reasons = {"header": "page header", "footer": "page header", "footnotes": "footnote", "endnotes": "footnote"}
    reasons["comments"] = "comment"
    seen: set[str] = set()
    for relation in word.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if relation.is_external or kind not in reasons:
            continue
        from lxml import etree

        part = relation.target_part
        root = part.element if hasattr(part, "element") else etree.fromstring(part.blob, _parser())
        for paragraph in root.iter(qn("w:p")):
            text = "".join(text for text, _reason in _runs(paragraph))
            if text.strip() and text not in seen:
                seen.add(text)
                builder.add(text, skip=reasons[kind])


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True)
