"""Readings that look surer than they are: kinds of places where too many were wrong in text no rule was written on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from ..han import is_han
from . import names, polyphone_rules
from .dictionary import word_class
from .parts_of_speech import TaggedText
from .polyphone_model import load_model, log_likelihoods
from .syllable import Syllable

LIKELY_PROBABILITY = 0.9
"""The most that is granted to such a reading: likely, not sure."""
LEAST_RULE_LIKELIHOOD = log(0.02)
"""The least likelihood by the model that a rule's reading has to be sure without the grammar's support."""
_DEGREES = frozenset("很真最更太挺多极越较不正")
"""Before 好 it is an adjective."""
_JOINING = frozenset("和与")
_NAME_TAGS = frozenset(["PER", "LOC", "ORG", "nr", "ns", "nt", "nz", "nw"])


def limit_confidence(
    tagged: TaggedText,
    cut: Sequence[tuple[int, str]],
    chosen: dict[int, Syllable],
    persons: Sequence[names.NamedReading],
) -> Iterator[Syllable]:
    """Yield, with less confidence, every sure reading that may be another for all that is known."""
    for place in _find_unusual_uses(tagged, cut):
        if place in chosen and chosen[place].why in ("model", "dictionary"):
            yield _limit(chosen[place])
    for person in persons:
        syllable = chosen.get(person.start)
        if syllable and syllable.why in ("model", "dictionary", "rule") and syllable.pinyin != person.readings[0]:
            others = tuple(dict.fromkeys([*syllable.others, *person.readings]))
            most = names.limit_probability(1 - person.probability)
            yield replace(syllable, probability=min(syllable.probability, most), others=others)
    rules = polyphone_rules.load_polyphone_rules()
    ruled = [s for s in chosen.values() if s.why == "rule" and s.text in rules and s.confidence == "sure"]
    yield from map(_limit, _find_lonely_rules(tagged, ruled))


def _limit(syllable: Syllable) -> Syllable:
    return replace(syllable, probability=min(syllable.probability, LIKELY_PROBABILITY))


def _find_lonely_rules(tagged: TaggedText, syllables: Sequence[Syllable]) -> Iterator[Syllable]:
    """Readings that only a line of the table has: the grammar says otherwise, or nothing and the model says otherwise.

    In text that no line was written on a fifth of them was wrong, of all others 1 in 70.
    """
    classes = load_model().classes
    asked = [syllable for syllable in syllables if syllable.pinyin in classes]
    if asked:
        rows = log_likelihoods(tagged.text, [syllable.start for syllable in asked])
        for syllable, row in zip(asked, rows, strict=True):
            fitting = tagged.fitting_readings(syllable.start)
            improbable = row[classes[syllable.pinyin]] < LEAST_RULE_LIKELIHOOD
            if syllable.pinyin not in fitting and (fitting or improbable):
                yield syllable


def _find_unusual_uses(tagged: TaggedText, cut: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Offsets of 好 and 和 that may be verbs (老人好静) and of 都 that begins a name (都贤村)."""
    words = ["", *(word for _start, word in cut), ""]
    for index, (start, word) in enumerate(cut, 1):
        before, after = words[index - 1], words[index + 1]
        if word == "好" and before and is_han(before[-1]) and before[-1] not in _DEGREES:
            if word_class(before)[:1] != "v" and word_class(after)[:1] in ("a", "n", "v"):
                yield start
        elif word in _JOINING and not (after and is_han(after[0])):
            yield start  # 歌声相和: nothing is joined
        elif word[0] == "都" and not (before and is_han(before[-1])):
            named = tagged.word_at(start)
            if len(named.text) > 1 and named.start == start and named.tag in _NAME_TAGS:
                yield start
