"""From two hearings of a stop to findings: what differs, where, and whose mistake it seems to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from math import inf
from statistics import median
from typing import Literal, Protocol

from ..i18n import _
from .align import NUMERALS, Step, Token, align, joined
from .heteronyms import Misreading
from .rendition import Rendition
from .sounds import alike

Verdict = Literal["voice", "recogniser", "unsure"]

RUN = 4
"""Syllables heard beyond the text, or lacking, that are more than a slip."""
GONE = 0.6
"""Share of a sentence that went unheard, from which on it counts as missing."""
TAIL = 2
"""Syllables missing at a sentence's end in both hearings that make it truncated."""
SHORTEST = 4
"""Syllables of a sentence that can be judged as a whole."""
PACE = (0.72, 1.4)
"""Sounding time a syllable against the stop's median, outside which a sentence is too short or too long."""
FITS = -3.0
"""What the sound says for what was meant against what was heard (``Scales.weigh``), above which it may be either."""
BLAMED = -5.5
"""Where it is below this, the sound is hardly what was meant. Measured on mistakes spoken on purpose: readings at -3
to -22, numbers at -6 to -22; the recogniser's slips lie mostly above, those below mostly sound alike (新, 西)."""
MISREAD, DOUBTED = -9.0, -6.0
"""``Scales.beyond`` of another reading of a character below which it was read so, or may have been."""
ALIKE, APART = -6.0, -12.0
"""``Scales.beyond`` above which other voices, saying what was meant, are misheard as well, and below which this voice
surely says something else. Mistakes spoken on purpose: -12 to -33; unclear syllables: mostly above -12."""


@dataclass(frozen=True)
class Line:
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
    meant: str
    heard: str
    verdict: Verdict
    reason: str
    lexicon: str = ""
    """The line of a lexicon that decides the word's reading; empty where none would help."""


@dataclass(frozen=True)
class Hearing:
    """What one pass heard of a stop, aligned with what was meant."""

    steps: tuple[Step, ...]
    heard: tuple[Token, ...]

    @property
    def errors(self) -> int:
        """Syllables substituted, missing or added."""
        return sum(not step.same for step in self.steps)

    @cached_property
    def right(self) -> set[int]:
        """Indices of the meant tokens that were heard."""
        return {step.meant for step in self.steps if step.same}


@dataclass(frozen=True)
class _Pass:
    """A hearing, to be asked by what was meant."""

    hearing: Hearing
    at: tuple[Step, ...]
    """The step of each meant token."""

    def right(self, run: Sequence[int]) -> bool:
        return all(self.at[i].same for i in run)

    def heard(self, run: Sequence[int]) -> list[Token]:
        """The tokens that stand in a run's place, those added within it too."""
        places = [self.at[i].heard for i in run if self.at[i].heard >= 0]
        return list(self.hearing.heard[min(places) : max(places) + 1]) if places else []


class Scales(Protocol):
    """Weighs tokens of a sentence against what is heard in their place when it is listened to alone."""

    def weigh(self, sentence: int, run: Sequence[int]) -> float:
        """What the sound speaks for the tokens, in logarithms (``Listener.weigh``); ``inf`` where they are heard."""

    def beyond(self, sentence: int, run: Sequence[int]) -> float:
        """The same, less what it is in another voice that surely says them; ``-inf`` where there is none."""


def hear(meant: Sequence[Token], heard: Sequence[Token]) -> Hearing:
    """One pass over a stop."""
    return Hearing(tuple(align(meant, heard)), tuple(heard))


def judge(lines: Sequence[Line], plain: Hearing, biased: Hearing, scales: Scales) -> list[Difference]:
    """Every difference of a stop, in order; ``scales`` are asked only where both hearings differ from the text."""
    tokens = [token for line in lines for token in line.tokens]
    passes = _by_meant(plain, len(tokens)), _by_meant(biased, len(tokens))
    whole = list(_whole_sentences(lines, tokens, *passes, scales))
    taken = {d.sentence for d in whole}
    found = [*(_as_asked(d, lines[d.sentence]) for d in whole), *_additions(lines, tokens, plain, biased)]
    found += (d for d in _paces(lines) if d.sentence not in {other.sentence for other in found})
    found += _words(lines, tokens, *passes, scales, taken)
    return sorted(found, key=lambda d: (d.sentence, d.start))


# ---------------------------------------------------------------- words


