"""Tours put together from synthetic clips, and listened to: what is published is decoded and measured."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import need
from PIL import Image

from audioguide.assembly import disclosure, tracks
from audioguide.audio import chime, ffmpeg
from audioguide.errors import AudioError, NoAudio, OutputError
from audioguide.model import (
    BuiltPicture,
    Clip,
    Disclosure,
    Labelling,
    Loudness,
    Manifest,
    Pauses,
    Segment,
    Sentence,
    Settings,
    Span,
    Stop,
    StopPicture,
    Tour,
    Utterance,
    Voice,
)
from audioguide.outputs.icons import draw_png

VOICE = Voice("silent", "beep", "zh-CN")


def beep(seconds: float, hertz: float = 300.0, rate: int = ffmpeg.SAMPLE_RATE_HZ) -> bytes:
    time = np.arange(round(seconds * rate)) / rate
    wave = 0.3 * np.sin(2 * np.pi * hertz * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))
    return (wave * 32767).astype("<i2").tobytes()


def load(utterance: Utterance) -> Clip:
    """Each sentence sounds for as many tenths of a second as it has characters, in a pitch of its stop."""
    parts: list[bytes] = []
    spans: list[Span] = []
    position = 0
    for sentence in utterance.sentences:
        milliseconds = 100 * len(sentence.spoken)
        if spans:
            parts.append(ffmpeg.silent_pcm(400))
            position += 400
        parts.append(beep(milliseconds / 1000, 300 + 10 * len(utterance.stop)))
        spans.append(Span(position, position + milliseconds))
        position += milliseconds
    return Clip(b"".join(parts), ffmpeg.SAMPLE_RATE_HZ, tuple(spans))


def say(stop: str, paragraph: int, *texts: str, **fields: Any) -> Utterance:
    return Utterance(stop, fields.pop("segment", 0), paragraph, VOICE, tuple(Sentence(t, t) for t in texts), **fields)


def script(count: int, **fields: Any) -> Tour:
    stops = tuple(Stop(str(n), f"第{n}站", (Segment("文"),)) for n in range(1, count + 1))
    return dataclasses.replace(Tour("demo", "zh-CN", "演示", stops), **fields)


def words(tour: Tour) -> list[Utterance]:
    return [say(stop.number, paragraph, "一二三四五六七。") for stop in tour.stops for paragraph in range(2)]


def build(
    folder: Path, tour: Tour | None = None, utterances: Sequence[Utterance] | None = None, **fields: Any
) -> Manifest:
    tour = tour or script(3)
    options: dict[str, Any] = {"settings": Settings(), "load": load}
    options |= fields
    settings, loader = options.pop("settings"), options.pop("load")
    return tracks.make_tour_files(tour, settings, utterances or words(tour), loader, folder, **options)


def samples_of(path: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.abs(np.frombuffer(ffmpeg.decode_audio(path.read_bytes()), "<i2") / 32768)


def starts(path: Path, gap: int) -> list[float]:
    """Milliseconds at which sound begins after at least ``gap`` ms of silence."""
    loud = np.flatnonzero(samples_of(path) > 10 ** (-50 / 20))
    begin = np.concatenate(([True], np.diff(loud) > ffmpeg.ms_to_samples(gap)))
    return [float(n) * 1000 / ffmpeg.SAMPLE_RATE_HZ for n in loud[begin]]


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---------------------------------------------------------------- time


def test_chapters_stand_where_the_chimes_are_heard(tmp_path: Path) -> None:
    built = build(tmp_path, script(6))
    onsets = starts(tmp_path / built.tour.file, gap=1300)  # only the pause between stops is as long
    assert len(onsets) == 6
    assert [c.start for c in built.chapters] == pytest.approx(onsets, abs=5)
    assert [c.end for c in built.chapters] == [*(c.start for c in built.chapters[1:]), built.tour.duration]


def test_chapters_do_not_drift_over_a_long_tour(tmp_path: Path) -> None:
    tour = script(40)
    utterances = [say(s.number, 0, "一" * (137 + 7 * (n % 5))) for n, s in enumerate(tour.stops)]
    built = build(tmp_path, tour, utterances)
    assert built.tour.duration > 10 * 60_000
    assert [c.start for c in built.chapters] == pytest.approx(starts(tmp_path / built.tour.file, 1300), abs=5)


def test_cues_stand_where_the_sentences_are_heard(tmp_path: Path) -> None:
    tour = script(2)
    utterances = [
        say("1", 0, "一二三四五。", "六七八。"),
        say("1", 1, "九十。"),
        say("2", 0, "甲乙丙丁。"),
        say("2", 0, "戊己庚辛。"),
    ]
    built = build(tmp_path, tour, utterances)
    for stop in built.stops:
        onsets = starts(tmp_path / stop.track.file, gap=300)
        cues = [c.start for c in stop.cues]
        assert onsets[: len(cues)] == pytest.approx(cues, abs=10)
    assert [(c.text, c.paragraph) for c in built.stops[0].cues] == [("一二三四五。", 0), ("六七八。", 0), ("九十。", 1)]
    assert [c.end - c.start for c in built.stops[0].cues] == [600, 400, 300]


def test_captions_of_the_tour_follow_those_of_its_stops(tmp_path: Path) -> None:
    built = build(tmp_path)
    lines = (tmp_path / built.captions).read_text("utf-8").splitlines()
    shown = [line.split(" --> ")[0] for line in lines if " --> " in line]
    assert len(shown) == sum(len(stop.cues) for stop in built.stops)
    for chapter in built.chapters:
        opening = len(chime.make_chime(True, -16.0)) // 2 + ffmpeg.ms_to_samples(Pauses().chime)
        wanted = chapter.start + ffmpeg.samples_to_ms(opening)
        minutes, seconds = divmod(wanted / 1000, 60)
        near = [t for t in shown if abs(int(t[3:5]) * 60 + float(t[6:]) - wanted / 1000) < 0.01]
        assert near, f"no cue at {minutes:.0f}:{seconds:.3f}"


def test_pauses_are_as_set_between_audible_ends(tmp_path: Path) -> None:
    pauses = Pauses(sentence=300, paragraph=700, speaker=1100, chime=500, stop=2000)
    tour = script(1)
    utterances = [
        say("1", 0, "一二三四。"),
        say("1", 0, "五六七八。"),
        say("1", 1, "九十。"),
        say("1", 0, "甲乙丙。", segment=1, role="guest", speaker="任秀萍"),
        say("1", 0, "丁戊己。", segment=2),
    ]
    built = build(tmp_path, tour, utterances, settings=Settings(pauses=pauses))
    cues = built.stops[0].cues
    gaps = [after.start - before.end for before, after in itertools.pairwise(cues)]
    assert gaps == pytest.approx([300, 700, 1100, 1100], abs=2)
    loud = np.flatnonzero(samples_of(tmp_path / "stops/01.mp3") > 10 ** (-45 / 20))
    silences = np.diff(loud)[np.diff(loud) > ffmpeg.ms_to_samples(290)] * 1000 / ffmpeg.SAMPLE_RATE_HZ
    assert list(silences[:5]) == pytest.approx([300, 700, 1100, 1100, 500], abs=25)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_visitor_at_a_stop_waits_half_a_second_at_most_for_the_first_word(tmp_path: Path, language: str) -> None:
    built = build(tmp_path, script(3, language=language))
    for stop in built.stops:
        assert starts(tmp_path / stop.track.file, gap=300)[0] == pytest.approx(stop.cues[0].start, abs=10)
        assert stop.cues[0].start <= 500


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_stops_own_file_ends_with_the_chime_the_tour_opens_it_with(tmp_path: Path, language: str) -> None:
    built = build(tmp_path, script(2, language=language))
    in_tour = samples_of(tmp_path / built.tour.file)
    for stop, chapter in zip(built.stops, built.chapters, strict=True):
        own = samples_of(tmp_path / stop.track.file)
        end = ffmpeg.ms_to_samples(stop.cues[-1].end + Pauses().chime)
        begin = ffmpeg.ms_to_samples(chapter.start)
        length = ffmpeg.ms_to_samples(800)
        # loudness of every 20 ms: the two were encoded apart
        shapes = [w[:length].reshape(-1, length // 40).mean(1) for w in (own[end:], in_tour[begin:])]
        assert np.corrcoef(*shapes)[0, 1] > 0.95


def test_durations_are_those_of_the_decoded_files(tmp_path: Path) -> None:
    built = build(tmp_path)
    for track in (built.tour, *(stop.track for stop in built.stops)):
        assert track.duration == round(len(samples_of(tmp_path / track.file)) * 1000 / ffmpeg.SAMPLE_RATE_HZ)


# ---------------------------------------------------------------- loudness


@pytest.mark.parametrize("target", [-16.0, -20.0])
def test_loudness_and_true_peak_are_met_and_told(tmp_path: Path, target: float) -> None:
    def speech(utterance: Utterance) -> Clip:
        random = np.random.default_rng(int(utterance.stop))
        wave = 0.03 * random.standard_normal(72_000) * (1 + np.sin(np.arange(72_000) / 900))
        wave[:: 4800 + 1000 * int(utterance.stop)] *= 8
        return Clip((wave.clip(-1, 1) * 32767).astype("<i2").tobytes(), ffmpeg.SAMPLE_RATE_HZ, (Span(0, 3000),))

    built = build(tmp_path, settings=Settings(loudness=Loudness(target=target)), load=speech)
    for track in (built.tour, *(stop.track for stop in built.stops)):
        assert track.loudness == pytest.approx(target, abs=0.5)
        assert track.true_peak <= -1
        meter = [need("ffmpeg", "apt install ffmpeg"), "-nostats", "-i", str(tmp_path / track.file)]
        completed = subprocess.run([*meter, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True)
        reading = re.search(
            r"I: +(\S+) LUFS.*Peak: +(\S+) dBFS", completed.stderr.decode().rpartition("Summary:")[2], re.DOTALL
        )
        assert reading
        assert [float(v) for v in reading.groups()] == pytest.approx([track.loudness, track.true_peak], abs=0.15)


@pytest.mark.parametrize("pcm", [bytes(48_000), bytes(2), beep(0.03)], ids=["silence", "one sample", "a moment"])
def test_next_to_nothing_is_a_stop_too(tmp_path: Path, pcm: bytes) -> None:
    built = build(tmp_path, load=lambda _u: Clip(pcm, ffmpeg.SAMPLE_RATE_HZ, (Span(0, len(pcm) // 48),)))
    assert all(stop.track.loudness == pytest.approx(-16, abs=1.5) for stop in built.stops)


def test_a_stop_that_says_nothing_has_its_chime(tmp_path: Path) -> None:
    tour = script(2)
    built = build(tmp_path, tour, [u for u in words(tour) if u.stop == "1"])
    assert built.stops[1].cues == ()
    assert [c.start for c in built.chapters] == pytest.approx(starts(tmp_path / built.tour.file, 1300)[:2], abs=5)


def test_clips_of_another_rate_keep_their_time(tmp_path: Path) -> None:
    built = build(tmp_path, script(1), load=lambda _u: Clip(beep(2, rate=16_000), 16_000, (Span(0, 2000),)))
    first, second = built.stops[0].cues
    assert second.start - first.start == pytest.approx(2900, abs=3)


# ---------------------------------------------------------------- labels and tags


def frames(path: Path) -> dict[str, Any]:
    command = [need("ffprobe", "apt install ffmpeg"), "-v", "error", "-show_format", "-show_chapters", "-of", "json"]
    answer = json.loads(subprocess.run([*command, str(path)], capture_output=True, check=True).stdout)
    tags: dict[str, Any] = answer["format"]["tags"]
    return tags | {"chapters": [(c["tags"]["title"], c["start"]) for c in answer["chapters"]]}


def test_tags_of_tour_and_stops(tmp_path: Path) -> None:
    built = build(tmp_path, settings=Settings(disclosure=Disclosure(producer="村委会")))
    first, second = frames(tmp_path / built.tour.file), frames(tmp_path / built.stops[1].track.file)
    assert first["chapters"] == [(c.title, c.start) for c in built.chapters]
    assert (first["title"], first["album"], first["artist"]) == ("演示", "演示", "村委会")
    assert (second["title"], second["album"], second["track"]) == ("2 第2站", "演示", "2/3")
    assert "track" not in first
    assert second["lyrics-zho"] == "一二三四五六七。\n一二三四五六七。"
    label = json.loads(second["AIGC"])
    assert list(label) == [
        "Label",
        "ContentProducer",
        "ProduceID",
        "ReservedCode1",
        "ContentPropagator",
        "PropagateID",
        "ReservedCode2",
    ]
    assert (label["Label"], label["ContentProducer"]) == ("1", "村委会")


@pytest.mark.parametrize(
    ("language", "on"), [("zh-CN", True), ("zh", True), ("zh-Hans", True), ("zh-TW", False), ("en-US", False)]
)
def test_labelling_is_on_where_the_rule_holds(language: str, on: bool) -> None:
    regimes = ("cn",) if on else ()
    assert disclosure.effective_labelling(Settings(), language) == Labelling(regimes, rhythm=on, tag=on)
    chosen = Disclosure(chime=False, tag=True, spoken="本导览由合成语音播讲。")
    labelling = disclosure.effective_labelling(Settings(disclosure=chosen), language)
    assert labelling == Labelling(spoken="本导览由合成语音播讲。", tag=True)


def test_no_label_where_it_is_turned_off(tmp_path: Path) -> None:
    built = build(tmp_path, settings=Settings(disclosure=Disclosure(chime=False, tag=False)))
    assert "AIGC" not in frames(tmp_path / built.tour.file)


def test_a_spoken_notice_opens_every_file_once(tmp_path: Path) -> None:
    settings = Settings(disclosure=Disclosure(spoken="合成语音播讲。"))
    notice = say("", 0, "合成语音播讲。")
    built = build(tmp_path, settings=settings, notice=notice)
    for stop in built.stops:
        assert [(c.text, c.paragraph) for c in stop.cues] == [
            ("合成语音播讲。", 0),
            ("一二三四五六七。", 1),
            ("一二三四五六七。", 2),
        ]
        assert stop.cues[0].start == tracks.LEAD_MS + ffmpeg.samples_to_ms(ffmpeg.DECODER_DELAY_SAMPLES)
    assert (tmp_path / built.captions).read_text("utf-8").count("合成语音播讲。") == 1
    onsets = starts(tmp_path / built.tour.file, gap=1300)
    assert [c.start for c in built.chapters][1:] == pytest.approx(onsets[1:], abs=5)
    assert built.chapters[0].start == pytest.approx(200 + 46 + 700 + 900, abs=5)


# ---------------------------------------------------------------- files


def test_pictures_are_made_and_the_cover_is_in_the_tag(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    Image.new("RGB", (900, 600)).save(tmp_path / "scripts/a.JPG", "JPEG")
    tour = script(2, cover="a.JPG", cover_alt="牌楼", path=tmp_path / "scripts/demo.yaml")
    stops = (dataclasses.replace(tour.stops[0], image="a.JPG", alt="村口"), tour.stops[1])
    built = build(tmp_path / "out", dataclasses.replace(tour, stops=stops))
    assert (built.cover, built.cover_alt, built.cover_small) == ("images/cover.jpg", "牌楼", "images/cover-small.jpg")
    assert [(s.image, s.alt, s.image_small) for s in built.stops] == [
        ("images/01.jpg", "村口", "images/01-small.jpg"),
        ("", "", ""),
    ]
    picture = (tmp_path / "out/images/cover.jpg").read_bytes()
    assert picture in (tmp_path / "out/demo.mp3").read_bytes()


def test_several_pictures_come_with_caption_and_credit(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    Image.new("RGB", (900, 1600)).save(tmp_path / "scripts/a.jpg")
    Image.new("RGB", (90, 60)).save(tmp_path / "scripts/b.png")
    tour = script(1, path=tmp_path / "scripts/demo.yaml")
    images = (StopPicture("a.jpg", "村口", "一九三六年", "县档案馆"), StopPicture("b.png"))
    built = build(
        tmp_path / "out", dataclasses.replace(tour, stops=(dataclasses.replace(tour.stops[0], images=images),))
    )
    (stop,) = built.stops
    assert stop.pictures == (
        BuiltPicture("images/01.jpg", "images/01-small.jpg", "村口", "一九三六年", "县档案馆"),
        BuiltPicture("images/01-2.jpg"),
    )
    assert (stop.image, stop.alt, stop.image_small) == ("images/01.jpg", "村口", "images/01-small.jpg")
    assert all((tmp_path / "out" / picture.file).is_file() for picture in stop.all_pictures)


def test_no_picture_comes_before_the_sound_of_a_stop(tmp_path: Path) -> None:
    import mutagen.id3

    (tmp_path / "scripts").mkdir()
    Image.new("RGB", (900, 600)).save(tmp_path / "scripts/a.jpg")
    built = build(tmp_path / "out", script(1, cover="a.jpg", path=tmp_path / "scripts/demo.yaml"))
    read: Any = mutagen.id3.ID3
    assert read(tmp_path / "out" / built.stops[0].track.file).getall("APIC") == []
    assert len(read(tmp_path / "out" / built.tour.file).getall("APIC")) == 1


def test_without_cover_and_producer_players_show_the_icon_and_the_tour(tmp_path: Path) -> None:
    import mutagen.id3

    icon = draw_png("#8a1f1f", "#ffffff", 180)
    built = build(tmp_path, script(2), icon=icon)
    read: Any = mutagen.id3.ID3
    assert read(tmp_path / built.tour.file)["APIC:"].data == icon
    for file in (built.tour.file, built.stops[1].track.file):
        tags = read(tmp_path / file)
        assert tags["TPE1"].text == tags["TPE2"].text == ["演示"]


def test_lyrics_stand_in_step_with_the_sound(tmp_path: Path) -> None:
    import mutagen.id3

    built = build(tmp_path)
    read: Any = mutagen.id3.ID3
    for stop in built.stops:
        lines = read(tmp_path / stop.track.file).getall("SYLT")[0]
        assert (lines.format, lines.type, lines.lang) == (2, 1, "zho")
        assert lines.text == [(cue.text, cue.start) for cue in stop.cues]
    (lines,) = read(tmp_path / built.tour.file).getall("SYLT")
    assert len(lines.text) == sum(len(stop.cues) for stop in built.stops)
    assert [time for _text, time in lines.text] == sorted(time for _text, time in lines.text)


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    tour = script(1, cover="none.jpg", path=tmp_path / "demo.yaml")
    with pytest.raises(OutputError, match=r"none\.jpg"):
        build(tmp_path / "out", tour)


def test_equal_builds_give_equal_bytes(tmp_path: Path) -> None:
    assert build(tmp_path / "a") == build(tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_every_file_is_named_by_the_manifest_and_as_it_says(tmp_path: Path) -> None:
    built = build(tmp_path)
    published = [built.tour, *(s.track for s in built.stops)]
    named = {t.file for t in published} | {built.captions} | {s.captions for s in built.stops}
    assert set(tree(tmp_path)) == named
    for track in published:
        assert tree(tmp_path)[track.file] == track.sha256
        assert (tmp_path / track.file).stat().st_size == track.bytes


def test_an_engine_that_fails_is_named(tmp_path: Path) -> None:
    def failing(utterance: Utterance) -> Clip:
        if utterance.stop == "2":
            raise NoAudio("nothing")
        return load(utterance)

    with pytest.raises(NoAudio):
        build(tmp_path, script(5), load=failing)


def test_an_encoder_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(AudioError):
        build(tmp_path, settings=Settings(bit_rate=63))


# ---------------------------------------------------------------- one stop


def test_one_stop_alone(tmp_path: Path) -> None:
    tour = script(3)
    built = tracks.make_stop_files(tour, tour.stops[1], Settings(), words(tour), load, tmp_path)
    assert set(tree(tmp_path)) == {"stops/02.mp3", "stops/02.vtt"}
    assert built == build(tmp_path / "whole", tour).stops[1]
