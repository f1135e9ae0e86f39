"""``map:`` of ``site.yaml``: a ``.pmtiles`` file in ``public/`` that visitors see below the pins."""

from __future__ import annotations

from pathlib import Path

from .. import files
from ..i18n import _
from ..model import Problem
from ..project import PUBLIC_FOLDER, named_path
from ..yaml import reader
from ..yaml.reader import Map, Node, Scalar
from ..yaml.validation import Schema
from .tile_archive import TileArchive, TileError


def map_schema(words: Schema, link: Schema) -> Schema:
    """Return the schema of the field; ``words`` and ``link``: the forms of a text and of a link."""
    return {
        "type": "object",
        "description": "Tiles of a real map: {file: public/village.pmtiles}.",
        "properties": {
            "file": {
                "type": "string",
                "minLength": 1,
                "description": "A .pmtiles file in public/, path relative to this file.",
            },
            "title": {**words, "description": "What its tab says; left out: “Map”."},
            "credit": {**link, "description": "Whose map it is: {text: …, url: …}; left out: OpenStreetMap."},
        },
        "required": ["file"],
        "additionalProperties": False,
    }


def published_address(file: Path, folder: Path) -> str:
    """Return where visitors find a file of ``public/``; empty for one that is elsewhere."""
    public = (folder / PUBLIC_FOLDER).resolve()
    return file.resolve().relative_to(public).as_posix() if file.resolve().is_relative_to(public) else ""


def find_map_problems(node: Node | None, folder: Path) -> list[Problem]:
    """Return what keeps visitors from seeing the map."""
    given = node.fields.get("file") if isinstance(node, Map) else None
    if not isinstance(given, Scalar) or reader.is_null(given):
        return []
    file = named_path(folder, given.text)
    if not files.names_file(file):
        message, hint = _("There is no file “{name}”."), _("Write its path relative to site.yaml.")
    elif not published_address(file, folder):
        message, hint = _("“{name}” is not in public/."), _("Move it there: it is published as it is.")
    else:
        try:
            TileArchive(file)
        except TileError as error:
            return [Problem("error", "bad-map", error.message, given.place, error.hint)]
        return []
    return [Problem("error", "bad-map", message.format(name=given.text), given.place, hint)]
