"""What a proof of a built tour found, for a page: each place with its words, its sound and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import manifest
from ..model import Tour
from ..project import Project

if TYPE_CHECKING:
    from ..proof.findings import Colour, Difference


@dataclass(frozen=True)
class ProofedStop:
    """What was found in a stop, and whether it still holds."""

    stop: str
    colour: Colour
    differences: tuple[Difference, ...]
    faults: tuple[str, ...]
    file: str
    """The sound, relative to the output."""
    is_stale: bool
    """The stop was built again since: the findings may be gone."""


def read_findings(project: Project, tour: Tour) -> tuple[ProofedStop, ...]:
    """The findings of each stop that was proofed, in the order of the tour; none where nothing was."""
    folder = project.output / tour.folder
    built = manifest.read_manifest(folder / manifest.MANIFEST_FILE)
    if built is None or not (folder / "proof").is_dir():
        return ()
    from ..proof.report import REPORT_FILE, read_report  # loads the recogniser's packages: only where there is one

    tracks = {stop.number: stop.track for stop in built.all_stops}
    proofed: dict[str, ProofedStop] = {}
    for path in sorted((folder / "proof").glob(f"**/{REPORT_FILE}"), key=lambda path: path.stat().st_mtime):
        for report in read_report(path):
            if track := tracks.get(report.stop):
                file, is_stale = f"{tour.folder}/{track.file}", report.sha256 != track.sha256
                stop = ProofedStop(report.stop, report.colour, report.differences, report.faults, file, is_stale)
                proofed[report.stop] = stop
    return tuple(proofed[stop.number] for stop in tour.stops if stop.number in proofed)
