"""From two hearings of a stop to findings: what differs, where, and whose mistake it seems to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from ..i18n import _
from .align import NUMERALS, Token, join_tokens
from .confusable_sounds import are_confusable
from .findings import (
    Difference,
    ExpectedSentence,
    Hearing,
    HearingByToken,
    Likelihoods,
    Verdict,
    index_by_token,
    make_difference,
)
from .polyphones import Misreading
from .sentence_checks import MIN_RUN_SYLLABLES, MIN_TAIL_SYLLABLES, added_runs, missing_sentences, odd_paces

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


def judge_differences(
    lines: Sequence[ExpectedSentence], plain: Hearing, biased: Hearing, scales: Likelihoods
) -> list[Difference]:
    """Every difference of a stop, in order; ``scales`` are asked only where both hearings differ from the text."""
    tokens = [token for line in lines for token in line.tokens]
    passes = index_by_token(plain, len(tokens)), index_by_token(biased, len(tokens))
    sentence_differences = list(missing_sentences(lines, tokens, *passes, scales))
    taken = {d.sentence for d in sentence_differences}
    differences = [
        *(_excuse_reading(d, lines[d.sentence]) for d in sentence_differences),
        *added_runs(lines, tokens, plain, biased),
    ]
    differences += (d for d in odd_paces(lines) if d.sentence not in {other.sentence for other in differences})
    differences += _differing_runs(lines, tokens, *passes, scales, taken)
    return sorted(differences, key=lambda d: (d.sentence, d.start))


# ---------------------------------------------------------------- words


def _differing_runs(
    lines: Sequence[ExpectedSentence],
    tokens: Sequence[Token],
    plain: HearingByToken,
    biased: HearingByToken,
    scales: Likelihoods,
    taken: set[int],
) -> Iterator[Difference]:
    """Runs of syllables that at least one hearing has otherwise, but for sentences ``taken`` as a whole."""
    wrong = [
        i
        for i, token in enumerate(tokens)
        if token.sentence not in taken and not (plain.correct([i]) and biased.correct([i]))
    ]
    for run in _neighbouring_runs(wrong, tokens):
        both = [i for i in run if not plain.correct([i]) and not biased.correct([i])]
        sentence, near = tokens[run[0]].sentence, False
        if both:
            ratio = scales.log_likelihood_ratio(sentence, both)
            beside = [tokens[i].text for i in (both[0] - 1, both[-1] + 1) if 0 <= i < len(tokens)]
            stuttered = len(both) == 1 and tokens[both[0]].text in beside  # nobody counts the zeros of 二零零零
            expected, first = [tokens[i] for i in both], plain.recognised(both)
            near = _is_sound_alike(expected, first)
            verdict, reason = _run_verdict(expected, first, biased.recognised(both), ratio, stuttered)
            settled = near and lines[sentence].rendition == "same"  # whatever other voices are heard to say
            if verdict != "recogniser" and not settled:
                verdict, reason = _verdict_against_others(verdict, reason, scales.excess_over_reference(sentence, both))
        else:
            verdict, reason = "recogniser", _("One of the two hearings has it right.")
        recognised = (plain if biased.correct(run) else biased).recognised(run)
        differences = make_difference(lines, tokens, run, join_tokens(recognised), verdict, reason)
        yield _excuse_reading(differences, lines[sentence], near)


def _run_verdict(
    expected: Sequence[Token], first: Sequence[Token], second: Sequence[Token], ratio: float, stuttered: bool
) -> tuple[Verdict, str]:
    """Whose mistake it is, of what neither hearing has right; ``stuttered``: the same syllable is beside it."""
    if ratio == inf:
        return "recogniser", _("Heard rightly when the sentence was listened to alone.")
    lacking = len(expected) - max(len(first), len(second))
    if lacking >= MIN_RUN_SYLLABLES:
        return "voice", _("Neither hearing has all of it.")
    if ratio > FITS:
        return "recogniser", _("The sound fits what was meant as well.")
    if not first and not second:
        gone = len(expected) >= MIN_TAIL_SYLLABLES or any(token.text in NUMERALS for token in expected)
        return ("voice" if gone and not stuttered else "unsure"), _("Neither hearing has it.")
    if len(first) != len(second) or not all(a.sounds & b.sounds for a, b in zip(first, second, strict=True)):
        if ratio <= BLAMED and lacking >= MIN_TAIL_SYLLABLES:
            return "voice", _("Neither hearing has all of it.")
        return "unsure", _("The two hearings disagree with each other.")
    if any(token.text in NUMERALS for token in expected) and any(token.text in NUMERALS for token in first):
        return "voice", _("Both hearings have another number.")
    if _is_sound_alike(expected, first):
        return "unsure", _("What was heard sounds much like what was meant.")
    if ratio > BLAMED:
        return "unsure", _("The sound fits what was meant almost as well.")
    return "voice", _("Both hearings have the same other word.")


def _is_sound_alike(expected: Sequence[Token], recognised: Sequence[Token]) -> bool:
    """Whether every syllable is easily taken for the one heard in its place."""
    return len(recognised) == len(expected) and all(
        are_confusable(m.sounds, h.sounds) for m, h in zip(expected, recognised, strict=True)
    )


def _verdict_against_others(verdict: Verdict, reason: str, beyond: float) -> tuple[Verdict, str]:
    """The verdict in the light of other voices that surely say what was meant."""
    if beyond > ALIKE:
        return "recogniser", _("Other voices that say what was meant are misheard as well.")
    if verdict == "voice" and beyond > APART:
        return "unsure", _("Other voices that say what was meant are heard only somewhat better.")
    return verdict, reason


# ---------------------------------------------------------------- heteronyms


def misreading_difference(
    lines: Sequence[ExpectedSentence], tokens: Sequence[Token], misreading: Misreading, beyond: float
) -> Difference | None:
    """The finding for a character that was recognised, but might have been read otherwise."""
    if beyond > DOUBTED or beyond == -inf:  # no other voice could be asked: no evidence
        return None
    verdict: Verdict = "voice" if beyond <= MISREAD else "unsure"
    reason = _("The word was heard, but the sound is that of another reading of the character.")
    return make_difference(lines, tokens, [misreading.at], misreading.sound, verdict, reason)


# ---------------------------------------------------------------- renditions


def _excuse_reading(differences: Difference, line: ExpectedSentence, near: bool = False) -> Difference:
    """No reading is to blame where the voice says just what it was asked for; ``near``: what was heard sounds alike."""
    if line.rendition != "same" or differences.verdict == "recogniser":
        return differences
    if near:
        reason = _("Said as it was asked for; what was heard sounds much like it.")
        return replace(differences, verdict="recogniser", reason=reason, lexicon="")
    if differences.verdict == "unsure":
        return differences
    reason = _("Matches the request but is hard to understand; rephrase it, changing the reading will not help.")
    return replace(differences, verdict="unsure", reason=reason, lexicon="")


def changed_renditions(lines: Sequence[ExpectedSentence], differences: Sequence[Difference]) -> Iterator[Difference]:
    """Sentences that are not what their voice makes of them today, unless more is known of them (``found``)."""
    known = {d.sentence for d in differences if d.verdict == "voice"}
    sure = any(line.rendition == "same" for line in lines)
    for index, line in enumerate(lines):
        if line.rendition == "other" and index not in known:
            reason = _(
                "The voice now produces something different: the readings or the text have changed. Build again."
            )
            yield Difference(index, line.start, line.end, line.written, "", "", "voice" if sure else "unsure", reason)


def _neighbouring_runs(indices: Sequence[int], tokens: Sequence[Token]) -> Iterator[list[int]]:
    """Neighbouring indices within one sentence."""
    run: list[int] = []
    for i in indices:
        if run and (i != run[-1] + 1 or tokens[i].sentence != tokens[run[-1]].sentence):
            yield run
            run = []
        run.append(i)
    if run:
        yield run
