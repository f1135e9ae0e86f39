"""Values, fields and items that stand within a line (``{x: 0.5, y: 0.2}``, ``[1, 3]``), changed character by character.

Each function returns the text with one change, and leaves to its caller to check what the text then means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import yaml

from .writer import write_flow

Value = str | bool | int | float | list[Any] | dict[str, Any]


def is_same_kind(node: yaml.Node, value: Value) -> bool:
    """Return whether a value can take the place of another within its line: a scalar, a group or a list each."""
    if isinstance(node, yaml.ScalarNode):
        return node.style not in ("|", ">") and bool(node.value) and not isinstance(value, (str, list, dict))
    if isinstance(node, yaml.MappingNode):
        return bool(node.flow_style) and isinstance(value, dict)
    return isinstance(node, yaml.SequenceNode) and bool(node.flow_style) and isinstance(value, list)


def replace_value(text: str, node: yaml.Node, value: Value) -> str:
    """Write a value in the place of another."""
    return text[: node.start_mark.index] + write_flow(value) + text[_end_of(text, node) :]


def remove_pair(text: str, mapping: yaml.MappingNode, index: int) -> str:
    """Remove a field of a group, and the comma that goes with it."""
    return _without(text, [(key.start_mark.index, _end_of(text, value)) for key, value in mapping.value], index)


def insert_item(text: str, sequence: yaml.SequenceNode, index: int, value: Value) -> str:
    """Insert an item into a list that has some."""
    items, written = sequence.value, write_flow(value)
    if index < len(items):
        at = items[index].start_mark.index
        return f"{text[:at]}{written}, {text[at:]}"
    at = _end_of(text, items[-1])
    return f"{text[:at]}, {written}{text[at:]}"


def remove_item(text: str, sequence: yaml.SequenceNode, index: int) -> str:
    """Remove an item of a list, and the comma that goes with it."""
    return _without(text, _spans(text, sequence), index)


def move_item(text: str, sequence: yaml.SequenceNode, old: int, new: int) -> str:
    """Move an item of a list; what stands between the items stays."""
    spans = _spans(text, sequence)
    items = [text[start:end] for start, end in spans]
    gaps = [text[end:start] for (_start, end), (start, _end) in pairwise(spans)]
    items.insert(new, items.pop(old))
    middle = "".join(item + gap for item, gap in zip(items, [*gaps, ""], strict=True))
    return text[: spans[0][0]] + middle + text[spans[-1][1] :]


def _spans(text: str, sequence: yaml.SequenceNode) -> list[tuple[int, int]]:
    return [(item.start_mark.index, _end_of(text, item)) for item in sequence.value]


def _without(text: str, spans: Sequence[tuple[int, int]], index: int) -> str:
    """The text without a span and one comma beside it; comments between the items of several lines stay."""
    start, end = spans[index]
    if behind := re.match(r"\s*,[ \t]*", text[end:]):
        return text[:start] + text[end + behind.end() :]
    if index:
        comma = text.index(",", spans[index - 1][1])
        return text[:comma] + text[comma + 1 : start].rstrip(" ") + text[end:]
    return text[:start] + text[end:]


def _end_of(text: str, node: yaml.Node) -> int:
    """Offset behind a value; a plain scalar's mark may stand behind white space."""
    end: int = node.end_mark.index
    while isinstance(node, yaml.ScalarNode) and end > node.start_mark.index and text[end - 1].isspace():
        end -= 1
    return end
