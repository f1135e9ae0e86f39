"""The engine http against a real server that speaks OpenAI's interface, well and badly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from conftest import NEVER_S
from speech_peer import KEY, SYLLABLE_MS, Peer, serve, speech_pcm, wav_file

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.engines import http_client, keys, pcm, remote
from audioguide.engines.azure import AzureEngine
from audioguide.engines.back_off import Retry, TransientFailure
from audioguide.engines.http import HttpEngine
from audioguide.errors import ConfigError, EngineError, EngineUnavailable, NoAudio, VoiceNotFound
from audioguide.model import Sentence, Utterance, Voice

VOICE = Voice("http", "zm_yunyang", "zh-CN")
TEXT = "水磨头村位于城西，村里有一所学校。"
SYLLABLES = 15
AT_ONCE = Retry(attempts=3, first=0)


@pytest.fixture
def peer() -> Iterator[Peer]:
    with serve(Peer()) as running:
        yield running


def engine_of(peer: Peer, retry: Retry = AT_ONCE, **options: object) -> HttpEngine:
    return HttpEngine({"url": f"{peer.url}/v1", "model": "kokoro", "timeout": NEVER_S, **options}, retry)


def utterance(text: str, stop: str = "1") -> Utterance:
    return Utterance(stop, 0, 0, VOICE, (Sentence(text, text),))


# ---------------------------------------------------------------- all goes well


@pytest.mark.parametrize("form", ["wav", "pcm", "mp3"])
def test_each_format_gives_the_same_speech(peer: Peer, form: str) -> None:
    clip = engine_of(peer, format=form).speak((TEXT,), VOICE)
    assert clip.rate == 24_000
    assert clip.duration == pytest.approx(SYLLABLES * SYLLABLE_MS, abs=100)
    assert [(span.start, span.end) for span in clip.spans] == [(0, clip.duration)]
    assert peer.bodies == [
        {"input": TEXT, "voice": "zm_yunyang", "response_format": form, "model": "kokoro"},
    ]


def test_rate_and_further_fields_are_passed_on(peer: Peer) -> None:
    engine = engine_of(peer, fields={"lang_code": "z"})
    engine.speak((TEXT,), Voice("http", "zm_yunyang", "zh-CN", rate=0.8))
    assert peer.bodies[0]["speed"] == 0.8
    assert peer.bodies[0]["lang_code"] == "z"


def test_a_paragraph_is_one_request_where_the_server_likes_that(peer: Peer) -> None:
    clip = engine_of(peer, unit="paragraph").speak(("村在城西。", "村里有学校。"), VOICE)
    assert peer.texts == ["村在城西。村里有学校。"]
    assert clip.spans[0].end == clip.spans[1].start == pytest.approx(4 * SYLLABLE_MS, abs=80)


def test_a_header_without_a_length_is_understood(peer: Peer) -> None:
    peer.script = ["unstated"]
    assert engine_of(peer).speak((TEXT,), VOICE).duration > 2000
    assert peer.requests == 1


def test_audio_that_ignores_the_format_asked_for_is_understood() -> None:
    engine = HttpEngine({"url": "http://127.0.0.1/v1", "format": "pcm"})
    assert len(engine._decode(wav_file(speech_pcm(TEXT)))) == len(speech_pcm(TEXT))


def test_requests_at_once_are_bounded(peer: Peer, tmp_path: Path) -> None:
    peer.together, peer.delay_s = 2, 0.05
    asked = [utterance(f"这是第{number}段。", str(number)) for number in "一二三四五六七八九十"]
    assert synthesis.speak_utterances(asked, engine_of(peer, workers=3), Cache(tmp_path)).calls == 10
    assert 1 < peer.most_open <= 3
    assert synthesis.speak_utterances(asked, engine_of(peer), Cache(tmp_path)).calls == 0


# ---------------------------------------------------------------- misbehaviour

PASSING = ["500", "503", "429", "408", "drop", "stall", "empty", "silence", "short", "babble", "page", "garbage"]


@pytest.mark.parametrize("trouble", [*PASSING, "cut-header"])
def test_trouble_that_passes_is_recovered_from(peer: Peer, trouble: str) -> None:
    peer.script = [trouble]
    # a busy machine takes some tries to answer in a second
    patient = engine_of(peer, Retry(attempts=100, first=0), timeout=1) if trouble == "stall" else engine_of(peer)
    clip = patient.speak((TEXT,), VOICE)
    assert peer.requests == 2 or (trouble == "stall" and peer.requests > 2)
    assert clip.duration == pytest.approx(SYLLABLES * SYLLABLE_MS, abs=100)


@pytest.mark.parametrize("trouble", ["odd", "short", "drop"])
def test_raw_audio_that_is_cut_off_is_noticed(peer: Peer, trouble: str) -> None:
    peer.script = [trouble]
    assert engine_of(peer, format="pcm").speak((TEXT,), VOICE).duration > 2000
    assert peer.requests == 2


@pytest.mark.parametrize(
    ("trouble", "error", "message"),
    [
        ("500", EngineUnavailable, "500"),
        ("429", EngineUnavailable, "429"),
        ("drop", EngineUnavailable, "cannot be used"),
        ("stall", EngineUnavailable, "within 1 s"),
        ("empty", NoAudio, "empty"),
        ("silence", NoAudio, "said nothing"),
        ("short", NoAudio, "broke off"),
        ("babble", NoAudio, "more than the text"),
        ("page", NoAudio, "hotel"),
        ("garbage", NoAudio, "no audio"),
        ("cut-header", NoAudio, "broke off"),
        ("302", EngineError, "redirects"),
        ("400", EngineError, "400"),
        ("401", EngineUnavailable, "refuses the key"),
        ("404", EngineError, "404"),
        ("402", EngineError, "no credit"),
        ("413", EngineError, "too long"),
    ],
)
def test_trouble_that_stays_names_the_stop_and_the_next_step(
    peer: Peer, tmp_path: Path, trouble: str, error: type[EngineError], message: str
) -> None:
    peer.script = [trouble] * 9
    engine = engine_of(peer, timeout=1 if trouble == "stall" else NEVER_S)
    with pytest.raises(error, match=message) as caught:
        synthesis.speak_utterances([utterance(TEXT, "12a")], engine, Cache(tmp_path))
    assert "12a" in caught.value.where
    assert caught.value.hint
    tries = 1 if trouble[0] in "34" and trouble != "429" else 2 if trouble in TWICE else 3
    assert peer.requests == tries or (trouble == "stall" and peer.requests < tries)  # given up before it was sent
    assert Cache(tmp_path).size().clips == 0


TWICE = ("silence", "page", "garbage")


@pytest.mark.parametrize(
    ("status", "hint"),
    [(402, "Top up the account"), (413, "shorter"), (404, "engines.http.url"), (400, "engines.http")],
)
def test_what_a_server_refuses_has_a_next_step_of_its_own(status: int, hint: str) -> None:
    request = http_client.Request("http://x/v1", setting="engines.http.url")
    for words in (
        b"",
        b'{"error": {"message": "no"}}',
        b"<html>voice credits used up</html>" if status == 402 else b"no",
    ):
        error = http_client._status_error(status, words, {}, request)
        assert isinstance(error, EngineError)
        assert not isinstance(error, VoiceNotFound)
        assert hint in error.hint
        assert str(status) in error.message


def test_a_voice_the_server_does_not_have_is_a_missing_voice() -> None:
    request = http_client.Request("http://x/v1", setting="engines.http.url")
    error = http_client._status_error(400, b'{"detail": "Voice nobody not found"}', {}, request)
    assert isinstance(error, VoiceNotFound)
    assert "Voice nobody not found" in error.message


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("3", 3), ("0.5", 0.5), ("9999", 60), ("soon", 0), ("", 0), ("Mon, 01 Jan 2001 00:00:00 GMT", 0)],
)
def test_the_wait_a_server_asks_for_is_bounded(value: str, seconds: float) -> None:
    assert http_client._asked_wait({"Retry-After": value}) == seconds


def test_nobody_listens(tmp_path: Path) -> None:
    engine = HttpEngine({"url": "http://127.0.0.1:9/v1"}, AT_ONCE)
    with pytest.raises(EngineUnavailable) as caught:
        engine.speak((TEXT,), VOICE)
    assert caught.value.hint
    assert not engine.status().usable
    assert engine.voices() == ()


# ---------------------------------------------------------------- the key


def test_the_key_comes_from_the_environment_and_appears_nowhere_else(
    peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_HTTP_KEY", KEY)
    peer.key = KEY
    engine = engine_of(peer)
    synthesis.speak_utterances([utterance(TEXT)], engine, Cache(tmp_path))
    assert peer.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in engine.fingerprint() + json.dumps(engine.options) + json.dumps(asdict(VOICE))
    assert all(KEY.encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


@pytest.mark.parametrize("trouble", ["400", "401", "302", "500"])
def test_a_server_that_repeats_the_key_does_not_bring_it_into_a_message(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_HTTP_KEY", KEY)
    peer.script = [trouble] * 3
    with pytest.raises(EngineError) as caught:
        engine_of(peer).speak((TEXT,), VOICE)
    assert KEY not in caught.value.message + caught.value.hint
    assert "…" in caught.value.message or trouble in ("302",)


def test_a_missing_key_says_where_keys_are_looked_for(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIOGUIDE_HTTP_KEY", raising=False)
    peer.key = KEY
    status = engine_of(peer).status()
    assert not status.usable
    assert "AUDIOGUIDE_HTTP_KEY" in status.fix
    assert "keyring" in status.fix


@pytest.mark.parametrize("url", ["http://user:secret@host/v1", "http://host/v1?api_key=secret"])
def test_a_key_in_the_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        HttpEngine({"url": url})
    assert "secret" not in caught.value.message + caught.value.hint


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"url": "127.0.0.1:8880"}, "url"),
        ({"url": "ftp://host/v1"}, "url"),
        ({"format": "flac"}, "wav, pcm, mp3"),
        ({"workers": 0}, "workers"),
        ({"workers": "many"}, "workers"),
        ({"timeout": -1}, "timeout"),
        ({"unit": "word"}, "unit"),
        ({"fields": "lang"}, "fields"),
        ({"adress": "x"}, "adress"),
    ],
)
def test_an_option_that_does_not_fit_is_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        HttpEngine(options)


def test_another_server_model_or_format_is_another_voice() -> None:
    base = {"url": "http://a/v1", "model": "m"}
    changes: list[dict[str, object]] = [
        {},
        {"url": "http://b/v1"},
        {"model": "n"},
        {"format": "mp3"},
        {"fields": {"x": 1}},
        {"format": "pcm"},
        {"format": "pcm", "sample_rate": 16_000},
    ]
    prints = {HttpEngine({**base, **change}).fingerprint() for change in changes}
    assert len(prints) == len(changes)
    assert HttpEngine({**base, "sample_rate": 16_000}).fingerprint() == HttpEngine(base).fingerprint()
    assert HttpEngine({**base, "workers": 9}).fingerprint() == HttpEngine(base).fingerprint()
    assert "http://a" not in HttpEngine(base).fingerprint()


def test_without_a_server_the_error_says_what_to_write() -> None:
    with pytest.raises(EngineError) as caught:
        HttpEngine().speak((TEXT,), VOICE)
    assert "voices.yaml" in caught.value.hint
    assert not HttpEngine().status().usable


def test_status_and_voices_ask_the_server(peer: Peer) -> None:
    engine = engine_of(peer)
    assert engine.status().usable
    peer.script = ["404"]
    assert engine.status().usable, "a server may have no list of models"
    peer.script = ["500"]
    assert not engine.status().usable
    assert [voice.name for voice in engine.voices()] == ["zm_yunyang", "zf_xiaoxiao"]


@pytest.mark.parametrize(
    ("text", "seconds", "fits"),
    [
        (TEXT, SYLLABLES * 0.2, True),
        (TEXT, SYLLABLES * 0.1, False),
        (TEXT, SYLLABLES * 1.5, False),
        ("好。", 0.3, True),
        ("NGO, DVD, BBC.", 3, True),
        ("The village lies west of the town.", 2.2, True),
        ("The village lies west of the town.", 0.5, False),
    ],
)
def test_length_is_checked_against_the_text(text: str, seconds: float, fits: bool) -> None:
    samples = pcm.from_bytes(speech_pcm(text, seconds))
    if fits:
        remote.check_speech(samples, text, VOICE)
    else:
        with pytest.raises(TransientFailure):
            remote.check_speech(samples, text, VOICE)


def test_a_slow_voice_may_take_its_time() -> None:
    slow = Voice("http", "v", "zh-CN", rate=0.5)
    remote.check_speech(pcm.from_bytes(speech_pcm(TEXT, SYLLABLES * 1.2)), TEXT, slow)


@pytest.mark.parametrize(
    ("url", "is_open"),
    [
        ("http://tts.example.com/v1", True),
        ("HTTP://TTS.EXAMPLE.COM:8880/v1", True),
        ("http://8.8.8.8/v1", True),
        ("http://[2001:4860:4860::8888]/v1", True),
        ("https://tts.example.com/v1", False),
        ("http://127.0.0.1:8880/v1", False),
        ("http://[::1]:8880/v1", False),
        ("http://192.168.1.20/v1", False),
        ("http://10.1.2.3/v1", False),
        ("http://[fd00::1]/v1", False),
        ("http://localhost:8880/v1", False),
        ("http://speech-box/v1", False),
        ("http://speech.local/v1", False),
        ("http://speech.museum.internal./v1", False),
    ],
)
def test_a_key_that_leaves_the_local_network_without_encryption_is_noticed(url: str, is_open: bool) -> None:
    assert keys.is_sent_openly(url, "secret") == is_open
    assert not keys.is_sent_openly(url, "")


@pytest.mark.parametrize("engine", [HttpEngine, AzureEngine])
def test_the_doctor_warns_of_a_key_sent_without_encryption(
    engine: type[HttpEngine | AzureEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.key_variable(engine.name), "secret")
    monkeypatch.setattr(http_client, "send", lambda _request: http_client.Answer(b"{}", "application/json"))
    monkeypatch.setattr(http_client, "refuse_page", lambda *_arguments: None)
    status = engine({"url": "http://tts.example.com/v1"}).status()
    assert status.usable and "without encryption" in status.reason and f"engines.{engine.name}.url" in status.fix
    assert engine({"url": "https://tts.example.com/v1"}).status().fix == ""
