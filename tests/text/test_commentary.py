"""Guide commentary in English, Spanish, French and German is said as it must be, or the author is asked."""

from __future__ import annotations

import pytest

from audioguide.text import find_language
from audioguide.text.zh.dictionary import NEUTRAL_FILE, read_word_table
from audioguide.text.zh.g2p import to_syllables
from benchmarks import reading


@pytest.mark.parametrize("tag", ["en", "es", "fr", "de"])
def test_commentary_is_read_rightly(tag: str) -> None:
    results = reading.score_files([reading.DATA / tag / "commentary.tsv"], tag)
    assert reading.percentage_where(results, lambda result: result.is_right) >= 98
    silent = [result.expectation.span for result in results if reading.is_wrong_and_sure(result)]
    assert len(silent) <= 1


@pytest.mark.no_cover
def test_chinese_commentary_is_read_rightly_and_sure_means_sure() -> None:
    results = reading.score_files([reading.DATA / "zh" / "commentary.tsv", reading.DATA / "zh" / "persons.tsv"], "zh")
    assert reading.percentage_where(results, lambda result: result.is_right) >= 99
    sure = [result for result in results if result.confidence in ("sure", "silent")]
    assert reading.percentage_where(sure, lambda result: not result.is_right) <= 0.5


def test_readings_that_are_rarer_than_another_are_not_passed_over_in_silence() -> None:
    """``minority.tsv`` holds one structure a line that asks for the rarer reading of a character: 睡不着, 把庙当家."""
    results = reading.score_files([reading.DATA / "zh" / "minority.tsv"], "zh")
    assert reading.percentage_where(results, lambda result: result.is_right) >= 98
    assert [result.row.written for result in results if reading.is_wrong_and_sure(result)] == []


def test_frequent_polyphones_are_read_rightly_in_their_frames_and_words() -> None:
    """``polyphones.tsv`` holds short sentences by kind (growth, rates, shops …) and words of common polyphones."""
    results = reading.score_files([reading.DATA / "zh" / "polyphones.tsv"], "zh")
    assert reading.percentage_where(results, lambda result: result.is_right) >= 98.5
    sure = [result for result in results if result.confidence == "sure"]
    assert reading.percentage_where(sure, lambda result: not result.is_right) <= 0.5


@pytest.mark.no_cover
@pytest.mark.parametrize("tag", reading.LANGUAGES)
def test_no_choice_is_offered_without_its_alternative_and_the_right_one_is_among_them(tag: str) -> None:
    """Pasting what ``check`` offers never makes a wrong reading look decided without the other one shown."""
    language = find_language(tag)
    paths = [*reading.data_files(tag), *(reading.DATA / tag).glob("minority.tsv")]
    rows = [row for path in paths for row in reading.read_rows(path)]
    for row in rows:
        doubts = {doubt.start: doubt for doubt in language.doubts(row.written)}
        for doubt in doubts.values():
            assert len(set(doubt.choices)) != 1, (row.written, doubt)
            assert list(doubt.choices) == sorted(doubt.choices, key=lambda choice: choice.rstrip("}"))
        for expectation in row.expectations:
            asked = doubts.get(reading.find_occurrence(row.written, expectation))
            if asked and expectation.occurrence:
                marks = {f"{{{asked.text}|{right}}}" for right in expectation.alternatives}
                assert marks & set(asked.choices), (row.written, asked)


@pytest.mark.parametrize("tag", ["zh", "en"])
def test_a_pasted_choice_is_what_is_said_and_asked_no_more(tag: str) -> None:
    language = find_language(tag)
    rows = [row for path in reading.data_files(tag) for row in reading.read_rows(path)]
    for row in rows[::9]:
        for doubt in language.doubts(row.written):
            for choice in doubt.choices:
                end = doubt.start + len(doubt.text)
                pasted = row.written[: doubt.start] + choice + row.written[end:]
                again = [other for other in language.doubts(pasted) if other.start == doubt.start and other.choices]
                assert not again, (pasted, again)


def test_words_of_the_neutral_tone_end_in_it_alone_and_before_what_follows() -> None:
    for word, syllables in read_word_table(NEUTRAL_FILE):
        assert len(word) == len(syllables)
        assert [syllable[-1] == "5" for syllable in syllables] == [False] * (len(word) - 1) + [True]
        read = to_syllables(f"{word}，很好。")[: len(word)]
        assert tuple(syllable.pinyin for syllable in read) == syllables