def _words(
    lines: Sequence[Line], tokens: Sequence[Token], plain: _Pass, biased: _Pass, scales: Scales, taken: set[int]
) -> Iterator[Difference]:
    """Runs of syllables that at least one hearing has otherwise, but for sentences ``taken`` as a whole."""
    wrong = [
        i
        for i, token in enumerate(tokens)
        if token.sentence not in taken and not (plain.right([i]) and biased.right([i]))
    ]
    for run in _runs(wrong, tokens):
        both = [i for i in run if not plain.right([i]) and not biased.right([i])]
        sentence, near = tokens[run[0]].sentence, False
        if both:
            ratio = scales.weigh(sentence, both)
            beside = [tokens[i].text for i in (both[0] - 1, both[-1] + 1) if 0 <= i < len(tokens)]
            stuttered = len(both) == 1 and tokens[both[0]].text in beside  # nobody counts the zeros of 二零零零
            meant, one = [tokens[i] for i in both], plain.heard(both)
            near = _near(meant, one)
            verdict, reason = _verdict(meant, one, biased.heard(both), ratio, stuttered)
            settled = near and lines[sentence].rendition == "same"  # whatever other voices are heard to say
            if verdict != "recogniser" and not settled:
                verdict, reason = _compared(verdict, reason, scales.beyond(sentence, both))
        else:
            verdict, reason = "recogniser", _("One of the two hearings has it right.")
        heard = (plain if biased.right(run) else biased).heard(run)
        found = difference(lines, tokens, run, joined(heard), verdict, reason)
        yield _as_asked(found, lines[sentence], near)


def _verdict(
    meant: Sequence[Token], one: Sequence[Token], two: Sequence[Token], ratio: float, stuttered: bool
) -> tuple[Verdict, str]:
    """Whose mistake it is, of what neither hearing has right; ``stuttered``: the same syllable stands beside it."""
    if ratio == inf:
        return "recogniser", _("Heard rightly when the sentence was listened to alone.")
    lacking = len(meant) - max(len(one), len(two))
    if lacking >= RUN:
        return "voice", _("Neither hearing has all of it.")
    if ratio > FITS:
        return "recogniser", _("The sound fits what was meant as well.")
    if not one and not two:
        gone = len(meant) >= TAIL or any(token.text in NUMERALS for token in meant)
        return ("voice" if gone and not stuttered else "unsure"), _("Neither hearing has it.")
    if len(one) != len(two) or not all(a.sounds & b.sounds for a, b in zip(one, two, strict=True)):
        if ratio <= BLAMED and lacking >= TAIL:
            return "voice", _("Neither hearing has all of it.")
        return "unsure", _("The two hearings disagree with each other.")
    if any(token.text in NUMERALS for token in meant) and any(token.text in NUMERALS for token in one):
        return "voice", _("Both hearings have another number.")
    if _near(meant, one):
        return "unsure", _("What was heard sounds much like what was meant.")
    if ratio > BLAMED:
        return "unsure", _("The sound fits what was meant almost as well.")
    return "voice", _("Both hearings have the same other word.")


def _near(meant: Sequence[Token], heard: Sequence[Token]) -> bool:
    """Whether every syllable is easily taken for the one heard in its place."""
    return len(heard) == len(meant) and all(alike(m.sounds, h.sounds) for m, h in zip(meant, heard, strict=True))


def _compared(verdict: Verdict, reason: str, beyond: float) -> tuple[Verdict, str]:
    """The verdict in the light of other voices that surely say what was meant."""
    if beyond > ALIKE:
        return "recogniser", _("Other voices that say what was meant are misheard as well.")
    if verdict == "voice" and beyond > APART:
        return "unsure", _("Other voices that say what was meant are heard only somewhat better.")
    return verdict, reason


# ---------------------------------------------------------------- heteronyms


def misread(lines: Sequence[Line], tokens: Sequence[Token], misreading: Misreading, beyond: float) -> Difference | None:
    """What is to be told of a character that was heard, but might have been read otherwise."""
    if beyond > DOUBTED or beyond == -inf:  # no other voice could be asked: no evidence
        return None
    verdict: Verdict = "voice" if beyond <= MISREAD else "unsure"
    reason = _("The word was heard, but the sound is that of another reading of the character.")
    return difference(lines, tokens, [misreading.at], misreading.sound, verdict, reason)


# ---------------------------------------------------------------- renditions


def _as_asked(found: Difference, line: Line, near: bool = False) -> Difference:
    """No reading is to blame where the voice says just what it was asked for; ``near``: what was heard sounds alike."""
    if line.rendition != "same" or found.verdict == "recogniser":
        return found
    if near:
        reason = _("Said as it was asked for; what was heard sounds much like it.")
        return replace(found, verdict="recogniser", reason=reason, lexicon="")
    if found.verdict == "unsure":
        return found
    reason = _("Said as it was asked for, but hard to understand: no reading would mend it, other words might.")
    return replace(found, verdict="unsure", reason=reason, lexicon="")


def otherwise(lines: Sequence[Line], found: Sequence[Difference]) -> Iterator[Difference]:
    """Sentences that are not what their voice makes of them today, unless more is known of them (``found``)."""
    known = {d.sentence for d in found if d.verdict == "voice"}
    sure = any(line.rendition == "same" for line in lines)
    for index, line in enumerate(lines):
        if line.rendition == "other" and index not in known:
            reason = _(
                "The voice says this otherwise today: other readings or another text were asked for. Build again."
            )
            yield Difference(index, line.start, line.end, line.written, "", "", "voice" if sure else "unsure", reason)


