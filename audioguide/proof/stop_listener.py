"""Hears one stop: twice and more, each stretch of sound on a core of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from ..audio import ffmpeg
from ..errors import ConfigError
from ..i18n import _
from ..model import Span
from . import audio_metrics, chunks, expected, polyphones, recogniser, resynthesis
from .align import Step, Token, heard_tokens, meant_tokens
from .audio_metrics import Measures
from .expected import Spoken
from .findings import Difference, Hearing, Line, Said, StopReport, hear
from .likelihood import Scales
from .polyphones import Misreading
from .reading_checks import slips
from .recogniser import Listener
from .reference_voices import Reference
from .verdicts import judge, misread, otherwise

SILENCE = 3_000
"""Milliseconds of silence amid a stop that are worth a look."""
LOUDNESS = (-24.0, -12.0)
"""LUFS between which a stop can be heard and does not hurt."""


class Ear:
    """Hears one stop."""

    def __init__(self, spoken: Spoken, listen: Listener, others: Reference | None, pool: ThreadPoolExecutor) -> None:
        self.spoken, self.listen, self.others, self.pool = spoken, listen, others, pool
        try:
            self.data = spoken.file.read_bytes()
        except OSError as error:
            raise ConfigError(
                _("{file} cannot be read: {reason}.").format(file=spoken.file, reason=error.strerror),
                hint=_("Run `audioguide build` first."),
            ) from error
        self.pcm = ffmpeg.decode_audio(self.data, recogniser.RATE)
        self.tokens = [
            tuple(meant_tokens(sentence.spoken, spoken.language, index))
            for index, sentence in enumerate(spoken.sentences)
        ]
        self.said = "".join(token.text for tokens in self.tokens for token in tokens)

    def report(self, cache: Path) -> StopReport:
        """Both hearings, their judgement, and the measures."""
        flat = [token for tokens in self.tokens for token in tokens]
        renditions = resynthesis.renditions(self.spoken, self.pcm, self.others, self.pool)
        measured = self.pool.submit(audio_metrics.remembered, self.spoken.file, self.data, self.pcm, len(flat), cache)
        parts = self._chunks()
        sounds = [chunks.cut(self.pcm, part.span) for part in parts]
        said = [self._tokens(text) for text in self.pool.map(lambda sound: self._hear(sound, ""), sounds)]
        plain = hear(flat, [token for tokens in said for token in tokens])
        shares = _shares(plain, said)
        as_asked = {index for index, sort in enumerate(renditions) if sort == "same"}
        told = list(self.pool.map(lambda *of: self._told(flat, as_asked, *of), sounds, said, shares))
        biased = hear(flat, [token for tokens in told for token in tokens])
        lines = self._lines(plain, said, parts, renditions)
        scales = Scales(self.spoken, lines, self.pcm, self.listen, self.others)
        found = judge(lines, plain, biased, scales)
        if self.others:
            known = {i for i in plain.right | biased.right if flat[i].sentence not in as_asked}
            doubts = self.pool.map(lambda *of: self._doubts(flat, known, *of), sounds, shares)
            found += self._misread(lines, flat, scales, list(doubts))
        found += [*slips(self.spoken, lines), *otherwise(lines, found)]
        found.sort(key=lambda difference: (difference.sentence, difference.start))
        measures = measured.result()
        return StopReport(
            tour=self.spoken.tour,
            stop=self.spoken.stop,
            title=self.spoken.title,
            language=self.spoken.language,
            file=str(self.spoken.file),
            sha256=audio_metrics.digest(self.data),
            duration=chunks.length(self.pcm),
            syllables=len(flat),
            errors_plain=plain.errors,
            errors_biased=biased.errors,
            differences=tuple(found),
            measures=measures,
            sentences=tuple(Said(line.start, line.end, line.written) for line in lines),
            faults=tuple(_faults(measures)),
            stale=self.spoken.stale,
        )

    def _chunks(self) -> list[chunks.Chunk]:
        spans = self.spoken.spans
        if spans:
            return chunks.packed(spans, self.pcm)
        count = len(self.tokens)
        stretches = [piece for span in chunks.stretches(self.pcm) for piece in chunks.split(span, self.pcm)]
        return [replace(part, first=0, last=count) for part in chunks.packed(stretches, self.pcm)]

    def _hear(self, sound: bytes, told: str) -> str:
        return self.listen.hear(sound, self.spoken.language, told)

    def _tokens(self, text: str) -> list[Token]:
        return heard_tokens(text, self.spoken.language, self.said)[1]

    def _told(
        self, flat: Sequence[Token], as_asked: AbstractSet[int], sound: bytes, said: list[Token], share: Sequence[Step]
    ) -> list[Token]:
        """What is heard in a stretch of sound when it is told what to expect; what was heard before, if that helps not.

        ``said`` was heard in it before, ``share`` are the steps of the stop's alignment that belong to it. In sentences
        said ``as_asked`` all that is misheard is the recogniser's, so it may hear these once more, each alone.
        """
        tokens = [flat[step.meant] for step in share if step.meant >= 0]
        stretch = self._again(tokens, hear(tokens, said), [sound])
        found: list[Token] = []
        steps = zip(_of(tokens, stretch.steps), stretch.steps, strict=True)
        for sentence, group in groupby(steps, itemgetter(0)):
            one = [step for _sentence, step in group]
            heard: Sequence[Token] = [stretch.heard[step.heard] for step in one if step.heard >= 0]
            if sentence in as_asked and not all(step.same for step in one):
                pieces = chunks.split(self.spoken.spans[sentence], self.pcm)
                sounds = [chunks.cut(self.pcm, piece) for piece in pieces]
                own = [tokens[step.meant] for step in one if step.meant >= 0]
                heard = self._again(own, hear(own, heard), sounds).heard
            found += heard
        return found

    def _again(self, tokens: Sequence[Token], before: Hearing, sounds: Sequence[bytes]) -> Hearing:
        """What is heard when told what to expect; what was heard ``before``, where that is nearer to what was meant."""
        if not before.errors or not tokens:
            return before
        told = self.expected(tokens, before)
        again = hear(tokens, [token for sound in sounds for token in self._tokens(self._hear(sound, told))])
        return again if again.errors <= before.errors else before

    def _doubts(
        self, flat: Sequence[Token], known: AbstractSet[int], sound: bytes, share: Sequence[Step]
    ) -> list[Misreading]:
        """Characters of a stretch of sound, heard as they were meant, that may have been read otherwise."""
        tokens = {step.meant: flat[step.meant] for step in share if step.meant >= 0}
        asked = [each for i in tokens if i in known for each in polyphones.misreadings(flat[i], i)]
        return polyphones.doubted(self.listen, sound, self.spoken.language, tokens, asked)

    def _misread(
        self, lines: Sequence[Line], flat: Sequence[Token], scales: Scales, doubts: Sequence[Sequence[Misreading]]
    ) -> Iterator[Difference]:
        """Those that were, by comparison with other voices."""

        def closer(group: list[Misreading]) -> list[Difference | None]:
            weighed = [scales.misread(flat[doubt.at].sentence, doubt.at, doubt.homophone) for doubt in group]
            return [misread(lines, flat, doubt, beyond) for doubt, beyond in zip(group, weighed, strict=True)]

        flattened = [doubt for some in doubts for doubt in some]
        groups = [list(group) for _key, group in groupby(flattened, lambda doubt: flat[doubt.at].sentence)]
        for found in self.pool.map(closer, groups):
            yield from filter(None, found)

    def expected(self, tokens: Sequence[Token], heard: Hearing) -> str:
        """The words misheard, and the names of the sentences."""
        wrong = [max(0, step.meant) for step in heard.steps if not step.same]
        names = expected.names(self.spoken, tokens[0].sentence, tokens[-1].sentence + 1)
        return " ".join(dict.fromkeys([*expected.misheard(tokens, wrong), *names.split()]))

    def _lines(
        self,
        plain: Hearing,
        heard: Sequence[Sequence[Token]],
        parts: Sequence[chunks.Chunk],
        renditions: Sequence[resynthesis.Rendition],
    ) -> list[Line]:
        """The sentences with their times; where nobody timed them, those of the first and last syllable heard."""
        spans = self.spoken.spans or tuple(_timed(self.tokens, plain, heard, parts))
        lines = []
        for sentence, tokens, span, sort in zip(self.spoken.sentences, self.tokens, spans, renditions, strict=True):
            level = chunks.levels(chunks.cut(self.pcm, span)) if self.spoken.spans else []
            sounding = sum(value > chunks.QUIET for value in level) * chunks.WINDOW
            lines.append(Line(span.start, span.end, sentence.written, tokens, sounding, sort))
        return lines


def _shares(plain: Hearing, said: Sequence[Sequence[Token]]) -> list[list[Step]]:
    """The steps of a stop's alignment that belong to each stretch of sound."""
    of = [i for i, tokens in enumerate(said) for _token in tokens]
    shares: list[list[Step]] = [[] for _tokens in said]
    current = 0
    for step in plain.steps:
        current = of[step.heard] if step.heard >= 0 else current
        if shares:
            shares[current].append(step)
    return shares


