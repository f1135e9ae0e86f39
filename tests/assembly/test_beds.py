"""Music and ambience around the speech: how far under it, for how long, and what is wrong with a sound."""

from __future__ import annotations

import html
import io
import os
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
from build_lines import Listener
from numpy.typing import NDArray

from audioguide import lint
from audioguide.assembly import beds
from audioguide.audio import ducking, ffmpeg, levelling
from audioguide.authoring import script
from audioguide.commands import build
from audioguide.commands.build_plan import BuildRequest
from audioguide.errors import ScriptError
from audioguide.manifest import load_manifest
from audioguide.model import Settings, Sound
from audioguide.outputs.visitor_texts import visitor_texts
from audioguide.project import Project

RATE_HZ = ffmpeg.SAMPLE_RATE_HZ
TARGET_LUFS = -16.0
SPANS = [(0, 3000), (3450, 6000), (9000, 12_000)]
"""Milliseconds in which ``speech`` speaks: a short and a long pause."""


def write_sound(path: Path, samples: NDArray[np.float64]) -> Path:
    """Write a sound in the format of its suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-f", "f32le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    subprocess.run([*command, "-y", str(path)], input=samples.astype("<f4").tobytes(), check=True)
    return path


def music(seconds: float, gain: float = 0.2) -> NDArray[np.float64]:
    """Chords that swell and fade, with a loud moment every three seconds."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (220, 277.2, 329.6, 440))
    return gain * chord * (0.25 + 0.75 * np.exp(-(time % 3) / 0.4)) / 4


