"""From an outline to scripts: numbers, titles, sections of speakable length, doubts.

"Nothing lost" holds by construction: scripts and ledger are made from the same pieces, and the report is but sums of
the ledger, which covers the source from its first to its last character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from ..errors import DocumentError
from ..i18n import _
from ..i18n.language_tags import normalise_tag, sentence_separator
from ..model import Stop, Tour
from . import titles
from .cleanup import Table, clean_paragraphs
from .document import Document
from .drawn_headings import mark_drawn_headings
from .language import DetectedLanguage, detect_language, is_spoken, language_name, with_declared_region
from .ledger import Tile, tile_source
from .numbering import NumberedPart, digits_of, number_parts
from .outline import LONG, Outline, Piece
from .patterns import has_words
from .placed_pictures import PlacedPicture, place_pictures
from .rare_collection import collect_rarely
from .sections import split_long_part
from .segmentation import outline_tours
from .site_names import choose_slug, name_tour, take_slug
from .stop_draft import draft_stop
from .unspoken import ask_about_unspoken

MAX_LETTERS = 9
"""Sections of a stop that share its number, 3a to 3i; more are stops of their own."""
MAX_TOURS = 100
"""Tours of one document; more are a sign that it is something else."""
MAX_STOPS = 2_000
"""Stops of one document, a hundred times those of a tour; more are a list that somebody numbered."""
PACE = (200, 240)
"""Characters a minute, calm and brisk."""


@dataclass(frozen=True)
class Wishes:
    """What the author decides before anything is derived."""

    language: str = ""
    """BCP 47 tag; empty: detected from the text."""
    title: str = ""
    """Title of the first tour; empty: the document's."""
    site: str = ""
    """Name of the first tour's script; empty: made from its title."""


@dataclass(frozen=True)
class Draft:
    """A tour and the pieces of the source it was drawn from."""

    tour: Tour
    stops: tuple[tuple[Stop, tuple[Piece, ...]], ...]
    titles: tuple[Piece, ...]
    left: tuple[Piece, ...]
    written_numbers: frozenset[str] = frozenset()
    """Numbers of stops that the document's author wrote; others were counted."""


@dataclass(frozen=True)
class Import:
    """One document, imported."""

    document: Document
    drafts: tuple[Draft, ...]
    tiles: tuple[Tile, ...]
    pictures: tuple[PlacedPicture, ...] = ()


@collect_rarely()
def draft_document(
    document: Document, table: Table, wishes: Wishes | None = None, taken: set[str] | None = None
) -> Import:
    """Return scripts and ledger of a document.

    Slugs in ``taken`` are not given again; the new ones are added to it.
    Raises DocumentError for a document in which nothing is said, or which falls into hundreds of
    tours or thousands of stops.
    """
    wishes = wishes or Wishes()
    document = mark_drawn_headings(document)
    language = DetectedLanguage(normalise_tag(wishes.language)) if wishes.language else _detect(document)
    joins_without_space = not sentence_separator(language.tag)
    outlines = outline_tours(clean_paragraphs(document, table, joins_without_space), table, document)
    spoken = (
        p.text for outline in outlines for part in outline.parts for p in (*part.pieces, *filter(None, [part.head]))
    )
    if not any(map(has_words, spoken)):
        raise DocumentError(
            _("{file} holds nothing to narrate.").format(file=document.name), hint=_("Check that it is the right file.")
        )
    if len(outlines) > MAX_TOURS:
        raise _too_many(_("{file} falls into more than {limit} tours."), document.name, MAX_TOURS)
    if sum(len(outline.parts) for outline in outlines) > MAX_STOPS:
        raise _too_many(_("{file} falls into more than {limit} stops."), document.name, MAX_STOPS)
    taken = set() if taken is None else taken
    drafts: list[Draft] = []
    for outline in outlines:
        own = wishes if not drafts else Wishes()
        spoken_in = _language_of(outline) if outline.is_version and not wishes.language else language
        versions = [draft.tour for draft in drafts] if outline.is_version else []
        drafts.append(_draft_tour(outline, document, spoken_in, table, taken, own, versions))
    tiles = tuple(tile_source(document.text, _pieces(drafts)))
    drafts, pictures = place_pictures(document, drafts, tiles)
    return Import(document, tuple(drafts), tiles, pictures)


