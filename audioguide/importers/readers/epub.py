"""E-books (.epub): the pages of the spine in order, with their pictures."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from ..document import Builder, Document
from .html import PageReader
from .html_source import parse_html
from .package import open_package, read_member, read_xml

CONTAINER = "META-INF/container.xml"
PAGES = frozenset({"application/xhtml+xml", "text/html"})


def read(data: bytes, name: str) -> Document:
    """Return the blocks of an e-book; its table of contents is set aside.

    Raises DocumentError for a damaged file, a zip bomb, or a book without text.
    """
    with open_package(data, name, CONTAINER) as package:
        root = read_xml(package, CONTAINER, name).find(".//{*}rootfile")
        path = "" if root is None else str(root.get("full-path", ""))
        book = read_xml(package, path, name)
        builder = Builder(name)
        title = book.find(".//{*}metadata/{*}title")
        if title is not None and title.text:
            builder.title, builder.title_is_explicit = title.text, True
        language = book.find(".//{*}metadata/{*}language")
        builder.language = "" if language is None else language.text or ""
        for member, is_contents in _spine(book, posixpath.dirname(path)):
            _add_page(builder, package, member, is_contents)
    return builder.document()


def _spine(book: Any, folder: str) -> list[tuple[str, bool]]:
    """(file, whether it is the table of contents) in reading order."""
    items = {item.get("id"): item for item in book.iterfind(".//{*}manifest/{*}item")}
    pages: list[tuple[str, bool]] = []
    for reference in book.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in PAGES:
            continue
        member = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        pages.append((member, "nav" in (item.get("properties") or "").split()))
    return pages


def _add_page(builder: Builder, package: zipfile.ZipFile, member: str, is_contents: bool) -> None:
    data = read_member(package, "", member)
    if not data:
        return
    soup: BeautifulSoup = parse_html(data, builder.name)
    body = soup.find("body")
    if not isinstance(body, Tag):
        return
    if is_contents:
        builder.add_block(" ".join(body.get_text(" ").split()), skip="table of contents")
        return
    _BookPage(builder, package, posixpath.dirname(member)).walk(body)


class _BookPage(PageReader):
    """A page whose pictures lie in the package."""

    def __init__(self, builder: Builder, package: zipfile.ZipFile, folder: str) -> None:
        super().__init__(builder)
        self.package, self.folder = package, folder

    def _picture(self, node: Tag, reason: str) -> None:
        source = unquote(str(node.get("src") or ""))
        data = read_member(self.package, self.folder, source) if source and not reason else b""
        if data:
            self.builder.add_picture(source.rsplit("/", 1)[-1], data, alt=str(node.get("alt") or ""))
        else:
            super()._picture(node, reason)
