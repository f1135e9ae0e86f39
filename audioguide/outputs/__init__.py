"""Outputs: each turns manifests into files, and knows nothing of how the audio was made.

An output is a function ``write(manifests, output)``, registered in ``registry`` under ``outputs``: it is given the
manifests of everything that is built and the folder that holds it, and brings its own files there up to date.
It must be repeatable (equal manifests, equal bytes), leave unchanged files untouched, replace files whole, and
take away what it wrote for stops that are gone. The audio itself is written before any output runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ..model import Manifest


class Output(Protocol):
    """What ``registry.load_plugin("outputs", name)`` gives."""

    def __call__(self, manifests: Sequence[Manifest], output: Path) -> None:
        """Write all files of this output below ``output``; the files of a manifest are in ``output/<folder>``.

        Raises OutputError where a file cannot be written.
        """
