"""Siblings of what reaches SSML: characters, spellings of pinyin and IPA, long sentences; always a valid document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from speech_peer import KEY, SAPI, SSML, SYLLABLE_MS, Peer, serve

from audioguide.engines import ssml
from audioguide.engines.azure import DIALECT, AzureEngine
from audioguide.engines.back_off import Retry
from audioguide.model import Sentence, Utterance, Voice
from audioguide.text.lexicon import SYLLABLES_FILE

VOICE = Voice("azure", "zh-CN-YunyangNeural", "zh-CN")
CHINA, TAIWAN = "zh-CN", "zh-TW"
BAD_CHARACTERS = ["\0", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"]
ODD_CHARACTERS = ["&", "<", ">", '"', "'", "]]>", "<!--", "\x7f", "\x85", "\u2028", "\u200b", "\u202e", "😀", "𠀀"]


def parse(content: str, voice: Voice = VOICE) -> ElementTree.Element:
    """Return the document as the service reads it."""
    return ElementTree.fromstring(ssml.make_document([content], voice, DIALECT).encode())


def phones(content: str) -> list[str | None]:
    return [element.get("ph") for element in parse(content).iter(f"{{{SSML}}}phoneme")]


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize("sign", [*BAD_CHARACTERS, *ODD_CHARACTERS], ids=ascii)
@pytest.mark.parametrize("spoken", ["村{}里", "{{长{}|zhang3}}者", "{{NGO|/ɛ{}n/}}好", "{{N{}GO|/ɛn/}}"])
@pytest.mark.parametrize("language", [CHINA, TAIWAN, "en-US"])
def test_every_character_makes_a_valid_document(spoken: str, sign: str, language: str) -> None:
    text = spoken.format(sign)
    text_read = "".join(parse(ssml.mark_readings(text, language, DIALECT)).itertext())
    wanted = re.sub(r"\{(.*?)\|.*?\}", r"\1", text, flags=re.DOTALL)
    if language != "en-US":  # elsewhere pinyin is respelt
        assert text_read == (wanted.replace(sign, "") if sign in BAD_CHARACTERS else wanted)


@pytest.mark.parametrize("sign", [*BAD_CHARACTERS, *ODD_CHARACTERS], ids=ascii)
def test_names_and_styles_make_a_valid_document(sign: str) -> None:
    voice = Voice("azure", f"zh-CN{sign}Neural", "zh-CN", style=f"calm{sign}")
    (element,) = parse("好。", voice).iter(f"{{{SSML}}}voice")
    assert element.get("name") == voice.name.replace(sign, "" if sign in BAD_CHARACTERS else sign)


@settings(deadline=None)  # the first call loads tables
@given(st.text(st.characters() | st.sampled_from("{}|/&<长"), max_size=60), st.sampled_from([CHINA, TAIWAN, "fr-FR"]))
@example("{长\x01|zhang3}", CHINA)
def test_whatever_is_written_the_document_is_valid(spoken: str, language: str) -> None:
    parse(ssml.mark_readings(spoken, language, DIALECT))


# ---------------------------------------------------------------- pinyin


@pytest.mark.parametrize(
    ("reading", "sapi", "bopomofo"),
    [
        ("ju1", "ju 1", "ㄐㄩ"),
        ("jü1", "ju 1", "ㄐㄩ"),
        ("jv2", "ju 2", "ㄐㄩˊ"),
        ("ju:4", "ju 4", "ㄐㄩˋ"),
        ("qü4", "qu 4", "ㄑㄩˋ"),
        ("xv1", "xu 1", "ㄒㄩ"),
        ("yü2", "yu 2", "ㄩˊ"),
        ("yv2", "yu 2", "ㄩˊ"),
        ("jve2", "jue 2", "ㄐㄩㄝˊ"),
        ("qvan2", "quan 2", "ㄑㄩㄢˊ"),
        ("xün4", "xun 4", "ㄒㄩㄣˋ"),
        ("yvan2", "yuan 2", "ㄩㄢˊ"),
        ("lüe4", "lue 4", "ㄌㄩㄝˋ"),
        ("lve4", "lue 4", "ㄌㄩㄝˋ"),
        ("lu:e4", "lue 4", "ㄌㄩㄝˋ"),
        ("lue4", "lue 4", "ㄌㄩㄝˋ"),
        ("nue4", "nue 4", "ㄋㄩㄝˋ"),
        ("nüe4", "nue 4", "ㄋㄩㄝˋ"),
        ("lü4", "lv 4", "ㄌㄩˋ"),
        ("nu:3", "nv 3", "ㄋㄩˇ"),
        ("lu4", "lu 4", "ㄌㄨˋ"),
        ("luan4", "luan 4", "ㄌㄨㄢˋ"),
        ("er2", "er 2", "ㄦˊ"),
        ("e5", "e 5", "ㄜ˙"),
        ("huar1", "hua r 1", "ㄏㄨㄚ"),
        ("nvr3", "nv r 3", "ㄋㄩˇ"),
        ("jür1", "ju r 1", "ㄐㄩ"),
        ("lver4", "lue r 4", "ㄌㄩㄝˋ"),
        ("zhir1", "zhi r 1", "ㄓ"),
    ],
)
def test_a_syllable_is_written_as_the_service_spells_it(reading: str, sapi: str, bopomofo: str) -> None:
    assert phones(ssml.mark_readings(f"{{字|{reading}}}", CHINA, DIALECT)) == [sapi]
    assert phones(ssml.mark_readings(f"{{字|{reading}}}", TAIWAN, DIALECT)) == [bopomofo]


@pytest.mark.parametrize(
    "reading", ["hm5", "hng5", "m2", "n2", "ng4", "r5", "r2", "v4", "zhr1", "xyz3", "ng2 hao3", "ü4"]
)
@pytest.mark.parametrize("language", [CHINA, TAIWAN])
def test_what_its_alphabet_lacks_refuses_no_sentence(reading: str, language: str) -> None:
    written = "字" * len(reading.split())
    content = ssml.mark_readings(f"{{{written}|{reading}}}好", language, DIALECT)
    assert phones(content) == []
    assert "好" in ssml.plain_text(content)


@pytest.mark.parametrize("language", [CHINA, TAIWAN])
def test_every_syllable_is_in_the_alphabet_or_respelt(language: str) -> None:
    for base in SYLLABLES_FILE.read_text(encoding="utf-8").split():
        for reading in (f"{base}{tone}" for tone in "12345"):
            for ph in phones(ssml.mark_readings(f"{{字|{reading}}}", language, DIALECT)):
                assert re.fullmatch(SAPI[language], ph or ""), reading
                assert "ü" not in (ph or "")


# ---------------------------------------------------------------- IPA


@pytest.mark.parametrize(
    ("ipa", "ph"),
    [
        ("'bɔ̃ʒuʁ", "ˈbɔ̃ʒuʁ"),
        ("’wɔːtə", "ˈwɔːtə"),
        ("wɔ:tə", "wɔːtə"),
        ("ˌɪn,saɪd'aʊt", "ˌɪnˌsaɪdˈaʊt"),
        ("ʃœ̃", "ʃœ̃"),
        ("t͡ʃaʊ", "t͡ʃaʊ"),
        (" tɕʰiɛn˥˩ ", "tɕʰiɛn˥˩"),
        ('a"b<c>&', 'a"b<c>&'),
    ],
)
@pytest.mark.parametrize("language", [CHINA, "fr-FR", "en-CA", "vi-VN"])
def test_ipa_is_passed_on_with_its_marks_and_the_alphabets_own_signs(ipa: str, ph: str, language: str) -> None:
    assert phones(ssml.mark_readings(f"{{X|/{ipa}/}}", language, DIALECT)) == [ph]


def test_readings_of_a_sentence_are_shown_as_they_are_written() -> None:
    content = ssml.mark_readings("{A&B|/a\"b'c<d/}与{射洪|she4 hong2}", CHINA, DIALECT)
    assert ssml.phonemes_of(content) == [("A&B", 'a"bˈc<d'), ("射洪", "she 4 - hong 2")]


# ---------------------------------------------------------------- long sentences


PIECES = st.sampled_from([*"村里，。“”&<>a 😀", "{射洪|she4 hong2}"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=300).map("".join), st.integers(1, 40))
def test_parts_are_the_sentence_and_each_is_valid(spoken: str, limit: int) -> None:
    content = ssml.mark_readings(spoken, CHINA, DIALECT)
    parts = ssml.split_content(content, limit)
    assert "".join(parts) == content
    for part in parts:
        parse(part)
        assert len(ssml.plain_text(part)) <= max(limit, 2)


def test_a_sentence_is_cut_before_a_clause() -> None:
    assert ssml.split_content("东边有河，西边有山，南边有路。", 10) == ["东边有河，西边有山，", "南边有路。"]
    assert ssml.split_content("他说：“有河。”后来有山。", 8) == ["他说：“有河。”", "后来有山。"]
    assert ssml.split_content("甲&amp;乙", 1) == ["甲", "&amp;", "乙"]
    assert ssml.split_content("好。", 800) == ["好。"]


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    monkeypatch.setenv("AUDIOGUIDE_AZURE_KEY", KEY)
    with serve(Peer(key=KEY)) as running:
        yield running


def test_a_sentence_beyond_ten_minutes_is_asked_for_in_parts(peer: Peer) -> None:
    engine = AzureEngine({"url": peer.url}, Retry(attempts=1))
    text = "村子的东边有一条{射洪|she4 hong2}的河，" * 250
    rendered = engine.render(Utterance("1", 0, 0, VOICE, (Sentence(text, text),)))
    clip = engine.speak(rendered, VOICE)
    assert "".join(peer.texts) == ssml.plain_text(rendered[0])
    assert len(peer.texts) > 3
    assert all(len(part) <= AzureEngine.max_characters for part in peer.texts)
    assert all(len(body.encode()) < 64_000 for body in peer.bodies)
    assert len(clip.spans) == 1
    assert clip.duration > 250 * 12 * SYLLABLE_MS
