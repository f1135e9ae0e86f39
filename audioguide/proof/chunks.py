"""What is listened to at a time: whole sentences, as many as fit into the recogniser's window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Span
from .recogniser import MAX_CHUNK_MS, SAMPLE_RATE_HZ

MARGIN_MS = 150
"""Milliseconds listened to before and after, as far as the pause there goes."""
WINDOW_MS = 20
"""Milliseconds over which loudness is judged."""
QUIET_DBFS = -45.0
"""dBFS below which a window is a pause."""
PAUSE_MS = 300
"""Milliseconds of quiet that part two stretches of speech."""


@dataclass(frozen=True)
class Chunk:
    """A stretch of sound and the sentences said in it."""

    span: Span
    first: int
    """Index of the first sentence."""
    last: int
    """Index after the last one."""


def pack_sentences(spans: Sequence[Span], pcm: bytes) -> list[Chunk]:
    """Neighbouring sentences in chunks that fit; a sentence too long by itself is several, cut where it is quietest.

    ``spans`` are the sentences' times, ``pcm`` is mono s16le at 16 kHz.
    """
    chunks: list[Chunk] = []
    first = 0
    for last in range(1, len(spans) + 1):
        if last < len(spans) and spans[last].end - spans[first].start + 2 * MARGIN_MS <= MAX_CHUNK_MS:
            continue
        start = max(spans[first].start - MARGIN_MS, spans[first - 1].end if first else 0)
        end = min(spans[last - 1].end + MARGIN_MS, spans[last].start if last < len(spans) else pcm_duration(pcm))
        chunks += [Chunk(piece, first, last) for piece in split_span(Span(start, max(start, end)), pcm)]
        first = last
    return chunks


def split_span(span: Span, pcm: bytes) -> list[Span]:
    """The span in pieces that fit, cut at the quietest moment of each piece's second half."""
    pieces: list[Span] = []
    start = span.start
    while span.end - start > MAX_CHUNK_MS:
        level = window_levels(cut_span(pcm, Span(start + MAX_CHUNK_MS // 2, start + MAX_CHUNK_MS)))
        at = start + MAX_CHUNK_MS // 2 + (_quietest_window(level) * WINDOW_MS if len(level) else MAX_CHUNK_MS // 2)
        pieces.append(Span(start, at))
        start = at
    return [*pieces, Span(start, span.end)]


def speech_spans(pcm: bytes) -> list[Span]:
    """Speech between pauses, for sound whose sentences nobody timed."""
    import numpy as np

    loud = np.flatnonzero(np.asarray(window_levels(pcm)) > QUIET_DBFS)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) * WINDOW_MS > PAUSE_MS)
    starts = [loud[0], *loud[breaks + 1]]
    ends = [*loud[breaks], loud[-1]]
    return [Span(int(a) * WINDOW_MS, (int(b) + 1) * WINDOW_MS) for a, b in zip(starts, ends, strict=True)]


def window_levels(pcm: bytes) -> list[float]:
    """dBFS of each window."""
    import numpy as np

    sound = np.frombuffer(pcm, dtype="<i2")
    size = SAMPLE_RATE_HZ * WINDOW_MS // 1000
    windows = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64) / 32768
    return list(10 * np.log10(np.mean(windows**2, axis=1) + 1e-12))


def _quietest_window(level: Sequence[float]) -> int:
    """The middle of the quietest fifth of a second."""
    import numpy as np

    around = np.convolve(level, np.ones(10), "same")
    return int(around[5:-5].argmin()) + 5 if len(level) > 20 else int(np.argmin(level))


def cut_span(pcm: bytes, span: Span) -> bytes:
    """The sound of a span."""
    start, end = (max(0, at) * SAMPLE_RATE_HZ // 1000 * 2 for at in (span.start, span.end))
    return pcm[start:end]


def pcm_duration(pcm: bytes) -> int:
    """Milliseconds."""
    return len(pcm) // 2 * 1000 // SAMPLE_RATE_HZ
