"""Podcast feeds: every tour as a serial of its stops, and all tours of a site's owner in one channel.

``<folder>/feed.xml`` has an episode a stop, in the tour's order; ``feed.xml`` beside the tours has an episode a tour,
with its chapters. RSS 2.0 (https://www.rssboard.org/rss-specification), Apple's elements
(https://podcasters.apple.com/support/823-podcast-requirements) and Podcasting 2.0
(https://github.com/Podcastindex-org/podcast-namespace).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote
from xml.etree import ElementTree as ET

from ..assembly.disclosure import effective_labelling
from ..assembly.publishing import Destination
from ..authoring.places import decimal_degrees
from ..errors import ConfigError
from ..i18n import _
from ..model import BuiltStop, Manifest, Position, Track
from . import BuiltTours, Need, Output
from .colour import DEFAULT_ACCENT, derive_palettes
from .credits import credit_lines
from .icons import draw_png
from .visitor_texts import visitor_texts

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
COVER_PX = 1400
"""Side of a feed's picture: Apple asks for 1,400 to 3,000 pixels, square."""
MAX_LOCATION_CHARS = 128
"""Of the name in ``podcast:location``, by its specification."""
FEED_FORM_VERSION = "3"
"""Raised when what is written changes."""


class FeedOutput(Output):
    """``feed.xml`` for each tour and for all of them."""

    name: ClassVar[str] = "feed"
    needs: ClassVar[frozenset[Need]] = frozenset({"audio", "settings"})
    enabled_by_default: ClassVar[bool] = False

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Write the feeds, chapters and pictures.

        Raises ConfigError where no base URL is known: a feed's addresses are absolute.
        """
        published = [manifest for manifest in tours.manifests if manifest.base_url]
        if tours.manifests and not published:
            raise ConfigError(
                _("The feed needs the address where output/ is published."),
                hint=_("Set base_url in voices.yaml, for example https://guide.example.org"),
            )
        for manifest in published:
            _write_tour_feed(manifest, tours, destination)
        if listed := [manifest for manifest in published if not manifest.hidden]:
            _write_common_feed(listed, tours, destination)


@dataclass(frozen=True)
class _Episode:
    guid: str
    title: str
    description: str
    link: str
    track: Track
    """``file`` is relative to the output folder here."""
    published_at: float
    """Seconds since 1970."""
    captions: str
    language: str
    number: int
    chapters: str = ""
    """Address of the chapters, absolute; empty: none."""
    position: Position | None = None
    """Where the stop is, or the tour's first stop that has a place."""
    place_name: str = ""
    """What is at that position."""


def _write_tour_feed(manifest: Manifest, tours: BuiltTours, destination: Destination) -> None:
    producer = effective_labelling(tours.settings_for(manifest), manifest.language).producer
    picture = _write_picture([manifest], f"{manifest.folder}/feed.png", destination)
    path = f"{manifest.folder}/feed.xml"
    digest = _feed_digest([manifest], producer, picture)
    if destination.keep(path, digest):
        return
    first_at = min((_file_time(manifest, s.track, destination) for s in manifest.stops), default=0) - len(
        manifest.stops
    )
    episodes = [_stop_episode(manifest, stop, index, first_at + index) for index, stop in enumerate(manifest.stops, 1)]
    document = _channel(manifest, manifest.title, producer, f"{manifest.folder}/", picture, path, episodes)
    destination.write_bytes(path, document, digest)


def _write_common_feed(manifests: Sequence[Manifest], tours: BuiltTours, destination: Destination) -> None:
    first = manifests[0]
    producer = effective_labelling(tours.settings_for(first), first.language).producer
    picture = _write_picture(manifests, "feed.png", destination)
    for manifest in manifests:
        path = f"{manifest.folder}/chapters.json"
        destination.write_text(path, _chapters_json(manifest))
    digest = _feed_digest(manifests, producer, picture)
    if destination.keep("feed.xml", digest):
        return
    episodes = [_tour_episode(manifest, index, destination) for index, manifest in enumerate(manifests, 1)]
    title = producer or visitor_texts(first.language)["tours"]
    destination.write_bytes("feed.xml", _channel(first, title, producer, "", picture, "feed.xml", episodes), digest)


