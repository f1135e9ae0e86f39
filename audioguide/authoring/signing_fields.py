"""``signing:`` of ``site.yaml``: with what the owner signs the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import files
from ..i18n import _
from ..model import Problem
from ..project import named_path
from ..yaml import reader
from ..yaml.reader import Map, Node, Scalar
from ..yaml.validation import Schema
from .site_config import Signing

_PATH = {"type": "string", "minLength": 1}
SIGNING: Schema = {
    "type": "object",
    "description": "With what the MP3s and M4Bs are signed (C2PA): {certificate: …, key: …}.",
    "properties": {
        "certificate": {
            **_PATH,
            "description": "PEM file: your certificate, then those that vouch for it.",
        },
        "key": {
            **_PATH,
            "description": "PEM file with the private key; else AUDIOGUIDE_SIGNING_KEY holds it, or its path.",
        },
        "timestamp": {
            "type": "string",
            "pattern": "^https?://",
            "description": "Address of a time-stamp service (RFC 3161): https://…",
        },
    },
    "required": ["certificate"],
    "additionalProperties": False,
}


def signing_problems(signing: Node | None, folder: Path) -> Iterator[Problem]:
    """Yield files that are not there."""
    if not isinstance(signing, Map):
        return
    for node in (signing.fields.get(name) for name in ("certificate", "key")):
        if (
            isinstance(node, Scalar)
            and not reader.is_null(node)
            and not files.names_file(named_path(folder, node.text))
        ):
            message = _("There is no file “{name}”.").format(name=node.text)
            yield Problem("error", "no-signing-file", message, node.place, _("Write its path relative to site.yaml."))


def plain_signing(given: Mapping[str, Any], folder: Path) -> Signing | None:
    """Return the checked fields with absolute paths; None where there are none."""
    if not given:
        return None
    key = (folder / str(given["key"])).absolute() if given.get("key") else None
    return Signing((folder / str(given["certificate"])).absolute(), key, str(given.get("timestamp") or ""))
