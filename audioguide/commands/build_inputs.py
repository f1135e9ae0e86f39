"""Digest of everything a tour's files depend on: equal means that there is nothing to do."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from ..engines import Engine
from ..files import file_digest
from ..model import Settings, Tour
from ..project import Project, named_path


def inputs_digest(project: Project, tour: Tour, settings: Settings, engine: Engine, certificate: str = "") -> str:
    """Return the SHA-256 over everything that shapes the files; ``certificate``: digest of the one that signs them."""
    total = hashlib.sha256()
    media = [named_path(tour.path.parent, name) for name in media_names(tour)]
    for path in (tour.path, project.voices, *media):
        total.update(file_digest(path).encode() + b"\0")  # of a recording, hundreds of megabytes
    if tour.plans or tour.points:  # they may come from site.yaml
        total.update(repr((tour.plans, tour.points)).encode())
    if tour.edition:  # or from the script in the site's own language
        placed = [(stop.position, stop.pin, stop.trigger_m) for stop in tour.stops]
        total.update(repr((placed, tour.routes)).encode() if any(map(any, placed)) or tour.routes else b"")
    signature = (certificate,) if certificate else ()
    for text in (engine.fingerprint(), settings.base_url, package_digest(), *signature):
        total.update(text.encode() + b"\0")
    return total.hexdigest()


def media_names(tour: Tour) -> tuple[str, ...]:
    """Return the paths of all pictures, plans and recordings of a tour, relative to its script."""
    shown = (picture.file for stop in tour.stops for picture in stop.pictures)
    recordings = (segment.audio for stop in tour.stops for segment in stop.segments)
    named = [*tour.sounds, *(sound for stop in tour.stops for sound in stop.sounds)]
    sounds = (sound.file for sound in named)
    plans = (plan.file for plan in tour.plans)
    return tuple(name for name in (tour.cover, *shown, *plans, *recordings, *sounds) if name)


@lru_cache
def package_digest() -> str:
    """Return the digest of this package: another version of it may speak or mix things differently."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".tsv", ".txt", ".yaml", ".json", ".npz") and "locale" not in path.parts:
            total.update(path.read_bytes() if path.suffix != ".npz" else str(path.stat().st_size).encode())
    return total.hexdigest()
