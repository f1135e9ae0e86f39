"""From two hearings of a stop to findings: what differs, where, and whose mistake it seems to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from ..i18n import _
from .align import NUMERALS, Token, joined
from .confusable_sounds import alike
from .findings import Difference, Hearing, Line, Pass, Scales, Verdict, by_meant, difference
from .polyphones import Misreading
from .sentence_checks import RUN, TAIL, additions, paces, whole_sentences

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


def judge(lines: Sequence[Line], plain: Hearing, biased: Hearing, scales: Scales) -> list[Difference]:
    """Every difference of a stop, in order; ``scales`` are asked only where both hearings differ from the text."""
    tokens = [token for line in lines for token in line.tokens]
    passes = by_meant(plain, len(tokens)), by_meant(biased, len(tokens))
    whole = list(whole_sentences(lines, tokens, *passes, scales))
    taken = {d.sentence for d in whole}
    found = [*(_as_asked(d, lines[d.sentence]) for d in whole), *additions(lines, tokens, plain, biased)]
    found += (d for d in paces(lines) if d.sentence not in {other.sentence for other in found})
    found += _words(lines, tokens, *passes, scales, taken)
    return sorted(found, key=lambda d: (d.sentence, d.start))


# ---------------------------------------------------------------- words


def _words(
    lines: Sequence[Line], tokens: Sequence[Token], plain: Pass, biased: Pass, scales: Scales, taken: set[int]
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
