"""How the time of every regular expression of the package grows when what it repeats stands there twice as often.

    python -m benchmarks patterns                     those that grow by more than text does
    python -m benchmarks patterns --only importers    of the modules with that in their name
    python -m benchmarks patterns --readers           then what slows one of them down is given to every reader

Each expression is tried on what it is made of: every part that it may repeat, and every character it names, again and
again and without an end that fits. It is searched for at every place and tried at the first, as Python's ``search`` and
``match`` do. One that only ever reads a short line may be over without harm: the readers tell.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import walk_packages
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import audioguide

from .time_limit import TooLong, interrupt_after

if TYPE_CHECKING:
    from .target import Target

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
LENGTHS = (8_000, 16_000, 32_000)
"""Characters of the texts that an expression is tried on; the longer ones where the first takes long."""
MAX_GROWTH = 2.8
"""By which time may grow when the text doubles: linear, and what is measured badly."""
MIN_MEASURED_S = 0.002
"""Below this a time says nothing; an expression that grows with the square is over it."""
LEAST_SLOW_S = 0.1
"""What the longest text takes where an expression grows with the square."""
GIVEN_UP_AFTER_S = 2.0
MAX_UNITS = 120
REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
_CANDIDATES = "a1 .字,，-(\n\tA一;:'\"/[{|}])*_<>=&%°@#~—　é½"
"""Characters of which one fits nearly every class."""
_CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d",
    constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_SPACE: r"\s",
    constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_WORD: r"\w",
    constants.CATEGORY_NOT_WORD: r"\W",
}


WAYS: dict[str, Callable[[re.Pattern[str]], Callable[[str], object]]] = {
    "search": lambda pattern: lambda text: list(pattern.finditer(text)),
    "match": lambda pattern: lambda text: (pattern.match(text), pattern.fullmatch(text)),
}
SEARCHING = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
MATCHING = frozenset(("match", "fullmatch"))


@dataclass(frozen=True)
class Growth:
    """What one repeated piece of text does to one expression."""

    where: str
    pattern: str
    unit: str
    way: str
    """``search`` or ``match``."""
    factor: float
    seconds: float
    """For the longest text that was tried."""


def package_patterns(only: str = "") -> dict[re.Pattern[str], str]:
    """Return the expressions of the package with their modules: what it compiles, and what its source spells out."""
    module_of: dict[re.Pattern[str], str] = {}
    compile_pattern = re._compile  # type: ignore[attr-defined]

    def note_pattern(pattern: Any, flags: Any) -> re.Pattern[Any]:
        compiled: re.Pattern[Any] = compile_pattern(pattern, flags)
        if isinstance(compiled.pattern, str) and (module := _calling_module()):
            module_of.setdefault(compiled, module)
        return compiled

    with patch("re._compile", note_pattern), tempfile.TemporaryDirectory() as folder:
        for info in walk_packages(audioguide.__path__, f"{audioguide.__name__}."):
            if not info.name.endswith("__main__"):
                module = import_module(info.name)
                for pattern in _written_patterns(Path(str(module.__file__))):
                    module_of.setdefault(pattern, info.name)
        for target in _all_targets(Path(folder)):
            target.warm_up()
    return {pattern: where for pattern, where in module_of.items() if only in where}


def _calling_module() -> str:
    """Return the name of the module of the package that asked for an expression; empty when it was another's."""
    frame = sys._getframe(2)
    while frame and frame.f_globals.get("__name__") in ("re", __name__):
        frame = frame.f_back  # type: ignore[assignment]
    name = str(frame.f_globals.get("__name__", "")) if frame else ""
    return name if name.startswith(f"{audioguide.__name__}.") else ""


def _written_patterns(source: Path) -> Iterator[re.Pattern[str]]:
    """Yield the expressions that a file spells out in calls of ``re``: many are only met with a text of their kind."""
    for node in ast.walk(ast.parse(source.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("re")), args=[ast.Constant(str(written)), *_rest]):
                yield re.compile(written)


