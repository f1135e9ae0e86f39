"""What a tour is called: its own title, the place it welcomes to or speaks of, the collection's; and its slug."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from . import titles
from .document import Document
from .outline import Outline, Piece
from .patterns import has_words, places


def naming(one: Outline, document: Document) -> tuple[str, str, tuple[Piece, ...], tuple[Piece, ...]]:
    """Title, description, the pieces that show in them, the pieces set aside."""
    own = [piece for piece in one.titles if piece.reason != "collection"]
    collection = [
        replace(piece, role="left", reason="title of the collection") for piece in one.titles if piece not in own
    ]
    if own:
        heading = titles.clean(own[0].text)
        parts = [part for piece in own for part in titled(piece)]
        description = " ".join(titles.clean(piece.text) for piece in own[1:])
        return heading, description, tuple(parts), tuple(collection)
    first = "".join(piece.text for part in one.parts[:1] for piece in part.pieces if piece.role == "say")
    welcome = re.search(
        r"欢迎[^。！？]{0,8}?(?:来到|莅临|光临|走进|参观|进入)(?P<site>[^，。！？]{2,30}?)(?:指导|参观|考察|调研|[，。！？])"
        r"|[Ww]elcome to (?P<place>[^.,!?]{3,60})",
        first,
    )
    if one.place:
        text = "".join(piece.text for part in one.parts for piece in (*part.chapter, *part.pieces))
        full = re.search(re.escape(one.place) + r"[市县区镇乡村]", text)
        heading = full[0] if full else one.place
    elif welcome:
        site = welcome["site"] or welcome["place"]
        heading = titles.short(re.sub(r"^[*×X]+[省市县区镇乡村]?", "", site.split("——")[-1].split("的")[-1]))
    elif one.generic and (place := _dominant(one)):
        heading = place
    elif collection and has_words(collection[0].text):
        kept = collection.pop(0)
        return titles.clean(kept.text), "", tuple(titled(kept)), tuple(collection)
    else:
        heading = titles.of_file(document.name) or titles.derived(first)
    heading = heading if has_words(heading) else document.name
    return heading, "", (), tuple(collection)


def _dominant(one: Outline) -> str:
    """The county, town or village a tour speaks of most, where it does so often enough to be about it."""
    text = "".join(piece.text for part in one.parts for piece in part.pieces if piece.role == "say")
    found = Counter(
        name for name in re.findall(r"(?=([\u4e00-\u9fff]{2}[市县区镇乡村]))", text) if name[:-1] in places()
    )
    name, count = found.most_common(1)[0] if found else ("", 0)
    return name if count >= 5 else ""


def slug(one: Outline, heading: str, document: Document, taken: set[str]) -> str:
    """File name of the tour's script, one that is not in ``taken``; a county's without 县."""
    heading = heading[:-1] if len(heading) == 3 and heading[-1] in "省市县区" else heading
    name = titles.slug(one.place or heading or Path(document.name).stem)
    count = 1
    while (unique := name if count == 1 else f"{name}-{count}") in taken:
        count += 1
    taken.add(unique)
    return unique


def titled(piece: Piece) -> list[Piece]:
    """A heading as its title and the marks around it, which no label needs."""
    text = piece.strip.text
    indent = len(text) - len(text.lstrip())
    start, end = titles.core(text.strip())
    before, title, after = piece.strip.cut(indent + start, indent + end)
    marks = "marks and set words around a title"
    return [
        *([Piece(before, "left", marks)] if before else []),
        replace(piece, strip=title, role="title"),
        *([Piece(after, "left", marks)] if after else []),
    ]
