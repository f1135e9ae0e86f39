"""Sound at a loudness: one gain for all of it, and a limiter only where true peaks need it.

Never a gain that follows the speech: what a reader stresses stays stressed. Memory does not grow with the sound: a
stop may last hours.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from . import ffmpeg, limiter
from .limiter import BLOCK_SAMPLES, Samples

MAX_MEMORY_BYTES = 8_000_000
"""Of sound that is kept in memory; what is longer lies in a file."""
MAX_ATTEMPTS = 5
"""Gains tried where the limiter takes loudness away."""
LOUDNESS_TOLERANCE_LU = 0.2


class SpooledSamples:
    """Samples that are appended once and read in any order, from a file where they are many."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=MAX_MEMORY_BYTES)  # noqa: SIM115
        self._count = 0

    def __enter__(self) -> SpooledSamples:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, pcm: bytes) -> None:
        """Append PCM."""
        if len(pcm) > MAX_MEMORY_BYTES:
            self._file.rollover()  # else all of it is in memory twice more on its way
        self._file.seek(0, 2)
        self._file.write(pcm)
        self._count += len(pcm) // 2

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, piece: slice) -> NDArray[np.int16]:
        start, stop, _step = piece.indices(self._count)
        self._file.seek(2 * start)
        return np.frombuffer(self._file.read(2 * max(0, stop - start)), "<i2")


def level_loudness(pcm: bytes, target: float, ceiling: float) -> bytes:
    """Return PCM at ``target`` LUFS with no true peak above ``ceiling`` dBTP. Silence stays silence."""
    return limiter.join_blocks(level_blocks(np.frombuffer(pcm, "<i2"), target, ceiling))


def level_blocks(source: Samples, target: float, ceiling: float) -> Iterator[bytes]:
    """Yield PCM at ``target`` LUFS with no true peak above ``ceiling`` dBTP, block by block. Silence stays silence."""
    measured = _measure(source, None)
    if measured <= ffmpeg.SILENCE_LUFS + 5:
        yield from _plain_blocks(source)
        return
    gain, highest = target - measured, limiter.highest_peaks(source)
    if max(highest) * 10 ** (gain / 20) > 10 ** (ceiling / 20):
        # limiting takes a little loudness away, which is given back and partly limited again: some steps of the secant
        slope = step = before = 1.0
        for attempt in range(MAX_ATTEMPTS):
            measured = _measure(source, (highest, gain, ceiling))
            if attempt:
                slope = (measured - before) / step
            # so flat: it would only be crushed, not become louder
            if abs(target - measured) < LOUDNESS_TOLERANCE_LU or slope < 0.25:
                break
            before, step = measured, (target - measured) / min(1.0, slope)
            gain += step
    for block in limiter.limit_blocks(source, highest, gain, ceiling):
        yield block.tobytes()


def _measure(source: Samples, limits: tuple[list[np.float32], float, float] | None) -> float:
    """Return the loudness of the source, as it is or limited."""
    blocks = (b.tobytes() for b in limiter.limit_blocks(source, *limits)) if limits else _plain_blocks(source)
    if len(source) < ffmpeg.SAMPLE_RATE_HZ:
        return ffmpeg.integrated_loudness(b"".join(blocks))
    return ffmpeg.stream_loudness(blocks)


def _plain_blocks(source: Samples) -> Iterator[bytes]:
    for start in range(0, len(source), BLOCK_SAMPLES):
        yield source[start : start + BLOCK_SAMPLES].tobytes()
