"""Web pages, saved: headings, paragraphs, lists, tables and pictures; what surrounds the article is set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString, RubyParenthesisString, RubyTextString, TemplateString

from ..document import Block, Builder, Cell, Document, parse_count
from .data_url import picture_bytes
from .html_article import has_prose, set_surroundings_aside, with_captions_told
from .html_dialogue import speaker_elements
from .html_notes import find_notes
from .html_office import office_kind, office_reason
from .html_source import page_of_archive, parse_html
from .html_surroundings import aside_reasons, hidden_elements
from .html_tables import find_layout_tables

INLINE = frozenset(
    """a abbr b bdi bdo big cite code data dfn em font i kbd label mark q rp rt ruby s samp small span strong sub sup
    strike tt u var wbr ins del time nobr""".split()  # noqa: SIM905 – a list of words reads better as words
)
CODE = frozenset({"script", "style", "head", "math"})
"""Elements that hold no text of the page."""
FALLBACKS = frozenset({"template", "noscript", "object", "iframe", "canvas", "svg"})
"""Elements whose text is shown where something else is not; read where a page shows nothing but that."""
LINES = frozenset({"pre", "xmp", "listing", "plaintext", "textarea"})
"""Elements whose line ends are shown: a plain text in a page."""
SHOWN_STRINGS = frozenset({NavigableString, CData, RubyParenthesisString, RubyTextString, TemplateString})
"""Kinds of text of a page; not comments and scripts."""
BLOCK_STYLE = re.compile(r"display:(?:block|flex|grid|table|list-item)")
ASIDE = {
    "del": "struck out",
    "s": "struck out",
    "strike": "struck out",
    "rt": "reading above the characters",
    "rp": "reading above the characters",
}
"""Elements within a text that are set aside, and why."""


def read(data: bytes, name: str) -> Document:
    """Return the blocks of a web page.

    Raises DocumentError for what is not text, holds none, or is too large.
    """
    remarks: list[str] = []
    document = read_page(parse_html(page_of_archive(data), name, remarks), name)
    return replace(document, remarks=(*document.remarks, *remarks))


def read_page(soup: BeautifulSoup | Tag, name: str) -> Document:
    """Return the blocks of a page in hand.

    A sign meant for menus may have taken all of it, or all of it is shown only where scripts do not run: better too
    much than nothing.
    """
    marks = study_page(soup)
    ways = [(marks, CODE | FALLBACKS)]
    if marks.asides:
        ways.append((replace(marks, asides={}), CODE | FALLBACKS))
    if soup.find(list(FALLBACKS)):
        ways.append((replace(marks, asides={}), CODE))
    builder = Builder(name)
    for way, silent in ways:
        builder = _read_blocks(soup, name, way, silent)
        if builder.has_blocks and has_prose(builder.document()):
            break
    return set_surroundings_aside(with_captions_told(builder.document()))


def _read_blocks(soup: BeautifulSoup | Tag, name: str, marks: PageMarks, silent: frozenset[str]) -> Builder:
    reader = PageReader(Builder(name), silent)
    title = soup.find("title")
    if isinstance(title, Tag):
        reader.builder.title = re.sub(r"\s+", " ", title.get_text()).strip()
    if not reader.builder.title and isinstance(shared := soup.find("meta", property="og:title"), Tag):
        reader.builder.title = str(shared.get("content") or "").strip()
    root = soup.find("html")
    if isinstance(root, Tag):
        reader.builder.language = str(root.get("lang") or root.get("xml:lang") or "")
    reader.walk(soup, marks)
    return reader.builder


@dataclass(frozen=True)
class PageMarks:
    """What the elements of a page are, by their ids: found once, however often the page is read."""

    asides: dict[int, str]
    """Elements set aside, and why."""
    hidden: set[int]
    notes: dict[int, str]
    """Marks of notes and the notes themselves, and why they are left out."""
    layouts: set[int]
    """Tables that arrange the page."""
    speakers: set[int]
    """Elements whose text is the name of who says what follows."""


def study_page(root: Tag) -> PageMarks:
    """Return what the elements below one are."""
    return PageMarks(
        aside_reasons(root), hidden_elements(root), find_notes(root), find_layout_tables(root), speaker_elements(root)
    )


class PageReader:
    """Walks through a tree of HTML and hands its blocks to a builder."""

    def __init__(self, builder: Builder, silent: frozenset[str] = CODE | FALLBACKS) -> None:
        self.builder = builder
        self.silent = silent
        """Names of the elements whose text is passed over."""
        self.runs: list[tuple[str, str]] = []
        self.emphasis: list[tuple[bool, bool]] = []
        """(bold, italic) of each run that shows something."""
        self.like = Block(0, 0)
        self.items: dict[int, int] = {}
        """id of a list → number of its last item."""
        self.layouts: set[int] = set()
        """Ids of the tables that arrange the page."""
        self.speakers: set[int] = set()
        self.table = self.row = self.column = -1

    def walk(self, root: Tag, marks: PageMarks | None = None) -> None:
        """Add everything below an element; ``marks`` are what its elements are, where that is known already."""
        marks = marks or study_page(root)
        self.layouts, self.speakers = marks.layouts, marks.speakers
        # an explicit stack: pages nest without limit
        stack: list[tuple[Tag | NavigableString | None, str, Block]] = [(root, "", Block(0, 0))]
        while stack:
            node, reason, inherited = stack.pop()
            if node is None:
                self._flush()
                self.like = inherited
            elif isinstance(node, Tag):
                if node.name in self.silent and not node.has_attr("shadowrootmode"):
                    continue
                reason = reason or ASIDE.get(node.name, "") or marks.asides.get(id(node), "") or office_reason(node)
                if not reason:
                    reason = "hidden" if id(node) in marks.hidden else marks.notes.get(id(node), "")
                if node.name == "br":
                    self._add("\n", reason, inherited)
                elif node.name == "img":
                    self._picture(node, reason)
                else:
                    stack += self._children(node, reason, inherited)
            elif type(node) in SHOWN_STRINGS:
                text = str(node) if inherited.kind == "line" else re.sub(r"[ \t\r\n]+", " ", node)
                self._add(text, reason, inherited)
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
        elif _is_block(node) and not _is_answer(node, self.speakers):
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
        if name in LINES:
            return replace(inherited, kind="line")
        if name in ("p", "div") and inherited.kind == "paragraph" and (kind := office_kind(node)):
            return replace(inherited, kind=kind)
        if name == "table":
            self.table, self.row, self.column = self.builder.next_table(), -1, -1
        if name == "tr":
            if self.table < 0:  # a row that a page has outside of any table
                self.table = self.builder.next_table()
            self.row, self.column = self.row + 1, -1
        if name in ("td", "th") and self._is_layout(node):
            return replace(inherited, kind="paragraph", cell=None)
        if name in ("td", "th") and self.row >= 0:
            self.column += 1
            return replace(inherited, kind="cell", cell=Cell(self.table, self.row, self.column, name == "th"))
        if name in ("ol", "ul"):
            self.items[id(node)] = parse_count(str(node.get("start") or "1"), 1) - 1
            return replace(inherited, depth=inherited.depth + 1 if inherited.kind == "item" else 0)
        if name == "li" and inherited.kind != "cell":
            ordered = node.parent is not None and node.parent.name == "ol"
            count = self.items[id(node.parent)] = self.items.get(id(node.parent), 0) + 1
            return replace(inherited, kind="item", number=f"{count}." if ordered else "", marker="" if ordered else "•")
        if name in ("dt", "dd") and inherited.kind != "cell":
            return replace(inherited, kind="paragraph" if name == "dd" else "item")
        return inherited

    def _is_layout(self, cell: Tag) -> bool:
        """Whether the table of a cell arranges the page."""
        parents = zip(range(4), cell.parents, strict=False)
        table = next((parent for _n, parent in parents if parent.name == "table"), None)
        return table is not None and id(table) in self.layouts

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
        if self.like.kind == "line":
            self._add_lines()
            return
        if not self.runs:
            return
        if any(text.strip() for text, _reason in self.runs):
            bold = bool(self.emphasis) and all(bold for bold, _italic in self.emphasis)
            italic = bool(self.emphasis) and all(italic for _bold, italic in self.emphasis)
            self.builder.add_runs(trim_runs(self.runs), replace(self.like, bold=bold, italic=italic))
            if self.like.number or self.like.marker:  # the next paragraph of an item is not numbered again
                self.like = replace(self.like, number="", marker="")
        self.runs, self.emphasis = [], []

    def _add_lines(self) -> None:
        """Add a text whose line ends are its own, a block a line."""
        line: list[tuple[str, str]] = []
        for text, reason in [*self.runs, ("\n", "")]:
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            line.append((first, reason))
            for other in others:
                if any(run.strip() for run, _reason in line):
                    self.builder.add_runs(trim_runs(line), self.like)
                else:
                    self.builder.add_gap()
                line = [(other, reason)]
        self.runs, self.emphasis = [], []


def _is_block(node: Tag) -> bool:
    """Whether an element stands on lines of its own."""
    if node.name not in INLINE:
        return True
    return node.name == "span" and bool(BLOCK_STYLE.search(str(node.get("style", "")).replace(" ", "").lower()))


def _is_answer(node: Tag, speakers: set[int]) -> bool:
    """Whether an element holds what the speaker named before it says."""
    before = node.find_previous_sibling() if speakers else None
    return isinstance(before, Tag) and id(before) in speakers


def trim_runs(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return runs without the white space between tags at both ends, which nobody sees."""
    shown = [n for n, (text, _reason) in enumerate(runs) if text.strip()]
    runs = runs[shown[0] : shown[-1] + 1] if shown else []
    if runs:
        runs = [(runs[0][0].lstrip(), runs[0][1]), *runs[1:]]
        runs = [*runs[:-1], (runs[-1][0].rstrip(), runs[-1][1])]
    return runs
