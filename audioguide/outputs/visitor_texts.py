"""Everything that visitors read, in their language: words of the pages and of the printed labels.

One file a language in ``locale/``, named by its BCP 47 tag (``zh`` is Simplified Chinese).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ..i18n.language_tags import match_language

LOCALE_FOLDER = Path(__file__).parent / "locale"
FALLBACK = "en"


@cache
def visitor_languages() -> tuple[str, ...]:
    """Return the tags of all languages that have a file."""
    return tuple(path.stem for path in sorted(LOCALE_FOLDER.glob("*.yaml")))


@cache
def visitor_texts(language: str) -> Mapping[str, Any]:
    """Return the texts in a language, its nearest relative or English; ``tag`` says which one it is."""
    import yaml

    tag = match_language(language, visitor_languages()) or FALLBACK
    loaded: dict[str, Any] = yaml.safe_load((LOCALE_FOLDER / f"{tag}.yaml").read_text("utf-8"))
    return {**loaded, "tag": tag}
