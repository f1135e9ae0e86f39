"""Speech engines: one class a file, registered in ``registry``, tested by the family's contract suite.

An engine never sees the cache, the command line or another engine. It does two things: ``render`` turns an
utterance into exactly what the model or service is given (pure, quick enough to run on every build: it decides
what must be spoken again), and ``speak`` turns that into audio.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from ..errors import VoiceNotFound
from ..model import Clip, Utterance, Voice

if TYPE_CHECKING:
    from .options import OptionTable


@dataclass(frozen=True)
class VoiceInfo:
    """A voice an engine offers."""

    name: str
    language: str
    gender: str = ""
    note: str = ""


@dataclass(frozen=True)
class Status:
    """Whether an engine can be used here and now."""

    usable: bool
    reason: str = ""
    """Why not, or what is remarkable, in the reader's language."""
    fix: str = ""
    """The command or step that fixes it."""


class Engine(ABC):
    """What every engine offers. Options come from ``engines.<name>`` of ``voices.yaml``."""

    name: ClassVar[str]
    unit: Literal["sentence", "paragraph"] = "sentence"
    """What is spoken at a time, and so re-spoken after an edit."""
    max_characters: int = 300
    """A paragraph longer than this is asked for in several utterances, split between sentences."""
    local: ClassVar[bool]
    """True: bound by this machine's cores; False: by a remote service."""
    workers: int = 0
    """Calls at once that serve it best; 0: one for each core."""
    option_table: ClassVar[OptionTable | None] = None
    """Its options, which ``check`` and the studio's form ask for; None: it checks what it is given by itself."""
    voice_options: ClassVar[tuple[str, ...]] = ("rate", "pitch", "volume")
    """What ``voices.yaml`` can say of a voice besides its name: pace, rate, pitch, volume, style."""

    def __init__(self, options: Mapping[str, object] | None = None) -> None:
        """Raise ConfigError for an option that does not fit the table."""
        from .options import require_options

        self.options = dict(options or {})
        if self.option_table is not None:
            require_options(self.name, self.options, self.option_table)

    @abstractmethod
    def fingerprint(self) -> str:
        """What makes this engine's audio what it is: name, model and its digest. Part of the cache key."""

    @abstractmethod
    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """Exactly what the model is given, one string a sentence. Pure: equal input, equal output.

        Raises EngineError for text that cannot be spoken.
        """

    @abstractmethod
    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        """Audio of the rendered sentences, trimmed, with a span for each. Safe to call from several threads.

        Raises EngineUnavailable (worth a retry), VoiceNotFound, NoAudio or EngineError.
        """

    def stream_speech(self, rendered: tuple[str, ...], voice: Voice) -> Iterator[Clip]:
        """Yield the audio in order, the first of it as early as possible, for a listener who waits.

        Each clip ends with the pause that follows it and has one span, its speech. An engine that cannot speak less
        than it is given yields the whole. The audio may differ from what ``speak`` gives: it is not for the cache.
        Raises as ``speak`` does.
        """
        yield self.speak(rendered, voice)

    def prefer_latency(self) -> None:
        """Give a single call all there is, before the first one: somebody listens. The audio stays the same."""
        return

    def start_loading(self) -> None:
        """Begin to load what the first call will need, in the background; what goes wrong is reported by that call."""
        return

    def prepare_batch(self, calls: int) -> None:
        """Make ready for so many calls, all rendered: an engine that needs much memory may make room first."""
        return

    def cancel(self) -> None:
        """End what waits to be tried again; calls under way may still succeed. The engine stays usable."""
        return

    @abstractmethod
    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice the engine offers, without a network where possible."""

    def offers_voice(self, name: str) -> bool:
        """Whether the engine speaks with a voice of this name."""
        return any(name == voice.name for voice in self.voices())

    def explain_voice(self, name: str) -> VoiceNotFound | None:
        """Return what is wrong with a name that can only be a voice of this engine; None where it may be anything."""
        return None

    @abstractmethod
    def default_voice(self, language: str, role: str) -> str | None:
        """The voice for a role that ``voices.yaml`` leaves open; None when the engine does not speak the language."""

    def natural_pace(self, voice: str, language: str) -> float | None:
        """Units (characters of Chinese, words elsewhere) a minute that the voice speaks at rate 1, pauses within
        sentences included; None where nobody has measured it."""
        return None

    @abstractmethod
    def status(self) -> Status:
        """Whether it can be used now; at most a few seconds."""
