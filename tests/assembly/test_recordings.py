"""A person's recording in place of the voice: found, trimmed, levelled, timed, and not labelled as synthetic."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from build_lines import Listener
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from audioguide import lint
from audioguide.assembly import recordings, synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.audio import ffmpeg
from audioguide.authoring import script, voices_yaml
from audioguide.commands import build
from audioguide.commands.build_plan import BuildListener, BuildRequest
from audioguide.commands.engine_choice import EngineChooser
from audioguide.commands.overview import list_tours
from audioguide.engines import pcm
from audioguide.engines.kokoro import KokoroEngine
from audioguide.engines.sentence_timing import audible_letters, spans_in_pauses
from audioguide.engines.silent import SilentEngine
from audioguide.errors import EngineError, ScriptError
from audioguide.manifest import load_manifest
from audioguide.model import Manifest, Segment, Sentence, Settings, Stop, Utterance, Voice
from audioguide.outputs.visitor_texts import visitor_texts
from audioguide.project import Project
from audioguide.proof.forced_alignment import RecordingAligner
from audioguide.proof.recogniser import TimedWord

RATE_HZ = 24_000
VOICE = Voice("silent", "silence", "zh-CN")
SENTENCES = ("我在这口井边长大。", "每天早上来挑水！", "现在有自来水了，井还在。")
SYLLABLE_S, PAUSE_S = 0.2, 0.5


def voice_like(sentences: tuple[str, ...] = SENTENCES, pause_s: float = PAUSE_S) -> NDArray[np.float64]:
    """A tone that swells with each syllable, and pauses between the sentences."""
    parts = []
    for index, text in enumerate(sentences):
        if index:
            parts.append(np.zeros(int(pause_s * RATE_HZ)))
        length = int(SYLLABLE_S * RATE_HZ)
        time = np.arange(length) / RATE_HZ
        syllable = sum(np.sin(2 * np.pi * 150 * n * time) / n for n in range(1, 12)) * (
            0.35 + 0.65 * np.hanning(length)
        )
        parts += [syllable] * len(audible_letters(text))
    return np.concatenate(parts)


def starts(sentences: tuple[str, ...] = SENTENCES) -> list[float]:
    """Milliseconds at which each sentence of ``voice_like`` begins."""
    lengths = [len(audible_letters(text)) * SYLLABLE_S * 1000 for text in sentences]
    return [sum(lengths[:index]) + index * PAUSE_S * 1000 for index in range(len(sentences))]


def record(
    path: Path, gain_db: float, rate: int = 24_000, channels: int = 1, hum: bool = False, silence_s: float = 0.3
) -> Path:
    """Write a recording in the format of its suffix."""
    samples = np.pad(voice_like(), int(silence_s * RATE_HZ))
    samples = samples / np.sqrt(np.mean(samples**2)) * 10 ** (gain_db / 20)
    if hum:
        samples = samples + 0.03 * 10 ** (gain_db / 20) * np.sin(np.arange(len(samples)) * 2 * np.pi * 50 / RATE_HZ)
    data = np.clip(samples, -1, 1).astype("<f4").tobytes()
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-f", "f32le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    subprocess.run([*command, "-ar", str(rate), "-ac", str(channels), "-y", str(path)], input=data, check=True)
    return path


def utterance(path: Path, sentences: tuple[str, ...] = SENTENCES) -> Utterance:
    spoken = tuple(Sentence(text, text) for text in sentences)
    return Utterance("3a", 0, 0, VOICE, spoken, recording=str(path))


def write_wave(path: Path, samples: NDArray[np.float64]) -> Path:
    """Write samples at ``RATE_HZ``, clipped at full scale."""
    data = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    subprocess.run([*command, "-y", str(path)], input=data, check=True)
    return path


FILES = {
    "quiet.wav": {"gain_db": -30.0},
    "loud.wav": {"gain_db": -6.0},
    "narrow.wav": {"gain_db": -20.0, "rate": 8_000},
    "wide.flac": {"gain_db": -20.0, "rate": 96_000},
    "stereo.wav": {"gain_db": -20.0, "rate": 44_100, "channels": 2},
    "phone.m4a": {"gain_db": -24.0, "rate": 44_100},
    "message.ogg": {"gain_db": -20.0, "rate": 48_000},
    "web.mp3": {"gain_db": -20.0, "rate": 44_100, "channels": 2},
    "hum.wav": {"gain_db": -22.0, "hum": True},
    "waiting.wav": {"gain_db": -20.0, "silence_s": 5.0},
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_recording_becomes_speech_of_one_loudness(tmp_path: Path, name: str) -> None:
    clip = recordings.load_recording(utterance(record(tmp_path / name, **FILES[name])))  # type: ignore[arg-type]
    level = ffmpeg.measure_loudness(clip.pcm)
    assert level.loudness == pytest.approx(recordings.LOUDNESS_LUFS, abs=0.7)
    assert level.true_peak <= recordings.TRUE_PEAK_DBTP + 0.5
    truth = starts()
    own_air = clip.spans[1].start - truth[1]
    assert 0 <= own_air <= 350, "the silence around it is gone, but for a breath"
    assert [span.start for span in clip.spans[1:]] == pytest.approx([start + own_air for start in truth[1:]], abs=60)
    assert clip.spans[0].start == 0
    assert clip.spans[-1].end == clip.duration
    samples = pcm.from_bytes(clip.pcm)
    assert abs(samples[0]) < 0.003
    assert abs(samples[-1]) < 0.003


def rumble(kind: str, count: int) -> NDArray[np.float64]:
    """What is below the voice in a recording, at the level of wind."""
    time = np.arange(count) / RATE_HZ
    if kind == "knocks":
        return np.asarray(0.6 * np.exp(-12 * (time % 3)) * np.sin(2 * np.pi * 25 * (time % 3)))
    if kind == "offset":
        return np.full(count, 0.3)
    return np.asarray(0.5 * np.sin(2 * np.pi * float(kind) * time))


@pytest.mark.parametrize("kind", ["4", "8", "20", "30", "38", "knocks", "offset"])
def test_what_lies_below_the_voice_does_not_change_its_level(tmp_path: Path, kind: str) -> None:
    voice = np.pad(voice_like(), int(0.3 * RATE_HZ))
    voice *= 0.05 / np.sqrt(np.mean(voice**2))
    plain = recordings.load_recording(utterance(write_wave(tmp_path / "plain.wav", voice)))
    path = write_wave(tmp_path / "rumble.wav", voice + rumble(kind, len(voice)))
    clip = recordings.load_recording(utterance(path))
    assert ffmpeg.measure_loudness(clip.pcm).loudness == pytest.approx(recordings.LOUDNESS_LUFS, abs=0.7)
    assert clip.duration == pytest.approx(plain.duration, abs=200), "it is trimmed where the voice ends"


@pytest.mark.parametrize(
    ("hertz", "least_db", "most_db"),
    [
        *((hertz, -200, -45) for hertz in (8, 20, 38)),
        *((hertz, -0.1, 0.1) for hertz in (75, 80, 90, 110, 150, 300, 1000, 5000, 7000)),
    ],
)
@pytest.mark.parametrize("rate", [16_000, RATE_HZ, 48_000])
def test_the_filter_of_rumble_takes_nothing_from_voices(rate: int, hertz: int, least_db: float, most_db: float) -> None:
    wave = (0.3 * np.sin(2 * np.pi * hertz * np.arange(2 * rate) / rate)).astype(np.float32)
    middle = slice(rate // 2, rate + rate // 2)
    after, before = pcm.remove_rumble(wave.copy(), rate)[middle], wave[middle]
    assert least_db <= 20 * np.log10(after.std() / before.std()) <= most_db
    if hertz >= 75:
        assert float(np.abs(after - before).max()) < 0.005, "neither later nor out of phase"


@pytest.mark.parametrize("count", [0, 1, 2, 100, 5000, 70_000])
def test_filtering_keeps_the_length_and_full_scale(count: int) -> None:
    noise = np.sign(np.random.default_rng(count).standard_normal(count)).astype(np.float32)
    filtered = pcm.remove_rumble(noise.copy(), RATE_HZ)
    assert len(filtered) == count
    assert float(np.abs(filtered).max(initial=0)) <= 1


def quiet(seconds: float) -> NDArray[np.float64]:
    """A room without speech."""
    count = round(seconds * RATE_HZ)
    return np.asarray(0.0003 * np.random.default_rng(count).standard_normal(count))


def burst(milliseconds: float, level: float = 0.3) -> NDArray[np.float64]:
    """Noise that is over at once: a button, or the release of a plosive."""
    count = round(milliseconds * RATE_HZ / 1000)
    fall = np.exp(-4 * np.arange(count) / count)
    return np.asarray(level * np.random.default_rng(7).standard_normal(count) * fall)


def syllable(milliseconds: float) -> NDArray[np.float64]:
    count = round(milliseconds * RATE_HZ / 1000)
    time = np.arange(count) / RATE_HZ
    return np.asarray(0.1 * sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 9)) * np.hanning(count))


SPEECH_MS = 3000


def speech() -> NDArray[np.float64]:
    return np.concatenate([part for _n in range(10) for part in (syllable(250), quiet(0.05))])


CLICKS = {
    "button before": ((quiet(0.2), burst(20), quiet(0.3)), ()),
    "button at once": ((burst(10), quiet(0.2)), ()),
    "long button": ((quiet(0.1), burst(50), quiet(0.5)), ()),
    "loud button": ((quiet(0.3), burst(30, 0.9), quiet(0.9)), ()),
    "two buttons": ((quiet(0.2), burst(20), quiet(0.3), burst(15), quiet(0.4)), ()),
    "one sample": ((quiet(0.2), np.array([0.9]), quiet(0.25)), ()),
    "button after": ((), (quiet(0.3), burst(20), quiet(0.2))),
    "button at the end": ((), (quiet(0.2), burst(20))),
    "both": ((quiet(0.1), burst(20), quiet(0.3)), (quiet(0.4), burst(20), quiet(0.1))),
}
NO_CLICKS = {
    "plosive before its vowel": ((quiet(0.2), burst(15), quiet(0.06)), ()),
    "plosive with a long closure": ((quiet(0.2), burst(15), quiet(0.12)), ()),
    "plosive at the end": ((), (quiet(0.09), burst(25), quiet(0.3))),
    "short syllable and a pause": ((quiet(0.2), syllable(110), quiet(0.6)), ()),
    "very short syllable": ((quiet(0.2), syllable(90), quiet(0.6)), ()),
    "short syllable at the end": ((), (quiet(0.6), syllable(110), quiet(0.3))),
    "clap": ((quiet(0.2), burst(200), quiet(0.6)), ()),
}


@pytest.mark.parametrize("name", CLICKS | NO_CLICKS)
@pytest.mark.parametrize("gain_db", [0, -20])
def test_clicks_of_a_recorder_go_and_syllables_stay(name: str, gain_db: int) -> None:
    before, after = (CLICKS | NO_CLICKS)[name]
    samples = np.concatenate([*before, speech(), *after]) * 10 ** (gain_db / 20)
    trimmed = len(pcm.trim_recording(samples.astype(np.float32), RATE_HZ)) * 1000 / RATE_HZ
    air = 1000 * (pcm.RECORDING_LEAD_S + pcm.RECORDING_TAIL_S)
    extra = sum(map(len, before + after)) * 1000 / RATE_HZ
    quiet_edges = sum(len(part) for part in (*before[:1], *after[-1:]) if np.abs(part).max() < 0.01) * 1000 / RATE_HZ
    if name in CLICKS:
        assert SPEECH_MS - 60 <= trimmed <= SPEECH_MS + air + 20
    else:
        assert trimmed >= SPEECH_MS + extra - quiet_edges - 60


@pytest.mark.parametrize("parts", [(burst(20),), (quiet(0.3), burst(20), quiet(0.3)), (syllable(50), quiet(0.3))])
def test_a_sound_alone_is_not_taken_for_a_click(parts: tuple[NDArray[np.float64], ...]) -> None:
    assert len(pcm.trim_recording(np.concatenate(parts).astype(np.float32), RATE_HZ))


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(-60, -6)), min_size=1, max_size=12).map(tuple),
    st.sampled_from([8000, 24000, 44100]),
)
@example(((12, -26), (12, -20), (30, -12)), 24000)  # a fade-in without any pause: this went on for ever
def test_any_run_of_levels_is_trimmed_to_a_part_of_itself(levels: tuple[tuple[int, int], ...], rate: int) -> None:
    frame = int(pcm.QUIET_FRAME_S * rate)
    hum = [10 ** (dbfs / 20) * np.sin(np.arange(count * frame) * 0.3) for count, dbfs in levels]
    samples = np.concatenate(hum).astype(np.float32)
    spoken = np.count_nonzero(pcm.spoken_frames(samples, rate))
    trimmed = pcm.trim_recording(samples.copy(), rate)
    assert len(trimmed) <= len(samples)
    assert bool(len(trimmed)) == bool(spoken)


def syllables(seed: int) -> NDArray[np.float64]:
    """Speech-like noise at full scale, its syllables of different loudness."""
    random = np.random.default_rng(seed)
    count = 6 * RATE_HZ
    noise = np.convolve(random.standard_normal(count), np.hanning(40), "same")
    swell = np.clip(np.sin(2 * np.pi * 2 * np.arange(count) / RATE_HZ), 0, 1)
    wave = noise * swell * np.repeat(random.uniform(0.2, 1, 12), RATE_HZ // 2)
    return np.asarray(wave / np.abs(wave).max())


@pytest.mark.parametrize(
    ("suffix", "gain_db", "is_distorted"),
    [
        (".wav", -6, False),
        (".wav", 0, False),
        (".wav", 9, True),
        (".wav", 20, True),
        (".mp3", 0, False),
        (".mp3", 14, True),
        (".m4a", 0, False),
        (".m4a", 14, True),
    ],
)
def test_a_recording_made_too_loud_is_a_warning(
    project: Project, suffix: str, gain_db: float, is_distorted: bool
) -> None:
    path = project.scripts / "recordings" / "well.wav"
    write_wave(path, syllables(1) * 10 ** (gain_db / 20))
    if suffix != ".wav":
        other = path.with_suffix(suffix)
        subprocess.run([ffmpeg.ffmpeg_path(), "-v", "error", "-i", str(path), "-y", str(other)], check=True)
        text = (project.scripts / "village.yaml").read_text("utf-8")
        (project.scripts / "village.yaml").write_text(text.replace("well.wav", other.name), "utf-8")
    problems = [p for p in lint.check_project(project) if p.code == "recording-too-loud"]
    assert [(p.severity, p.place.line) for p in problems] == ([("warning", 6)] if is_distorted else [])


def test_sentences_keep_their_order_whatever_the_pauses(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    for _trial in range(60):
        count = int(random.integers(1, 9))
        letters = ["字" * int(random.integers(1, 30)) for _number in range(count)]
        samples = random.standard_normal(int(random.integers(2000, 200_000))).astype(np.float32) * 0.1
        for _pause in range(int(random.integers(0, 12))):
            at = int(random.integers(0, len(samples)))
            samples[at : at + int(random.integers(100, 20_000))] = 0
        spans = spans_in_pauses(letters, samples, RATE_HZ)
        assert len(spans) == count
        assert spans[0].start == 0
        assert spans[-1].end == len(samples) * 1000 // RATE_HZ
        assert all(span.start <= span.end for span in spans)
        assert all(earlier.end <= other.start for earlier, other in pairwise(spans))


@pytest.mark.parametrize(("content", "message"), [(None, "cannot be read"), (b"no audio", "decoded"), (b"", "decoded")])
def test_what_is_no_recording_names_the_stop(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "well.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineError, match=message) as caught:
        synthesis.speak_utterances([utterance(path)], SilentEngine(), Cache(tmp_path))
    assert "3a" in caught.value.where
    assert caught.value.hint


def test_a_silent_recording_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "well.wav"
    with ffmpeg.open_encoder(tmp_path / "x.mp3", 64) as encoder:
        encoder.write(bytes(48_000))
    path.write_bytes((tmp_path / "x.mp3").read_bytes())
    with pytest.raises(EngineError, match="silent"):
        recordings.load_recording(utterance(path))


# ---------------------------------------------------------------- in a tour

SCRIPT = """\
title: 水磨头村
language: zh-CN
stops:
  - number: 1
    title: 井
    audio: recordings/well.wav
    text: 我在这口井边长大。每天早上来挑水！现在有自来水了，井还在。
