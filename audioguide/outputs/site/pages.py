"""Derive from the manifests what each page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypedDict
from urllib.parse import quote, urlsplit

from ...authoring.site_config import order_sites
from ...model import BuiltPicture, Cue, Manifest
from .. import BuiltTours
from ..colour import DEFAULT_ACCENT
from ..credits import credit_lines
from ..visitor_texts import visitor_texts
from . import metadata
from .built_edition import BuiltEdition, FileFinder, versioned_address
from .edition_links import link_editions, put_language_first, tour_card
from .front import Front
from .place_views import (
    PLAN_FOLDER,
    RouteView,
    has_plan_page,
    neighbours_on_routes,
    plan_views,
    points_of,
    route_views,
    stop_places,
    tour_minutes,
    where_of,
)
from .tile_maps import TileMaps
from .views import (
    Card,
    Download,
    Edition,
    GonePage,
    HomePage,
    MissingPage,
    OfflinePage,
    Page,
    Passage,
    PlanPage,
    StopLink,
    StopPage,
    TourPage,
)

UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
MAX_NAME_CHARACTERS = 80
DOWNLOADS = ("m4b", "epub", "zip")
"""Outputs whose files visitors take away: suffix and key of the visitors' words."""
STOP_NUMBER = re.compile(r"\d+[a-z]?")


def page_views(
    tours: BuiltTours, find: FileFinder, previous_paths: Sequence[str] = (), maps: TileMaps | None = None
) -> Iterator[Page]:
    """Every page of the folder, tours in the order of the front page."""
    cards: list[Card] = []
    front = Front(tours)
    places = order_sites(tours.site, list(dict.fromkeys(manifest.site for manifest in tours.manifests)))
    by_site = sorted(tours.manifests, key=lambda m: (places.index(m.site), m.edition))
    for draft in tours.drafts:
        yield from _pages_of_edition(
            BuiltEdition(draft, find), [BuiltEdition(draft, find)], previous_paths, front, maps
        )
    listed: list[list[BuiltEdition]] = []
    for site, group in groupby(by_site, key=lambda m: m.site):
        editions = [BuiltEdition(manifest, find) for manifest in group]
        for built in editions:
            yield from _pages_of_edition(built, editions, previous_paths, front, maps)
        shown = [built for built in editions if not built.manifest.hidden]
        if not shown:
            continue
        listed.append(shown)
        card = tour_card(shown)
        cards.append(card)
        if (
            shown[0].manifest.edition and editions[0].manifest.edition
        ):  # no edition of the site's own language: its address offers those there are
            only = [tour_card([built], up=f"{site}/") for built in editions]
            yield front.finish(
                HomePage(path=f"{site}/index.html", language=card.language, title=card.title, cards=tuple(only))
            )
    language = cards[0].language if cards else "en"
    for home_language in front.home_languages:
        wanted = front.home_of(home_language)
        own_cards = tuple(tour_card(put_language_first(shown, home_language)) for shown in listed)
        yield front.home_page(wanted, home_language, own_cards if wanted != "index.html" else tuple(cards))
    yield OfflinePage(path="offline.html", language=language, title="")
    yield front.finish(_missing_page(by_site, cards, language))
    yield from front.statement_pages()


def _pages_of_edition(
    built: BuiltEdition,
    editions: Sequence[BuiltEdition],
    previous_paths: Sequence[str],
    front: Front,
    maps: TileMaps | None,
) -> Iterator[Page]:
    manifest = built.manifest
    tour_page = _tour_page(built, editions)
    yield front.finish(tour_page, metadata.tour_metadata(front.site, manifest, tour_page, built.find))
    for page, stop in zip(_stop_pages(built, editions), manifest.all_stops, strict=True):
        yield front.finish(page, metadata.stop_metadata(front.site, manifest, stop, page, built.find))
    yield from map(front.finish, _plan_page(built, editions, maps))
    yield from map(front.finish, _gone_pages(built, previous_paths))


