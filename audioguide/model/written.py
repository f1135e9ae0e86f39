"""What authors wrote: places, problems, lexicons, stops and tours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
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


@dataclass(frozen=True)
class LexiconEntry:
    """How one written word is to be said."""

    written: str
    """The word as the script has it."""
    say: str
    """A respelling, tone-number pinyin (``she4 hong2``, 5 neutral) or IPA between slashes."""
    context: str = ""
    """A longer text with ``written`` in it: the entry applies only there; empty: everywhere."""
    note: str = ""
    """Why: the source or reason of the judgement."""
    place: Place | None = None


Lexicon = tuple[LexiconEntry, ...]


@dataclass(frozen=True)
class Segment:
    """A run of text in one voice, or a cue that is kept for the author and never spoken."""

    text: str
    """Written text, paragraphs separated by blank lines; for a cue its wording."""
    role: str = "narrator"
    """Role in ``voices.yaml``; empty for a cue."""
    speaker: str = ""
    """Name of a quoted speaker, shown but not spoken."""
    speaker_title: str = ""
    """Office of a quoted speaker, shown but not spoken."""
    is_cue: bool = False
    place: Place | None = None
    """Where ``text`` begins."""
    audio: str = ""
    """A recording of the text, path relative to the script; empty: a voice speaks it."""


@dataclass(frozen=True)
class Position:
    """A point on the earth, WGS-84."""

    lat: float
    """Latitude in degrees, north positive."""
    lon: float
    """Longitude in degrees, east positive."""


@dataclass(frozen=True)
class Access:
    """What a visitor who walks badly, or not at all, asks about a stop: short texts, empty where nothing is known."""

    steps: str = ""
    """Steps on the way and at the stop."""
    slope: str = ""
    """How steep the way is."""
    seating: str = ""
    """Where one can sit."""
    toilets: str = ""
    """The nearest toilets."""


POINT_KINDS = ("entrance", "toilet", "parking", "cafe", "lift")
"""What a point that is no stop can be."""


@dataclass(frozen=True)
class Point:
    """A point of the site that is no stop."""

    kind: str
    """Of ``POINT_KINDS``."""
    position: Position
    """Its coordinates."""
    title: str = ""
    """What it is called; empty: the name of its kind is enough."""
    place: Place | None = None
    """Where it is in the script."""


@dataclass(frozen=True)
class StopPicture:
    """A picture of a stop, with what is said about it."""

    file: str
    """Path relative to the script."""
    alt: str = ""
    """What it shows, for those who do not see it."""
    caption: str = ""
    """A line below it, for everybody."""
    credit: str = ""
    """Who made it, and under which licence it is shown."""


@dataclass(frozen=True)
class Stop:
    """One numbered place of a tour."""

    number: str
    """What is printed on the wall: digits, then at most one letter (``3``, ``3a``)."""
    title: str
    segments: tuple[Segment, ...]
    chapter: str = ""
    """Heading of the group of stops that begins here; empty: none begins."""
    image: str = ""
    """Picture, path relative to the script."""
    alt: str = ""
    """What the picture shows, for those who do not see it."""
    images: tuple[StopPicture, ...] = ()
    """More pictures, or all of them, with captions and credits."""
    todos: tuple[str, ...] = ()
    """What only a person can decide; ``check`` lists them until they are gone."""
    notes: tuple[str, ...] = ()
    """Remarks for the author that nothing acts upon."""
    position: Position | None = None
    """Where the stop is on the earth."""
    directions: str = ""
    """How to get from here to the next stop (``next`` in the script)."""
    access: Access | None = None
    """Steps, slope, seating and toilets, where the author names any."""
    draft: bool = False
    """Built for the author alone, never published."""
    hidden: bool = False
    """In no list and not in the tour's one file; its number and its label still open it."""
    closed: str = ""
    """Why visitors cannot go there, and until when; empty: they can."""
    place: Place | None = None

    @property
    def is_listed(self) -> bool:
        """Whether visitors meet the stop on their walk."""
        return not (self.draft or self.hidden)

    @property
    def pictures(self) -> tuple[StopPicture, ...]:
        """All pictures, the one of ``image`` first."""
        return (StopPicture(self.image, self.alt), *self.images) if self.image else self.images

    @property
    def stem(self) -> str:
        """File stem that sorts as the numbers do: ``03``, ``03a``."""
        digits = self.number.rstrip("abcdefghijklmnopqrstuvwxyz")
        return digits.zfill(2) + self.number[len(digits) :]


@dataclass(frozen=True)
class Tour:
    """One narration script: a site in one language."""

    site: str
    """Slug: file stem of the script up to the first dot, folder of the output, path of the address."""
    language: str
    title: str
    stops: tuple[Stop, ...]
    edition: str = ""
    """Language suffix of the file (``en`` of ``school.en.yaml``); empty for the site's own language."""
    description: str = ""
    lexicon: Lexicon = ()
    overrides: Mapping[str, object] = field(default_factory=dict)
    """The script's ``voices`` section: the same fields as ``voices.yaml``, laid over it."""
    accent: str = ""
    """Accent colour ``#rrggbb``; empty: the product's own."""
    cover: str = ""
    """Cover image, path relative to the script."""
    cover_alt: str = ""
    label: str = ""
    """What tells this edition from others of its language, e.g. ``for children``; shown beside the language."""
    source: str = ""
    """The document the script came from."""
    points: tuple[Point, ...] = ()
    """Entrances, toilets and other points that are no stops."""
    draft: bool = False
    """Built for the author alone, never published."""
    hidden: bool = False
    """The front page does not list it; its address and its labels still open it."""
    closed: str = ""
    """Why visitors cannot take the tour, and until when; empty: they can."""
    path: Path = Path()
    """The script itself."""

    @property
    def listed_stops(self) -> tuple[Stop, ...]:
        """Stops of the walk, in order: neither drafts nor hidden."""
        return tuple(stop for stop in self.stops if stop.is_listed)

    @property
    def public_numbers(self) -> tuple[str, ...]:
        """Numbers of the stops that visitors can open, the hidden ones included."""
        return tuple(stop.number for stop in self.stops if not stop.draft)

    @property
    def id(self) -> str:
        """``site`` or ``site.edition``: the script's file stem, unique in a project."""
        return f"{self.site}.{self.edition}" if self.edition else self.site

    @property
    def folder(self) -> str:
        """Output folder relative to ``output/``, with forward slashes."""
        return f"{self.site}/{self.edition}" if self.edition else self.site
