"""The readings a character can have in its word, what dictionaries say for each, and how probable each is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log10
from pathlib import Path
from typing import Any

from . import sandhi
from .data_tables import read_pairs
from .dictionary import SOURCES, load_dictionary, word_frequency
from .polyphone_model import load_model

WEIGHTS_FILE = Path(__file__).with_name("gate.json")
MIN_LOG_LIKELIHOOD = -9.0
"""Logarithm of the least likelihood that counts: the model is overconfident."""


SUFFIXES = frozenset("子头")
"""Are neutral in every word that a dictionary reads so: 包子, 码头; the model is not asked."""
RARELY_ALONE = 3.2
"""Points that a reading loses which its character hardly has as a word by itself."""
AGAINST_GRAMMAR = 4.0
"""Points that a reading loses where the part of speech excludes it. Not learnt: the development data has few
characters that are words by themselves."""
AGAINST_PLAIN_GRAMMAR = 5.5
"""The same where the part of speech leaves one reading only."""


@dataclass(frozen=True)
class Candidates:
    """What dictionaries say of one character in one word, whatever the sentence."""

    options: tuple[str, ...]
    """The readings worth voting on, the usual one first; an unknown character has one, the empty one."""
    settled: str
    """The reading that needs no vote; empty: there is one."""
    backed: frozenset[str]
    """Readings some dictionary gives for the word."""
    current: tuple[str, ...]
    """Readings in use today, by CC-CEDICT."""
    sources: int
    """How many dictionaries have the word."""
    features: dict[str, dict[str, float]]
    """Reading → what speaks for it: feature → value, to be weighed; nothing where there is no vote."""
    support: dict[str, float]
    """Reading → its features by the learnt weights."""

    @property
    def is_modelled(self) -> bool:
        """Whether the model can tell the readings apart."""
        return len(self.current) > 1


@lru_cache(maxsize=65536)
def find_candidates(word: str, offset: int) -> Candidates:
    """The options for the character at ``offset`` of a word and what dictionaries say of them."""
    book, char = load_dictionary(), word[offset]
    current = load_model().readings.get(char, ())
    usual = book.characters.get(char, ())[:1]
    if char in sandhi.CITATION_READINGS:
        return Candidates(
            (sandhi.CITATION_READINGS[char],), sandhi.CITATION_READINGS[char], frozenset(), current, 0, {}, {}
        )
    entry, within = book.longest_entry(word, offset)
    # dictionaries write the suffix 儿 er5 or r5
    votes = [
        (by, "r5" if (char, reading) == ("儿", "er5") else reading)
        for by, reading in book.attested_readings(entry, within)
    ]
    votes = _with_one_tone(votes)
    attested = [reading for _by, reading in votes]
    options = tuple(dict.fromkeys([*(book.decided.get(char) or (*usual, *current)), *attested])) or ("",)
    sound = entry == word or word_frequency(word) > 0  # else the word is a guess, and what stands in it may be chance
    agreed = len(set(attested)) == 1
    is_neutral = entry == word and agreed and char in SUFFIXES and attested[0].endswith("5")
    if len(options) == 1 or is_neutral or (sound and agreed and len(votes) == len(SOURCES)):
        settled = attested[0] if attested else options[0]
        if settled:
            return Candidates(options, settled, frozenset(attested), current, len(votes), {}, {})
    features: dict[str, dict[str, float]] = {reading: {} for reading in options}
    for reading in options:
        if reading in current:
            features[reading]["in use today"] = 1.0
        if len(word) == 1 and reading in usual:
            features[reading]["usual alone"] = 1.0
    for by, reading in votes:
        features[reading][f"{by}{min(4, len(entry))}" if sound else f"{by} within"] = 1.0
    for reading in set(attested) if sound else ():
        # the commoner a word, the surer its entry; the model errs in common words too
        features[reading]["agreed by frequency" if agreed else "split by frequency"] = log10(1 + word_frequency(entry))
        if agreed:
            features[reading][f"agreed by {len(votes)}"] = 1.0
    support = _weigh_features(features, load_weights())
    if len(entry) == 1:
        for reading in read_pairs("rarely_alone.tsv").get(char, "").split():
            if reading in support:
                support[reading] -= RARELY_ALONE
    return Candidates(options, "", frozenset(attested), current, len(votes), features, support)


def _weigh_features(features: dict[str, dict[str, float]], weights: dict[str, float]) -> dict[str, float]:
    return {
        reading: sum(weights.get(name, 0.0) * value for name, value in mine.items())
        for reading, mine in features.items()
    }


def _with_one_tone(votes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Dictionaries that differ in a neutral tone alone agree: the full one stands for both (头发 fa4), for 子 zi5."""
    readings = {reading for _by, reading in votes}
    if len(readings) != 2:
        return votes
    full = {reading for reading in readings if not reading.endswith("5")}
    if len(full) != 1 or len({reading[:-1] for reading in readings}) != 1:
        return votes
    (only,) = full
    if only == "zi3" and 2 * sum(reading == "zi5" for _by, reading in votes) > len(votes):
        only = "zi5"  # 狮子
    return [(by, only) for by, _reading in votes]


def score_candidates(paper: Candidates, row: Any, weights: dict[str, float]) -> dict[str, float]:
    """Points of each reading; ``row`` holds the model's logarithms of its classes' likelihoods, None: not asked."""
    classes = load_model().classes
    support = paper.support if weights is load_weights() else _weigh_features(paper.features, weights)
    weight = weights["likelihood"]
    points = {}
    for reading in paper.options:
        likely = float(row[classes[reading]]) if row is not None and reading in classes else MIN_LOG_LIKELIHOOD
        points[reading] = weight * max(MIN_LOG_LIKELIHOOD, likely) + support[reading]
    return points


def weigh_grammar(paper: Candidates, points: dict[str, float], fitting: frozenset[str]) -> dict[str, float]:
    """Points of each reading with the readings that the grammar leaves open; none: it tells nothing."""
    if not fitting:
        return points
    lost = AGAINST_PLAIN_GRAMMAR if len(fitting) == 1 else AGAINST_GRAMMAR
    return {
        reading: value if reading in fitting or reading in paper.backed else value - lost
        for reading, value in points.items()
    }


def are_alike(reading: str, other: str) -> bool:
    """Whether two readings are one to a listener: the same, or one the other's neutral tone (书记 ji4, ji5)."""
    return reading == other or (reading[:-1] == other[:-1] and "5" in (reading[-1], other[-1]))


def probability_of(best: str, points: dict[str, float]) -> float:
    """Return the share of the vote that a reading has together with its own neutral tone."""
    shares = {reading: exp(point - points[best]) for reading, point in points.items()}
    alike = sum(share for reading, share in shares.items() if are_alike(reading, best))
    return alike / sum(shares.values())


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """The learnt weights."""
    weights: dict[str, float] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"]
    return weights