"""
MIXED = """\
  - number: 2
    title: 桥
    segments:
      - text: 前面是石桥。
      - voice: interviewee
        speaker: 蔡长水
        audio: recordings/well.wav
        text: 我在这口井边长大。每天早上来挑水！现在有自来水了，井还在。
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts" / "recordings").mkdir(parents=True)
    record(tmp_path / "scripts" / "recordings" / "well.wav", -25)
    (tmp_path / "scripts" / "village.yaml").write_text(SCRIPT, encoding="utf-8")
    return Project(tmp_path)


def build_tour(project: Project) -> list[str]:
    """Build it and return what was said."""
    listener = Listener()
    build.build_tours(project, BuildRequest(engine="silent", pages=False), listener)
    return listener.lines


def test_a_tour_of_recordings_alone_is_no_trial(project: Project) -> None:
    assert not any("trial" in line for line in build_tour(project))
    assert [card.is_silent for card in list_tours(project)] == [False]
    (project.scripts / "village.yaml").write_text(SCRIPT + MIXED, encoding="utf-8")
    assert any("trial" in line for line in build_tour(project))


def test_a_text_added_to_a_tour_of_recordings_is_spoken(project: Project) -> None:
    build_tour(project)
    (project.scripts / "village.yaml").write_text(SCRIPT + MIXED, encoding="utf-8")
    before = load_manifest(project.output / "village" / "manifest.json")
    tour = script.load_tour(project.scripts / "village.yaml")
    settings = Settings(engine="auto")
    assert EngineChooser("", BuildListener()).choose(settings, tour, before).name != "silent"


