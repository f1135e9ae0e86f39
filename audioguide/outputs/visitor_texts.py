"""Everything that visitors read, in their language: words of the pages and of the printed labels.

One file a language in ``locale/``, named by its BCP 47 tag (``zh`` is Simplified Chinese).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ..i18n.language_tags import match_language, primary_language

LOCALE_FOLDER = Path(__file__).parent / "locale"
FALLBACK = "en"
NATIVE_NAMES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "bo": "བོད་སྐད་",
    "ca": "Català",
    "cs": "Čeština",
    "da": "Dansk",
    "el": "Ελληνικά",
    "et": "Eesti",
    "eu": "Euskara",
    "fa": "فارسی",
    "fi": "Suomi",
    "ga": "Gaeilge",
    "gl": "Galego",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "id": "Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "km": "ខ្មែរ",
    "ko": "한국어",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "mn": "Монгол",
    "ms": "Melayu",
    "my": "မြန်မာ",
    "nb": "Norsk",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sv": "Svenska",
    "ta": "தமிழ்",
    "th": "ไทย",
    "tr": "Türkçe",
    "ug": "ئۇيغۇرچە",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "yue": "粵語",
}
"""Names of languages that have no file here (CLDR)."""


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
