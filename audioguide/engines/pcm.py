"""What engines do to raw audio: trim, fade, join. Samples are mono float32 between −1 and 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FRAME = 0.005
"""Seconds over which loudness is judged; also how exactly a trimmed edge is found."""
FLOOR = -50.0
"""Decibels below the loudest frame where speech ends and silence begins: fricatives stay, breath noise goes."""
LEAD, TAIL = 0.015, 0.04
"""Seconds kept around speech, so that a soft onset or a dying vowel is not cut."""
FADE = 0.004
"""Seconds of fade at both edges: enough against clicks, too short to hear."""


def audible_bounds(samples: Samples, rate: int) -> tuple[int, int]:
    """First and past-the-last sample of what is audible, with a little room; equal where nothing is."""
    frame = max(1, int(FRAME * rate))
    count = len(samples) // frame
    if not count:
        return 0, 0
    power = np.mean(np.square(samples[: count * frame].reshape(count, frame)), axis=1)
    loud = np.flatnonzero(power > max(float(power.max()) * 10 ** (FLOOR / 10), 1e-9))
    if not len(loud):
        return 0, 0
    start = int(loud[0]) * frame - int(LEAD * rate)
    end = (int(loud[-1]) + 1) * frame + int(TAIL * rate)
    return max(0, start), min(len(samples), end)


def trim_silence(samples: Samples, rate: int) -> Samples:
    """The audible part, faded at its edges."""
    start, end = audible_bounds(samples, rate)
    piece = samples[start:end].copy()
    ramp = np.linspace(0, 1, min(int(FADE * rate), len(piece)), dtype=np.float32)
    piece[: len(ramp)] *= ramp
    piece[len(piece) - len(ramp) :] *= ramp[::-1]
    return piece


def silent_samples(milliseconds: int, rate: int) -> Samples:
    """Silence of that length."""
    return np.zeros(milliseconds * rate // 1000, dtype=np.float32)


def to_bytes(parts: Sequence[Samples]) -> bytes:
    """Signed 16-bit little-endian PCM of the parts, one after another."""
    joined = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
    return (np.clip(joined, -1, 1) * 32767).round().astype("<i2").tobytes()


def from_bytes(pcm: bytes) -> Samples:
    """Samples of signed 16-bit little-endian PCM."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32767)
