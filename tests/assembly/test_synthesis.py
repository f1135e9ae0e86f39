from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import NEVER_S, need_module

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.assembly.synthesis import Progress
from audioguide.engines import Engine, Status, VoiceInfo
from audioguide.engines.silent import SilentEngine
from audioguide.errors import ConfigError, EngineError, EngineUnavailable, NoAudio
from audioguide.model import Clip, LexiconEntry, Segment, Sentence, Span, Stop, Tour, Utterance, Voice

CAST = {"narrator": Voice("counting", "one", "zh-CN"), "guest": Voice("counting", "two", "zh-CN")}


class Counting(Engine):
    """Speaks 10 ms a character and remembers what it was asked."""

    name = "counting"
    local = True

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def fingerprint(self) -> str:
        return "counting/1"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        return tuple(sentence.spoken for sentence in utterance.sentences)

    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        self.asked.append("".join(rendered))
        length = 10 * len("".join(rendered))
        return Clip(bytes(48 * length), 24_000, tuple(Span(0, length) for _ in rendered))

    def voices(self) -> tuple[VoiceInfo, ...]:
        return ()

    def default_voice(self, language: str, role: str) -> str | None:
        return "one"

    def status(self) -> Status:
        return Status(True)


class Paragraphs(Counting):
    unit = "paragraph"
    max_characters = 20


class Failing(Counting):
    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        if "坏" in rendered[0]:
            raise NoAudio("nothing was heard", "try again")
        return super().speak(rendered, voice)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def tour(*stops: tuple[str, str | tuple[Segment, ...]]) -> Tour:
    return Tour(
        "village",
        "zh-CN",
        "村",
        tuple(
            Stop(number, f"第{number}站", (Segment(what),) if isinstance(what, str) else what) for number, what in stops
        ),
    )


def make_utterance(text: str, stop: str = "1", voice: str = "one") -> Utterance:
    return Utterance(stop, 0, 0, Voice("counting", voice, "zh-CN"), (Sentence(text, text),))


FIRST = "水磨头村位于城西。全村有许多人家。\n\n村里有一所学校。"
SECOND = "学校在山上。树林里面是老师的家。"
VILLAGE = tour(("1", FIRST), ("2", SECOND))
EDITED = tour(("1", FIRST.replace("许多", "不少")), ("2", SECOND))


def speak(what: Tour, engine: Engine, cache: Cache, lexicon: tuple[LexiconEntry, ...] = ()) -> synthesis.Spoken:
    return synthesis.speak_utterances(synthesis.plan_utterances(what, lexicon, CAST, engine), engine, cache)


# ---------------------------------------------------------------- tour → utterances


def test_sentences_of_paragraphs_in_order() -> None:
    utterances = synthesis.plan_utterances(VILLAGE, (), CAST, Counting())
    assert [(each.stop, each.segment, each.paragraph, each.sentences[0].written) for each in utterances] == [
        ("1", 0, 0, "水磨头村位于城西。"),
        ("1", 0, 0, "全村有许多人家。"),
        ("1", 0, 1, "村里有一所学校。"),
        ("2", 0, 0, "学校在山上。"),
        ("2", 0, 0, "树林里面是老师的家。"),
    ]


def test_paragraphs_are_parted_between_sentences_where_they_are_too_long() -> None:
    utterances = synthesis.plan_utterances(VILLAGE, (), CAST, Paragraphs())
    assert [len(each.sentences) for each in utterances] == [2, 1, 2]
    long = tour(("1", "一二三四五六七八九十。" * 5))
    assert [len(each.sentences) for each in synthesis.plan_utterances(long, (), CAST, Paragraphs())] == [1] * 5


def test_cues_are_never_spoken_and_speakers_keep_their_names() -> None:
    guest = Segment("我是本村人。", "guest", "任秀萍", "村支书")
    utterances = synthesis.plan_utterances(
        tour(("1", (Segment("请看左边。"), Segment("走到桥头", "", is_cue=True), guest))), (), CAST, Counting()
    )
    assert [(each.segment, each.paragraph, each.role, each.speaker, each.speaker_title) for each in utterances] == [
        (0, 0, "narrator", "", ""),
        (2, 1, "guest", "任秀萍", "村支书"),
    ]
    assert utterances[1].voice.name == "two"


def test_nothing_without_a_speakable_character_is_asked_for() -> None:
    utterances = synthesis.plan_utterances(tour(("1", "……\n\n* * *\n\n好。\n\n——")), (), CAST, Counting())
    assert [each.sentences[0].written for each in utterances] == ["好。"]
    assert synthesis.plan_utterances(tour(("1", "……"), ("2", "")), (), CAST, Counting()) == ()


def test_a_role_without_a_voice_is_named() -> None:
    with pytest.raises(ConfigError, match=r"Stop 7.*mayor"):
        synthesis.plan_utterances(tour(("7", (Segment("好。", "mayor"),))), (), CAST, Counting())


