"""Phonemes for the embedded voice: its alphabet, packing, and that nothing goes unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.engines.kokoro import alphabet, mandarin
from audioguide.engines.kokoro.mandarin import phoneme_pieces, syllable_ipa, unspeakable_characters
from audioguide.errors import EngineError
from audioguide.text.markup import strip_marks
from audioguide.text.zh.marking import mark_erhua

LONG = "今年以来，太和镇在县委、县政府的正确领导下，紧紧围绕建设小康社会的奋斗目标，大胆提出淡出传统农业的思路；" * 6


@pytest.mark.parametrize(
    ("pinyin", "sounds"),
    [
        ("ma1", "ma→"),
        ("zhang3", "ꭧa↓ŋ"),
        ("shi4", "ʂɨ↘"),
        ("zi5", "ʦɨ"),
        ("ju2", "ʨy↗"),
        ("quan2", "ʨʰɥɛ↗n"),
        ("lv4", "ly↘"),
        ("yun2", "y↗n"),
        ("wo3", "wo↓"),
        ("you3", "jou↓"),
        ("weng1", "wə→ŋ"),
        ("er2", "ɚ↗"),
        ("huar1", "xwa→ɚ"),
        ("r5", "ɚ"),
    ],
)
def test_syllables(pinyin: str, sounds: str) -> None:
    assert syllable_ipa(pinyin) == sounds


def test_every_syllable_is_in_the_vocabulary() -> None:
    from audioguide.text.lexicon import SYLLABLES_FILE

    for syllable in SYLLABLES_FILE.read_text(encoding="utf-8").split():
        for tone in "12345":
            assert set(syllable_ipa(syllable + tone)) <= alphabet.VOCABULARY, syllable


def test_the_vocabulary_is_the_models() -> None:
    from kokoro_onnx.config import DEFAULT_VOCAB

    assert frozenset(DEFAULT_VOCAB) == alphabet.VOCABULARY


def test_a_nasal_does_not_run_into_a_vowel() -> None:
    assert phoneme_pieces("方案") == (("fa→ŋ a↘n", 0),)
    assert phoneme_pieces("今已到") == (("ʨi→n i↓ tau↘", 0),)


@pytest.mark.parametrize(
    "text", ["重活儿和耳朵眼儿", "玩儿得转，压根儿不倒过儿", "这鸟儿爱飞", "{长|zhang3}鸟儿", "{事|shir4}多，鸟儿少"]
)
def test_erhua_written_into_the_syllable_sounds_the_same(text: str) -> None:
    spoken = mark_erhua(text)
    assert "儿" not in strip_marks(spoken)
    assert phoneme_pieces(spoken) == phoneme_pieces(text)


def test_letters_and_english_words_are_said() -> None:
    assert phoneme_pieces("D V D") == (("ti→ vi→ ti→", 0),)
    ((phonemes, _pause),) = phoneme_pieces("用WiFi上网")
    assert "waɪ" in phonemes.replace("ˈ", "").replace("ˌ", "")
    assert not unspeakable_characters("N G O 和 hello，3楼")


def test_words_are_spelled_without_espeak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.engines.kokoro.mandarin.word_phonemes", lambda word: "")
    assert phoneme_pieces("ab") == (("ei→ pi→", 0),)


@pytest.mark.parametrize("text", ["*", "●", "好€", "{长|zhagn3}", "{党|/ʘ/}", "あ", "%"])
def test_what_cannot_be_said_is_reported(text: str) -> None:
    assert unspeakable_characters(text)
    with pytest.raises(EngineError):
        phoneme_pieces(text)


def test_punctuation_is_silent_but_not_reported() -> None:
    assert not unspeakable_characters("“你好”，《书》——（注）……·『』[1]\u200b")
    assert phoneme_pieces("。") == ()


def test_pieces_are_of_a_length_the_voice_says_well() -> None:
    pieces = phoneme_pieces(LONG)
    assert len(pieces) > 3
    assert all(90 <= len(text) <= 250 for text, _pause in pieces)
    assert pieces[-1][1] == 0
    assert {pause for _text, pause in pieces[:-1]} <= {210, 300}


def test_a_clause_without_marks_is_cut_between_words() -> None:
    pieces = phoneme_pieces("建设小康社会的奋斗目标" * 30)
    assert all(len(text) <= 400 for text, _pause in pieces)
    assert len("".join(text for text, _pause in pieces)) > 1000


def test_a_short_end_joins_its_neighbour() -> None:
    assert len(phoneme_pieces("建设小康社会的奋斗目标，大胆提出淡出传统农业的思路，好。")) == 1


def test_pauses_by_punctuation() -> None:
    half = "建设小康社会的奋斗目标大胆提出淡出传统农业的思路引领我们"
    assert [pause for _text, pause in phoneme_pieces(f"{half}：{half}")] == [300, 0]
    assert [pause for _text, pause in phoneme_pieces(f"{half}，{half}")] == [210, 0]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="今已西安一不儿的了长水，。、；：“”（）—… ADSfx3〇\n", max_size=80))
def test_all_is_in_the_vocabulary_and_within_the_limit(text: str) -> None:
    for phonemes, pause in phoneme_pieces(text):
        assert set(phonemes) <= alphabet.VOCABULARY
        assert 0 < len(phonemes) <= alphabet.MAX_TOKENS
        assert pause >= 0


def test_every_letter_has_a_name_the_model_knows() -> None:
    assert sorted(mandarin.letter_names()) == list("abcdefghijklmnopqrstuvwxyz")
    assert all(alphabet.VOCABULARY.issuperset(phonemes) for phonemes in mandarin.letter_names().values())
