"""Sound that was recorded too loud: its peaks are cut flat at full scale, which nothing repairs afterwards."""

from __future__ import annotations

MAX_CLIPPED_SHARE = 0.001
"""Of samples at full scale, above which sound is distorted to hear.

Measured on speech at 24,000 samples a second: brought to full scale 0.00001; 1 dB over 0.0004; 6 dB over 0.004 as MP3
or M4A, which blunt the peaks, and 0.02 to 0.05 as WAV.
"""
FULL_SCALE = 32_766
"""From which value on a sample of 16 bits counts as at full scale."""
_BLOCK_SAMPLES = 1 << 20


def clipped_share(pcm: bytes) -> float:
    """Return the share of samples at full scale; 0 where there are none."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2")
    blocks = (samples[start : start + _BLOCK_SAMPLES] for start in range(0, len(samples), _BLOCK_SAMPLES))
    clipped = sum(int(np.count_nonzero((block >= FULL_SCALE) | (block <= -FULL_SCALE))) for block in blocks)
    return clipped / max(1, len(samples))
