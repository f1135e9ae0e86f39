"""The engine azure against a local peer built from the service's documentation, and the SSML it is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from speech_peer import KEY, SSML, SYLLABLE_MS, Peer, serve

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache, clip_key
from audioguide.authoring import voices_yaml
from audioguide.engines import ssml
from audioguide.engines.azure import DIALECT, AzureEngine
from audioguide.engines.back_off import Retry
from audioguide.errors import ConfigError, EngineError, EngineUnavailable, NoAudio
from audioguide.model import Lexicon, LexiconEntry, Segment, Sentence, Settings, Stop, Tour, Utterance, Voice

VOICE = Voice("azure", "zh-CN-YunyangNeural", "zh-CN")
TEXT = "水磨头村位于城西，村里有一所学校。"
SYLLABLES = 15
AT_ONCE = Retry(attempts=3, first=0)


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    monkeypatch.setenv("AUDIOGUIDE_AZURE_KEY", KEY)
    with serve(Peer(key=KEY)) as running:
        yield running


@pytest.fixture
def engine(peer: Peer) -> AzureEngine:
    return AzureEngine({"url": peer.url, "timeout": 5}, AT_ONCE)


def utterance(text: str, stop: str = "1", voice: Voice = VOICE) -> Utterance:
    return Utterance(stop, 0, 0, voice, (Sentence(text, text),))


# ---------------------------------------------------------------- SSML


@pytest.mark.parametrize(
    ("spoken", "content"),
    [
        ("{射洪|she4 hong2}县", '<phoneme alphabet="sapi" ph="she 4 - hong 2">射洪</phoneme>县'),
        (
            "{略|lüe4}有{女|nü3}",
            '<phoneme alphabet="sapi" ph="lue 4">略</phoneme>有<phoneme alphabet="sapi" ph="nv 3">女</phoneme>',
        ),
        ("{绿|lv4}{绿|lu:4}", '<phoneme alphabet="sapi" ph="lv 4">绿</phoneme>' * 2),
        ("{一会儿|yi2 huir4}", '<phoneme alphabet="sapi" ph="yi 2 - hui r 4">一会儿</phoneme>'),
        ("{花儿|hua1 r5}开", '<phoneme alphabet="sapi" ph="hua r 1">花儿</phoneme>开'),
        ("{花|hua1}{儿|r5}开", '<phoneme alphabet="sapi" ph="hua r 1">花儿</phoneme>开'),
        ("{儿|er2}子", '<phoneme alphabet="sapi" ph="er 2">儿</phoneme>子'),
        ("{的|de5}", '<phoneme alphabet="sapi" ph="de 5">的</phoneme>'),
        ("{Mozui|/mˈoʊ'dʒwaɪ/}", '<phoneme alphabet="ipa" ph="mˈoʊˈdʒwaɪ">Mozui</phoneme>'),
        ("甲 < 乙 & 丙", "甲 &lt; 乙 &amp; 丙"),
    ],
)
def test_a_decided_reading_becomes_a_phoneme(spoken: str, content: str) -> None:
    assert ssml.mark_readings(spoken, "zh-CN", DIALECT) == content
    ElementTree.fromstring(f"<s>{content}</s>")


def test_each_locale_has_its_own_alphabet() -> None:
    def render(voice: str, language: str) -> str:
        return AzureEngine().render(utterance("{射洪|she4 hong2}。", voice=Voice("azure", voice, language)))[0]

    taiwan = '<phoneme alphabet="sapi" ph="ㄕㄜˋ">射</phoneme><phoneme alphabet="sapi" ph="ㄏㄨㄥˊ">洪</phoneme>。'
    assert render("zh-TW-YunJheNeural", "zh") == taiwan
    assert "she 4" in render("zh-CN-YunyangNeural", "zh")
    assert render("zh-HK-WanLungNeural", "zh") == "设红。", "pinyin says nothing about Cantonese letters: respelt"
    assert render("en-US-AvaMultilingualNeural", "zh-CN") == "设红。"


def test_every_line_of_the_lexicon_reaches_the_service(peer: Peer, engine: AzureEngine, tmp_path: Path) -> None:
    lexicon: Lexicon = (LexiconEntry("台州", "tai1 zhou1"), LexiconEntry("NGO", "/ɛn dʒiː oʊ/"))
    tour = Tour("t", "zh-CN", "t", (Stop("1", "一", (Segment("台州有{长|zhang3}者，也有NGO。"),)),))
    cast = voices_yaml.assign_voices(Settings(), tour, engine)
    synthesis.speak_utterances(synthesis.plan_utterances(tour, lexicon, cast, engine), engine, Cache(tmp_path))
    phonemes = [element.get("ph") for element in ElementTree.fromstring(peer.bodies[0]).iter(f"{{{SSML}}}phoneme")]
    assert phonemes == ["tai 1 - zhou 1", "zhang 3", "ɛn dʒiː oʊ"]


def test_rate_pitch_volume_and_style_are_in_the_document(peer: Peer, engine: AzureEngine) -> None:
    engine.speak((TEXT,), Voice("azure", VOICE.name, "zh-CN", 0.9, -5, 10, "narration-relaxed"))
    assert 'rate="-10%" pitch="-5Hz" volume="+10%"' in peer.bodies[0]
    assert '<mstts:express-as style="narration-relaxed">' in peer.bodies[0]
    assert 'xml:lang="zh-CN"' in peer.bodies[0]
    assert peer.texts == [TEXT]


def test_a_style_is_set_in_voices_yaml_and_changes_the_key(tmp_path: Path) -> None:
    (tmp_path / "voices.yaml").write_text(
        "roles:\n  narrator:\n    zh-CN:\n      azure: {name: zh-CN-YunyangNeural, style: calm}\n", encoding="utf-8"
    )
    settings = voices_yaml.load_settings(tmp_path / "voices.yaml")
    tour = Tour("t", "zh-CN", "t", (Stop("1", "一", (Segment("好。"),)),))
    voice = voices_yaml.assign_voices(settings, tour, AzureEngine())["narrator"]
    assert voice.style == "calm"
    assert clip_key("f", voice, ("好",)) != clip_key("f", VOICE, ("好",))


def test_a_voice_without_a_style_has_the_key_it_always_had() -> None:
    voice = Voice("kokoro", "zm_yunyang", "zh-CN", 0.73)
    assert clip_key("kokoro/2/x", voice, ("a",)) == "58d01e15a359c9c5480c3b6d87122d319c8079a63a0c3cf77c17026eae3980ac"


# ---------------------------------------------------------------- the service


def test_speech_is_trimmed_and_the_sentence_timed(peer: Peer, engine: AzureEngine) -> None:
    rendered = engine.render(utterance("水{磨|mo4}头村位于城西，村里有一所学校。"))
    clip = engine.speak(rendered, VOICE)
    assert peer.texts == [TEXT]
    assert clip.duration == pytest.approx(SYLLABLES * SYLLABLE_MS, abs=100)
    assert [(span.start, span.end) for span in clip.spans] == [(0, clip.duration)]
    assert peer.headers[0]["Ocp-Apim-Subscription-Key"] == KEY


PASSING = ["500", "503", "429", "drop", "stall", "empty", "silence", "short", "babble", "page", "garbage"]


@pytest.mark.parametrize("trouble", PASSING)
def test_trouble_that_passes_is_recovered_from(peer: Peer, trouble: str) -> None:
    peer.script = [trouble]
    engine = AzureEngine({"url": peer.url, "timeout": 1 if trouble == "stall" else 5}, AT_ONCE)
    assert engine.speak((TEXT,), VOICE).duration == pytest.approx(SYLLABLES * SYLLABLE_MS, abs=100)
    assert peer.requests == 2


@pytest.mark.parametrize(
    ("trouble", "error", "message"),
    [
        ("500", EngineUnavailable, "500"),
        ("429", EngineUnavailable, "429"),
        ("401", EngineUnavailable, "refuses the key"),
        ("400", EngineError, "400"),
        ("302", EngineError, "redirects"),
        ("drop", EngineUnavailable, "cannot be used"),
        ("empty", NoAudio, "empty"),
        ("silence", NoAudio, "said nothing"),
        ("short", NoAudio, "broke off"),
        ("garbage", NoAudio, "no audio"),
    ],
)
def test_trouble_that_stays_names_the_stop(
    peer: Peer, engine: AzureEngine, tmp_path: Path, trouble: str, error: type[EngineError], message: str
) -> None:
    peer.script = [trouble] * 9
    with pytest.raises(error, match=message) as caught:
        synthesis.speak_utterances([utterance(TEXT, "12a")], engine, Cache(tmp_path))
    assert "12a" in caught.value.where
    assert caught.value.hint
    assert KEY not in caught.value.message + caught.value.hint
    assert Cache(tmp_path).size().clips == 0


def test_a_reading_the_service_does_not_know_is_named(peer: Peer, engine: AzureEngine, tmp_path: Path) -> None:
    content = '<phoneme alphabet="sapi" ph="hao">好</phoneme>'
    with pytest.raises(EngineError, match="400") as caught:
        engine.speak((content,), VOICE)
    assert "好 (hao)" in caught.value.hint
    assert VOICE.name in caught.value.hint
    assert peer.requests == 0


def test_a_document_without_readings_is_refused_for_its_voice(peer: Peer, engine: AzureEngine) -> None:
    peer.script = ["400"]
    with pytest.raises(EngineError, match="400") as caught:
        engine.speak((TEXT,), VOICE)
    assert "voices --engine azure" in caught.value.hint
    peer.script = ["404"]
    with pytest.raises(EngineError, match="404") as caught:
        engine.speak((TEXT,), VOICE)
    assert "engines.azure.url" in caught.value.hint


def test_status_asks_with_the_key_and_speaks_nothing(
    peer: Peer, engine: AzureEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine.status().usable
    assert [voice.name for voice in engine.voices()] == ["zh-CN-YunyangNeural"]
    monkeypatch.setenv("AUDIOGUIDE_AZURE_KEY", "wrong")
    assert not engine.status().usable
    assert "AUDIOGUIDE_AZURE_KEY" in engine.status().fix
    monkeypatch.delenv("AUDIOGUIDE_AZURE_KEY")
    assert not engine.status().usable
    assert len(engine.voices()) > 10
    assert peer.requests == 0


def test_without_a_region_the_error_says_what_to_write() -> None:
    with pytest.raises(EngineError) as caught:
        AzureEngine().speak((TEXT,), VOICE)
    assert "region" in caught.value.hint
    assert not AzureEngine().status().usable


@pytest.mark.parametrize(
    "options", [{"region": "East Asia"}, {"url": "eastasia"}, {"url": "https://k:secret@host"}, {"key": "x"}]
)
def test_an_option_that_does_not_fit_is_named(options: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"azure\.(region|url|key)") as caught:
        AzureEngine(options)
    assert "secret" not in caught.value.message


def test_a_region_is_an_address() -> None:
    assert AzureEngine({"region": "eastasia"})._url == "https://eastasia.tts.speech.microsoft.com"


@pytest.mark.parametrize(
    ("options", "setting"),
    [
        ({"url": "https://chinaeast2.tts.speech.azure.cn"}, "engines.azure.url"),
        ({"url": "https://chinaeast2.tts.speech.azure.cn", "region": "eastasia"}, "engines.azure.url"),
        ({"region": "eastasia"}, "engines.azure.region"),
    ],
)
def test_hints_name_the_setting_that_is_in_force(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, object], setting: str
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_AZURE_KEY", KEY)
    assert AzureEngine(options)._request("/cognitiveservices/v1").setting == setting