class _EditionFields(TypedDict):
    """What every page with a player has from its edition and from its place in the tour's folder."""

    path: str
    language: str
    editions: tuple[Edition, ...]
    default: bool
    accent: str
    address: str
    tour: str
    folder: str
    tour_title: str
    marked: bool
    silent: bool
    numbers: tuple[str, ...]


class _TourFields(_EditionFields):
    """What the pages that play the whole tour have besides."""

    audio: str
    captions: str
    duration: int
    bytes: int
    synthetic: bool
    draft: bool
    unlisted: bool
    closed: str
    stops: tuple[StopLink, ...]
    routes: tuple[RouteView, ...]


def _edition_fields(
    built: BuiltEdition, editions: Sequence[BuiltEdition], name: str, synthetic: bool
) -> _EditionFields:
    """Return them; ``name``: of the page's folder below that of the tour, empty for the tour's own page.

    ``synthetic``: the page's sound holds synthetic speech.
    """
    tour = built.manifest
    below = f"{name}/" if name else ""
    return {
        "path": f"{built.folder}/{below}index.html",
        "language": tour.language,
        "editions": link_editions(built, editions, name),
        "default": not tour.edition,
        "accent": tour.accent or DEFAULT_ACCENT,
        "address": f"{tour.base_url}/{quote(built.folder)}/{below}" if tour.base_url else "",
        "tour": "../" if name else "",
        "folder": built.folder,
        "tour_title": tour.title,
        "marked": tour.marked,
        "silent": tour.is_silent and synthetic,
        "numbers": built.stop_numbers,
    }


def _tour_fields(built: BuiltEdition, editions: Sequence[BuiltEdition], name: str = "") -> _TourFields:
    tour = built.manifest
    fields = _edition_fields(built, editions, name, tour.synthetic)
    starts = {chapter.number: chapter.start for chapter in tour.chapters}
    captions = built.captions_address(tour.captions, tour.chapters + tuple(stop.cues for stop in tour.stops))
    return {
        **fields,
        "audio": fields["tour"] + versioned_address(tour.tour.file, tour.tour.sha256),
        "captions": fields["tour"] + captions,
        "duration": tour.tour.duration,
        "bytes": tour.tour.bytes,
        "synthetic": tour.synthetic,
        "draft": tour.draft,
        "unlisted": tour.hidden,
        "closed": tour.closed,
        "stops": tuple(built.stop_link(stop, starts.get(stop.number, 0)) for stop in tour.stops),
        "routes": route_views(tour),
    }


def _tour_page(built: BuiltEdition, editions: Sequence[BuiltEdition]) -> TourPage:
    tour = built.manifest
    cover = BuiltPicture(tour.cover, tour.cover_small, tour.cover_alt)
    return TourPage(
        **_tour_fields(built, editions),
        title=tour.title,
        pictures=(built.load_picture(cover),) if tour.cover else (),
        credits=credit_lines(tour.stops, tour.language),
        download_name=_download_name(tour.title),
        description=tour.description,
        downloads=tuple(_downloads(built)),
        has_plan=has_plan_page(tour),
        places=built.places,
    )


def _plan_page(built: BuiltEdition, editions: Sequence[BuiltEdition], maps: TileMaps | None) -> Iterator[PlanPage]:
    """Yield the plan page of a tour that has places, plans or routes."""
    tour = built.manifest
    if not has_plan_page(tour):
        return
    yield PlanPage(
        **_tour_fields(built, editions, PLAN_FOLDER),
        title=visitor_texts(tour.language)["where"]["plan"],
        pictures=(),
        download_name="",
        plans=plan_views(tour, ["../" + built.picture_address(plan.file) for plan in tour.plans]),
        points=points_of(tour),
        places=tuple(tuple(place) for place in stop_places(tour)),
        minutes=tour_minutes(tour),
        map=maps.view_of(tour) if maps else None,
    )


