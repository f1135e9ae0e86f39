"""Measures of a stop's sound that need no recogniser."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import files
from ..audio import ffmpeg
from ..model import Span
from . import chunks
from .recogniser import SAMPLE_RATE_HZ

CLIPPED_SAMPLE = 32_700
"""Sample value from which on a sample counts as clipped."""
DNSMOS_SAMPLES = 144_160
"""Samples at 16 kHz (9.01 s) that DNSMOS rates at a time; once is enough to compare two builds."""
DNSMOS_POLYNOMIAL = (-0.06766283, 1.11546468, 0.04602535)
"""Polynomial from the model's output to its scale, as published with it."""


@dataclass(frozen=True)
class AudioMetrics:
    """One stop's sound."""

    loudness: float
    """Integrated, LUFS."""
    true_peak: float
    """dBTP."""
    longest_silence: int
    """Milliseconds, between first and last sound."""
    clipped: int
    """Samples."""
    pace: float
    """Syllables (or words) a minute, pauses included."""
    mos: float | None = None
    """DNSMOS P.835, overall, 1 to 5, of the speech alone; None where ``speechmos`` is not installed, and where music
    lies under a voice that cannot be asked again."""


@dataclass(frozen=True)
class SpeechAlone:
    """The speech of a stop, without the chime and the music around it."""

    span: Span
    """Milliseconds from the first word to the last."""
    pcm: bytes | None
    """The sound at 16 kHz without music; None where nobody can make it again."""


METRICS_VERSION = 2
"""Raised when measuring changes."""


def cached_metrics(
    file: Path, data: bytes, pcm: bytes, units: int, cache: Path, alone: SpeechAlone | None = None
) -> AudioMetrics:
    """As ``measure_audio``, once for each content of the file: the answer lies in ``cache``."""
    speech = f"-{sha256_hex(alone.pcm or b'')[:16]}" if alone else ""
    path = cache / f"{sha256_hex(data)}{speech}-{units}-{METRICS_VERSION}.json"
    try:
        return AudioMetrics(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        metrics = measure_audio(file, pcm, units, alone)
        files.write_text(path, json.dumps(asdict(metrics)))
        return metrics


def measure_audio(file: Path, pcm: bytes, units: int, alone: SpeechAlone | None = None) -> AudioMetrics:
    """Measures of an audio file; ``pcm`` is its sound at 16 kHz, ``units`` are said in it.

    ``alone``: its speech, where its times are known. A pace counts what is spoken, not the chime, and DNSMOS takes
    music for noise (a point less at 12 dB under the speech, measured).
    """
    import numpy as np

    level = ffmpeg.measure_loudness(file)
    loud = np.flatnonzero(np.asarray(chunks.window_levels(pcm)) > chunks.QUIET_DBFS)
    gaps = np.diff(loud) - 1
    samples = np.frombuffer(ffmpeg.decode_audio(file), dtype="<i2").astype(np.int32)  # resampling would blunt the peaks
    speech = [alone.span] if alone else chunks.speech_spans(pcm)
    minutes = (speech[-1].end - speech[0].start) / 60_000 if speech else 0
    rated = alone.pcm if alone else pcm
    return AudioMetrics(
        loudness=level.loudness,
        true_peak=level.true_peak,
        longest_silence=int(gaps.max(initial=0)) * chunks.WINDOW_MS,
        clipped=int(np.count_nonzero(np.abs(samples) >= CLIPPED_SAMPLE)),
        pace=round(units / minutes, 1) if minutes else 0.0,
        mos=None if rated is None else _rate_with_dnsmos(rated),
    )


def _rate_with_dnsmos(pcm: bytes) -> float | None:
    """DNSMOS P.835, overall quality (https://github.com/microsoft/DNS-Challenge), of the middle of the sound.

    Only the model is taken from ``speechmos``: its code needs packages of its own.
    """
    import numpy as np

    session, sound = _load_dnsmos(), np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768
    if session is None or len(sound) < SAMPLE_RATE_HZ:
        return None
    start = max(0, (len(sound) - DNSMOS_SAMPLES) // 2)
    part = np.resize(sound[start : start + DNSMOS_SAMPLES], DNSMOS_SAMPLES)
    overall = session.run(None, {"input_1": part[None]})[0][0][2]
    return round(float(np.polyval(DNSMOS_POLYNOMIAL, overall)), 2)


@lru_cache
def _load_dnsmos() -> Any:
    """The model; None where ``speechmos`` is not installed."""
    spec = importlib.util.find_spec("speechmos")
    if spec is None or spec.origin is None:
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = Path(spec.origin).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def sha256_hex(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
