"""Proof-listening of built tours or of any recording, with a report for each tour and a comparison with a baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import proof
from ..project import Project
from ..proof import StopReport, baseline, expected, report
from ..proof.expected import ExpectedStop


@dataclass(frozen=True)
class Recording:
    """A recording that no build made, and what it should say."""

    audio: Path
    text: Path
    language: str
    """BCP 47."""


@dataclass(frozen=True)
class ProofRequest:
    """What to listen to."""

    sites: tuple[str, ...] = ()
    """Sites or editions; empty: all that are built."""
    stop: str = ""
    """Only this stop; empty: all of them."""
    recording: Recording | None = None
    """Listen to this instead of built tours."""
    model: Path | None = None
    """Folder of another Whisper model in CTranslate2's format; None: the base model."""


@dataclass(frozen=True)
class ProofResult:
    """What was found."""

    reports: tuple[StopReport, ...]
    pages: tuple[Path, ...]
    """The report pages that were written, one a tour; none for a recording."""

    @property
    def has_errors(self) -> bool:
        """Whether the voice said something else anywhere."""
        return any(report.colour == "red" for report in self.reports)


def proof_tours(
    project: Project,
    request: ProofRequest,
    on_report: Callable[[StopReport], None] = lambda _report: None,
    on_page: Callable[[Path], None] = lambda _path: None,
) -> ProofResult:
    """Listen, and write ``proof/index.html`` and ``report.json`` into the folder of each tour.

    ``on_report`` gets each stop's report at once, ``on_page`` each page once it is written. Raises ConfigError where
    there is nothing to listen to or the recogniser's packages are missing, AudioError for a file that cannot be
    decoded, OutputError for a page that cannot be written.
    """
    groups = _stops_to_hear(project, request)
    listener, voices = proof.open_listener(project, request.model), proof.reference_voices_of(project)
    reports: list[StopReport] = []
    pages: list[Path] = []
    for folder, stops in groups:
        stop_reports = proof.proof_stops(stops, listener, project.cache / "proof", on_report, voices)
        reports += stop_reports
        if folder is not None:
            pages.append(report.write_report(stop_reports, folder))
            on_page(pages[-1])
    return ProofResult(tuple(reports), tuple(pages))


def compare_with_baseline(path: Path, reports: tuple[StopReport, ...], update: bool) -> list[baseline.Change]:
    """Return what became better or worse than the baseline says; ``update``: then write the new state.

    Raises ConfigError for a baseline that is missing or damaged; a missing one is fine with ``update``.
    """
    changes: list[baseline.Change] = []
    if path.is_file() or not update:
        changes = list(baseline.compare_with_baseline(baseline.load_baseline(path), reports))
    if update:
        baseline.save_baseline(path, reports)
    return changes


def _stops_to_hear(project: Project, request: ProofRequest) -> list[tuple[Path | None, tuple[ExpectedStop, ...]]]:
    """Return (folder of the report, stops) for each tour; a recording has no folder."""
    if recording := request.recording:
        return [(None, (expected.expected_recording(project, recording.audio, recording.text, recording.language),))]
    tours = expected.built_tours(project, request.sites, request.stop)
    return [(tour.folder / "proof" / request.stop, tour.stops) for tour in tours]
