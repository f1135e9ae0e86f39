"""Whether this processor multiplies unsigned by signed bytes exactly: a millisecond's test, made at every start.

Kernels for processors without VNNI add two products in 16 bits and saturate (``vpmaddubsw``): nearly all sums were
wrong on an emulated Haswell, and the voice became noise. No list of processors would be complete: this one is asked.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

ROWS, INPUTS, OUTPUTS = 40, 384, 96
"""Of the product: more than any kernel's tile in every direction, and none a multiple of all."""
ACTIVATION_ZERO, WEIGHT_ZERO = 130, -8
UINT8, INT8, INT32 = 2, 3, 6
"""Element types of onnx.proto."""


@lru_cache(maxsize=1)
def is_byte_product_exact() -> bool:
    """Whether ``MatMulInteger`` of full-range unsigned and signed bytes equals the sum in 64 bits, here and now."""
    import onnxruntime

    random = np.random.default_rng(1)
    activations = random.integers(0, 256, (1, ROWS, INPUTS)).astype(np.uint8)
    weights = random.integers(-128, 128, (INPUTS, OUTPUTS)).astype(np.int8)
    expected = (activations[0].astype(np.int64) - ACTIVATION_ZERO) @ (weights.astype(np.int64) - WEIGHT_ZERO)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(product_model(weights), options, providers=["CPUExecutionProvider"])
    return bool(np.array_equal(session.run(None, {"x": activations})[0][0], expected))


def product_model(weights: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> bytes:
    """Return an ONNX model of one ``MatMulInteger`` with stored weights, as the voice has them.

    Written byte by byte after onnx.proto: at every start there is no time to import protobuf.
    """
    node = (
        b"".join(_text_field(1, name) for name in ("x", "w", "xz", "wz"))
        + _text_field(2, "y")
        + _text_field(4, "MatMulInteger")
    )
    graph = _field(1, node) + _text_field(2, "self_test")
    graph += _field(5, _tensor("w", INT8, weights.shape, weights.tobytes()))
    graph += _field(5, _tensor("xz", UINT8, (), bytes([ACTIVATION_ZERO])))
    graph += _field(5, _tensor("wz", INT8, (), bytes([WEIGHT_ZERO % 256])))
    graph += _field(11, _value("x", UINT8)) + _field(12, _value("y", INT32))
    return _number(1, 8) + _field(7, graph) + _field(8, _text_field(1, "") + _number(2, 17))


def _tensor(name: str, kind: int, shape: tuple[int, ...], data: bytes) -> bytes:
    return b"".join(_number(1, size) for size in shape) + _number(2, kind) + _text_field(8, name) + _field(9, data)


def _value(name: str, kind: int) -> bytes:
    dimensions = b"".join(_field(1, _text_field(2, size)) for size in ("batch", "rows", "columns"))
    return _text_field(1, name) + _field(2, _field(1, _number(1, kind) + _field(2, dimensions)))


def _text_field(number: int, text: str) -> bytes:
    return _field(number, text.encode())


def _field(number: int, data: bytes) -> bytes:
    """A field of protobuf's wire type 2: key, length, bytes."""
    return _variable_integer(number << 3 | 2) + _variable_integer(len(data)) + data


def _number(number: int, value: int) -> bytes:
    """A field of protobuf's wire type 0."""
    return _variable_integer(number << 3) + _variable_integer(value)


def _variable_integer(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])
