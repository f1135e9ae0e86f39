"""Readings that look surer than they are: kinds of places where too many were wrong in text no rule was written on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from ..han import is_han
from . import names, polyphone_rules
from .dictionary import word_class, word_frequency
from .parts_of_speech import TaggedText
from .polyphone_model import load_model
from .syllable import Syllable

LIKELY_PROBABILITY = 0.9
"""The most that is granted to such a reading: likely, not sure."""
LEAST_RULE_LIKELIHOOD = log(0.02)
"""The least likelihood by the model that a rule's reading has to be sure without the grammar's support."""
COMMON_WORD_FREQUENCY = 1000
"""Words as common as 充分 are cut rightly more often by the segmenter than by the tagger."""
LEAST_WORD_LIKELIHOOD = log(0.05)
"""The least likelihood by the model that a dictionary's word has to be sure where the tagger sees no such word."""
UNKNOWN_TO_MODEL = frozenset(["dei3"])
"""Readings that g2pM hardly ever gives: that it has another tells nothing."""
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
    for syllable in chosen.values():
        if syllable.confidence != "sure":
            continue
        if syllable.why == "rule" and syllable.text in rules and _is_lonely_rule(tagged, syllable):
            yield _limit(syllable)
    yield from map(_limit, _find_divided_words(tagged, cut, chosen))


def _limit(syllable: Syllable) -> Syllable:
    return replace(syllable, probability=min(syllable.probability, LIKELY_PROBABILITY))


def _is_lonely_rule(tagged: TaggedText, syllable: Syllable) -> bool:
    """Whether only a line of the table has a reading: the grammar says otherwise, or nothing and g2pM otherwise.

    In text that no line was written on a fifth of them was wrong, of all others 1 in 70.
    """
    if syllable.pinyin not in load_model().classes:
        return False
    fitting = tagged.fitting_readings(syllable.start)
    if fitting and syllable.pinyin not in fitting:
        return True
    improbable = tagged.is_improbable(syllable.start, syllable.pinyin, LEAST_RULE_LIKELIHOOD)
    if syllable.pinyin in UNKNOWN_TO_MODEL:
        return improbable and not fitting
    return improbable and len(fitting) != 1  # 降 is a verb either way


def _find_divided_words(
    tagged: TaggedText, cut: Sequence[tuple[int, str]], chosen: dict[int, Syllable]
) -> Iterator[Syllable]:
    """Readings of a dictionary's words that g2pM has otherwise and the tagger cuts in two: 中|间隔|着, 山坡|上都."""
    for start, word in cut:
        if len(word) != 2 or word_frequency(word) >= COMMON_WORD_FREQUENCY:
            continue
        for place in range(start, start + len(word)):
            syllable = chosen.get(place)
            if syllable is None or syllable.confidence != "sure" or syllable.why not in ("dictionary", "decided"):
                continue
            if tagged.is_improbable(place, syllable.pinyin, LEAST_WORD_LIKELIHOOD) and tagged.divides(
                start, start + len(word)
            ):
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
