"""What can go wrong, as a tree.

AudioguideError(message, hint)
├── ScriptError       a script, every problem at once, with file and line
├── ConfigError       voices.yaml, an unknown plug-in or command-line value
├── DocumentError     a source document that cannot be imported
├── EngineError       names the stop and segment
│   ├── EngineUnavailable   may work later: worth a retry
│   ├── VoiceNotFound       permanent
│   └── NoAudio             the engine said nothing, or less than the text
├── AudioError        ffmpeg, with the tail of what it said
├── OutputError       a file that cannot be written
└── EditRefused       an edit that would damage a file or overwrite somebody's work

``cli`` prints ``message`` and ``hint``; its exit codes are in ``cli/exit_codes.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Problem


class AudioguideError(Exception):
    """Something a user can understand and act upon."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ProblemsError(AudioguideError):
    """A file with problems: all of them, each with its place."""

    def __init__(self, message: str, problems: Iterable[Problem] = (), hint: str = "") -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)


class ScriptError(ProblemsError):
    """A narration script that cannot be used."""


class ConfigError(ProblemsError):
    """``voices.yaml``, an unknown plug-in or a value on the command line."""


class DocumentError(AudioguideError):
    """A source document that cannot be imported."""


class EngineError(AudioguideError):
    """An engine could not speak; ``where`` names the stop and segment once known."""

    where: str = ""


class EngineUnavailable(EngineError):
    """The engine may answer later (no network, throttled, overloaded)."""


class VoiceNotFound(EngineError):
    """The engine has no such voice."""


class NoAudio(EngineError):
    """The engine gave no audio, or less than the text needs."""


class AudioError(AudioguideError):
    """Decoding, measuring or encoding failed."""


class OutputError(AudioguideError):
    """An artifact could not be written."""


class EditRefused(AudioguideError):
    """An edit that would damage a file, or overwrite what somebody else wrote meanwhile."""
