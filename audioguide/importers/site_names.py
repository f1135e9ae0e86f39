"""What a tour is called: its own title, the place it welcomes to or speaks of, the collection's; and its slug."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from ..authoring.script_names import RESERVED_NAMES
from ..i18n import _
from . import titles
from .document import Document
from .outline import Outline, Piece
from .patterns import has_words, places
from .segmentation import title_variants
from .slugs import make_slug

GENERATED_TITLES = re.compile(
    r"(?i:word document|powerpoint presentation|presentation|untitled.*|document\d*|microsoft word.*|title"
    r"|slide 1|default|home|index)"
    r"|powerpoint 演示文稿|演示文稿\d*|无标题.*|文档\d*|新建.*|幻灯片 ?1"
)
"""Titles in properties that a program wrote."""


@dataclass(frozen=True)
class TourName:
    """How a tour is called, and which pieces show in it."""

    title: str
    description: str = ""
    shown: tuple[Piece, ...] = ()
    left: tuple[Piece, ...] = ()
    todos: tuple[str, ...] = ()


def name_tour(outline: Outline, document: Document) -> TourName:
    """Return title and description: the document's own words before anything derived."""
    own = [piece for piece in outline.titles if piece.reason != "collection"]
    collection = [piece for piece in outline.titles if piece.reason == "collection"]
    left = tuple(replace(piece, role="left", reason="title of the collection") for piece in collection)
    description = [whole_title(piece) for piece in own[1:]]
    if document.title_is_explicit and document.title:
        heading = document.title
        shown = [piece for title in own for piece in title_pieces(title)]
        texts = [text for piece in own if (text := whole_title(piece)) not in heading]
        if any(whole_title(piece) in heading for piece in own):
            shown = [p for title in own if whole_title(title) not in heading for p in title_pieces(title)]
            left += tuple(
                replace(p, role="left", reason="a title that comes twice") for p in own if whole_title(p) in heading
            )
        return _described(outline, heading, texts, shown, left)
    if own:
        shown = [piece for title in own for piece in title_pieces(title)]
        return _described(outline, whole_title(own[0]), description, shown, left)
    derived = _derive_name(outline, document)
    if not derived and collection and has_words(collection[0].text):
        shown = title_pieces(collection[0])
        return _described(outline, whole_title(collection[0]), [], shown, left[1:])
    heading = derived or title_of_properties(document) or titles.title_of_file(document.name)
    if has_words(heading):
        return _described(outline, heading, [], [], left)
    name = titles.name_of_file(document.name)
    todo = _("The document names no title, so the tour is called after its file, “{file}”: choose a title.")
    return replace(_described(outline, name, [], [], left), todos=(todo.format(file=document.name),))


def _described(
    outline: Outline, heading: str, description: list[str], shown: list[Piece], left: tuple[Piece, ...]
) -> TourName:
    texts = [*description, *(piece.text for piece in outline.descriptions)]
    chinese = any("\u3400" <= char <= "\u9fff" for text in texts for char in text)
    text = ("" if chinese else " ").join(
        _with_stop(text) if n + 1 < len(texts) else text for n, text in enumerate(texts)
    )
    return TourName(heading, text, (*shown, *outline.descriptions), left)


def _with_stop(text: str) -> str:
    """A line of a description, ended so that the next may follow it."""
    if re.search(r"[。！？!?.；;，,：:]$", text) or re.match(r"[(（—]", text):
        return text
    return text + ("。" if re.search(r"[\u3400-\u9fff]", text) else ".") if len(text) > 16 else text + " "


def _first_words(outline: Outline) -> str:
    return "".join(piece.text for part in outline.parts[:1] for piece in part.pieces if piece.role == "say")


def title_of_properties(document: Document) -> str:
    """Return the title in the document's properties; empty where a program wrote it."""
    variants = [variant for variant in title_variants(document.title) if variant]
    title = (variants[1] if len(variants) > 2 else variants[0]) if variants else ""
    return "" if GENERATED_TITLES.fullmatch(title) or titles.is_generated_name(title) else title


