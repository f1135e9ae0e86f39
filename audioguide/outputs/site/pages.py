"""Manifests → what each page shows: frozen values, complete before the first template is opened.

Every address is relative to its page. Links name ``index.html``, so that a folder on a stick works without a server;
over HTTP the script in the page shortens them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from ...errors import OutputError
from ...i18n import _
from ...language_tags import is_right_to_left, sentence_separator
from ...model import BuiltStop, Cue, Manifest
from .colour import DEFAULT


@dataclass(frozen=True)
class Edition:
    """A page in one language, as others link to it."""

    language: str
    href: str
    current: bool = False
    address: str = ""
    """Absolute address, where the base URL is known: search engines take no other."""


@dataclass(frozen=True)
class Passage:
    """Sentences of one paragraph, said by one voice."""

    speaker: str
    speaker_title: str
    role: str
    sentences: tuple[Cue, ...]


@dataclass(frozen=True)
class StopLink:
    """A stop as other pages list it."""

    number: str
    title: str
    href: str
    audio: str
    duration: int
    chapter: str = ""
    start: int = 0
    """Milliseconds into the whole tour."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has."""

    path: str
    """Of the file, relative to the output folder."""
    language: str
    title: str
    editions: tuple[Edition, ...] = ()
    default: bool = True
    """The page is the one that labels point to; whoever chose another language is sent on."""
    accent: str = DEFAULT
    address: str = ""
    """Absolute address, where the base URL is known."""
    template = ""

    @property
    def root(self) -> str:
        """The way from the page to the output folder."""
        return "../" * self.path.count("/")

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return "rtl" if is_right_to_left(self.language) else "ltr"

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return sentence_separator(self.language)


@dataclass(frozen=True, kw_only=True)
class AudioPage(Page):
    """What the pages with a player share."""

    tour: str
    """The way to the tour's folder."""
    folder: str
    tour_title: str
    audio: str
    captions: str
    duration: int
    image: str
    alt: str
    synthetic: bool
    numbers: tuple[str, ...]
    bytes: int

    @property
    def letters(self) -> list[str]:
        """The letters that occur in numbers: keys of the keypad."""
        return sorted({number[-1] for number in self.numbers if not number[-1].isdigit()})

    @property
    def data(self) -> dict[str, object]:
        """What the script needs to know."""
        return {
            "root": self.root,
            "tour": self.tour,
            "folder": self.folder,
            "album": self.tour_title,
            "title": self.title,
            "image": self.image,
            "duration": self.duration,
            "numbers": self.numbers,
        }


@dataclass(frozen=True, kw_only=True)
class StopPage(AudioPage):
    """One stop: what a code on the wall opens."""

    number: str
    passages: tuple[Passage, ...]
    previous: StopLink | None
    next: StopLink | None
    template = "stop.html"

    @property
    def data(self) -> dict[str, object]:
        """What the script needs to know."""
        return {**super().data, "number": self.number}


@dataclass(frozen=True, kw_only=True)
class TourPage(AudioPage):
    """A tour: its stops, and all of them in one player."""

    description: str
    stops: tuple[StopLink, ...]
    template = "tour.html"

    @property
    def data(self) -> dict[str, object]:
        """What the script needs to know."""
        return {**super().data, "number": ""}


@dataclass(frozen=True)
class Card:
    """A tour on the first page."""

    title: str
    language: str
    description: str
    href: str
    image: str
    alt: str
    accent: str
    stops: int
    duration: int
    editions: tuple[Edition, ...]


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """Every tour, or every language of a tour that has no edition of its own language."""

    cards: tuple[Card, ...]
    template = "home.html"


@dataclass(frozen=True, kw_only=True)
class OfflinePage(Page):
    """What the service worker shows for a page that was not saved."""

    template = "offline.html"


class Built:
    """One manifest and the addresses of its files."""

    def __init__(self, manifest: Manifest, output: Path) -> None:
        self.manifest = manifest
        self.folder = f"{manifest.site}/{manifest.edition}" if manifest.edition else manifest.site
        self.files = output / self.folder

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Of all stops, in the tour's order."""
        return tuple(stop.number for stop in self.manifest.stops)

    @cached_property
    def up(self) -> str:
        """The way from the tour's folder to the output folder."""
        return "../" * (self.folder.count("/") + 1)

    @cached_property
    def cover(self) -> str:
        """Address of the cover relative to the tour's folder, empty without one."""
        return self.picture(self.manifest.cover)

    def picture(self, file: str) -> str:
        """Address of a picture, with its content's hash: it may be kept for ever."""
        if not file:
            return ""
        try:
            content = (self.files / file).read_bytes()
        except OSError as error:
            raise OutputError(
                _("{file} cannot be read: {reason}.").format(file=self.files / file, reason=error.strerror or error),
                hint=_("Build the tour again: audioguide build {site} --force").format(site=self.manifest.site),
            ) from error
        return _versioned(file, hashlib.blake2b(content).hexdigest())

    def stop(self, stop: BuiltStop, start: int = 0) -> StopLink:
        """The stop as seen from the tour's folder."""
        return StopLink(
            number=stop.number,
            title=stop.title,
            href=f"{stop.number}/index.html",
            audio=_versioned(stop.track.file, stop.track.sha256),
            duration=stop.track.duration,
            chapter=stop.chapter,
            start=start,
        )

    def captions(self, file: str, cues: object) -> str:
        """Address of captions, with a hash of what they say."""
        return _versioned(file, hashlib.blake2b(repr(cues).encode()).hexdigest())


