"""What was heard, as an HTML page to listen by and as JSON for machines."""

from __future__ import annotations

import dataclasses
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from .. import files
from ..i18n import _
from ..web.report_page import render_report
from .findings import Difference, StopReport, TimedSentence

PROOF_TEMPLATES = Path(__file__).parent / "templates"
REPORT_FILE = "report.json"
REPORT_VERSION: Literal[1] = 1
"""Version of ``report.json``."""


def write_report(reports: Sequence[StopReport], folder: Path) -> Path:
    """Write ``index.html`` and ``report.json``; the page's path. Raises OutputError."""
    files.write_text(folder / REPORT_FILE, report_json(reports))
    page = folder / "index.html"
    files.write_text(page, report_html(reports, folder))
    return page


def read_report(path: Path) -> tuple[StopReport, ...]:
    """The stops of a ``report.json``; none where it cannot be read or is of another version."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Report).stops
    except (OSError, msgspec.MsgspecError):
        return ()


@dataclasses.dataclass(frozen=True)
class _Report:
    """What others need of a ``report.json``."""

    schema: Literal[1]
    stops: tuple[StopReport, ...]


def report_json(reports: Sequence[StopReport]) -> str:
    """One object: the rates over all stops, and each stop with all that was found."""
    syllables = sum(report.syllables for report in reports)
    data = {
        "schema": REPORT_VERSION,
        "stops": [dataclasses.asdict(report) | {"colour": report.colour} for report in reports],
        "syllables": syllables,
        "error_rate_plain": error_rate(sum(report.errors_plain for report in reports), syllables),
        "error_rate_biased": error_rate(sum(report.errors_biased for report in reports), syllables),
        "verdicts": dict(Counter(d.verdict for report in reports for d in report.differences)),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def error_rate(errors: int, syllables: int) -> float:
    """Errors in a hundred syllables."""
    return round(100 * errors / syllables, 2) if syllables else 0.0


# ---------------------------------------------------------------- HTML


def report_html(reports: Sequence[StopReport], folder: Path) -> str:
    """Return the page; audio is linked relative to ``folder``."""
    colours = Counter(report.colour for report in reports)
    return render_report(
        PROOF_TEMPLATES,
        "proof",
        title=_("What was heard"),
        summary=[
            ("red", _("{count} to fix").format(count=colours["red"])),
            ("amber", _("{count} to listen to").format(count=colours["amber"])),
            ("green", _("{count} OK").format(count=colours["green"])),
        ],
        stops=[_stop_view(report, folder) for report in reports],
    )


def _stop_view(report: StopReport, folder: Path) -> dict[str, Any]:
    groups = [
        (_("The voice"), "voice", True),
        (_("Unsure"), "unsure", True),
        (_("The recogniser's own mistakes"), "recogniser", False),
    ]
    return {
        "report": report,
        "heading": " · ".join(part for part in (report.tour, report.stop, report.title) if part),
        "measures": measures_line(report),
        "faults": [*report.faults, *([_("The script was changed since this was built.")] if report.stale else [])],
        "audio": quote(Path(os.path.relpath(Path(report.file).resolve(), folder.resolve())).as_posix()),
        "groups": [
            group
            for name, verdict, is_open in groups
            if (group := _group_view(name, [d for d in report.differences if d.verdict == verdict], is_open, report))
        ],
    }


def _group_view(
    name: str, differences: Sequence[Difference], is_open: bool, report: StopReport
) -> dict[str, Any] | None:
    if not differences:
        return None
    items = [_item_view(difference, report.sentences[difference.sentence]) for difference in differences]
    return {"title": f"{name} ({len(items)})", "is_open": is_open, "findings": items}


def _item_view(difference: Difference, sentence_time: TimedSentence) -> dict[str, Any]:
    before, marked, after = difference.written.partition(difference.expected or "\0")
    return {
        "difference": difference,
        "start": sentence_time.start,
        "end": sentence_time.end,
        "before": before,
        "marked": marked,
        "after": after,
        "place": " · ".join(filter(None, (format_time(difference.start), expected_and_recognised(difference)))),
    }


def measures_line(report: StopReport) -> str:
    """The stop's measures in a line."""
    measures = report.measures
    parts = [
        _("{plain} % and {biased} % of syllables misheard").format(
            plain=error_rate(report.errors_plain, report.syllables),
            biased=error_rate(report.errors_biased, report.syllables),
        ),
        _("{pace} a minute").format(pace=round(measures.pace)),
        f"{measures.loudness} LUFS",
        f"{measures.true_peak} dBTP",
        _("longest silence {seconds} s").format(seconds=measures.longest_silence / 1000),
    ]
    if measures.mos is not None:
        parts.append(f"DNSMOS {measures.mos}")
    return " · ".join(parts)


def expected_and_recognised(difference: Difference) -> str:
    """What was meant and what was heard; empty where the whole sentence is in question."""
    if not difference.expected and not difference.recognised:
        return ""
    return _("expected “{expected}”, recognised “{recognised}”").format(
        expected=difference.expected or "—", recognised=difference.recognised or "—"
    )


def format_time(milliseconds: int) -> str:
    """``1:05.3``."""
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"
