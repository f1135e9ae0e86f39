"""The values that travel between modules: frozen, without I/O, importing nothing of ours.

The flow in one line: ``Tour`` (written) → ``Utterance`` (spoken) → ``Clip`` (audio) → ``Manifest`` (built).
Time is integer milliseconds, languages are BCP 47 tags, audio is mono signed 16-bit PCM.
"""

from __future__ import annotations

from .built import SILENT_ENGINE, BuiltPicture, BuiltPoint, BuiltStop, Chapter, Cue, Manifest, Track
from .spoken import Clip, Sentence, Span, Utterance
from .voices import Disclosure, LabelStyle, Loudness, Pauses, Settings, Voice
from .written import (
    POINT_KINDS,
    Access,
    Lexicon,
    LexiconEntry,
    Place,
    Point,
    Position,
    Problem,
    Segment,
    Severity,
    Stop,
    StopPicture,
    Tour,
)

__all__ = [
    "POINT_KINDS",
    "SILENT_ENGINE",
    "Access",
    "BuiltPicture",
    "BuiltPoint",
    "BuiltStop",
    "Chapter",
    "Clip",
    "Cue",
    "Disclosure",
    "LabelStyle",
    "Lexicon",
    "LexiconEntry",
    "Loudness",
    "Manifest",
    "Pauses",
    "Place",
    "Point",
    "Position",
    "Problem",
    "Segment",
    "Sentence",
    "Settings",
    "Severity",
    "Span",
    "Stop",
    "StopPicture",
    "Tour",
    "Track",
    "Utterance",
    "Voice",
]
