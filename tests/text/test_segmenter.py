"""Chinese is cut into words exactly as jieba cuts it."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from conftest import ROOT

from audioguide.text.zh.segmenter import Segmenter, SegmenterWords, load_segmenter_words

ADDED = ("水磨头", "着力", "盛装出席", "甲乙丙")
TEXTS = [
    "水磨头村的艾特黟县人着力保护古建筑",
    "他来到了网易杭研大厦",  # 杭研 is in no dictionary
    "任伯年、单霁翔与曾侯乙盛装出席",
    "１９４９年10.5%增长，v.example 里的 read_bytes 与utf-8",
    "第一行\r\n第二行\t\u3000尾 ",
    "A4纸 B超 3D打印 C++ AT&T",
    "龘龘㐀㐁𠀀𠀁鿕鿖〇々",
    "～……——？！",
    "艾",
    "",
]


@pytest.fixture(scope="module")
def jieba() -> Iterator[Any]:
    """The package, imported without pkg_resources, which warns of itself."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "pkg_resources", None)
        yield import_module("jieba")


@pytest.fixture(scope="module")
def tokenizer(jieba: Any) -> Any:
    known = load_segmenter_words()
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(known.frequencies), known.total, True
    for word in ADDED:
        tokenizer.add_word(word)
    return tokenizer


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(load_segmenter_words(), ADDED)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_cut_as_jieba_cuts_it(text: str, segmenter: Segmenter, tokenizer: Any) -> None:
    words = list(segmenter.cut(text))
    assert words == list(tokenizer.cut(text))
    assert "".join(words) == text


def test_a_script_is_cut_as_jieba_cuts_it(segmenter: Segmenter, tokenizer: Any) -> None:
    text = (ROOT / "scripts" / "mozui-village.yaml").read_text("utf-8")
    assert list(segmenter.cut(text)) == list(tokenizer.cut(text))


def test_characters_in_any_order_are_cut_as_jieba_cuts_them(segmenter: Segmenter, tokenizer: Any) -> None:
    order = random.Random(7)
    for _number in range(500):
        choices = [chr(order.randint(0x4E00, 0x9FFF)), *"一丁㐀𠀀〇中国人民a0.-_+#&% \n，é"]
        text = "".join(order.choices(choices, k=order.randint(1, 20)))
        assert list(segmenter.cut(text)) == list(tokenizer.cut(text)), text


def test_an_added_word_is_as_frequent_as_jieba_makes_it(segmenter: Segmenter, tokenizer: Any) -> None:
    assert [segmenter.frequency(word) for word in ADDED] == [tokenizer.FREQ[word] for word in ADDED]
    assert segmenter.frequency("水磨") and not segmenter.frequency("水磨头村")


def test_the_dictionary_is_the_one_of_jieba(jieba: Any) -> None:
    with jieba.Tokenizer().get_dict_file() as file:
        columns = file.read().decode("utf-8").split()
    words, counts, tags = columns[0::3], list(map(int, columns[1::3])), columns[2::3]
    known = load_segmenter_words()
    assert known.classes == dict(zip(words, tags, strict=True))
    assert [known.frequencies[word] for word in words] == counts
    assert known.total == sum(counts)


def test_a_word_added_to_an_empty_dictionary_is_cut_as_one() -> None:
    segmenter = Segmenter(SegmenterWords({}, {}, 1), ["金丝楠木"])
    assert list(segmenter.cut("金丝楠木桌")) == ["金丝楠木", "桌"]
