"""What other programs read: Open Graph, JSON-LD (schema.org), oEmbed (oembed.com), the site map (sitemaps.org)."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from ...authoring.site_config import EMBED_NOBODY, SiteConfig
from ...model import BuiltStop, Manifest, Track
from .filters import iso_duration, json_block
from .views import HomePage, Page, Shared, StopPage, TourPage

FEATURES = ("transcript", "synchronizedAudioText", "displayTransformability")
"""https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary/"""
EMBED_SIZE_PX = (480, 640)
"""Width and height of a page in a frame."""
MAX_DESCRIPTION_CHARACTERS = 200


def tour_metadata(site: SiteConfig, manifest: Manifest, page: TourPage, find: Callable[[str], Path]) -> Shared:
    """Return what others read of the page of a tour."""
    base = _tour_address(manifest)
    data = {
        **_audio(manifest, manifest.tour, base),
        "@id": base or "./",
        "name": manifest.title,
        **_given(description=manifest.description, image=_cover_address(manifest, base)),
        "about": _attraction(site, manifest),
        # no more than this: the visitor waits for it; the page of the stop says the rest
        "hasPart": [
            {"@type": "AudioObject", "url": f"{base}{stop.number}/", "name": stop.title} for stop in manifest.stops
        ],
    }
    description = manifest.description or manifest.title
    properties = _open_graph(site, manifest, page, description, _cover_address(manifest, base), manifest.cover_alt)
    return _shared(site, manifest, page, data, properties, find)


def stop_metadata(
    site: SiteConfig, manifest: Manifest, stop: BuiltStop, page: StopPage, find: Callable[[str], Path]
) -> Shared:
    """Return what others read of the page of a stop."""
    base = _tour_address(manifest)
    picture = f"{base}{quote(stop.image)}" if base and stop.image else _cover_address(manifest, base)
    first = " ".join(cue.text for cue in stop.cues[:2])[:MAX_DESCRIPTION_CHARACTERS]
    data = {
        **_audio(manifest, stop.track, base or "../"),
        "@id": f"{base}{stop.number}/" if base else "./",
        "name": stop.title,
        "position": stop.number,
        **_given(image=picture),
        "isPartOf": {"@type": "AudioObject", "@id": base or "../", "name": manifest.title},
        "about": {"@type": "TouristAttraction", "name": stop.title, **_coordinates(stop)},
    }
    properties = _open_graph(site, manifest, page, first, picture, stop.alt or manifest.cover_alt)
    if base:
        properties += (("og:audio", f"{base}{quote(stop.track.file)}"), ("og:audio:type", "audio/mpeg"))
    return _shared(site, manifest, page, data, properties, find)


def home_metadata(site: SiteConfig, page: HomePage, base_url: str) -> Shared:
    """Return what others read of the front page; nothing where the owner says nothing of the site."""
    door = page.door
    if door is None or not door.name:
        return Shared()
    logo = f"{base_url}/{door.logo}" if base_url and door.logo else ""
    has_picture = bool(logo) and not logo.endswith(".svg")
    data = {
        "@context": "https://schema.org",
        "@type": "TouristAttraction",
        "name": door.name,
        **_given(description=door.description, address=door.address, url=page.address, logo=logo),
        "subjectOf": [
            {
                "@type": "AudioObject",
                "name": card.title,
                "inLanguage": card.language,
                "url": _joined(base_url, card.href),
            }
            for card in page.cards
        ],
    }
    properties = (
        ("og:type", "website"),
        ("og:title", door.name),
        *(("og:description", door.description),) * bool(door.description),
        *(("og:url", page.address),) * bool(page.address),
        *((("og:image", logo), ("og:image:alt", door.name)) if has_picture else ()),
        ("og:site_name", door.name),
        ("og:locale", page.language.replace("-", "_")),
    )
    return Shared(properties, str(json_block(data)), root="" if has_picture else output_address(page))


def _shared(
    site: SiteConfig,
    manifest: Manifest,
    page: TourPage | StopPage,
    data: Mapping[str, object],
    properties: tuple[tuple[str, str], ...],
    find: Callable[[str], Path],
) -> Shared:
    feed = f"{page.tour}feed.xml" if find(f"{manifest.folder}/feed.xml").is_file() else ""
    embed = f"{page.address}oembed.json" if page.address and may_embed(site, page) else ""
    has_picture = any(name == "og:image" for name, _content in properties)
    root = "" if has_picture else output_address(page)
    return Shared(properties, str(json_block({"@context": "https://schema.org", **data})), root, feed, embed)


def output_address(page: Page) -> str:
    """Return the absolute address of the output folder, from that of a page; empty where none is known."""
    own = quote(page.path.removesuffix("index.html"))
    return page.address[: len(page.address) - len(own)]


def may_embed(site: SiteConfig, page: TourPage | StopPage) -> bool:
    """Whether other sites may show the page in a frame."""
    return site.embed != (EMBED_NOBODY,) and not page.draft


def oembed_answer(site: SiteConfig, page: TourPage | StopPage) -> str:
    """Return the answer for sites that turn an address into a frame (oembed.com, 2.3.4.4)."""
    width, height = EMBED_SIZE_PX
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": page.title,
        "provider_name": site.name.text_for(page.language) or page.tour_title,
        "provider_url": output_address(page),
        "width": width,
        "height": height,
        "html": embed_recipe(page),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def embed_recipe(page: TourPage | StopPage) -> str:
    """Return the frame that another site puts into its page: no script."""
    width, height = EMBED_SIZE_PX
    return (
        f'<iframe src="{html.escape(page.address)}?embed" title="{html.escape(page.title)}" width="{width}" '
        f'height="{height}" loading="lazy" allow="autoplay; encrypted-media" style="border:0;max-width:100%"></iframe>'
    )


def sitemap(pages: Sequence[Page]) -> str:
    """Return the map of all pages with an address, each with its other languages (sitemaps.org, hreflang of Google)."""
    entries: list[str] = []
    for page in pages:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(edition.language)}" href="{escape(edition.address)}"/>'
            for edition in page.editions
            if edition.address and len(page.editions) > 1
        )
        entries.append(f"<url><loc>{escape(page.address)}</loc>{others}</url>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "".join(entries)
        + "</urlset>\n"
    )


def _open_graph(
    site: SiteConfig, manifest: Manifest, page: TourPage | StopPage, description: str, picture: str, alt: str
) -> tuple[tuple[str, str], ...]:
    """Return the properties of https://ogp.me; a picture needs an absolute address."""

    def properties() -> Iterator[tuple[str, str]]:
        yield "og:type", "website"
        yield "og:title", page.title
        yield "og:description", " ".join(description.split())[:MAX_DESCRIPTION_CHARACTERS]
        yield "og:locale", manifest.language.replace("-", "_")
        yield "og:site_name", site.name.text_for(manifest.language) or manifest.title
        if page.address:
            yield "og:url", page.address
        if page.address and picture:
            yield "og:image", picture
            yield "og:image:alt", alt or page.title

    return tuple((name, content) for name, content in properties() if content)


