"""Tours put together from synthetic clips, and listened to: what is published is decoded and measured."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import need

from audioguide import manifest
from audioguide.assembly import publishing, stitch
from audioguide.audio import ffmpeg
from audioguide.errors import AudioError, NoAudio, OutputError
from audioguide.model import (
    Clip,
    Disclosure,
    Loudness,
    Manifest,
    Pauses,
    Segment,
    Sentence,
    Settings,
    Span,
    Stop,
    Tour,
    Utterance,
    Voice,
)

VOICE = Voice("silent", "beep", "zh-CN")
FORK = multiprocessing.get_context("fork")


def beep(seconds: float, hertz: float = 300.0, rate: int = ffmpeg.RATE) -> bytes:
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
    return Clip(b"".join(parts), ffmpeg.RATE, tuple(spans))


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
    options: dict[str, Any] = {"engine": "silent", "cast": {"narrator": VOICE}, "settings": Settings(), "load": load}
    options |= fields
    settings, loader = options.pop("settings"), options.pop("load")
    return stitch.stitch_tour(tour, settings, utterances or words(tour), loader, folder, **options)


def heard(path: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.abs(np.frombuffer(ffmpeg.decode_audio(path.read_bytes()), "<i2") / 32768)


def starts(path: Path, gap: int) -> list[float]:
    """Milliseconds at which sound begins after at least ``gap`` ms of silence."""
    loud = np.flatnonzero(heard(path) > 10 ** (-50 / 20))
    begin = np.concatenate(([True], np.diff(loud) > ffmpeg.ms_to_samples(gap)))
    return [float(n) * 1000 / ffmpeg.RATE for n in loud[begin]]


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
        assert onsets[-len(cues) :] == pytest.approx(cues, abs=10)
    assert [(c.text, c.paragraph) for c in built.stops[0].cues] == [("一二三四五。", 0), ("六七八。", 0), ("九十。", 1)]
    assert [c.end - c.start for c in built.stops[0].cues] == [600, 400, 300]


def test_captions_of_the_tour_follow_those_of_its_stops(tmp_path: Path) -> None:
    built = build(tmp_path)
    lines = (tmp_path / built.captions).read_text("utf-8").splitlines()
    shown = [line.split(" --> ")[0] for line in lines if " --> " in line]
    assert len(shown) == sum(len(stop.cues) for stop in built.stops)
    for stop, chapter in zip(built.stops, built.chapters, strict=True):
        lead = stop.cues[0].start - stitch.LEAD
        wanted = chapter.start - ffmpeg.samples_to_ms(ffmpeg.DELAY) + lead
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
    loud = np.flatnonzero(heard(tmp_path / "stops/01.mp3") > 10 ** (-45 / 20))
    silences = np.diff(loud)[np.diff(loud) > ffmpeg.ms_to_samples(290)] * 1000 / ffmpeg.RATE
    assert list(silences[-4:]) == pytest.approx([300, 700, 1100, 1100], abs=25)


def test_durations_are_those_of_the_decoded_files(tmp_path: Path) -> None:
    built = build(tmp_path)
    for track in (built.tour, *(stop.track for stop in built.stops)):
        assert track.duration == round(len(heard(tmp_path / track.file)) * 1000 / ffmpeg.RATE)


# ---------------------------------------------------------------- loudness


@pytest.mark.parametrize("target", [-16.0, -20.0])
def test_loudness_and_true_peak_are_met_and_told(tmp_path: Path, target: float) -> None:
    def speech(utterance: Utterance) -> Clip:
        random = np.random.default_rng(int(utterance.stop))
        wave = 0.03 * random.standard_normal(72_000) * (1 + np.sin(np.arange(72_000) / 900))
        wave[:: 4800 + 1000 * int(utterance.stop)] *= 8
        return Clip((wave.clip(-1, 1) * 32767).astype("<i2").tobytes(), ffmpeg.RATE, (Span(0, 3000),))

    built = build(tmp_path, settings=Settings(loudness=Loudness(target=target)), load=speech)
    for track in (built.tour, *(stop.track for stop in built.stops)):
        assert track.loudness == pytest.approx(target, abs=0.5)
        assert track.true_peak <= -1
        meter = [need("ffmpeg", "apt install ffmpeg"), "-nostats", "-i", str(tmp_path / track.file)]
        said = subprocess.run([*meter, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True)
        found = re.search(
            r"I: +(\S+) LUFS.*Peak: +(\S+) dBFS", said.stderr.decode().rpartition("Summary:")[2], re.DOTALL
        )
        assert found
        assert [float(v) for v in found.groups()] == pytest.approx([track.loudness, track.true_peak], abs=0.15)


@pytest.mark.parametrize("pcm", [bytes(48_000), bytes(2), beep(0.03)], ids=["silence", "one sample", "a moment"])
def test_next_to_nothing_is_a_stop_too(tmp_path: Path, pcm: bytes) -> None:
    built = build(tmp_path, load=lambda _u: Clip(pcm, ffmpeg.RATE, (Span(0, len(pcm) // 48),)))
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
    found = json.loads(subprocess.run([*command, str(path)], capture_output=True, check=True).stdout)
    tags: dict[str, Any] = found["format"]["tags"]
    return tags | {"chapters": [(c["tags"]["title"], c["start"]) for c in found["chapters"]]}


def test_tags_of_tour_and_stops(tmp_path: Path) -> None:
    built = build(tmp_path, settings=Settings(disclosure=Disclosure(producer="村委会")))
    whole, second = frames(tmp_path / built.tour.file), frames(tmp_path / built.stops[1].track.file)
    assert whole["chapters"] == [(c.title, c.start) for c in built.chapters]
    assert (whole["title"], whole["album"], whole["artist"]) == ("演示", "演示", "村委会")
    assert (second["title"], second["album"], second["track"]) == ("2 第2站", "演示", "2/3")
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
    assert stitch.effective_disclosure(Settings(), language) == Disclosure(chime=on, tag=on)
    chosen = Disclosure(chime=False, tag=True, spoken="本导览由合成语音播讲。")
    assert stitch.effective_disclosure(Settings(disclosure=chosen), language) is chosen


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
        assert stop.cues[0].start == stitch.LEAD + ffmpeg.samples_to_ms(ffmpeg.DELAY)
    assert (tmp_path / built.captions).read_text("utf-8").count("合成语音播讲。") == 1
    onsets = starts(tmp_path / built.tour.file, gap=1300)
    assert [c.start for c in built.chapters][1:] == pytest.approx(onsets[1:], abs=5)
    assert built.chapters[0].start == pytest.approx(200 + 46 + 700 + 900, abs=5)


# ---------------------------------------------------------------- files


def test_pictures_are_copied_and_the_cover_is_in_the_tag(tmp_path: Path) -> None:
    picture = b"\xff\xd8\xff\xe0 not much of a picture"
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/a.JPG").write_bytes(picture)
    tour = script(2, cover="a.JPG", cover_alt="牌楼", path=tmp_path / "scripts/demo.yaml")
    stops = (dataclasses.replace(tour.stops[0], image="a.JPG", alt="村口"), tour.stops[1])
    built = build(tmp_path / "out", dataclasses.replace(tour, stops=stops))
    assert (built.cover, built.cover_alt) == ("images/cover.jpg", "牌楼")
    assert [(s.image, s.alt) for s in built.stops] == [("images/01.jpg", "村口"), ("", "")]
    assert (tmp_path / "out/images/01.jpg").read_bytes() == picture
    assert picture in (tmp_path / "out/demo.mp3").read_bytes()


def test_a_missing_picture_names_file_and_script(tmp_path: Path) -> None:
    tour = script(1, cover="none.jpg", path=tmp_path / "demo.yaml")
    with pytest.raises(OutputError, match=r"none\.jpg.*demo\.yaml"):
        build(tmp_path / "out", tour)


def test_equal_builds_give_equal_bytes(tmp_path: Path) -> None:
    assert build(tmp_path / "a") == build(tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert manifest.load_manifest(tmp_path / "a" / manifest.FILE) == build(tmp_path / "a")


def test_a_build_without_changes_touches_nothing(tmp_path: Path) -> None:
    build(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    build(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_every_file_is_named_by_the_manifest_and_as_it_says(tmp_path: Path) -> None:
    built = build(tmp_path)
    tracks = [built.tour, *(s.track for s in built.stops)]
    named = {t.file for t in tracks} | {built.captions} | {s.captions for s in built.stops}
    assert set(tree(tmp_path)) == named | {manifest.FILE}
    for track in tracks:
        assert tree(tmp_path)[track.file] == track.sha256
        assert (tmp_path / track.file).stat().st_size == track.bytes


def test_files_of_stops_that_are_no_more_go(tmp_path: Path) -> None:
    build(tmp_path, script(4))
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "manifest.json").write_text("another edition")
    build(tmp_path, script(2))
    assert sorted(p.name for p in (tmp_path / "stops").iterdir()) == ["01.mp3", "01.vtt", "02.mp3", "02.vtt"]
    assert (tmp_path / "en" / "manifest.json").exists()


def test_an_engine_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    def failing(utterance: Utterance) -> Clip:
        if utterance.stop == "2":
            raise NoAudio("nothing")
        return load(utterance)

    build(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(NoAudio):
        build(tmp_path, script(5), load=failing)
    assert tree(tmp_path) == before


def test_an_encoder_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    build(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(AudioError):
        build(tmp_path, settings=Settings(bit_rate=63))
    assert tree(tmp_path) == before


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in the place of the folder")
    with pytest.raises(OutputError, match="out"):
        build(tmp_path / "out")


# ---------------------------------------------------------------- one stop


def test_one_stop_alone(tmp_path: Path) -> None:
    tour = script(3)
    built = stitch.stitch_stop(tour, tour.stops[1], Settings(), words(tour), load, tmp_path)
    assert set(tree(tmp_path)) == {"stops/02.mp3", "stops/02.vtt"}
    assert built == build(tmp_path / "whole", tour).stops[1]


def test_one_stop_of_a_built_tour_brings_the_manifest_up_to_date(tmp_path: Path) -> None:
    tour = script(3)
    before = build(tmp_path, tour, inputs="abc")
    stitch.stitch_stop(tour, tour.stops[0], Settings(), words(tour), load, tmp_path)
    assert manifest.load_manifest(tmp_path / manifest.FILE) == before
    built = stitch.stitch_stop(tour, tour.stops[1], Settings(), [say("2", 0, "改了。")], load, tmp_path)
    after = manifest.load_manifest(tmp_path / manifest.FILE)
    assert after == dataclasses.replace(before, inputs="", stops=(before.stops[0], built, before.stops[2]))
    assert tree(tmp_path)["stops/02.mp3"] == built.track.sha256


# ---------------------------------------------------------------- killed, and two at once


def in_child(work: Callable[[], object]) -> int:
    """Exit code of the work done in a process of its own; negative: killed by that signal."""
    child = FORK.Process(target=work)
    child.start()
    child.join()
    return child.exitcode or 0


def edited() -> tuple[Tour, list[Utterance]]:
    tour = script(3)
    return tour, [say(u.stop, u.paragraph, "另外一段话。") for u in words(tour)]


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("stitch")
    build(folder / "before", script(2))
    build(folder / "after", *edited())
    return folder / "before", folder / "after"


@pytest.mark.parametrize("step", [0, 1, 2, 4, 6, 7, 8, 9])
def test_killed_while_publishing_then_run_again(tmp_path: Path, before_and_after: tuple[Path, Path], step: int) -> None:
    """A kill just before one of the moves: the manifest that is left, if any, tells the truth."""
    before, after = before_and_after
    out = tmp_path / "out"
    shutil.copytree(before, out)
    wanted = manifest.load_manifest(after / manifest.FILE)

    def work() -> None:
        steps = iter(range(step))

        def killing(action: Callable[..., Any]) -> Callable[..., Any]:
            def act(*arguments: Any, **options: Any) -> Any:
                if next(steps, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)
                return action(*arguments, **options)

            return act

        for name in ("replace", "unlink", "rmdir"):
            setattr(os, name, killing(getattr(os, name)))
        Path.unlink = killing(Path.unlink)  # type: ignore[method-assign]
        publishing.publish_tour(staging, out, wanted, publishing.stale_files(out, wanted))

    # staged beforehand, so that each step of the child is one of the publication's own
    staging = out / f"{publishing.STAGING}killed"
    shutil.copytree(after, staging, ignore=shutil.ignore_patterns(manifest.FILE))
    assert in_child(work) == -signal.SIGKILL

    left = manifest.read_manifest(out / manifest.FILE)
    if left:
        for track in (left.tour, *(s.track for s in left.stops)):
            assert tree(out)[track.file] == track.sha256
    build(out, *edited())
    assert tree(out) == tree(after)
    assert not list(out.rglob(".*"))


@pytest.mark.parametrize("step", [0, 3, 9])
def test_killed_while_stitching_then_run_again(tmp_path: Path, before_and_after: tuple[Path, Path], step: int) -> None:
    before, after = before_and_after
    out = tmp_path / "out"
    shutil.copytree(before, out)

    def work() -> None:
        calls = iter(range(step))
        write = ffmpeg.Encoder.write

        def writing(self: ffmpeg.Encoder, pcm: bytes) -> None:
            if next(calls, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            write(self, pcm)

        ffmpeg.Encoder.write = writing  # type: ignore[method-assign]
        build(out, *edited())

    assert in_child(work) == -signal.SIGKILL
    assert tree(before).items() <= tree(out).items()
    build(out, *edited())
    assert tree(out) == tree(after)
    assert not list(out.rglob(".*"))


def test_what_a_killed_build_left_can_be_tidied_away(tmp_path: Path) -> None:
    build(tmp_path, script(1))
    before = tree(tmp_path)
    (tmp_path / f"{publishing.STAGING}x/stops").mkdir(parents=True)
    (tmp_path / f"{publishing.STAGING}x/stops/01.mp3.frames").write_bytes(b"half")
    publishing.remove_leftovers(tmp_path)
    assert tree(tmp_path) == before
    assert not list(tmp_path.glob(".*"))


def test_two_builds_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    build(tmp_path / "clean")
    children = [FORK.Process(target=build, args=(tmp_path / "out",)) for _n in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert tree(tmp_path / "out") == tree(tmp_path / "clean")
