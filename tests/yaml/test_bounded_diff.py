"""Sequences matched in bounded time: difflib's answer for what is short, a right and useful one for what is long."""

import random
from difflib import Match, SequenceMatcher
from itertools import pairwise
from typing import Any

import pytest

from audioguide.yaml import bounded_diff
from audioguide.yaml.bounded_diff import BoundedMatcher


def changed_text(chance: random.Random, letters: str, length: int) -> tuple[str, str]:
    """Return a text, and the same with stretches removed, replaced and added."""
    text = "".join(chance.choices(letters, k=length))
    changed = list(text)
    for _n in range(length // 20):
        place = chance.randrange(length)
        changed[place : place + chance.randrange(3)] = chance.choices(letters, k=chance.randrange(3))
    return text, "".join(changed)


def assert_is_matching(a: str, b: str, blocks: list[Match]) -> None:
    """Check what difflib promises of its blocks: equal, in order, not adjacent, and an empty one at the end."""
    for block in blocks:
        assert a[block.a : block.a + block.size] == b[block.b : block.b + block.size]
    for before, after in pairwise(blocks):
        assert before.a + before.size <= after.a and before.b + before.size <= after.b
        assert after.size == 0 or (before.a + before.size, before.b + before.size) != (after.a, after.b)
    assert blocks[-1] == (len(a), len(b), 0)
    assert all(block.size for block in blocks[:-1])


@pytest.mark.parametrize("letters", ["ab", "abcdefghij", "".join(map(chr, range(0x4E00, 0x4F00)))])
@pytest.mark.parametrize("limit", [0, 20, bounded_diff.COMPARISONS_A_UNIT])
def test_every_limit_gives_runs_that_both_sequences_hold(
    monkeypatch: pytest.MonkeyPatch, letters: str, limit: int
) -> None:
    monkeypatch.setattr(bounded_diff, "COMPARISONS_A_UNIT", limit)
    chance = random.Random(7)
    for length in (0, 1, 30, 700):
        a, b = changed_text(chance, letters, length) if length else ("", "ab")
        assert_is_matching(a, b, BoundedMatcher(a, b).get_matching_blocks())
        assert_is_matching(b, a, BoundedMatcher(b, a).get_matching_blocks())


def test_short_sequences_are_matched_as_difflib_does() -> None:
    chance = random.Random(8)
    for letters in ("abc", "".join(map(chr, range(0x4E00, 0x4F00)))):
        for length in (10, 100):
            a, b = changed_text(chance, letters, length)
            assert BoundedMatcher(a, b).get_opcodes() == SequenceMatcher(None, a, b, autojunk=False).get_opcodes()


@pytest.mark.parametrize("letters, least", [("ab", 0.7), ("".join(map(chr, range(0x4E00, 0x4F00))), 0.9)])
def test_long_sequences_share_nearly_all_that_was_not_changed(letters: str, least: float) -> None:
    a, b = changed_text(random.Random(9), letters, 20_000)
    matched = sum(block.size for block in BoundedMatcher(a, b).get_matching_blocks())
    assert matched > least * len(a)


def test_lists_are_matched_as_texts_are() -> None:
    a, b = changed_text(random.Random(10), "abcd", 3_000)
    assert BoundedMatcher(list(a), list(b)).get_opcodes() == BoundedMatcher(a, b).get_opcodes()


@pytest.mark.parametrize(
    "a, b",
    [
        ("字" * 30_000, "开" + "字" * 30_000),
        ("1字" * 20_000, "一字" * 20_000),
        ("ab" * 20_000, "ba" * 19_000),
        ("a", ""),
    ],
    ids=["one letter", "every other letter", "shifted", "empty"],
)
def test_what_repeats_itself_needs_no_more_comparisons_than_its_length_allows(
    monkeypatch: pytest.MonkeyPatch, a: str, b: str
) -> None:
    compared: list[int] = []
    find = SequenceMatcher.find_longest_match

    def count(self: Any, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        compared.append(sum(len(self.b2j.get(unit, ())) for unit in self.a[alo:ahi]))
        return find(self, alo, ahi, blo, bhi)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", count)
    assert_is_matching(a, b, BoundedMatcher(a, b).get_matching_blocks())
    assert sum(compared) <= 4 * bounded_diff.COMPARISONS_A_UNIT * (len(a) + len(b))
