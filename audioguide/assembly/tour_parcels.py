"""A whole tour, carried to another machine, made there, and carried back.

A parcel holds all that the sound depends on, its pictures and recordings included, and no path of the sender. What
comes back is one file with the manifest and the tour's files, which a shared store keeps under the parcel's name.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .. import manifest as manifests
from ..errors import ConfigError
from ..i18n import _
from ..model import Lexicon, Manifest, Settings, Tour, Utterance, Voice
from . import synthesis, tracks
from .clip_cache import Cache
from .shared_store import SharedStore, open_store

MANIFEST = "manifest.json"
JOBS = 1
"""Calls to the engine at once: a machine runs a worker for each core."""
TIME_STAMP = (1980, 1, 1, 0, 0, 0)
"""Of every file in a parcel: equal tours give equal bytes."""


@dataclass(frozen=True)
class TourParcel:
    """What a worker needs to make a tour."""

    tour: Tour
    settings: Settings
    cast: Mapping[str, Voice]
    lexicon: Lexicon
    notice: tuple[Utterance, ...]
    """The spoken disclosure, if any."""
    icon: bytes
    """PNG that players show for a tour without a cover."""
    engine: str
    options: str
    """Of the engine, as JSON."""
    media: tuple[tuple[str, bytes], ...]
    """Pictures and recordings: path relative to the script, content."""
    inputs: str
    """SHA-256 over all that the tour depends on."""
    package: str
    """Digest of audioguide on the sender's machine."""
    store: str
    """Address of the shared store; empty: none."""
    is_forced: bool = False
    """Speak all of it again, whatever is stored."""

    @property
    def name(self) -> str:
        """Name in the shared store."""
        return f"tours/{self.inputs[:2]}/{self.inputs}.tour"


@dataclass(frozen=True)
class MadeParcel:
    """What a worker answers."""

    calls: int
    """Calls made to the engine."""
    content: bytes
    """The packed tour; empty where the shared store holds it."""


def pack_media(tour: Tour, names: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """Return the files that a tour names, those that are there."""
    folder = tour.path.parent
    return tuple((name, (folder / name).read_bytes()) for name in dict.fromkeys(names) if (folder / name).is_file())


def make_parcel(parcel: TourParcel, cache_folder: str, package: str) -> MadeParcel:
    """Speak, stitch and encode the tour of a parcel; what a worker runs.

    ``cache_folder``: where this machine keeps its clips; ``package``: digest of audioguide on this machine.
    Raises ConfigError where it has another audioguide than the sender, and what building alone raises.
    """
    if parcel.package != package:
        raise ConfigError(
            _("A worker has another version of audioguide than this machine."),
            hint=_("Install the same version on every machine; a tour must not depend on who makes it."),
        )
    store = open_store(parcel.store)
    if store and not parcel.is_forced and read_parcel(store, parcel) is not None:
        return MadeParcel(0, b"")
    with tempfile.TemporaryDirectory(prefix="audioguide.") as name:
        folder = Path(name)
        for path, content in parcel.media:
            file = folder / "scripts" / path
            if not file.resolve().is_relative_to(folder.resolve()):  # a script may name a picture above its folder
                file = folder / "scripts" / Path(path).name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        tour = replace(parcel.tour, path=folder / "scripts" / parcel.tour.path.name)
        engine = synthesis.load_engine(parcel.engine, parcel.options)
        utterances = synthesis.plan_utterances(tour, parcel.lexicon, parcel.cast, engine)
        cache = Cache(Path(cache_folder), store)
        spoken = synthesis.speak_utterances(
            (*parcel.notice, *utterances), engine, cache, jobs=JOBS, force=parcel.is_forced
        )
        places = {utterance: index for index, utterance in enumerate(spoken.utterances)}
        built = tracks.make_tour_files(
            tour,
            parcel.settings,
            utterances,
            lambda utterance: spoken.load_clip(places[utterance]),
            folder / "made",
            notice=parcel.notice[0] if parcel.notice else None,
            icon=parcel.icon,
        )
        content = _pack_folder(built, folder / "made")
    if store is None:
        return MadeParcel(spoken.calls, content)
    store.write(parcel.name, _sealed(parcel.inputs, content))
    return MadeParcel(spoken.calls, b"")


def read_parcel(store: SharedStore, parcel: TourParcel) -> bytes | None:
    """Return the packed tour from the store; None where it is missing or damaged."""
    stored = store.read(parcel.name)
    if stored is None:
        return None
    seal, _line, content = stored.partition(b"\n")
    return content if seal == _seal(parcel.inputs, content) else None


def unpack_tour(content: bytes, folder: Path) -> Manifest:
    """Write the files of a packed tour below a folder; return their manifest."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        built = manifests.from_json(archive.read(MANIFEST))
        archive.extractall(folder, [name for name in archive.namelist() if name != MANIFEST])
    return built


def _pack_folder(built: Manifest, folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(MANIFEST, TIME_STAMP), manifests.to_json(built))
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), TIME_STAMP), path.read_bytes())
    return packed.getvalue()


def _seal(inputs: str, content: bytes) -> bytes:
    return hashlib.sha256(inputs.encode() + b"\n" + content).hexdigest().encode()


def _sealed(inputs: str, content: bytes) -> bytes:
    return _seal(inputs, content) + b"\n" + content


def engine_options(options: Mapping[str, object]) -> str:
    """Return the options of an engine as they travel."""
    return json.dumps(dict(options), sort_keys=True)
