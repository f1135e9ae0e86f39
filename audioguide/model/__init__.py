"""The values that travel between modules: frozen, without I/O, importing nothing of ours.

The flow in one line: ``Tour`` (written) → ``Utterance`` (spoken) → ``Clip`` (audio) → ``Manifest`` (built).
Time is integer milliseconds, languages are BCP 47 tags, audio is mono signed 16-bit PCM.
"""

from __future__ import annotations

from .built import (
    SILENT_ENGINE,
    BuiltPicture,
    BuiltPlan,
    BuiltPoint,
    BuiltRecording,
    BuiltRoute,
    BuiltSound,
    BuiltStop,
    Chapter,
    Cue,
    Manifest,
    Track,
)
from .geography import (
    POINT_KINDS,
    ROUTE_KINDS,
    Access,
    Plan,
    PlanPin,
    Point,
    Position,
    ReferencePoint,
    Route,
)
from .pauses import Pauses
from .problems import Place, Problem, Severity
from .sounds import SOUND_KINDS, Sound
from .spoken import Clip, Sentence, Span, Utterance
from .stop_numbers import STOP_NUMBER
from .voices import AUTO_REGIMES, REGIME_NAMES, Disclosure, Labelling, LabelStyle, Loudness, Settings, Voice
from .written import Lexicon, LexiconEntry, Segment, Stop, StopPicture, Tour

__all__ = [
    "AUTO_REGIMES",
    "POINT_KINDS",
    "REGIME_NAMES",
    "ROUTE_KINDS",
    "SILENT_ENGINE",
    "SOUND_KINDS",
    "STOP_NUMBER",
    "Access",
    "BuiltPicture",
    "BuiltPlan",
    "BuiltPoint",
    "BuiltRecording",
    "BuiltRoute",
    "BuiltSound",
    "BuiltStop",
    "Chapter",
    "Clip",
    "Cue",
    "Disclosure",
    "LabelStyle",
    "Labelling",
    "Lexicon",
    "LexiconEntry",
    "Loudness",
    "Manifest",
    "Pauses",
    "Place",
    "Plan",
    "PlanPin",
    "Point",
    "Position",
    "Problem",
    "ReferencePoint",
    "Route",
    "Segment",
    "Sentence",
    "Settings",
    "Severity",
    "Sound",
    "Span",
    "Stop",
    "StopPicture",
    "Tour",
    "Track",
    "Utterance",
    "Voice",
]