def page_views(manifests: Sequence[Manifest], output: Path) -> Iterator[Page]:
    """Every page of the folder, tours in the order of their manifests."""
    cards: list[Card] = []
    by_site = sorted(manifests, key=lambda m: (m.site, m.edition))
    for site, group in groupby(by_site, key=lambda m: m.site):
        editions = [Built(manifest, output) for manifest in group]
        for built in editions:
            yield _tour(built, editions)
            yield from _stops(built, editions)
        card = _card(editions)
        cards.append(card)
        if editions[0].manifest.edition:  # no edition of the site's own language: its address offers those there are
            only = [_card([built], up=f"{site}/") for built in editions]
            yield HomePage(path=f"{site}/index.html", language=card.language, title=card.title, cards=tuple(only))
    language = cards[0].language if cards else "en"
    yield HomePage(path="index.html", language=language, title="", cards=tuple(cards))
    yield OfflinePage(path="offline.html", language=language, title="")


def _tour(built: Built, editions: Sequence[Built]) -> TourPage:
    tour = built.manifest
    starts = {chapter.number: chapter.start for chapter in tour.chapters}
    stops = tuple(built.stop(stop, starts.get(stop.number, 0)) for stop in tour.stops)
    return TourPage(
        path=f"{built.folder}/index.html",
        language=tour.language,
        title=tour.title,
        editions=_editions(built, editions, ""),
        default=not tour.edition,
        accent=tour.accent or DEFAULT,
        address=f"{tour.base_url}/{quote(built.folder)}/" if tour.base_url else "",
        tour="",
        folder=built.folder,
        tour_title=tour.title,
        audio=_versioned(tour.tour.file, tour.tour.sha256),
        captions=built.captions(tour.captions, tour.chapters + tuple(stop.cues for stop in tour.stops)),
        duration=tour.tour.duration,
        image=built.cover,
        alt=tour.cover_alt,
        synthetic=tour.synthetic,
        numbers=built.numbers,
        bytes=tour.tour.bytes,
        description=tour.description,
        stops=stops,
    )


def _stops(built: Built, editions: Sequence[Built]) -> Iterator[StopPage]:
    tour = built.manifest
    links = [built.stop(stop) for stop in tour.stops]
    for index, stop in enumerate(tour.stops):
        image = built.picture(stop.image)
        yield StopPage(
            path=f"{built.folder}/{stop.number}/index.html",
            language=tour.language,
            title=stop.title,
            editions=_editions(built, editions, stop.number),
            default=not tour.edition,
            accent=tour.accent or DEFAULT,
            address=f"{tour.base_url}/{quote(built.folder)}/{stop.number}/" if tour.base_url else "",
            tour="../",
            folder=built.folder,
            tour_title=tour.title,
            audio="../" + links[index].audio,
            captions="../" + built.captions(stop.captions, stop.cues),
            duration=stop.track.duration,
            image="../" + image if image else "",
            alt=stop.alt,
            synthetic=tour.synthetic,
            numbers=built.numbers,
            bytes=stop.track.bytes,
            number=stop.number,
            passages=_passages(stop.cues),
            previous=links[index - 1] if index else None,
            next=links[index + 1] if index + 1 < len(links) else None,
        )


def _passages(cues: Sequence[Cue]) -> tuple[Passage, ...]:
    """Cues by paragraph and speaker."""
    groups = groupby(cues, key=lambda cue: (cue.paragraph, cue.speaker, cue.speaker_title, cue.role))
    return tuple(
        Passage(speaker=speaker, speaker_title=office, role=role, sentences=tuple(said))
        for (_paragraph, speaker, office, role), said in groups
    )


def _editions(built: Built, editions: Sequence[Built], number: str) -> tuple[Edition, ...]:
    """The page in every language; the tour, where the other language has no such stop."""
    if len(editions) == 1:
        return ()
    up = built.up if not number else "../" + built.up

    def edition(other: Built) -> Edition:
        path = f"{quote(other.folder)}/" + (f"{number}/" if number in other.numbers else "")
        base = other.manifest.base_url
        return Edition(
            language=other.manifest.language,
            href=f"{up}{path}index.html",
            current=other is built,
            address=f"{base}/{path}" if base else "",
        )

    return tuple(edition(other) for other in editions)


def _card(editions: Sequence[Built], up: str = "") -> Card:
    first = editions[0]
    tour = first.manifest

    def href(built: Built) -> str:
        return quote(f"{built.folder}/".removeprefix(up)) + "index.html"

    return Card(
        title=tour.title,
        language=tour.language,
        description=tour.description,
        href=href(first),
        image=quote(f"{first.folder}/".removeprefix(up)) + first.cover if first.cover else "",
        alt=tour.cover_alt,
        accent=tour.accent or DEFAULT,
        stops=len(tour.stops),
        duration=tour.tour.duration,
        editions=tuple(Edition(language=e.manifest.language, href=href(e)) for e in editions[1:]),
    )


def _versioned(file: str, digest: str) -> str:
    return f"{quote(file)}?v={digest[:10]}"
