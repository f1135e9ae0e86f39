"""Speech for whoever waits, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audioguide.assembly import streaming
from audioguide.assembly.clip_cache import Cache, clip_key
from audioguide.commands import say
from audioguide.engines.silent import SilentEngine
from audioguide.errors import ConfigError, EngineError, EngineUnavailable
from audioguide.model import Clip, Pauses, Sentence, Span, Utterance, Voice
from audioguide.project import Project

VOICE = Voice("silent", "silence", "zh-CN")
PAUSES = Pauses(sentence=100, paragraph=200, speaker=300, stop=400)


def utterance(text: str, stop: str = "1", paragraph: int = 0, role: str = "narrator") -> Utterance:
    return Utterance(stop, 0, paragraph, VOICE, (Sentence(text, text),), role)


class Clauses(SilentEngine):
    """Speaks clause by clause and counts what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken: list[str] = []

    def stream_speech(self, rendered: tuple[str, ...], voice: Voice) -> Iterator[Clip]:
        for clause in "".join(rendered).split("，"):
            self.spoken.append(clause)
            yield Clip(bytes(48 * 500), 24_000, (Span(0, 500),))


def test_the_first_clause_comes_before_the_second_is_spoken(tmp_path: Path) -> None:
    engine = Clauses()
    stream = streaming.stream_utterances([utterance("你好，世界，再见。")], engine, Cache(tmp_path), PAUSES)
    next(stream)
    assert engine.spoken == ["你好"]
    assert len(list(stream)) == 2


def test_pauses_stand_between_utterances_and_spans_move_with_them(tmp_path: Path) -> None:
    asked = [
        utterance("一。"),
        utterance("二。"),
        utterance("三。", paragraph=1),
        utterance("四。", paragraph=1, role="host"),
        utterance("五。", stop="2"),
    ]
    clips = [clip for _asked, clip in streaming.stream_utterances(asked, Clauses(), Cache(tmp_path), PAUSES)]
    assert [clip.spans[0].start for clip in clips] == [0, 100, 200, 300, 400]
    assert [clip.duration for clip in clips] == [500, 600, 700, 800, 900]


def test_what_the_cache_holds_is_not_spoken_again(tmp_path: Path) -> None:
    engine, cache, asked = Clauses(), Cache(tmp_path), utterance("你好。")
    stored = Clip(bytes(480), 24_000, (Span(0, 10),))
    cache.put(clip_key(engine.fingerprint(), VOICE, engine.render(asked)), stored)
    assert list(streaming.stream_utterances([asked], engine, cache, PAUSES)) == [(asked, stored)]
    assert engine.spoken == []


def test_an_error_names_the_stop(tmp_path: Path) -> None:
    class Broken(SilentEngine):
        def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
            raise EngineUnavailable("gone")

    with pytest.raises(EngineError) as caught:
        list(streaming.stream_utterances([utterance("你好。", stop="3a")], Broken(), Cache(tmp_path), PAUSES))
    assert "3a" in caught.value.where


def test_a_text_is_streamed_by_any_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    project = Project(tmp_path)
    tour = say.tour_of_text("欢迎。请往里走。", "zh-CN")
    assert [asked.sentences[0].written for asked, _clip in say.stream_speech(project, tour, "silent")] == [
        "欢迎。",
        "请往里走。",
    ]
    with pytest.raises(ConfigError, match="nobody"):
        next(say.stream_speech(project, tour, "silent", "nobody"))
