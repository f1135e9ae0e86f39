"""The values that travel between modules: frozen, without I/O, importing nothing of ours.

The flow in one line: ``Tour`` (written) → ``Utterance`` (spoken) → ``Clip`` (audio) → ``Manifest`` (built).
Time is integer milliseconds, languages are BCP 47 tags, audio is mono signed 16-bit PCM.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

# ---------------------------------------------------------------- what authors wrote


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
    place: Place | None = None

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
    path: Path = Path()
    """The script itself."""

    @property
    def id(self) -> str:
        """``site`` or ``site.edition``: the script's file stem, unique in a project."""
        return f"{self.site}.{self.edition}" if self.edition else self.site

    @property
    def folder(self) -> str:
        """Output folder relative to ``output/``, with forward slashes."""
        return f"{self.site}/{self.edition}" if self.edition else self.site


# ---------------------------------------------------------------- who speaks, and how


@dataclass(frozen=True)
class Voice:
    """Settings of one voice on one engine; all of them belong to the cache key."""

    engine: str
    name: str
    """The engine's own identifier, e.g. ``zf_xiaoxiao``."""
    language: str
    rate: float = 1.0
    """Speed as a multiple of the voice's natural one."""
    pitch: int = 0
    """Shift in hertz, where the engine has one."""
    volume: int = 0
    """Change in percent, where the engine has one."""
    style: str = ""
    """A way of speaking that the voice knows by name, where the engine has any."""


@dataclass(frozen=True)
class Pauses:
    """Silence in milliseconds, between the audible end of one thing and the audible start of the next."""

    sentence: int = 450
    paragraph: int = 900
    speaker: int = 900
    chime: int = 600
    """After the chime that opens a stop."""
    stop: int = 1500
    """Between two stops of the whole tour."""


@dataclass(frozen=True)
class Loudness:
    """Targets per stop, ITU-R BS.1770-4 and EBU R 128."""

    target: float = -16.0
    """Integrated loudness in LUFS."""
    true_peak: float = -1.0
    """Highest true peak in dBTP."""


@dataclass(frozen=True)
class Disclosure:
    """How listeners and machines learn that the speech is synthetic (GB 45438-2025)."""

    chime: bool = True
    """The opening chime follows the rhythm short long, short short (Morse A I)."""
    tag: bool = True
    """``TXXX:AIGC`` in the ID3 tag."""
    spoken: str = ""
    """A sentence said at the start of each file instead of the rhythm; empty: none."""
    producer: str = ""
    """ContentProducer of the tag: who answers for the content."""


@dataclass(frozen=True)
class LabelStyle:
    """How labels look when printed."""

    ink: str = "#000000"
    accent: str = ""
    logo: str = ""
    """Path relative to the file that names it."""
    font: str = ""
    """Font family or file for Chinese text; empty: the first one found on the machine."""


@dataclass(frozen=True)
class Settings:
    """``voices.yaml`` with a script's overrides laid over it."""

    engine: str = "auto"
    roles: Mapping[str, Mapping[str, Mapping[str, Mapping[str, object]]]] = field(default_factory=dict)
    """role → language tag → engine → fields of its voice, as written."""
    pauses: Pauses = Pauses()
    loudness: Loudness = Loudness()
    disclosure: Disclosure | None = None
    """None: on for Chinese of the mainland, off elsewhere."""
    bit_rate: int = 64
    """MP3 bit rate in kbit/s, constant."""
    lexicon: Mapping[str, Lexicon] = field(default_factory=dict)
    """Language tag (``zh-CN``, or ``zh`` for all of Chinese) → entries."""
    engines: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Engine → its options, e.g. ``kokoro: {model: my.onnx}``."""
    labels: LabelStyle = LabelStyle()
    base_url: str = ""
    """Address the labels point to, without a trailing slash."""


# ---------------------------------------------------------------- what will be said


@dataclass(frozen=True)
class Sentence:
    """One sentence, as it is read on the page and as it is said."""

    written: str
    """For captions and pages: reading marks taken out, otherwise as the author wrote it."""
    spoken: str
    """Normalised; decided readings stand as ``{长|zhang3}``."""


@dataclass(frozen=True)
class Utterance:
    """What an engine is asked for at a time: one sentence or one paragraph, by ``Engine.unit``."""

    stop: str
    segment: int
    """Index of the segment within the stop."""
    paragraph: int
    """Index of the paragraph within the stop."""
    voice: Voice
    sentences: tuple[Sentence, ...]
    role: str = "narrator"
    speaker: str = ""
    speaker_title: str = ""
    recording: str = ""
    """Path of the file in which a person says it; empty: the voice speaks."""


@dataclass(frozen=True)
class Span:
    """A stretch of audio, in milliseconds from the start of its file or clip."""

    start: int
    end: int


@dataclass(frozen=True)
class Clip:
    """Decoded speech: silence at its ends is trimmed."""

    pcm: bytes
    """Mono, signed 16-bit, little-endian."""
    rate: int
    """Samples a second."""
    spans: tuple[Span, ...]
    """One for each sentence of the utterance, in order."""

    @property
    def duration(self) -> int:
        """Milliseconds."""
        return len(self.pcm) // 2 * 1000 // self.rate


# ---------------------------------------------------------------- what was built

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
    position: Position
    """Its coordinates."""
    title: str = ""
    """What it is called; empty: the name of its kind is enough."""


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


@dataclass(frozen=True)
class Manifest:
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
    """The speech is synthetic and pages say so."""
    base_url: str = ""
    """Address the labels point to, without a trailing slash."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """audioguide, engine and encoder."""
    inputs: str = ""
    """SHA-256 over all that the build read; equal: nothing to do."""
    points: tuple[BuiltPoint, ...] = ()
    """Points of the site that are no stops; left out where there are none."""

    @property
    def id(self) -> str:
        """``site`` or ``site.edition``, as of ``Tour``."""
        return f"{self.site}.{self.edition}" if self.edition else self.site

    @property
    def folder(self) -> str:
        """Output folder relative to ``output/``, with forward slashes."""
        return f"{self.site}/{self.edition}" if self.edition else self.site

    @property
    def is_silent(self) -> bool:
        """Whether the sound is silence, for a trial: nothing that visitors should be sent to."""
        return self.engine == SILENT_ENGINE
