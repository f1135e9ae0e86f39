"""What of a file can be used in spite of its problems, so that one mistake hides no other.

``validation`` says what does not fit a schema; here is what is left without it, and which fields are in doubt.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ..model import Place, Problem
from .reader import List, Map, Node, is_null
from .validation import Schema, closest_field, fits_alone, resolve_reference

Content = TypeVar("Content")


@dataclass(frozen=True)
class Checked(Generic[Content]):
    """A file that was read with all of its problems."""

    value: Content
    """Made of what fits; of all of the file where there is no problem."""
    problems: tuple[Problem, ...] = ()
    """In the order of the file."""
    doubtful: frozenset[str] = frozenset()
    """Fields at the top in which something is wrong or missing: what is said of them may change with its correction."""


def fitting_part(node: Node, schema: Schema, keep: Container[str] = ()) -> Node | None:
    """Return the tree without what does not fit the schema; None where nothing does.

    A group that lacks a required field does not fit, but for the root. Where a definition is in ``keep``, there is
    always a group, in the worst case without fields.
    """
    if not fits_alone(node, schema):
        return None
    return _fitting_node(node, schema, schema.get("$defs", {}), keep, is_kept=True)


def doubtful_fields(root: Node | None, schema: Schema, problems: Iterable[Problem]) -> frozenset[str]:
    """Return the fields at the top that hold one of the problems, are missing, or are meant by a mistyped one."""
    known: Schema = schema["properties"]
    if not isinstance(root, Map):
        return frozenset(known) if root is None or not is_null(root) else frozenset()
    missing = {key for key in schema.get("required", ()) if key not in root.fields or is_null(root.fields[key])}
    touched = {field_at(root, problem.place) for problem in problems}
    spelled = {key if key in known else closest_field(key, known) for key in touched}
    return frozenset((missing | spelled) & known.keys())


def field_at(root: Map, place: Place) -> str:
    """Return the field of a group that holds a place; empty where it is before them all."""
    return max(((begin, key) for key, begin in root.keys.items() if begin <= place), default=(place, ""))[1]


def _fitting_node(
    node: Node, schema: Schema, defs: Schema, keep: Container[str], *, is_kept: bool = False
) -> Node | None:
    is_kept = is_kept or schema.get("$ref", "").rpartition("/")[2] in keep
    schema = resolve_reference(schema, defs)
    if not fits_alone(node, schema):
        return Map(node.place) if is_kept and not isinstance(node, Map) and schema.get("type") == "object" else None
    if isinstance(node, Map):
        return _fitting_map(node, schema, defs, keep, is_kept)
    if isinstance(node, List):
        children = (_fitting_node(child, schema.get("items", {}), defs, keep) for child in node.items)
        return replace(node, items=tuple(child for child in children if child is not None))
    return node


def _fitting_map(node: Map, schema: Schema, defs: Schema, keep: Container[str], is_kept: bool) -> Map | None:
    known: Schema = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    fields: dict[str, Node] = {}
    for key, child in node.fields.items():
        rule = known.get(key, {} if others is True else others)
        if key in known and is_null(child):
            fields[key] = child
        elif rule is not False and (part := _fitting_node(child, rule, defs, keep)) is not None:
            fields[key] = part
    lacks = any(key not in fields or is_null(fields[key]) for key in schema.get("required", ()))
    return None if lacks and not is_kept else replace(node, fields=fields)
