"""The values of an import between reading and drafting: lines, pieces with their fate, parts, tours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .document import Kind
from .provenance import Strip

Role = Literal["title", "head", "cue", "say", "left"]

SHORT = 120
"""Narrated characters under which a soft border is not worth a stop: half a minute."""
LONG = 400
"""Narrated characters above which a stop is split: 100 to 120 seconds."""
WORD = 1.6
"""Chinese characters an English word counts for: 150 words take as long as 240 characters."""
ITEM = 150
"""Median characters of numbered items above which each is a stop of its own."""


def weight(text: str) -> int:
    """Length of narration in Chinese characters, punctuation included; an English word counts for ``WORD``."""
    words = len(re.findall(r"[A-Za-zÀ-ɏ'’-]+", text))
    return len(re.sub(r"[A-Za-zÀ-ɏ'’\-\s]", "", text)) + round(WORD * words)


@dataclass(frozen=True)
class Piece:
    """A stretch of text with its fate."""

    strip: Strip
    role: Role
    reason: str = ""
    """Why it is left out (message id)."""
    voice: str = "narrator"
    speaker: str = ""
    speaker_title: str = ""
    fresh: bool = True
    """Begins a paragraph."""

    @property
    def text(self) -> str:
        """As mended, without white space around it."""
        return self.strip.text.strip()


@dataclass(frozen=True)
class Part:
    """A stop in the making."""

    pieces: tuple[Piece, ...]
    chapter: tuple[Piece, ...] = ()
    head: Piece | None = None
    hard: bool = True
    """Its beginning is certain; a soft one gives way where stops would be short."""
    why: str = ""
    """What made it a stop."""
    depth: int = 0
    """Of its heading."""
    named: Piece | None = None
    """A heading that is spoken and gives the title all the same."""

    @cached_property
    def length(self) -> int:
        """Weight of the narration, in Chinese characters."""
        return sum(weight(piece.text) for piece in self.pieces if piece.role == "say")


@dataclass(frozen=True)
class Outline:
    """A tour in the making."""

    titles: tuple[Piece, ...]
    """Its own titles, best first."""
    generic: str
    """Title of the collection it stands in."""
    place: str
    """The place its articles are about."""
    parts: tuple[Part, ...]
    left: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Line:
    """A paragraph or what a glued one fell into."""

    strip: Strip
    kind: Kind = "paragraph"
    level: int = 0
    reason: str = ""
    """Not empty: it is left out."""

    @property
    def text(self) -> str:
        """As mended, without white space around it."""
        return self.strip.text.strip()
