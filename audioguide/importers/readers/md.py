"""Markdown (CommonMark with tables): the text without its marks, headings with their level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from ..document import Builder, Document, Kind
from .txt import decode

if TYPE_CHECKING:
    from markdown_it.token import Token


def read(data: bytes, name: str) -> Document:
    """The blocks of a Markdown document.

    Raises DocumentError for what is not text or holds none.
    """
    builder = Builder(name)
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(decode(data, name))
    depth = 0
    row: list[tuple[str, str]] = []
    kind: Kind = "paragraph"
    level = 0
    for token in tokens:
        if token.type in ("list_item_open", "list_item_close"):
            depth += token.nesting
        elif token.type == "heading_open":
            kind, level = "heading", int(token.tag[1:])
        elif token.type == "heading_close":
            kind, level = "paragraph", 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            builder.runs(row, "row")
            kind = "paragraph"
        elif token.type in ("th_open", "td_open"):
            kind = "row"
            row += [("\t", "")] if row else []
        elif token.type in ("fence", "code_block", "html_block"):
            builder.add(token.content.rstrip("\n"), skip="code or markup" if token.content.strip() else "")
        elif token.type == "inline":
            runs = _runs(token)
            if kind == "row":
                row += runs
            else:
                builder.runs(runs, "item" if depth and kind == "paragraph" else kind, level)
    return builder.document()


def _runs(inline: Token) -> list[tuple[str, str]]:
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
            runs.append((child.content, "description of a picture"))
        elif child.content:
            runs.append((child.content, struck))
    return runs
