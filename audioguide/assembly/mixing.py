"""Clips and pauses → levelled sound with the times of its sentences."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..audio import chime, ffmpeg, levelling
from ..i18n.language_tags import sentence_separator
from ..model import Clip, Cue, Settings, Sound, Span, Utterance
from . import beds

ClipLoader = Callable[[Utterance], Clip]
"""Gives the clip of an utterance; called from several threads."""
READ_BYTES = 1 << 20
"""Read at a time from the file of a long sound."""


@dataclass(frozen=True)
class Mix:
    """Levelled sound and its sentences, timed in milliseconds from its start."""

    pcm: bytes
    """The sound, or its beginning."""
    cues: tuple[Cue, ...] = ()
    rest: Path | None = None
    """File with the PCM that follows: a stop may last hours."""
    speech: tuple[Span, ...] = ()
    """Where somebody speaks, in milliseconds."""

    @property
    def samples(self) -> int:
        """Length of the sound."""
        return (len(self.pcm) + (self.rest.stat().st_size if self.rest else 0)) // 2

    @property
    def onset(self) -> int:
        """Samples until sound is audible; 0 where none is."""
        return ffmpeg.find_onset(self.pcm)

    def blocks(self) -> Iterator[bytes]:
        """Yield all of the sound."""
        yield self.pcm
        if self.rest:
            with self.rest.open("rb") as file:
                while block := file.read(READ_BYTES):
                    yield block

    def discard(self) -> None:
        """Remove the file of a sound that is no longer needed."""
        if self.rest:
            self.rest.unlink(missing_ok=True)


class Mixer:
    """Mixes the stops of one tour at one loudness."""

    def __init__(self, settings: Settings, load: ClipLoader, folder: Path) -> None:
        """``folder``: for sound too long for the memory."""
        self._folder = folder
        self._pauses, self._load = settings.pauses, load
        self._target = settings.loudness.target + ffmpeg.LAME_LOSS_DB

    def mix_stop(self, utterances: Sequence[Utterance], ceiling: float, sounds: Sequence[Sound] = ()) -> Mix:
        """Return the speech of a stop with the sounds around it. ``ceiling``: highest true peak in dBTP."""
        speech = self.mix_utterances(utterances, ceiling)
        return self._add_beds(speech, sounds, ceiling) if sounds else speech

    def open_with_chime(self, speech: Mix, *, rhythm: bool) -> Mix:
        """Return a stop of the whole tour: chime, pause, speech. ``rhythm``: the chime says that it is synthetic."""
        opening = self._make_chime(rhythm) + ffmpeg.silent_pcm(self._pauses.chime)
        cues = shift_cues(speech.cues, ffmpeg.samples_to_ms(len(opening) // 2))
        return Mix(opening + speech.pcm, cues, speech.rest)

    def closing_chime(self, *, rhythm: bool) -> Mix:
        """Return the end of a stop's own file: pause and chime; at its start visitors would wait for the first word."""
        return Mix(ffmpeg.silent_pcm(self._pauses.chime) + self._make_chime(rhythm))

    def _make_chime(self, rhythm: bool) -> bytes:
        return ffmpeg.join_with_fades([chime.make_chime(rhythm, self._target)])

    def _add_beds(self, speech: Mix, sounds: Sequence[Sound], ceiling: float) -> Mix:
        """Return speech with music and ambience around it."""
        spans = [(span.start, span.end) for span in speech.speech]
        with levelling.SpooledSamples() as source:
            for block in speech.blocks():
                source.append(block)
            speech.discard()
            mixed = beds.mix_beds(source, spans, sounds, self._target, ceiling)
            return self._collect_blocks(mixed, shift_cues(speech.cues, beds.lead_ms(sounds)))

    def mix_utterances(self, utterances: Sequence[Utterance], ceiling: float) -> Mix:
        """Return utterances with the pauses between them, at the tour's loudness.

        ``ceiling``: highest true peak in dBTP.
        """
        cues: list[Cue] = []
        spoken: list[Span] = []
        paragraph, before = 0, None
        with levelling.SpooledSamples() as source:
            for utterance in utterances:
                if before:
                    source.append(ffmpeg.silent_pcm(self._pause_between(before, utterance)))
                    paragraph += _paragraph_of(before) != _paragraph_of(utterance)
                clip, start = self._load(utterance), ffmpeg.samples_to_ms(len(source))
                cues += _utterance_cues(utterance, clip, start, paragraph)
                spoken += [Span(start + s.start, start + s.end) for s in clip.spans or (Span(0, clip.duration),)]
                source.append(ffmpeg.fade_ends(ffmpeg.resample_pcm(clip.pcm, clip.rate)))
                before = utterance
            levelled = levelling.level_blocks(source, self._target, ceiling)
            return dataclasses.replace(self._collect_blocks(levelled, tuple(cues)), speech=tuple(spoken))

    def _collect_blocks(self, blocks: Iterator[bytes], cues: tuple[Cue, ...]) -> Mix:
        """Return the sound, with what is more than the memory should hold in a file."""
        beginning = bytearray()
        for block in blocks:
            beginning += block
            if len(beginning) >= levelling.MAX_MEMORY_BYTES:
                break
        else:
            return Mix(bytes(beginning), cues)
        handle, name = tempfile.mkstemp(suffix=".pcm", dir=self._folder)
        os.close(handle)
        with Path(name).open("wb") as file:
            file.writelines(blocks)
        return Mix(bytes(beginning), cues, Path(name))

    def _pause_between(self, before: Utterance, after: Utterance) -> int:
        """Return the milliseconds of silence between two utterances of a stop."""
        if (before.role, before.speaker) != (after.role, after.speaker):
            return self._pauses.speaker
        same_paragraph = _paragraph_of(before) == _paragraph_of(after)
        return self._pauses.sentence if same_paragraph else self._pauses.paragraph


