"""The typed document a reader returns: its text, and what the format says about each stretch of it.

``read(data, name) -> Document`` is the contract of the family ``importers``. ``Document.text`` holds every character
a person can see in the document, also those that are not to be spoken (navigation, deleted revisions): the import
report accounts for each of them, so a reader marks what it sets aside with a ``Skip`` instead of dropping it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from ..errors import DocumentError
from ..i18n import _
from .radicals import unify_radicals

MAX_BYTES = 64 * 2**20
"""Largest file that is opened: a Word file with pictures; beyond it somebody has mistaken the file."""
MAX_TEXT = 300_000
"""Longest text, in characters: a day of narration, ten times the longest collection seen. Bounds time and memory."""
MAX_BLOCKS = 20_000
"""Most paragraphs or lines."""
MAX_SHORT_BLOCKS = 3_000
"""Most paragraphs or lines of a text whose mean is below ``MIN_MEAN_BYTES``: each takes time, however short it is."""
MIN_MEAN_BYTES = 16
"""Mean of a longer text's paragraphs or lines in UTF-8, which counts a Chinese character as three letters: the lines of
subtitles have 20 and more, cells of tables with descriptions too (measured on the documents in the tests)."""
MAX_REPEATING_BLOCKS = 4_000
"""Most paragraphs or lines of a text in which hardly one differs from the others."""
MIN_DIFFERENT_SHARE = 0.05
"""Share of a longer text's paragraphs or lines that differ: three kilobytes of a package unpack to any number of equal
ones. Tables in which every cell but the number of its row repeats have more."""
MAX_PICTURE_BYTES = 32 * 2**20
"""Most bytes of all pictures of a document that are taken out of it."""

COUNT = re.compile(r"[0-9]{1,6}")
"""A number as formats write it: ``str.isdigit`` also takes ², and ``int`` refuses thousands of digits."""

Kind = Literal["title", "heading", "paragraph", "item", "line", "cell", "caption", "contents"]
"""``line``: a line of a format that knows no paragraphs (plain text, PDF); several may make one paragraph.
``title``: the format calls it the document's title. ``contents``: an entry of a table of contents."""

Decided = Literal["", "heading", "opening", "narration", "direction", "caption", "speaker"]
"""What an author says a line is; empty: the evidence decides. ``speaker`` names who says the lines that follow."""


def parse_count(text: str, default: int = 0) -> int:
    """Return a whole number that a format gives; ``default`` for what is none, and for more than six digits."""
    return int(text) if COUNT.fullmatch(text) else default


@dataclass(frozen=True)
class Cell:
    """The place of a block in a table."""

    table: int
    """Which table of the document, from 0."""
    row: int
    column: int
    header: bool = False
    """The format marks its row as the header."""
    is_sheet: bool = False
    """The table is a sheet of a workbook."""


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item, line, or paragraph of a table cell."""

    start: int
    """Offset of its first character in ``Document.text``."""
    end: int
    kind: Kind = "paragraph"
    level: int = 0
    """1–9 of a heading, 0 otherwise."""
    number: str = ""
    """What the program shows before the text without its standing there: ``3.``, ``第三站``."""
    marker: str = ""
    """Bullet of a list item that does not stand in the text."""
    depth: int = 0
    """Nesting of a list item, from 0."""
    bold: bool = False
    """All of it is bold, as headings without a style are."""
    italic: bool = False
    """All of it is slanted or quoted, as directions often are."""
    cell: Cell | None = None
    is_direction: bool = False
    """The format marks it as a sound or action: brackets in subtitles."""
    is_subtitle: bool = False
    """A subtitle: a name before a colon says who speaks, even where it comes but once."""
    version: str = ""
    """Which of two languages that the format shows side by side it is in; empty: the first."""
    slide: bool = False
    """Text on a slide, which the audience reads: not what the speaker says."""
    is_sheet_name: bool = False
    """The name of a sheet of a workbook, above its cells."""
    is_slide_note: bool = False
    """Notes of a slide where the text on the slides is what is said."""
    decided: Decided = ""
    """What its author says it is; ``opening``: a stop begins with it, and it is said."""


@dataclass(frozen=True)
class Skip:
    """Text that belongs to the document but not to its commentary."""

    start: int
    end: int
    reason: str
    """Message id of the reason, shown in the reader's language."""


@dataclass(frozen=True)
class Picture:
    """A picture of the document."""

    at: int
    """Offset in ``Document.text`` before which it stands."""
    name: str
    """Its file name, for the ending."""
    data: bytes = b""
    """The file itself; empty where the document only names it."""
    target: str = ""
    """Path or address by which the document names a picture outside itself."""
    alt: str = ""
    """What it shows, in the document's words."""


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
    pictures: tuple[Picture, ...] = ()
    title: str = ""
    """Title in its properties, front matter, page title or running header."""
    title_is_explicit: bool = False
    """A person wrote ``title`` for this document (front matter); otherwise it only helps where no title is seen."""
    language: str = ""
    """Language its markup declares."""

    def block_text(self, block: Block) -> str:
        """Return the text of a block, without white space around it."""
        return self.text[block.start : block.end].strip()


