"""Find semiotic classes (dates, money, measures …) in one pass over a written sentence and put each into words.

A semiotic class is a kind of written token that is not read letter by letter (Sproat et al., "Normalization of
non-standard words", 2001). Every rule sees the text as written, so offsets, doubts and readings need no alignment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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
    return Rule(semiotic_class, re.compile(pattern), verbalise)


def find_tokens(text: str, rules: Sequence[Rule]) -> list[Token]:
    """Return the tokens of a sentence from left to right, none overlapping.

    The leftmost match wins; of matches at the same place, the earlier rule.
    """
    tokens: list[Token] = []
    # index of the rule → its next match, or None when it has none left
    pending = {index: entry.pattern.search(text) for index, entry in enumerate(rules)}
    position = 0
    while True:
        for index, match in list(pending.items()):
            if match is None:
                del pending[index]
            elif match.start() < position:
                pending[index] = rules[index].pattern.search(text, position)
        candidates = [(match.start(), index) for index, match in pending.items() if match is not None]
        if not candidates:
            return tokens
        _start, index = min(candidates)
        match = pending[index]
        assert match is not None
        words = rules[index].verbalise(match)
        if words is None or match.end() == match.start():
            pending[index] = rules[index].pattern.search(text, match.start() + 1)
            continue
        if isinstance(words, str):
            words = Words(words)
        semiotic_class = rules[index].semiotic_class
        tokens.append(Token(match.start(), match.end(), semiotic_class, words.text, words.doubt, words.choices))
        position = match.end()


def replace_tokens(text: str, tokens: Iterable[Token]) -> str:
    """Return the sentence with every token in words."""
    parts: list[str] = []
    position = 0
    for token in tokens:
        parts += [text[position : token.start], token.spoken]
        position = token.end
    return "".join(parts) + text[position:]
