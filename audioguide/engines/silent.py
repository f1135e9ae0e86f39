"""Silence as long as the text deserves: for tests and for laying out a tour before anyone speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..model import Clip, Span, Utterance, Voice
from . import Engine, Status, VoiceInfo

if TYPE_CHECKING:
    from .options import OptionTable

SHORTEST = 200
"""Milliseconds: even one syllable takes its time."""
BETWEEN = 300
"""Milliseconds between the sentences of one utterance."""


class SilentEngine(Engine):
    """Needs nothing and speaks any registered language."""

    name = "silent"
    local = True
    option_table: ClassVar[OptionTable] = ()
    voice_options: ClassVar[tuple[str, ...]] = ("rate",)

    def fingerprint(self) -> str:
        """Name and version: nothing else shapes silence."""
        return "silent/1"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """The spoken text itself."""
        return tuple(sentence.spoken for sentence in utterance.sentences)

    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        """Silence at the language's pace, divided by the voice's rate."""
        from ..text import find_language

        speech = find_language(voice.language)
        spans: list[Span] = []
        end = 0
        for text in rendered:
            start = end + BETWEEN if spans else 0
            end = start + max(SHORTEST, round(speech.spoken_length(text) * 60_000 / speech.pace / voice.rate))
            spans.append(Span(start, end))
        return Clip(bytes(end * SAMPLE_RATE_HZ // 1000 * 2), SAMPLE_RATE_HZ, tuple(spans))

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The one voice, of no language."""
        return (VoiceInfo("silence", ""),)

    def default_voice(self, language: str, role: str) -> str | None:
        """Always the one voice."""
        return "silence"

    def status(self) -> Status:
        """Always usable."""
        return Status(True)
