"""Language tags in every spelling authors, file names and environments use."""

from __future__ import annotations

import pytest

from audioguide.i18n import language_tags


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("zh-CN", "zh-CN"),
        ("ZH-CN", "zh-CN"),
        ("zh_CN", "zh-CN"),
        ("zho-CN", "zh-CN"),
        ("chi", "zh"),
        ("cmn-CN", "zh-CN"),
        ("CMN-hans-cn", "zh-Hans-CN"),
        ("zh-cmn-Hant-tw", "zh-Hant-TW"),
        ("zh-yue-HK", "yue-HK"),
        (" en_gb ", "en-GB"),
        ("eng", "en"),
        ("fre-ca", "fr-CA"),
        ("deu", "de"),
        ("es-419", "es-419"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("zh-CN-liaoning", "zh-CN-liaoning"),
        ("iw", "he"),
        ("", ""),
    ],
)
def test_every_spelling_becomes_the_recommended_one(written: str, normalised: str) -> None:
    assert language_tags.normalise_tag(written) == normalised
    assert language_tags.normalise_tag(normalised) == normalised


@pytest.mark.parametrize("tag", ["zh", "ZH-CN", "cmn-CN", "zh_CN", "zho", "zh-Hans", "zh-TW"])
def test_chinese_is_chinese_in_every_spelling(tag: str) -> None:
    assert language_tags.is_chinese(tag)
    assert language_tags.sentence_separator(tag) == ""


@pytest.mark.parametrize("tag", ["en", "yue-HK", "fr-CN", "ja", ""])
def test_other_languages_are_not(tag: str) -> None:
    assert not language_tags.is_chinese(tag)


@pytest.mark.parametrize(
    ("tag", "mainland"),
    [("zh", True), ("cmn_CN", True), ("zh-Hans", True), ("zh-TW", False), ("zh-hant", False), ("zh_HK", False)],
)
def test_the_mainland_is_told_from_other_places(tag: str, mainland: bool) -> None:
    assert language_tags.is_mainland_chinese(tag) is mainland


@pytest.mark.parametrize(("tag", "leftwards"), [("ar-EG", True), ("HE", True), ("iw", True), ("en", False)])
def test_direction_of_writing(tag: str, leftwards: bool) -> None:
    assert language_tags.is_right_to_left(tag) is leftwards


def test_values_for_a_tag_come_most_exact_first_whatever_the_spelling() -> None:
    by_tag = {"ZH": 1, "zh_cn": 2, "en": 3}
    assert language_tags.matching_values(by_tag, "cmn-CN") == [2, 1]
    assert language_tags.matching_values(by_tag, "zh-TW") == [1]
    assert language_tags.matching_values(by_tag, "fr") == []
