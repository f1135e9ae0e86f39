"""YAML changed by position: the lines that hold a changed value are rewritten, every other byte stays.

PyYAML's node tree knows where each value begins and ends. Each function takes the text of a file and returns the
changed text; the result is parsed again and compared with the wanted tree, and ``EditRefused`` is raised where the two
differ: a file is never damaged, at worst an edit is refused. ruamel.yaml was measured instead and changes line ends,
a byte order mark and spaces of files nobody asked it to touch.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

import yaml

from ..errors import EditRefused
from ..i18n import _
from . import flow_style
from .bounded_diff import BoundedMatcher
from .flow_style import Value
from .lenient_loader import LenientLoader, Lookalike
from .writer import write_field, write_flow, write_item, write_scalar

Path = tuple[str | int, ...]
"""Keys and indices from the root of the document to a value."""

BYTE_ORDER_MARK = "\ufeff"


def load_value(text: str, path: Path) -> Any:
    """Return what stands at a place of a file, as plain data."""
    return _target(load_plain(text), path)


def set_value(text: str, path: Path, value: str | int) -> str:
    """Replace a scalar; its lines that are the same before and after stay as they are."""
    node = _node_at(text, path)
    if not isinstance(node, yaml.ScalarNode):
        raise _refusal(path)
    wanted = load_plain(text)
    _assign(wanted, path, value)
    return _first_sound(_rewritten_scalars(text, node, str(value)), wanted, path)


def set_field(text: str, path: Path, key: str, value: Value, order: Sequence[str] = ()) -> str:
    """Set a field of the mapping at ``path``; a new one goes below the last of those that ``order`` puts before it."""
    mapping = _mapping_at(text, path)
    pair = _field(mapping, key)
    if pair is not None and isinstance(value, str):
        return set_value(text, (*path, key), value)
    wanted = load_plain(text)
    _target(wanted, path)[key] = value
    if pair is not None and (mapping.flow_style or flow_style.is_same_kind(pair[1], value)):
        return _first_sound([flow_style.replace_value(text, pair[1], value)], wanted, path)
    if pair is not None:
        return replace_field(text, path, key, {key: value})
    if mapping.flow_style:
        end = mapping.value[-1][1].end_mark.index
        forms = [write_scalar(value)] if isinstance(value, str) else []
        written = [f", {write_scalar(key)}: {form}" for form in (*forms, write_flow(value))]
        return _first_sound([text[:end] + pair + text[end:] for pair in written], wanted, path)
    lines = text.splitlines(keepends=True)
    earlier = order[: order.index(key)] if key in order else ()
    above = [pair for pair in mapping.value if pair[0].value in earlier] or mapping.value[:1]
    line = _last_line(lines, above[-1][1])
    new = _lines_of(text, write_field(key, value), mapping.start_mark.column)
    return _first_sound([_with_lines(lines, line, line, new)], wanted, path)


def remove_field(text: str, path: Path, key: str) -> str:
    """Remove a field of the mapping at ``path``; a mapping without it stays as it is."""
    if _field(_mapping_at(text, path), key) is None:
        return text
    return replace_field(text, path, key, {})


def replace_field(text: str, path: Path, key: str, fields: dict[str, Any]) -> str:
    """Write other fields in the place of a field of the mapping at ``path``."""
    mapping = _mapping_at(text, path)
    pair = _field(mapping, key)
    if pair is None or (mapping.flow_style and fields):
        raise _refusal((*path, key))
    wanted = load_plain(text)
    target = _target(wanted, path)
    del target[key]
    target.update(fields)
    if mapping.flow_style:
        return _first_sound([flow_style.remove_pair(text, mapping, mapping.value.index(pair))], wanted, path)
    lines = text.splitlines(keepends=True)
    first, end = pair[0].start_mark.line, _last_line(lines, pair[1])
    new = [line for name, value in fields.items() for line in _lines_of(text, write_field(name, value), 0)]
    if pair is mapping.value[0] and not fields and lines[first][: pair[0].start_mark.column].strip():
        raise _refusal((*path, key))  # the dash of a list item stands on its line
    new = [" " * mapping.start_mark.column + line if line.strip() else line for line in new]
    if new and pair is mapping.value[0]:
        new[0] = lines[first][: pair[0].start_mark.column] + new[0].lstrip(" ")
    return _first_sound([_with_lines(lines, first, end, new)], wanted, path)


def insert_item(text: str, path: Path, index: int, item: dict[str, Any]) -> str:
    """Insert a mapping into the list at ``path``, which has items."""
    sequence = _sequence_at(text, path)
    if not sequence.flow_style:
        return _with_lines_of_item(
            text, path, index, item, _lines_of(text, write_item(item), sequence.start_mark.column)
        )
    wanted = load_plain(text)
    _target(wanted, path).insert(index, item)
    return _first_sound([flow_style.insert_item(text, sequence, index, item)], wanted, path)


def copy_item(text: str, path: Path, index: int, other: str, other_index: int) -> str:
    """Insert an item that another version of the file has in the list at ``path``, with its lines as they are there."""
    item = load_value(other, (*path, other_index))
    here, there = _sequence_at(text, path), _sequence_at(other, path)
    if here.flow_style or there.flow_style or here.start_mark.column != there.start_mark.column:
        return insert_item(text, path, index, item)
    lines = [line.rstrip("\r\n") + _newline(text) for line in _blocks(other, there)[0][other_index]]
    return _with_lines_of_item(text, path, index, item, lines)


def _with_lines_of_item(text: str, path: Path, index: int, item: dict[str, Any], lines: list[str]) -> str:
    wanted = load_plain(text)
    _target(wanted, path).insert(index, item)
    contents, gaps, head, tail = _blocks(text, _sequence_at(text, path))
    contents.insert(index, lines)
    between = gaps[0] if gaps else ([_newline(text)] if path == ("stops",) else [])
    gaps.insert(min(index, len(gaps)), list(between))
    return _first_sound([_joined(text, head, contents, gaps, tail)], wanted, path)


def remove_item(text: str, path: Path, index: int) -> str:
    """Remove an item of the list at ``path``, not the last one, with the comments directly above it."""
    sequence = _sequence_at(text, path)
    wanted = load_plain(text)
    del _target(wanted, path)[index]
    if sequence.flow_style and len(sequence.value) > 1:
        return _first_sound([flow_style.remove_item(text, sequence, index)], wanted, path)
    contents, gaps, head, tail = _blocks(text, sequence)
    if len(contents) < 2:
        raise _refusal((*path, index))
    del contents[index]
    del gaps[min(index, len(gaps) - 1)]
    return _first_sound([_joined(text, head, contents, gaps, tail)], wanted, path)


def move_item(text: str, path: Path, old: int, new: int) -> str:
    """Move an item of the list at ``path``, with the comments directly above it; the gaps between items stay."""
    sequence = _sequence_at(text, path)
    wanted = load_plain(text)
    target = _target(wanted, path)
    target.insert(new, target.pop(old))
    if sequence.flow_style:
        return _first_sound([flow_style.move_item(text, sequence, old, new)], wanted, path)
    contents, gaps, head, tail = _blocks(text, sequence)
    contents.insert(new, contents.pop(old))
    return _first_sound([_joined(text, head, contents, gaps, tail)], wanted, path)


def load_plain(text: str) -> Any:
    """The document as bare Python.

    Raises EditRefused where it is not valid YAML.
    """
    try:
        return yaml.load(text.removeprefix(BYTE_ORDER_MARK), Loader=LenientLoader)
    except yaml.YAMLError as error:
        raise _refusal(()) from error


# ---------------------------------------------------------------- nodes


def _compose(text: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=LenientLoader)
    except yaml.YAMLError as error:
        raise _refusal(()) from error
    if root is None or text.startswith(BYTE_ORDER_MARK):
        raise _refusal(())  # marks would count from behind the byte order mark: the caller takes it off
    return root


def _node_at(text: str, path: Path) -> yaml.Node:
    node: Any = _compose(text)
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = _field(node, str(step))
            if pair is None:
                raise _refusal(path)
            node = pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            raise _refusal(path)
    nearest: yaml.Node = node
    return nearest


def _mapping_at(text: str, path: Path) -> yaml.MappingNode:
    node = _node_at(text, path)
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise _refusal(path)
    return node


def _sequence_at(text: str, path: Path) -> yaml.SequenceNode:
    node = _node_at(text, path)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise _refusal(path)
    return node


def _field(mapping: yaml.MappingNode, key: str) -> Any:
    return next((pair for pair in mapping.value if pair[0].value == key), None)


def _target(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _assign(tree: Any, path: Path, value: object) -> None:
    _target(tree, path[:-1])[path[-1]] = value


def _last_line(lines: list[str], node: yaml.Node) -> int:
    """Index of the line below the last one that belongs to a value."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(lines, last[1] if isinstance(node, yaml.MappingNode) else last)
    end: int = node.end_mark.line + (1 if node.end_mark.column else 0)
    while end > node.start_mark.line + 1 and not lines[end - 1].strip():
        end -= 1
    return max(end, node.start_mark.line + 1)