def speech() -> NDArray[np.int16]:
    """Twelve seconds of a buzz that sounds in ``SPANS``, levelled as speech is."""
    time = np.arange(12 * RATE_HZ) / RATE_HZ
    buzz = sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 20)) * (
        0.6 + 0.4 * np.sin(2 * np.pi * 4 * time)
    )
    spoken = np.zeros(len(time))
    for start, end in SPANS:
        spoken[start * RATE_HZ // 1000 : end * RATE_HZ // 1000] = 1
    pcm = (0.1 * buzz * spoken * 32767).astype("<i2").tobytes()
    return np.frombuffer(levelling.level_loudness(pcm, TARGET_LUFS, -2.0), "<i2")


def mixed_and_bed(sounds: list[Sound]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """The mix, and what of it is not speech."""
    spoken = speech()
    mixed = np.frombuffer(b"".join(beds.mix_beds(spoken, SPANS, sounds, TARGET_LUFS, -1.0)), "<i2")
    around = ffmpeg.ms_to_samples(beds.lead_ms(sounds))
    bed = mixed.astype(np.int32)
    bed[around : around + len(spoken)] -= spoken
    return mixed, bed.astype(np.int16)


def test_our_meter_agrees_with_ffmpegs() -> None:
    for samples in (music(5), music(5, 0.02), np.random.default_rng(1).standard_normal(5 * RATE_HZ) * 0.1):
        pcm = (samples * 32767).astype("<i2")
        windows = ducking.measure_windows(pcm)[3:-3]
        ours = 10 * np.log10(np.mean(10 ** (windows[windows > windows.max() - 10].astype(float) / 10)))
        assert ours == pytest.approx(ffmpeg.integrated_loudness(pcm.tobytes()), abs=0.5)


@pytest.mark.parametrize("level", [-20.0, -8.0, 0.0])
def test_speech_stays_12_db_above_what_lies_under_it(tmp_path: Path, level: float) -> None:
    file = str(write_sound(tmp_path / "music.wav", music(9)))
    hum = str(write_sound(tmp_path / "brook.ogg", np.random.default_rng(2).standard_normal(20 * RATE_HZ) * 0.05))
    sounds = [Sound("music", file, level=level), Sound("ambience", hum, level=level)]
    mixed, bed = mixed_and_bed(sounds)
    lead = beds.lead_ms(sounds)
    for start, end in SPANS:
        of_speech, of_bed = (
            ffmpeg.integrated_loudness(samples[(a + lead) * RATE_HZ // 1000 : (b + lead) * RATE_HZ // 1000].tobytes())
            for samples, a, b in ((mixed, start, end), (bed, start, end))
        )
        assert of_speech - of_bed >= 12.0
    assert ffmpeg.measure_loudness(mixed.tobytes()).true_peak <= -0.9


def test_between_means_silence_while_somebody_speaks(tmp_path: Path) -> None:
    file = str(write_sound(tmp_path / "music.mp3", np.random.default_rng(4).standard_normal(30 * RATE_HZ) * 0.05))
    sounds = [Sound("music", file, level=-8.0, fade=1.0, alone=4.0, under=False)]
    mixed, bed = mixed_and_bed(sounds)
    assert len(mixed) == 12 * RATE_HZ + 8 * RATE_HZ
    for start, end in SPANS:
        assert np.abs(bed[(start + 4000) * RATE_HZ // 1000 : (end + 4000) * RATE_HZ // 1000]).max() <= 1
    alone = ffmpeg.integrated_loudness(bed[RATE_HZ : 3 * RATE_HZ].tobytes())
    assert alone == pytest.approx(TARGET_LUFS - 8, abs=1)
    assert abs(int(mixed[0])) < 50
    assert abs(int(mixed[-1])) < 50


def test_a_short_sound_goes_on_without_a_gap_or_click(tmp_path: Path) -> None:
    file = str(write_sound(tmp_path / "brook.wav", np.random.default_rng(3).standard_normal(3 * RATE_HZ) * 0.05))
    _mixed, bed = mixed_and_bed([Sound("ambience", file, level=-14.0, fade=0.5, alone=1.0)])
    windows = ducking.measure_windows(bed)[8:-8]
    assert windows.max() - windows.min() < 3


SCRIPT = """schema: 1
title: 水磨头村
language: zh-CN
ambience: {file: sounds/brook.ogg, credit: 李河, licence: CC BY 4.0}
stops:
  - number: 1
    title: 老井
    music:
      file: sounds/guqin.wav
      level: -6
      where: between
      credit: 古琴 王石
    text: 我在这口井边长大，每天早上来挑水。现在有自来水了，井还在。
  - number: 2
    title: 石桥
    ambience: none
    text: 这座桥建于清朝末年，桥下的水磨一直用到上个世纪七十年代。
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.scripts.mkdir()
    (project.scripts / "village.yaml").write_text(SCRIPT, encoding="utf-8")
    sounds = project.scripts / "sounds"
    write_sound(sounds / "guqin.wav", music(20))
    write_sound(sounds / "brook.ogg", np.random.default_rng(2).standard_normal(20 * RATE_HZ) * 0.05)
    return project


def problems_of(project: Project) -> list[tuple[str, str, int]]:
    """Severity, code and line of what ``check`` says of sounds."""
    tour = script.load_tour(project.scripts / "village.yaml")
    findings = lint.check_tour(tour, Settings())
    return [(p.severity, p.code, p.place.line) for p in findings if "sound" in p.code or p.code == "no-credit"]


def test_a_script_with_sounds_is_written_as_it_is_read(project: Project) -> None:
    path = project.scripts / "village.yaml"
    tour = script.load_tour(path)
    assert [sound.under for sound in (*tour.sounds, *tour.stops[0].sounds)] == [True, False]
    assert [sound.kind for sound in beds.stop_sounds(tour, tour.stops[0])] == ["ambience", "music"]
    assert beds.stop_sounds(tour, tour.stops[1]) == ()
    written = script.write_script(tour)
    path.write_text(written, encoding="utf-8")
    assert script.write_script(script.load_tour(path)) == written
    assert problems_of(project) == []


def test_a_stop_prints_who_made_its_sounds_and_an_edition_without_prints_nothing(project: Project) -> None:
    without = SCRIPT.replace(
        "ambience: {file: sounds/brook.ogg, credit: 李河, licence: CC BY 4.0}\n", "label: 无配乐\n"
    )
    without = without.replace("    music:\n      file: sounds/guqin.wav\n", "").replace("    ambience: none\n", "")
    without = without.replace("      level: -6\n      where: between\n      credit: 古琴 王石\n", "")
    (project.scripts / "village.zh-quiet.yaml").write_text(without, encoding="utf-8")
    build.build_tours(project, BuildRequest(engine="silent"))
    page = (project.output / "village" / "1" / "index.html").read_text("utf-8")
    assert "环境声：李河 · CC BY 4.0" in page
    assert "音乐：古琴 王石" in page
    assert "李河" not in (project.output / "village" / "2" / "index.html").read_text("utf-8")
    quiet = project.output / "village" / "zh-quiet"
    assert "王石" not in (quiet / "1" / "index.html").read_text("utf-8")
    loud, calm = (load_manifest(folder / "manifest.json") for folder in (quiet.parent, quiet))
    assert [sound.kind for sound in loud.stops[0].sounds] == ["ambience", "music"]
    assert calm.stops[0].sounds == ()
    assert loud.stops[0].track.duration - calm.stops[0].track.duration == pytest.approx(10_000, abs=60)
    assert loud.stops[0].cues[0].start - calm.stops[0].cues[0].start == pytest.approx(5000, abs=2)


def wave_bytes(samples: NDArray[np.float64]) -> bytes:
    """Return a WAV file that knows its length."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE_HZ)
        written.writeframes((samples * 32767).astype("<i2").tobytes())
    return file.getvalue()


FAULTS = {
    "missing": ("sounds/guqin.wav", None, [("error", "no-sound", 9)]),
    "no sound": ("sounds/guqin.wav", b"no sound at all", [("error", "bad-sound", 9)]),
    "silent": ("sounds/guqin.wav", np.zeros(20 * RATE_HZ), [("error", "silent-sound", 9)]),
    "too short": ("sounds/guqin.wav", music(1.5), [("error", "sound-too-short", 9)]),
    "repeats": ("sounds/guqin.wav", music(6), [("warning", "sound-repeats", 9)]),
    "too loud": ("sounds/guqin.wav", np.clip(music(20, 20.0), -1, 1), [("warning", "sound-too-loud", 9)]),
    "breaks off": ("sounds/guqin.wav", wave_bytes(music(30))[:1_000_000], [("warning", "sound-damaged", 9)]),
    "a text": ("sounds/guqin.wav", "一首古琴曲".encode() * 500, [("error", "bad-sound", 9)]),
    "empty": ("sounds/guqin.wav", b"", [("error", "bad-sound", 9)]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_sound_is_shown_at_its_line(project: Project, fault: str) -> None:
    name, content, expected = FAULTS[fault]
    path = project.scripts / name
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        write_sound(path, np.asarray(content))
    assert problems_of(project) == expected
    if expected[0][0] == "error":
        with pytest.raises(ScriptError):
            build.build_tours(project, BuildRequest(engine="silent", pages=False))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("level: -6", "level: 6", "bad-value"),
        ("where: between", "where: beneath", "bad-value"),
        ("      file: sounds/guqin.wav\n", "", "missing-field"),
        ("      credit: 古琴 王石", "      credits: 古琴 王石", "unknown-field"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(project: Project, before: str, after: str, code: str) -> None:
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT.replace(before, after), encoding="utf-8")
    with pytest.raises(ScriptError) as caught:
        script.load_tour(path)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_sound_outside_of_the_project_is_shown_at_its_line(project: Project) -> None:
    (project.scripts / "sounds" / "guqin.wav").rename(project.root.parent / "elsewhere.wav")
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT.replace("sounds/guqin.wav", "../../elsewhere.wav"), encoding="utf-8")
    assert problems_of(project) == [("error", "no-sound", 9)]


def test_a_sound_of_nobody_is_a_warning(project: Project) -> None:
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT.replace("      credit: 古琴 王石\n", ""), encoding="utf-8")
    assert problems_of(project) == [("warning", "no-credit", 9)]


@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".ogg", ".opus"])
def test_a_sound_or_recording_that_is_damaged_amid_is_a_warning(project: Project, suffix: str) -> None:
    path = project.scripts / "village.yaml"
    text = SCRIPT.replace("guqin.wav", f"guqin{suffix}")
    recorded = f"\n  - number: 3\n    title: 山歌\n    text: 好。\n    audio: sounds/guqin{suffix}\n"
    path.write_text(text + recorded.removeprefix("\n"), encoding="utf-8")
    sound = write_sound(project.scripts / "sounds" / f"guqin{suffix}", music(20))
    whole = sound.read_bytes()

    def codes() -> list[str]:
        return [p.code for p in lint.check_project(project, ["village"]) if p.code.endswith("-damaged")]

    assert codes() == []
    begin = len(whole) * 2 // 5
    sound.write_bytes(whole[:begin] + bytes(len(whole) // 10) + whole[begin + len(whole) // 10 :])
    assert codes() == ["sound-damaged", "recording-damaged"]
    listener = Listener()
    build.build_tours(project, BuildRequest(engine="silent", pages=False), listener)
    assert sum("damaged" in line for line in listener.lines) == 2


def test_another_sound_of_the_same_size_and_time_is_heard(project: Project) -> None:
    def digests() -> list[str]:
        build.build_tours(project, BuildRequest(engine="silent", pages=False))
        return [stop.track.sha256 for stop in load_manifest(project.output / "village" / "manifest.json").stops]

    before = digests()
    path = project.scripts / "sounds" / "guqin.wav"
    stat = path.stat()
    write_sound(path, music(20)[::-1])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    after = digests()
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)


@pytest.mark.parametrize("value", [".nan", ".inf", "-41", "0.5", "loud", "[1]"])
@pytest.mark.parametrize("field", ["level", "fade", "alone"])
def test_a_number_out_of_range_is_refused_at_its_line(project: Project, field: str, value: str) -> None:
    if (field, value) in (("fade", "0.5"), ("alone", "0.5")):
        return
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT.replace("      level: -6\n", f"      {field}: {value}\n"), encoding="utf-8")
    with pytest.raises(ScriptError) as caught:
        script.load_tour(path)
    assert [problem.place.line for problem in caught.value.problems] == [10]


@pytest.mark.parametrize("tag", ["zh-CN", "en-GB", "es-ES", "fr-FR", "de-DE"])
def test_who_made_a_sound_is_printed_as_written(project: Project, tag: str) -> None:
    credit, licence = 'Zoë & "Li" <i>O\'Hara</i> {credit}', "CC BY 4.0 <https://example.org/?a=1&b=2>"
    written = SCRIPT.replace(
        "credit: 李河, licence: CC BY 4.0", f"credit: {quoted(credit)}, licence: {quoted(licence)}"
    )
    (project.scripts / "village.yaml").write_text(written.replace("zh-CN", tag), encoding="utf-8")
    build.build_tours(project, BuildRequest(engine="silent"))
    line = visitor_texts(tag)["sounds"]["ambience"].replace("{credit}", f"{credit} · {licence}")
    for page in ("", "1"):
        source = (project.output / "village" / page / "index.html").read_text("utf-8")
        assert line in html.unescape(source)
        assert "<i>O" not in source


def quoted(text: str) -> str:
    """Return a text as YAML has it in single quotes."""
    return "'" + text.replace("'", "''") + "'"
