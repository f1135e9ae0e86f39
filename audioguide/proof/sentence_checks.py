"""Sentences as wholes: those that went unheard, are cut short, are heard twice, or are much too short or long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import inf
from statistics import median

from ..i18n import _
from .align import Token, align_tokens
from .findings import Difference, ExpectedSentence, Hearing, HearingByToken, Likelihoods, make_difference

MIN_RUN_SYLLABLES = 4
"""Syllables heard beyond the text, or lacking, that are more than a slip."""
MISSING_SHARE = 0.6
"""Share of a sentence that went unheard, from which on it counts as missing."""
MIN_TAIL_SYLLABLES = 2
"""Syllables missing at a sentence's end in both hearings that make it truncated."""
MIN_SENTENCE_SYLLABLES = 4
"""Syllables of a sentence that can be judged as a whole."""
PACE_RANGE = (0.72, 1.4)
"""Sounding time a syllable against the stop's median, outside which a sentence is too short or too long."""


def missing_sentences(
    lines: Sequence[ExpectedSentence],
    tokens: Sequence[Token],
    plain: HearingByToken,
    biased: HearingByToken,
    scales: Likelihoods,
) -> Iterator[Difference]:
    """Sentences that neither hearing has, or whose end neither has."""
    silent = [a.recognised < 0 and b.recognised < 0 for a, b in zip(plain.at, biased.at, strict=True)]
    wrong = [not a.same and not b.same for a, b in zip(plain.at, biased.at, strict=True)]
    for index in range(len(lines)):
        run = [i for i, token in enumerate(tokens) if token.sentence == index]
        if len(run) < MIN_SENTENCE_SYLLABLES:
            continue
        tail = 0
        while tail < len(run) and silent[run[-1 - tail]]:
            tail += 1
        if sum(wrong[i] for i in run) >= MISSING_SHARE * len(run) and any(silent[i] for i in run):
            missing, reason = run, _("The sentence was not heard.")
        elif tail >= MIN_TAIL_SYLLABLES:
            missing, reason = run[-tail:], _("The end of the sentence was not heard.")
        else:
            continue
        if scales.log_likelihood_ratio(index, missing) < inf:
            yield make_difference(lines, tokens, missing, "", "voice", reason)


def added_runs(
    lines: Sequence[ExpectedSentence], tokens: Sequence[Token], plain: Hearing, biased: Hearing
) -> Iterator[Difference]:
    """Runs heard beyond the text in both hearings; a repetition names itself."""
    others = list(_long_insertions(biased))
    for place, run in _long_insertions(plain):
        if not any(abs(at - place) <= 2 * MIN_RUN_SYLLABLES for at, _run in others):
            continue
        repeated = _is_repetition(run, tokens[max(0, place - 3 * len(run)) : place + 3 * len(run)])
        reason = _("Heard twice.") if repeated else _("Heard, but not in the text.")
        recognised = "".join(token.text for token in run)
        yield make_difference(lines, tokens, [place], recognised, "voice" if repeated else "unsure", reason)


def _long_insertions(hearing: Hearing) -> Iterator[tuple[int, list[Token]]]:
    """(index of the meant token before, tokens) of each long run that was heard beyond the text."""
    place = 0
    for is_expected, group in groupby(hearing.steps, key=lambda step: step.expected >= 0):
        steps = list(group)
        if is_expected:
            place = steps[-1].expected
        elif len(steps) >= MIN_RUN_SYLLABLES:
            yield place, [hearing.recognised[step.recognised] for step in steps]


def _is_repetition(run: Sequence[Token], around: Sequence[Token]) -> bool:
    """Whether most of a run's sounds stand in this order in the text around it."""
    return sum(step.same for step in align_tokens(run, around)) >= 0.75 * len(run)


def odd_paces(lines: Sequence[ExpectedSentence]) -> Iterator[Difference]:
    """Sentences whose sound is much shorter or longer than their text at the stop's own pace."""
    rated = [
        (i, line.sounding / len(line.tokens))
        for i, line in enumerate(lines)
        if line.sounding and len(line.tokens) >= 2 * MIN_SENTENCE_SYLLABLES
    ]
    if len(rated) < 3:
        return
    middle = median(rate for _index, rate in rated)
    for index, rate in rated:
        if not PACE_RANGE[0] <= rate / middle <= PACE_RANGE[1]:
            line = lines[index]
            reason = _("Much shorter than its text.") if rate < middle else _("Much longer than its text.")
            yield Difference(index, line.start, line.end, line.written, "", "", "unsure", reason)
