"""A person's recording in place of a synthetic voice: trimmed, levelled like speech, its sentences timed.

An aligner gives the times where there is one. Without it they are an estimate, and marked as such: letters share the
time, and the boundaries lie in the pauses that are nearest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import Protocol

from .. import files
from ..audio import ffmpeg, levelling
from ..audio.clipping import clipped_share
from ..audio.completeness import Ending, judge_ending
from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..engines import pcm
from ..engines.sentence_timing import audible_letters, spans_in_pauses
from ..errors import AudioError, EngineError
from ..i18n import _
from ..model import BuiltRecording, Clip, Segment, Sentence, Span, Stop, Tour, Utterance
from ..project import named_path
from ..text.markup import strip_marks

FINGERPRINT = "recording/3"
"""In the cache key; raised whenever what is done to recordings changes their sound."""
LOUDNESS_LUFS = -21.0
"""What recordings are brought to: the loudness of synthetic voices, beside which they stand within a stop."""
TRUE_PEAK_DBTP = -3.0
"""Highest true peak of a recording before its stop is levelled."""
MAX_REMEMBERED = 1024
"""Recordings of which it is remembered what they are like."""


class Aligner(Protocol):
    """Finds out when each sentence of a recording is said."""

    @property
    def fingerprint(self) -> str:
        """What makes its times what they are. Part of the cache key."""

    def align_sentences(self, clip: Clip, language: str, sentences: Sequence[Sentence]) -> tuple[Span, ...] | None:
        """Return a span for each sentence, in order; None where the recording hardly says them."""


def has_synthetic_speech(stops: Sequence[Stop]) -> bool:
    """Whether anything of the stops is spoken by an engine."""
    return any(not segment.is_cue and not segment.audio for stop in stops for segment in stop.spoken_segments)


def recorded_segments(stop: Stop) -> list[Segment]:
    """Return the segments of a stop that a person says."""
    return [segment for segment in stop.segments if segment.audio]


def describe_recording(utterance: Utterance) -> tuple[str, ...]:
    """Return what shapes the clip of a recorded utterance: the file's digest and the text it is timed by.

    Raises EngineError where the file cannot be read.
    """
    with _open_recording(utterance) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return digest, *(sentence.spoken for sentence in utterance.sentences)


def recording_fingerprint(aligner: Aligner | None) -> str:
    """Return what stands for the engine in the cache key of recordings."""
    return f"{FINGERPRINT}/{aligner.fingerprint if aligner else 'estimate'}"


def built_recordings(tour: Tour, stop: Stop, before: Sequence[BuiltRecording]) -> tuple[BuiltRecording, ...]:
    """Return the recordings of a stop, each with the text it was first built with; ``before``: its last build's."""
    recorded = digested_segments(tour, stop)
    return tuple(
        BuiltRecording(segment.audio, digest, text, segment.speaker)
        for (segment, digest), text in zip(recorded, recorded_texts(recorded, before), strict=True)
    )


def digested_segments(tour: Tour, stop: Stop) -> list[tuple[Segment, str]]:
    """Return the segments of a stop that are recorded, each with the digest of its recording."""
    return [(segment, recording_digest(tour, segment)) for segment in recorded_segments(stop)]


def recorded_texts(recorded: Sequence[tuple[Segment, str]], before: Sequence[BuiltRecording]) -> list[str]:
    """Return the text that each recording of a stop was first built with; its own where it was not built.

    ``recorded``: segments and the digests of their recordings. The same recording may be heard twice in a stop, each
    time with a text of its own.
    """
    known: dict[str, list[str]] = {}
    for recording in before:
        known.setdefault(recording.sha256, []).append(recording.text)
    texts: list[str | None] = []
    for segment, digest in recorded:
        same = (text for text in known.get(digest, ()) if spoken_letters(text) == spoken_letters(segment.text))
        texts.append(next(same, None))
        if texts[-1] is not None:
            known[digest].remove(texts[-1])
    return [
        (known[digest].pop(0) if known.get(digest) else segment.text) if text is None else text
        for (segment, digest), text in zip(recorded, texts, strict=True)
    ]


def spoken_letters(text: str) -> str:
    """Return what of a text is said: without marks, punctuation and spaces."""
    return "".join(filter(str.isalnum, strip_marks(text)))


def recording_digest(tour: Tour, segment: Segment) -> str:
    """Return the SHA-256 of a segment's recording; empty where there is no such file."""
    return files.file_digest(named_path(tour.path.parent, segment.audio))


