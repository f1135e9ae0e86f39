"""A position in a file, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file an author edits."""

    file: str
    """Path as the author would type it, relative to the project where possible."""
    line: int = 0
    """1-based line; 0 when only the file is known."""
    column: int = 0
    """1-based column; 0 when only the line is known."""

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong or doubtful, where, and what to do about it."""

    severity: Severity
    code: str
    """Stable identifier in kebab-case, e.g. ``stop-too-long``; SARIF's rule id."""
    message: str
    """What is wrong, in the reader's language."""
    place: Place
    hint: str = ""
    """What to do next, in the reader's language."""
    stop: str = ""
    """Number of the stop, empty where the problem belongs to none."""
    excerpt: str = ""
    """The text in question, as written."""
