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
    return _fade_edges(piece, int(FADE * rate))


def _fade_edges(piece: Samples, length: int) -> Samples:
    """Fade the first and last samples of a piece in place."""
    ramp = np.linspace(0, 1, min(length, len(piece)), dtype=np.float32)
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


QUIET_FRAME_S = 0.02
"""Seconds over which a recording's loudness is judged."""
NOISE_PERCENTILE = 10
"""Share of a recording's frames, in percent, that are no louder than its background."""
ABOVE_NOISE_DB = 12.0
"""Above the background, from where on something is said."""
BELOW_LOUDEST_DB = 40.0
"""Below the loudest frames, down to where something is said however quiet the background is."""
RECORDING_LEAD_S, RECORDING_TAIL_S = 0.12, 0.3
"""Seconds of its own air that a recording keeps: the breath before it, the room after it."""
RECORDING_FADE_S = 0.03
"""Seconds of fade at both ends, so that the background comes and goes without a click."""


def spoken_frames(samples: Samples, rate: int) -> NDArray[np.bool_]:
    """For each frame of ``QUIET_FRAME_S`` of a recording, whether something is said in it, whatever hums behind it."""
    frame = max(1, int(QUIET_FRAME_S * rate))
    count = len(samples) // frame
    if not count:
        return np.zeros(0, dtype=np.bool_)
    frames = samples[: count * frame].reshape(count, frame)
    frames = frames - frames.mean(axis=1, keepdims=True)
    level = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-12)
    loudest = float(np.percentile(level, 98))
    background = float(np.percentile(level, NOISE_PERCENTILE))
    # speech without a pause has no background to measure
    threshold = max(min(background + ABOVE_NOISE_DB, loudest - ABOVE_NOISE_DB), loudest - BELOW_LOUDEST_DB, -70.0)
    return np.asarray(level > threshold)


def trim_recording(samples: Samples, rate: int) -> Samples:
    """A person's recording without the silence around it, gently: with some of its own air, faded at both ends."""
    spoken = np.flatnonzero(spoken_frames(samples, rate))
    if not len(spoken):
        return samples[:0]
    frame = max(1, int(QUIET_FRAME_S * rate))
    start = max(0, int(spoken[0]) * frame - int(RECORDING_LEAD_S * rate))
    end = min(len(samples), (int(spoken[-1]) + 1) * frame + int(RECORDING_TAIL_S * rate))
    piece: Samples = (samples[start:end] - samples[start:end].mean()).astype(np.float32)
    return _fade_edges(piece, int(RECORDING_FADE_S * rate))
