"""Characters that every match of an expression holds are known without a search for it."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from audioguide.text import find_language
from audioguide.text.required_characters import required_characters
from audioguide.text.zh.numbers.rules import GUARDS


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        (r"\d+%", "%"),
        (r"\d+(?:年|月)\d*", "年月"),
        (r"\d+(?:年)?", ""),
        (r"[%‰]\d", "%‰"),
        (r"[^%]\d", ""),
        (r"[\w%]", ""),
        (r"[%\d]", ""),
        (r"(?<=第)\d+", "第"),
        (r"(?<!第)\d+", ""),
        (r"\d{2}(?:a|b\d|)", ""),
        (r"(?:共|约)+\d", "共约"),
        (r"x*\d", ""),
        (r"(?i)k\d", ""),
        (r"(?i:k)\d", ""),
        (r"(?>号)\d", "号"),
        (r"上午?\d", "上"),
    ],
)
def test_what_every_match_holds(pattern: str, characters: str) -> None:
    assert required_characters(re.compile(pattern)) == frozenset(characters)


def test_no_rule_matches_where_its_characters_are_missing() -> None:
    folder = ROOT / "tests" / "data" / "text"
    lines = [line for file in sorted(folder.rglob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    rules = [rule for tag in ("en", "fr", "de", "es") for rule in find_language(tag).rules]  # type: ignore[attr-defined]
    patterns = [*(guard.pattern for guard in GUARDS), *(rule.pattern for rule in rules)]
    known = [(pattern, required_characters(pattern)) for pattern in patterns]
    for line in lines:
        present = frozenset(line)
        for pattern, characters in known:
            if characters and characters.isdisjoint(present):
                assert not pattern.search(line), (pattern, line)
