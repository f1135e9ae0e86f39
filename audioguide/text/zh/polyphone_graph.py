"""The network of g2pM as an ONNX graph, written from its weights: onnxruntime runs it in a tenth of numpy's time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HIDDEN = 32
INPUTS = ("characters", "places")
"""Numbers of a sentence's characters with BEGIN and END around them; the places asked for, BEGIN being 0."""
OUTPUT = "likelihoods"
"""Natural logarithms of the classes' likelihoods: (place, class)."""
GRAPH_VERSION = 1
"""Of the graph built here; a change of it needs another."""
_OPSET, _IR = 17, 8


def build_graph(weights: Mapping[str, Any]) -> bytes:
    """Return the model: an embedding, one bidirectional LSTM, two dense layers and a softmax."""
    import numpy as np
    from onnx import TensorProto, checker, helper, numpy_helper

    both = ("", "_reverse")

    def stack(name: str) -> Any:
        return np.stack([_reorder_gates(weights[f"lstm.{name}_l0{way}"]) for way in both])

    tensors = {
        "embedding": weights["embedding.weight"],
        "input": stack("weight_ih"),
        "recurrent": stack("weight_hh"),
        "bias": np.concatenate([stack("bias_ih"), stack("bias_hh")], axis=1),
        "first": weights["logit_layer.0.weight"].T,
        "first_bias": weights["logit_layer.0.bias"],
        "second": weights["logit_layer.2.weight"].T,
        "second_bias": weights["logit_layer.2.bias"],
    }
    constants = {"one": np.array([1]), "flat": np.array([-1, 2 * HIDDEN])}
    steps: tuple[tuple[str, tuple[str, ...], str, dict[str, Any]], ...] = (
        ("Gather", ("embedding", "characters"), "embedded", {}),
        ("Unsqueeze", ("embedded", "one"), "steps", {}),
        (
            "LSTM",
            ("steps", "input", "recurrent", "bias"),
            "states",
            {"hidden_size": HIDDEN, "direction": "bidirectional"},
        ),
        ("Gather", ("states", "places"), "asked", {}),
        ("Reshape", ("asked", "flat"), "rows", {}),
        ("Gemm", ("rows", "first", "first_bias"), "dense", {}),
        ("Relu", ("dense",), "positive", {}),
        ("Gemm", ("positive", "second", "second_bias"), "scores", {}),
        ("LogSoftmax", ("scores",), OUTPUT, {"axis": 1}),
    )
    graph = helper.make_graph(
        [helper.make_node(kind, inputs, [output], **attributes) for kind, inputs, output, attributes in steps],
        "g2pM",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [f"{name} count"]) for name in INPUTS],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows", "classes"])],
        [
            *(numpy_helper.from_array(np.ascontiguousarray(data, np.float32), name) for name, data in tensors.items()),
            *(numpy_helper.from_array(data.astype(np.int64), name) for name, data in constants.items()),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    checker.check_model(model)
    serialised: bytes = model.SerializeToString()
    return serialised


def _reorder_gates(weight: Any) -> Any:
    """Return the rows of the gates i, f, g, o, as PyTorch has them, in the order of ONNX: i, o, f, c."""
    import numpy as np

    entry, forget, cell, output = np.split(weight, 4)
    return np.concatenate([entry, output, forget, cell])
