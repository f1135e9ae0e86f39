"""Digest of everything a tour's files depend on: equal means that there is nothing to do."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from ..engines import Engine
from ..model import Settings, Tour
from ..project import Project


def inputs_digest(project: Project, tour: Tour, settings: Settings, engine: Engine) -> str:
    """Return the SHA-256 over everything that shapes the files."""
    total = hashlib.sha256()
    shown = (picture.file for stop in tour.stops for picture in stop.pictures)
    names = [tour.cover, *shown, *(plan.file for plan in tour.plans)]
    pictures = [tour.path.parent / name for name in names if name]
    recordings = [tour.path.parent / s.audio for stop in tour.stops for s in stop.segments if s.audio]
    named = [*tour.sounds, *(sound for stop in tour.stops for sound in stop.sounds)]
    sounds = [tour.path.parent / sound.file for sound in named if sound.file]
    for path in (tour.path, project.voices, *pictures, *recordings, *sounds):
        total.update(path.read_bytes() if path.is_file() else b"")
        total.update(b"\0")
    if tour.plans or tour.points:  # they may come from site.yaml
        total.update(repr((tour.plans, tour.points)).encode())
    for text in (engine.fingerprint(), settings.base_url, _package_digest()):
        total.update(text.encode() + b"\0")
    return total.hexdigest()


@lru_cache
def _package_digest() -> str:
    """Return the digest of this package: another version of it may speak or mix things differently."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".tsv", ".txt", ".yaml", ".json", ".npz") and "locale" not in path.parts:
            total.update(path.read_bytes() if path.suffix != ".npz" else str(path.stat().st_size).encode())
    return total.hexdigest()
