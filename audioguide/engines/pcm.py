"""What engines do to raw audio: trim, fade, join. Samples are mono float32 between −1 and 1."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..audio.limiter import BLOCK_SAMPLES, join_blocks

Samples = NDArray[np.float32]

FRAME = 0.005
"""Seconds over which loudness is judged; also how exactly a trimmed edge is found."""
FLOOR = -50.0
"""Decibels below the loudest frame where speech ends and silence begins: fricatives stay, breath noise goes."""
LEAD, TAIL = 0.015, 0.04
"""Seconds kept around speech, so that a soft onset or a dying vowel is not cut."""
FLATNESS_FRAME = 512
"""Samples whose spectrum is looked at at a time."""
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


def noisiness(samples: Samples) -> float:
    """Return how even the spectrum is where it is loud, from 0, a tone, to about 0.56, noise; 0 in silence.

    The median over frames of their spectral flatness: geometric by arithmetic mean of the power.
    """
    count = len(samples) // FLATNESS_FRAME
    if not count:
        return 0.0
    frames = samples[: count * FLATNESS_FRAME].reshape(count, FLATNESS_FRAME)
    energy = np.square(frames).sum(axis=1)
    audible = frames[energy > max(float(energy.max()) * 1e-2, 1e-9)]  # a hiss in pauses does not count
    if not len(audible):
        return 0.0
    window = np.hanning(FLATNESS_FRAME).astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(audible * window)[:, 1:-1])) + 1e-12
    return float(np.median(np.exp(np.log(power).mean(axis=1)) / power.mean(axis=1)))


def silent_samples(milliseconds: int, rate: int) -> Samples:
    """Silence of that length."""
    return np.zeros(milliseconds * rate // 1000, dtype=np.float32)


def to_bytes(parts: Sequence[Samples]) -> bytes:
    """Signed 16-bit little-endian PCM of the parts, one after another."""
    return join_blocks(
        (np.clip(part[start : start + BLOCK_SAMPLES], -1, 1) * 32767).round().astype("<i2").tobytes()
        for part in parts
        for start in range(0, len(part), BLOCK_SAMPLES)
    )


def from_bytes(pcm: bytes) -> Samples:
    """Samples of signed 16-bit little-endian PCM."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    samples /= np.float32(32767)
    return samples


QUIET_FRAME_S = 0.02
"""Seconds over which a recording's loudness is judged."""
NOISE_PERCENTILE = 10
"""Share of a recording's frames, in percent, that are no louder than its background."""
ABOVE_NOISE_DB = 12.0
"""Above the background, from where on something is said."""
BELOW_LOUDEST_DB = 40.0
"""Below the loudest frames, down to where something is said however quiet the background is."""
AUDIBLE_ABOVE_NOISE_DB = 6.0
"""Above the background, from where on a frame is more than it: how long a click is, without what is only its peak."""
MAX_CLICK_FRAMES = 3
"""Frames of a click: 60 ms, less than the shortest syllable."""
CLICK_GAP_FRAMES = 8
"""Frames of silence between a click and the speech: 160 ms, longer than the closure of a plosive."""
RECORDING_LEAD_S, RECORDING_TAIL_S = 0.12, 0.3
"""Seconds of its own air that a recording keeps: the breath before it, the room after it."""
RECORDING_FADE_S = 0.03
"""Seconds of fade at both ends, so that the background comes and goes without a click."""


RUMBLE_HZ = 57.5
"""Middle of the slope below which a recording is silent: 40 Hz, where wind and knocks on the table are, lose 50 dB,
75 Hz, the deepest voices, nothing."""
RUMBLE_TAPS = 2049
"""Length of the filter at 24,000 samples a second."""
RUMBLE_WINDOW = 4.55
"""Kaiser's beta for 50 dB."""
FFT_SAMPLES = 1 << 16
"""Samples filtered at a time."""
FRAMES_AT_ONCE = 1000
"""Frames judged at a time."""


def remove_rumble(samples: Samples, rate: int) -> Samples:
    """A recording without what lies below ``RUMBLE_HZ``, neither later nor out of phase; never above full scale.

    Measured: what meters count least fills the level, so that a limiter would turn the voice down for it. The samples
    are changed in place, block by block: a recording may last an hour.
    """
    if not len(samples):
        return samples
    taps = _rumble_filter(rate)
    half = len(taps) // 2
    # mirrored around its edges: a recording that begins off zero begins without a thump
    edge = max(half + 1, FFT_SAMPLES)
    before = _mirror(samples[:edge], half)[:half]
    after = _mirror(samples[-edge:], half)[-half:]
    spectrum = np.fft.rfft(taps, FFT_SAMPLES)
    step = FFT_SAMPLES - len(taps) + 1
    highest = 1.0
    for start in range(0, len(samples), step):
        following = samples[start : start + step + half]
        lacking = max(0, start + step + half - len(samples))
        padded = np.concatenate((before, following, after[:lacking]))
        before = following[step - half : step].copy()
        block = np.fft.rfft(padded, FFT_SAMPLES) * spectrum
        piece = np.fft.irfft(block, FFT_SAMPLES)[len(taps) - 1 :][: len(samples) - start].astype(np.float32)
        samples[start : start + step] = piece
        highest = max(highest, float(np.abs(piece).max()))
    samples /= highest
    return samples


