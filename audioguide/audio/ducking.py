"""What lies under speech: looped, measured window by window, and turned down as far as the speech needs it.

Loudness is momentary loudness of ITU-R BS.1770-4 (K-weighted, 400 ms) throughout, so that "12 dB under the speech" is
said of what is heard and not of samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .ffmpeg import SAMPLE_RATE_HZ, SILENCE_LUFS
from .limiter import Samples

HOP_SAMPLES = SAMPLE_RATE_HZ // 10
"""Between two windows: 100 ms."""
WINDOW_SAMPLES = 4 * HOP_SAMPLES
"""Of one window: 400 ms."""
WINDOWS_AT_ONCE = 100
"""Windows measured at a time, so that memory does not grow with the sound."""
CLEARANCE_DB = 12.0
"""Decibels that speech keeps above whatever lies under it."""
MARGIN_DB = 1.5
"""Decibels more, since another meter may choose other windows."""
SILENT_GAIN = 1e-6
"""Linear gain that stands for silence."""
MAX_RELEASE_GAP_MS = 1_600
"""Milliseconds between two sentences up to which what lies under them does not come back: it would pump."""
LEAD_MS = 120
"""Milliseconds before speech at which what lies under it has made room."""

# shelf and high-pass of BS.1770-4, tables 1 and 2, at 48 kHz: numerator and denominator
_STAGES = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)
_STANDARD_RATE_HZ = 48_000


@dataclass(frozen=True)
class SpeechLevel:
    """A stretch of speech and how loud it is."""

    start: int
    """Milliseconds from the start of the sound, as ``end``."""
    end: int
    loudness: float
    """LUFS, of all its windows."""


@dataclass(frozen=True)
class Dip:
    """A stretch in which what lies under the speech is turned down."""

    start: int
    """Milliseconds from the start of the sound, as ``end``."""
    end: int
    gain: float
    """Linear, 0 to 1."""


def measure_windows(source: Samples, start: int = 0) -> NDArray[np.float32]:
    """Return the momentary loudness of a sound in LUFS, one value each 100 ms, the window centred on it.

    ``start``: silent samples that are thought before it.
    """
    count = -(-(start + len(source)) // HOP_SAMPLES)
    before = (WINDOW_SAMPLES - HOP_SAMPLES) // 2
    values: list[NDArray[np.float32]] = []
    for first in range(0, count, WINDOWS_AT_ONCE):
        number = min(WINDOWS_AT_ONCE, count - first)
        low = first * HOP_SAMPLES - before - start
        size = (number - 1) * HOP_SAMPLES + WINDOW_SAMPLES
        piece = np.zeros(size, np.float32)
        inside = source[max(0, low) : max(0, low + size)]
        at = max(0, -low)
        piece[at : at + len(inside)] = inside
        windows = np.lib.stride_tricks.sliding_window_view(piece, WINDOW_SAMPLES)[::HOP_SAMPLES]
        power = np.square(np.abs(np.fft.rfft(windows, axis=1))) @ _weights()
        values.append((10 * np.log10(power + 1e-12) - 0.691).astype(np.float32))
    joined = np.concatenate(values) if values else np.zeros(0, np.float32)
    return np.maximum(joined, np.float32(SILENCE_LUFS))


def speech_levels(windows: NDArray[np.float32], spans: Sequence[tuple[int, int]]) -> list[SpeechLevel]:
    """Return how loud each stretch of speech is; ``windows`` as of ``measure_windows``, spans in milliseconds."""
    levels = []
    for start, end in spans:
        inside = windows[start // 100 : max(start // 100 + 1, -(-end // 100))]
        levels.append(SpeechLevel(start, end, _mean_loudness(inside)))
    return levels


def plan_dips(speech: Sequence[SpeechLevel], bed: NDArray[np.float32], *, silent: bool) -> list[Dip]:
    """Return where a bed is turned down, and how far, so that all of it stays ``CLEARANCE_DB`` under the speech.

    ``bed``: momentary loudness of all that is heard under the speech, on the same clock. ``silent``: down to nothing.
    One gain holds for sentences that follow each other closely.
    """
    dips: list[Dip] = []
    for level in speech:
        loudest = max(bed[max(0, level.start // 100 - 2) : level.end // 100 + 3], default=np.float32(SILENCE_LUFS))
        room = level.loudness - CLEARANCE_DB - MARGIN_DB - float(loudest)
        gain = 0.0 if silent else min(1.0, 10 ** (room / 20))
        if dips and level.start - dips[-1].end <= MAX_RELEASE_GAP_MS:
            dips[-1] = Dip(dips[-1].start, level.end, min(gain, dips[-1].gain))
        else:
            dips.append(Dip(level.start, level.end, gain))
    return dips


def envelope(start: int, count: int, total: int, fade: int, dips: Sequence[Dip]) -> NDArray[np.float32]:
    """Return the gain of ``count`` samples from ``start`` of a bed of ``total`` samples.

    ``fade``: samples over which it comes, goes, and makes room for each dip.
    """
    at = np.arange(start, start + count, dtype=np.float64)
    gain = np.minimum(_smooth(at / max(1, fade)), _smooth((total - at) / max(1, fade)))
    lead = LEAD_MS * SAMPLE_RATE_HZ // 1000
    for dip in dips:
        first, last = (edge * SAMPLE_RATE_HZ // 1000 for edge in (dip.start, dip.end))
        first -= lead
        if first - fade >= start + count or last + fade <= start:
            continue
        away = np.maximum(np.maximum(first - at, at - last), 0) / max(1, fade)
        gain = np.minimum(gain, dip.gain + (1 - dip.gain) * _smooth(away))
    return gain.astype(np.float32)


def loop_samples(samples: NDArray[np.int16], overlap: int) -> NDArray[np.int16]:
    """Return one turn of an endless sound: its end is blended into its beginning over ``overlap`` samples."""
    overlap = min(overlap, len(samples) // 3)
    if overlap < 1:
        return samples
    turn = samples[: len(samples) - overlap].copy()
    # equal power: two moments of one sound do not add up like one
    angle = np.linspace(0, np.pi / 2, overlap, dtype=np.float32)
    blended = turn[:overlap] * np.sin(angle) + samples[len(samples) - overlap :] * np.cos(angle)
    turn[:overlap] = np.clip(np.rint(blended), -32768, 32767)
    return turn


def sum_loudness(levels: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the momentary loudness of several sounds together; of none, nothing."""
    if not levels:
        return np.zeros(0, np.float32)
    power = sum(np.power(10.0, level / 10) for level in levels)
    return np.asarray(10 * np.log10(power), np.float32)


def _mean_loudness(windows: NDArray[np.float32]) -> float:
    if not len(windows):
        return SILENCE_LUFS
    return float(10 * np.log10(np.mean(np.power(10.0, windows.astype(np.float64) / 10))))


def _smooth(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 to 1 without a corner at either end."""
    share = np.clip(share, 0, 1)
    return share * share * (3 - 2 * share)


@lru_cache(maxsize=1)
def _weights() -> NDArray[np.float64]:
    """What each frequency of a window's spectrum adds to its K-weighted power."""
    frequency = np.fft.rfftfreq(WINDOW_SAMPLES, 1 / SAMPLE_RATE_HZ)
    z = np.exp(-2j * np.pi * frequency / _STANDARD_RATE_HZ)
    response = np.ones(len(frequency))
    for numerator, denominator in _STAGES:
        up, down = (sum(c * z**n for n, c in enumerate(row)) for row in (numerator, denominator))
        response *= np.abs(up / down) ** 2
    twice = np.full(len(frequency), 2.0)
    twice[0] = twice[-1] = 1.0
    return np.asarray(response * twice / (WINDOW_SAMPLES * 32768.0) ** 2)
