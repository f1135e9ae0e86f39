"""M4B: the tour as an audio book with chapters, for players in cars, libraries and on phones."""

from __future__ import annotations

import hashlib
import json
from functools import cache, partial
from typing import ClassVar

from ..assembly.disclosure import aigc_label, effective_labelling
from ..assembly.publishing import Destination
from ..assembly.signing import certificate_digest, load_credentials, sign_book
from ..audio.credentials import Credentials
from ..audio.m4b import write_m4b
from ..authoring.site_config import Signing
from ..model import Manifest, Settings
from . import BuiltTours, Need, Output
from .credits import credit_lines

M4B_FORM_VERSION = "4"
"""Raised when what is written changes."""


class M4bOutput(Output):
    """One ``<tour>.m4b`` beside the tour's MP3, made from it: nothing is spoken or levelled again."""

    name: ClassVar[str] = "m4b"
    needs: ClassVar[frozenset[Need]] = frozenset({"audio", "settings"})
    enabled_by_default: ClassVar[bool] = False

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Write the file of every tour; an unchanged tour is not encoded again. Raises AudioError, OutputError."""
        credentials = cache(partial(load_credentials, tours.site.signing))
        for manifest in tours.manifests:
            settings = tours.settings_for(manifest)
            path = f"{manifest.folder}/{manifest.id}.m4b"
            signing = tours.site.signing if manifest.synthetic else None
            digest = _book_digest(manifest, settings, signing)
            if not destination.keep(path, digest):
                _write_tour(manifest, settings, destination, path, digest, credentials())


def _write_tour(
    manifest: Manifest,
    settings: Settings,
    destination: Destination,
    path: str,
    digest: str,
    credentials: Credentials | None,
) -> None:
    cover = manifest.cover or next((stop.image for stop in manifest.stops if stop.image), "")
    with destination.open_file(path, digest) as target:
        write_m4b(
            destination.find(f"{manifest.folder}/{manifest.tour.file}"),
            target,
            duration=manifest.tour.duration,
            tags=_tags(manifest, settings),
            chapters=manifest.chapters,
            cover=destination.find(f"{manifest.folder}/{cover}") if cover else None,
            bit_rate=settings.bit_rate,
            free_form=_free_form(manifest, settings),
        )
        sign_book(manifest, target, credentials)


def _tags(manifest: Manifest, settings: Settings) -> dict[str, str]:
    producer = effective_labelling(settings, manifest.language).producer
    return {
        "title": manifest.title,
        "album": manifest.title,
        "artist": producer,
        "genre": "Audiobook",
        "comment": "\n".join(
            line for line in (manifest.description, *credit_lines(manifest.stops, manifest.language)) if line
        ),
    }


def _free_form(manifest: Manifest, settings: Settings) -> dict[str, str]:
    labelling = effective_labelling(settings, manifest.language)
    if not (labelling.tag and manifest.synthetic):
        return {}
    return {"AIGC": aigc_label(labelling.producer, manifest.tour.sha256)}


def _book_digest(manifest: Manifest, settings: Settings, signing: Signing | None) -> str:
    """Return the SHA-256 of all that the file is made from."""
    pictures = [manifest.cover, *(stop.image for stop in manifest.stops)]
    parts = [
        M4B_FORM_VERSION,
        manifest.tour.sha256,
        manifest.title,
        manifest.description,
        [[chapter.number, chapter.title, chapter.start, chapter.end] for chapter in manifest.chapters],
        pictures,
        settings.bit_rate,
        _free_form(manifest, settings),
        _tags(manifest, settings),
        *([certificate_digest(signing)] if signing else []),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
