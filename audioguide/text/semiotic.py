"""Find semiotic classes (dates, money, measures …) in one pass over a written sentence and put each into words.

A semiotic class is a kind of written token that is not read letter by letter (Sproat et al., "Normalization of
non-standard words", 2001). Every rule sees the text as written, so offsets, doubts and readings need no alignment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

from .required_characters import required_characters

Match = re.Match[str]


@dataclass(frozen=True)
class Words:
    """What a written token becomes, where that is more than words."""

    text: str
    doubt: str = ""
    """Why only the author can know, as a code of ``TextIssue``: ``ambiguous-date`` …; empty when it is decided."""
    choices: tuple[str, ...] = ()
    """With a doubt: every reading that is possible."""


@dataclass(frozen=True)
class Rule:
    """How to recognise one semiotic class, and how to say it."""

    semiotic_class: str
    """``date``, ``money``, ``roman`` …"""
    pattern: re.Pattern[str]
    verbalise: Callable[[Match], str | Words | None]
    """Words for a match; None where the match is something else after all."""
    characters: frozenset[str]
    """Of which a text with a match holds one; empty: it may have none."""


@dataclass(frozen=True)
class Token:
    """A stretch of the written sentence that is spoken otherwise than it is written."""

    start: int
    """Offset in the written sentence."""
    end: int
    semiotic_class: str
    spoken: str
    doubt: str = ""
    """As in ``Words``."""
    choices: tuple[str, ...] = ()


def rule(semiotic_class: str, pattern: str, verbalise: Callable[[Match], str | Words | None]) -> Rule:
    """Return a rule with its pattern compiled."""
    compiled = re.compile(pattern)
    return Rule(semiotic_class, compiled, verbalise, required_characters(compiled))


def find_tokens(text: str, rules: Sequence[Rule]) -> list[Token]:
    """Return the tokens of a sentence from left to right, none overlapping.

    The leftmost match wins; of matches at the same place, the earlier rule.
    """
    tokens: list[Token] = []
    characters = frozenset(text)
    # start of a rule's next match, index of the rule, match
    pending = [
        (match.start(), index, match)
        for index, entry in enumerate(rules)
        if not (entry.characters and entry.characters.isdisjoint(characters)) and (match := entry.pattern.search(text))
    ]
    heapify(pending)
    position = 0
    while pending:
        start, index, match = pending[0]
        words = rules[index].verbalise(match) if start >= position else None
        if words is None or match.end() == start:
            following = rules[index].pattern.search(text, max(position, start + 1))
            if following:
                heapreplace(pending, (following.start(), index, following))
            else:
                heappop(pending)
            continue
        if isinstance(words, str):
            words = Words(words)
        tokens.append(Token(start, match.end(), rules[index].semiotic_class, words.text, words.doubt, words.choices))
        position = match.end()
    return tokens


def replace_tokens(text: str, tokens: Iterable[Token]) -> str:
    """Return the sentence with every token in words."""
    parts: list[str] = []
    position = 0
    for token in tokens:
        parts += [text[position : token.start], token.spoken]
        position = token.end
    return "".join(parts) + text[position:]
