"""Music and ambience around the speech of a stop: laid under it, and turned down as far as it needs.

The speech stays as it is; what lies under it is measured against it, sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..audio import ducking, ffmpeg, levelling, limiter
from ..audio.clipping import clipped_share
from ..audio.completeness import Ending, judge_ending
from ..audio.ducking import Dip
from ..audio.limiter import Samples
from ..errors import AudioError
from ..files import file_digest, names_file, suggest_file
from ..i18n import _
from ..model import Sound, Stop, Tour
from ..project import named_path

MIN_SOUND_S = 2.0
"""Seconds of the shortest sound that can be repeated."""
SHORT_SOUND_S = 15.0
"""Seconds below which visitors notice that a sound repeats itself."""
SILENT_LUFS = -60.0
"""Loudness below which a file holds nothing to hear."""
MAX_REMEMBERED = 256
"""Sounds of which it is remembered what they are like."""
MAX_LOADED_SOUNDS = 4
"""Sounds kept ready at a time: those of a tour are the same in every stop."""
TRUE_PEAK_DBTP = -3.0
"""Highest true peak of a sound, alone."""


def stop_sounds(tour: Tour, stop: Stop) -> tuple[Sound, ...]:
    """Return what is heard in a stop besides speech: its own sounds, else the tour's, files as full paths."""
    chosen = {sound.kind: sound for sound in (*tour.sounds, *stop.sounds)}
    return tuple(
        replace(sound, file=str(named_path(tour.path.parent, sound.file)), place=None)
        for sound in chosen.values()
        if sound.file
    )


def lead_ms(sounds: Sequence[Sound]) -> int:
    """Return the milliseconds of sound alone before and after the speech."""
    return round(1000 * max((sound.alone for sound in sounds), default=0.0))


@dataclass(frozen=True)
class SoundFacts:
    """What a sound file is like."""

    seconds: float
    loudness: float
    """LUFS."""
    clipped: float
    """Share of samples at full scale."""
    is_damaged: bool
    """Its end is missing, or parts of it cannot be decoded."""


def sound_facts(path: Path) -> SoundFacts:
    """Measure a sound file. Remembered until it changes. Raises AudioError for what is no sound."""
    return _measure_sound(path, file_digest(path))


@lru_cache(maxsize=MAX_REMEMBERED)
def _measure_sound(path: Path, _sha256: str) -> SoundFacts:
    decoded = _decode_sound(path)
    seconds = len(decoded.pcm) / 2 / ffmpeg.SAMPLE_RATE_HZ
    is_damaged = decoded.is_damaged or judge_ending(path, seconds) is not Ending.COMPLETE
    return SoundFacts(seconds, ffmpeg.integrated_loudness(decoded.pcm), clipped_share(decoded.pcm), is_damaged)


def mix_beds(
    speech: Samples, spans: Sequence[tuple[int, int]], sounds: Sequence[Sound], target: float, ceiling: float
) -> Iterator[bytes]:
    """Yield the speech with the sounds around it, ``lead_ms`` longer at both ends, block by block.

    ``spans``: milliseconds of the speech in which somebody speaks. ``target``: loudness of the speech in LUFS.
    ``ceiling``: highest true peak of all of it in dBTP. Raises AudioError for a sound that cannot be read.
    """
    around = ffmpeg.ms_to_samples(lead_ms(sounds))
    total = len(speech) + 2 * around
    lead = lead_ms(sounds)
    placed = [(start + lead, end + lead) for start, end in spans]
    levels = ducking.speech_levels(ducking.measure_windows(speech, around), placed)
    beds = [_load_bed(sound, target) for sound in sounds]
    windows = [ducking.measure_windows(_Loop(bed, total)) for bed in beds]
    under = ducking.sum_loudness([w for w, sound in zip(windows, sounds, strict=True) if sound.under])
    dips = [ducking.plan_dips(levels, under, silent=not sound.under) for sound in sounds]
    layers = [_Layer(sound, bed, some, around, total) for sound, bed, some in zip(sounds, beds, dips, strict=True)]
    mixed = _Mixed(speech, around, total, layers)
    for block in limiter.limit_blocks(mixed, limiter.highest_peaks(mixed), 0.0, ceiling):
        yield block.tobytes()


