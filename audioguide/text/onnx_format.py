"""Models in the format ONNX, read and written through protobuf, which onnxruntime brings along.

The package onnx takes 25 MB, with a checker and a reference implementation; of it only the messages of onnx.proto and a
few lines about numpy would be used. What is not listed here is kept as it was read: protobuf keeps every unknown field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from numpy.typing import NDArray

FLOAT, INT64 = 1, 7
"""Types of elements, as TensorProto numbers them."""
_NUMPY_TYPES = {
    1: np.float32,
    2: np.uint8,
    3: np.int8,
    4: np.uint16,
    5: np.int16,
    6: np.int32,
    7: np.int64,
    9: np.bool_,
    10: np.float16,
    11: np.float64,
    12: np.uint32,
    13: np.uint64,
}
_TYPE_NUMBERS = {np.dtype(kind): number for number, kind in _NUMPY_TYPES.items()}
_TYPED_FIELDS = {1: "float_data", 7: "int64_data", 11: "double_data", 12: "uint64_data", 13: "uint64_data"}
"""Where a tensor's elements are that are not stored as bytes; those of all other types are in ``int32_data``."""
_HALF_PRECISION = 10
"""Stored as the bits of a whole number there."""
_ATTRIBUTE_FIELDS = {
    1: "f",
    2: "i",
    3: "s",
    4: "t",
    5: "g",
    6: "floats",
    7: "ints",
    8: "strings",
    9: "tensors",
    10: "graphs",
}
_ATTRIBUTE_NUMBERS = {field: number for number, field in _ATTRIBUTE_FIELDS.items()}

_MESSAGES = {
    "AttributeProto": (
        "string name 1, float f 2, int64 i 3, bytes s 4, TensorProto t 5, GraphProto g 6, float* floats 7,"
        "int64* ints 8, bytes* strings 9, TensorProto* tensors 10, GraphProto* graphs 11, string doc_string 13,"
        "int32 type 20, string ref_attr_name 21"
    ),
    "ValueInfoProto": "string name 1, TypeProto type 2, string doc_string 3",
    "NodeProto": (
        "string* input 1, string* output 2, string name 3, string op_type 4, AttributeProto* attribute 5,"
        "string doc_string 6, string domain 7, string overload 8"
    ),
    "ModelProto": (
        "int64 ir_version 1, string producer_name 2, string producer_version 3, string domain 4, int64 model_version 5,"
        "string doc_string 6, GraphProto graph 7, OperatorSetIdProto* opset_import 8,"
        "StringStringEntryProto* metadata_props 14"
    ),
    "StringStringEntryProto": "string key 1, string value 2",
    "GraphProto": (
        "NodeProto* node 1, string name 2, TensorProto* initializer 5, string doc_string 10, ValueInfoProto* input 11,"
        "ValueInfoProto* output 12, ValueInfoProto* value_info 13"
    ),
    "TensorProto": (
        "int64* dims 1, int32 data_type 2, float*packed float_data 4, int32*packed int32_data 5, bytes* string_data 6,"
        "int64*packed int64_data 7, string name 8, bytes raw_data 9, double*packed double_data 10,"
        "uint64*packed uint64_data 11, string doc_string 12"
    ),
    "TypeProto": "TensorTypeProto tensor_type 1, string denotation 6",
    "TensorTypeProto": "int32 elem_type 1, TensorShapeProto shape 2",
    "TensorShapeProto": "DimensionProto* dim 1",
    "DimensionProto": "int64 dim_value 1, string dim_param 2, string denotation 3",
    "OperatorSetIdProto": "string domain 1, int64 version 2",
}
"""onnx.proto, as far as models here have it: message → type, name and number of each field; ``*``: any number."""


def parse_model(data: bytes) -> Any:
    """Return a model's message. Raises ``google.protobuf.message.DecodeError`` for what is none."""
    return make_message("ModelProto", data)


