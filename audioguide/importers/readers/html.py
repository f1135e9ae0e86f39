"""Web pages, saved: headings, paragraphs, lists, tables and pictures; what surrounds the article is set aside."""

from __future__ import annotations

import email
import re
from dataclasses import replace

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import CData, NavigableString

from ...errors import DocumentError
from ...i18n import _
from ..document import MAX_TEXT, Block, Builder, Cell, Document
from ..encoding import decode_text
from .data_url import picture_bytes
from .html_article import has_prose, set_surroundings_aside
from .html_dialogue import speaker_elements
from .html_surroundings import aside_reasons, hidden_elements

INLINE = frozenset(
    """a abbr b bdi bdo big cite code data dfn em font i kbd label mark q rp rt ruby s samp small span strong sub sup
    strike tt u var wbr ins del time center nobr""".split()  # noqa: SIM905 – a list of words reads better as words
)
SILENT = frozenset({"script", "style", "template", "noscript", "head", "math", "object", "iframe", "canvas"})
ASIDE = {
    "del": "struck out",
    "s": "struck out",
    "strike": "struck out",
    "rt": "reading above the characters",
    "rp": "reading above the characters",
}
"""Elements within a text that are set aside, and why."""
MAX_HTML_BYTES = 16 * 2**20
"""Largest page: scripts and pictures in it count, its text is bounded apart."""


def read(data: bytes, name: str) -> Document:
    """Return the blocks of a web page.

    Raises DocumentError for what is not text, holds none, or is too large.
    """
    return read_page(parse_html(page_of_archive(data), name), name)


def page_of_archive(data: bytes) -> bytes:
    """Return the page in a web archive (.mht); other data unchanged."""
    if b"MIME-Version:" not in data[:4000] or b"multipart/related" not in data[:4000].lower():
        return data
    for part in email.message_from_bytes(data).walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(payload, bytes):
            charset = part.get_content_charset() or ""
            return f'<meta charset="{charset}">'.encode() + payload if charset.isascii() and charset else payload
    return data


