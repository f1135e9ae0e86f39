"""How probable it is that a surname of two readings begins a person's name in its place.

A logistic regression over evidence that is independent of each other: the rules of ``names``, what the tagger makes
of the place, what it makes of it with an unmistakable surname written there instead (whether anybody is named there
at all), the segmenter's words, how usual the following characters are in given names, and the reading g2pM would give.
``benchmarks/train_names.py`` learns the weights; they lie in ``surnames.json``. 0.5 is a person as likely as not, if
persons and words were equally frequent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log10
from pathlib import Path

from ..han import HAN, is_han
from .dictionary import surnames, word_class, word_frequency
from .parts_of_speech import TaggedText
from .polyphone_model import load_model

WEIGHTS_FILE = Path(__file__).with_name("surnames.json")
COMMON_SURNAME = "王"
"""Written in place of the surname in question: no word but a name begins with it so."""
_LISTED = re.compile(f"(?:^|[、：，有是和与由叫的位])([{HAN}])[{HAN}]{{1,2}}[、和与]$")
_IN_A_LIST = re.compile(f"[{HAN}]{{2}}(?:[、，。；）]|等|牺牲|[两二三四五六七八九十]+[位人名]|$)")
LISTED_PROBABILITY = 0.9
"""The least for three characters in a list after another person's name."""
MOST_LOG_ODDS = 6.0
LEAST_LOG_LIKELIHOOD = -8.0
Features = dict[str, float]


@dataclass(frozen=True)
class SurnamePlace:
    """A character that may be a surname, in its sentence."""

    text: str
    start: int
    reading: str
    """Its reading as a surname."""
    word_start: int
    word: str
    """The segmenter's word that the character is in."""
    rule_probability: float
    """What the rules say; 0: they see no name."""
    is_clan: bool
    """Whether it is in a frame that only surnames have."""
    given: tuple[float, int]
    """Score and length of the most probable given name after it."""


def person_probability(place: SurnamePlace, tagged: TaggedText, frame: Callable[[str, int], Features]) -> float:
    """Return how probable a person's name is at a place; ``frame`` tells what stands around a name of some length."""
    weights = load_weights()
    features = find_features(place, tagged, frame)
    probability = 1 / (1 + exp(-sum(weights.get(name, 0.0) * value for name, value in features.items())))
    return max(probability, LISTED_PROBABILITY) if _follows_listed_name(place.text, place.start) else probability


def find_features(place: SurnamePlace, tagged: TaggedText, frame: Callable[[str, int], Features]) -> Features:
    """Return what speaks for and against a name, by the names of the weights."""
    text, start = place.text, place.start
    named = tagged.variant(start, COMMON_SURNAME)
    instead = named.word_at(start)
    begins_instead = instead.start == start
    is_named = instead.tag == "PER" and begins_instead and 2 <= len(instead.text) <= 3
    length = len(instead.text) - 1 if is_named else place.given[1]
    features = {
        "bias": 1.0,
        f"surname {text[start]}": 1.0,
        "frame of a clan": float(place.is_clan),
        f"rules {place.rule_probability:g}": 1.0,
        "anybody is named": float(is_named),
        "anybody is named: odds": _limit(named.person_log_odds(start), MOST_LOG_ODDS),
        f"anybody is named: characters {min(4, len(instead.text)) if begins_instead else 0}": 1.0,
        "given name": place.given[0],
    }
    features |= (
        _tag_features(place, tagged) | _word_features(place) | _model_features(place, tagged) | frame(text, 1 + length)
    )
    features["anybody is named, a word alone"] = float(is_named) * features["word alone"]
    features["anybody is named, a word unknown"] = float(is_named) * features["word unknown"]
    features["anybody is named, so tagged"] = float(is_named) * features["tagged as a name"]
    return features


def _tag_features(place: SurnamePlace, tagged: TaggedText) -> Features:
    word = tagged.word_at(place.start)
    opens = word.start == place.start
    is_name = word.tag == "PER" and opens
    return {
        "tagged as a name: odds": _limit(tagged.person_log_odds(place.start), MOST_LOG_ODDS),
        "tagged as a name": float(is_name and 2 <= len(word.text) <= 3),
        "tagged as a long name": float(is_name and len(word.text) > 3),
        "tagged inside a word": float(not opens or (len(word.text) > 1 and word.tag != "PER")),
        "tagged alone": float(len(word.text) == 1),
        "tagged as a place": float(word.tag in ("LOC", "ORG", "ns", "nz", "nt", "nw")),
    }


def _word_features(place: SurnamePlace) -> Features:
    start, word = place.start, place.word
    frequency = word_frequency(word)
    is_person = word_class(word)[:2] == "nr" and len(word) > 1
    return {
        "word alone": float(len(word) == 1),
        "word unknown": float(len(word) > 1 and not frequency),
        "word a name": float(is_person and place.word_start == start),
        "word: frequency": log10(1 + frequency) if len(word) > 1 and not is_person else 0.0,
        "with the next: frequency": _pair_frequency(place.text[start : start + 2]),
        "with the one before: frequency": _pair_frequency(place.text[max(0, start - 1) : start + 1]),
        "known name": float(len(word) > 2 and is_person and place.word_start == start),
    }


def _model_features(place: SurnamePlace, tagged: TaggedText) -> Features:
    net = load_model()
    number = net.classes.get(place.reading)
    if number is None or len(net.readings.get(place.text[place.start], ())) < 2:
        return {"surname by g2pM": -4.0}
    return {"surname by g2pM": max(LEAST_LOG_LIKELIHOOD, float(tagged.log_likelihoods(place.start)[number]))}


def may_be_name(text: str, start: int, word_start: int, word: str, following: str) -> bool:
    """Whether a surname that no rule sees is worth asking about: it opens no ordinary word, or may be cut otherwise.

    任务平 is cut 任务|平: a word that leaves a character alone which is no particle.
    """
    if not text[start + 1 : start + 2] or not is_han(text[start + 1]):
        return False
    if len(word) == 1 or not word_frequency(word):
        return True
    if word_start != start:
        return False
    if word_class(word)[:2] == "nr":
        return True
    return len(word) == 2 and len(following) == 1 and is_han(following) and word_class(following)[:1] not in "ucpdrfy"


def _follows_listed_name(text: str, start: int) -> bool:
    """Whether the two characters after a surname end a name in a list whose name before it is a person's."""
    if not _IN_A_LIST.match(text[start + 1 : start + 7]) or word_frequency(text[start : start + 2]):
        return False
    before = _LISTED.search(text[max(0, start - 8) : start])
    return before is not None and before[1] in surnames()


def _pair_frequency(pair: str) -> float:
    return log10(1 + word_frequency(pair)) if len(pair) == 2 and word_class(pair)[:2] != "nr" else 0.0


def _limit(value: float, most: float) -> float:
    return max(-most, min(most, value))


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Return the learnt weights by feature."""
    weights: dict[str, float] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"]
    return weights