def make_message(kind: str, data: bytes = b"") -> Any:
    """Return a message of onnx.proto, as stored or empty."""
    message = _message_class(kind)()
    message.ParseFromString(data)
    return message


def make_node(
    operator: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    name: str | None = None,
    domain: str | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> Any:
    """Return a node with attributes by name; lists of numbers, numbers and bytes are attributes here."""
    node = _message_class("NodeProto")(op_type=operator, input=inputs, output=outputs, name=name, domain=domain)
    for key, value in sorted((attributes or {}).items()):
        field, stored = _attribute_value(value)
        node.attribute.add(name=key, type=_ATTRIBUTE_NUMBERS[field], **{field: stored})
    return node


def attribute_values(node: Any) -> dict[str, Any]:
    """Return a node's attributes by name."""
    values: dict[str, Any] = {}
    for attribute in node.attribute:
        field = _ATTRIBUTE_FIELDS[attribute.type]
        value = getattr(attribute, field)
        values[attribute.name] = list(value) if field.endswith("s") and field != "s" else value
    return values


def make_tensor(array: NDArray[Any], name: str) -> Any:
    """Return a stored value."""
    data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
    kind = _TYPE_NUMBERS[array.dtype]
    return _message_class("TensorProto")(name=name, dims=array.shape, data_type=kind, raw_data=data)


def tensor_values(tensor: Any) -> NDArray[Any]:
    """Return a stored value as an array. Raises KeyError for a type of elements that numpy does not have."""
    dtype = np.dtype(_NUMPY_TYPES[tensor.data_type])
    if tensor.HasField("raw_data"):
        values = np.frombuffer(tensor.raw_data, dtype.newbyteorder("<")).astype(dtype, copy=False)
    else:
        stored = getattr(tensor, _TYPED_FIELDS.get(tensor.data_type, "int32_data"))
        bits = np.array(stored, np.uint16) if tensor.data_type == _HALF_PRECISION else None
        values = np.array(stored, dtype) if bits is None else bits.view(dtype)
    return values.reshape(tuple(tensor.dims))


def make_value_info(name: str, element_type: int, dimensions: Sequence[str]) -> Any:
    """Return the description of an input or output whose dimensions have names."""
    value = _message_class("ValueInfoProto")(name=name)
    value.type.tensor_type.elem_type = element_type
    for dimension in dimensions:
        value.type.tensor_type.shape.dim.add(dim_param=dimension)
    return value


def _attribute_value(value: Any) -> tuple[str, Any]:
    """Return the field in which an attribute is stored, and what is stored."""
    if isinstance(value, bytes | str):
        return "s", value.encode() if isinstance(value, str) else value
    if isinstance(value, Sequence):
        integral = all(isinstance(item, int | np.integer) for item in value)
        return ("ints", [int(item) for item in value]) if integral else ("floats", [float(item) for item in value])
    return ("i", int(value)) if isinstance(value, int | np.integer) else ("f", float(value))


@cache
def _message_class(kind: str) -> Any:
    return message_factory.GetMessageClass(_load_pool().FindMessageTypeByName(f"onnx.{kind}"))


@lru_cache(maxsize=1)
def _load_pool() -> Any:
    """Return onnx.proto for protobuf; in a pool of its own, which does not meet the one of the package onnx."""
    field_type = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="onnx.proto", package="onnx", syntax="proto2")
    for kind, fields in _MESSAGES.items():
        message = file.message_type.add(name=kind)
        for line in fields.split(","):
            stored, name, number = line.split()
            scalar, repeated, packed = stored.partition("*")
            field = message.field.add(name=name, number=int(number))
            field.label = field_type.LABEL_REPEATED if repeated else field_type.LABEL_OPTIONAL
            if scalar in _MESSAGES:
                field.type, field.type_name = field_type.TYPE_MESSAGE, f".onnx.{scalar}"
            else:
                field.type = getattr(field_type, f"TYPE_{scalar.upper()}")
            if packed:
                field.options.packed = True
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool
