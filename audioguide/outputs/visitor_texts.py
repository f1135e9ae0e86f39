"""Everything that visitors read, in their language: words of the pages and of the printed labels.

One file a language, named by its BCP 47 tag (``zh`` is Simplified Chinese): ours in ``locale/``, a third party's where
its ``Language.visitor_file`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .. import registry
from ..errors import ConfigError
from ..i18n.language_names import NATIVE_NAMES
from ..i18n.language_tags import match_language, primary_language

LOCALE_FOLDER = Path(__file__).parent / "locale"
FALLBACK = "en"


@cache
def visitor_files() -> Mapping[str, Path]:
    """Return the file of each language by its tag, a third party's after ours."""
    files = {path.stem: path for path in sorted(LOCALE_FOLDER.glob("*.yaml"))}
    for name in registry.plugin_names("languages"):
        if name not in registry.BUILT_IN["languages"]:
            try:
                file = registry.load_plugin("languages", name).visitor_file
            except (ImportError, ConfigError):  # doctor says what is wrong with it
                continue
            if file is not None:
                files.setdefault(name, file)
    return files


def visitor_languages() -> tuple[str, ...]:
    """Return the tags of all languages that have a file."""
    return tuple(visitor_files())


@cache
def visitor_texts(language: str) -> Mapping[str, Any]:
    """Return the texts in a language, its nearest relative or English; ``tag`` says which one it is.

    What a file lacks is in English: a third party's may be older than a page's newest words.
    """
    tag = match_language(language, visitor_languages()) or FALLBACK
    return {**_fill_gaps(_load_file(tag), _load_file(FALLBACK)), "tag": tag}


def _load_file(tag: str) -> dict[str, Any]:
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(visitor_files()[tag].read_text("utf-8"))
    return loaded


def _fill_gaps(texts: dict[str, Any], english: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _fill_gaps(texts.get(key) or {}, words) if isinstance(words, dict) else texts.get(key, words)
        for key, words in english.items()
    } | {key: words for key, words in texts.items() if key not in english}


def has_texts(language: str) -> bool:
    """Whether there is a file for the language, so that nothing has to be said in English instead."""
    return bool(match_language(language, visitor_languages()))


def native_name(language: str, *, exact: bool = False) -> str:
    """Return what the speakers of a language call it; ``exact``: with script or region, as far as they are known."""
    tag = match_language(language, visitor_languages())
    if not tag:
        return NATIVE_NAMES.get(primary_language(language), language)
    texts = visitor_texts(tag)
    return str(texts["full_name"] if exact else texts["name"])
