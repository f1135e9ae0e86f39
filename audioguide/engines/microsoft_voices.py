"""Microsoft's neural voices, which the engines edge and azure share."""

from __future__ import annotations

import zlib

from ..i18n.language_tags import normalise_tag, primary_language
from . import VoiceInfo
from .narrators import MICROSOFT


def neural_voices() -> tuple[VoiceInfo, ...]:
    """Return the best known voices."""
    return tuple(
        VoiceInfo(name, locale, gender)
        for locale, genders in MICROSOFT.items()
        for gender, names in zip(("male", "female"), genders, strict=True)
        for name in _full_names(locale, names)
    )


def choose_voice(language: str, role: str) -> str | None:
    """Return the locale's first voice for the narrator; another one, always the same for the same role, for others."""
    primary = primary_language(language)
    locale = next(
        (known for known in MICROSOFT if known == normalise_tag(language)),
        next((known for known in MICROSOFT if primary_language(known) == primary), None),
    )
    if locale is None:
        return None
    narrator, *others = _full_names(locale, " ".join(MICROSOFT[locale]))
    return narrator if role == "narrator" else others[zlib.crc32(role.encode()) % len(others)]


def _full_names(locale: str, names: str) -> list[str]:
    return [f"{locale}-{name}Neural" for name in names.split()]
