"""What Word, WPS, LibreOffice and Google Docs say of a paragraph in a page they saved: its class is its style."""

from __future__ import annotations

import re

from bs4 import Tag

from ..document import Kind

KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:Mso)?[Tt]itle"), "title"),
    (re.compile(r"MsoToc\d|toc\d|contents-\d"), "contents"),
    (re.compile(r"MsoCaption|caption"), "caption"),
)
"""Class of a paragraph → what it is."""
REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Mso(?:Foot|End)noteText"), "footnote"),
    (re.compile(r"Mso(?:Header|Footer)"), "page header"),
    (re.compile(r"MsoCommentText"), "comment"),
)
"""Class of a paragraph → why it is set aside."""
NOTES = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote|_ftn|_edn)\d{1,4}")
"""Id of the element around a note."""
COMMENTS = re.compile(r"(?:cmnt|_com_|_cmntref)\d{1,4}|_msocom_\d{1,4}")
"""Id of the link back from a comment."""


def office_kind(paragraph: Tag) -> Kind | None:
    """Return what the class of a paragraph makes of it; None where it says nothing."""
    names = _class_names(paragraph)
    return next((kind for pattern, kind in KINDS for name in names if pattern.fullmatch(name)), None)


def office_reason(element: Tag) -> str:
    """Return why an element is set aside: a note, a comment, a page's header; empty where it is not."""
    if element.name == "p":
        names = _class_names(element)
        reason = next((reason for pattern, reason in REASONS for name in names if pattern.fullmatch(name)), "")
        if reason:
            return reason
    if element.name in ("div", "p", "aside", "section"):
        own = str(element.get("id", ""))
        if NOTES.fullmatch(own):
            return "footnote"
        link = next((child for child in element.contents if isinstance(child, Tag)), None)
        if (
            link is not None
            and link.name == "a"
            and COMMENTS.fullmatch(str(link.get("id", "") or link.get("name", "")))
        ):
            return "comment"
    return ""


def _class_names(element: Tag) -> list[str]:
    return [str(name) for name in element.get_attribute_list("class") if name]
