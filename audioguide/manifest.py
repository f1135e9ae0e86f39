"""Manifest ↔ JSON: what was built, for every later output. Fields: docs/manifest.md, ``schema()``."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import types
import typing
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import model
from .errors import OutputError
from .i18n import _
from .model import Manifest

SCHEMA = 1
"""Version of the file's form; a manifest of another version is built anew."""
FILE = "manifest.json"

_JSON_TYPES: dict[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


def to_json(manifest: Manifest) -> str:
    """JSON text: equal manifests give equal text, keys in the order of the model, names sorted."""
    return json.dumps(_plain(manifest), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Manifest:
    """JSON text → manifest. Raises ValueError, saying which field is wrong."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(_("its schema is not {version}").format(version=SCHEMA))
    return typing.cast(Manifest, _build(Manifest, data, "manifest"))


def load_manifest(path: Path) -> Manifest:
    """The manifest at ``path``. Raises OutputError, which names the file, where it is missing or damaged."""
    try:
        return from_json(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise OutputError(
            _("{file} is missing: the tour has not been built.").format(file=path),
            hint=_("Run `audioguide build`."),
        ) from error
    except (OSError, ValueError) as error:
        raise OutputError(
            _("{file} cannot be used: {reason}.").format(file=path, reason=error),
            hint=_("Delete it and run `audioguide build`: the speech comes from the cache."),
        ) from error


def read_manifest(path: Path) -> Manifest | None:
    """As ``load_manifest``, but None where the manifest is missing, damaged or of another version."""
    try:
        return load_manifest(path)
    except OutputError:
        return None


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the file, with the model's own words on each field."""
    definitions: dict[str, Any] = {}
    root = _schema_of(Manifest, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "audioguide manifest",
        **definitions.pop(root["$ref"].rpartition("/")[2]),
        "$defs": definitions,
    }


# ---------------------------------------------------------------- values ↔ JSON


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _build(kind: Any, data: Any, where: str) -> Any:
    """The value of a type that JSON data stands for; ValueError names the place."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and isinstance(data, list):
        return tuple(_build(arguments[0], item, f"{where}[{n}]") for n, item in enumerate(data))
    if origin is Mapping and isinstance(data, dict):
        return {key: _build(arguments[1], item, f"{where}.{key}") for key, item in data.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and isinstance(data, dict):
        hints, fields = _hints(kind), {f.name: f for f in dataclasses.fields(kind)}
        for name, field in fields.items():
            if name not in data and _required(field):
                raise ValueError(_("{field} is missing").format(field=f"{where}.{name}"))
        return kind(**{n: _build(hints[n], data[n], f"{where}.{n}") for n in fields if n in data})
    if kind is float and type(data) is int:
        return float(data)
    if kind in _JSON_TYPES and type(data) is kind:
        return data
    raise ValueError(_("{field} is not what it should be").format(field=where))


@lru_cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


# ---------------------------------------------------------------- schema


def _schema_of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return {"type": "array", "items": _schema_of(arguments[0], definitions)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema_of(arguments[1], definitions)}
    if kind in _JSON_TYPES:
        return {"type": _JSON_TYPES[kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # holds its place, so that the order is that of first mention
        documented, fields = _documented(model)[kind.__name__], dataclasses.fields(kind)
        definitions[kind.__name__] = {
            "description": documented[""],
            "type": "object",
            "properties": {
                f.name: _schema_of(_hints(kind)[f.name], definitions)
                | ({"description": documented[f.name]} if f.name in documented else {})
                for f in fields
            },
            "required": [f.name for f in fields if _required(f)],
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


@lru_cache
def _documented(module: types.ModuleType) -> dict[str, dict[str, str]]:
    """Class → field → the docstring under it, which Python itself does not keep; "" is the class's own."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        texts = found[node.name] = {"": ast.get_docstring(node) or ""}
        for field, text in zip(node.body, node.body[1:], strict=False):
            match field, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                    texts[name] = doc.replace("``", "")
    return found
