"""Who speaks, and how: voices, loudness, labels and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .pauses import Pauses
from .written import Lexicon


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
class Loudness:
    """Targets per stop, ITU-R BS.1770-4 and EBU R 128."""

    target: float = -16.0
    """Integrated loudness in LUFS."""
    true_peak: float = -1.0
    """Highest true peak in dBTP."""


REGIME_NAMES = ("cn", "eu")
"""Rules for labels of synthetic speech that audioguide knows by name."""
AUTO_REGIMES = "auto"
"""Stands for the regimes that follow from the tour's language."""


@dataclass(frozen=True)
class Disclosure:
    """How listeners and machines learn that the speech is synthetic, as written: None is left to the regimes."""

    regimes: str | tuple[str, ...] | None = None
    """The rules that hold, such as ``("cn", "eu")``; ``auto``: those of the tour's language; None: rhythm and tag."""
    chime: bool | None = None
    """The chime follows the rhythm short long, short short (Morse A I)."""
    spoken: str | None = None
    """A sentence said at the start of each file instead of the rhythm; empty: none."""
    mark: bool | None = None
    """The mark for eyes on pages, in feeds and books and on printed labels."""
    tag: bool | None = None
    """The ``AIGC`` metadata of GB 45438-2025."""
    producer: str = ""
    """ContentProducer of the metadata, a name or a code: who answers for the content."""


@dataclass(frozen=True)
class Labelling:
    """The labels of synthetic speech that a tour carries: ``Disclosure`` with every question answered."""

    regimes: tuple[str, ...] = ()
    """The rules it follows; empty: none by name."""
    rhythm: bool = False
    """The chime follows the rhythm of GB 45438-2025; never beside a spoken notice."""
    spoken: str = ""
    """What is said at the start of each file; empty: nothing."""
    mark: bool = False
    """Pages, feeds, books and printed labels bear the mark."""
    tag: bool = False
    """Every container has the ``AIGC`` metadata."""
    producer: str = ""
    """Who answers for the content; empty: nobody is named."""


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
    pauses: Pauses = field(default_factory=Pauses)
    loudness: Loudness = Loudness()
    disclosure: Disclosure | None = None
    """None: rhythm and tag for Chinese of the mainland, nothing elsewhere."""
    bit_rate: int = 64
    """MP3 bit rate in kbit/s, constant."""
    lexicon: Mapping[str, Lexicon] = field(default_factory=dict)
    """Language tag (``zh-CN``, or ``zh`` for all of Chinese) → entries."""
    engines: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Engine → its options, e.g. ``kokoro: {model: my.onnx}``."""
    labels: LabelStyle = LabelStyle()
    base_url: str = ""
    """Address the labels point to, without a trailing slash."""