def parse_html(data: bytes, name: str) -> BeautifulSoup:
    """Return the tree of a page, decoded as browsers do."""
    if len(data) > MAX_HTML_BYTES:
        raise DocumentError(
            _("{file} has {size} MB; commentary is far smaller.").format(file=name, size=len(data) // 2**20),
            hint=_("Save the text of the page alone, as .txt or .docx."),
        )
    declared = EncodingDetector.find_declared_encoding(data[:4096], is_html=True) or ""
    if len(data) > 4 * MAX_TEXT:  # the limit of decode_text is meant for text, not for markup
        sample = decode_text(data[: 4 * MAX_TEXT - 4].rsplit(b"<", 1)[0], name, declared)
        encoding = next(
            (e for e in ("utf-8", declared, "gb18030", "cp1252") if e and _decodes(data, e, sample)), "utf-8"
        )
        return BeautifulSoup(data.decode(encoding, "replace"), "lxml")
    return BeautifulSoup(decode_text(data, name, declared), "lxml")


def _decodes(data: bytes, encoding: str, sample: str) -> bool:
    try:
        return data[: 4 * len(sample)].decode(encoding, "ignore")[:2000] == sample[:2000]
    except LookupError:
        return False


def read_page(soup: BeautifulSoup | Tag, name: str) -> Document:
    """Return the blocks of a page in hand."""
    document = _read_blocks(soup, name, aside_reasons(soup))
    if not has_prose(document):  # a sign meant for menus has taken all of it: better too much than nothing
        document = _read_blocks(soup, name, {})
    return set_surroundings_aside(document)


def _read_blocks(soup: BeautifulSoup | Tag, name: str, asides: dict[int, str]) -> Document:
    reader = PageReader(Builder(name))
    title = soup.find("title")
    if isinstance(title, Tag):
        reader.builder.title = re.sub(r"\s+", " ", title.get_text()).strip()
    if not reader.builder.title and isinstance(shared := soup.find("meta", property="og:title"), Tag):
        reader.builder.title = str(shared.get("content") or "").strip()
    root = soup.find("html")
    if isinstance(root, Tag):
        reader.builder.language = str(root.get("lang") or root.get("xml:lang") or "")
    reader.walk(soup, asides)
    return reader.builder.document()


class PageReader:
    """Walks through a tree of HTML and hands its blocks to a builder."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.runs: list[tuple[str, str]] = []
        self.emphasis: list[tuple[bool, bool]] = []
        """(bold, italic) of each run that shows something."""
        self.like = Block(0, 0)
        self.counters: list[int] = []
        self.layouts: dict[int, bool] = {}
        """id of a table → whether it arranges the page."""
        self.speakers: set[int] = set()

    def walk(self, root: Tag, asides: dict[int, str] | None = None) -> None:
        """Add everything below an element; ``asides`` are the elements that are set aside, by id."""
        asides = aside_reasons(root) if asides is None else asides
        hidden = hidden_elements(root)
        self.speakers = speaker_elements(root)
        # an explicit stack: pages nest without limit
        stack: list[tuple[Tag | NavigableString | None, str, Block]] = [(root, "", Block(0, 0))]
        while stack:
            node, reason, inherited = stack.pop()
            if node is None:
                self._flush()
                self.like = inherited
            elif isinstance(node, Tag):
                if node.name in SILENT:
                    continue
                reason = reason or ASIDE.get(node.name, "") or asides.get(id(node), "")
                if not reason and id(node) in hidden:
                    reason = "hidden"
                if node.name == "br":
                    self._add("\n", reason, inherited)
                elif node.name == "img":
                    self._picture(node, reason)
                elif node.name == "svg":
                    continue
                else:
                    stack += self._children(node, reason, inherited)
            elif type(node) in (NavigableString, CData):
                self._add(re.sub(r"[ \t\r\n]+", " ", node), reason, inherited)
        self._flush()

    def _children(
        self, node: Tag, reason: str, inherited: Block
    ) -> list[tuple[Tag | NavigableString | None, str, Block]]:
        own = self._shape(node, inherited)
        entries: list[tuple[Tag | NavigableString | None, str, Block]] = []
        if id(node) in self.speakers:
            self._flush()
            self.like = own
            entries.append((NavigableString(": "), reason, own))
        elif node.name not in INLINE and not _is_answer(node, self.speakers):
            self._flush()
            self.like = own
            entries.append((None, reason, inherited))
        entries += [
            (child, reason, own) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString)
        ]
        return entries

    def _shape(self, node: Tag, inherited: Block) -> Block:
        name = node.name
        if name in ("b", "strong"):
            return replace(inherited, bold=True)
        if name in ("i", "em", "cite"):
            return replace(inherited, italic=True)
        if name == "summary":
            return replace(inherited, kind="heading", level=6, cell=None)
        if re.fullmatch(r"h[1-6]", name):
            return replace(inherited, kind="heading", level=int(name[1]), cell=None)
        if name == "figcaption":
            return replace(inherited, kind="caption")
        if name == "table":
            self.table, self.row, self.column = self.builder.next_table(), -1, -1
        if name == "tr":
            self.row, self.column = getattr(self, "row", -1) + 1, -1
        if name in ("td", "th") and self._is_layout(node):
            return replace(inherited, kind="paragraph", cell=None)
        if name in ("td", "th") and getattr(self, "row", -1) >= 0:
            self.column += 1
            return replace(inherited, kind="cell", cell=Cell(self.table, self.row, self.column, name == "th"))
        if name in ("ol", "ul"):
            self.counters.append(int(start) - 1 if (start := str(node.get("start") or "1")).isdigit() else 0)
            return replace(inherited, depth=len([p for p in node.parents if p.name in ("ol", "ul")]))
        if name == "li" and inherited.kind != "cell":
            ordered = node.parent is not None and node.parent.name == "ol"
            if self.counters:
                self.counters[-1] += 1
            number = f"{self.counters[-1] if self.counters else 1}." if ordered else ""
            return replace(inherited, kind="item", number=number, marker="" if ordered else "•")
        if name in ("dt", "dd") and inherited.kind != "cell":
            return replace(inherited, kind="paragraph" if name == "dd" else "item")
        return inherited

    def _is_layout(self, cell: Tag) -> bool:
        """Whether the table of a cell arranges the page; each table is looked at once."""
        table = next(
            (parent for _n, parent in zip(range(4), cell.parents, strict=False) if parent.name == "table"), None
        )
        if table is None:
            return False
        if id(table) not in self.layouts:
            self.layouts[id(table)] = _is_layout_table(table)
        return self.layouts[id(table)]

    def _add(self, text: str, reason: str, like: Block) -> None:
        if not text:
            return
        self.runs.append((text, reason))
        if text.strip() and not reason:
            self.emphasis.append((like.bold, like.italic))

    def _picture(self, node: Tag, reason: str) -> None:
        source = str(node.get("src") or node.get("data-src") or "")
        if reason or not source:
            return
        data, ending = picture_bytes(source)
        name = f"picture.{ending}" if data else source.split("?")[0].rsplit("/", 1)[-1]
        self.builder.add_picture(name, data, "" if data else source, str(node.get("alt") or ""))

    def _flush(self) -> None:
        bold = bool(self.emphasis) and all(bold for bold, _italic in self.emphasis)
        italic = bool(self.emphasis) and all(italic for _bold, italic in self.emphasis)
        self.builder.add_runs(trim_runs(self.runs), replace(self.like, bold=bold, italic=italic))
        if any(text.strip() for text, _reason in self.runs):  # the next paragraph of an item is not numbered again
            self.like = replace(self.like, number="", marker="")
        self.runs, self.emphasis = [], []


def _is_answer(node: Tag, speakers: set[int]) -> bool:
    """Whether an element holds what the speaker named before it says."""
    before = node.find_previous_sibling()
    return isinstance(before, Tag) and id(before) in speakers


def _is_layout_table(table: Tag) -> bool:
    """Whether a table arranges the page: a table within, paragraphs and headings, one column."""
    if table.find("table") or any(len(td.find_all(["p", "h1", "h2", "h3", "h4"])) >= 2 for td in table.find_all("td")):
        return True
    rows = table.find_all("tr")
    return all(len(row.find_all(["td", "th"])) <= 1 for row in rows)


def trim_runs(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return runs without the white space between tags at both ends, which nobody sees."""
    while runs and not runs[0][0].strip():
        runs = runs[1:]
    while runs and not runs[-1][0].strip():
        runs = runs[:-1]
    if runs:
        runs = [(runs[0][0].lstrip(), runs[0][1]), *runs[1:]]
        runs = [*runs[:-1], (runs[-1][0].rstrip(), runs[-1][1])]
    return runs
