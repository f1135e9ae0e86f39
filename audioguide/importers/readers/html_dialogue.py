"""Who speaks on a web page, where an element says it instead of a colon: ``dt``, a class, bold at the start."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import Tag
from bs4.element import NavigableString

from ..patterns import SENTENCE_END
from ..speaker_labels import label_key, may_stand_alone
from ..speaker_roles import NO_SPEAKER
from ..speaker_voices import ROLES

MAX_NAME = 60
MAX_SPEECH = 2_000
"""Characters of a name, and of what is said behind it, that are looked at."""
MAX_NODES = 40
"""Most nodes within an element that are looked at."""
CLASS_WORDS = frozenset({"speaker", "who", "character", "voice", "person", "interviewer", "interviewee", "persona"})
"""Words of class names by which pages mark the name of a speaker."""


def speaker_elements(root: Tag) -> set[int]:
    """Return ids of the elements whose text is the name of who says what follows, without a colon."""
    named = [tag for tag in root.find_all(["span", "b", "strong", "em", "dt", "div", "p", "cite"]) if _may_name(tag)]
    marked = [tag for tag in named if _class_words(tag) & CLASS_WORDS]
    terms = [tag for tag in named if tag.name == "dt" and _is_answered(tag)]
    bold = [tag for tag in named if tag.name in ("b", "strong") and _opens_paragraph(tag)]
    speakers: set[int] = set()
    for group in (marked, terms, bold):
        counts = Counter(label_key(_tag_text(tag)) for tag in group)
        if len(counts) >= 2 and (max(counts.values()) >= 2 or sum(key in ROLES for key in counts) >= 2):
            speakers |= {id(tag) for tag in group}
    return speakers


def _tag_text(tag: Tag, limit: int = MAX_NAME) -> str:
    """The text of an element, up to about ``limit`` characters; empty where it holds more, or too many elements."""
    text, count = "", 0
    stack: list[object] = [tag]  # not tag.descendants, which first walks down to the last one
    while stack:
        node = stack.pop()
        text += node if isinstance(node, NavigableString) else ""
        if isinstance(node, Tag):
            if len(node.contents) > MAX_NODES:
                return ""
            stack += reversed(node.contents)
        count += 1
        if len(text) > limit or count > MAX_NODES:
            return ""
    return re.sub(r"\s+", " ", text).strip()


def _may_name(tag: Tag) -> bool:
    text = _tag_text(tag)
    return (
        bool(text) and text[-1] not in ":：" and may_stand_alone(text.partition(",")[0]) and not NO_SPEAKER.match(text)
    )


def _class_words(tag: Tag) -> set[str]:
    names = map(str, tag.get_attribute_list("class"))
    return {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def _is_answered(tag: Tag) -> bool:
    following = tag.find_next_sibling()
    return (
        isinstance(following, Tag)
        and following.name == "dd"
        and bool(SENTENCE_END.search(_tag_text(following, MAX_SPEECH)))
    )


def _opens_paragraph(tag: Tag) -> bool:
    """Whether it is the first thing in its paragraph, and a sentence follows there."""
    parent = tag.parent
    if parent is None or parent.name not in ("p", "div", "li", "dd"):
        return False
    before = tag.previous_sibling
    if before is not None and (not isinstance(before, NavigableString) or before.strip() or before.previous_sibling):
        return False
    rest = _tag_text(parent, MAX_SPEECH)[len(_tag_text(tag)) :]
    return bool(SENTENCE_END.search(rest)) and bool(re.match(r"\s*[A-Z“\"'¿¡\u4e00-\u9fff]", rest))
