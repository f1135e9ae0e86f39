"""Characters of several readings by their neighbours: the table ``polyphones.tsv``.

A line is tried where its character stands alone, or in a word that dictionaries leave open; a line with ``!`` also
inside a word they agree on, for words that stand across others (身中三枪, 高中状元). A line with ``?`` decides nothing:
it names a reading that the neighbours allow, so that another one is no longer sure there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ..han import is_han
from .candidates import find_candidates
from .dictionary import load_dictionary, word_class, word_frequency

POLYPHONES_FILE = Path(__file__).with_name("polyphones.tsv")
NUMERALS = "零〇一二两三四五六七八九十百千万亿几数半"
_REACH_CHARACTERS = 14
_PARTICLES = "着了过"
"""End a word whatever the segmenter thinks."""


@dataclass(frozen=True)
class PolyphoneRule:
    """One line of the table."""

    reading: str
    overrides: bool
    """Whether it also holds inside a word that dictionaries agree on."""
    before: str
    """Regular expression of what ends before the character."""
    after: str
    """Regular expression of what begins after it."""
    following_class: str
    """First letters of the parts of speech one of which the next word has; empty: any word may follow."""

    def match_before(self, before: str) -> str | None:
        """Return what ends before the character; None: nothing that fits."""
        texts = self._endings
        if texts is None or before.endswith("\n"):  # $ fits before a last line break, too
            match = self._ending.search(before)
            return match and match[0]
        return next(filter(before.endswith, texts), None)

    def match_after(self, after: str) -> str | None:
        """Return what begins after the character; None: nothing that fits."""
        texts = self._beginnings
        if texts is None:
            match = self._beginning.match(after)
            return match and match[0]
        return next(filter(after.startswith, texts), None)

    @cached_property
    def first_characters(self) -> frozenset[str] | None:
        """The characters one of which begins what fits after the character; None: any may."""
        return find_heads(self.after)

    @cached_property
    def _endings(self) -> tuple[str, ...] | None:
        texts = expand_pattern(self.before.removeprefix("(?:").removesuffix(")$"))
        # a search takes the leftmost place
        return texts and tuple(sorted(texts, key=len, reverse=True))

    @cached_property
    def _beginnings(self) -> tuple[str, ...] | None:
        return expand_pattern(self.after.removeprefix("(?:").removesuffix(")"))

    # compiling all patterns at once would take a third of a second

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        return re.compile(self.before)

    @cached_property
    def _beginning(self) -> re.Pattern[str]:
        return re.compile(self.after)


def find_rivals(text: str, start: int, reading: str, reach: tuple[int, int] = (0, 0)) -> Iterator[str]:
    """Yield the readings that the neighbours of a character allow beside the one it has.

    ``reach`` tells how far the character's word goes before and after it: what lies inside the word is no evidence.
    """
    if text[start] not in load_rival_rules():
        return
    before, after = text[max(0, start - _REACH_CHARACTERS) : start], text[start + 1 : start + 1 + _REACH_CHARACTERS]
    for rule in _fitting_rivals(text[start], after[:1]):
        if rule.reading == reading or (right := rule.match_after(after)) is None:
            continue
        if (left := rule.match_before(before)) is not None:
            outside = after[reach[1] : len(right)]
            if rule.overrides or not any(reach) or len(left) > reach[0] or (outside and is_han(outside[0])):
                yield rule.reading


def find_polyphones(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (offset, reading) of every character that a line of the table decides."""
    rules = load_polyphone_rules()
    words_at = dict(cut)
    edges = {*words_at, len(text)}
    for start, word in cut:
        for offset, character in enumerate(word):
            if character in rules:
                known = (offset, len(word) - offset - 1) if _is_known(word, offset) else (0, 0)
                following = words_at.get(start + len(word), "") if offset == len(word) - 1 else word[offset + 1 :]
                reading = _apply_rules(text, start + offset, known, edges, following)
                if reading and not (any(known) and find_candidates(word, offset).settled == reading):
                    yield start + offset, (reading,)


def _is_known(word: str, offset: int) -> bool:
    """Whether several dictionaries have the word and agree how it is read."""
    if len(word) == 1 or not word_frequency(word):
        return False
    candidates = find_candidates(word, offset)
    return bool(candidates.settled) or (len(candidates.backed) == 1 and candidates.sources > 1)


def _apply_rules(text: str, at: int, known: tuple[int, int], edges: set[int], following: str) -> str:
    """Return the first fitting line's reading; ``known``: how far a known word reaches before and after."""
    before, after = text[max(0, at - _REACH_CHARACTERS) : at], text[at + 1 : at + 1 + _REACH_CHARACTERS]
    for rule in _fitting_rules(text[at], after[:1]):
        if any(known) and not rule.overrides:
            continue
        right = rule.match_after(after)
        if right is None:
            continue
        left = rule.match_before(before)
        if left is None:
            continue
        if rule.following_class and (word_class(following)[:1] or "-") not in rule.following_class:
            continue
        spans = (len(left), len(right))
        # a known word gives way to what covers it
        if any(known) and (spans[0] < known[0] or spans[1] < known[1]):
            continue
        last = text[at + spans[1]]
        if (
            not left
            and spans[1] > known[1]
            and at + 1 + spans[1] not in edges
            and is_han(last)
            and last not in NUMERALS
            and last not in _PARTICLES
            and text[at : at + 1 + spans[1]] not in load_dictionary().decided
        ):
            continue  # it ends amid another word: 长|出土
        return rule.reading
    return ""


