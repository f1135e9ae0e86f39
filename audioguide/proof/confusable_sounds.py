"""Which syllables a recogniser mixes up in clean speech."""

from __future__ import annotations

import re

INITIALS = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"), ("r", "l"), ("zh", "ch"), ("z", "c"), ("j", "q"),
    ("b", "p"), ("d", "t"), ("g", "k"), ("j", "zh"), ("q", "ch"), ("x", "sh"), ("zh", "sh"), ("j", "x"), ("z", "s"),
    ("g", "d"), ("k", "t"), ("b", "d"), ("p", "t"), ("b", "g"), ("p", "k"), ("m", "n"),
    ("x", "q"), ("m", "l"), ("l", "d"),
)  # fmt: skip
FINALS = (
    ("in", "ing"), ("en", "eng"), ("an", "ang"), ("ian", "iang"), ("uan", "uang"), ("un", "ong"), ("o", "uo"),
    ("ian", "an"), ("e", "i"), ("ui", "ei"), ("iu", "ou"), ("ian", "in"), ("uan", "an"), ("eng", "ong"), ("ia", "a"),
    ("ao", "iao"), ("ie", "e"), ("ian", "ie"), ("uan", "un"), ("a", "e"), ("ou", "uo"), ("ai", "ei"), ("i", "u"),
    ("i", "v"), ("i", "in"), ("u", "ou"), ("in", "en"), ("o", "u"), ("ue", "u"), ("ie", "in"), ("ie", "i"),
)  # fmt: skip


def are_confusable(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two syllables (pinyin without tones, each with its possible readings) are easily taken for each other."""
    return any(_differ_in_one_part(a, b) for a in first for b in second)


def _differ_in_one_part(a: str, b: str) -> bool:
    """One of initial and final the same, the other close."""
    (initial_a, final_a), (initial_b, final_b) = _initial_and_final(a), _initial_and_final(b)
    if initial_a == initial_b:
        return final_a == final_b or _is_in_table(final_a, final_b, FINALS)
    return final_a == final_b and _is_in_table(initial_a, initial_b, INITIALS)


def _is_in_table(a: str, b: str, table: tuple[tuple[str, str], ...]) -> bool:
    return (a, b) in table or (b, a) in table


def _initial_and_final(syllable: str) -> tuple[str, str]:
    initial, final = re.fullmatch(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", syllable, re.DOTALL).groups()  # type: ignore[union-attr]
    return initial, final
