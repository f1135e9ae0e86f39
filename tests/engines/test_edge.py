"""The edge engine against a real WebSocket peer that speaks the service's protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import edge_tts.communicate
import pytest
from conftest import NEVER_S
from edge_peer import FRAME_MS, GAP, LETTER, Peer, serve

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.engines import pcm
from audioguide.engines.back_off import Retry
from audioguide.engines.edge import EdgeEngine
from audioguide.engines.sentence_timing import Mark, sentence_spans, split_requests
from audioguide.errors import ConfigError, EngineError, EngineUnavailable, NoAudio, VoiceNotFound
from audioguide.model import Sentence, Span, Utterance, Voice

VOICE = Voice("edge", "zh-CN-YunyangNeural", "zh-CN")
SENTENCES = ("水磨头村位于城西。", "全村有许多人家！", "村里有一所学校，在山上。")
AT_ONCE = Retry(first=0)
LETTER_MS, GAP_MS = LETTER * FRAME_MS, GAP * FRAME_MS


@pytest.fixture
def peer() -> Iterator[Peer]:
    with serve(Peer()) as peer_service:
        yield peer_service


@pytest.fixture
def engine() -> EdgeEngine:
    return EdgeEngine({"timeout": NEVER_S}, AT_ONCE)


def utterance(text: str, stop: str = "1", voice: Voice = VOICE) -> Utterance:
    return Utterance(stop, 0, 0, voice, (Sentence(text, text),))


# ---------------------------------------------------------------- all goes well


def test_speech_with_the_times_of_its_sentences(peer: Peer, engine: EdgeEngine) -> None:
    clip = engine.speak(SENTENCES, VOICE)
    assert peer.texts == ["".join(SENTENCES)]
    letters = [8, 7, 10]
    expected = sum(letters) * LETTER_MS + 2 * GAP_MS
    assert clip.duration == pytest.approx(expected, abs=80)
    starts = [0, letters[0] * LETTER_MS + GAP_MS, sum(letters[:2]) * LETTER_MS + 2 * GAP_MS]
    for span, start, count in zip(clip.spans, starts, letters, strict=True):
        assert span.start == pytest.approx(start, abs=50)
        assert span.end - span.start == pytest.approx(count * LETTER_MS, abs=90)


def test_the_spans_lie_on_what_is_heard(peer: Peer, engine: EdgeEngine) -> None:
    clip = engine.speak(SENTENCES, VOICE)
    samples = pcm.from_bytes(clip.pcm)
    for span, after in zip(clip.spans, clip.spans[1:], strict=False):
        gap = samples[(span.end + 60) * 24 : (after.start - 60) * 24]
        assert abs(gap).max() < 0.01
        assert abs(samples[span.start * 24 : span.end * 24]).mean() > 0.01


def test_rate_pitch_and_volume_are_passed_on(peer: Peer, engine: EdgeEngine) -> None:
    engine.speak(SENTENCES, Voice("edge", VOICE.name, "zh-CN", rate=0.85, pitch=-5, volume=10))
    assert peer.prosody == ["pitch='-5Hz' rate='-15%' volume='+10%'"]


def test_signs_of_markup_are_read_as_text(peer: Peer, engine: EdgeEngine) -> None:
    engine.speak(("甲 < 乙 & 丙。",), VOICE)
    assert peer.texts == ["甲 < 乙 & 丙。"]


def test_a_whole_tour_with_six_requests_at_once(peer: Peer, engine: EdgeEngine, tmp_path: Path) -> None:
    peer.together, peer.delay = 2, 0.05
    asked = [utterance(f"这是第{number}段。", str(number)) for number in "一二三四五六七八九十甲乙丙丁"]
    spoken = synthesis.speak_utterances(asked, engine, Cache(tmp_path))
    assert spoken.calls == 14
    assert 1 < peer.most_open <= EdgeEngine.workers
    assert synthesis.speak_utterances(asked, engine, Cache(tmp_path)).calls == 0


def test_a_sentence_too_long_for_one_request_is_one_sentence_still(peer: Peer, engine: EdgeEngine) -> None:
    text = "村子的东边有一条河，" * 40 + "完了。"
    clip = engine.speak((text,), VOICE)
    assert len(peer.texts) == 2
    assert "".join(peer.texts) == text
    assert all(len(part) <= 300 for part in peer.texts)
    assert clip.spans == (Span(0, clip.duration),)


@pytest.mark.parametrize("text", ["字" * 700, "a" * 299 + "。", "好。", "，，好，，"])
def test_requests_hold_the_whole_text(text: str) -> None:
    parts = split_requests((text,), "zh-CN", 300)
    assert "".join(parts) == text
    assert all(len(part) <= 300 for part in parts)


# ---------------------------------------------------------------- what may pass


@pytest.mark.parametrize("trouble", ["429", "500", "503", "drop", "drop-late", "short", "stall", "silent"])
def test_trouble_that_passes_is_recovered_from(peer: Peer, trouble: str) -> None:
    if trouble == "stall":  # a busy machine takes some tries to answer in so short a time
        engine = EdgeEngine({"timeout": 0.3}, Retry(attempts=100, first=0))
    else:
        engine = EdgeEngine({"timeout": NEVER_S}, AT_ONCE)
    peer.script = [trouble]
    clip = engine.speak(SENTENCES, VOICE)
    assert peer.connections == 2 or (trouble == "stall" and peer.connections > 2)
    assert clip.duration == pytest.approx(25 * LETTER_MS + 2 * GAP_MS, abs=80)


@pytest.mark.parametrize(
    ("trouble", "error", "message"),
    [
        ("429", EngineUnavailable, "429"),
        ("503", EngineUnavailable, "503"),
        ("drop", NoAudio, "broke off"),
        ("drop-late", NoAudio, "broke off"),
        ("short", NoAudio, "broke off"),
        ("stall", EngineUnavailable, r"1\.5 s"),
        ("silent", NoAudio, "said nothing"),
    ],
)
def test_trouble_that_stays_names_the_stop(
    peer: Peer, tmp_path: Path, trouble: str, error: type[EngineError], message: str
) -> None:
    engine = EdgeEngine({"timeout": 1.5 if trouble == "stall" else NEVER_S}, Retry(attempts=3, first=0))
    peer.script = [trouble] * 10
    with pytest.raises(error, match=message) as caught:
        synthesis.speak_utterances([utterance("水磨头村位于城西。", "12a")], engine, Cache(tmp_path))
    assert "12a" in caught.value.where
    assert caught.value.hint
    tries = 2 if trouble == "silent" else 3
    assert peer.connections == tries or (trouble == "stall" and peer.connections < tries)  # given up on the way
    assert Cache(tmp_path).size().clips == 0


@pytest.mark.parametrize("trouble", ["drop", "drop-late", "short"])
def test_a_broken_answer_is_noticed_by_its_length_alone(
    peer: Peer, engine: EdgeEngine, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """Whatever a later edge-tts keeps of its inner count."""
    plain = edge_tts.communicate.Communicate.__init__

    def without_count(self: edge_tts.Communicate, *arguments: object, **named: object) -> None:
        plain(self, *arguments, **named)  # type: ignore[arg-type]
        monkeypatch.setattr(self, "state", Forgetful(self.state))

    class Forgetful(dict[str, object]):
        def get(self, name: str, default: object = None) -> object:
            return default

    monkeypatch.setattr(edge_tts.communicate.Communicate, "__init__", without_count)
    peer.script = [trouble]
    assert engine.speak(SENTENCES, VOICE).duration > 25 * LETTER_MS
    assert peer.connections == 2


def test_throttling_delays_but_loses_nothing(peer: Peer, engine: EdgeEngine, tmp_path: Path) -> None:
    peer.allowed = 5
    asked = [utterance(f"这是第{number}段。", str(number)) for number in "一二三四五六七八九十"]
    assert synthesis.speak_utterances(asked, engine, Cache(tmp_path)).calls == 10
    assert peer.connections == 13


def test_a_wrong_clock_is_learnt_once_for_allrequests(peer: Peer, engine: EdgeEngine, tmp_path: Path) -> None:
    peer.clock = 5000
    asked = [utterance(f"这是第{number}段。", str(number)) for number in "一二三四五六七八"]
    assert synthesis.speak_utterances(asked, engine, Cache(tmp_path)).calls == 8
    assert peer.connections == 9


def test_marks_that_do_not_come_are_guessed_from_the_letters(peer: Peer, engine: EdgeEngine) -> None:
    peer.script = ["unmarked"]
    clip = engine.speak(SENTENCES, VOICE)
    assert [span.start for span in clip.spans] == pytest.approx(
        [0, clip.duration * 8 / 25, clip.duration * 15 / 25], abs=2
    )


def test_delays_grow_and_are_never_the_same_for_all() -> None:
    retry = Retry()
    for failures, longest in ((1, 1), (2, 2), (3, 4), (9, 20)):
        delays = {retry.delay_after(failures) for _ in range(50)}
        assert len(delays) > 40
        assert all(longest / 2 <= delay <= longest for delay in delays)


def test_cancelled_requests_are_not_made_again(peer: Peer) -> None:
    engine = EdgeEngine({"timeout": NEVER_S}, Retry(first=1000, longest=1000))
    peer.script = ["429"]
    stop = engine._stop
    engine.cancel()
    assert stop.is_set()
    engine._stop.set()  # as if cancelled while it waited
    with pytest.raises(EngineUnavailable):
        engine.speak(SENTENCES, VOICE)
    assert peer.connections == 1


# ---------------------------------------------------------------- what does not pass


def test_a_refusal_is_final_and_says_what_to_do(peer: Peer, engine: EdgeEngine, tmp_path: Path) -> None:
    peer.script = ["403"] * 9
    with pytest.raises(EngineUnavailable, match="403") as caught:
        synthesis.speak_utterances([utterance("好好学习。", "7")], engine, Cache(tmp_path))
    assert "edge-tts" in caught.value.hint
    assert "7" in caught.value.where
    assert peer.connections == 2, "edge-tts sets its clock once"


@pytest.mark.parametrize("name", ["nobody", "zh-CN-NobodyNeural"])
def test_a_voice_that_does_not_exist(peer: Peer, engine: EdgeEngine, name: str) -> None:
    peer.script = ["silent"]
    with pytest.raises(VoiceNotFound, match=name):
        engine.speak(("好。",), Voice("edge", name, "zh-CN"))
    assert peer.connections <= 1


@pytest.mark.parametrize("text", ["", "   ", "……", "——！"])
def test_blank_text_is_not_asked_for(peer: Peer, engine: EdgeEngine, tmp_path: Path, text: str) -> None:
    with pytest.raises(EngineError) as caught:
        synthesis.speak_utterances([utterance(text, "3")], engine, Cache(tmp_path))
    assert "3" in caught.value.where
    assert peer.connections == 0


def test_nobody_listens(peer: Peer, engine: EdgeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge_tts.communicate, "WSS_URL", "ws://127.0.0.1:9/edge?x=1")
    with pytest.raises(EngineUnavailable) as caught:
        engine.speak(("好。",), VOICE)
    assert "kokoro" in caught.value.hint
    assert not engine.status().usable


def test_the_status_is_what_a_word_tells(peer: Peer, engine: EdgeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    peer.script = ["well", "403", "403", "429", "stall"]
    monkeypatch.setattr("audioguide.engines.edge.STATUS_TIMEOUT_S", NEVER_S)
    assert engine.status().usable
    refused = engine.status()
    assert not refused.usable
    assert "403" in refused.reason
    assert refused.fix
    assert "429" in engine.status().reason
    monkeypatch.setattr("audioguide.engines.edge.STATUS_TIMEOUT_S", 0.2)
    assert not EdgeEngine({"timeout": 0.2}, AT_ONCE).status().usable


def test_an_option_that_is_no_number() -> None:
    with pytest.raises(ConfigError, match=r"engines\.edge\.timeout"):
        EdgeEngine({"timeout": "soon"})


# ---------------------------------------------------------------- sentences in time


def test_sentences_parted_otherwise_are_found_by_their_letters() -> None:
    marks = [Mark("一二三四，", 100, 500), Mark("五六七八九十。", 700, 1300)]
    assert sentence_spans(("一二。", "三四五六。", "七八九十。"), marks, 1400) == (
        Span(0, 300),
        Span(300, 900),
        Span(900, 1400),
    )
    assert sentence_spans(("一二三四。", "五六七八九十。"), marks, 1400) == (Span(0, 500), Span(700, 1400))


def test_marks_beyond_the_audio_are_drawn_in() -> None:
    assert sentence_spans(("一二。", "三四。"), [Mark("一二。", 0, 1000), Mark("三四。", 1000, 2000)], 1000) == (
        Span(0, 500),
        Span(500, 1000),
    )


def test_marks_of_another_text_are_not_believed() -> None:
    assert sentence_spans(("一二。", "三四。"), [Mark("甲。", 0, 900)], 1000) == (Span(0, 500), Span(500, 1000))
