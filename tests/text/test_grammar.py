"""Numbers in Chinese are spoken exactly as wetext speaks them."""

from __future__ import annotations

import random
from collections import defaultdict
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from audioguide.text.zh import grammar
from audioguide.text.zh.data_tables import read_pairs

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


def test_what_stands_apart_from_numbers_needs_no_grammar(wetext: Any) -> None:
    order = random.Random(8)
    pieces = (
        *'0123456789.,:/-~年月日点分元$%℃kmg第万至 "\\{};a人井<【x',
        "公里/小时",
        "平方米",
        "英镑",
        "约",
        "kW·h",
        "的是",
    )
    for _number in range(400):
        text = "".join(order.choices(pieces, k=order.randint(1, 40))).strip()
        spoken = grammar.speak_expressions(text)
        # the grammar hands quotation marks on behind a backslash, which is taken out with the signs that nobody says
        assert spoken.replace("\\", "") == wetext.normalize(text).replace("\\", ""), text


def test_a_number_alone_and_signs_that_join_it_to_nothing_need_no_grammar(wetext: Any) -> None:
    order = random.Random(9)
    numbers = [*range(1, 130), *(order.randrange(1, 10_000) for _number in range(400))]
    for number in numbers:
        before, behind = ("".join(order.choices(signs, k=order.choice((0, 1, 1, 3)))) for signs in ("/:.%", "/:.-"))
        text = f"{before}{number}{behind}"
        assert grammar.speak_expressions(text) == wetext.normalize(text), text


def test_the_pairs_of_the_grammar_are_those_of_its_rules() -> None:
    listed = {
        (letter, other)
        for letters, others in read_pairs(grammar.PAIRS_FILE).items()
        for letter in letters
        for other in others
    }
    assert listed == pairs_of_rules(grammar.TAGGER_FILE)


def pairs_of_rules(file: Path) -> set[tuple[str, str]]:
    """Every two characters that stand beside each other in a token (``date { … }``) of a tagger.

    States from which any byte leads on are for what has no rule; an arc that writes ``}`` and takes nothing ends a
    token.
    """
    import kaldifst

    fst = kaldifst.StdVectorFst.read(str(file))
    arcs = {
        state: [(arc.ilabel, arc.olabel, arc.nextstate) for arc in kaldifst.ArcIterator(fst, state)]
        for state in range(fst.num_states)
    }
    named = {state: leading for state, leading in arcs.items() if len(leading) < 64}
    begun: dict[int, set[str]] = defaultdict(set)
    ended: dict[int, set[str]] = defaultdict(set)

    def follow_arcs(first: int, state: int, taken: bytes) -> None:
        for label, _written, then in named.get(state, ()):
            is_within = 0x80 <= label < 0xC0 if label else True
            if is_within != bool(taken):
                continue
            so_far = taken + bytes([label] if label else [])
            try:
                character = so_far.decode("utf-8")
            except UnicodeDecodeError:
                follow_arcs(first, then, so_far)
            else:
                begun[first].add(character)
                ended[then].add(character)

    for state in named:
        follow_arcs(state, state, b"")
    waiting = list(ended)
    while waiting:
        state = waiting.pop()
        for label, written, then in arcs[state]:
            if not label and written != ord("}") and not ended[state] <= ended[then]:
                ended[then] |= ended[state]
                waiting.append(then)
    return {(character, other) for state in named for character in ended[state] for other in begun[state]}


def test_the_grammar_is_the_one_of_wetext() -> None:
    files = {str(file): Path(str(file.locate())) for file in metadata.files("wetext") or ()}
    for ours, theirs in ((grammar.TAGGER_FILE, "tagger"), (grammar.VERBALIZER_FILE, "verbalizer")):
        assert ours.read_bytes() == files[f"wetext/fsts/zh/tn/{theirs}.fst"].read_bytes()


def test_a_text_the_grammar_has_no_way_for_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "_load_transducer", lambda _file: lambda _text: "")
    assert grammar.speak_numbers("共3件") == "共3件"
