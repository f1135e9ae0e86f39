"""Siblings of what servers, proxies and addresses do wrong: each ends in speech, or in an error with its next step."""

from __future__ import annotations

import gzip
import json
import re
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from certificates import make_certificate
from conftest import NEVER_S
from raw_peer import RawPeer, http_answer, serve
from speech_peer import KEY, RATE_HZ, SYLLABLE_MS, mp3_file, speech_pcm, wav_file

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.audio import completeness, ffmpeg
from audioguide.engines import http_client, pcm, proxies
from audioguide.engines.azure import AzureEngine
from audioguide.engines.back_off import Retry
from audioguide.engines.http import HttpEngine
from audioguide.errors import ConfigError, EngineError, EngineUnavailable, NoAudio
from audioguide.model import Sentence, Utterance, Voice

VOICE = Voice("http", "zm_yunyang", "zh-CN")
TEXT = "水磨头村位于城西，村里有一所学校。"
SPEECH_MS = 15 * SYLLABLE_MS
PCM = speech_pcm(TEXT)
SAMPLES = np.frombuffer(PCM, "<i2")
PROXY_VARIABLES = [f"{scheme}_proxy" for scheme in ("http", "https", "all", "no")]


@pytest.fixture
def peer() -> Iterator[RawPeer]:
    with serve(RawPeer()) as running:
        yield running


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def engine_of(peer: RawPeer, form: str = "wav", **options: object) -> HttpEngine:
    given = {"url": f"http://127.0.0.1:{peer.port}/v1", "format": form, "timeout": NEVER_S, **options}
    return HttpEngine(given, Retry(attempts=2, first=0))


def speak_stop(engine: HttpEngine, folder: Path) -> EngineError:
    """Return the error that speaking a stop ends in; it leaves nothing in the cache."""
    with pytest.raises(EngineError) as caught:
        synthesis.speak_utterances([Utterance("12a", 0, 0, VOICE, (Sentence(TEXT, TEXT),))], engine, Cache(folder))
    assert "12a" in caught.value.where
    assert caught.value.hint
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 600
    assert Cache(folder).size().clips == 0
    return caught.value


def wav_of(samples: bytes, rate: int = RATE_HZ, bits: int = 16, channels: int = 1, kind: int = 1) -> bytes:
    """Return a WAV file of raw samples; ``kind``: 3 for floats."""
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    head = b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt " + struct.pack("<I", 16)
    return head + form + b"data" + struct.pack("<I", len(samples)) + samples


def encoded(*options: str) -> bytes:
    """Return the speech in another form."""
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    return subprocess.run([*command, *options, "pipe:1"], input=PCM, capture_output=True, check=True).stdout


# ---------------------------------------------------------------- forms of audio


@dataclass(frozen=True)
class Form:
    """Audio as a server may send it, whatever was asked for."""

    body: bytes
    kind: str = "application/octet-stream"
    asked: tuple[str, ...] = ("wav", "pcm", "mp3")


FRAMES = ("-write_xing", "0", "-id3v2_version", "0", "-f", "mp3")
FORMS = {
    "24 bits": Form(
        wav_of(b"".join(int(v << 8).to_bytes(4, "little", signed=True)[:3] for v in SAMPLES.tolist()), bits=24)
    ),
    "floats": Form(wav_of((SAMPLES / 32768).astype("<f4").tobytes(), bits=32, kind=3)),
    "stereo": Form(wav_of(np.repeat(SAMPLES, 2).tobytes(), channels=2)),
    "8 kHz": Form(wav_of(SAMPLES[::3].tobytes(), rate=8000)),
    "frames of 64 kbit/s": Form(encoded("-b:a", "64k", *FRAMES)),
    "frames of 320 kbit/s": Form(encoded("-ar", "48000", "-b:a", "320k", *FRAMES)),
    "AAC": Form(encoded("-c:a", "aac", "-f", "adts")),
    "FLAC": Form(encoded("-f", "flac")),
    "WebM": Form(encoded("-c:a", "libopus", "-f", "webm")),
    "M4A": Form(encoded("-c:a", "aac", "-f", "mp4", "-movflags", "frag_keyframe+empty_moov")),
    "AU": Form(encoded("-f", "au")),
    "CAF": Form(encoded("-f", "caf")),
    "declared rate": Form(SAMPLES[::3].repeat(2).tobytes(), "audio/L16; codec=pcm; rate=16000", ("pcm",)),
    "declared channels": Form(np.repeat(SAMPLES, 2).tobytes(), 'audio/pcm;rate="24000"; channels=2', ("pcm",)),
    "declared nonsense": Form(PCM, "audio/pcm; rate=0; channels=99999", ("pcm",)),
}