def load_recording(utterance: Utterance, aligner: Aligner | None = None) -> Clip:
    """Return the recording, trimmed and levelled, with a span for each sentence.

    Raises EngineError for a file that cannot be read, holds no audio or is silent.
    """
    with _open_recording(utterance):  # a file that cannot be read says so itself
        name = utterance.recording
    samples = _spoken_samples(_decode_recording(Path(name), name).pcm, name)
    spans = spans_in_pauses([audible_letters(s.written) for s in utterance.sentences], samples, SAMPLE_RATE_HZ)
    spoken = pcm.to_bytes([samples])
    del samples  # twice as large, and not needed while it is levelled
    level = levelling.level_loudness(spoken, LOUDNESS_LUFS, TRUE_PEAK_DBTP)
    clip = Clip(level, SAMPLE_RATE_HZ, spans, estimated=len(spans) > 1)
    if aligner and (aligned := aligner.align_sentences(clip, utterance.voice.language, utterance.sentences)):
        return replace(clip, spans=aligned, estimated=False)
    return clip


@dataclass(frozen=True)
class RecordingFacts:
    """What a recording is like."""

    error: EngineError | None = None
    """Why it cannot be published: no audio in it, only silence, no end."""
    clipped: float = 0.0
    """Share of samples at full scale."""
    damaged: bool = False
    """Parts of it cannot be decoded."""


@lru_cache(maxsize=MAX_REMEMBERED)
def recording_facts(path: Path, name: str, _sha256: str) -> RecordingFacts:
    """Return what a recording that is there is like.

    ``name``: the file as written in the script. Remembered for as long as the file's SHA-256 stays the same.
    """
    try:
        decoded = _decode_recording(path, name)
        _spoken_samples(decoded.pcm, name)
    except EngineError as error:
        return RecordingFacts(error)
    return RecordingFacts(clipped=clipped_share(decoded.pcm), damaged=decoded.is_damaged)


@lru_cache(maxsize=MAX_REMEMBERED)
def recording_ending(path: Path, _sha256: str) -> Ending:
    """Return how a recording ends, as far as it tells without being decoded; complete where it cannot be read."""
    try:
        return judge_ending(path)
    except OSError:
        return Ending.COMPLETE


def _decode_recording(path: Path, name: str) -> ffmpeg.DecodedSound:
    """Return a recording at ``SAMPLE_RATE_HZ``. Raises EngineError where it has no sound, or no end."""
    try:
        decoded = ffmpeg.decode_sound(path, SAMPLE_RATE_HZ)
    except AudioError as error:
        raise EngineError(
            _("The recording {file} cannot be decoded: {reason}").format(file=name, reason=error.message),
            hint=_("Save it as WAV, FLAC, MP3, M4A or Ogg."),
        ) from error
    seconds = len(decoded.pcm) / 2 / SAMPLE_RATE_HZ
    if judge_ending(path, seconds) is Ending.CUT:
        raise EngineError(
            _("The recording {file} breaks off after {seconds:.1f} s: its end is missing.").format(
                file=name, seconds=seconds
            ),
            hint=_(
                "Copy the file again from where it was recorded. If it breaks off there too, listen to it: record it "
                "again, or save it as a WAV file with a sound editor."
            ),
        )
    return decoded


def _spoken_samples(decoded: bytes, name: str) -> pcm.Samples:
    """Return what of a recording is published. Raises EngineError where nothing is said."""
    samples = pcm.spoken_part(pcm.from_bytes(decoded), SAMPLE_RATE_HZ)
    if not len(samples):
        raise EngineError(
            _("The recording {file} is silent.").format(file=name),
            hint=_("Record it again, or take “audio” out of the script to have it spoken."),
        )
    return samples


def missing_recordings(tour: Tour) -> Sequence[str]:
    """Return the recordings a tour names that are not there, as written."""
    names = dict.fromkeys(segment.audio for stop in tour.stops for segment in stop.segments if segment.audio)
    return [name for name in names if not files.names_file(named_path(tour.path.parent, name))]


def _open_recording(utterance: Utterance) -> BufferedReader:
    try:
        return files.open_regular_file(Path(utterance.recording))
    except OSError as error:
        raise EngineError(
            _("The recording {file} cannot be read: {reason}.").format(
                file=utterance.recording, reason=error.strerror or error
            ),
            hint=_("Put the file there, or correct its path, which is relative to the script."),
        ) from error
