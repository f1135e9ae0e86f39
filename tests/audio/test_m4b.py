"""The M4B that is put together from ffmpeg's frames; what other programs read in it is in tests/outputs."""

from __future__ import annotations

import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import need
from site_tours import tone

from audioguide.audio import m4b, mp4_boxes
from audioguide.audio.ffmpeg import ffmpeg_path
from audioguide.errors import AudioError
from audioguide.model import Chapter

CHAPTERS = (Chapter("1", "门 é 🎧", 347, 2000), Chapter("2", "院", 2000, 3000))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sound") / "tour.mp3"
    file.write_bytes(tone(3000, 300))
    return file


def write(sound: Path, target: Path, duration: int = 3000) -> bytes:
    m4b.write_m4b(sound, target, duration=duration, tags={"title": "导览"}, chapters=CHAPTERS, free_form={"AIGC": "{}"})
    return target.read_bytes()


def probe(file: Path, *asked: str) -> Any:
    command = [need("ffprobe", "apt-get install ffmpeg"), "-v", "error", *asked, "-of", "json", str(file)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def test_it_lasts_as_long_as_is_said_to_the_sample(sound: Path, tmp_path: Path) -> None:
    for duration in (2990, 3000):
        write(sound, tmp_path / "tour.m4b", duration)
        stream = probe(tmp_path / "tour.m4b", "-show_streams", "-select_streams", "a")["streams"][0]
        assert stream["duration_ts"] == duration * 24


def test_frames_and_chapters_are_where_the_tables_say(sound: Path, tmp_path: Path) -> None:
    write(sound, tmp_path / "tour.m4b")
    answer = probe(tmp_path / "tour.m4b", "-show_packets", "-select_streams", "a", "-show_chapters")
    content = (tmp_path / "tour.m4b").read_bytes()
    positions = [int(packet["pos"]) for packet in answer["packets"]]
    ends = [at + int(packet["size"]) for at, packet in zip(positions, answer["packets"], strict=True)]
    assert positions[1:] == ends[:-1] and ends[-1] == len(content)
    assert [chapter["tags"]["title"] for chapter in answer["chapters"]] == ["1 门 é 🎧", "2 院"]
    assert [float(chapter["start_time"]) for chapter in answer["chapters"]] == [0.347, 2.0]


@pytest.mark.parametrize("titles", [("门", "院子"), ("门", "院"), ("门",)])
def test_each_title_of_a_chapter_is_a_chunk_of_its_own(sound: Path, tmp_path: Path, titles: tuple[str, ...]) -> None:
    """Readers such as npm's music-metadata know no other track of chapters."""
    chapters = [Chapter(str(n), title, n * 500, n * 500 + 500) for n, title in enumerate(titles, 1)]
    target = tmp_path / "tour.m4b"
    m4b.write_m4b(sound, target, duration=3000, tags={}, chapters=chapters)
    content = target.read_bytes()
    with target.open("rb") as source:
        start, end = mp4_boxes.find_outer_boxes(source)[b"moov"]
    moov = memoryview(content)[start + 8 : end]
    tracks = [moov[at:stop] for kind, at, _body, stop in mp4_boxes.iter_boxes(moov) if kind == b"trak"]
    (text,) = [track for track in tracks if bytes(mp4_boxes.find_body(track, b"hdlr")[8:12]) != b"soun"]
    offsets = [offset for (offset,) in struct.iter_unpack(">I", mp4_boxes.find_body(text, b"stco")[8:])]
    lengths = [struct.unpack_from(">H", content, offset)[0] for offset in offsets]
    read = [content[at + 2 : at + 2 + length].decode() for at, length in zip(offsets, lengths, strict=True)]
    assert read == [f"{chapter.number} {chapter.title}" for chapter in chapters]


def test_the_sound_is_what_ffmpeg_alone_would_have_written(sound: Path, tmp_path: Path) -> None:
    write(sound, tmp_path / "tour.m4b")
    ffmpeg = ffmpeg_path()
    encoding = [
        "-c:a",
        "aac",
        *m4b.AAC_CHOICES,
        "-b:a",
        "64k",
        "-fflags",
        "+bitexact",
        "-flags:a",
        "+bitexact",
        "-f",
        "ipod",
    ]
    subprocess.run([ffmpeg, "-v", "error", "-i", str(sound), *encoding, str(tmp_path / "plain.m4b")], check=True)
    decode = ["-map", "0:a", "-f", "s16le", "-"]
    ours, plain = (
        subprocess.run(
            [ffmpeg, "-v", "error", "-i", str(tmp_path / name), *decode], check=True, capture_output=True
        ).stdout
        for name in ("tour.m4b", "plain.m4b")
    )
    assert ours == plain[: len(ours)] and len(plain) - len(ours) <= 4 * m4b.AAC_FRAME_SAMPLES


def test_frames_are_the_same_however_they_are_read(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = write(sound, tmp_path / "tour.m4b")
    monkeypatch.setattr(m4b, "READ_BYTES", 61)
    assert write(sound, tmp_path / "tour.m4b") == expected
    assert [path.name for path in tmp_path.iterdir()] == ["tour.m4b"], "something is left over"


def test_what_no_player_could_read_is_refused(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(m4b, "MAX_NUMBER", 3 * 24_000)
    with pytest.raises(AudioError, match=r"tour\.m4b would be larger"):
        write(sound, tmp_path / "tour.m4b")
    assert list(tmp_path.iterdir()) == []
