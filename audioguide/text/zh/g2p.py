"""Spoken Chinese → syllables: which reading each character has, why, and how sure.

In this order: a mark, a word a person has decided, a surname, and for everything else a vote. The candidates of a
character are its readings in dictionaries; each gets points for every dictionary that reads the word so (more for
longer and commoner words), for being the usual reading, and for its likelihood in the sentence by g2pM's model. The
points, a conditional log-linear model, are learnt by ``benchmarks/train_g2p.py`` and lie in ``gate.json``. The few
weights know nothing of single characters or words, so they hold for those never seen. Where all dictionaries read a
word alike there is no vote: the development data is rich in rare words, ordinary text in common ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from ..han import is_han
from . import erhua, function_words, names, polyphone_rules, purpose, sandhi
from .candidates import (
    Candidates,
    find_candidates,
    load_weights,
    probability_of,
    score_candidates,
    weigh_grammar,
)
from .confidence import LEAST_RULE_LIKELIHOOD, limit_confidence
from .data_tables import read_pairs
from .dictionary import SOURCES, cut_words, load_dictionary, plain_readings, prevailing_reading, word_frequency
from .parts_of_speech import TaggedText, fitting_choices
from .polyphone_model import load_model
from .reduplication import repeat_readings
from .syllable import SURE_PROBABILITY, Syllable, parse_marks, to_confidence
from .traditional import to_simplified

_RUN = re.compile(r"[A-Za-zÀ-ɏ]+|.", re.DOTALL)
"""Latin words stay whole, all else goes by characters."""

MODEL_SURE_PROBABILITY = 0.98
"""Measured: of the readings that the model alone gives with less than this, 2 to 10 in 100 are wrong."""
MODEL_PROBABILITY = 0.9
"""The most that is granted to a reading that the model and the part of speech support: likely, not sure."""
DIVIDED_PROBABILITY = 0.9
"""The most that is granted to a reading of a word that dictionaries read in two ways (转动): 7 in 100 are wrong."""
UNSUPPORTED_PROBABILITY = 0.8
"""The most that is granted to a reading that nothing but the model supports: a third of them are wrong."""
RULE_AGAINST_GRAMMAR = 0.9
"""What is granted to a rule whose reading has another part of speech than the character there: 3 in 10 are wrong."""
LIKELY_AGAINST_GRAMMAR = 0.9
"""What is granted to a dictionary's word whose character is another part of speech by the grammar."""
_PARTICLES = frozenset("地得着了过")
DEFAULTS = frozenset("的了着过和与都要给好比把吗呢吧啊啦哪子")
"""Have a reading so much commoner by itself than any other that it needs no further support."""
NOUN_TAGS = frozenset(["n", "nz", "LOC", "ORG", "TIME"])
"""Tags of the words before a 得 that hardly joins a complement to them."""
GRAMMAR_DECIDES = {"还": "hai2", "只": "zhi3", "没": "mei2", "更": "geng4", "中": "zhong1"}
"""Readings that are sure where the tagger has their part of speech and the model agrees."""


@lru_cache(maxsize=4096)
def to_syllables(spoken: str) -> tuple[Syllable, ...]:
    """Every character of a spoken text in order, with its reading. Marks are obeyed."""
    text, fixed = parse_marks(spoken)
    simplified = to_simplified(text)
    if all(own in (other, "乾") for own, other in zip(text, simplified, strict=True)):
        simplified = text  # 萧乾 is so written in simplified script, where 乾 is never dry
    if simplified != text:
        fixed = _distinct_readings(text, simplified) | fixed
    tokens = list(_tokenise(simplified, fixed))
    if simplified != text:
        tokens = [replace(token, text=text[token.start : token.start + len(token.text)]) for token in tokens]
    return tuple(sandhi.apply_sandhi(tokens))


def _distinct_readings(text: str, simplified: str) -> dict[int, str]:
    """Readings that only the traditional character tells: 髮 is fa4, 發 fa1, where 发 is both."""
    table = read_pairs("traditional.tsv")
    readings: dict[int, str] = {}
    for place, (original, character) in enumerate(zip(text, simplified, strict=True)):
        own = table.get(original, "") if original != character else ""  # 乾 of 乾隆 is 乾 in both scripts
        if own in load_model().readings.get(character, ()):
            readings[place] = own
    return readings


