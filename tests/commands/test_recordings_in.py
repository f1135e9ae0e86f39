"""A person's recording for a passage: what is taken, what is refused, and how the script names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.audio import ffmpeg, uploads
from audioguide.commands import edit_script
from audioguide.commands.add_recording import SetRecording, add_recording, recording_file
from audioguide.commands.edit_script import apply_edit, parse_edit, undo_edit
from audioguide.errors import AudioError, AudioguideError, EditRefused
from audioguide.model import Tour
from audioguide.project import Project

SCRIPT = """\
title: 柳塘村
language: zh-CN
stops:
  # 老井
  - number: 1
    title: 老井
    todo: 年代待核实
    text: |
      这口井有三百年。井水很甜。
  - number: 2
    title: 石桥
    segments:
      - cue: 水声
      - text: 桥长十二米。
      - voice: quoted
        speaker: 王阿婆
        text: 我小时候就走这座桥。
  - number: 3
    title: 祠堂
    audio: recordings/hall.m4a
    speaker: 李伯
    text: 这是祠堂。
"""
RECORDED = """\
  - number: 1
    title: 老井
    todo: 年代待核实
    speaker: 蔡长水
    audio: recordings/liutang-1.ogg
    text: |
      这口井有三百年。井水很甜。
"""
FORMATS = {
    "opus in webm": (("-c:a", "libopus", "-f", "webm"), ".ogg"),
    "opus in ogg": (("-c:a", "libopus", "-f", "ogg"), ".ogg"),
    "vorbis": (("-c:a", "libvorbis", "-f", "ogg"), ".ogg"),
    "mp3": (("-c:a", "libmp3lame", "-f", "mp3"), ".mp3"),
    "aac in m4a": (("-c:a", "aac", "-f", "ipod"), ".m4a"),
    "aac in mp4 with fragments": (("-c:a", "aac", "-movflags", "frag_keyframe+empty_moov", "-f", "mp4"), ".m4a"),
    "flac": (("-c:a", "flac", "-f", "flac"), ".flac"),
    "wav": (("-c:a", "pcm_s16le", "-f", "wav"), ".wav"),
    "wav of floats": (("-c:a", "pcm_f32le", "-f", "wav"), ".flac"),
    "aiff": (("-c:a", "pcm_s16be", "-f", "aiff"), ".flac"),
}
PLACE = "location=+30.2741+120.1551/"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "liutang.yaml").write_text(SCRIPT, "utf-8")
    return Project(tmp_path)


def text_of(project: Project) -> str:
    return (project.scripts / "liutang.yaml").read_text("utf-8")


def tone(tmp_path: Path, *codec: str, source: str = "sine=frequency=330:duration=1") -> bytes:
    """A sound of a second, with the place where a telephone was."""
    target = tmp_path / "tone"
    ffmpeg.run_ffmpeg("-y", "-f", "lavfi", "-i", source, "-ac", "2", "-metadata", PLACE, *codec, str(target))
    return target.read_bytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_recording_is_kept_as_it_is_without_its_place(tmp_path: Path, project: Project, kind: str) -> None:
    codec, suffix = FORMATS[kind]
    name = add_recording(project, "liutang", "1", tone(tmp_path, *codec))
    assert name == f"recordings/liutang-1{suffix}"
    stored = recording_file(project, name)
    assert stored
    assert b"120.1551" not in stored.read_bytes()
    assert 0.95 < len(ffmpeg.decode_audio(stored)) / 2 / ffmpeg.SAMPLE_RATE_HZ < 1.1


def test_no_recording_is_overwritten_and_the_same_one_is_kept_once(tmp_path: Path, project: Project) -> None:
    low, high = (tone(tmp_path, "-f", "wav", source=f"sine=frequency={hertz}:duration=1") for hertz in (220, 440))
    names = [add_recording(project, "liutang", "1", data) for data in (low, high, low)]
    assert names == ["recordings/liutang-1.wav", "recordings/liutang-1-2.wav", "recordings/liutang-1.wav"]


def lying_uploads(tmp_path: Path) -> dict[str, bytes]:
    """Files that are no recordings, whatever they are called."""
    secret = tmp_path / "secret.wav"
    secret.write_bytes(tone(tmp_path, "-f", "wav"))
    picture = ("-f", "lavfi", "-i", "color=red:size=64x64:duration=1", "-c:v", "mjpeg", "-f", "avi")
    ffmpeg.run_ffmpeg(*picture, str(tmp_path / "film"))
    return {
        "nothing": b"",
        "words": "这是一段话。".encode() * 500,
        "a page": b"<html><script>alert(1)</script></html>",
        "a playlist of addresses": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "a playlist of files": f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode(),
        "a list of files": f"ffconcat version 1.0\nfile '{secret}'\n".encode(),
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "a film without sound": (tmp_path / "film").read_bytes(),
        "the head of a recording": tone(tmp_path, "-f", "flac")[:60],
        "silence": tone(tmp_path, "-f", "wav", source="anullsrc=duration=1"),
    }


def test_what_is_no_recording_is_refused_and_leaves_nothing(tmp_path: Path, project: Project) -> None:
    for kind, data in lying_uploads(tmp_path).items():
        with pytest.raises(AudioguideError) as refused:
            add_recording(project, "liutang", "1", data)
        assert refused.value.hint, kind
    assert not (project.scripts / "recordings").exists()


def test_a_small_file_of_many_hours_is_refused(
    tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_RECORDING_S", 2)
    with pytest.raises(AudioError, match="longer"):
        add_recording(project, "liutang", "1", tone(tmp_path, "-f", "flac", source="sine=duration=30"))


def record(project: Project, stop: str, segment: int, audio: str, speaker: str = "", base: str = "") -> str:
    apply_edit(project, "liutang", SetRecording(stop, segment, base, audio, speaker))
    return text_of(project)


def test_a_stop_names_its_recording_and_one_step_takes_it_back(project: Project) -> None:
    assert RECORDED in record(project, "1", 0, "recordings/liutang-1.ogg", " 蔡长水 ")
    undo_edit(project, "liutang")
    assert text_of(project) == SCRIPT


def test_a_passage_names_its_recording_and_the_voice_comes_back(project: Project) -> None:
    changed = record(project, "2", 2, "recordings/bridge.ogg", "王阿婆")
    assert "        speaker: 王阿婆\n        audio: recordings/bridge.ogg\n        text: 我小时候" in changed
    assert record(project, "2", 2, "", "王阿婆", "recordings/bridge.ogg") == SCRIPT


def test_taking_the_only_recording_out_takes_its_speaker_along(project: Project) -> None:
    expected = SCRIPT.replace("    audio: recordings/hall.m4a\n    speaker: 李伯\n", "")
    assert record(project, "3", 0, "", "", "recordings/hall.m4a") == expected


REFUSED = {
    "a cue": ("2", 0, "recordings/a.ogg", ""),
    "a passage that is gone": ("2", 7, "recordings/a.ogg", ""),
    "another recording came meanwhile": ("3", 0, "recordings/a.ogg", "recordings/older.ogg"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_recorded_is_refused(project: Project, case: str) -> None:
    stop, segment, audio, base = REFUSED[case]
    with pytest.raises(EditRefused):
        record(project, stop, segment, audio, base=base)
    assert text_of(project) == SCRIPT


def apply(project: Project, kind: str, **fields: object) -> Tour:
    apply_edit(project, "liutang", parse_edit({"kind": kind, **fields}))
    return edit_script.read_script(project, "liutang").tour


def test_a_recorded_stop_gets_more_passages_and_keeps_its_recording(project: Project) -> None:
    tour = apply(project, "add-segment", stop="3", after=0, field_name="text", text="请进。", role="narrator")
    first, second = tour.stops[2].segments
    assert (first.audio, first.speaker, first.text) == ("recordings/hall.m4a", "李伯", "这是祠堂。")
    assert (second.audio, second.text) == ("", "请进。")


@pytest.mark.parametrize("stop", ["1", "2"])
def test_joined_stops_keep_their_recordings_with_their_own_words(project: Project, stop: str) -> None:
    record(project, "1", 0, "recordings/well.ogg", "蔡长水")
    if stop == "1":
        apply(project, "remove-stop", stop="2")
    joined = apply(project, "join-stop", stop=stop).stops[int(stop) - 1].segments
    assert [(each.audio, each.text) for each in joined][-1] == ("recordings/hall.m4a", "这是祠堂。")
    if stop == "1":
        assert (joined[0].audio, joined[0].speaker) == ("recordings/well.ogg", "蔡长水")


def test_a_recorded_passage_is_not_split_between_two_stops(project: Project) -> None:
    record(project, "1", 0, "recordings/well.ogg")
    with pytest.raises(EditRefused, match="split"):
        apply(project, "split-stop", stop="1", segment=0, base="这口井有三百年。井水很甜。", offset=8, title="井水")