def _mirror(samples: Samples, count: int) -> Samples:
    """Return samples with as many before and after them, mirrored around the first and the last value."""
    return np.pad(samples, count, mode="reflect", reflect_type="odd").astype(np.float32)


@lru_cache(maxsize=4)
def _rumble_filter(rate: int) -> Samples:
    """Taps of a high-pass of linear phase: a sinc in Kaiser's window."""
    count = RUMBLE_TAPS * rate // 24_000 // 2 * 2 + 1
    at = np.arange(count) - count // 2
    low = 2 * RUMBLE_HZ / rate * np.sinc(2 * RUMBLE_HZ / rate * at) * np.kaiser(count, RUMBLE_WINDOW)
    taps: Samples = (-low / low.sum()).astype(np.float32)
    taps[count // 2] += 1
    return taps


def spoken_frames(samples: Samples, rate: int) -> NDArray[np.bool_]:
    """For each frame of ``QUIET_FRAME_S`` of a recording, whether something is said in it, whatever hums behind it."""
    return _frames_above(samples, rate, ABOVE_NOISE_DB)


def _frames_above(samples: Samples, rate: int, margin_db: float) -> NDArray[np.bool_]:
    frame = max(1, int(QUIET_FRAME_S * rate))
    count = len(samples) // frame
    if not count:
        return np.zeros(0, dtype=np.bool_)
    powers = []
    for first in range(0, count, FRAMES_AT_ONCE):
        frames = samples[first * frame : min(count, first + FRAMES_AT_ONCE) * frame].reshape(-1, frame)
        frames = frames - frames.mean(axis=1, keepdims=True)
        powers.append(np.mean(np.square(frames), axis=1))
    level = 10 * np.log10(np.concatenate(powers) + 1e-12)
    loudest = float(np.percentile(level, 98))
    background = float(np.percentile(level, NOISE_PERCENTILE))
    # speech without a pause has no background to measure
    threshold = max(min(background + margin_db, loudest - margin_db), loudest - BELOW_LOUDEST_DB, -70.0)
    return np.asarray(level > threshold)


def _pass_clicks(spoken: NDArray[np.intp], audible: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the first frame of speech, and how many frames at the edge clicks take.

    ``spoken``: indices of frames of speech, rising, at least one. ``audible``: for each frame, whether it is more than
    background, as speech is.
    """
    clicked = 0
    while True:
        first = int(spoken[0])
        quiet = np.flatnonzero(~audible[first:])
        end = first + int(quiet[0]) if len(quiet) else len(audible)
        before = np.flatnonzero(~audible[:first])
        begin = int(before[-1]) + 1 if len(before) else 0
        rest = spoken[spoken >= end]
        if end - begin > MAX_CLICK_FRAMES or not len(rest) or audible[end : end + CLICK_GAP_FRAMES].any():
            return first, clicked
        spoken, clicked = rest, end


def trim_recording(samples: Samples, rate: int) -> Samples:
    """A person's recording without the silence around it, gently: with some of its own air, faded at both ends.

    What comes back is part of ``samples``, changed in place: a recording may last an hour.
    A click of the recorder before or after the speech goes too: what is shorter than any syllable, and apart from it.
    """
    is_spoken = spoken_frames(samples, rate)
    spoken = np.flatnonzero(is_spoken)
    if not len(spoken):
        return samples[:0]
    frame = max(1, int(QUIET_FRAME_S * rate))
    # with hardly a pause in it, a frame of quiet speech is no louder than 6 dB above the background
    audible = _frames_above(samples, rate, AUDIBLE_ABOVE_NOISE_DB) | is_spoken
    first, clicked = _pass_clicks(spoken, audible)
    last, clicked_after = _pass_clicks(len(audible) - 1 - spoken[::-1], audible[::-1])
    start = max(clicked * frame, first * frame - int(RECORDING_LEAD_S * rate))
    end = min(
        len(samples) - clicked_after * frame if clicked_after else len(samples),
        (len(audible) - last) * frame + int(RECORDING_TAIL_S * rate),
    )
    piece = samples[start:end]
    piece -= piece.mean()
    return _fade_edges(piece, int(RECORDING_FADE_S * rate))


def spoken_part(samples: Samples, rate: int) -> Samples:
    """What of a person's recording is published: without rumble, and without the silence around the speech.

    What comes back is part of ``samples``, changed in place.
    """
    return trim_recording(remove_rumble(samples, rate), rate)
