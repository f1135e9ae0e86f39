"""The embedded voice and the silent engine; what all engines share is in ``test_contract_engines``."""

from __future__ import annotations

import hashlib
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from audioguide.engines import Engine, kokoro, pcm
from audioguide.engines.kokoro import KokoroEngine, alphabet, espeak, model_file, styles
from audioguide.engines.silent import SilentEngine
from audioguide.errors import EngineError, NoAudio, VoiceNotFound
from audioguide.model import Sentence, Utterance, Voice

TEXTS = {
    "zh-CN": ("水磨头村位于城西。", "全村有二百户人家，世代务农！"),
    "en-US": ("The village lies west of the town.", "It was founded long ago!"),
    "es-ES": ("El pueblo está al oeste.", "¿Quién lo fundó?"),
    "fr-FR": ("Le village se trouve à l'ouest.", "Qui l'a fondé ?"),
}


def utterance(engine: Engine, language: str, texts: tuple[str, ...] = (), role: str = "narrator") -> Utterance:
    voice = Voice(engine.name, engine.default_voice(language, role) or "named-by-the-author", language)
    return Utterance("1", 0, 0, voice, tuple(Sentence(text, text) for text in texts or TEXTS[language]))


# ---------------------------------------------------------------- silent


def test_silence_is_as_long_as_the_text_deserves() -> None:
    engine = SilentEngine()
    asked = utterance(engine, "zh-CN")
    clip = engine.speak(engine.render(asked), asked.voice)
    first, second = clip.spans
    assert first.start == 0 < first.end < second.start < second.end == clip.duration
    assert not any(clip.pcm)
    slow = engine.speak(engine.render(asked), Voice("silent", "silence", "zh-CN", rate=0.5))
    assert slow.spans[0].end == pytest.approx(2 * first.end, abs=1)


# ---------------------------------------------------------------- kokoro


def test_kokoro_knows_its_voices() -> None:
    names = [voice.name for voice in KokoroEngine().voices()]
    assert [name for name in names if name[0] == "z"] == [
        *("zf_xiaobei", "zf_xiaoni", "zf_xiaoxiao", "zf_xiaoyi"),
        *("zm_yunjian", "zm_yunxi", "zm_yunxia", "zm_yunyang"),
    ]
    assert all(styles.load_style(name).shape == (alphabet.MAX_TOKENS, 256) for name in names)
    assert sum(file.stat().st_size for file in styles.VOICE_FOLDER.iterdir()) < 5_000_000


def test_kokoro_names_a_voice_it_does_not_have() -> None:
    voice = Voice("kokoro", "zf_nobody", "zh-CN")
    with pytest.raises(VoiceNotFound, match="zf_nobody") as caught:
        KokoroEngine().render(Utterance("1", 0, 0, voice, (Sentence("好", "好"),)))
    assert "zf_xiaoxiao" in caught.value.hint


def test_kokoro_refuses_a_voice_of_another_language() -> None:
    with pytest.raises(VoiceNotFound):
        KokoroEngine().render(Utterance("1", 0, 0, Voice("kokoro", "af_heart", "zh-CN"), (Sentence("好", "好"),)))


def test_kokoro_renders_pauses_between_pieces() -> None:
    text = "村子的东边是一条河，" * 20 + "村子的西边是一座山。"
    engine = KokoroEngine()
    [rendered] = engine.render(utterance(engine, "zh-CN", (text,)))
    pieces = list(kokoro._split_pieces(rendered))
    assert len(pieces) > 2
    assert all(len(phonemes) <= 250 for phonemes, _pause in pieces)
    assert all(pause > 0 for _phonemes, pause in pieces[:-1])
    assert pieces[-1][1] == 0
    assert set(rendered) <= {*alphabet.TOKENS, kokoro.PAUSE_MARK, *"0123456789"}


def test_kokoro_notices_a_model_that_is_not_there(tmp_path: Path) -> None:
    engine = KokoroEngine({"model": str(tmp_path / "none.onnx")})
    assert not engine.status().usable
    with pytest.raises(EngineError, match=r"none\.onnx"):
        engine.fingerprint()


