"""How likely each reading of a character is in its sentence, by the model of g2pM.

Park and Lee, "g2pM: A Neural Grapheme-to-Phoneme Conversion Package for Mandarin Chinese Based on a New Open
Benchmark Dataset", Interspeech 2020. Its package (Apache-2.0) carries the weights: an embedding of 64, one
bidirectional LSTM of 32 and two dense layers. They are written as an ONNX graph once and kept in the user's cache.
"""

from __future__ import annotations

import pickle
import threading
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ... import files
from ...errors import ConfigError, OutputError
from ...i18n import _
from ...project import find_project
from ..loading import register_loader
from ..pieces import MAX_PIECE_CHARS, cut_with_offsets
from .polyphone_graph import GRAPH_VERSION, INPUTS, build_graph

BEGIN, END, UNKNOWN = "시", "끝", "<UNK>"
"""Stand-ins the model was trained with."""

_model_lock = threading.Lock()


@dataclass(frozen=True)
class Model:
    """The network and what its numbers stand for."""

    ids: dict[str, int]
    """Character → its number."""
    readings: dict[str, tuple[str, ...]]
    """Character → its readings in today's Mandarin, by CC-CEDICT."""
    classes: dict[str, int]
    """Reading → its class."""
    session: Any
    polyphones: frozenset[str]
    """The characters of several readings."""


@register_loader
@lru_cache(maxsize=1)
def _load_model() -> Model:
    spec = find_spec("g2pM")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError(
            _("The package g2pM, which reads Chinese characters, is missing."), hint=_("Install it: pip install g2pM")
        )
    folder = Path(spec.submodule_search_locations[0])
    ids, classes, readings = (_unpickle(folder, name) for name in ("char2idx", "class2idx", "digest_cedict"))
    in_use = {char: tuple(to_v_spelling(r) for r in row) for char, row in readings.items()}
    return Model(
        ids=ids,
        readings=in_use,
        classes={to_v_spelling(reading): number for reading, number in classes.items()},
        session=_load_session(folder),
        polyphones=frozenset(char for char, row in in_use.items() if len(row) > 1),
    )


def _unpickle(folder: Path, name: str) -> Any:
    return pickle.loads((folder / f"{name}.pkl").read_bytes())


def _load_session(folder: Path) -> Any:
    """Return the network, from the graph that an earlier process has stored where there is one."""
    file = find_project().cache / f"g2pm-{metadata.version('g2pM')}-{GRAPH_VERSION}.onnx"
    try:
        return _make_session(file.read_bytes())
    except Exception:  # not there, or damaged: onnxruntime has a class for each of its errors, none of them public
        graph = build_graph(_unpickle(folder, "np_ckpt"))
        with suppress(OutputError):  # a cache that cannot be written costs time, not readings
            files.write_bytes(file, graph)
        return _make_session(graph)


def _make_session(graph: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a sentence is too little work to share
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def load_model() -> Model:
    """The model, loaded once.

    Raises ConfigError when its package is missing.
    """
    with _model_lock:
        return _load_model()


def to_v_spelling(reading: str) -> str:
    """The package writes ü as ``u:``; we write ``v``."""
    return reading.replace("u:", "v")


def log_likelihoods(sentence: str, places: Sequence[int]) -> Any:
    """Natural logarithms of the classes' likelihoods, an array (place, class).

    A text longer than any sentence is seen in pieces, what is repeated once.
    """
    import numpy as np

    if len(sentence) <= MAX_PIECE_CHARS or not places:
        return _find_likelihoods(sentence, tuple(places))
    asked = sorted(places)
    known: dict[tuple[str, tuple[int, ...]], Any] = {}
    rows = []
    for start, piece in cut_with_offsets(sentence):
        first, last = bisect_left(asked, start), bisect_left(asked, start + len(piece))
        key = piece, tuple(place - start for place in asked[first:last])
        if key[1]:
            known[key] = known[key] if key in known else _find_likelihoods(*key)
            rows.append(known[key])
    order = {place: number for number, place in enumerate(asked)}
    return np.concatenate(rows)[[order[place] for place in places]]


def _find_likelihoods(sentence: str, places: Sequence[int]) -> Any:
    import numpy as np

    net = load_model()
    unknown = net.ids[UNKNOWN]
    number_of = net.ids.get
    row = [net.ids[BEGIN], *[number_of(char, unknown) for char in sentence], net.ids[END]]
    asked = [place + 1 for place in places]  # BEGIN stands first
    inputs = dict(zip(INPUTS, (np.array(row, np.int64), np.array(asked, np.int64)), strict=True))
    return net.session.run(None, inputs)[0]
