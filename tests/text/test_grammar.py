"""Numbers in Chinese are spoken exactly as wetext speaks them."""

from __future__ import annotations

import random
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from audioguide.text.zh import grammar

TEXTS = [
    "共3件，其中2/3完好",
    "上午8:30开放，晚上10点闭馆",
    "2024年5月1日至5月3日",
    "门票￥60元，半价30.5元",
    "长12.9米，重3kg，占地1,200平方米",
    "电话0576-83361234",
    "-5℃到+40℃，湿度45%",
    "比分3:2",
    '他说"第1次"\\n',
    " 尾有空格 7 ",
    "没有数字",
    "",
]


@pytest.fixture(scope="module")
def wetext() -> Any:
    from wetext import Normalizer

    return Normalizer(lang="zh", operator="tn")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_spoken_as_wetext_speaks_it(text: str, wetext: Any) -> None:
    assert grammar.speak_numbers(text) == wetext.normalize(text)


def test_characters_in_any_order_are_spoken_as_wetext_speaks_them(wetext: Any) -> None:
    order = random.Random(7)
    characters = '01234567890123456789.,:/-~年月日点分上午元$%℃kmg第百万至 "\\{}_;，。a人'
    for _number in range(150):
        text = "".join(order.choices(characters, k=order.randint(1, 15)))
        assert grammar.speak_numbers(text) == wetext.normalize(text), text


def test_the_grammar_is_the_one_of_wetext() -> None:
    files = {str(file): Path(str(file.locate())) for file in metadata.files("wetext") or ()}
    for ours, theirs in ((grammar.TAGGER_FILE, "tagger"), (grammar.VERBALIZER_FILE, "verbalizer")):
        assert ours.read_bytes() == files[f"wetext/fsts/zh/tn/{theirs}.fst"].read_bytes()


def test_a_text_the_grammar_has_no_way_for_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "_load_transducer", lambda _file: lambda _text: "")
    assert grammar.speak_numbers("共3件") == "共3件"