# ---------------------------------------------------------------- sentences


def _whole_sentences(
    lines: Sequence[Line], tokens: Sequence[Token], plain: _Pass, biased: _Pass, scales: Scales
) -> Iterator[Difference]:
    """Sentences that neither hearing has, or whose end neither has."""
    silent = [a.heard < 0 and b.heard < 0 for a, b in zip(plain.at, biased.at, strict=True)]
    wrong = [not a.same and not b.same for a, b in zip(plain.at, biased.at, strict=True)]
    for index in range(len(lines)):
        run = [i for i, token in enumerate(tokens) if token.sentence == index]
        if len(run) < SHORTEST:
            continue
        tail = 0
        while tail < len(run) and silent[run[-1 - tail]]:
            tail += 1
        if sum(wrong[i] for i in run) >= GONE * len(run) and any(silent[i] for i in run):
            missing, reason = run, _("The sentence was not heard.")
        elif tail >= TAIL:
            missing, reason = run[-tail:], _("The end of the sentence was not heard.")
        else:
            continue
        if scales.weigh(index, missing) < inf:
            yield difference(lines, tokens, missing, "", "voice", reason)


def _additions(lines: Sequence[Line], tokens: Sequence[Token], plain: Hearing, biased: Hearing) -> Iterator[Difference]:
    """Runs heard beyond the text in both hearings; a repetition names itself."""
    others = list(_insertions(biased))
    for place, run in _insertions(plain):
        if not any(abs(at - place) <= 2 * RUN for at, _run in others):
            continue
        repeated = _echoes(run, tokens[max(0, place - 3 * len(run)) : place + 3 * len(run)])
        reason = _("Heard twice.") if repeated else _("Heard, but not in the text.")
        heard = "".join(token.text for token in run)
        yield difference(lines, tokens, [place], heard, "voice" if repeated else "unsure", reason)


def _insertions(hearing: Hearing) -> Iterator[tuple[int, list[Token]]]:
    """(index of the meant token before, tokens) of each long run that was heard beyond the text."""
    place = 0
    for meant, group in groupby(hearing.steps, key=lambda step: step.meant >= 0):
        steps = list(group)
        if meant:
            place = steps[-1].meant
        elif len(steps) >= RUN:
            yield place, [hearing.heard[step.heard] for step in steps]


def _echoes(run: Sequence[Token], around: Sequence[Token]) -> bool:
    """Whether most of a run's sounds stand in this order in the text around it."""
    return sum(step.same for step in align(run, around)) >= 0.75 * len(run)


def _paces(lines: Sequence[Line]) -> Iterator[Difference]:
    """Sentences whose sound is much shorter or longer than their text at the stop's own pace."""
    rated = [
        (i, line.sounding / len(line.tokens))
        for i, line in enumerate(lines)
        if line.sounding and len(line.tokens) >= 2 * SHORTEST
    ]
    if len(rated) < 3:
        return
    middle = median(rate for _index, rate in rated)
    for index, rate in rated:
        if not PACE[0] <= rate / middle <= PACE[1]:
            line = lines[index]
            reason = _("Much shorter than its text.") if rate < middle else _("Much longer than its text.")
            yield Difference(index, line.start, line.end, line.written, "", "", "unsure", reason)


# ---------------------------------------------------------------- helpers


def _by_meant(hearing: Hearing, count: int) -> _Pass:
    at = [Step(i, -1, False) for i in range(count)]
    for step in hearing.steps:
        if step.meant >= 0:
            at[step.meant] = step
    return _Pass(hearing, tuple(at))


def _runs(indices: Sequence[int], tokens: Sequence[Token]) -> Iterator[list[int]]:
    """Neighbouring indices within one sentence."""
    run: list[int] = []
    for i in indices:
        if run and (i != run[-1] + 1 or tokens[i].sentence != tokens[run[-1]].sentence):
            yield run
            run = []
        run.append(i)
    if run:
        yield run


def difference(
    lines: Sequence[Line], tokens: Sequence[Token], run: Sequence[int], heard: str, verdict: Verdict, reason: str
) -> Difference:
    """What is told of a run; times are taken from its place among the sentence's syllables."""
    sentence = tokens[run[0]].sentence
    line = lines[sentence]
    first = run[0] - sum(len(before.tokens) for before in lines[:sentence])
    step = (line.end - line.start) / max(1, len(line.tokens))
    start = line.start + round(first * step)
    end = line.start + round((first + len(run)) * step)
    meant = joined(tokens[i] for i in run)
    word = _lexicon_line(line.tokens, first, first + len(run)) if verdict != "recogniser" and heard else ""
    return Difference(sentence, start, end, line.written, meant, heard, verdict, reason, word)


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
