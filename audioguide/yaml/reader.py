"""YAML with the place of every value, so that each problem can name its line.

The tree is built from PyYAML's events instead of by its constructors: no tag can make an object, depth is
bounded before anything recurses, and a tree's size counts every alias as often as it is used, which stops the
"billion laughs" before anyone walks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from ..i18n import _
from ..model import Place, Problem

MAX_BYTES = 4_000_000
"""A script of ten hours has about 0.5 MB."""
MAX_NODES = 100_000
MAX_DEPTH = 20

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
_PLAIN_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Node:
    """A value of the file and where it begins."""

    place: Place
    size: int = 1
    """Values below and including this one, aliases followed."""


@dataclass(frozen=True)
class Scalar(Node):
    """A single value; an empty one is what a key without a value has."""

    text: str = ""
    plain: bool = True
    """Written without quotes, and not as a block: only then may it be a number, a truth value or nothing."""

    @property
    def value(self) -> str | int | float | bool | None:
        """The value as YAML means it: ``3`` is a number, ``"3"`` is text."""
        if not self.plain:
            return self.text
        if self.text in _NULL:
            return None
        if self.text.lower() in _BOOLEAN:
            return _BOOLEAN[self.text.lower()]
        if _INTEGER.fullmatch(self.text):
            return int(self.text)
        return float(self.text) if _PLAIN_NUMBER.fullmatch(self.text) else self.text


@dataclass(frozen=True)
class List(Node):
    """Values in order."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Map(Node):
    """Values by key; keys are always text."""

    fields: Mapping[str, Node] = field(default_factory=dict)
    keys: Mapping[str, Place] = field(default_factory=dict)
    """The position of each key."""


def to_plain(node: Node) -> object:
    """The value as bare Python: dict, list, str, int, float, bool or None."""
    if isinstance(node, Map):
        return {key: to_plain(child) for key, child in node.fields.items()}
    if isinstance(node, List):
        return [to_plain(child) for child in node.items]
    return node.value if isinstance(node, Scalar) else None


def is_null(node: Node) -> bool:
    """Whether a key was left without a value."""
    return isinstance(node, Scalar) and node.value is None


def split_lines(text: str) -> list[str]:
    """The lines of a file as YAML counts them."""
    return _BREAK.split(text)


def read_tree(path: Path, shown: str) -> tuple[Node | None, list[Problem]]:
    """The file's tree, or None with the problem that kept it from being read; duplicate keys are only problems."""
    try:
        if path.exists() and not path.is_file():  # a pipe would keep us waiting, and a device never ends
            return None, [_yaml_problem(shown, 0, 0, _("This is not a regular file."))]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return None, [_yaml_problem(shown, 0, 0, _("The file is too large to be a script."))]
    except OSError as error:
        reason = _("The file cannot be read: {reason}.").format(reason=error.strerror or error)
        if path.is_symlink() and not path.exists():
            reason = _("{folder} is a link to {target}, which is not there.").format(
                folder=path.name, target=path.readlink()
            )
        return None, [_yaml_problem(shown, 0, 0, reason)]
    return parse_bytes(data, shown)