def _downloads(built: BuiltEdition) -> Iterator[Download]:
    """Yield the other forms of the tour that are there."""
    for kind in DOWNLOADS:
        file = f"{built.manifest.id}.{kind}"
        path = built.find(f"{built.folder}/{file}")
        if path.is_file() and not built.manifest.draft:
            name = _download_name(built.manifest.title).removesuffix("mp3") + kind
            yield Download(kind, quote(file), name, path.stat().st_size)


def _stop_pages(built: BuiltEdition, editions: Sequence[BuiltEdition]) -> Iterator[StopPage]:
    tour = built.manifest
    links = [built.stop_link(stop) for stop in tour.stops]
    has_triggers = any(place[-1] for place in stop_places(tour))
    for index, stop in enumerate(tour.all_stops):
        listed = index < len(links)
        link = links[index] if listed else built.stop_link(stop)
        yield StopPage(
            **_edition_fields(built, editions, stop.number, stop.synthetic),
            title=stop.title,
            audio="../" + link.audio,
            captions="../" + built.captions_address(stop.captions, stop.cues),
            duration=stop.track.duration,
            pictures=tuple(built.load_picture(picture, "../") for picture in stop.all_pictures),
            synthetic=stop.synthetic,
            credits=credit_lines([stop], tour.language),
            bytes=stop.track.bytes,
            download_name=_download_name(f"{tour.title} {stop.number} {stop.title}"),
            number=stop.number,
            passages=_group_passages(stop.cues),
            previous=links[index - 1] if index and listed else None,
            next=links[index + 1] if index + 1 < len(links) else None,
            draft=tour.draft or stop.draft,
            unlisted=tour.hidden or not listed,
            closed=stop.closed or tour.closed,
            where=where_of(tour, stop, tour.stops[index + 1] if index + 1 < len(links) else None),
            routes=tuple(neighbours_on_routes(tour, stop.number)),
            places_address=built.places_address,
            has_triggers=has_triggers,
        )


def _gone_pages(built: BuiltEdition, previous_paths: Sequence[str]) -> Iterator[GonePage]:
    """Yield a page for every stop that had one before and is no longer in the tour."""
    tour = built.manifest
    known = {stop.number for stop in tour.all_stops}
    for path in previous_paths:
        folder, _slash, number = path.removesuffix("/index.html").rpartition("/")
        if folder != built.folder or not STOP_NUMBER.fullmatch(number) or number in known:
            continue
        yield GonePage(
            path=path,
            language=tour.language,
            title=visitor_texts(tour.language)["gone_title"],
            accent=tour.accent or DEFAULT_ACCENT,
            number=number,
            tour_title=tour.title,
            stops=tuple(built.stop_link(stop) for stop in tour.stops),
        )


def _missing_page(manifests: Sequence[Manifest], cards: Sequence[Card], language: str) -> MissingPage:
    base_url = next((manifest.base_url for manifest in manifests if manifest.base_url), "")
    languages = dict.fromkeys(visitor_texts(tag)["tag"] for tag in [language, *(m.language for m in manifests)])
    return MissingPage(
        path="404.html",
        language=language,
        title=visitor_texts(language)["not_found_title"],
        base=f"{urlsplit(base_url).path.rstrip('/')}/",
        languages=tuple(languages),
        cards=tuple(cards),
        folders=tuple(
            (manifest.folder, tuple(stop.number for stop in manifest.public_stops)) for manifest in manifests
        ),
    )


def _group_passages(cues: Sequence[Cue]) -> tuple[Passage, ...]:
    """Cues by paragraph and speaker."""
    groups = groupby(cues, key=lambda cue: (cue.paragraph, cue.speaker, cue.speaker_title, cue.role))
    return tuple(
        Passage(speaker=speaker, speaker_title=office, role=role, sentences=tuple(sentences))
        for (_paragraph, speaker, office, role), sentences in groups
    )


def _download_name(title: str) -> str:
    """Return a file name that says what it is, without the characters that file systems refuse."""
    return f"{UNSAFE_IN_NAMES.sub(' ', title).strip()[:MAX_NAME_CHARACTERS].strip()}.mp3"
