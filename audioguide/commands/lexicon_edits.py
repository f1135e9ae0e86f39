"""One reading of a lexicon set or taken out: for a word everywhere, or only within a longer text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..yaml import patching
from ..yaml.writer import Flow


def reading_in(value: Any, context: str) -> str:
    """Return how a word is said by its line of a lexicon, in a context or (empty) everywhere; empty: not decided."""
    return next((str(entry["say"]) for entry in _entries_of(value) if _context_of(entry) == context), "")


def is_last_reading(words: Mapping[str, Any], word: str, context: str) -> bool:
    """Return whether a lexicon has this reading and no other: it goes with it."""
    entries = _entries_of(words.get(word))
    return set(words) == {word} and len(entries) == 1 and _context_of(entries[0]) == context


def set_reading_in(text: str, path: patching.Path, word: str, context: str, say: str) -> str:
    """Return the text of a file with a reading in the lexicon at ``path``; its other readings of the word stay.

    An empty ``say`` takes the reading out, and the word with its last one.
    """
    words = patching.load_value(text, path)
    entries, is_known = [], False
    for entry in _entries_of(words.get(word)):
        if _context_of(entry) != context:
            entries.append(entry)
        elif say:
            entries.append({**entry, "say": say})
        is_known = is_known or _context_of(entry) == context
    if say and not is_known:
        entries.append({"say": say, **({"in": context} if context else {})})
    if not entries:
        return patching.remove_field(text, path, word)
    return patching.set_field(text, path, word, reading_value(entries), (*words, word))


def reading_value(entries: list[dict[str, Any]]) -> Any:
    """Return what a lexicon has for a word with these readings, as short as it can be written."""
    if len(entries) > 1:
        return [Flow(entry) for entry in entries]
    return entries[0]["say"] if set(entries[0]) == {"say"} else Flow(entries[0])


def _entries_of(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return list(value)
    if isinstance(value, dict):
        return [value]
    return [{"say": value}] if value else []


def _context_of(entry: dict[str, Any]) -> str:
    return str(entry.get("in", ""))