def test_a_tour_of_recordings_alone_is_levelled_and_not_called_synthetic(project: Project) -> None:
    build_tour(project)
    manifest = load_manifest(project.output / "village" / "manifest.json")
    assert not manifest.synthetic
    assert not manifest.is_silent
    assert "AIGC".encode("utf-16-le") not in (project.output / "village" / "village.mp3").read_bytes()
    track = manifest.stops[0].track
    assert track.loudness == pytest.approx(-16, abs=1)
    assert track.true_peak <= -1
    assert [cue.text for cue in manifest.stops[0].cues] == list(SENTENCES)


def test_a_tour_with_one_synthetic_sentence_is_called_so(project: Project) -> None:
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT + MIXED, encoding="utf-8")
    build_tour(project)
    manifest = load_manifest(project.output / "village" / "manifest.json")
    assert manifest.synthetic
    assert manifest.stops[1].cues[1].speaker == "蔡长水"
    assert "AIGC".encode("utf-16-le") in (project.output / "village" / "village.mp3").read_bytes()


def test_another_recording_is_built_again_and_the_same_is_not(project: Project) -> None:
    build_tour(project)
    first = (project.output / "village" / "village.mp3").read_bytes()
    (outcome,) = build.build_tours(project, BuildRequest(engine="silent", pages=False))
    assert outcome.unchanged
    record(project.scripts / "recordings" / "well.wav", -20, silence_s=0.5, hum=True)
    build_tour(project)
    assert (project.output / "village" / "village.mp3").read_bytes() != first