def test_another_model_has_another_fingerprint(tmp_path: Path) -> None:
    model = tmp_path / "own.onnx"
    model.write_bytes(b"one")
    first = KokoroEngine({"model": str(model)}).fingerprint()
    model.write_bytes(b"other")
    assert len({first, KokoroEngine({"model": str(model)}).fingerprint(), KokoroEngine().fingerprint()}) == 3


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "own.onnx").write_bytes(b"no model")
    engine = KokoroEngine({"model": str(tmp_path / "own.onnx")})
    asked = utterance(engine, "zh-CN")
    with pytest.raises(EngineError, match=r"own\.onnx"):
        engine.speak(engine.render(asked), asked.voice)


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A model of four tiny packages."""
    model = b""
    for number in range(4):
        package = tmp_path / "packages" / f"part_{number}"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "part.bin").write_bytes(bytes([number]) * 1000)
        model += bytes([number]) * 1000
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    monkeypatch.setattr(model_file, "PARTS", tuple(f"part_{number}" for number in range(4)))
    monkeypatch.setattr(model_file, "MODEL_SHA256", hashlib.sha256(model).hexdigest())
    return model


def test_the_model_is_assembled_and_mended(tmp_path: Path, parts: bytes) -> None:
    path = tmp_path / "models" / "model.onnx"
    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(model_file.assemble_model, path) for _ in range(8)]:
            future.result()
    assert path.read_bytes() == parts
    before = path.stat()
    model_file.assemble_model(path)
    assert path.stat().st_ino == before.st_ino, "a good file is left alone"
    path.write_bytes(parts[:-1] + b"!")
    model_file.assemble_model(path)
    assert path.read_bytes() == parts
    assert [file.name for file in path.parent.iterdir()] == ["model.onnx"]


def test_a_damaged_or_missing_package_is_named(tmp_path: Path, parts: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "models" / "model.onnx"
    (tmp_path / "packages" / "part_2" / "part.bin").write_bytes(b"short")
    with pytest.raises(EngineError, match="SHA-256"):
        model_file.assemble_model(path)
    assert not path.exists()
    monkeypatch.setattr(model_file, "PARTS", ("part_0", "nobody_has_this"))
    with pytest.raises(EngineError, match="nobody-has-this") as caught:
        model_file.assemble_model(path)
    assert "pip install" in caught.value.hint
    assert not KokoroEngine().status().usable
    assert list(path.parent.iterdir()) == []


def test_a_package_is_found_without_importing_it() -> None:
    assert all(importlib.util.find_spec(package) for package in model_file.PARTS)
    assert KokoroEngine().status().usable


class Humming(KokoroEngine):
    """A tone with silence around in place of the model."""

    loud = 0.5

    def _infer(self, phonemes: str, voice: Voice, *, urgent: bool = False) -> pcm.Samples:
        length = 24 * 20 * len(phonemes)
        tone = np.sin(np.arange(length) / 10) * np.hanning(length) * self.loud
        return np.pad(tone, (7000, 24_000)).astype(np.float32)


def test_pieces_are_trimmed_and_joined_with_their_pauses() -> None:
    clip = Humming().speak(("aaaaa⏸300⏸bbbbb", "ccccc"), Voice("kokoro", "zm_yunyang", "zh-CN"))
    first, second = clip.spans
    assert first.start == 0
    assert first.end == pytest.approx(100 + 300 + 100, abs=120)
    assert second.start - first.end == kokoro.SENTENCE_PAUSE_MS
    assert second.end == clip.duration
    steps = np.abs(np.diff(pcm.from_bytes(clip.pcm)))
    assert steps.max() < 0.06, "no click: nothing jumps more than the tone itself does"


def test_a_stream_begins_with_the_first_clause_and_holds_every_pause() -> None:
    first, second, third = Humming().stream_speech(
        ("a" * 30 + ", " + "b" * 30 + "⏸300⏸" + "c" * 5,), Voice("kokoro", "zm_yunyang", "zh-CN")
    )
    assert first.duration - first.spans[0].end == alphabet.PAUSES_MS[","]
    assert second.duration - second.spans[0].end == 300
    assert third.duration == third.spans[0].end


@pytest.mark.parametrize(
    ("phonemes", "parts"),
    [
        ("a" * 30 + ", " + "b" * 30, ["a" * 30 + ",", "b" * 30]),
        ("a" * 10 + ", " + "b" * 30, ["a" * 10 + ", " + "b" * 30]),
        ("a" * 30 + ", " + "b" * 10, ["a" * 30 + ", " + "b" * 10]),
        ("a" * 10 + "," + "b" * 20 + ";" + "c" * 40, ["a" * 10 + "," + "b" * 20 + ";", "c" * 40]),
        ("a" * 90, ["a" * 90]),
    ],
)
def test_the_first_clause_is_long_enough_to_sound_well(phonemes: str, parts: list[str]) -> None:
    assert [text for text, _pause in kokoro._split_first_clause(phonemes, 0)] == parts


def test_a_piece_that_stays_silent_is_noticed() -> None:
    class Mute(Humming):
        loud = 0

    with pytest.raises(NoAudio, match="bbb"):
        Mute().speak(("bbb",), Voice("kokoro", "zm_yunyang", "zh-CN"))


class Session:
    """Notes what a model is asked; its ``speed`` takes as many rates as ``shape`` says."""

    def __init__(self, shape: list[int | None]) -> None:
        self.shape = shape
        self.asked: dict[str, Any] = {}

    def get_inputs(self) -> list[Any]:
        return [
            SimpleNamespace(name="tokens", type="tensor(int64)", shape=[1, None]),
            SimpleNamespace(name="style", type="tensor(float)", shape=[1, 256]),
            SimpleNamespace(name="speed", type="tensor(float)", shape=self.shape),
        ]

    def run(self, _outputs: None, inputs: dict[str, Any], _options: Any) -> list[Any]:
        self.asked = inputs
        return [np.zeros(10)]


@pytest.mark.parametrize(("shape", "rates"), [([None], [1.0, 0.8, 0.8, 0.8, 1.0]), ([1], [0.8])])
def test_only_what_is_said_is_drawn_out_where_the_model_can(shape: list[int | None], rates: list[float]) -> None:
    engine = KokoroEngine()
    engine.__dict__["_session"] = session = Session(shape)
    engine._infer("ei↓", Voice("kokoro", "zm_yunyang", "zh-CN", rate=0.8))
    assert session.asked["speed"].tolist() == pytest.approx(rates)
    assert session.asked["tokens"].shape == (1, 5)


@pytest.mark.speech
def test_a_slow_voice_does_not_hum_before_a_plosive() -> None:
    engine = KokoroEngine()
    voice = Voice("kokoro", "zm_yunyang", "zh-CN", rate=0.8)
    samples = pcm.from_bytes(engine.speak(("pei↓ʨi→ŋ ʂɨ↘ ʂou↓tu→.",), voice).pcm)
    levels = np.sqrt(np.mean(samples[: len(samples) // 240 * 240].reshape(-1, 240) ** 2, axis=1))
    audible, vowel = (int(np.argmax(levels > levels.max() * share)) for share in (0.06, 0.4))
    assert vowel - audible <= 4, "the vowel comes with the burst, not after a hum of 100 ms and a gap"


@pytest.mark.speech
def test_kokoro_speaks(tmp_path: Path) -> None:
    engine = KokoroEngine()
    asked = utterance(engine, "zh-CN", ("水磨头村。", "村在城西。"))
    clip = engine.speak(engine.render(asked), asked.voice)
    assert clip.rate == 24_000
    assert 1000 < clip.duration < 5000
    first, second = clip.spans
    assert second.start - first.end == kokoro.SENTENCE_PAUSE_MS
    assert first.start == 0
    assert second.end == clip.duration
    samples = pcm.from_bytes(clip.pcm)
    start, end = pcm.audible_bounds(samples, clip.rate)
    assert start < 0.03 * clip.rate
    assert end > len(samples) - 0.06 * clip.rate
    assert 0.01 < float((samples**2).mean()) ** 0.5 < 0.5
    assert abs(samples[0]) < 0.001
    assert abs(samples[-1]) < 0.001


# ---------------------------------------------------------------- espeak


@pytest.mark.parametrize(
    ("voice", "text", "phonemes"),
    [
        ("en-us", "A church, a judge.", "ɐ ʧˈɜːʧ, ɐ ʤˈʌʤ."),
        ("en-us", "The {Mozui|/mˈOʒwA/} hill", "ðə mˈOʒwA hˈɪl"),
        ("en-us", "The {Mozui|moat} hill", "ðə mˈOt hˈɪl"),
        ("en", "Go home", "ɡˌQ hˈQm"),
        ("en-us", "Now (here) – “there”!", "nˈW, hˈɪɹ— ðˈɛɹ!"),
        ("es", "¿Qué pasa, chico?", "kˈe pˈasa, ʧˈiko?"),
        ("fr", "un bon vin", "œ̃ bˈɔ̃ vˈɛ̃"),
        ("en-us", "...", ""),
    ],
)
def test_phonemes_of_other_languages(voice: str, text: str, phonemes: str) -> None:
    assert " ".join(piece for piece, _pause in espeak.phoneme_pieces(text, voice)) == phonemes


def test_long_text_is_cut_at_punctuation_and_nothing_is_lost() -> None:
    text = "The village lies west of the town; " * 20
    pieces = espeak.phoneme_pieces(text, "en-us")
    assert all(len(piece) <= espeak.MAX_PIECE_PHONEMES for piece, _pause in pieces)
    assert [pause for _piece, pause in pieces[:-1]] == [300] * (len(pieces) - 1)
    assert "".join(piece for piece, _pause in pieces).count("vˈɪlɪʤ") == 20


def test_a_clause_without_any_mark_is_cut_between_words() -> None:
    pieces = espeak.phoneme_pieces("the old mill stands here and " * 30, "en-us")
    assert all(len(piece) <= espeak.MAX_PIECE_PHONEMES for piece, _pause in pieces)
    assert "".join(piece for piece, _pause in pieces).count("mˈɪl") == 30


def test_espeak_names_a_voice_it_does_not_have() -> None:
    with pytest.raises(EngineError, match="xx-nobody"):
        espeak.phoneme_pieces("hello", "xx-nobody")


@pytest.mark.parametrize("tag", ["zh-HK", "yue", "zh-MO", "zh-yue-HK"])
def test_the_embedded_voice_refuses_cantonese(tag: str) -> None:
    engine = KokoroEngine()
    assert engine.default_voice(tag, "narrator") is None
    assert engine.default_voice("zh-TW", "narrator") == "zm_yunyang"
    asked = Utterance("1", 0, 0, Voice("kokoro", "zm_yunyang", tag), (Sentence("你好。", "你好。"),))
    with pytest.raises(VoiceNotFound, match="Cantonese"):
        engine.render(asked)