def _audio(manifest: Manifest, track: Track, base: str) -> dict[str, object]:
    return {
        "@type": "AudioObject",
        "inLanguage": manifest.language,
        "duration": iso_duration(track.duration),
        "contentUrl": f"{base}{quote(track.file)}",
        "encodingFormat": "audio/mpeg",
        "contentSize": str(track.bytes),
        "accessMode": ["auditory", "textual"],
        "accessibilityFeature": list(FEATURES),
    }


def _attraction(site: SiteConfig, manifest: Manifest) -> dict[str, object]:
    first = next((stop for stop in manifest.stops if stop.position), None)
    address = site.address.text_for(manifest.language)
    return {
        "@type": "TouristAttraction",
        "name": site.name.text_for(manifest.language) or manifest.title,
        **_given(address=address),
        **(_coordinates(first) if first else {}),
    }


def _coordinates(stop: BuiltStop) -> dict[str, object]:
    if stop.position is None:
        return {}
    return {"geo": {"@type": "GeoCoordinates", "latitude": stop.position.lat, "longitude": stop.position.lon}}


def _tour_address(manifest: Manifest) -> str:
    return f"{manifest.base_url}/{quote(manifest.folder)}/" if manifest.base_url else ""


def _cover_address(manifest: Manifest, base: str) -> str:
    return f"{base}{quote(manifest.cover)}" if base and manifest.cover else ""


def _joined(base_url: str, href: str) -> str:
    return f"{base_url}/{href.removesuffix('index.html')}" if base_url else href


def _given(**fields: str) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text}
