"""An ONNX graph whose nodes can be replaced: what the rewriting of the model is written in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...text import onnx_format

Array = NDArray[Any]
PREFIX = "ag_"
"""Begins every name we add, so that none meets a name of the model's."""


class Graph:
    """A model's graph. ``replace`` notes what takes a node's place; ``commit`` carries it out."""

    def __init__(self, model: bytes) -> None:
        self._model = onnx_format.parse_model(model)
        self._nodes: list[Any] = list(self._model.graph.node)
        self._initializers = {tensor.name: tensor for tensor in self._model.graph.initializer}
        self._constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        """Their names by type, shape and digest: weights as keys would be 90 MB."""
        self._replacements: dict[int, list[Any]] = {}
        self._count = 0
        self._index_nodes()

    # ------------------------------------------------------------ read

    def nodes(self, operator: str) -> Iterator[Any]:
        """Yield every node of an operator, in order."""
        yield from [node for node in self._nodes if node.op_type == operator]

    def producer(self, name: str) -> Any | None:
        """Return the node that makes a value; None for an input or a constant."""
        return self._producers.get(name)

    def consumers(self, name: str) -> list[Any]:
        """Return the nodes that take a value."""
        return self._consumers.get(name, [])

    def is_constant(self, name: str) -> bool:
        """Whether the value is stored in the model."""
        return name in self._initializers

    def constant(self, name: str) -> Array | None:
        """Return a stored value; None where it is computed."""
        tensor = self._initializers.get(name)
        return None if tensor is None else onnx_format.tensor_values(tensor)

    @staticmethod
    def attributes(node: Any) -> dict[str, Any]:
        """Return a node's attributes by name."""
        return onnx_format.attribute_values(node)

    # ------------------------------------------------------------ write

    def add_constant(self, value: Array | np.generic) -> str:
        """Store a value, equal ones once; returns its name."""
        array = np.asarray(value)
        key = array.dtype.str, array.shape, hashlib.sha256(np.ascontiguousarray(array).data).digest()
        if key not in self._constants:
            name = f"{PREFIX}constant_{len(self._constants)}"
            self._initializers[name] = onnx_format.make_tensor(array, name)
            self._constants[key] = name
        return self._constants[key]

    def integers(self, *values: int) -> str:
        """Store a list of whole numbers, as axes, shapes and pads are given; returns its name."""
        return self.add_constant(np.array(values, dtype=np.int64))

    def make_node(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str] = (), domain: str = "", **attributes: Any
    ) -> Any:
        """Return a new node, which ``replace`` puts into the graph; without ``outputs`` it has one of a new name."""
        self._count += 1
        name = f"{PREFIX}{operator}_{self._count}"
        return onnx_format.make_node(operator, inputs, outputs or [name], name, domain, attributes)

    def replace(self, node: Any, others: Sequence[Any]) -> None:
        """Note that other nodes take a node's place."""
        self._replacements[id(node)] = list(others)

    def commit(self) -> None:
        """Carry out the replacements; what nothing needs any more goes."""
        self._nodes = [new for node in self._nodes for new in self._replacements.get(id(node), [node])]
        self._replacements = {}
        self._index_nodes()
        self._nodes = self._needed_nodes()
        self._index_nodes()

    def to_bytes(self) -> bytes:
        """Return the model as a file holds it."""
        return b"".join(self.encode_chunks())

    def encode_chunks(self) -> Iterator[bytes]:
        """Yield the model as a file holds it, one stored value at a time: never all of them twice in memory.

        Messages in a row are one message, whose lists follow one another (protobuf, “Last One Wins”).
        """
        used = {name for node in self._nodes for name in node.input}
        graph = self._model.graph
        del graph.initializer[:]
        first = onnx_format.make_message("ModelProto")
        first.CopyFrom(self._model)
        del first.graph.node[:], first.graph.value_info[:]
        first.graph.node.extend(self._nodes)
        yield first.SerializeToString()
        for name, tensor in self._initializers.items():
            if name in used:
                value = onnx_format.make_message("ModelProto")
                value.graph.initializer.append(tensor)
                yield value.SerializeToString()

    def _index_nodes(self) -> None:
        self._producers = {output: node for node in self._nodes for output in node.output}
        self._consumers: dict[str, list[Any]] = {}
        for node in self._nodes:
            for name in node.input:
                self._consumers.setdefault(name, []).append(node)

    def _needed_nodes(self) -> list[Any]:
        """Nodes that an output depends on, each after those it takes values from."""
        ordered: list[Any] = []
        visited: set[int] = set()
        for output in self._model.graph.output:
            pending = [(self._producers[output.name], iter(self._producers[output.name].input))]
            visited.add(id(pending[-1][0]))
            while pending:
                node, inputs = pending[-1]
                for name in inputs:
                    before = self._producers.get(name)
                    if before is not None and id(before) not in visited:
                        visited.add(id(before))
                        pending.append((before, iter(before.input)))
                        break
                else:
                    ordered.append(node)
                    pending.pop()
        return ordered
