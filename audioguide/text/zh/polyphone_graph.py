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

    from .. import onnx_format

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
    stored: dict[str, Any] = {
        **{name: np.ascontiguousarray(data, np.float32) for name, data in tensors.items()},
        **{name: data.astype(np.int64) for name, data in constants.items()},
    }
    model = onnx_format.make_message("ModelProto")
    model.ir_version = _IR
    model.opset_import.add(domain="", version=_OPSET)
    model.graph.name = "g2pM"
    for kind, inputs, output, attributes in steps:
        model.graph.node.append(onnx_format.make_node(kind, inputs, [output], attributes=attributes))
    for name in INPUTS:
        model.graph.input.append(onnx_format.make_value_info(name, onnx_format.INT64, [f"{name} count"]))
    model.graph.output.append(onnx_format.make_value_info(OUTPUT, onnx_format.FLOAT, ["rows", "classes"]))
    model.graph.initializer.extend(onnx_format.make_tensor(data, name) for name, data in stored.items())
    serialised: bytes = model.SerializeToString()
    return serialised


def _reorder_gates(weight: Any) -> Any:
    """Return the rows of the gates i, f, g, o, as PyTorch has them, in the order of ONNX: i, o, f, c."""
    import numpy as np

    entry, forget, cell, output = np.split(weight, 4)
    return np.concatenate([entry, output, forget, cell])
