"""Answers of speech services that are not what they say they are: audio, text, lengths, and keys that come back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from speech_peer import KEY, SYLLABLE_MS, Peer, serve, speech_pcm, wav_file

from audioguide.engines import http_client, keys, wav_answers
from audioguide.engines.azure import AzureEngine
from audioguide.engines.back_off import Retry, TransientFailure
from audioguide.engines.http_client import Answer
from audioguide.errors import EngineError
from audioguide.model import Voice

TEXT = "水磨头村位于城西，村里有一所学校。"
PCM = speech_pcm(TEXT)
ODD_KEY = 'sk/a+b="c'


@pytest.mark.parametrize("stated", [0, 100, len(PCM) // 2, 0x7FFFF000, 0x7FFFFFDB, 0x80000000, 0xFFFFFFDB, 0xFFFFFFFF])
def test_a_length_that_cannot_be_right_loses_no_audio(stated: int) -> None:
    assert wav_answers.require_complete(wav_file(PCM, stated))[44:] == PCM
    assert wav_answers.require_complete(wav_file(PCM, stated))[40:44] == b"\xff" * 4


@pytest.mark.parametrize("answer", [wav_file(PCM), wav_file(PCM) + b"LIST\x04\0\0\0INFO", b"ID3", b""])
def test_what_is_complete_stays_as_it_is(answer: bytes) -> None:
    assert wav_answers.require_complete(answer) == answer


@pytest.mark.parametrize("stated", [len(PCM) + 2, 2 * len(PCM)])
def test_a_file_shorter_than_its_header_says_is_asked_for_again(stated: int) -> None:
    with pytest.raises(TransientFailure, match="broke off"):
        wav_answers.require_complete(wav_file(PCM, stated))


@pytest.mark.parametrize("kind", ["audio/wav", "text/plain", "application/json", "application/octet-stream", ""])
def test_audio_is_known_by_its_bytes(kind: str) -> None:
    assert http_client.require_audio(Answer(wav_file(PCM), kind), KEY) == wav_file(PCM)


@pytest.mark.parametrize(
    "body", [b"<html>Log in</html>", b'{"id": "job1"}', b"#EXTM3U\nhttp://127.0.0.1/a.ts\n", "欢迎".encode() * 200]
)
@pytest.mark.parametrize("kind", ["audio/wav", "text/html", ""])
def test_text_is_known_by_its_bytes(body: bytes, kind: str) -> None:
    with pytest.raises(TransientFailure, match="text instead of audio"):
        http_client.require_audio(Answer(body, kind), KEY)


@pytest.mark.parametrize("written", [ODD_KEY, "sk%2Fa%2Bb%3D%22c", "sk/a%2Bb%3D%22c", 'sk/a+b=\\"c', 'sk\\/a+b=\\"c'])
def test_a_key_is_hidden_however_it_is_written(written: str) -> None:
    assert keys.hide_key(f"wrong: {written}.", ODD_KEY) == "wrong: …."


def test_words_nested_without_end_are_shown_as_they_begin() -> None:
    assert http_client.server_words(b"[" * 200_000).startswith("[[[")
    assert http_client.server_words(b'{"a":' * 200_000).startswith('{"a":')


def test_what_would_change_a_terminal_is_not_shown() -> None:
    assert http_client.server_words("\x1b[31mred\u202e".encode()).isprintable()


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    monkeypatch.setenv("AUDIOGUIDE_AZURE_KEY", KEY)
    with serve(Peer(key=KEY)) as running:
        yield running


@pytest.mark.parametrize("behaviour", ["cut-header", "unstated", "page"])
def test_azure_recovers_from_answers_that_are_not_what_they_say(peer: Peer, behaviour: str) -> None:
    peer.script = [behaviour]
    engine = AzureEngine({"url": peer.url, "timeout": 5}, Retry(attempts=3, first=0))
    clip = engine.speak((TEXT,), Voice("azure", "zh-CN-YunyangNeural", "zh-CN"))
    assert clip.duration == pytest.approx(15 * SYLLABLE_MS, abs=100)


def test_an_unchanged_answer_is_not_called_a_redirection() -> None:
    error = http_client._status_error(304, b"", {}, http_client.Request("http://127.0.0.1/v1", key=KEY))
    assert isinstance(error, EngineError)
    assert "redirects" not in error.message
