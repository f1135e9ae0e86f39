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
from ..i18n import _, ngettext
from ..model import Span
from . import audio_metrics, chunks, expected, polyphones, recogniser, resynthesis
from .align import Step, Token, expected_tokens, recognised_tokens
from .audio_metrics import AudioMetrics
from .expected import ExpectedStop
from .findings import Difference, ExpectedSentence, Hearing, StopReport, TimedSentence, align_hearing
from .likelihood import SoundLikelihoods
from .polyphones import Misreading
from .reading_checks import unattested_differences
from .recogniser import Listener
from .reference_voices import ReferenceVoices
from .verdicts import changed_renditions, judge_differences, misreading_difference

MAX_SILENCE_MS = 3_000
"""Milliseconds of silence amid a stop that are worth a look."""
LOUDNESS_RANGE_LUFS = (-24.0, -12.0)
"""LUFS between which a stop can be heard and does not hurt."""


class StopListener:
    """Hears one stop."""

    def __init__(
        self, spoken: ExpectedStop, listen: Listener, others: ReferenceVoices | None, pool: ThreadPoolExecutor
    ) -> None:
        self.spoken, self.listen, self.others, self.pool = spoken, listen, others, pool
        try:
            self.data = spoken.file.read_bytes()
        except OSError as error:
            raise ConfigError(
                _("{file} cannot be read: {reason}.").format(file=spoken.file, reason=error.strerror),
                hint=_("Run `audioguide build` first."),
            ) from error
        self.pcm = ffmpeg.decode_audio(spoken.file, recogniser.SAMPLE_RATE_HZ)
        self.tokens = [
            tuple(expected_tokens(sentence.spoken, spoken.language, index))
            for index, sentence in enumerate(spoken.sentences)
        ]
        self.expected_text = "".join(token.text for tokens in self.tokens for token in tokens)

    def report(self, cache: Path) -> StopReport:
        """Both hearings, their judgement, and the measures."""
        flat = [token for tokens in self.tokens for token in tokens]
        renditions = resynthesis.compare_with_resynthesis(self.spoken, self.pcm, self.others, self.pool)
        measured = self.pool.submit(
            audio_metrics.cached_metrics,
            self.spoken.file,
            self.data,
            self.pcm,
            len(flat),
            cache,
            self._speech_alone(),
        )
        parts = self._sound_chunks()
        sounds = [chunks.cut_span(self.pcm, part.span) for part in parts]
        first_pass = [
            self._recognised_tokens(text)
            for text in self.pool.map(lambda sound: self._recognise_chunk(sound, ""), sounds)
        ]
        plain = align_hearing(flat, [token for tokens in first_pass for token in tokens])
        shares = _steps_by_chunk(plain, first_pass)
        as_asked = {index for index, sort in enumerate(renditions) if sort == "same"}
        second_pass = list(
            self.pool.map(lambda *chunk: self._hear_with_prompt(flat, as_asked, *chunk), sounds, first_pass, shares)
        )
        biased = align_hearing(flat, [token for tokens in second_pass for token in tokens])
        lines = self._expected_sentences(plain, first_pass, parts, renditions)
        scales = SoundLikelihoods(self.spoken, lines, self.pcm, self.listen, self.others)
        differences = judge_differences(lines, plain, biased, scales)
        if self.others:
            known = {i for i in plain.correct | biased.correct if flat[i].sentence not in as_asked}
            doubts = self.pool.map(lambda *chunk: self._doubtful_misreadings(flat, known, *chunk), sounds, shares)
            differences += self._confirmed_misreadings(lines, flat, scales, list(doubts))
        differences += [*unattested_differences(self.spoken, lines), *changed_renditions(lines, differences)]
        differences.sort(key=lambda difference: (difference.sentence, difference.start))
        measures = measured.result()
        return StopReport(
            tour=self.spoken.tour,
            stop=self.spoken.stop,
            title=self.spoken.title,
            language=self.spoken.language,
            file=str(self.spoken.file),
            sha256=audio_metrics.sha256_hex(self.data),
            duration=chunks.pcm_duration(self.pcm),
            syllables=len(flat),
            errors_plain=plain.error_count,
            errors_biased=biased.error_count,
            differences=tuple(differences),
            measures=measures,
            sentences=tuple(TimedSentence(line.start, line.end, line.written) for line in lines),
            faults=tuple(_sound_faults(measures)),
            stale=self.spoken.stale,
        )

    def _speech_alone(self) -> audio_metrics.SpeechAlone | None:
        """The speech without what is around it; None where nobody timed it."""
        spans, sound = self.spoken.spans, self.pcm
        if not spans:
            return None
        speech = resynthesis.speech_alone(self.spoken, sound, self.others) if self.spoken.has_sounds else sound
        return audio_metrics.SpeechAlone(Span(spans[0].start, spans[-1].end), speech)

    def _sound_chunks(self) -> list[chunks.Chunk]:
        spans = self.spoken.spans
        if spans:
            return chunks.pack_sentences(spans, self.pcm)
        count = len(self.tokens)
        stretches = [piece for span in chunks.speech_spans(self.pcm) for piece in chunks.split_span(span, self.pcm)]
        return [replace(part, first=0, last=count) for part in chunks.pack_sentences(stretches, self.pcm)]

    def _recognise_chunk(self, sound: bytes, prompt_words: str) -> str:
        return self.listen.recognise(sound, self.spoken.language, prompt_words)

    def _recognised_tokens(self, text: str) -> list[Token]:
        return recognised_tokens(text, self.spoken.language, self.expected_text)[1]

    def _hear_with_prompt(
        self,
        flat: Sequence[Token],
        as_asked: AbstractSet[int],
        sound: bytes,
        before: list[Token],
        share: Sequence[Step],
    ) -> list[Token]:
        """What is heard in a stretch of sound with the words to expect; what was heard before, if that helps not.

        ``said`` was heard in it before, ``share`` are the steps of the stop's alignment that belong to it. In sentences
        said ``as_asked`` all that is misheard is the recogniser's, so it may hear these once more, each alone.
        """
        tokens = [flat[step.expected] for step in share if step.expected >= 0]
        stretch = self._rehear_if_nearer(tokens, align_hearing(tokens, before), [sound])
        tokens_again: list[Token] = []
        steps = zip(_sentence_of_steps(tokens, stretch.steps), stretch.steps, strict=True)
        for sentence, group in groupby(steps, itemgetter(0)):
            group_steps = [step for _sentence, step in group]
            recognised: Sequence[Token] = [
                stretch.recognised[step.recognised] for step in group_steps if step.recognised >= 0
            ]
            if sentence in as_asked and not all(step.same for step in group_steps):
                pieces = chunks.split_span(self.spoken.spans[sentence], self.pcm)
                sounds = [chunks.cut_span(self.pcm, piece) for piece in pieces]
                own = [tokens[step.expected] for step in group_steps if step.expected >= 0]
                recognised = self._rehear_if_nearer(own, align_hearing(own, recognised), sounds).recognised
            tokens_again += recognised
        return tokens_again

    def _rehear_if_nearer(self, tokens: Sequence[Token], before: Hearing, sounds: Sequence[bytes]) -> Hearing:
        """What is heard with the words to expect; what was heard ``before``, where that is nearer to what was meant."""
        if not before.error_count or not tokens:
            return before
        prompt_words = self._words_to_expect(tokens, before)
        again = align_hearing(
            tokens,
            [
                token
                for sound in sounds
                for token in self._recognised_tokens(self._recognise_chunk(sound, prompt_words))
            ],
        )
        return again if again.error_count <= before.error_count else before

    def _doubtful_misreadings(
        self, flat: Sequence[Token], known: AbstractSet[int], sound: bytes, share: Sequence[Step]
    ) -> list[Misreading]:
        """Characters of a stretch of sound, heard as they were meant, that may have been read otherwise."""
        tokens = {step.expected: flat[step.expected] for step in share if step.expected >= 0}
        asked = [each for i in tokens if i in known for each in polyphones.possible_misreadings(flat[i], i)]
        return polyphones.doubtful_misreadings(self.listen, sound, self.spoken.language, tokens, asked)

    def _confirmed_misreadings(
        self,
        lines: Sequence[ExpectedSentence],
        flat: Sequence[Token],
        scales: SoundLikelihoods,
        doubts: Sequence[Sequence[Misreading]],
    ) -> Iterator[Difference]:
        """Those that were, by comparison with other voices."""

        def compare_group(group: list[Misreading]) -> list[Difference | None]:
            weighed = [
                scales.excess_of_misreading(flat[doubt.at].sentence, doubt.at, doubt.homophone) for doubt in group
            ]
            return [
                misreading_difference(lines, flat, doubt, beyond) for doubt, beyond in zip(group, weighed, strict=True)
            ]

        flattened = [doubt for some in doubts for doubt in some]
        groups = [list(group) for _key, group in groupby(flattened, lambda doubt: flat[doubt.at].sentence)]
        for results in self.pool.map(compare_group, groups):
            yield from filter(None, results)

    def _words_to_expect(self, tokens: Sequence[Token], recognised: Hearing) -> str:
        """The words misheard, and the names of the sentences."""
        wrong = [max(0, step.expected) for step in recognised.steps if not step.same]
        names = expected.expected_names(self.spoken, tokens[0].sentence, tokens[-1].sentence + 1)
        return " ".join(dict.fromkeys([*expected.misheard_words(tokens, wrong), *names.split()]))

    def _expected_sentences(
        self,
        plain: Hearing,
        recognised: Sequence[Sequence[Token]],
        parts: Sequence[chunks.Chunk],
        renditions: Sequence[resynthesis.Rendition],
    ) -> list[ExpectedSentence]:
        """The sentences with their times; where nobody timed them, those of the first and last syllable heard."""
        spans = self.spoken.spans or tuple(_estimate_times(self.tokens, plain, recognised, parts))
        lines = []
        for sentence, tokens, span, sort in zip(self.spoken.sentences, self.tokens, spans, renditions, strict=True):
            level = chunks.window_levels(chunks.cut_span(self.pcm, span)) if self.spoken.spans else []
            sounding = sum(value > chunks.QUIET_DBFS for value in level) * chunks.WINDOW_MS
            lines.append(ExpectedSentence(span.start, span.end, sentence.written, tokens, sounding, sort))
        return lines


