"""The last known state of each stop, so that a change shows what became better or worse."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from .. import files
from ..errors import ConfigError
from ..i18n import _
from .findings import StopReport
from .report import error_rate

BASELINE_VERSION = 1
MIN_RATE_CHANGE = 0.5
"""Points by which an error rate has to change to be reported."""
MIN_MOS_CHANGE = 0.15
"""Points of DNSMOS, likewise: two builds of one text differ by less."""


@dataclass(frozen=True)
class StopState:
    """A stop as it was heard."""

    plain: float
    """Errors in a hundred syllables."""
    biased: float
    mos: float | None
    voice: tuple[str, ...]
    """What the voice was blamed for: meant → heard."""


@dataclass(frozen=True)
class Change:
    """Something that became better or worse."""

    stop: str
    kind: Literal["better", "worse"]
    what: str


def load_baseline(path: Path) -> dict[str, StopState]:
    """Stop → its state. Raises ConfigError for a file that is missing or is no baseline."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return {stop: StopState(**{**state, "voice": tuple(state["voice"])}) for stop, state in data["stops"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(
            _("The baseline {file} cannot be used: {reason}.").format(file=path, reason=error),
            hint=_("Write one: audioguide proof --baseline {file} --update-baseline").format(file=path),
        ) from error


def save_baseline(path: Path, reports: Sequence[StopReport]) -> None:
    """Write the state of these stops; what the file knows of others stays."""
    known = load_baseline(path) if path.is_file() else {}
    known |= {report.id: stop_state(report) for report in reports}
    stops = {stop: asdict(known[stop]) for stop in sorted(known)}
    files.write_text(
        path, json.dumps({"schema": BASELINE_VERSION, "stops": stops}, ensure_ascii=False, indent=1) + "\n"
    )


def stop_state(report: StopReport) -> StopState:
    """What is kept of a report."""
    return StopState(
        plain=error_rate(report.errors_plain, report.syllables),
        biased=error_rate(report.errors_biased, report.syllables),
        mos=report.measures.mos,
        voice=tuple(f"{d.expected} → {d.recognised}" for d in report.differences if d.verdict == "voice"),
    )


def compare_with_baseline(known: Mapping[str, StopState], reports: Sequence[StopReport]) -> Iterator[Change]:
    """Stop by stop; a stop the baseline does not know is no change."""
    for report in reports:
        if report.id not in known:
            continue
        old, new = known[report.id], stop_state(report)
        for item in sorted(set(new.voice) - set(old.voice)):
            yield Change(report.id, "worse", item)
        for item in sorted(set(old.voice) - set(new.voice)):
            yield Change(report.id, "better", item)
        if abs(new.biased - old.biased) >= MIN_RATE_CHANGE:
            moved = _("misheard: {old} % → {new} %").format(old=old.biased, new=new.biased)
            yield Change(report.id, "better" if new.biased < old.biased else "worse", moved)
        if old.mos is not None and new.mos is not None and abs(new.mos - old.mos) >= MIN_MOS_CHANGE:
            kind: Literal["better", "worse"] = "better" if new.mos > old.mos else "worse"
            yield Change(report.id, kind, f"DNSMOS {old.mos} → {new.mos}")
