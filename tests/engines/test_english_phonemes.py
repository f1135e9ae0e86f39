"""English in Kokoro's alphabet: lexicons first, heteronyms by grammar, espeak-ng for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.engines.kokoro import english
from audioguide.engines.kokoro.alphabet import TOKENS
from audioguide.engines.kokoro.pinyin_names import pinyin_phonemes

HETERONYMS = sorted((Path(__file__).parents[1] / "data" / "text" / "en").glob("heteronyms*.tsv"))


def phonemes(text: str, british: bool = False) -> str:
    return " ".join(piece for piece, _pause in english.phoneme_pieces(text, british))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The end.", "ði ˈɛnd."),
        ("The mill.", "ðə mˈɪl."),
        ("He used to go to the abbey.", "hˌi jˈust tə ɡˌO tə ði ˈæbi."),
        ("The A forty and the B B C.", "ði ˈA fˈɔɹTi ænd ðə bˈi bˈi sˈi."),
        ("A well-known ruin", "ɐ wˌɛlnˈOn ɹˈuˌɪn"),
        ("{Sichuan|/sɪtʃwɑːn/}'s hills", "sˈɪʧwɑnz hˈɪlz"),
        ("Lead pipes and a lead role.", "lˈɛd pˈIps ænd ɐ lˈid ɹˈOl."),
    ],
)
def test_words_in_their_sentence(text: str, expected: str) -> None:
    assert phonemes(text) == expected


def test_british_voices_have_their_own_lexicon() -> None:
    assert phonemes("The bath is closed.", british=True) == "ðə bˈɑːθ ɪz klˈQzd."


def test_a_word_of_no_lexicon_is_read_by_espeak() -> None:
    assert phonemes("Xyzzygate")


def test_every_phoneme_is_known_to_the_model() -> None:
    text = "Naïve visitors’ cafés: Gdańsk, O'Brien's twenty-first-century “façade”—and I?"
    for british in (False, True):
        assert set(phonemes(text, british)) <= set(TOKENS)


def test_heteronyms_sound_as_their_sentence_needs() -> None:
    rows = [line.split("\t") for file in HETERONYMS for line in file.read_text(encoding="utf-8").splitlines()]
    right = sum(
        edit_distance(expected, phonemes(sentence)) < edit_distance(other, phonemes(sentence))
        for sentence, _word, expected, other in rows
    )
    assert right / len(rows) >= 0.95


def edit_distance(needle: str, text: str) -> int:
    """The fewest changes that make some stretch of the text the needle; secondary stress does not count."""
    needle, text = (each.translate({ord("ˌ"): None, ord("ᵊ"): "ə", ord("ᵻ"): "ɪ"}) for each in (needle, text))
    row = [0] * (len(text) + 1)
    for index, wanted in enumerate(needle, 1):
        previous, row = row, [index]
        for place, present in enumerate(text, 1):
            row.append(min(previous[place] + 1, row[-1] + 1, previous[place - 1] + (wanted != present)))
    return min(row)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Longquan", "lˌʊŋʧwˈɛn"),
        ("Cai", "tsˈI"),
        ("Shizong", "ʃˌɜɹdzˈʊŋ"),
        ("Yan'an's", "jˌɛnˈɑnz"),
        ("Jiuzhaigou", "ʤjˌOʤˌIɡˈO"),
    ],
)
def test_a_chinese_name_is_read_as_pinyin(name: str, expected: str) -> None:
    assert phonemes(name) == expected


@pytest.mark.parametrize("name", ["Lanza", "Maxine", "Quentin", "Xavier"])
def test_other_names_are_no_pinyin(name: str) -> None:
    assert pinyin_phonemes(name) == ""


@pytest.mark.parametrize("mark", ["…", ".", "—", "?!", ","])
def test_marks_without_end_are_spoken(mark: str) -> None:
    pieces = english.phoneme_pieces(f"The mill {mark * 500} turns.", british=False)
    few = english.phoneme_pieces(f"The mill {mark * 5} turns.", british=False)
    assert len(pieces) >= len(few)


@pytest.mark.parametrize("mark", ["…", ".", "?!", ","])
def test_marks_before_a_letter_are_not_spoken(mark: str) -> None:
    assert english._TOKEN.findall(mark * 500 + "a") == [("a", "")]


def test_dashes_before_a_letter_are_spoken() -> None:
    assert english._TOKEN.findall("—" * 500 + "a") == [("", "—" * 499), ("", "—"), ("a", "")]
