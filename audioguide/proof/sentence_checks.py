"""Sentences as wholes: those that went unheard, are cut short, are heard twice, or are much too short or long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import inf
from statistics import median

from ..i18n import _
from .align import Token, align
from .findings import Difference, Hearing, Line, Pass, Scales, difference

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


def whole_sentences(
    lines: Sequence[Line], tokens: Sequence[Token], plain: Pass, biased: Pass, scales: Scales
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


def additions(lines: Sequence[Line], tokens: Sequence[Token], plain: Hearing, biased: Hearing) -> Iterator[Difference]:
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


def paces(lines: Sequence[Line]) -> Iterator[Difference]:
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