def test_a_missing_recording_stops_the_build_with_its_line(project: Project) -> None:
    (project.scripts / "recordings" / "well.wav").unlink()
    with pytest.raises(ScriptError) as caught:
        build_tour(project)
    (problem,) = caught.value.problems
    assert problem.code == "no-recording"
    assert problem.place.line == 6
    assert not (project.output / "village" / "village.mp3").exists()


def test_a_recording_outside_of_the_project_stops_the_build_with_its_line(project: Project) -> None:
    outside = project.root.parent / "elsewhere.wav"
    (project.scripts / "recordings" / "well.wav").rename(outside)
    path = project.scripts / "village.yaml"
    path.write_text(path.read_text("utf-8").replace("recordings/well.wav", "../../elsewhere.wav"), "utf-8")
    with pytest.raises(ScriptError) as caught:
        build_tour(project)
    (problem,) = caught.value.problems
    assert problem.code == "no-recording"
    assert "outside" in problem.message
    assert problem.place.line == 6


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no audio", "decoded"), (b"", "decoded"), ("silence", "silent"), ("picture", "decoded")],
    ids=["text", "empty", "silence", "picture"],
)
def test_a_recording_without_speech_stops_the_build_with_its_line(
    project: Project, content: bytes | str, message: str
) -> None:
    path = project.scripts / "recordings" / "well.wav"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "silence":
        source = ["-f", "lavfi", "-i", "anullsrc=r=24000", "-t", "2"]
        subprocess.run([ffmpeg.ffmpeg_path(), "-v", "error", *source, "-y", str(path)], check=True)
    else:
        Image.new("RGB", (8, 8)).save(path, "PNG")
    with pytest.raises(ScriptError) as caught:
        build_tour(project)
    problems = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert {problem.code for problem in problems} == {"bad-recording"}
    assert all(message in problem.message and "recordings/well.wav" in problem.message for problem in problems)
    assert problems[0].place.line == 6
    assert not (project.output / "village" / "village.mp3").exists()


