"""The sound that marks a stop: two soft bells, synthesised, so that nothing has to be licensed or shipped.

As a label of synthetic speech it follows the rhythm "short long, short short" (Morse A I; GB 45438-2025, 5.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from . import ffmpeg, levelling

UNIT_S = 0.11
"""Length of a short in seconds; a long and the gap between the letters are three of them."""
LOW, MIDDLE, HIGH = 523.25, 659.26, 783.99
"""C5, E5, G5: a chord, so that any order of them sounds settled."""

# seconds of start, length and ring-out, hertz
_Note = tuple[float, float, float, float]
_RHYTHM: Sequence[_Note] = (
    (0 * UNIT_S, 1 * UNIT_S, 0.05, LOW),
    (2 * UNIT_S, 3 * UNIT_S, 0.08, HIGH),
    (8 * UNIT_S, 1 * UNIT_S, 0.05, MIDDLE),
    (10 * UNIT_S, 1 * UNIT_S, 0.30, LOW),
)
_PLAIN: Sequence[_Note] = ((0.0, 0.05, 0.45, HIGH), (0.22, 0.05, 0.6, LOW))


@lru_cache
def make_chime(rhythm: bool, loudness: float) -> bytes:
    """PCM of the chime at a loudness in LUFS; with ``rhythm`` it tells that the speech is synthetic."""
    import numpy as np

    notes = _RHYTHM if rhythm else _PLAIN
    wave = np.zeros(round(ffmpeg.SAMPLE_RATE_HZ * max(start + length + ring for start, length, ring, _hz in notes)))
    for start, length, ring, hertz in notes:
        time = np.arange(round(ffmpeg.SAMPLE_RATE_HZ * (length + ring))) / ffmpeg.SAMPLE_RATE_HZ
        tone = sum(share * np.sin(2 * np.pi * hertz * n * time) for n, share in ((1, 1.0), (2, 0.25), (3, 0.08)))
        rise, fall = np.minimum(1.0, time / 0.008), np.exp(-np.maximum(0.0, time - length) / (ring / 5))
        begin = round(ffmpeg.SAMPLE_RATE_HZ * start)
        wave[begin : begin + len(time)] += tone * rise * fall
    pcm = (wave * (0.2 * 32767 / np.abs(wave).max())).astype("<i2").tobytes()
    return levelling.level_loudness(pcm, loudness, -3.0)
