"""The shipped model → the same computation in operations that onnxruntime has faster kernels for.

The shipped graph multiplies unsigned by unsigned bytes in its convolutions, for which x86 has no instruction. The same
products come from unsigned activations and signed weights (VNNI, AMX, dot products of ARM): a convolution becomes the
columns of its window and one ``MatMulInteger``. Integer sums are exact in any order, so that the samples are the same,
where the kernel is exact: ``self_test`` decides that on this very processor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .graph import Array, Graph

MIN_WINDOW = 64
"""Weights of an output, below which the columns cost more than the product saves."""
END = 2**31 - 1
"""Slices to the end."""


@dataclass(frozen=True)
class Convolution:
    """A ``ConvInteger`` with a stored weight."""

    node: Any
    weight: Array
    """Unsigned bytes, [outputs, inputs, taps]."""
    weight_zero: int
    """The byte that stands for 0."""
    dilation: int
    pads: tuple[int, int]


def rewrite_exactly(model: bytes) -> bytes:
    """Return the model with the same samples and less work, where 8-bit products are exact (see ``self_test``)."""
    graph = Graph(model)
    multiply_columns(graph)
    square_by_product(graph)
    widen_transposed_convolutions(graph)
    return graph.to_bytes()


def find_convolutions(graph: Graph) -> Iterator[Convolution]:
    """Yield the integer convolutions that a product of columns can stand for: one group, no stride."""
    for node in graph.nodes("ConvInteger"):
        attributes = graph.attributes(node)
        weight, zero = graph.constant(node.input[1]), graph.constant(node.input[3]) if len(node.input) > 3 else None
        if weight is None or zero is None or weight.dtype != np.uint8 or weight.ndim != 3:
            continue
        if attributes.get("group", 1) != 1 or list(attributes.get("strides", [1])) != [1]:
            continue
        if weight.shape[1] * weight.shape[2] >= MIN_WINDOW:
            left, right = attributes.get("pads", [0, 0])
            dilation = attributes.get("dilations", [1])[0]
            yield Convolution(node, weight, int(zero.reshape(-1)[0]), dilation, (left, right))


def signed_weights(graph: Graph, convolution: Convolution) -> tuple[str, str]:
    """Store a convolution's weights as signed bytes, [taps × inputs, outputs]; returns their name and their zero's."""
    outputs, inputs, taps = convolution.weight.shape
    signed = (convolution.weight.astype(np.int16) - 128).astype(np.int8)
    matrix = np.ascontiguousarray(signed.transpose(2, 1, 0).reshape(taps * inputs, outputs))
    return graph.add_constant(matrix), graph.add_constant(np.int8(convolution.weight_zero - 128))


def multiply_columns(graph: Graph) -> int:
    """Replace integer convolutions by products of columns; returns how many."""
    columns = ColumnMaker(graph)
    count = 0
    for convolution in find_convolutions(graph):
        node = convolution.node
        value, nodes = columns.columns_of(convolution)
        weights, zero = signed_weights(graph, convolution)
        product = graph.make_node("MatMulInteger", [value, weights, node.input[2], zero])
        back = graph.make_node("Transpose", product.output, node.output, perm=[0, 2, 1])
        graph.replace(node, [*nodes, product, back])
        count += 1
    graph.commit()
    return count


class ColumnMaker:
    """Makes the columns of convolutions: time first, then every tap's channels side by side; equal ones once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._transposed: dict[str, str] = {}
        self._columns: dict[tuple[str, int, int, tuple[int, int]], str] = {}

    def columns_of(self, convolution: Convolution) -> tuple[str, list[Any]]:
        """Return the name of the columns, and the nodes that make them, unless an earlier call did."""
        graph, node = self._graph, convolution.node
        value, zero = node.input[0], node.input[2]
        taps = convolution.weight.shape[2]
        key = value, taps, convolution.dilation, convolution.pads
        if key in self._columns:
            return self._columns[key], []
        nodes = []
        if value not in self._transposed:
            nodes.append(graph.make_node("Transpose", [value], perm=[0, 2, 1]))
            self._transposed[value] = nodes[-1].output[0]
        rows = self._transposed[value]
        left, right = convolution.pads
        if left or right:
            nodes.append(graph.make_node("Pad", [rows, graph.integers(0, left, 0, 0, right, 0), zero]))
            rows = nodes[-1].output[0]
        if taps > 1:
            shifted = []
            for tap in range(taps):
                end = (tap - taps + 1) * convolution.dilation or END
                bounds = [graph.integers(tap * convolution.dilation), graph.integers(end), graph.integers(1)]
                nodes.append(graph.make_node("Slice", [rows, *bounds]))
                shifted.append(nodes[-1].output[0])
            nodes.append(graph.make_node("Concat", shifted, axis=2))
            rows = nodes[-1].output[0]
        self._columns[key] = rows
        return rows, nodes


def square_by_product(graph: Graph) -> int:
    """Replace powers of two by products, which give the same bits; returns how many."""
    count = 0
    for node in graph.nodes("Pow"):
        exponent = graph.constant(node.input[1])
        if exponent is not None and exponent.size == 1 and float(exponent.reshape(-1)[0]) == 2.0:
            graph.replace(node, [graph.make_node("Mul", [node.input[0]] * 2, node.output)])
            count += 1
    graph.commit()
    return count


def widen_transposed_convolutions(graph: Graph) -> int:
    """Replace transposed convolutions by two-dimensional ones of height 1, whose kernel is faster; returns how many."""
    count = 0
    for node in graph.nodes("ConvTranspose"):
        attributes, weight = graph.attributes(node), graph.constant(node.input[1])
        if weight is None or weight.ndim != 3:
            continue
        taps = weight.shape[2]
        left, right = attributes.get("pads", [0, 0])
        wide = {
            "strides": [1, attributes.get("strides", [1])[0]],
            "pads": [0, left, 0, right],
            "kernel_shape": [1, taps],
            "group": attributes.get("group", 1),
            "dilations": [1, attributes.get("dilations", [1])[0]],
        }
        if "output_padding" in attributes:
            wide["output_padding"] = [0, attributes["output_padding"][0]]
        axis = graph.integers(2)
        above = graph.make_node("Unsqueeze", [node.input[0], axis])
        inputs = [above.output[0], graph.add_constant(weight[:, :, None]), *node.input[2:]]
        wider = graph.make_node("ConvTranspose", inputs, **wide)
        below = graph.make_node("Squeeze", [wider.output[0], axis], node.output)
        graph.replace(node, [above, wider, below])
        count += 1
    graph.commit()
    return count
