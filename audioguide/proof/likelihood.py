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
from .align import Token, heard_tokens, joined
from .expected import Spoken
from .findings import Line, hear
from .recogniser import Listener
from .reference_voices import Reference
from .verdicts import ALIKE

CLAUSES = 12
"""Syllables another voice says at least, around those in question: whole clauses, and no more than it takes."""
HEARD = 5.0
"""What the sound speaks at least for words that are heard rightly in it (measured: 0.5 to 17)."""


class Scales:
    """Weighs words of one stop, see ``finding.Scales``."""

    def __init__(
        self, spoken: Spoken, lines: Sequence[Line], pcm: bytes, listen: Listener, reference: Reference | None
    ) -> None:
        self.spoken, self.lines, self.pcm, self.listen, self.reference = spoken, lines, pcm, listen, reference
        self.said = "".join(token.text for line in lines for token in line.tokens)
        self.firsts = [sum(len(line.tokens) for line in lines[:index]) for index in range(len(lines))]
        self.own = lru_cache(self._own)
        self.other = lru_cache(self._other)

    def weigh(self, sentence: int, run: Sequence[int]) -> float:
        """What the sound speaks for the run against what is heard in its place; ``inf`` where it is heard."""
        own, local = self.own(sentence), self._local(sentence, run)
        return inf if own.right.issuperset(local) else own.weigh(*own.instead(local))

    def beyond(self, sentence: int, run: Sequence[int]) -> float:
        """What ``weigh`` says beyond what it says of the other voice that fares worst; ``-inf`` without any."""
        local = self._local(sentence, run)
        words, instead = self.own(sentence).instead(local)

        def weigh(said: _Alone, from_: int) -> float:
            ratio = said.weigh(_moved(words, from_), instead)
            return max(ratio, HEARD) if said.right.issuperset(_moved(local, from_)) else ratio

        return self._less(sentence, words, weigh)

    def misread(self, sentence: int, at: int, homophone: str) -> float:
        """As ``beyond``, for one character against a homophone of another reading; 0 where it cannot be told."""
        (local,) = self._local(sentence, [at])
        if local not in self.own(sentence).at:
            return 0.0
        return self._less(sentence, [local], lambda said, from_: said.reread(local - from_, homophone))

    def _less(self, sentence: int, run: Sequence[int], weigh: Callable[[_Alone, int], float]) -> float:
        """What ``weigh`` says of this voice, less the least it says of another that says the clauses around the run.

        ``weigh`` is told the index of the first token said.
        """
        most = -inf
        first, last = self._clauses(sentence, run)
        for voice in self.reference.voices(self.spoken.language) if self.reference else ():
            other = self.other(sentence, voice, first, last)
            if other and other.found(_moved(run, first)):
                most = max(most, weigh(self.own(sentence), 0) - weigh(other, first))
            if most > ALIKE:  # the next voice cannot change that
                break
        return most

    def _local(self, sentence: int, run: Sequence[int]) -> list[int]:
        return [i - self.firsts[sentence] for i in run]

    def _own(self, sentence: int) -> _Alone:
        line = self.lines[sentence]
        span = Span(max(0, line.start - chunks.MARGIN), line.end + chunks.MARGIN)
        return self._alone(self.pcm, span, line.tokens)

    def _other(self, sentence: int, voice: str, first: int, last: int) -> _Alone | None:
        assert self.reference
        tokens = self.lines[sentence].tokens
        part = self.spoken.sentences[sentence]
        if last - first < len(tokens):
            part = Sentence(joined(tokens[first:last]), _marked(tokens[first:last]))
        pcm = self.reference.said(part, self.spoken.language, voice)
        return self._alone(pcm, Span(0, chunks.length(pcm)), tokens[first:last]) if pcm else None

    def _clauses(self, sentence: int, run: Sequence[int]) -> tuple[int, int]:
        """Where the clauses around a run begin and end, with neighbours enough to be said in passing."""
        tokens = self.lines[sentence].tokens
        borders = [0, *(i for i, token in enumerate(tokens) if token.paused and i), len(tokens)]
        first = max(i for i, border in enumerate(borders) if border <= run[0])
        last = min(i for i, border in enumerate(borders) if border > run[-1])
        while borders[last] - borders[first] < CLAUSES and (first > 0 or last + 1 < len(borders)):
            if first > 0:
                first -= 1
            else:
                last += 1
        return borders[first], borders[last]

    def _alone(self, pcm: bytes, span: Span, tokens: Sequence[Token]) -> _Alone:
        sounds = [chunks.cut(pcm, piece) for piece in chunks.split(span, pcm)]
        return _Alone(self.listen, self.spoken.language, tokens, sounds, self.said)