def silent_mix(milliseconds: int) -> Mix:
    """Return silence of this length."""
    return Mix(ffmpeg.silent_pcm(milliseconds))


def shift_cues(cues: Sequence[Cue], milliseconds: int) -> tuple[Cue, ...]:
    """Return the cues as many milliseconds later."""
    return tuple(dataclasses.replace(c, start=c.start + milliseconds, end=c.end + milliseconds) for c in cues)


def decoded_cues(mixes: Sequence[Mix], position: int) -> tuple[Cue, ...]:
    """Return the cues of mixes in a row, the first at ``position`` in samples, in ms of the decoded MP3."""
    cues: list[Cue] = []
    paragraphs = 0
    for mix in mixes:
        shifted = shift_cues(mix.cues, ffmpeg.samples_to_ms(position + ffmpeg.DECODER_DELAY_SAMPLES))
        cues += (dataclasses.replace(c, paragraph=c.paragraph + paragraphs) for c in shifted)
        paragraphs += max((c.paragraph for c in mix.cues), default=-1) + 1
        position += mix.samples
    return tuple(cues)


def cue_text(cues: Sequence[Cue], language: str) -> str:
    """Return what is said, a line a paragraph."""
    separator = sentence_separator(language)
    paragraphs: dict[int, list[str]] = {}
    for cue in cues:
        paragraphs.setdefault(cue.paragraph, []).append(cue.text)
    return "\n".join(separator.join(lines) for lines in paragraphs.values())


def _utterance_cues(utterance: Utterance, clip: Clip, start: int, paragraph: int) -> list[Cue]:
    return [
        Cue(
            start + span.start,
            start + span.end,
            sentence.written,
            paragraph,
            utterance.role,
            utterance.speaker,
            utterance.speaker_title,
            bool(utterance.recording),
            clip.estimated,
        )
        for sentence, span in zip(utterance.sentences, clip.spans, strict=True)
    ]


def _paragraph_of(utterance: Utterance) -> tuple[int, int]:
    return utterance.segment, utterance.paragraph
