"""A person's recording in place of a synthetic voice: trimmed, levelled like speech, its sentences timed.

The times are an estimate: letters share the time, and the boundaries lie in the pauses that are nearest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ..audio import ffmpeg, levelling
from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..engines import pcm
from ..engines.sentence_timing import audible_letters, spans_in_pauses
from ..errors import AudioError, EngineError
from ..i18n import _
from ..model import Clip, Tour, Utterance

FINGERPRINT = "recording/1"
"""In the cache key; raised whenever what is done to recordings changes their sound."""
LOUDNESS_LUFS = -21.0
"""What recordings are brought to: the loudness of synthetic voices, beside which they stand within a stop."""
TRUE_PEAK_DBTP = -3.0
"""Highest true peak of a recording before its stop is levelled."""


def has_synthetic_speech(tour: Tour) -> bool:
    """Whether anything of the tour is spoken by an engine."""
    return any(not segment.is_cue and not segment.audio for stop in tour.stops for segment in stop.spoken_segments)


def describe_recording(utterance: Utterance) -> tuple[str, ...]:
    """Return what shapes the clip of a recorded utterance: the file's digest and the text it is timed by.

    Raises EngineError where the file cannot be read.
    """
    return hashlib.sha256(_read_file(utterance)).hexdigest(), *(sentence.written for sentence in utterance.sentences)


def load_recording(utterance: Utterance) -> Clip:
    """Return the recording, trimmed and levelled, with a span for each sentence.

    Raises EngineError for a file that cannot be read, holds no audio or is silent.
    """
    try:
        decoded = ffmpeg.decode_audio(_read_file(utterance), SAMPLE_RATE_HZ)
    except AudioError as error:
        raise EngineError(
            _("The recording {file} cannot be decoded: {reason}").format(
                file=utterance.recording, reason=error.message
            ),
            hint=_("Save it as WAV, FLAC, MP3, M4A or Ogg."),
        ) from error
    samples = pcm.trim_recording(pcm.from_bytes(decoded), SAMPLE_RATE_HZ)
    if not len(samples):
        raise EngineError(
            _("The recording {file} is silent.").format(file=utterance.recording),
            hint=_("Record it again, or take “audio” out of the script to have it spoken."),
        )
    level = levelling.level_loudness(pcm.to_bytes([samples]), LOUDNESS_LUFS, TRUE_PEAK_DBTP)
    spans = spans_in_pauses([audible_letters(s.written) for s in utterance.sentences], samples, SAMPLE_RATE_HZ)
    return Clip(level, SAMPLE_RATE_HZ, spans)


def missing_recordings(tour: Tour) -> Sequence[str]:
    """Return the recordings a tour names that are not there, as written."""
    names = dict.fromkeys(segment.audio for stop in tour.stops for segment in stop.segments if segment.audio)
    return [name for name in names if not (tour.path.parent / name).is_file()]


def _read_file(utterance: Utterance) -> bytes:
    try:
        return Path(utterance.recording).read_bytes()
    except OSError as error:
        raise EngineError(
            _("The recording {file} cannot be read: {reason}.").format(
                file=utterance.recording, reason=error.strerror or error
            ),
            hint=_("Put the file there, or correct its path, which is relative to the script."),
        ) from error
