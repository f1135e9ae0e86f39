"""What ``site.yaml`` means: name, address, order of tours, footer, outputs, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..i18n.language_tags import matching_values
from ..model import Manifest

EMBED_NOBODY, EMBED_ANYBODY = "none", "any"


@dataclass(frozen=True)
class Words:
    """A text in one or several languages."""

    by_language: Mapping[str, str] = field(default_factory=dict)
    """Language tag → text; ``""``: for any language."""

    def __bool__(self) -> bool:
        return bool(self.by_language)

    def text_for(self, language: str) -> str:
        """Return the text in a language, else in any; empty where there is none."""
        close = matching_values({tag: text for tag, text in self.by_language.items() if tag}, language)
        return next(iter([*close, *self.by_language.values()]), "")


@dataclass(frozen=True)
class Link:
    """A text that may lead somewhere."""

    text: Words
    url: str = ""


@dataclass(frozen=True)
class PublishTarget:
    """Where to publish."""

    address: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signing:
    """With what the owner signs the files (C2PA)."""

    certificate: Path
    """PEM file with the certificate and those that vouch for it, the owner's first. Absolute."""
    key: Path | None = None
    """PEM file with the private key. Absolute; None: the environment holds it."""
    timestamp: str = ""
    """Address of a service that vouches for the time (RFC 3161); empty: none does."""


@dataclass(frozen=True)
class Accessibility:
    """What the owner adds to the statement."""

    contact: Link | None = None
    """Who takes feedback; None: the site's contact."""
    date: str = ""
    """When the statement was prepared, ``YYYY-MM-DD``."""
    status: str = ""
    """full, partial or none; empty: not assessed."""
    limits: tuple[Words, ...] = ()
    """Known limits."""
    enforcement: Link | None = None
    """Whom visitors may turn to when the answer does not help."""


OSM_CREDIT = Link(Words({"": "© OpenStreetMap contributors"}), "https://www.openstreetmap.org/copyright")
"""Of a map that does not say whose it is (https://osmfoundation.org/wiki/Licence/Attribution_Guidelines)."""


@dataclass(frozen=True)
class TileMap:
    """A real map below the pins, which visitors get besides the owner's plans."""

    file: Path
    """A ``.pmtiles`` file with pictures as tiles; absolute."""
    address: str
    """Where it is published, relative to the output folder."""
    title: Words = Words()
    """What its tab says; empty: “Map”."""
    credit: Link | None = None
    """Whose map it is; None: as the file says, else OpenStreetMap's."""


@dataclass(frozen=True)
class SiteConfig:
    """``site.yaml``; every field has the meaning that its schema describes."""

    name: Words = Words()
    description: Words = Words()
    address: Words = Words()
    hours: Words = Words()
    contact: Link | None = None
    logo: Path | None = None
    """Absolute."""
    accent: str = ""
    base_url: str = ""
    """Without a trailing slash."""
    tours: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    closed: Mapping[str, Words] = field(default_factory=dict)
    """Site → why it is closed."""
    outputs: tuple[str, ...] | None = None
    """None: those that are enabled by default."""
    footer: tuple[Link, ...] = ()
    """ICP number, imprint, privacy, other lines."""
    accessibility: Accessibility = Accessibility()
    embed: tuple[str, ...] = (EMBED_NOBODY,)
    """``none``, ``any``, or the origins of pages that may show ours in a frame."""
    publish: Mapping[str, PublishTarget] = field(default_factory=dict)
    map: TileMap | None = None
    """None: no map, links to map applications only."""
    signing: Signing | None = None
    """None: nothing is signed."""

    @property
    def is_front_door(self) -> bool:
        """Whether the file says anything that the front page shows."""
        return bool(self.name or self.description or self.address or self.hours or self.contact or self.logo)

    @property
    def frame_ancestors(self) -> str:
        """Who may show the pages in a frame, as a Content Security Policy has it."""
        if self.embed == (EMBED_NOBODY,):
            return "'none'"
        return "*" if self.embed == (EMBED_ANYBODY,) else " ".join(("'self'", *self.embed))


NO_SITE = SiteConfig()
"""Of a project without the file."""


def order_sites(site: SiteConfig, names: Sequence[str]) -> list[str]:
    """Return the sites in the order of the front page, those not named in it last."""
    listed = [name for name in site.tours if name in names]
    return list(dict.fromkeys([*listed, *names]))


def apply_states(site: SiteConfig, manifests: Sequence[Manifest]) -> tuple[Manifest, ...]:
    """Return the tours as drafts, hidden or closed where the site says so."""
    return tuple(
        replace(
            manifest,
            draft=manifest.draft or manifest.site in site.drafts,
            hidden=manifest.hidden or manifest.site in site.hidden,
            closed=manifest.closed or site.closed.get(manifest.site, Words()).text_for(manifest.language),
        )
        for manifest in manifests
    )