def _too_many(problem: str, name: str, limit: int) -> DocumentError:
    """The error for a document that falls into more tours or stops than any has."""
    return DocumentError(
        problem.format(file=name, limit=f"{limit:,}"),
        hint=_("Commentary is shorter than that: check that it is the right file, or split it."),
    )


def _detect(document: Document) -> DetectedLanguage:
    """The language of what may be spoken: text that is set aside says nothing about it."""
    aside = sorted((skip.start, skip.end) for skip in document.skips)
    shown, at = [], 0
    for start, end in aside:
        shown.append(document.text[at : max(at, start)])
        at = max(at, end)
    shown.append(document.text[at:])
    return with_declared_region(detect_language("".join(shown), document.language), document.language)


def _language_of(outline: Outline) -> DetectedLanguage:
    """The language of one of several versions of a text."""
    pieces = (piece for part in outline.parts for piece in (*filter(None, [part.head]), *part.pieces))
    return detect_language("\n".join(piece.text for piece in pieces if piece.role in ("say", "head")))


def _pieces(drafts: Iterable[Draft]) -> Iterable[tuple[Piece, str, str]]:
    for draft in drafts:
        yield from ((piece, draft.tour.id, "") for piece in (*draft.titles, *draft.left))
        yield from ((piece, draft.tour.id, stop.number) for stop, pieces in draft.stops for piece in pieces)


# ---------------------------------------------------------------- one tour


def _draft_tour(
    outline: Outline,
    document: Document,
    language: DetectedLanguage,
    table: Table,
    taken: set[str],
    wishes: Wishes,
    versions: Sequence[Tour] = (),
) -> Draft:
    """``versions``: the tours of the document in other languages, if it is one more: it is an edition of the first.

    Without a title of its own it bears that of the first.
    """
    name = name_tour(outline, document)
    if versions and not outline.titles:
        name = replace(
            name, title=versions[0].title, todos=(_("The document names no title in this language: write one."),)
        )
    shown, left = name.shown, name.left
    title = wishes.title or name.title
    if wishes.title:
        shown = tuple(piece for piece in shown if piece in outline.descriptions)
        replaced = (replace(piece, role="left", reason="title: another was asked for") for piece in name.shown)
        left += tuple(piece for piece in replaced if piece.strip not in {other.strip for other in shown})
    pairs: list[tuple[Stop, tuple[Piece, ...]]] = []
    numbered = number_parts(outline.parts)
    free = _free_numbers(numbered)
    for n, part in enumerate(numbered):
        last = n == len(numbered) - 1
        pairs += _draft_sections(part, free, table, last, name.title)
    pairs = _ask_about_unspoken(pairs, (*shown, *outline.left, *left), document.text)
    if not wishes.language:
        pairs = _ask_first(pairs, _ask_about_language(language))
    if not wishes.title:
        pairs = _ask_first(pairs, name.todos)
    if outline.is_version:
        pairs = _ask_first(
            pairs, (_("The document holds several languages; each became an edition of the tour. Compare them."),)
        )
    is_edition = bool(versions) and language.tag not in {tour.language for tour in versions}
    if is_edition:
        site = versions[0].site
    else:
        site = take_slug(wishes.site, taken) if wishes.site else choose_slug(outline, title, document, taken)
    stops = _with_distinct_titles([stop for stop, _pieces in pairs])
    tour = Tour(
        site=site,
        edition=language.tag if is_edition else "",
        language=language.tag,
        title=title,
        stops=tuple(stops),
        description=name.description if not wishes.title else " ".join(piece.text for piece in shown),
        source=document.name,
    )
    own = tuple((stop, pieces) for stop, (_old, pieces) in zip(tour.stops, pairs, strict=True))
    written = frozenset(number.number for number in numbered if number.is_authors)
    return Draft(tour, own, shown, (*outline.left, *left), written)


