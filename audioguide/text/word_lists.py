"""Lists of words, in the source or in a file beside it."""

from __future__ import annotations

from pathlib import Path


def split_words(text: str) -> frozenset[str]:
    """Return the words of a text separated by white space."""
    return frozenset(text.split())


def list_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in their order."""
    return tuple(text.split())


def read_words(module: str, name: str) -> frozenset[str]:
    """Return the words of a file beside a module, given as its ``__file__``."""
    return split_words(Path(module).with_name(name).read_text(encoding="utf-8"))
