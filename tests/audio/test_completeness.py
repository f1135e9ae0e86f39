"""Whether a recording has its end: whole files of every kind pass, copies that broke off do not."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from audioguide.audio import ffmpeg, uploads
from audioguide.audio.completeness import Ending, judge_ending
from audioguide.errors import AudioError

RATE = ffmpeg.SAMPLE_RATE_HZ
SECONDS = 4

WRITTEN = {
    "a.wav": (),
    "alaw.wav": ("-c:a", "pcm_alaw", "-ar", "8000"),
    "adpcm.wav": ("-c:a", "adpcm_ima_wav"),
    "deep.wav": ("-c:a", "pcm_s24le", "-ar", "96000", "-ac", "2"),
    "long.wav": ("-rf64", "always"),
    "a.w64": (),
    "a.aiff": (),
    "a.au": (),
    "a.caf": (),
    "a.flac": (),
    "ogg-flac.oga": (),
    "a.ogg": (),
    "a.opus": (),
    "a.mp3": (),
    "vbr.mp3": ("-q:a", "5"),
    "narrow.mp3": ("-ar", "8000"),
    "phone.m4a": ("-movflags", "+faststart"),
    "fragments.mp4": ("-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"),
    "a.mka": (),
    "a.webm": (),
    "a.wma": (),
    "a.tta": (),
    "a.wv": (),
}
"""Formats that give their length: name of the file → arguments of ffmpeg."""
LENGTHLESS = {
    "no-xing.mp3": ("-write_xing", "0"),
    "a.aac": ("-f", "adts"),
    "a.amr": ("-ar", "16000", "-c:a", "libvo_amrwbenc"),
}
"""Formats of frames alone, of which nobody knows how many there were."""
STREAMED = ("wav", "flac", "mp3", "ogg", "matroska", "au", "caf", "asf", "adts")
"""Formats written to a pipe, so that no length is filled in afterwards."""


def speech() -> bytes:
    random = np.random.default_rng(4)
    count = SECONDS * RATE
    swell = np.clip(np.sin(2 * np.pi * 3 * np.arange(count) / RATE), 0.02, 1)
    samples: bytes = (np.clip(0.1 * random.standard_normal(count) * swell, -1, 1) * 32767).astype("<i2").tobytes()
    return samples


def write(path: Path, *arguments: str) -> Path:
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0"]
    subprocess.run([*command, *arguments, "-y", str(path)], input=speech(), check=True)
    return path


def stream(path: Path, container: str) -> Path:
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0"]
    run = subprocess.run([*command, "-f", container, "pipe:1"], input=speech(), check=True, capture_output=True)
    path.write_bytes(run.stdout)
    return path


def ending(path: Path) -> Ending:
    return judge_ending(path, len(ffmpeg.decode_audio(path)) / 2 / RATE)


@pytest.mark.parametrize("name", WRITTEN | LENGTHLESS)
def test_files_with_their_end_are_complete(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, *(WRITTEN | LENGTHLESS)[name])
    assert ending(path) is Ending.COMPLETE


@pytest.mark.parametrize("container", STREAMED)
def test_what_a_streaming_writer_leaves_is_complete(tmp_path: Path, container: str) -> None:
    assert ending(stream(tmp_path / "a", container)) is Ending.COMPLETE


@pytest.mark.parametrize("name", WRITTEN)
def test_copies_that_broke_off_are_cut(tmp_path: Path, name: str) -> None:
    data = write(tmp_path / name, *WRITTEN[name]).read_bytes()
    path = tmp_path / f"cut-{name}"
    counts_samples = path.suffix in (".flac", ".tta", ".wv")
    for share in (0.52, 0.87):
        path.write_bytes(data[: int(len(data) * share)])
        assert judge_ending(path, SECONDS * share if counts_samples else SECONDS) is Ending.CUT
    assert ending(path) is Ending.CUT


@pytest.mark.parametrize("name", LENGTHLESS)
def test_files_without_a_length_that_end_within_a_frame_are_doubtful(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, *LENGTHLESS[name])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 * 2 - 7])
    assert ending(path) is Ending.DOUBTFUL


def test_an_ogg_stream_without_its_last_page_is_doubtful(tmp_path: Path) -> None:
    data = write(tmp_path / "a.opus").read_bytes()
    path = tmp_path / "b.opus"
    path.write_bytes(data[: data.rindex(b"OggS")])
    assert ending(path) is Ending.DOUBTFUL


def test_a_phone_recording_without_its_index_cannot_be_decoded(tmp_path: Path) -> None:
    path = write(tmp_path / "a.m4a")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(AudioError):
        ffmpeg.decode_audio(path)


def riff(data: bytes, length: int | None = None, before: bytes = b"", after: bytes = b"") -> bytes:
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    body = (
        b"WAVE" + form + before + struct.pack("<4sI", b"data", len(data) if length is None else length) + data + after
    )
    return struct.pack("<4sI", b"RIFF", len(body)) + body


ID3V1 = b"TAG" + bytes(125)
APE = b"APETAGEX" + struct.pack("<IIII8x", 2000, 64, 1, 0x80000000) + bytes(32)
ID3V2 = b"ID3\x04\0\0" + bytes((0, 0, 2, 0)) + bytes(256)
COVER = b"ID3\x03\0\0" + bytes((0, 1, 0, 0)) + b"\xff\xfb\x90\x64" * 4096

ODD_FILES = {
    "chunks around the data": lambda pcm: riff(
        pcm, before=b"bext" + struct.pack("<I", 602) + bytes(602), after=b"LIST\x04\0\0\0INFO"
    ),
    "odd data without its padding": lambda pcm: riff(pcm + b"\0"),
    "odd data with its padding": lambda pcm: riff(pcm + b"\0", after=b"\0LIST\x04\0\0\0INFO"),
    "length counts the header": lambda pcm: riff(pcm, len(pcm) + 44),
    "length 0": lambda pcm: riff(pcm, 0),
    "length 0xFFFFFFFF": lambda pcm: riff(pcm, 0xFFFFFFFF),
    "length 0x7FFFF000": lambda pcm: riff(pcm, 0x7FFFF000),
    "length 0xFFFFFFDB": lambda pcm: riff(pcm, 0xFFFFFFDB),
    "length of an earlier save": lambda pcm: riff(pcm, len(pcm) // 2),
}


@pytest.mark.parametrize("name", ODD_FILES)
def test_odd_wave_files_with_all_their_sound_are_complete(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(ODD_FILES[name](speech()))
    assert ending(path) is Ending.COMPLETE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", ID3V1),
        (b"", APE),
        (b"", APE + ID3V1),
        (ID3V2, b""),
        (COVER, ID3V1),
        (ID3V2 + COVER, b""),
        (b"", bytes(900)),
    ],
    ids=["ID3v1", "APE", "both", "ID3v2", "cover", "two tags", "zeros"],
)
@pytest.mark.parametrize("name", ["a.mp3", "no-xing.mp3"])
def test_tags_of_an_mp3_are_no_missing_end(tmp_path: Path, name: str, before: bytes, after: bytes) -> None:
    path = write(tmp_path / name, "-id3v2_version", "0", *(WRITTEN | LENGTHLESS)[name])
    path.write_bytes(before + path.read_bytes() + after)
    assert ending(path) is Ending.COMPLETE


@pytest.mark.parametrize("name", ["a.flac", "phone.m4a", "a.mp3"])
def test_a_cover_picture_is_no_missing_end(tmp_path: Path, name: str) -> None:
    picture = tmp_path / "cover.png"
    Image.new("RGB", (64, 64), "red").save(picture)
    plain, path = write(tmp_path / f"plain-{name}", *WRITTEN[name]), tmp_path / name
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-i", str(plain), "-i", str(picture), "-map", "0:a", "-map", "1:v"]
    subprocess.run([*command, "-c", "copy", "-disposition:v", "attached_pic", "-y", str(path)], check=True)
    assert ending(path) is Ending.COMPLETE


@pytest.mark.parametrize(
    "data",
    [b"", b"O", b"OggS", b"RIFF\0\0\0\0WAVE", b"\x1aE\xdf\xa3", b"\xff\xfb", b"ID3", b"caff", b".snd" + bytes(8)],
)
def test_stumps_of_files_are_judged_without_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    assert judge_ending(path, 0) in Ending


def test_garbage_after_an_mp4_is_no_box(tmp_path: Path) -> None:
    path = write(tmp_path / "phone.m4a")
    for garbage in (b"\xff" * 64, b"\0\0\0\1mdat" + bytes(64), b"\0\0\0\2mdat" * 9, b"SEFHk" * 30):
        judged = tmp_path / "garbage.m4a"
        judged.write_bytes(path.read_bytes() + garbage)
        assert judge_ending(judged, SECONDS) is Ending.COMPLETE


def test_what_broke_off_cannot_be_handed_in(tmp_path: Path) -> None:
    data = write(tmp_path / "a.flac").read_bytes()
    with pytest.raises(AudioError, match="breaks off") as caught:
        uploads.clean_recording(data[: len(data) // 2])
    assert caught.value.hint
    assert uploads.clean_recording(data).suffix == ".flac"
