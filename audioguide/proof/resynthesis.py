"""What was built, held against what the voice makes of the text today.

The embedded voice says the same text the same way every time, to the sample. A sentence that sounds exactly so was
said as it was asked for, tones and all. Where its neighbours do and it does not, it was asked for otherwise when it
was built (another text, another reading), or its sound was altered since; no recogniser is needed to tell.
"""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..assembly.synthesis import RECORDED_VOICE
from ..model import Sentence, Span, Voice
from . import chunks
from .expected import ExpectedStop
from .recogniser import SAMPLE_RATE_HZ
from .reference_voices import ReferenceVoices

Rendition = Literal["same", "other", "unknown"]

MAX_LENGTH_DIFFERENCE_MS = 4
"""Milliseconds by which the same sentence may be longer or shorter: its ends are rounded twice."""
MAX_LAG_SAMPLES = 8
"""Samples by which the two may be shifted: MP3 moves the sound by a fraction of a millisecond."""
BAND_HZ = (80, 1200)
"""Hertz that are compared: the voice's pitch and its vowels, which MP3 keeps."""
PIECE_MS = 100
"""Milliseconds compared at a time."""
FAINT_DB = 25.0
"""Decibels below the loudest piece under which a piece tells nothing."""
FAINT_AMONG_SOUNDS_DB = 8.0
"""The same where music lies under the speech, 12 dB lower: it covers what is softer."""
MIN_CORRELATION = 0.45
"""Correlation of every piece from which on two sentences are the same sound: 0.70 at least on MP3 of 64 kbit/s, while
nine wrong readings, five of them wrong by tone only, were all of another length (measured)."""


def compare_with_resynthesis(
    spoken: ExpectedStop, pcm: bytes, reference: ReferenceVoices | None, pool: Executor
) -> list[Rendition]:
    """Of every sentence, whether it is what its voice makes of it today.

    ``pcm`` is the stop as a ``Listener`` takes it. Unknown is what no voice here can say again, and all of a stop most
    of whose sentences sound otherwise: another release of onnxruntime may count a little otherwise. A stop of one
    sentence has no neighbours to tell by.
    """
    if reference is None or len(spoken.voices) != len(spoken.sentences):
        return ["unknown"] * len(spoken.sentences)

    faint_db = FAINT_AMONG_SOUNDS_DB if spoken.has_sounds else FAINT_DB

    def compare_sentence(sentence: Sentence, voice: Voice, span: Span) -> Rendition:
        if voice.engine == RECORDED_VOICE.engine:
            return "unknown"
        clip = reference.say_again(sentence, voice, spoken.fingerprint)
        if clip is None:
            return "unknown"
        return "same" if is_same_sound(chunks.cut_span(pcm, span), clip, faint_db) else "other"

    renditions = list(pool.map(compare_sentence, spoken.sentences, spoken.voices, spoken.spans))
    comparable = renditions.count("same") >= renditions.count("other") or len(renditions) == 1
    return renditions if comparable else ["unknown"] * len(renditions)


def speech_alone(spoken: ExpectedStop, pcm: bytes, reference: ReferenceVoices | None) -> bytes | None:
    """Return a stop's speech without the music around it, as its voices make it today, as loud and at the same times.

    ``pcm`` as in ``compare_with_resynthesis``. None where a sentence is a recording or of a voice that is not here.
    """
    if reference is None or not len(spoken.voices) == len(spoken.spans) == len(spoken.sentences):
        return None
    mixed = np.frombuffer(pcm, "<i2").astype(np.float64)
    speech = np.zeros(len(mixed))
    for sentence, voice, span in zip(spoken.sentences, spoken.voices, spoken.spans, strict=True):
        recorded = voice.engine == RECORDED_VOICE.engine
        clip = None if recorded else reference.say_again(sentence, voice, spoken.fingerprint)
        if clip is None:
            return None
        start = span.start * SAMPLE_RATE_HZ // 1000
        again = np.frombuffer(clip, "<i2")[: len(mixed) - start].astype(np.float64)
        under = mixed[start : start + len(again)]
        # as loud as it is in the mix: what lies 12 dB lower adds a quarter of a decibel
        speech[start : start + len(again)] = again * np.sqrt((under @ under) / (again @ again + 1e-9))
    return np.clip(speech, -32768, 32767).astype("<i2").tobytes()


def is_same_sound(compare_sentence: bytes, second: bytes, faint_db: float = FAINT_DB) -> bool:
    """Whether two sentences are the same sound, however loud; both mono s16le at 16 kHz.

    ``faint_db``: decibels below the loudest piece of ``second`` under which a piece tells nothing.
    """
    if abs(len(compare_sentence) - len(second)) > 2 * SAMPLE_RATE_HZ * MAX_LENGTH_DIFFERENCE_MS // 1000:
        return False
    size = min(len(compare_sentence), len(second)) // 2
    piece = SAMPLE_RATE_HZ * PIECE_MS // 1000
    if size < piece + 2 * MAX_LAG_SAMPLES:
        return size > 0
    a, b = (_band_pass(np.frombuffer(sound, "<i2")[:size]) for sound in (compare_sentence, second))
    b = b[MAX_LAG_SAMPLES:-MAX_LAG_SAMPLES]
    a = max((a[lag : lag + len(b)] for lag in range(2 * MAX_LAG_SAMPLES + 1)), key=lambda shifted: float(shifted @ b))
    samples = len(b) // piece * piece
    a, b = a[:samples].reshape(-1, piece), b[:samples].reshape(-1, piece)
    powers = (a * a).sum(1), (b * b).sum(1)
    telling = np.any([power > power.max() * 10 ** (-faint_db / 10) for power in powers], axis=0)
    alike = (a * b).sum(1) / np.sqrt(powers[0] * powers[1] + 1e-9)
    return bool((alike[telling] >= MIN_CORRELATION).all())


def _band_pass(sound: NDArray[np.int16]) -> NDArray[np.float64]:
    size = 1 << (len(sound) - 1).bit_length()  # lengths that are prime take long
    spectrum = np.fft.rfft(sound, size)
    pitch = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)
    spectrum[(pitch < BAND_HZ[0]) | (pitch > BAND_HZ[1])] = 0
    return np.fft.irfft(spectrum, size)[: len(sound)]