# ---------------------------------------------------------------- utterances → clips


def test_a_second_time_nothing_is_spoken(cache: Cache) -> None:
    assert speak(VILLAGE, Counting(), cache).calls == 5
    again = speak(VILLAGE, Counting(), cache)
    assert again.calls == 0
    assert again.load_clip(0).duration == 90


def test_one_edited_sentence_is_one_call(cache: Cache) -> None:
    speak(VILLAGE, Counting(), cache)
    engine = Counting()
    assert speak(EDITED, engine, cache).calls == 1
    assert engine.asked == ["全村有不少人家。"]


def test_with_paragraphs_one_edited_sentence_is_one_paragraph(cache: Cache) -> None:
    assert speak(VILLAGE, Paragraphs(), cache).calls == 3
    assert speak(EDITED, Paragraphs(), cache).calls == 1


def test_a_moved_and_renumbered_stop_is_no_call(cache: Cache) -> None:
    speak(VILLAGE, Counting(), cache)
    moved = tour(("1", SECOND), ("9", FIRST))
    assert speak(moved, Counting(), cache).calls == 0


def test_a_lexicon_entry_speaks_only_the_sentences_with_the_word(cache: Cache) -> None:
    speak(VILLAGE, Counting(), cache)
    engine = Counting()
    assert speak(VILLAGE, engine, cache, (LexiconEntry("学校", "学堂"),)).calls == 2


def test_another_voice_engine_or_force_speaks_again(cache: Cache) -> None:
    engine = Counting()
    assert (
        synthesis.speak_utterances([make_utterance("好。"), make_utterance("好。", voice="two")], engine, cache).calls
        == 2
    )
    assert synthesis.speak_utterances([make_utterance("好。")], engine, cache, force=True).calls == 1
    assert synthesis.speak_utterances([make_utterance("好。")], engine, cache).calls == 0


def test_equal_sentences_are_spoken_once(cache: Cache) -> None:
    spoken = synthesis.speak_utterances(
        [make_utterance("好。", "1"), make_utterance("坏。", "1"), make_utterance("好。", "2")], Counting(), cache
    )
    assert spoken.calls == 2
    assert spoken.keys[0] == spoken.keys[2] != spoken.keys[1]


def test_damaged_clips_are_spoken_again(cache: Cache, tmp_path: Path) -> None:
    complete = speak(VILLAGE, Counting(), cache)
    for file in sorted(tmp_path.rglob("*.clip"))[:2]:
        file.write_bytes(file.read_bytes()[:-3])
    again = speak(VILLAGE, Counting(), cache)
    assert again.calls == 2
    assert [again.load_clip(index) for index in range(5)] == [complete.load_clip(index) for index in range(5)]


def test_a_clip_lost_after_speaking_is_spoken_when_loaded(cache: Cache) -> None:
    spoken = speak(VILLAGE, Counting(), cache)
    cache.clear()
    assert spoken.load_clip(0).duration == 90
    assert cache.size().clips == 1


def test_progress_is_reported(cache: Cache) -> None:
    reported: list[Progress] = []
    asked = [make_utterance("一。", "1"), make_utterance("二二。", "1"), make_utterance("一。", "2")]
    synthesis.speak_utterances(asked[:1], Counting(), cache)
    synthesis.speak_utterances(asked, Counting(), cache, jobs=1, progress=reported.append)
    assert reported == [Progress(2, 3, 1, 2, 0, 0), Progress(3, 3, 2, 2, 1, 30)]


def test_as_many_calls_at_once_as_asked_for(cache: Cache) -> None:
    together = threading.Barrier(3, timeout=NEVER_S)

    class Meeting(Counting):
        def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
            together.wait()  # breaks unless three calls run at once
            return super().speak(rendered, voice)

    assert (
        synthesis.speak_utterances(
            [make_utterance(f"{number}。") for number in range(9)], Meeting(), cache, jobs=3
        ).calls
        == 9
    )


def test_a_failure_names_the_place_and_keeps_what_was_spoken(cache: Cache) -> None:
    asked = [make_utterance("好。", "1"), make_utterance("坏了一句。", "2"), make_utterance("再好。", "3")]
    with pytest.raises(NoAudio) as caught:
        synthesis.speak_utterances(asked, Failing(), cache, jobs=1)
    assert "2" in caught.value.where
    assert "坏了一句。" in caught.value.where
    engine = Counting()
    synthesis.speak_utterances(asked, engine, cache)
    assert "好。" not in engine.asked


