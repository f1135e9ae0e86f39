"""Siblings of what Edge's service does wrong: messages, marks and streams that are not as they should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NEVER_S
from edge_peer import FRAME_MS, GAP, LETTER, ODD_MESSAGES, Peer, serve
from hypothesis import example, given
from hypothesis import strategies as st
from raw_peer import RawPeer, http_answer
from raw_peer import serve as serve_raw

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.engines import edge, proxies
from audioguide.engines.back_off import Retry
from audioguide.engines.edge import EdgeEngine
from audioguide.engines.sentence_timing import Mark, sentence_spans
from audioguide.errors import EngineError
from audioguide.model import Sentence, Utterance, Voice

VOICE = Voice("edge", "zh-CN-YunyangNeural", "zh-CN")
SENTENCES = ("水磨头村位于城西。", "全村有许多人家！")
LETTER_MS, GAP_MS = LETTER * FRAME_MS, GAP * FRAME_MS
SPEECH_MS = 15 * LETTER_MS + GAP_MS
TROUBLE = [*ODD_MESSAGES, "hush", "babble", "200", "302"]


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    for scheme in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme.upper()}_PROXY", raising=False)
    with serve(Peer()) as running:
        yield running


def engine_of(**options: object) -> EdgeEngine:
    return EdgeEngine({"timeout": NEVER_S, **options}, Retry(attempts=2, first=0))


def speak_stop(engine: EdgeEngine, folder: Path) -> EngineError:
    """Return the error that speaking a stop ends in; it leaves nothing in the cache."""
    text = "".join(SENTENCES)
    with pytest.raises(EngineError) as caught:
        synthesis.speak_utterances([Utterance("12a", 0, 0, VOICE, (Sentence(text, text),))], engine, Cache(folder))
    assert "12a" in caught.value.where
    assert caught.value.hint
    assert Cache(folder).size().clips == 0
    return caught.value


@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_that_passes_is_recovered_from(peer: Peer, trouble: str) -> None:
    peer.script = [trouble]
    assert engine_of().speak(SENTENCES, VOICE).duration == pytest.approx(SPEECH_MS, abs=80)
    assert peer.connections == 2


@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_that_stays_names_the_stop(peer: Peer, tmp_path: Path, trouble: str) -> None:
    peer.script = [trouble] * 9
    error = speak_stop(engine_of(), tmp_path)
    words = {"hush": "said nothing", "babble": "more than the text", "200": "200", "302": "302"}
    assert words.get(trouble, "Cannot reach") in error.message
    assert peer.connections == 2


@pytest.mark.parametrize("limit", ["MAX_ANSWER_BYTES", "MAX_REQUEST_S"])
def test_a_service_that_never_ends_is_left(
    peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(edge, limit, {"MAX_ANSWER_BYTES": 1 << 18, "MAX_REQUEST_S": 0.2}[limit])
    peer.script = ["endless"] * 9
    assert "without end" in speak_stop(engine_of(), tmp_path).message


def test_marks_beside_the_audio_keep_the_order_of_sentences(peer: Peer) -> None:
    peer.script = ["odd-marks"]
    clip = engine_of().speak((*SENTENCES, "村里有一所学校。"), VOICE)
    edges = [time for span in clip.spans for time in (span.start, span.end)]
    assert edges == sorted(edges)
    assert (edges[0], edges[-1]) == (0, clip.duration)


# ---------------------------------------------------------------- sentences in time

ODD_SENTENCES = [
    ("😀水磨头村。", "村里👨‍👩‍👧有人家！"),
    ("𠀀𠀁村位于城西。", "𪚥字很难写。"),
    ("好，好，好。", "好，好，好。"),
    ("Café déjà vu.", "e\u0301te\u0301 é."),
    ("村①②③里。", "½ 和 ²。"),
    ("“村里”（有）人。", "<b>&amp;</b>村。"),
]


@pytest.mark.parametrize("sentences", ODD_SENTENCES, ids=ascii)
def test_sentences_are_found_whatever_they_are_made_of(peer: Peer, sentences: tuple[str, ...]) -> None:
    clip = engine_of().speak(sentences, VOICE)
    assert "".join(peer.texts).replace(" ", "") == "".join(sentences).replace(" ", "")
    first, second = clip.spans
    assert 0 == first.start < first.end <= second.start < second.end == clip.duration


TIMES = st.floats(-1e6, 1e6, allow_nan=False)
MARKS = st.lists(st.builds(Mark, st.text("一二。a ", max_size=6), TIMES, TIMES), max_size=5)


@given(st.lists(st.text("一二。a ", max_size=6), min_size=1, max_size=5), MARKS, st.integers(0, 5000))
@example(["。"], [], 0)
@example(["一"], [Mark("一", 0, 900)], 0)
def test_whatever_the_marks_say_sentences_follow_each_other(sentences: list[str], marks: list[Mark], ms: int) -> None:
    spans = sentence_spans(sentences, marks, ms)
    assert len(spans) == len(sentences)
    edges = [time for span in spans for time in (span.start, span.end)]
    assert edges == sorted(edges)
    assert (edges[0], edges[-1]) == (0, ms)


# ---------------------------------------------------------------- proxies


@pytest.mark.parametrize("proxy", ["socks5://me:hunter2@127.0.0.1:9", "http://[::1"])
def test_a_proxy_that_is_none_is_named_with_its_variable(
    peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = speak_stop(engine_of(), tmp_path)
    assert "HTTPS_PROXY" in error.hint
    assert "hunter2" not in error.message
    assert not peer.connections


@pytest.mark.parametrize("by", ["engines.edge.proxy", "HTTPS_PROXY"])
def test_a_proxy_that_refuses_us_is_named_where_it_is_set(
    peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    with serve_raw(RawPeer(http_answer(b"", status="407 Proxy Authentication Required"))) as raw:
        address = f"http://me:hunter2@127.0.0.1:{raw.port}"
        if by == "HTTPS_PROXY":
            monkeypatch.setenv(by, address)
        error = speak_stop(engine_of(**({} if by == "HTTPS_PROXY" else {"proxy": address})), tmp_path)
        assert len(raw.requests) == 1
    assert "407" in error.message
    assert by in error.hint
    assert "hunter2" not in error.message


def test_a_proxy_that_nobody_is_at_is_named(peer: Peer, tmp_path: Path) -> None:
    error = speak_stop(engine_of(proxy="http://me:hunter2@127.0.0.1:9"), tmp_path)
    assert "http://127.0.0.1:9" in error.message
    assert "hunter2" not in error.message


def test_passwords_of_netrc_are_not_sent(peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password hunter2\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    engine_of().speak(SENTENCES, VOICE)
    assert (peer.connections, peer.passwords) == (1, [])


def test_without_a_proxy_there_is_none(peer: Peer) -> None:
    assert proxies.find_proxy(edge.SERVICE_URL) == ""