def _steps_by_chunk(plain: Hearing, first_pass: Sequence[Sequence[Token]]) -> list[list[Step]]:
    """The steps of a stop's alignment that belong to each stretch of sound."""
    chunk_of_token = [i for i, tokens in enumerate(first_pass) for _token in tokens]
    shares: list[list[Step]] = [[] for _tokens in first_pass]
    current = 0
    for step in plain.steps:
        current = chunk_of_token[step.recognised] if step.recognised >= 0 else current
        if shares:
            shares[current].append(step)
    return shares


def _sentence_of_steps(tokens: Sequence[Token], steps: Sequence[Step]) -> Iterator[int]:
    """The sentence each step belongs to; what was added belongs to the one before it."""
    sentence = tokens[0].sentence if tokens else 0
    for step in steps:
        sentence = tokens[step.expected].sentence if step.expected >= 0 else sentence
        yield sentence


def _estimate_times(
    tokens: Sequence[Sequence[Token]],
    plain: Hearing,
    recognised: Sequence[Sequence[Token]],
    parts: Sequence[chunks.Chunk],
) -> Iterator[Span]:
    """Times of sentences from those of the syllables heard, which are spread evenly over their chunk."""
    times = [
        part.span.start + (part.span.end - part.span.start) * place // len(first_pass)
        for part, first_pass in zip(parts, recognised, strict=True)
        for place in range(len(first_pass))
    ]
    at = {step.expected: times[step.recognised] for step in plain.steps if step.expected >= 0 and step.recognised >= 0}
    first = end = 0
    for sentence_tokens in tokens:
        known = [at[i] for i in range(first, first + len(sentence_tokens)) if i in at]
        start, end = (known[0], known[-1]) if known else (end, end)
        yield Span(start, end)
        first += len(sentence_tokens)


def _sound_faults(measures: AudioMetrics) -> Iterator[str]:
    """What is wrong with the sound itself."""
    if measures.clipped:
        yield ngettext("{count} sample is clipped.", "{count} samples are clipped.", measures.clipped).format(
            count=measures.clipped
        )
    if measures.longest_silence > MAX_SILENCE_MS:
        yield _("{seconds} s of silence.").format(seconds=round(measures.longest_silence / 1000, 1))
    if not LOUDNESS_RANGE_LUFS[0] <= measures.loudness <= LOUDNESS_RANGE_LUFS[1]:
        yield _("Its loudness is {loudness} LUFS.").format(loudness=measures.loudness)