def _of(tokens: Sequence[Token], steps: Sequence[Step]) -> Iterator[int]:
    """The sentence each step belongs to; what was added belongs to the one before it."""
    sentence = tokens[0].sentence if tokens else 0
    for step in steps:
        sentence = tokens[step.meant].sentence if step.meant >= 0 else sentence
        yield sentence


def _timed(
    tokens: Sequence[Sequence[Token]], plain: Hearing, heard: Sequence[Sequence[Token]], parts: Sequence[chunks.Chunk]
) -> Iterator[Span]:
    """Times of sentences from those of the syllables heard, which are spread evenly over their chunk."""
    times = [
        part.span.start + (part.span.end - part.span.start) * place // len(said)
        for part, said in zip(parts, heard, strict=True)
        for place in range(len(said))
    ]
    at = {step.meant: times[step.heard] for step in plain.steps if step.meant >= 0 and step.heard >= 0}
    first = end = 0
    for one in tokens:
        known = [at[i] for i in range(first, first + len(one)) if i in at]
        start, end = (known[0], known[-1]) if known else (end, end)
        yield Span(start, end)
        first += len(one)


def _faults(measures: Measures) -> Iterator[str]:
    """What is wrong with the sound itself."""
    if measures.clipped:
        yield _("{count} samples are clipped.").format(count=measures.clipped)
    if measures.longest_silence > SILENCE:
        yield _("{seconds} s of silence.").format(seconds=round(measures.longest_silence / 1000, 1))
    if not LOUDNESS[0] <= measures.loudness <= LOUDNESS[1]:
        yield _("Its loudness is {loudness} LUFS.").format(loudness=measures.loudness)