def shorten_file(path: Path) -> None:
    """Leave half of a file, as a copy that was interrupted does."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_a_recording_that_breaks_off_stops_the_build_with_its_line(project: Project) -> None:
    build_tour(project)
    shorten_file(project.scripts / "recordings" / "well.wav")
    with pytest.raises(ScriptError) as caught:
        build_tour(project)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line, problem.stop) == ("bad-recording", 6, "1")
    assert "recordings/well.wav breaks off after" in problem.message
    assert "Copy the file again" in problem.hint
    assert [p for p in lint.check_project(project) if p.severity == "error"] == [problem]


def test_what_breaks_off_is_not_spoken_from_the_cache_either(tmp_path: Path) -> None:
    path = record(tmp_path / "wide.flac", -20)
    shorten_file(path)
    with pytest.raises(EngineError, match="breaks off"):
        recordings.load_recording(utterance(path))


def test_a_recording_without_a_length_that_ends_within_a_frame_is_a_warning(project: Project) -> None:
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT.replace("well.wav", "well.aac"), encoding="utf-8")
    shorten_file(record(project.scripts / "recordings" / "well.aac", -20))
    lines = build_tour(project)
    assert any("well.aac may lack its end" in line for line in lines)
    assert ("recording-doubtful", 6) in recording_problems(project)


def test_a_recording_that_was_built_is_not_decoded_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    build_tour(project)

    def refuse(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(recordings, "recording_facts", refuse)
    (outcome,) = build.build_tours(project, BuildRequest(engine="silent", pages=False))
    assert outcome.unchanged


def test_a_script_with_recordings_is_written_as_it_is_read(project: Project) -> None:
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT + MIXED, encoding="utf-8")
    tour = script.load_tour(path)
    path.write_text(script.write_script(tour), encoding="utf-8")
    again = script.load_tour(path)
    assert [s.audio for stop in again.stops for s in stop.segments] == [
        "recordings/well.wav",
        "",
        "recordings/well.wav",
    ]


def test_a_recording_beside_segments_is_refused(project: Project) -> None:
    path = project.scripts / "village.yaml"
    path.write_text(SCRIPT + MIXED.replace("    segments:", "    audio: x.wav\n    segments:"), encoding="utf-8")
    with pytest.raises(ScriptError) as caught:
        script.load_tour(path)
    assert [problem.place.line for problem in caught.value.problems] == [10]


def test_only_speech_of_an_engine_is_synthetic() -> None:
    recorded = Segment("好。", audio="a.wav")
    spoken, cue = Segment("好。"), Segment("音乐", role="", is_cue=True)
    for segments, synthetic in (((recorded, cue), False), ((recorded, spoken), True), ((spoken,), True)):
        assert recordings.has_synthetic_speech([Stop("1", "一", segments)]) is synthetic


RECORDED_STOP = """schema: 1
title: 水磨头村
language: zh-CN
stops:
  - number: 4
    title: 老井
    speaker: 蔡长水
    speaker_title: 村民
    audio: recordings/well.wav
    text: 我在这口井边长大。每天早上来挑水！现在有自来水了，井还在。
  - number: 5
    title: 石桥
    text: 这座桥建于清朝末年。
  - number: 6
    title: 山歌
    audio: recordings/well.wav
