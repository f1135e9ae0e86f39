"""Proof-listening: the machine hears every stop before visitors do.

Each stop is heard twice, plainly and told the names it holds, and compared by sound with what the voice was asked
for. Where both hearings differ from the text, the sentence alone is heard once more before the voice is blamed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from .. import audio
from ..errors import ConfigError
from ..i18n import _
from ..model import Span
from ..project import Project
from ..synthesis import cores
from . import chunks, meant, measure, recogniser
from .align import Token, heard_tokens, meant_tokens
from .judge import Difference, Hearing, Line, hear, judge
from .meant import Spoken
from .measure import Measures
from .recogniser import Listener

Colour = Literal["red", "amber", "green"]

SILENCE = 3_000
"""Milliseconds of silence amid a stop that are worth a look."""
LOUDNESS = (-24.0, -12.0)
"""LUFS between which a stop can be heard and does not hurt."""


@dataclass(frozen=True)
class Said:
    """A sentence and where it is heard."""

    start: int
    """Milliseconds in the track."""
    end: int
    text: str


@dataclass(frozen=True)
class StopReport:
    """What was heard of one stop."""

    tour: str
    stop: str
    title: str
    language: str
    file: str
    """The audio, as a path."""
    sha256: str
    """Of the audio file."""
    duration: int
    """Milliseconds."""
    syllables: int
    """Syllables (words, in other languages) that were meant."""
    errors_plain: int
    """Syllables substituted, missing or added in the hearing that was told nothing."""
    errors_biased: int
    """The same, in the hearing that was told the stop's names."""
    differences: tuple[Difference, ...]
    measures: Measures
    sentences: tuple[Said, ...]
    faults: tuple[str, ...] = ()
    """What is wrong with the sound itself, in the reader's language."""
    stale: bool = False
    """The script was changed since this was built."""

    @property
    def id(self) -> str:
        """Names it among others."""
        return f"{self.tour}/{self.stop}" if self.tour else self.title

    @property
    def colour(self) -> Colour:
        """Red: the voice said something else; amber: worth a listen."""
        verdicts = {difference.verdict for difference in self.differences}
        if "voice" in verdicts:
            return "red"
        return "amber" if "unsure" in verdicts or self.faults else "green"


def listener(project: Project, model: Path | None = None) -> Listener:
    """The recogniser on every core. Raises ConfigError where its packages or the model are missing."""
    return recogniser.listener(model, project.cache, cores())


def proof(
    stops: Sequence[Spoken], listen: Listener, cache: Path, told: Callable[[StopReport], None] = lambda _report: None
) -> list[StopReport]:
    """Hear the stops, one after another, each on every core; ``told`` gets each report at once.

    Measures are remembered in ``cache``.

    Raises AudioError for audio that cannot be read, and what ``listen`` raises.
    """
    reports = []
    with ThreadPoolExecutor(cores()) as pool:
        for spoken in stops:
            reports.append(_Ear(spoken, listen, pool).report(cache / "measures"))
            told(reports[-1])
    return reports


class _Ear:
    """Hears one stop."""

    def __init__(self, spoken: Spoken, listen: Listener, pool: ThreadPoolExecutor) -> None:
        self.spoken, self.listen, self.pool = spoken, listen, pool
        try:
            self.data = spoken.file.read_bytes()
        except OSError as error:
            raise ConfigError(
                _("{file} cannot be read: {reason}.").format(file=spoken.file, reason=error.strerror),
                hint=_("Run `audioguide build` first."),
            ) from error
        self.pcm = audio.decode(self.data, recogniser.RATE)
        self.tokens = [
            tuple(meant_tokens(sentence.spoken, spoken.language, index))
            for index, sentence in enumerate(spoken.sentences)
        ]

    def report(self, cache: Path) -> StopReport:
        """Both hearings, their judgement, and the measures."""
        units = sum(map(len, self.tokens))
        measured = self.pool.submit(measure.remembered, self.spoken.file, self.data, self.pcm, units, cache)
        parts = self._chunks()
        texts = list(self.pool.map(self._both, parts))
        flat = [token for tokens in self.tokens for token in tokens]
        plain, biased = (hear(flat, self._heard([text[which] for text in texts])) for which in (0, 1))
        lines = self._lines(plain, [self._heard([text[0]]) for text in texts], parts)
        alone = lru_cache(lambda index: self._alone(lines[index], index))
        found = judge(lines, plain, biased, lambda index, run: any(right.issuperset(run) for right in alone(index)))
        measures = measured.result()
        return StopReport(
            tour=self.spoken.tour,
            stop=self.spoken.stop,
            title=self.spoken.title,
            language=self.spoken.language,
            file=str(self.spoken.file),
            sha256=measure.digest(self.data),
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
        return [dataclasses.replace(part, first=0, last=count) for part in chunks.packed(stretches, self.pcm)]

    def _both(self, part: chunks.Chunk) -> tuple[str, ...]:
        names = meant.names(self.spoken, part.first, part.last)
        return self.listen(chunks.cut(self.pcm, part.span), self.spoken.language, ("", names))

    def _heard(self, texts: Sequence[str]) -> list[Token]:
        said = "".join(token.text for tokens in self.tokens for token in tokens)
        return [token for text in texts for token in heard_tokens(text, self.spoken.language, said)]

    def _lines(self, plain: Hearing, heard: Sequence[Sequence[Token]], parts: Sequence[chunks.Chunk]) -> list[Line]:
        """The sentences with their times; where nobody timed them, those of the first and last syllable heard."""
        spans = self.spoken.spans or tuple(_timed(self.tokens, plain, heard, parts))
        lines = []
        for sentence, tokens, span in zip(self.spoken.sentences, self.tokens, spans, strict=True):
            level = chunks.levels(chunks.cut(self.pcm, span)) if self.spoken.spans else []
            sounding = sum(value > chunks.QUIET for value in level) * chunks.WINDOW
            lines.append(Line(span.start, span.end, sentence.written, tokens, sounding))
        return lines

    def _alone(self, line: Line, index: int) -> tuple[set[int], ...]:
        """Listen to a sentence alone, plainly and told its names; which tokens of the stop each of the two hears."""
        span = Span(max(0, line.start - chunks.MARGIN), line.end + chunks.MARGIN)
        first = sum(map(len, self.tokens[:index]))
        names = meant.names(self.spoken, index, index + 1)
        sound = [chunks.cut(self.pcm, piece) for piece in chunks.split(span, self.pcm)]
        texts = [self.listen(piece, self.spoken.language, ("", names)) for piece in sound]
        heard = (self._heard([text[which] for text in texts]) for which in (0, 1))
        return tuple({first + i for i in hear(line.tokens, tokens).right} for tokens in heard)


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
