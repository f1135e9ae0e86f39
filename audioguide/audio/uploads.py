"""Recordings that somebody hands in: they are what they say, and nothing travels along with the sound.

A telephone writes into its recordings where it was. The sound itself is copied as it is, not encoded again.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..errors import AudioError
from ..i18n import _
from . import ffmpeg
from .completeness import Ending, judge_ending

MAX_RECORDING_S = 1800
"""Seconds of the longest recording taken: a small file of silence could be days long and fill the memory."""
CONTAINERS = {
    "opus": (".ogg", "ogg"),
    "vorbis": (".ogg", "ogg"),
    "flac": (".flac", "flac"),
    "mp3": (".mp3", "mp3"),
    "aac": (".m4a", "ipod"),
    "pcm_s16le": (".wav", "wav"),
    "pcm_s24le": (".wav", "wav"),
}
"""Codec → suffix and format of the file that keeps it as it is; every other one becomes FLAC."""
SOUND_SUFFIXES = frozenset({".ogg", ".flac", ".mp3", ".m4a", ".wav", ".aac", ".opus", ".oga", ".webm", ".amr", ".aiff"})
"""File names of sound, for showing what a script names."""

_CODEC = re.compile(r"Stream #0:\d+.*: Audio: (\w+)")


@dataclass(frozen=True)
class CleanRecording:
    """A recording without anything but its sound."""

    suffix: str
    data: bytes
    pcm: bytes
    """Mono, signed 16-bit, at ``ffmpeg.SAMPLE_RATE_HZ``."""


def clean_recording(data: bytes) -> CleanRecording:
    """Return a recording as it was made, without metadata, pictures and chapters.

    Raises AudioError for what is no sound, for what breaks off, and above ``MAX_RECORDING_S``.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "upload"
        source.write_bytes(data)
        read = (*ffmpeg.sound_input(source), "-map", "0:a:0")
        try:
            log = ffmpeg.run_ffmpeg(*read, "-t", "0.01", "-f", "null", "-", log=True).decode(errors="replace")
            raw = ("-f", "s16le", "-ar", str(ffmpeg.SAMPLE_RATE_HZ), "-ac", "1", "pipe:1")
            pcm = ffmpeg.run_ffmpeg(*read, "-t", str(MAX_RECORDING_S + 1), *raw)
        except AudioError as error:
            raise AudioError(
                _("This file is not a recording that can be played."),
                hint=_("Save it as WAV, FLAC, MP3, M4A or Ogg."),
            ) from error
        if len(pcm) > 2 * MAX_RECORDING_S * ffmpeg.SAMPLE_RATE_HZ:
            raise AudioError(
                _("The recording is longer than {minutes} minutes.").format(minutes=MAX_RECORDING_S // 60),
                hint=_("Cut out what the visitor should hear."),
            )
        if judge_ending(source, len(pcm) / 2 / ffmpeg.SAMPLE_RATE_HZ) is Ending.CUT:
            raise AudioError(
                _("This recording breaks off: its end is missing."),
                hint=_("Copy the file again from where it was recorded, and hand that in."),
            )
        codec = _CODEC.search(log)
        suffix, container = CONTAINERS.get(codec[1] if codec else "", ("", ""))
        target = Path(folder) / f"clean{suffix or '.flac'}"
        written = ("-c:a", "copy", "-f", container) if suffix else ("-c:a", "flac", "-f", "flac")
        bare = ("-vn", "-map_metadata", "-1", "-map_chapters", "-1", "-bitexact", "-fflags", "+bitexact")
        ffmpeg.run_ffmpeg(*read, *bare, *written, str(target))
        return CleanRecording(target.suffix, target.read_bytes(), pcm)
