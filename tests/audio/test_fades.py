"""The ends of sounds: faded alike, however long the sound is."""

from __future__ import annotations

import numpy as np
import pytest

from audioguide.audio import ffmpeg


@pytest.mark.parametrize("count", [*range(500_000, 500_026), 500_036, 720_000])
def test_a_long_sound_is_faded_as_pydub_fades_all_of_it(count: int) -> None:
    samples = np.random.default_rng(count).integers(-30_000, 30_000, count).astype("<i2").tobytes()
    whole = ffmpeg._load_pydub()(data=samples, sample_width=2, frame_rate=ffmpeg.SAMPLE_RATE_HZ, channels=1)
    assert ffmpeg.fade_ends(samples) == whole.fade_in(4).fade_out(4).raw_data
