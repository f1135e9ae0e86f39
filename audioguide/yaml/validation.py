"""One schema for two readers: editors get it as JSON Schema, and here it tells an author everything that is wrong.

Only the keywords our schemas use are read: ``$ref``, ``type``, ``properties``, ``additionalProperties``,
``required``, ``items``, ``enum``, ``pattern``, ``minimum``, ``maximum`` and ``minLength``
(https://json-schema.org/draft/2020-12). A field's ``description`` is what the author reads when the value does
not fit, so it says what does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..i18n import _, closest_name, shorten, suggest_name
from ..model import Place, Problem
from .reader import List, Map, Node, Scalar, is_null

Schema = Mapping[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
MAX_EXCERPT_CHARS = 40
"""Characters of an author's text that a message repeats."""

_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of fields",
}


def schema_problems(node: Node, schema: Schema) -> Iterator[Problem]:
    """Everything in the tree that does not fit the schema, in the order of the file."""
    yield from _node_problems(node, schema, schema.get("$defs", {}), "")


def _node_problems(node: Node, schema: Schema, defs: Schema, name: str) -> Iterator[Problem]:
    schema = resolve_reference(schema, defs)
    if not any(_has_kind(node, kind) for kind in _kinds_of(schema)):
        yield _wrong_kind(node, schema, _kinds_of(schema), name)
    elif isinstance(node, Map):
        yield from _map_problems(node, schema, defs, name)
    elif isinstance(node, List):
        for child in node.items:
            yield from _node_problems(child, schema.get("items", {}), defs, name)
    elif isinstance(node, Scalar) and not _is_allowed(node, schema):
        yield Problem(
            "error",
            "bad-value",
            _("“{name}” cannot be “{value}”.").format(name=name, value=shorten(node.text, MAX_EXCERPT_CHARS)),
            node.place,
            _value_hint(schema, node),
        )


def resolve_reference(schema: Schema, defs: Schema) -> Schema:
    """Return a schema with the definition it refers to, if any, below it."""
    reference = schema.get("$ref")
    return {**defs[reference.rpartition("/")[2]], **schema} if reference else schema


def fits_alone(node: Node, schema: Schema) -> bool:
    """Return whether a value fits a schema without references, whatever is below it."""
    if not any(_has_kind(node, kind) for kind in _kinds_of(schema)):
        return False
    return not isinstance(node, Scalar) or _is_allowed(node, schema)


def meant_fields(node: Map, known: Iterable[str]) -> frozenset[str]:
    """Return the fields that mistyped ones of a group were probably meant to be."""
    names = list(known)
    return frozenset(closest_field(key, names) for key in node.fields if key not in names) - {""}


def _kinds_of(schema: Schema) -> list[str]:
    kinds = schema.get("type", list(_NAMES))
    return [kinds] if isinstance(kinds, str) else kinds


def _map_problems(node: Map, schema: Schema, defs: Schema, name: str) -> Iterator[Problem]:
    known: Schema = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for key, child in node.fields.items():
        if key in known:
            # a key without a value is one that is left out
            if not is_null(child):
                yield from _node_problems(child, known[key], defs, key)
        elif others is False:
            yield unknown_field(key, node.keys[key], [k for k in known if k not in node.fields] or list(known))
        elif isinstance(others, Mapping):
            yield from _node_problems(child, others, defs, key)
    mistyped = meant_fields(node, known)
    for key in schema.get("required", ()):
        if (key not in node.fields or is_null(node.fields[key])) and key not in mistyped:
            message = _("“{key}” is missing here.").format(key=key)
            yield Problem("error", "missing-field", message, node.place, _value_hint(known[key]))


def unknown_field(key: str, place: Place, known: list[str]) -> Problem:
    """A key that means nothing here, with the field that was probably meant."""
    hint = (
        _("Did you mean “{close}”?").format(close=close)
        if (close := closest_field(key, known))
        else _("Valid fields: {known}.").format(known=", ".join(known))
    )
    return Problem(
        "error",
        "unknown-field",
        _("There is no field “{key}” here.").format(key=shorten(key, MAX_EXCERPT_CHARS)),
        place,
        hint,
    )


def closest_field(key: str, known: Iterable[str]) -> str:
    """The field a mistyped key was probably meant to be; empty: none is near."""
    return closest_name(key.lower(), known, 0.5)


def _has_kind(node: Node, kind: str) -> bool:
    if isinstance(node, Map):
        return kind == "object"
    if isinstance(node, List):
        return kind == "array"
    value = node.value if isinstance(node, Scalar) else None
    match kind:
        case "string":  # a title may be 1949, a number, a date or “yes”: it is taken as it is written
            return value is not None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
    return False


def _is_allowed(node: Scalar, schema: Schema) -> bool:
    value = node.value
    if _has_kind(node, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return False
    if "enum" in schema and node.text not in schema["enum"] and value not in schema["enum"]:
        return False
    if "pattern" in schema and not re.search(schema["pattern"], node.text):
        return False
    return bool(len(node.text.strip()) >= schema.get("minLength", 0))


def _wrong_kind(node: Node, schema: Schema, kinds: list[str], name: str) -> Problem:
    wanted = _(" or ").join(_(_NAMES[kind]) for kind in kinds)
    if isinstance(node, Map):
        actual = _("a group of fields")
    elif isinstance(node, List):
        actual = _("a list")
    else:
        actual = (
            _("nothing")
            if is_null(node)
            else f"“{shorten(node.text, MAX_EXCERPT_CHARS)}”"
            if isinstance(node, Scalar)
            else ""
        )
    message = _("“{name}” must be {wanted}, but is {actual}.") if name else _("Expected {wanted}; found {actual}.")
    return Problem(
        "error",
        "wrong-type",
        message.format(name=shorten(name, MAX_EXCERPT_CHARS), wanted=wanted, actual=actual),
        node.place,
        _value_hint(schema, node),
    )


def _value_hint(schema: Schema, node: Node | None = None) -> str:
    """What fits: the value nearest to a mistyped one, or the field's description."""
    if node is not None and isinstance(node, Scalar) and "enum" in schema:
        known = [str(value) for value in schema["enum"]]
        return suggest_name(node.text, known)
    return _(schema.get("description", "")) if schema.get("description") else ""
