"""Sound: decode, compose, level, measure, encode. The only user of pydub and ffmpeg.

PCM is mono, signed 16-bit, little-endian. Inside, positions are samples at ``SAMPLE_RATE_HZ``, so that nothing is
rounded before the end; callers turn them into milliseconds with ``samples_to_ms``.
"""

from __future__ import annotations

import math
import re
import subprocess
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import AudioError
from ..i18n import _
from .encoding_errors import encoding_error, writing_error

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE_HZ = 24_000
"""Samples a second of everything published: what the engines speak; turning it up would only cost bytes."""
FRAME_SAMPLES = 576
"""Samples of one MP3 frame at this rate (MPEG-2 layer III)."""
DECODER_DELAY_SAMPLES = 1105
"""Samples that a decoded MP3 lags behind what was encoded: 576 by LAME, 529 by every decoder.

Files without a Xing header do not tell their players, which therefore all play it (measured: 46 ms).
"""
LAME_LOSS_DB = 0.446
"""dB by which LAME turns everything down (it scales by 0.95, and ffmpeg has no option for it; measured)."""
BIT_RATES_KBITS = (16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Constant MP3 bit rates at this sampling rate, in kbit/s."""
FADED_END_MS = 1000
"""Of a long sound, what is faded apart from the rest."""
LONG_SOUND_BYTES = 1_000_000
SILENCE_LUFS = -70.0
"""What BS.1770 calls the loudness of nothing: its absolute gate, in LUFS."""

SILENCE_DBTP = -99.0
"""Represents a true peak of minus infinity, in dBTP, which JSON cannot say."""

SOUND_FORMATS = (
    "wav,w64,mp3,flac,ogg,aac,loas,mov,m4a,matroska,webm,aiff,caf,amr,amrnb,amrwb,asf,au,ac3,eac3,ape,wv,tta,tak,mpc,mpc8,"
    "oma,dsf,dss,voc,gsm,qcp,rm,avi,flv,mpegts,mpeg,nut"
)
"""Formats, by ffmpeg's names, that hold their sound themselves: a playlist would make ffmpeg read other files."""
QUIET_MIX_DB = 10.0
"""How much quieter than its louder channel a mix is where the channels cancel each other out; of a single channel that
speaks beside a silent one it is 6 dB, of two that have nothing in common 3 dB."""

_ERROR_LINE = re.compile(r"^(?:\[[^\]\n]*\] )?\[(?:error|fatal)\]", re.MULTILINE)
_CHANNEL_METER = "aresample=8000,astats=measure_perchannel=RMS_level:measure_overall=none"
_RAW_PCM = ("-f", "s16le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1")


@dataclass(frozen=True)
class Level:
    """Measured per ITU-R BS.1770-4 and EBU R 128, with 0.1 of resolution."""

    loudness: float
    """Integrated, in LUFS; ``SILENCE_LUFS`` where there is nothing to hear."""
    true_peak: float
    """dBTP, oversampled to 192 kHz; ``SILENCE_DBTP`` for digital silence."""


def samples_to_ms(samples: int) -> int:
    """Samples at ``SAMPLE_RATE_HZ`` → milliseconds, rounded."""
    return round(samples * 1000 / SAMPLE_RATE_HZ)


def ms_to_samples(milliseconds: int) -> int:
    """Milliseconds → samples at ``SAMPLE_RATE_HZ``."""
    return milliseconds * SAMPLE_RATE_HZ // 1000


# ---------------------------------------------------------------- ffmpeg


@lru_cache
def ffmpeg_path() -> str:
    """Path of the ffmpeg that ``imageio-ffmpeg`` carries; it has libmp3lame, and no ffprobe.

    Raises AudioError where the package has none for this platform.
    """
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise AudioError(
            _("There is no ffmpeg for this machine."),
            hint=_("Install ffmpeg and set IMAGEIO_FFMPEG_EXE to its path."),
        ) from error


@lru_cache
def ffmpeg_version() -> str:
    """What encodes: the version of ffmpeg, e.g. ``7.1``."""
    return run_ffmpeg("-version").decode().split()[2]


def run_ffmpeg(*arguments: str, data: bytes | None = None, log: bool = False) -> bytes:
    """Run ffmpeg to its end; its output, or what it logged. Raises AudioError with the tail of what it said."""
    run = _complete_run(arguments, data, "info" if log else "error")
    return run.stderr if log else run.stdout


def _complete_run(
    arguments: Sequence[str], data: bytes | None, log_level: str, hint: str = ""
) -> subprocess.CompletedProcess[bytes]:
    command = [ffmpeg_path(), "-hide_banner", "-nostats", "-loglevel", log_level, *arguments]
    try:
        run = subprocess.run(command, input=data if data is not None else b"", capture_output=True, check=False)
    except OSError as error:
        raise encoding_error(str(error)) from error
    if run.returncode:
        raise writing_error(Path(arguments[-1]), run.stderr.decode(errors="replace"), run.returncode, hint)
    return run


def sound_input(source: bytes | Path) -> tuple[str, ...]:
    """Return ffmpeg's arguments for a file of sound or its bytes: nothing but it is read, whatever its name."""
    name = f"file:{source}" if isinstance(source, Path) else "pipe:0"
    return "-format_whitelist", SOUND_FORMATS, "-protocol_whitelist", "file,pipe", "-i", name


def decode_audio(source: bytes | Path, rate: int = SAMPLE_RATE_HZ) -> bytes:
    """Any audio file, or its bytes → PCM at ``rate``. Raises AudioError as ``decode_sound``."""
    return decode_sound(source, rate).pcm


@dataclass(frozen=True)
class DecodedSound:
    """What a file sounds like."""

    pcm: bytes
    is_damaged: bool
    """Parts of the file cannot be decoded, and are missing."""


def decode_sound(source: bytes | Path, rate: int = SAMPLE_RATE_HZ) -> DecodedSound:
    """Return the sound of any audio file, or of its bytes: its channels mixed, or the loudest where they cancel out.

    Telephones write M4A with its index at the end, which only a file gives: bytes of it cannot be searched.
    Raises AudioError, with what ffmpeg said, for what is not audio, and where nothing comes out.
    """
    data = None if isinstance(source, Path) else source
    hint = _("Save it as WAV, FLAC, MP3, M4A or Ogg.")
    raw = ("-f", "s16le", "-ar", str(rate), "-ac", "1", "pipe:1")
    measured = ("-vn", "-af", _CHANNEL_METER, "-f", "null", "-")  # an output of its own: the mix stays as it is
    run = _complete_run((*sound_input(source), "-vn", *raw, *measured), data, "level+info", hint)
    if not run.stdout:
        raise encoding_error(_("the file holds no audio."), hint=hint)
    log = run.stderr.decode(errors="replace")
    is_damaged = bool(_ERROR_LINE.search(log))
    levels = [float(level) for level in re.findall(r"RMS level dB: (\S+)", log)]
    if len(levels) < 2 or _level_dbfs(run.stdout) > max(levels) - QUIET_MIX_DB:
        return DecodedSound(run.stdout, is_damaged)
    loudest = ("-af", f"pan=mono|c0=c{levels.index(max(levels))}")
    pcm = _complete_run((*sound_input(source), "-vn", *loudest, *raw), data, "error", hint).stdout
    return DecodedSound(pcm, is_damaged)


def _level_dbfs(pcm: bytes) -> float:
    """Return the root mean square of PCM in dBFS."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2")
    blocks = (samples[start : start + 2**20].astype(np.float64) for start in range(0, len(samples), 2**20))
    power = sum(float(block @ block) for block in blocks) / len(samples) / 32768**2
    return 10 * math.log10(power) if power else -math.inf


def resample_pcm(pcm: bytes, rate: int) -> bytes:
    """PCM at ``rate`` → PCM at ``SAMPLE_RATE_HZ``."""
    if rate == SAMPLE_RATE_HZ or not pcm:
        return pcm
    return run_ffmpeg(
        "-f",
        "s16le",
        "-ar",
        str(rate),
        "-ac",
        "1",
        "-i",
        "pipe:0",
        "-f",
        "s16le",
        "-ar",
        str(SAMPLE_RATE_HZ),
        "pipe:1",
        data=pcm,
    )


# ---------------------------------------------------------------- compose


def silent_pcm(milliseconds: int) -> bytes:
    """Digital silence."""
    return bytes(2 * ms_to_samples(milliseconds))


def join_with_fades(parts: Iterable[bytes], fade: int = 4) -> bytes:
    """Return the parts in a row, each faded over ``fade`` ms at both ends.

    One join of the bytes: adding pydub segments one by one copies everything each time.
    """
    return b"".join(fade_ends(part, fade) for part in parts if part)


def fade_ends(part: bytes, fade: int = 4) -> bytes:
    """Return the part faded over ``fade`` ms at both ends, so that it does not click; what is too short stays."""
    load = partial(_load_pydub(), sample_width=2, frame_rate=SAMPLE_RATE_HZ, channels=1)
    if len(part) > LONG_SOUND_BYTES:  # pydub copies all of it at each step
        end = 2 * ms_to_samples(round(1000 * (len(part) / 2 / SAMPLE_RATE_HZ)))  # it rounds to milliseconds
        size = 2 * ms_to_samples(FADED_END_MS)
        head, tail = part[:size], part[end - size : end].ljust(size, b"\0")
        middle = memoryview(part)[size : end - size]
        return b"".join((load(data=head).fade_in(fade).raw_data, middle, load(data=tail).fade_out(fade).raw_data))
    segment = load(data=part)
    faded: bytes = segment.fade_in(fade).fade_out(fade).raw_data if len(segment) > 2 * fade else part
    return faded


@lru_cache
def _load_pydub() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that PATH has no ffmpeg; we bring our own
        from pydub import AudioSegment
    AudioSegment.converter = ffmpeg_path()
    return AudioSegment


AUDIBLE_DBFS = -50.0
"""Above this a sample can be heard."""


def find_onset(pcm: bytes) -> int:
    """Return the samples until sound is audible; 0 where none is."""
    return int(_audible_samples(pcm).argmax()) if pcm else 0


def _audible_samples(pcm: bytes) -> NDArray[np.bool_]:
    import numpy as np

    return np.abs(np.frombuffer(pcm, "<i2").astype(np.int32)) > 32768 * 10 ** (AUDIBLE_DBFS / 20)


# ---------------------------------------------------------------- measure and level


def measure_loudness(source: bytes | Path) -> Level:
    """Loudness and true peak of PCM or of a file. Raises AudioError."""
    if isinstance(source, Path):
        return Level(*_measure_ebur128(sound_input(source), b"", peak=True))
    return (
        Level(*_measure_ebur128((*_RAW_PCM, "-i", "pipe:0"), source, peak=True))
        if source
        else Level(SILENCE_LUFS, SILENCE_DBTP)
    )


def integrated_loudness(pcm: bytes) -> float:
    """Integrated loudness alone, in LUFS, several times as fast; PCM shorter than BS.1770's gate is repeated."""
    if not pcm:
        return SILENCE_LUFS
    enough = 2 * ms_to_samples(1000)
    return _measure_ebur128((*_RAW_PCM, "-i", "pipe:0"), pcm * -(-enough // len(pcm)) if len(pcm) < enough else pcm)[0]


def stream_loudness(blocks: Iterable[bytes]) -> float:
    """Return the integrated loudness of PCM that comes in blocks, in LUFS. Raises AudioError."""
    command = [ffmpeg_path(), "-hide_banner", "-nostats", "-loglevel", "info", *_RAW_PCM, "-i", "pipe:0"]
    command += ["-vn", "-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    with tempfile.TemporaryFile() as log:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log) as process:
            assert process.stdin is not None
            with suppress(BrokenPipeError):  # what it logged says more
                for block in blocks:
                    process.stdin.write(block)
                process.stdin.close()
        log.seek(0)
        text = log.read().decode(errors="replace")
    if process.returncode:
        raise encoding_error(text, process.returncode)
    return _parse_summary(text, peak=False)[0]


def _measure_ebur128(inputs: Sequence[str], data: bytes, *, peak: bool = False) -> tuple[float, float]:
    meter = "ebur128=framelog=quiet" + (":peak=true" if peak else "")
    log_text = run_ffmpeg(*inputs, "-vn", "-af", meter, "-f", "null", "-", data=data, log=True).decode(errors="replace")
    return _parse_summary(log_text, peak)


def _parse_summary(log_text: str, peak: bool) -> tuple[float, float]:
    """Return loudness and true peak from what the meter logged at its end."""
    summary = log_text.rpartition("Summary:")[2]
    integrated, highest = (re.search(rf"{name}:\s+(-?[\d.]+|-?inf|-?nan) ", summary) for name in ("I", "Peak"))
    if integrated is None or (peak and highest is None):
        raise encoding_error(log_text)
    values = (float(match[1]) if match else SILENCE_DBTP for match in (integrated, highest))
    loud, top = (value if math.isfinite(value) else SILENCE_DBTP for value in values)
    return max(loud, SILENCE_LUFS), max(top, SILENCE_DBTP)


# ---------------------------------------------------------------- encode


class Encoder:
    """Takes PCM bit by bit and has ffmpeg write MP3 frames, and nothing else, to a file."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.samples = 0
        """How many samples were taken so far."""

    def write(self, pcm: bytes) -> None:
        """Append PCM. Raises OSError once ffmpeg has gone; ``open_encoder`` turns it into an AudioError."""
        assert self._process.stdin is not None
        self._process.stdin.write(pcm)
        self.samples += len(pcm) // 2


@contextmanager
def open_encoder(path: Path, bit_rate: int) -> Iterator[Encoder]:
    """Encode into ``path`` at a constant ``bit_rate`` in kbit/s, without tags; memory stays the same for any length.

    Raises AudioError for a bit rate MP3 lacks here, when ffmpeg fails and when it writes less than it was given.
    """
    if bit_rate not in BIT_RATES_KBITS:
        known = ", ".join(map(str, BIT_RATES_KBITS))
        raise AudioError(
            _("Unsupported MP3 bit rate: {rate} kbit/s.").format(rate=bit_rate),
            hint=_("Set bit_rate in voices.yaml to one of {known}.").format(known=known),
        )
    target = ("-c:a", "libmp3lame", "-b:a", f"{bit_rate}k", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3")
    command = [ffmpeg_path(), "-hide_banner", "-nostats", "-loglevel", "error", *_RAW_PCM, "-i", "pipe:0"]
    command += [*target, "-map_metadata", "-1", "-y", str(path)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log)
        taker, gone = Encoder(process), None
        try:
            try:
                yield taker
                process.stdin.close()  # type: ignore[union-attr]
            except BrokenPipeError as error:
                gone = error
            code = process.wait()
        finally:
            process.kill()
            with suppress(OSError):  # what is left in the buffer has no reader
                process.stdin.close()  # type: ignore[union-attr]
            process.wait()
        log.seek(0)
        if gone or code or mp3_duration(path, bit_rate) < taker.samples:
            raise writing_error(path, log.read().decode(errors="replace"), process.returncode) from gone


def mp3_duration(path: Path, bit_rate: int) -> int:
    """Samples an untagged MP3 of constant bit rate decodes to: every frame has the same size."""
    return path.stat().st_size // frame_bytes(bit_rate) * FRAME_SAMPLES


def frame_bytes(bit_rate: int) -> int:
    """Bytes of a frame; at this sampling rate none needs padding."""
    return FRAME_SAMPLES // 8 * bit_rate * 1000 // SAMPLE_RATE_HZ
