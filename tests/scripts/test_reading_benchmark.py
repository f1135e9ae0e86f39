"""The sentences that readings are measured on, and the scorer."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import reading


@pytest.mark.parametrize("tag", reading.LANGUAGES)
def test_every_sentence_of_the_data_stands_once_and_expects_what_is_in_it(tag: str) -> None:
    for path in (*reading.data_files(tag), *(reading.DATA / tag).glob("numbers-*.tsv")):
        rows = reading.read_rows(path)
        assert rows
        assert len({row.written for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("spoken", "expectation", "is_right"),
    [
        ("拨打幺幺九。", "119=>幺幺九", True),
        ("拨打一一九。", "119=>幺幺九", False),
        ("拨打零幺幺九。", "119=>幺幺九", False),  # another numeral runs into it
        ("拨打幺幺九，一", "119=>幺幺九", True),
        ("拨打幺幺、九。", "119=>一一九|幺幺九", True),
    ],
)
def test_chinese_words_count_when_said_exactly(spoken: str, expectation: str, is_right: bool) -> None:
    assert reading.says_chinese_words(spoken, "拨打119。", reading.parse_expectation(expectation)) == is_right


@pytest.mark.parametrize(
    ("spoken", "expectation", "is_right"),
    [
        ("Forty-three A.D.", "43 AD=>forty three A D", True),
        ("a V eight engine", "V8=>V eight", True),
        ("seventy of them", "7=>seven", False),
    ],
)
def test_words_of_other_languages_count_without_case_and_marks(spoken: str, expectation: str, is_right: bool) -> None:
    assert reading.says_words(spoken, "", reading.parse_expectation(expectation)) == is_right


def test_each_occurrence_of_a_character_has_its_reading_and_what_is_wrong_its_confidence() -> None:
    row = reading.Row("银行里的人行走", (*map(reading.parse_expectation, ["行[1]=hang2", "行[2]=hang2"]),), "")
    first, second = reading.score_rows([row], "zh")
    assert (first.is_right, second.is_right) == (True, False)
    assert second.spoken == "xing2"
    assert reading.is_wrong_and_sure(second) == (second.confidence == "sure")


def test_a_sentence_that_lacks_what_it_expects_is_refused_by_line(tmp_path: Path) -> None:
    data = tmp_path / "data.tsv"
    data.write_text("为了\t为[2]=wei4\tx\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"data\.tsv:1"):
        reading.read_rows(data)
