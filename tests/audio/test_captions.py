"""Captions, read back by another parser."""

from __future__ import annotations

from conftest import need_module
from hypothesis import given
from hypothesis import strategies as st

from audioguide.audio import webvtt
from audioguide.model import Cue


def parsed(text: str) -> list[tuple[str, str, str | None, str]]:
    need_module("webvtt", "pip install webvtt-py")
    import webvtt

    return [(c.start, c.end, c.voice, c.text) for c in webvtt.from_string(text).captions]


def test_cues_are_read_back() -> None:
    cues = [
        Cue(247, 2_247, "各位朋友，欢迎来到水磨头村。"),
        Cue(59_999, 3_723_004, "我们村有一千口人。", 1, "interviewee", "裔开军", "村支书"),
    ]
    assert parsed(webvtt.write_webvtt("水磨头村", "zh-CN", cues)) == [
        ("00:00:00.247", "00:00:02.247", None, "各位朋友，欢迎来到水磨头村。"),
        ("00:00:59.999", "01:02:03.004", "裔开军", "我们村有一千口人。"),
    ]


def test_the_whole_file() -> None:
    cue = Cue(1000, 1000, "甲 < 乙 & 丙 --> 丁\n\n戊", speaker="A<b>\nc")
    assert webvtt.write_webvtt("题 --> 目\n二", "zh-CN", [cue]) == (
        "WEBVTT\n\nNOTE 题 → 目 二 (zh-CN)\n\n"
        "1\n00:00:01.000 --> 00:00:01.001\n<v A&lt;b&gt; c>甲 &lt; 乙 &amp; 丙 --&gt; 丁 戊</v>\n"
    )


def test_a_stop_without_words_has_captions_without_cues() -> None:
    assert webvtt.write_webvtt("空", "zh", []) == "WEBVTT\n\nNOTE 空 (zh)\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip), max_size=5))
def test_no_text_breaks_the_file(texts: list[str]) -> None:
    cues = [Cue(1000 * n, 1000 * n + 900, text) for n, text in enumerate(texts)]
    assert len(parsed(webvtt.write_webvtt("题", "zh-CN", cues))) == len(texts)