def _derive_name(outline: Outline, document: Document) -> str:
    """The place the tour is about, where no title says it; empty where the text does not either."""
    if outline.place:
        text = "".join(piece.text for part in outline.parts for piece in (*part.chapter, *part.pieces))
        full = re.search(re.escape(outline.place) + r"[市县区镇乡村]", text)
        return full[0] if full else outline.place
    if title_of_properties(document):
        return ""
    welcome = re.search(
        r"欢迎[^。！？]{0,8}?(?:来到|莅临|光临|走进|参观|进入)(?P<site>[^，。！？]{2,30}?)(?:指导|参观|考察|调研"
        r"|[，。！？])"
        r"|[Ww]elcome to (?P<place>[^.,!?]{3,60})",
        _first_words(outline),
    )
    if welcome:
        site = welcome["site"] or welcome["place"]
        return titles.shorten_title(re.sub(r"^[*×X]+[省市县区镇乡村]?", "", site.split("——")[-1].split("的")[-1]))
    return _most_named_place(outline) if outline.generic else ""


def _most_named_place(outline: Outline) -> str:
    """The county, town or village a tour speaks of most, where it does so often enough to be about it."""
    text = "".join(piece.text for part in outline.parts for piece in part.pieces if piece.role == "say")
    counts = Counter(
        name for name in re.findall(r"(?=([\u4e00-\u9fff]{2}[市县区镇乡村]))", text) if name[:-1] in places()
    )
    name, count = counts.most_common(1)[0] if counts else ("", 0)
    return name if count >= 5 else ""


def choose_slug(outline: Outline, title: str, document: Document, taken: set[str]) -> str:
    """Return the file name of the tour's script, one that is not in ``taken``, and take it; a county's without 县."""
    title = title[:-1] if len(title) == 3 and title[-1] in "省市县区" else title
    name = make_slug(outline.place or title or Path(document.name).stem)
    return take_slug(name, taken)


def take_slug(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it where it is taken or no site can have it, and take it."""
    count = 1
    while (unique := name if count == 1 else f"{name}-{count}") in taken or unique in RESERVED_NAMES:
        count += 1
    taken.add(unique)
    return unique


VERSION_APART = re.compile(
    r"(?: {3,}|\t+|　{2,})(?i:(?:draft|version|rev(?:ision)?|issue|borrador|versión|entwurf|fassung|stand"
    r"|brouillon|ébauche|page"
    r"|seite|página|v\.?)[ .:]*[\w ./-]{0,24}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[草初定终]稿|第.稿|修[订改]稿"
    r"|\d{4}年?[\d年月日版]{0,8})\s*$"
)
"""Which draft it is, behind a title and a wide gap, as page headers have it."""


def whole_title(piece: Piece) -> str:
    """A tour's title as it stands, without brackets around all of it and the version behind a wide gap."""
    text = re.sub(r"\s+", " ", VERSION_APART.sub("", piece.text))
    bracketed = re.fullmatch(r"[【\[〔]([^【】\[\]〔〕]+)[】\]〕]", text)
    return (bracketed[1] if bracketed else text).strip().rstrip("：:").strip()


def title_pieces(piece: Piece) -> list[Piece]:
    """A tour's title and the brackets around it, which no page needs."""
    shown = whole_title(piece)
    text = piece.strip.text
    start = len(text) - len(text.lstrip())
    start += text.lstrip()[:1] in "【[〔" and not shown.startswith(text.lstrip()[:1])
    version = VERSION_APART.search(text.rstrip())
    end = version.start() if version else len(text.rstrip())
    while end > start and text[end - 1] in "】]〕：: " and not shown.endswith(text[end - 1]):
        end -= 1
    return _framed(piece, start, end)


def titled(piece: Piece) -> list[Piece]:
    """A stop's heading as its title and the marks around it, which no label needs."""
    text = piece.strip.text
    indent = len(text) - len(text.lstrip())
    start, end = titles.find_core(text.strip())
    return _framed(piece, indent + start, indent + end)


def _framed(piece: Piece, start: int, end: int) -> list[Piece]:
    before, title, after = piece.strip.cut(start, end)
    marks = "marks and set words around a title"
    return [
        *([Piece(before, "left", marks)] if before else []),
        replace(piece, strip=title, role="title"),
        *([Piece(after, "left", marks)] if after else []),
    ]