@pytest.mark.parametrize(("name", "asked"), [(name, asked) for name, form in FORMS.items() for asked in form.asked])
def test_audio_is_understood_in_whatever_form_it_comes(peer: RawPeer, name: str, asked: str) -> None:
    peer.reply = http_answer(FORMS[name].body, FORMS[name].kind)
    clip = engine_of(peer, asked).speak((TEXT,), VOICE)
    assert clip.duration == pytest.approx(SPEECH_MS, abs=160)
    assert len(peer.requests) == 1


def test_samples_are_no_container_however_they_begin() -> None:
    for head in (b"\xff\xfb\x90\x64", b"\xff\xf1\x50\x80", b"\xff\xff\xff\xff", b"\x00\x00"):
        assert not completeness.is_container(head + PCM)
    assert not completeness.is_container(b"")


def voiced(seconds: float = 3.0) -> bytes:
    """Return what a voice is like to a meter: harmonics that glide, and some breath."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    phase = 2 * np.pi * np.cumsum(140 + 30 * np.sin(2 * np.pi * 2.3 * at)) / RATE_HZ
    wave = np.sum([np.sin(phase * harmonic) / harmonic**1.5 for harmonic in range(1, 20)], axis=0)
    breath = np.random.default_rng(1).normal(0, 0.005, len(at))
    loudness = np.abs(np.sin(2 * np.pi * 2.4 * at))
    samples: bytes = (7000 * (wave * loudness + breath)).astype("<i2").tobytes()
    return samples


@pytest.mark.parametrize("misread", ["big-endian", "floats", "shifted", "24 bits", "mp3", "packed"])
def test_bytes_read_as_samples_are_no_speech(peer: RawPeer, tmp_path: Path, misread: str) -> None:
    speech = voiced()
    samples = np.frombuffer(speech, "<i2")
    assert pcm.noisiness(pcm.from_bytes(speech)) < 0.1
    body = {
        "big-endian": samples.astype(">i2").tobytes(),
        "floats": (samples / 32768).astype("<f4").tobytes(),
        "shifted": speech[1:] + b"\0",
        "24 bits": b"".join(int(v << 8).to_bytes(4, "little", signed=True)[:3] for v in samples.tolist()),
        "mp3": b"\0\0" + mp3_file(voiced(20))[600:160_000],
        "packed": np.random.default_rng(2).bytes(150_000),
    }[misread]
    peer.reply = http_answer(body[: len(body) // 2 * 2], "audio/pcm")
    error = speak_stop(engine_of(peer, "pcm"), tmp_path)
    assert isinstance(error, NoAudio)
    assert "noise" in error.message
    assert "voices.yaml" in error.hint


@pytest.mark.parametrize("level_db", [-40, -30, -20])
def test_a_voice_that_hisses_in_long_pauses_is_no_noise(level_db: int) -> None:
    speech = np.concatenate([pcm.from_bytes(voiced(1)), np.zeros(5 * RATE_HZ, np.float32)])
    hiss = np.random.default_rng(3).normal(0, 0.1 * 10 ** (level_db / 20), len(speech)).astype(np.float32)
    assert pcm.noisiness(speech + hiss) < 0.15


@pytest.mark.parametrize("samples", [b"", b"\0\0" * 5000, b"\1\0" * 100, PCM])
def test_silence_and_tones_are_no_noise(samples: bytes) -> None:
    assert pcm.noisiness(pcm.from_bytes(samples)) < 0.01


def test_one_sound_for_every_text_is_not_taken(peer: RawPeer) -> None:
    peer.reply = http_answer(wav_file(PCM))
    longer = TEXT + "全村有许多人家。"
    engine = engine_of(peer)
    engine.speak((TEXT,), VOICE)
    engine.speak((TEXT.replace("村里", "城里"),), VOICE)  # may sound the same
    engine.speak((TEXT.replace("，", "。"),), VOICE)
    with pytest.raises(NoAudio, match="the same sound") as caught:
        engine.speak((longer,), VOICE)
    assert caught.value.hint
    peer.reply = http_answer(wav_file(speech_pcm(longer)))
    engine.speak((longer,), VOICE)
    assert len(peer.requests) == 6


# ---------------------------------------------------------------- answers


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nTransfer-Encoding: chunked\r\n\r\n"
WAV = wav_file(PCM)
UNFRAMED = b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nConnection: close\r\n\r\n"
ANSWERS: dict[str, tuple[bytes, str]] = {
    "chunks that end early": (CHUNKED + b"%x\r\n" % len(WAV) + WAV, "not completed"),
    "a chunk cut off": (CHUNKED + b"%x\r\n" % len(WAV) + WAV[: len(WAV) // 2], "not completed"),
    "cut off where nothing states a length": (UNFRAMED + WAV[: len(WAV) * 2 // 3], "broke off"),
    "said to be packed": (http_answer(WAV, head="Content-Encoding: gzip\r\n"), "gzip"),
    "packed in an unknown way": (http_answer(b"\x03\x01", head="Content-Encoding: lzw\r\n"), "no audio|said nothing"),
    "packed and cut off": (
        http_answer(gzip.compress(WAV)[:-900], head="Content-Encoding: gzip\r\n"),
        "empty|broke off",
    ),
    "packed and not said so": (http_answer(gzip.compress(WAV)), "no audio"),
    "nothing": (b"", "disconnected"),
    "another protocol": (b"SSH-2.0-OpenSSH\r\n", "Bad status line"),
    "a body without a head": (WAV, "Bad status line"),
    "a head without end": (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000, "more than|cannot be used"),
    "a negative length": (UNFRAMED.replace(b"Connection: close", b"Content-Length: -5"), "Content-Length"),
    "two lengths": (http_answer(WAV, head="Content-Length: 3\r\n"), "Content-Length"),
    "no content": (http_answer(b"", status="204 No Content"), "empty"),
    "a job": (http_answer(b'{"job": 1}', "application/json", "202 Accepted"), "text instead"),
    "audio in JSON": (http_answer(json.dumps({"audio": "UklGR" * 9000}).encode(), "application/json"), "text instead"),
    "a page called audio": (http_answer(b"<html>Log in</html>"), "Log in"),
    "a page in UTF-16": (http_answer("<html>Log in</html>".encode("utf-16"), "text/html"), "Log in"),
    "a page in another charset": (http_answer("<p>Fermé</p>".encode("cp1252"), "text/html"), "text instead"),
    "no sample": (http_answer(wav_of(b"")), "no audio"),
    "half a header": (http_answer(WAV[:20]), "broke off"),
    "a rate of 0": (http_answer(wav_of(PCM, rate=0)), "no audio"),
    "no channel": (http_answer(wav_of(PCM, channels=0)), "no audio"),
    "samples of no bits": (http_answer(wav_of(PCM, bits=0)), "no audio"),
    "to itself": (http_answer(b"", status="308 P", head="Location: /v1/audio/speech\r\n"), "redirects"),
    "nowhere": (http_answer(b"", status="301 Moved"), "301"),
    "another protocol is wanted": (http_answer(b"", status="426 Upgrade Required"), "426"),
    "a status that there is not": (http_answer(b"", status="999 X"), "999"),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("form", ["wav", "pcm"])
def test_an_answer_that_is_none_names_the_stop_and_the_next_step(
    peer: RawPeer, tmp_path: Path, name: str, form: str
) -> None:
    peer.reply, words = ANSWERS[name]
    if form == "pcm" and words == "no audio" and "packed" in name:
        words = "no audio|broke off|noise"  # raw samples have no form that could be wrong
    assert re.search(words, speak_stop(engine_of(peer, form), tmp_path).message)


@pytest.mark.parametrize(
    ("reply", "drip"),
    [(UNFRAMED + WAV[:50], b"\0"), (b"HTTP/1.1 200 OK\r\nX: ", b"a"), (b"", b"HTTP/1.1 100 Continue\r\n\r\n")],
    ids=["body", "head", "continue"],
)
def test_a_server_that_never_ends_is_left_in_time(peer: RawPeer, tmp_path: Path, reply: bytes, drip: bytes) -> None:
    peer.reply, peer.drip = reply, drip
    assert "within 1 s" in speak_stop(engine_of(peer, timeout=1), tmp_path).message


def test_a_server_that_sends_without_end_is_left_by_size(
    peer: RawPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "MAX_ANSWER_BYTES", 1 << 20)
    packed = gzip.compress(bytes(4 << 20))
    peer.reply = http_answer(packed, head="Content-Encoding: gzip\r\n")
    assert "without end" in speak_stop(engine_of(peer), tmp_path).message
    peer.reply, peer.drip = UNFRAMED, bytes(1 << 18)
    assert "without end" in speak_stop(engine_of(peer), tmp_path).message


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("-5", 0),
        ("1000000000", http_client.MAX_WAIT_S),
        ("9" * 5000, http_client.MAX_WAIT_S),
        ("Fri, 31 Dec 9999 23:59:59 GMT", http_client.MAX_WAIT_S),
        ("Mon, 01 Jan 0001 00:00:00 GMT", 0),
        ("Mon, 99 Foo 2001", 0),
        ("1e9", 0),
        ("²", 0),
        ("nan", 0),
        ("inf", 0),
        ("1.2.3", 0),
    ],
)
def test_a_wait_that_is_asked_for_is_no_trap(value: str, seconds: float) -> None:
    assert http_client._asked_wait({"Retry-After": value}) == seconds


def test_a_certificate_nobody_vouches_for_is_final(tmp_path: Path) -> None:
    pair = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    with serve(RawPeer(http_answer(WAV)), context) as peer:
        error = speak_stop(engine_of(peer, url=f"https://127.0.0.1:{peer.port}/v1"), tmp_path / "cache")
        assert "certificate" in error.message
        assert "SSL_CERT_FILE" in error.hint
        assert "engines.http.url" in error.hint
        assert not peer.requests


PAGES = [
    http_answer(b"<!doctype html><p>Gradio", "text/html"),
    http_answer(b"\n<html>Log in</html>", "application/json"),
]


@pytest.mark.parametrize("reply", PAGES)
def test_a_page_is_no_speech_service(peer: RawPeer, monkeypatch: pytest.MonkeyPatch, reply: bytes) -> None:
    monkeypatch.setenv("AUDIOGUIDE_AZURE_KEY", KEY)
    peer.reply = reply
    for engine in (engine_of(peer), AzureEngine({"url": f"http://127.0.0.1:{peer.port}"})):
        status = engine.status()
        assert not status.usable
        assert "web page" in status.reason
        assert f"engines.{engine.name}.url" in status.fix


LISTS: list[object] = [
    None,
    5,
    "voices",
    [None, 5, [], {}],
    {"voices": {"a": 1}},
    {"voices": [None, {"id": 5}, {"name": None}, "\x1b[31mred"]},
    [{"ShortName": None, "Locale": "zh-CN"}, {"ShortName": "\x1b[31m", "Locale": "zh-CN"}],
    [{"Locale": "zh-CN"}],
    [[1, 2]],
]


@pytest.mark.parametrize("listed", LISTS, ids=repr)
def test_a_list_of_voices_that_is_none_is_nobodys_crash(
    peer: RawPeer, monkeypatch: pytest.MonkeyPatch, listed: object
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_AZURE_KEY", KEY)
    peer.reply = http_answer(json.dumps(listed).encode(), "application/json")
    assert not [voice.name for voice in engine_of(peer).voices() if not voice.name.isprintable()]
    for voice in AzureEngine({"url": f"http://127.0.0.1:{peer.port}"}).voices():
        assert voice.name.isprintable()
        assert voice.language


@pytest.mark.parametrize(
    "fields",
    [
        {"api_key": "sk-12"},
        {"API-Key": "sk-12"},
        {"apiKey": "sk-12"},
        {"token": "sk-12"},
        {"access_token": "sk-12"},
        {"Authorization": "Bearer sk-12"},
        {"extra_body": {"auth": {"password": "sk-12"}}},
        {"headers": [{"X": 1}, {"secret": "sk-12"}]},
    ],
)
def test_a_key_among_the_fields_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"engines\.http\.fields") as caught:
        HttpEngine({"url": "http://a/v1", "fields": fields})
    assert "sk-12" not in caught.value.message + caught.value.hint
    assert "AUDIOGUIDE_HTTP_KEY" in caught.value.hint


@pytest.mark.parametrize("fields", [{}, {"max_tokens": 900}, {"pad_token_id": 1}, {"lang_code": "z"}, {"keys": "c"}])
def test_other_fields_are_passed_on(fields: dict[str, object]) -> None:
    HttpEngine({"url": "http://a/v1", "fields": fields})


def test_a_key_is_hidden_before_what_is_said_is_cut() -> None:
    words = "x" * (http_client.REASON_CHARACTERS - 6) + KEY
    assert KEY[:3] not in http_client.failure_reason(OSError(words), KEY)
    answer = http_client._status_error(302, b"", {"Location": "/" + words}, http_client.Request("http://a", key=KEY))
    assert KEY[:3] not in str(answer)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/v1#sk-secret",
        "http://127.0.0.1:1/v1?",
        "http://127.0.0.1:1/v1?key=sk-secret",
        "http://@127.0.0.1:1/v1",
        "http://user:sk-secret@127.0.0.1:1/v1",
        "http://a b/v1",
        "http://a/v 1",
        "http://a\tb/v1",
        "http://a/v1\x00",
        "http://a/v1\ud800",
        "http:\\\\a\\v1",
        "http:///v1",
        "http://:80/v1",
        "http://a:99999/v1",
        "http://a:x/v1",
        "http://[::1/v1",
        "http:127.0.0.1/v1",
        "127.0.0.1:8880/v1",
        "localhost:8880",
        "//localhost/v1",
        "unix:///run/tts.sock",
        "http+unix://%2Frun%2Ftts.sock/v1",
        "/run/tts.sock",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ConfigError, match=r"engines\.http\.url") as caught:
        HttpEngine({"url": url})
    assert caught.value.hint
    assert "sk-secret" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("url", ["http://a..b/v1", "http://1.2.3/v1", f"http://{'a' * 70}.invalid/v1"])
def test_a_host_that_cannot_be_is_not_waited_for(url: str, tmp_path: Path) -> None:
    engine = HttpEngine({"url": url, "timeout": NEVER_S}, Retry(attempts=2, first=0))
    assert "engines.http.url" in speak_stop(engine, tmp_path).hint


@pytest.mark.parametrize("end", ["", "/", "/audio/speech", "/audio/speech/", "//"])
def test_an_address_is_the_same_however_it_ends(peer: RawPeer, end: str) -> None:
    peer.reply = http_answer(WAV)
    engine = engine_of(peer, url=f"http://127.0.0.1:{peer.port}/v1{end}")
    engine.speak((TEXT,), VOICE)
    assert peer.requests[0].startswith("POST /v1/audio/speech HTTP")
    assert engine.fingerprint() == engine_of(peer).fingerprint()


@pytest.mark.parametrize("url", ["http://[::1]:9/v1", "http://no-such-host.invalid/v1", "http://127.0.0.1:9/v1"])
def test_where_nobody_answers_the_address_is_to_be_checked(url: str, tmp_path: Path) -> None:
    error = speak_stop(HttpEngine({"url": url, "timeout": NEVER_S}, Retry(attempts=2, first=0)), tmp_path)
    assert isinstance(error, EngineUnavailable)
    assert url in error.message
    assert "Connect call failed" not in error.message
    assert "engines.http.url" in error.hint


def test_a_name_that_is_looked_up_for_ever_is_left_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    is_answered = threading.Event()

    def look_up(*_arguments: object, **_named: object) -> None:
        is_answered.wait()
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    engine = HttpEngine({"url": "http://speech.invalid/v1", "timeout": 1}, Retry(attempts=1))
    try:
        assert "within 1 s" in speak_stop(engine, tmp_path).message
    finally:
        is_answered.set()
    assert not caplog.records


# ---------------------------------------------------------------- keys, netrc, proxies


@pytest.mark.parametrize("key", ["", KEY])
def test_passwords_of_netrc_are_nobodys_key(
    peer: RawPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter2\ndefault login me password hunter3\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("AUDIOGUIDE_HTTP_KEY", key)
    peer.reply = http_answer(WAV)
    engine_of(peer).speak((TEXT,), VOICE)
    sent = [line for line in peer.requests[0].splitlines() if line.lower().startswith("authorization")]
    assert sent == ([f"Authorization: Bearer {KEY}"] if key else [])


@pytest.mark.parametrize(
    "key", ["sk-12\nX-Injected: 1", "sk-12\x01", "“sk-12”", "你的sk-12", "sk-12\udc80", "sk-12 sk-12"]
)
def test_a_key_with_what_keys_do_not_have_is_named_and_not_sent(
    peer: RawPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_HTTP_KEY", key)
    error = speak_stop(engine_of(peer), tmp_path)
    assert "AUDIOGUIDE_HTTP_KEY" in error.hint
    assert "sk-12" not in error.message + error.hint
    assert not peer.requests
    assert not engine_of(peer).status().usable


def test_a_proxy_is_asked_with_its_login_and_never_for_this_machine(
    peer: RawPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer.reply = http_answer(WAV)
    for address in (f"http://me:hunter2@127.0.0.1:{peer.port}", f"me:hunter2@127.0.0.1:{peer.port}"):
        monkeypatch.setenv("HTTP_PROXY", address)
        engine_of(peer, url="http://speech.invalid/v1").speak((TEXT,), VOICE)
        assert peer.requests[-1].startswith("POST http://speech.invalid/v1/audio/speech")
        assert "Proxy-Authorization: Basic" in peer.requests[-1]
    engine_of(peer).speak((TEXT,), VOICE)
    assert peer.requests[-1].startswith("POST /v1/audio/speech")
    assert "Proxy-Authorization" not in peer.requests[-1]


@pytest.mark.parametrize(
    ("url", "proxied"),
    [
        ("http://speech.invalid/v1", True),
        ("http://127.0.0.2:8880/v1", False),
        ("http://localhost:8880/v1", False),
        ("http://tts.localhost/v1", False),
        ("http://[::1]:8880/v1", False),
        ("http://0.0.0.0:8880/v1", False),
        ("http://inside.example/v1", False),
        ("https://speech.invalid/v1", False),
        ("ws://speech.invalid/edge", True),
    ],
)
def test_who_is_asked_through_the_proxy(monkeypatch: pytest.MonkeyPatch, url: str, proxied: bool) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example")
    assert proxies.find_proxy(url) == ("http://proxy.invalid:3128" if proxied else "")


@pytest.mark.parametrize("proxy", ["socks5://me:hunter2@127.0.0.1:9", "http://[::1", "http://me:hunter2@:9", "a:::"])
def test_a_proxy_that_is_none_is_named_with_its_variable(
    peer: RawPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = speak_stop(engine_of(peer, url="https://speech.invalid/v1"), tmp_path)
    assert "proxy" in error.message
    assert "HTTPS_PROXY" in error.hint
    assert "speech.invalid" in error.hint
    assert "hunter2" not in error.message


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses_us_is_not_the_server(
    peer: RawPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv(f"{scheme.upper()}_PROXY", f"http://me:hunter2@127.0.0.1:{peer.port}")
    peer.reply = http_answer(b"who are you", "text/plain", "407 Proxy Authentication Required")
    error = speak_stop(engine_of(peer, url=f"{scheme}://speech.invalid/v1"), tmp_path)
    assert "407" in error.message
    assert f"{scheme.upper()}_PROXY" in error.hint
    assert "hunter2" not in error.message
    assert len(peer.requests) == 1


def test_a_proxy_that_nobody_is_at_is_named(peer: RawPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://me:hunter2@127.0.0.1:9")
    error = speak_stop(engine_of(peer, url="http://speech.invalid/v1"), tmp_path)
    assert "http://127.0.0.1:9" in error.message
    assert "HTTP_PROXY" in error.hint
