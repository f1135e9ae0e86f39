"""From an outline to scripts: numbers, titles, sections of speakable length, doubts.

"Nothing lost" holds by construction: scripts and tiling are made from the same pieces, and the report is but sums of
the tiling, which covers the source from its first to its last character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

from ..errors import DocumentError
from ..i18n import _
from ..i18n.language_tags import is_chinese, normalise_tag
from ..model import Segment, Stop, Tour
from . import titles
from .cleanup import Table, paragraphs
from .document import Document
from .ledger import Tile, tiling
from .outline import LONG, SHORT, Outline, Part, Piece, weight
from .patterns import has_words, lead
from .segmentation import outline
from .site_names import naming, slug, titled
from .todos import broken_off, doubts

MAX_LETTERS = 9
"""Sections of a stop that share its number, 3a to 3i; more are stops of their own."""
MAX_TOURS = 100
"""Tours of one document; more are a sign that it is something else."""
ORDINAL = re.compile(r"(?:[一二三四五六七八九十]是|首先|其次|再次|最后|第[一二三四五六七八九十])")
PACE = (200, 240)
"""Characters a minute, calm and brisk."""


@dataclass(frozen=True)
class Draft:
    """A tour and the part of the source it was drawn from."""

    tour: Tour
    stops: tuple[tuple[Stop, tuple[Piece, ...]], ...]
    titles: tuple[Piece, ...]
    left: tuple[Piece, ...]


@dataclass(frozen=True)
class Import:
    """One document, imported."""

    document: Document
    drafts: tuple[Draft, ...]
    tiles: tuple[Tile, ...]


def draft(document: Document, table: Table, language: str = "", taken: set[str] | None = None) -> Import:
    """Scripts and tiling of a document; ``language`` is a BCP 47 tag, empty: told from the text.

    Slugs in ``taken`` are not given again; the new ones are added to it.
    Raises DocumentError for a document in which nothing is said, or which falls into hundreds of tours.
    """
    language = normalise_tag(language) or told(document.text)
    chinese = is_chinese(language)
    outlines = outline(paragraphs(document, table, chinese), table)
    spoken = (p.text for one in outlines for part in one.parts for p in (*part.pieces, *filter(None, [part.head])))
    if not any(map(has_words, spoken)):
        raise DocumentError(
            _("{file} holds nothing to narrate.").format(file=document.name), hint=_("Check that it is the right file.")
        )
    if len(outlines) > MAX_TOURS:
        raise DocumentError(
            _("{file} falls into more than {limit} tours.").format(file=document.name, limit=MAX_TOURS),
            hint=_("Commentary is shorter than that: check that it is the right file, or split it."),
        )
    taken = set() if taken is None else taken
    drafts = tuple(_tour(one, document, language, table, taken) for one in outlines)
    return Import(document, drafts, tuple(tiling(document.text, _pieces(drafts))))


def _pieces(drafts: Iterable[Draft]) -> Iterable[tuple[Piece, str, str]]:
    for one in drafts:
        yield from ((piece, one.tour.site, "") for piece in (*one.titles, *one.left))
        yield from ((piece, one.tour.site, stop.number) for stop, pieces in one.stops for piece in pieces)


def told(text: str) -> str:
    """Language of a text: Chinese where a tenth of its letters are Chinese characters, else English."""
    sample = text[:20000]
    han = len(re.findall(r"[\u3400-\u9fff]", sample))
    return "zh-CN" if han * 10 > len(re.findall(r"\w", sample)) else "en"


# ---------------------------------------------------------------- one tour


def _tour(one: Outline, document: Document, language: str, table: Table, taken: set[str]) -> Draft:
    heading, description, shown, set_aside = naming(one, document)
    stops: list[tuple[Stop, tuple[Piece, ...]]] = []
    number = 0
    for part in one.parts:
        sections = _sections(part)
        lettered = 1 < len(sections) <= MAX_LETTERS
        split = _("Split from a stop of {length} characters.").format(length=part.length) if len(sections) > 1 else ""
        for n, section in enumerate(sections):
            number += 0 if lettered and n else 1
            name = f"{number}{chr(ord('a') + n)}" if lettered else str(number)
            last = part is one.parts[-1] and section is sections[-1]
            stops.append(_stop(name, section, table, split, last, heading))
    site = slug(one, heading, document, taken)
    tour = Tour(
        site=site,
        language=language,
        title=heading,
        stops=tuple(_distinct([stop for stop, _pieces in stops])),
        description=description,
        source=document.name,
    )
    pairs = tuple((stop, pieces) for stop, (_old, pieces) in zip(tour.stops, stops, strict=True))
    return Draft(tour, pairs, shown, (*one.left, *set_aside))


def _distinct(stops: list[Stop]) -> list[Stop]:
    """Titles that tell two stops apart."""
    seen: dict[str, int] = {}
    found = []
    for stop in stops:
        count = seen[stop.title] = seen.get(stop.title, 0) + 1
        found.append(replace(stop, title=f"{stop.title[: titles.LIMIT - 2]} {count}") if count > 1 else stop)
    return found


# ---------------------------------------------------------------- one stop


def _sections(part: Part) -> list[Part]:
    """A long stop as several, cut between paragraphs where it does least harm."""
    if part.length <= LONG:
        return [part]
    blocks: list[list[Piece]] = []
    for piece in part.pieces:
        begins = (piece.role == "say" and piece.fresh) or piece.role == "cue"
        if not blocks or (begins and any(earlier.role == "say" for earlier in blocks[-1])):
            blocks.append([])
        blocks[-1].append(piece)
    if len(blocks) > 1 and not any(map(_size, blocks[-1])):
        closing = blocks.pop()
        blocks[-1] += closing
    cuts = _cuts(blocks)
    found = [
        Part(tuple(piece for block in blocks[a:b] for piece in block), hard=False, why="length")
        for a, b in zip([0, *cuts], [*cuts, len(blocks)], strict=True)
    ]
    found[0] = replace(found[0], chapter=part.chapter, head=part.head, named=part.named)
    return found


def _cuts(blocks: list[list[Piece]]) -> list[int]:
    """Before which paragraphs to cut: few sections, none too long, the earlier ones full; dynamic programming."""
    sums = [0, *accumulate(sum(map(_size, block)) for block in blocks)]
    harm = [*map(_harm, blocks)]
    # best[begin]: least cost of what follows, and the end of the first section of it; ties go to the fuller section,
    # as when a person fills them in turn
    best: dict[int, tuple[float, int]] = {len(blocks): (0.0, 0)}
    for begin in reversed(range(len(blocks))):
        options = [
            (_cost(sums, begin, end) + (harm[end] if end < len(blocks) else 0) + best[end][0], -end)
            for end in range(begin + 1, min(begin + 60, len(blocks)) + 1)
        ]
        best[begin] = min((round(cost, 6), end) for cost, end in options)
    cuts: list[int] = []
    at = -best[0][1]
    while at < len(blocks):
        cuts.append(at)
        at = -best[at][1]
    return cuts


def _cost(sums: list[int], begin: int, end: int) -> float:
    length = sums[end] - sums[begin]
    cost = 1.0
    if length < SHORT:
        cost += 1.2
    if length > LONG and end - begin > 1:
        # bearable only for the sake of a first or last paragraph that is too short to stand alone
        short = min(sums[begin + 1] - sums[begin], sums[end] - sums[end - 1])
        cost += 1.2 if short < SHORT and length <= LONG + SHORT else 5 + length / LONG
    return cost


def _harm(block: list[Piece]) -> float:
    """What a cut before a paragraph spoils: an item torn from its list; less than nothing before 一是, 二是."""
    first = next((piece for piece in block if piece.role == "say"), None)
    if first is None:
        return 0.0
    if ORDINAL.match(first.text):
        return -0.2
    if lead(first.text)[0]:
        return 0.8
    return 0.0


def _size(piece: Piece) -> int:
    return weight(piece.text) if piece.role == "say" else 0


def _stop(number: str, part: Part, table: Table, split: str, last: bool, site: str) -> tuple[Stop, tuple[Piece, ...]]:
    pieces = list(part.pieces)
    said = [piece for piece in pieces if piece.role == "say"]
    chapter, *others = part.chapter or (None,)
    shown: list[Piece] = titled(chapter) if chapter else []
    shown += [replace(piece, role="cue") for piece in others if piece]
    if part.head is not None:
        title = titles.clean(part.head.text)
        if titles.short(title) == title and said:
            shown += titled(part.head)
        else:  # too long for a label: it is spoken, and the label carries its beginning
            shown.append(replace(part.head, role="say"))
            title = titles.short(title)
    elif part.named is not None or chapter is not None:
        title = titles.short((part.named or chapter or pieces[0]).text)
    else:
        title = titles.derived(said[0].text, site) if said else titles.short(pieces[0].text if pieces else number)
    # section numbers stand before the heading they belong to
    leading = [piece for piece in pieces if piece.role == "left" and piece.reason.startswith("section number")]
    ordered = sorted([*shown, *pieces], key=lambda piece: piece.strip.start) if leading or shown else pieces
    ordered = [
        replace(piece, fresh=True) if piece.role == "say" and piece.strip.start in _starts(shown) else piece
        for piece in ordered
    ]
    text = "\n".join(piece.text for piece in ordered if piece.role == "say")
    todos = list(dict.fromkeys(doubts(text, table)))
    if last and said and (broken := broken_off(said[-1].text)):
        todos.append(broken)
    if not said:
        todos.append(_("Nothing is said at this stop but its heading. Write a text, or join it to another."))
    return (
        Stop(
            number=number,
            title=title if has_words(title) else number,
            segments=tuple(_segments(ordered)),
            chapter=titles.clean(chapter.text) if chapter else "",
            todos=tuple(todos),
            notes=(split,) if split else (),
        ),
        tuple(ordered),
    )


def _starts(pieces: Iterable[Piece]) -> set[int]:
    return {piece.strip.start for piece in pieces}


def _segments(pieces: Iterable[Piece]) -> list[Segment]:
    found: list[Segment] = []
    texts: list[list[str]] = []
    for piece in pieces:
        if not piece.text:
            continue
        if piece.role == "cue":
            found.append(Segment("", role="", is_cue=True))
            texts.append([piece.text])
        elif piece.role == "say":
            new = Segment("", piece.voice, piece.speaker, piece.speaker_title)
            if found and found[-1] == new:
                texts[-1] += ["\n\n" if piece.fresh else "", _flat(piece.text)]
            else:
                found.append(new)
                texts.append([_flat(piece.text)])
    return [replace(segment, text="".join(text)) for segment, text in zip(found, texts, strict=True)]


def _flat(text: str) -> str:
    """One line: a blank line would begin a paragraph, and YAML would take leading spaces for layout."""
    return re.sub(r"\s*\n\s*", "\n", text.strip())
