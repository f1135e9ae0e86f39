"""Markdown (CommonMark with tables and footnotes): the text without its marks, headings with their level."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference

from ...yaml.lenient_loader import LenientLoader
from ..document import Block, Builder, Cell, Document
from ..encoding import decode_text
from .data_url import picture_bytes

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
MARKUP = re.compile(
    r"\{\{[<%][^{}\n]{0,300}[>%]\}\}|[ \t]{0,8}\{[#.][^{}\n]{1,120}\}[ \t]*$"
    r"|\[\[_?TOC_?\]\]|\[TOC\]"
)
"""Short codes, attributes of headings: written for programs."""
UNREAD_MARKS = re.compile(r"~~(?P<struck>[^~\n]{1,300})~~|(?P<strong>\*\*|__)(?P<inner>[^*_\n]{1,300})(?P=strong)")
"""~~…。~~ and **…。** directly before a letter, where Chinese has no space: CommonMark leaves them in the text."""
FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:")


def read(data: bytes, name: str) -> Document:
    """Return the blocks of a Markdown document.

    Raises DocumentError for what is not text or holds none.
    """
    return _Reader(name).read(decode_text(data, name))


def _parser() -> MarkdownIt:
    """The parser; a footnote of one word, as Chinese ones are, is none of its link references."""
    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    parser.block.ruler.at("reference", _read_reference)
    return parser


def _read_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return not line.startswith("[^") and reference(state, start, end, silent)


class _Reader:
    def __init__(self, name: str) -> None:
        self.builder = Builder(name)
        self.lists: list[tuple[int, bool]] = []
        """(number of the next item, whether it is shown) of each list that is open."""
        self.item = Block(0, 0)
        self.like = Block(0, 0)
        self.quoted = 0
        self.table = self.row = self.column = -1
        self.in_header = False

    def read(self, text: str) -> Document:
        if front := FRONT_MATTER.match(text):
            self._front_matter(front[1])
            text = text[front.end() :]
        for token in _parser().parse(text):
            self._token(token)
        return self.builder.document()

    def _front_matter(self, text: str) -> None:
        try:
            fields = yaml.load(text, Loader=LenientLoader)
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
            fields = None
        if isinstance(fields, dict):
            title = fields.get("title")
            if isinstance(title, str | int | float):
                self.builder.title, self.builder.title_is_explicit = str(title), True
            language = fields.get("lang") or fields.get("language")
            self.builder.language = language if isinstance(language, str) else ""
        self.builder.add_block(text, skip="front matter")

    def _token(self, token: Token) -> None:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            self.lists.append((int(token.attrGet("start") or 1), token.type.startswith("ordered")))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            number, ordered = self.lists[-1]
            self.lists[-1] = (number + 1, ordered)
            shown = f"{number}{token.markup}" if ordered else ""
            self.item = Block(0, 0, "item", number=shown, marker="" if ordered else "•", depth=len(self.lists) - 1)
        elif token.type in ("blockquote_open", "blockquote_close"):
            self.quoted += token.nesting
        elif token.type == "heading_open":
            self.like = Block(0, 0, "heading", int(token.tag[1:]))
        elif token.type == "paragraph_open":
            self.like = self.item if self.lists else Block(0, 0)
            self.item = replace(self.item, number="", marker="")
        elif token.type == "table_open":
            self.table, self.row = self.builder.next_table(), -1
        elif token.type in ("thead_open", "thead_close"):
            self.in_header = token.nesting > 0
        elif token.type == "tr_open":
            self.row, self.column = self.row + 1, -1
        elif token.type in ("th_open", "td_open"):
            self.column += 1
            self.like = Block(0, 0, "cell", cell=Cell(self.table, self.row, self.column, self.in_header))
        elif token.type in ("fence", "code_block", "html_block"):
            self.builder.add_block(token.content.rstrip("\n"), skip="code or markup")
        elif token.type == "inline":
            self._inline(token)

    def _inline(self, token: Token) -> None:
        runs = self._runs(token)
        text = "".join(text for text, reason in runs if not reason).strip()
        if FOOTNOTE.match(text):
            runs = [(text, reason or "footnote") for text, reason in runs]
        bold, italic = _emphasis(token)
        self.builder.add_runs(
            runs, replace(self.like, bold=bold, italic=italic or (self.quoted > 0 and len(text) < 80))
        )

    def _runs(self, inline: Token) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = []
        struck = ""
        for child in inline.children or ():
            if child.type in ("s_open", "s_close"):
                struck = "struck out" if child.nesting > 0 else ""
            elif child.type in ("softbreak", "hardbreak"):
                runs.append(("\n", ""))
            elif child.type == "html_inline":
                runs.append((child.content, "code or markup"))
            elif child.type == "image":
                source = str(child.attrGet("src") or "")
                data, ending = picture_bytes(source)
                name = source.rsplit("/", 1)[-1] if not data else f"picture.{ending}"
                self.builder.add_picture(name, data, "" if data else source, child.content)
                runs.append((child.content, "description of a picture"))
            elif child.content:
                runs.append((child.content, struck))
        return [piece for text, reason in runs for piece in _split_markup(text, reason)]


def _split_markup(text: str, reason: str) -> list[tuple[str, str]]:
    """A run with what programs read set aside."""
    runs: list[tuple[str, str]] = []
    at = 0
    for match in UNREAD_MARKS.finditer(text):
        runs.append((text[at : match.start()], reason))
        if match["struck"]:
            runs.append((match[0], "struck out"))
        else:
            mark = (match["strong"], "code or markup")
            runs += [mark, (match["inner"], reason), mark]
        at = match.end()
    runs.append((text[at:], reason))
    return [piece for run in runs for piece in _split_codes(*run)]


def _split_codes(text: str, reason: str) -> list[tuple[str, str]]:
    runs: list[tuple[str, str]] = []
    at = 0
    for match in MARKUP.finditer(text):
        runs += [(text[at : match.start()], reason), (match[0], "code or markup")]
        at = match.end()
    return [run for run in [*runs, (text[at:], reason)] if run[0]]


def _emphasis(inline: Token) -> tuple[bool, bool]:
    """(whether all of its text is strong, whether all of it is emphasised)."""
    depths = {"strong": 0, "em": 0}
    outside = {"strong": False, "em": False}
    some = False
    for child in inline.children or ():
        for kind in depths:
            if child.type == f"{kind}_open":
                depths[kind] += 1
            elif child.type == f"{kind}_close":
                depths[kind] -= 1
        if child.type == "text" and child.content.strip():
            some = True
            for kind, depth in depths.items():
                outside[kind] |= depth == 0
    return some and not outside["strong"], some and not outside["em"]
