"""What a proof of a built tour found, for a page: each place with its words, its sound and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    proofed: dict[str, ProofedStop] = {}
    reports = sorted((folder / "proof").glob(f"**/{REPORT_FILE}"), key=lambda path: path.stat().st_mtime)
    for path in reports:
        for stop in _read_report(path):
            track = tracks.get(stop.stop)
            if track is not None:
                file = f"{tour.folder}/{track.file}"
                proofed[stop.stop] = replace(stop, file=file, is_stale=stop.sha256 != track.sha256)
    return tuple(proofed[stop.number] for stop in tour.stops if stop.number in proofed)


def _read_report(path: Path) -> tuple[ProofedStop, ...]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Report).stops
    except (OSError, msgspec.MsgspecError):
        return ()