def _stop_episode(manifest: Manifest, stop: BuiltStop, index: int, published_at: float) -> _Episode:
    """Return the episode of a stop. Each is a second younger than the one before: many players sort by that alone."""
    page = f"{manifest.base_url}/{manifest.folder}/{stop.number}/"
    return _Episode(
        guid=page,
        title=f"{stop.number} {stop.title}",
        description=_described(" ".join(cue.text for cue in stop.cues[:3]), manifest, [stop], stop.synthetic),
        link=page,
        track=_located(manifest, stop.track),
        published_at=published_at,
        captions=_absolute(manifest, f"{manifest.folder}/{stop.captions}"),
        language=manifest.language,
        number=index,
        position=stop.position,
        place_name=stop.title,
    )


def _tour_episode(manifest: Manifest, index: int, destination: Destination) -> _Episode:
    page = f"{manifest.base_url}/{manifest.folder}/"
    return _Episode(
        guid=page,
        title=manifest.title,
        description=_described(
            manifest.description or "\n".join(f"{stop.number} {stop.title}" for stop in manifest.stops),
            manifest,
            manifest.stops,
        ),
        link=page,
        track=_located(manifest, manifest.tour),
        published_at=_file_time(manifest, manifest.tour, destination),
        captions=_absolute(manifest, f"{manifest.folder}/{manifest.captions}"),
        language=manifest.language,
        number=index,
        chapters=_absolute(manifest, f"{manifest.folder}/chapters.json"),
        position=next((stop.position for stop in manifest.stops if stop.position), None),
        place_name=manifest.title,
    )


def _described(description: str, manifest: Manifest, stops: Sequence[BuiltStop], synthetic: bool = True) -> str:
    """Return a description with the credits of the stops, and the mark of synthetic speech where the tour bears it."""
    lines = [description, *credit_lines(stops, manifest.language)]
    if manifest.marked and manifest.synthetic and synthetic:
        texts = visitor_texts(manifest.language)
        lines.append(f"{texts['mark']['letters']} · {texts['synthetic']}")
    return "\n".join(lines)


def _located(manifest: Manifest, track: Track) -> Track:
    return replace(track, file=f"{manifest.folder}/{track.file}")


def _file_time(manifest: Manifest, track: Track, destination: Destination) -> float:
    """Return when the sound was made: an unchanged one stays the same episode."""
    return destination.find(f"{manifest.folder}/{track.file}").stat().st_mtime


def _absolute(manifest: Manifest, path: str) -> str:
    return f"{manifest.base_url}/{quote(path)}"


# ---------------------------------------------------------------- RSS


def _channel(
    manifest: Manifest,
    title: str,
    producer: str,
    page: str,
    picture: str,
    path: str,
    episodes: Sequence[_Episode],
) -> bytes:
    for prefix, namespace in (("itunes", ITUNES), ("podcast", PODCAST), ("atom", ATOM)):
        ET.register_namespace(prefix, namespace)
    texts = visitor_texts(manifest.language)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add_text(channel, "title", title)
    _add_text(channel, "link", f"{manifest.base_url}/{page}")
    _add_text(channel, "description", _channel_description(manifest, texts["synthetic"] if manifest.synthetic else ""))
    _add_text(channel, "language", manifest.language.lower())
    ET.SubElement(
        channel,
        f"{{{ATOM}}}link",
        href=_absolute(manifest, path),
        rel="self",
        type="application/rss+xml",
    )
    _add_text(channel, f"{{{ITUNES}}}author", producer or title)
    _add_text(channel, f"{{{ITUNES}}}type", "serial")
    _add_text(channel, f"{{{ITUNES}}}explicit", "false")
    category = ET.SubElement(channel, f"{{{ITUNES}}}category", text="Society & Culture")
    ET.SubElement(category, f"{{{ITUNES}}}category", text="Places & Travel")
    ET.SubElement(channel, f"{{{ITUNES}}}image", href=_absolute(manifest, picture))
    for episode in episodes:
        _add_item(channel, manifest, episode)
    ET.indent(root)
    buffer = io.BytesIO()
    ET.ElementTree(root).write(buffer, encoding="utf-8", xml_declaration=True)
    return buffer.getvalue() + b"\n"


def _channel_description(manifest: Manifest, synthetic: str) -> str:
    return " ".join(part for part in (manifest.description or manifest.title, synthetic) if part)


