"""Links between the editions of a tour, and the cards that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from ...i18n.language_tags import matching_values, primary_language
from ..colour import DEFAULT_ACCENT
from ..visitor_texts import has_texts, native_name, visitor_texts
from .built_edition import BuiltEdition
from .place_views import PLAN_FOLDER
from .views import Card, Edition


def put_language_first(editions: Sequence[BuiltEdition], language: str) -> list[BuiltEdition]:
    """Return the editions, the one that visitors who read a language want first."""
    close = matching_values({built.manifest.language: built for built in editions}, language)
    return [*close[:1], *(built for built in editions if built not in close[:1])]


def link_editions(built: BuiltEdition, editions: Sequence[BuiltEdition], number: str) -> tuple[Edition, ...]:
    """The page in every language; the tour, where the other language has no such stop."""
    if len(editions) == 1:
        return ()
    up = built.path_up if not number else "../" + built.path_up
    names = edition_names(editions)

    def link_edition(other: BuiltEdition) -> Edition:
        path = f"{quote(other.folder)}/" + (f"{number}/" if number in other.page_names else "")
        base = other.manifest.base_url
        texts = visitor_texts(other.manifest.language)
        lacks = number not in ("", PLAN_FOLDER, *other.stop_numbers)
        name = names[other]
        return Edition(
            language=other.manifest.language,
            href=f"{up}{path}index.html",
            name=name,
            text_language=texts["tag"] if has_texts(other.manifest.language) else other.manifest.language,
            offer=texts["other_language"] if has_texts(other.manifest.language) else name,
            note=texts["lacks_stop"].format(number=number) if lacks else "",
            current=other is built,
            address=f"{base}/{path}" if base else "",
        )

    return tuple(link_edition(other) for other in editions)


def edition_names(editions: Sequence[BuiltEdition]) -> dict[BuiltEdition, str]:
    """Return the name of each edition in its own language, as exact as is needed to tell them apart."""
    tags = [built.manifest.language for built in editions]
    names = {}
    for built, tag in zip(editions, tags, strict=True):
        same = [other for other in tags if primary_language(other) == primary_language(tag)]
        name = native_name(tag, exact=len(same) > 1)
        label = built.manifest.label
        names[built] = f"{name} · {label}" if label else name
    for built, name in names.items():
        if list(names.values()).count(name) > 1:
            names[built] = f"{name} ({built.manifest.language})"
    return names


def tour_card(editions: Sequence[BuiltEdition], up: str = "") -> Card:
    """Return the card of a tour, its first edition in front; ``up``: folder of the page that shows it."""
    first = editions[0]
    tour = first.manifest
    names = edition_names(editions)

    def card_address(built: BuiltEdition) -> str:
        return quote(f"{built.folder}/".removeprefix(up)) + "index.html"

    return Card(
        title=tour.title,
        language=tour.language,
        description=tour.description,
        href=card_address(first),
        image=quote(f"{first.folder}/".removeprefix(up)) + first.cover_address if first.cover_address else "",
        alt=tour.cover_alt,
        accent=tour.accent or DEFAULT_ACCENT,
        stops=len(tour.stops),
        duration=tour.tour.duration,
        editions=tuple(
            Edition(
                language=e.manifest.language, href=card_address(e), name=names[e], text_language=e.manifest.language
            )
            for e in editions[1:]
        ),
        closed=tour.closed,
    )
