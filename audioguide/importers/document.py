"""What a reader hands on: the text of a document and where its paragraphs stand in it.

``read(data, name) -> Document`` is the contract of the family ``importers``. ``Document.text`` holds every character
a person can see in the document, also those that are not to be spoken (navigation, deleted revisions): the import
report accounts for each of them, so a reader marks what it sets aside with a ``Skip`` instead of dropping it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import DocumentError
from ..i18n import _

MAX_BYTES = 64 * 2**20
"""Largest file that is opened: a Word file with pictures; beyond it somebody has mistaken the file."""
MAX_TEXT = 300_000
"""Longest text, in characters: a day of narration, ten times the longest collection seen. Bounds time and memory."""
MAX_BLOCKS = 20_000
"""Most paragraphs or lines."""

Kind = Literal["paragraph", "heading", "item", "row", "line"]
"""``line``: a line of a format that knows no paragraphs (plain text, PDF); several may make one paragraph."""


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item, table row or line."""

    start: int
    """Offset of its first character in ``Document.text``."""
    end: int
    kind: Kind = "paragraph"
    level: int = 0
    """1–9 of a heading, 0 otherwise."""


@dataclass(frozen=True)
class Skip:
    """Text that belongs to the document but not to its commentary."""

    start: int
    end: int
    reason: str
    """Message id of the reason, shown in the reader's language."""


@dataclass(frozen=True)
class Document:
    """A document as text, with the borders of its blocks, in order and without overlap."""

    name: str
    """File name."""
    text: str
    blocks: tuple[Block, ...]
    skips: tuple[Skip, ...] = ()
    remarks: tuple[str, ...] = ()
    """What the reader could not read, in the reader's language."""


class Builder:
    """Collects blocks while a reader walks through a document.

    Raises DocumentError as soon as the text passes ``MAX_TEXT``, before memory does.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._skips: list[Skip] = []
        self.remarks: list[str] = []

    def add(self, text: str, kind: Kind = "paragraph", level: int = 0, skip: str = "") -> None:
        """A block of its own; with ``skip`` one that is set aside for that reason."""
        self.runs([(text, skip)], kind, level)

    def runs(self, runs: list[tuple[str, str]], kind: Kind = "paragraph", level: int = 0) -> None:
        """A block out of (text, reason why it is set aside or "")."""
        if not any(text.strip() for text, _reason in runs):
            return
        start = self._length
        for text, reason in runs:
            if reason and text:
                self._skips.append(Skip(self._length, self._length + len(text), reason))
            self._write(text)
        self._blocks.append(Block(start, self._length, kind, level))
        if len(self._blocks) > MAX_BLOCKS:
            raise too_long(self.name)
        self._write("\n")

    def _write(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_TEXT:
            raise too_long(self.name)
        self._parts.append(text)

    def document(self) -> Document:
        """What was collected.

        Raises DocumentError for a document without text.
        """
        if not self._blocks:
            raise DocumentError(
                _("{file} holds no text.").format(file=self.name),
                hint=_("If it is a scan, recognise its text first (OCR) and import the result."),
            )
        return Document(self.name, "".join(self._parts), tuple(self._blocks), tuple(self._skips), tuple(self.remarks))


def too_long(name: str) -> DocumentError:
    """The error for more text than any tour has."""
    return DocumentError(
        _("{file} holds more than {limit} characters of text.").format(file=name, limit=f"{MAX_TEXT:,}"),
        hint=_("Commentary is shorter than that: check that it is the right file, or split it."),
    )
