"""Notes of web pages and books: the marks that link to them, and the notes themselves, by what the markup says."""

from __future__ import annotations

import re

from bs4 import Tag

from .html_surroundings import text_length

MARK = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z])\s*[\])]?\s*")
"""What a link to a note shows."""
NOTE_TYPES = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
REFERENCE_WORDS = frozenset({"noteref", "footnote-ref", "footnote-reference", "doc-noteref", "fnref", "footnoteref"})
NOTE_BLOCKS = ("p", "li", "dd", "div", "aside", "section", "td")
MAX_NOTE = 1_000
"""Characters of the longest note: what is longer, or holds a heading, is no note."""
MAX_PARENTS = 4


def find_notes(root: Tag) -> dict[int, str]:
    """Return id of an element → why it is left out: a mark of a note, or a footnote."""
    reasons: dict[int, str] = {}
    targets: set[str] = set()
    for link in root.find_all("a", href=True):
        if not MARK.fullmatch(link.get_text()[:12]) or not (mark := _mark_of(link)):
            continue
        reasons[id(mark)] = "mark of a note"
        targets.add(str(link["href"]).rpartition("#")[2])
    for note in root.find_all(True):
        types = _words(note, "epub:type") | _words(note, "role", "doc-")
        if types & NOTE_TYPES or (note.get("id") in targets and targets):
            block = note if note.name in NOTE_BLOCKS else note.find_parent(NOTE_BLOCKS)
            if block is not None and _may_be_note(block):
                reasons[id(block)] = "footnote"
    return reasons


def _mark_of(link: Tag) -> Tag | None:
    """The raised element a link to a note stands in, or the link itself where its markup names it; else None."""
    if "#" not in str(link["href"]):
        return None
    if _words(link, "epub:type") & {"noteref"} or (_words(link, "class") | _words(link, "role")) & REFERENCE_WORDS:
        return link
    parents = [parent for _n, parent in zip(range(MAX_PARENTS), link.parents, strict=False)]
    raised = next((parent for parent in parents if parent.name == "sup"), None)
    return raised if raised is not None else (link if link.find("sup") is not None else None)


def _words(tag: Tag, attribute: str, prefix: str = "") -> set[str]:
    return {
        word.removeprefix(prefix) for value in tag.get_attribute_list(attribute) for word in str(value or "").split()
    }


def _may_be_note(block: Tag) -> bool:
    return block.find(["h1", "h2", "h3"]) is None and text_length(block) <= MAX_NOTE
