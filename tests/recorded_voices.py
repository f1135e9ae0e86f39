"""Recordings for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from audioguide.audio import ffmpeg


def write_recording(path: Path, hertz: int = 150, seconds: float = 2.0) -> Path:
    """Write a buzz that swells like syllables, with silence around it: equal seconds give equal sizes."""
    time = np.arange(round(seconds * ffmpeg.SAMPLE_RATE_HZ)) / ffmpeg.SAMPLE_RATE_HZ
    buzz = sum(np.sin(2 * np.pi * hertz * n * time) / n for n in range(1, 12)) * (0.2 + np.sin(9 * time) ** 2)
    samples = np.pad(0.1 * buzz, 6_000)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = ("-f", "f32le", "-ar", str(ffmpeg.SAMPLE_RATE_HZ), "-ac", "1", "-i", "pipe:0", "-y", str(path))
    ffmpeg.run_ffmpeg(*raw, data=samples.astype("<f4").tobytes())
    return path