def test_a_failure_while_rendering_names_the_place_too(cache: Cache) -> None:
    class Unrenderable(Counting):
        def render(self, utterance: Utterance) -> tuple[str, ...]:
            raise EngineUnavailable("cannot")

    with pytest.raises(EngineUnavailable) as caught:
        synthesis.speak_utterances([make_utterance("好。", "12a")], Unrenderable(), cache)
    assert "12a" in caught.value.where


def test_a_mistake_in_an_engine_names_the_place_as_well(cache: Cache) -> None:
    class Mistaken(Counting):
        def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
            raise ZeroDivisionError("division by zero")

    with pytest.raises(EngineError, match="ZeroDivisionError") as caught:
        synthesis.speak_utterances([make_utterance("好。", "12a")], Mistaken(), cache)
    assert "12a" in caught.value.where


def test_after_a_failure_the_calls_under_way_are_asked_to_end(cache: Cache) -> None:
    class Waiting(Failing):
        ended = threading.Event()

        def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
            if "等" in rendered[0]:
                assert self.ended.wait(NEVER_S)
            return super().speak(rendered, voice)

        def cancel(self) -> None:
            self.ended.set()

    with pytest.raises(NoAudio):
        synthesis.speak_utterances(
            [make_utterance("等。"), make_utterance("坏。"), make_utterance("好。")], Waiting(), cache, jobs=2
        )
    assert cache.size().clips >= 1


def test_ctrl_c_keeps_what_was_spoken(cache: Cache) -> None:
    def stop(progress: Progress) -> None:
        if progress.completed == 2:
            raise KeyboardInterrupt

    asked = [make_utterance(f"第{number}句。") for number in range(50)]
    with pytest.raises(KeyboardInterrupt):
        synthesis.speak_utterances(asked, Counting(), cache, jobs=2, progress=stop)
    clip_count = cache.size().clips
    assert 2 <= clip_count < 50
    assert synthesis.speak_utterances(asked, Counting(), cache).calls == 50 - clip_count


def test_an_executor_of_ones_own_gets_the_engine_by_name(cache: Cache) -> None:
    engine = SilentEngine()
    asked = [make_utterance(f"第{number}句。") for number in range(9)]
    with ThreadPoolExecutor(2) as pool:
        spoken = synthesis.speak_utterances(asked, engine, cache, executor=pool)
    assert spoken.calls == 9
    assert spoken.load_clip(0) == engine.speak(("第0句。",), asked[0].voice)


# ---------------------------------------------------------------- killed


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from test_synthesis import Counting, make_utterance
    from audioguide.assembly import synthesis
    from audioguide.assembly.clip_cache import Cache

    def die_at_the_line(progress):
        if progress.completed == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    asked = [make_utterance(f"第{number}句。") for number in range(300)]
    synthesis.speak_utterances(asked, Counting(), Cache(Path(sys.argv[1])), jobs=2, progress=die_at_the_line)
    """
)


def test_a_killed_run_is_continued_by_the_next(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for line in (1, 2, 150, 299):
        command = [sys.executable, "-c", KILLED, str(tmp_path / "cache"), str(line)]
        killed = subprocess.run(command, env=environment, check=False)
        assert killed.returncode == -signal.SIGKILL
    cache = Cache(tmp_path / "cache")
    clip_count = cache.size().clips
    assert 299 <= clip_count <= 300
    asked = [make_utterance(f"第{number}句。") for number in range(300)]
    assert synthesis.speak_utterances(asked, Counting(), cache).calls == 300 - clip_count
    undisturbed = synthesis.speak_utterances(asked, Counting(), Cache(tmp_path / "other"))
    again = synthesis.speak_utterances(asked, Counting(), cache)
    assert [again.load_clip(index) for index in range(300)] == [undisturbed.load_clip(index) for index in range(300)]


# ---------------------------------------------------------------- a cluster


@pytest.fixture
def address() -> Iterator[str]:
    need_module("distributed", "pip install 'audioguide[cluster]'")
    from distributed import LocalCluster

    start: Any = LocalCluster
    with start(n_workers=1, threads_per_worker=2, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_speaks_the_same(cache: Cache, address: str, tmp_path: Path) -> None:
    engine = SilentEngine()
    asked = [make_utterance(f"第{number}句。") for number in range(20)]
    with synthesis.open_cluster(address) as executor:
        spoken = synthesis.speak_utterances(asked, engine, cache, executor=executor)
    here = synthesis.speak_utterances(asked, engine, Cache(tmp_path / "here"))
    assert spoken.calls == 20
    assert [spoken.load_clip(index) for index in range(20)] == [here.load_clip(index) for index in range(20)]


def test_nobody_answers_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    need_module("distributed", "pip install 'audioguide[cluster]'")
    monkeypatch.setattr(synthesis, "CLUSTER_TIMEOUT", "0.2s")
    with pytest.raises(ConfigError, match=r"tcp://127\.0\.0\.1:9"), synthesis.open_cluster("tcp://127.0.0.1:9"):
        pass