# ---------------------------------------------------------------- scalars


def _rewritten_scalars(text: str, node: yaml.ScalarNode, value: str) -> Iterable[str]:
    """The text with a scalar replaced, in ways that change more and more of it."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style == "|":
        yield text[:start] + _block_lines(text, node, value) + text[end:]
    else:
        while end > start and text[end - 1] in " \r\n":
            end -= 1
        yield from _changed_within(text, start, end, node.value, value)
        if "\n" not in value:
            yield text[:start] + write_scalar(value) + text[end:]
        elif value == value.strip():
            indent = " " * (_indent_of(text, start) + 2)
            newline = _newline(text)
            body = newline.join(indent + line if line else "" for line in value.split("\n"))
            rest = "" if text[end : end + 2].startswith(("\n", "\r\n")) or end == len(text) else newline
            yield text[:start] + "|" + newline + body + rest + text[end:]
    yield text[:start] + json.dumps(value, ensure_ascii=False) + text[end:]


def _changed_within(text: str, start: int, end: int, old: str, new: str) -> Iterable[str]:
    """Only the characters that differ, where the value stands in the file as one reads it, wrapped or not."""
    start += text.find("\n", start, end) + 1 - start if text[start] == ">" else text[start] in "\"'"
    end -= text[end - 1] in "\"'" and text[start - 1] == text[end - 1]
    yield text[:start] + replace_stretch(text[start:end], old, new) + text[end:]


def replace_stretch(body: str, old: str, new: str) -> str:
    """Put what differs between two wordings into ``body``, which is the old one with other white space."""
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    back = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    before, after, changed = old[:head], old[len(old) - back :], new[head : len(new) - back]
    first = _visible_offset(body, sum(not char.isspace() for char in before))
    last = len(body) - _visible_offset(body[::-1], sum(not char.isspace() for char in after))
    if before[-1:].isspace():
        first += len(body[first:]) - len(body[first:].lstrip())
    if after[:1].isspace():
        last -= len(body[:last]) - len(body[:last].rstrip())
    return body[:first] + changed + body[max(first, last) :]


def _visible_offset(text: str, count: int) -> int:
    """Offset behind so many characters that are not white space."""
    if not count:
        return 0
    for index, char in enumerate(text):
        count -= not char.isspace()
        if not count:
            return index + 1
    return len(text)


def _block_lines(text: str, node: yaml.ScalarNode, value: str) -> str:
    """A literal block with the lines that differ replaced."""
    start, end = node.start_mark.index, node.end_mark.index
    newline = _newline(text)
    header_end = text.find("\n", start) + 1 or len(text)
    header = text[start:header_end]
    lines = text[header_end:end].splitlines(keepends=True)
    explicit = re.match(r"\|[-+]?(\d)", header)
    filled = next((line for line in lines if line.strip()), "")
    indent = _indent_of(text, start) + int(explicit[1]) if explicit else len(filled) - len(filled.lstrip(" "))
    count = len(node.value.rstrip("\n").split("\n"))
    head, rest = lines[:count], lines[count:]
    old = [line.rstrip("\r\n")[indent:] for line in head]
    new = value.rstrip("\n").split("\n")
    result: list[str] = []
    for tag, i, j, k, m in BoundedMatcher(old, new).get_opcodes():
        if tag == "equal":
            result += head[i:j]
        else:
            result += [(" " * (indent or 2) + line if line else "") + newline for line in new[k:m]]
    result = [line if line.endswith("\n") else line + newline for line in result]
    if result and end == len(text) and head and not text.endswith("\n"):
        result[-1] = result[-1].rstrip("\r\n")  # the file had no last line end
    return header + "".join(result) + "".join(rest)


def _indent_of(text: str, index: int) -> int:
    """Column of the key whose value begins at an index."""
    begin = text.rfind("\n", 0, index) + 1
    line = text[begin:index]
    return len(line) - len(line.lstrip(" -"))


# ---------------------------------------------------------------- lines and items


def _blocks(text: str, sequence: yaml.SequenceNode) -> tuple[list[list[str]], list[list[str]], list[str], list[str]]:
    """Lines of each item with the comments directly above it, the gaps between items, and the lines around them all."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += _newline(text)
    starts: list[int] = []
    ends: list[int] = []
    for item in sequence.value:
        floor = ends[-1] if ends else _first_line_below_key(lines, sequence)
        first = item.start_mark.line
        while first > floor and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        starts.append(first)
        ends.append(_last_line(lines, item))
    contents = [lines[a:b] for a, b in zip(starts, ends, strict=True)]
    gaps = [lines[a:b] for a, b in zip(ends, starts[1:], strict=False)]
    return contents, gaps, lines[: starts[0]], lines[ends[-1] :]