def load_polyphone_rules() -> dict[str, tuple[PolyphoneRule, ...]]:
    """Return the lines that decide, by character and in order."""
    return _read_rules()[0]


def load_rival_rules() -> dict[str, tuple[PolyphoneRule, ...]]:
    """Return the lines that only doubt, by character."""
    return _read_rules()[1]


@lru_cache(maxsize=16384)
def _fitting_rules(character: str, following: str) -> tuple[PolyphoneRule, ...]:
    """Return the lines that decide a character and may fit where another one, or nothing, follows it; in order."""
    return tuple(_keep_fitting(load_polyphone_rules()[character], following))


@lru_cache(maxsize=16384)
def _fitting_rivals(character: str, following: str) -> tuple[PolyphoneRule, ...]:
    """Return the lines that doubt a character and may fit where another one, or nothing, follows it."""
    return tuple(_keep_fitting(load_rival_rules()[character], following))


def _keep_fitting(rules: Iterable[PolyphoneRule], following: str) -> Iterator[PolyphoneRule]:
    return (rule for rule in rules if rule.first_characters is None or following in rule.first_characters)


@lru_cache(maxsize=1)
def _read_rules() -> tuple[dict[str, tuple[PolyphoneRule, ...]], dict[str, tuple[PolyphoneRule, ...]]]:
    deciding: dict[str, list[PolyphoneRule]] = {}
    doubting: dict[str, list[PolyphoneRule]] = {}
    for line in POLYPHONES_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        character, reading, before, after, _sense = line.split("\t")
        following_class, after = (after[1:], "") if after.startswith("@") else ("", after)
        rule = PolyphoneRule(
            reading.lstrip("!?"),
            "!" in reading,
            f"(?:{_expand_numerals(before)})$",
            f"(?:{_expand_numerals(after)})",
            following_class,
        )
        (doubting if reading.startswith("?") else deciding).setdefault(character, []).append(rule)
    by_character = ({character: tuple(lines) for character, lines in rules.items()} for rules in (deciding, doubting))
    return next(by_character), next(by_character)


def _expand_numerals(pattern: str) -> str:
    """``N`` stands for a numeral, inside a character class and outside."""
    expanded, in_class = "", False
    for sign in pattern:
        in_class = sign == "[" or (in_class and sign != "]")
        expanded += (NUMERALS if in_class else f"[{NUMERALS}]") if sign == "N" else sign
    return expanded


_PATTERN_PART = re.compile(r"(\((?:\?(?:[:=!]|<[=!]))?|\\.|\[\^?[^]]*\]|.)([?*+]\??|\{[^}]*\})?", re.DOTALL)
"""A part of a regular expression, and how often it may come."""
_PLAIN_PART = re.compile(r"\[[^^\\-][^\\-]*\]|[^][(){}|.^$?*+\\]")
"""A character, or a class that lists some."""


MAX_EXPANDED_TEXTS = 64
"""More texts take longer to look for than their pattern."""


def expand_pattern(pattern: str) -> tuple[str, ...] | None:
    """Return the texts that a regular expression fits, in the order it tries them.

    None where it has more than alternatives, characters and classes that list some, or fits too many.
    """
    texts: list[str] = []
    for alternative in pattern.split("|"):
        heads = [""]
        for token, times in _PATTERN_PART.findall(alternative):
            if times or not _PLAIN_PART.fullmatch(token):
                return None
            heads = [head + character for head in heads for character in _characters_of(token)]
            if len(texts) + len(heads) > MAX_EXPANDED_TEXTS:
                return None
        texts += heads
    return tuple(texts)


def _characters_of(token: str) -> str:
    """Return the character that a plain part of a pattern is, or those that a class lists."""
    return token[1:-1] if len(token) > 1 else token


def find_heads(pattern: str) -> frozenset[str] | None:
    """Return the characters one of which begins whatever a regular expression fits, "" for the end of the text.

    None where that is not plain: groups are ``(?:…)``, and classes may list characters, not ranges.
    """
    heads: set[str] = set()
    groups: list[bool] = []  # whether what each open group begins with may begin the whole
    is_head = True
    for token, times in _PATTERN_PART.findall(pattern):
        if token == "|" and not is_head:
            is_head = not groups or groups[-1]
        elif token == ")" and not is_head:
            is_head = groups.pop() and times[:1] in ("?", "*")
        elif token == "(?:" or (token[0] == "(" and not is_head):
            groups.append(is_head)
        elif is_head:
            if token == "$":
                heads.update(("", "\n"))
            elif _PLAIN_PART.fullmatch(token) and times[:1] != "{":
                heads.update(_characters_of(token))
            else:
                return None
            is_head = times[:1] in ("?", "*")
    return None if is_head else frozenset(heads)