def parse_bytes(data: bytes, shown: str) -> tuple[Node | None, list[Problem]]:
    """As ``read_tree``, for the bytes of a file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = _("Save the file as UTF-8 in your editor (not as GBK or “Unicode”).")
        return None, [_yaml_problem(shown, line, 0, _("The file is not UTF-8 text."), hint)]
    if control := Reader.NON_PRINTABLE.search(text):
        before = split_lines(text[: control.start()])
        message = _("There is an invisible control character (U+{code}).").format(code=f"{ord(control[0]):04X}")
        return None, [_yaml_problem(shown, len(before), len(before[-1]) + 1, message, _("Delete it."))]
    if quick := getattr(yaml, "CSafeLoader", None):
        # libyaml is some ten times as quick; an error is reported by the other parser, whose messages are plainer
        with suppress(yaml.YAMLError, _TooMuch):
            builder = _Builder(text, shown, quick)
            return builder.read_document(), builder.problems
    builder = _Builder(text, shown, yaml.SafeLoader)
    try:
        return builder.read_document(), builder.problems
    except yaml.MarkedYAMLError as error:
        unclosed = (error.context or "").startswith(("while parsing a flow", "while scanning a quoted"))
        # what was never closed is noticed lines later; the author looks for where it was opened
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = error.problem or error.context or ""
        source = split_lines(text)
        cause = _likely_cause(problem, unclosed)
        for number in range(line, max(line - 3, 0), -1):  # noticed on a line behind it
            if number <= len(source) and (wide := _WIDE_COLON.match(source[number - 1])):
                line, column = number, wide.end()
                cause = _("The colon after “{key}” is a Chinese one (：). Write : and a space.").format(key=wide[1])
                break
        excerpt = source[line - 1].strip()[:60] if 0 < line <= len(source) else ""
        message = _("This is not valid YAML: {reason}.").format(reason=_(_general_wording(problem)))
        return None, [
            *builder.problems,
            _yaml_problem(shown, line, column, message, cause, excerpt),
        ]
    except _TooMuch as error:
        return None, [*builder.problems, Problem("error", "yaml", str(error), error.place)]
    except (ValueError, OverflowError):  # the parser makes characters of numbers there are none for: "\\U00110000"
        line = next((n for n, each in enumerate(split_lines(text), 1) if "\\U" in each), 0)
        message = _("This is not valid YAML: {reason}.").format(reason=_("there is no character with this number"))
        return None, [*builder.problems, _yaml_problem(shown, line, 0, message, _("Delete it."))]


class _TooMuch(Exception):
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place


class _Builder:
    """Events of PyYAML → nodes, one document."""

    def __init__(self, text: str, shown: str, loader: Any) -> None:
        self.text = text
        self.display_path = shown
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)

    def read_document(self) -> Node:
        """The first document; a second one is a problem."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    place = self._place_of(event.start_mark)
                    hint = _("Keep one script in a file; take the line --- out.")
                    self._add_problem(place, "yaml", _("A second document begins here."), hint)
                    break
            elif isinstance(event, yaml.NodeEvent):
                root = self._read_node(event, 1)
        return root or Scalar(Place(self.display_path, 1))

    def _read_node(self, event: Any, depth: int) -> Node:
        place = self._place_of(event.start_mark)
        if depth > MAX_DEPTH:
            raise _TooMuch(place, _("Values are nested too deeply here."))
        if isinstance(event, yaml.AliasEvent):
            name = str(event.anchor)
            if name not in self.anchors:
                message = _("There is no anchor “{name}” before this alias.").format(name=name[:60])
                self._add_problem(place, "yaml", message, _("Put text that begins with * into quotes."))
            return self.anchors.get(name, Scalar(place))
        if getattr(event, "tag", None):
            self._add_problem(
                place, "yaml", _("YAML tags are not supported."), _("Put text that begins with ! into quotes.")
            )
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._read_scalar(event, place)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._read_list(place, depth)
        else:
            node = self._read_map(place, depth)
        if node.size > MAX_NODES:
            raise _TooMuch(place, _("The file holds too many values."))
        if anchor := event.anchor:
            self.anchors[anchor] = node
        return node

    def _read_scalar(self, event: Any, place: Place) -> Scalar:
        if event.style in ("|", ">"):
            return Scalar(self._block_place(event.start_mark.index, place), text=event.value, plain=False)
        if event.style:
            place = Place(place.file, place.line, place.column + 1)  # inside the quote
        return Scalar(place, text=self._readable_text(event.value, place), plain=not event.style)

    def _readable_text(self, text: str, place: Place) -> str:
        """Return a value without what only escapes (``\\0``, ``\\ud800``) bring in, each of which is a problem."""
        with suppress(UnicodeDecodeError):  # JSON writes a character beyond U+FFFF as two escapes
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        if control := Reader.NON_PRINTABLE.search(text):
            message = _("There is an invisible control character (U+{code}).").format(code=f"{ord(control[0]):04X}")
            self._add_problem(place, "yaml", message, _("Delete it."))
        return Reader.NON_PRINTABLE.sub("", text)

    def _block_place(self, index: int, place: Place) -> Place:
        """Where the text of a block begins: the first line with something in it after the indicator's."""
        for number, line in enumerate(split_lines(self.text[index : index + 10_000])[1:], place.line + 1):
            if line.strip():
                return Place(self.display_path, number, len(line) - len(line.lstrip(" ")) + 1)
        return place

    def _read_list(self, place: Place, depth: int) -> List:
        items: list[Node] = []
        size = 1
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._read_node(event, depth + 1))
            size += items[-1].size
        return List(place, size, tuple(items))

    def _read_map(self, place: Place, depth: int) -> Map:
        fields: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        size = 1
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._read_node(event, depth + 1)
            child = self._read_node(next(self.events), depth + 1)
            size += key.size + child.size
            if not isinstance(key, Scalar):
                self._add_problem(key.place, "yaml", _("A key must be a single word or text."))
            elif key.text in fields:
                message = _("“{key}” is a duplicate; it was first used on line {line}.")
                self._add_problem(
                    key.place,
                    "duplicate-key",
                    message.format(key=key.text[:60], line=keys[key.text].line),
                    _("Keep one of the two."),
                )
            else:
                fields[key.text], keys[key.text] = child, key.place
        return Map(place, size, fields, keys)

    def _place_of(self, mark: Any) -> Place:
        return Place(self.display_path, mark.line + 1, mark.column + 1)

    def _add_problem(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem("error", code, message, place, hint))


def _yaml_problem(shown: str, line: int, column: int, message: str, hint: str = "", excerpt: str = "") -> Problem:
    return Problem("error", "yaml", message, Place(shown, line, column), hint, excerpt=excerpt)


_QUOTED = re.compile(r"'[^']*'")
_WIDE_COLON = re.compile(r"[ ]*(?:- +)?([A-Za-z][\w-]{0,40})：")
"""A key as a Chinese keyboard ends it."""


def _general_wording(problem: str) -> str:
    """PyYAML's wording without what it found, so that a catalogue can translate it."""
    if problem.startswith("found "):
        return _QUOTED.sub("…", problem)
    return re.sub(r", but (?:found|got) .*", "", problem)


def _likely_cause(problem: str, unclosed: bool) -> str:
    """What usually lies behind PyYAML's complaint."""
    if unclosed:
        return _("Close the bracket or quote that begins here, or put the whole text into quotes.")
    if "mapping values are not allowed" in problem:
        return _("Put the text into quotes when it holds a colon and a space, or indent this line like its neighbours.")
    if "cannot start any token" in problem:
        return _("Indent with spaces instead of tabs, and put text that begins with a sign into quotes.")
    if "could not find expected ':'" in problem or "simple key" in problem:
        return _("A key needs a colon and a space after it; text of several lines goes under “text: |”, indented.")
    return _("Compare the indentation with the lines above: parts of one thing begin in the same column.")
