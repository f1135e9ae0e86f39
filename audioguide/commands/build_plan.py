"""What a build works with: the order, a tour on its way, the result, and who follows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..engines import Engine
from ..errors import ConfigError
from ..i18n import _, suggest_name
from ..model import Clip, Lexicon, Manifest, Settings, Tour, Utterance, Voice

if TYPE_CHECKING:
    from ..assembly.synthesis import Progress, Spoken


@dataclass(frozen=True)
class BuildRequest:
    """What the caller wants built, and with what."""

    sites: tuple[str, ...] = ()
    """Sites or editions; empty: all."""
    stop: str = ""
    """Only this stop; empty: the whole tour."""
    engine: str = ""
    """Overrides ``voices.yaml`` and the engine of the last build; empty: neither."""
    jobs: int | None = None
    """Engine calls at once; None: as many as serve the engine best."""
    cluster: str = ""
    """Address of a Dask scheduler, whose workers make whole tours; empty: this machine."""
    shared_cache: str = ""
    """Folder or ``s3://BUCKET/PREFIX`` that several machines share; empty: that of the environment, if any."""
    force: bool = False
    """Speak and stitch again what is there already."""
    pages: bool = True
    """Make the outputs too: the visitors' pages and all others that are enabled."""
    outputs: tuple[str, ...] = ()
    """Outputs to make besides the enabled ones."""
    retired: tuple[str, ...] = ()
    """Ids of tours to take away in the same switch."""


@dataclass(frozen=True)
class TourBuild:
    """A tour, read and checked, and all that decides how it sounds."""

    tour: Tour
    settings: Settings
    engine: Engine
    cast: Mapping[str, Voice]
    lexicon: Lexicon
    folder: Path
    inputs: str
    """SHA-256 over everything the result depends on."""
    before: Manifest | None
    """The last build."""
    is_current: bool
    """The last build is of the same inputs and its files are intact."""


@dataclass(frozen=True)
class BuildResult:
    """What became of one tour."""

    tour: Tour
    engine: str
    files: tuple[Path, ...]
    """The MP3s, the whole tour first (or the one stop asked for)."""
    calls: int
    """Calls made to the engine."""
    unchanged: bool
    """True when nothing had to be done."""
    duration: int
    """Milliseconds of audio."""


class BuildListener:
    """What a build tells while it runs; the command line draws it, tests ignore it."""

    def say(self, message: str) -> None:
        """Tell one line worth knowing."""

    def follow_synthesis(self, tour: Tour) -> AbstractContextManager[Callable[[Progress], None]]:
        """Follow a synthesis: the callable takes each state of it."""
        return nullcontext(lambda _progress: None)


@dataclass(frozen=True)
class SpokenTour:
    """A tour whose clips are all in the cache."""

    job: TourBuild
    spoken: Spoken
    notice: Utterance | None
    """The spoken disclosure."""
    utterances: Sequence[Utterance]
    """Those of the stops."""

    def load(self, utterance: Utterance) -> Clip:
        """Return the clip of an utterance."""
        return self.spoken.load_clip(self._places[utterance])

    @cached_property
    def _places(self) -> Mapping[Utterance, int]:
        return {utterance: index for index, utterance in enumerate(self.spoken.utterances)}


def stop_index(tour: Tour, number: str) -> int:
    """Index of the stop with this number. Raises ConfigError, naming the nearest, where there is none."""
    known = [stop.number for stop in tour.stops]
    if number in known:
        return known.index(number)
    raise ConfigError(
        _("{tour} has no stop {number}.").format(tour=tour.id, number=number),
        hint=suggest_name(number, known),
    )
