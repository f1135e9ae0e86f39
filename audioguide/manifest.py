"""Manifest ↔ JSON: what was built, for every later output. Fields: docs/manifest.md, ``json_schema()``."""

from __future__ import annotations

import ast
import inspect
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from . import files
from .errors import OutputError
from .i18n import _
from .model import Manifest, built, geography, voices, written

MANIFEST_VERSION = 1
"""Version of the file's form; a manifest of another version is built again."""
MANIFEST_FILE = "manifest.json"
_LEFT_OUT_WHEN_EMPTY = (
    *("position", "directions", "access", "pin", "trigger_m", "points", "plans", "routes"),
    *("recordings", "sounds"),
    *("unlisted", "draft", "hidden", "closed", "pictures", "marked"),
)
"""Fields that few tours have: without any, a manifest is to the byte what it was before they existed."""
_LEFT_OUT_OF_CUES = ("recorded", "estimated")
"""Fields of a cue that are left out where they are false, for the same reason."""


def to_json(manifest: Manifest) -> str:
    """Return JSON: equal manifests give equal text, fields in the order of the model, names sorted."""
    data = msgspec.to_builtins(manifest, order="deterministic")
    for group in (*data["stops"], *data.get("unlisted", ()), *data.get("points", ()), data):
        for name in _LEFT_OUT_WHEN_EMPTY:
            if not group.get(name, True):
                del group[name]
    for stop in (*data["stops"], *data.get("unlisted", ())):
        if stop.get("synthetic", False):
            del stop["synthetic"]
        for cue in stop["cues"]:
            for name in _LEFT_OUT_OF_CUES:
                if not cue.get(name, True):
                    del cue[name]
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"


def from_json(text: str | bytes) -> Manifest:
    """Return the manifest of a JSON text. Raises ValueError, saying which field is wrong."""
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.ValidationError:
        if msgspec.json.decode(text, type=_Version).schema != MANIFEST_VERSION:
            raise ValueError(_("its schema is not {version}").format(version=MANIFEST_VERSION)) from None
        raise
    except RecursionError:
        raise ValueError(_("Values are nested too deeply here.")) from None
    if manifest.schema != MANIFEST_VERSION:
        raise ValueError(_("its schema is not {version}").format(version=MANIFEST_VERSION))
    return manifest


class _Version(msgspec.Struct):
    schema: object = None


def load_manifest(path: Path) -> Manifest:
    """Return the manifest at ``path``. Raises OutputError, which names the file, where it is missing or damaged."""
    try:
        return from_json(files.read_regular_file(path))
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
    """Return what ``load_manifest`` does, but None where the manifest is missing, damaged or of another version."""
    try:
        return load_manifest(path)
    except OutputError:
        return None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the file, with the model's own words on each field."""
    (reference,), definitions = msgspec.json.schema_components([Manifest], ref_template="#/$defs/{name}")
    for name, definition in definitions.items():
        documented = _documented_fields()[name]
        definition["description"] = documented[""]
        definition.pop("title", None)
        for field, schema in definition["properties"].items():
            schema.pop("default", None)
            if field in documented:
                schema["description"] = documented[field]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "audioguide manifest",
        **definitions.pop(reference["$ref"].rpartition("/")[2]),
        "$defs": definitions,
    }


@lru_cache
def _documented_fields() -> dict[str, dict[str, str]]:
    """Return class → field → the docstring under it, which Python itself does not keep; "" is the class's own."""
    documented: dict[str, dict[str, str]] = {}
    sources = (inspect.getsource(module) for module in (written, geography, voices, built))
    for node in (node for source in sources for node in ast.parse(source).body):
        if not isinstance(node, ast.ClassDef):
            continue
        texts = documented[node.name] = {"": ast.get_docstring(node) or ""}
        for field, text in zip(node.body, node.body[1:], strict=False):
            match field, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                    texts[name] = doc.replace("``", "")
    return documented
