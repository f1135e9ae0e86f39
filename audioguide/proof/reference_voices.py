"""Sentences said rightly by other voices: what a recogniser makes of them shows what its doubts are worth."""

from __future__ import annotations

import io
import wave
from typing import Protocol

from ..assembly import synthesis
from ..assembly.clip_cache import Cache
from ..audio import ffmpeg
from ..engines.kokoro import KokoroEngine
from ..errors import EngineError
from ..model import Clip, Sentence, Utterance, Voice
from ..project import Project
from .recogniser import SAMPLE_RATE_HZ

REFERENCE_VOICES = {
    "zh": ("zf_xiaoxiao", "zm_yunjian"),
    "en": ("af_heart", "am_michael"),
    "es": ("ef_dora", "em_alex"),
    "fr": ("ff_siwis",),
}
"""Language → the embedded voices that are asked, a woman's and a man's where there are both."""
REFERENCE_RATE = 0.8
"""Their rate: that of a calm narration."""
SURROUNDING_SILENCE_S = 0.2
"""Seconds of silence before and after."""


class ReferenceVoices(Protocol):
    """Voices that say what they are asked to."""

    def voices(self, language: str) -> tuple[str, ...]:
        """Names of those who speak the language, the best first."""

    def say(self, sentence: Sentence, language: str, voice: str) -> bytes | None:
        """The sentence as a ``Listener`` takes it; None where this voice cannot say it."""

    def say_again(self, sentence: Sentence, voice: Voice, made_by: str) -> bytes | None:
        """The sentence as the voice that said it makes it today, its ends trimmed, as a ``Listener`` takes it.

        ``made_by`` is the fingerprint of the engine it was built with. None where that engine is not this one.
        """


def embedded_voices(project: Project) -> ReferenceVoices | None:
    """The embedded voices; None where their packages are missing. What they say is kept in the project's cache."""
    engine = KokoroEngine()
    return _EmbeddedVoices(engine, Cache(project.cache)) if engine.status().usable else None


class _EmbeddedVoices:
    def __init__(self, engine: KokoroEngine, cache: Cache) -> None:
        self.engine, self.cache = engine, cache

    def voices(self, language: str) -> tuple[str, ...]:
        """As ``ReferenceVoices``."""
        return REFERENCE_VOICES.get(language.split("-")[0].lower(), ())

    def say(self, sentence: Sentence, language: str, voice: str) -> bytes | None:
        """As ``ReferenceVoices``."""
        quiet = bytes(2 * int(SURROUNDING_SILENCE_S * SAMPLE_RATE_HZ))
        spoken = self._speak_sentence(sentence, Voice(self.engine.name, voice, language, rate=REFERENCE_RATE))
        return quiet + spoken + quiet if spoken else None

    def say_again(self, sentence: Sentence, voice: Voice, made_by: str) -> bytes | None:
        """As ``ReferenceVoices``."""
        return self._speak_sentence(sentence, voice) if made_by == self.engine.fingerprint() else None

    def _speak_sentence(self, sentence: Sentence, voice: Voice) -> bytes | None:
        try:
            spoken = synthesis.speak_utterances((Utterance("", 0, 0, voice, (sentence,)),), self.engine, self.cache)
        except EngineError:
            return None
        return clip_as_recogniser_pcm(spoken.load_clip(0))


def clip_as_recogniser_pcm(clip: Clip) -> bytes:
    """Return a clip's sound as a ``Listener`` takes it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(clip.rate)
        out.writeframes(clip.pcm)
    return ffmpeg.decode_audio(file.getvalue(), SAMPLE_RATE_HZ)
