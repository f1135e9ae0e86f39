"""What can be told of a stop's sound without understanding it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .. import audio
from . import chunks

CLIPPED = 32_700
"""Sample value from which on a sample counts as clipped."""
SAMPLE = 10_000
"""Milliseconds of speech that DNSMOS rates: enough to compare two builds, little enough to be quick."""


@dataclass(frozen=True)
class Measures:
    """One stop's sound."""

    loudness: float
    """Integrated, LUFS."""
    true_peak: float
    """dBTP."""
    longest_silence: int
    """Milliseconds, between first and last sound."""
    clipped: int
    """Samples."""
    pace: float
    """Syllables (or words) a minute, pauses included."""
    mos: float | None = None
    """DNSMOS P.835, overall, 1 to 5; None where ``speechmos`` is not installed."""


def measure(file: Path, data: bytes, pcm: bytes, units: int) -> Measures:
    """Measures of an audio file; ``data`` is its content, ``pcm`` its sound at 16 kHz, ``units`` are said in it."""
    import numpy as np

    level = audio.measure(file)
    loud = np.flatnonzero(np.asarray(chunks.levels(pcm)) > chunks.QUIET)
    gaps = np.diff(loud) - 1
    samples = np.frombuffer(audio.decode(data), dtype="<i2").astype(np.int32)  # resampling would blunt the peaks
    speech = chunks.stretches(pcm)
    minutes = (speech[-1].end - speech[0].start) / 60_000 if speech else 0
    return Measures(
        loudness=level.loudness,
        true_peak=level.true_peak,
        longest_silence=int(gaps.max(initial=0)) * chunks.WINDOW,
        clipped=int(np.count_nonzero(np.abs(samples) >= CLIPPED)),
        pace=round(units / minutes, 1) if minutes else 0.0,
        mos=_mos(pcm),
    )


def _mos(pcm: bytes) -> float | None:
    """Of some seconds of the middle: the opening chime is no speech."""
    try:
        from speechmos import dnsmos
    except ImportError:
        return None
    import numpy as np

    sound = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768
    size = SAMPLE * chunks.RATE // 1000
    start = max(0, (len(sound) - size) // 2)
    part = sound[start : start + size]
    if len(part) < chunks.RATE:
        return None
    return round(float(dnsmos.run(part, chunks.RATE)["ovrl_mos"]), 2)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