def _free_numbers(numbered: Sequence[NumberedPart]) -> Iterator[str]:
    """Numbers that no stop has, rising from the highest that one has."""
    return map(str, count(max(digits_of(part.number) for part in numbered) + 1))


def _draft_sections(
    numbered: NumberedPart, free: Iterator[str], table: Table, last: bool, site: str
) -> list[tuple[Stop, tuple[Piece, ...]]]:
    """The stop of a part, or the sections it falls into; a number on a wall is not split, it is told."""
    part = numbered.part
    sections = [part] if _hangs_on_wall(numbered) else split_long_part(part)
    letters = 1 < len(sections) <= MAX_LETTERS
    notes = list(numbered.notes)
    todos = numbered.todos
    if len(sections) > 1:
        notes.append(_("Split from a stop of {length} characters.").format(length=part.length))
    elif part.length > 2 * LONG:
        notes.append(
            _("This stop has {length} characters; stops of up to {limit} are heard to their end.").format(
                length=part.length, limit=LONG
            )
        )
    pairs: list[tuple[Stop, tuple[Piece, ...]]] = []
    for n, section in enumerate(sections):
        number = numbered.number
        if letters:
            number = f"{number.rstrip('abcdefghi')}{chr(ord('a') + n)}"
        elif n:
            number = next(free)
        is_last = last and section is sections[-1]
        stop, pieces = draft_stop(number, section, table, is_last, site)
        pairs.append(
            (replace(stop, todos=(*(todos if n == 0 else ()), *stop.todos), notes=(*notes, *stop.notes)), pieces)
        )
    return pairs


def _hangs_on_wall(numbered: NumberedPart) -> bool:
    """Whether the author gave the stop a number that visitors key in, rather than numbered a section."""
    number = numbered.part.number
    return numbered.is_authors and number is not None and (number.family in ("stop", "figure") or bool(number.letter))


def _ask_about_unspoken(
    pairs: list[tuple[Stop, tuple[Piece, ...]]], others: Iterable[Piece], source: str
) -> list[tuple[Stop, tuple[Piece, ...]]]:
    """Ask at each stop about its sentences that nobody says; at the first one also about those outside the stops."""
    asked: list[tuple[Stop, tuple[Piece, ...]]] = []
    for n, (stop, pieces) in enumerate(pairs):
        todos = ask_about_unspoken((*(others if n == 0 else ()), *pieces), source)
        asked.append((replace(stop, todos=(*stop.todos, *todos)), pieces))
    return asked


def _ask_first(
    pairs: list[tuple[Stop, tuple[Piece, ...]]], todos: tuple[str, ...]
) -> list[tuple[Stop, tuple[Piece, ...]]]:
    """What is asked about the tour, at its first stop."""
    stop, pieces = pairs[0]
    return [(replace(stop, todos=(*todos, *stop.todos)), pieces), *pairs[1:]]


def _ask_about_language(language: DetectedLanguage) -> tuple[str, ...]:
    """A todo where the language is none that can be spoken, or is not sure."""
    if not is_spoken(language.tag):
        todo = _("The text is {language}, which no voice here speaks: translate it, or add a language plug-in.")
        return (todo.format(language=language_name(language.tag)),)
    if not language.is_sure:
        return (_("The language was taken for {tag}; correct it where it is another.").format(tag=language.tag),)
    return ()


def _with_distinct_titles(stops: list[Stop]) -> list[Stop]:
    """Titles that tell two stops apart."""
    counts: dict[str, int] = {}
    distinct = []
    for stop in stops:
        count = counts[stop.title] = counts.get(stop.title, 0) + 1
        distinct.append(replace(stop, title=f"{stop.title[: titles.LONGEST_TITLE - 2]} {count}") if count > 1 else stop)
    return distinct
