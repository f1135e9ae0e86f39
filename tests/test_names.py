"""A name is defined in few modules, so that one look-up finds it: the law of names in CONTRIBUTING."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import audioguide
from audioguide.text.word_lists import split_words

ROOT = Path(audioguide.__file__).parent
SOURCES = tuple(path for name in ("audioguide", "benchmarks") for path in (ROOT.parent / name).rglob("*.py"))
BANNED = split_words("told said heard meant found one of stands made done whole kept")  # codespell:ignore
"""Words of several meanings: a name says what a thing is."""
MAX_MODULES = 3
MAX_ONE_WORD_SHARE = 0.55
"""Of the names of functions: more leave a reader guessing."""
MAX_ENTRIES = 22
"""Modules and rooms at the top of the package."""
MAX_MODULE_LINES = 420
VERBS_OF_ROOMS = frozenset(("__init__", "read", "write", "main"))
"""Names every module of a kind has: an importer reads, a format is read and written."""
DATA_CONTRACTS = {
    "MONTHS": ("audioguide.text.", "the names of months, which the rules of a language take"),
    "MONTH_NAMES": ("audioguide.text.", "months as they are written, in full and short"),
    "GRAMMAR": ("audioguide.text.", "the words of a language, which its verbaliser takes"),
    "guards": ("audioguide.text.zh.numbers.", "what a family of number rules leaves alone; the registry collects them"),
    "BLOCKING": ("audioguide.lint.", "the rules of a module whose problems stop a build; the room's list joins them"),
}
"""Names of module data that a contract asks of every module of its kind: where, and why."""


def _modules() -> Iterator[ModuleType]:
    yield audioguide
    for module in pkgutil.walk_packages(audioguide.__path__, "audioguide."):
        if not module.name.endswith("__main__"):
            yield importlib.import_module(module.name)


MODULES = tuple(_modules())


def _module_names(module: ModuleType) -> Iterator[str]:
    """Yield the functions, classes and data that a module defines at its top."""
    for node in ast.parse(inspect.getsource(module)).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _classes(module: ModuleType) -> Iterator[type[Any]]:
    for value in vars(module).values():
        if inspect.isclass(value) and value.__module__ == module.__name__:
            yield value


def _protocols() -> tuple[type[Any], ...]:
    classes = (kind for module in MODULES for kind in _classes(module))
    return tuple(kind for kind in classes if getattr(kind, "_is_protocol", False))


PROTOCOLS = _protocols()


def _contract_names(kind: type[Any]) -> set[str]:
    """Return what a class has by contract: what a base class names, or a protocol that it satisfies."""
    names = {name for base in kind.__mro__[1:] for name in vars(base)}
    for protocol in PROTOCOLS:
        members = {name for name in vars(protocol) if not name.startswith("_")}
        if kind is not protocol and all(hasattr(kind, name) for name in members):
            names |= members
    return names


def _method_names(kind: type[Any]) -> Iterator[str]:
    """Yield the methods that a class adds. Fields and properties are data: a term means the same in each value."""
    contract = _contract_names(kind)
    for name, value in vars(kind).items():
        is_method = isinstance(value, (staticmethod, classmethod)) or inspect.isfunction(value)
        if is_method and name not in contract:
            yield name


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_no_module_defines_a_name_twice(module: ModuleType) -> None:
    """A second constant of the same name would silently take the place of the first."""
    assigned = [
        target.id
        for node in ast.parse(inspect.getsource(module)).body
        for target in (node.targets if isinstance(node, ast.Assign) else ())
        if isinstance(target, ast.Name)
    ]
    assert [name for name, count in Counter(assigned).items() if count > 1] == []


def test_no_name_is_defined_in_more_than_three_modules() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for module in MODULES:
        methods = (name for kind in _classes(module) for name in _method_names(kind))
        for name in (*_module_names(module), *methods):
            room = DATA_CONTRACTS.get(name, ("-", ""))[0]
            if name not in VERBS_OF_ROOMS and not name.startswith("__") and not module.__name__.startswith(room):
                places[name].add(module.__name__)
    crowded = {name: sorted(where) for name, where in places.items() if len(where) > MAX_MODULES}
    assert not crowded, "\n".join(f"{name}: {', '.join(where)}" for name, where in sorted(crowded.items()))


def _identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of everything that gets a name."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.keyword(arg=str(name)) | ast.alias(asname=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name


def test_no_identifier_is_a_banned_word() -> None:
    assert SOURCES
    banned = [
        f"{path.relative_to(ROOT.parent)}:{line}: {name}"
        for path in SOURCES
        for line, name in _identifiers(ast.parse(path.read_text("utf-8")))
        if name.strip("_").lower() in BANNED
    ]
    assert banned == []


def test_most_functions_say_in_several_words_what_they_do() -> None:
    names = [
        node.name.strip("_")
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("__")
    ]
    assert sum("_" not in name for name in names) / len(names) <= MAX_ONE_WORD_SHARE


def test_the_package_is_seen_at_a_glance() -> None:
    entries = [path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
    entries = [name for name in entries if not name.startswith("__")]
    assert len(entries) <= MAX_ENTRIES, sorted(entries)
    long = {path.name: length for path in ROOT.rglob("*.py") if (length := _line_count(path)) > MAX_MODULE_LINES}
    assert long == {}


def _line_count(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
