"""Models are read and written as the package onnx reads and writes them, byte for byte."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, checker, helper, numpy_helper

from audioguide.text import onnx_format
from audioguide.text.zh.polyphone_graph import HIDDEN, build_graph

NUMPY_TYPES = [
    *(np.float16, np.float32, np.float64, np.bool_),
    *(np.uint8, np.uint16, np.uint32, np.uint64, np.int8, np.int16, np.int32, np.int64),
]


@pytest.mark.parametrize("kind", NUMPY_TYPES)
@pytest.mark.parametrize("shape", [(), (2, 3)])
def test_a_tensor_is_stored_and_read_as_onnx_does(kind: type, shape: tuple[int, ...]) -> None:
    array: NDArray[Any] = np.arange(6 if shape else 1).astype(kind).reshape(shape)
    ours, theirs = onnx_format.make_tensor(array, "t"), numpy_helper.from_array(array, "t")
    assert ours.SerializeToString() == theirs.SerializeToString()
    read = onnx_format.tensor_values(ours)
    assert read.dtype == array.dtype and np.array_equal(read, array) and read.shape == shape


@pytest.mark.parametrize("kind", NUMPY_TYPES)
def test_a_tensor_stored_as_numbers_is_read_as_onnx_does(kind: type) -> None:
    array: NDArray[Any] = np.array([0, 1, 1.5, 100]).astype(kind)
    stored = helper.make_tensor("t", helper.np_dtype_to_tensor_dtype(array.dtype), array.shape, array)
    read = onnx_format.tensor_values(onnx_format.make_message("TensorProto", stored.SerializeToString()))
    assert read.dtype == array.dtype and np.array_equal(read, array)


@pytest.mark.parametrize("domain", [None, "", "com.microsoft"])
@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"perm": [0, 2, 1], "axis": -1, "epsilon": 1e-5, "direction": "bidirectional"},
        {"scales": [0.5, 2.0], "to": TensorProto.FLOAT, "mode": b"linear", "axes": [np.int64(2)]},
    ],
)
def test_a_node_is_stored_and_read_as_onnx_does(domain: str | None, attributes: dict[str, Any]) -> None:
    ours = onnx_format.make_node("Any", ["a", ""], ["b"], "n", domain, attributes)
    theirs = helper.make_node("Any", ["a", ""], ["b"], name="n", domain=domain, **attributes)
    assert ours.SerializeToString() == theirs.SerializeToString()
    assert onnx_format.attribute_values(ours) == {
        attribute.name: helper.get_attribute_value(attribute) for attribute in theirs.attribute
    }


def test_the_description_of_an_input_is_stored_as_onnx_does() -> None:
    ours = onnx_format.make_value_info("x", onnx_format.INT64, ["rows", "columns"])
    theirs = helper.make_tensor_value_info("x", TensorProto.INT64, ["rows", "columns"])
    assert ours.SerializeToString() == theirs.SerializeToString()


def test_what_is_not_listed_is_kept() -> None:
    graph = helper.make_graph([], "g", [], [])
    graph.quantization_annotation.add(tensor_name="t")
    model = helper.make_model(graph, functions=[helper.make_function("d", "f", ["a"], ["a"], [], [])])
    data = model.SerializeToString()
    kept = onnx.load_model_from_string(onnx_format.parse_model(data).SerializeToString())
    assert kept == model


def test_the_graph_of_the_reading_model_is_valid() -> None:
    sizes = {
        "embedding.weight": (9, 64),
        **{f"lstm.weight_ih_l0{way}": (4 * HIDDEN, 64) for way in ("", "_reverse")},
        **{f"lstm.weight_hh_l0{way}": (4 * HIDDEN, HIDDEN) for way in ("", "_reverse")},
        **{f"lstm.bias_{gate}_l0{way}": (4 * HIDDEN,) for gate in ("ih", "hh") for way in ("", "_reverse")},
        **{"logit_layer.0.weight": (64, 2 * HIDDEN), "logit_layer.0.bias": (64,)},
        **{"logit_layer.2.weight": (5, 64), "logit_layer.2.bias": (5,)},
    }
    weights = {name: np.zeros(size, np.float32) for name, size in sizes.items()}
    checker.check_model(onnx.load_model_from_string(build_graph(weights)), full_check=True)