"""


@pytest.fixture
def recorded(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    (project.scripts / "recordings").mkdir(parents=True)
    record(project.scripts / "recordings" / "well.wav", -20)
    (project.scripts / "village.yaml").write_text(RECORDED_STOP, encoding="utf-8")
    return project


def recording_problems(project: Project) -> list[tuple[str, int]]:
    problems = lint.check_project(project, ["village"])
    return [(p.code, p.place.line) for p in problems if p.code.startswith("recording-")]


def test_a_recorded_stop_of_a_spoken_tour_is_not_labelled_as_synthetic(
    recorded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Manifest, "is_silent", False)  # pages of a trial say only that it is one
    build.build_tours(recorded, BuildRequest(engine="silent"))
    built = load_manifest(recorded.output / "village" / "manifest.json")
    assert built.synthetic
    assert [stop.synthetic for stop in built.stops] == [False, True, False]
    assert [[cue.recorded for cue in stop.cues] for stop in built.stops] == [[True] * 3, [False], []]
    for stop in built.stops:
        assert (
            "AIGC".encode("utf-16-le") in (recorded.output / "village" / stop.track.file).read_bytes()
        ) is stop.synthetic
    words = visitor_texts("zh-CN")
    well, bridge, song, tour = (
        (recorded.output / "village" / name / "index.html").read_text("utf-8") for name in ("4", "5", "6", "")
    )
    assert "真人录音：蔡长水" in well
    assert "真人录音" in song
    assert [words["synthetic"] in page for page in (well, bridge, song, tour)] == [False, True, False, True]
    assert "真人录音" not in bridge


def test_a_text_changed_after_the_recording_is_a_warning_until_it_is_recorded_or_forced(recorded: Project) -> None:
    path = recorded.scripts / "village.yaml"
    missing = ("recording-text-missing", 16)
    assert recording_problems(recorded) == [missing]
    build.build_tours(recorded, BuildRequest(engine="silent", pages=False))
    path.write_text(RECORDED_STOP.replace("现在有自来水了，井还在。", "现在有自来水了；井还在！"), encoding="utf-8")
    assert recording_problems(recorded) == [missing], "a mark is not heard"
    path.write_text(RECORDED_STOP.replace("挑水", "打水"), encoding="utf-8")
    changed = ("recording-text-changed", 10)
    assert recording_problems(recorded) == [changed, missing]
    build.build_tours(recorded, BuildRequest(engine="silent", pages=False))
    assert recording_problems(recorded) == [changed, missing], "another build does not record it again"
    build.build_tours(recorded, BuildRequest(engine="silent", pages=False, force=True))
    assert recording_problems(recorded) == [missing], "who forces it says that the text is right"
    path.write_text(RECORDED_STOP, encoding="utf-8")
    assert recording_problems(recorded) == [changed, missing]
    record(recorded.scripts / "recordings" / "well.wav", -21)
    assert recording_problems(recorded) == [missing]


class EveryWord:
    """A listener that hears each character where ``voice_like`` says it, one of them wrongly, and coughs."""

    def recognise_words(self, pcm: bytes, _language: str) -> list[TimedWord]:
        lead = 120  # the air that a recording keeps
        words = [TimedWord("啊", 0, lead)]
        for text, begin in zip(SENTENCES, starts(), strict=True):
            for index, character in enumerate(audible_letters(text)):
                at = round(begin + lead + 200 * index)
                words.append(TimedWord("调" if character == "挑" else character, at, at + 200))
        return words


class NoWord:
    """A listener that hears another stop."""

    def recognise_words(self, _pcm: bytes, _language: str) -> list[TimedWord]:
        return [TimedWord(character, 200 * index, 200 * index + 200) for index, character in enumerate("完全不同的话")]


def test_sentences_are_timed_by_the_words_heard(tmp_path: Path) -> None:
    path = record(tmp_path / "well.wav", -20)
    aligned = recordings.load_recording(utterance(path), RecordingAligner(tmp_path, EveryWord()))
    assert not aligned.estimated
    assert [span.start for span in aligned.spans[1:]] == pytest.approx([at + 120 for at in starts()[1:]], abs=60)
    assert all(earlier.end <= other.start for earlier, other in pairwise(aligned.spans))


def test_a_recording_of_something_else_gets_estimated_times_and_says_so(tmp_path: Path) -> None:
    path = record(tmp_path / "well.wav", -20)
    clip = recordings.load_recording(utterance(path), RecordingAligner(tmp_path, NoWord()))
    assert clip.estimated
    assert clip == recordings.load_recording(utterance(path))


def test_whether_times_are_an_estimate_survives_the_cache(tmp_path: Path) -> None:
    clip = recordings.load_recording(utterance(record(tmp_path / "well.wav", -20)))
    cache = Cache(tmp_path)
    cache.put("00", clip)
    assert cache.get("00") == clip


def test_a_recording_needs_no_voice(tmp_path: Path) -> None:
    path = tmp_path / "village.yaml"
    path.write_text(RECORDED_STOP.partition("  - number: 5")[0].replace("zh-CN", "zh-HK"), encoding="utf-8")
    tour = script.load_tour(path)
    assert voices_yaml.assign_voices(Settings(), tour, KokoroEngine()) == {}
    (spoken,) = synthesis.plan_utterances(tour, (), {}, KokoroEngine())
    assert spoken.recording
    assert spoken.voice.language == "zh-HK"