def _moved(run: Sequence[int], first: int) -> list[int]:
    return [i - first for i in run]


def _marked(tokens: Sequence[Token]) -> str:
    """Tokens as spoken text with the reading of every character, so that no context is needed for it."""
    said = (t for t in tokens if t.pinyin or t.text != "儿")  # without pinyin it is part of the syllable before
    return "".join(f"{{{t.text}|{t.pinyin}}}" if t.pinyin else f" {t.text} " for t in said)


class _Alone:
    """One sentence, said by somebody and listened to by itself, the recogniser being told nothing.

    Indices are within the sentence; ``sounds`` are its pieces, ``said`` is the text of the whole stop.
    """

    def __init__(
        self, listen: Listener, language: str, tokens: Sequence[Token], sounds: Sequence[bytes], said: str
    ) -> None:
        self.listen, self.language, self.tokens, self.sounds = listen, language, tokens, sounds
        self.texts: list[str] = []
        heard: list[Token] = []
        for sound in sounds:
            text, found = heard_tokens(listen.hear(sound, language, ""), language, said)
            heard += [replace(token, sentence=len(self.texts)) for token in found]  # here: the piece
            self.texts.append(text)
        self.heard = hear(tokens, heard)
        self.right = self.heard.right
        self.at = {step.meant: step.heard for step in self.heard.steps if step.meant >= 0 and step.heard >= 0}

    def found(self, run: Sequence[int]) -> bool:
        """Whether something was heard where the run should be."""
        return any(i in self.at for i in run)

    def instead(self, run: Sequence[int]) -> tuple[list[int], str]:
        """The run grown to what can be weighed, and what is heard in its place."""
        run = self._words(run)
        piece, start, end = self._place(run)
        return run, self.texts[piece][start:end]

    def weigh(self, run: Sequence[int], instead: str) -> float:
        """What the sound speaks for the run as it was meant against other words in its place."""
        piece, start, end = self._place(run)
        text = self.texts[piece]
        meant, other = (text[:start] + words + text[end:] for words in (joined(self.tokens[i] for i in run), instead))
        return self.listen.weigh(self.sounds[piece], self.language, meant, [other])[0]

    def reread(self, at: int, homophone: str) -> float:
        """What the sound speaks for a token against a homophone of another reading, the rest being as it was meant."""
        piece = self._place([at])[0]
        within = [i for i, heard in self.at.items() if self.heard.heard[heard].sentence == piece]
        tokens = self.tokens[min(within) : max(within) + 1]
        other = list(tokens)
        other[at - min(within)] = replace(self.tokens[at], text=homophone)
        return self.listen.weigh(self.sounds[piece], self.language, joined(tokens), [joined(other)])[0]

    def _place(self, run: Sequence[int]) -> tuple[int, int, int]:
        """The piece in which a run is heard, and from where to where in its text; nothing, where it is not heard."""
        within = [self.at[i] for i in run if i in self.at]
        before = [self.at[i] for i in range(run[0]) if i in self.at]
        heard = [self.heard.heard[i] for i in range(min(within), max(within) + 1)] if within else []
        last = self.heard.heard[before[-1]] if before else None
        piece = heard[0].sentence if heard else last.sentence if last else 0
        heard = [token for token in heard if token.sentence == piece]
        if heard:
            return piece, heard[0].place, heard[-1].place + len(heard[-1].text)
        end = last.place + len(last.text) if last else 0
        return piece, end, end

    def _words(self, run: Sequence[int]) -> list[int]:
        """A run grown to whole words, and on over what is spelt otherwise: else the text weighed makes no sense."""

        def grows(i: int, opens: int) -> bool:
            heard = self.heard.heard[self.at[i]].text if i in self.at else self.tokens[i].text
            return not self.tokens[opens].opens or heard != self.tokens[i].text

        first, last = run[0], run[-1]
        while first > 0 and grows(first - 1, first):
            first -= 1
        while last + 1 < len(self.tokens) and grows(last + 1, last + 1):
            last += 1
        return list(range(first, last + 1))
