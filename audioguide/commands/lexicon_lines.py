"""Lines of a lexicon added to the text of a file, without changing a line that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

import yaml

from ..authoring import voices_yaml
from ..errors import ConfigError
from ..i18n import _
from ..model import Lexicon, LexiconEntry
from ..yaml import reader, writer
from ..yaml.reader import Map, Node


@dataclass(frozen=True)
class Added:
    """What became of the entries one wanted to add."""

    added: Lexicon
    present: Lexicon
    """Already there, saying the same."""
    differing: Lexicon
    """The file decides these words otherwise; it was left as it is."""


def insert_entries(text: str, entries: Lexicon, tag: str, shown: str) -> tuple[str, Added]:
    """Return the text of a file with the entries that it does not have, and what became of each.

    ``tag``: of the section of ``voices.yaml`` they go into; empty: the lexicon of a script. ``shown``: the file in
    messages. Raises ConfigError where the lexicon is written on one line.
    """
    root, _none = reader.parse_bytes(text.encode(), shown)
    keys = ["lexicon", *filter(None, [tag])]
    there = _find_section(root, keys)
    known: dict[str, list[LexiconEntry]] = {}
    for entry in voices_yaml.lexicon_of(there) if there else ():
        known.setdefault(entry.written, []).append(entry)
    same = {(entry.written, entry.say, entry.context) for several in known.values() for entry in several}
    present = tuple(entry for entry in entries if (entry.written, entry.say, entry.context) in same)
    differing = tuple(entry for entry in entries if entry.written in known and entry not in present)
    fresh = tuple(entry for entry in entries if entry.written not in known)
    changed = _insert_lines(text, root, fresh, keys, shown) if fresh else text
    return changed, Added(fresh, present, differing)


def _find_section(root: Node | None, keys: list[str]) -> Map | None:
    node = root
    for key in keys:
        node = node.fields.get(key) if isinstance(node, Map) else None
    return node if isinstance(node, Map) else None


def _insert_lines(text: str, root: Node | None, entries: Lexicon, keys: list[str], shown: str) -> str:
    """Return the text with lines for the entries at the end of their section, which is begun where there is none.

    Everything that is there stays as it is, to the byte: line ends, the missing end of a last line.
    """
    # the lines that YAML counts, each with its own end
    parts = re.split(r"(\r\n|[\n\r\x85\u2028\u2029])", text)
    lines, ends = parts[::2], parts[1::2]
    if not lines[-1]:
        lines.pop()
    newline = next((end for end in ends if end in ("\r\n", "\n", "\r")), "\n")
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
    return above + "".join(line + newline for line in new) + below


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
