"""What a judge works on and what it finds: sentences as they were meant, hearings of them, where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from .align import Step, Token, align_tokens, join_tokens
from .audio_metrics import AudioMetrics
from .resynthesis import Rendition

Verdict = Literal["voice", "recogniser", "unsure"]
Colour = Literal["red", "amber", "green"]


@dataclass(frozen=True)
class ExpectedSentence:
    """One sentence as it was meant, and where it is said."""

    start: int
    """Milliseconds in the track."""
    end: int
    written: str
    tokens: tuple[Token, ...]
    sounding: int = 0
    """Milliseconds within it that are not silent; 0 where nobody timed the sentence."""
    rendition: Rendition = "unknown"
    """Whether it is, to the sample, what its voice makes of it today."""


@dataclass(frozen=True)
class Difference:
    """A place where something else was heard."""

    sentence: int
    """Index within the stop."""
    start: int
    """Milliseconds in the track, estimated within the sentence."""
    end: int
    written: str
    """The sentence."""
    expected: str
    recognised: str
    verdict: Verdict
    reason: str
    lexicon: str = ""
    """The line of a lexicon that decides the word's reading; empty where none would help."""


@dataclass(frozen=True)
class TimedSentence:
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
    """Syllables substituted, missing or added in the hearing without a prompt."""
    errors_biased: int
    """Those left in the hearing prompted with the stop's names and the words misheard."""
    differences: tuple[Difference, ...]
    measures: AudioMetrics
    sentences: tuple[TimedSentence, ...]
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


@dataclass(frozen=True)
class Hearing:
    """What one pass heard of a stop, aligned with what was meant."""

    steps: tuple[Step, ...]
    recognised: tuple[Token, ...]

    @property
    def error_count(self) -> int:
        """Syllables substituted, missing or added."""
        return sum(not step.same for step in self.steps)

    @cached_property
    def correct(self) -> set[int]:
        """Indices of the meant tokens that were heard."""
        return {step.expected for step in self.steps if step.same}


@dataclass(frozen=True)
class HearingByToken:
    """A hearing, to be asked by what was meant."""

    hearing: Hearing
    at: tuple[Step, ...]
    """The step of each meant token."""

    def correct(self, run: Sequence[int]) -> bool:
        """Whether all of a run was heard as meant."""
        return all(self.at[i].same for i in run)

    def recognised(self, run: Sequence[int]) -> list[Token]:
        """The tokens that stand in a run's place, those added within it too."""
        places = [self.at[i].recognised for i in run if self.at[i].recognised >= 0]
        return list(self.hearing.recognised[min(places) : max(places) + 1]) if places else []


class Likelihoods(Protocol):
    """Weighs tokens of a sentence against what is heard in their place when it is listened to alone."""

    def log_likelihood_ratio(self, sentence: int, run: Sequence[int]) -> float:
        """What the sound speaks for the tokens, in logarithms (``Listener.weigh``); ``inf`` where they are heard."""

    def excess_over_reference(self, sentence: int, run: Sequence[int]) -> float:
        """The same, less what it is in another voice that surely says them; ``-inf`` where there is none."""


def align_hearing(expected: Sequence[Token], recognised: Sequence[Token]) -> Hearing:
    """One pass over a stop."""
    return Hearing(tuple(align_tokens(expected, recognised)), tuple(recognised))


def index_by_token(hearing: Hearing, count: int) -> HearingByToken:
    """A hearing of ``count`` meant tokens, to be asked by them."""
    at = [Step(i, -1, False) for i in range(count)]
    for step in hearing.steps:
        if step.expected >= 0:
            at[step.expected] = step
    return HearingByToken(hearing, tuple(at))


def make_difference(
    lines: Sequence[ExpectedSentence],
    tokens: Sequence[Token],
    run: Sequence[int],
    recognised: str,
    verdict: Verdict,
    reason: str,
) -> Difference:
    """Return the finding for a run; times are taken from its place among the sentence's syllables."""
    sentence = tokens[run[0]].sentence
    line = lines[sentence]
    first = run[0] - sum(len(before.tokens) for before in lines[:sentence])
    step = (line.end - line.start) / max(1, len(line.tokens))
    start = line.start + round(first * step)
    end = line.start + round((first + len(run)) * step)
    expected = join_tokens(tokens[i] for i in run)
    word = _lexicon_line(line.tokens, first, first + len(run)) if verdict != "recogniser" and recognised else ""
    return Difference(sentence, start, end, line.written, expected, recognised, verdict, reason, word)


def _lexicon_line(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words around a run with their pinyin, as a lexicon has them; empty unless all of it is Chinese."""
    while first > 0 and not tokens[first].opens:
        first -= 1
    while last < len(tokens) and not tokens[last].opens:
        last += 1
    word = tokens[first:last]
    if not word or not all(token.pinyin for token in word):
        return ""
    return f"{''.join(token.text for token in word)}: {' '.join(token.pinyin for token in word)}"
