"""Lexicons of a project's files: read for export, and added to without changing an existing line."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import yaml

from .. import files
from ..authoring import schemas, script, voices_yaml
from ..errors import ConfigError
from ..i18n import _
from ..model import Lexicon, LexiconEntry, Problem
from ..project import Project
from ..yaml import reader, validation, writer
from ..yaml.reader import Map, Node


@dataclass(frozen=True)
class Added:
    """What became of the entries one wanted to add."""

    added: Lexicon
    present: Lexicon
    """Already there, saying the same."""
    differing: Lexicon
    """The file decides these words otherwise; it was left as it is."""


def entries_of(project: Project, name: str) -> tuple[Lexicon, str]:
    """The entries of ``voices.yaml`` or of a script named by site, id or file, and their language.

    Raises ConfigError for a name no file has, and what ``script.load_tour`` and ``voices.load`` raise. Of a
    ``voices.yaml`` in several languages the entries of the first are given.
    """
    if Path(name).name == project.voices.name:
        by_language = voices_yaml.load_settings(project.voices).lexicon
        return next(((entries, tag) for tag, entries in by_language.items()), ((), "zh-CN"))
    tour = script.load_tour(script.script_path(project, name))
    return tour.lexicon, tour.language


def add_entries(project: Project, name: str, entries: Lexicon, language: str) -> Added:
    """Append entries to the lexicon of ``voices.yaml`` or of a script; what the file says already stays.

    Raises ConfigError when the file cannot be used or its lexicon is written on one line.
    """
    settings = Path(name).name == project.voices.name
    path = project.voices if settings else script.script_path(project, name)
    with files.lock_file(path, project.locks):
        return _add_to_file(project, path, settings, entries, language)


def _add_to_file(project: Project, path: Path, settings: bool, entries: Lexicon, language: str) -> Added:
    data = path.read_bytes() if path.exists() else f"schema: {schemas.VERSION}\n".encode()
    shown = project.display_path(path)
    refuse_problems(_problems_after(data, path, settings), shown)
    root, _none = reader.parse_bytes(data, shown)
    there = _find_section(root, ["lexicon", *([language] if settings else [])])
    known: dict[str, list[LexiconEntry]] = {}
    for entry in voices_yaml.lexicon_of(there) if there else ():
        known.setdefault(entry.written, []).append(entry)
    same = {(entry.written, entry.say, entry.context) for several in known.values() for entry in several}
    present = tuple(entry for entry in entries if (entry.written, entry.say, entry.context) in same)
    differing = tuple(entry for entry in entries if entry.written in known and entry not in present)
    fresh = tuple(entry for entry in entries if entry.written not in known)
    if fresh:
        changed = _insert_lines(data, root, fresh, [language] if settings else [], shown)
        refuse_problems(_problems_after(changed, path, settings), shown)
        files.write_bytes(path, changed)
    return Added(fresh, present, differing)


def _problems_after(data: bytes, path: Path, settings: bool) -> list[Problem]:
    return settings_problems(data, path) if settings else script.script_problems(data, path)


def settings_problems(data: bytes, path: Path) -> list[Problem]:
    """What is wrong in a ``voices.yaml``."""
    root, problems = reader.parse_bytes(data, str(path.name))
    return (
        problems
        if root is None
        else [*problems, *validation.schema_problems(root, schemas.VOICES_SCHEMA), *voices_yaml.semantic_problems(root)]
    )


def refuse_problems(problems: list[Problem], shown: str) -> None:
    """Raise ConfigError where there are errors."""
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ConfigError(_("{file} has problems.").format(file=shown), errors)


def _find_section(root: Node | None, keys: list[str]) -> Map | None:
    node = root
    for key in keys:
        node = node.fields.get(key) if isinstance(node, Map) else None
    return node if isinstance(node, Map) else None


def _insert_lines(data: bytes, root: Node | None, entries: Lexicon, tag: list[str], shown: str) -> bytes:
    """Return the file with lines for the entries at the end of their section, which is begun where there is none.

    Everything that is there stays as it is, to the byte: line ends, a byte order mark, the missing end of a last line.
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    text = data[len(mark) :].decode()
    # the lines that YAML counts, each with its own end
    parts = re.split(r"(\r\n|[\n\r\x85\u2028\u2029])", text)
    lines, ends = parts[::2], parts[1::2]
    if not lines[-1]:
        lines.pop()
    newline = next((end for end in ends if end in ("\r\n", "\n", "\r")), "\n")
    keys = ["lexicon", *tag]
    depth = 0
    begin, until, indent = 0, len(lines), ""
    node = root
    while depth < len(keys) and isinstance(node, Map) and keys[depth] in node.fields:
        place = node.keys[keys[depth]]
        after = [other.line for other in node.keys.values() if other.line > place.line]
        begin, until = place.line, min([*after, until + 1]) - 1
        node = node.fields[keys[depth]]
        depth += 1
        indent = " " * (place.column - 1) + "  "
        if isinstance(node, Map) and node.keys:
            first = next(iter(node.keys.values()))
            if first.line == place.line:
                raise ConfigError(
                    _("{file}:{line}: this lexicon is written on one line.").format(file=shown, line=place.line),
                    hint=_("Write each word on a line of its own below “lexicon:”, without braces."),
                )
            indent = " " * (first.column - 1)
    if depth == 0:
        begin = until = _before_stops(lines, root)
    while until > begin and (not lines[until - 1].strip() or lines[until - 1].lstrip().startswith("#")):
        until -= 1
    new: list[str] = []
    for key in keys[depth:]:
        new.append(f"{indent}{key}:")
        indent += "  "
    grouped: dict[str, Lexicon] = {}
    for entry in entries:
        grouped[entry.written] = (*grouped.get(entry.written, ()), entry)
    new += [f"{indent}{writer.write_scalar(word)}: {_entry_value(several)}" for word, several in grouped.items()]
    if depth == 0:
        new = ["", *new] if until == len(lines) else [*new, ""]
    above = "".join(map("".join, zip_longest(lines[:until], ends[:until], fillvalue="")))
    if above and len(ends) < until:  # the last line had no end
        above += newline
    below = "".join(map("".join, zip_longest(lines[until:], ends[until:], fillvalue="")))
    return mark + (above + "".join(line + newline for line in new) + below).encode()


def _before_stops(lines: list[str], root: Node | None) -> int:
    """Index of the line before which a section of the script's head goes: above ``stops`` and its remarks."""
    if not isinstance(root, Map) or "stops" not in root.keys:
        return len(lines)
    index = root.keys["stops"].line - 1
    while index and lines[index - 1].startswith("#"):
        index -= 1
    return index


def _entry_value(several: Lexicon) -> str:
    fields = [
        {key: text for key, text in (("say", entry.say), ("in", entry.context), ("note", entry.note)) if text}
        for entry in several
    ]
    if len(fields) == 1 and len(fields[0]) == 1:
        return writer.write_scalar(several[0].say)
    data = fields[0] if len(fields) == 1 else fields
    return yaml.safe_dump(data, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6).strip()
