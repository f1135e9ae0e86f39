"""What a proof of a built tour found, for a page: each place with its words, its sound and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from .. import manifest
from ..model import Tour
from ..project import Project

REPORT_FILE = "report.json"


@dataclass(frozen=True)
class Finding:
    """A place where something else was recognised than was asked for."""

    start: int
    """Milliseconds in the stop's sound."""
    end: int
    written: str
    """The sentence as written."""
    expected: str
    recognised: str
    verdict: str
    """``voice``: the voice said something else; ``unsure``; ``recogniser``: its own mistake."""
    reason: str
    lexicon: str = ""
    """The line of a lexicon that decides the word's reading."""


@dataclass(frozen=True)
class ProofedStop:
    """What was found in a stop."""

    stop: str
    colour: str
    """``red``, ``amber`` or ``green``."""
    sha256: str
    """Of the sound that was listened to."""
    differences: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()
    file: str = ""
    """The sound, relative to the output."""
    is_stale: bool = False
    """The stop was built again since: the findings may be gone."""


@dataclass(frozen=True)
class _Report:
    stops: tuple[ProofedStop, ...]


def read_findings(project: Project, tour: Tour) -> tuple[ProofedStop, ...]:
    """The findings of each stop that was proofed, in the order of the tour; none where nothing was."""
    folder = project.output / tour.folder
    built = manifest.read_manifest(folder / manifest.MANIFEST_FILE)
    if built is None:
        return ()
    tracks = {stop.number: stop.track for stop in built.all_stops}
    found: dict[str, ProofedStop] = {}
    reports = sorted((folder / "proof").glob(f"**/{REPORT_FILE}"), key=lambda path: path.stat().st_mtime)
    for path in reports:
        for stop in _read_report(path):
            track = tracks.get(stop.stop)
            if track is not None:
                file = f"{tour.folder}/{track.file}"
                found[stop.stop] = _placed(stop, file, track.sha256)
    return tuple(found[stop.number] for stop in tour.stops if stop.number in found)


def _placed(stop: ProofedStop, file: str, sha256: str) -> ProofedStop:
    return ProofedStop(stop.stop, stop.colour, stop.sha256, stop.differences, stop.faults, file, stop.sha256 != sha256)


def _read_report(path: Path) -> tuple[ProofedStop, ...]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Report).stops
    except (OSError, msgspec.MsgspecError):
        return ()
