"""What was meant against what was heard, weighed by the sound of one sentence alone.

The same is weighed in other voices that surely say what was meant: a mistake the recogniser makes of every voice is
its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from math import inf

from ..model import Sentence, Span
from . import chunks
from .align import Token, join_tokens, recognised_tokens
from .expected import ExpectedStop
from .findings import ExpectedSentence, align_hearing
from .recogniser import Listener
from .reference_voices import ReferenceVoices
from .verdicts import ALIKE

MIN_CLAUSE_SYLLABLES = 12
"""Syllables another voice says at least, around those in question: whole clauses, and no more than it takes."""
MIN_RATIO_OF_RECOGNISED = 5.0
"""What the sound speaks at least for words that are heard rightly in it (measured: 0.5 to 17)."""


class SoundLikelihoods:
    """Weighs words of one stop, see ``finding.Scales``."""

    def __init__(
        self,
        spoken: ExpectedStop,
        lines: Sequence[ExpectedSentence],
        pcm: bytes,
        listen: Listener,
        reference: ReferenceVoices | None,
    ) -> None:
        self.spoken, self.lines, self.pcm, self.listen, self.reference = spoken, lines, pcm, listen, reference
        self.expected_text = "".join(token.text for line in lines for token in line.tokens)
        self.firsts = [sum(len(line.tokens) for line in lines[:index]) for index in range(len(lines))]
        self.own = lru_cache(self._listen_alone)
        self.other = lru_cache(self._listen_to_other)

    def log_likelihood_ratio(self, sentence: int, run: Sequence[int]) -> float:
        """What the sound speaks for the run against what is heard in its place; ``inf`` where it is heard."""
        own, local = self.own(sentence), self._local_indices(sentence, run)
        return inf if own.correct.issuperset(local) else own.log_likelihood_ratio(*own.grown_run_and_rival(local))

    def excess_over_reference(self, sentence: int, run: Sequence[int]) -> float:
        """What ``weigh`` says beyond what it says of the other voice that fares worst; ``-inf`` without any."""
        local = self._local_indices(sentence, run)
        words, instead = self.own(sentence).grown_run_and_rival(local)

        def weigh(spoken: _IsolatedSentence, from_: int) -> float:
            ratio = spoken.log_likelihood_ratio(_shift_indices(words, from_), instead)
            return (
                max(ratio, MIN_RATIO_OF_RECOGNISED)
                if spoken.correct.issuperset(_shift_indices(local, from_))
                else ratio
            )

        return self._excess_ratio(sentence, words, weigh)

    def excess_of_misreading(self, sentence: int, at: int, homophone: str) -> float:
        """As ``beyond``, for one character against a homophone of another reading; 0 where it cannot be decided."""
        (local,) = self._local_indices(sentence, [at])
        if local not in self.own(sentence).at:
            return 0.0
        return self._excess_ratio(
            sentence, [local], lambda spoken, from_: spoken.ratio_of_reading(local - from_, homophone)
        )

    def _excess_ratio(
        self, sentence: int, run: Sequence[int], weigh: Callable[[_IsolatedSentence, int], float]
    ) -> float:
        """What ``weigh`` says of this voice, less the least it says of another that says the clauses around the run.

        ``weigh`` gets the index of the first token said.
        """
        most = -inf
        first, last = self._clause_bounds(sentence, run)
        for voice in self.reference.voices(self.spoken.language) if self.reference else ():
            other = self.other(sentence, voice, first, last)
            if other and other.is_recognised(_shift_indices(run, first)):
                most = max(most, weigh(self.own(sentence), 0) - weigh(other, first))
            if most > ALIKE:  # the next voice cannot change that
                break
        return most

    def _local_indices(self, sentence: int, run: Sequence[int]) -> list[int]:
        return [i - self.firsts[sentence] for i in run]

    def _listen_alone(self, sentence: int) -> _IsolatedSentence:
        line = self.lines[sentence]
        span = Span(max(0, line.start - chunks.MARGIN_MS), line.end + chunks.MARGIN_MS)
        return self._isolate(self.pcm, span, line.tokens)

    def _listen_to_other(self, sentence: int, voice: str, first: int, last: int) -> _IsolatedSentence | None:
        assert self.reference
        tokens = self.lines[sentence].tokens
        part = self.spoken.sentences[sentence]
        if last - first < len(tokens):
            part = Sentence(join_tokens(tokens[first:last]), _mark_every_reading(tokens[first:last]))
        pcm = self.reference.say(part, self.spoken.language, voice)
        return self._isolate(pcm, Span(0, chunks.pcm_duration(pcm)), tokens[first:last]) if pcm else None

    def _clause_bounds(self, sentence: int, run: Sequence[int]) -> tuple[int, int]:
        """Where the clauses around a run begin and end, with neighbours enough to be said in passing."""
        tokens = self.lines[sentence].tokens
        borders = [0, *(i for i, token in enumerate(tokens) if token.paused and i), len(tokens)]
        first = max(i for i, border in enumerate(borders) if border <= run[0])
        last = min(i for i, border in enumerate(borders) if border > run[-1])
        while borders[last] - borders[first] < MIN_CLAUSE_SYLLABLES and (first > 0 or last + 1 < len(borders)):
            if first > 0:
                first -= 1
            else:
                last += 1
        return borders[first], borders[last]

    def _isolate(self, pcm: bytes, span: Span, tokens: Sequence[Token]) -> _IsolatedSentence:
        sounds = [chunks.cut_span(pcm, piece) for piece in chunks.split_span(span, pcm)]
        return _IsolatedSentence(self.listen, self.spoken.language, tokens, sounds, self.expected_text)


def _shift_indices(run: Sequence[int], first: int) -> list[int]:
    return [i - first for i in run]


def _mark_every_reading(tokens: Sequence[Token]) -> str:
    """Tokens as spoken text with the reading of every character, so that no context is needed for it."""
    spoken = (t for t in tokens if t.pinyin or t.text != "儿")  # without pinyin it is part of the syllable before
    return "".join(f"{{{t.text}|{t.pinyin}}}" if t.pinyin else f" {t.text} " for t in spoken)


class _IsolatedSentence:
    """One sentence, said by somebody and listened to by itself, without a prompt.

    Indices are within the sentence; ``sounds`` are its pieces, ``said`` is the text of the whole stop.
    """

    def __init__(
        self, listen: Listener, language: str, tokens: Sequence[Token], sounds: Sequence[bytes], spoken: str
    ) -> None:
        self.listen, self.language, self.tokens, self.sounds = listen, language, tokens, sounds
        self.texts: list[str] = []
        recognised: list[Token] = []
        for sound in sounds:
            text, piece_tokens = recognised_tokens(listen.recognise(sound, language, ""), language, spoken)
            recognised += [replace(token, sentence=len(self.texts)) for token in piece_tokens]  # here: the piece
            self.texts.append(text)
        self.recognised = align_hearing(tokens, recognised)
        self.correct = self.recognised.correct
        self.at = {
            step.expected: step.recognised
            for step in self.recognised.steps
            if step.expected >= 0 and step.recognised >= 0
        }

    def is_recognised(self, run: Sequence[int]) -> bool:
        """Whether something was heard where the run should be."""
        return any(i in self.at for i in run)

    def grown_run_and_rival(self, run: Sequence[int]) -> tuple[list[int], str]:
        """The run grown to what can be weighed, and what is heard in its place."""
        run = self._grow_to_words(run)
        piece, start, end = self._piece_of_run(run)
        return run, self.texts[piece][start:end]

    def log_likelihood_ratio(self, run: Sequence[int], instead: str) -> float:
        """What the sound speaks for the run as it was meant against other words in its place."""
        piece, start, end = self._piece_of_run(run)
        text = self.texts[piece]
        expected, other = (
            text[:start] + words + text[end:] for words in (join_tokens(self.tokens[i] for i in run), instead)
        )
        return self.listen.log_likelihood_ratio(self.sounds[piece], self.language, expected, [other])[0]

    def ratio_of_reading(self, at: int, homophone: str) -> float:
        """What the sound speaks for a token against a homophone of another reading, the rest being as it was meant."""
        piece = self._piece_of_run([at])[0]
        within = [i for i, recognised in self.at.items() if self.recognised.recognised[recognised].sentence == piece]
        tokens = self.tokens[min(within) : max(within) + 1]
        other = list(tokens)
        other[at - min(within)] = replace(self.tokens[at], text=homophone)
        return self.listen.log_likelihood_ratio(
            self.sounds[piece], self.language, join_tokens(tokens), [join_tokens(other)]
        )[0]

    def _piece_of_run(self, run: Sequence[int]) -> tuple[int, int, int]:
        """The piece in which a run is heard, and from where to where in its text; nothing, where it is not heard."""
        within = [self.at[i] for i in run if i in self.at]
        before = [self.at[i] for i in range(run[0]) if i in self.at]
        recognised = [self.recognised.recognised[i] for i in range(min(within), max(within) + 1)] if within else []
        last = self.recognised.recognised[before[-1]] if before else None
        piece = recognised[0].sentence if recognised else last.sentence if last else 0
        recognised = [token for token in recognised if token.sentence == piece]
        if recognised:
            return piece, recognised[0].place, recognised[-1].place + len(recognised[-1].text)
        end = last.place + len(last.text) if last else 0
        return piece, end, end

    def _grow_to_words(self, run: Sequence[int]) -> list[int]:
        """A run grown to whole words, and on over what is spelt otherwise: else the text weighed makes no sense."""

        def is_same_word(i: int, opens: int) -> bool:
            recognised = self.recognised.recognised[self.at[i]].text if i in self.at else self.tokens[i].text
            return not self.tokens[opens].opens or recognised != self.tokens[i].text

        first, last = run[0], run[-1]
        while first > 0 and is_same_word(first - 1, first):
            first -= 1
        while last + 1 < len(self.tokens) and is_same_word(last + 1, last + 1):
            last += 1
        return list(range(first, last + 1))
