"""What authors wrote: lexicons, stops and tours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .geography import Access, Plan, PlanPin, Point, Position, Route
from .naming import NamedTour
from .problems import Place
from .sounds import Sound


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
    pin: PlanPin | None = None
    """Where the stop is on a plan (``plan`` in the script)."""
    directions: str = ""
    """How to get from here to the next stop (``next`` in the script); spoken at the end."""
    directions_place: Place | None = field(default=None, compare=False)
    """Where the directions begin."""
    trigger_m: int = 0
    """Metres at which the stop is offered to a visitor who comes near; 0: never."""
    access: Access | None = None
    """Steps, slope, seating and toilets, where the author names any."""
    draft: bool = False
    """Built for the author alone, never published."""
    hidden: bool = False
    """In no list and not in the tour's one file; its number and its label still open it."""
    closed: str = ""
    """Why visitors cannot go there, and until when; empty: they can."""
    sounds: tuple[Sound, ...] = ()
    """Its own music and ambience, at most one of each kind, instead of the tour's."""
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
    def spoken_segments(self) -> tuple[Segment, ...]:
        """The segments, and what the narrator says at the end: how to get to the next stop."""
        way = Segment(self.directions, place=self.directions_place) if self.directions else None
        return (*self.segments, way) if way else self.segments

    @property
    def stem(self) -> str:
        """File stem that sorts as the numbers do: ``03``, ``03a``."""
        digits = self.number.rstrip("abcdefghijklmnopqrstuvwxyz")
        return digits.zfill(2) + self.number[len(digits) :]


@dataclass(frozen=True)
class Tour(NamedTour):
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
    sounds: tuple[Sound, ...] = ()
    """Music and ambience of every stop that has none of its own, at most one of each kind."""
    points: tuple[Point, ...] = ()
    """Entrances, toilets and other points that are no stops."""
    draft: bool = False
    """Built for the author alone, never published."""
    hidden: bool = False
    """The front page does not list it; its address and its labels still open it."""
    closed: str = ""
    """Why visitors cannot take the tour, and until when; empty: they can."""
    plans: tuple[Plan, ...] = ()
    """Pictures of the site, in the order of their tabs."""
    routes: tuple[Route, ...] = ()
    """Ways through the tour besides that of all stops."""
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
