"""Reports of a proof as ``audioguide proof`` writes them, for tests of what reads them."""

from __future__ import annotations

from pathlib import Path

from audioguide import manifest
from audioguide.proof import report
from audioguide.proof.audio_metrics import AudioMetrics
from audioguide.proof.findings import Difference, StopReport, TimedSentence


def write_red_stop(folder: Path, number: str, start: int, end: int, lexicon: str = "", sha256: str = "") -> str:
    """Write that a stop says 常 in place of 长 between two milliseconds; the file of its sound in the tour's folder.

    ``sha256``: of the sound that was listened to; empty: of the one that is there.
    """
    built = manifest.read_manifest(folder / manifest.MANIFEST_FILE)
    assert built is not None
    track = next(stop.track for stop in built.all_stops if stop.number == number)
    difference = Difference(0, start, end, "桥长十二米。", "长", "常", "voice", "heard otherwise", lexicon)
    stop = StopReport(
        tour=folder.name,
        stop=number,
        title="石桥",
        language="zh-CN",
        file=track.file,
        sha256=sha256 or track.sha256,
        duration=track.duration,
        syllables=5,
        errors_plain=1,
        errors_biased=1,
        differences=(difference,),
        measures=AudioMetrics(-16.0, -1.0, 300, 0, 240.0),
        sentences=(TimedSentence(0, track.duration, "桥长十二米。"),),
    )
    report.write_report([stop], folder / "proof")
    return track.file
