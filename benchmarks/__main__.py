"""Every benchmark in one run: ``python -m benchmarks [NAME…]``. Ratios within a run; the machine should be idle.

``python -m benchmarks reading --help``: one benchmark with options or arguments of its own.
"""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = (
    "startup",
    "first_sound",
    "synthesis",
    "peers",
    "voice_graph",
    "edge",
    "memory",
    "build_memory",
    "forms",
    "serve",
    "pages",
    "proof",
    "reading",
    "front_end",
    "studio",
    "fuzz",
    "installed",
    "growth",
)


def main(names: list[str]) -> None:
    """Print name, value and target of each line; what names no benchmark goes to the one before it."""
    if any(name not in NAMES for name in names[1:]):
        import_module(f"benchmarks.{names[0]}").main(names[1:])
        return
    for name in names or NAMES:
        for line, value, target in import_module(f"benchmarks.{name}").run():
            print(f"{line:64} {value:10.2f}  {target}", flush=True)


main(sys.argv[1:])
