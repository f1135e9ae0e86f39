"""The shipped model → the same computation in operations that onnxruntime has faster kernels for.

The shipped graph multiplies unsigned by unsigned bytes in its convolutions, for which x86 has no instruction. The same
products come from unsigned activations and signed weights (VNNI, AMX, dot products of ARM): a convolution becomes the
columns of its window and one ``MatMulInteger``. Integer sums are exact in any order, so that the samples are the same,
where the kernel is exact: ``self_test`` decides that on this very processor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .graph import Array, Graph

MIN_WINDOW = 64
"""Weights of an output, below which the columns cost more than the product saves."""
END = 2**31 - 1
"""Slices to the end."""
STRETCHED_CHANNELS = (128, 256)
"""Outputs of the convolutions of the last two stages, where a piece of speech is longest."""
MIN_STRETCHED_TAPS = 7
"""From which columns take more memory than the product."""
STRETCHES = 4
"""Of time, in which such columns are made one after another: they take a quarter of the memory and stay in the
processor's cache. Measured: 6 % less time, 70 MB less for two pieces of 250 phonemes at once, the same samples. More
of them make loading slower.
"""


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


@dataclass(frozen=True)
class Product:
    """The operator that multiplies columns by weights."""

    operator: str
    arguments: tuple[str, ...]
    """Names of what it takes after the columns."""
    domain: str = ""


def rewrite_exactly(model: bytes) -> Graph:
    """Return a model's graph with the same samples and less work, where 8-bit products are exact (``self_test``)."""
    graph = Graph(model)
    multiply_columns(graph)
    square_by_product(graph)
    widen_transposed_convolutions(graph)
    repeat_shared_norms(graph)
    return graph


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
        weights = signed_weights(graph, convolution)
        product = Product("MatMulInteger", (weights[0], node.input[2], weights[1]))
        graph.replace(node, columns.convolve(convolution, node.output[0], product))
        count += 1
    graph.commit()
    return count


def _is_wide(convolution: Convolution) -> bool:
    """Whether the columns of a whole piece of speech would be larger than everything else of the moment."""
    outputs, _inputs, taps = convolution.weight.shape
    return outputs in STRETCHED_CHANNELS and taps >= MIN_STRETCHED_TAPS