@dataclass(frozen=True)
class _Layer:
    """One sound around the speech, from ``alone`` seconds before it to as many after it."""

    sound: Sound
    turn: NDArray[np.int16]
    dips: Sequence[Dip]
    around: int
    """Samples of the mix before and after the speech."""
    total: int
    """Samples of the mix."""

    def render(self, start: int, count: int) -> NDArray[np.float32]:
        """Samples of the mix from ``start``."""
        skipped = max(0, self.around - round(self.sound.alone * ffmpeg.SAMPLE_RATE_HZ))
        fade = round(self.sound.fade * ffmpeg.SAMPLE_RATE_HZ)
        own = self.total - 2 * skipped
        moved = [
            Dip(dip.start - ffmpeg.samples_to_ms(skipped), dip.end - ffmpeg.samples_to_ms(skipped), dip.gain)
            for dip in self.dips
        ]
        at = np.arange(start - skipped, start - skipped + count)
        gain = ducking.envelope(start - skipped, count, own, fade, moved)
        return np.asarray(self.turn[at % len(self.turn)] * gain, np.float32)


class _Loop:
    """An endless sound as samples of a mix."""

    def __init__(self, turn: NDArray[np.int16], total: int) -> None:
        self._turn, self._total = turn, total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, piece: slice) -> NDArray[np.int16]:
        start, stop, _step = piece.indices(self._total)
        return self._turn[np.arange(start, max(start, stop)) % len(self._turn)]


class _Mixed:
    """Speech and what lies around it, mixed where it is read: a stop may last hours."""

    def __init__(self, speech: Samples, around: int, total: int, layers: Sequence[_Layer]) -> None:
        self._speech, self._around, self._total, self._layers = speech, around, total, layers

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, piece: slice) -> NDArray[np.int16]:
        start, stop, _step = piece.indices(self._total)
        mixed = np.zeros(max(0, stop - start), np.float32)
        low, high = max(0, start - self._around), max(0, stop - self._around)
        spoken = self._speech[low:high]
        at = max(0, self._around - start)
        mixed[at : at + len(spoken)] = spoken
        for layer in self._layers:
            mixed += layer.render(start, len(mixed))
        return np.clip(np.rint(mixed), -32768, 32767).astype("<i2")


@lru_cache(maxsize=MAX_LOADED_SOUNDS)
def _load_turn(path: Path, _sha256: str, overlap: int, loudness: float) -> NDArray[np.int16]:
    """One turn of a sound at a loudness; its SHA-256 belongs to what is remembered: a changed file is read again."""
    data = levelling.level_loudness(_decode_sound(path).pcm, loudness, TRUE_PEAK_DBTP)
    return ducking.loop_samples(np.frombuffer(data, "<i2"), overlap)


def _load_bed(sound: Sound, target: float) -> NDArray[np.int16]:
    path = Path(sound.file)
    overlap = round(sound.fade * ffmpeg.SAMPLE_RATE_HZ)
    return _load_turn(path, file_digest(path), overlap, target + sound.level)


def _decode_sound(path: Path) -> ffmpeg.DecodedSound:
    if not names_file(path):
        raise missing_sound(path)
    try:
        return ffmpeg.decode_sound(path)
    except AudioError as error:
        raise AudioError(
            _("{file} is no sound that can be read: {reason}").format(file=path.name, reason=error.message),
            hint=_("Save it as WAV, FLAC, MP3, M4A or Ogg."),
        ) from error


def missing_sound(file: str | Path) -> AudioError:
    """Return the error for a sound that is not there."""
    return AudioError(
        _("There is no sound {file}.").format(file=file),
        hint=suggest_file(Path(file).parent, Path(file).name)
        or _("Put the file there, or correct its path, which is relative to the script."),
    )
