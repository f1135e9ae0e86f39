"""What the site says of itself: front pages, the foot of every page, the accessibility statement, in each language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from ...authoring.site_config import Link, SiteConfig
from ...errors import OutputError
from ...i18n import _
from ...model import Manifest
from .. import BuiltTours
from ..colour import DEFAULT_ACCENT
from ..visitor_texts import has_texts, native_name, visitor_texts
from . import metadata
from .views import Card, Edition, Foot, FrontDoor, HomePage, Page, Shared, StatementPage, TextLink

SomePage = TypeVar("SomePage", bound=Page)


class Front:
    """Pages of the whole site and what they lend to all others."""

    def __init__(self, tours: BuiltTours) -> None:
        self.site: SiteConfig = tours.site
        self._manifests = tours.manifests
        self._listed: Sequence[Manifest] = tours.listed

    @cached_property
    def languages(self) -> dict[str, str]:
        """Return tag of the visitors' words → language of the pages that use them, the front page's own first."""
        first = self._ordered(self._listed) or self._manifests
        languages: dict[str, str] = {}
        for manifest in (*first, *self._manifests):
            tag = str(visitor_texts(manifest.language)["tag"])
            languages.setdefault(tag, manifest.language if has_texts(manifest.language) else tag)
        return languages or {"en": "en"}

    @cached_property
    def home_languages(self) -> tuple[str, ...]:
        """Return the language of each front page: one, unless the owner says something of the site."""
        languages = tuple(self.languages.values())
        if self.site.is_front_door:
            return languages
        first = self._ordered(self._listed)  # as it always was, whatever words there are for it
        return (first[0].language if first else "en",)

    def home_of(self, language: str) -> str:
        """Return the path of the front page for readers of a language."""
        return self._localised("index", language) if self.site.is_front_door else "index.html"

    def home_page(self, path: str, language: str, cards: tuple[Card, ...]) -> HomePage:
        """Return the front page in a language."""
        page = HomePage(
            path=path,
            language=language,
            title="",
            accent=self.site.accent or DEFAULT_ACCENT,
            cards=cards,
            editions=self._editions("index", language) if len(self.home_languages) > 1 else (),
            default=path == "index.html",
            address=self._address(path),
            door=self._door(language) if self.site.is_front_door else None,
        )
        return self.finish(page, metadata.home_metadata(self.site, page, self._base_url))

    def finish(self, page: SomePage, shared: Shared | None = None) -> SomePage:
        """Return a page with the foot of all pages and what other programs read of it."""
        return replace(
            page,
            home=self.home_of(page.language),
            foot=self._foot(page.language),
            shared=shared or page.shared,
            accent=self.site.accent if self.site.accent and page.accent == DEFAULT_ACCENT else page.accent,
        )

    def statement_pages(self) -> Iterator[StatementPage]:
        """Yield the accessibility statement in every language of the site."""
        known = self.site.accessibility
        contact = known.contact or self.site.contact
        for language in self.languages.values():
            path = self._localised("accessibility", language)
            page = StatementPage(
                path=path,
                language=language,
                title=visitor_texts(language)["statement"]["title"],
                accent=self.site.accent or DEFAULT_ACCENT,
                editions=self._editions("accessibility", language) if len(self.languages) > 1 else (),
                default=path == "accessibility.html",
                address=self._address(path),
                name=self.site.name.text_for(language),
                contact=_text_link(contact, language) if contact else None,
                date=known.date,
                status=known.status,
                limits=tuple(limit.text_for(language) for limit in known.limits),
                undescribed=sum(map(_undescribed_pictures, self._manifests)),
                enforcement=_text_link(known.enforcement, language) if known.enforcement else None,
            )
            yield self.finish(page)

    def _ordered(self, manifests: Sequence[Manifest]) -> list[Manifest]:
        places = {name: place for place, name in enumerate(self.site.tours)}
        return sorted(manifests, key=lambda built: (places.get(built.site, len(places)), built.site, built.edition))

    @property
    def _base_url(self) -> str:
        return self.site.base_url or next((built.base_url for built in self._manifests if built.base_url), "")

    def _address(self, path: str) -> str:
        return f"{self._base_url}/{path.removesuffix('index.html')}" if self._base_url else ""

    def _localised(self, name: str, language: str) -> str:
        """Return the path of a page of the whole site; the one in the first language has the plain name."""
        tag = str(visitor_texts(language)["tag"])
        return f"{name}.html" if tag == next(iter(self.languages)) else f"{name}.{tag}.html"

    def _editions(self, name: str, current: str) -> tuple[Edition, ...]:
        return tuple(
            Edition(
                language=language,
                href=self._localised(name, language),
                name=native_name(language),
                text_language=language,
                offer=native_name(language),
                current=language == current,
                address=self._address(self._localised(name, language)),
            )
            for language in self.languages.values()
        )

    def _foot(self, language: str) -> Foot:
        contact = (self.site.contact,) if self.site.contact else ()
        links = tuple(_text_link(link, language) for link in (*contact, *self.site.footer))
        return Foot(self._localised("accessibility", language), links)

    def _door(self, language: str) -> FrontDoor:
        contact = self.site.contact
        return FrontDoor(
            name=self.site.name.text_for(language),
            description=self.site.description.text_for(language),
            logo=logo_address(self.site),
            address=self.site.address.text_for(language),
            hours=self.site.hours.text_for(language),
            contact=_text_link(contact, language) if contact else None,
        )


def logo_address(site: SiteConfig) -> str:
    """Return where the logo is published, with a hash of its content; empty where there is none."""
    if site.logo is None:
        return ""
    return f"assets/logo.{hashlib.sha256(logo_content(site)).hexdigest()[:10]}{site.logo.suffix.lower()}"


def logo_content(site: SiteConfig) -> bytes:
    """Return the bytes of the logo. Raises OutputError where it cannot be read."""
    try:
        return site.logo.read_bytes() if site.logo else b""
    except OSError as error:
        raise OutputError(
            _("{file} cannot be read: {reason}.").format(file=site.logo, reason=error.strerror or error),
            hint=_("Correct logo: in site.yaml."),
        ) from error


def _text_link(link: Link, language: str) -> TextLink:
    return TextLink(link.text.text_for(language), link.url)


def _undescribed_pictures(manifest: Manifest) -> int:
    pictures = [picture for stop in manifest.public_stops for picture in stop.all_pictures]
    return sum(1 for picture in pictures if not picture.alt) + bool(manifest.cover and not manifest.cover_alt)
