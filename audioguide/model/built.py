"""What was built: tracks, chapters, cues and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .geography import Access, PlanPin, Position, ReferencePoint
from .naming import NamedTour
from .voices import Voice

SILENT_ENGINE = "silent"
"""Name of the engine that makes silence of the right length, for trials."""


@dataclass(frozen=True)
class Cue:
    """A sentence and when it is heard."""

    start: int
    """Milliseconds of decoded audio."""
    end: int
    """Milliseconds of decoded audio."""
    text: str
    """The sentence as written."""
    paragraph: int = 0
    """Index within the stop; a change means a new paragraph."""
    role: str = "narrator"
    """Who says it, by role in ``voices.yaml``."""
    speaker: str = ""
    """Name of a quoted speaker; empty: nobody is quoted."""
    speaker_title: str = ""
    """Office of a quoted speaker."""
    recorded: bool = False
    """A person says it in a recording; left out where a voice speaks."""
    estimated: bool = False
    """The times are an estimate from letters and pauses; left out where they were measured."""


@dataclass(frozen=True)
class Chapter:
    """A stop's place in the tour's one file; ``start`` is the audible start of its chime."""

    number: str
    """Number of the stop."""
    title: str
    """Title of the stop."""
    start: int
    """Milliseconds of decoded audio."""
    end: int
    """Milliseconds: where the next chapter begins, or the file ends."""


@dataclass(frozen=True)
class Track:
    """One MP3."""

    file: str
    """Relative to the manifest, forward slashes."""
    duration: int
    """Milliseconds of decoded audio."""
    bytes: int
    """Size of the file."""
    sha256: str
    """Of the whole file, tag included, in hexadecimal."""
    loudness: float
    """Integrated loudness in LUFS."""
    true_peak: float
    """Highest true peak of the decoded audio, in dBTP; −99 for digital silence."""


@dataclass(frozen=True)
class BuiltPoint:
    """A point of the site that is no stop."""

    kind: str
    """entrance, toilet, parking, cafe or lift."""
    position: Position | None = None
    """Its coordinates; left out where it is only on a plan."""
    title: str = ""
    """What it is called; empty: the name of its kind is enough."""
    pin: PlanPin | None = None
    """Where it is on a plan; left out where the script does not say."""


@dataclass(frozen=True)
class BuiltPlan:
    """A picture of the site, or of one of its floors."""

    name: str
    """By which pins name it."""
    file: str
    """Copied picture, relative to the manifest."""
    width: int
    """Pixels of the picture, or units of a drawing."""
    height: int
    """Pixels of the picture, or units of a drawing."""
    title: str = ""
    """What it shows, as a heading."""
    floor: str = ""
    """The floor as lifts call it; empty: there is only one."""
    alt: str = ""
    """What the picture shows."""
    references: tuple[ReferencePoint, ...] = ()
    """Positions of the picture whose coordinates are known."""


@dataclass(frozen=True)
class BuiltRoute:
    """Some of the stops, in an order of its own."""

    name: str
    """By which addresses name it."""
    title: str
    """What visitors choose."""
    stops: tuple[str, ...]
    """Numbers of its stops, in their order."""
    minutes: int = 0
    """How long it takes; 0: as long as its sound and the ways between."""
    suits: str = ""
    """wheelchair or children; empty: everybody."""


@dataclass(frozen=True)
class BuiltPicture:
    """A published picture of a stop."""

    file: str
    """Copied picture, relative to the manifest."""
    small: str = ""
    """The picture for slow lines, relative to the manifest; empty where it is small itself."""
    alt: str = ""
    """What it shows."""
    caption: str = ""
    """A line below it."""
    credit: str = ""
    """Who made it, and under which licence it is shown."""


@dataclass(frozen=True)
class BuiltRecording:
    """A person's recording that was built into a stop."""

    file: str
    """Path as the script has it."""
    sha256: str
    """Of the recording, in hexadecimal."""
    text: str
    """What was to be said when this recording was first built, as the script had it then."""
    speaker: str = ""
    """Whose voice it is; empty: nobody is named."""


@dataclass(frozen=True)
class BuiltSound:
    """Music or ambience in a stop, with what its rights ask pages to print."""

    kind: str
    """music or ambience."""
    credit: str = ""
    """Who made it."""
    licence: str = ""
    """Under which licence it may be used."""


