"""Utterances → sound for whoever waits: the first clause while the rest is being spoken.

Nothing is levelled, encoded or written: a build does that. What the cache holds is heard from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engines import Engine
from ..errors import EngineError
from ..i18n import _, shorten
from ..model import Clip, Pauses, Span, Utterance
from . import recordings
from .clip_cache import Cache, clip_key

EXCERPT_CHARACTERS = 30
"""Of the text that a message shows."""


def stream_utterances(
    utterances: Sequence[Utterance], engine: Engine, cache: Cache, pauses: Pauses
) -> Iterator[tuple[Utterance, Clip]]:
    """Yield the clips of each utterance in order, each as soon as it is spoken, with the pause that precedes it.

    Raises EngineError naming the stop.
    """
    fingerprint = engine.fingerprint()
    before: Utterance | None = None
    for utterance in utterances:
        try:
            if utterance.recording:
                cached: Clip | None = recordings.load_recording(utterance)
                rendered: tuple[str, ...] = ()
            else:
                rendered = engine.render(utterance)
                cached = cache.get(clip_key(fingerprint, utterance.voice, rendered))
            silence = pause_between(before, utterance, pauses) if before else 0
            for clip in [cached] if cached else engine.stream_speech(rendered, utterance.voice):
                yield utterance, _with_pause_before(clip, silence)
                silence = 0
        except EngineError as error:
            text = shorten("".join(sentence.written for sentence in utterance.sentences), EXCERPT_CHARACTERS)
            error.where = error.where or _("stop {stop}, segment {segment}: “{text}”").format(
                stop=utterance.stop, segment=utterance.segment + 1, text=text
            )
            raise
        before = utterance


def pause_between(before: Utterance, after: Utterance, pauses: Pauses) -> int:
    """Return the milliseconds of silence between two utterances."""
    if before.stop != after.stop:
        return pauses.stop
    if (before.role, before.speaker) != (after.role, after.speaker):
        return pauses.speaker
    same_paragraph = (before.segment, before.paragraph) == (after.segment, after.paragraph)
    return pauses.sentence if same_paragraph else pauses.paragraph


def _with_pause_before(clip: Clip, milliseconds: int) -> Clip:
    if not milliseconds:
        return clip
    spans = tuple(Span(span.start + milliseconds, span.end + milliseconds) for span in clip.spans)
    return Clip(bytes(2 * (milliseconds * clip.rate // 1000)) + clip.pcm, clip.rate, spans)
