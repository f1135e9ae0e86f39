"""``audioguide say`` with ``--json``: every reading and every doubt of a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audioguide.cli.say import say_command
from audioguide.commands.build_plan import BuildListener
from audioguide.commands.say import preview_audio, speak_lines, tour_of_text
from audioguide.errors import DocumentError, EngineError
from audioguide.project import Project
from audioguide.text import split_and_normalise
from audioguide.text.han import is_han
from audioguide.text.markup import strip_marks


def ask(lines: bytes, *options: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(say_command, ["-", "--show-spoken", "--json", *options], input=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_of_standard_input_is_one_object() -> None:
    first, blank, third = ask("村里有12户。他来了！\n\n全村的口粮都在这里\n".encode())
    assert first["written"] == "村里有12户。他来了！"
    assert first["spoken"] == "村里有十二户。他来了！"
    assert blank == {"written": "", "spoken": "", "readings": [], "doubts": []}
    assert third["readings"][-1] | {"why": ""} == {
        "start": 8, "text": "里", "reading": "li3", "confidence": "sure", "why": "", "others": [],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["{长|zhang3}鸟儿在飞，有12只。", "玩意儿和小馆儿，N G O 3楼", "{鸟|niaor3}儿子"])
def test_every_chinese_character_of_the_spoken_text_has_a_reading_at_its_offset(text: str) -> None:
    (line,) = speak_lines(Project(Path()), [text], "zh-CN")
    plain = strip_marks(line.spoken)
    assert [entry.text for entry in line.readings] == [plain[entry.start] for entry in line.readings]
    assert len(line.readings) == sum("\u3400" <= character <= "\u9fff" for character in plain)


_WRITTEN = [
    "长",
    "行",
    "一",
    "鸟儿",
    "銀行",
    "乾淨",
    "{长|zhang3}",
    "{鸟|niaor3}",
    "{a|}",
    "{",
    "|",
    "12",
    "1998年",
    "5.5米",
    "OK",
]
_ODD = [
    "，",
    "。",
    " ",
    "😀",
    "\x07",
    "\x0b",
    "\x1b[0m",
    "\x85",
    "\u2028",
    "\u200d",
    "\ufeff",
    "\u3000",
    "𠮷",
    "〇",
    "①",
    "％",
    "한",
]
PIECES = st.sampled_from([*_WRITTEN, *_ODD])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("")
@example("长" * 10_000)
def test_whatever_the_line_is_its_object_is_one_line_and_readings_lie_at_their_offsets(written: str) -> None:
    (line,) = speak_lines(Project(Path()), [written], "zh-CN")
    assert len(line.as_json().splitlines()) == 1
    entry = json.loads(line.as_json())
    assert entry["written"] == written
    plain = strip_marks(entry["spoken"])
    places = [reading["start"] for reading in entry["readings"]]
    assert [reading["text"] for reading in entry["readings"]] == [plain[place] for place in places]
    assert places == [place for place, character in enumerate(plain) if is_han(character)]


def test_a_doubt_offers_every_reading_and_prefers_none() -> None:
    (line,) = ask("全国的口粮都藏在{山|shan1}里，编了12371。".encode())
    by_text = {doubt["text"]: doubt for doubt in line["doubts"]}
    assert "{12371|一二三七一}" in by_text["12371"]["choices"]
    assert "{12371|一万二千三百七十一}" in by_text["12371"]["choices"]
    for doubt in line["doubts"]:
        assert doubt["choices"] == sorted(doubt["choices"])
        assert strip_marks(line["written"])[doubt["start"] :].startswith(doubt["text"])


def test_languages_of_letters_have_no_character_readings() -> None:
    (line,) = ask(b"There are 12 houses. Come in.\n", "--language", "en-GB")
    assert line["spoken"] == "There are twelve houses. Come in." and line["readings"] == []


def test_other_bytes_than_utf_8_are_refused_with_their_line() -> None:
    result = CliRunner().invoke(say_command, ["-", "--show-spoken"], input=b"ok\n\xff\xfe\n")
    assert result.exit_code != 0
    assert "Line 2" in str(result.exception)


@pytest.mark.parametrize(
    ("written", "doubts"),
    [
        ("𠮷野家的👍手势★有老", [(0, "𠮷"), (4, "👍"), (7, "★")]),
        ("他👍👍还了债", [(1, "👍👍")]),
        ("前面{长|zhang3}𠮷的“引号", [(3, "𠮷"), (5, "“")]),
        ("{坏|}标记{", [(0, "{"), (2, "|"), (3, "}"), (6, "{")]),
        ("界碑立在N30°15′的位置。", []),
    ],
)
def test_a_doubt_names_what_is_at_its_offset(written: str, doubts: list[tuple[int, str]]) -> None:
    (line,) = speak_lines(Project(Path()), [written], "zh-CN")
    assert [(doubt.start, doubt.text) for doubt in line.doubts] == doubts


def test_a_character_nobody_can_read_is_doubtful() -> None:
    (line,) = speak_lines(Project(Path()), ["㐂𰻝面"], "zh-CN")
    assert [(entry.text, entry.reading, entry.confidence) for entry in line.readings] == [
        ("㐂", "", "doubtful"), ("𰻝", "biang2", "sure"), ("面", "mian4", "sure"),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["\udcff好", "好\ud800", "\udc80"])
def test_bytes_and_half_characters_that_are_no_text_are_refused(written: str) -> None:
    with pytest.raises(DocumentError, match="UTF-8") as caught:
        tour_of_text(written, "zh-CN")
    assert caught.value.hint
    caught.value.message.encode()
    with pytest.raises(DocumentError):
        list(speak_lines(Project(Path()), [written], "zh-CN"))


@pytest.mark.parametrize("language", ["zh-CN", "en", "fr"])
def test_half_characters_are_left_out_of_what_is_spoken(language: str) -> None:
    (sentence,) = split_and_normalise("A\ud800 b\udfff。", language)
    assert sentence == split_and_normalise("A b。", language)[0]


def test_a_thousand_lines_are_one_process_and_blank_ones_keep_their_place() -> None:
    lines = ["村口有12户。" if number % 3 else "   " for number in range(1000)]
    spoken = ask("\n".join(lines).encode())
    assert [line["written"] for line in spoken] == lines
    assert all(bool(line["readings"]) == bool(line["written"].strip()) for line in spoken)


@pytest.mark.parametrize("text", ["……", "！？", "...", "😀🎉", "♪", " ", "。\n\n。"])
def test_what_no_voice_can_say_is_an_error_with_the_silent_engine_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    output = tmp_path / "a.mp3"
    with (
        pytest.raises(EngineError, match="nothing to say") as caught,
        preview_audio(Project(tmp_path), tour_of_text(text, "zh-CN"), "silent", "", output, BuildListener()),
    ):
        pass
    assert caught.value.hint
    assert not output.exists()
