"""A look-ahead limiter of true peaks: quiet about it, and only where it is needed.

ffmpeg's own limiter knows sample peaks only, and its loudness filter turns 24 kHz into 192 and follows the speech.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

HALF_WINDOW_SAMPLES = 360
"""Samples on either side of a peak over which the gain goes down and up again: 15 ms, longer than a voice's period."""
BLOCK_SAMPLES = 48_000
"""Samples worked on at a time, so that memory does not grow with the sound."""


class Samples(Protocol):
    """Mono samples of 16 bits: an array, or a file that is read piece by piece."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, piece: slice) -> NDArray[np.int16]:
        """Return some of them."""


def limit_blocks(
    source: Samples, highest: Sequence[np.float32], gain: float, ceiling: float
) -> Iterator[NDArray[np.int16]]:
    """Yield the sound with ``gain`` in decibels, turned down smoothly around true peaks that pass ``ceiling`` in dBTP.

    ``highest`` are the true peaks of ``source``, the highest of each block; they do not depend on the gain, so that
    several gains can be tried.
    """
    factor, top = np.float32(10 ** (gain / 20)), np.float32(10 ** (ceiling / 20))
    margin = 2 * HALF_WINDOW_SAMPLES
    for number, start in enumerate(range(0, len(source), BLOCK_SAMPLES)):
        block = source[start : start + BLOCK_SAMPLES] * factor
        if max(highest[max(0, number - 1) : number + 2]) * factor > top:
            low, end = max(0, start - margin), start + BLOCK_SAMPLES + margin
            first = start - BLOCK_SAMPLES if low < start else start
            near = [block_true_peaks(source, at) for at in range(first, min(end, len(source)), BLOCK_SAMPLES)]
            around = np.concatenate(near)[low - first : end - first] * factor
            if around.max() > top:
                block *= _smooth_gain(around, top)[start - low : start - low + len(block)]
        yield np.clip(np.rint(block), -32768, 32767).astype("<i2")


def join_blocks(blocks: Iterable[bytes]) -> bytes:
    """Return blocks in a row; other than by ``bytes.join``, they are not all held besides what comes of them."""
    joined = io.BytesIO()
    joined.writelines(blocks)
    return joined.getvalue()


@lru_cache
def _interpolators() -> NDArray[np.float32]:
    """Interpolators at a quarter, a half and three quarters of a sample: four times the rate, as BS.1770-4 annex 2.

    A windowed sinc of 24 taps: with the 12 printed there, peaks of speech read up to 0.4 dB low.
    """
    taps = np.arange(-12, 12) + np.array([[0.25], [0.5], [0.75]])
    rows = np.sinc(taps) * np.cos(np.pi * taps / 25) ** 2
    return np.asarray(rows / rows.sum(1, keepdims=True), np.float32)


def true_peaks(source: Samples) -> NDArray[np.float32]:
    """Return for each sample the highest absolute value of the wave around it, at four times the rate.

    Full scale is 1.
    """
    blocks = [block_true_peaks(source, start) for start in range(0, len(source), BLOCK_SAMPLES)]
    return np.concatenate(blocks) if blocks else np.empty(0, np.float32)


def highest_peaks(source: Samples) -> list[np.float32]:
    """Return the highest true peak of each block."""
    return [block_true_peaks(source, start).max() for start in range(0, len(source), BLOCK_SAMPLES)]


def block_true_peaks(source: Samples, start: int) -> NDArray[np.float32]:
    """Return the true peaks of the block that begins at a sample."""
    low = max(0, start - 16)
    block = source[low : start + BLOCK_SAMPLES + 16].astype(np.float32) / 32768
    highest = np.abs(block)
    if len(block) > 24:
        for row in _interpolators():
            np.maximum(highest, np.abs(np.convolve(block, row, "same")), out=highest)
    return highest[start - low : start - low + BLOCK_SAMPLES]


def _smooth_gain(peaks: NDArray[np.float32], top: np.float32) -> NDArray[np.float32]:
    """A smooth gain that is low enough at every peak: the minimum over a window, then averaged over the same."""
    half = HALF_WINDOW_SAMPLES
    lowest = _sliding_minimum(np.asarray(top / np.maximum(peaks, top), np.float32), half)
    smooth = np.pad(lowest, half, mode="edge").astype(np.float64)
    for _pass in range(2):  # a mean of means weighs like a triangle, twice as wide
        sums = np.concatenate(([0.0], smooth.cumsum()))
        smooth = (sums[half + 1 :] - sums[: -half - 1]) / (half + 1)
    return smooth.astype(np.float32)


def _sliding_minimum(values: NDArray[np.float32], half: int) -> NDArray[np.float32]:
    """The minimum within ``half`` samples on either side, by doubling: log2 passes instead of one a sample."""
    width, padded = 1, np.pad(values, half, mode="edge")
    wanted = 2 * half + 1
    while width < wanted:
        step = min(width, wanted - width)
        padded = np.minimum(padded[:-step], padded[step:])
        width += step
    return padded