def _first_line_below_key(lines: list[str], sequence: yaml.SequenceNode) -> int:
    line: int = sequence.start_mark.line
    while line and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line


def _joined(text: str, head: list[str], contents: list[list[str]], gaps: list[list[str]], tail: list[str]) -> str:
    middle = [line for index, block in enumerate(contents) for line in [*block, *(gaps[index : index + 1] or [[]])[0]]]
    joined = "".join([*head, *middle, *tail])
    return joined if text.endswith("\n") else joined.rstrip("\r\n")


def _lines_of(text: str, written: str, column: int) -> list[str]:
    """Lines of new YAML, indented and with the file's line ends."""
    shifted = textwrap.indent(written, " " * column)
    return [line + _newline(text) for line in shifted.rstrip("\n").split("\n")]


def _with_lines(lines: list[str], first: int, end: int, new: list[str]) -> str:
    if new and end == len(lines) and lines and not lines[-1].endswith("\n"):
        newline = "\r\n" if new[-1].endswith("\r\n") else "\n"
        if first == end:
            lines = [*lines[:-1], lines[-1] + newline]
        new = [*new[:-1], new[-1].rstrip("\r\n")]
    return "".join([*lines[:first], *new, *lines[end:]])


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# ---------------------------------------------------------------- the judge


def _first_sound(candidates: Iterable[str], wanted: Any, path: Path) -> str:
    """The first text that means what is wanted and nothing else.

    Raises EditRefused where none does.
    """
    wanted = _comparable(wanted)
    for candidate in candidates:
        try:
            if _comparable(yaml.load(candidate, Loader=LenientLoader)) == wanted:
                return candidate
        except yaml.YAMLError:
            continue
    raise _refusal(path)


def _comparable(tree: Any) -> Any:
    """The tree without line ends at the end of its texts: a block's last line may gain or lose one."""
    if isinstance(tree, Lookalike):
        return Lookalike, str(tree)  # another parser fails there: no text, until it is quoted
    if isinstance(tree, dict):
        return {key: _comparable(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_comparable(value) for value in tree]
    return str(tree).rstrip("\n") if isinstance(tree, str) else deepcopy(tree)


def _refusal(path: Path) -> EditRefused:
    place = ".".join(str(step) for step in path)
    return EditRefused(
        _("The file cannot be changed here without touching other lines ({place}).").format(place=place or "YAML"),
        hint=_("Nothing was written. Change this passage in a text editor."),
    )