def _tokenise(text: str, fixed: dict[int, str]) -> Iterator[Syllable]:
    """The text as tokens, readings chosen, tones unchanged."""
    cut: list[tuple[int, str]] = []
    at = 0
    for word in cut_words(text):
        cut.append((at, word))
        at += len(word)
    cut, particles = function_words.divide_adverbials(cut)
    tagged = TaggedText(text)
    persons = list(names.find_names(text, cut, tagged))
    chosen = _find_overrides(text, cut, tagged, persons, particles)
    plain = _settled_characters()
    open_places = [
        (place, word, place - start)
        for start, word in cut
        for place, char in enumerate(word, start)
        if char not in plain and place not in chosen and place not in fixed and is_han(char)
    ]
    chosen |= {s.start: s for s in _decide_polyphones(tagged, open_places)}
    chosen |= {s.start: s for s in repeat_readings(text, cut, chosen)}
    chosen |= {s.start: s for s in limit_confidence(tagged, cut, chosen, persons)}
    for start, word in cut:
        at = start
        for run in _find_runs(word):
            if at in fixed:
                yield _fixed_syllable(run, fixed[at], at, at == start, "inline")
            elif at in chosen:
                yield chosen[at]
            else:
                reading = plain.get(run, "")
                yield Syllable(run, reading, reading, at, at == start)
            at += len(run)


@lru_cache(maxsize=1)
def _settled_characters() -> dict[str, str]:
    """The characters that are read alike in every word and beside every other."""
    return {char: reading for char, reading in plain_readings().items() if char not in sandhi.CITATION_READINGS}


@lru_cache(maxsize=65536)
def _find_runs(word: str) -> tuple[str, ...]:
    return tuple(_RUN.findall(word))


def _fixed_syllable(char: str, pinyin: str, place: int, opens: bool, why: str) -> Syllable:
    """A character whose reading was no choice of ours."""
    others = tuple(reading for reading in load_model().readings.get(char, ()) if reading != pinyin)
    return Syllable(char, pinyin, pinyin, place, opens, why, others=others)


def _find_overrides(
    text: str,
    cut: list[tuple[int, str]],
    tagged: TaggedText,
    persons: Sequence[names.NamedReading],
    particles: frozenset[int],
) -> dict[int, Syllable]:
    """What persons decided: words of the table wherever they stand, then surnames, plain grammar and erhua.

    No word begins at ``particles``.
    """
    opens = {start for start, _word in cut}
    words: dict[int, str] = {}
    overrides: dict[int, Syllable] = {}
    for start, readings in _find_decided_words(text, cut):
        if start not in particles:
            _put(overrides, text, start, readings, opens, "decided")
    for person in persons:
        if person.probability >= names.NAME_PROBABILITY:
            probability = names.limit_probability(person.probability)
            _put(overrides, text, person.start, person.readings, opens, "name", probability)
    sources = (
        ("rule", _doubt_function_words, function_words.find_function_words(text, cut)),
        ("dictionary", None, erhua.find_erhua(text, cut)),
        ("rule", _doubt_neighbours, polyphone_rules.find_polyphones(text, cut)),
    )
    for why, doubt, matches in sources:
        for start, readings in matches:
            words = words or {at + i: word for at, word in cut for i in range(len(word))}
            probability = doubt(tagged, words[start], start, readings[0]) if doubt else 1.0
            _put(overrides, text, start, readings, opens, why, probability)
    return overrides


def _doubt_function_words(tagged: TaggedText, word: str, place: int, reading: str) -> float:
    """How probable the reading of 为, 得, 地 or 只 is: less where the tagger has another part of speech for it.

    Less where 得 would join a complement to a noun (一斤花得采三千朵).
    Less also where a verb follows a 为 that is read wei2 and nothing but that makes it so.
    """
    if tagged.excludes(place, reading):
        return RULE_AGAINST_GRAMMAR
    if place and tagged.text[place] == "得" and reading == "de5" and tagged.word_at(place - 1).tag in NOUN_TAGS:
        return RULE_AGAINST_GRAMMAR
    if reading == "wei2" and tagged.may_have_verb(*purpose.find_open_clause(tagged.text, place)):
        return RULE_AGAINST_GRAMMAR
    return _doubt_neighbours(tagged, word, place, reading)


