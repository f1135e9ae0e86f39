"""Characters of which every match of a regular expression holds one, so that others need not be searched for it.

Hundreds of rules are tried on each sentence, and nearly all of them want a sign or a word that it has not.
"""

from __future__ import annotations

import re
from functools import cache
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MAX_CHARACTERS = 2_000
"""Of a class: a larger one is no help."""
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
_DIGITS = frozenset("0123456789")


@cache
def required_characters(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return characters of which every match of a pattern, or what it looks at, holds one; empty: it may have none.

    Figures are left out: what is asked about has some.
    """
    if pattern.flags & re.IGNORECASE:
        return frozenset()
    return _characters_of_sequence(parser.parse(pattern.pattern, pattern.flags)) or frozenset()


def _characters_of_sequence(sequence: Any) -> frozenset[str] | None:
    choices = [characters for item in sequence if (characters := _characters_of(*item)) and not characters & _DIGITS]
    return min(choices, key=len) if choices else None


def _characters_of(operation: Any, argument: Any) -> frozenset[str] | None:
    if operation is constants.LITERAL:
        return frozenset(chr(argument))
    if operation is constants.IN:
        return _characters_of_class(argument)
    if operation is constants.SUBPATTERN:
        _group, added_flags, _removed, inner = argument
        return None if added_flags & re.IGNORECASE else _characters_of_sequence(inner)
    if operation is constants.ATOMIC_GROUP:
        return _characters_of_sequence(argument)
    if operation in _REPEATS:
        return _characters_of_sequence(argument[2]) if argument[0] else None
    if operation is constants.ASSERT:
        return _characters_of_sequence(argument[1])
    if operation is constants.BRANCH:
        branches = [_characters_of_sequence(branch) for branch in argument[1]]
        return frozenset().union(*filter(None, branches)) if all(branches) else None
    return None


def _characters_of_class(members: Any) -> frozenset[str] | None:
    characters: set[str] = set()
    for operation, argument in members:
        if operation is constants.LITERAL:
            characters.add(chr(argument))
        elif operation is constants.RANGE and argument[1] - argument[0] < MAX_CHARACTERS:
            characters.update(map(chr, range(argument[0], argument[1] + 1)))
        elif operation is constants.CATEGORY and argument is constants.CATEGORY_DIGIT:
            characters |= _DIGITS
        else:
            return None
    return frozenset(characters)