class ColumnMaker:
    """Makes the columns of convolutions: time first, then every tap's channels side by side; equal ones once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._transposed: dict[str, str] = {}
        self._columns: dict[tuple[str, int, int, tuple[int, int]], str] = {}

    def convolve(self, convolution: Convolution, output: str, product: Product) -> list[Any]:
        """Return the nodes of a convolution whose result, channels first again, is called ``output``.

        The columns of a wide one are made and multiplied a stretch of time after another.
        """
        if not _is_wide(convolution):
            columns, nodes = self.columns_of(convolution)
            return [*nodes, *self._multiply(columns, product, [output])]
        nodes, stretches = self._cut_rows(convolution)
        results = []
        for stretch in stretches:
            shifted = self.shift_rows(stretch, convolution.weight.shape[2], convolution.dilation)
            multiplied = self._multiply(shifted[-1].output[0], product)
            nodes += [*shifted, *multiplied]
            results.append(multiplied[-1].output[0])
        return [*nodes, self._graph.make_node("Concat", results, [output], axis=2)]

    def columns_of(self, convolution: Convolution) -> tuple[str, list[Any]]:
        """Return the name of the columns, and the nodes that make them, unless an earlier call did."""
        taps = convolution.weight.shape[2]
        key = convolution.node.input[0], taps, convolution.dilation, convolution.pads
        if key in self._columns:
            return self._columns[key], []
        rows, nodes = self.rows_of(convolution)
        if taps > 1:
            nodes += self.shift_rows(rows, taps, convolution.dilation)
            rows = nodes[-1].output[0]
        self._columns[key] = rows
        return rows, nodes

    def rows_of(self, convolution: Convolution) -> tuple[str, list[Any]]:
        """Return the name of a convolution's input, time first and padded, and the nodes that make it."""
        graph, (value, _weight, zero, *_) = self._graph, convolution.node.input
        nodes = []
        if value not in self._transposed:
            nodes.append(graph.make_node("Transpose", [value], perm=[0, 2, 1]))
            self._transposed[value] = nodes[-1].output[0]
        rows = self._transposed[value]
        left, right = convolution.pads
        if left or right:
            nodes.append(graph.make_node("Pad", [rows, graph.integers(0, left, 0, 0, right, 0), zero]))
            rows = nodes[-1].output[0]
        return rows, nodes

    def shift_rows(self, rows: str, taps: int, dilation: int) -> list[Any]:
        """Return the nodes that put what every tap sees side by side; the last one has the columns."""
        graph = self._graph
        nodes = []
        for tap in range(taps):
            end = (tap - taps + 1) * dilation or END
            bounds = [graph.integers(tap * dilation), graph.integers(end), graph.integers(1)]
            nodes.append(graph.make_node("Slice", [rows, *bounds]))
        return [*nodes, graph.make_node("Concat", [node.output[0] for node in nodes], axis=2)]

    def _multiply(self, columns: str, product: Product, outputs: Sequence[str] = ()) -> list[Any]:
        """Return the nodes of one product and of its way back to channels first."""
        graph = self._graph
        multiplied = graph.make_node(product.operator, [columns, *product.arguments], domain=product.domain)
        return [multiplied, graph.make_node("Transpose", multiplied.output, outputs, perm=[0, 2, 1])]

    def _cut_rows(self, convolution: Convolution) -> tuple[list[Any], list[str]]:
        """Return nodes and names of a convolution's input in stretches of time, each with what its taps reach."""
        graph = self._graph
        reach = (convolution.weight.shape[2] - 1) * convolution.dilation
        rows, nodes = self.rows_of(convolution)
        shape = graph.make_node("Shape", [rows])
        length = graph.make_node("Slice", [shape.output[0], *map(graph.integers, (1, 2, 0))])
        padded = graph.make_node("Add", [length.output[0], graph.integers(STRETCHES - 1 - reach)])
        stretch = graph.make_node("Div", [padded.output[0], graph.integers(STRETCHES)])
        nodes += [shape, length, padded, stretch]
        cut = []
        for number in range(STRETCHES):
            begin = graph.make_node("Mul", [stretch.output[0], graph.integers(number)])
            following = graph.make_node("Add", [begin.output[0], stretch.output[0]])
            end = graph.make_node("Add", [following.output[0], graph.integers(reach)])
            part = graph.make_node("Slice", [rows, begin.output[0], end.output[0], graph.integers(1)])
            nodes += [begin, following, end, part]
            cut.append(part.output[0])
        return nodes, cut


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


def repeat_shared_norms(graph: Graph) -> int:
    """Norm a value for each of its users; returns how many norms were added.

    Three blocks of a stage norm the same value, as long as the speech and 128 channels wide. Shared, it waits in memory
    while the blocks run one after another: 26 of the 184 MB of a piece of 11 s (measured). A difference and a quotient
    cost next to no time, and give the same bits.
    """
    count = 0
    for quotient in graph.nodes("Div"):
        difference = graph.producer(quotient.input[0])
        users = graph.consumers(quotient.output[0])
        if difference is None or difference.op_type != "Sub" or {user.op_type for user in users} != {"Mul"}:
            continue
        for user in users[1:]:
            centred = graph.make_node("Sub", difference.input)
            normed = graph.make_node("Div", [centred.output[0], quotient.input[1]])
            names = [normed.output[0] if name == quotient.output[0] else name for name in user.input]
            graph.replace(user, [centred, normed, graph.make_node("Mul", names, user.output)])
            count += 1
    graph.commit()
    return count