def _add_item(channel: ET.Element, manifest: Manifest, episode: _Episode) -> None:
    item = ET.SubElement(channel, "item")
    _add_text(item, "title", episode.title)
    _add_text(item, "description", episode.description)
    _add_text(item, "link", episode.link)
    ET.SubElement(item, "guid", isPermaLink="true").text = _printable(episode.guid)
    _add_text(item, "pubDate", formatdate(episode.published_at))
    ET.SubElement(
        item,
        "enclosure",
        url=_absolute(manifest, episode.track.file),
        length=str(episode.track.bytes),
        type="audio/mpeg",
    )
    _add_text(item, f"{{{ITUNES}}}duration", str(round(episode.track.duration / 1000)))
    _add_text(item, f"{{{ITUNES}}}episode", str(episode.number))
    _add_text(item, f"{{{ITUNES}}}episodeType", "full")
    _add_text(item, f"{{{ITUNES}}}explicit", "false")
    ET.SubElement(item, f"{{{PODCAST}}}transcript", url=episode.captions, type="text/vtt", language=episode.language)
    if episode.chapters:
        ET.SubElement(item, f"{{{PODCAST}}}chapters", url=episode.chapters, type="application/json+chapters")
    if episode.position:
        _add_location(item, episode.position, episode.place_name)


def _add_location(item: ET.Element, position: Position, name: str) -> None:
    """Add ``podcast:location``: what the episode is about, as a geo URI (RFC 5870) and a name."""
    geo = f"geo:{decimal_degrees(position.lat)},{decimal_degrees(position.lon)}"
    location = ET.SubElement(item, f"{{{PODCAST}}}location", rel="subject", geo=geo)
    location.text = _printable(name)[:MAX_LOCATION_CHARS]


def _add_text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _printable(text)


def _printable(text: str) -> str:
    """Return the text without the control characters that XML 1.0 forbids."""
    return "".join(character for character in text if character in "\t\n" or ord(character) >= 0x20)


def _chapters_json(manifest: Manifest) -> str:
    """Return the chapters (https://github.com/Podcastindex-org/podcast-namespace, JSON chapters 1.2)."""
    chapters = [
        {
            "startTime": chapter.start / 1000,
            "endTime": chapter.end / 1000,
            "title": f"{chapter.number} {chapter.title}",
            "url": f"{manifest.base_url}/{manifest.folder}/{chapter.number}/",
        }
        for chapter in manifest.chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False, indent=1) + "\n"


# ---------------------------------------------------------------- picture


def _write_picture(manifests: Sequence[Manifest], path: str, destination: Destination) -> str:
    """Write the channel's square picture: the first cover there is, cut to a square, else the site's own icon."""
    covered = next((manifest for manifest in manifests if manifest.cover), None)
    source = destination.find(f"{covered.folder}/{covered.cover}") if covered else None
    accent = manifests[0].accent
    digest = hashlib.sha256((source.read_bytes() if source else b"") + f"{accent}{COVER_PX}".encode()).hexdigest()
    if not destination.keep(path, digest):
        destination.write_bytes(path, _square_png(source) if source else _icon_png(accent), digest)
    return path


@lru_cache(maxsize=4)
def _icon_png(accent: str) -> bytes:
    """Return the icon in an accent colour, which the tours of an owner mostly share."""
    palette = derive_palettes(accent or DEFAULT_ACCENT)["light"]
    return draw_png(palette.accent, palette.on_accent, COVER_PX)


def _square_png(source: Path) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(source) as picture:
        square = ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGB"), (COVER_PX, COVER_PX))
    buffer = io.BytesIO()
    square.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _feed_digest(manifests: Sequence[Manifest], producer: str, picture: str) -> str:
    return hashlib.sha256(json.dumps(list(_made_from(manifests, producer, picture))).encode()).hexdigest()


def _made_from(manifests: Sequence[Manifest], producer: str, picture: str) -> Iterator[object]:
    yield FEED_FORM_VERSION
    yield producer
    yield picture
    for manifest in manifests:
        yield [
            manifest.base_url,
            manifest.title,
            manifest.description,
            manifest.language,
            manifest.synthetic,
            manifest.marked,
        ]
        yield manifest.tour.sha256
        for stop in manifest.stops:
            yield [stop.number, stop.title, stop.track.sha256, [cue.text for cue in stop.cues[:3]], stop.synthetic]
            yield credit_lines([stop], manifest.language)
            if stop.position:
                yield [stop.position.lat, stop.position.lon]
