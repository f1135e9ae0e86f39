"""Readings that look surer than they are: kinds of places where too many were wrong in text no rule was written on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log

from msgspec.structs import replace

from ..han import is_han
from . import names, polyphone_rules
from .candidates import are_alike, find_candidates
from .dictionary import load_dictionary, surnames, word_class, word_frequency
from .parts_of_speech import TaggedText
from .polyphone_model import load_model
from .polyphone_rules import NUMERALS
from .syllable import Syllable

LIKELY_PROBABILITY = 0.9
"""The most that is granted to such a reading: likely, not sure."""
LEAST_RULE_LIKELIHOOD = log(0.02)
"""The least likelihood by the model of a reading that the structure of the sentence or a settled word supports."""
FUNCTION_WORDS = frozenset("为得地只")
"""Are read by structure, not by a window of neighbours."""
LEAST_LONELY_LIKELIHOOD = log(0.5)
"""The least likelihood by the model that a rule's reading has to be sure without the grammar's support."""
RARE_WORD_FREQUENCY = 60
"""Words as rare as 行内 are no words for the tagger in one of ten places where they are read wrongly."""
COMMON_WORD_FREQUENCY = 1000
"""Words as common as 充分, which g2pM reads alike, are no others by the grammar: the tagger is not asked."""
LEAST_SHARED_LIKELIHOOD = log(0.98)
"""The least likelihood by the model of a character that two words claim, or whose word the tagger cuts in two."""
UNKNOWN_TO_MODEL = frozenset(["dei3"])
"""Readings that g2pM hardly ever gives: that it has another tells nothing."""
_DEGREES = frozenset("很真最更太挺多极越较不正")
"""Before 好 it is an adjective."""
PLAIN_IN_NAMES = frozenset("中华大子可石叶上作正和")
"""Read alike in nearly all given names."""
_CLANS = re.compile("[家氏府]")
"""After a surname."""
_JOINING = frozenset("和与")
_ADVERBS = frozenset("更还只都没")
"""Are adverbs before another word only."""
_JOINED_PLAINLY = frozenset("的了着过都")
"""Read alike whether the tagger joins them to a neighbour or not."""
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
    for syllable in _find_clans(tagged.text, chosen):
        surname = names.surname_readings()[syllable.text]
        if syllable.confidence != "sure" and surname not in (syllable.pinyin, *syllable.others):
            yield replace(syllable, others=(*syllable.others, surname))
    rules, rival_rules, words = polyphone_rules.load_polyphone_rules(), polyphone_rules.load_rival_rules(), dict(cut)
    doubted = {person.start for person in persons}
    for syllable in chosen.values():
        is_rivalled = syllable.text in rival_rules and syllable.start not in doubted
        if (not is_rivalled and syllable.why != "rule") or syllable.confidence != "sure":
            continue
        if is_rivalled and syllable.why in ("model", "dictionary", "rule", ""):
            reach = _reach_of_word(words, syllable.start)
            if rivals := tuple(polyphone_rules.find_rivals(tagged.text, syllable.start, syllable.pinyin, reach)):
                yield _limit(replace(syllable, others=tuple(dict.fromkeys([*rivals, *syllable.others]))))
                continue
        if syllable.why == "rule" and syllable.text in rules and _is_lonely_rule(tagged, syllable):
            yield _limit(syllable)
    yield from map(_limit, _find_divided_words(tagged, cut, chosen))
    yield from map(_limit, _find_joined_words(tagged, cut, chosen))
    yield from map(_limit, _find_overlapping_words(tagged, cut, chosen))
    for place in _find_given_names(tagged, cut, chosen):
        yield _limit(chosen[place])


def _find_clans(text: str, chosen: dict[int, Syllable]) -> Iterator[Syllable]:
    """Yield the characters that may be surnames before what belongs to a clan."""
    surname_readings = names.surname_readings()
    for place in (match.start() - 1 for match in _CLANS.finditer(text)):
        if place in chosen and text[place] in surname_readings:
            yield chosen[place]


def _limit(syllable: Syllable) -> Syllable:
    return replace(syllable, probability=min(syllable.probability, LIKELY_PROBABILITY))


def _is_lonely_rule(tagged: TaggedText, syllable: Syllable) -> bool:
    """Whether only a line of the table has a reading: the grammar says otherwise, or nothing and g2pM otherwise.

    In text that no line was written on a fifth of them was wrong, of all others 1 in 70.
    """
    if syllable.pinyin not in load_model().classes:
        return False
    if tagged.excludes(syllable.start, syllable.pinyin):
        return True
    least = LEAST_RULE_LIKELIHOOD if syllable.text in FUNCTION_WORDS else LEAST_LONELY_LIKELIHOOD
    if not tagged.is_improbable(syllable.start, syllable.pinyin, least):
        return False
    fitting = tagged.fitting_readings(syllable.start)
    return not fitting if syllable.pinyin in UNKNOWN_TO_MODEL else len(fitting) != 1  # 降 is a verb either way


def _reach_of_word(words: dict[int, str], place: int) -> tuple[int, int]:
    """Return how many characters of a known word stand before and after the character at an offset."""
    start = place
    while start not in words:
        start -= 1
    word = words[start]
    return (place - start, start + len(word) - 1 - place) if word_frequency(word) else (0, 0)


def _find_given_names(tagged: TaggedText, cut: Sequence[tuple[int, str]], chosen: dict[int, Syllable]) -> Iterator[int]:
    """Offsets of characters of several readings in given names: only who knows the person knows how they are read."""
    text = tagged.text
    for start, word in cut:
        if text[start] not in surnames() or (len(word) > 1 and word_frequency(word) and word_class(word)[:2] != "nr"):
            continue
        for place in range(start + 1, min(start + 3, len(text))):
            syllable = chosen.get(place)
            if syllable is None or syllable.confidence != "sure" or not syllable.others:
                continue
            if syllable.why not in ("model", "dictionary", "") or syllable.text in PLAIN_IN_NAMES:
                continue
            name = tagged.word_at(place)
            if name.tag == "PER" and name.start == start and len(name.text) <= 3 and not _is_listed(name.text):
                yield place


def _is_listed(name: str) -> bool:
    """Whether a dictionary has the person."""
    return len(name) > 2 and name in load_dictionary().phrases


def _find_overlapping_words(
    tagged: TaggedText, cut: Sequence[tuple[int, str]], chosen: dict[int, Syllable]
) -> Iterator[Syllable]:
    """Readings of the first or last character of a word that makes another word with its other neighbour: 画|卷|起来.

    Not where the tagger has the segmenter's word and g2pM its reading.
    """
    text, phrases = tagged.text, load_dictionary().phrases
    for start, word in cut:
        if len(word) == 1:
            continue
        for offset, place in ((1, start), (0, start + len(word) - 1)):
            syllable = chosen.get(place)
            if syllable is None or (pair := text[max(0, place - offset) : place - offset + 2]) not in phrases:
                continue
            if syllable.confidence != "sure":
                continue
            if syllable.why not in ("dictionary", "decided") and word_frequency(word):
                continue
            other = find_candidates(pair, offset)
            if not other.backed or any(are_alike(reading, syllable.pinyin) for reading in other.backed):
                continue
            is_counted = offset == 1 and pair[0] in NUMERALS  # 一|服药 may be 一服|药
            word_is_tagged = (
                not is_counted and tagged.word_at(start).start == start and len(tagged.word_at(start).text) == len(word)
            )
            if not word_is_tagged or tagged.is_improbable(place, syllable.pinyin, LEAST_SHARED_LIKELIHOOD):
                yield replace(syllable, others=tuple(dict.fromkeys([*other.backed, *syllable.others])))


def _find_divided_words(
    tagged: TaggedText, cut: Sequence[tuple[int, str]], chosen: dict[int, Syllable]
) -> Iterator[Syllable]:
    """Readings of a dictionary's words that the tagger cuts in two: rare ones, and such as g2pM reads otherwise.

    设|卡, 中|间隔|着, 山坡|上都.
    """
    for start, word in cut:
        if len(word) != 2:
            continue
        for place in range(start, start + len(word)):
            syllable = chosen.get(place)
            if syllable is None or syllable.confidence != "sure" or syllable.why not in ("dictionary", "decided", ""):
                continue
            if not syllable.others or (tagged.is_tagged and not tagged.divides(start, start + len(word))):
                continue
            is_common = syllable.why == "decided" or word_frequency(word) >= RARE_WORD_FREQUENCY
            is_doubtful = (
                not is_common
                or tagged.is_improbable(place, syllable.pinyin, LEAST_SHARED_LIKELIHOOD)
                or (word_frequency(word) < COMMON_WORD_FREQUENCY and tagged.excludes(place, syllable.pinyin))
            )
            if is_doubtful and tagged.divides(start, start + len(word)):
                yield syllable


def _find_joined_words(
    tagged: TaggedText, cut: Sequence[tuple[int, str]], chosen: dict[int, Syllable]
) -> Iterator[Syllable]:
    """Readings that the model alone gives to a word of one character that the tagger joins to another: 和好的面."""
    for place, word in cut:
        syllable = chosen.get(place)
        if len(word) > 1 or syllable is None or syllable.confidence != "sure" or syllable.why != "model":
            continue
        if not syllable.others or word in _JOINED_PLAINLY:
            continue
        pairs = (tagged.text[place : place + 2], tagged.text[max(0, place - 1) : place + 1])
        # asked of the phrases, a set of pairs would go through all of them
        if any(pair in load_dictionary().phrases for pair in pairs) and tagged.word_at(place).text in pairs:
            yield syllable


def _find_unusual_uses(tagged: TaggedText, cut: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Offsets of 好 and 和 that may be verbs (老人好静), of adverbs before nothing, and of 都 in a name (都贤村)."""
    words = ["", *(word for _start, word in cut), ""]
    for index, (start, word) in enumerate(cut, 1):
        before, after = words[index - 1], words[index + 1]
        if word == "好" and before and is_han(before[-1]) and before[-1] not in _DEGREES:
            if word_class(before)[:1] != "v" and word_class(after)[:1] in ("a", "n", "v"):
                yield start
        elif word in _JOINING and not (after and is_han(after[0])):
            yield start  # 歌声相和: nothing is joined
        elif word in _ADVERBS and not (after and is_han(after[0])):
            yield start  # 打五次更: nothing is more so
        elif word[0] == "都" and not (before and is_han(before[-1])):
            named = tagged.word_at(start)
            if len(named.text) > 1 and named.start == start and named.tag in _NAME_TAGS:
                yield start