class Builder:
    """Collects blocks while a reader walks through a document.

    Raises DocumentError as soon as the text passes ``MAX_TEXT``, before memory does.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.remarks: list[str] = []
        self.title = ""
        self.title_is_explicit = False
        self.language = ""
        self._texts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._skips: list[Skip] = []
        self._pictures: list[Picture] = []
        self._picture_bytes = 0
        self._tables = 0

    @property
    def offset(self) -> int:
        """Offset of the next character."""
        return self._length

    def add_block(self, text: str, like: Block | None = None, skip: str = "") -> None:
        """Add a block of one run; with ``skip`` one that is set aside for that reason."""
        self.add_runs([(text, skip)], like)

    def add_runs(self, runs: list[tuple[str, str]], like: Block | None = None) -> None:
        """Add a block of (text, reason why it is set aside or ""); everything but its place is taken from ``like``."""
        if not any(text.strip() for text, _reason in runs):
            return
        start = self._length
        for text, reason in runs:
            if reason and text:
                self._skips.append(Skip(self._length, self._length + len(text), reason))
            self._write(text)
        self._blocks.append(replace(like or Block(0, 0), start=start, end=self._length))
        if len(self._blocks) > MAX_BLOCKS:
            raise too_many_lines(self.name)
        self._write("\n")

    def add_gap(self) -> None:
        """Add an empty line, which divides paragraphs of a plain text."""
        if self._texts:
            self._write("\n")

    @property
    def has_blocks(self) -> bool:
        """Whether any text was added."""
        return bool(self._blocks)

    def next_table(self) -> int:
        """Return the number of a table that begins here."""
        self._tables += 1
        return self._tables - 1

    def add_picture(self, name: str, data: bytes = b"", target: str = "", alt: str = "") -> None:
        """Add a picture before the next block; one that passes ``MAX_PICTURE_BYTES`` is named in the remarks."""
        self._picture_bytes += len(data)
        if self._picture_bytes > MAX_PICTURE_BYTES:
            self.remarks.append(_("The picture {name} is too large and was not taken out.").format(name=name))
            data = b""
        self._pictures.append(Picture(self._length, name, data, target, alt.strip()))

    def _write(self, text: str) -> None:
        text = unify_radicals(text)
        self._length += len(text)
        if self._length > MAX_TEXT:
            raise text_too_long(self.name)
        self._texts.append(text)

    def document(self) -> Document:
        """Return what was collected.

        Raises DocumentError for a document without text.
        """
        if not self._blocks:
            raise DocumentError(
                _("{file} holds no text.").format(file=self.name),
                hint=_("If it is a scan, recognise its text first (OCR) and import the result."),
            )
        return Document(
            self.name,
            "".join(self._texts),
            tuple(self._blocks),
            tuple(self._skips),
            tuple(self.remarks),
            tuple(self._pictures),
            self.title.strip(),
            self.title_is_explicit,
            self.language,
        )


def text_too_long(name: str) -> DocumentError:
    """Return the error for more text than any tour has."""
    return DocumentError(
        _("{file} holds more than {limit} characters of text.").format(file=name, limit=f"{MAX_TEXT:,}"),
        hint=_("Commentary is shorter than that: check that it is the right file, or split it."),
    )


def too_many_lines(name: str) -> DocumentError:
    """Return the error for more paragraphs or lines than any tour has."""
    return DocumentError(
        _("{file} holds more than {limit} paragraphs or lines.").format(file=name, limit=f"{MAX_BLOCKS:,}"),
        hint=_("Commentary is shorter than that: check that it is the right file, or split it."),
    )


def reject_shredded_text(document: Document) -> None:
    """Raise DocumentError for thousands of paragraphs or lines that are too short, on average, or all the same.

    It bounds the time of everything that follows by the size of the text. Lines that a paragraph is broken into
    count as paragraphs do: each is weighed. Nothing is lost: the file stays as it is.
    """
    lines = [line for text in map(document.block_text, document.blocks) for line in text.split("\n") if line.strip()]
    count = len(lines)
    if count > MAX_REPEATING_BLOCKS:
        different = len(set(lines))
        if different < MIN_DIFFERENT_SHARE * count:
            message = _("{file} repeats the same text: {count} paragraphs or lines, of them different: {different}.")
            raise DocumentError(
                message.format(file=document.name, different=f"{different:,}", count=f"{count:,}"),
                hint=_("Remove what is repeated, or import it in parts: up to {limit} lines may repeat.").format(
                    limit=f"{MAX_REPEATING_BLOCKS:,}"
                ),
            )
    if count <= MAX_SHORT_BLOCKS or len(document.text.encode("utf-8", "replace")) >= MIN_MEAN_BYTES * count:
        return
    mean = sum(map(len, lines)) / count
    problem = _(
        "{file} falls into {count} paragraphs or lines of {length} characters on average, too few for commentary."
    )
    raise DocumentError(
        problem.format(file=document.name, count=f"{count:,}", length=f"{mean:.1f}"),
        hint=_("Join its lines to paragraphs, or import it in parts: up to {limit} lines may be that short.").format(
            limit=f"{MAX_SHORT_BLOCKS:,}"
        ),
    )
