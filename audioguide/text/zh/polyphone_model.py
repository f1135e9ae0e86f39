"""How likely each reading of a character is in its sentence, by the model of g2pM.

Park and Lee, "g2pM: A Neural Grapheme-to-Phoneme Conversion Package for Mandarin Chinese Based on a New Open
Benchmark Dataset", Interspeech 2020. Its package (Apache-2.0) carries the weights: an embedding of 64, one
bidirectional LSTM of 32 and two dense layers. The forward pass is written again: both directions advance in one
matrix product, the input's part of the gates is looked up from a table, and the dense layers run only where asked,
which makes it three to four times as fast as the package's own.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...errors import ConfigError
from ...i18n import _

HIDDEN = 32
BEGIN, END, UNKNOWN = "시", "끝", "<UNK>"
"""Stand-ins the model was trained with."""

_model_lock = threading.Lock()


@dataclass(frozen=True)
class Model:
    """The weights, arranged for one product a step."""

    ids: dict[str, int]
    """Character → row of the gates table."""
    readings: dict[str, tuple[str, ...]]
    """Character → its readings in today's Mandarin, by CC-CEDICT."""
    classes: dict[str, int]
    """Reading → its class."""
    gates: Any
    """(direction, character, 4·HIDDEN): what the input adds to the gates i, f, g, o, biases included."""
    recurrent: Any
    """(direction, HIDDEN, 4·HIDDEN)."""
    dense: tuple[Any, Any, Any, Any]


@lru_cache(maxsize=1)
def _load_model() -> Model:
    import numpy as np

    spec = find_spec("g2pM")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError(
            _("The package g2pM, which reads Chinese characters, is missing."), hint=_("Install it: pip install g2pM")
        )
    folder = Path(spec.submodule_search_locations[0])
    ids, classes, readings, weights = (
        pickle.loads((folder / f"{name}.pkl").read_bytes())
        for name in ("char2idx", "class2idx", "digest_cedict", "np_ckpt")
    )
    both = ("", "_reverse")
    gates = [
        weights["embedding.weight"] @ weights[f"lstm.weight_ih_l0{way}"].T
        + weights[f"lstm.bias_ih_l0{way}"]
        + weights[f"lstm.bias_hh_l0{way}"]
        for way in both
    ]
    # σ(x) = (1 + tanh(x/2)) / 2: with the gates i, f and o halved beforehand one tanh a step serves all four
    halves = np.repeat([0.5, 0.5, 1.0, 0.5], HIDDEN)
    return Model(
        ids=ids,
        readings={char: tuple(to_v_spelling(r) for r in row) for char, row in readings.items()},
        classes={to_v_spelling(reading): number for reading, number in classes.items()},
        gates=(np.stack(gates) * halves).astype(np.float32),
        recurrent=(np.stack([weights[f"lstm.weight_hh_l0{way}"].T for way in both]) * halves).astype(np.float32),
        dense=(
            weights["logit_layer.0.weight"].T,
            weights["logit_layer.0.bias"],
            weights["logit_layer.2.weight"].T,
            weights["logit_layer.2.bias"],
        ),
    )


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
    """Natural logarithms of the classes' likelihoods, an array (place, class)."""
    import numpy as np

    net = load_model()
    unknown = net.ids[UNKNOWN]
    row = [net.ids[BEGIN], *(net.ids.get(char, unknown) for char in sentence), net.ids[END]]
    steps = len(row)
    inputs = np.stack([net.gates[0][row], net.gates[1][row[::-1]]], axis=1)[:, :, None, :]
    hidden = np.zeros((2, 1, HIDDEN), np.float32)
    cell = np.zeros_like(hidden)
    states = np.empty((steps, 2, HIDDEN), np.float32)
    for step in range(steps):
        gate = np.tanh(inputs[step] + hidden @ net.recurrent)
        opened = gate * 0.5 + 0.5
        cell = opened[..., HIDDEN : 2 * HIDDEN] * cell + opened[..., :HIDDEN] * gate[..., 2 * HIDDEN : 3 * HIDDEN]
        hidden = opened[..., 3 * HIDDEN :] * np.tanh(cell)
        states[step] = hidden[:, 0]
    at = np.asarray(places, dtype=int) + 1  # BEGIN stands first
    first, first_bias, second, second_bias = net.dense
    seen = np.concatenate([states[at, 0], states[steps - 1 - at, 1]], axis=1)
    scores = np.maximum(seen @ first + first_bias, 0) @ second + second_bias
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