@dataclass(frozen=True)
class BuiltStop:
    """A stop with its audio."""

    number: str
    """What is printed on the wall."""
    title: str
    """As the script has it."""
    track: Track
    """Its own MP3."""
    captions: str
    """WebVTT file, relative to the manifest."""
    cues: tuple[Cue, ...]
    """Times within the stop's own track."""
    chapter: str = ""
    """Heading of the group of stops that begins here; empty: none begins."""
    image: str = ""
    """Copied picture, relative to the manifest."""
    alt: str = ""
    """What the picture shows."""
    image_small: str = ""
    """The picture for slow lines, relative to the manifest; empty where it is small itself."""
    position: Position | None = None
    """Where the stop is on the earth; left out where the script has no place."""
    directions: str = ""
    """How to get to the next stop; left out where the script does not say."""
    access: Access | None = None
    """Steps, slope, seating and toilets; left out where the script names none."""
    draft: bool = False
    """For the author alone, never published; left out where it is not."""
    closed: str = ""
    """Why visitors cannot go there, and until when; left out where they can."""
    pin: PlanPin | None = None
    """Where the stop is on a plan; left out where the script does not say."""
    trigger_m: int = 0
    """Metres at which the stop is offered to a visitor who comes near; left out where it never is."""
    pictures: tuple[BuiltPicture, ...] = ()
    """Every picture, ``image`` the first; left out where ``image`` is all there is to say."""
    synthetic: bool = True
    """Something in it is spoken by an engine; left out where that is so."""
    recordings: tuple[BuiltRecording, ...] = ()
    """The recordings in it; left out where there are none."""
    sounds: tuple[BuiltSound, ...] = ()
    """Music and ambience in it; left out where there are none."""

    @property
    def all_pictures(self) -> tuple[BuiltPicture, ...]:
        """Every picture, also where the manifest has ``image`` alone."""
        only = (BuiltPicture(self.image, self.image_small, self.alt),) if self.image else ()
        return self.pictures or only


@dataclass(frozen=True)
class Manifest(NamedTour):
    """All that outputs need to know of one built tour."""

    schema: int
    """Version of the file's form."""
    site: str
    """Slug of the site."""
    edition: str
    """Language suffix of the script; empty for the site's own language."""
    language: str
    """BCP 47."""
    title: str
    """Title of the tour."""
    engine: str
    """The one engine that spoke all of it."""
    voices: Mapping[str, Voice]
    """Role → the voice that spoke it."""
    tour: Track
    """The one file with all stops."""
    captions: str
    """WebVTT file of the whole tour, relative to the manifest."""
    chapters: tuple[Chapter, ...]
    """One for each stop, in order."""
    stops: tuple[BuiltStop, ...]
    """In the order of the tour."""
    description: str = ""
    """As the script has it."""
    accent: str = ""
    """Accent colour ``#rrggbb``; empty: the product's own."""
    cover: str = ""
    """Copied cover, relative to the manifest."""
    cover_alt: str = ""
    """What the cover shows."""
    cover_small: str = ""
    """The cover for slow lines, relative to the manifest; empty where it is small itself."""
    label: str = ""
    """What tells this edition from others of its language; empty: nothing."""
    synthetic: bool = True
    """Some speech of the walk is synthetic, and pages, books and feeds say so; each stop says it for itself."""
    marked: bool = False
    """Pages, feeds, books and printed labels bear the mark of synthetic speech; left out where they do not."""
    base_url: str = ""
    """Address the labels point to, without a trailing slash."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """audioguide, engine and encoder."""
    inputs: str = ""
    """SHA-256 over all that the build read; equal: nothing to do."""
    points: tuple[BuiltPoint, ...] = ()
    """Points of the site that are no stops; left out where there are none."""
    plans: tuple[BuiltPlan, ...] = ()
    """Pictures of the site, in the order of their tabs; left out where there are none."""
    routes: tuple[BuiltRoute, ...] = ()
    """Ways through the tour besides that of all stops; left out where there are none."""
    unlisted: tuple[BuiltStop, ...] = ()
    """Hidden stops and drafts: they have files and a page, and are in no list; left out where there are none."""
    draft: bool = False
    """For the author alone, never published; left out where it is not."""
    hidden: bool = False
    """Not on the front page; left out where it is listed."""
    closed: str = ""
    """Why visitors cannot take the tour, and until when; left out where they can."""

    @property
    def all_stops(self) -> tuple[BuiltStop, ...]:
        """Every stop that has files: those of the walk, then those that are in no list."""
        return self.stops + self.unlisted

    @property
    def public_stops(self) -> tuple[BuiltStop, ...]:
        """Every stop that visitors can open: those of the walk, then the hidden ones."""
        return tuple(stop for stop in self.all_stops if not stop.draft)

    @property
    def is_silent(self) -> bool:
        """Whether its synthetic speech is silence, for a trial: nothing that visitors should be sent to."""
        return self.engine == SILENT_ENGINE and (self.synthetic or any(stop.synthetic for stop in self.unlisted))
