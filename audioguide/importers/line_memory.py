"""Answers about the text of a line, which every pass over a document asks for: each is computed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from .document import MAX_BLOCKS

Given = ParamSpec("Given")
Remembered = TypeVar("Remembered")


def remember_lines(function: Callable[Given, Remembered]) -> Callable[Given, Remembered]:
    """Return a function of a text that remembers its answers, for as many lines as a document may have.

    Each line may be asked about as what it is and as a heading.
    """
    return cast("Callable[Given, Remembered]", lru_cache(maxsize=2 * MAX_BLOCKS)(function))
