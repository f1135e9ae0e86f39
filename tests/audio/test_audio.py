"""Sound in numbers: what is measured, levelled and encoded, checked against other people's meters and decoders."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
from conftest import need, need_module
from numpy.typing import NDArray

from audioguide.audio import chime, ffmpeg, levelling, limiter
from audioguide.errors import AudioError, OutputError

RATE = ffmpeg.SAMPLE_RATE_HZ


def pcm(wave: NDArray[np.float64]) -> bytes:
    return (np.clip(wave, -1, 1) * 32767).astype("<i2").tobytes()


def wave(data: bytes) -> NDArray[np.float64]:
    return np.frombuffer(data, "<i2") / 32768


def sine(seconds: float, hertz: float = 440, peak: float = 0.3) -> bytes:
    return pcm(peak * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE))


def speechlike(seconds: float, seed: int = 0) -> bytes:
    """Noise in syllables, with the sharp peaks that speech has."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE)
    syllables = np.clip(np.sin(2 * np.pi * 3.3 * np.arange(count) / RATE), 0, 1)
    noise = np.convolve(random.standard_normal(count), np.hanning(12) / 6, "same")
    noise[:: RATE // 5] *= 6
    return pcm(0.04 * noise * syllables)


def encoded(path: Path, data: bytes, bit_rate: int = 64) -> Path:
    with ffmpeg.open_encoder(path, bit_rate) as encoder:
        encoder.write(data)
    return path


# ---------------------------------------------------------------- decode


def test_decoding_gives_back_what_was_encoded(tmp_path: Path) -> None:
    decoded = wave(ffmpeg.decode_audio(encoded(tmp_path / "a.mp3", sine(1)).read_bytes()))
    middle = decoded[RATE // 4 : RATE // 2]
    assert 20 * np.log10(np.sqrt(2) * middle.std()) == pytest.approx(20 * np.log10(0.3) - ffmpeg.LAME_LOSS_DB, abs=0.05)


@pytest.mark.parametrize("data", [b"", b"this is not audio", b"\xff\xfb" + bytes(40)])
def test_what_is_not_audio_is_an_error_with_what_ffmpeg_said(data: bytes) -> None:
    with pytest.raises(AudioError) as error:
        ffmpeg.decode_audio(data)
    assert error.value.hint


def test_resampling_keeps_length_and_pitch() -> None:
    other = (0.3 * 32767 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)).astype("<i2").tobytes()
    ours = wave(ffmpeg.resample_pcm(other, 16_000))
    assert abs(len(ours) - RATE) < 32
    assert np.abs(np.fft.rfft(ours[:RATE])).argmax() == 440


# ---------------------------------------------------------------- compose


def test_joined_parts_do_not_click() -> None:
    part = pcm(np.full(RATE // 10, 0.5))
    steps = np.abs(np.diff(wave(ffmpeg.join_with_fades([part, part]))))
    assert steps.max() < 0.02
    assert len(ffmpeg.join_with_fades([part, b"", part])) == 2 * len(part)


@pytest.mark.parametrize("milliseconds", [0, 1, 450, 1501])
def test_silence_is_as_long_as_asked(milliseconds: int) -> None:
    assert len(ffmpeg.silent_pcm(milliseconds)) == 48 * milliseconds
    assert ffmpeg.samples_to_ms(ffmpeg.ms_to_samples(milliseconds)) == milliseconds


def test_onset_is_where_sound_is_heard() -> None:
    assert ffmpeg.find_onset(ffmpeg.silent_pcm(130) + sine(0.1)) == pytest.approx(130 * 24, abs=3)
    assert ffmpeg.find_onset(ffmpeg.silent_pcm(10)) == 0


# ---------------------------------------------------------------- measure and level


@pytest.mark.parametrize("data", [sine(3), sine(3, 997, 0.9), speechlike(5)], ids=["sine", "loud", "speechlike"])
def test_loudness_agrees_with_another_meter(data: bytes) -> None:
    need_module("pyloudnorm", "pip install pyloudnorm")
    import pyloudnorm

    other = pyloudnorm.Meter(RATE).integrated_loudness(wave(data))
    assert ffmpeg.measure_loudness(data).loudness == pytest.approx(other, abs=0.15)
    assert ffmpeg.integrated_loudness(data) == ffmpeg.measure_loudness(data).loudness


def test_true_peak_sees_between_the_samples() -> None:
    # a quarter of the sampling rate, sampled 45° off its tops: samples of 0.707, a wave of 1
    between = pcm(np.sin(2 * np.pi * 6000 * np.arange(RATE) / RATE + np.pi / 4) * 0.5 * np.hanning(RATE) ** 0.1)
    assert ffmpeg.measure_loudness(between).true_peak == pytest.approx(20 * np.log10(0.5), abs=0.2)
    peak_db = 20 * np.log10(limiter.true_peaks(np.frombuffer(between, "<i2")).max())
    assert peak_db == pytest.approx(20 * np.log10(0.5), abs=0.2)


@pytest.mark.parametrize("ceiling", [-1.0, -2.0])
@pytest.mark.parametrize("source", [sine(4, peak=0.02), sine(4, peak=0.9), speechlike(6), speechlike(6, 1)])
def test_levelling_meets_loudness_and_true_peak(source: bytes, ceiling: float) -> None:
    levelled = levelling.level_loudness(source, -16, ceiling)
    measured = ffmpeg.measure_loudness(levelled)
    assert len(levelled) == len(source)
    assert measured.loudness == pytest.approx(-16, abs=0.4)
    assert measured.true_peak <= ceiling + 0.15


def test_what_cannot_be_so_loud_is_not_crushed() -> None:
    measured = ffmpeg.measure_loudness(levelling.level_loudness(speechlike(6), -16, -8))
    assert measured.true_peak <= -8 + 0.15
    assert -24 < measured.loudness < -16


def test_levelling_without_peaks_is_one_gain() -> None:
    source = sine(3, peak=0.05)
    levelled = wave(levelling.level_loudness(source, -20, -1))
    gain = levelled[100:-100].std() / wave(source)[100:-100].std()
    assert levelled == pytest.approx(wave(source) * gain, abs=2e-4)


def test_the_limiter_leaves_alone_what_is_far_from_a_peak() -> None:
    data = np.frombuffer(sine(3, peak=0.2), "<i2").copy()
    data[RATE] = 32000
    limited = np.frombuffer(
        b"".join(b.tobytes() for b in limiter.limit_blocks(data, limiter.highest_peaks(data), 0.0, -3.0)), "<i2"
    )
    reach = 4 * limiter.HALF_WINDOW_SAMPLES
    assert (limited[: RATE - reach] == data[: RATE - reach]).all()
    assert (limited[RATE + reach :] == data[RATE + reach :]).all()
    assert abs(int(limited[RATE])) <= 32768 * 10 ** (-3 / 20) + 1


@pytest.mark.parametrize("source", [b"", bytes(2), bytes(2 * RATE), sine(0.05), sine(0.001)])
def test_levelling_survives_silence_and_moments(source: bytes) -> None:
    levelled = levelling.level_loudness(source, -16, -1)
    assert len(levelled) == len(source)
    if not any(source):
        assert levelled == source


@pytest.mark.parametrize("source", [b"", bytes(2), bytes(2 * RATE)])
def test_silence_measures_as_the_gate(source: bytes) -> None:
    assert ffmpeg.measure_loudness(source).loudness == ffmpeg.SILENCE_LUFS
    assert ffmpeg.measure_loudness(source).true_peak == ffmpeg.SILENCE_DBTP
    assert ffmpeg.integrated_loudness(source) == ffmpeg.SILENCE_LUFS


# ---------------------------------------------------------------- encode


@pytest.mark.parametrize("bit_rate", ffmpeg.BIT_RATES_KBITS)
def test_frames_have_the_size_we_reckon_with(tmp_path: Path, bit_rate: int) -> None:
    path = encoded(tmp_path / "a.mp3", sine(0.7), bit_rate)
    assert path.stat().st_size % ffmpeg.frame_bytes(bit_rate) == 0
    assert ffmpeg.mp3_duration(path, bit_rate) == len(ffmpeg.decode_audio(path.read_bytes())) // 2


def test_the_delay_is_what_decoders_show(tmp_path: Path) -> None:
    click = np.zeros(RATE)
    click[RATE // 2] = 0.9
    decoded = np.abs(wave(ffmpeg.decode_audio(encoded(tmp_path / "a.mp3", pcm(click), 128).read_bytes())))
    assert int(decoded.argmax()) - RATE // 2 == pytest.approx(ffmpeg.DECODER_DELAY_SAMPLES, abs=1)


def test_other_programs_see_a_plain_mp3_of_24_khz(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.mp3", sine(2), 48)
    probe = need("ffprobe", "apt install ffmpeg")
    entries = "stream=codec_name,sample_rate,channels,bit_rate"
    command = [probe, "-v", "error", "-show_entries", entries, "-of", "csv=p=0", str(path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "mp3,24000,1,48000"
    assert b"Xing" not in path.read_bytes() and b"Info" not in path.read_bytes()
    checked = subprocess.run([need("mp3val", "apt install mp3val"), str(path)], capture_output=True, text=True)
    assert [line for line in checked.stdout.splitlines() if "WARNING" in line and "No supported tags" not in line] == []
    assert "MPEG 2 Layer III" in checked.stdout and "CBR" in checked.stdout


def test_encoding_bit_by_bit_equals_encoding_at_once(tmp_path: Path) -> None:
    data = speechlike(1.3)
    with ffmpeg.open_encoder(tmp_path / "b.mp3", 64) as encoder:
        for start in range(0, len(data), 1000):
            encoder.write(data[start : start + 1000])
    assert encoder.samples == len(data) // 2
    assert (tmp_path / "b.mp3").read_bytes() == encoded(tmp_path / "a.mp3", data).read_bytes()


def test_an_impossible_bit_rate_names_the_possible_ones(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="192") as error:
        encoded(tmp_path / "a.mp3", sine(0.1), 192)
    assert "64" in error.value.hint


def test_a_target_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AudioError):
        encoded(tmp_path / "missing" / "a.mp3", sine(20))


def test_a_full_disk_is_an_error() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OutputError, match="/dev/full cannot be written: No space left on device"):
        encoded(Path("/dev/full"), sine(20))
    with pytest.raises(OutputError, match="/dev/full cannot be written"):
        ffmpeg.run_ffmpeg("-f", "lavfi", "-i", "sine", "-t", "1", "-f", "wav", "-y", "/dev/full")


def test_an_error_of_the_caller_passes_through(tmp_path: Path) -> None:
    with pytest.raises(KeyError), ffmpeg.open_encoder(tmp_path / "a.mp3", 64) as encoder:
        encoder.write(sine(0.1))
        raise KeyError


def test_a_missing_ffmpeg_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "ffmpeg_path", lambda: "/nowhere/ffmpeg")
    with pytest.raises(AudioError, match="ffmpeg"):
        ffmpeg.decode_audio(b"anything")


# ---------------------------------------------------------------- the chime


def test_the_rhythm_is_short_long_short_short() -> None:
    loudness = np.abs(wave(chime.make_chime(True, -16)))
    unit = round(chime.UNIT_S * RATE)
    middles = [loudness[n * unit + unit // 3 : n * unit + 2 * unit // 3] for n in range(11)]
    loud = [middle.max() > 0.3 * loudness.max() for middle in middles]
    assert "".join("█" if on else " " for on in loud) == "█ ███   █ █"


@pytest.mark.parametrize("rhythm", [True, False])
def test_the_chime_is_as_loud_as_asked_and_does_not_click(rhythm: bool) -> None:
    sound = chime.make_chime(rhythm, -16)
    assert ffmpeg.measure_loudness(sound).loudness == pytest.approx(-16, abs=0.5)
    assert abs(wave(sound)[-1]) < 0.01 and abs(wave(sound)[0]) < 0.01
    assert ffmpeg.find_onset(sound) < ffmpeg.ms_to_samples(5)


# ---------------------------------------------------------------- files that are no sound, and channels


def lists_of(sound: Path) -> dict[str, str]:
    """Files that name another one, as their formats write it."""
    return {
        "ffconcat": f"ffconcat version 1.0\nfile '{sound}'\n",
        "ffconcat in one folder": f"ffconcat version 1.0\nfile '{sound.name}'\n",
        "m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{sound}\n#EXT-X-ENDLIST\n",
        "m3u8 with an address": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{sound}\n#EXT-X-ENDLIST\n",
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        "dash": f"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>{sound}</BaseURL></MPD>",
    }


@pytest.mark.parametrize("form", lists_of(Path("x")))
def test_a_list_plays_no_other_file_whatever_it_is_called(tmp_path: Path, form: str) -> None:
    sound = tmp_path / "井 边.wav"
    ffmpeg.run_ffmpeg("-f", "lavfi", "-i", "sine=duration=1", str(sound))
    listed = tmp_path / "list.mp3"
    listed.write_text(lists_of(sound)[form], "utf-8")
    for source in (listed, listed.read_bytes()):
        with pytest.raises(AudioError) as error:
            ffmpeg.decode_audio(source)
        assert "MP3" in error.value.hint
        assert_readable(error.value.message, tmp_path)
    with pytest.raises(AudioError):
        ffmpeg.measure_loudness(listed)


def assert_readable(message: str, folder: Path) -> None:
    """A line without addresses in memory and without the folders of this machine."""
    assert "\n" not in message
    assert "0x" not in message
    assert str(folder) not in message
    assert "whitelist" not in message


@pytest.mark.parametrize("name", ["a.wav", "a b.mp3", "井.flac", "12:30.wav"])
@pytest.mark.parametrize("content", [b"", b"hello" * 200, b"\xff\xfb" + bytes(40), b"RIFF" + bytes(60), b"fLaC\0\0"])
def test_what_ffmpeg_said_is_a_line_without_addresses_and_folders(tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "my folder"
    folder.mkdir()
    (folder / name).write_bytes(content)
    for source in (folder / name, content, folder / "gone.wav"):
        with pytest.raises(AudioError) as error:
            ffmpeg.decode_audio(source)
        assert_readable(error.value.message, tmp_path)
        assert "disk" not in error.value.hint
    with pytest.raises(AudioError) as error:
        encoded(folder / "no folder" / name, sine(20))
    assert_readable(error.value.message, tmp_path)


SOUND_FILES: dict[str, tuple[str, ...]] = {
    "wav": (),
    "w64": (),
    "flac": (),
    "mp3": (),
    "ogg": ("-c:a", "libvorbis"),
    "opus": ("-c:a", "libopus"),
    "aac": (),
    "m4a": (),
    "mp4": (),
    "mov": (),
    "3gp": ("-c:a", "aac"),
    "mka": (),
    "webm": ("-c:a", "libopus"),
    "aiff": (),
    "wma": (),
    "caf": (),
    "au": (),
    "ac3": (),
    "wv": (),
    "tta": (),
    "avi": (),
    "flv": ("-c:a", "aac"),
    "mpg": (),
    "voc": (),
    "nut": (),
}


@pytest.mark.parametrize("suffix", SOUND_FILES)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_is_decoded_as_it_is_mixed(tmp_path: Path, suffix: str, channels: int) -> None:
    path = tmp_path / f"sound.{suffix}"
    source = ("-f", "lavfi", "-i", "anoisesrc=duration=1:seed=3:amplitude=0.2")
    ffmpeg.run_ffmpeg(*source, "-ac", str(channels), "-ar", "48000", *SOUND_FILES[suffix], str(path))
    mixed = ffmpeg.run_ffmpeg("-i", str(path), "-vn", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "pipe:1")
    assert ffmpeg.decode_audio(path) == mixed


CHANNELS: dict[str, tuple[tuple[float, ...], bool]] = {
    "opposite": ((1, -1), False),
    "nearly opposite": ((1, -0.9), False),
    "the right one louder": ((-0.8, 1), False),
    "opposite in three": ((1, -1, 0), False),
    "alike": ((1, 1), True),
    "on one side": ((0.7, 0.2), True),
    "the left one alone": ((1, 0), True),
    "the right one alone": ((0, 1), True),
    "silent": ((0, 0), True),
    "mono": ((1,), True),
}


@pytest.mark.parametrize("sample_format", ["pcm_s16le", "pcm_u8"])
@pytest.mark.parametrize("kind", CHANNELS)
def test_channels_that_cancel_out_give_the_louder_one(tmp_path: Path, kind: str, sample_format: str) -> None:
    gains, is_mixed = CHANNELS[kind]
    tone = wave(sine(1)) * 32767
    data = np.stack([tone * gain for gain in gains], axis=1).astype("<i2").tobytes()
    path = tmp_path / "a.wav"
    raw = ("-f", "s16le", "-ar", str(RATE), "-ac", str(len(gains)), "-i", "pipe:0")
    ffmpeg.run_ffmpeg(*raw, "-c:a", sample_format, str(path), data=data)
    decoded = ffmpeg.decode_audio(path)
    assert ffmpeg.decode_audio(path.read_bytes()) == decoded
    if is_mixed:
        mixed = ffmpeg.run_ffmpeg("-i", str(path), "-f", "s16le", "-ar", str(RATE), "-ac", "1", "pipe:1")
        assert decoded == mixed
    else:
        assert wave(decoded).std() == pytest.approx(tone.std() / 32767, rel=0.02)