def _doubt_neighbours(tagged: TaggedText, word: str, place: int, reading: str) -> float:
    """How probable a line of the table is: less amid a guess of the segmenter that the tagger cuts otherwise."""
    guessed = len(word) > 1 and not word_frequency(word)
    alone = guessed and not tagged.fitting_readings(place) and len(tagged.word_at(place).text) == 1
    return MODEL_PROBABILITY if alone else 1.0


def _put(
    overrides: dict[int, Syllable],
    text: str,
    start: int,
    readings: tuple[str, ...],
    opens: set[int],
    why: str,
    probability: float = 1.0,
) -> None:
    """Decide characters that nothing has decided yet."""
    for place, pinyin in enumerate(readings, start):
        syllable = _fixed_syllable(text[place], pinyin, place, place in opens, why)
        overrides.setdefault(place, replace(syllable, probability=probability))


def _find_decided_words(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every decided word in the text, the longest first, that is not made of the ends of two others (参与会议)."""
    decided, lengths = load_dictionary().decided, _decided_lengths()
    places = [
        (-length, start)
        for start, character in enumerate(text)
        for length in lengths.get(character, ())
        if text[start : start + length] in decided and start + length <= len(text)
    ]
    edges = {start for start, _word in cut} | {len(text)}
    for negative_length, start in sorted(places):
        length, end = -negative_length, start - negative_length
        edge_count = (start in edges) + (end in edges)
        inside = not any(edge in edges for edge in range(start + 1, end))
        if edge_count == 2 or inside or (edge_count and length > 2):
            yield start, decided[text[start:end]]


@lru_cache(maxsize=1)
def _decided_lengths() -> dict[str, tuple[int, ...]]:
    """First character of a decided word → the lengths such words have."""
    lengths: dict[str, set[int]] = {}
    for word in load_dictionary().decided:
        if len(word) > 1:
            lengths.setdefault(word[0], set()).add(len(word))
    return {head: tuple(sizes) for head, sizes in lengths.items()}


def _decide_polyphones(tagged: TaggedText, places: Sequence[tuple[int, str, int]]) -> Iterator[Syllable]:
    """The reading of each (place, word, offset in the word) by vote."""
    text = tagged.text
    for place, word, offset in places:
        settled = _settle_reading(word, offset)
        if settled is None:
            yield _vote(tagged, place, word, offset)
            continue
        reading = settled.reading
        if (
            settled.is_modelled
            and settled.probability > LIKELY_AGAINST_GRAMMAR
            and _may_be_cut_otherwise(text, place, word, offset)
            and (tagged.excludes(place, reading) or tagged.is_improbable(place, reading, LEAST_RULE_LIKELIHOOD))
        ):
            settled = _settle_reading(word, offset, LIKELY_AGAINST_GRAMMAR) or settled
        yield Syllable(
            text[place], reading, reading, place, offset == 0, settled.why, settled.probability, settled.others
        )


@dataclass(frozen=True)
class _Settled:
    """A reading that the word alone decides."""

    reading: str
    why: str
    probability: float
    others: tuple[str, ...]
    is_modelled: bool


@lru_cache(maxsize=65536)
def _settle_reading(word: str, offset: int, most: float = 1.0) -> _Settled | None:
    """Return what the dictionaries agree on for a character of a word; None where there is a vote."""
    paper = find_candidates(word, offset)
    if not paper.settled:
        return None
    granted = _limit_share(word[offset], word, paper, paper.settled, 1.0) if most == 1.0 else most
    choice = _Choice(paper.settled, granted, paper.options)
    return _Settled(choice.reading, *_explain_choice(word[offset], paper, choice), paper.is_modelled)


def _explain_choice(character: str, paper: Candidates, choice: _Choice) -> tuple[str, float, tuple[str, ...]]:
    """Return why a reading was chosen, how probable it is, and the other readings in use."""
    why = "dictionary" if choice.reading in paper.backed else "model"
    if character in sandhi.CITATION_READINGS:
        why = "rule"
    elif not paper.is_modelled and choice.probability >= SURE_PROBABILITY:
        why = ""
    # a character nobody can read is no choice
    probability = choice.probability if choice.reading else 0.0
    others = tuple(reading for reading in choice.order if reading != choice.reading and reading in paper.current)
    return why, probability, others


@dataclass(frozen=True)
class _Choice:
    """The outcome of a vote."""

    reading: str
    probability: float
    order: tuple[str, ...]
    """All readings, the likeliest first."""


def _vote(tagged: TaggedText, place: int, word: str, offset: int) -> Syllable:
    """The reading of a character that the word leaves open."""
    paper = find_candidates(word, offset)
    choice = _choose_reading(tagged, place, word, paper)
    why, probability, others = _explain_choice(tagged.text[place], paper, choice)
    return Syllable(tagged.text[place], choice.reading, choice.reading, place, offset == 0, why, probability, others)


def _choose_reading(tagged: TaggedText, place: int, word: str, paper: Candidates) -> _Choice:
    """The vote on one character. The grammar is only looked at where it could change what comes of it."""
    character = tagged.text[place]
    row = tagged.log_likelihoods(place) if paper.is_modelled else None
    points = score_candidates(paper, row, load_weights())
    without = _count_votes(character, word, paper, points, frozenset())
    if not paper.is_modelled or not fitting_choices(character):
        return without
    choices = [without] + [
        _count_votes(character, word, paper, points, fitting) for fitting in fitting_choices(character)
    ]
    if len({(choice.reading, to_confidence(choice.probability), choice.order) for choice in choices}) == 1:
        return without
    return _count_votes(character, word, paper, points, tagged.fitting_readings(place))


def _count_votes(
    character: str, word: str, paper: Candidates, points: dict[str, float], fitting: frozenset[str]
) -> _Choice:
    """The vote with what the grammar leaves open; how sure it is depends on what else supports the reading."""
    points = weigh_grammar(paper, points, fitting)
    order = tuple(sorted(paper.options, key=points.__getitem__, reverse=True))
    best = order[0]
    share = probability_of(best, points)
    return _Choice(best, _limit_share(character, word, paper, best, share, best in fitting), order)


def _limit_share(
    character: str, word: str, paper: Candidates, best: str, share: float, is_fitting: bool = False
) -> float:
    """The share of the vote that is granted to a reading: less where nothing but the model supports it."""
    if character in sandhi.CITATION_READINGS:
        return share
    if best in paper.backed:
        is_guess = len(word) > 1 and paper.sources < len(SOURCES) and not word_frequency(word)  # 顺着|风调
        return min(share, DIVIDED_PROBABILITY) if len(paper.backed) > 1 or is_guess else share
    if not paper.is_modelled and share >= SURE_PROBABILITY:
        return share
    if read_pairs("first_readings.tsv").get(character) == best:
        is_guess = word[0] == character and len(word) > 1 and not word_frequency(word)
        return min(share, MODEL_PROBABILITY) if is_guess and character in names.surname_readings() else share
    if GRAMMAR_DECIDES.get(character) == best and is_fitting and share >= MODEL_SURE_PROBABILITY:
        return share
    rivalled = len(word) == 1 and not is_fitting and character not in DEFAULTS and prevailing_reading(character) != best
    if rivalled or not _stands_alone(character, share):
        supported = is_fitting or share >= MODEL_SURE_PROBABILITY
        return min(share, MODEL_PROBABILITY if supported else UNSUPPORTED_PROBABILITY)
    # no dictionary has the reading of the word: 荷枪, 华以|诚
    is_plain = len(word) == 1 or (word_frequency(word) and character in DEFAULTS)
    return share if is_plain else min(share, MODEL_PROBABILITY)


def _may_be_cut_otherwise(text: str, place: int, word: str, offset: int) -> bool:
    """Whether the word may be none: 矿上当 is 矿|上当 or 矿上|当, and 一层层地铺 has no 地铺."""
    start, end = place - offset, place - offset + len(word)
    if len(word) == 2 and word[0] in _PARTICLES:
        return True
    if offset == 0:
        return len(word) > 1 and word_frequency(text[start + 1 : end + 1]) > 0
    return offset == len(word) - 1 and start > 0 and word_frequency(text[start - 1 : end - 1]) > 0


def _stands_alone(character: str, probability: float) -> bool:
    """Whether what the model says alone is enough to be sure."""
    if character in DEFAULTS:
        return True
    return probability >= MODEL_SURE_PROBABILITY and character not in polyphone_rules.load_polyphone_rules()
