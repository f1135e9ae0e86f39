"""The bytes of a web page as a tree: archives unpacked, decoded and repaired as browsers do."""

from __future__ import annotations

import email
import re
import warnings
from html import escape

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector

from ...errors import DocumentError
from ...i18n import _
from ..encoding import decode_markup

MAX_HTML_BYTES = 16 * 2**20
"""Largest page: scripts and pictures in it count, its text is bounded apart."""
FRAMES = re.compile(r"</?(?:noframes|frameset|frame)\b[^<>]{0,500}>", re.IGNORECASE)
"""What stands in noframes is the page for whoever sees no frames; the parser takes it for raw text."""
UNFINISHED = re.compile(r"<[^<>]{0,200}\Z")
"""A tag that a file ends in, which was cut off."""
RAW_ELEMENTS = ("title", "script", "style", "textarea", "noscript")
"""Elements that take everything up to their end tag, were it the rest of the page."""


def page_of_archive(data: bytes) -> bytes:
    """Return the page in a web archive (.mht); other data unchanged."""
    head = data[:4000].lower()
    if b"mime-version:" not in head or b"multipart/related" not in head:
        return data
    for part in email.message_from_bytes(data).walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(payload, bytes):
            charset = part.get_content_charset() or ""
            return f'<meta charset="{charset}">'.encode() + payload if charset.isascii() and charset else payload
    return data


def parse_html(data: bytes, name: str, remarks: list[str] | None = None) -> BeautifulSoup:
    """Return the tree of a page; what could not be decoded is told in ``remarks``.

    Raises DocumentError for what is no text, or too large.
    """
    if len(data) > MAX_HTML_BYTES:
        raise DocumentError(
            _("{file} has {size} MB; commentary is far smaller.").format(file=name, size=len(data) // 2**20),
            hint=_("Save the text of the page alone, as .txt or .docx."),
        )
    declared = EncodingDetector.find_declared_encoding(data[:4096], is_html=True) or ""
    markup, damaged = decode_markup(data, name, declared)
    if damaged and remarks is not None:
        remarks.append(
            _("{file} holds {count} bytes that are no text; “\ufffd” stands in their place.").format(
                file=name, count=damaged
            )
        )
    markup = UNFINISHED.sub("", FRAMES.sub("", _without_sections(markup)))
    soup = _parse(markup)
    if not _shows_text(soup) and (repaired := _without_open_ends(markup)) != markup:
        soup = _parse(repaired)
    return soup


def _parse(markup: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # saved XHTML is a web page all the same, and so is what holds nothing but an address
        for kind in (XMLParsedAsHTMLWarning, MarkupResemblesLocatorWarning):
            warnings.simplefilter("ignore", kind)
        return BeautifulSoup(markup, "lxml")


def _shows_text(soup: BeautifulSoup) -> bool:
    body = soup.find("body")
    return body is not None and any(
        text.strip() and text.parent is not None and text.parent.name not in RAW_ELEMENTS
        for text in body.find_all(string=True)
    )


def _without_sections(markup: str) -> str:
    """Markup with the text of CDATA sections of XHTML as text: parsers of HTML take them for comments."""
    parts = markup.split("<![CDATA[")
    texts = [parts[0]]
    for part in parts[1:]:
        text, end, rest = part.partition("]]>")
        texts += [escape(text), rest] if end else ["<![CDATA[", part]
    return "".join(texts)


def _without_open_ends(markup: str) -> str:
    """Markup without the tags that take the rest of the page because nobody closed them."""
    for element in RAW_ELEMENTS:
        tags = list(re.finditer(rf"<(/?){element}\b[^<>]{{0,500}}>", markup, re.IGNORECASE))
        if tags and not tags[-1][1]:
            markup = markup[: tags[-1].start()] + markup[tags[-1].end() :]
    return markup
