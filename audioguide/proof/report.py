"""What was heard, as an HTML page to listen by and as JSON for machines."""

from __future__ import annotations

import dataclasses
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from .. import files
from ..i18n import _, message_language
from .findings import Difference, StopReport, TimedSentence

ASSETS = ("proof.css", "proof.js")
SCHEMA = 1
"""Version of ``report.json``."""


def write_report(reports: Sequence[StopReport], folder: Path) -> Path:
    """Write ``index.html``, what it needs, and ``report.json``; the page's path. Raises OutputError."""
    for name in ASSETS:
        files.write_bytes(folder / name, (Path(__file__).parent / "assets" / name).read_bytes())
    files.write_text(folder / "report.json", as_json(reports))
    page = folder / "index.html"
    files.write_text(page, report_html(reports, folder))
    return page


def as_json(reports: Sequence[StopReport]) -> str:
    """One object: the rates over all stops, and each stop with all that was found."""
    syllables = sum(report.syllables for report in reports)
    data = {
        "schema": SCHEMA,
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
    """The page; audio is linked relative to ``folder``, and everything comes from there."""
    title = escape(_("What was heard"))
    colours = Counter(report.colour for report in reports)
    words = {
        "red": _("{count} to fix").format(count=colours["red"]),
        "amber": _("{count} to listen to").format(count=colours["amber"]),
        "green": _("{count} OK").format(count=colours["green"]),
    }
    summary = "".join(f'<li class="{colour}">{escape(word)}</li>' for colour, word in words.items())
    return f"""<!doctype html>
<html lang="{escape(message_language())}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'self'; script-src 'self'; media-src 'self'">
<title>{title}</title>
<link rel="stylesheet" href="proof.css">
<script src="proof.js" defer></script>
</head>
<body data-copied="{escape(_("Copied"))}">
<main>
<h1>{title}</h1>
<ul class="summary">{summary}</ul>
{"".join(_stop_html(report, folder) for report in reports)}</main>
</body>
</html>
"""


def _stop_html(report: StopReport, folder: Path) -> str:
    audio = quote(Path(os.path.relpath(Path(report.file).resolve(), folder.resolve())).as_posix())
    heading = " · ".join(part for part in (report.tour, report.stop, report.title) if part)
    faults = [*report.faults, *([_("The script was changed since this was built.")] if report.stale else [])]
    groups = [
        (_("The voice"), [d for d in report.differences if d.verdict == "voice"], True),
        (_("Unsure"), [d for d in report.differences if d.verdict == "unsure"], True),
        (_("The recogniser's own mistakes"), [d for d in report.differences if d.verdict == "recogniser"], False),
    ]
    return (
        f'<section class="{report.colour}" lang="{escape(report.language)}">\n<h2>{escape(heading)}</h2>\n'
        f'<p class="figures" lang="{escape(message_language())}">{escape(measures_line(report))}</p>\n'
        + "".join(f'<p class="fault" lang="{escape(message_language())}">{escape(fault)}</p>\n' for fault in faults)
        + f'<audio controls preload="none" src="{escape(audio)}" aria-label="{escape(heading)}"></audio>\n'
        + "".join(
            _group_html(name, differences, shown, report.sentences)
            for name, differences, shown in groups
            if differences
        )
        + "</section>\n"
    )


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


def _group_html(name: str, differences: Iterable[Difference], shown: bool, sentences: Sequence[TimedSentence]) -> str:
    items = list(differences)
    title = f"{escape(name)} ({len(items)})"
    body = (
        "<ul>\n" + "".join(_item_html(difference, sentences[difference.sentence]) for difference in items) + "</ul>\n"
    )
    if shown:
        return f"<h3>{title}</h3>\n{body}"
    return f"<details><summary>{title}</summary>\n{body}</details>\n"


def _item_html(difference: Difference, sentence_time: TimedSentence) -> str:
    sentence = escape(difference.written)
    if difference.expected and escape(difference.expected) in sentence:
        sentence = sentence.replace(escape(difference.expected), f"<mark>{escape(difference.expected)}</mark>", 1)
    play = (
        f'<button type="button" class="play" data-start="{sentence_time.start}" data-end="{sentence_time.end}">'
        f"{escape(_('Play'))}</button>"
    )
    copy = (
        f'<button type="button" class="copy" data-line="{escape(difference.lexicon)}">'
        f"{escape(_('Copy the lexicon line'))}</button> <code>{escape(difference.lexicon)}</code>"
        if difference.lexicon
        else ""
    )
    place = " · ".join(filter(None, (format_time(difference.start), expected_and_recognised(difference))))
    return (
        f'<li class="{difference.verdict}">\n<p>{play} {sentence}</p>\n'
        f"<p>{escape(place)}</p>\n"
        f"<p>{escape(difference.reason)} {copy}</p>\n</li>\n"
    )


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
