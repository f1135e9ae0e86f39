"""An engine that speaks only German, and only in bell strokes."""

from __future__ import annotations

import math
import struct
from typing import Literal

from audioguide.engines import Engine, Status, VoiceInfo
from audioguide.errors import EngineError, VoiceNotFound
from audioguide.i18n.language_tags import primary_language
from audioguide.model import Clip, Span, Utterance, Voice
from audioguide.text.homophones import respell_marks

RATE_HZ = 24_000
STROKE_MS = 60


class GlockeEngine(Engine):
    """One stroke a word."""

    name = "glocke"
    unit: Literal["sentence", "paragraph"] = "sentence"
    local = True

    def fingerprint(self) -> str:
        """Name and version."""
        return "glocke/1"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """The spoken text without marks."""
        rendered = tuple(respell_marks(sentence.spoken) for sentence in utterance.sentences)
        if not any(map(str.isalpha, "".join(rendered))):
            raise EngineError("There is nothing to ring.")
        return rendered

    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        """A decaying tone for each word."""
        if voice.name not in {known.name for known in self.voices()}:
            raise VoiceNotFound(f"There is no bell “{voice.name}”.")
        samples: list[int] = []
        spans = []
        for text in rendered:
            start = len(samples)
            for _word in text.split():
                samples += [
                    round(9000 * math.exp(-n / 700) * math.sin(n / 6)) for n in range(RATE_HZ * STROKE_MS // 1000)
                ]
            spans.append(Span(start * 1000 // RATE_HZ, len(samples) * 1000 // RATE_HZ))
        return Clip(struct.pack(f"<{len(samples)}h", *samples), RATE_HZ, tuple(spans))

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Two bells."""
        return (VoiceInfo("susanne", "de-DE"), VoiceInfo("gloriosa", "de-DE"))

    def default_voice(self, language: str, role: str) -> str | None:
        """The great bell narrates."""
        if primary_language(language) != "de":
            return None
        return "gloriosa" if role == "narrator" else "susanne"

    def status(self) -> Status:
        """A bell is always there."""
        return Status(True)
