"""What will be said: sentences, utterances and their sound."""

from __future__ import annotations

from dataclasses import dataclass

from .voices import Voice


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
    estimated: bool = False
    """The spans of a recording were estimated from its letters and pauses: no recogniser timed them."""

    @property
    def duration(self) -> int:
        """Milliseconds."""
        return len(self.pcm) // 2 * 1000 // self.rate
