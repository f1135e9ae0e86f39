"""One text in every voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audioguide.authoring import voices_yaml
from audioguide.commands import say, try_voices
from audioguide.engines.kokoro import KokoroEngine, styles
from audioguide.engines.silent import SilentEngine
from audioguide.errors import ConfigError, EngineError, NoAudio, VoiceNotFound
from audioguide.model import Clip, Segment, Sentence, Settings, Span, Stop, Tour, Utterance, Voice
from audioguide.project import Project

TEXT = "欢迎来到水磨头村。请往里走。"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))

    def hum(self: KokoroEngine, rendered: tuple[str, ...], voice: Voice) -> Clip:
        if voice.name == "zm_yunxia":
            raise NoAudio("said nothing")
        tone = (np.sin(np.arange(24_000) / 10) * 9000).astype("<i2").tobytes()
        return Clip(tone, 24_000, (Span(0, 1000),))

    monkeypatch.setattr(KokoroEngine, "speak", hum)
    monkeypatch.setattr(KokoroEngine, "start_loading", lambda self: None)
    return Project(tmp_path)


def test_every_voice_of_the_language_gets_a_sample_and_a_place_on_the_page(project: Project, tmp_path: Path) -> None:
    samples = try_voices.voice_samples(project, TEXT, "zh", "kokoro")
    paths = list(try_voices.write_samples(tmp_path / "samples", TEXT, samples))
    assert [path.name for path in paths[:2]] == ["zf_xiaobei.mp3", "zf_xiaoni.mp3"]
    assert paths[-1].name == "voices.html"
    assert len(paths) == 8, "seven of the eight Chinese voices, and the page"
    page = paths[-1].read_text("utf-8")
    assert page.count("<audio") == 7
    assert "said nothing" in page
    assert TEXT in page
    assert all(path.read_bytes()[:1] == b"\xff" for path in paths[:-1])


def test_named_voices_and_blends_alone(project: Project, tmp_path: Path) -> None:
    blend = "zm_yunyang*0.6+zm_yunjian*0.4"
    samples = list(try_voices.voice_samples(project, TEXT, "zh-CN", "kokoro", ["zf_xiaoyi", blend]))
    assert [sample.voice for sample in samples] == ["zf_xiaoyi", blend]
    assert samples[0].clip is not None
    assert samples[0].clip.duration == 1000 + 450 + 1000, "two sentences and the pause between them"
    (path, _page) = try_voices.write_samples(tmp_path, TEXT, iter(samples[1:]))
    assert path.name == "zm_yunyang-0.6-zm_yunjian-0.4.mp3"


def test_a_language_without_a_voice_and_a_run_without_speech(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="tlh"):
        next(try_voices.voice_samples(project, TEXT, "tlh", "kokoro"))
    mute = try_voices.voice_samples(project, TEXT, "zh", "kokoro", ["zm_yunxia"])
    with pytest.raises(EngineError, match="said nothing"):
        list(try_voices.write_samples(tmp_path / "none", TEXT, mute))
    assert not (tmp_path / "none" / "voices.html").exists()


# ---------------------------------------------------------------- blends


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("zm_yunyang", [("zm_yunyang", 1.0)]),
        ("zm_yunyang*0.6+zm_yunjian*0.4", [("zm_yunyang", 0.6), ("zm_yunjian", 0.4)]),
        ("zm_yunyang * 3 + zf_xiaoyi", [("zm_yunyang", 0.75), ("zf_xiaoyi", 0.25)]),
        ("af_heart+am_michael", [("af_heart", 0.5), ("am_michael", 0.5)]),
        ("af_heart*2+bf_emma*2", [("af_heart", 0.5), ("bf_emma", 0.5)]),
        ("zm_yunyang×0.6+zm_yunjian×0.4", [("zm_yunyang", 0.6), ("zm_yunjian", 0.4)]),
        ("zm_yunyang＊０．６＋zm_yunjian＊0.4", [("zm_yunyang", 0.6), ("zm_yunjian", 0.4)]),
        ("ｚｍ＿ｙｕｎｙａｎｇ＋zm_yunjian", [("zm_yunyang", 0.5), ("zm_yunjian", 0.5)]),
    ],
)
def test_a_blend_is_read_in_proportion(name: str, shares: list[tuple[str, float]]) -> None:
    assert [(share.name, round(share.weight, 6)) for share in styles.parse_voice(name)] == shares
    assert KokoroEngine().offers_voice(name)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("zm_nobody", "zm_nobody"),
        ("zm_yunyang+zm_nobody", "zm_nobody"),
        ("zm_yunyang+", "zm_yunyang+"),
        ("zm_yunyang*0,6+zm_yunjian*0.4", "“zm_yunyang*0,6” is no voice with a weight"),
        ("zm_yunyang*0.6 zm_yunjian*0.4", "is no voice with a weight"),
        ("0.6*zm_yunyang+zm_yunjian", "“0.6*zm_yunyang” is no voice with a weight"),
        ("zf_xiaobei+zf_xiaoni+zf_xiaoyi+zm_yunyang+zm_yunjian", "at most 4"),
        ("", ""),
        ("zm_yunyang*0+zf_xiaoyi", "above 0"),
        ("zm_yunyang*-1+zf_xiaoyi", "zm_yunyang*-1"),
        *((name, name) for name in (f"zm_yunyang*{'9' * 400}", "zm_yunyang*nan", "zm_yunyang*1e3")),
        ("zm_yunyang*x", "zm_yunyang*x"),
        ("zm_yunyang+af_heart", "one language"),
        ("zm_yunyang+zm_yunyang", "different voices"),
        ("../secret", "secret"),
    ],
)
def test_what_is_no_blend_is_named(name: str, named: str) -> None:
    with pytest.raises(VoiceNotFound) as caught:
        styles.parse_voice(name)
    assert named in caught.value.message
    assert caught.value.hint
    assert not KokoroEngine().offers_voice(name)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("zm_yunyang+zm_nobody", "zm_nobody"),
        ("zm_yunyang*0,6+zm_yunjian", "“zm_yunyang*0,6”"),
        ("zm_yunyang×零＋zm_yunjian", "“zm_yunyang*零”"),
        ("zm_yunyang*0+zm_yunjian", "above 0"),
        ("zm_yunyang+af_heart", "one language"),
        ("zm_yunyang＋zm_yunyang", "different voices"),
        ("zm_nobody", "no such role"),
    ],
)
def test_saying_with_a_wrong_blend_names_what_is_wrong(project: Project, name: str, named: str) -> None:
    tour = Tour("t", "zh-CN", "t", (Stop("1", "一", (Segment("好。"),)),))
    with pytest.raises(ConfigError) as caught:
        say.stream_speech(project, tour, "kokoro", name)
    assert named in caught.value.message
    assert caught.value.hint


def test_a_blends_style_lies_between_its_voices() -> None:
    first, other, blend = map(styles.load_style, ("zm_yunyang", "zm_yunjian", "zm_yunyang*0.6+zm_yunjian*0.4"))
    assert np.allclose(blend, 0.6 * first.astype(np.float32) + 0.4 * other.astype(np.float32), atol=1e-6)
    assert np.array_equal(styles.load_style("zm_yunyang*7"), first)


def test_a_blend_is_rendered_paced_and_kept_apart_like_a_voice() -> None:
    engine, blend = KokoroEngine(), "zm_yunyang*0.5+zm_yunjian*0.5"
    asked = Utterance("1", 0, 0, Voice("kokoro", blend, "zh-CN"), (Sentence("好。", "好。"),))
    assert engine.render(asked)
    assert engine.natural_pace(blend, "zh-CN") == pytest.approx((329 + 306) / 2)
    assert engine.natural_pace("af_heart+am_michael", "en-US") is None
    roles = {"narrator": {"zh-CN": {"kokoro": {"name": blend, "pace": 240}}}}
    tour = Tour("t", "zh-CN", "t", (Stop("1", "一", (Segment("好。"),)),))
    voice = voices_yaml.assign_voices(Settings(roles=roles), tour, engine)["narrator"]
    assert voice.rate == pytest.approx(240 / 317.5, abs=0.001)


def test_an_engine_offers_the_voices_it_lists() -> None:
    assert SilentEngine().offers_voice("silence")
    assert not SilentEngine().offers_voice("zm_yunyang")