def pumped_units(pattern: re.Pattern[str]) -> list[str]:
    """Return what may be repeated to make an expression slow: each of its parts, and each character it knows."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    units = dict.fromkeys(text for text in _example_parts(tree) if text)
    letters = list(dict.fromkeys("".join(units)))
    units |= dict.fromkeys(letters)
    units |= dict.fromkeys(a + b for a, b in pairwise(letters))
    return list(units)[:MAX_UNITS]


def _example_parts(tree: Any) -> Iterator[str]:
    """Yield an example of every part of an expression, the whole of it first."""
    yield "".join(_example_of(operator, value) for operator, value in tree)
    for operator, value in tree:
        for inner in _inner_trees(operator, value):
            yield from _example_parts(inner)
        if operator is constants.IN:
            yield from (letter for letter in _CANDIDATES if _is_in(value, letter))
        yield _example_of(operator, value)


def _inner_trees(operator: Any, value: Any) -> list[Any]:
    if operator in REPEATS:
        return [value[2]]
    if operator is constants.SUBPATTERN:
        return [value[-1]]
    if operator is constants.BRANCH:
        return list(value[1])
    if operator in (constants.ASSERT, constants.ASSERT_NOT):
        return [value[1]]
    if operator is constants.ATOMIC_GROUP:
        return [value]
    return []


def _example_of(operator: Any, value: Any) -> str:
    """Return a short text that a part of an expression fits."""
    if operator is constants.LITERAL:
        return chr(value)
    if operator is constants.NOT_LITERAL:
        return "b" if value == ord("a") else "a"
    if operator is constants.ANY:
        return "a"
    if operator is constants.IN:
        named = [chr(item) for kind, item in value if kind is constants.LITERAL]
        named += [chr(item[0]) for kind, item in value if kind is constants.RANGE]
        return next((letter for letter in (*named, *_CANDIDATES) if _is_in(value, letter)), "")
    inner = _inner_trees(operator, value)
    if operator in (constants.ASSERT, constants.ASSERT_NOT) or not inner:
        return ""
    example = "".join(_example_of(*each) for each in inner[0])
    return example * max(1, min(value[0], 3)) if operator in REPEATS else example


def _is_in(items: Any, letter: str) -> bool:
    """Whether a class of characters holds one."""
    negated = False
    for kind, item in items:
        if kind is constants.NEGATE:
            negated = True
        elif (
            (kind is constants.LITERAL and ord(letter) == item)
            or (kind is constants.RANGE and item[0] <= ord(letter) <= item[1])
            or (kind is constants.CATEGORY and re.match(_CATEGORIES[item], letter))
        ):
            return not negated
    return negated


def ways_used(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return how the package uses an expression: ``search`` at every place, ``match`` at the first; all if unknown."""
    modules = [module for name, module in sys.modules.items() if name.startswith(f"{audioguide.__name__}.")]
    names = {name for module in modules for name, value in vars(module).items() if value is pattern}
    calls = re.findall(rf"\b(?:{'|'.join(map(re.escape, names))})\.(\w+)", _package_source()) if names else []
    ways = {"search" if way in SEARCHING else "match" for way in calls if way in SEARCHING | MATCHING}
    return frozenset(ways or WAYS)


@cache
def _package_source() -> str:
    return "\n".join(file.read_text() for file in Path(str(audioguide.__file__)).parent.rglob("*.py"))


def measure_growth(pattern: re.Pattern[str], where: str) -> list[Growth]:
    """Return what grows by more than its text does, the worst of each way in which the expression is used."""
    worst: dict[str, Growth] = {}
    for way in sorted(ways_used(pattern)):
        for unit in pumped_units(pattern):
            factor, seconds = _growth_of(WAYS[way](pattern), unit)
            if factor > MAX_GROWTH and seconds > LEAST_SLOW_S and (way not in worst or seconds > worst[way].seconds):
                worst[way] = Growth(where, pattern.pattern, unit, way, factor, seconds)
            if factor == float("inf"):
                break
    return list(worst.values())


def _growth_of(use: Callable[[str], object], unit: str) -> tuple[float, float]:
    """Return the last factor of a doubled text's time, and the seconds of the longest text."""
    before, seconds = 0.0, _measure_seconds(use, repeat_unit(unit, LENGTHS[0]))
    for length in LENGTHS[1:]:
        if seconds > GIVEN_UP_AFTER_S / 2:
            return float("inf"), seconds
        if seconds < MIN_MEASURED_S:
            return 0.0, seconds
        before = seconds
        seconds = min(_measure_seconds(use, repeat_unit(unit, length)) for _try in range(2))
    return seconds / before, seconds


def repeat_unit(unit: str, length: int) -> str:
    """Return a text of about that many characters which is one thing again and again, and does not end with it."""
    return unit * (length // len(unit)) + "\0"


def _measure_seconds(use: Callable[[str], object], text: str) -> float:
    """Return the processor time that an expression takes, or what it is given at most."""
    begin = time.process_time()
    with suppress(TooLong), interrupt_after(GIVEN_UP_AFTER_S):
        use(text)
    return time.process_time() - begin


def growing_expressions(only: str = "") -> Iterator[Growth]:
    """Yield what grows by more than its text does, of the modules with something in their name."""
    for pattern, where in package_patterns(only).items():
        yield from measure_growth(pattern, where)


def run() -> Iterator[Line]:
    """Report how many expressions grow by more than text does."""
    yield "expressions that grow by more than their text", len({each.pattern for each in growing_expressions()}), ""


def main(arguments: list[str]) -> None:
    """Measure the expressions asked for, and print each that grows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks patterns")
    parser.add_argument("--only", default="", help="part of the name of a module")
    parser.add_argument("--readers", action="store_true", help="give what slows an expression down to every reader")
    options = parser.parse_args(arguments)
    units: dict[str, None] = {}
    for each in growing_expressions(options.only):
        units[each.unit] = None
        print(
            f"{each.where} {each.way} × {each.factor:.1f} {each.seconds:.2f} s {each.unit!r}: {each.pattern[:200]!r}",
            flush=True,
        )
    if options.readers:
        read_units(list(units))


def read_units(units: list[str]) -> None:
    """Give repeated pieces of text to every reader, and print where its time grows by more than the text."""
    growth = import_module("benchmarks.growth")
    with tempfile.TemporaryDirectory() as folder:
        for target in _all_targets(Path(folder)):
            target.warm_up()
            for worst in (growth.measure_growth(target, unit) for unit in units):
                if worst.factor > growth.MAX_GROWTH:
                    print(f"{target.name} × {worst.factor:.1f} {worst.shape!r}", flush=True)


def _all_targets(folder: Path) -> Iterator[Target]:
    """Yield every reader; it brings the package's modules along, which are loaded only while their work is noted."""
    targets: Iterator[Target] = import_module("benchmarks.hostile_targets").all_targets(folder)
    return targets
