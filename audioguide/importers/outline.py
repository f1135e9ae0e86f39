"""The values of an import between reading and drafting: lines, pieces with their fate, parts, tours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .document import Block
from .line_memory import remember_lines
from .provenance import Strip
from .stop_numbers import StopNumber

Role = Literal["title", "head", "cue", "say", "left"]
LineKind = Literal[
    "title", "heading", "subheading", "narration", "direction", "label", "citation", "boilerplate", "caption",
    "contact", "signature", "contents", "chapter", "picture", "speaker",
]  # fmt: skip
"""What a line is, by its evidence."""

PLAIN_BLOCK = Block(0, 0)
"""A paragraph about which the format says nothing."""
SHORT = 120
"""Narrated characters under which a soft border is not worth a stop: half a minute."""
LONG = 400
"""Narrated characters above which a stop is split: 100 to 120 seconds."""
LIST_RULE = "an item of a numbered list"
"""The evidence by which a numbered line stands within a text (message id)."""
WORD = 1.6
"""Chinese characters an English word counts for: 150 words take as long as 240 characters."""
ITEM = 150
"""Median characters of numbered items above which each is a stop of its own."""


@remember_lines
def weight(text: str) -> int:
    """Length of narration in Chinese characters, punctuation included; an English word counts for ``WORD``."""
    words = len(re.findall(r"[A-Za-zÀ-ɏ'’-]+", text))
    return len(re.sub(r"[A-Za-zÀ-ɏ'’\-\s]", "", text)) + round(WORD * words)


UNSURE = 0.58
"""Share of the votes for the winner, among those for it and the second, under which a person is asked."""


@dataclass(frozen=True)
class Decision:
    """What a line was taken for, and why."""

    kind: LineKind
    evidence: tuple[str, ...] = ()
    """Names of the rules that spoke for it (message ids), the strongest first."""
    confidence: float = 1.0
    """Share of the votes for it among those for it and for the second."""
    second: LineKind | None = None
    """What else it may be."""


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
    decision: Decision | None = None
    """Of the line it comes from."""

    @property
    def text(self) -> str:
        """As corrected, without white space around it."""
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
    number: StopNumber | None = None
    """The number its heading carries."""
    todos: tuple[str, ...] = ()

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
    descriptions: tuple[Piece, ...] = ()
    """What stands before the first stop and describes the tour."""
    is_version: bool = False
    """The document holds it in several languages, each of which is a tour."""


@dataclass(frozen=True)
class Voice:
    """Who speaks."""

    role: str = "narrator"
    name: str = ""
    title: str = ""
    is_sure: bool = True


@dataclass(frozen=True)
class Line:
    """A paragraph or what a glued one fell into."""

    strip: Strip
    block: Block = PLAIN_BLOCK
    reason: str = ""
    """Not empty: it is left out."""
    decision: Decision | None = None
    todo: str = ""
    """What a person is asked about it."""
    begins: bool = False
    """A stop begins with it, whatever it is."""
    version: str = ""
    """Of a document in several languages: which, for all but the first; each becomes a tour."""
    voice: Voice | None = None
    """Who says it, where a column of its table names the speakers."""

    @cached_property
    def text(self) -> str:
        """As corrected, without white space around it."""
        return self.strip.text.strip()

    @property
    def kind(self) -> str:
        """What the format says it is."""
        return self.block.kind

    @property
    def level(self) -> int:
        """Heading level, 0 for none."""
        return self.block.level

    @property
    def indent(self) -> int:
        """White space before its text, in characters."""
        return len(self.strip.text) - len(self.strip.text.lstrip())
