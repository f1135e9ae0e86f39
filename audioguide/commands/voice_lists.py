"""The voices that engines offer, to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import registry
from ..engines import VoiceInfo
from ..errors import AudioguideError


def list_voices(engines: Sequence[str] = (), language: str = "") -> Iterator[tuple[str, VoiceInfo]]:
    """Yield engine and voice, of these engines or of all, and of one language where one is named.

    Raises ConfigError for an engine nobody registered, ImportError where a package that it needs is missing.
    """
    for name in engines or registry.plugin_names("engines"):
        for voice in registry.load_plugin("engines", name)().voices():
            if voice.language.lower().startswith(language.lower()):
                yield name, voice


def list_usable_voices() -> Iterator[tuple[str, VoiceInfo]]:
    """Yield engine and voice of every engine that can be loaded here without options."""
    for name in registry.plugin_names("engines"):
        try:
            yield from list_voices([name])
        except (ImportError, AudioguideError):
            continue
